/* Shared by the files of the room odt.
 *
 * A document is written in one pass: the flow's paragraphs go to `body` while
 * the styles they use are collected; then come the parts around them. A
 * paragraph whose look is its style's own names that style; what differs
 * (a distance, a tab stop) becomes an automatic style below it, each once.
 *
 * Heights: LibreOffice and its kin set a line of fixed height with the
 * baseline at 4/5 of it, whatever the face. All vertical places are reckoned
 * from that, so that baselines stand where the pages of layout have them. */
#ifndef HT_ODT_PRIV_H
#define HT_ODT_PRIV_H

#include "image/image.h"
#include "odt/odt.h"
#include "text/compose.h"
#include "xml.h"

#define ODT_MAX_TABS 16

/* Editors set letters apart by whole twentieths of a point. */
#define ODT_TWIP (HT_LEN_PT / 20)

/* Names of page styles: of all pages, and of the first where that differs. */
#define ODT_PAGE       "Document"
#define ODT_FIRST_PAGE "First"
#define ODT_TURNED     "Landscape"

/* What a paragraph or table begins, besides itself: with it the page style changes. */
typedef enum odt_begins { ODT_BEGINS_NOTHING, ODT_BEGINS_DOCUMENT, ODT_BEGINS_UPRIGHT, ODT_BEGINS_TURNED } odt_begins;

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
	bool loose;        /* may leave a single line at a page's end */
	ht_len rule_below; /* thickness; 0: none */
	ht_len pad_below;  /* text to rule */
	ht_colour rule_colour;
	int n_tabs;
	odt_tab tabs[ODT_MAX_TABS];
} odt_para;

/* Characters that need a face said: see kinds.c. */
typedef enum odt_kind { ODT_LETTER, ODT_HAN_MARK, ODT_YUAN } odt_kind;
typedef struct odt_context {
	bool latin;  /* the last letter or digit was a Latin one */
	bool letter; /* the character before is a Latin letter */
} odt_context;

/* The look of characters within a paragraph. */
typedef struct odt_look {
	const ht_typeface *face;
	ht_len size;
	ht_colour colour;
	ht_len spacing; /* between letters, where spaced */
	bool spaced;
	odt_kind kind;
	bool breaks; /* a line may end before it: see odt_fitted */
	bool plain;  /* face, size and colour are the paragraph's */
} odt_look;

typedef struct odt_para_style {
	odt_para para;
	char *name;
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
	ht_len x, y, w, h; /* upper left corner, from the sheet's */
	ht_colour colour;
	const char *part; /* of the package: the picture; NULL: a line, h thick */
	const char *name, *alt;
} odt_shape;

/* Stored: it is compressed already. Common: other documents will have the same. */
typedef enum odt_packing { ODT_DEFLATED, ODT_COMMON, ODT_STORED } odt_packing;

/* A file in the package. */
typedef struct odt_part {
	const char *name, *type; /* type NULL: not listed in the manifest */
	const void *data;
	size_t len;
	odt_packing packing;
} odt_part;

/* A part's deflated bytes, and the check sum of those it had before. */
typedef struct odt_packed {
	const char *data;
	size_t len;
	uint32_t crc;
} odt_packed;

typedef struct odt_picture {
	const ht_image *image;
	const char *name; /* of its part */
} odt_picture;

/* Lines once composed, of a block or a title's paragraph. */
typedef struct odt_composed {
	const void *of;
	ht_lines lines;
} odt_composed;

/* A mark as it comes out: its ink above and below the baseline. */
typedef struct odt_mark {
	ht_len size, width, up, down;
	int scale;      /* per cent, whole */
	ht_len spacing; /* between letters: what whole per cents leave over, and the sheet's own */
} odt_mark;

/* A mark once measured. */
typedef struct odt_measured {
	const ht_dpara *para;
	ht_len size, width;
	odt_mark mark;
} odt_measured;

/* The text room's numbers of a face's two families. */
typedef struct odt_roles {
	int han, latin;
	bool asked, known;
} odt_roles;

/* A face's font within the package. */
typedef struct odt_embedding {
	const char *family; /* the style sheet's */
	const ht_font *font;
	const char *part;
} odt_embedding;

/* Where the next line may stand, in the terms of the pages (em boxes on the
 * grid) and in those of the editor (line boxes). */
typedef struct odt_cursor {
	ht_len top;    /* upper edge of the first line box placed last */
	ht_len origin; /* of that paragraph with the space above it: shapes are placed from here */
	ht_len y;      /* lower edge of the line box above */
	ht_len bottom; /* lower edge of the em box above */
	int line;      /* next free line of the grid */
	int skip_below;
	/* the seal above that reaches furthest down: text under it may not stand there */
	ht_len over_bottom, over_left, over_right;
	bool empty;
} odt_cursor;

