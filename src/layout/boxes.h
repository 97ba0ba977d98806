/* Shared by the files of the layout room, in the order in which they work:
 *
 *   compose.c sides.c masthead.c signature.c seal.c seal_names.c picture.c table.c table_rows.c   blocks to boxes
 *   paginate.c imprint.c notes.c                            boxes get pages and places
 *   layout.c                                             what is tried again, and why
 *   compact.c                                            lines without runs, until their page is asked for
 *   pages.c emit.c table_draw.c furniture.c              boxes to operations, page by page
 *   laid.c                                               boxes to the laid-out tree
 *
 * A box is never split between pages: a line of text, a masthead, a rule.
 *
 * A failure sticks to the layouter: the first one is kept, later calls do nothing, and the end of a step checks it. */
#ifndef HT_LAYOUT_BOXES_H
#define HT_LAYOUT_BOXES_H

#include "layout/laid.h"
#include "layout/layout.h"
#include "text/compact.h"

/* A cell whose rows may be on several pages: its text is repeated on each. */
typedef struct ht_table_repeat {
	size_t row, end;     /* the rows it spans */
	ht_laid_line *lines; /* y from the first row's top */
	ht_laid_line **set;  /* where it stands first: in the boxes */
	size_t n_lines;
	ht_len height;
} ht_table_repeat;

/* A table's columns, and its parts that are repeated on each page. */
typedef struct ht_tableset {
	ht_laid_table laid;
	ht_table tags;
	size_t head, n_head;    /* its boxes: the head's index and number */
	ht_len head_height;     /* including the line 续表 */
	ht_laid_line labels[2]; /* 续表, the unit; set NULL: not there */
	ht_len label_height;
	bool form; /* there to be written in by hand */
	ht_table_repeat *repeats;
	size_t n_repeats, cap_repeats;
} ht_tableset;

/* How much a page break before a box is to be avoided. */
typedef enum ht_keep {
	HT_KEEP_FREE,
	HT_KEEP_WEAK,  /* avoid: text after the body, separated from it */
	HT_KEEP_STRONG /* never, unless the page would be empty */
} ht_keep;

/* There is one for every line of a document, of which there may be millions: hence the order, and the sizes. */
typedef struct ht_box {
	const ht_block *block;
	ht_laid_line *lines; /* beside each other (number and date) or above (joint masthead) */
	ht_tableset *table;  /* this box is a slice of a table's row, one line high */
	ht_laid_picture *pictures;
	uint32_t n_lines, n_pictures;
	uint32_t row;                     /* of the table */
	int skip;                         /* empty lines above, when not the element's own; -1: the element's */
	ht_len em;                        /* height: of the em box; of a masthead's ink; of a rule */
	ht_len pitch;                     /* of its line in a table or the imprint block; 0: the page's */
	ht_len reach, rise;               /* how far its pictures reach below and above its top */
	ht_len apart;                     /* its top from that of the box before it, where rows are close; 0: as any */
	ht_len first_indent, rest_indent; /* of its paragraph as composed */
	ht_len rule_above;                /* of the imprint block */
	/* set by paginate.c */
	uint32_t page;
	uint32_t n_notes; /* lines of the footnotes whose marks are in it */
	ht_len top;       /* of the em box, from the paper's top */
	int line;         /* of the grid; -1: off it */
	int asked;        /* empty lines above, were it not the first on its page */
	bool beside : 1;
	/* set by who makes it */
	bool row_first : 1; /* first slice of its row */
	bool in_head : 1;
	bool about : 1;     /* not in a row: a line above or below the table */
	bool landscape : 1; /* on a landscape page */
	bool tall : 1;      /* off the grid, as high as it is: a picture */
	bool seal_row : 1;  /* begins a row of seals after the first */
	bool body : 1;      /* body text */
	bool starts : 1;    /* first box of its block's element */
	bool starts_block : 1;
	ht_keep keep;
} ht_box;

/* Boxes [from, end) of a text that ends with its signature. */
typedef struct ht_text_part {
	size_t from, end;
	size_t signature; /* its first box; end: there is none */
} ht_text_part;

typedef struct ht_boxes {
	ht_box *v;
	size_t n, cap;
	ht_text_part part; /* paginate.c: the last that it asked for */
} ht_boxes;

/* How rows of seals are set. */
typedef enum ht_closeness {
	HT_ROWS_ON_GRID,    /* their names on lines of the grid */
	HT_ROWS_CLOSE,      /* the seals the least distance apart */
	HT_ROWS_CLOSE_TEXT, /* those of the first row as close to the text, too */
	HT_ROWS_END
} ht_closeness;

