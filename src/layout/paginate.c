/* Page breaks and vertical places.
 *
 * Text is on the page's grid (22 lines: GB/T 9704-2012 5.2.3): each box takes the next free line, after the empty lines
 * its element asks for. What the standard places in millimetres is placed exactly; the text after it takes the first
 * grid line that is clear of it, so that both sides of a leaf register.
 *
 * A page is filled until a box does not fit; then the break goes back to the
 * last place where one is allowed (a box that is not to be kept with the one
 * before it). The first page must show body text (7.3.3): if going back would
 * take it all away, the break stays where the page was full. */
#include <string.h>

#include "boxes.h"
#include "layout/messages.h"

/* The white above an imprint that would else be alone on a page, in per cent of the sheet's. */
#define LEAST_GAP 75

typedef struct cursor {
	ht_geometry g; /* the page's grid */
	int line;      /* next free grid line */
	ht_len bottom; /* lower edge of the text above */
	ht_len reach;  /* lower edge of all that is above, seals too */
	/* the picture above that reaches furthest down: text beside it may be
	 * higher than its lower edge, text under it may not */
	ht_len over_bottom, over_left, over_right;
	bool empty;     /* nothing on the page yet */
	bool first;     /* the document's first page */
	bool landscape; /* a landscape page: such boxes are on pages of their own */
	ht_closeness rows;
	size_t notes; /* lines of footnotes that the page has to show */
	int reserved; /* lines of the grid, at its foot, for them */
} cursor;

/* Where the room for text ends: above the footnotes. */
static ht_len area_bottom(const cursor *c)
{
	return c->g.top + c->g.area_height - c->reserved * ht_geometry_pitch(&c->g);
}

static int last_line(const cursor *c)
{
	return c->g.lines - c->reserved;
}

static void add_notes(const ht_layouter *l, cursor *c, size_t n)
{
	c->notes += n;
	c->reserved = c->notes ? ht_notes_reserved(l, &c->g, c->notes) : 0;
}

/* An exact place, from the paper, the type area or the box above. */
static void place_exact(ht_layouter *l, ht_box *box, cursor *c)
{
	const ht_geometry *g = &c->g;
	const ht_element *e = box->block->element;
	const ht_len origin[] = {[HT_FROM_PREVIOUS] = (c->empty ? g->top : c->bottom) + e->top,
	                         [HT_FROM_AREA] = g->top + e->top,
	                         [HT_FROM_PAPER] = e->top,
	                         [HT_FROM_PAPER_BOTTOM] = g->height - e->top - box->em};
	box->top = origin[e->from];
	if (!c->empty && box->top < c->bottom)
		ht_diag(l->diags, HT_D_HEADER_OVERLAP, box->block->loc, e->name, ht_element_zh(e), NULL);
	c->bottom = box->top + box->em;
	c->line = ht_geometry_line_below(g, c->bottom);
}

/* Empty lines above a box that begins an element, the first of all or after
 * others: its own or those below the element before, whichever is more. */
static int asked_lines(const ht_boxes *boxes, size_t i)
{
	const ht_box *box = &boxes->v[i];
	if (box->skip >= 0)
		return box->skip;
	if (!box->starts)
		return box->starts_block ? box->block->skip : 0;
	int above = box->block->element->skip, below = i ? box[-1].block->element->skip_below : 0;
	return above > below ? above : below;
}

/* At a page's top only what an element that begins a page asks for, or a title with nothing above it. */
static int empty_lines(const ht_box *box, const cursor *c)
{
	if (!c->empty)
		return box->asked;
	bool begins = box->block->element->new_page || (c->first && box->block->kind == HT_BLOCK_TITLE);
	return box->starts && begins ? box->block->element->skip : 0;
}

bool ht_is_signature(const ht_box *box)
{
	ht_block_kind kind = box->block->kind;
	return kind == HT_BLOCK_SIGNATURE || kind == HT_BLOCK_SEALED || kind == HT_BLOCK_STAMPED;
}

