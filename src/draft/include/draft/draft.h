/* What writers of documents for editing share: a document as any editor has it, in paragraphs, tab stops, distances and
 * letter spacing. It is made from the laid-out tree alone, in one pass, and told to a format, which writes it down.
 *
 * Every line, place, size and distance is the laid-out tree's. A failure sticks to the writer, as in ht_xml: it is
 * checked after each block. */
#ifndef HT_DRAFT_DRAFT_H
#define HT_DRAFT_DRAFT_H

#include "image/image.h"
#include "layout/laid.h"
#include "office/fit.h"
#include "office/kinds.h"
#include "office/package.h"
#include "office/seals.h"
#include "office/xml.h"

#define HT_DRAFT_MAX_TABS 32
/* Pages from the first on that may have styles of their own. */
#define HT_DRAFT_MOST_ENDS 9

/* What begins with a paragraph or table: pages of another kind. */
typedef enum ht_draft_begins {
	HT_DRAFT_BEGINS_NOTHING,
	HT_DRAFT_BEGINS_DOCUMENT,
	HT_DRAFT_BEGINS_PORTRAIT,
	HT_DRAFT_BEGINS_LANDSCAPE
} ht_draft_begins;

typedef struct ht_draft_tab {
	ht_len at;
	ht_halign kind; /* LEFT, CENTRE, RIGHT */
} ht_draft_tab;

/* A paragraph's look. Made by ht_draft_para_of(), compared field by field. */
typedef struct ht_draft_para {
	const ht_pstyle *ps;
	ht_halign align;
	ht_len above;
	ht_len left, right, indent;
	ht_len pitch;   /* height of a line; 0: as high as what is in it */
	ht_len size;    /* of the text */
	ht_len spacing; /* between letters */
	int scale;      /* per cent of the letters' width */
	int rise;       /* per cent of the size: text above its baseline */
	bool spread;    /* a single line is spread to the whole width */
	bool keep_next;
	bool page_break;
	ht_draft_begins begins; /* pages of another kind */
	bool loose;             /* may leave a single line at a page's end or beginning */
	ht_len rule_below;      /* thickness; 0: none */
	ht_len pad_below;       /* text to rule */
	ht_colour rule_colour;
	int n_tabs;
	ht_draft_tab tabs[HT_DRAFT_MAX_TABS];
} ht_draft_para;

/* The look of characters within a paragraph. */
typedef struct ht_draft_look {
	const ht_typeface *face;
	ht_len size;
	ht_colour colour;
	ht_len spacing; /* between letters, where spaced */
	bool spaced;
	ht_kind kind;
	bool breaks; /* a line may end before it: see ht_fit */
	bool plain;  /* face, size and colour are the paragraph's */
} ht_draft_look;

/* A shape's outline, where it is nothing else. */
typedef enum ht_draft_outline { HT_DRAFT_OUTLINE_NONE, HT_DRAFT_OUTLINE_OVAL, HT_DRAFT_OUTLINE_BOX } ht_draft_outline;

/* A drawn line, an outline or a picture that hangs on a paragraph. */
typedef struct ht_draft_shape {
	ht_len x, y, w, h; /* upper left corner, from the paper's */
	ht_colour colour;
	const ht_image *image; /* NULL: an outline, or a line, h thick */
	ht_draft_outline outline;
	const char *part; /* of the package: the picture */
	const char *file; /* the picture's, as the record names it */
	const char *name, *alt;
} ht_draft_shape;

typedef struct ht_draft_picture {
	const ht_image *image;
	const char *name; /* of its part */
} ht_draft_picture;

/* Where the editor is: lower edges of line boxes, from the paper's upper edge. */
typedef struct ht_draft_cursor {
	ht_len y;      /* of the line box above */
	ht_len origin; /* upper edge of the paragraph at hand, with the space above it where an editor keeps that:
	                  shapes are placed from here */
	ht_len line;   /* upper edge of its first line */
	size_t page;
	bool empty; /* the page is still empty */
} ht_draft_cursor;

/* A cell's frame: thickness of its borders, distances from these to its text. */
typedef struct ht_draft_cell {
	ht_len above, below, left, right; /* borders; 0: not there */
	ht_len pad_above, pad_below, pad_side;
	ht_colour colour;
	bool middle, low;     /* its text is in the middle of its height, or at its foot */
	size_t rows, columns; /* that it spans */
} ht_draft_cell;

/* A table, before its rows. */
typedef struct ht_draft_table {
	const char *name;
	const ht_pstyle *style; /* of its text */
	ht_len above, left;
	ht_len rule;          /* thickness of its borders */
	const ht_len *widths; /* n of them */
	size_t n, n_head;     /* n_head: rows that are repeated on every page */
	bool keep_next;
} ht_draft_table;

