/* Tables.
 *
 * The widths of the columns are layout/columns.h's. Each row is cut into slices one line high, so that a page break may
 * go through a long row; short rows stay whole, and so do rows joined by a cell that spans them, unless they are taller
 * than a page. The head is repeated on every page under 续表. Inside a table text is off the page's grid; as a whole it
 * begins on a grid line and the text below continues on the next free one.
 *
 * The text of a cell is in the middle of the rows it spans; each line of it
 * belongs to the slice that holds the line's middle. Where a page may end
 * within the cell, its text is at the top instead.
 *
 * A table that is too wide for the page, or is marked as landscape, is set on landscape pages of its own (GB/T
 * 9704-2012 8). */
#include <stdio.h>
#include <string.h>

#include "layout/messages.h"
#include "boxes.h"
#include "columns.h"

/* Rows lower than this fraction of a page (1/n), and joined ones that are so together, are not split. */
#define WHOLE_ROW 3
/* A row lower than this fraction goes to the next page with a last row: a page with one row is avoided, though not for
 * more white than three lines. */
#define LOW_ROW 12
/* A head taller than this fraction of a page (1/n) is not repeated. */
#define TALLEST_HEAD 2
/* A row to be written in by hand; at length, or to be sealed. */
#define FORM_ROW_MM 11
#define LONG_ROW_MM 15
/* What is to be signed is a character from the cell's right edge, or this part of its width (1/n). */
#define LEAST_INSET 8

typedef struct table_cell {
	ht_span *spans;
	size_t n;
	ht_laid_cell *laid; /* as set: with its lines */
	const ht_pstyle *style;
	uint32_t unit;
	ht_cell place; /* for tags */
} table_cell;

/* A row as it is set: n slices of a line each, room above and below. */
typedef struct table_row {
	size_t n;
	ht_len pitch, pad, height;
	bool joined; /* to the row above, by a cell that spans both */
	bool loose;  /* joined rows that are tall: a page may end between them */
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
	bool form;                    /* there to be written in by hand */
	bool *blank;                  /* by column: nothing is below its head */
} table;

static const ht_pstyle *style_of(const table *t, size_t r)
{
	return r < t->src->n_head ? t->head : t->cell;
}

static ht_table_about about_of(const table *t)
{
	return (ht_table_about){t->l, t->block, t->boxes, t->set, t->area};
}

static void for_cells(table *t, void (*run)(table *, size_t))
{
	for (size_t i = 0; i < t->src->n_rows * t->src->n_columns && t->l->status == HT_OK; i++)
		if (t->src->cells[i].rows)
			run(t, i);
}

static bool is_photograph(const table *t, size_t i)
{
	return t->form && ht_form_is_photograph(t->src, i);
}

static void measure_cell(table *t, size_t i)
{
	const ht_dpara *para = &t->src->cells[i].para;
	const size_t r = i / t->src->n_columns;
	if (r >= t->src->n_head && (t->form || t->blank[i % t->src->n_columns]) && ht_cell_is_blank(para)) {
		t->sizes[i] = (ht_cell_width){.blank = true, .good = ht_blank_width(t->src, i)};
		return;
	}
	const ht_para_shape shape = ht_layout_shape(t->l, style_of(t, r));
	ht_span *spans = ht_layout_spans(t->l, para->spans, para->n);
	t->cells[i].spans = spans;
	t->cells[i].n = para->n;
	ht_measure_cell(t->l, para, spans, &shape, r < t->src->n_head, ht_columns_sample(t->src, r), &t->sizes[i]);
	if (is_photograph(t, i)) {
		ht_cell_width *size = &t->sizes[i];
		size->longest = size->natural = ht_len_max(size->natural, ht_form_photograph_width());
	}
}

static ht_len inner_width(const table *t, size_t c, size_t n)
{
	return t->set->laid.edges[c + n] - t->set->laid.edges[c] - 2 * t->how.pad;
}

/* Is it a label of a form, 工作单位? They all look alike, of how many lines they are. */
static bool cell_is_label(const table *t, size_t i)
{
	const ht_dcell *src = &t->src->cells[i];
	return t->form && !t->src->n_head && src->align == HT_HALIGN_JUSTIFY && src->columns == 1 &&
	       t->src->aligns[i % t->src->n_columns] == HT_HALIGN_JUSTIFY && t->sizes[i].words;
}

