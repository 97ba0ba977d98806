/* Want of memory that a library does not tell of.
 *
 * HarfBuzz, fontconfig, ICU and libxml2 may go on when malloc() fails: a face without one of its tables, a break
 * rule without its characters, a text without one of its elements, and nothing is said. But malloc() sets errno, and
 * nothing clears it but another failure. So whoever has let such a library work asks here, before something else fails;
 * a document that was made meanwhile is not to be trusted.
 *
 * The program sees its allocations itself (src/cli/allocations.c), so it also knows of those that errno forgot. */
#ifndef HT_BASE_SHORTAGE_H
#define HT_BASE_SHORTAGE_H

#include <errno.h>
#include <stdbool.h>

/* Is it an errno that says something of the machine, or of another program, at this moment, and nothing of the name
 * that was given: no descriptors, no right, a disk or a network that failed? */
static inline bool ht_shortage_is_of_machine(int error)
{
	switch (error) {
	case 0:
	case ENOENT:
	case ENOTDIR:
	case EISDIR:
	case EEXIST:
	case EINVAL:
	case ELOOP:
	case ENAMETOOLONG:
	case ENXIO:
	case ESPIPE:
		return false;
	default:
		return true;
	}
}

/* An allocation has failed. Only the program has it; elsewhere its address is NULL. */
extern bool ht_shortage_seen __attribute__((weak));

/* Begin to watch: before a library is to work. */
static inline void ht_shortage_watch(void)
{
	errno = 0;
}

/* What failed so far harms nothing any more: when a document is begun by what is known to be whole. */
static inline void ht_shortage_forget(void)
{
	errno = 0;
	if (&ht_shortage_seen)
		ht_shortage_seen = false;
}

/* Has the program seen one since then? */
static inline bool ht_shortage_seen_so_far(void)
{
	return &ht_shortage_seen && ht_shortage_seen;
}

/* Did the last thing that failed, or any that was seen, want memory? */
static inline bool ht_shortage_met(void)
{
	return errno == ENOMEM || ht_shortage_seen_so_far();
}

#endif
