/* Columns are as wide as their text, widened together if that is too narrow; if it is too wide, dates, numbers, codes
 * and short texts keep theirs, and the long ones get the rest so that the rows are low (column_heights.c). A cell that
 * spans several columns widens them only if they are too narrow together. A short list is as wide as it needs, in the
 * middle.
 *
 * A table that does not fit, or whose rows are high, is set in the next smaller size, or landscape if that is allowed;
 * one that fits neither way is set smaller still.
 *
 * A column is numeric if most of its cells are numbers, not counting those that say a number is missing (—, 暂无). Its
 * other cells are centred. */
#include "columns.h"

#include <string.h>

/* The least width of a column in characters, if there is room. */
#define MIN_CHARS 3
/* A head of up to LEAST_HEAD characters is not divided. */
#define LEAST_HEAD 3
/* The label of a form has two lines if it is longer. */
#define SHORT_LABEL 6
/* From one size to the next smaller one: 小四, 五号, 小五. */
#define SIZE_STEP (HT_LEN_PT * 3 / 2)
/* A table that is no better otherwise is set smaller if its rows have no more than this part of their height then, in
 * per cent. */
#define LOWER 85
/* … and landscape, on pages of its own, if they have this many, or all of them together more than HIGH_ROWS and the
 * table takes LONG_TABLE thousandths of a page, or, where that tears no other text apart, if they are just high; unless
 * the columns are few: those are text. */
#define TALL_CELL    8
#define HIGH_ROWS    3
#define LONG_TABLE   1500
#define MANY_COLUMNS 6
/* A list is short if it needs no more than this part of the area, in per cent, with AIR_CHARS of white in each column;
 * it is never narrower than the second part. */
#define SHORT_LIST 66
#define LEAST_LIST 50
#define AIR_CHARS  3
/* A column in which nothing stands, to be written in, is no narrower than so many characters; in a form it has this
 * part more than its label promises if there is room, in per cent. */
#define BLANK_LEAST 3
#define BLANK_MOST  160

static void want_cell(const ht_cell_width *cell, bool head, ht_len em, ht_column_width *col)
{
	ht_len token = cell->longest <= HT_PIECE_CHARS * em ? cell->longest + cell->air : 0;
	col->token = ht_len_max(col->token, token);
	col->most = ht_len_max(col->most, cell->natural + cell->air);
	col->least = ht_len_max(col->least, token);
	if (cell->number || (head && cell->natural <= LEAST_HEAD * em))
		col->least = ht_len_max(col->least, cell->natural);
	col->good = ht_len_max(col->good, ht_len_max(token, cell->good));
}

/* A column that is there to be written in. */
static void want_blank(ht_blank_form form, ht_len em, ht_len blank, ht_column_width *col)
{
	col->least = ht_len_max(col->least, ht_len_min(BLANK_LEAST * em, blank));
	col->good = ht_len_max(col->good, blank);
	if (form != HT_NO_FORM)
		blank = ht_len_scale(blank, BLANK_MOST, 100);
	col->most = ht_len_max(col->most, blank);
}

/* The labels of a form leave the room to what is written beside them: long ones have two lines. */
static void want_labels(ht_len em, ht_column_width *col)
{
	ht_len halved = ht_len_max(SHORT_LABEL * em, (col->most + em) / 2);
	col->most = ht_len_max(ht_len_min(col->most, halved), col->good);
}