/* Is it a text of several lines below several heads? */
static bool is_long_merged(const table *t, size_t i, ht_len inner)
{
	const ht_dcell *src = &t->src->cells[i];
	return src->columns > 1 && src->align == HT_HALIGN_JUSTIFY && i / t->src->n_columns >= t->src->n_head &&
	       ht_table_scale(t->src, &t->how, t->sizes[i].natural) > inner;
}

/* Numbers are set so that their points are below each other. */
static void align_cell(const table *t, size_t i, ht_para_shape *shape)
{
	static const ht_align aligns[] = {[HT_HALIGN_JUSTIFY] = HT_ALIGN_JUSTIFY,
	                                  [HT_HALIGN_LEFT] = HT_ALIGN_LEFT,
	                                  [HT_HALIGN_CENTRE] = HT_ALIGN_CENTRE,
	                                  [HT_HALIGN_RIGHT] = HT_ALIGN_RIGHT};
	size_t r = i / t->src->n_columns, c = i % t->src->n_columns;
	const ht_column_width *col = &t->columns[c];
	ht_laid_cell *cell = t->cells[i].laid;
	shape->first_indent = shape->rest_indent = 0;
	shape->align = aligns[ht_cell_align(t->src, t->columns, r, c, shape->measure)];
	if (cell_is_label(t, i))
		shape->align = HT_ALIGN_CENTRE;
	else if (is_long_merged(t, i, shape->measure))
		shape->align = HT_ALIGN_LEFT;
	cell->on_point = ht_cell_on_point(t->src, t->columns, &t->sizes[i], r, c, shape->measure);
	if (cell->on_point) {
		shape->align = HT_ALIGN_LEFT;
		ht_len whole = ht_table_scale(t->src, &t->how, t->sizes[i].whole);
		shape->first_indent = (shape->measure - col->whole - col->part) / 2 + col->whole - whole;
	}
	cell->align = shape->align;
}

/* Append the lines of one forced line of a cell. */
static void append_lines(table *t, ht_laid_cell *cell, const ht_composed_lines *more, const ht_dpara *para, size_t at)
{
	ht_laid_line *v = ht_layouter_array(t->l, cell->n_lines + more->n, sizeof *v);
	if (!v)
		return;
	if (cell->n_lines)
		memcpy(v, cell->lines, cell->n_lines * sizeof *v);
	cell->lines = v;
	for (size_t i = 0; i < more->n; i++)
		v[cell->n_lines++] = ht_line_of(&more->v[i], para, &at);
}

static size_t bytes_of(const ht_dpara *para, size_t from, size_t to)
{
	size_t len = 0;
	for (size_t i = from; i < to && i < para->n; i++)
		len += para->spans[i].len;
	return len;
}

/* Heads and short texts end their lines between words, if one line does not hold them with
 * its marks squeezed: ht_compose_head() squeezes none. */
static ht_composed_lines cell_lines(table *t, size_t i, const ht_span *spans, size_t n, const ht_para_shape *shape)
{
	ht_composed_lines lines = {0}, one;
	if (!t->sizes[i].words || t->cells[i].laid->on_point || shape->align == HT_ALIGN_RIGHT)
		return ht_layout_lines(t->l, spans, n, shape);
	if (t->l->status == HT_OK)
		ht_layouter_fail(t->l, ht_compose_head(t->l->fonts, spans, n, shape, t->l->arena, t->l->diags, &lines));
	if (lines.n < 2)
		return lines;
	one = ht_layout_lines(t->l, spans, n, shape);
	return one.n == 1 ? one : lines;
}

/* The line of a head's unit. */
static void append_unit(table *t, size_t i, const ht_para_shape *shape)
{
	const table_cell *cell = &t->cells[i];
	const ht_composed_lines lines = cell_lines(t, i, cell->spans + cell->n, 1, shape);
	const ht_dpara *para = &t->src->cells[i].para;
	append_lines(t, cell->laid, &lines, para, bytes_of(para, 0, para->n) - cell->spans[cell->n].len);
}

