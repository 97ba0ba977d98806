/* What pdf.c, which reads the words of a PDF, and pages.c, which makes lines of them, share. Lengths are points, from
 * the page's top left corner. */
#ifndef HT_IMPORT_PDF_H
#define HT_IMPORT_PDF_H

#include "im.h"

typedef struct im_pdf_word {
	double x0, y0, x1, y1;
	const char *text;
	size_t line; /* of the program: words that it takes for one text */
	size_t row;
} im_pdf_word;

typedef struct im_pdf_page {
	double width, height;
	size_t from, to; /* of its words */
	bool landscape;  /* its text ran up or down */
} im_pdf_page;

typedef struct im_pdf {
	im_doc *d;
	im_pdf_word *words;
	size_t n, cap;
	im_pdf_page *pages;
	size_t n_pages, cap_pages, n_lines;
} im_pdf;

/* Add the text of the pages as lines: paragraphs, and rows of tables. The words are sorted. */
void im_put_pages(im_pdf *pdf);

/* Read a PDF. HT_ERR_INPUT: it has no text, or none that can be read (reported); HT_ERR_LIB: the program that reads it
 * is missing (reported). */
ht_status im_read_pdf(im_doc *d, const char *data, size_t len);

#endif