/* Between the text and the seals of the first row, where rows are close. */
#define HT_SEAL_CLEAR (HT_LEN_PT * 3 / 2)

/* What was done to a page, or tried, so that its signature is not without text (GB/T 9704-2012 7.3.5.5). */
typedef struct ht_tightening {
	int chars;                  /* of a line of body text, when not the page's; 0: the page's */
	bool may_split;             /* paragraphs of two or three lines may be split between pages */
	int lines;                  /* result: of the page, when tightened; 0: the page's */
	const ht_block *close_rows; /* result: whose rows of seals were set closer; NULL: none */
	bool divided;               /* result: these are on several pages */
	const ht_block *rest;       /* result: what is below the signature, and was brought back to its page; or NULL */
	int rest_lines;             /* of that page */
	ht_len imprint_gap;         /* result: at least, between the text and the imprint */
	int imprint_lines;          /* result: of the last page, tightened for the imprint; 0: it is not */
	bool split;                 /* result: such a paragraph was split */
	bool first_close;           /* one empty line less above the title, so that page 1 has body text (7.3.3) */
	int first_flat;             /* for that, the size of the names of a joint masthead, 1/1000; 0: as it is */
	int first_lines;            /* for that, the lines of page 1; 0: the style's */
	const ht_block *block;      /* result: what would have been on a page without text; NULL: nothing */
	bool alone;                 /* result: it is */
	bool after_landscape;       /* result: … since the page before it is landscape: no text can come from there */
} ht_tightening;

/* How the names of a signature under seals are set: in how many columns each has to fit, whether the date may move, and
 * whether all columns have to fit at the left of the date's place, however wide the names in them. */
typedef struct ht_seal_way {
	ht_len columns;
	bool may_move, all_left;
} ht_seal_way;

/* The seals of a signature as set. */
typedef struct ht_seals_set {
	const ht_block *block;
	size_t n, faults;
	bool date_moved, names_wrapped;
} ht_seals_set;

/* The footnotes as set. */
typedef struct ht_notes {
	ht_boxes boxes; /* their lines, in order */
	size_t *from;   /* by note: its first line; one more: the end */
	ht_len pitch;
	size_t seen; /* notes up to this one, 1-based, belong to a box */
} ht_notes;

typedef struct ht_layouter {
	ht_status status; /* the first failure, or HT_OK */
	const ht_doc *doc;
	const ht_style *style;
	ht_fonts *fonts;
	ht_diags *diags;
	ht_arena *arena;             /* the pages' own: lines live as long as they */
	ht_arena *scratch;           /* what is composed to be made compact; NULL: nothing was yet */
	ht_faces_of_runs *run_faces; /* of compact lines; NULL: there are none */
	ht_arena *shown;   /* runs of compact lines, as long as the operations of their page; NULL: there are none */
	int *han_fontsets; /* by face index; -1: not resolved yet */
	int *latin_fontsets;
	ht_geometry landscape; /* of landscape pages, in their frame, the head at the paper's left */
	/* The page and type area that boxes are made for (the style's, or landscape); then those of the operations, and
	 * their frame. */
	const ht_geometry *area;
	ht_geometry frame;
	ht_turn turn;
	bool own_pages; /* the table that boxes are made for is alone on its pages, but for its title */
	uint32_t units;
	uint16_t lists;
	size_t unnumbered; /* pages from this one on, 0-based, carry no number */
	ht_tightening tightening;
	ht_notes notes;
	size_t carried;               /* lines of footnotes that the pages so far had no room for */
	ht_len imprint_top;           /* where the imprint begins on its page; 0: there is none */
	const char *moved;            /* element replaced by a row of the imprint, or NULL */
	ht_laid_furniture *furniture; /* by index in the style's; w < 0: not known yet */
	struct ht_row_more *more;     /* rows of forms that are higher, in order */
	const ht_seal_way *seal_way;  /* of every signature; NULL: the best of each */
	ht_seals_set *seals;          /* result: the signatures under seals, in order */
	size_t n_seals, cap_seals;
	size_t n_more, cap_more;
} ht_layouter;

/* How much higher than at least a row of a form is, that is there to be written in at length. */
typedef struct ht_row_more {
	const ht_block *block;
	size_t row;
	ht_len more;
} ht_row_more;

