/* Tables.
 *
 * Columns are as wide as their text wants, shrunk together when that is more
 * than the type area and widened together when it is less. Each row is cut
 * into slices one line high, so that a page break may go through a long row;
 * short rows stay whole. The head is repeated on every page under 续表. Inside
 * a table text stands off the page's grid; as a whole it begins on a grid line
 * and the text below goes on at the next clear one.
 *
 * A column whose cells are all numbers is aligned on the decimal point. */
#include <stdio.h>
#include <string.h>

#include "boxes.h"

/* Rows of so many lines are not split. */
#define WHOLE_ROW 4
/* A column is not narrower than so many characters, if there is room at all. */
#define MIN_CHARS 3
/* A number, and a head of up to so many characters, is not broken. */
#define MAX_LEAST 5
#define CONTINUED "续表"

typedef struct table_cell {
	ht_span *spans;
	size_t n;
	ht_len natural; /* width on one line */
	ht_len whole;   /* numbers: width of the part before the point */
	bool number;
	ht_lines lines;
	const ht_pstyle *style;
	uint32_t unit;
	ht_cell place; /* for tags */
} table_cell;

typedef struct column {
	ht_len least, most; /* widths wanted */
	ht_len whole, part; /* numbers: widest parts before and from the point */
	bool given;         /* the width is the sheet's */
	bool numbers;       /* all cells below the head are */
} column;

typedef struct table {
	ht_layouter *l;
	const ht_block *block;
	const ht_dtable *src;
	table_cell *cells;
	column *columns;
	ht_tableset *set;
	ht_len pad;
} table;

static table_cell *cell_at(const table *t, size_t r, size_t c)
{
	return &t->cells[r * t->src->n_columns + c];
}

