/* The laid-out tree: every block of a document as its pages have it.
 *
 * The display list (layout/pages.h) says what is drawn where; the tree says what
 * it was: which paragraph a line belongs to, how it was aligned, why a page
 * ended. Writers of documents for editing, and programs that go from the source to the page and back, read it; they
 * never compute a place, a line's end or a height again. It lives in the pages' arena and is freed with them. */
#ifndef HT_LAYOUT_LAID_H
#define HT_LAYOUT_LAID_H

#include "doc/doc.h"
#include "image/image.h"
#include "layout/pages.h"
#include "text/compose.h"

/* A composed line and its place in a row. */
typedef struct ht_laid_line {
	const ht_composed_line *set; /* its glyphs, and where in x they begin and how wide they are */
	const ht_dpara *para;        /* whose text it is; NULL: no paragraph's (续表) */
	const ht_cell *cell;         /* as in ht_op, as unit, tag, level and list are */
	uint32_t from, len;          /* which bytes, counted over all the paragraph's spans */
	ht_len x;                    /* of the line's left edge, from the type area's left edge */
	ht_len y;                    /* of its baseline, below the row's upper edge */
	uint32_t unit;               /* structure unit */
	ht_tag tag : 8;
	uint8_t level;
	uint16_t list;
} ht_laid_line;

/* A picture, or a seal over a row's lines. */
typedef struct ht_laid_picture {
	const ht_image *image;
	const char *alt;
	const char *file;  /* as the record names it */
	ht_len x, y, w, h; /* top left, from the type area's left edge and the row's upper edge */
	ht_loc loc;
	bool pressed; /* a seal: its ink multiplies with what is under it */
} ht_laid_picture;

/* A cell of a table as set. */
typedef struct ht_laid_cell {
	ht_laid_line *lines; /* of all its forced lines; x, y are those of the cell's own rows */
	size_t n_lines;
	ht_align align;
	bool on_point;    /* a number, its point below those of the others: align is LEFT */
	size_t n_low;     /* of its lines, the last ones that are at the cell's foot and right: there to be signed */
	ht_len low_gap;   /* the white above these, below its other lines */
	ht_len low_inset; /* from the cell's right edge */
	ht_len pitch;     /* from one line to the next, also where it is empty */
	ht_len baseline;  /* of a line, below its upper edge */
} ht_laid_cell;

/* A table as set. */
typedef struct ht_laid_table {
	const ht_dtable *src;
	const ht_element *element;
	size_t n_rows;       /* of src: blank ones that would begin a page are not set */
	bool landscape;      /* landscape, on pages of its own (GB/T 9704-2012 8) */
	ht_len size;         /* of its text; the style's sizes are scaled to it */
	ht_len pad;          /* on either side of a column's text */
	ht_len rule;         /* thickness of its lines */
	ht_len *edges;       /* n_columns + 1, from the type area's left edge */
	ht_len *heights;     /* by row */
	ht_len *least;       /* by row: the least it may be; 0: as its text needs */
	bool *whole;         /* by row: no page ends within it */
	bool *keeps;         /* by row: the next is kept on its page, if one can hold both */
	size_t *owners;      /* by place: index of the cell that covers it */
	ht_laid_cell *cells; /* by place; n_lines 0: empty or covered */
} ht_laid_table;

/* A row is never split between pages: a line of text (or number and secrecy beside each other), a masthead, a rule, a
 * picture, a line's height of a table. */