/* Keep the first failure. */
static inline void ht_layouter_fail(ht_layouter *l, ht_status status)
{
	if (l->status == HT_OK)
		l->status = status;
}

/* n zeroed objects; NULL: the layouter has failed. */
void *ht_layouter_array(ht_layouter *l, size_t n, size_t size);

/* compose.c. What these return is empty (NULL, 0, no lines) once the layouter has
 * failed. */
ht_box *ht_box_add(ht_layouter *l, ht_boxes *boxes, const ht_block *block, size_t n_lines);
/* A box of its own for the line, whose set, text, x and unit are given. */
ht_box *ht_box_add_line(ht_layouter *l, ht_boxes *boxes, const ht_block *block, ht_laid_line line);
void ht_boxes_make(ht_layouter *l, const ht_blocks *blocks, ht_boxes *ret);
ht_span *ht_layout_spans(ht_layouter *l, const ht_dspan *spans, size_t n);
ht_para_shape ht_layout_shape(const ht_layouter *l, const ht_pstyle *ps);
/* The style of the body text. (laid.c) */
const ht_pstyle *ht_layout_body(const ht_style *style);
/* Baseline below the top of an em box of ps (about the ideographic centre; that of the body's face if it has nearly
 * the same). */
ht_len ht_layout_ascent(ht_layouter *l, const ht_pstyle *ps);
ht_composed_lines ht_layout_lines(ht_layouter *l, const ht_span *spans, size_t n, const ht_para_shape *shape);
ht_len ht_layout_width(ht_layouter *l, const ht_span *spans, size_t n, const ht_para_shape *shape);
/* Spans on one line however long; NULL when there is no text. */
ht_composed_line *ht_line_alone(ht_layouter *l, const ht_block *block, const ht_dpara *para);
/* The width of the block's lines: signatures and signers end before the edge. */
ht_len ht_line_room(const ht_layouter *l, const ht_block *block);
/* The same, but a line wider than that is HT_D_LINE_TOO_WIDE. */
ht_composed_line *ht_single_line(ht_layouter *l, const ht_block *block, const ht_dpara *para);
/* A line that holds the bytes of para from *at on; *at moves to their end. */
ht_laid_line ht_line_of(const ht_composed_line *set, const ht_dpara *para, size_t *at);
/* A line that holds all of para. */
ht_laid_line ht_line_of_all(const ht_composed_line *set, const ht_dpara *para);

