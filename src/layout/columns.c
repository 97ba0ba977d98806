/* Columns are as wide as their text, shrunk together if that is too wide and widened together if it is too narrow. A
 * cell that spans several columns widens them only if they are too narrow together.
 *
 * A table that is too wide for the page is set landscape, if allowed, and then in smaller type.
 *
 * A column is numeric if most of its cells are numbers, not counting those that say a number is missing (—, 暂无). Its
 * other cells are centred. */
#include "columns.h"

/* The least width of a column in characters, if there is room. */
#define MIN_CHARS 3
/* A head of up to this many characters is not broken. */
#define MAX_LEAST 5
/* A code (an ID number has 18 digits, a credit code 18, an account 19) of up to this many characters is not broken. */
#define MAX_TOKEN 12
/* From one size to the next smaller one: 小四, 五号, 小五. */
#define SIZE_STEP (HT_LEN_PT * 3 / 2)
/* How much wider than its scaled width a text may be. */
#define ROUNDING (HT_LEN_PT / 64)

static void want_column(const ht_dtable *t, const ht_cell_width *cells, const ht_table_setting *set, size_t c,
                        ht_column_width *col)
{
	ht_len em = set->size;
	size_t numbers = 0, filled = 0;
	for (size_t r = 0; r < t->n_rows; r++) {
		const ht_cell_width *cell = &cells[r * t->n_columns + c];
		bool head = r < t->n_head;
		if (!cell->natural || t->cells[r * t->n_columns + c].columns != 1)
			continue;
		col->most = ht_len_max(col->most, cell->natural);
		if (cell->token <= MAX_TOKEN * em)
			col->least = ht_len_max(col->least, cell->token);
		if (cell->number)
			col->least = ht_len_max(col->least, cell->natural);
		else if (head)
			col->least = ht_len_max(col->least, ht_len_min(cell->natural, MAX_LEAST * em));
		if (head || ht_says_none(&t->cells[r * t->n_columns + c].para))
			continue;
		filled++;
		numbers += cell->number;
		col->whole = ht_len_max(col->whole, cell->whole);
		col->part = ht_len_max(col->part, cell->number ? cell->natural - cell->whole : 0);
	}
	col->numbers = numbers * 2 > filled && t->aligns[c] != HT_HALIGN_LEFT;
	if (col->numbers)
		col->least = ht_len_max(col->least, col->whole + col->part);
	col->most = ht_len_max(col->most, col->least);
	col->least = ht_len_max(col->least, ht_len_min(MIN_CHARS * em, col->most));
	col->given = t->widths[c] > 0;
	if (col->given)
		col->least = col->most = ht_len_max(t->widths[c] - 2 * set->pad, 1);
}

/* Widen columns [c, c + n) for a cell that is wider than all of them. */
static void widen(ht_column_width *columns, size_t c, size_t n, ht_len wanted)
{
	ht_len have = 0;
	size_t elastic = 0;
	for (size_t i = c; i < c + n; i++) {
		have += columns[i].most;
		elastic += !columns[i].given;
	}
	for (size_t i = c; i < c + n && wanted > have && elastic; i++)
		if (!columns[i].given)
			columns[i].most += (wanted - have) / (ht_len)elastic;
}

static void want_columns(const ht_dtable *t, const ht_cell_width *cells, const ht_table_setting *set,
                         ht_column_width *ret)
{
	for (size_t c = 0; c < t->n_columns; c++) {
		ret[c] = (ht_column_width){0};
		want_column(t, cells, set, c, &ret[c]);
	}
	for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
		size_t n = t->cells[i].columns;
		if (n > 1)
			widen(ret, i % t->n_columns, n, cells[i].natural - 2 * (ht_len)(n - 1) * set->pad);
	}
}

/* The width that all columns want; fixed: numeric ones, elastic: those without a given width. */
typedef struct wanted {
	int64_t least, fixed, most, elastic;
} wanted;

static wanted sum_widths(const ht_dtable *t, const ht_column_width *columns)
{
	wanted w = {0};
	for (size_t c = 0; c < t->n_columns; c++) {
		w.least += columns[c].least;
		w.fixed += columns[c].numbers ? columns[c].least : 0;
		w.most += columns[c].most;
		w.elastic += columns[c].given ? 0 : columns[c].most;
	}
	return w;
}

/* Between least and most in proportion; what is left over goes to the columns without a given width. If there is less
 * than the least, numeric columns keep theirs as long as the others get half of theirs. */
