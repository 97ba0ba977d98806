/* Widths of a table's columns. Lengths are measured by the caller, in the style's sizes; this only computes. */
#ifndef HT_LAYOUT_COLUMNS_H
#define HT_LAYOUT_COLUMNS_H

#include "boxes.h"
#include "doc/cells.h"

/* A cell as measured. */
typedef struct ht_cell_width {
	ht_len natural; /* on one line, or its widest forced line; 0: empty */
	ht_len longest; /* its widest piece: a date, a number with its unit, a code */
	ht_len word;    /* … or word, if its lines are to end between words */
	ht_len
	    good;   /* in which it is divided well or not at all: a short text is whole, a head is of two lines; or 0 */
	ht_len air; /* what an editor may need more: its gaps between Han and Latin are wider */
	ht_len whole; /* a number: of the part before the point */
	bool number;
	bool name;             /* of several parts */
	bool blank;            /* there to be written in: good is what that takes */
	bool words;            /* its lines end between words: it is a head, or short */
	bool split;            /* a head whose unit is on a line of its own: its spans are those of ht_head_split() */
	ht_text_piece *pieces; /* of all forced lines (each begins at 0); NULL: not asked for */
	size_t n_pieces;
} ht_cell_width;

typedef struct ht_column_width {
	/* Without padding. Least: nothing that is one sign is divided. Good, in the style's size: nor a short text or a
	 * head's word; the most is no less. Most: each text is on one line. */
	ht_len least, good, most;
	ht_len token;       /* the widest text that should not be divided */
	ht_len text;        /* the widest text below the head */
	ht_len whole, part; /* numbers: widest parts before and from the point */
	bool given;         /* the width is the sheet's or the record's */
	bool numbers;       /* its numbers are with their points below each other */
	ht_len width;       /* as set, without padding */
	ht_len head;        /* its head is divided: it takes this width; 0: all that there is */
} ht_column_width;

/* A text without a break that is wider than this is divided where that is least bad: in characters (an ID number has 18
 * digits, a credit code 18, an account 19). */
#define HT_PIECE_CHARS 12

/* How much wider than its scaled width a text may be. */
#define HT_ROUNDING (HT_LEN_PT / 64)

/* Cells of more lines are high: the table is set smaller if that makes them lower. */
#define HT_HIGH_CELL 4

/* How a table is set. */
typedef struct ht_table_setting {
	bool landscape;     /* landscape, on pages of its own */
	bool close;         /* with less padding than the style's */
	bool narrow;        /* its columns are still too narrow */
	bool high;          /* so set because it would have cells of many lines otherwise */
	ht_len area;        /* width there is */
	ht_len left, width; /* of the table: less than the area if it is a short list */
	ht_len size;        /* of its text, which the style's sizes are scaled to */
	ht_len pad;         /* on either side of a column's text */
} ht_table_setting;

/* cell_widths.c: measure a cell's text; sample: with its pieces. ret: zeroed, but for
 * split. */
void ht_measure_cell(ht_layouter *l, const ht_dpara *para, const ht_span *spans, const ht_para_shape *shape, bool head,
                     bool sample, ht_cell_width *ret);

/* head_units.c: is cell i the head of one column that ends with a unit in brackets? */
bool ht_head_has_unit(const ht_dtable *t, size_t i);

/* The spans of such a head, those of its unit behind them: one more. NULL: the layouter has failed. */
ht_span *ht_head_split(ht_layouter *l, const ht_span *spans, const ht_dpara *head);

/* column_heights.c: the lines of a measured cell in this width, in the style's size. */
uint32_t ht_cell_lines(const ht_cell_width *cell, ht_len width);

/* sisters.c: make columns with heads that are alike equally wide, where nothing is worse for that. */
void ht_columns_even(const ht_dtable *t, const ht_cell_width *cells, const ht_table_setting *set,
                     ht_column_width *columns);