typedef struct odt {
	const ht_doc *doc;
	const ht_style *style;
	const ht_odt_options *options;
	ht_diags *diags;
	ht_arena *arena;
	odt_xml body;
	const ht_pstyle *body_style; /* stands on the grid */
	ht_len top;                  /* page's upper margin */
	ht_len first_top;            /* that of the first page: less where something stands above */
	bool tight;                  /* page 1 has room for one line of body text only */
	odt_cursor at;
	bool started;                        /* a paragraph has been written */
	odt_begins begins;                   /* what the next paragraph or table does */
	const ht_style *upright, *landscape; /* the document's style; with the page of landscape tables */
	ht_len upright_top;
	bool *turned; /* by block of the flow: it stands on a landscape page */
	bool has_turned;
	bool titles;       /* several titles: they are headings above the others */
	const char **used; /* names of the paragraph styles in use, by index; else NULL */
	bool *used_faces;  /* by index */
	odt_roles *roles;  /* of faces, by index */
	odt_para_style *paras;
	size_t n_paras, cap_paras;
	size_t first_para; /* automatic styles from here on belong to styles.xml */
	odt_char_style *chars;
	size_t n_chars, cap_chars;
	odt_shape *shapes; /* wait for the next paragraph */
	size_t n_shapes, cap_shapes;
	odt_picture *pictures;
	size_t n_pictures, cap_pictures;
	odt_part *parts;
	size_t n_parts, cap_parts;
	odt_measured *measured;
	size_t n_measured, cap_measured;
	odt_composed *composed;
	size_t n_composed, cap_composed;
	odt_embedding *embedded;
	size_t n_embedded, cap_embedded;
	unsigned char *seen; /* a bit a character, where fonts are embedded: what the text has; else NULL */
	odt_auto *autos;
	size_t n_autos, cap_autos;
	size_t first_auto; /* as first_para */
	int n_tables, n_lines, n_pictured, n_marks;
	bool has_foot, has_lines, has_sheet_lines, has_seals, has_pictures;
	const char *moved; /* element of the flow that the foot shows instead; NULL: none */
} odt;

/* kinds.c */
bool odt_is_word(uint32_t cp);
/* The kind of a text's next character, and what that means for those behind it. */
odt_kind odt_kind_next(odt_context *c, uint32_t cp);
/* The face whose yuan sign is one: mostly face itself. */
const ht_typeface *odt_yuan_face(odt *o, const ht_typeface *face);

/* measure.c: lengths as the pages have them. */
/* The text room's number of a family; false where it cannot be had. */
bool odt_role(odt *o, const char *family, int *role);
ht_len odt_pitch(const odt *o);
ht_len odt_ascent(odt *o, const ht_pstyle *ps);
/* The lines block has on the pages as a paragraph of the flow; HT_ERR_LIB when
 * there are no fonts to tell. */
ht_status odt_compose(odt *o, const ht_block *block, ht_lines *ret);
/* As odt_compose(), of a text off the grid that is no block of its own, in lines so wide. */
ht_status odt_compose_para(odt *o, const odt_para *para, const ht_dpara *text, ht_len width, ht_lines *ret);
/* Is it one line for sure, without asking the text room? */
bool odt_is_short(const odt *o, const ht_block *block);
/* How many they are. */
int odt_count_lines(odt *o, const ht_block *block);
ht_len odt_width(odt *o, const ht_pstyle *ps, const ht_dspan *spans, size_t n);
/* Byte offsets at which a title's lines end (the last not counted). */
ht_status odt_title_breaks(odt *o, const ht_pstyle *ps, const ht_dpara *para, size_t **ret, size_t *n);
ht_status odt_measure_mark(odt *o, const ht_dpara *para, ht_len size, ht_len width, const ht_element *e, ht_len gap,
                           odt_mark *ret);
/* Ink of the first glyph of text above the baseline. */
ht_len odt_ink_top(odt *o, const ht_pstyle *ps, const char *text);
size_t odt_para_len(const ht_dpara *para);

/* place.c */
void odt_place_begin(odt *o);
void odt_place_page(odt *o);
/* Place n lines of block at the next place; *above is the space over their
 * first line box. skip -1: the element's own. */
ht_len odt_place_lines(odt *o, const ht_block *block, const ht_pstyle *ps, int n, int skip);
/* A mark: ink up above and down below its baseline, in line boxes `pitch` high. */
ht_len odt_place_mark(odt *o, const ht_block *block, const odt_mark *mark, ht_len pitch);
/* What has no baseline (a table, a picture): its upper edge on the grid. */
ht_len odt_place_box(odt *o, const ht_block *block, ht_len height);
/* The upper edge of a rule, from the sheet's top. */
ht_len odt_place_rule(odt *o, const ht_element *e);
/* A distance as whole lines where it is that but for rounding. */
ht_len odt_whole_lines(const odt *o, ht_len distance);

