/* What stands on every page: the page number (GB/T 9704-2012 7.5). */
#include "boxes.h"

#include <stdio.h>

/* The template's text with the number for {page}. */
static ht_status number_spans(ht_layouter *l, const ht_element *e, int number, ht_dpara *ret)
{
	ht_dspan *spans = ht_arena_array(l->arena, 1, sizeof *spans);
	ht_buf text = {0};
	for (size_t i = 0; i < e->text.n; i++) {
		if (e->text.parts[i].literal)
			ht_buf_adds(&text, e->text.parts[i].literal);
		else
			ht_buf_addf(&text, "%d", number);
	}
	char *copy = text.failed ? NULL : ht_arena_strndup(l->arena, text.data ? text.data : "", text.len);
	if (spans && copy)
		*spans = (ht_dspan){.text = copy,
		                    .len = text.len,
		                    .face = e->style->face,
		                    .size = e->style->size,
		                    .colour = e->style->colour,
		                    .loc = e->loc};
	ht_buf_free(&text);
	*ret = (ht_dpara){spans, 1};
	return spans && copy ? HT_OK : HT_ERR_NOMEM;
}

/* The ink's top of the line's first glyph above the baseline: the dash. */
static ht_len first_ink_top(const ht_line *line)
{
	int box[4];
	const ht_run *run = &line->runs[0];
	if (!run->n || !ht_font_ink(run->font, run->glyphs[0].gid, box))
		return 0;
	return ht_len_scale(run->size, box[3], 1000);
}

static ht_status page_number(ht_layouter *l, const ht_element *e, int number, ht_ops *ops)
{
	const ht_geometry *g = &l->style->page;
	ht_dpara para;
	ht_span *spans;
	ht_para_shape shape;
	ht_lines lines = {0};
	ht_status status = number_spans(l, e, number, &para);
	if (status == HT_OK)
		status = ht_layout_spans(l, para.spans, para.n, &spans);
	if (status == HT_OK)
		status = ht_layout_shape(l, e->style, &shape);
	if (status != HT_OK)
		return status;
	shape.align = HT_ALIGN_LEFT;
	shape.forbid_break = true;
	status = ht_compose(l->fonts, spans, para.n, &shape, l->arena, l->diags, &lines);
	if (status != HT_OK || !lines.n || !lines.v[0].n)
		return status;
	const ht_line *line = &lines.v[0];
	ht_halign side = number % 2 ? e->odd : e->even;
	ht_len slack = g->area_width - line->width;
	ht_len x = side == HT_HALIGN_LEFT ? e->inset : side == HT_HALIGN_RIGHT ? slack - e->inset : slack / 2;
	ht_boxline bl = {.line = line, .x = x, .role = HT_ROLE_ARTIFACT};
	return ht_emit_line(l, &bl, g->top + g->area_height + e->below + first_ink_top(line), e, ops);
}

/* A rule at a fixed place of the sheet (信函's lower double line: 10.1). */
static ht_status page_rule(ht_layouter *l, const ht_element *e, int number, ht_ops *ops)
{
	const ht_geometry *g = &l->style->page;
	(void)number;
	const ht_len tops[] = {[HT_FROM_PREVIOUS] = e->top,
	                       [HT_FROM_AREA] = g->top + e->top,
	                       [HT_FROM_SHEET] = e->top,
	                       [HT_FROM_SHEET_BOTTOM] = g->height - e->top - e->thickness};
	return ht_emit_rule(l, e, tops[e->from], ops);
}

static ht_status (*const kinds[HT_E_KIND_COUNT])(ht_layouter *, const ht_element *, int, ht_ops *) = {
    [HT_E_PAGE_NUMBER] = page_number,
    [HT_E_RULE] = page_rule,
};

ht_status ht_furniture(ht_layouter *l, size_t i, ht_page *page, ht_ops *ops)
{
	ht_status status = HT_OK;
	int number = (int)i + 1;
	page->number = 0;
	for (size_t k = 0; k < l->style->n_furniture && status == HT_OK; k++) {
		const ht_element *e = l->style->furniture[k];
		if (e->kind == HT_E_PAGE_NUMBER && i >= l->unnumbered)
			continue;
		if (!kinds[e->kind] || number < e->first_page || (e->last_page && number > e->last_page))
			continue;
		if (e->kind == HT_E_PAGE_NUMBER)
			page->number = number;
		status = kinds[e->kind](l, e, number, ops);
	}
	return status;
}