static void want_column(const ht_dtable *t, const ht_cell_width *cells, ht_blank_form form, size_t c,
                        ht_column_width *col)
{
	size_t numbers = 0, filled = 0;
	ht_len text = 0, blank = 0, em = t->cell->size;
	for (size_t r = 0; r < t->n_rows; r++) {
		const ht_cell_width *cell = &cells[r * t->n_columns + c];
		bool head = r < t->n_head;
		if (cell->blank && t->cells[r * t->n_columns + c].columns == 1)
			blank = ht_len_max(blank, cell->good);
		if (!cell->natural || t->cells[r * t->n_columns + c].columns != 1)
			continue;
		want_cell(cell, head, em, col);
		text = ht_len_max(text, head ? 0 : cell->natural);
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
	col->most = ht_len_max(col->most, ht_len_max(col->good, col->least));
	col->least = ht_len_max(col->least, ht_len_min(MIN_CHARS * em, text));
	col->good = ht_len_max(col->good, col->least);
	if (text && form == HT_LABEL_FORM)
		want_labels(em, col);
	if (blank)
		want_blank(form, em, blank, col);
	col->text = text;
	col->given = t->widths[c] > 0;
}

/* Widen columns [c, c + n) for a cell that is wider than all of them. */
static void widen(const ht_dtable *t, ht_column_width *columns, size_t c, size_t n, ht_len wanted)
{
	ht_len have = 0;
	size_t elastic = 0;
	for (size_t i = c; i < c + n; i++) {
		have += columns[i].given ? t->widths[i] : columns[i].most;
		elastic += !columns[i].given;
	}
	for (size_t i = c; i < c + n && wanted > have && elastic; i++)
		if (!columns[i].given)
			columns[i].most += (wanted - have) / (ht_len)elastic;
}

bool ht_column_is_blank(const ht_dtable *t, size_t c)
{
	for (size_t r = t->n_head; r < t->n_rows; r++) {
		const ht_dcell *cell = &t->cells[r * t->n_columns + c];
		if (cell->rows && cell->columns == 1 && !ht_cell_is_blank(&cell->para))
			return false;
	}
	return t->n_rows > t->n_head;
}

/* What the columns want in the style's size. */
static void want_columns(const ht_dtable *t, const ht_cell_width *cells, ht_len pad, ht_column_width *ret)
{
	const ht_blank_form form = ht_dtable_form(t);
	for (size_t c = 0; c < t->n_columns; c++)
		want_column(t, cells, form, c, &ret[c]);
	for (size_t i = 0; i < t->n_rows * t->n_columns; i++) {
		size_t n = t->cells[i].columns;
		ht_len blank = cells[i].blank ? cells[i].good : 0;
		if (n > 1)
			widen(t, ret, i % t->n_columns, n,
			      ht_len_max(cells[i].natural, blank) - 2 * (ht_len)(n - 1) * pad);
	}
}

/* … in the size set. */
static void scale_columns(const ht_dtable *t, const ht_table_setting *set, ht_column_width *columns)
{
	bool elastic = false;
	for (size_t c = 0; c < t->n_columns; c++)
		elastic |= !columns[c].given;
	for (size_t c = 0; c < t->n_columns; c++) {
		ht_column_width *col = &columns[c];
		ht_len *const lengths[] = {&col->least, &col->most, &col->whole, &col->part, &col->token, &col->text};
		for (size_t i = 0; set->size != t->cell->size && i < sizeof lengths / sizeof *lengths; i++)
			*lengths[i] = ht_table_scale(t, set, *lengths[i]) + HT_ROUNDING;
		/* a date or name is not divided for the sake of a given width, if other columns have room */
		ht_len given = ht_len_max(t->widths[c] - 2 * set->pad, 1);
		if (col->given)
			col->least = col->most = elastic ? ht_len_max(given, col->token) : given;
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

/* What is left over goes to the columns without a given width. If there is less than the least, numeric columns keep
 * theirs as long as the others get half of theirs. */
static ht_len share(const ht_column_width *col, const wanted *w, int64_t room)
{
	int64_t lo = col->least, hi = col->most;
	if (w->least >= room && (room - w->fixed) * 2 >= w->least - w->fixed && w->least > w->fixed)
		return (ht_len)(col->numbers ? lo : lo * (room - w->fixed) / (w->least - w->fixed));
	if (w->least >= room)
		return (ht_len)(lo * room / (w->least ? w->least : 1));
	if (w->elastic)
		return (ht_len)(hi + (col->given ? 0 : (room - w->most) * hi / w->elastic));
	return (ht_len)(hi + (room - w->most) * hi / (w->most ? w->most : 1));
}

/* Give out what no column needed, and what rounding left. */
static void fill_up(const ht_dtable *t, ht_column_width *columns, int64_t room)
{
	int64_t left = room, elastic = 0, given = 0;
	for (size_t c = 0; c < t->n_columns; c++) {
		left -= columns[c].width;
		if (!columns[c].given)
			elastic += columns[c].width;
	}
	for (size_t c = 0; c < t->n_columns && elastic > 0 && left > 0; c++) {
		int64_t more = columns[c].given ? 0 : left * columns[c].width / elastic;
		columns[c].width += (ht_len)more;
		given += more;
	}
	columns[t->n_columns - 1].width += (ht_len)(left - given);
}

/* The width of a table that has room: that of the area, but for a short list. */
static ht_len list_width(const ht_dtable *t, const ht_table_setting *set, const ht_column_width *columns, int64_t most)
{
	int64_t roomy = most + (int64_t)t->n_columns * (2 * set->pad + AIR_CHARS * set->size);
	for (size_t c = 0; c < t->n_columns; c++)
		if (columns[c].given)
			return set->area;
	if (set->landscape || roomy * 100 > (int64_t)set->area * SHORT_LIST || ht_dtable_form(t) != HT_NO_FORM)
		return set->area;
	return ht_len_max((ht_len)roomy, (ht_len)((int64_t)set->area * LEAST_LIST / 100));
}

ht_len ht_table_scale(const ht_dtable *t, const ht_table_setting *set, ht_len length)
{
	return set->size == t->cell->size ? length : ht_len_scale(length, set->size, t->cell->size);
}

/* How well a table is set: with columns that are too narrow, with very high or high rows, with short texts divided. */
typedef enum fit { FIT_NONE, FIT_NARROW, FIT_TALL, FIT_HIGH, FIT_TORN, FIT_GOOD } fit;

typedef struct fitting {
	const ht_dtable *t;
	const ht_cell_width *cells;
	const ht_element *e;
	const ht_geometry *page;
	bool own; /* alone on its pages */
	ht_arena *arena;
	ht_column_width *wanted, *columns; /* in the style's size; of the best setting */
	ht_column_width *tried;
	ht_table_setting *best;
	fit fit; /* of the best */
	ht_row_heights rows;
	bool failed;
} fitting;

/* Set the table like this; columns are those tried. */
static fit set_as(fitting *f, ht_table_setting *set, ht_row_heights *rows)
{
	const ht_dtable *t = f->t;
	ht_column_width *columns = memcpy(f->tried, f->wanted, t->n_columns * sizeof *columns);
	set->pad = ht_table_scale(t, set, f->e->cell_pad);
	if (set->close)
		set->pad = set->pad * 2 / 3;
	set->area = set->landscape ? f->page->area_height : f->page->area_width;
	scale_columns(t, set, columns);
	const wanted w = sum_widths(t, columns);
	set->width = list_width(t, set, columns, w.most);
	set->left = (set->area - set->width) / 2;
	int64_t room = ht_len_max(set->width - 2 * (ht_len)t->n_columns * set->pad, 0);
	set->narrow = w.least > room;
	if (set->narrow || w.most <= room)
		for (size_t c = 0; c < t->n_columns; c++)
			columns[c].width = share(&columns[c], &w, room);
	else
		f->failed |= !ht_columns_share(t, f->cells, set, (ht_len)room, f->arena, columns, rows);
	fill_up(t, columns, room);
	if (set->narrow)
		return FIT_NARROW;
	ht_columns_even(t, f->cells, set, columns);
	if (rows->head > HT_HIGH_CELL)
		return FIT_TALL;
	if (rows->high > HT_HIGH_CELL)
		return rows->high >= TALL_CELL ? FIT_TALL : FIT_HIGH;
	return rows->divided ? FIT_TORN : FIT_GOOD;
}

/* About how many pages the table takes, in thousandths. */
static uint64_t pages(const fitting *f, const ht_table_setting *set, const ht_row_heights *rows)
{
	ht_len room = set->landscape ? f->page->area_width : f->page->area_height;
	ht_len pitch = f->t->cell->pitch ? f->t->cell->pitch : ht_len_scale(f->t->cell->size, 3, 2);
	uint64_t height = rows->lines * (uint64_t)ht_table_scale(f->t, set, pitch) + rows->n * (uint64_t)set->pad;
	return rows->n ? height * f->t->n_rows / rows->n * 1000 / (uint64_t)room : 0;
}

/* Are the rows of more lines than this, taken together? */
static bool are_high(const ht_row_heights *rows)
{
	return rows->lines > HIGH_ROWS * rows->n;
}

/* Take this setting if it is better than those before; smaller: by that many steps; close: with less padding. */
static void try_setting(fitting *f, bool landscape, int smaller, bool close)
{
	ht_table_setting set = {.landscape = landscape, .size = f->t->cell->size - smaller * SIZE_STEP, .close = close};
	bool too_small = smaller && (!f->e->table_least || set.size < f->e->table_least);
	if (too_small || f->fit == FIT_GOOD || f->failed)
		return;
	ht_row_heights rows = {.high = 1, .head = 1};
	fit got = set_as(f, &set, &rows);
	bool lower = pages(f, &set, &rows) * 100 < pages(f, f->best, &f->rows) * LOWER;
	bool better = got > f->fit || (got > FIT_TALL && lower);
	/* a table that is too narrow anyway is set in the last way */
	if (got < f->fit || !(better || got == FIT_NARROW))
		return;
	set.high = f->best->high || f->fit == FIT_TALL || f->fit == FIT_HIGH;
	f->fit = got;
	f->rows = rows;
	*f->best = set;
	memcpy(f->columns, f->tried, f->t->n_columns * sizeof *f->columns);
}

/* A size, and in a table of many columns less padding if that is not enough. */
static void try_size(fitting *f, bool landscape, int smaller)
{
	try_setting(f, landscape, smaller, false);
	if (f->t->n_columns >= MANY_COLUMNS)
		try_setting(f, landscape, smaller, true);
}

static void try_settings(fitting *f)
{
	bool landscape = f->t->landscape > 0, many = f->t->n_columns >= MANY_COLUMNS;
	try_size(f, landscape, 0);
	try_size(f, landscape, 1);
	bool long_table = f->fit < FIT_GOOD && are_high(&f->rows) && pages(f, f->best, &f->rows) >= LONG_TABLE;
	bool high = f->fit == FIT_TALL || long_table || (f->own && f->fit == FIT_HIGH);
	bool turns = f->t->landscape < 0 && (f->fit == FIT_NARROW || (many && high));
	for (int smaller = 0; turns && smaller <= 1; smaller++)
		try_size(f, true, smaller);
	for (int smaller = 2; f->fit == FIT_NARROW && f->t->cell->size - smaller * SIZE_STEP >= f->e->table_least;
	     smaller++)
		try_size(f, landscape || turns, smaller);
}

bool ht_columns_fit(const ht_dtable *t, const ht_cell_width *cells, const ht_element *e, const ht_geometry *page,
                    bool own, ht_arena *arena, ht_column_width *columns, ht_table_setting *ret)
{
	fitting f = {
	    .t = t, .cells = cells, .e = e, .page = page, .own = own, .arena = arena, .columns = columns, .best = ret};
	f.wanted = ht_arena_array(arena, 2 * t->n_columns + 1, sizeof *f.wanted);
	if (!f.wanted)
		return false;
	f.tried = f.wanted + t->n_columns;
	*ret = (ht_table_setting){0};
	want_columns(t, cells, e->cell_pad, f.wanted);
	try_settings(&f);
	return !f.failed;
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
	return columns[column].text <= inner ? HT_HALIGN_CENTRE : HT_HALIGN_LEFT;
}

bool ht_cell_on_point(const ht_dtable *t, const ht_column_width *columns, const ht_cell_width *cell, size_t row,
                      size_t column, ht_len inner)
{
	const ht_dcell *src = &t->cells[row * t->n_columns + column];
	const ht_column_width *col = &columns[column];
	return cell->number && col->numbers && row >= t->n_head && src->columns == 1 &&
	       src->align == HT_HALIGN_JUSTIFY && col->whole + col->part <= inner;
}
