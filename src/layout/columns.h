/* Widths of a table's columns. Lengths are measured by the caller; this only
 * computes. */
#ifndef HT_LAYOUT_COLUMNS_H
#define HT_LAYOUT_COLUMNS_H

#include "doc/cells.h"
#include "doc/doc.h"

/* A cell as measured. */
typedef struct ht_cell_width {
	ht_len natural; /* on one line, or its widest forced line; 0: empty */
	ht_len token;   /* its longest code or word of letters and digits */
	ht_len whole;   /* a number: of the part before the point */
	bool number;
} ht_cell_width;

typedef struct ht_column_width {
	ht_len least, most; /* wanted, without padding */
	ht_len whole, part; /* numbers: widest parts before and from the point */
	bool given;         /* the width is the sheet's or the record's */
	bool numbers;       /* its numbers are with their points below each other */
	ht_len width;       /* as set, without padding */
} ht_column_width;

/* How a table is set. */
typedef struct ht_table_setting {
	bool landscape; /* landscape, on pages of its own */
	bool narrow;    /* its columns are still too narrow */
	ht_len area;    /* width there is */
	ht_len size;    /* of its text, which the style's sizes are scaled to */
	ht_len pad;     /* on either side of a column's text */
} ht_table_setting;

/* Choose how t is set, and the widths of its columns.
 * cells    in/out  as t's own, row by row: measured in the style's sizes; as set
 * e        in      how small a table may be set, the padding
 * columns  out     n_columns of them, zeroed */
ht_table_setting ht_columns_fit(const ht_dtable *t, ht_cell_width *cells, const ht_element *e, const ht_geometry *page,
                                ht_column_width *columns);

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
} ht_seal_rows;

/* Rows of as many items as touch neither each other nor the type area's edges. The date is under the last item. False:
 * out of memory. */
bool ht_seal_rows_plan(const ht_seal_space *space, const ht_seal_item *v, size_t n, ht_arena *arena, ht_seal_rows *ret);

#endif
