/* The flow: blocks to paragraphs. */
#include "base/array.h"
#include "odt/messages.h"
#include "odt_priv.h"

/* Lines of a short paragraph: before what is set apart from it by empty lines,
 * before what belongs under it. */
#define SHORT_PARA  3
#define SHORT_ABOVE 6

static const ht_block *next_of(const ht_blocks *blocks, size_t i)
{
	return i + 1 < blocks->n ? &blocks->v[i + 1] : NULL;
}

static bool signs(ht_block_kind kind)
{
	return kind == HT_BLOCK_SIGNATURE || kind == HT_BLOCK_SEALED || kind == HT_BLOCK_STAMPED;
}

/* Is the block kept with the next? What the sheet only likes to be kept is,
 * when it is short: editors move kept paragraphs as a whole, and a long one
 * would leave a page half empty. */
static bool kept_with_next(odt *o, const ht_blocks *blocks, size_t i)
{
	const ht_block *block = &blocks->v[i], *next = next_of(blocks, i);
	if (!next || next->element->new_page)
		return false;
	if (block->keep_next || signs(next->kind))
		return true;
	int most = next->element->skip ? SHORT_PARA : SHORT_ABOVE;
	return next->element->keep_previous && (block->kind != HT_BLOCK_PARA || odt_count_lines(o, block) <= most);
}

/* A rule as wide as the text, straight below a paragraph, can be its border. */
static bool is_border(const odt *o, const ht_element *e)
{
	ht_len area = o->style->page.area_width;
	return e->has_top && e->from == HT_FROM_PREVIOUS && e->across == HT_ACROSS_AREA &&
	       (!e->rule_width || e->rule_width == area);
}

static ht_status add_line(odt *o, const ht_element *e, ht_len y)
{
	const ht_geometry *g = &o->style->page;
	ht_len width = e->rule_width ? e->rule_width : g->area_width;
	ht_len x = e->across == HT_ACROSS_SHEET ? (g->width - width) / 2 : g->left + (g->area_width - width) / 2;
	const odt_shape line = {.x = x, .y = y, .w = width, .h = e->thickness, .colour = e->colour};
	return odt_add_shape(o, &line);
}

/* Rules that follow block *i hang on its paragraph: the first as its border
 * where that is possible, the others as drawn lines. */
ht_status odt_rules_after(odt *o, const ht_blocks *blocks, size_t *i, odt_para *para)
{
	ht_status status = HT_OK;
	for (; *i < blocks->n && blocks->v[*i].kind == HT_BLOCK_RULE && status == HT_OK; ++*i) {
		const ht_element *e = blocks->v[*i].element;
		ht_len y = odt_place_rule(o, e), pad = y - o->at.y;
		if (para->rule_below || !is_border(o, e) || pad < 0) {
			status = add_line(o, e, y);
			continue;
		}
		para->rule_below = e->thickness;
		para->pad_below = pad;
		para->rule_colour = e->colour;
		o->at.y = y + e->thickness;
	}
	return status;
}

/* A block that stands on the line of the one before it. */
static const ht_block *beside(const ht_blocks *blocks, size_t i)
{
	const ht_block *next = next_of(blocks, i);
	bool takes = next && next->first && next->element->beside && !blocks->v[i].element->beside &&
	             (next->kind == HT_BLOCK_LINE || next->kind == HT_BLOCK_PARA);
	return takes ? next : NULL;
}

static size_t add_seg(odt_seg *segs, size_t n, ht_halign kind, ht_len at, const ht_dspan *spans, size_t n_spans)
{
	if (n_spans)
		segs[n++] = (odt_seg){kind, at, spans, n_spans};
	return n;
}

