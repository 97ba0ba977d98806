#include "layout/layout.h"

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
 * page of its own. */
static size_t pages_with_foot(ht_layouter *l, const ht_foot_set *foot, size_t n_pages, ht_len bottom)
{
	if (!foot->boxes.n || bottom + l->style->foot.gap <= foot->top)
		return n_pages;
	ht_diag(l->diags, HT_D_FOOT_NEW_PAGE, foot->boxes.v[0].block->loc, NULL);
	return n_pages + 1;
}

static ht_status lay_out(ht_layouter *l, ht_pages *pages)
{
	ht_boxes boxes = {0};
	ht_foot_set foot = {0};
	size_t n_pages = 1;
	ht_len bottom = 0;
	ht_status status = init_roles(l);
	if (status == HT_OK)
		status = ht_boxes_make(l, &l->doc->flow, &boxes);
	if (status == HT_OK)
		status = ht_foot_place(l, &foot);
	if (status == HT_OK)
		status = ht_paginate(l, &boxes, &n_pages, &bottom);
	if (status != HT_OK)
		return status;
	pages->n = pages_with_foot(l, &foot, n_pages, bottom);
	pages->v = ht_arena_array(l->arena, pages->n, sizeof *pages->v);
	return pages->v ? ht_emit(l, &boxes, &foot, pages) : HT_ERR_NOMEM;
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
	                            .created = -1};
	ht_layouter l = {.doc = doc, .style = doc->style, .fonts = fonts, .diags = diags, .arena = arena};
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
