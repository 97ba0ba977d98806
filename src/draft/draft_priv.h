/* Shared by the files of the room draft, in the order in which they build on each other; a file calls those before it:
 *
 *   common.c faces.c                  begin and end, failures; names of faces
 *   editor.c looks.c                  what only an editor does; looks of paragraphs and characters
 *   shapes.c spans.c lines.c          drawn lines, seals; text; text at several places of a line
 *   place.c                           distances between places
 *   blocks.c                          what all blocks share: pages, rules, rows
 *   people.c                          lists of people at tab stops
 *   seals.c                           seals and stamps
 *   picture.c text.c masthead.c table.c   the kinds of block
 *   page_ends.c page.c                where pages end; what is on every page; landscape pages
 *   flow.c imprint.c                  the flow; the imprint
 *   named.c                           what named styles hold
 *   properties.c                      document information */
#ifndef HT_DRAFT_PRIV_H
#define HT_DRAFT_PRIV_H

#include "draft/draft.h"

/* The level of titles: the headings of the text are below it. */
#define HT_DRAFT_TITLE_LEVEL 1

/* looks.c: find the levels of headings, before anything is asked for them. */
void ht_draft_find_levels(ht_draft *d);

/* spans.c */
/* The paragraph of a footnote. */
void ht_draft_note_para(const ht_draft *d, size_t note, ht_draft_para *ret);
/* Open a paragraph, or a heading of this level; shapes that wait go into it. */
void ht_draft_para_begin(ht_draft *d, const ht_draft_para *para, int level);
void ht_draft_para_end(ht_draft *d);
void ht_draft_write_run(ht_draft *d, const ht_draft_para *para, const ht_draft_run *run);
/* The spans that hold bytes [from, from + len) of para. */
ht_draft_run ht_draft_slice(ht_draft *d, const ht_dpara *para, size_t from, size_t len, const ht_element *e);

/* lines.c: text at several places of one line. */
typedef struct ht_draft_seg {
	ht_halign kind;
	ht_len at; /* LEFT: its left edge; CENTRE: its middle; RIGHT: its right edge */
	ht_draft_run run;
} ht_draft_seg;
/* A paragraph of segs, which are put into order: indent and tab stops are set for them. */
void ht_draft_segs_place(ht_draft_para *para, ht_draft_seg *segs, size_t n);
void ht_draft_segs_write(ht_draft *d, const ht_draft_para *para, const ht_draft_seg *segs, size_t n);

/* shapes.c */
void ht_draft_add_shape(ht_draft *d, const ht_draft_shape *shape);
/* Write the shapes that wait into the paragraph just begun. */
void ht_draft_hang_shapes(ht_draft *d);
/* editor.c: what only an editor does, and no page knows. Its model of line
 * breaking is the room office's (office/fit.h). */
/* The height of a line that has so much above its baseline. */
ht_len ht_draft_pitch_under(const ht_draft *d, ht_len above);
/* Baseline of a row's text below its upper edge: one for all faces of the body's
 * size, since faces of one size share one baseline in an editor's line. */
ht_len ht_draft_ascent(const ht_draft *d, const ht_pstyle *ps, const ht_laid_row *row);
/* A line of a table's cell: its frame, so that text is where the pages have it. */
ht_draft_cell ht_draft_cell_frame(const ht_draft *d, const ht_laid_table *table, const ht_laid_cell *cell);
/* A row of the imprint block: how far its text is raised, per cent of its size. */
int ht_draft_row_rise(const ht_draft *d, const ht_laid_row *row);
/* The space above the paragraph that the imprint hangs on. */
ht_len ht_draft_carrier_above(const ht_draft *d);
/* A masthead's letters: whole per cents of width, the rest by spacing. */
typedef struct ht_draft_masthead {
	ht_len size, pitch;
	int scale;
	ht_len spacing;
} ht_draft_masthead;
ht_draft_masthead ht_draft_masthead_of(const ht_draft *d, const ht_composed_line *line);
/* How much wider a cell of a joint masthead is than its text. */
ht_len ht_draft_masthead_slack(void);
/* Line ends and spacing with which run's lines, in this width, end where these n lines do. */
void ht_draft_fit(ht_draft *d, const ht_draft_para *para, const ht_composed_line *const *lines, size_t n, ht_len width,
                  ht_draft_run *run);
/* The same for the first lines of n rows, across the page. */
void ht_draft_fit_rows(ht_draft *d, const ht_draft_para *para, const ht_laid_row *rows, size_t n, ht_draft_run *run);

