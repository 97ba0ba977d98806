/* Messages on standard error, which all commands show in the same way: as lines for people, with the line of the
 * source below on a terminal, or as JSON for programs. */
#ifndef HT_CLI_SAY_H
#define HT_CLI_SAY_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <glib.h>

#include "base/diag.h"
#include "base/intl.h"
#include "source_line.h"

enum { OPTION_MESSAGES = 0x5d2, OPTION_STRICT };

/* The options' rows in a table of argp; not all commands have all of them. */
#define SAY_MESSAGES_OPTION(group)                                                                                     \
	{                                                                                                              \
		"messages", OPTION_MESSAGES, N_("FORMAT"), 0, N_("messages as text or json (default: text)"), group    \
	}
#define SAY_QUIET_OPTION(group)                                                                                        \
	{                                                                                                              \
		"quiet", 'q', NULL, 0, N_("show errors only"), group                                                   \
	}
#define SAY_STRICT_OPTION(group)                                                                                       \
	{                                                                                                              \
		"strict", OPTION_STRICT, NULL, 0, N_("exit with status 1 if there was a warning"), group               \
	}

/* How messages are shown, and what was shown in this run. */
typedef struct say {
	FILE *to;
	ht_level level; /* least level shown */
	bool json, strict;
	bool terminal, colour; /* is `to` a terminal, and are colours shown there? */
	bool source;           /* show the line of the source (on a terminal) */
	size_t warnings;       /* raised, shown or not */
	source_file file;      /* from which a line was shown last */
	GHashTable *seen;      /* messages that are shown once a run */
	GHashTable *fonts;     /* T103: not installed, and used instead */
	GString *substitutes;  /* the same, to be shown at the end */
} say;

/* Begin, before the arguments are parsed, and end: what is said once a run is said at its end.
 * to  standard error, or for what a command reports standard output */
void say_begin(say *s, FILE *to);
void say_end(say *s);

/* Handle -v, -q and the options above. Other keys: ARGP_ERR_UNKNOWN. */
error_t say_parse(say *s, int key, const char *arg, struct argp_state *state);

/* Show a message, if it is of the level. Messages of no record are shown once a run.
 * record  the input that it came up with, or NULL: its own messages are shown each time */
void say_message(say *s, const ht_message *message, const char *record);

/* Show all diagnostics of the level. */
void say_diags(say *s, ht_diags *diags);

/* Show one message that has no place, level or code as text, as it is a result: `hongtou: 3 done`. The arguments are
 * strings, ended by NULL. */
void say_result(say *s, ht_code code, ...) __attribute__((sentinel));

/* Say that n notes were not shown, and which option shows them; nothing if n is 0. */
void say_hidden(say *s, size_t n);

void say_no_memory(const say *s);

/* What would be shown of a message with one argument (or NULL), with its end, for whoever cannot call any function when
 * it is to be said. The caller frees it. NULL: out of memory. */
char *say_text(const say *s, ht_code code, ht_loc loc, const char *argument, size_t *len);

/* Was anything said on standard error in this run? */
bool say_was_used(void);
/* Was it said that memory ran out? */
bool say_was_short(void);
/* It was, in another way than by these functions. */
void say_note_short(void);
/* Say so where there is no say: while the program begins and ends. */
void say_short(void);

/* The exit code: code, or with --strict that of a failure after a warning. */
int say_exit_code(const say *s, int code);

#endif
