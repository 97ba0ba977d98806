/* Diagnostics: what is wrong with a document, where, and what to do.
 *
 * Every message is one row of the table of a room, ROOM/messages.h: code,
 * level, text, clause. A room raises its own messages and those of the rooms
 * that it sees. */
#ifndef HT_BASE_DIAG_H
#define HT_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/loc.h"

typedef enum ht_level {
	HT_LEVEL_NOTE,    /* worth knowing: a decision that was made */
	HT_LEVEL_WARNING, /* the document is produced, and deviates */
	HT_LEVEL_ERROR    /* the document is not produced */
} ht_level;

/* "note", "warning", "error": a msgid, as JSON has it. */
const char *ht_level_name(ht_level level);

/* One row of a room's table. */
typedef struct ht_diag_info {
	ht_level level;
	const char *code;   /* "R102": printed in brackets, stable */
	const char *text;   /* msgid; the arguments replace {1} {2} … */
	const char *clause; /* "GB/T 9704-2012 7.2.5" or NULL */
} ht_diag_info;

/* Which message: HT_D_NAME, the address of its row. */
typedef const ht_diag_info *ht_code;

#define HT_DIAG_ARGS 4 /* most arguments of a message */

/* A diagnostic as people and programs are shown it. */
typedef struct ht_message {
	ht_level level;
	const char *code, *clause;      /* of its row; NULL: not known, and text is the whole line */
	ht_loc loc;                     /* file NULL: of no file */
	const char *text;               /* in the language of the current locale */
	const char *args[HT_DIAG_ARGS]; /* NULL after the last */
	/* A message that is the same in many places of a record is shown to people once, with the number of the other
	 * places; programs get each. */
	size_t others; /* of the first: how many other places; else 0 */
	bool again;    /* not the first */
} ht_message;

/* Append it as one line, without its end:
 *   file:line:col: error: what is wrong and what to do (and in 2 other places) [code; clause] */
void ht_message_line(ht_buf *out, const ht_message *message);

/* Append it as the members of a JSON object, for programs: "code", "level", "clause" (if it has one), "file" ("" if it
 * is of no file), "line" and "column" (0: not known), "message", "arguments". */
void ht_message_json(ht_buf *out, const ht_message *message);

/* Append a code's message in the language of the current locale, its n arguments
 * (NULL: none) in place of {1} {2} … */
void ht_diag_message(ht_buf *out, ht_code code, const char *const *args, size_t n);

typedef struct ht_diags ht_diags;

/* Most diagnostics kept for one input; further ones are only counted, and a last line says how many. */
#define HT_DIAGS_MAX 200

ht_diags *ht_diags_new(void); /* NULL when out of memory */
void ht_diags_free(ht_diags *diags);

/* Add one diagnostic; the arguments are strings for {1}, {2} …, ended by
 * NULL, and are copied, as is loc.file. The same code, place and arguments
 * twice are kept once; of many that differ only in their place, some are counted without it. Never fails: out of
 * memory, the diagnostic is only counted. diags NULL: nothing happens. */
void ht_diag(ht_diags *diags, ht_code code, ht_loc loc, ...) __attribute__((sentinel));

/* The number raised at a level, including those not kept. */
size_t ht_diags_count(const ht_diags *diags, ht_level level);
/* How often an error was raised, one that is known already included: did what was done since fail? diags NULL: 0. */
size_t ht_diags_errors_raised(const ht_diags *diags);
/* Was an error raised? Then no document is produced. */
bool ht_diags_has_errors(const ht_diags *diags);

/* Something failed that says nothing of the input: the machine lacked it at this moment (ht_shortage_is_of_machine()).
 * Whoever tries again may succeed. diags NULL: nothing happens. */
void ht_diags_blame_machine(ht_diags *diags);
bool ht_diags_machine_is_to_blame(const ht_diags *diags);

/* Forget all diagnostics, for the next input. */
void ht_diags_clear(ht_diags *diags);

/* Append all diagnostics of at least min_level, sorted by file, line and
 * column, one line each, those that are equal but for their place once:
 *   file:line:col: error: what is wrong and what to do [code; clause]
 * in the language of the current locale. */
bool ht_diags_format(ht_diags *diags, ht_level min_level, ht_buf *out);

/* The same one by one, all levels. A message is valid during the call only. False when out of memory. */
bool ht_diags_each(ht_diags *diags, void (*each)(void *user, const ht_message *message), void *user);

/* Call visit for each diagnostic that was kept, with HT_DIAG_ARGS arguments, those not given NULL. */
void ht_diags_visit(const ht_diags *diags, void (*visit)(void *user, ht_code code, ht_loc loc, const char *const *args),
                    void *user);

/* The files read for this input, each once, in order of first reading: what
 * its result depends on. ht_infile_read() adds them; a cache that serves
 * further inputs adds its files again for each. */
void ht_diags_add_read(ht_diags *diags, const char *path);
const char *const *ht_diags_reads(const ht_diags *diags, size_t *n);

#endif
