/* A growable byte buffer on the heap, always NUL-terminated once written. */
#ifndef HT_BASE_BUF_H
#define HT_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"

typedef struct ht_buf {
	char *data; /* NULL while empty */
	size_t len;
	size_t cap;
	bool failed; /* sticky: an append ran out of memory */
} ht_buf;

/* {0} is a valid empty buffer. Appends return false, and keep failing, once
 * memory has run out, so that a sequence of appends needs one check at its end. */
bool ht_buf_add(ht_buf *buf, const void *data, size_t len);
bool ht_buf_addf(ht_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline bool ht_buf_adds(ht_buf *buf, const char *s)
{
	return ht_buf_add(buf, s, strlen(s)); /* known while compiling for most */
}

/* Room for n bytes after those that are there; whoever writes there adds to len. NULL: out of memory. */
char *ht_buf_room(ht_buf *buf, size_t n);

/* A whole number in decimal digits: printf() takes ten times as long, and a document has thousands. */
bool ht_buf_addint(ht_buf *buf, size_t value);

/* A number with at most decimals digits after the decimal point, no trailing zeros,
 * always a decimal point: independent of the locale. decimals: 0..9. */
bool ht_buf_addreal(ht_buf *buf, double value, int decimals);

/* s in double quotes, escaped as JSON and YAML both read it. */
bool ht_buf_addquoted(ht_buf *buf, const char *s);

/* A member of a JSON object: `"key": "value"`. The key needs no escapes. */
bool ht_buf_addpair(ht_buf *buf, const char *key, const char *value);

/* s as part of a URI: letters, digits, -._~ and the ASCII characters of kept
 * as they are, all other bytes percent-encoded (RFC 3986 2.1). */
bool ht_buf_adduri(ht_buf *buf, const char *s, const char *kept);

/* s as a cell of CSV, in quotes where it needs them (RFC 4180 2).
 * for_people  in  a cell that a spreadsheet would take for a formula begins with an apostrophe, which spreadsheets
 *                 take as the sign of a text (ht_cell_text() reads it so, too), and control characters, which a
 *                 terminal would obey, are dots for good, as in messages */
bool ht_buf_addcell(ht_buf *buf, const char *s, bool for_people);

/* Bytes as base64 in one line (RFC 4648 4). */
bool ht_buf_addbase64(ht_buf *buf, const void *data, size_t len);

/* Copy the bytes into the arena, NUL-terminated ("" when there are none), and release
 * buf. NULL: an append ran out of memory, or this does. */
char *ht_buf_take(ht_buf *buf, ht_arena *arena);

/* Release the bytes; buf is {0} again. */
void ht_buf_free(ht_buf *buf);

#endif
