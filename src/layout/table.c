/* Tables.
 *
 * The widths of the columns are doc/columns.h's. Each row is cut into slices
 * one line high, so that a page break may go through a long row; short rows
 * stay whole, and so do rows joined by a cell that spans them, unless they are
 * taller than a page. The head is repeated on every page under 续表. Inside a
 * table text stands off the page's grid; as a whole it begins on a grid line
 * and the text below goes on at the next clear one.
 *
 * The text of a cell stands in the middle of the rows it spans; each line of it
 * belongs to the slice that holds the line's middle. Where a page may end
 * within the cell, its text stands at the top instead.
 *
 * A table that is too wide for the page, or is said to be landscape, is set for
 * landscape pages of its own (GB/T 9704-2012 8). */
#include <stdio.h>
#include <string.h>

#include "boxes.h"
#include "doc/columns.h"
#include "layout/messages.h"

/* Rows that take no more than one part in so many of a page are not split. */
#define WHOLE_ROW 3
/* A head that takes more than one part in so many is not repeated. */
#define TALLEST_HEAD 2
#define CONTINUED    "续表"

typedef struct table_cell {
	ht_span *spans;
	size_t n;
	ht_lines lines;
	const ht_pstyle *style;
	uint32_t unit;
	ht_cell place; /* for tags */
} table_cell;

/* A row as it is set: n slices of a line each, room above and below. */
typedef struct table_row {
	size_t n;
	ht_len pitch, pad, height;
	bool joined; /* to the row above, by a cell that spans both */
	bool loose;  /* joined rows that are taller than a page: it may end between them */
	size_t box;  /* of its first slice */
} table_row;

typedef struct table {
	ht_layouter *l;
	const ht_block *block;
	const ht_dtable *src;
	table_cell *cells;
	ht_cell_width *sizes;
	ht_column_width *columns;
	table_row *rows;
	ht_tableset *set;
	const ht_geometry *area;
	ht_boxes *boxes;
	ht_table_setting how;
	const ht_pstyle *cell, *head; /* as set */
	bool repeats;                 /* its head, on every page */
} table;

static const ht_pstyle *style_of(const table *t, size_t r)
{
	return r < t->src->n_head ? t->head : t->cell;
}

static ht_len slice_pitch(const ht_pstyle *ps)
{
	return ps->pitch ? ps->pitch : ht_len_scale(ps->size, 3, 2);
}

static ht_len max_len(ht_len a, ht_len b)
{
	return a > b ? a : b;
}

static ht_status measure_number(table *t, size_t i, const ht_para_shape *shape)
{
	size_t prefix = ht_number_prefix(&t->src->cells[i].para);
	if (!prefix)
		return HT_OK;
	ht_span whole = t->cells[i].spans[0];
	whole.len = prefix;
	t->sizes[i].number = true;
	return ht_text_width(t->l->fonts, &whole, 1, shape, t->l->diags, &t->sizes[i].whole);
}

static ht_status measure_cell(table *t, size_t i)
{
	table_cell *cell = &t->cells[i];
	const ht_dpara *para = &t->src->cells[i].para;
	ht_para_shape shape;
	cell->n = para->n;
	ht_status status = ht_layout_spans(t->l, para->spans, para->n, &cell->spans);
	if (status == HT_OK)
		status = ht_layout_shape(t->l, style_of(t, i / t->src->n_columns), &shape);
	for (size_t from = 0; from < para->n && status == HT_OK;) {
		size_t n = ht_forced_line(para, from);
		ht_len width = 0;
		if (n)
			status = ht_text_width(t->l->fonts, cell->spans + from, n, &shape, t->l->diags, &width);
		t->sizes[i].natural = max_len(t->sizes[i].natural, width);
		from += n + 1;
	}
	return status == HT_OK ? measure_number(t, i, &shape) : status;
}

static ht_len inner_width(const table *t, size_t c, size_t n)
{
	return t->set->edges[c + n] - t->set->edges[c] - 2 * t->how.pad;
}

