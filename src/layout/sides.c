/* Lines with two sides: number and place, office and date, printing office and
 * date of printing. If both do not fit on one line, the left one is wrapped before the right one, which is on the last
 * line; if the left one would have too little room, it takes whole lines and the right one the next. They never
 * overlap. */
#include "layout/messages.h"
#include "boxes.h"

enum { LEFT, MIDDLE, RIGHT, SIDES };

typedef struct sides {
	ht_layouter *l;
	const ht_block *block;
	ht_boxes *boxes;
	ht_composed_line *lines[SIDES]; /* NULL: nothing there */
	ht_len width;                   /* between the style's insets */
	ht_len ascent;
} sides;

static ht_len width_of(const ht_composed_line *line)
{
	return line ? line->width : 0;
}

/* Where side i begins, from the left inset. */
static ht_len begin_of(const sides *s, size_t i)
{
	ht_len slack = s->width - width_of(s->lines[i]);
	const ht_len begins[SIDES] = {0, slack / 2, slack};
	return begins[i];
}

/* Are two sides nearer to each other than one 字? */
static bool sides_collide(const sides *s)
{
	const ht_len gap = s->block->style->size;
	ht_len end = 0;
	bool any = false;
	for (size_t i = LEFT; i < SIDES; i++) {
		if (!s->lines[i])
			continue;
		if (any && begin_of(s, i) < end + gap)
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

static void put(const sides *s, ht_box *box, ht_laid_line line, ht_len x, uint32_t unit)
{
	line.x = s->block->style->left + x;
	line.y = s->ascent;
	line.unit = unit;
	line.tag = HT_TAG_PARA;
	box->lines[box->n_lines++] = line;
}

/* Put the right side and the middle on the last box. */
static void put_others(const sides *s, ht_box *box)
{
	for (size_t i = MIDDLE; i < SIDES; i++)
		if (s->lines[i])
			put(s, box, ht_line_of_all(s->lines[i], &s->block->paras[i]), begin_of(s, i), ++s->l->units);
}

/* The width of the left side, up to one 字 before the right one; the whole line if that would be less than a third. */
static ht_len left_measure(const sides *s)
{
	ht_len next = s->width;
	for (size_t i = RIGHT; i >= MIDDLE; i--)
		if (s->lines[i])
			next = begin_of(s, i);
	ht_len measure = next - s->block->style->size;
	return measure < s->width / 3 ? s->width : measure;
}

static void wrap_sides(sides *s)
{
	const ht_dpara *left = &s->block->paras[LEFT];
	const ht_span *spans = ht_layout_spans(s->l, left->spans, left->n);
	ht_para_shape shape = ht_layout_shape(s->l, s->block->style);
	shape.first_indent = 0;
	shape.align = HT_ALIGN_LEFT;
	shape.measure = left_measure(s);
	ht_composed_lines lines = {0};
	if (s->l->status == HT_OK) /* between words, as names are */
		ht_layouter_fail(
		    s->l, ht_compose_title(s->l->fonts, spans, left->n, &shape, s->l->arena, s->l->diags, &lines));
	uint32_t unit = ++s->l->units;
	ht_box *box = NULL;
	size_t at = 0;
	for (size_t i = 0; i < lines.n; i++) {
		box = add_box(s);
		if (!box)
			return;
		put(s, box, ht_line_of(&lines.v[i], left, &at), -lines.v[i].x, unit);
	}
	bool others = s->lines[MIDDLE] || s->lines[RIGHT];
	if (others && (!box || shape.measure == s->width))
		box = add_box(s);
	if (!box)
		return;
	put_others(s, box);
	char *text = ht_arena_strndup(s->l->arena, left->spans[0].text, left->spans[0].len);
	ht_diag(s->l->diags, HT_D_SIDES_WRAPPED, left->spans[0].loc, text ? text : "", NULL);
}

void ht_make_sides(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_pstyle *ps = block->style;
	sides s = {.l = l, .block = block, .boxes = boxes, .width = l->area->area_width - ps->left - ps->right};
	size_t from = boxes->n;
	s.ascent = ht_layout_ascent(l, ps);
	s.lines[LEFT] = ht_line_alone(l, block, &block->paras[LEFT]);
	for (size_t i = MIDDLE; i < block->n_paras; i++)
		s.lines[i] = ht_single_line(l, block, &block->paras[i]);
	if (s.lines[LEFT] && (sides_collide(&s) || s.lines[LEFT]->width > s.width)) {
		wrap_sides(&s);
	} else {
		ht_box *box = add_box(&s);
		if (!box)
			return;
		if (s.lines[LEFT])
			put(&s, box, ht_line_of_all(s.lines[LEFT], &block->paras[LEFT]), 0, ++l->units);
		put_others(&s, box);
	}
	if (boxes->n > from)
		boxes->v[from].keep = HT_KEEP_FREE;
}

bool ht_boxes_collide(const ht_box *box, const ht_box *above)
{
	for (size_t i = 0; i < box->n_lines; i++)
		for (size_t k = 0; k < above->n_lines; k++) {
			const ht_laid_line *a = &box->lines[i], *b = &above->lines[k];
			if (ht_laid_line_left(a) < ht_laid_line_right(b) &&
			    ht_laid_line_left(b) < ht_laid_line_right(a))
				return true;
		}
	return false;
}
