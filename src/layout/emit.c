/* Placed boxes to display operations, page by page, and the outline. */
#include "boxes.h"

#include <string.h>

ht_status ht_emit_line(ht_layouter *l, const ht_boxline *bl, ht_len baseline, const ht_element *e, ht_ops *ops)
{
	for (size_t i = 0; i < bl->line->n; i++) {
		const ht_run *run = &bl->line->runs[i];
		ht_op *op = HT_PUSH(l->arena, ops->v, ops->n, ops->cap);
		if (!op)
			return HT_ERR_NOMEM;
		*op = (ht_op){.kind = HT_OP_RUN,
		              .role = bl->role,
		              .unit = bl->unit,
		              .level = bl->level,
		              .list = bl->list,
		              .cell = bl->cell,
		              .turn = l->turn,
		              .element = e->name,
		              .x = l->area->left + bl->x,
		              .y = baseline,
		              .colour = run->colour,
		              .run = run,
		              .line_end = i + 1 == bl->line->n,
		              .loc = run->loc};
	}
	return HT_OK;
}

ht_status ht_add_rule(ht_layouter *l, ht_op rule, ht_ops *ops)
{
	ht_op *op = HT_PUSH(l->arena, ops->v, ops->n, ops->cap);
	if (!op)
		return HT_ERR_NOMEM;
	*op = rule;
	op->turn = l->turn;
	op->kind = HT_OP_RULE;
	op->role = HT_ROLE_ARTIFACT;
	return HT_OK;
}

ht_status ht_emit_rule(ht_layouter *l, const ht_element *e, ht_len y, ht_ops *ops)
{
	const ht_geometry *g = &l->style->page;
	ht_len width = e->rule_width ? e->rule_width : g->area_width;
	ht_op rule = {.element = e->name, .y = y, .w = width, .h = e->thickness, .colour = e->colour, .loc = e->loc};
	rule.x = e->across == HT_ACROSS_SHEET ? (g->width - width) / 2 : g->left + (g->area_width - width) / 2;
	return ht_add_rule(l, rule, ops);
}

/* The sheet's edge at which a landscape table on page (0-based) has its head. */
static ht_side head_side(const ht_geometry *g, size_t page)
{
	return page % 2 ? g->even_head : g->odd_head;
}

ht_geometry ht_page_area(const ht_layouter *l, bool turned, size_t page)
{
	const ht_geometry *g = &l->style->page;
	return turned ? ht_geometry_turned(g, head_side(g, page)) : *g;
}

/* Operations that follow go to page p (0-based), upright or turned. */
static void enter_frame(ht_layouter *l, bool turned, size_t p)
{
	l->frame = ht_page_area(l, turned, p);
	l->area = &l->frame;
	l->turn = !turned                                         ? HT_TURN_NONE
	          : head_side(&l->style->page, p) == HT_SIDE_LEFT ? HT_TURN_HEAD_LEFT
	                                                          : HT_TURN_HEAD_RIGHT;
}

static ht_status emit_picture(ht_layouter *l, const ht_box *box, const ht_boxpicture *p, ht_ops *ops)
{
	ht_op *op = HT_PUSH(l->arena, ops->v, ops->n, ops->cap);
	if (!op)
		return HT_ERR_NOMEM;
	*op = (ht_op){.kind = HT_OP_IMAGE,
	              .role = HT_ROLE_FIGURE,
	              .unit = ++l->units,
	              .turn = l->turn,
	              .element = box->block->element->name,
	              .x = l->area->left + p->x,
	              .y = box->top + p->y,
	              .w = p->w,
	              .h = p->h,
	              .image = p->image,
	              .alt = p->alt,
	              .pressed = p->pressed,
	              .loc = p->loc};
	return HT_OK;
}

ht_status ht_emit_box_lines(ht_layouter *l, const ht_box *box, ht_len top, bool artifact, ht_ops *ops)
{
	ht_status status = HT_OK;
	for (size_t i = 0; i < box->n_lines && status == HT_OK; i++) {
		ht_boxline line = box->lines[i];
		if (artifact) {
			line.unit = 0;
			line.role = HT_ROLE_ARTIFACT;
			line.cell = NULL;
			line.list = 0;
		}
		status = ht_emit_line(l, &line, top + line.y, box->block->element, ops);
	}
	return status;
}

