/* What is on every page: the page number (GB/T 9704-2012 7.5). */
#include "boxes.h"

#include <stdio.h>

/* The template's text with the number for {page}; "" once the layouter has failed. */
static ht_dspan number_span(ht_layouter *l, const ht_element *e, int number)
{
	ht_buf text = {0};
	for (size_t i = 0; i < e->text.n; i++) {
		if (e->text.parts[i].literal)
			ht_buf_adds(&text, e->text.parts[i].literal);
		else
			ht_buf_addf(&text, "%d", number);
	}
	const size_t len = text.len;
	const char *copy = ht_buf_take(&text, l->arena);
	if (!copy)
		ht_layouter_fail(l, HT_ERR_NOMEM);
	return (ht_dspan){.text = copy ? copy : "",
	                  .len = copy ? len : 0,
	                  .face = e->style->face,
	                  .size = e->style->size,
	                  .colour = e->style->colour,
	                  .loc = e->loc};
}

/* The ink's top of the line's first glyph above the baseline: the dash. */
static ht_len first_ink_top(const ht_composed_line *line)
{
	int box[4];
	const ht_run *run = &line->runs[0];
	if (!run->n || !ht_font_ink(run->font, run->glyphs[0].gid, box))
		return 0;
	return ht_len_scale(run->size, box[3], 1000);
}

/* A page number's line (NULL if it is empty), and its baseline. */
static const ht_composed_line *number_line(ht_layouter *l, const ht_element *e, int number, ht_len *y)
{
	const ht_geometry *g = &l->style->page;
	const ht_dspan span = number_span(l, e, number);
	const bool compact = ht_lines_turn_compact(l, (size_t)(number - 1) * HT_LINES_OF_PAGE);
	ht_arena *own = l->arena;
	if (compact)
		l->arena = l->scratch;
	const ht_span *spans = ht_layout_spans(l, &span, 1);
	ht_para_shape shape = ht_layout_shape(l, e->style);
	shape.align = HT_ALIGN_LEFT;
	shape.forbid_break = true;
	const ht_composed_lines lines = ht_layout_lines(l, spans, 1, &shape);
	const ht_composed_line *line = lines.n && lines.v[0].n ? &lines.v[0] : NULL;
	*y = g->top + g->area_height + e->below + (line ? first_ink_top(line) : 0);
	l->arena = own;
	return line && compact ? ht_lines_kept(l, &lines).v : line;
}

static void emit_number(ht_layouter *l, const ht_element *e, int number, const ht_number_line *line, ht_ops *ops)
{
	if (!line->set)
		return;
	ht_halign side = number % 2 ? e->odd : e->even;
	ht_len slack = l->style->page.area_width - line->set->width, x = slack / 2;
	if (side == HT_HALIGN_LEFT)
		x = e->inset;
	if (side == HT_HALIGN_RIGHT)
		x = slack - e->inset;
	const ht_laid_line laid = {.set = line->set, .x = x, .tag = HT_TAG_ARTIFACT};
	ht_emit_line(l, &laid, line->y, e, ops);
}

/* A rule at a fixed place on the paper (信函's lower double line: 10.1). */
static ht_laid_furniture rule_place(const ht_layouter *l, const ht_element *e)
{
	const ht_geometry *g = &l->style->page;
	const ht_len tops[] = {[HT_FROM_PREVIOUS] = e->top,
	                       [HT_FROM_AREA] = g->top + e->top,
	                       [HT_FROM_PAPER] = e->top,
	                       [HT_FROM_PAPER_BOTTOM] = g->height - e->top - e->thickness};
	ht_laid_furniture at = {.y = tops[e->from]};
	ht_rule_span(g, e, &at.x, &at.w);
	return at;
}

/* Is it on page i (0-based)? */
static bool is_on(const ht_layouter *l, const ht_element *e, size_t i)
{
	const int number = (int)i + 1;
	if (e->kind == HT_E_PAGE_NUMBER && i >= l->unnumbered)
		return false;
	return number >= e->first_page && (!e->last_page || number <= e->last_page);
}

void ht_furniture_set(ht_layouter *l, size_t i, ht_page *page, ht_number_line *lines)
{
	const int number = (int)i + 1;
	for (size_t k = 0; k < l->style->n_furniture; k++) {
		const ht_element *e = l->style->furniture[k];
		if (!is_on(l, e, i))
			continue;
		if (e->kind == HT_E_RULE)
			l->furniture[k] = rule_place(l, e);
		if (e->kind != HT_E_PAGE_NUMBER)
			continue;
		page->number = number;
		lines[k].set = number_line(l, e, number, &lines[k].y);
		l->furniture[k].y = lines[k].y;
		l->furniture[k].w = 0;
	}
}

void ht_furniture_emit(ht_layouter *l, size_t i, const ht_number_line *lines, ht_ops *ops)
{
	for (size_t k = 0; k < l->style->n_furniture; k++) {
		const ht_element *e = l->style->furniture[k];
		if (!is_on(l, e, i))
			continue;
		if (e->kind == HT_E_RULE)
			ht_emit_rule(l, e, rule_place(l, e).y, ops);
		else if (e->kind == HT_E_PAGE_NUMBER)
			emit_number(l, e, (int)i + 1, &lines[k], ops);
	}
}

void ht_furniture_complete(ht_layouter *l)
{
	for (size_t k = 0; k < l->style->n_furniture; k++) {
		const ht_element *e = l->style->furniture[k];
		ht_laid_furniture *at = &l->furniture[k];
		if (at->w >= 0)
			continue;
		*at = (ht_laid_furniture){0};
		if (e->kind == HT_E_PAGE_NUMBER)
			number_line(l, e, 1, &at->y);
		else if (e->kind == HT_E_RULE)
			*at = rule_place(l, e);
	}
}
