/* Shared by the files of the room odt, in the order in which they build on each
 * other; a file calls those before it:
 *
 *   common.c embed.c faces.c          failures; fonts within the document; names of faces
 *   editor.c                          what only an editor does
 *   styles.c tables.c                 named and automatic styles; frames of tables
 *   shapes.c spans.c lines.c          drawn lines, seals; text; text at several places of a line
 *   place.c                           distances between places
 *   blocks.c                          what all blocks share: pages, rules, rows
 *   picture.c text.c masthead.c table.c   the kinds of block
 *   page_ends.c page.c landscape.c       where pages end; page styles, footers; landscape pages
 *   flow.c imprint.c                     the flow; the imprint block
 *   meta.c odt.c                      document information; the package
 *
 * A document is written in one pass: the flow's paragraphs go to `body` while the styles they use are collected; then
 * come the parts around them. A paragraph that looks like its style names that style; differences (a distance, a tab
 * stop) become an automatic style based on it, each once.
 *
 * Every line, place, size and distance is the laid-out tree's. A failure sticks to the writer, as in ht_xml: it is
 * checked after each block. */
#ifndef HT_ODT_PRIV_H
#define HT_ODT_PRIV_H

#include "image/image.h"
#include "layout/laid.h"
#include "odt/odt.h"
#include "office/fit.h"
#include "office/kinds.h"
#include "office/package.h"
#include "office/xml.h"

#define ODT_MAX_TABS 16

/* Names of page styles: of all pages, and of the first where that differs. */
#define ODT_PAGE       "Document"
#define ODT_FIRST_PAGE "First"
#define ODT_LANDSCAPE  "Landscape"

/* What begins with a paragraph or table: a page of another style. */
typedef enum odt_begins {
	ODT_BEGINS_NOTHING,
	ODT_BEGINS_DOCUMENT,
	ODT_BEGINS_PORTRAIT,
	ODT_BEGINS_LANDSCAPE
} odt_begins;

typedef struct odt_tab {
	ht_len at;
	ht_halign kind; /* LEFT, CENTRE, RIGHT */
} odt_tab;

/* A paragraph's look. Made by odt_para_of(), compared field by field. */
typedef struct odt_para {
	const ht_pstyle *ps;
	ht_halign align;
	ht_len above;
	ht_len left, right, indent;
	ht_len pitch;   /* height of a line */
	ht_len size;    /* of the text */
	ht_len spacing; /* between letters */
	int scale;      /* per cent of the letters' width */
	int rise;       /* per cent of the size: text above its baseline */
	bool spread;    /* a single line is spread to the whole width */
	bool keep_next;
	bool page_break;
	odt_begins begins; /* names the page style */
	bool loose;        /* may leave a single line at a page's end or beginning */
	ht_len rule_below; /* thickness; 0: none */
	ht_len pad_below;  /* text to rule */
	ht_colour rule_colour;
	int n_tabs;
	odt_tab tabs[ODT_MAX_TABS];
} odt_para;

/* The look of characters within a paragraph. */
typedef struct odt_look {
	const ht_typeface *face;
	ht_len size;
	ht_colour colour;
	ht_len spacing; /* between letters, where spaced */
	bool spaced;
	ht_kind kind;
	bool breaks; /* a line may end before it: see ht_fit */
	bool plain;  /* face, size and colour are the paragraph's */
} odt_look;

typedef struct odt_para_style {
	odt_para para;
	const char *name;
} odt_para_style;

typedef struct odt_char_style {
	odt_look look;
	const char *name, *display; /* display NULL: automatic */
	const char *parent;         /* or NULL */
} odt_char_style;

/* An automatic style of a table, a part of one or a shape: its properties as
 * XML. */
typedef struct odt_family {
	const char *name, *prefix;
} odt_family;
typedef struct odt_auto {
	const odt_family *family;
	const char *properties, *name;
	odt_begins begins; /* names the page style */
} odt_auto;

/* A drawn line or a picture that hangs on the next paragraph. */
typedef struct odt_shape {
	ht_len x, y, w, h; /* upper left corner, from the paper's */
	ht_colour colour;
	const char *part; /* of the package: the picture; NULL: a line, h thick */
	const char *file; /* the picture's, as the record names it */
	const char *name, *alt;
} odt_shape;

typedef struct odt_picture {
	const ht_image *image;
	const char *name; /* of its part */
} odt_picture;

/* A face's font within the package. */
typedef struct odt_embedding {
	const char *family; /* the style sheet's */
	const ht_font *font;
	const char *part;
} odt_embedding;

/* Where the editor is: lower edges of line boxes, from the paper's upper edge. */
typedef struct odt_cursor {
	ht_len y;      /* of the line box above */
	ht_len origin; /* upper edge of the paragraph at hand, with the space above it where an editor keeps that:
	                  shapes are placed from here */
	size_t page;
	bool empty; /* the page is still empty */
} odt_cursor;

