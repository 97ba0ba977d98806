/* Placed boxes to display operations, page by page, and the outline. */
#include "boxes.h"

#include <string.h>

/* A new operation in the current frame; a failure is the layouter's. */
static void add_op(ht_layouter *l, ht_ops *ops, ht_op op)
{
	ht_op *slot = HT_PUSH(l->arena, ops->v, ops->n, ops->cap);
	op.turn = l->turn;
	if (slot)
		*slot = op;
	else
		ht_layouter_fail(l, HT_ERR_NOMEM);
}

void ht_emit_line(ht_layouter *l, const ht_laid_line *line, ht_len baseline, const ht_element *e, ht_ops *ops)
{
	const ht_composed_line *set = ht_line_shown(l, line->set);
	for (size_t i = 0; set && i < set->n; i++) {
		const ht_run *run = &set->runs[i];
		add_op(l, ops,
		       (ht_op){.kind = HT_OP_RUN,
		               .tag = line->tag,
		               .unit = line->unit,
		               .level = line->level,
		               .list = line->list,
		               .cell = line->cell,
		               .element = e->name,
		               .x = l->area->left + line->x,
		               .y = baseline,
		               .colour = run->colour,
		               .run = run,
		               .line_end = i + 1 == set->n,
		               .loc = run->loc});
	}
}

void ht_add_rule(ht_layouter *l, ht_op rule, ht_ops *ops)
{
	rule.kind = HT_OP_RULE;
	rule.tag = HT_TAG_ARTIFACT;
	add_op(l, ops, rule);
}

void ht_rule_span(const ht_geometry *g, const ht_element *e, ht_len *x, ht_len *w)
{
	*w = e->rule_width ? e->rule_width : g->area_width;
	*x = g->left + (g->area_width - *w) / 2;
	if (e->across == HT_ACROSS_PAPER)
		*x = (g->width - *w) / 2;
}

void ht_emit_rule(ht_layouter *l, const ht_element *e, ht_len y, ht_ops *ops)
{
	ht_op rule = {.element = e->name, .y = y, .h = e->thickness, .colour = e->colour, .loc = e->loc};
	ht_rule_span(&l->style->page, e, &rule.x, &rule.w);
	ht_add_rule(l, rule, ops);
}

/* The paper's edge at which a landscape table on page (0-based) has its head. */
static ht_side head_side(const ht_geometry *g, size_t page)
{
	return page % 2 ? g->even_head : g->odd_head;
}

ht_geometry ht_page_area(const ht_layouter *l, bool landscape, size_t page)
{
	const ht_geometry *g = &l->style->page;
	return landscape ? ht_geometry_landscape(g, head_side(g, page)) : *g;
}

void ht_emit_enter(ht_layouter *l, bool landscape, size_t p)
{
	l->frame = ht_page_area(l, landscape, p);
	l->area = &l->frame;
	l->turn = HT_TURN_NONE;
	if (landscape)
		l->turn = head_side(&l->style->page, p) == HT_SIDE_LEFT ? HT_TURN_HEAD_LEFT : HT_TURN_HEAD_RIGHT;
}

static void emit_picture(ht_layouter *l, const ht_box *box, const ht_laid_picture *p, ht_ops *ops)
{
	add_op(l, ops,
	       (ht_op){.kind = HT_OP_IMAGE,
	               .tag = HT_TAG_FIGURE,
	               .unit = ++l->units,
	               .element = box->block->element->name,
	               .x = l->area->left + p->x,
	               .y = box->top + p->y,
	               .w = p->w,
	               .h = p->h,
	               .image = p->image,
	               .alt = p->alt,
	               .file = p->file,
	               .pressed = p->pressed,
	               .loc = p->loc});
}

void ht_emit_box_lines(ht_layouter *l, const ht_box *box, ht_len top, bool artifact, ht_ops *ops)
{
	for (size_t i = 0; i < box->n_lines; i++) {
		ht_laid_line line = box->lines[i];
		if (artifact) {
			line.unit = 0;
			line.tag = HT_TAG_ARTIFACT;
			line.cell = NULL;
			line.list = 0;
		}
		ht_emit_line(l, &line, top + line.y, box->block->element, ops);
	}
}

