/* Confinement: a process gives up for good what making documents does not need, so that one that is taken over by a
 * file made for it (a picture, a font, a text) can do nothing with its rights. Programs confine themselves and the
 * processes that they start; the library confines only processes of its own. */
#ifndef HT_BASE_CONFINE_H
#define HT_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

/* What is in force; a set. */
enum {
	HT_CONFINED_FILES = 1, /* other files can be neither read nor written (Landlock) */
	HT_CONFINED_CALLS = 2, /* no programs, network, other processes (seccomp) */
	HT_CONFINED_ALL = 3
};

typedef enum ht_confine_mode {
	HT_CONFINE_AUTO,    /* as far as the kernel can */
	HT_CONFINE_REQUIRE, /* both, or nothing is done */
	HT_CONFINE_OFF
} ht_confine_mode;

typedef struct ht_confinement {
	const char *const
	    *reads; /* n_reads files and folders that may be read with all below; NULL among them: no name */
	size_t n_reads;
	const char *const *writes; /* n_writes files and folders that may be written, too */
	size_t n_writes;
	bool system;   /* libraries, locales, data of the system may be read */
	bool children; /* it may fork, as for drawing SVG; what it forks is confined as it is */
} ht_confinement;

/* What this kernel can put in force; asking changes nothing. */
unsigned ht_confine_possible(void);

/* Confine this process, from now on and with all it will fork: files, system calls, no new rights by set-user-ID
 * programs, no core files, at most 4 GiB in a file. What exists of reads and writes is what counts; other paths are
 * passed over. Descriptors that are open stay so. Returns what is in force. A filter of system calls is left out of
 * builds with the address sanitizer, which needs such calls itself at the end. */
unsigned ht_confine(const ht_confinement *c);

#endif