typedef struct odt {
	ht_status status; /* the first failure, or HT_OK */
	const ht_doc *doc;
	const ht_laid *laid;
	const ht_style *style; /* its page is the current one: see landscape.c */
	const ht_odt_options *options;
	ht_diags *diags;
	ht_arena *arena;
	ht_xml body;
	ht_len top;       /* page's upper margin */
	ht_len first_top; /* that of the first page: less if something is above the type area */
	odt_cursor at;
	ht_len *ends;      /* of pages from the first on: how much lower than elsewhere their text ends */
	size_t n_ends;     /* pages that have styles of their own for that */
	bool started;      /* a paragraph has been written */
	size_t last_page;  /* of the last line of text that was written */
	odt_begins begins; /* what begins with the next paragraph or table */
	const ht_style *portrait, *landscape; /* the document's style; with the page of landscape tables */
	ht_len portrait_top;
	bool has_landscape;
	bool titles;       /* several titles: they are headings above the others */
	const char **used; /* names of the paragraph styles in use, by index; else NULL */
	bool *used_faces;  /* by index */
	odt_para_style *paras;
	size_t n_paras, cap_paras;
	size_t first_para; /* automatic styles from here on belong to styles.xml */
	odt_char_style *chars;
	size_t n_chars, cap_chars;
	odt_shape *shapes; /* wait for the next paragraph */
	size_t n_shapes, cap_shapes;
	odt_picture *pictures;
	size_t n_pictures, cap_pictures;
	ht_package package;
	odt_embedding *embedded;
	size_t n_embedded, cap_embedded;
	unsigned char *seen; /* if fonts are embedded, the text's characters, one bit each; else NULL */
	odt_auto *autos;
	size_t n_autos, cap_autos;
	size_t first_auto; /* as first_para */
	int n_tables, n_lines, n_pictured, n_bookmarks;
	size_t n_notes; /* footnotes written */
	bool has_imprint, has_lines, has_paper_lines, has_seals, has_pictures;
} odt;

/* Keep the first failure. */
static inline void odt_fail(odt *o, ht_status status)
{
	if (o->status == HT_OK)
		o->status = status;
}

/* common.c: n zeroed objects; NULL: the writer has failed. */
void *odt_array(odt *o, size_t n, size_t size);
/* s; if NULL, "" and out of memory is recorded. */
const char *odt_checked(odt *o, const char *s);

/* faces.c */
const char *odt_face_name(const char *family);
void odt_write_faces(odt *o, ht_xml *x);

/* styles.c */
void odt_para_of(const odt *o, const ht_pstyle *ps, odt_para *ret);
odt_look odt_look_of(const ht_pstyle *ps);
bool odt_look_equal(const odt_look *a, const odt_look *b);
/* The names of styles for these looks, which are made if they do not exist yet. */
const char *odt_para_name(odt *o, const odt_para *para);
const char *odt_char_name(odt *o, const odt_look *look, const ht_element *e);
void odt_write_styles(odt *o, ht_xml *x);
/* Append automatic styles [from, to) of paragraphs and, if asked for, those of characters. */
void odt_write_auto_styles(odt *o, ht_xml *x, size_t from, size_t to);
void odt_write_auto_chars(odt *o, ht_xml *x);
const char *odt_style_name(odt *o, const ht_pstyle *ps);
/* The automatic style with these properties; buf is released. */
const char *odt_auto_name(odt *o, const odt_family *family, ht_buf *buf);
void odt_write_autos(odt *o, ht_xml *x, size_t from, size_t to);

/* tables.c: frames of tables. Lengths of a cell: thickness of its borders,
 * distances from these to its text. */
typedef struct odt_cell {
	ht_len above, below, left, right; /* borders; 0: not there */
	ht_len pad_above, pad_below, pad_side;
	ht_colour colour;
	bool middle;
} odt_cell;
void odt_table_begin(odt *o, const char *name, ht_len above, ht_len left, const ht_len *widths, size_t n,
                     bool keep_next);
void odt_table_end(odt *o);
/* A row of at least this height; keep: never split between pages. */
void odt_row_begin(odt *o, ht_len least, bool keep);
void odt_row_end(odt *o);
/* rows, columns: that it spans. */
void odt_cell_begin(odt *o, const odt_cell *cell, size_t rows, size_t columns);
void odt_cell_covered(odt *o);
void odt_cell_end(odt *o);

