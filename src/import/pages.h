/* What pages.c, pdf_lines.c and pdf_table.c share: the lines of a PDF's pages. */
#ifndef HT_IMPORT_PAGES_H
#define HT_IMPORT_PAGES_H

#include "pdf.h"

/* One line of a page. */
typedef struct im_pdf_line {
	size_t from, to, page; /* from, to: of its words */
	double x0, x1, y0, y1; /* y of its tallest word */
	bool left_out;
} im_pdf_line;

/* Where text begins and ends, of pages whose text runs across, and of landscape ones. */
typedef struct im_pdf_margins {
	double left, right;
} im_pdf_margins;

typedef struct im_pdf_reader {
	im_pdf *pdf;
	im_pdf_line *lines;
	size_t n, cap;
	double size, em, pitch; /* most characters' height and width; from line to line */
	im_pdf_margins margins[2];
	ht_buf text; /* the paragraph so far */
	const im_pdf_line *first, *last;
	ht_loc loc;
	int blanks;
} im_pdf_reader;

/* ---- pdf_lines.c ---- */

/* Put the words of a page together to lines, which are added to r->lines. The words are sorted. */
void im_find_page_lines(im_pdf_reader *r, size_t page);

/* Measure all lines: sizes, distances, margins. */
void im_measure_pages(im_pdf_reader *r);

double im_line_height(const im_pdf_line *line);
/* Is the height that of characters of the other's size? */
bool im_is_height(double height, double other);
/* The width of a character of the line's size. */
double im_line_em(const im_pdf_reader *r, const im_pdf_line *line);
im_pdf_margins *im_line_margins(im_pdf_reader *r, const im_pdf_line *line);

/* Add the words [from, to) of a line, with what stands between them. */
void im_add_words(im_pdf_reader *r, ht_buf *out, const im_pdf_line *line, size_t from, size_t to);
/* What stands between the last word of a line and the first of the next one of its paragraph. */
const char *im_between_lines(const char *a, const char *b);
const char *im_line_text(im_pdf_reader *r, const im_pdf_line *line);

/* The end of the cell that begins with the word at from. In a table a blank's width is enough, but not within a name of
 * two characters. */
size_t im_cell_end(const im_pdf_reader *r, const im_pdf_line *line, size_t from, bool in_table);
size_t im_count_cells(const im_pdf_reader *r, const im_pdf_line *line, bool in_table);

/* ---- pdf_table.c ---- */

/* The end of the table that begins at line i; i: there is none. */
size_t im_table_end(im_pdf_reader *r, size_t i);

/* Add the lines [from, to) as rows; it is told. */
void im_put_table(im_pdf_reader *r, size_t from, size_t to);

#endif
