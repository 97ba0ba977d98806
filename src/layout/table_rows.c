/* Rows of tables: their heights, which of them are together, their slices and what is in those. */
#include "table.h"

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

/* Rows to be written in by hand are higher. */
static ht_len least_height(const ht_table_work *t, size_t r)
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

static void set_row(ht_table_work *t, size_t r)
{
	ht_table_row *row = &t->rows[r];
	*row = (ht_table_row){.n = 1, .pitch = ht_slice_pitch(ht_table_style(t, r))};
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
static void stretch_rows(ht_table_work *t, size_t i)
{
	size_t first = i / t->src->n_columns, n = t->src->cells[i].rows;
	ht_len have = 0,
	       need = (ht_len)t->cells[i].laid->n_lines * ht_slice_pitch(ht_table_style(t, first)) + t->how.pad;
	for (size_t r = first; r < first + n; r++) {
		have += t->rows[r].height;
		t->rows[r].joined |= r > first;
	}
	for (size_t k = 0; have < need; k = (k + 1) % n) {
		ht_table_row *row = &t->rows[first + k];
		row->n++;
		row->height += row->pitch;
		have += row->pitch;
	}
}

/* Rows [first, end) are joined: keep them on one page if they are low. */
static void join_rows(ht_table_work *t, size_t first, size_t end)
{
	ht_len height = 0;
	for (size_t r = first; r < end; r++)
		height += t->rows[r].height;
	for (size_t r = first; r < end; r++)
		t->rows[r].loose = height > t->area->area_height / WHOLE_ROW;
}

void ht_table_set_rows(ht_table_work *t)
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
static bool is_whole(const ht_table_work *t, const ht_table_row *row)
{
	return row->height <= t->area->area_height / WHOLE_ROW || (row->joined && !row->loose);
}

static ht_keep keep_of(const ht_table_work *t, size_t r, size_t slice)
{
	const ht_table_row *row = &t->rows[r];
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

static void add_slices(ht_table_work *t, size_t r)
{
	const ht_table_about about = ht_table_about_of(t);
	ht_table_row *row = &t->rows[r];
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
static bool may_be_cut(const ht_table_work *t, size_t r, size_t n)
{
	return n > 1 ? t->rows[r].loose : !is_whole(t, &t->rows[r]);
}

/* Keep the text of a cell whose rows may be on several pages. */
static void note_repeat(ht_table_work *t, size_t i)
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
static ht_len place_low(const ht_table_work *t, ht_laid_cell *cell, ht_len height)
{
	ht_len pad = t->how.pad / 2, rest = height - (ht_len)cell->n_lines * cell->pitch - 2 * pad;
	if (cell->n_low == cell->n_lines)
		return pad + ht_len_max(rest, 0);
	cell->low_gap = ht_len_max(rest, 0);
	return pad;
}

/* Put a cell's lines into the slices of the rows it spans. */
static void place_cell(ht_table_work *t, size_t i)
{
	const ht_table_cell *cell = &t->cells[i];
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
		line->x = t->set->laid.edges[i % t->src->n_columns] + t->how.pad + cell->inset;
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

void ht_table_add_rows(ht_table_work *t)
{
	t->set->head = t->boxes->n;
	for (size_t r = 0; r < t->src->n_rows && t->l->status == HT_OK; r++) {
		add_slices(t, r);
		if (t->repeats && r + 1 == t->src->n_head)
			t->set->n_head = t->boxes->n - t->set->head;
	}
	ht_table_cells(t, place_cell);
}
