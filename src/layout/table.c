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
#include <string.h>

#include "table.h"

/* What is to be signed is a character from the cell's right edge, or this part of its width (1/n). */
#define LEAST_INSET 8

const ht_pstyle *ht_table_style(const ht_table_work *t, size_t r)
{
	return r < t->src->n_head ? t->head : t->cell;
}

ht_table_about ht_table_about_of(const ht_table_work *t)
{
	return (ht_table_about){t->l, t->block, t->boxes, t->set, t->area};
}

void ht_table_cells(ht_table_work *t, void (*run)(ht_table_work *, size_t))
{
	for (size_t i = 0; i < t->src->n_rows * t->src->n_columns && t->l->status == HT_OK; i++)
		if (t->src->cells[i].rows)
			run(t, i);
}

static bool is_photograph(const ht_table_work *t, size_t i)
{
	return t->form && ht_form_is_photograph(t->src, i);
}

static void measure_cell(ht_table_work *t, size_t i)
{
	const ht_dpara *para = &t->src->cells[i].para;
	const size_t r = i / t->src->n_columns;
	if (r >= t->src->n_head && (t->form || t->blank[i % t->src->n_columns]) && ht_cell_is_blank(para)) {
		t->sizes[i] = (ht_cell_width){.blank = true, .good = ht_blank_width(t->src, i)};
		return;
	}
	const ht_para_shape shape = ht_layout_shape(t->l, ht_table_style(t, r));
	ht_span *spans = ht_layout_spans(t->l, para->spans, para->n);
	t->cells[i].spans = spans;
	t->cells[i].n = para->n;
	ht_measure_cell(t->l, para, spans, &shape, r < t->src->n_head, ht_columns_sample(t->src, r), &t->sizes[i]);
	if (is_photograph(t, i)) {
		ht_cell_width *size = &t->sizes[i];
		size->longest = size->natural = ht_len_max(size->natural, ht_form_photograph_width());
	}
}

static ht_len inner_width(const ht_table_work *t, size_t c, size_t n)
{
	return t->set->laid.edges[c + n] - t->set->laid.edges[c] - 2 * t->how.pad;
}

/* Is it a label of a form, 工作单位? They all look alike, of how many lines they are. */
static bool cell_is_label(const ht_table_work *t, size_t i)
{
	const ht_dcell *src = &t->src->cells[i];
	return t->form && !t->src->n_head && src->align == HT_HALIGN_JUSTIFY && src->columns == 1 &&
	       t->src->aligns[i % t->src->n_columns] == HT_HALIGN_JUSTIFY && t->sizes[i].words;
}

/* Is it a text of several lines below several heads? */
static bool is_long_merged(const ht_table_work *t, size_t i, ht_len inner)
{
	const ht_dcell *src = &t->src->cells[i];
	return src->columns > 1 && src->align == HT_HALIGN_JUSTIFY && i / t->src->n_columns >= t->src->n_head &&
	       ht_table_scale(t->src, &t->how, t->sizes[i].natural) > inner;
}

/* Is it a head that could be on one line, but its sisters cannot? */
static bool is_divided_head(const ht_table_work *t, size_t i)
{
	return i / t->src->n_columns < t->src->n_head && t->src->cells[i].columns == 1 &&
	       t->columns[i % t->src->n_columns].head;
}

/* Numbers are set so that their points are below each other. */
static void align_cell(ht_table_work *t, size_t i, ht_para_shape *shape)
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
	if (is_divided_head(t, i)) {
		t->cells[i].inset = (shape->measure - col->head) / 2;
		shape->measure = col->head;
	}
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
static void append_lines(ht_table_work *t, ht_laid_cell *cell, const ht_composed_lines *more, const ht_dpara *para,
                         size_t at)
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
static ht_composed_lines cell_lines(ht_table_work *t, size_t i, const ht_span *spans, size_t n,
                                    const ht_para_shape *shape)
{
	ht_composed_lines lines = {0}, one;
	if (!t->sizes[i].words || t->cells[i].laid->on_point || shape->align == HT_ALIGN_RIGHT)
		return ht_layout_lines(t->l, spans, n, shape);
	if (t->l->status == HT_OK)
		ht_layouter_fail(t->l, ht_compose_head(t->l->fonts, spans, n, shape, t->l->arena, t->l->diags, &lines));
	if (lines.n < 2 || is_divided_head(t, i))
		return lines;
	one = ht_layout_lines(t->l, spans, n, shape);
	return one.n == 1 ? one : lines;
}

/* The line of a head's unit. */
static void append_unit(ht_table_work *t, size_t i, const ht_para_shape *shape)
{
	const ht_table_cell *cell = &t->cells[i];
	const ht_composed_lines lines = cell_lines(t, i, cell->spans + cell->n, 1, shape);
	const ht_dpara *para = &t->src->cells[i].para;
	append_lines(t, cell->laid, &lines, para, bytes_of(para, 0, para->n) - cell->spans[cell->n].len);
}

/* These are at the right, a character from the edge. What is above them begins at the left. */
static void align_signs(ht_table_work *t, size_t i, ht_para_shape *shape)
{
	ht_laid_cell *cell = t->cells[i].laid;
	cell->low_inset = ht_len_min(t->how.size, shape->measure / LEAST_INSET);
	shape->align = HT_ALIGN_RIGHT;
	shape->measure -= cell->low_inset;
}