/* Numbers stand so that their points are below each other. */
static void align_cell(const table *t, size_t i, ht_para_shape *shape)
{
	static const ht_align aligns[] = {[HT_HALIGN_JUSTIFY] = HT_ALIGN_JUSTIFY,
	                                  [HT_HALIGN_LEFT] = HT_ALIGN_LEFT,
	                                  [HT_HALIGN_CENTRE] = HT_ALIGN_CENTRE,
	                                  [HT_HALIGN_RIGHT] = HT_ALIGN_RIGHT};
	size_t r = i / t->src->n_columns, c = i % t->src->n_columns;
	const ht_column_width *col = &t->columns[c];
	shape->first_indent = shape->rest_indent = 0;
	shape->align = aligns[ht_cell_align(t->src, t->columns, r, c, shape->measure)];
	if (!ht_cell_on_point(t->src, t->columns, &t->sizes[i], r, c, shape->measure))
		return;
	shape->align = HT_ALIGN_LEFT;
	shape->first_indent = (shape->measure - col->whole - col->part) / 2 + col->whole - t->sizes[i].whole;
}

static ht_status append_lines(table *t, ht_lines *all, const ht_lines *more)
{
	ht_line *v = ht_arena_array(t->l->arena, all->n + more->n, sizeof *v);
	if (!v)
		return HT_ERR_NOMEM;
	if (all->n)
		memcpy(v, all->v, all->n * sizeof *v);
	if (more->n)
		memcpy(v + all->n, more->v, more->n * sizeof *v);
	*all = (ht_lines){v, all->n + more->n};
	return HT_OK;
}

static ht_status compose_cell(table *t, size_t i)
{
	table_cell *cell = &t->cells[i];
	const ht_dcell *src = &t->src->cells[i];
	size_t r = i / t->src->n_columns, c = i % t->src->n_columns;
	ht_para_shape shape;
	cell->style = style_of(t, r);
	for (size_t k = 0; k < cell->n; k++)
		cell->spans[k].size = ht_table_scale(t->src, &t->how, cell->spans[k].size);
	ht_status status = ht_layout_shape(t->l, cell->style, &shape);
	if (status != HT_OK || !cell->n)
		return status;
	shape.measure = inner_width(t, c, src->columns);
	align_cell(t, i, &shape);
	cell->unit = ++t->l->units;
	cell->place = (ht_cell){.table = &t->set->tags,
	                        .row = r,
	                        .column = c,
	                        .rows = src->rows,
	                        .columns = src->columns,
	                        .column_head = r < t->src->n_head};
	for (size_t from = 0; from < cell->n && status == HT_OK;) {
		size_t n = ht_forced_line(&src->para, from);
		ht_lines lines = {0};
		if (n)
			status =
			    ht_compose(t->l->fonts, cell->spans + from, n, &shape, t->l->arena, t->l->diags, &lines);
		if (status == HT_OK && lines.n)
			status = append_lines(t, &cell->lines, &lines);
		from += n + 1;
	}
	return status;
}

static ht_status for_cells(table *t, ht_status (*run)(table *, size_t))
{
	ht_status status = HT_OK;
	for (size_t i = 0; i < t->src->n_rows * t->src->n_columns && status == HT_OK; i++)
		if (t->src->cells[i].rows)
			status = run(t, i);
	return status;
}

/* Say which cell has which place. */
static void set_owners(table *t)
{
	size_t n = t->src->n_columns;
	for (size_t i = 0; i < t->src->n_rows * n; i++)
		for (size_t r = 0; r < t->src->cells[i].rows; r++)
			for (size_t c = 0; c < t->src->cells[i].columns; c++)
				t->set->owners[i + r * n + c] = i;
}

static void report_setting(const table *t)
{
	const ht_table_setting *how = &t->how;
	char columns[24], width[16], size[16];
	snprintf(columns, sizeof columns, "%zu", t->src->n_columns);
	snprintf(width, sizeof width, "%d", (int)(ht_len_to_mm(how->area) + 0.5));
	snprintf(size, sizeof size, "%g", ht_len_to_pt(how->size));
	if (how->turned && t->src->landscape < 0)
		ht_diag(t->l->diags, HT_D_TABLE_TURNED, t->block->loc, NULL);
	if (how->narrow)
		ht_diag(t->l->diags, HT_D_TABLE_NARROW, t->block->loc, columns, width, NULL);
	else if (how->size != t->src->cell->size)
		ht_diag(t->l->diags, HT_D_TABLE_SMALLER, t->block->loc, size, NULL);
}