/* These are at the right, a character from the edge. What is above them begins at the left. */
static void align_signs(table *t, size_t i, ht_para_shape *shape)
{
	ht_laid_cell *cell = t->cells[i].laid;
	cell->low_inset = ht_len_min(t->how.size, shape->measure / LEAST_INSET);
	shape->align = HT_ALIGN_RIGHT;
	shape->measure -= cell->low_inset;
}

static void compose_cell(table *t, size_t i)
{
	table_cell *cell = &t->cells[i];
	const ht_dcell *src = &t->src->cells[i];
	size_t r = i / t->src->n_columns, c = i % t->src->n_columns, at = 0;
	cell->style = style_of(t, r);
	cell->laid->pitch = ht_slice_pitch(cell->style);
	cell->laid->baseline = ht_slice_baseline(t->l, cell->style);
	for (size_t k = 0; cell->spans && k < cell->n + t->sizes[i].split; k++)
		cell->spans[k].size = ht_table_scale(t->src, &t->how, cell->spans[k].size);
	ht_para_shape shape = ht_layout_shape(t->l, cell->style);
	shape.measure = inner_width(t, c, src->columns);
	align_cell(t, i, &shape);
	if (!cell->n)
		return;
	if (src->signs && r >= t->src->n_head)
		cell->laid->align = shape.align = HT_ALIGN_LEFT;
	cell->unit = ++t->l->units;
	cell->place = (ht_cell){.table = &t->set->tags,
	                        .row = r,
	                        .column = c,
	                        .rows = src->rows,
	                        .columns = src->columns,
	                        .column_head = r < t->src->n_head};
	size_t signs_from = r < t->src->n_head ? SIZE_MAX : ht_cell_signs_from(src);
	for (size_t from = 0; cell->spans && from < cell->n;) {
		size_t n = ht_forced_line(&src->para, from);
		ht_composed_lines lines = {0};
		if (from == signs_from)
			align_signs(t, i, &shape);
		if (n && from >= signs_from)
			lines = ht_layout_lines(t->l, cell->spans + from, n, &shape);
		else if (n)
			lines = cell_lines(t, i, cell->spans + from, n, &shape);
		if (lines.n)
			append_lines(t, cell->laid, &lines, &src->para, at);
		if (t->sizes[i].split && cell->spans)
			append_unit(t, i, &shape);
		if (from >= signs_from)
			cell->laid->n_low += lines.n;
		at += bytes_of(&src->para, from, from + n + 1);
		from += n + 1;
	}
}

/* Record which cell covers which place. */
static void set_owners(table *t)
{
	size_t n = t->src->n_columns;
	for (size_t i = 0; i < t->src->n_rows * n; i++)
		for (size_t r = 0; r < t->src->cells[i].rows; r++)
			for (size_t c = 0; c < t->src->cells[i].columns; c++)
				t->set->laid.owners[i + r * n + c] = i;
}

/* A paragraph style of the cells in the size that is set. */
static const ht_pstyle *scaled_style(table *t, const ht_pstyle *ps)
{
	ht_pstyle *copy = ht_layouter_array(t->l, 1, sizeof *copy);
	if (!copy)
		return ps;
	*copy = *ps;
	copy->size = ht_table_scale(t->src, &t->how, ps->size);
	copy->pitch = ht_table_scale(t->src, &t->how, ht_slice_pitch(ps));
	return copy;
}

/* Portrait or landscape, the size; then the columns. */
static void fit_columns(table *t)
{
	memset(t->columns, 0, t->src->n_columns * sizeof *t->columns);
	if (!ht_columns_fit(t->src, t->sizes, t->block->element, &t->l->style->page, t->l->own_pages, t->l->arena,
	                    t->columns, &t->how))
		ht_layouter_fail(t->l, HT_ERR_NOMEM);
}

/* Has a head with a unit no room on one line? */
static bool lacks_head_room(const table *t)
{
	for (size_t i = 0; i < t->src->n_head * t->src->n_columns; i++) {
		ht_len natural = ht_table_scale(t->src, &t->how, t->sizes[i].natural);
		if (natural > t->columns[i % t->src->n_columns].width && ht_head_has_unit(t->src, i))
			return true;
	}
	return false;
}

