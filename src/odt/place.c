/* Vertical places.
 *
 * The pages' own reckoning (em boxes on a grid; what the standard gives in
 * millimetres exactly there) is followed through the document as if every
 * paragraph of unknown length had one line: header blocks, where distances
 * matter, come out exactly, and text below stays on the grid whatever the
 * number of lines. The result is the space above each paragraph's line box. */
#include <string.h>

#include "odt_priv.h"

/* Part of a line above its baseline, as editors set lines of fixed height. */
#define ABOVE_NUM 4
#define ABOVE_DEN 5

static ht_len above_baseline(ht_len pitch)
{
	return ht_len_scale(pitch, ABOVE_NUM, ABOVE_DEN);
}

void odt_place_page(odt *o)
{
	o->at = (odt_cursor){.y = o->top, .bottom = o->style->page.top, .empty = true};
}

void odt_place_begin(odt *o)
{
	const ht_style *style = o->style;
	o->body_style = NULL;
	for (size_t i = 0; i < style->n_elements && !o->body_style; i++)
		if (style->elements[i].kind == HT_E_BODY && style->elements[i].style)
			o->body_style = style->elements[i].style;
	if (!o->body_style)
		o->body_style = &style->styles[0];
	o->top = style->page.top + odt_ascent(o, o->body_style) - above_baseline(odt_pitch(o));
	o->first_top = o->top;
	odt_place_page(o);
}

ht_len odt_whole_lines(const odt *o, ht_len distance)
{
	ht_len pitch = odt_pitch(o), whole = (distance + pitch / 2) / pitch * pitch;
	ht_len off = distance > whole ? distance - whole : whole - distance;
	return off < HT_LEN_PT / 4 ? whole : distance;
}

static ht_len exact_place(const odt *o, const ht_element *e, ht_len height)
{
	const ht_geometry *g = &o->style->page;
	const ht_len origin[] = {[HT_FROM_PREVIOUS] = o->at.bottom + e->top,
	                         [HT_FROM_AREA] = g->top + e->top,
	                         [HT_FROM_SHEET] = e->top,
	                         [HT_FROM_SHEET_BOTTOM] = g->height - e->top - height};
	return origin[e->from];
}

/* Lines to leave empty: the element's own or those below the one before; at a
 * page's top only what an element that begins a page asks for. */
static int empty_lines(const odt *o, const ht_block *block, int skip)
{
	if (o->at.empty)
		return block->first && block->element->new_page ? block->element->skip : 0;
	if (skip < 0)
		skip = block->first ? block->element->skip : 0;
	return block->first && o->at.skip_below > skip ? o->at.skip_below : skip;
}

static bool signs(ht_block_kind kind)
{
	return kind == HT_BLOCK_SIGNATURE || kind == HT_BLOCK_SEALED || kind == HT_BLOCK_STAMPED;
}

/* Would the block, its em box's top at y, run under the seal above? */
static bool under_seal(odt *o, const ht_block *block, ht_len y)
{
	if (y >= o->at.over_bottom || signs(block->kind) || !block->n_paras)
		return false;
	const ht_dpara *p = &block->paras[0];
	ht_len left = block->style->left + block->style->indent;
	return left < o->at.over_right && left + odt_width(o, block->style, p->spans, p->n) > o->at.over_left;
}

/* Top of the em box; the cursor's line and bottom behind it. */
static ht_len place_em(odt *o, const ht_block *block, ht_len size, int skip)
{
	const ht_geometry *g = &o->style->page;
	const ht_element *e = block->element;
	ht_len top;
	if (e->has_top && block->first) {
		top = exact_place(o, e, size);
		o->at.line = ht_geometry_line_below(g, top + size);
	} else {
		o->at.line += empty_lines(o, block, skip);
		while (under_seal(o, block, ht_geometry_line(g, o->at.line)))
			o->at.line++;
		top = ht_geometry_line(g, o->at.line) + (g->size - size) / 2;
		o->at.line++;
	}
	o->at.bottom = top + size;
	o->at.skip_below = e->skip_below;
	o->at.empty = false;
	return top;
}