typedef struct ht_draft_run {
	const ht_dspan *spans;
	size_t n;
	const size_t *breaks; /* byte offsets of line ends */
	size_t n_breaks;
	const size_t *chances; /* byte offsets of ht_fits.chances */
	size_t n_chances;
	bool tabbed;   /* gaps between names are tabs */
	size_t marked; /* bytes of a heading within the paragraph; 0: no heading */
	const ht_fit *fits;
	size_t n_fits;
	const ht_element *element;
} ht_draft_run;

/* Text of one look. */
typedef struct ht_draft_piece {
	const ht_draft_look *base, *look; /* the paragraph's; its own */
	const ht_element *element;
	const char *text;
	size_t len;
	ht_loc loc;
} ht_draft_piece;

typedef struct ht_draft ht_draft;

/* A format: what is its own, and how it writes down what the room draft tells it, in the document's order. */
typedef struct ht_draft_format {
	const char *name;     /* for users */
	const char *pictures; /* folder of the package */
	int above_baseline;   /* of a line of fixed height, 1/1000: its part above the baseline */
	ht_len border_step;   /* distances between text and a border are multiples of it, at most border_most */
	ht_len border_most;
	ht_len size_step;    /* sizes are multiples of it; 0: any */
	bool tab_ends_line;  /* a tab that finds no room ends its line; else it begins the next */
	bool always_gaps;    /* of some editors: gaps beside Latin letters, whatever the style says */
	bool space_in_cells; /* the space above a masthead that is a table: a program that saves it otherwise loses a
	                        table's */
	bool own_pages;      /* pages follow each other by their styles, and one may have a lower margin of its own */
	size_t own_ends;     /* pages from the first on whose text may end elsewhere than that of the others */
	/* A paragraph, or a heading of this level; then its shapes, its text, its end. */
	void (*para_begin)(ht_draft *d, const ht_draft_para *para, int level);
	void (*para_end)(ht_draft *d);
	void (*shape)(ht_draft *d, const ht_draft_shape *shape);
	void (*inline_picture)(ht_draft *d, const ht_draft_shape *shape);
	/* Text of a paragraph: pieces, links, bookmarks between run_begin and run_end. */
	void (*run_begin)(ht_draft *d);
	void (*run_end)(ht_draft *d);
	void (*piece)(ht_draft *d, const ht_draft_piece *piece);
	/* Of a template: what is to be replaced as a whole. */
	void (*placeholder)(ht_draft *d, const ht_draft_piece *piece);
	void (*line_break)(ht_draft *d);
	void (*tab)(ht_draft *d);
	void (*break_chance)(ht_draft *d);           /* a line may end here; NULL: readers of the format know it */
	void (*link)(ht_draft *d, const char *href); /* NULL: its end */
	void (*bookmark)(ht_draft *d, const char *name, bool begins);
	/* The mark of a footnote; if it is the first with its number, the note's paragraph comes before the end. */
	void (*note_begin)(ht_draft *d, const ht_dspan *sign, bool first);
	void (*note_end)(ht_draft *d, bool first);
	void (*table_begin)(ht_draft *d, const ht_draft_table *table);
	void (*table_end)(ht_draft *d);
	void (*row_begin)(ht_draft *d, size_t row, ht_len least, bool keep);
	void (*row_end)(ht_draft *d, size_t row);
	void (*cell_begin)(ht_draft *d, const ht_draft_cell *cell);
	void (*cell_end)(ht_draft *d);
	/* A place that the cell, which begins `row` rows above and `column` columns before it, covers. */
	void (*cell_covered)(ht_draft *d, const ht_draft_cell *cell, size_t row, size_t column);
	/* The frame of the imprint, within its paragraph. */
	void (*imprint)(ht_draft *d);
} ht_draft_format;

