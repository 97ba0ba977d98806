/* Other programs, run for what they write. No shell is involved. */
#ifndef HT_BASE_PROGRAM_H
#define HT_BASE_PROGRAM_H

#include <stddef.h>

#include "base/buf.h"

typedef struct ht_program {
	const char *const *args; /* NULL after the last; the first is the program, looked for in PATH */
	const char *input;       /* input_len bytes of standard input; NULL: empty */
	size_t input_len;
	size_t most; /* bytes of output; with more it is stopped */
	int seconds; /* in which it must end, or it is stopped, with all processes that it started */
} ht_program;

typedef enum ht_program_end {
	HT_PROGRAM_DONE,
	HT_PROGRAM_FAILED,  /* it said so by its exit status, or was killed */
	HT_PROGRAM_MISSING, /* there is no such program */
	HT_PROGRAM_LATE,    /* stopped: too slow */
	HT_PROGRAM_LARGE,   /* stopped: too much output */
	HT_PROGRAM_BUSY,    /* the machine starts none now; errno says why */
	HT_PROGRAM_NO_MEMORY
} ht_program_end;

/* Run a program to its end, in the locale C.UTF-8.
 * output  in/out  what it wrote to standard output is added, whatever the end; its messages are dropped
 * The caller's SIGCHLD must not be ignored, else a failure counts as done. */
ht_program_end ht_program_run(const ht_program *program, ht_buf *output);

#endif