/* A paragraph style of the cells in the size that is set. */
static ht_status scaled_style(table *t, const ht_pstyle *ps, const ht_pstyle **ret)
{
	ht_pstyle *copy = ht_arena_alloc(t->l->arena, sizeof *copy);
	if (!copy)
		return HT_ERR_NOMEM;
	*copy = *ps;
	copy->size = ht_table_scale(t->src, &t->how, ps->size);
	copy->pitch = ht_table_scale(t->src, &t->how, slice_pitch(ps));
	*ret = copy;
	return HT_OK;
}

/* Upright or landscape, how large; then the columns. */
static ht_status set_widths(table *t)
{
	const ht_geometry *page = &t->l->style->page;
	t->how = ht_columns_fit(t->src, t->sizes, t->block->element, page, t->columns);
	report_setting(t);
	t->set->turned = t->how.turned;
	t->area = t->how.turned ? &t->l->turned : page;
	for (size_t c = 0; c < t->src->n_columns; c++)
		t->set->edges[c + 1] = t->set->edges[c] + t->columns[c].width + 2 * t->how.pad;
	ht_status status = scaled_style(t, t->src->cell, &t->cell);
	return status == HT_OK ? scaled_style(t, t->src->head, &t->head) : status;
}

static void set_row(table *t, size_t r)
{
	table_row *row = &t->rows[r];
	*row = (table_row){.n = 1, .pitch = slice_pitch(style_of(t, r))};
	for (size_t c = 0; c < t->src->n_columns; c++) {
		const table_cell *cell = &t->cells[r * t->src->n_columns + c];
		if (t->src->cells[r * t->src->n_columns + c].rows == 1 && cell->lines.n > row->n)
			row->n = cell->lines.n;
	}
	ht_len slack = t->src->row_height - (ht_len)row->n * row->pitch;
	row->pad = max_len(slack, t->how.pad) / 2;
	row->height = (ht_len)row->n * row->pitch + 2 * row->pad;
}

/* Rows under a cell that needs more height than they have get lines in turn. */
static void stretch_rows(table *t, size_t i)
{
	size_t first = i / t->src->n_columns, n = t->src->cells[i].rows;
	ht_len have = 0, need = (ht_len)t->cells[i].lines.n * slice_pitch(style_of(t, first)) + t->how.pad;
	for (size_t r = first; r < first + n; r++) {
		have += t->rows[r].height;
		t->rows[r].joined |= r > first;
	}
	for (size_t k = 0; have < need; k = (k + 1) % n) {
		table_row *row = &t->rows[first + k];
		row->n++;
		row->height += row->pitch;
		have += row->pitch;
	}
}

/* Rows [first, end) are joined: keep them on one page if one can hold them. */
static void join_rows(table *t, size_t first, size_t end)
{
	ht_len height = t->set->head_height;
	for (size_t r = first; r < end; r++)
		height += t->rows[r].height;
	for (size_t r = first; r < end; r++)
		t->rows[r].loose = height > t->area->area_height;
}

static void set_rows(table *t)
{
	for (size_t r = 0; r < t->src->n_rows; r++)
		set_row(t, r);
	for (size_t i = 0; i < t->src->n_rows * t->src->n_columns; i++)
		if (t->src->cells[i].rows > 1)
			stretch_rows(t, i);
	t->set->head_height = t->src->n_head ? t->set->label_height : 0;
	for (size_t r = 0; r < t->src->n_head; r++)
		t->set->head_height += t->rows[r].height;
	t->repeats = t->set->head_height <= t->area->area_height / TALLEST_HEAD;
	if (!t->repeats)
		t->set->head_height = 0;
	for (size_t r = 0, end; r < t->src->n_rows; r = end) {
		for (end = r + 1; end < t->src->n_rows && t->rows[end].joined; end++)
			;
		join_rows(t, r, end);
	}
}

/* May no page end within the row? */
static bool is_whole(const table *t, const table_row *row)
{
	return row->height <= t->area->area_height / WHOLE_ROW || (row->joined && !row->loose);
}