/* Texts of a block of one line and their places. */
static size_t block_segs(const odt *o, const ht_block *block, odt_seg *segs, size_t n)
{
	const ht_pstyle *ps = block->style;
	const ht_dpara *p = block->paras;
	ht_len right = o->style->page.area_width - ps->right;
	if (block->kind == HT_BLOCK_PARA)
		return add_seg(segs, n, HT_HALIGN_LEFT, ps->left + ps->indent, p->spans, p->n);
	n = add_seg(segs, n, HT_HALIGN_LEFT, ps->left, p[0].spans, p[0].n);
	n = add_seg(segs, n, HT_HALIGN_CENTRE, (ps->left + right) / 2, p[1].spans, p[1].n);
	return add_seg(segs, n, HT_HALIGN_RIGHT, right, p[2].spans, p[2].n);
}

static void begin_page(odt *o, const ht_block *block, odt_para *para)
{
	if (!block->first || !block->element->new_page || !o->started)
		return;
	odt_place_page(o);
	para->page_break = true;
}

ht_status odt_block_line(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[*i], *with = beside(blocks, *i);
	odt_seg segs[7];
	odt_para para;
	size_t n = block_segs(o, block, segs, 0);
	odt_para_of(o, block->style, &para);
	begin_page(o, block, &para);
	if (with)
		n = block_segs(o, with, segs, n);
	para.above = odt_place_lines(o, block, block->style, 1, -1);
	*i += with ? 2 : 1;
	para.keep_next = kept_with_next(o, blocks, *i - 1);
	odt_segs_place(&para, segs, n);
	ht_status status = odt_rules_after(o, blocks, i, &para);
	return status == HT_OK ? odt_segs_write(o, &para, block->element, segs, n, 0) : status;
}

/* Indents of a paragraph whose further lines begin behind its label. */
static void hang(odt *o, const ht_block *block, odt_para *para)
{
	const ht_dpara *p = &block->paras[0];
	ht_len label = odt_width(o, block->style, p->spans, block->n_label);
	ht_len hidden = odt_width(o, block->style, p->spans, block->n_hidden);
	if (block->n_label) {
		para->left = block->style->left + block->style->indent + label;
		para->indent = hidden - label;
	} else {
		para->indent = block->style->indent + hidden;
	}
}

static int heading_level(const odt *o, const ht_block *block)
{
	return block->heading && block->keep_next ? block->level + o->titles : 0;
}

static ht_status block_para(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[*i];
	const ht_dpara *p = &block->paras[0];
	if (beside(blocks, *i))
		return odt_block_line(o, blocks, i);
	odt_para para;
	int level = heading_level(o, block);
	odt_run run = {.spans = p->spans + block->n_hidden,
	               .n = p->n - block->n_hidden,
	               .marked = block->heading && !level ? block->head_len : 0,
	               .element = block->element};
	odt_para_of(o, block->style, &para);
	hang(o, block, &para);
	begin_page(o, block, &para);
	para.above = odt_place_lines(o, block, block->style, 1, -1);
	para.keep_next = kept_with_next(o, blocks, *i);
	para.loose = o->tight && block->element->kind == HT_E_BODY;
	o->tight = o->tight && !para.loose;
	++*i;
	ht_status status = odt_rules_after(o, blocks, i, &para);
	if (status == HT_OK)
		status = odt_fit(o, &para, block, &run);
	if (status == HT_OK)
		status = odt_para_begin(o, &para, level);
	if (status == HT_OK)
		status = odt_write_run(o, &para, &run);
	odt_para_end(o);
	return status;
}

/* All of a title's spans and where its lines end: between its paragraphs and
 * where the page's title would be broken. */