/* Elements that give way to the foot (7.3.2), before anything is placed. */
ht_status odt_find_moved(odt *o);
bool odt_is_moved(const odt *o, const ht_block *block);

/* styles.c */
void odt_para_of(odt *o, const ht_pstyle *ps, odt_para *ret);
odt_look odt_look_of(const ht_pstyle *ps);
bool odt_look_equal(const odt_look *a, const odt_look *b);
/* The names of styles for these looks, made where there are none yet; NULL
 * when out of memory. */
const char *odt_para_name(odt *o, const odt_para *para);
const char *odt_char_name(odt *o, const odt_look *look, const ht_element *e);
ht_status odt_write_styles(odt *o, odt_xml *x);
/* Automatic styles [from, to) of paragraphs; those of characters where asked. */
void odt_write_auto_styles(odt *o, odt_xml *x, size_t from, size_t to);
void odt_write_auto_chars(odt *o, odt_xml *x);
const char *odt_style_name(odt *o, const ht_pstyle *ps);
/* What a grid style's letters are moved apart (negative: together). */
ht_len odt_grid_spacing(const odt *o, const ht_pstyle *ps);

/* tables.c: frames of tables. Lengths of a cell: thickness of its borders,
 * distances from these to its text. */
typedef struct odt_cell {
	ht_len above, below, left, right; /* borders; 0: none */
	ht_len pad_above, pad_below, pad_side;
	ht_colour colour;
	bool middle;
} odt_cell;
ht_status odt_table_begin(odt *o, const char *name, ht_len above, ht_len left, const ht_len *widths, size_t n,
                          bool keep_next);
void odt_table_end(odt *o);
/* A row at least so high; keep: never cut by a page's end. */
ht_status odt_row_begin(odt *o, ht_len least, bool keep);
void odt_row_end(odt *o);
/* rows, columns: that it spans. */
ht_status odt_cell_begin(odt *o, const odt_cell *cell, size_t rows, size_t columns);
void odt_cell_covered(odt *o);
void odt_cell_end(odt *o);
/* The automatic style with these properties; buf is released. NULL when out of
 * memory. */
const char *odt_auto_name(odt *o, const odt_family *family, ht_buf *buf);
void odt_write_autos(odt *o, odt_xml *x, size_t from, size_t to);

/* faces.c */
const char *odt_face_name(const char *family);
void odt_write_faces(odt *o, odt_xml *x);

/* embed.c */
ht_status odt_embed_begin(odt *o);
void odt_note_character(odt *o, uint32_t cp);
/* When all text is written: put the fonts of the faces used into the package. */
ht_status odt_embed_fonts(odt *o);
/* The font embedded for a family; NULL: none. */
const odt_embedding *odt_embedded(const odt *o, const char *family);

/* spans.c */
/* Text up to this byte is set apart by so much more than the paragraph's. */
typedef struct odt_fitted {
	size_t end;
	ht_len spacing;
	bool breaks; /* a line may end before it, where an editor knows no break */
} odt_fitted;
typedef struct odt_run {
	const ht_dspan *spans;
	size_t n;
	const size_t *breaks; /* byte offsets of line ends */
	size_t n_breaks;
	size_t marked; /* bytes of a heading within the paragraph; 0: none */
	const odt_fitted *fits;
	size_t n_fits;
	const ht_element *element;
} odt_run;
/* fit.c: distances of letters at which block's lines end as on the pages. */
ht_status odt_fit(odt *o, const odt_para *para, const ht_block *block, odt_run *run);
/* The same for a text off the grid that is no block of its own, in lines so wide. */
ht_status odt_fit_para(odt *o, const odt_para *para, const ht_dpara *text, ht_len width, odt_run *run);

/* Open a paragraph, or a heading of this level; shapes that wait go into it. */
ht_status odt_para_begin(odt *o, const odt_para *para, int level);
void odt_para_end(odt *o);
ht_status odt_write_run(odt *o, const odt_para *para, const odt_run *run);
ht_status odt_simple_para(odt *o, const odt_para *para, const ht_element *e, const ht_dspan *spans, size_t n);
void odt_text(odt *o, odt_xml *x, const char *s, size_t len, bool *blank, ht_loc loc);

/* blocks.c */
ht_status odt_write_flow(odt *o);
ht_status odt_rules_after(odt *o, const ht_blocks *blocks, size_t *i, odt_para *para);

