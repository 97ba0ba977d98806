/* Shared by the files of the room docx, in the order in which they build on each other; a file calls those before it:
 *
 *   fonts.c styles.c        names of fonts; styles
 *   text.c tables.c         paragraphs and runs; tables
 *   drawing.c               pictures, seals, lines, text boxes
 *   sections.c              sections: paper, margins, footers
 *   theme.c settings.c properties.c   what holds for the whole document; document information
 *   record.c                the record in the package
 *   docx.c                  the package
 *
 * A document is written in one pass, by the room draft, into `body`; the styles in use are noted meanwhile. What a
 * paragraph's properties differ in from its style's is written with it: WordprocessingML has no automatic styles.
 * Clauses are those of ECMA-376 part 1. */
#ifndef HT_DOCX_PRIV_H
#define HT_DOCX_PRIV_H

#include "docx/docx.h"
#include "draft/draft.h"

/* The pages from one place of the text on. */
typedef struct docx_section {
	size_t end; /* byte of the body at which the properties of its last paragraph end: there its own belong */
	bool landscape;
} docx_section;

/* A footer of its own: for pages of a section of one kind. */
typedef struct docx_footer {
	const char *name; /* footer1.xml */
	ht_xml xml;
} docx_footer;

#define DOCX_FOOTERS 5 /* first, odd and even pages; odd and even landscape pages */

typedef struct docx {
	ht_draft d; /* first: the room draft knows only this */
	const ht_docx_options *options;
	ht_xml body, notes;
	ht_xml *outer;            /* what a footnote was begun in */
	ht_draft_para para_at[4]; /* the paragraph at hand and those that it is in: a note, a text box */
	int depth;                /* of paragraphs in each other */
	bool in_cell;
	bool in_box;            /* in a text box */
	bool *used;             /* paragraph styles, by index */
	bool *used_chars;       /* their twins for characters */
	bool *used_faces;       /* by index */
	docx_section *sections; /* those that have ended */
	size_t n_sections, cap_sections;
	size_t props_end;      /* as docx_section.end, of the last paragraph of the body */
	bool any, after_table; /* something is in the body; the last of it is a table */
	bool landscape;        /* the section at hand */
	bool framed;           /* the first paragraph is above the type area: a frame of its own */
	bool has_notes, note_begins;
	const ht_draft_table *table; /* the one at hand */
	size_t column;               /* of its grid: the next cell's first */
	bool in_high_row;            /* in a row that is higher than its text */
	long ids, bookmarks;         /* drawings, bookmarks so far */
	long bookmark;               /* the one that is open */
	long n_placeholders;
	docx_footer footers[DOCX_FOOTERS];
	size_t n_footers;
} docx;

/* The writer whose part the room draft knows. */
static inline docx *docx_of(ht_draft *d)
{
	return (docx *)d;
}

/* Lengths: twentieths and eighths of a point, English Metric Units. */
long docx_twips(ht_len length);
long docx_eighths(ht_len length);
long docx_emu(ht_len length);

/* An empty element with one attribute, w:val; a number; on or off. */
void docx_val(ht_xml *x, const char *name, const char *value);
void docx_val_int(ht_xml *x, const char *name, long value);
void docx_flag(ht_xml *x, const char *name, bool on);
/* An attribute in twips; a colour, as RRGGBB. */
void docx_attr_twips(ht_xml *x, const char *name, ht_len length);
void docx_attr_colour(ht_xml *x, const char *name, ht_colour colour);

/* fonts.c: what a typeface's families are called; NULL: no name that Word reads. */
const char *docx_family(const char *fontset);
/* An attribute with that name, if it has one. */
void docx_attr_family(ht_xml *x, const char *name, const char *fontset);
void docx_write_fonts(docx *o, ht_xml *x);

/* styles.c */
const char *docx_style_id(docx *o, const ht_pstyle *ps);
/* The style for characters that look like ps. */
const char *docx_char_id(docx *o, const ht_pstyle *ps);
/* Properties of a paragraph: those in which it differs from plain; plain NULL: all, of a style. level: of a heading.
 * Leaves the element open, so that a section's can be added. */
