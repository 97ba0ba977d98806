/* Cells of CSV that were written for people, read back. */
#ifndef HT_BASE_CELL_H
#define HT_BASE_CELL_H

/* The text of a cell that ht_buf_addcell() wrote for people: without the apostrophe that keeps a spreadsheet from
 * taking it for a formula. Points into cell. */
const char *ht_cell_text(const char *cell);

#endif