size_t ht_emit_units(const ht_box *box)
{
	return box->block->kind == HT_BLOCK_RULE || box->table ? 0 : box->n_pictures;
}

/* Text first, pictures over it: a seal is on top of the name. */
static void emit_box(ht_layouter *l, const ht_boxes *boxes, size_t k, ht_ops *ops)
{
	const ht_box *box = &boxes->v[k];
	if (box->block->kind == HT_BLOCK_RULE) {
		ht_emit_rule(l, box->block->element, box->top, ops);
	} else if (box->table) {
		ht_emit_slice(l, boxes, k, ops);
	} else {
		ht_emit_box_lines(l, box, box->top, false, ops);
	}
	for (size_t i = 0; i < ht_emit_units(box); i++)
		emit_picture(l, box, &box->pictures[i], ops);
}

void ht_emit_imprint(ht_layouter *l, const ht_laid_imprint *imprint, ht_ops *ops)
{
	const ht_geometry *g = &l->style->page;
	for (size_t i = imprint->n_rules; i-- > 0;) {
		ht_op rule = {
		    .element = "imprint", .x = g->left, .w = g->area_width, .colour = l->style->imprint.colour};
		rule.y = imprint->rules[i].y;
		rule.h = imprint->rules[i].thickness;
		ht_add_rule(l, rule, ops);
	}
	for (size_t i = 0; i < imprint->boxes.n; i++)
		emit_box(l, &imprint->boxes, i, ops);
}

/* The heading's text, without the mark that ends a run-in heading. */
static const char *heading_text(ht_layouter *l, const ht_block *block)
{
	static const char *const ends[] = {"。", "：", ":"};
	ht_buf buf = {0};
	size_t left = block->heading_len;
	for (size_t p = 0; p < block->n_paras; p++)
		for (size_t i = 0; i < block->paras[p].n && (left || !block->heading); i++) {
			const ht_dspan *span = &block->paras[p].spans[i];
			size_t n = block->heading && span->len > left ? left : span->len;
			ht_buf_add(&buf, span->text, n);
			left -= block->heading ? n : 0;
		}
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t n = strlen(ends[i]);
		if (buf.len > n && memcmp(buf.data + buf.len - n, ends[i], n) == 0)
			buf.len -= n;
	}
	return ht_buf_take(&buf, l->arena);
}

static size_t count_titles(const ht_boxes *boxes)
{
	size_t n = 0;
	for (size_t i = 0; i < boxes->n; i++)
		n += boxes->v[i].starts_block && boxes->v[i].block->kind == HT_BLOCK_TITLE;
	return n;
}

/* Headings; where there are several titles (a bulletin's items), these are the
 * upper level and the headings are below them. */
void ht_emit_outline(ht_layouter *l, const ht_boxes *boxes, ht_pages *pages)
{
	int shift = count_titles(boxes) > 1 ? 1 : 0;
	size_t cap = 0;
	for (size_t i = 0; i < boxes->n && l->status == HT_OK; i++) {
		const ht_box *box = &boxes->v[i];
		bool title = shift && box->block->kind == HT_BLOCK_TITLE;
		if (!box->starts_block || (!box->block->heading && !title))
			continue;
		ht_outline_item *item = HT_PUSH(l->arena, pages->outline, pages->n_outline, cap);
		const char *text = heading_text(l, box->block);
		if (!item || !text) {
			ht_layouter_fail(l, HT_ERR_NOMEM);
			return;
		}
		/* a line of a landscape page reaches up to the type area's upper edge */
		ht_len y = box->landscape ? l->style->page.top : box->top;
		uint32_t unit = box->n_lines ? box->lines[0].unit : 0;
		*item = (ht_outline_item){title ? 1 : box->block->level + shift, text, box->page, y, unit};
	}
}

void ht_emit_boxes(ht_layouter *l, const ht_boxes *boxes, size_t i, size_t p, ht_ops *ops)
{
	for (; i < boxes->n && boxes->v[i].page == p; i++) {
		ht_emit_enter(l, boxes->v[i].landscape, p);
		emit_box(l, boxes, i, ops);
	}
}