/* Text first, pictures over it: a seal presses on the name. */
static ht_status emit_box(ht_layouter *l, const ht_boxes *boxes, size_t k, ht_ops *ops)
{
	const ht_box *box = &boxes->v[k];
	if (box->block->kind == HT_BLOCK_RULE)
		return ht_emit_rule(l, box->block->element, box->top, ops);
	if (box->table)
		return ht_emit_slice(l, boxes, k, ops);
	ht_status status = ht_emit_box_lines(l, box, box->top, false, ops);
	for (size_t i = 0; i < box->n_pictures && status == HT_OK; i++)
		status = emit_picture(l, box, &box->pictures[i], ops);
	return status;
}

static ht_status emit_foot(ht_layouter *l, const ht_foot_set *foot, ht_ops *ops)
{
	const ht_geometry *g = &l->style->page;
	ht_status status = HT_OK;
	for (size_t i = foot->n_rules; i-- > 0 && status == HT_OK;) {
		ht_op rule = {.element = "foot", .x = g->left, .w = g->area_width, .colour = l->style->foot.colour};
		rule.y = foot->rules[i].y;
		rule.h = foot->rules[i].thickness;
		status = ht_add_rule(l, rule, ops);
	}
	for (size_t i = 0; i < foot->boxes.n && status == HT_OK; i++)
		status = emit_box(l, &foot->boxes, i, ops);
	return status;
}

/* The heading's text, without the mark that ends a run-in heading. */
static const char *heading_text(ht_layouter *l, const ht_block *block)
{
	static const char *const ends[] = {"。", "：", ":"};
	ht_buf buf = {0};
	size_t left = block->head_len;
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
	const char *text = buf.failed ? NULL : ht_arena_strndup(l->arena, buf.data ? buf.data : "", buf.len);
	ht_buf_free(&buf);
	return text;
}

static size_t count_titles(const ht_boxes *boxes)
{
	size_t n = 0;
	for (size_t i = 0; i < boxes->n; i++)
		n += boxes->v[i].starts_block && boxes->v[i].block->kind == HT_BLOCK_TITLE;
	return n;
}

/* Headings; where there are several titles (a bulletin's items), these are the
 * upper level and the headings stand below them. */
static ht_status emit_outline(ht_layouter *l, const ht_boxes *boxes, ht_pages *pages)
{
	int shift = count_titles(boxes) > 1 ? 1 : 0;
	size_t cap = 0;
	for (size_t i = 0; i < boxes->n; i++) {
		const ht_box *box = &boxes->v[i];
		bool title = shift && box->block->kind == HT_BLOCK_TITLE;
		if (!box->starts_block || (!box->block->heading && !title))
			continue;
		ht_outline_item *item = HT_PUSH(l->arena, pages->outline, pages->n_outline, cap);
		const char *text = heading_text(l, box->block);
		if (!item || !text)
			return HT_ERR_NOMEM;
		/* a line of a landscape page reaches up to the type area's upper edge */
		ht_len y = box->turned ? l->style->page.top : box->top;
		*item = (ht_outline_item){title ? 1 : box->block->level + shift, text, box->page, y};
	}
	return HT_OK;
}

ht_status ht_emit(ht_layouter *l, const ht_boxes *boxes, const ht_foot_set *foot, ht_pages *pages)
{
	size_t i = 0;
	for (size_t p = 0; p < pages->n; p++) {
		ht_ops ops = {0};
		ht_page *page = &pages->v[p];
		page->width = l->style->page.width;
		page->height = l->style->page.height;
		ht_status status = HT_OK;
		for (; i < boxes->n && boxes->v[i].page == p && status == HT_OK; i++) {
			enter_frame(l, boxes->v[i].turned, p);
			status = emit_box(l, boxes, i, &ops);
		}
		enter_frame(l, false, p);
		if (status == HT_OK && p + 1 == pages->n)
			status = emit_foot(l, foot, &ops);
		if (status == HT_OK)
			status = ht_furniture(l, p, page, &ops);
		if (status != HT_OK)
			return status;
		page->ops = ops.v;
		page->n = ops.n;
	}
	return emit_outline(l, boxes, pages);
}
