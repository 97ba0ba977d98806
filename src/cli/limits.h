/* The guard over the program: whatever a library does, it ends with HT_EXIT_FAILED and a message. And the limits of
 * time and memory that one record or text has where it is read or made in this process, and what is said when it
 * reaches one, or when a library breaks down on it: then the message names the file. An output that was not finished
 * does not appear.
 *
 * There is no other process that would watch: to start one costs a twentieth of a document's time. */
#ifndef HT_CLI_LIMITS_H
#define HT_CLI_LIMITS_H

#include <argp.h>
#include <stdbool.h>

#include "base/diag.h"
#include "base/limit.h"
#include "say.h"

enum { OPTION_TIMEOUT = 0x71e, OPTION_MEMORY };

typedef struct limits {
	unsigned timeout, memory; /* seconds, MiB; 0: no limit */
} limits;

/* The options' rows in a table of argp. */
#define LIMITS_TIMEOUT_OPTION(text, group)                                                                             \
	{                                                                                                              \
		"timeout", OPTION_TIMEOUT, N_("SECONDS"), 0, text, group                                               \
	}
#define LIMITS_MEMORY_OPTION(text, group)                                                                              \
	{                                                                                                              \
		"memory", OPTION_MEMORY, N_("MIB"), 0, text, group                                                     \
	}

/* Handle these options. Other keys: ARGP_ERR_UNKNOWN. */
error_t limits_parse(limits *l, int key, const char *arg, struct argp_state *state);

/* What is said at a limit: timeout and memory have it as their argument {1}. */
typedef struct limits_codes {
	ht_code timeout, memory;
} limits_codes;

/* The guard begins, before any library does: breakdowns, calls of exit(), and the machine's limit of processor time end
 * the program with a message. */
void limits_begin(void);

/* What is said then is in the user's language from now on, and GLib is guarded, too. */
void limits_program(void);

/* The program has come to its end: exit() is its own. */
void limits_finish(void);

/* A breakdown is told as one of this file from now on (NULL: of none), and exit() is a breakdown. */
void limits_guard(const limits *l, limits_codes codes, const say *s, const char *file);

/* The file's time begins, and its memory is limited. */
void limits_start(void);

/* The file's time has ended; memory stays limited. */
void limits_stop(void);

/* Say that memory ran out: at the limit, if that was the reason. */
void limits_say_no_memory(const say *s);

/* The same, as a message about a file. memory: what is said at the limit */
void limits_diag_no_memory(ht_diags *diags, ht_code memory, const char *file);

/* ---- for a process of its own ---- */

/* How such a process ends at a limit. */
enum { LIMITS_EXIT_TIMEOUT = 101, LIMITS_EXIT_MEMORY, LIMITS_EXIT_NO_MEMORY = HT_LIMIT_EXIT };

/* As limits_guard(), but nothing is said: the process ends with one of these codes, or by its signal. */
void limits_guard_apart(const limits *l);

#endif
