/* Lines with two sides: number and place, office and date, printing office and
 * date of printing. Where both do not fit on one line, the left one is turned
 * over short of the right one, which stands on the last line; a left one that
 * would have too little room takes whole lines, the right one the next. Never
 * does one print over the other. */
#include "layout/messages.h"
#include "boxes.h"

enum { LEFT, MIDDLE, RIGHT, SIDES };

typedef struct sides {
	ht_layouter *l;
	const ht_block *block;
	ht_boxes *boxes;
	ht_line *lines[SIDES]; /* NULL: nothing there */
	ht_len width;          /* between the style's insets */
	ht_len ascent;
} sides;

static ht_len width_of(const ht_line *line)
{
	return line ? line->width : 0;
}

/* Where side i begins, from the left inset. */
static ht_len begin_of(const sides *s, size_t i)
{
	ht_len slack = s->width - width_of(s->lines[i]);
	return i == LEFT ? 0 : i == MIDDLE ? slack / 2 : slack;
}

static bool sides_collide(const sides *s)
{
	ht_len end = 0;
	bool any = false;
	for (size_t i = LEFT; i < SIDES; i++) {
		if (!s->lines[i])
			continue;
		if (any && begin_of(s, i) < end)
			return true;
		end = begin_of(s, i) + width_of(s->lines[i]);
		any = true;
	}
	return false;
}

static ht_box *add_box(sides *s)
{
	ht_box *box = ht_box_add(s->l, s->boxes, s->block, SIDES);
	if (box)
		box->keep = HT_KEEP_STRONG;
	return box;
}

static void put(const sides *s, ht_box *box, const ht_line *line, ht_len x, uint32_t unit)
{
	if (line)
		box->lines[box->n_lines++] = (ht_boxline){
		    .line = line, .x = s->block->style->left + x, .y = s->ascent, .unit = unit, .role = HT_ROLE_PARA};
}

/* What stands right of the left side, on the last box. */
static void put_others(const sides *s, ht_box *box)
{
	for (size_t i = MIDDLE; i < SIDES; i++)
		if (s->lines[i])
			put(s, box, s->lines[i], begin_of(s, i), ++s->l->units);
}

/* The width that the left side may take, one 字 short of what is at its right;
 * the whole one when that would be less than a third. */
static ht_len left_measure(const sides *s)
{
	ht_len next = s->lines[MIDDLE] ? begin_of(s, MIDDLE) : s->lines[RIGHT] ? begin_of(s, RIGHT) : s->width;
	ht_len measure = next - s->block->style->size;
	return measure < s->width / 3 ? s->width : measure;
}

static ht_status turn_over(sides *s)
{
	const ht_dpara *left = &s->block->paras[LEFT];
	ht_span *spans;
	ht_para_shape shape;
	ht_lines lines;
	ht_status status = ht_layout_spans(s->l, left->spans, left->n, &spans);
	if (status == HT_OK)
		status = ht_layout_shape(s->l, s->block->style, &shape);
	if (status != HT_OK)
		return status;
	shape.first_indent = 0;
	shape.align = HT_ALIGN_LEFT;
	shape.measure = left_measure(s);
	status = ht_compose(s->l->fonts, spans, left->n, &shape, s->l->arena, s->l->diags, &lines);
	if (status != HT_OK)
		return status;
	uint32_t unit = ++s->l->units;
	ht_box *box = NULL;
	for (size_t i = 0; i < lines.n; i++) {
		box = add_box(s);
		if (!box)
			return HT_ERR_NOMEM;
		put(s, box, &lines.v[i], 0, unit);
	}
	if (!box || shape.measure == s->width)
		box = s->lines[MIDDLE] || s->lines[RIGHT] ? add_box(s) : box;
	if (!box)
		return HT_ERR_NOMEM;
	put_others(s, box);
	char *text = ht_arena_strndup(s->l->arena, left->spans[0].text, left->spans[0].len);
	ht_diag(s->l->diags, HT_D_SIDES_TURNED, left->spans[0].loc, text ? text : "", NULL);
	return HT_OK;
}

ht_status ht_make_sides(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_pstyle *ps = block->style;
	sides s = {.l = l, .block = block, .boxes = boxes, .width = l->area->area_width - ps->left - ps->right};
	size_t from = boxes->n;
	ht_status status = ht_layout_ascent(l, ps, &s.ascent);
	for (size_t i = LEFT; i < block->n_paras && status == HT_OK; i++)
		status = (i == LEFT ? ht_line_alone : ht_single_line)(l, block, &block->paras[i], &s.lines[i]);
	if (status != HT_OK)
		return status;
	if (s.lines[LEFT] && (sides_collide(&s) || s.lines[LEFT]->width > s.width)) {
		status = turn_over(&s);
	} else {
		ht_box *box = add_box(&s);
		if (!box)
			return HT_ERR_NOMEM;
		if (s.lines[LEFT])
			put(&s, box, s.lines[LEFT], 0, ++l->units);
		put_others(&s, box);
	}
	if (status == HT_OK)
		boxes->v[from].keep = HT_KEEP_FREE;
	return status;
}

bool ht_boxes_collide(const ht_box *box, const ht_box *above)
{
	for (size_t i = 0; i < box->n_lines; i++)
		for (size_t k = 0; k < above->n_lines; k++) {
			const ht_boxline *a = &box->lines[i], *b = &above->lines[k];
			ht_len left = a->x + a->line->x, other = b->x + b->line->x;
			if (left < other + b->line->width && other < left + a->line->width)
				return true;
		}
	return false;
}