/* Its unit on a line of its own. */
static void part_head(table *t, size_t i)
{
	const ht_dpara *para = &t->src->cells[i].para;
	const ht_para_shape shape = ht_layout_shape(t->l, t->head);
	if (!ht_head_has_unit(t->src, i))
		return;
	t->cells[i].spans = ht_head_split(t->l, t->cells[i].spans, para);
	t->sizes[i] = (ht_cell_width){.split = true};
	ht_measure_cell(t->l, para, t->cells[i].spans, &shape, true, true, &t->sizes[i]);
}

static void set_widths(table *t)
{
	const ht_geometry *page = &t->l->style->page;
	ht_laid_table *laid = &t->set->laid;
	const ht_table_about about = about_of(t);
	fit_columns(t);
	if (lacks_head_room(t)) {
		for_cells(t, part_head);
		fit_columns(t);
	}
	ht_table_report(&about, &t->how);
	laid->landscape = t->how.landscape;
	laid->size = t->how.size;
	laid->pad = t->how.pad;
	t->area = t->how.landscape ? &t->l->landscape : page;
	laid->edges[0] = t->how.left;
	for (size_t c = 0; c < t->src->n_columns; c++)
		laid->edges[c + 1] = laid->edges[c] + t->columns[c].width + 2 * t->how.pad;
	t->cell = scaled_style(t, t->src->cell);
	t->head = scaled_style(t, t->src->head);
}

/* Rows to be written in by hand are higher. */
static ht_len least_height(const table *t, size_t r)
{
	const ht_dcell *cells = t->src->cells + r * t->src->n_columns;
	if (!t->form || r < t->src->n_head || t->src->row_height)
		return t->src->row_height;
	if (ht_dtable_row_is_long(t->src, r))
		return ht_len_from_mm(LONG_ROW_MM) + ht_form_more(t->l, t->block, r);
	ht_len least = ht_form_photograph_height(t->src, t->set->laid.owners, r);
	for (size_t c = 0; c < t->src->n_columns; c++)
		if (cells[c].rows && ht_cell_is_blank(&cells[c].para))
			return ht_len_max(least, ht_len_from_mm(FORM_ROW_MM));
	return least;
}

static void set_row(table *t, size_t r)
{
	table_row *row = &t->rows[r];
	*row = (table_row){.n = 1, .pitch = ht_slice_pitch(style_of(t, r))};
	for (size_t c = 0; c < t->src->n_columns; c++) {
		size_t i = r * t->src->n_columns + c;
		if (t->src->cells[i].rows == 1 && t->cells[i].laid->n_lines > row->n)
			row->n = t->cells[i].laid->n_lines;
	}
	t->set->laid.least[r] = least_height(t, r);
	ht_len slack = t->set->laid.least[r] - (ht_len)row->n * row->pitch;
	row->pad = ht_len_max(slack, t->how.pad) / 2;
	row->height = (ht_len)row->n * row->pitch + 2 * row->pad;
}