static ht_status title_run(odt *o, const ht_block *block, ht_dspan **spans, odt_run *run)
{
	size_t n = 0, n_breaks = 0, at = 0;
	size_t *breaks = ht_arena_array(o->arena, 64 + block->n_paras, sizeof *breaks);
	for (size_t k = 0; k < block->n_paras; k++)
		n += block->paras[k].n;
	*spans = ht_arena_array(o->arena, n + 1, sizeof **spans);
	if (!breaks || !*spans)
		return HT_ERR_NOMEM;
	n = 0;
	for (size_t k = 0; k < block->n_paras; k++) {
		const ht_dpara *p = &block->paras[k];
		size_t *inner, n_inner;
		ht_status status = odt_title_breaks(o, block->style, p, &inner, &n_inner);
		if (status != HT_OK)
			return status;
		for (size_t j = 0; j < n_inner && n_breaks < 64; j++)
			breaks[n_breaks++] = at + inner[j];
		for (size_t j = 0; j < p->n; j++)
			(*spans)[n++] = p->spans[j];
		at += odt_para_len(p);
		if (k + 1 < block->n_paras)
			breaks[n_breaks++] = at;
	}
	*run = (odt_run){.spans = *spans, .n = n, .breaks = breaks, .n_breaks = n_breaks, .element = block->element};
	return HT_OK;
}

static ht_status block_title(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[*i];
	ht_dspan *spans;
	odt_run run;
	odt_para para;
	ht_status status = title_run(o, block, &spans, &run);
	if (status != HT_OK)
		return status;
	odt_para_of(o, block->style, &para);
	begin_page(o, block, &para);
	para.above = odt_place_lines(o, block, block->style, (int)run.n_breaks + 1, -1);
	para.keep_next = kept_with_next(o, blocks, *i);
	++*i;
	status = odt_rules_after(o, blocks, i, &para);
	if (status == HT_OK)
		status = odt_para_begin(o, &para, o->titles ? 1 : 0);
	if (status == HT_OK)
		status = odt_write_run(o, &para, &run);
	odt_para_end(o);
	return status;
}

/* A rule with no paragraph above it waits for the one below. */
static ht_status block_rule(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_element *e = blocks->v[*i].element;
	++*i;
	return add_line(o, e, odt_place_rule(o, e));
}

/* Lines set as one at the right, under each other; what stands beside the
 * last of them shares its line. */
ht_status odt_block_right(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[*i], *with = beside(blocks, *i);
	const ht_pstyle *ps = block->style;
	ht_len label = odt_width(o, ps, block->paras[0].spans, block->n_label), widest = 0;
	for (size_t k = 0; k < block->n_paras; k++) {
		ht_len width = odt_width(o, ps, block->paras[k].spans, block->paras[k].n);
		widest = width > widest ? width : widest;
	}
	ht_len x = o->style->page.area_width - block->element->right_inset - widest;
	ht_status status = HT_OK;
	*i += with ? 2 : 1;
	for (size_t k = 0; k < block->n_paras && status == HT_OK; k++) {
		size_t skip = k ? block->n_label : 0;
		bool last = k + 1 == block->n_paras;
		odt_seg segs[4];
		odt_para para;
		odt_para_of(o, ps, &para);
		size_t n = add_seg(segs, 0, HT_HALIGN_LEFT, x + (k ? label : 0), block->paras[k].spans + skip,
		                   block->paras[k].n - skip);
		if (last && with)
			n = block_segs(o, with, segs, n);
		para.above = odt_place_lines(o, block, ps, 1, k ? 0 : -1);
		para.keep_next = !last || kept_with_next(o, blocks, *i - 1);
		odt_segs_place(&para, segs, n);
		if (last)
			status = odt_rules_after(o, blocks, i, &para);
		if (status == HT_OK)
			status = odt_segs_write(o, &para, block->element, segs, n, 0);
	}
	return status;
}

/* Further names begin where the first one does, if they end in time. */
static bool begins_with_first(odt *o, const ht_block *block, size_t k, ht_len left)
{
	const ht_dpara *p = &block->paras[k];
	ht_len right = o->style->page.area_width - block->element->right_inset;
	return left + odt_width(o, block->style, p->spans, p->n) <= right;
}

/* GB/T 9704-2012 7.3.5.2: the name two 字 in from the right; the date begins
 * two 字 to the right of the name, or, when it is the longer, ends there. */
