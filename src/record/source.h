/* Source text: what every reader needs before and while it parses. */
#ifndef HT_RECORD_SOURCE_H
#define HT_RECORD_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/loc.h"
#include "base/status.h"
#include "record/record.h"

/* A place that moves forward through a text: many places in one text cost one
 * walk over it altogether. */
typedef struct ht_cursor {
	const char *p, *end;
	ht_loc loc; /* of p */
	int indent; /* columns in the source before each further line's text */
	bool exact; /* line n of the text is line n of the source, column by column */
	/* Else: where p is in the source, [source, source_end); NULL: not known. escape: what begins an escape there,
	 * \\ or '; 0: nothing does. */
	const char *source, *source_end;
	char escape;
} ht_cursor;

/* The place of to, which is at or after the cursor; the cursor moves there. Where it cannot be known, the column is 0.
 * Lines end in LF, CR LF or CR. */
ht_loc ht_cursor_at(ht_cursor *cur, const char *to);

/* The same for a text that is not exact, and whose source is known (source_follow.c). */
ht_loc ht_cursor_follow(ht_cursor *cur, const char *to);

/* The line at *p, its length without its end (LF, CR LF, CR) in *len; *p moves
 * to the next one. NULL at end. */
const char *ht_next_line(const char **p, const char *end, size_t *len);

/* In the line, columns from col on are delta further right than in the file. */
typedef struct ht_shift {
	int line, col, delta;
} ht_shift;

/* A whole file or a part of one. */
typedef struct ht_source {
	ht_arena *arena;
	ht_diags *diags;
	const char *file;
	int line; /* number of the first line */
	const char *data;
	size_t len;
	bool bad;         /* errors were reported */
	bool stopped;     /* … and what comes after one was not read */
	ht_slips *slips;  /* of a record, whose slips are mended while it is read; NULL: of something else */
	ht_shift *shifts; /* in the order of places: what mending inserted */
	size_t n_shifts, cap_shifts;
} ht_source;

/* Make the source fit for parsing: without a byte order mark, valid UTF-8,
 * without control characters other than tab and line ends; private-use characters
 * become what they are known to stand for (HT_D_PRIVATE_READ). Every fault is
 * reported, then covered by a harmless character of the same length in a copy,
 * so that parsing can go on to find more.
 * Returns HT_OK (also with faults: see .bad); HT_ERR_INPUT when it is not UTF-8 text at all; HT_ERR_NOMEM. */
ht_status ht_source_clean(ht_source *src);

/* The text of a scalar at loc without private-use characters, which escapes (\ue863)
 * bring in: told of as ht_source_clean() does. NULL: out of memory. */
const char *ht_source_scalar(ht_source *src, const char *text, ht_loc loc);

/* The column in the file of a column of the source. */
int ht_source_col(const ht_source *src, int line, int col);

/* Add a slip. false: out of memory. */
bool ht_slips_add(ht_arena *arena, ht_slips *slips, ht_slip slip);

/* Make the slips of the YAML source of a record what they were meant to be, where that is
 * certain: the colon after a field's name that is full-width, or lacks its space; the text of a
 * body below its field's name that is not indented. Told of by one note for each kind. false: out of memory. */
bool ht_source_mend(ht_source *src);

/* A cursor at the source's first character. */
ht_cursor ht_source_cursor(const ht_source *src);

/* Control characters in the sense of this room: C0 but tab and line ends, DEL,
 * C1, line and paragraph separator, the noncharacters U+FDD0 to U+FDEF, U+FFFE and U+FFFF. */
bool ht_is_forbidden(unsigned cp);

/* The first forbidden character of valid UTF-8, or NULL; *cp is its code. */
const char *ht_find_forbidden(const char *s, size_t len, unsigned *cp);

#endif
