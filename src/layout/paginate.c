/* Page breaks and vertical places.
 *
 * Text stands on the page's grid (22 lines: GB/T 9704-2012 5.2.3): each box
 * takes the next free line, after the empty lines its element asks for. What
 * the standard places in millimetres stands exactly there; the text after it
 * takes the first grid line that is clear of it, so that both sides of a leaf
 * register.
 *
 * A page is filled until a box does not fit; then the break goes back to the
 * last place where one is allowed (a box that is not to be kept with the one
 * before it). The first page must show body text (7.3.3): if going back would
 * take it all away, the break stays where the page was full. */
#include "boxes.h"

#define MAX_PAGES 20000

typedef struct cursor {
	int line;      /* next free grid line */
	ht_len bottom; /* lower edge of what stands above */
	bool empty;    /* nothing on the page yet */
} cursor;

static ht_len area_bottom(const ht_geometry *g)
{
	return g->top + g->area_height;
}

/* The first grid line whose em box is clear of y. */
static int line_below(const ht_geometry *g, ht_len y)
{
	int k = (int)((int64_t)(y - g->top) * (g->lines - 1) / (g->area_height - g->size));
	while (k > 0 && ht_geometry_line(g, k - 1) >= y)
		k--;
	while (ht_geometry_line(g, k) < y)
		k++;
	return k;
}

/* An exact place, from the sheet, the type area or what stands above. */
static void place_exact(ht_layouter *l, ht_box *box, cursor *c)
{
	const ht_geometry *g = &l->style->page;
	const ht_element *e = box->block->element;
	const ht_len origin[] = {[HT_FROM_PREVIOUS] = (c->empty ? g->top : c->bottom) + e->top,
	                         [HT_FROM_AREA] = g->top + e->top,
	                         [HT_FROM_SHEET] = e->top,
	                         [HT_FROM_SHEET_BOTTOM] = g->height - e->top - box->em};
	box->top = origin[e->from];
	if (!c->empty && box->top < c->bottom)
		ht_diag(l->diags, HT_D_HEADER_OVERLAP, box->block->loc, e->name, NULL);
	c->bottom = box->top + box->em;
	c->line = line_below(g, c->bottom);
}

/* Empty lines above a box that begins an element: its own or those below the
 * element before, whichever is more; none at a page's top. */
static int empty_lines(const ht_box *box, const cursor *c)
{
	if (!box->starts || c->empty)
		return 0;
	int above = box->block->element->skip, below = box[-1].block->element->skip_below;
	return above > below ? above : below;
}

/* The next line of the grid; the em box centred on that of the body's size. */
static bool place_on_grid(ht_layouter *l, ht_box *box, cursor *c)
{
	const ht_geometry *g = &l->style->page;
	int k = c->line + empty_lines(box, c);
	if (k >= g->lines)
		return false;
	box->top = ht_geometry_line(g, k) + (g->size - box->em) / 2;
	c->line = k + 1;
	c->bottom = box->top + box->em;
	return true;
}

/* On the line of the box before it: number and signers, number and secrecy. */
static bool place_beside(ht_box *box, cursor *c)
{
	box->placed_beside = false;
	if (c->empty || !box->starts || !box->block->element->beside || box[-1].placed_beside)
		return false;
	box->top = box[-1].top + (box[-1].em - box->em) / 2;
	box->placed_beside = true;
	return true;
}

/* Place box on the page; false when it does not fit. */
static bool place(ht_layouter *l, ht_box *box, cursor *c)
{
	if (place_beside(box, c))
		return true;
	if (box->starts && box->block->element->new_page && !c->empty)
		return false;
	if (box->block->element->has_top && box->starts)
		place_exact(l, box, c);
	else if (!place_on_grid(l, box, c))
		return false;
	bool fits = c->empty || c->bottom <= area_bottom(&l->style->page);
	c->empty = false;
	return fits;
}

static bool any_body(const ht_boxes *boxes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (boxes->v[i].body)
			return true;
	return false;
}

static bool has_body(const ht_boxes *boxes)
{
	return any_body(boxes, 0, boxes->n);
}

/* The last place in (from, full] where a break costs no more than `most`;
 * `from` when there is none. */
static size_t last_break(const ht_boxes *boxes, size_t from, size_t full, ht_keep most)
{
	size_t b = full;
	while (b > from && boxes->v[b].keep > most)
		b--;
	/* page 1 must go on showing body text */
	if (from == 0 && !any_body(boxes, from, b) && any_body(boxes, from, full))
		return from;
	return b;
}

/* Where to end the page that began at `from` and is full before `full`. */
static size_t break_at(const ht_boxes *boxes, size_t from, size_t full)
{
	if (boxes->v[full].starts && boxes->v[full].block->element->new_page)
		return full;
	for (ht_keep most = HT_KEEP_FREE; most < HT_KEEP_STRONG; most++) {
		size_t b = last_break(boxes, from, full, most);
		if (b > from)
			return b;
	}
	return full;
}

ht_status ht_paginate(ht_layouter *l, ht_boxes *boxes, size_t *n_pages, ht_len *bottom)
{
	size_t from = 0, page = 0;
	cursor c = {.empty = true};
	while (from < boxes->n) {
		size_t i = from;
		c = (cursor){.empty = true, .bottom = l->style->page.top};
		while (i < boxes->n && place(l, &boxes->v[i], &c))
			boxes->v[i++].page = page;
		from = i < boxes->n ? break_at(boxes, from, i) : i;
		if (i < boxes->n && ++page >= MAX_PAGES) {
			ht_diag(l->diags, HT_D_TOO_MANY_PAGES, boxes->v[i].block->loc, "20000", NULL);
			return HT_ERR_INPUT;
		}
	}
	*n_pages = page + 1;
	*bottom = c.bottom;
	if (has_body(boxes)) {
		size_t first = 0;
		while (first < boxes->n && boxes->v[first].page == 0)
			first++;
		if (!any_body(boxes, 0, first))
			ht_diag(l->diags, HT_D_FIRST_PAGE_NO_BODY, boxes->v[0].block->loc, NULL);
	}
	return HT_OK;
}