typedef struct ht_laid_row {
	size_t page;    /* index; in the imprint block the last */
	ht_len top;     /* upper edge, from that of the type area of its page, in the frame of its page */
	ht_len em;      /* height: of the em box; of a masthead's ink; of a picture or rule; of a table's slice */
	ht_len pitch;   /* height of its line: of its page's grid, of its table or of the imprint block */
	int line;       /* of the page's grid, from 0; -1: off the grid */
	int asked;      /* empty lines above it, unless it is the first on its page */
	bool beside;    /* it shares the line of the row before it */
	bool landscape; /* it is on a landscape page */
	bool about;     /* of a table: a line above or below it, not in a cell */
	size_t table_row;
	ht_len x, w;       /* of a rule: from the type area's left edge; its length */
	ht_len rule_above; /* in the imprint block: thickness of the rule above it; 0: there is no rule */
	ht_len first_indent, rest_indent; /* of its paragraph as composed, from the style's left inset */
	const ht_laid_line *lines;
	size_t n_lines;
	const ht_laid_picture *pictures;
	size_t n_pictures;
} ht_laid_row;

/* A block's rows in order. n 0: the recipients are shown in the imprint instead, or in the text instead of the imprint
 * (7.3.2); or its picture cannot be read, which is an error. */
typedef struct ht_laid_block {
	const ht_laid_row *v;
	size_t n;
	const ht_laid_table *table; /* or NULL */
	bool gridded;               /* body text on the grid: ht_laid.chars applies to it */
} ht_laid_block;

/* Why a page ended. */
typedef enum ht_page_end {
	HT_PAGE_END_LAST,      /* nothing comes after it */
	HT_PAGE_END_FULL,      /* the next row did not fit, or is kept with one that did not fit */
	HT_PAGE_END_ASKED,     /* the next row begins a page, or goes to one of another orientation */
	HT_PAGE_END_SIGNATURE, /* a paragraph was split so that the signature is not alone (7.3.5.5) */
	HT_PAGE_END_IMPRINT    /* the last text is on the imprint's page, which would have none (7.4.1) */
} ht_page_end;

/* A page of the flow. */
typedef struct ht_laid_page {
	int lines; /* of its grid: more than the style's where it is tightened (7.3.5.5) */
	ht_len pitch;
	ht_page_end end;
	size_t note_lines; /* lines of footnotes at its foot */
} ht_laid_page;

/* A page number or a rule of every page, on pages that do not exist yet too. */
typedef struct ht_laid_furniture {
	ht_len y;    /* baseline of a number, upper edge of a rule: from the paper's upper edge */
	ht_len x, w; /* of a rule: from the paper's left edge; its length */
} ht_laid_furniture;

/* The rule above footnotes. */
typedef struct ht_laid_note_rule {
	ht_len width, thickness, above, below; /* the last two: distances from the text's room and from the notes */
} ht_laid_note_rule;

typedef struct ht_laid {
	ht_laid_block *flow, *imprint; /* by index in the document's flow and imprint */
	size_t imprint_page;           /* index of the page that the imprint is on: may be after those of the flow */
	ht_len imprint_top;            /* upper edge of the imprint block, from that of the type area */
	ht_len imprint_gap;            /* at least, between the text and the imprint */
	ht_len imprint_notes;          /* height of the footnotes on its page, which are above it */
	ht_len imprint_rule;           /* thickness of the rule below it; 0: there is no rule */
	ht_laid_page *pages;           /* of the flow */
	size_t n_pages;
	ht_laid_block *notes; /* footnotes, by index in the document's */
	ht_laid_note_rule note_rule;
	int chars;                    /* in a line of body text, if changed (7.3.5.5); 0: the style's */
	const ht_pstyle *body;        /* the style of body text */
	ht_len ascent;                /* its baseline, below the em box's upper edge */
	ht_laid_furniture *furniture; /* by index in the style's furniture */
} ht_laid;

/* A block of doc's flow or imprint in the tree. */
const ht_laid_block *ht_laid_find(const ht_laid *laid, const ht_doc *doc, const ht_block *block);

/* The left and right edge of a block's lines, from the type area's left edge. */
static inline ht_len ht_laid_line_left(const ht_laid_line *line)
{
	return line->x + line->set->x;
}

static inline ht_len ht_laid_line_right(const ht_laid_line *line)
{
	return line->x + line->set->x + line->set->width;
}

#endif
