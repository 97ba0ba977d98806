/* The widths of columns whose texts do not fit on one line each.
 *
 * A table is as high as the sum of its rows, and a row as its cell of most lines: room is worth most where it saves
 * lines. First all columns have the least they want, and what is left is given away in small portions, each to the
 * column whose texts, cubed in lines, fall most (the sum is separable and convex, so this finds its least value; the
 * cube stands for the highest cell of each row). Then small amounts are moved from one column to another as long as
 * that saves a line of a row, counted as lines are broken.
 *
 * Long tables are judged by some of their rows. */
#include <string.h>

#include "columns.h"

/* Rows that are looked at, about. */
#define ROWS 60
/* Portions the room is given away in. */
#define PORTIONS 48
/* A line, in the unit of the cubes. */
#define LINE 64
/* A text of more counts as one of so many: the cubes of all rows can be summed up. */
#define MOST_CUBED 65536
/* One row in so many may be higher than the table is said to be. */
#define FEW_ROWS 20
/* Times that all pairs of columns are tried. */
#define PASSES 3
/* A short text of two lines costs this part of a line more (1/n). */
#define SHORT_COST 2

typedef struct heights {
	const ht_dtable *t;
	const ht_cell_width *cells;
	ht_column_width *columns;
	ht_len size, style_size; /* as set; as measured */
	size_t *rows;            /* those looked at */
	size_t n;
	uint32_t *lines; /* of each cell in them */
	uint32_t *tried; /* for two columns */
	bool good;       /* no column is narrower than good */
} heights;

static size_t stride(const ht_dtable *t)
{
	return t->n_rows <= 2 * ROWS ? 1 : t->n_rows / ROWS;
}

bool ht_columns_sample(const ht_dtable *t, size_t r)
{
	return r < t->n_head || r % stride(t) == 0;
}

/* The cell's width says nothing of its column's if it spans others. */
static const ht_cell_width *cell_at(const heights *h, size_t row, size_t c)
{
	size_t i = h->rows[row] * h->t->n_columns + c;
	return h->t->cells[i].columns == 1 && h->t->cells[i].rows ? &h->cells[i] : NULL;
}

static uint32_t lines_of(const ht_cell_width *cell, ht_len width)
{
	uint32_t n = 1;
	ht_len begin = 0;
	for (size_t i = 0; i < cell->n_pieces; i++) {
		const ht_text_piece *piece = &cell->pieces[i];
		bool forced = i > 0 && piece->from == 0;
		if (forced || piece->to - begin > width) {
			n += i > 0;
			begin = piece->from;
		}
		if (piece->to - piece->from > width)
			n += (uint32_t)((piece->to - piece->from - 1) / width);
	}
	return n;
}

/* Lines of row's cell in column c were that this wide, in the style's size. */
static uint32_t count_lines(const heights *h, size_t row, size_t c, ht_len width)
{
	const ht_cell_width *cell = cell_at(h, row, c);
	if (!cell || cell->natural <= width)
		return 1;
	size_t rows = h->t->cells[h->rows[row] * h->t->n_columns + c].rows;
	return (uint32_t)((lines_of(cell, ht_len_max(width, 1)) + rows - 1) / rows);
}

/* The width in the style's size. */
static ht_len measured(const heights *h, ht_len width)
{
	return h->size == h->style_size ? width : ht_len_scale(width, h->style_size, h->size);
}

static int64_t cubes(const heights *h, size_t c, ht_len width)
{
	int64_t sum = 0, inner = ht_len_max(measured(h, width), 1);
	for (size_t row = 0; row < h->n; row++) {
		const ht_cell_width *cell = cell_at(h, row, c);
		int64_t lines = LINE;
		if (cell && cell->natural > inner)
			lines = (int64_t)cell->natural * LINE / inner;
		if (lines > MOST_CUBED)
			lines = MOST_CUBED;
		sum += lines * lines * lines;
	}
	return sum;
}

static ht_len widened(const ht_column_width *col, ht_len by)
{
	return ht_len_max(ht_len_min(col->width + by, col->most), col->width);
}

/* Give room away in portions; false: out of memory. */
static bool give(const heights *h, ht_len room, ht_arena *arena)
{
	size_t n = h->t->n_columns;
	int64_t *now = ht_arena_array(arena, 2 * n, sizeof *now);
	ht_len portion = room / PORTIONS + 1;
	if (!now)
		return false;
	int64_t *gain = now + n;
	for (size_t c = 0; c < n; c++) {
		now[c] = cubes(h, c, h->columns[c].width);
		gain[c] = now[c] - cubes(h, c, widened(&h->columns[c], portion));
	}
	while (room > 0) {
		size_t best = 0;
		for (size_t c = 1; c < n; c++)
			if (gain[c] > gain[best])
				best = c;
		ht_column_width *col = &h->columns[best];
		ht_len by = ht_len_min(widened(col, portion) - col->width, room);
		if (by <= 0 || !gain[best])
			break;
		col->width += by;
		room -= by;
		now[best] -= gain[best];
		gain[best] = now[best] - cubes(h, best, widened(col, portion));
	}
	return true;
}

/* The lines of column c were it this wide, of each row. */
static void count_column(const heights *h, size_t c, ht_len width, uint32_t *lines)
{
	ht_len inner = measured(h, width);
	for (size_t row = 0; row < h->n; row++)
		lines[row] = count_lines(h, row, c, inner);
}

