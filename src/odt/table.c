/* Tables in the text: columns as wide as the pages have them, the head repeated
 * on every page, columns of numbers aligned on their points. */
#include "layout/columns.h"
#include "odt_priv.h"

/* As in layout: rows that take no more than one part in so many of a page are
 * not split. */
#define WHOLE_ROW 3

typedef struct table {
	odt *o;
	const ht_block *block;
	const ht_dtable *src;
	ht_cell_width *cells;
	ht_column_width *columns;
	ht_table_setting how;
} table;

static const ht_pstyle *style_of(const table *t, size_t r)
{
	return r < t->src->n_head ? t->src->head : t->src->cell;
}

static void measure_cell(table *t, size_t i)
{
	const ht_dpara *para = &t->src->cells[i].para;
	const ht_pstyle *ps = style_of(t, i / t->src->n_columns);
	ht_cell_width *cell = &t->cells[i];
	size_t prefix = ht_number_prefix(para);
	for (size_t from = 0; from < para->n;) {
		size_t n = ht_forced_line(para, from);
		cell->natural = ht_len_max(cell->natural, odt_width(t->o, ps, para->spans + from, n));
		from += n + 1;
	}
	cell->number = prefix > 0;
	if (prefix) {
		ht_dspan whole = para->spans[0];
		whole.len = prefix;
		cell->whole = odt_width(t->o, ps, &whole, 1);
	}
}

/* Of text about the table; that of cells is scaled with it. */
static ht_len line_pitch(const ht_pstyle *ps)
{
	return ps->pitch ? ps->pitch : ht_len_scale(ps->size, 3, 2);
}

static ht_len cell_pitch(const table *t, size_t r)
{
	return ht_table_scale(t->src, &t->how, line_pitch(style_of(t, r)));
}

static ht_len inner_width(const table *t, size_t i)
{
	size_t c = i % t->src->n_columns, n = t->src->cells[i].columns;
	ht_len width = 2 * (ht_len)(n - 1) * t->how.pad;
	for (size_t k = c; k < c + n; k++)
		width += t->columns[k].width;
	return ht_len_max(width, 1);
}

/* Numbers end so that their points stand below each other. */
static void align_cell(const table *t, size_t i, odt_para *para)
{
	size_t r = i / t->src->n_columns, c = i % t->src->n_columns;
	const ht_cell_width *cell = &t->cells[i];
	const ht_column_width *col = &t->columns[c];
	ht_len inner = inner_width(t, i);
	para->align = ht_cell_align(t->src, t->columns, r, c, inner);
	if (!ht_cell_on_point(t->src, t->columns, cell, r, c, inner))
		return;
	para->align = HT_HALIGN_RIGHT;
	para->right = (inner - col->whole - col->part) / 2 + col->part - (cell->natural - cell->whole);
}

/* The text stands in the middle of its line on the pages, at 4/5 in editors:
 * the space above and below makes up for it. */
static odt_cell frame_of(const table *t, size_t r)
{
	const ht_pstyle *ps = style_of(t, r);
	ht_len pitch = cell_pitch(t, r), rule = t->block->element->table_rule;
	ht_len middle = (line_pitch(ps) - ps->size) / 2 + odt_ascent(t->o, ps);
	ht_len above = t->how.pad / 2 + ht_table_scale(t->src, &t->how, middle) - ht_len_scale(pitch, 4, 5);
	/* a rule takes room of its own in an editor */
	odt_cell frame = {.above = rule, .below = rule, .left = rule, .right = rule, .middle = true};
	frame.pad_side = ht_len_max(t->how.pad - rule / 2, 0);
	frame.pad_above = ht_len_max(above, 0);
	frame.pad_below = ht_len_max(t->how.pad - frame.pad_above - rule, 0);
	return frame;
}

