/* A table on its way to boxes: table.c sets its cells, table_rows.c its rows. */
#ifndef HT_LAYOUT_TABLE_H
#define HT_LAYOUT_TABLE_H

#include "boxes.h"
#include "columns.h"

typedef struct ht_table_cell {
	ht_span *spans;
	size_t n;
	ht_laid_cell *laid; /* as set: with its lines */
	const ht_pstyle *style;
	uint32_t unit;
	ht_len inset;  /* of its lines, from the padding */
	ht_cell place; /* for tags */
} ht_table_cell;

/* A row as it is set: n slices of a line each, room above and below. */
typedef struct ht_table_row {
	size_t n;
	ht_len pitch, pad, height;
	bool joined; /* to the row above, by a cell that spans both */
	bool loose;  /* joined rows that are tall: a page may end between them */
	size_t box;  /* of its first slice */
} ht_table_row;

typedef struct ht_table_work {
	ht_layouter *l;
	const ht_block *block;
	const ht_dtable *src;
	ht_table_cell *cells;
	ht_cell_width *sizes;
	ht_column_width *columns;
	ht_table_row *rows;
	ht_tableset *set;
	const ht_geometry *area;
	ht_boxes *boxes;
	ht_table_setting how;
	const ht_pstyle *cell, *head; /* as set */
	bool repeats;                 /* its head, on every page */
	bool form;                    /* there to be written in by hand */
	bool *blank;                  /* by column: nothing is below its head */
} ht_table_work;

/* The style of the cells of row r. */
const ht_pstyle *ht_table_style(const ht_table_work *t, size_t r);

ht_table_about ht_table_about_of(const ht_table_work *t);

/* Run for each cell, while nothing fails. */
void ht_table_cells(ht_table_work *t, void (*run)(ht_table_work *, size_t));

/* table_rows.c: the heights of the rows; cells are composed. */
void ht_table_set_rows(ht_table_work *t);

/* … and their boxes, with the lines of the cells. */
void ht_table_add_rows(ht_table_work *t);

#endif
