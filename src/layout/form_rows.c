/* Forms are filled in by hand: their rows for what is written at length, or sealed, share what is free below them on
 * their page. How much that is shows only when all is placed, so forms are made twice. */
#include <stdlib.h>

#include "boxes.h"
#include "doc/cells.h"

/* No such row gets more than this where text follows on the page. */
#define MOST_MM 40
/* A place for a photograph of one inch. */
#define PHOTO_WIDE_MM 25
#define PHOTO_HIGH_MM 35
/* What is left free at the page's end. */
#define SPARE_MM 1

bool ht_form_is_photograph(const ht_dtable *t, size_t i)
{
	return i / t->n_columns >= t->n_head && ht_cell_is_photograph(&t->cells[i]);
}

ht_len ht_form_photograph_width(void)
{
	return ht_len_from_mm(PHOTO_WIDE_MM);
}

ht_len ht_form_photograph_height(const ht_dtable *t, const size_t *owners, size_t r)
{
	ht_len least = 0;
	for (size_t c = 0; c < t->n_columns; c++) {
		size_t i = owners[r * t->n_columns + c];
		if (ht_form_is_photograph(t, i))
			least = ht_len_from_mm(PHOTO_HIGH_MM) / (ht_len)t->cells[i].rows;
	}
	return least;
}

size_t ht_cell_signs_from(const ht_dcell *cell)
{
	size_t n = cell->signs, at = cell->para.n;
	if (!n)
		return SIZE_MAX;
	for (; at > 0; at--)
		if (ht_ends_line(&cell->para.spans[at - 1]) && --n == 0)
			break;
	return at;
}

static int compare(const void *a, const void *b)
{
	const ht_row_more *x = a, *y = b;
	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

ht_len ht_form_more(const ht_layouter *l, const ht_block *block, size_t row)
{
	const ht_row_more wanted = {.block = block, .row = row};
	const ht_row_more *found = NULL;
	if (l->n_more)
		found = bsearch(&wanted, l->more, l->n_more, sizeof *l->more, compare);
	return found ? found->more : 0;
}

/* Does box i begin a row of a form that is to be written in at length? */
static bool begins_long_row(const ht_box *box)
{
	if (!box->table || !box->table->form || box->about || box->in_head || !box->row_first || box->landscape)
		return false;
	const ht_dtable *src = box->table->laid.src;
	return !src->row_height && ht_dtable_row_is_long(src, box->row);
}

/* A page of boxes [from, to). */
typedef struct page {
	size_t number, from, to;
} page;

/* Where what may be on the page ends: above its footnotes, and above the imprint if that is on it. */
static ht_len limit_of(const ht_layouter *l, const ht_paginated *paginated, const page *p, ht_len bottom)
{
	const ht_geometry *g = &l->style->page;
	ht_len limit = g->top + g->area_height - ht_notes_height(l, paginated->pages[p->number].note_lines);
	ht_len imprint = l->imprint_top - l->tightening.imprint_gap;
	bool last = p->number + 1 == paginated->n_pages;
	return last && l->imprint_top && bottom <= imprint ? ht_len_min(limit, imprint) : limit;
}

/* May the page be filled: does nothing go on to the next but the form that is last on it? */
static bool ends_here(const ht_boxes *boxes, const page *p)
{
	if (p->to == boxes->n || ht_asks_for_page(boxes, p->to))
		return true;
	const ht_box *next = &boxes->v[p->to];
	return next->table && next->table == boxes->v[p->to - 1].table && !next->about;
}

static void grow_page(ht_layouter *l, const ht_boxes *boxes, const ht_paginated *paginated, const page *p)
{
	size_t n = 0, last = p->from;
	ht_len bottom = 0;
	for (size_t i = p->from; i < p->to; i++) {
		const ht_box *box = &boxes->v[i];
		bottom = ht_len_max(bottom, box->top + ht_len_max(box->em, box->reach));
		n += begins_long_row(box);
		if (begins_long_row(box))
			last = i;
	}
	if (!n || !ends_here(boxes, p))
		return;
	ht_len free = limit_of(l, paginated, p, bottom) - bottom - ht_len_from_mm(SPARE_MM);
	bool followed = boxes->v[p->to - 1].table != boxes->v[last].table;
	if (followed) /* by text, on the grid */
		free -= free % ht_geometry_pitch(&l->style->page);
	ht_len each = free / (ht_len)n;
	if (followed)
		each = ht_len_min(each, ht_len_from_mm(MOST_MM));
	for (size_t i = p->from; i < p->to && each > 0; i++) {
		if (!begins_long_row(&boxes->v[i]))
			continue;
		ht_row_more *more = HT_PUSH(l->arena, l->more, l->n_more, l->cap_more);
		if (more)
			*more = (ht_row_more){boxes->v[i].block, boxes->v[i].row, each};
		else
			ht_layouter_fail(l, HT_ERR_NOMEM);
	}
}

bool ht_form_rows_grow(ht_layouter *l, const ht_boxes *boxes, const ht_paginated *paginated)
{
	page p = {.number = 0};
	for (; p.from < boxes->n && l->status == HT_OK; p.from = p.to) {
		p.number = boxes->v[p.from].page;
		p.to = p.from + 1;
		while (p.to < boxes->n && boxes->v[p.to].page == p.number)
			p.to++;
		grow_page(l, boxes, paginated, &p);
	}
	return l->n_more > 0;
}
