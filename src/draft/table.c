/* Tables in the text: columns as wide as the pages have them, the head repeated
 * on every page, columns of numbers aligned on their points. */
#include <string.h>

#include "doc/cells.h"
#include "draft_priv.h"

typedef struct setting {
	ht_draft *d;
	const ht_block *block;
	const ht_laid_block *laid;
	const ht_laid_table *set;
	const ht_dtable *src;
} setting;

/* A length of the style (a size) as set. */
static ht_len scaled(const setting *t, ht_len length)
{
	ht_len size = t->src->cell->size;
	return t->set->size == size ? length : ht_len_scale(length, t->set->size, size);
}

static ht_len inner_width(const setting *t, size_t i)
{
	size_t c = i % t->src->n_columns;
	ht_len width = t->set->edges[c + t->src->cells[i].columns] - t->set->edges[c];
	return ht_len_max(width - 2 * t->set->pad, 1);
}

/* Numbers end where their points are below each other. */
static void align_cell(const setting *t, size_t i, ht_draft_para *para)
{
	static const ht_halign aligns[] = {[HT_ALIGN_JUSTIFY] = HT_HALIGN_JUSTIFY,
	                                   [HT_ALIGN_LEFT] = HT_HALIGN_LEFT,
	                                   [HT_ALIGN_CENTRE] = HT_HALIGN_CENTRE,
	                                   [HT_ALIGN_RIGHT] = HT_HALIGN_RIGHT};
	const ht_laid_cell *cell = &t->set->cells[i];
	para->align = aligns[cell->align];
	if (!cell->on_point || !cell->n_lines)
		return;
	const ht_composed_line *line = cell->lines[0].set;
	para->align = HT_HALIGN_RIGHT;
	para->right = (inner_width(t, i) - line->x - line->width) / HT_TWIP * HT_TWIP;
}

/* Bytes [from, from + len) of a cell's text, in the size that is set. */
static ht_draft_run cell_run(const setting *t, size_t i, size_t from, size_t len)
{
	const ht_dpara *para = &t->src->cells[i].para;
	ht_draft_run run = ht_draft_slice(t->d, para, from, len, t->block->element);
	ht_dspan *spans = ht_draft_array(t->d, run.n + 1, sizeof *spans);
	for (size_t k = 0; spans && k < run.n; k++) {
		spans[k] = run.spans[k];
		spans[k].size = scaled(t, spans[k].size);
	}
	run.spans = spans;
	run.n = spans ? run.n : 0;
	return run;
}

/* Have the run's lines end where the cell's lines with this text do. */
static void fit_cell(const setting *t, size_t i, const ht_draft_para *para, size_t from, size_t len, ht_draft_run *run)
{
	const ht_laid_cell *cell = &t->set->cells[i];
	const ht_composed_line **lines = ht_draft_array(t->d, cell->n_lines + 1, sizeof *lines);
	size_t n = 0;
	for (size_t k = 0; lines && k < cell->n_lines; k++)
		if (cell->lines[k].from >= from && cell->lines[k].from < from + len)
			lines[n++] = cell->lines[k].set;
	if (n > 1)
		ht_draft_fit(t->d, para, lines, n, inner_width(t, i), run);
}

/* Bytes of n of the paragraph's spans. */
static size_t bytes_of(const ht_dpara *para, size_t from, size_t n)
{
	size_t len = 0;
	for (size_t i = 0; i < n; i++)
		len += para->spans[from + i].len;
	return len;
}

/* Is the row to be moved with the next? Editors keep rows whose paragraphs are kept; what the pages could not keep,
 * they cannot either. *at: the first of the row's slices; it moves to that of the next row. */
static bool is_kept(const setting *t, size_t r, size_t *at)
{
	const ht_laid_row *row = t->laid->v, *end = row + t->laid->n;
	size_t page = 0;
	for (row += *at; row < end && (row->about || row->table_row <= r); row++)
		if (!row->about)
			page = row->page;
	*at = (size_t)(row - t->laid->v);
	return t->set->keeps[r] && row < end && row->page == page;
}