/* The spans of a forced line of a cell, in the size that is set. */
static ht_dspan *scaled(const table *t, const ht_dspan *spans, size_t n)
{
	ht_dspan *copy = ht_arena_array(t->o->arena, n + 1, sizeof *copy);
	for (size_t i = 0; copy && i < n; i++) {
		copy[i] = spans[i];
		copy[i].size = ht_table_scale(t->src, &t->how, spans[i].size);
	}
	return copy;
}

/* A text in lines so wide; 0: it needs one only. */
static ht_status write_text(table *t, const odt_para *para, const ht_dpara *text, ht_len width)
{
	odt_run run = {.spans = text->spans, .n = text->n, .element = t->block->element};
	ht_status status = width ? odt_fit_para(t->o, para, text, width, &run) : HT_OK;
	if (status == HT_OK)
		status = odt_para_begin(t->o, para, 0);
	if (status == HT_OK)
		status = odt_write_run(t->o, para, &run);
	odt_para_end(t->o);
	return status;
}

static ht_status write_cell(table *t, size_t i, const odt_cell *frame)
{
	const ht_dcell *src = &t->src->cells[i];
	size_t r = i / t->src->n_columns, from = 0;
	odt_para para;
	odt_para_of(t->o, style_of(t, r), &para);
	para.pitch = cell_pitch(t, r);
	para.size = ht_table_scale(t->src, &t->how, para.size);
	para.indent = para.left = para.right = 0;
	align_cell(t, i, &para);
	bool long_text = t->cells[i].natural > inner_width(t, i);
	ht_status status = odt_cell_begin(t->o, frame, src->rows, src->columns);
	do {
		size_t n = ht_forced_line(&src->para, from);
		const ht_dpara line = {scaled(t, src->para.spans + from, n), n};
		if (!line.spans)
			status = HT_ERR_NOMEM;
		if (status == HT_OK)
			status = write_text(t, &para, &line, long_text ? inner_width(t, i) : 0);
		from += n + 1;
	} while (from < src->para.n);
	odt_cell_end(t->o);
	return status;
}

/* Lines the row takes, as far as widths tell. */
static int row_lines(const table *t, size_t r)
{
	int most = 1;
	for (size_t i = r * t->src->n_columns; i < (r + 1) * t->src->n_columns; i++) {
		if (t->src->cells[i].rows != 1)
			continue;
		ht_len inner = inner_width(t, i);
		int lines = (int)((t->cells[i].natural + inner - 1) / inner);
		most = lines > most ? lines : most;
	}
	return most;
}

static ht_len area_height(const table *t)
{
	const ht_geometry *g = &t->o->upright->page;
	return t->how.turned ? g->area_width : g->area_height;
}

static ht_len row_height(const table *t, size_t r)
{
	ht_len height = row_lines(t, r) * cell_pitch(t, r) + t->how.pad;
	return ht_len_max(height, t->src->row_height);
}

static ht_status write_row(table *t, size_t r)
{
	const odt_cell frame = frame_of(t, r);
	ht_status status = odt_row_begin(t->o, t->src->row_height, row_height(t, r) <= area_height(t) / WHOLE_ROW);
	for (size_t i = r * t->src->n_columns; i < (r + 1) * t->src->n_columns && status == HT_OK; i++) {
		if (t->src->cells[i].rows)
			status = write_cell(t, i, &frame);
		else
			odt_cell_covered(t->o);
	}
	odt_row_end(t->o);
	return status;
}

static ht_status write_rows(table *t)
{
	ht_status status = HT_OK;
	if (t->src->n_head)
		odt_open(&t->o->body, "table:table-header-rows");
	for (size_t r = 0; r < t->src->n_rows && status == HT_OK; r++) {
		status = write_row(t, r);
		if (r + 1 == t->src->n_head)
			odt_end(&t->o->body);
	}
	return status;
}