/* Would the box, with its em box's top at y, run under the overhanging picture? */
static bool under_picture(const ht_box *box, ht_len y, const cursor *c)
{
	if (y >= c->over_bottom)
		return false;
	for (size_t i = 0; i < box->n_lines; i++) {
		const ht_laid_line *line = &box->lines[i];
		if (ht_laid_line_left(line) < c->over_right && ht_laid_line_right(line) > c->over_left)
			return true;
	}
	return false;
}

/* Keep the pictures of a placed box that reach below it. */
static void note_pictures(const ht_box *box, cursor *c)
{
	for (size_t i = 0; i < box->n_pictures; i++) {
		const ht_laid_picture *p = &box->pictures[i];
		if (box->top + p->y + p->h <= c->over_bottom)
			continue;
		c->over_bottom = box->top + p->y + p->h;
		c->over_left = p->x;
		c->over_right = p->x + p->w;
	}
}

/* Rows of seals that are close: below the box before it, or the text. False: the box is not so placed. */
static bool place_close(ht_box *box, cursor *c)
{
	bool below_text = c->rows >= HT_ROWS_CLOSE_TEXT && box->rise && !box->apart;
	if (c->rows < HT_ROWS_CLOSE || c->empty || !(box->apart || below_text))
		return false;
	box->top = box->apart ? box[-1].top + box->apart : c->bottom + HT_SEAL_CLEAR + box->rise;
	c->bottom = box->top + box->em;
	c->line = ht_geometry_line_below(&c->g, c->bottom);
	return true;
}

/* Would the box with its em box on line k be under a picture, or its own pictures over the text above? */
static bool in_the_way(const ht_box *box, int k, const cursor *c)
{
	ht_len top = ht_geometry_line(&c->g, k);
	if (!ht_is_signature(box))
		return under_picture(box, top, c);
	return box->rise && top + (c->g.size - box->em) / 2 - box->rise < c->bottom;
}

/* The next line of the grid; the em box centred on that of the body's size. */
static bool place_on_grid(ht_box *box, cursor *c)
{
	const ht_geometry *g = &c->g;
	int k = c->line + empty_lines(box, c);
	while (k < last_line(c) && in_the_way(box, k, c))
		k++;
	if (k >= last_line(c))
		return false;
	box->top = ht_geometry_line(g, k) + (g->size - box->em) / 2;
	box->line = k;
	c->line = k + 1;
	c->bottom = box->top + box->em;
	return true;
}

/* Room between a table and the text below it. */
static ht_len clear_below(const ht_box *box)
{
	return box->table ? box->block->element->cell_pad : 0;
}

/* A picture, or a slice of a table: the first slice is on the grid, others below the slice before, or below the
 * repeated head at a page's top. */
static bool place_slice(ht_box *box, cursor *c)
{
	const ht_geometry *g = &c->g;
	bool goes_on = !box->starts_block;
	int k = c->line + empty_lines(box, c);
	if (!goes_on && k >= last_line(c))
		return false;
	if (!goes_on)
		box->top = ht_geometry_line(g, k);
	else if (!c->empty)
		box->top = c->bottom;
	else
		box->top = g->top + (box->in_head || box->about ? 0 : box->table->head_height);
	c->bottom = box->top + box->em;
	c->line = ht_geometry_line_below(g, c->bottom + clear_below(box));
	return true;
}

/* On the line of the box before it: number and signers, number and secrecy. Of several such boxes only the first is on
 * that line; the others are below it, as is one that would overlap. */
static bool place_beside(ht_box *box, const cursor *c)
{
	if (c->empty || !box->starts || !box->block->element->beside || box[-1].block->element->beside)
		return false;
	if (ht_boxes_collide(box, &box[-1]))
		return false;
	box->top = box[-1].top + (box[-1].em - box->em) / 2;
	box->line = box[-1].line;
	box->beside = true;
	return true;
}

static bool place_text(ht_layouter *l, ht_box *box, cursor *c)
{
	if (!box->block->element->has_top || !box->starts)
		return place_close(box, c) || place_on_grid(box, c);
	place_exact(l, box, c);
	return true;
}