void docx_open_para_properties(docx *o, ht_xml *x, const ht_draft_para *para, const ht_draft_para *plain, int level);
/* w:rFonts, w:color and w:sz of a look. */
void docx_write_look(ht_xml *x, const ht_draft_look *look);
void docx_write_colour(ht_xml *x, ht_colour colour);
void docx_write_size(ht_xml *x, ht_len size);
/* w:spacing, w:w and w:position of a paragraph's letters, where they differ from plain's. */
void docx_write_letters(ht_xml *x, const ht_draft_para *para, const ht_draft_para *plain, ht_len spacing);
void docx_write_styles(docx *o, ht_xml *x);

/* text.c */
void docx_para_begin(ht_draft *d, const ht_draft_para *para, int level);
void docx_para_end(ht_draft *d);
void docx_run_begin(ht_draft *d);
void docx_run_end(ht_draft *d);
void docx_piece(ht_draft *d, const ht_draft_piece *piece);
void docx_placeholder(ht_draft *d, const ht_draft_piece *piece);
void docx_line_break(ht_draft *d);
void docx_tab(ht_draft *d);
void docx_link(ht_draft *d, const char *href);
void docx_named_place(ht_draft *d, const char *name, bool begins);
void docx_note_begin(ht_draft *d, const ht_dspan *sign, bool first);
void docx_note_end(ht_draft *d, bool first);
/* Text of one run: w:t. */
void docx_text(docx *o, const char *s, size_t len, ht_loc loc);
/* A field of this instruction, with what it shows now; raised: as the mark of a note. */
void docx_field(ht_xml *x, const char *instruction, const char *shown, bool raised);
/* A paragraph without text, as high as the space that it stands for. */
typedef struct docx_space {
	ht_len height;
	bool keep_next;
	bool page_break; /* before it */
} docx_space;

void docx_spacer(docx *o, const docx_space *space);

/* The same in a footer. */
void docx_footer_spacer(ht_xml *x, ht_len height);

/* tables.c */
void docx_table_begin(ht_draft *d, const ht_draft_table *table);
void docx_table_end(ht_draft *d);
void docx_row_begin(ht_draft *d, size_t row, ht_len least, bool keep);
void docx_row_end(ht_draft *d, size_t row);
void docx_cell_begin(ht_draft *d, const ht_draft_cell *cell);
void docx_cell_covered(ht_draft *d, const ht_draft_cell *cell, size_t row, size_t column);
void docx_cell_end(ht_draft *d);

/* drawing.c */
void docx_shape(ht_draft *d, const ht_draft_shape *shape);
void docx_inline_picture(ht_draft *d, const ht_draft_shape *shape);
/* A line at a place of the paper, wherever its paragraph is. */
void docx_paper_line(docx *o, ht_xml *x, const ht_draft_shape *shape);
void docx_imprint(ht_draft *d);
/* The frame of a landscape page's number, whose text is turned. */
void docx_vertical_box(docx *o, ht_xml *x, const ht_draft_box *box, const char *name,
                       void (*content)(docx *o, ht_xml *x, int page), int page);

/* sections.c */
/* End the section: the pages from here on are, or are not, landscape. */
void docx_turn_page(docx *o, bool landscape);
void docx_write_footers(docx *o);
void docx_write_body(docx *o, ht_xml *x);

/* theme.c, settings.c, properties.c, record.c */
void docx_write_theme(docx *o, ht_xml *x);
void docx_write_settings(docx *o, ht_xml *x);
void docx_write_notes(docx *o, ht_xml *x);
void docx_write_core(docx *o, ht_xml *x);
void docx_write_app(docx *o, ht_xml *x);
void docx_write_custom(docx *o, ht_xml *x);
/* The record, with the parts that its text is read from; the properties of this part. */
void docx_write_record(const docx *o, ht_xml *x, ht_xml *document, ht_xml *styles, ht_xml *notes);
void docx_write_record_properties(ht_xml *x);

#endif