/* A cell: a paragraph for each of its forced lines. */
static void write_cell(const setting *t, size_t i, bool keep)
{
	const ht_dcell *src = &t->src->cells[i];
	const ht_laid_cell *cell = &t->set->cells[i];
	const ht_pstyle *ps = i / t->src->n_columns < t->src->n_head ? t->src->head : t->src->cell;
	ht_draft_cell frame = ht_draft_cell_frame(t->d, t->set, cell);
	size_t span = 0, from = 0;
	ht_draft_para para;
	ht_draft_para_of(t->d, ps, &para);
	para.pitch = cell->pitch;
	para.size = scaled(t, para.size);
	para.indent = para.left = para.right = 0;
	para.keep_next = keep;
	align_cell(t, i, &para);
	frame.rows = src->rows;
	frame.columns = src->columns;
	frame.low = cell->n_low > 0;
	size_t signs = SIZE_MAX; /* where the text that is at the foot begins */
	if (cell->n_low)
		signs = cell->lines[cell->n_lines - cell->n_low].from;
	t->d->format->cell_begin(t->d, &frame);
	do {
		size_t n = ht_forced_line(&src->para, span), len = bytes_of(&src->para, span, n);
		if (from >= signs) {
			para.align = HT_HALIGN_RIGHT;
			para.right = cell->low_inset;
			para.above = from == signs ? cell->low_gap : 0;
		}
		ht_draft_run run = cell_run(t, i, from, len);
		fit_cell(t, i, &para, from, len, &run);
		ht_draft_write_para(t->d, &para, &run, 0);
		span += n + 1;
		from += len + strlen("\n");
	} while (span < src->para.n);
	t->d->format->cell_end(t->d);
}

/* A place that a cell above it or before it covers. */
static void write_covered(const setting *t, size_t i)
{
	size_t owner = t->set->owners[i], n = t->src->n_columns;
	ht_draft_cell frame = ht_draft_cell_frame(t->d, t->set, &t->set->cells[owner]);
	frame.rows = t->src->cells[owner].rows;
	frame.columns = t->src->cells[owner].columns;
	t->d->format->cell_covered(t->d, &frame, i / n - owner / n, i % n - owner % n);
}

/* LibreOffice loses all rows but the first of those that must not be cut, if only that has room below a head of several
 * rows that is repeated. */
#define HIGH_HEAD 3

/* Must the row be on one page? */
static bool is_whole(const setting *t, size_t r)
{
	return t->set->whole[r] && !(r == t->src->n_head && t->src->n_head >= HIGH_HEAD);
}

static void write_rows(const setting *t)
{
	size_t n = t->src->n_columns, at = 0;
	for (size_t r = 0; r < t->set->n_rows; r++) {
		const bool keep = is_kept(t, r, &at);
		t->d->format->row_begin(t->d, r, t->set->least[r], is_whole(t, r));
		for (size_t i = r * n; i < (r + 1) * n; i++) {
			if (t->src->cells[i].rows)
				write_cell(t, i, keep);
			else
				write_covered(t, i);
		}
		t->d->format->row_end(t->d, r);
	}
}

/* The rows about the table, from *row on, that hold para's lines; *row moves past them. */
static size_t take_rows(const setting *t, size_t *row, const ht_dpara *para)
{
	size_t n = 0;
	while (*row < t->laid->n && !(t->laid->v[*row].n_lines && t->laid->v[*row].lines[0].para == para))
		++*row;
	while (*row + n < t->laid->n && t->laid->v[*row + n].about && t->laid->v[*row + n].lines[0].para == para)
		n++;
	*row += n;
	return n;
}