/* spans.c */
typedef struct odt_run {
	const ht_dspan *spans;
	size_t n;
	const size_t *breaks; /* byte offsets of line ends */
	size_t n_breaks;
	size_t marked; /* bytes of a heading within the paragraph; 0: no heading */
	const ht_fit *fits;
	size_t n_fits;
	const ht_element *element;
} odt_run;
/* Open a paragraph, or a heading of this level; shapes that wait go into it. */
void odt_para_begin(odt *o, const odt_para *para, int level);
void odt_para_end(odt *o);
void odt_write_run(odt *o, const odt_para *para, const odt_run *run);
/* A whole paragraph. */
void odt_write_para(odt *o, const odt_para *para, const odt_run *run, int level);
void odt_text(odt *o, ht_xml *x, const char *s, size_t len, bool *blank, ht_loc loc);
/* The spans that hold bytes [from, from + len) of para. */
odt_run odt_slice(odt *o, const ht_dpara *para, size_t from, size_t len, const ht_element *e);

/* lines.c: text at several places of one line. */
typedef struct odt_seg {
	ht_halign kind;
	ht_len at; /* LEFT: its left edge; CENTRE: its middle; RIGHT: its right edge */
	odt_run run;
} odt_seg;
/* A paragraph of segs, which are put into order: indent and tab stops are set for them. */
void odt_segs_place(odt_para *para, odt_seg *segs, size_t n);
void odt_segs_write(odt *o, const odt_para *para, const odt_seg *segs, size_t n);

/* shapes.c */
void odt_add_shape(odt *o, const odt_shape *shape);
/* Write the shapes that wait into the paragraph just begun. */
void odt_hang_shapes(odt *o);
/* A frame's picture, and what it shows for those who cannot see it. */
void odt_image(odt *o, ht_xml *x, const char *part, const char *file, const char *alt);
/* A line at a place of the paper, wherever its paragraph is. */
void odt_paper_line(odt *o, ht_xml *x, const odt_shape *shape);

/* editor.c: what only an editor does, and no page knows. Its model of line
 * breaking is the room office's (office/fit.h). */
/* Part of a line of fixed height above its baseline. */
ht_len odt_above_baseline(ht_len pitch);
/* The height of a line that has so much above its baseline. */
ht_len odt_pitch_under(ht_len above);
/* Baseline of a row's text below its upper edge: one for all faces of the body's
 * size, since faces of one size share one baseline in an editor's line. */
ht_len odt_ascent(const odt *o, const ht_pstyle *ps, const ht_laid_row *row);
/* The letter spacing of a grid style when a line has this many characters. */
ht_len odt_grid_spacing(const odt *o, const ht_pstyle *ps, int chars);
/* The width of a line of the grid, with letter spacing in steps. */
ht_len odt_line_width(const odt *o);
/* The lower edge of the text, and how far that is below the type area's. */
ht_len odt_body_bottom(const odt *o);
ht_len odt_below_area(const odt *o);
/* The footer of a number whose baseline the pages have at y. */
typedef struct odt_footer {
	ht_len gap, pitch, bottom; /* body to line, line, line to the paper's edge */
} odt_footer;
odt_footer odt_footer_at(const odt *o, const ht_element *number, ht_len y);
/* A line of a table's cell: its frame, so that text is where the pages have it. */
odt_cell odt_cell_frame(const ht_laid_table *table, const ht_laid_cell *cell);
/* A row of the imprint block: how far its text is raised, per cent of its size. */
int odt_row_rise(const ht_laid_row *row);
/* The paragraph that the imprint block hangs on: height of its line, and the space above it. */
ht_len odt_carrier_pitch(void);
ht_len odt_carrier_above(const odt *o);
/* A masthead's letters: whole per cents of width, the rest by spacing. */
typedef struct odt_masthead {
	ht_len size, pitch;
	int scale;
	ht_len spacing;
} odt_masthead;
odt_masthead odt_masthead_of(const ht_composed_line *line);
/* How much wider a cell of a joint masthead is than its text. */
ht_len odt_masthead_slack(void);
/* Line ends and spacing with which run's lines, in this width, end where these n lines do. */
void odt_fit(odt *o, const odt_para *para, const ht_composed_line *const *lines, size_t n, ht_len width, odt_run *run);
/* The same for the first lines of n rows, across the page. */
void odt_fit_rows(odt *o, const odt_para *para, const ht_laid_row *rows, size_t n, odt_run *run);

/* place.c: distances are differences of places on one page. */
void odt_place_begin(odt *o);
void odt_place_page(odt *o);
/* A row's upper edge, from the paper's. */
ht_len odt_row_top(const odt *o, const ht_laid_row *row);
/* The space above a paragraph of the rows first to last, in line boxes `pitch`
 * high, their baselines `ascent` below the rows' upper edges; the cursor moves below them. */
