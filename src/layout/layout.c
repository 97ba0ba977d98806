#include "layout/layout.h"
#include "layout/messages.h"

#include <stdio.h>
#include <string.h>

#include "boxes.h"

static ht_status init_roles(ht_layouter *l)
{
	size_t n = l->style->n_faces;
	l->han_roles = ht_arena_array(l->arena, n + 1, sizeof *l->han_roles);
	l->latin_roles = ht_arena_array(l->arena, n + 1, sizeof *l->latin_roles);
	if (!l->han_roles || !l->latin_roles)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < n; i++)
		l->han_roles[i] = l->latin_roles[i] = -1;
	return HT_OK;
}

/* The foot stands on the last page if the text leaves room for it, else on a
 * page of its own; printed on both sides, on an even one, a blank page before
 * it where need be. Such a blank page and the foot's carry no number
 * (GB/T 9704-2012 7.5). */
static size_t pages_with_foot(ht_layouter *l, const ht_foot_set *foot, size_t n_pages, ht_len bottom)
{
	bool even = l->style->foot.even_page;
	l->unnumbered = SIZE_MAX;
	if (!foot->boxes.n || (bottom + l->style->foot.gap <= foot->top && !(even && n_pages % 2)))
		return n_pages;
	ht_diag(l->diags, HT_D_FOOT_NEW_PAGE, foot->boxes.v[0].block->loc, NULL);
	if (!even || n_pages % 2)
		return n_pages + 1;
	l->unnumbered = n_pages;
	return n_pages + 2;
}

typedef struct laid_out {
	ht_boxes boxes;
	ht_foot_set foot;
	size_t n_pages;
	ht_len bottom;
} laid_out;

static ht_status place_all(ht_layouter *l, laid_out *ret)
{
	laid_out out = {.n_pages = 1};
	l->units = 0;
	l->lists = 0;
	l->closer.block = NULL;
	l->closer.alone = l->closer.parted = false;
	l->closer.lines = 0;
	ht_status status = ht_boxes_make(l, &l->doc->flow, &out.boxes);
	if (status == HT_OK)
		status = ht_foot_place(l, &out.foot);
	if (status == HT_OK)
		status = ht_paginate(l, &out.boxes, &out.n_pages, &out.bottom);
	if (status == HT_OK)
		*ret = out;
	return status;
}

/* The element of the flow that a row of the foot may stand for, or NULL. */
static const ht_block *movable(const ht_layouter *l)
{
	const ht_blocks *flow = &l->doc->flow, *foot = &l->doc->foot;
	for (size_t i = 0; i < foot->n; i++)
		for (size_t k = 0; k < flow->n && foot->v[i].element->instead_of; k++)
			if (strcmp(flow->v[k].element->name, foot->v[i].element->instead_of) == 0)
				return &flow->v[k];
	return NULL;
}

static const ht_block *first_body(const ht_boxes *boxes)
{
	size_t i = 0;
	while (i + 1 < boxes->n && !boxes->v[i].body)
		i++;
	return boxes->v[i].block;
}

/* GB/T 9704-2012 7.3.2: recipients that leave no room for body text on page 1
 * go to the record block. */
static ht_status place_with_body(ht_layouter *l, laid_out *ret)
{
	ht_status status = place_all(l, ret);
	const ht_block *block = movable(l);
	if (status == HT_OK && block && ht_first_page_lacks_body(&ret->boxes)) {
		l->moved = block->element->name;
		ht_diag(l->diags, HT_D_MOVED_TO_FOOT, block->loc, l->moved, NULL);
		status = place_all(l, ret);
	}
	if (status == HT_OK && ht_first_page_lacks_body(&ret->boxes))
		ht_diag(l->diags, HT_D_FIRST_PAGE_NO_BODY, first_body(&ret->boxes)->loc, NULL);
	return status;
}

/* Lay out anew with other characters in a line of body text; true when the
 * signature then stands with text. Faults are not told again. */
static bool helps(ht_layouter *l, int chars, bool may_part, laid_out *ret, ht_status *status)
{
	ht_diags *diags = l->diags;
	l->diags = NULL;
	l->closer.chars = chars;
	l->closer.may_part = may_part;
	*status = place_all(l, ret);
	l->diags = diags;
	return *status == HT_OK && !l->closer.alone;
}

