/* The display list: pages of positioned operations, in paint order. Every
 * fixed-page backend (PDF, PNG, trace) replays this and nothing else. */
#ifndef HT_LAYOUT_PAGES_H
#define HT_LAYOUT_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/colour.h"
#include "base/len.h"
#include "base/loc.h"
#include "base/status.h"
#include "doc/archive.h"
#include "image/image.h"
#include "text/compose.h"

typedef enum ht_op_kind {
	HT_OP_RUN,  /* glyphs of one face */
	HT_OP_RULE, /* a filled rectangle */
	HT_OP_IMAGE /* a picture in a box */
} ht_op_kind;

/* What an operation is part of: for tags, reading order and the trace. */
typedef enum ht_tag {
	HT_TAG_ARTIFACT, /* rules, page numbers: no content */
	HT_TAG_MASTHEAD,
	HT_TAG_TITLE,
	HT_TAG_HEADING,
	HT_TAG_PARA,
	HT_TAG_LABEL,
	HT_TAG_NUMBER,
	HT_TAG_CAPTION,
	HT_TAG_CELL,
	HT_TAG_FIGURE,
	HT_TAG_NOTE, /* a footnote */
	HT_TAG_COUNT
} ht_tag;

/* The frame in which an operation is. A landscape table (GB/T 9704-2012 8) is turned by 90° on the portrait page: its
 * operations are in a frame as wide as the paper is high, whose upper edge is the paper's left edge (its text runs
 * upwards) or right edge (downwards). */
typedef enum ht_turn { HT_TURN_NONE, HT_TURN_HEAD_LEFT, HT_TURN_HEAD_RIGHT, HT_TURN_COUNT } ht_turn;

/* A table, for tags: all its cells point to the same one. */
typedef struct ht_table {
	size_t n_rows, n_columns; /* those repeated on further pages counted once */
} ht_table;

/* A cell's place in its table; all its operations share one. Cells without text need not have one. */
typedef struct ht_cell {
	const ht_table *table;
	size_t row, column;   /* of its upper left corner, from 0 */
	size_t rows, columns; /* that it spans; 0: one */
	bool column_head;     /* heads the column below it */
	bool row_head;        /* heads the row at its right */
} ht_cell;

typedef struct ht_op {
	ht_op_kind kind;
	ht_tag tag;
	uint32_t unit;       /* structure unit (paragraph), 1-based; 0: artifact. The same unit may go on
	                        over lines and pages. Readers get the units in the order of their first operations. */
	uint8_t level;       /* HEADING: 1 …, as in the outline; 0 counts as 1 */
	uint16_t list;       /* units with the same number are the items of one list; its LABEL operations are
	                        an item's label (1., （1）). 1 …; 0: no list */
	const ht_cell *cell; /* CELL: its place, or NULL: a paragraph like others */
	ht_turn turn;        /* the frame that x, y, w, h and the run are in */
	const char *element; /* the style sheet's name of the element: "title", "body", "page_number" … */
	ht_len x, y; /* RUN: origin of the line: glyph x are relative to x, y is the baseline; RULE, IMAGE: top left */
	ht_len w, h; /* RULE, IMAGE */
	ht_colour colour; /* RULE */
	const ht_run *run;
	const ht_image *image;
	bool pressed;     /* IMAGE: a seal: its ink multiplies with what is under it, as on paper */
	const char *alt;  /* IMAGE: what it shows, for those who cannot see it */
	const char *file; /* IMAGE: as the record names it */
	bool line_end; /* RUN: the last run of a paragraph's line: the reader's text gets a space or nothing here, never
	                  a word break */
	ht_loc loc;
} ht_op;

typedef struct ht_page {
	ht_len width, height;
	int number; /* as printed; 0: none */
	ht_op *ops; /* of a page that ht_pages_at() returned */
	size_t n;
} ht_page;

/* Height of the frame that operations with this turn are in. */
ht_len ht_page_frame_height(const ht_page *page, ht_turn turn);

/* Convert a box of that frame to one of the paper: x, y is its upper left corner. */
void ht_page_upright(const ht_page *page, ht_turn turn, ht_len *x, ht_len *y, ht_len *w, ht_len *h);

/* One heading of the outline. */
typedef struct ht_outline_item {
	int level; /* 1 … */
	const char *text;
	size_t page;   /* index into pages */
	ht_len y;      /* its line's top */
	uint32_t unit; /* as of its operations */
} ht_outline_item;

/* Document information: Info dictionary, XMP. Strings NULL when not known. */
typedef struct ht_doc_info {
	const char *title, *author, *subject, *keywords, *creator;
	long long created;                     /* when it is made, in seconds since the epoch, UTC; -1: nobody says */
	const char *archive[HT_ARCHIVE_COUNT]; /* metadata for the archive: doc/archive.h */
} ht_doc_info;

/* Room for a moment as ISO 8601 has it. */
#define HT_MOMENT 40

/* When the file came into being: as the record says (形成时间), else when it is made (as in ht_doc_info), else the
 * document's day. A day alone has no time; "" where there is none of them. */
void ht_doc_moment(const char *const archive[HT_ARCHIVE_COUNT], long long created, char text[HT_MOMENT]);
/* The same with a time: that of a day alone is its midnight. */
void ht_doc_time(const char *const archive[HT_ARCHIVE_COUNT], long long created, char text[HT_MOMENT]);

typedef struct ht_pages {
	ht_page *v;
	size_t n;
	bool duplex; /* made to be printed on both sides */
	ht_outline_item *outline;
	size_t n_outline;
	ht_doc_info info;
	struct ht_ledger *ledger;   /* the document's: backends tell it what of info they wrote; or NULL */
	struct ht_emitter *emitter; /* makes the operations; NULL: all are there */
	ht_arena *arena;            /* owned */
} ht_pages;

/* So many pages have their operations at the same time: a long document has more of them than of anything else. */
#define HT_PAGES_HELD 100

/* Page i with its operations. They hold until HT_PAGES_HELD other pages have been asked for; so do the runs that they
 * point to; pictures, cells and texts hold as long as the pages. NULL: out of memory. */
const ht_page *ht_pages_at(const ht_pages *pages, size_t i);

/* From now on all pages have their operations as long as there are pages. Errors: HT_ERR_NOMEM. */
ht_status ht_pages_make_all(const ht_pages *pages);

struct ht_laid;

/* What each block became (layout/laid.h), of pages that ht_layout() made; made when it is first asked for.
 * ret  out  lives as long as the pages; untouched on failure
 * Errors: HT_ERR_NOMEM; those of fonts. */
ht_status ht_pages_laid(const ht_pages *pages, const struct ht_laid **ret);

/* Tell the ledger what text and pictures are on the pages. Errors: HT_ERR_NOMEM. */
ht_status ht_pages_show(const ht_pages *pages, struct ht_ledger *ledger);

void ht_pages_free(ht_pages *pages);

#endif