/* Place box on the page; false when it does not fit. */
static bool place(ht_layouter *l, ht_box *box, cursor *c)
{
	box->line = -1;
	box->beside = false;
	if (place_beside(box, c))
		return true;
	if (box->starts && box->block->element->new_page && !c->empty)
		return false;
	if (box->landscape != c->landscape)
		return false;
	add_notes(l, c, box->n_notes);
	if (box->table || box->tall ? !place_slice(box, c) : !place_text(l, box, c))
		return false;
	note_pictures(box, c);
	ht_len reach = box->top + (box->reach > box->em ? box->reach : box->em);
	c->reach = c->reach > reach ? c->reach : reach;
	bool fits = c->empty || reach <= area_bottom(c);
	c->empty = false;
	return fits;
}

/* Place boxes from `from` on on a page with this many lines. Returns the first that does not fit, or boxes->n. */
static size_t fill_page(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, int lines, ht_closeness rows,
                        cursor *c)
{
	size_t i = from;
	bool landscape = boxes->v[from].landscape;
	*c = (cursor){.g = ht_page_area(l, landscape, page),
	              .empty = true,
	              .landscape = landscape,
	              .rows = rows,
	              .first = from == 0};
	c->bottom = c->reach = c->g.top;
	c->g.lines = landscape ? c->g.lines : lines;
	add_notes(l, c, landscape ? 0 : l->carried);
	while (i < boxes->n && place(l, &boxes->v[i], c))
		i++;
	return i;
}

/* The rest of the text that box i belongs to: it ends with the signature, at the next box that begins a page of its
 * own. Kept for the pages that follow, which ask for the same rest. */
static const ht_text_part *rest_of_part(ht_boxes *boxes, size_t i)
{
	ht_text_part *part = &boxes->part;
	bool fresh = i < part->from || i >= part->end;
	if (fresh)
		for (part->end = i; part->end < boxes->n; part->end++)
			if (boxes->v[part->end].starts && boxes->v[part->end].block->element->new_page)
				break;
	part->from = i;
	if (fresh || part->signature < i)
		part->signature = i;
	else
		return part;
	while (part->signature < part->end && !ht_is_signature(&boxes->v[part->signature]))
		part->signature++;
	return part;
}

static bool has_signature(const ht_boxes *boxes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (ht_is_signature(&boxes->v[i]))
			return true;
	return false;
}

/* Move a paragraph's last line to the next page, and the heading that leads to it: both pages then have text, though
 * one line is alone. */
static bool split_body(const ht_boxes *boxes, size_t from, size_t *next)
{
	size_t last = *next - 1;
	while (last > from && !boxes->v[last].body)
		last--;
	while (last > from && ht_box_leads(boxes, last - 1))
		last--;
	if (!boxes->v[last].body || !ht_shows_text(boxes, from, last))
		return false;
	*next = last;
	return true;
}

/* Would the signature's page have no text but the last line of a paragraph? */
static bool has_last_line_only(const ht_boxes *boxes, size_t from, size_t to)
{
	return boxes->v[from].body && !boxes->v[from].starts_block && !ht_any_body(boxes, from + 1, to);
}

/* The end of the block that box i belongs to. */
static size_t end_of_block(const ht_boxes *boxes, size_t i)
{
	const ht_block *block = boxes->v[i].block;
	while (i < boxes->n && boxes->v[i].block == block)
		i++;
	return i;
}

/* Rows of seals among boxes [from, to), or NULL. */
static const ht_block *has_rows(const ht_boxes *boxes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (boxes->v[i].seal_row)
			return boxes->v[i].block;
	return NULL;
}

/* Boxes [from, to) were set with close rows, if there are rows of seals. */
static void note_rows(ht_layouter *l, const ht_boxes *boxes, size_t from, size_t to)
{
	const ht_block *rows = has_rows(boxes, from, to);
	if (rows)
		l->tightening.close_rows = rows;
}

/* Fill the page with all boxes before end, rows of seals no closer than necessary. Returns the first box that does not
 * fit; `from`: end was not reached. */
static size_t fill_to(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, int lines, size_t end, cursor *c)
{
	for (ht_closeness rows = HT_ROWS_CLOSE; rows < HT_ROWS_END; rows++) {
		size_t next = fill_page(l, boxes, from, page, lines, rows, c);
		if (next < end)
			continue;
		note_rows(l, boxes, from, next);
		return next;
	}
	return from;
}