/* Each of these writes blocks->v[*i] and moves *i behind what it took. */
ht_status odt_block_line(odt *o, const ht_blocks *blocks, size_t *i);
ht_status odt_block_right(odt *o, const ht_blocks *blocks, size_t *i);
/* Place a mark without writing it. */
ht_status odt_try_mark(odt *o, const ht_block *block);
ht_status odt_block_mark(odt *o, const ht_blocks *blocks, size_t *i);
ht_status odt_block_signature(odt *o, const ht_blocks *blocks, size_t *i);
ht_status odt_block_sealed(odt *o, const ht_blocks *blocks, size_t *i);
ht_status odt_block_stamped(odt *o, const ht_blocks *blocks, size_t *i);
ht_status odt_block_table(odt *o, const ht_blocks *blocks, size_t *i);
ht_status odt_block_picture(odt *o, const ht_blocks *blocks, size_t *i);

/* lines.c: text at several places of one line. */
typedef struct odt_seg {
	ht_halign kind;
	ht_len at; /* LEFT: its left edge; CENTRE: its middle; RIGHT: its right edge */
	const ht_dspan *spans;
	size_t n;
} odt_seg;
/* Set para's indent and tab stops for segs, which are put into order. */
void odt_segs_place(odt_para *para, odt_seg *segs, size_t n);
ht_status odt_segs_write(odt *o, const odt_para *para, const ht_element *e, const odt_seg *segs, size_t n, int level);
ht_status odt_segs_text(odt *o, const odt_para *para, const ht_element *e, const odt_seg *segs, size_t n);

/* foot.c */
ht_status odt_write_foot(odt *o);
void odt_write_frame_styles(odt *o, odt_xml *x);

/* page.c */
void odt_write_page_layout(odt *o, odt_xml *x);
void odt_write_master_page(odt *o, odt_xml *x);
/* As wide as a line of the grid comes out, its letters set apart in steps. */
ht_len odt_line_width(const odt *o);
/* The style of the page the document begins with. */
const char *odt_first_page(const odt *o);
/* The page style that a paragraph or table names, or NULL. */
/* Margins of a sheet, and the footer that stands in the lower one (0: none). */
typedef struct odt_sheet {
	ht_len top, bottom;
	ht_len footer, footer_gap; /* its height, with the gap above its text */
} odt_sheet;
/* A page layout of the style in force (o->style). */
void odt_sheet_layout(odt *o, odt_xml *x, const char *name, const odt_sheet *sheet);
const char *odt_page_style(const odt *o, odt_begins begins);

/* turned.c: pages of landscape tables. */
ht_status odt_find_turned(odt *o);
/* Block i of the flow comes next: go over to the pages it stands on. */
void odt_enter_page(odt *o, size_t i);
void odt_write_turned_layout(odt *o, odt_xml *x);
void odt_write_turned_page(odt *o, odt_xml *x, const ht_element *number);
/* Is the table to stand on pages of its own? */
ht_status odt_table_turned(odt *o, const ht_block *block, bool *ret);

/* page.c: what turned.c shares. */
typedef struct odt_footer {
	ht_len gap, pitch, bottom; /* body to line, line, line to the sheet's edge */
} odt_footer;
odt_footer odt_footer_of(odt *o, const ht_element *e);
void odt_number_text(odt *o, odt_xml *x, const ht_element *e);
/* The style of a page number on page number page; NULL when out of memory. */
const char *odt_number_style(odt *o, const ht_element *e, int page);
ht_len odt_body_bottom(const odt *o);
/* From the type area's lower edge to that of the editor's text. */
ht_len odt_below_area(const odt *o);

/* shapes.c */
ht_status odt_add_shape(odt *o, const odt_shape *shape);
/* Write the shapes that wait into the paragraph just begun. */
void odt_hang_shapes(odt *o);
/* A frame's picture, and what it shows for those who cannot see it. */
void odt_image(odt_xml *x, const char *part, const char *alt);
/* A line that stands on the sheet, wherever its paragraph does. */
void odt_sheet_line(odt *o, odt_xml *x, const odt_shape *shape);

/* picture.c: load a picture and put it into the package; *part stays NULL when
 * it cannot be read, which is a diagnostic. */
ht_status odt_picture_load(odt *o, const ht_text *name, double dpi, const ht_image **image, const char **part);

/* meta.c */
void odt_write_meta(odt *o, odt_xml *x);
void odt_write_settings(odt *o, odt_xml *x);
/* May the character not begin, not end a line (GB/T 15834-2011 5.1)? */
bool odt_not_at_start(uint32_t cp);
bool odt_not_at_end(uint32_t cp);

/* package.c */
ht_status odt_part_add(odt *o, const char *name, const char *type, const void *data, size_t len, odt_packing packing);
ht_status odt_pack(odt *o, ht_buf *out);

/* cache.c: deflated parts, kept from one document to the next. */
/* Deflate at this level from here on; what was kept at another is given up.
 * False when out of memory. */
bool odt_cache_level(ht_odt_cache *cache, int level);
/* ret: borrowed from cache or arena; until the document is done. */
ht_status odt_cache_deflate(ht_odt_cache *cache, ht_arena *arena, const odt_part *part, odt_packed *ret);

#endif
