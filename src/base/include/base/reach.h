/* The files and folders that a run needs, worked out from what the user named: what a confined process may still read
 * and write (base/confine.h). */
#ifndef HT_BASE_REACH_H
#define HT_BASE_REACH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef struct ht_reach {
	ht_arena *arena;    /* holds the lists and their paths */
	const char **reads; /* n_reads; "/" among them: everything */
	size_t n_reads, cap_reads;
	const char **writes;
	size_t n_writes, cap_writes;
	const char **real; /* reads without symbolic links, n_real of them so far */
	size_t n_real, cap_real;
	bool nomem; /* it holds less than it should */
} ht_reach;

/* Add one path; or those of a list that ends with NULL (NULL: none). The paths are borrowed. */
void ht_reach_read(ht_reach *r, const char *path);
void ht_reach_read_all(ht_reach *r, const char *const *paths);
void ht_reach_write(ht_reach *r, const char *path);

/* Add the folder of an input: of a file (with the file that a symbolic link leads to), of a pattern, a folder itself,
 * the working folder for "-". Of a list (@LIST) nothing is known. beside: outputs go there, too */
void ht_reach_input(ht_reach *r, const char *input, bool beside);

/* Add the folder where a file is to be written, wherever a symbolic link of that name leads; a device itself. */
void ht_reach_output(ht_reach *r, const char *file);

/* Can the file, and what is in its folder, be read? False also when that cannot be known. */
bool ht_reach_covers(ht_reach *r, const char *file);

/* Confine this process to it (ht_confine()). */
unsigned ht_reach_confine(const ht_reach *r, bool children);

#endif
