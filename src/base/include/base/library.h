/* Shared libraries that few runs need, loaded when one does.
 *
 * All libraries that a program is linked with, directly or indirectly, are loaded before it starts: libzip needs
 * OpenSSL and cairo needs X11, 2 to 3 ms each of a run of 20. */
#ifndef HT_BASE_LIBRARY_H
#define HT_BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"

/* The table of a library's functions, and their names, from a list
 * LIST(X) X(function) X(function) …; the library's header gives the types:
 *
 *   typedef struct zip_library { HT_LIBRARY_TABLE(LIST) } zip_library;
 *   static const char *const names[] = {HT_LIBRARY_NAMES(LIST)}; */
#define HT_LIBRARY_MEMBER(name) __typeof__(&(name)) name;
#define HT_LIBRARY_NAME(name)   HT_LIBRARY_STRING(name) /* ICU's names have its version appended by macros */
#define HT_LIBRARY_STRING(name) #name,
#define HT_LIBRARY_TABLE(list)  list(HT_LIBRARY_MEMBER)
#define HT_LIBRARY_NAMES(list)  list(HT_LIBRARY_NAME)

/* Load the library with this file name ("libzip.so.4") and set the n function
 * pointers of table to the functions with the n names. A library is loaded once
 * and stays loaded; further calls are cheap. False when it cannot be loaded or
 * lacks one of the functions; if the machine had no memory or descriptors for it, ht_shortage_met() (shortage.h);
 * errno is as before when it was loaded. */
bool ht_library_load(const char *file, const char *const *names, size_t n, void *table);

/* The same for a table that all of the process uses, from whichever thread: it is filled once.
 * done  in/out  false at the beginning; true: the table is filled */
bool ht_library_share(const char *file, const char *const *names, size_t n, void *table, bool *done);

/* What came of a library that could not be loaded: HT_ERR_NOMEM without a word where the machine lacked something for
 * it, else HT_ERR_LIB and HT_D_LIBRARY, with Debian's package that has it. */
ht_status ht_library_fail(ht_diags *diags, ht_loc loc, const char *file, const char *package);

#endif