static const uint32_t *column_lines(const heights *h, size_t c)
{
	return h->lines + c * h->n;
}

/* What the heights of rows and torn short texts cost, if columns a and b had these lines. */
static uint64_t cost_with(const heights *h, size_t a, const uint32_t *lines_a, size_t b, const uint32_t *lines_b)
{
	uint64_t cost = 0;
	for (size_t row = 0; row < h->n; row++) {
		uint32_t most = 1, torn = 0;
		for (size_t c = 0; c < h->t->n_columns; c++) {
			uint32_t lines = column_lines(h, c)[row];
			if (c == a)
				lines = lines_a[row];
			else if (c == b)
				lines = lines_b[row];
			const ht_cell_width *cell = lines > 1 ? cell_at(h, row, c) : NULL;
			torn += cell && cell->natural <= h->columns[c].good;
			if (lines > most)
				most = lines;
		}
		if (most > HT_HIGH_CELL) /* its further lines count twice */
			most += most - HT_HIGH_CELL;
		cost += (uint64_t)most * SHORT_COST + torn;
	}
	return cost;
}

/* Move a width from column b to column a if that saves lines. */
static bool move(heights *h, size_t a, size_t b, ht_len by, uint64_t *cost)
{
	ht_column_width *to = &h->columns[a], *from = &h->columns[b];
	if (to->given || from->given || to->width >= to->most)
		return false;
	if (from->width - by < (h->good ? from->good : from->least))
		return false;
	uint32_t *lines_a = h->tried, *lines_b = h->tried + h->n;
	count_column(h, a, to->width + by, lines_a);
	count_column(h, b, from->width - by, lines_b);
	uint64_t moved = cost_with(h, a, lines_a, b, lines_b);
	if (moved >= *cost)
		return false;
	*cost = moved;
	to->width += by;
	from->width -= by;
	memcpy(h->lines + a * h->n, lines_a, h->n * sizeof *lines_a);
	memcpy(h->lines + b * h->n, lines_b, h->n * sizeof *lines_b);
	return true;
}

static void exchange(heights *h)
{
	const ht_len steps[] = {2 * h->size, h->size, h->size / 2};
	uint64_t cost = cost_with(h, SIZE_MAX, NULL, SIZE_MAX, NULL);
	bool moved = true;
	for (int pass = 0; pass < PASSES && moved; pass++) {
		moved = false;
		for (size_t s = 0; s < sizeof steps / sizeof *steps; s++)
			for (size_t a = 0; a < h->t->n_columns; a++)
				for (size_t b = 0; b < h->t->n_columns; b++)
					moved |= a != b && move(h, a, b, steps[s], &cost);
	}
}

static uint32_t highest_cell(const heights *h, size_t row)
{
	uint32_t most = 1;
	for (size_t c = 0; c < h->t->n_columns; c++)
		most = column_lines(h, c)[row] > most ? column_lines(h, c)[row] : most;
	return most;
}

/* Of the rows, those with more lines than this. */
static size_t higher_rows(const heights *h, uint32_t lines)
{
	size_t n = 0;
	for (size_t row = 0; row < h->n; row++)
		n += h->rows[row] >= h->t->n_head && highest_cell(h, row) > lines;
	return n;
}

static ht_row_heights sum_up(const heights *h)
{
	ht_row_heights ret = {.high = 1};
	for (size_t row = 0; row < h->n; row++)
		ret.lines += highest_cell(h, row);
	while (higher_rows(h, ret.high) * FEW_ROWS > h->n)
		ret.high++;
	return ret;
}

static bool open_heights(heights *h, ht_arena *arena)
{
	size_t most = 3 * ROWS + h->t->n_head;
	h->rows = ht_arena_array(arena, most, sizeof *h->rows);
	if (!h->rows)
		return false;
	for (size_t r = 0; r < h->t->n_rows && h->n < most; r++)
		if (ht_columns_sample(h->t, r))
			h->rows[h->n++] = r;
	h->lines = ht_arena_array(arena, (h->t->n_columns + 2) * h->n + 1, sizeof *h->lines);
	if (h->lines)
		h->tried = h->lines + h->t->n_columns * h->n;
	return h->lines;
}

bool ht_columns_share(const ht_dtable *t, const ht_cell_width *cells, const ht_table_setting *set, ht_len room,
                      ht_arena *arena, ht_column_width *columns, ht_row_heights *ret)
{
	heights h = {.t = t, .cells = cells, .columns = columns, .size = set->size, .style_size = t->cell->size};
	int64_t least = 0, good = 0;
	for (size_t c = 0; c < t->n_columns; c++) {
		least += columns[c].least;
		good += columns[c].good;
	}
	h.good = good <= room;
	for (size_t c = 0; c < t->n_columns; c++)
		columns[c].width = h.good ? columns[c].good : columns[c].least;
	if (!open_heights(&h, arena) || !give(&h, room - (ht_len)(h.good ? good : least), arena))
		return false;
	for (size_t c = 0; c < t->n_columns; c++)
		count_column(&h, c, columns[c].width, h.lines + c * h.n);
	exchange(&h);
	*ret = sum_up(&h);
	return true;
}