ht_len odt_place_rows(odt *o, const ht_laid_row *first, const ht_laid_row *last, ht_len ascent, ht_len pitch);
/* The same for what has no baseline: a picture, or a table that is `over` higher than on the pages. */
ht_len odt_place_tall(odt *o, const ht_laid_row *first, const ht_laid_row *last, ht_len over);
/* The upper edge of a rule, from the paper's top. */
ht_len odt_place_rule(odt *o, const ht_laid_row *row);

/* page_ends.c: pages that end within a paragraph elsewhere than an editor would end them. */
void odt_find_ends(odt *o);
/* Is the block's paragraph on such a page, and the next? */
bool odt_ends_within(const odt *o, const ht_laid_block *laid);

/* blocks.c: what writers of blocks share. */
typedef struct odt_blocks {
	const ht_block *v;
	const ht_laid_block *laid;
	size_t n;
} odt_blocks;
/* Is block i, its last row, to stay on the page of the next? */
bool odt_kept_with_next(const odt_blocks *b, size_t i);
/* If the block begins a page, have it begin one in the editor. */
void odt_begin_page(odt *o, const ht_block *block, const ht_laid_block *laid, odt_para *para);
/* Write the rules after block *i - 1 with its paragraph. */
void odt_rules_after(odt *o, const odt_blocks *b, size_t *i, odt_para *para);
/* Block i + 1, when it shares block i's last line; else NULL. */
const ht_laid_block *odt_beside(const odt_blocks *b, size_t i);
/* Append the texts of a block's row to the n segs. Returns their new number. */
size_t odt_row_segs(odt *o, const ht_block *block, const ht_laid_row *row, odt_seg *segs, size_t n);
/* Those of a block of one line with sides, over all its rows. */
size_t odt_sides_segs(odt *o, const odt_para *para, const ht_block *block, const ht_laid_block *laid, odt_seg *segs,
                      size_t n);

/* Each of these writes block *i and moves *i past what it took. */
void odt_block_para(odt *o, const odt_blocks *b, size_t *i);
void odt_block_sides(odt *o, const odt_blocks *b, size_t *i);
void odt_block_title(odt *o, const odt_blocks *b, size_t *i);
void odt_block_rule(odt *o, const odt_blocks *b, size_t *i);
void odt_block_rows(odt *o, const odt_blocks *b, size_t *i);
void odt_block_masthead(odt *o, const odt_blocks *b, size_t *i);
void odt_block_signature(odt *o, const odt_blocks *b, size_t *i);
void odt_block_table(odt *o, const odt_blocks *b, size_t *i);
void odt_block_picture(odt *o, const odt_blocks *b, size_t *i);
/* picture.c: put the picture into the package, or find it there. */
const char *odt_picture_part(odt *o, const ht_image *image);

/* flow.c, imprint.c */
void odt_write_flow(odt *o);
void odt_write_imprint(odt *o);
void odt_write_frame_styles(odt *o, ht_xml *x);

/* page.c */
void odt_write_page_layout(odt *o, ht_xml *x);
void odt_write_master_page(odt *o, ht_xml *x);
/* The style of the page the document begins with. */
const char *odt_first_page(const odt *o);
/* What the page style of page `page`, from 0, is called for users, if it has one of its own. */
const char *odt_page_display(odt *o, size_t page);
/* The page style that a paragraph or table must name, or NULL. */
const char *odt_page_style(const odt *o, odt_begins begins);
/* Margins of a page, and the footer in the lower one (0: no footer). */
typedef struct odt_margins {
	ht_len top, bottom;
	ht_len footer, footer_gap; /* its height, with the gap above its text */
} odt_margins;
/* A page layout of the style in force (o->style). */
void odt_margins_layout(odt *o, ht_xml *x, const char *name, const odt_margins *margins);
/* The page number among the furniture, and its index; NULL: there is no page number. */
const ht_element *odt_page_number(const odt *o, size_t *index);
void odt_number_text(odt *o, ht_xml *x, const ht_element *e);
/* The style of a page number on page number page. */
const char *odt_number_style(odt *o, const ht_element *e, int page);

/* landscape.c: pages of landscape tables. */
void odt_find_landscape(odt *o);
/* The next block is on landscape, or on portrait, pages. */
void odt_enter_page(odt *o, bool landscape);
void odt_write_landscape_layout(odt *o, ht_xml *x);
void odt_write_landscape_page(odt *o, ht_xml *x, const ht_element *number);

/* embed.c */
void odt_embed_begin(odt *o);
void odt_note_character(odt *o, uint32_t cp);
/* Put the fonts of the faces in use into the package, when all text is written. */
void odt_embed_fonts(odt *o);
/* The font embedded for a family; NULL: not embedded. */
const odt_embedding *odt_embedded(const odt *o, const char *family);

/* meta.c */
void odt_root(ht_xml *x, const char *name);
void odt_write_meta(odt *o, ht_xml *x);
void odt_write_settings(odt *o, ht_xml *x);

#endif
