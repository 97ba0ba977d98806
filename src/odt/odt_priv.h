/* Shared by the files of the room odt, in the order in which they build on each
 * other; a file calls those before it:
 *
 *   embed.c faces.c                   fonts within the document; names of faces
 *   styles.c tables.c                 named and automatic styles; tables
 *   flat.c                            what a flat document has instead of a package
 *   shapes.c spans.c                  drawn lines, pictures; text
 *   page.c landscape.c frames.c       page styles, footers; landscape pages; frames
 *   meta.c odt.c                      document information; the package
 *
 * A document is written in one pass, by the room draft: the flow's paragraphs go to `body` while the styles they use
 * are collected; then come the parts around them. A paragraph that looks like its style names that style; differences
 * (a distance, a tab stop) become an automatic style based on it, each once. */
#ifndef HT_ODT_PRIV_H
#define HT_ODT_PRIV_H

#include "draft/draft.h"
#include "odt/odt.h"

/* Names of page styles: of all pages, and of the first where that differs. */
#define ODT_PAGE       "Document"
#define ODT_FIRST_PAGE "First"
#define ODT_LANDSCAPE  "Landscape"

/* The style that all styles of paragraphs are based on. */
#define ODT_ROOT "base"

typedef struct odt_para_style {
	ht_draft_para para;
	const char *name;
} odt_para_style;

typedef struct odt_char_style {
	ht_draft_look look;
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
	ht_draft_begins begins; /* names the page style */
} odt_auto;

/* A face's font within the package. */
typedef struct odt_embedding {
	const char *family; /* the style sheet's */
	const ht_font *font;
	const char *part;
} odt_embedding;

typedef struct odt {
	ht_draft d; /* first: the room draft knows only this */
	const ht_odt_options *options;
	ht_xml body;
	/* the text being written */
	ht_draft_look look; /* of the open text:span */
	bool in_span;
	size_t n_head;     /* rows of the table's head */
	bool blank;        /* a reader would drop a space here */
	const char **used; /* names of the paragraph styles in use, by index; else NULL */
	bool *used_faces;  /* by index */
	odt_para_style *paras;
	size_t n_paras, cap_paras;
	size_t first_para; /* automatic styles from here on belong to styles.xml */
	odt_char_style *chars;
	size_t n_chars, cap_chars;
	odt_embedding *embedded;
	size_t n_embedded, cap_embedded;
	unsigned char *seen; /* if fonts are embedded, the text's characters, one bit each; else NULL */
	odt_auto *autos;
	size_t n_autos, cap_autos;
	size_t first_auto; /* as first_para */
	bool has_imprint, has_seals, has_pictures;
} odt;

/* The writer whose part the room draft knows. */
static inline odt *odt_of(ht_draft *d)
{
	return (odt *)d;
}

/* faces.c */
const char *odt_face_name(const odt *o, const char *family);
void odt_write_faces(odt *o, ht_xml *x);

/* styles.c */
/* The names of styles for these looks, which are made if they do not exist yet. */
const char *odt_para_name(odt *o, const ht_draft_para *para);
const char *odt_char_name(odt *o, const ht_draft_look *look, const ht_element *e);
void odt_write_styles(odt *o, ht_xml *x);
/* Append automatic styles [from, to) of paragraphs and, if asked for, those of characters. */
void odt_write_auto_styles(odt *o, ht_xml *x, size_t from, size_t to);
void odt_write_auto_chars(odt *o, ht_xml *x);
const char *odt_style_name(odt *o, const ht_pstyle *ps);
/* The automatic style with these properties; buf is released. */
const char *odt_auto_name(odt *o, const odt_family *family, ht_buf *buf);
void odt_write_autos(odt *o, ht_xml *x, size_t from, size_t to);

/* flat.c */
/* Append the XML to out, in lines. */
void odt_in_lines(odt *o, ht_xml *x, ht_buf *out);
/* Write a part of the package into the document, as text. */
void odt_binary(odt *o, ht_xml *x, const char *part);

/* tables.c */
void odt_table_begin(ht_draft *d, const ht_draft_table *table);
void odt_table_end(ht_draft *d);
void odt_row_begin(ht_draft *d, size_t row, ht_len least, bool keep);
void odt_row_end(ht_draft *d, size_t row);
void odt_cell_begin(ht_draft *d, const ht_draft_cell *cell);
void odt_cell_covered(ht_draft *d, const ht_draft_cell *cell, size_t row, size_t column);
void odt_cell_end(ht_draft *d);

/* spans.c */
void odt_para_begin(ht_draft *d, const ht_draft_para *para, int level);
void odt_para_end(ht_draft *d);
void odt_run_begin(ht_draft *d);
void odt_run_end(ht_draft *d);
void odt_piece(ht_draft *d, const ht_draft_piece *piece);
void odt_placeholder(ht_draft *d, const ht_draft_piece *piece);
void odt_line_break(ht_draft *d);
void odt_tab(ht_draft *d);
void odt_break_chance(ht_draft *d);
void odt_link(ht_draft *d, const char *href);
void odt_named_place(ht_draft *d, const char *name, bool begins);
void odt_note_begin(ht_draft *d, const ht_dspan *sign, bool first);
void odt_note_end(ht_draft *d, bool first);
void odt_text(odt *o, ht_xml *x, const char *s, size_t len, bool *blank, ht_loc loc);

/* shapes.c */
void odt_shape(ht_draft *d, const ht_draft_shape *shape);
void odt_inline_picture(ht_draft *d, const ht_draft_shape *shape);
/* A line at a place of the paper, wherever its paragraph is. */
void odt_paper_line(odt *o, ht_xml *x, const ht_draft_shape *shape);

/* frames.c */
void odt_imprint(ht_draft *d);
void odt_write_frame_styles(odt *o, ht_xml *x);

/* page.c */
void odt_write_page_layout(odt *o, ht_xml *x);
void odt_write_master_page(odt *o, ht_xml *x);
/* The style of the page the document begins with. */
const char *odt_first_page(const odt *o);
/* The page style that a paragraph or table must name, or NULL. */
const char *odt_page_style(const odt *o, ht_draft_begins begins);
/* Margins of a page, and the footer in the lower one (0: no footer). */
typedef struct odt_margins {
	ht_len top, bottom;
	ht_len footer, footer_gap; /* its height, with the gap above its text */
} odt_margins;
/* A page layout of the style in force (o->style). */
void odt_margins_layout(odt *o, ht_xml *x, const char *name, const odt_margins *margins);
void odt_number_text(odt *o, ht_xml *x, const ht_element *e);
/* The style of a page number on page number page. */
const char *odt_number_style(odt *o, const ht_element *e, int page);

/* landscape.c: pages of landscape tables. */
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