static ht_keep keep_of(const table *t, size_t r, size_t slice)
{
	const table_row *row = &t->rows[r];
	if (slice)
		return is_whole(t, row) ? HT_KEEP_STRONG : HT_KEEP_FREE;
	bool about = r == 0 && (t->src->caption.n || t->src->unit.n);
	if (about || (r > 0 && r <= t->src->n_head) || (row->joined && !row->loose))
		return HT_KEEP_STRONG;
	/* better no page with one row only */
	return r > 0 && (r + 1 == t->src->n_rows || r == t->src->n_head + 1) ? HT_KEEP_WEAK : HT_KEEP_FREE;
}

/* A box of the table: a slice, or a line about it. */
static ht_box *add_box(table *t, size_t n_lines)
{
	ht_box *box = ht_box_add(t->l, t->boxes, t->block, n_lines);
	if (!box)
		return NULL;
	box->table = t->set;
	box->turned = t->set->turned;
	return box;
}

static ht_status add_slices(table *t, size_t r)
{
	table_row *row = &t->rows[r];
	row->box = t->boxes->n;
	for (size_t s = 0; s < row->n; s++) {
		ht_len above = s == 0 ? row->pad : 0, below = s + 1 == row->n ? row->pad : 0;
		/* lines of one cell are a pitch apart: so many may have their middle here */
		size_t most = t->src->n_columns * (2 + (size_t)((above + below) / row->pitch));
		ht_box *box = add_box(t, most);
		if (!box)
			return HT_ERR_NOMEM;
		box->row = r;
		box->in_head = r < t->src->n_head;
		box->row_first = s == 0;
		box->em = row->pitch + above + below;
		box->keep = keep_of(t, r, s);
	}
	return HT_OK;
}

/* May a page end within the cell's text? Then that stands at the top. */
static bool may_be_cut(const table *t, size_t r, size_t n)
{
	const table_row *row = &t->rows[r];
	return n > 1 ? row->loose : !is_whole(t, row);
}

/* Keep the lines of a cell that may go on over pages. */
static ht_status note_repeat(table *t, size_t i, ht_len ascent)
{
	const table_cell *cell = &t->cells[i];
	size_t r = i / t->src->n_columns;
	ht_len pitch = slice_pitch(cell->style);
	ht_table_repeat *slot = HT_PUSH(t->l->arena, t->set->repeats, t->set->n_repeats, t->set->cap_repeats);
	ht_boxline *lines = ht_arena_array(t->l->arena, cell->lines.n + 1, sizeof *lines);
	if (!slot || !lines)
		return HT_ERR_NOMEM;
	*slot = (ht_table_repeat){.row = r, .end = r + t->src->cells[i].rows, .lines = lines, .n_lines = cell->lines.n};
	slot->height = (ht_len)cell->lines.n * pitch + 2 * t->rows[r].pad;
	for (size_t s = 0; s < cell->lines.n; s++)
		lines[s] =
		    (ht_boxline){.line = &cell->lines.v[s],
		                 .x = t->set->edges[i % t->src->n_columns] + t->how.pad,
		                 .y = t->rows[r].pad + (ht_len)s * pitch + (pitch - cell->style->size) / 2 + ascent,
		                 .role = HT_ROLE_ARTIFACT};
	return HT_OK;
}

/* Put a cell's lines into the slices of the rows it spans. */
static ht_status place_cell(table *t, size_t i)
{
	const table_cell *cell = &t->cells[i];
	size_t r = i / t->src->n_columns, n = t->src->cells[i].rows, b = t->rows[r].box;
	ht_len pitch = slice_pitch(cell->style), height = 0, top = 0, ascent;
	ht_status status = ht_layout_ascent(t->l, cell->style, &ascent);
	for (size_t k = r; k < r + n; k++)
		height += t->rows[k].height;
	ht_len y = (height - (ht_len)cell->lines.n * pitch) / 2;
	if (may_be_cut(t, r, n))
		y = t->rows[r].pad;
	if (status == HT_OK && n > 1 && t->rows[r].loose)
		status = note_repeat(t, i, ascent);
	for (size_t s = 0; s < cell->lines.n && status == HT_OK; s++, y += pitch) {
		while (top + t->boxes->v[b].em <= y + pitch / 2 && b + 1 < t->boxes->n)
			top += t->boxes->v[b++].em;
		ht_box *box = &t->boxes->v[b];
		box->lines[box->n_lines++] = (ht_boxline){.line = &cell->lines.v[s],
		                                          .x = t->set->edges[i % t->src->n_columns] + t->how.pad,
		                                          .y = y - top + (pitch - cell->style->size) / 2 + ascent,
		                                          .unit = cell->unit,
		                                          .role = HT_ROLE_CELL,
		                                          .cell = &cell->place};
	}
	return status;
}

