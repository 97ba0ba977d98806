/* Body text: each source line a paragraph, its level as typed, Markdown's
 * inline marks resolved. */
#ifndef HT_RECORD_BODY_H
#define HT_RECORD_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/loc.h"
#include "base/status.h"

/* Text of one kind within a paragraph. */
typedef struct ht_inline {
	const char *text; /* NUL-terminated UTF-8 */
	size_t len;
	bool strong, em, code;
	const char *href; /* link target or NULL */
	ht_loc loc;       /* of the first character; the others follow on the same line */
} ht_inline;

typedef enum ht_body_kind {
	HT_BODY_PARA,
	HT_BODY_TABLE, /* laid out from issue "tables" on: rows of cells */
	HT_BODY_IMAGE
} ht_body_kind;

typedef struct ht_body_cell {
	ht_inline *inlines;
	size_t n;
	int8_t align; /* -1 left, 0 not said, 1 centre, 2 right */
} ht_body_cell;

typedef struct ht_body_row {
	ht_body_cell *cells;
	size_t n;
	bool header;
} ht_body_row;

/* One paragraph, table or image.
 *
 * level: 0 plain text; 1 `一、`, 2 `（一）`, 3 `1.` `1、`, 4 `（1）` `(1)`
 * (GB/T 9704-2012 7.3.3), 5 `①`, 6 `第一条`. As typed, never renumbered;
 * Markdown headings (# … ####) get level 1–4 and marker NULL with
 * auto_number set: the document room numbers them.
 *
 * head: how many bytes of the paragraph's text (all inlines joined) carry the
 * level's face. A heading that is a line of its own: all of it. A run-in
 * heading: the numbered words up to and with the first `。` or `：`; the rest is
 * body text. Long numbered text without either within the line (more than
 * HT_HEAD_MAX_CHARS characters to the first stop, or no stop but the line ends
 * in one) … see body.c for the rule. 0 for level 0. */
typedef struct ht_body_block {
	ht_body_kind kind;
	int level;
	bool auto_number;
	bool alone;       /* the heading is the whole paragraph: keep with the next */
	size_t head;
	ht_inline *inlines;
	size_t n;
	ht_body_row *rows; /* TABLE */
	size_t n_rows;
	const char *src;   /* IMAGE: file as written */
	ht_loc loc;
} ht_body_block;

typedef struct ht_body {
	ht_body_block *blocks;
	size_t n;
	ht_loc loc;
} ht_body;

/* Parse text into blocks.
 * loc          in      place of the text's first character
 * line_exact   in      line n of text is source line loc.line + n; otherwise
 *                      every block has loc
 * col_indent   in      columns before each line's text in the source (a YAML
 *                      block scalar's indentation), 0 for Markdown files
 * diags        in/out  HT_D_BODY_*
 * Returns HT_OK, HT_ERR_NOMEM. */
ht_status ht_body_parse(ht_arena *arena, const char *text, size_t len, ht_loc loc, bool line_exact, int col_indent,
                        ht_diags *diags, ht_body **ret);

#endif
