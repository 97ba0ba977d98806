/* Shared by the files of the layout room.
 *
 * A box is what a page break never cuts: a line of text, a mark, a rule. Boxes
 * are made block by block (compose.c), given pages and places (paginate.c, the
 * foot: foot.c), and turned into operations (emit.c). */
#ifndef HT_LAYOUT_BOXES_H
#define HT_LAYOUT_BOXES_H

#include "layout/layout.h"

/* A composed line and where it stands in its box. */
typedef struct ht_boxline {
	const ht_line *line;
	ht_len x;      /* of the line's left edge, from the type area's left edge */
	ht_len y;      /* of its baseline, below the box's top */
	uint32_t unit; /* structure unit */
	ht_role role;
	uint8_t level;       /* of a heading */
	uint16_t list;       /* number of the list it is an item of; 0: none */
	const ht_cell *cell; /* of a table */
} ht_boxline;

/* A picture laid over a box's lines: a seal. */
typedef struct ht_boxpicture {
	const ht_image *image;
	const char *alt;
	ht_len x, y, w, h; /* top left, from the type area's left edge and the box's top */
	ht_loc loc;
	bool pressed; /* a seal */
} ht_boxpicture;

/* A cell whose rows may stand on several pages: its text is there on each. */
typedef struct ht_table_repeat {
	size_t row, end;   /* the rows it spans */
	ht_boxline *lines; /* y from the first row's top */
	size_t n_lines;
	ht_len height;
} ht_table_repeat;

/* A table's columns and what is repeated on each page. */
typedef struct ht_tableset {
	const ht_element *element;
	ht_table tags;
	const ht_dtable *src;
	ht_len *edges;  /* n_columns + 1, from the type area's left edge */
	size_t *owners; /* by place: that of the cell which has it */
	ht_len rule;
	size_t head, n_head;  /* its boxes: the head's index and number */
	ht_len head_height;   /* with the line that says 续表 */
	ht_boxline labels[2]; /* 续表, the unit; line NULL: none */
	ht_len label_height;
	ht_table_repeat *repeats;
	size_t n_repeats, cap_repeats;
	bool turned;
} ht_tableset;

/* How much a page break before a box is to be avoided. */
typedef enum ht_keep {
	HT_KEEP_FREE,
	HT_KEEP_WEAK,  /* better not: text behind the body, parted from it */
	HT_KEEP_STRONG /* never, unless a page holds nothing else */
} ht_keep;

typedef struct ht_box {
	const ht_block *block;
	ht_boxline *lines; /* beside each other (number and date) or above (joint marks) */
	size_t n_lines;
	const ht_tableset *table; /* this box is a slice of a table's row, one line high */
	size_t row;               /* of the table */
	bool row_first;           /* first slice of its row */
	bool in_head;
	bool about;  /* no row: a line above or below the table */
	bool turned; /* on a landscape page */
	bool tall;   /* off the grid, as high as it is: a picture */
	ht_boxpicture *pictures;
	size_t n_pictures;
	int skip;     /* empty lines above, when not the element's own; -1: the element's */
	ht_len em;    /* height: of the em box; of a mark's ink; of a rule */
	ht_len reach; /* how far its pictures reach below its top */
	ht_keep keep;
	bool body;   /* body text */
	bool starts; /* first box of its block's element */
	bool starts_block;
	/* set by paginate.c */
	size_t page;
	ht_len top; /* of the em box, from the sheet's top */
} ht_box;

typedef struct ht_boxes {
	ht_box *v;
	size_t n, cap;
} ht_boxes;

/* What a page was given, or tried, so that its signature stands with text
 * (GB/T 9704-2012 7.3.5.5). */
typedef struct ht_closer {
	int chars;             /* of a line of body text, when not the page's; 0: the page's */
	bool may_part;         /* paragraphs of two or three lines may be parted between pages */
	int lines;             /* result: of the page, when set closer; 0: the page's */
	bool parted;           /* result: such a paragraph was parted */
	const ht_block *block; /* result: what would have stood without text; NULL: nothing */
	bool alone;            /* result: it does */
} ht_closer;