/* Space above line boxes whose first baseline is at y; the cursor goes below them. */
static ht_len advance(odt *o, ht_len baseline, ht_len pitch, int n)
{
	ht_len above = baseline - above_baseline(pitch) - o->at.y;
	if (above < 0 && !o->started) {
		o->first_top = o->at.y += above;
		above = 0;
	}
	above = odt_whole_lines(o, above < 0 ? 0 : above);
	o->at.origin = o->at.y;
	o->at.top = o->at.y + above;
	o->at.y = o->at.top + n * pitch;
	return above;
}

ht_len odt_place_lines(odt *o, const ht_block *block, const ht_pstyle *ps, int n, int skip)
{
	ht_len top = place_em(o, block, ps->size, skip), pitch = odt_pitch(o);
	o->at.line += n - 1;
	o->at.bottom += (n - 1) * pitch;
	return advance(o, top + odt_ascent(o, ps), pitch, n);
}

ht_len odt_place_mark(odt *o, const ht_block *block, const odt_mark *mark, ht_len pitch)
{
	ht_len top = place_em(o, block, mark->up + mark->down, -1);
	return advance(o, top + mark->up, pitch, 1);
}

ht_len odt_place_box(odt *o, const ht_block *block, ht_len height)
{
	const ht_geometry *g = &o->style->page;
	ht_len top = place_em(o, block, g->size, -1), above = top - o->at.y;
	o->at.bottom = top + height;
	o->at.line = ht_geometry_line_below(g, o->at.bottom);
	o->at.y = o->at.bottom;
	return above > 0 ? above : 0;
}

ht_len odt_place_rule(odt *o, const ht_element *e)
{
	ht_len top = e->has_top ? exact_place(o, e, e->thickness) : o->at.bottom;
	o->at.bottom = top + e->thickness;
	o->at.line = ht_geometry_line_below(&o->style->page, o->at.bottom);
	o->at.empty = false;
	return top;
}

/* The element of the flow that a row of the foot may stand for. */
static const char *movable(const odt *o)
{
	const ht_blocks *flow = &o->doc->flow, *foot = &o->doc->foot;
	for (size_t i = 0; i < foot->n; i++)
		for (size_t k = 0; k < flow->n && foot->v[i].element->instead_of; k++)
			if (strcmp(flow->v[k].element->name, foot->v[i].element->instead_of) == 0)
				return flow->v[k].element->name;
	return NULL;
}

static ht_status block_lines(odt *o, const ht_block *block, int *ret)
{
	size_t *breaks, n;
	*ret = block->n_paras ? (int)block->n_paras : 1;
	if (block->kind == HT_BLOCK_PARA)
		*ret = odt_count_lines(o, block);
	if (block->kind == HT_BLOCK_LINE)
		*ret = 1;
	for (size_t i = 0; i < block->n_paras && block->kind == HT_BLOCK_TITLE; i++) {
		ht_status status = odt_title_breaks(o, block->style, &block->paras[i], &breaks, &n);
		if (status != HT_OK)
			return status;
		*ret += (int)n;
	}
	return HT_OK;
}

/* Place a block of the header for a trial. */
static ht_status try_block(odt *o, const ht_block *block)
{
	int lines;
	if (block->element->beside)
		return HT_OK;
	if (block->kind == HT_BLOCK_MARK)
		return odt_try_mark(o, block);
	if (block->kind == HT_BLOCK_RULE) {
		odt_place_rule(o, block->element);
		return HT_OK;
	}
	ht_status status = block_lines(o, block, &lines);
	if (status == HT_OK)
		odt_place_lines(o, block, block->style, lines, -1);
	return status;
}

/* GB/T 9704-2012 7.3.2: recipients that leave no room for body text on page 1
 * stand in the record block instead; page 1 must show body text, be it a line.
 * What comes before the body is placed for a trial. */
ht_status odt_find_moved(odt *o)
{
	const ht_blocks *flow = &o->doc->flow;
	const char *name = movable(o);
	ht_status status = HT_OK;
	for (size_t i = 0; i < flow->n && status == HT_OK; i++) {
		if (flow->v[i].element->kind == HT_E_BODY)
			break;
		status = try_block(o, &flow->v[i]);
	}
	if (name && o->at.line >= o->style->page.lines)
		o->moved = name;
	o->tight = !o->moved && o->at.line + 1 == o->style->page.lines;
	o->first_top = o->top;
	odt_place_page(o);
	return status;
}

bool odt_is_moved(const odt *o, const ht_block *block)
{
	return o->moved && strcmp(block->element->name, o->moved) == 0;
}
