/* How much memory a process may take, so that one document cannot take it all.
 *
 * What counts is memory to write to (RLIMIT_DATA), not the address space: fonts are mapped, however large, and cost
 * nothing until they are read. */
#ifndef HT_BASE_LIMIT_H
#define HT_BASE_LIMIT_H

#include <stdbool.h>
#include <stddef.h>

/* With the address sanitizer, which maps terabytes, memory cannot be limited. */
#if defined(__SANITIZE_ADDRESS__)
#define HT_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HT_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef HT_ADDRESS_SANITIZER
#define HT_ADDRESS_SANITIZER 0
#endif

/* Bytes that this process may write to: its data and its stack. 0: the kernel does not say. */
size_t ht_limit_data(void);

/* From now on this process may take mib MiB (0: any) beyond what it has; then malloc() fails. A limit that it was
 * started with, and that is lower, stays. */
void ht_limit_memory(unsigned mib);

/* Exit code of a process that ends for want of memory. */
#define HT_LIMIT_EXIT 77

/* Has this process ever held more than half of mib MiB? Then a shortage is its own doing; else the machine had none
 * left. mib 0: false. */
bool ht_limit_was_used(unsigned mib);

#endif