static ht_status prepare(table *t)
{
	size_t n = t->src->n_columns;
	t->cells = ht_arena_array(t->o->arena, t->src->n_rows * n + 1, sizeof *t->cells);
	t->columns = ht_arena_array(t->o->arena, n + 1, sizeof *t->columns);
	if (!t->cells || !t->columns)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < t->src->n_rows * n; i++)
		if (t->src->cells[i].rows)
			measure_cell(t, i);
	t->how = ht_columns_fit(t->src, t->cells, t->block->element, &t->o->upright->page, t->columns);
	return HT_OK;
}

/* Title and unit above the table; *above: the space over the first of them,
 * none left for the table. */
static ht_status write_above(table *t, ht_len *above)
{
	const ht_pstyle *const styles[] = {t->src->title, t->src->cell};
	const ht_dpara *const texts[] = {&t->src->caption, &t->src->unit};
	ht_status status = HT_OK;
	for (size_t i = 0; i < 2 && status == HT_OK; i++) {
		odt_para para;
		if (!texts[i]->n)
			continue;
		odt_para_of(t->o, styles[i], &para);
		para.align = i ? HT_HALIGN_RIGHT : HT_HALIGN_CENTRE;
		para.pitch = line_pitch(styles[i]);
		para.indent = para.left = para.right = 0;
		para.above = *above;
		para.keep_next = true;
		*above = 0;
		status = odt_simple_para(t->o, &para, t->block->element, texts[i]->spans, texts[i]->n);
	}
	return status;
}

static const ht_pstyle *note_style(const table *t)
{
	return t->block->element->table_note ? t->block->element->table_note : t->src->cell;
}

/* Notes; those after the first begin behind its label. */
static ht_status write_notes(table *t)
{
	const ht_pstyle *ps = note_style(t);
	ht_len label = 0;
	ht_status status = HT_OK;
	for (size_t i = 0; i < t->src->n_notes && status == HT_OK; i++) {
		const ht_dpara *note = &t->src->notes[i];
		ht_dspan first = note->spans[0];
		odt_para para;
		odt_para_of(t->o, ps, &para);
		size_t labelled = ht_note_label(note);
		first.len = labelled;
		label = labelled ? odt_width(t->o, ps, &first, 1) : label;
		para.pitch = line_pitch(ps);
		para.left = label;
		para.indent = labelled ? -label : 0;
		para.right = 0;
		status = write_text(t, &para, note, t->o->style->page.area_width);
	}
	return status;
}

static ht_len height_about(const table *t)
{
	return (t->src->caption.n ? line_pitch(t->src->title) : 0) + (t->src->unit.n ? line_pitch(t->src->cell) : 0) +
	       (ht_len)t->src->n_notes * line_pitch(note_style(t));
}

ht_status odt_table_turned(odt *o, const ht_block *block, bool *ret)
{
	table t = {.o = o, .block = block, .src = block->table};
	ht_status status = prepare(&t);
	*ret = status == HT_OK && t.how.turned;
	return status;
}

ht_status odt_block_table(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[(*i)++];
	table t = {.o = o, .block = block, .src = block->table};
	if (!t.src || !t.src->n_columns || !t.src->n_rows)
		return HT_OK;
	ht_status status = prepare(&t);
	ht_len *widths = ht_arena_array(o->arena, t.src->n_columns, sizeof *widths), height = height_about(&t);
	if (status != HT_OK || !widths)
		return HT_ERR_NOMEM;
	for (size_t c = 0; c < t.src->n_columns; c++)
		widths[c] = t.columns[c].width + 2 * t.how.pad;
	for (size_t r = 0; r < t.src->n_rows; r++)
		height += row_height(&t, r);
	ht_len above = odt_place_box(o, block, height);
	above -= above % ODT_TWIP; /* what is told apart is seen to differ */
	status = write_above(&t, &above);
	if (status == HT_OK)
		status = odt_table_begin(o, ht_arena_printf(o->arena, "表%d", ++o->n_tables), above, 0, widths,
		                         t.src->n_columns, false);
	if (status == HT_OK)
		status = write_rows(&t);
	odt_table_end(o);
	return status == HT_OK ? write_notes(&t) : status;
}