/* Fill the page with the style's lines. Rows of seals that would not all be on it are set closer, if then they are, or
 * if they are divided anyway. Returns the first box that does not fit. */
static size_t fill_with_rows(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, cursor *c)
{
	bool more = !from && l->tightening.first_lines;
	int lines = more ? l->tightening.first_lines : l->style->page.lines;
	size_t next = fill_page(l, boxes, from, page, lines, HT_ROWS_ON_GRID, c), filled = from;
	if (next == boxes->n || !has_rows(boxes, from, next + 1))
		return next;
	size_t end = rest_of_part(boxes, next)->end;
	if (!ht_any_body(boxes, next, end))
		filled = fill_to(l, boxes, from, page, lines, end, c);
	if (filled == from && boxes->v[next].apart) /* within the signature */
		filled = fill_to(l, boxes, from, page, lines, end_of_block(boxes, next), c);
	if (filled > from)
		return filled;
	if (boxes->v[next].seal_row && boxes->v[next].keep < HT_KEEP_STRONG) {
		filled = fill_page(l, boxes, from, page, lines, HT_ROWS_CLOSE_TEXT, c);
		note_rows(l, boxes, from, filled);
		return filled;
	}
	return fill_page(l, boxes, from, page, lines, HT_ROWS_ON_GRID, c);
}

/* Set the lines of a page closer, up to the style's max_lines, so that all boxes before end are on it. Returns how many
 * there are; 0: that is not enough. */
static int tighten_lines(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, size_t end, cursor *c)
{
	for (int lines = l->style->page.lines + 1; lines <= l->style->page.max_lines; lines++)
		if (fill_to(l, boxes, from, page, lines, end, c) > from)
			return lines;
	return 0;
}

/* What is below a signature (a note) would begin the next page: the lines of this one are set closer for it. */
static void pull_rest(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, size_t *next, size_t end, cursor *c)
{
	if (!has_signature(boxes, from, *next) || ht_any_body(boxes, *next, end))
		return;
	int lines = tighten_lines(l, boxes, from, page, end, c);
	if (!lines)
		return;
	l->tightening.rest = boxes->v[*next].block;
	l->tightening.rest_lines = lines;
	*next = end;
}

/* GB/T 9704-2012 7.3.5.5: a signature that would be on a page without text, or with a single line of it, is brought
 * back by setting the lines of the page before closer, up to the style's max_lines. layout.c tries the other measures.
 * *next is where the page after begins. True when a paragraph was split for it. */
static bool pull_signature(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, size_t *next, cursor *c)
{
	const ht_text_part *rest = rest_of_part(boxes, *next);
	size_t end = rest->end;
	if (end == *next)
		return false;
	if (rest->signature == end) {
		pull_rest(l, boxes, from, page, next, end, c);
		return false;
	}
	bool one_line = has_last_line_only(boxes, *next, end);
	if (ht_any_body(boxes, *next, end) && !one_line)
		return false;
	l->tightening.block = boxes->v[*next].block;
	if (boxes->v[*next].seal_row) { /* rows of seals that are higher than a page */
		l->tightening.alone = l->tightening.divided = true;
		return false;
	}
	if (boxes->v[from].landscape) {
		l->tightening.alone = l->tightening.after_landscape = true;
		return false;
	}
	l->tightening.lines = tighten_lines(l, boxes, from, page, end, c);
	if (l->tightening.lines) {
		*next = end;
		return false;
	}
	fill_with_rows(l, boxes, from, page, c);
	if (one_line)
		return false;
	l->tightening.split = l->tightening.may_split && split_body(boxes, from, next);
	l->tightening.alone = !l->tightening.split;
	return l->tightening.split;
}

/* Why the page that ends before box `next` ended. */
static ht_page_end end_of_page(const ht_boxes *boxes, size_t next, bool split, bool shared)
{
	if (shared)
		return HT_PAGE_END_IMPRINT;
	if (next == boxes->n)
		return HT_PAGE_END_LAST;
	if (split)
		return HT_PAGE_END_SIGNATURE;
	return ht_asks_for_page(boxes, next) ? HT_PAGE_END_ASKED : HT_PAGE_END_FULL;
}