static ht_len share(const ht_column_width *col, const wanted *w, int64_t room)
{
	int64_t lo = col->least, hi = col->most;
	if (w->least >= room && (room - w->fixed) * 2 >= w->least - w->fixed && w->least > w->fixed)
		return (ht_len)(col->numbers ? lo : lo * (room - w->fixed) / (w->least - w->fixed));
	if (w->least >= room)
		return (ht_len)(lo * room / (w->least ? w->least : 1));
	if (w->most > room)
		return (ht_len)(lo + (hi - lo) * (room - w->least) / (w->most - w->least));
	if (w->elastic)
		return (ht_len)(hi + (col->given ? 0 : (room - w->most) * hi / w->elastic));
	return (ht_len)(hi + (room - w->most) * hi / (w->most ? w->most : 1));
}

static void share_out(const ht_dtable *t, ht_column_width *columns, const ht_table_setting *set, int64_t room)
{
	wanted w = sum_widths(t, columns);
	int64_t left = set->area;
	for (size_t c = 0; c < t->n_columns; c++) {
		bool last = c + 1 == t->n_columns;
		columns[c].width = last ? (ht_len)left - 2 * set->pad : share(&columns[c], &w, room);
		left -= columns[c].width + 2 * (int64_t)set->pad;
	}
}

ht_len ht_table_scale(const ht_dtable *t, const ht_table_setting *set, ht_len length)
{
	return set->size == t->cell->size ? length : ht_len_scale(length, set->size, t->cell->size);
}

/* Can the table be set like this? Then its columns get their widths. */
static bool can_be_set(const ht_dtable *t, const ht_cell_width *cells, ht_column_width *columns, ht_table_setting *set)
{
	int64_t room = set->area - 2 * (int64_t)t->n_columns * set->pad;
	want_columns(t, cells, set, columns);
	set->narrow = sum_widths(t, columns).least > room;
	share_out(t, columns, set, room > 0 ? room : 0);
	return !set->narrow;
}

/* Cells set in the next smaller size, from one they were set in before. */
static void scale_cells(const ht_dtable *t, ht_cell_width *cells, ht_len from, ht_len to)
{
	for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
		if (!cells[i].natural)
			continue;
		cells[i].natural = ht_len_scale(cells[i].natural, to, from) + ROUNDING;
		cells[i].whole = ht_len_scale(cells[i].whole, to, from);
		cells[i].token = ht_len_scale(cells[i].token, to, from);
	}
}

ht_table_setting ht_columns_fit(const ht_dtable *t, ht_cell_width *cells, const ht_element *e, const ht_geometry *page,
                                ht_column_width *columns)
{
	ht_table_setting set = {.landscape = t->landscape > 0, .size = t->cell->size, .pad = e->cell_pad};
	set.area = set.landscape ? page->area_height : page->area_width;
	bool good = can_be_set(t, cells, columns, &set);
	if (!good && t->landscape < 0) {
		set.landscape = true;
		set.area = page->area_height;
		good = can_be_set(t, cells, columns, &set);
	}
	while (!good && e->table_least && set.size - SIZE_STEP >= e->table_least) {
		scale_cells(t, cells, set.size, set.size - SIZE_STEP);
		set.size -= SIZE_STEP;
		set.pad = ht_table_scale(t, &set, e->cell_pad);
		good = can_be_set(t, cells, columns, &set);
	}
	return set;
}

ht_halign ht_cell_align(const ht_dtable *t, const ht_column_width *columns, size_t row, size_t column, ht_len inner)
{
	const ht_dcell *cell = &t->cells[row * t->n_columns + column];
	if (cell->align != HT_HALIGN_JUSTIFY)
		return cell->align;
	if (row < t->n_head || cell->columns > 1 || columns[column].numbers)
		return HT_HALIGN_CENTRE;
	if (t->aligns[column] != HT_HALIGN_JUSTIFY)
		return t->aligns[column];
	return columns[column].most <= inner ? HT_HALIGN_CENTRE : HT_HALIGN_LEFT;
}

bool ht_cell_on_point(const ht_dtable *t, const ht_column_width *columns, const ht_cell_width *cell, size_t row,
                      size_t column, ht_len inner)
{
	const ht_dcell *src = &t->cells[row * t->n_columns + column];
	const ht_column_width *col = &columns[column];
	return cell->number && col->numbers && row >= t->n_head && src->columns == 1 &&
	       src->align == HT_HALIGN_JUSTIFY && col->whole + col->part <= inner;
}