static ht_status add_rows(table *t)
{
	ht_status status = HT_OK;
	t->set->head = t->boxes->n;
	for (size_t r = 0; r < t->src->n_rows && status == HT_OK; r++) {
		status = add_slices(t, r);
		if (t->repeats && r + 1 == t->src->n_head)
			t->set->n_head = t->boxes->n - t->set->head;
	}
	return status == HT_OK ? for_cells(t, place_cell) : status;
}

/* One line of ps; at the right, or at the left. */
static ht_status single(table *t, const ht_dpara *para, const ht_pstyle *ps, bool right, ht_boxline *ret)
{
	ht_line *line;
	ht_len ascent;
	ht_status status = ht_single_line(t->l, t->block, para, &line);
	if (status == HT_OK)
		status = ht_layout_ascent(t->l, ps, &ascent);
	if (status != HT_OK || !line)
		return status;
	ht_len x = right ? t->area->area_width - line->width - line->x : 0;
	*ret = (ht_boxline){
	    .line = line, .x = x, .y = (slice_pitch(ps) - ps->size) / 2 + ascent, .role = HT_ROLE_ARTIFACT};
	return HT_OK;
}

/* 续表 above the repeated head, at the right, or before the unit. */
static ht_status make_labels(table *t)
{
	const ht_pstyle *ps = t->src->cell;
	ht_dspan span = {.text = CONTINUED,
	                 .len = strlen(CONTINUED),
	                 .face = ps->face,
	                 .size = ps->size,
	                 .colour = ps->colour,
	                 .loc = t->block->loc};
	const ht_dpara para = {&span, 1};
	bool unit = t->src->unit.n > 0;
	t->set->label_height = slice_pitch(ps);
	ht_status status = single(t, &para, ps, !unit, &t->set->labels[0]);
	return status == HT_OK && unit ? single(t, &t->src->unit, ps, true, &t->set->labels[1]) : status;
}

/* A line about the table, in a box of its own. */
static ht_status add_about(table *t, ht_boxline line, const ht_pstyle *ps, uint32_t unit, ht_role role)
{
	ht_box *box = add_box(t, 1);
	if (!box)
		return HT_ERR_NOMEM;
	line.unit = unit;
	line.role = role;
	box->lines[box->n_lines++] = line;
	box->about = true;
	box->em = slice_pitch(ps);
	box->keep = HT_KEEP_STRONG;
	return HT_OK;
}

/* A paragraph above or below the table, over as many lines as it needs. */
static ht_status add_para(table *t, const ht_dpara *para, const ht_pstyle *ps, const ht_para_shape *about, ht_role role)
{
	ht_span *spans;
	ht_para_shape shape;
	ht_lines lines = {0};
	ht_len ascent;
	ht_status status = ht_layout_spans(t->l, para->spans, para->n, &spans);
	if (status == HT_OK)
		status = ht_layout_shape(t->l, ps, &shape);
	if (status == HT_OK)
		status = ht_layout_ascent(t->l, ps, &ascent);
	if (status != HT_OK)
		return status;
	shape.measure = t->area->area_width;
	shape.first_indent = about->first_indent;
	shape.rest_indent = about->rest_indent;
	shape.align = about->align;
	status = ht_compose(t->l->fonts, spans, para->n, &shape, t->l->arena, t->l->diags, &lines);
	uint32_t unit = ++t->l->units;
	for (size_t i = 0; i < lines.n && status == HT_OK; i++) {
		const ht_boxline line = {.line = &lines.v[i], .y = (slice_pitch(ps) - ps->size) / 2 + ascent};
		status = add_about(t, line, ps, unit, role);
	}
	return status;
}