/* Is there room for the imprint below what is on the page? */
static bool has_imprint_room(const ht_layouter *l, const cursor *c)
{
	ht_len notes = ht_notes_height(l, ht_notes_shown(l, &c->g, c->notes));
	return c->reach + notes + l->tightening.imprint_gap <= l->imprint_top;
}

/* Fill the last page with so many lines, rows of seals no closer than necessary, so that the imprint has room. */
static bool fill_above_imprint(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, int lines, cursor *c)
{
	for (ht_closeness rows = HT_ROWS_CLOSE; rows < HT_ROWS_END; rows++) {
		if (fill_page(l, boxes, from, page, lines, rows, c) < boxes->n || !has_imprint_room(l, c))
			continue;
		note_rows(l, boxes, from, boxes->n);
		return true;
	}
	return false;
}

/* The imprint has no room below the text on its last page: rows of seals are set closer, and lines up to the style's
 * max_lines (7.3.5.5); last, there is a little less white above the imprint. Not where it goes to a page of its own
 * anyway. */
static void make_imprint_room(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, cursor *c)
{
	bool odd = page % 2 == 0, done = false;
	if (!l->imprint_top || c->landscape || has_imprint_room(l, c) || (l->style->imprint.even_page && odd))
		return;
	const cursor full = *c;
	const int most = l->style->page.max_lines > full.g.lines ? l->style->page.max_lines : full.g.lines;
	int lines = full.g.lines;
	while (!(done = fill_above_imprint(l, boxes, from, page, lines, c)) && lines < most)
		lines++;
	if (!done) {
		l->tightening.imprint_gap = ht_len_scale(l->style->imprint.gap, LEAST_GAP, 100);
		done = fill_above_imprint(l, boxes, from, page, lines, c);
	}
	if (done) {
		l->tightening.imprint_lines = lines > full.g.lines ? lines : 0;
		return;
	}
	l->tightening.imprint_gap = l->style->imprint.gap;
	fill_page(l, boxes, from, page, full.g.lines, full.rows, c);
}

/* May a page that goes on with the imprint begin with the box? Of a table not with its head, nor with its last row. */
static bool may_begin(const ht_box *box)
{
	if (!box->table)
		return box->keep <= HT_KEEP_WEAK;
	return box->keep == HT_KEEP_FREE && !box->about && box->row > box->table->laid.src->n_head;
}

/* Where the last page, which began at `from`, is to end so that the imprint, for which it has no room, is on a page
 * with text: before the last line of the body text, or further up if that line is kept; of a table at least two rows
 * go on. `from`: there is no such place. Not where the imprint goes to a page of its own anyway. */
static size_t break_for_imprint(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page)
{
	const int lines = l->style->page.lines;
	cursor c;
	if (!l->imprint_top || l->style->imprint.even_page || boxes->v[from].landscape)
		return from;
	size_t full = fill_page(l, boxes, from, page, lines, HT_ROWS_ON_GRID, &c);
	size_t b = full < boxes->n ? full : boxes->n - 1;
	while (b > from && (!may_begin(&boxes->v[b]) || !ht_any_body(boxes, b, boxes->n)))
		b = boxes->v[b].table && boxes->v[b].starts_block ? from : b - 1;
	if (b == from || !ht_shows_text(boxes, from, b) ||
	    fill_page(l, boxes, b, page + 1, lines, HT_ROWS_ON_GRID, &c) < boxes->n || !has_imprint_room(l, &c))
		return from;
	return b;
}

/* The last page has no room for the imprint: its last text goes on with the imprint, and what was set closer on it is
 * as it was. Returns where the page ends; boxes->n: nothing is changed. */