/* `1,864.7`, `-13.5%`: bytes before the point, or 0 when it is no number. */
static size_t number_prefix(const ht_dpara *para)
{
	if (para->n != 1)
		return 0;
	const char *s = para->spans[0].text, *end = s + para->spans[0].len, *p = s;
	p += p < end && (*p == '-' || *p == '+');
	size_t digits = strspn(p, "0123456789,");
	if (!digits || p + digits > end)
		return 0;
	const char *point = p + digits;
	const char *rest = point;
	if (rest < end && *rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (rest < end && *rest == '%')
		rest++;
	return rest == end ? (size_t)(point - s) : 0;
}

static ht_status measure_number(table *t, table_cell *cell, const ht_dpara *para, const ht_para_shape *shape)
{
	size_t prefix = number_prefix(para);
	if (!prefix)
		return HT_OK;
	ht_span whole = cell->spans[0];
	whole.len = prefix;
	cell->number = true;
	return ht_text_width(t->l->fonts, &whole, 1, shape, t->l->diags, &cell->whole);
}

static ht_status measure_cell(table *t, size_t r, size_t c)
{
	table_cell *cell = cell_at(t, r, c);
	const ht_dpara *para = &t->src->cells[r * t->src->n_columns + c];
	ht_para_shape shape;
	cell->style = r < t->src->n_head ? t->src->head : t->src->cell;
	cell->n = para->n;
	ht_status status = ht_layout_spans(t->l, para->spans, para->n, &cell->spans);
	if (status == HT_OK)
		status = ht_layout_shape(t->l, cell->style, &shape);
	if (status == HT_OK && para->n)
		status = ht_text_width(t->l->fonts, cell->spans, cell->n, &shape, t->l->diags, &cell->natural);
	return status == HT_OK && para->n ? measure_number(t, cell, para, &shape) : status;
}

static ht_len max_len(ht_len a, ht_len b)
{
	return a > b ? a : b;
}

static ht_len min_len(ht_len a, ht_len b)
{
	return a < b ? a : b;
}

static void want_width(table *t, size_t c)
{
	column *col = &t->columns[c];
	ht_len least = MIN_CHARS * t->src->cell->size;
	size_t numbers = 0, filled = 0;
	for (size_t r = 0; r < t->src->n_rows; r++) {
		const table_cell *cell = cell_at(t, r, c);
		col->most = max_len(col->most, cell->natural);
		if (cell->number)
			col->least = max_len(col->least, cell->natural);
		else if (r < t->src->n_head)
			col->least = max_len(col->least, min_len(cell->natural, MAX_LEAST * t->src->cell->size));
		if (r < t->src->n_head || !cell->n)
			continue;
		filled++;
		numbers += cell->number;
		col->whole = max_len(col->whole, cell->whole);
		col->part = max_len(col->part, cell->number ? cell->natural - cell->whole : 0);
	}
	col->numbers = filled && numbers == filled;
	if (col->numbers)
		col->least = max_len(col->least, col->whole + col->part);
	col->most = max_len(col->most, col->least);
	col->least = max_len(col->least, least < col->most ? least : col->most);
	if (t->src->widths[c])
		col->least = col->most = max_len(t->src->widths[c] - 2 * t->pad, 1);
	col->given = t->src->widths[c] > 0;
}

/* What all columns want together; elastic: of those the sheet gives no width. */
typedef struct wanted {
	int64_t least, most, elastic;
} wanted;

static wanted sum_widths(const table *t)
{
	wanted w = {0};
	for (size_t c = 0; c < t->src->n_columns; c++) {
		w.least += t->columns[c].least;
		w.most += t->columns[c].most;
		w.elastic += t->columns[c].given ? 0 : t->columns[c].most;
	}
	return w;
}

/* Between least and most in proportion; what is left over goes to the columns
 * without a given width. */
static ht_len column_width(const column *col, const wanted *w, int64_t room)
{
	int64_t lo = col->least, hi = col->most;
	if (w->least >= room)
		return (ht_len)(lo * room / (w->least ? w->least : 1));
	if (w->most > room)
		return (ht_len)(lo + (hi - lo) * (room - w->least) / (w->most - w->least));
	if (w->elastic)
		return (ht_len)(hi + (col->given ? 0 : (room - w->most) * hi / w->elastic));
	return (ht_len)(hi + (room - w->most) * hi / (w->most ? w->most : 1));
}

static void report_narrow(const table *t)
{
	char columns[16], width[16];
	snprintf(columns, sizeof columns, "%zu", t->src->n_columns);
	snprintf(width, sizeof width, "%d", (int)(ht_len_to_mm(t->l->style->page.area_width) + 0.5));
	ht_diag(t->l->diags, HT_D_TABLE_NARROW, t->block->loc, columns, width, NULL);
}

static void set_edges(table *t)
{
	size_t n = t->src->n_columns;
	ht_len area = t->l->style->page.area_width, x = 0;
	int64_t room = area - 2 * (int64_t)n * t->pad;
	wanted w = sum_widths(t);
	if (w.least > room)
		report_narrow(t);
	for (size_t c = 0; c < n; c++) {
		t->set->edges[c] = x;
		x += column_width(&t->columns[c], &w, room > 0 ? room : 0) + 2 * t->pad;
	}
	t->set->edges[n] = area;
}

static ht_len inner_width(const table *t, size_t c)
{
	return t->set->edges[c + 1] - t->set->edges[c] - 2 * t->pad;
}

/* Heads are centred; so is a column of short texts; a column with long ones is
 * set from the left. */
static ht_align align_of(const table *t, size_t r, size_t c)
{
	static const ht_align given[] = {
	    [HT_HALIGN_LEFT] = HT_ALIGN_LEFT, [HT_HALIGN_CENTRE] = HT_ALIGN_CENTRE, [HT_HALIGN_RIGHT] = HT_ALIGN_RIGHT};
	if (r < t->src->n_head)
		return HT_ALIGN_CENTRE;
	if (t->src->aligns[c] != HT_HALIGN_JUSTIFY)
		return given[t->src->aligns[c]];
	return t->columns[c].most <= inner_width(t, c) ? HT_ALIGN_CENTRE : HT_ALIGN_LEFT;
}

static ht_status compose_cell(table *t, size_t r, size_t c)
{
	table_cell *cell = cell_at(t, r, c);
	const column *col = &t->columns[c];
	ht_para_shape shape;
	ht_status status = ht_layout_shape(t->l, cell->style, &shape);
	if (status != HT_OK || !cell->n)
		return status;
	shape.measure = inner_width(t, c);
	shape.align = align_of(t, r, c);
	shape.first_indent = shape.rest_indent = 0;
	if (cell->number && col->numbers && col->whole + col->part <= shape.measure) {
		shape.align = HT_ALIGN_LEFT;
		shape.first_indent = (shape.measure - col->whole - col->part) / 2 + col->whole - cell->whole;
	}
	cell->unit = ++t->l->units;
	cell->place = (ht_cell){.table = &t->set->tags, .row = r, .column = c, .column_head = r < t->src->n_head};
	return ht_compose(t->l->fonts, cell->spans, cell->n, &shape, t->l->arena, t->l->diags, &cell->lines);
}

static ht_len slice_pitch(const ht_pstyle *ps)
{
	return ps->pitch ? ps->pitch : ht_len_scale(ps->size, 3, 2);
}

/* Put the lines that belong to slice s of the row's n_slices into its box. A
 * cell with fewer lines than its row stands in the middle. */
static ht_status fill_slice(table *t, size_t r, size_t s, size_t n_slices, ht_box *box, ht_len pad_above)
{
	for (size_t c = 0; c < t->src->n_columns; c++) {
		const table_cell *cell = cell_at(t, r, c);
		size_t spare = n_slices - cell->lines.n, above = spare / 2;
		ht_len pitch = slice_pitch(cell->style), half = spare % 2 ? pitch / 2 : 0, ascent;
		if (s < above || s - above >= cell->lines.n)
			continue;
		ht_status status = ht_layout_ascent(t->l, cell->style, &ascent);
		if (status != HT_OK)
			return status;
		const ht_line *line = &cell->lines.v[s - above];
		ht_len y = pad_above + half + (pitch - cell->style->size) / 2 + ascent;
		box->lines[box->n_lines++] = (ht_boxline){.line = line,
		                                          .x = t->set->edges[c] + t->pad,
		                                          .y = y,
		                                          .unit = cell->unit,
		                                          .role = HT_ROLE_CELL,
		                                          .cell = &cell->place};
	}
	return HT_OK;
}

static ht_status make_row(table *t, size_t r, ht_boxes *boxes)
{
	size_t n = 1;
	ht_len pitch = 0;
	for (size_t c = 0; c < t->src->n_columns; c++) {
		const table_cell *cell = cell_at(t, r, c);
		n = cell->lines.n > n ? cell->lines.n : n;
		pitch = max_len(pitch, slice_pitch(cell->style));
	}
	for (size_t s = 0; s < n; s++) {
		ht_box *box = ht_box_add(t->l, boxes, t->block, t->src->n_columns);
		if (!box)
			return HT_ERR_NOMEM;
		ht_len slack = t->src->row_height - (ht_len)n * pitch;
		ht_len pad = (slack > t->pad ? slack : t->pad) / 2;
		ht_len above = s == 0 ? pad : 0, below = s + 1 == n ? pad : 0;
		box->table = t->set;
		box->in_head = r < t->src->n_head;
		box->row_first = s == 0;
		box->row_last = s + 1 == n;
		box->em = pitch + above + below;
		if ((s > 0 && n <= WHOLE_ROW) || (r > 0 && r <= t->src->n_head && s == 0))
			box->keep = HT_KEEP_STRONG;
		ht_status status = fill_slice(t, r, s, n, box, above);
		if (status != HT_OK)
			return status;
	}
	return HT_OK;
}

/* 续表, flush right above the repeated head. */
static ht_status make_label(table *t)
{
	const ht_pstyle *ps = t->src->cell;
	ht_dspan span = {.text = CONTINUED,
	                 .len = strlen(CONTINUED),
	                 .face = ps->face,
	                 .size = ps->size,
	                 .colour = ps->colour,
	                 .loc = t->block->loc};
	const ht_dpara para = {&span, 1};
	ht_line *line;
	ht_len ascent;
	ht_status status = ht_single_line(t->l, t->block, &para, &line);
	if (status == HT_OK)
		status = ht_layout_ascent(t->l, ps, &ascent);
	if (status != HT_OK)
		return status;
	ht_len x = t->l->style->page.area_width - line->width - line->x;
	t->set->label = (ht_boxline){.line = line, .x = x, .y = ascent, .role = HT_ROLE_ARTIFACT};
	t->set->label_height = slice_pitch(ps);
	return HT_OK;
}

static ht_status make_rows(table *t, ht_boxes *boxes)
{
	ht_status status = HT_OK;
	t->set->head = boxes->n;
	for (size_t r = 0; r < t->src->n_rows && status == HT_OK; r++) {
		status = make_row(t, r, boxes);
		if (r + 1 == t->src->n_head)
			t->set->n_head = boxes->n - t->set->head;
	}
	if (status != HT_OK || !t->set->n_head)
		return status;
	status = make_label(t);
	t->set->head_height = t->set->label_height;
	for (size_t i = 0; i < t->set->n_head; i++)
		t->set->head_height += boxes->v[t->set->head + i].em;
	return status;
}

static ht_status for_cells(table *t, ht_status (*run)(table *, size_t, size_t))
{
	ht_status status = HT_OK;
	for (size_t i = 0; i < t->src->n_rows * t->src->n_columns && status == HT_OK; i++)
		status = run(t, i / t->src->n_columns, i % t->src->n_columns);
	return status;
}

ht_status ht_make_table(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_dtable *src = block->table;
	const ht_element *e = block->element;
	table t = {.l = l, .block = block, .src = src, .pad = e->cell_pad};
	t.cells = ht_arena_array(l->arena, src->n_rows * src->n_columns + 1, sizeof *t.cells);
	t.columns = ht_arena_array(l->arena, src->n_columns + 1, sizeof *t.columns);
	t.set = ht_arena_alloc(l->arena, sizeof *t.set);
	if (!t.cells || !t.columns || !t.set)
		return HT_ERR_NOMEM;
	*t.set = (ht_tableset){
	    .element = e, .n_columns = src->n_columns, .rule = e->table_rule, .tags = {src->n_rows, src->n_columns}};
	t.set->edges = ht_arena_array(l->arena, src->n_columns + 1, sizeof *t.set->edges);
	if (!t.set->edges)
		return HT_ERR_NOMEM;
	ht_status status = for_cells(&t, measure_cell);
	for (size_t c = 0; c < src->n_columns && status == HT_OK; c++)
		want_width(&t, c);
	if (status == HT_OK) {
		set_edges(&t);
		status = for_cells(&t, compose_cell);
	}
	return status == HT_OK ? make_rows(&t, boxes) : status;
}

/* The lines beside a slice, above a row, and below the last slice of a page. */
static ht_status slice_rules(ht_layouter *l, const ht_tableset *t, ht_len top, ht_len height, bool above, bool below,
                             ht_ops *ops)
{
	ht_len left = l->style->page.left, half = t->rule / 2;
	ht_op rule = {.element = t->element->name, .loc = t->element->loc};
	ht_status status = HT_OK;
	for (size_t c = 0; c <= t->n_columns && status == HT_OK; c++) {
		rule.x = left + t->edges[c] - half;
		rule.y = top;
		rule.w = t->rule;
		rule.h = height;
		status = ht_add_rule(l, rule, ops);
	}
	rule.x = left - half;
	rule.w = t->edges[t->n_columns] + t->rule;
	rule.h = t->rule;
	rule.y = top - half;
	if (above && status == HT_OK)
		status = ht_add_rule(l, rule, ops);
	rule.y = top + height - half;
	if (below && status == HT_OK)
		status = ht_add_rule(l, rule, ops);
	return status;
}

static ht_status emit_head_again(ht_layouter *l, const ht_boxes *boxes, const ht_tableset *t, ht_len top, ht_ops *ops)
{
	ht_status status = ht_emit_line(l, &t->label, top + t->label.y, t->element, ops);
	top += t->label_height;
	for (size_t i = 0; i < t->n_head && status == HT_OK; i++) {
		const ht_box *box = &boxes->v[t->head + i];
		status = slice_rules(l, t, top, box->em, box->row_first, false, ops);
		if (status == HT_OK)
			status = ht_emit_box_lines(l, box, top, true, ops);
		top += box->em;
	}
	return status;
}

ht_status ht_emit_slice(ht_layouter *l, const ht_boxes *boxes, size_t i, ht_ops *ops)
{
	const ht_box *box = &boxes->v[i];
	const ht_tableset *t = box->table;
	bool page_top = i == 0 || boxes->v[i - 1].page != box->page || boxes->v[i - 1].table != t;
	bool page_end = i + 1 == boxes->n || boxes->v[i + 1].page != box->page || boxes->v[i + 1].table != t;
	bool again = page_top && !box->starts_block && !box->in_head && t->n_head;
	ht_status status = HT_OK;
	if (again)
		status = emit_head_again(l, boxes, t, box->top - t->head_height, ops);
	if (status == HT_OK)
		status = slice_rules(l, t, box->top, box->em, box->row_first || page_top, page_end, ops);
	return status == HT_OK ? ht_emit_box_lines(l, box, box->top, false, ops) : status;
}