/* GB/T 9704-2012 7.3.5.5, where closer lines do not suffice: characters closer, up
 * to the style's max_chars; then a paragraph of two or three lines is parted; then
 * characters are set wider, down to min_chars, so that there are two lines. */
static ht_status keep_signature(ht_layouter *l, laid_out *ret)
{
	const ht_geometry *g = &l->style->page;
	ht_status status = HT_OK;
	bool done = !l->closer.alone;
	for (int chars = g->chars + 1; !done && status == HT_OK && chars <= g->max_chars; chars++)
		done = helps(l, chars, false, ret, &status);
	for (int chars = g->chars; !done && status == HT_OK && g->min_chars && chars >= g->min_chars; chars--)
		done = helps(l, chars, true, ret, &status);
	if (!done && status == HT_OK)
		helps(l, 0, false, ret, &status);
	return status;
}

static void report_closer(ht_layouter *l)
{
	const ht_closer *c = &l->closer;
	char number[16];
	if (!c->block)
		return;
	snprintf(number, sizeof number, "%d", c->lines);
	if (c->lines)
		ht_diag(l->diags, HT_D_LINES_CLOSER, c->block->loc, number, NULL);
	snprintf(number, sizeof number, "%d", c->chars);
	if (c->chars && c->chars != l->style->page.chars)
		ht_diag(l->diags, HT_D_CHARS_CLOSER, c->block->loc, number, NULL);
	if (c->parted)
		ht_diag(l->diags, HT_D_PARA_PARTED, c->block->loc, NULL);
	if (c->alone)
		ht_diag(l->diags, HT_D_SIGNATURE_ALONE, c->block->loc, NULL);
}

/* What the standard has on the line before, but found no room there. */
static void report_below(ht_layouter *l, const ht_boxes *boxes)
{
	for (size_t i = 1; i < boxes->n; i++) {
		const ht_box *box = &boxes->v[i], *before = &boxes->v[i - 1];
		const ht_element *e = box->block->element;
		if (box->starts && e->beside && !before->block->element->beside && ht_boxes_collide(box, before))
			ht_diag(l->diags, HT_D_NOT_BESIDE, box->block->loc, e->name, before->block->element->name,
			        NULL);
	}
}

static ht_status lay_out(ht_layouter *l, ht_pages *pages)
{
	laid_out out;
	ht_status status = init_roles(l);
	if (status == HT_OK)
		status = place_with_body(l, &out);
	if (status == HT_OK)
		status = keep_signature(l, &out);
	if (status != HT_OK)
		return status;
	report_closer(l);
	report_below(l, &out.boxes);
	pages->n = pages_with_foot(l, &out.foot, out.n_pages, out.bottom);
	pages->v = ht_arena_array(l->arena, pages->n, sizeof *pages->v);
	return pages->v ? ht_emit(l, &out.boxes, &out.foot, pages) : HT_ERR_NOMEM;
}

ht_status ht_layout(const ht_doc *doc, ht_fonts *fonts, ht_diags *diags, ht_pages **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_pages *pages = arena ? ht_arena_alloc(arena, sizeof *pages) : NULL;
	if (!pages) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	pages->arena = arena;
	pages->info = (ht_doc_info){.title = doc->title,
	                            .author = doc->author,
	                            .subject = doc->subject,
	                            .keywords = doc->keywords,
	                            .fonds = doc->fonds,
	                            .file_number = doc->file_number,
	                            .document_number = doc->subject,
	                            .issuer = doc->author,
	                            .date = doc->date_text,
	                            .secrecy = doc->secrecy,
	                            .retention = doc->retention,
	                            .created = -1};
	ht_layouter l = {.doc = doc,
	                 .style = doc->style,
	                 .fonts = fonts,
	                 .diags = diags,
	                 .arena = arena,
	                 .turned = ht_geometry_turned(&doc->style->page, HT_SIDE_LEFT),
	                 .area = &doc->style->page};
	ht_status status = lay_out(&l, pages);
	if (status == HT_OK)
		*ret = pages;
	else
		ht_pages_free(pages);
	return status;
}

void ht_pages_free(ht_pages *pages)
{
	if (pages)
		ht_arena_free(pages->arena);
}