/* Rows spanned by a cell that needs more height get more lines, one after another. */
static void stretch_rows(table *t, size_t i)
{
	size_t first = i / t->src->n_columns, n = t->src->cells[i].rows;
	ht_len have = 0, need = (ht_len)t->cells[i].laid->n_lines * ht_slice_pitch(style_of(t, first)) + t->how.pad;
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

/* Rows [first, end) are joined: keep them on one page if they are low. */
static void join_rows(table *t, size_t first, size_t end)
{
	ht_len height = 0;
	for (size_t r = first; r < end; r++)
		height += t->rows[r].height;
	for (size_t r = first; r < end; r++)
		t->rows[r].loose = height > t->area->area_height / WHOLE_ROW;
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
	/* a sum is with what it sums up */
	if (r > t->src->n_head && ht_dtable_row_is_total(t->src, r) && is_whole(t, &row[-1]))
		return HT_KEEP_STRONG;
	/* below a title the first row may be alone: moving them all would leave more white than that is worth */
	bool titled = t->src->caption.n || t->src->unit.n;
	bool pair = r > t->src->n_head && (r + 1 == t->src->n_rows || (r == t->src->n_head + 1 && !titled));
	return pair && row[-1].height <= t->area->area_height / LOW_ROW ? HT_KEEP_WEAK : HT_KEEP_FREE;
}

static void add_slices(table *t, size_t r)
{
	const ht_table_about about = about_of(t);
	table_row *row = &t->rows[r];
	row->box = t->boxes->n;
	t->set->laid.heights[r] = row->height;
	t->set->laid.whole[r] = is_whole(t, row);
	if (r > t->src->n_head)
		t->set->laid.keeps[r - 1] = keep_of(t, r, 0) != HT_KEEP_FREE;
	for (size_t s = 0; s < row->n; s++) {
		ht_len above = s == 0 ? row->pad : 0, below = s + 1 == row->n ? row->pad : 0;
		/* lines of one cell are a pitch apart: this many may have their middle here */
		size_t most = t->src->n_columns * (2 + (size_t)((above + below) / row->pitch));
		ht_box *box = ht_table_box(&about, most);
		if (!box)
			return;
		box->row = r;
		box->in_head = r < t->src->n_head;
		box->row_first = s == 0;
		for (size_t c = 0; s == 0 && c < t->src->n_columns; c++) {
			const ht_dpara *para = &t->src->cells[r * t->src->n_columns + c].para;
			ht_notes_take(t->l, box, para->spans, para->n);
		}
		box->em = row->pitch + above + below;
		box->pitch = row->pitch;
		box->keep = keep_of(t, r, s);
	}
}

/* May a page end within the n rows from r on? */
static bool may_be_cut(const table *t, size_t r, size_t n)
{
	return n > 1 ? t->rows[r].loose : !is_whole(t, &t->rows[r]);
}

/* Keep the text of a cell whose rows may be on several pages. */
static void note_repeat(table *t, size_t i)
{
	const ht_laid_cell *cell = t->cells[i].laid;
	size_t r = i / t->src->n_columns;
	ht_laid_line *lines = ht_layouter_array(t->l, cell->n_lines + 1, sizeof *lines);
	ht_laid_line **set = ht_layouter_array(t->l, cell->n_lines + 1, sizeof *set);
	ht_table_repeat *repeat =
	    lines && set ? HT_PUSH(t->l->arena, t->set->repeats, t->set->n_repeats, t->set->cap_repeats) : NULL;
	if (!repeat) {
		ht_layouter_fail(t->l, HT_ERR_NOMEM);
		return;
	}
	*repeat = (ht_table_repeat){
	    .row = r, .end = r + t->src->cells[i].rows, .lines = lines, .set = set, .n_lines = cell->n_lines};
	repeat->height = (ht_len)cell->n_lines * cell->pitch + 2 * t->rows[r].pad;
	for (size_t s = 0; s < cell->n_lines; s++) {
		lines[s] = cell->lines[s];
		lines[s].y += t->rows[r].pad;
		lines[s].unit = 0;
		lines[s].tag = HT_TAG_ARTIFACT;
		lines[s].cell = NULL;
	}
}

/* What is there to be signed is at the foot of its cell, what else is in it at its top: where that begins. */
static ht_len place_low(const table *t, ht_laid_cell *cell, ht_len height)
{
	ht_len pad = t->how.pad / 2, rest = height - (ht_len)cell->n_lines * cell->pitch - 2 * pad;
	if (cell->n_low == cell->n_lines)
		return pad + ht_len_max(rest, 0);
	cell->low_gap = ht_len_max(rest, 0);
	return pad;
}

/* Put a cell's lines into the slices of the rows it spans. */
static void place_cell(table *t, size_t i)
{
	const table_cell *cell = &t->cells[i];
	ht_laid_cell *laid = cell->laid;
	size_t r = i / t->src->n_columns, n = t->src->cells[i].rows, b = t->rows[r].box;
	ht_len height = 0, top = 0;
	for (size_t k = r; k < r + n; k++)
		height += t->rows[k].height;
	ht_len y = (height - (ht_len)laid->n_lines * laid->pitch) / 2;
	if (may_be_cut(t, r, n))
		y = t->rows[r].pad;
	if (laid->n_low)
		y = place_low(t, laid, height);
	for (size_t s = 0; s < laid->n_lines; s++) {
		ht_laid_line *line = &laid->lines[s];
		line->x = t->set->laid.edges[i % t->src->n_columns] + t->how.pad;
		line->y = (ht_len)s * laid->pitch + laid->baseline;
		line->unit = cell->unit;
		line->tag = HT_TAG_CELL;
		line->cell = &cell->place;
	}
	const bool repeats = n > 1 && t->rows[r].loose;
	if (repeats)
		note_repeat(t, i);
	for (size_t s = 0; s < laid->n_lines; s++) {
		if (s + laid->n_low == laid->n_lines)
			y += laid->low_gap;
		ht_len middle = y + (ht_len)s * laid->pitch + laid->pitch / 2;
		while (top + t->boxes->v[b].em <= middle && b + 1 < t->boxes->n)
			top += t->boxes->v[b++].em;
		ht_box *box = &t->boxes->v[b];
		ht_laid_line *line = &box->lines[box->n_lines++];
		*line = laid->lines[s];
		line->y += y - top;
		laid->lines[s].y += y;
		if (repeats && t->l->status == HT_OK)
			t->set->repeats[t->set->n_repeats - 1].set[s] = line;
	}
}

static void add_rows(table *t)
{
	t->set->head = t->boxes->n;
	for (size_t r = 0; r < t->src->n_rows && t->l->status == HT_OK; r++) {
		add_slices(t, r);
		if (t->repeats && r + 1 == t->src->n_head)
			t->set->n_head = t->boxes->n - t->set->head;
	}
	for_cells(t, place_cell);
}

static bool prepare(table *t)
{
	ht_layouter *l = t->l;
	const ht_element *e = t->block->element;
	size_t n = t->src->n_columns, places = t->src->n_rows * n;
	t->cells = ht_layouter_array(l, places + 1, sizeof *t->cells);
	t->sizes = ht_layouter_array(l, places + 1, sizeof *t->sizes);
	t->columns = ht_layouter_array(l, n + 1, sizeof *t->columns);
	t->blank = ht_layouter_array(l, n + 1, sizeof *t->blank);
	t->rows = ht_layouter_array(l, t->src->n_rows + 1, sizeof *t->rows);
	t->set = ht_layouter_array(l, 1, sizeof *t->set);
	ht_laid_table laid = {.src = t->src, .n_rows = t->src->n_rows, .element = e, .rule = e->table_rule};
	laid.edges = ht_layouter_array(l, n + 1, sizeof *laid.edges);
	laid.owners = ht_layouter_array(l, places + 1, sizeof *laid.owners);
	laid.heights = ht_layouter_array(l, t->src->n_rows + 1, sizeof *laid.heights);
	laid.least = ht_layouter_array(l, t->src->n_rows + 1, sizeof *laid.least);
	laid.whole = ht_layouter_array(l, t->src->n_rows + 1, sizeof *laid.whole);
	laid.keeps = ht_layouter_array(l, t->src->n_rows + 1, sizeof *laid.keeps);
	laid.cells = ht_layouter_array(l, places + 1, sizeof *laid.cells);
	if (l->status != HT_OK)
		return false;
	for (size_t c = 0; c < n; c++)
		t->blank[c] = ht_column_is_blank(t->src, c);
	*t->set = (ht_tableset){.laid = laid, .tags = {t->src->n_rows, n}};
	t->set->form = t->form;
	for (size_t i = 0; i < places; i++)
		t->cells[i].laid = &laid.cells[i];
	return true;
}

void ht_make_table(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	table t = {.l = l, .block = block, .src = block->table, .boxes = boxes};
	t.cell = t.src->cell;
	t.head = t.src->head;
	t.form = ht_dtable_form(t.src) != HT_NO_FORM;
	if (!prepare(&t))
		return;
	for_cells(&t, measure_cell);
	set_widths(&t);
	set_owners(&t);
	for_cells(&t, compose_cell);
	const ht_table_about about = about_of(&t);
	if (t.src->n_head)
		ht_table_labels(&about);
	set_rows(&t);
	ht_table_above(&about);
	add_rows(&t);
	ht_table_notes(&about);
}