ht_status odt_block_signature(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[*i];
	const ht_element *e = block->element;
	const ht_pstyle *ps = block->style;
	size_t n = block->n_paras;
	const ht_dpara *date = &block->paras[n - 1];
	ht_len area = o->style->page.area_width;
	ht_len dated = odt_width(o, ps, date->spans, date->n);
	ht_len named = n > 1 ? odt_width(o, ps, block->paras[0].spans, block->paras[0].n) : 0;
	bool date_longer = dated > named;
	ht_status status = HT_OK;
	ht_len name_left = area - e->right_inset - (date_longer ? dated + e->date_offset : named);
	for (size_t k = 0; k < n && status == HT_OK; k++) {
		const ht_dpara *p = &block->paras[k];
		bool last = k + 1 == n;
		odt_para para;
		odt_para_of(o, ps, &para);
		para.above = odt_place_lines(o, block, ps, 1, k ? 0 : -1);
		para.keep_next = !last || kept_with_next(o, blocks, *i);
		bool from_left = last ? !date_longer : k ? begins_with_first(o, block, k, name_left) : date_longer;
		para.align = from_left ? HT_HALIGN_LEFT : HT_HALIGN_RIGHT;
		para.left = !from_left ? 0 : last ? name_left + e->date_offset : name_left;
		para.right = from_left ? 0 : e->right_inset;
		status = odt_simple_para(o, &para, e, p->spans, p->n);
	}
	++*i;
	return status;
}

/* A kind this room does not know: nothing of its text is lost. */
static ht_status block_unknown(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[(*i)++];
	const ht_pstyle *ps = block->style ? block->style : o->body_style;
	ht_status status = HT_OK;
	ht_diag(o->diags, HT_D_ODT_BLOCK, block->loc, NULL);
	for (size_t k = 0; k < block->n_paras && status == HT_OK; k++) {
		odt_para para;
		odt_para_of(o, ps, &para);
		para.above = odt_place_lines(o, block, ps, 1, -1);
		if (block->paras[k].n)
			status = odt_simple_para(o, &para, block->element, block->paras[k].spans, block->paras[k].n);
	}
	return status;
}

static ht_status (*const writers[])(odt *, const ht_blocks *, size_t *) = {
    [HT_BLOCK_PARA] = block_para,
    [HT_BLOCK_LINE] = odt_block_line,
    [HT_BLOCK_MARK] = odt_block_mark,
    [HT_BLOCK_TITLE] = block_title,
    [HT_BLOCK_PICTURE] = odt_block_picture,
    [HT_BLOCK_TABLE] = odt_block_table,
    [HT_BLOCK_RULE] = block_rule,
    [HT_BLOCK_RIGHT] = odt_block_right,
    [HT_BLOCK_SEALED] = odt_block_sealed,
    [HT_BLOCK_STAMPED] = odt_block_stamped,
    [HT_BLOCK_SIGNATURE] = odt_block_signature,
};

ht_status odt_write_flow(odt *o)
{
	const ht_blocks *blocks = &o->doc->flow;
	ht_status status = HT_OK;
	int titles = 0;
	for (size_t i = 0; i < blocks->n; i++)
		titles += blocks->v[i].kind == HT_BLOCK_TITLE;
	o->titles = titles > 1;
	odt_place_begin(o);
	status = odt_find_turned(o);
	if (status == HT_OK)
		status = odt_find_moved(o);
	for (size_t i = 0; i < blocks->n && status == HT_OK;) {
		ht_block_kind kind = blocks->v[i].kind;
		if (odt_is_moved(o, &blocks->v[i])) {
			i++;
			continue;
		}
		odt_enter_page(o, i);
		bool known = (size_t)kind < ARRAY_LEN(writers) && writers[kind];
		status = (known ? writers[kind] : block_unknown)(o, blocks, &i);
	}
	odt_enter_page(o, blocks->n);
	return status;
}