static void compose_cell(ht_table_work *t, size_t i)
{
	ht_table_cell *cell = &t->cells[i];
	const ht_dcell *src = &t->src->cells[i];
	size_t r = i / t->src->n_columns, c = i % t->src->n_columns, at = 0;
	cell->style = ht_table_style(t, r);
	cell->laid->pitch = ht_slice_pitch(cell->style);
	cell->laid->baseline = ht_slice_baseline(t->l, cell->style);
	ht_para_shape shape = ht_layout_shape(t->l, cell->style);
	shape.measure = inner_width(t, c, src->columns);
	align_cell(t, i, &shape);
	if (!cell->n)
		return;
	if (src->signs && r >= t->src->n_head)
		cell->laid->align = shape.align = HT_ALIGN_LEFT;
	if (!cell->unit)
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

/* The width of a head's name on its first line; HT_LEN_MAX: it may not be narrower, or its unit would be divided. */
static ht_len name_width(const ht_table_work *t, size_t i)
{
	const ht_laid_cell *cell = t->cells[i].laid;
	if (!cell->n_lines)
		return HT_LEN_MAX;
	const ht_len name = cell->lines[0].set->width, last = cell->lines[cell->n_lines - 1].set->width;
	return t->sizes[i].split && last + 2 * HT_ROUNDING >= name ? HT_LEN_MAX : name;
}

/* Set heads again that are to be divided as their sisters are. */
static void divide_heads(ht_table_work *t)
{
	const size_t n = t->src->n_columns;
	uint32_t *lines = ht_layouter_array(t->l, n + 1, sizeof *lines);
	ht_len *whole = ht_layouter_array(t->l, n + 1, sizeof *whole);
	if (!lines || !whole)
		return;
	for (size_t i = 0; i < t->src->n_head * n; i++)
		if (t->src->cells[i].rows) {
			lines[i % n] = (uint32_t)t->cells[i].laid->n_lines - t->sizes[i].split;
			whole[i % n] = name_width(t, i);
		}
	ht_columns_divide_heads(t->src, lines, whole, t->columns);
	for (size_t i = 0; i < t->src->n_head * n && t->l->status == HT_OK; i++)
		if (t->src->cells[i].rows && is_divided_head(t, i)) {
			t->cells[i].laid->n_lines = 0;
			compose_cell(t, i);
		}
}

/* Record which cell covers which place. */
static void set_owners(ht_table_work *t)
{
	size_t n = t->src->n_columns;
	for (size_t i = 0; i < t->src->n_rows * n; i++)
		for (size_t r = 0; r < t->src->cells[i].rows; r++)
			for (size_t c = 0; c < t->src->cells[i].columns; c++)
				t->set->laid.owners[i + r * n + c] = i;
}

/* The text of a cell in the size that is set. */
static void scale_spans(ht_table_work *t, size_t i)
{
	const ht_table_cell *cell = &t->cells[i];
	for (size_t k = 0; cell->spans && k < cell->n + t->sizes[i].split; k++)
		cell->spans[k].size = ht_table_scale(t->src, &t->how, cell->spans[k].size);
}

/* A paragraph style of the cells in the size that is set. */
static const ht_pstyle *scaled_style(ht_table_work *t, const ht_pstyle *ps)
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
static void fit_columns(ht_table_work *t)
{
	memset(t->columns, 0, t->src->n_columns * sizeof *t->columns);
	if (!ht_columns_fit(t->src, t->sizes, t->block->element, &t->l->style->page, t->l->own_pages, t->l->arena,
	                    t->columns, &t->how))
		ht_layouter_fail(t->l, HT_ERR_NOMEM);
}

/* Has a head with a unit no room on one line? */
static bool lacks_head_room(const ht_table_work *t)
{
	for (size_t i = 0; i < t->src->n_head * t->src->n_columns; i++) {
		ht_len natural = ht_table_scale(t->src, &t->how, t->sizes[i].natural);
		if (natural > t->columns[i % t->src->n_columns].width && ht_head_has_unit(t->src, i))
			return true;
	}
	return false;
}

/* Its unit on a line of its own. */
static void part_head(ht_table_work *t, size_t i)
{
	const ht_dpara *para = &t->src->cells[i].para;
	const ht_para_shape shape = ht_layout_shape(t->l, t->head);
	if (!ht_head_has_unit(t->src, i))
		return;
	t->cells[i].spans = ht_head_split(t->l, t->cells[i].spans, para);
	t->sizes[i] = (ht_cell_width){.split = true};
	ht_measure_cell(t->l, para, t->cells[i].spans, &shape, true, true, &t->sizes[i]);
}

static void set_widths(ht_table_work *t)
{
	const ht_geometry *page = &t->l->style->page;
	ht_laid_table *laid = &t->set->laid;
	const ht_table_about about = ht_table_about_of(t);
	fit_columns(t);
	if (lacks_head_room(t)) {
		ht_table_cells(t, part_head);
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

static bool prepare(ht_table_work *t)
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
	ht_table_work t = {.l = l, .block = block, .src = block->table, .boxes = boxes};
	t.cell = t.src->cell;
	t.head = t.src->head;
	t.form = ht_dtable_form(t.src) != HT_NO_FORM;
	if (!prepare(&t))
		return;
	ht_table_cells(&t, measure_cell);
	set_widths(&t);
	set_owners(&t);
	ht_table_cells(&t, scale_spans);
	ht_table_cells(&t, compose_cell);
	divide_heads(&t);
	const ht_table_about about = ht_table_about_of(&t);
	if (t.src->n_head)
		ht_table_labels(&about);
	ht_table_set_rows(&t);
	ht_table_above(&about);
	ht_table_add_rows(&t);
	ht_table_notes(&about);
}
