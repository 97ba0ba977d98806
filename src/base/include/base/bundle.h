/* A bundle has a C library of its own (tools/bundle). That reads locales, its messages and the tables of encodings
 * where the system's C library has its own, which need not be of the same version: so it is told where those of the
 * bundle are. The programs that ours starts have the system's C library, and must not be told. */
#ifndef HT_BASE_BUNDLE_H
#define HT_BASE_BUNDLE_H

#include <stdbool.h>

/* To be called before the locale is set. False: the program does not run from a bundle, and nothing was changed. Out of
 * memory: false, too; then only the system's locales and encodings are there. */
bool ht_bundle_begin(void);

/* Take the settings that ht_bundle_begin() made out of an environment, a list that ends with NULL; the strings are the
 * caller's. */
void ht_bundle_leave_out(char **environment);

#endif