/* people.c: lists of people. */
/* Is the span a gap between names: blanks alone? */
bool ht_draft_is_gap(const ht_dspan *span);
/* How a paragraph of people is set: no such, or with blanks; flowing over the lines; a line for each person. */
typedef enum ht_draft_listed { HT_DRAFT_LISTED_NOT, HT_DRAFT_LISTED_FLOWING, HT_DRAFT_LISTED_BY_LINE } ht_draft_listed;
/* Set tab stops and indents of a paragraph with gaps between names, and have the run use them. */
ht_draft_listed ht_draft_place_people(ht_draft *d, const ht_block *block, const ht_laid_block *laid,
                                      ht_draft_para *para, ht_draft_run *run);

/* place.c: distances are differences of places on one page. */
void ht_draft_place_begin(ht_draft *d);
void ht_draft_place_page(ht_draft *d);
/* A row's upper edge, from the paper's. */
ht_len ht_draft_row_top(const ht_draft *d, const ht_laid_row *row);
/* The space above a paragraph of the rows first to last, in line boxes `pitch`
 * high, their baselines `ascent` below the rows' upper edges; the cursor moves below them. */
ht_len ht_draft_place_rows(ht_draft *d, const ht_laid_row *first, const ht_laid_row *last, ht_len ascent, ht_len pitch);
/* The same for what has no baseline: a picture, or a table that is `over` higher than on the pages. */
ht_len ht_draft_place_tall(ht_draft *d, const ht_laid_row *first, const ht_laid_row *last, ht_len over);
/* The upper edge of a rule, from the paper's top. */
ht_len ht_draft_place_rule(ht_draft *d, const ht_laid_row *row);

/* page_ends.c: pages that end within a paragraph elsewhere than an editor would end them. */
void ht_draft_find_ends(ht_draft *d);
/* Is the paragraph of the block with this index, which the pages divide, whole in the editor, with the signature? */
bool ht_draft_is_whole(const ht_draft *d, size_t b);
/* Does the block's paragraph go on over a page's end in the editor, so that it is not kept with the next? */
bool ht_draft_is_divided(const ht_draft *d, size_t b);

/* blocks.c: what writers of blocks share. */
typedef struct ht_draft_blocks {
	const ht_block *v;
	const ht_laid_block *laid;
	size_t n;
} ht_draft_blocks;
/* Has the paragraph so few lines that it may be kept whole with the next? */
bool ht_draft_is_short(const ht_laid_block *laid);
/* Is block i, its last row, to stay on the page of the next? */
bool ht_draft_kept_with_next(const ht_draft_blocks *b, size_t i);
/* And that on the signature's, with all between? */
bool ht_draft_kept_with_signature(const ht_draft_blocks *b, size_t i);
/* If the block begins a page, have it begin one in the editor. */
void ht_draft_begin_page(ht_draft *d, const ht_block *block, const ht_laid_block *laid, ht_draft_para *para);
/* Write the rules after block *i - 1 with its paragraph. */
void ht_draft_rules_after(ht_draft *d, const ht_draft_blocks *b, size_t *i, ht_draft_para *para);
/* Block i + 1, when it shares block i's last line; else NULL. */
const ht_laid_block *ht_draft_beside(const ht_draft_blocks *b, size_t i);
/* Append the texts of a block's row to the n segs. Returns their new number. */
size_t ht_draft_row_segs(ht_draft *d, const ht_block *block, const ht_laid_row *row, ht_draft_seg *segs, size_t n);
/* Those of a block of one line with sides, over all its rows. */
size_t ht_draft_sides_segs(ht_draft *d, const ht_draft_para *para, const ht_block *block, const ht_laid_block *laid,
                           ht_draft_seg *segs, size_t n);

/* seals.c: hang the seals of the first of n rows, and of those close below it, on a paragraph before that of para,
 * which then has no distance above it. Returns how many rows these are. */
size_t ht_draft_hang_seals(ht_draft *d, const ht_block *block, const ht_laid_row *rows, size_t n, ht_draft_para *para);

/* Each of these writes block *i and moves *i past what it took. */
void ht_draft_block_para(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_sides(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_title(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_rule(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_rows(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_masthead(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_signature(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_table(ht_draft *d, const ht_draft_blocks *b, size_t *i);
void ht_draft_block_picture(ht_draft *d, const ht_draft_blocks *b, size_t *i);
/* picture.c: put the picture into the package, or find it there. */
const char *ht_draft_picture_part(ht_draft *d, const ht_image *image);

/* table.c: begin a table: the page may begin with it. */
void ht_draft_table_begin(ht_draft *d, const ht_draft_table *table);

/* page.c */
/* What is on landscape pages: tables, and what belongs above them. */
void ht_draft_find_landscape(ht_draft *d);
/* The next block is on landscape, or on portrait, pages. */
void ht_draft_enter_page(ht_draft *d, bool landscape);

#endif