/* … and do not set some of their heads on one line, others of the same length on two: set columns[].head of those that
 * are to be set again. Units that are on lines of their own are no part of this.
 * lines  in  of each column's head as it is set
 * whole  in  their widths on one line */
void ht_columns_divide_heads(const ht_dtable *t, const uint32_t *lines, const ht_len *whole, ht_column_width *columns);

/* blanks.c: how wide a blank cell is that is there to be written in, by its label (words/tables.txt), in the style's
 * size. */
ht_len ht_blank_width(const ht_dtable *t, size_t i);

/* Is there nothing in the column below its head? */
bool ht_column_is_blank(const ht_dtable *t, size_t c);

/* Are the pieces of the cells of row r asked for? Of long tables only some rows are looked at closely. */
bool ht_columns_sample(const ht_dtable *t, size_t r);

/* Choose how t is set, and the widths of its columns.
 * cells    in   as t's own, row by row
 * e        in   how small a table may be set, the padding
 * own      in   it is alone on its pages: landscape ones take no room from other text
 * arena    in   for work
 * columns  out  n_columns of them, zeroed
 * False: out of memory. */
bool ht_columns_fit(const ht_dtable *t, const ht_cell_width *cells, const ht_element *e, const ht_geometry *page,
                    bool own, ht_arena *arena, ht_column_width *columns, ht_table_setting *ret);

/* Rows of tables as far as they were looked at. */
typedef struct ht_row_heights {
	size_t n;
	uint32_t high;  /* lines of the highest rows, but for a few */
	uint32_t head;  /* lines of the head's highest cell */
	uint64_t lines; /* of all rows */
	bool divided;   /* short texts have several lines, or words are divided */
} ht_row_heights;

/* column_heights.c: share room, in which their least widths fit, out among the columns so that the rows are low.
 * False: out of memory. */
bool ht_columns_share(const ht_dtable *t, const ht_cell_width *cells, const ht_table_setting *set, ht_len room,
                      ht_arena *arena, ht_column_width *columns, ht_row_heights *ret);

/* table_about.c: tell of a table that is set smaller or landscape than its style says, or is too narrow. */
void ht_table_report(const ht_table_about *about, const ht_table_setting *how);

/* A length of the style (size, pitch) as set. */
ht_len ht_table_scale(const ht_dtable *t, const ht_table_setting *set, ht_len length);

/* Alignment of the text of the cell at (row, column). Heads and columns of short texts are centred, long ones begin at
 * the left. */
ht_halign ht_cell_align(const ht_dtable *t, const ht_column_width *columns, size_t row, size_t column, ht_len inner);

/* Is the number in the cell on its column's point? */
bool ht_cell_on_point(const ht_dtable *t, const ht_column_width *columns, const ht_cell_width *cell, size_t row,
                      size_t column, ht_len inner);

/* Names of several issuers with their seals, in rows (GB/T 9704-2012 7.3.5.1). */
typedef struct ht_seal_item {
	ht_len name, seal; /* widths */
} ht_seal_item;

typedef struct ht_seal_space {
	ht_len area;    /* width of the type area */
	ht_len inset;   /* of the date, from the right */
	ht_len date;    /* its width */
	ht_len gap;     /* between two seals, at least */
	ht_len between; /* between two names, at least */
	bool may_move;  /* the date may be nearer to the right edge, if that saves a row */
} ht_seal_space;

typedef struct ht_seal_rows {
	size_t n;
	size_t *ends;    /* by row: the item after its last */
	ht_len *middles; /* by item, from the type area's left edge */
	bool uneven;     /* they have no columns in common */
} ht_seal_rows;

/* Rows of as many items as touch neither each other nor the type area's edges. The date is under the last item. False:
 * out of memory. */
bool ht_seal_rows_plan(const ht_seal_space *space, const ht_seal_item *v, size_t n, ht_arena *arena, ht_seal_rows *ret);

#endif
