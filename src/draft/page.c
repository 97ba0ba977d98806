/* What is on every page, and landscape pages: while these are written, the current style is a copy of the document's
 * with their measures. */
#include "draft_priv.h"

const ht_element *ht_draft_page_number(const ht_draft *d, size_t *index)
{
	for (*index = 0; *index < d->portrait->n_furniture; ++*index)
		if (d->portrait->furniture[*index]->kind == HT_E_PAGE_NUMBER)
			return d->portrait->furniture[*index];
	return NULL;
}

bool ht_draft_is_on(const ht_element *e, int page)
{
	return page >= e->first_page && (!e->last_page || page <= e->last_page);
}

const char *ht_draft_page_name(ht_draft *d, size_t page)
{
	return page ? ht_draft_checked(d, ht_arena_printf(d->arena, "公文第%zu页", page + 1)) : "公文首页";
}

/* Do pages 1 and 3 differ in what is on them, or in their margins? */
bool ht_draft_first_differs(const ht_draft *d)
{
	for (size_t i = 0; i < d->style->n_furniture; i++)
		if (ht_draft_is_on(d->style->furniture[i], 1) != ht_draft_is_on(d->style->furniture[i], 3))
			return true;
	return d->first_top != d->top || d->n_ends;
}

void ht_draft_number_para(const ht_draft *d, const ht_element *number, int page, ht_draft_para *ret)
{
	const ht_halign side = page % 2 ? number->odd : number->even;
	ht_draft_para_of(d, number->style, ret);
	ret->align = side;
	ret->pitch = ht_draft_footer_at(d, number, 0).pitch;
	ret->left = side == HT_HALIGN_LEFT ? number->inset : 0;
	ret->right = side == HT_HALIGN_RIGHT ? number->inset : 0;
}

ht_draft_shape ht_draft_furniture_rule(const ht_draft *d, size_t index)
{
	const ht_element *e = d->style->furniture[index];
	const ht_laid_furniture *at = &d->laid->furniture[index];
	return (ht_draft_shape){.x = at->x, .y = at->y, .w = at->w, .h = e->thickness, .colour = e->colour};
}

/* The frame is where the portrait page has its footer line, over the whole width of the type area. */
ht_draft_box ht_draft_landscape_number(const ht_draft *d, const ht_element *number, int page)
{
	const ht_geometry *g = &d->portrait->page;
	const bool left = (page % 2 ? g->odd_head : g->even_head) == HT_SIDE_LEFT;
	size_t i;
	ht_draft_page_number(d, &i);
	const ht_draft_footer f = ht_draft_footer_at(d, number, d->laid->furniture[i].y);
	return (ht_draft_box){.x = left ? f.bottom : g->height - f.bottom - f.pitch,
	                      .y = left ? g->left : g->width - g->left - g->area_width,
	                      .w = f.pitch,
	                      .h = g->area_width};
}

/* What is on landscape pages: tables, and what belongs above them. */
void ht_draft_find_landscape(ht_draft *d)
{
	ht_style *copy = ht_draft_array(d, 1, sizeof *copy);
	if (!copy)
		return;
	*copy = *d->style;
	copy->page = ht_geometry_landscape(&d->style->page, d->style->page.odd_head);
	d->portrait = d->style;
	d->landscape = copy;
	d->portrait_top = d->top;
	d->begins = HT_DRAFT_BEGINS_DOCUMENT;
	for (size_t i = 0; i < d->doc->flow.n; i++)
		d->has_landscape = d->has_landscape || (d->laid->flow[i].n && d->laid->flow[i].v[0].landscape);
}

void ht_draft_use_landscape(ht_draft *d, bool landscape)
{
	d->style = landscape ? d->landscape : d->portrait;
	d->top = d->portrait_top - d->portrait->page.top + d->style->page.top;
}

void ht_draft_enter_page(ht_draft *d, bool landscape)
{
	if ((landscape ? d->landscape : d->portrait) == d->style || d->status != HT_OK)
		return;
	ht_draft_use_landscape(d, landscape);
	d->begins = landscape ? HT_DRAFT_BEGINS_LANDSCAPE : HT_DRAFT_BEGINS_PORTRAIT;
	ht_draft_place_page(d);
}