/* The writer of one document; a format's own state has it as its first member. */
struct ht_draft {
	ht_status status; /* the first failure, or HT_OK */
	const ht_draft_format *format;
	const ht_doc *doc;
	const ht_laid *laid;
	const ht_style *style; /* its page is the current one */
	ht_fonts *fonts;
	ht_diags *diags;
	ht_arena *arena;
	bool
	    is_template; /* to type into: crosses are placeholders, lines and pages end where the editor has them end */
	ht_xml *x;       /* what is being written */
	ht_len top;      /* page's upper margin */
	ht_len first_top; /* that of the first page: less if something is above the type area */
	ht_draft_cursor at;
	ht_len *ends;           /* of pages from the first on: how much lower than elsewhere their text ends */
	size_t n_ends;          /* pages that have styles, or a footer, of their own for that */
	bool *whole;            /* by index in the flow: a paragraph that the pages divide is kept whole */
	bool started;           /* a paragraph has been written */
	ht_draft_begins begins; /* what begins with the next paragraph or table */
	const ht_style *portrait, *landscape; /* the document's style; with the page of landscape tables */
	ht_len portrait_top;
	bool has_landscape;
	ht_seals_shown seals;
	bool seals_told;
	bool natural;           /* lines end where an editor ends them, not where the pages' do */
	const ht_pstyle *body;  /* of most of its text */
	int *levels;            /* of headings, by the style's index: see ht_draft_outline_level() */
	ht_draft_para *named;   /* what named styles hold, by index; ps NULL: no paragraph has the style */
	bool masthead_is_title; /* there is no other */
	ht_draft_shape *shapes; /* wait for the next paragraph */
	size_t n_shapes, cap_shapes;
	ht_draft_picture *pictures;
	size_t n_pictures, cap_pictures;
	ht_package package;
	int n_tables, n_lines, n_pictured, n_bookmarks;
	size_t n_notes; /* footnotes written */
};

/* Keep the first failure. */
static inline void ht_draft_fail(ht_draft *d, ht_status status)
{
	if (d->status == HT_OK)
		d->status = status;
}

/* Set up what all writers share; a format's own state is zeroed before. Out of memory sticks, as any failure.
 * All but d are borrowed. */
void ht_draft_begin(ht_draft *d, const ht_draft_format *format, const ht_doc *doc, const ht_laid *laid, ht_fonts *fonts,
                    ht_diags *diags);
/* Release it; returns the first failure, or HT_OK. */
ht_status ht_draft_end(ht_draft *d);

/* Add the XML as a part of the package: see ht_package_add(). x is not closed before the package is written. */
void ht_draft_add_xml(ht_draft *d, const char *name, const char *type, ht_xml *x, ht_packing packing);

/* n zeroed objects in the arena; NULL: the writer has failed. */
void *ht_draft_array(ht_draft *d, size_t n, size_t size);
/* s; if NULL, "" and out of memory is recorded. */
const char *ht_draft_checked(ht_draft *d, const char *s);

/* A fontset of fonts.conf as the office's machines have it. */
typedef struct ht_draft_face {
	const char *fontset;
	const char *name;         /* one of its own, where the face is known by its list */
	const char *family;       /* the family that is asked for by name */
	const char *families;     /* this and its substitutes, as CSS lists them */
	const char *generic;      /* roman, swiss, script */
	unsigned char panose[10]; /* what the family looks like, for a machine that looks for one like it (OS/2) */
} ht_draft_face;
/* NULL: none of fonts.conf's; the sheet names a family itself. */
const ht_draft_face *ht_draft_face_of(const char *fontset);
/* The families of the sheet's faces that are in use, each once, in their order.
 * used     by index of the face
 * name_of  what two families have in common if they are one
 * write    is told each, and whether it is one of Han characters */
void ht_draft_families(const ht_draft *d, const bool *used,
                       const char *(*name_of)(const void *user, const char *family),
                       void (*write)(void *user, const char *family, bool han), void *user);

/* The flow with format's functions: sets up what is on pages before, and writes all its blocks. */
void ht_draft_write_flow(ht_draft *d);
/* The imprint, if there is one: a paragraph without height, and the frame in it; else the end of a document that ends
 * with a table. */
void ht_draft_write_imprint(ht_draft *d);
/* The imprint's rows as a table, where the format has its frame. */
void ht_draft_write_imprint_rows(ht_draft *d);

/* The paragraph of this style, at its place in the text. */
void ht_draft_para_of(const ht_draft *d, const ht_pstyle *ps, ht_draft_para *ret);
/* Find what the named styles hold: most of what their paragraphs have in common. Before anything is written. */
void ht_draft_find_named(ht_draft *d);
/* The paragraph that the named style holds. */
void ht_draft_named_para(const ht_draft *d, const ht_pstyle *ps, ht_draft_para *ret);
/* The style of what is typed after a paragraph of this one; NULL: the same. */
const ht_pstyle *ht_draft_next_style(const ht_draft *d, const ht_pstyle *ps);
/* The look of its text; whether two looks are one. */
ht_draft_look ht_draft_look_of(const ht_pstyle *ps);
bool ht_draft_look_equal(const ht_draft_look *a, const ht_draft_look *b);
/* Does the look only add to another's face, size and colour? */
bool ht_draft_look_adds(const ht_draft_look *look);
/* Are the paragraphs the same, but for what begins with them? */
bool ht_draft_para_equal(const ht_draft_para *a, const ht_draft_para *b);
/* The same of their characters. */
bool ht_draft_text_equal(const ht_draft_para *a, const ht_draft_para *b);
/* Their tab stops, their rules. */
bool ht_draft_tabs_equal(const ht_draft_para *a, const ht_draft_para *b);
bool ht_draft_rules_equal(const ht_draft_para *a, const ht_draft_para *b);
bool ht_draft_colour_equal(ht_colour a, ht_colour b); /* the same colour? */
/* The paragraph style that has this look, one of the element's own if possible; NULL: none has. */
const ht_pstyle *ht_draft_style_with(const ht_draft *d, const ht_draft_look *look, const ht_element *e);
/* Level of the headings with this style, titles being the first; 0: no heading has it. */
int ht_draft_outline_level(const ht_draft *d, const ht_pstyle *ps);