typedef struct ht_layouter {
	const ht_doc *doc;
	const ht_style *style;
	ht_fonts *fonts;
	ht_diags *diags;
	ht_arena *arena; /* the pages' own: lines live as long as they */
	int *han_roles;  /* by face index; -1: not resolved yet */
	int *latin_roles;
	ht_geometry turned; /* of landscape pages, in their frame, the head at the sheet's left */
	/* The page and type area that boxes are made for (style's or turned); then the
	 * one that operations go to, and its frame. */
	const ht_geometry *area;
	ht_geometry frame;
	ht_turn turn;
	uint32_t units;
	uint16_t lists;
	size_t unnumbered; /* pages from this one on, 0-based, carry no number */
	ht_closer closer;
	const char *moved; /* element that gave way to a row of the foot, or NULL */
} ht_layouter;

/* compose.c */
ht_box *ht_box_add(ht_layouter *l, ht_boxes *boxes, const ht_block *block, size_t n_lines);
ht_status ht_boxes_make(ht_layouter *l, const ht_blocks *blocks, ht_boxes *ret);
/* Spans on one line however long; *ret NULL when there is no text. */
ht_status ht_line_alone(ht_layouter *l, const ht_block *block, const ht_dpara *para, ht_line **ret);
/* The same, but a line
 * wider than the measure is HT_D_LINE_TOO_WIDE. */
ht_status ht_single_line(ht_layouter *l, const ht_block *block, const ht_dpara *para, ht_line **ret);
ht_status ht_layout_spans(ht_layouter *l, const ht_dspan *spans, size_t n, ht_span **ret);
ht_status ht_layout_shape(ht_layouter *l, const ht_pstyle *ps, ht_para_shape *ret);
/* Baseline below the top of an em box of ps (about the ideographic centre). */
ht_status ht_layout_ascent(ht_layouter *l, const ht_pstyle *ps, ht_len *ret);

/* sides.c */
/* A line with text at its left, middle, right: one box; several where they would
 * stand over each other. */
ht_status ht_make_sides(ht_layouter *l, const ht_block *block, ht_boxes *boxes);
/* Does a line of box reach into one of above, level with it? */
bool ht_boxes_collide(const ht_box *box, const ht_box *above);

/* mark.c */
ht_status ht_make_mark(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* table.c */
ht_status ht_make_table(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* picture.c */
ht_status ht_make_picture(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* seal.c */
ht_status ht_make_sealed(ht_layouter *l, const ht_block *block, ht_boxes *boxes);
ht_status ht_make_stamped(ht_layouter *l, const ht_block *block, ht_boxes *boxes);

/* paginate.c: sets page and top of every box; *n_pages >= 1, *bottom is the
 * lower edge of what stands on the last page. */
ht_status ht_paginate(ht_layouter *l, ht_boxes *boxes, size_t *n_pages, ht_len *bottom);
/* Does page 1 lack body text that later pages have? (7.3.3) */
bool ht_first_page_lacks_body(const ht_boxes *boxes);

/* foot.c: places the foot's boxes and rules from the bottom up. */
typedef struct ht_foot_rule {
	ht_len y, thickness; /* y: the upper edge */
} ht_foot_rule;
typedef struct ht_foot_set {
	ht_boxes boxes;
	ht_foot_rule *rules;
	size_t n_rules;
	ht_len top; /* upper edge of the block */
} ht_foot_set;
ht_status ht_foot_place(ht_layouter *l, ht_foot_set *ret);

typedef struct ht_ops {
	ht_op *v;
	size_t n, cap;
} ht_ops;

/* emit.c */
/* Page number page (0-based) and its type area; those of a landscape table in its
 * frame. */
ht_geometry ht_page_area(const ht_layouter *l, bool turned, size_t page);
ht_status ht_emit(ht_layouter *l, const ht_boxes *boxes, const ht_foot_set *foot, ht_pages *pages);

/* table_draw.c: box i, a slice of a table or a line about one; with a page's
 * first slice the head again and the lines of all slices there. */
ht_status ht_emit_slice(ht_layouter *l, const ht_boxes *boxes, size_t i, ht_ops *ops);

/* furniture.c: the page number of page i (0-based) appended to its operations. */
ht_status ht_furniture(ht_layouter *l, size_t i, ht_page *page, ht_ops *ops);
ht_status ht_emit_rule(ht_layouter *l, const ht_element *e, ht_len y, ht_ops *ops);
ht_status ht_emit_box_lines(ht_layouter *l, const ht_box *box, ht_len top, bool artifact, ht_ops *ops);
ht_status ht_add_rule(ht_layouter *l, ht_op rule, ht_ops *ops);
ht_status ht_emit_line(ht_layouter *l, const ht_boxline *bl, ht_len baseline, const ht_element *e, ht_ops *ops);

#endif
