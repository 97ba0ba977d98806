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

/* A footnote. */
typedef struct ht_body_note {
	const char *label; /* as in [^label] */
	struct ht_inline *inlines;
	size_t n;
	int number; /* from 1, in the order of the marks; 0: no text refers to it */
	ht_loc loc;
} ht_body_note;

/* Text of one kind within a paragraph. */
typedef struct ht_inline {
	const char *text; /* NUL-terminated UTF-8 */
	size_t len;
	bool strong, em, code;
	const char *href;         /* link target or NULL */
	const char *label;        /* of a footnote whose mark this is (text: its number, ①), or NULL */
	const ht_body_note *note; /* it; NULL: no mark */
	ht_loc loc;               /* of the first character; the others follow on the same line */
} ht_inline;

typedef enum ht_body_kind { HT_BODY_PARA, HT_BODY_TABLE, HT_BODY_IMAGE } ht_body_kind;

/* What a paragraph of a regulation is: 第一编, 第一章, 第一节, 第一条; 目录, and lines of that. */
typedef enum ht_division {
	HT_DIVISION_NONE,
	HT_DIVISION_PART,
	HT_DIVISION_CHAPTER,
	HT_DIVISION_SECTION,
	HT_DIVISION_ARTICLE,
	HT_DIVISION_CONTENTS,
	HT_DIVISION_ENTRY,
	HT_DIVISION_SUBENTRY, /* of a section */
	HT_DIVISION_COUNT,
} ht_division;

/* What makes a numbered paragraph's text a heading: nothing, a line without a stop, one that ends with a colon, a
 * sentence with text after it, a short sentence without, or that the record says so (# or **). */
typedef enum ht_claim {
	HT_CLAIM_NONE,
	HT_CLAIM_LINE,
	HT_CLAIM_COLON,
	HT_CLAIM_RUN_IN,
	HT_CLAIM_SHORT,
	HT_CLAIM_SAID
} ht_claim;

/* What a record says of the run-in headings of its lists: nothing, that first sentences are headings, that none are. */
typedef enum ht_run_in { HT_RUN_IN_BY_LIST, HT_RUN_IN_ALL, HT_RUN_IN_NONE } ht_run_in;

/* Tables are not wider: no page holds more columns. */
#define HT_TABLE_MAX_COLUMNS 64

typedef struct ht_body_cell {
	ht_inline *inlines; /* a text "\n" of its own is a forced line end */
	size_t n;
	int8_t align;   /* -1 left, 0 not said, 1 centre, 2 right */
	size_t column;  /* of its left edge, from 0 */
	size_t rows;    /* that it spans downwards, itself included: >= 1 */
	size_t columns; /* to the right, likewise */
	ht_loc loc;
} ht_body_cell;

typedef struct ht_body_row {
	ht_body_cell *cells;
	size_t n;
	bool header;
	ht_loc loc;
} ht_body_row;

/* How a table given with fields of its own is set; its title, unit and notes. */
typedef struct ht_table_looks {
	ht_inline title, unit; /* above it; text NULL: none */
	ht_inline *notes;      /* below it */
	size_t n_notes;
	const int *widths_mm; /* by column; 0: not said */
	const int8_t *aligns; /* by column, as of cells */
	int landscape;        /* 1 yes, 0 no, -1 not said */
} ht_table_looks;

/* Most characters of a heading after its number: about one and a half lines; two lines if it has no punctuation inside,
 * one with several commas. */
#define HT_HEADING_MAX_CHARS         40
#define HT_HEADING_MAX_CHARS_PLAIN   56
#define HT_HEADING_MAX_CHARS_CLAUSES 28
#define HT_HEADING_MAX_CHARS_SHORT   12 /* a sentence that is all of its paragraph, with its stop */

/* One paragraph, table or image.
 *
 * level: 0 plain text; 1 `一、`, 2 `（一）`, 3 `1.` `1、`, 4 `（1）` `(1)`
 * (GB/T 9704-2012 7.3.3), 5 `①`, 6 `第一条`; a line `第一章 …` is level 1, a line
 * `第一节 …` level 2, or each one more below a `第一编 …`; division says that they are no 一、 and （一）.
 * As typed, never renumbered; Markdown headings (# … ####)
 * get level 1–4 with auto_number set: the document room numbers them (not set
 * when the heading has a typed number, which then gives the level).
 *
 * marker: how many bytes of the text are the number as typed (0: none).
 *
 * head: how many bytes of the paragraph's text (all inlines joined) are set in the level's typeface, by the rule in
 * body_level.c and body_list.c: all of a heading on a line of its own; of a run-in heading up to and with its first
 * `。` or `：`; the number of an article; else 0. */
typedef struct ht_body_block {
	ht_body_kind kind;
	int level;
	bool auto_number;
	bool alone; /* a heading, not a sentence, is the whole paragraph: keep with the next */
	ht_division division;
	int number; /* as typed; 0: none */
	ht_claim claim;
	bool sentence;   /* its first sentence is hardly a heading */
	bool line;       /* what is after its first stop, a colon, is a line, too: all of it may be a heading */
	bool withheld;   /* it has no heading only because others of its list have none: told once a list */
	bool fenced;     /* it was between code fences */
	bool table_note; /* it stands below a table, as a note of it: `注：…`, `2.…` after `注：1.…` */
	size_t marker;
	size_t head;
	ht_inline *inlines;
	size_t n;
	/* TABLE: a row's cells from left to right, without those that others cover.
	 * No two cells overlap, and none reaches beyond the table, or out of its head. */
	ht_body_row *rows;
	size_t n_rows, n_columns;
	const ht_table_looks *table; /* NULL: a Markdown table */
	const char *src;             /* IMAGE: file as written */
	ht_loc loc;
} ht_body_block;

typedef struct ht_body {
	ht_body_block *blocks;
	size_t n;
	ht_body_note *notes; /* in the order of their texts */
	size_t n_notes;
	ht_loc loc;
} ht_body;

/* Parse text into blocks.
 * loc          in      place of the text's first character
 * line_exact   in      line n of text is source line loc.line + n; otherwise
 *                      the first one has loc, the others its line and no column
 * col_indent   in      columns before each line's text in the source (a YAML
 *                      block scalar's indentation), 0 for Markdown files
 * diags        in/out  HT_D_BODY_*: notes and warnings, never errors
 * Returns HT_OK, HT_ERR_NOMEM. */
ht_status ht_body_parse(ht_arena *arena, const char *text, size_t len, ht_loc loc, bool line_exact, int col_indent,
                        ht_diags *diags, ht_body **ret);

/* Resolve the footnotes' marks of a body that was put together from parts: HT_D_NOTE_*. false: out of memory. */
bool ht_body_settle_notes(ht_arena *arena, ht_body *body, ht_diags *diags);

/* Decide which paragraphs have headings, for all items of each list together: see body_list.c. Once for a whole body.
 */
void ht_body_settle_lists(ht_body *body, ht_run_in run_in);

/* A footnote's text, without its looks. NULL: out of memory. */
const char *ht_body_note_text(ht_arena *arena, const ht_body_note *note);

/* ① to ㊿, then （51）: a footnote's number as it is printed, into text. */
#define HT_NOTE_NUMBER 24
void ht_note_number(int number, char text[HT_NOTE_NUMBER]);

#endif