/* A whole paragraph, or a heading of this level. */
void ht_draft_write_para(ht_draft *d, const ht_draft_para *para, const ht_draft_run *run, int level);
/* Tell that a character is replaced. */
void ht_draft_say_replaced(ht_draft *d, uint32_t cp, ht_loc loc);
/* May XML 1.0 hold the character? Records hold no control characters; that
 * another character is not allowed, and is replaced, is told. */
static inline bool ht_draft_may_hold(ht_draft *d, uint32_t cp, ht_loc loc)
{
	if (cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp != 0xFFFE && cp != 0xFFFF))
		return true;
	ht_draft_say_replaced(d, cp, loc);
	return false;
}

/* Part of a line of fixed height above its baseline. */
ht_len ht_draft_above_baseline(const ht_draft *d, ht_len pitch);
/* The letter spacing of a grid style when a line has this many characters. */
ht_len ht_draft_grid_spacing(const ht_draft *d, const ht_pstyle *ps, int chars);
/* The width of a line of the grid, with letter spacing in steps. */
ht_len ht_draft_line_width(const ht_draft *d);
/* The lower edge of the text. */
ht_len ht_draft_body_bottom(const ht_draft *d);
/* An upper margin of the page as it is written; the lower edge of the text's room as it is written, and how far that is
 * below the type area's. */
ht_len ht_draft_margin_top(const ht_draft *d, ht_len top);
ht_len ht_draft_text_bottom(const ht_draft *d);
ht_len ht_draft_below_area(const ht_draft *d);
/* The height of a line, and a distance between paragraphs, as they are written. */
ht_len ht_draft_line_pitch(const ht_draft *d, ht_len pitch);
ht_len ht_draft_line_space(const ht_draft *d, ht_len above);
/* Height of the paragraph that the imprint hangs on. */
ht_len ht_draft_carrier_pitch(void);

/* The footer of a number whose baseline the pages have at y. */
typedef struct ht_draft_footer {
	ht_len gap, pitch, bottom; /* body to line, line, line to the paper's edge */
} ht_draft_footer;
ht_draft_footer ht_draft_footer_at(const ht_draft *d, const ht_element *number, ht_len y); /* see above */
/* The page number among the furniture, and its index; NULL: there is no page number. */
const ht_element *ht_draft_page_number(const ht_draft *d, size_t *index);
/* The paragraph of the page number on this page. */
void ht_draft_number_para(const ht_draft *d, const ht_element *number, int page, ht_draft_para *ret);
/* Is the element of the furniture on this page? */
bool ht_draft_is_on(const ht_element *e, int page);
/* What the style of page `page`, from 0, is called for users, if it has one of its own. */
const char *ht_draft_page_name(ht_draft *d, size_t page);
/* Do pages 1 and 3 differ in what is on them, or in their margins? */
bool ht_draft_first_differs(const ht_draft *d);
/* Where a landscape page, its head at this edge, has the frame of its number: upper left corner from the landscape
 * paper's, width and height. */
typedef struct ht_draft_box {
	ht_len x, y, w, h;
} ht_draft_box;
ht_draft_box ht_draft_landscape_number(const ht_draft *d, const ht_element *number, int page); /* see above */
/* The rule of the furniture with this index, as a shape. */
ht_draft_shape ht_draft_furniture_rule(const ht_draft *d, size_t index);

/* Make the landscape page, or the portrait page again, the current one. */
void ht_draft_use_landscape(ht_draft *d, bool landscape);

/* A piece of document information: an element with this text, if there is any. The ledger knows then that it is
 * carried. */
void ht_draft_property(ht_draft *d, ht_xml *x, const char *element, const char *text);
/* What the document says of itself, for the archive's fields of a format's document information.
 * record   NULL: none
 * add      is told the Chinese name and the text of each field that is given */
void ht_draft_properties(ht_draft *d, const ht_record *record,
                         void (*add)(void *to, const char *name, const char *text), void *to);
/* When the file came into being (ht_doc_time()). NULL: nobody says, or out of memory. */
const char *ht_draft_date(ht_draft *d, long long created);

#endif