static size_t share_with_imprint(ht_layouter *l, ht_boxes *boxes, size_t from, size_t page, cursor *c)
{
	if (c->landscape || has_imprint_room(l, c))
		return boxes->n;
	const cursor full = *c;
	size_t b = break_for_imprint(l, boxes, from, page);
	if (b == from) {
		fill_page(l, boxes, from, page, full.g.lines, full.rows, c);
		return boxes->n;
	}
	l->tightening.lines = 0;
	l->tightening.block = l->tightening.rest = l->tightening.close_rows = NULL;
	fill_page(l, boxes, from, page, l->style->page.lines, HT_ROWS_ON_GRID, c);
	return b;
}

/* Height of the footnotes on the last page. */
static ht_len notes_below(const ht_layouter *l, const ht_paginated *paginated)
{
	return ht_notes_height(l, paginated->pages[paginated->n_pages - 1].note_lines);
}

/* Leave out the blank rows of a table from the box on, which would begin a page: a page needs no rows but to be written
 * in. False: the box does not begin one. */
static bool drop_blank_rows(ht_boxes *boxes, size_t from)
{
	const ht_box *box = &boxes->v[from];
	if (!box->table || box->about || !box->row_first)
		return false;
	const ht_dtable *src = box->table->laid.src;
	if (box->row + src->n_blank < src->n_rows)
		return false;
	size_t end = from;
	while (end < boxes->n && boxes->v[end].table == box->table && !boxes->v[end].about)
		end++;
	box->table->laid.n_rows = box->table->tags.n_rows = box->row;
	memmove(&boxes->v[from], &boxes->v[end], (boxes->n - end) * sizeof *boxes->v);
	boxes->n -= end - from;
	boxes->part = (ht_text_part){0};
	return true;
}

void ht_paginate(ht_layouter *l, ht_boxes *boxes, ht_paginated *ret)
{
	cursor c;
	l->carried = 0;
	boxes->part = (ht_text_part){0};
	size_t cap = 0, from = 0, next;
	bool close = l->tightening.first_close;
	for (size_t i = 0; i < boxes->n; i++) {
		boxes->v[i].asked = asked_lines(boxes, i);
		if (!close || boxes->v[i].block->kind != HT_BLOCK_TITLE)
			continue;
		boxes->v[i].asked -= boxes->v[i].asked > 1;
		close = false;
	}
	do {
		ht_laid_page *page = HT_PUSH(l->arena, ret->pages, ret->n_pages, cap);
		if (!page) {
			ht_layouter_fail(l, HT_ERR_NOMEM);
			return;
		}
		size_t number = ret->n_pages - 1;
		bool split = false, shared = false;
		next = from;
		if (from < boxes->n)
			next = fill_with_rows(l, boxes, from, number, &c);
		else
			c = (cursor){.g = l->style->page, .reach = l->style->page.top};
		if (next > from && next < boxes->n && drop_blank_rows(boxes, next))
			next = fill_with_rows(l, boxes, from, number, &c);
		if (next < boxes->n) {
			next = ht_break_at(boxes, from, next, &l->style->page);
			split = pull_signature(l, boxes, from, number, &next, &c);
		}
		if (from < next && next == boxes->n) {
			make_imprint_room(l, boxes, from, number, &c);
			next = share_with_imprint(l, boxes, from, number, &c);
			shared = next < boxes->n;
		}
		*page = (ht_laid_page){c.g.lines, ht_geometry_pitch(&c.g), end_of_page(boxes, next, split, shared), 0};
		bool landscape = from < next && boxes->v[from].landscape;
		for (; from < next; from++) {
			boxes->v[from].page = number;
			l->carried += boxes->v[from].n_notes;
		}
		page->note_lines = landscape ? 0 : ht_notes_shown(l, &c.g, l->carried);
		l->carried -= page->note_lines;
		if (from < boxes->n && ret->n_pages >= l->doc->most_pages) {
			const char *most = ht_arena_printf(l->arena, "%zu", l->doc->most_pages);
			ht_diag(l->diags, HT_D_TOO_MANY_PAGES, boxes->v[from].block->loc, most, NULL);
			ht_layouter_fail(l, HT_ERR_INPUT);
		}
	} while ((from < boxes->n || l->carried) && l->status == HT_OK);
	ret->bottom = c.landscape ? l->style->page.height : c.reach + notes_below(l, ret);
}
