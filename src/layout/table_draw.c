/* Tables on their pages: the lines of cells, and the repeated head.
 *
 * All lines of the part of a table that is on one page are drawn with its
 * first slice, those that continue over rows or columns as one. Lines never cross a cell that spans several. */
#include "boxes.h"

/* Slices of one table, one below the other. */
typedef struct part {
	ht_layouter *l;
	const ht_tableset *t;
	const ht_box *v;
	size_t n;
	ht_len top; /* of the first: the repeated head is not where it was */
	ht_ops *ops;
} part;

static void add_line(const part *p, ht_len x, ht_len y, ht_len w, ht_len h)
{
	const ht_element *e = p->t->laid.element;
	const ht_op rule = {.element = e->name, .loc = e->loc, .x = p->l->area->left + x, .y = y, .w = w, .h = h};
	ht_add_rule(p->l, rule, p->ops);
}

/* Is there a line at the left of column c (or, for the last, at the table's
 * right) beside row r? */
static bool line_beside(const ht_tableset *t, size_t r, size_t c)
{
	const size_t *owners = t->laid.owners + r * t->laid.src->n_columns;
	return c == 0 || c == t->laid.src->n_columns || owners[c - 1] != owners[c];
}

/* Is there a line above row r in column c? */
static bool line_above(const ht_tableset *t, size_t r, size_t c)
{
	const size_t *owners = t->laid.owners + r * t->laid.src->n_columns + c;
	return r == 0 || owners[0] != *(owners - t->laid.src->n_columns);
}

static void draw_upright(const part *p, size_t c)
{
	ht_len x = p->t->laid.edges[c] - p->t->laid.rule / 2, from = p->top, y = p->top;
	for (size_t i = 0; i < p->n; i++) {
		bool line = line_beside(p->t, p->v[i].row, c);
		if (!line && y > from)
			add_line(p, x, from, p->t->laid.rule, y - from);
		y += p->v[i].em;
		if (!line)
			from = y;
	}
	if (y > from)
		add_line(p, x, from, p->t->laid.rule, y - from);
}

/* The line at y above row r, or across the whole table. */
static void draw_across(const part *p, ht_len y, size_t r, bool whole)
{
	const ht_laid_table *t = &p->t->laid;
	size_t n = t->src->n_columns;
	for (size_t c = 0, end; c < n; c = end) {
		bool line = whole || line_above(p->t, r, c);
		for (end = c + 1; end < n; end++)
			if ((whole || line_above(p->t, r, end)) != line)
				break;
		if (line)
			add_line(p, t->edges[c] - t->rule / 2, y - t->rule / 2, t->edges[end] - t->edges[c] + t->rule,
			         t->rule);
	}
}

static void draw_lines(const part *p, bool below)
{
	for (size_t c = 0; c <= p->t->laid.src->n_columns; c++)
		draw_upright(p, c);
	ht_len y = p->top;
	for (size_t i = 0; i < p->n; i++) {
		if (i == 0 || p->v[i].row_first)
			draw_across(p, y, p->v[i].row, i == 0);
		y += p->v[i].em;
	}
	if (below)
		draw_across(p, y, 0, true);
}

/* Height of the part's rows before row end. */
static ht_len height_before(const part *p, size_t end)
{
	ht_len height = 0;
	for (size_t i = 0; i < p->n && p->v[i].row < end; i++)
		height += p->v[i].em;
	return height;
}

/* The text of cells continued from the page before, if there is room. */
static void repeat_cells(const part *p)
{
	size_t row = p->v[0].row;
	for (size_t i = 0; i < p->t->n_repeats; i++) {
		const ht_table_repeat *r = &p->t->repeats[i];
		const ht_len room = height_before(p, r->end) - r->height;
		if (r->row >= row || r->end <= row || room < 0)
			continue;
		for (size_t k = 0; k < r->n_lines; k++)
			ht_emit_line(p->l, &r->lines[k], p->top + room / 2 + r->lines[k].y, p->t->laid.element, p->ops);
	}
}

/* The slices from box i on that are on its page. */
static part part_at(ht_layouter *l, const ht_boxes *boxes, size_t i, ht_ops *ops)
{
	const ht_box *first = &boxes->v[i];
	part p = {.l = l, .t = first->table, .v = first, .top = first->top, .ops = ops};
	while (i + p.n < boxes->n) {
		const ht_box *box = &first[p.n];
		if (box->table != first->table || box->page != first->page || box->about)
			break;
		p.n++;
	}
	return p;
}

void ht_tables_centre(ht_boxes *boxes)
{
	for (size_t i = 0; i < boxes->n; i++) {
		const ht_box *box = &boxes->v[i];
		for (size_t k = 0; box->table && box->row_first && k < box->table->n_repeats; k++) {
			const ht_table_repeat *r = &box->table->repeats[k];
			if (r->row != box->row || box->in_head)
				continue;
			const part p = part_at(NULL, boxes, i, NULL);
			const ht_len room = height_before(&p, r->end) - r->height;
			for (size_t s = 0; room > 0 && s < r->n_lines; s++)
				r->set[s]->y += room / 2;
		}
	}
}

static void draw_head_again(ht_layouter *l, const ht_boxes *boxes, const ht_tableset *t, ht_len top, ht_ops *ops)
{
	for (size_t i = 0; i < 2; i++)
		if (t->labels[i].set)
			ht_emit_line(l, &t->labels[i], top + t->labels[i].y, t->laid.element, ops);
	const part head = {
	    .l = l, .t = t, .v = &boxes->v[t->head], .n = t->n_head, .top = top + t->label_height, .ops = ops};
	draw_lines(&head, false);
	ht_len y = head.top;
	for (size_t i = 0; i < t->n_head; i++) {
		ht_emit_box_lines(l, &head.v[i], y, true, ops);
		y += head.v[i].em;
	}
}

void ht_emit_slice(ht_layouter *l, const ht_boxes *boxes, size_t i, ht_ops *ops)
{
	const ht_box *box = &boxes->v[i], *before = i ? box - 1 : NULL;
	const ht_tableset *t = box->table;
	bool first = !box->about && (!before || before->page != box->page || before->table != t || before->about);
	if (first && t->n_head && !box->in_head)
		draw_head_again(l, boxes, t, box->top - t->head_height, ops);
	if (first) {
		const part p = part_at(l, boxes, i, ops);
		draw_lines(&p, true);
		repeat_cells(&p);
	}
	ht_emit_box_lines(l, box, box->top, false, ops);
}