/* Title and unit above the table; the first of them takes the space above; what is left of it is for the table. */
static ht_len write_above(const setting *t, ht_len above)
{
	const ht_pstyle *const styles[] = {t->src->title, t->src->cell};
	const ht_dpara *const texts[] = {&t->src->caption, &t->src->unit};
	static const ht_halign aligns[] = {HT_HALIGN_CENTRE, HT_HALIGN_RIGHT};
	size_t row = 0;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		ht_draft_para para;
		if (!texts[i]->n || !take_rows(t, &row, texts[i]))
			continue;
		const ht_draft_run run = {.spans = texts[i]->spans, .n = texts[i]->n, .element = t->block->element};
		ht_draft_para_of(t->d, styles[i], &para);
		para.align = aligns[i];
		para.pitch = t->laid->v[row - 1].pitch;
		para.indent = para.left = para.right = 0;
		if (texts[i] == &t->src->unit)
			para.right = t->d->style->page.area_width - t->set->edges[t->src->n_columns];
		para.above = above;
		para.keep_next = true;
		above = 0;
		ht_draft_write_para(t->d, &para, &run, 0);
	}
	return above;
}

/* Notes; those after the first begin after its label. */
static void write_notes(const setting *t)
{
	const ht_element *e = t->block->element;
	const ht_pstyle *ps = e->table_note ? e->table_note : t->src->cell;
	size_t row = 0, n_written = 0;
	for (size_t i = 0; i < t->src->n_notes; i++) {
		const ht_dpara *note = &t->src->notes[i];
		size_t n = take_rows(t, &row, note);
		const ht_laid_row *rows = &t->laid->v[row - n];
		const ht_composed_line **lines = ht_draft_array(t->d, n + 1, sizeof *lines);
		ht_draft_run run = {.spans = note->spans, .n = note->n, .element = e};
		ht_draft_para para;
		if (!n || !lines)
			continue;
		ht_draft_para_of(t->d, ps, &para);
		para.pitch = rows->pitch;
		para.above = n_written++ ? 0 : rows->em - rows->pitch;
		para.left = t->set->edges[0] + rows->rest_indent;
		para.indent = rows->first_indent - rows->rest_indent;
		para.right = t->d->style->page.area_width - t->set->edges[t->src->n_columns];
		for (size_t k = 0; k < n; k++)
			lines[k] = rows[k].lines[0].set;
		if (n > 1)
			ht_draft_fit(t->d, &para, lines, n, t->set->edges[t->src->n_columns] - t->set->edges[0], &run);
		ht_draft_write_para(t->d, &para, &run, 0);
	}
}

void ht_draft_table_begin(ht_draft *d, const ht_draft_table *table)
{
	d->format->table_begin(d, table);
	d->started = true;
	d->begins = HT_DRAFT_BEGINS_NOTHING;
}

void ht_draft_block_table(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	setting t = {.d = d, .block = &b->v[*i], .laid = &b->laid[*i], .set = b->laid[*i].table};
	++*i;
	if (!t.set)
		return;
	t.src = t.set->src;
	ht_len *widths = ht_draft_array(d, t.src->n_columns, sizeof *widths);
	if (!widths)
		return;
	for (size_t c = 0; c < t.src->n_columns; c++)
		widths[c] = t.set->edges[c + 1] - t.set->edges[c];
	ht_len above = ht_draft_place_tall(d, &t.laid->v[0], &t.laid->v[t.laid->n - 1], t.set->rule);
	above = write_above(&t, above);
	const ht_draft_table table = {.name = ht_draft_checked(d, ht_arena_printf(d->arena, "表%d", ++d->n_tables)),
	                              .style = t.src->cell,
	                              .above = above,
	                              .left = t.set->edges[0],
	                              .rule = t.set->rule,
	                              .widths = widths,
	                              .n = t.src->n_columns,
	                              .n_head = t.src->n_head};
	ht_draft_table_begin(d, &table);
	write_rows(&t);
	d->format->table_end(d);
	write_notes(&t);
}