/* Title and unit. */
static ht_status add_above(table *t)
{
	const ht_dtable *src = t->src;
	ht_boxline unit = {0};
	const ht_para_shape centred = {.align = HT_ALIGN_CENTRE};
	size_t from = t->boxes->n;
	ht_status status = HT_OK;
	if (src->caption.n)
		status = add_para(t, &src->caption, src->title, &centred, HT_ROLE_CAPTION);
	if (status == HT_OK && src->unit.n)
		status = single(t, &src->unit, src->cell, true, &unit);
	if (status == HT_OK && unit.line)
		status = add_about(t, unit, src->cell, ++t->l->units, HT_ROLE_PARA);
	if (status == HT_OK && t->boxes->n > from)
		t->boxes->v[from].keep = HT_KEEP_FREE;
	return status;
}

/* Width of the label a note begins with; 0: it has none. */
static ht_status label_width(table *t, const ht_dpara *note, const ht_pstyle *ps, ht_len *ret)
{
	size_t len = ht_note_label(note);
	ht_span *spans;
	ht_para_shape shape;
	*ret = 0;
	if (!len)
		return HT_OK;
	ht_status status = ht_layout_spans(t->l, note->spans, 1, &spans);
	if (status == HT_OK)
		status = ht_layout_shape(t->l, ps, &shape);
	if (status != HT_OK)
		return status;
	spans[0].len = len;
	return ht_text_width(t->l->fonts, spans, 1, &shape, t->l->diags, ret);
}

/* Notes begin behind the label of the first, their further lines too. */
static ht_status add_notes(table *t)
{
	const ht_element *e = t->block->element;
	const ht_pstyle *ps = e->table_note ? e->table_note : t->src->cell;
	ht_para_shape about = {.align = HT_ALIGN_JUSTIFY};
	ht_status status = HT_OK;
	for (size_t i = 0; i < t->src->n_notes && status == HT_OK; i++) {
		ht_len label;
		status = label_width(t, &t->src->notes[i], ps, &label);
		about.first_indent = label ? 0 : about.rest_indent;
		about.rest_indent = label ? label : about.rest_indent;
		if (status == HT_OK)
			status = add_para(t, &t->src->notes[i], ps, &about, HT_ROLE_PARA);
	}
	return status;
}

static ht_status prepare(table *t)
{
	ht_arena *arena = t->l->arena;
	size_t n = t->src->n_columns, places = t->src->n_rows * n;
	t->cells = ht_arena_array(arena, places + 1, sizeof *t->cells);
	t->sizes = ht_arena_array(arena, places + 1, sizeof *t->sizes);
	t->columns = ht_arena_array(arena, n + 1, sizeof *t->columns);
	t->rows = ht_arena_array(arena, t->src->n_rows + 1, sizeof *t->rows);
	t->set = ht_arena_alloc(arena, sizeof *t->set);
	if (!t->cells || !t->sizes || !t->columns || !t->rows || !t->set)
		return HT_ERR_NOMEM;
	const ht_element *e = t->block->element;
	*t->set = (ht_tableset){.element = e, .src = t->src, .rule = e->table_rule, .tags = {t->src->n_rows, n}};
	t->set->edges = ht_arena_array(arena, n + 1, sizeof *t->set->edges);
	t->set->owners = ht_arena_array(arena, places + 1, sizeof *t->set->owners);
	return t->set->edges && t->set->owners ? HT_OK : HT_ERR_NOMEM;
}

ht_status ht_make_table(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	table t = {.l = l, .block = block, .src = block->table, .boxes = boxes};
	t.cell = t.src->cell;
	t.head = t.src->head;
	ht_status status = prepare(&t);
	if (status == HT_OK)
		status = for_cells(&t, measure_cell);
	if (status == HT_OK)
		status = set_widths(&t);
	if (status != HT_OK)
		return status;
	set_owners(&t);
	status = for_cells(&t, compose_cell);
	if (status == HT_OK && t.src->n_head)
		status = make_labels(&t);
	if (status != HT_OK)
		return status;
	set_rows(&t);
	ht_status (*const steps[])(table *) = {add_above, add_rows, add_notes};
	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == HT_OK; i++)
		status = steps[i](&t);
	return status;
}