void ht_make_para(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* So many lines has a page, about (GB/T 9704-2012 5.2.3). */
#define HT_LINES_OF_PAGE ((size_t)22)

/* compact.c: the lines of a text of many pages, without their runs until a page is asked for. */
/* Are lines after so many others to be compact? Then they are composed in l->scratch, which is empty now. */
bool ht_lines_turn_compact(ht_layouter *l, size_t before);
/* Lines of a paragraph as they are kept then. */
ht_composed_lines ht_lines_kept(ht_layouter *l, const ht_composed_lines *lines);
/* A line with its runs: itself, or one that lives in l->shown. NULL: the layouter has failed. */
const ht_composed_line *ht_line_shown(ht_layouter *l, const ht_composed_line *line);
/* The same, for as long as there are pages. */
const ht_composed_line *ht_line_expanded(ht_layouter *l, const ht_composed_line *line);
/* All lines with their runs, from now on. */
void ht_boxes_expand(ht_layouter *l, const ht_boxes *boxes);

/* notes.c. Lines are those of footnotes; n 0 costs nothing. */
/* Compose all of them; before the boxes of the flow are made. */
void ht_notes_make(ht_layouter *l);
/* box holds these spans: the footnotes that are marked there for the first time belong to it. */
void ht_notes_take(ht_layouter *l, ht_box *box, const ht_dspan *spans, size_t n);
/* Of n lines, how many a page shows. */
size_t ht_notes_shown(const ht_layouter *l, const ht_geometry *g, size_t n);
/* How many lines of the page's grid these take. */
int ht_notes_reserved(const ht_layouter *l, const ht_geometry *g, size_t n);
/* Height of n lines with the rule above them. */
ht_len ht_notes_height(const ht_layouter *l, size_t n);
/* sides.c */
/* A line with text at its left, middle, right: one box; several where they would
 * print over each other. */
void ht_make_sides(ht_layouter *l, const ht_block *block, ht_boxes *boxes);
/* Does a line of box overlap one of above on the same line? */
bool ht_boxes_collide(const ht_box *box, const ht_box *above);

/* masthead.c */
void ht_make_masthead(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* table.c */
void ht_make_table(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* table_about.c: lines about a table. */
typedef struct ht_table_about {
	ht_layouter *l;
	const ht_block *block;
	ht_boxes *boxes;
	ht_tableset *set;
	const ht_geometry *area;
} ht_table_about;
/* The height of a line of a cell, and where its baseline is in it. */
ht_len ht_slice_pitch(const ht_pstyle *ps);
ht_len ht_slice_baseline(ht_layouter *l, const ht_pstyle *ps);
/* A box of the table: a slice, or a line about it. */
ht_box *ht_table_box(const ht_table_about *t, size_t n_lines);
/* 续表 above the repeated head, and the unit. */
void ht_table_labels(const ht_table_about *t);
/* Title and unit; notes. */
void ht_table_above(const ht_table_about *t);
void ht_table_notes(const ht_table_about *t);

/* picture.c */
void ht_make_picture(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* signature.c */
/* The lines of an organ's name or a person's office that have this room: one, or several if it is wider, which begin
 * further right than the first by hang. What cannot be broken is HT_D_LINE_TOO_WIDE. */
ht_composed_lines ht_name_lines(ht_layouter *l, const ht_block *block, const ht_dpara *para, ht_len room, ht_len hang);
ht_len ht_lines_width(const ht_composed_lines *lines, ht_len hang);
void ht_make_signature(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* seal_names.c */
/* A seal's file and the name it is set over; of a stamp the name that it shows. */
typedef struct ht_seal_name {
	const char *file, *name;
	ht_loc loc;
} ht_seal_name;
/* Tell which of several seals is over which name; doubt those whose file's name says another. */
void ht_seal_names_report(ht_layouter *l, const ht_seal_name *v, size_t n);

/* seal.c */
void ht_make_sealed(ht_layouter *l, const ht_block *block, ht_boxes *boxes);
/* Set seals that touch the text above them a little lower, where there is room. */
void ht_seals_clear(const ht_layouter *l, ht_boxes *boxes);
void ht_make_stamped(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* paginate.c: sets page and place of every box. */
typedef struct ht_paginated {
	ht_laid_page *pages;
	size_t n_pages; /* >= 1 */
	ht_len bottom;  /* lower edge of what is on the last page */
} ht_paginated;
void ht_paginate(ht_layouter *l, ht_boxes *boxes, ht_paginated *ret);
/* form_rows.c */
/* Is cell i, below the head of a form, there for a photograph? How wide that is, and how high row r is beside it;
 * owners as a laid-out table's. */
bool ht_form_is_photograph(const ht_dtable *t, size_t i);
ht_len ht_form_photograph_width(void);
ht_len ht_form_photograph_height(const ht_dtable *t, const size_t *owners, size_t r);
/* The first span of the cell's lines that are there to be signed; SIZE_MAX: there are none. */
size_t ht_cell_signs_from(const ht_dcell *cell);
/* How much higher than at least this row is; 0 before ht_form_rows_grow(). */
ht_len ht_form_more(const ht_layouter *l, const ht_block *block, size_t row);
/* Share what is free below forms out among their rows that are there to be written in at length. True if any gets
 * more: then the boxes have to be made and placed again. */
bool ht_form_rows_grow(ht_layouter *l, const ht_boxes *boxes, const ht_paginated *paginated);
/* Part of a signature: seals are meant to press on it. */
bool ht_is_signature(const ht_box *box);
/* Is there body text among boxes [from, to)? (page_breaks.c) */
bool ht_any_body(const ht_boxes *boxes, size_t from, size_t to);

/* Does box i only lead to the next one, from which it is not divided: a heading, a table's title or head,
 * a picture above its caption? */
bool ht_box_leads(const ht_boxes *boxes, size_t i);

/* Has page 1 body text (7.3.3) if boxes [from, to) are on it? What only leads to it is none. */
bool ht_shows_text(const ht_boxes *boxes, size_t from, size_t to);

/* Does box i need a new page, or one of another orientation than the box before it? */
bool ht_asks_for_page(const ht_boxes *boxes, size_t i);

/* The height of box i and those that are never divided from it; on the grid of a page they may take more. */
ht_len ht_kept_height(const ht_boxes *boxes, size_t i);

/* Where to end the page that began at `from` and is full before `full`. */
size_t ht_break_at(const ht_boxes *boxes, size_t from, size_t full, const ht_geometry *page);

/* Does page 1 lack body text that later pages have? (7.3.3) */
bool ht_first_page_lacks_body(const ht_boxes *boxes);

/* imprint.c: places the imprint's boxes and rules from the bottom up. */
typedef struct ht_imprint_rule {
	ht_len y, thickness; /* y: the upper edge */
} ht_imprint_rule;
typedef struct ht_laid_imprint {
	ht_boxes boxes;
	ht_imprint_rule *rules;
	size_t n_rules;
	ht_len top; /* upper edge of the block */
} ht_laid_imprint;
void ht_imprint_place(ht_layouter *l, ht_laid_imprint *ret);

/* notes.c: the lines' pages and places; n_pages with those of the imprint. */
void ht_notes_place(ht_layouter *l, const ht_paginated *paginated, size_t n_pages, const ht_laid_imprint *imprint);
ht_laid_note_rule ht_notes_rule(const ht_layouter *l);
/* Footnotes that belong to no box: HT_D_NOTE_NO_PLACE. */
void ht_notes_report(ht_layouter *l);

typedef struct ht_ops {
	ht_op *v;
	size_t n, cap;
} ht_ops;

/* emit.c */
/* Page number page (0-based) and its type area; those of a landscape table in its
 * frame. */
ht_geometry ht_page_area(const ht_layouter *l, bool landscape, size_t page);
/* Append the operations of page p (0-based), whose first box is i. */
void ht_emit_boxes(ht_layouter *l, const ht_boxes *boxes, size_t i, size_t p, ht_ops *ops);
void ht_emit_imprint(ht_layouter *l, const ht_laid_imprint *imprint, ht_ops *ops);
void ht_emit_outline(ht_layouter *l, const ht_boxes *boxes, ht_pages *pages);
/* The next operations go to page p (0-based), portrait or landscape. */
void ht_emit_enter(ht_layouter *l, bool landscape, size_t p);
/* The units that the pictures of a box take when it is emitted. */
size_t ht_emit_units(const ht_box *box);
void ht_emit_box_lines(ht_layouter *l, const ht_box *box, ht_len top, bool artifact, ht_ops *ops);
void ht_emit_line(ht_layouter *l, const ht_laid_line *line, ht_len baseline, const ht_element *e, ht_ops *ops);
void ht_emit_rule(ht_layouter *l, const ht_element *e, ht_len y, ht_ops *ops);
void ht_add_rule(ht_layouter *l, ht_op rule, ht_ops *ops);
/* Length of a rule that is an element, and its left edge, from the paper's. */
void ht_rule_span(const ht_geometry *g, const ht_element *e, ht_len *x, ht_len *w);

/* table_draw.c: box i, a slice of a table or a line about one; with a page's first slice also the repeated head and the
 * lines of all its slices. */
void ht_emit_slice(ht_layouter *l, const ht_boxes *boxes, size_t i, ht_ops *ops);
/* The text of cells whose rows may be on several pages is in the middle of those that are on its page. Once, when all
 * is placed. */
void ht_tables_centre(ht_boxes *boxes);

/* notes.c: the footnotes of a page, from line i on. */
void ht_notes_emit(ht_layouter *l, size_t page, size_t i, ht_ops *ops);

/* furniture.c */
/* A number's line as composed (NULL: it has no text, or is not there), and its baseline. */
typedef struct ht_number_line {
	const ht_composed_line *set;
	ht_len y;
} ht_number_line;
/* The number of page i (0-based), and its lines, as many as the style has furniture. */
void ht_furniture_set(ht_layouter *l, size_t i, ht_page *page, ht_number_line *lines);
/* Append them and the rules of the page to its operations. */
void ht_furniture_emit(ht_layouter *l, size_t i, const ht_number_line *lines, ht_ops *ops);
/* Places on pages that do not exist yet; those that no page has shown are computed. */
void ht_furniture_complete(ht_layouter *l);

/* Everything in its place. */
typedef struct ht_placed {
	ht_boxes boxes;
	ht_laid_imprint imprint;
	ht_paginated paginated;
} ht_placed;

/* pages.c: prepare the pages, of which there are pages->n: their numbers are set; their operations are made when they
 * are asked for. */
void ht_emitter_make(ht_layouter *l, const ht_placed *placed, ht_pages *pages);

/* laid.c: the tree of what was placed, on n_pages with those of the imprint; NULL: the layouter has failed. */
const ht_laid *ht_laid_make(ht_layouter *l, const ht_placed *placed, size_t n_pages);

#endif
