/* Widths of columns whose texts do not fit on one line each.
 *
 * A table is as high as the sum of its rows, and a row as its cell of most lines: room is worth most where it saves
 * lines. A column's lines are a step function of its width, so only some widths are of interest for it, its options:
 * those from which on a cell has a line less, or keeps a word or a short text whole.
 *
 * First every column has its widest option. Then, until they fit, that column is narrowed which pays least for what it
 * gives: nothing where another cell of the same row is as high anyway. At last it is tried for each column, and for
 * each row, to widen what sets its height, at the cost of the other columns in the same way. What room is left over
 * goes where lines are fullest.
 *
 * Long tables are judged by some of their rows. */
#include <stdlib.h>
#include <string.h>

#include "columns.h"

/* Rows that are looked at, about. */
#define ROWS 60
/* Options of a column, at most: those of a column with many texts are every second, third … */
#define OPTIONS 32
/* Cells of more lines are as good as any. */
#define MOST_LINES 12
/* Of the narrower options of a column, those that are tried at a time. */
#define NEARBY 5
/* What is paid, in parts of a line: for a line; for a short text of several lines, for one as short as a name; for a
 * word that is divided; for a text that fits, but may not in an editor. A head is read with all rows: a word of it
 * counts for each, a short head of two lines for one in HEAD_ROWS. */
#define LINE_COST  8
#define SHORT_COST 5
#define NAME_COST  16
#define WORD_COST  10
#define HEAD_ROWS  6
#define TIGHT_COST 1
/* Characters of a name; of one of several parts. */
#define NAME_CHARS 4
#define LONG_NAME  6
/* A place that is narrower than what is to be written in it is so in steps of one part in so many, squared. */
#define BLANK_STEPS 8
/* Portions in which the last room is given away. */
#define PORTIONS 24
/* A line, in the unit of the cubes. */
#define LINE 64
/* A text of more counts as one of so many: the cubes of all rows can be summed up. */
#define MOST_CUBED 65536
/* One row in so many may be higher than the table is said to be, or have a divided text. */
#define FEW_ROWS 20
/* Ways tried to make a table lower, at most. */
#define TRIES 400

/* A width of a column and what it makes of its cells. */
typedef struct option {
	ht_len width;
	uint32_t cost;   /* of texts and words that are divided */
	uint16_t *lines; /* of each row's cell */
} option;

typedef struct options {
	option *v;
	size_t n;
} options;

typedef struct heights {
	const ht_dtable *t;
	const ht_cell_width *cells;
	ht_column_width *columns;
	ht_len size, style_size; /* as set; as measured */
	size_t *rows;            /* those looked at */
	size_t n;
	options *options; /* by column */
	size_t *at;       /* by column: the option chosen */
	size_t *tried;
	uint16_t *most, *second; /* by row: the most lines of a cell, and the most of the others */
	size_t *highest;         /* by row: the column of the first */
	ht_len room;
	size_t tries;
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

uint32_t ht_cell_lines(const ht_cell_width *cell, ht_len width)
{
	width = ht_len_max(width, 1);
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

/* The lines of row's cell in column c were that this wide, in the style's size. */
static uint32_t count_lines(const heights *h, size_t row, size_t c, ht_len width)
{
	const ht_cell_width *cell = cell_at(h, row, c);
	if (!cell || !cell->n_pieces)
		return 1;
	size_t rows = h->t->cells[h->rows[row] * h->t->n_columns + c].rows;
	uint32_t lines = (uint32_t)((ht_cell_lines(cell, width) + rows - 1) / rows);
	return lines < UINT16_MAX ? lines : UINT16_MAX;
}

/* A width in the style's size; one of it as set. */
static ht_len measured(const heights *h, ht_len width)
{
	return h->size == h->style_size ? width : ht_len_scale(width, h->style_size, h->size);
}

static ht_len set_width(const heights *h, ht_len width)
{
	return h->size == h->style_size ? width : ht_len_scale(width, h->size, h->style_size) + HT_ROUNDING;
}

/* Widths in the style's size. */
typedef struct widths {
	ht_len *v;
	size_t n, cap;
	ht_len least, most;
} widths;

static bool add_width(widths *w, ht_len width, ht_arena *arena)
{
	if (width <= w->least || width >= w->most)
		return true;
	ht_len *slot = HT_PUSH(arena, w->v, w->n, w->cap);
	if (slot)
		*slot = width;
	return slot;
}

static uint32_t blank_cost(const ht_cell_width *cell, ht_len width)
{
	if (!cell || !cell->blank || width >= cell->good)
		return 0;
	uint32_t steps = (uint32_t)((int64_t)(cell->good - width) * BLANK_STEPS / cell->good) + 1;
	return steps * steps;
}

static bool add_blank_widths(const ht_cell_width *cell, widths *w, ht_arena *arena)
{
	bool done = true;
	for (int step = 1; done && step <= BLANK_STEPS; step++)
		done = add_width(w, (ht_len)((int64_t)cell->good * step / BLANK_STEPS), arena);
	return done;
}

/* What the text of a cell this wide costs, as it is divided. */
static uint32_t divided_cost(const heights *h, size_t row, size_t c, ht_len width)
{
	const ht_cell_width *cell = cell_at(h, row, c);
	const bool head = h->rows[row] < h->t->n_head;
	if (cell && cell->blank)
		return 0;
	if (!cell || width >= cell->natural)
		return cell && width < cell->natural + cell->air ? TIGHT_COST : 0;
	uint32_t words = width < cell->word ? WORD_COST : 0, whole = 0;
	bool name =
	    cell->natural <= NAME_CHARS * h->style_size || (cell->name && cell->natural <= LONG_NAME * h->style_size);
	if (width < cell->good)
		whole = name && !head ? NAME_COST : SHORT_COST;
	if (head)
		return words * (uint32_t)h->n + whole * (uint32_t)(1 + h->n / HEAD_ROWS);
	return words + whole;
}

/* The least width in which the cell has no more than this many lines, between lo, where it has more, and hi. */
static ht_len least_for(const ht_cell_width *cell, uint32_t lines, ht_len lo, ht_len hi, ht_len step)
{
	while (hi - lo > step) {
		ht_len middle = lo + (hi - lo) / 2;
		if (ht_cell_lines(cell, middle) <= lines)
			hi = middle;
		else
			lo = middle;
	}
	return hi;
}

/* The widths from which on a cell is better. */
static bool add_cell_widths(const heights *h, const ht_cell_width *cell, widths *w, ht_arena *arena)
{
	ht_len hi = cell->natural, step = ht_len_max(h->style_size / 16, 1);
	if (cell->blank)
		return add_blank_widths(cell, w, arena);
	if (cell->natural <= w->least)
		return true;
	bool done = add_width(w, hi + cell->air, arena) && add_width(w, hi, arena) && add_width(w, cell->good, arena) &&
	            add_width(w, cell->word, arena);
	uint32_t most = ht_cell_lines(cell, w->least);
	for (uint32_t lines = 2; done && lines < most && lines <= MOST_LINES; lines++) {
		hi = least_for(cell, lines, ht_len_max(w->least, 1), hi, step);
		done = add_width(w, hi, arena);
	}
	return done;
}

static int narrower(const void *a, const void *b)
{
	ht_len x = *(const ht_len *)a, y = *(const ht_len *)b;
	return (x > y) - (x < y);
}

/* In order, each once, and no more than OPTIONS. */
static void thin_out(widths *w)
{
	size_t n = 0;
	if (w->n)
		qsort(w->v, w->n, sizeof *w->v, narrower);
	for (size_t i = 0; i < w->n; i++)
		if (!n || w->v[i] > w->v[n - 1])
			w->v[n++] = w->v[i];
	w->n = n;
	const size_t most = OPTIONS - 2;
	for (size_t i = 0; n > most && i < most; i++)
		w->v[i] = w->v[(i + 1) * n / most - 1];
	w->n = n < most ? n : most;
}

static bool set_option(const heights *h, size_t c, ht_len width, option *ret, ht_arena *arena)
{
	ret->width = width;
	ret->lines = ht_arena_array(arena, h->n + 1, sizeof *ret->lines);
	if (!ret->lines)
		return false;
	ht_len inner = measured(h, width);
	uint32_t blank = 0; /* of the widest place: all are below each other */
	for (size_t row = 0; row < h->n; row++) {
		ret->lines[row] = (uint16_t)count_lines(h, row, c, inner);
		ret->cost += divided_cost(h, row, c, inner);
		uint32_t cost = blank_cost(cell_at(h, row, c), inner);
		if (cost > blank)
			blank = cost;
	}
	ret->cost += blank;
	return true;
}

static bool find_options(const heights *h, size_t c, ht_arena *arena)
{
	const ht_column_width *col = &h->columns[c];
	widths w = {.least = measured(h, col->least), .most = measured(h, ht_len_min(col->most, h->room))};
	options *ret = &h->options[c];
	for (size_t row = 0; row < h->n && !col->given; row++) {
		const ht_cell_width *cell = cell_at(h, row, c);
		if (cell && !add_cell_widths(h, cell, &w, arena))
			return false;
	}
	thin_out(&w);
	ret->v = ht_arena_array(arena, w.n + 2, sizeof *ret->v);
	if (!ret->v || !set_option(h, c, col->least, &ret->v[ret->n++], arena))
		return false;
	for (size_t i = 0; i < w.n; i++) {
		ht_len width = set_width(h, w.v[i]);
		if (width > ret->v[ret->n - 1].width && !set_option(h, c, width, &ret->v[ret->n++], arena))
			return false;
	}
	ht_len widest = ht_len_min(col->most, h->room);
	return widest <= ret->v[ret->n - 1].width || set_option(h, c, widest, &ret->v[ret->n++], arena);
}

static const option *option_of(const heights *h, const size_t *at, size_t c)
{
	return &h->options[c].v[at[c]];
}

/* The height of a row of so many lines; those that are too many count twice. */
static uint64_t row_cost(uint32_t lines)
{
	if (lines > HT_HIGH_CELL)
		lines += lines - HT_HIGH_CELL;
	return (uint64_t)lines * LINE_COST;
}

static int64_t total_width(const heights *h, const size_t *at)
{
	int64_t sum = 0;
	for (size_t c = 0; c < h->t->n_columns; c++)
		sum += option_of(h, at, c)->width;
	return sum;
}

/* Find each row's highest cells, and what all of it costs. */
static uint64_t look(const heights *h, const size_t *at)
{
	uint64_t cost = 0;
	for (size_t c = 0; c < h->t->n_columns; c++)
		cost += option_of(h, at, c)->cost;
	for (size_t row = 0; row < h->n; row++) {
		h->most[row] = h->second[row] = 1;
		h->highest[row] = 0;
		for (size_t c = 0; c < h->t->n_columns; c++) {
			uint16_t lines = option_of(h, at, c)->lines[row];
			if (lines > h->most[row]) {
				h->second[row] = h->most[row];
				h->most[row] = lines;
				h->highest[row] = c;
			} else if (lines > h->second[row] && c != h->highest[row])
				h->second[row] = lines;
		}
		cost += row_cost(h->most[row]);
	}
	return cost;
}

/* How much column c would cost more with that option, as the rows were looked at. */
static int64_t change_of(const heights *h, const size_t *at, size_t c, const option *to)
{
	int64_t change = (int64_t)to->cost - option_of(h, at, c)->cost;
	for (size_t row = 0; row < h->n; row++) {
		uint32_t others = h->highest[row] == c ? h->second[row] : h->most[row];
		uint32_t lines = to->lines[row] > others ? to->lines[row] : others;
		if (lines != h->most[row])
			change += (int64_t)row_cost(lines) - (int64_t)row_cost(h->most[row]);
	}
	return change;
}

/* A change of a column's option: what it costs, for what width. */
typedef struct change {
	size_t c, to;
	int64_t cost;
	ht_len width;
	bool found;
} change;

/* Does x give its width at a lower price than y, or as much of it at none? */
static bool is_cheaper(const change *x, const change *y)
{
	if (!y->found)
		return true;
	if (x->cost <= 0 && y->cost <= 0)
		return x->width > y->width;
	return x->cost * y->width < y->cost * x->width;
}

/* Narrow columns, but those that are kept, until all fit; false: they cannot. */
static bool fit_in(const heights *h, size_t *at, const bool *kept)
{
	for (int64_t over; (over = total_width(h, at) - h->room) > 0;) {
		change best = {0};
		look(h, at);
		for (size_t c = 0; c < h->t->n_columns; c++) {
			if (kept && kept[c])
				continue;
			for (size_t k = 1; k <= NEARBY && k <= at[c]; k++) {
				const option *to = &h->options[c].v[at[c] - k];
				change tried = {c, at[c] - k, change_of(h, at, c, to), 0, true};
				tried.width = option_of(h, at, c)->width - to->width;
				if (tried.width > over)
					tried.width = (ht_len)over;
				if (is_cheaper(&tried, &best))
					best = tried;
			}
		}
		if (!best.found)
			return false;
		at[best.c] = best.to;
	}
	return true;
}

/* Widen columns with the room that is left, as long as that makes the table better. */
static void take_room(const heights *h, size_t *at)
{
	change best;
	do {
		int64_t left = h->room - total_width(h, at);
		best = (change){0};
		look(h, at);
		for (size_t c = 0; c < h->t->n_columns; c++)
			for (size_t to = at[c] + 1; to < h->options[c].n; to++) {
				const option *o = &h->options[c].v[to];
				ht_len width = o->width - option_of(h, at, c)->width;
				if (width > left)
					break;
				change tried = {c, to, change_of(h, at, c, o), width, true};
				if (tried.cost < 0 && (!best.found || tried.cost * best.width < best.cost * width))
					best = tried;
			}
		if (best.found)
			at[best.c] = best.to;
	} while (best.found);
}

/* Take what was tried, if all columns fit when others than those kept are narrowed, and if it is better. */
static bool settle(heights *h, const bool *kept, uint64_t *cost)
{
	h->tries++;
	if (!fit_in(h, h->tried, kept))
		return false;
	take_room(h, h->tried);
	uint64_t now = look(h, h->tried);
	if (now >= *cost)
		return false;
	*cost = now;
	memcpy(h->at, h->tried, h->t->n_columns * sizeof *h->at);
	return true;
}

/* Widen a column by some of its options. */
static bool widen_column(heights *h, size_t c, bool *kept, uint64_t *cost)
{
	bool better = false;
	memset(kept, 0, h->t->n_columns * sizeof *kept);
	kept[c] = true;
	for (size_t to = h->at[c] + 1; to < h->options[c].n && h->tries < TRIES; to++) {
		memcpy(h->tried, h->at, h->t->n_columns * sizeof *h->at);
		h->tried[c] = to;
		better |= settle(h, kept, cost);
	}
	return better;
}

/* Widen all columns that set the height of a row, so that it has a line less. */
static bool lower_row(heights *h, size_t row, bool *kept, uint64_t *cost)
{
	look(h, h->at);
	uint32_t lines = h->most[row];
	memset(kept, 0, h->t->n_columns * sizeof *kept);
	memcpy(h->tried, h->at, h->t->n_columns * sizeof *h->at);
	for (size_t c = 0; lines > 1 && c < h->t->n_columns; c++)
		while (option_of(h, h->tried, c)->lines[row] == lines) {
			if (h->tried[c] + 1 == h->options[c].n)
				return false;
			h->tried[c]++;
			kept[c] = true;
		}
	return lines > 1 && settle(h, kept, cost);
}

static bool improve(heights *h, ht_arena *arena)
{
	bool *kept = ht_arena_array(arena, h->t->n_columns + 1, sizeof *kept), better = true;
	if (!kept)
		return false;
	uint64_t cost = look(h, h->at);
	while (better && h->tries < TRIES) {
		better = false;
		for (size_t c = 0; c < h->t->n_columns && h->tries < TRIES; c++)
			better |= widen_column(h, c, kept, &cost);
		for (size_t row = 0; row < h->n && h->tries < TRIES; row++)
			better |= lower_row(h, row, kept, &cost);
	}
	return true;
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

/* Give the rest of the room away in portions, each to the column whose texts, cubed in lines, fall most: false: out of
 * memory. */
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

/* Of the rows, those with more lines than this. */
static size_t higher_rows(const heights *h, uint32_t lines)
{
	size_t n = 0;
	for (size_t row = 0; row < h->n; row++)
		n += h->rows[row] >= h->t->n_head && h->most[row] > lines;
	return n;
}

static ht_row_heights sum_up(const heights *h)
{
	ht_row_heights ret = {.high = 1, .head = 1};
	uint32_t divided = 0;
	look(h, h->at);
	for (size_t row = 0; row < h->n; row++)
		ret.lines += h->most[row];
	for (size_t row = 0; row < h->n && h->rows[row] < h->t->n_head; row++)
		if (h->most[row] > ret.head)
			ret.head = h->most[row];
	for (size_t c = 0; c < h->t->n_columns; c++)
		for (size_t row = 0; row < h->n; row++) {
			ht_len inner = measured(h, option_of(h, h->at, c)->width);
			divided += divided_cost(h, row, c, inner) > TIGHT_COST;
		}
	while (higher_rows(h, ret.high) * FEW_ROWS > h->n)
		ret.high++;
	ret.n = h->n;
	ret.divided = divided * FEW_ROWS > h->n;
	return ret;
}

static bool open_heights(heights *h, ht_arena *arena)
{
	size_t most = 3 * ROWS + h->t->n_head, n = h->t->n_columns;
	h->rows = ht_arena_array(arena, most, sizeof *h->rows);
	h->options = ht_arena_array(arena, n, sizeof *h->options);
	h->at = ht_arena_array(arena, 2 * n, sizeof *h->at);
	if (!h->rows || !h->options || !h->at)
		return false;
	for (size_t r = 0; r < h->t->n_rows && h->n < most; r++)
		if (ht_columns_sample(h->t, r))
			h->rows[h->n++] = r;
	h->tried = h->at + n;
	h->most = ht_arena_array(arena, 2 * h->n + 1, sizeof *h->most);
	h->highest = ht_arena_array(arena, h->n + 1, sizeof *h->highest);
	if (!h->most || !h->highest)
		return false;
	h->second = h->most + h->n;
	for (size_t c = 0; c < n; c++) {
		if (!find_options(h, c, arena))
			return false;
		h->at[c] = h->options[c].n - 1;
	}
	return true;
}

bool ht_columns_share(const ht_dtable *t, const ht_cell_width *cells, const ht_table_setting *set, ht_len room,
                      ht_arena *arena, ht_column_width *columns, ht_row_heights *ret)
{
	heights h = {
	    .t = t, .cells = cells, .columns = columns, .size = set->size, .style_size = t->cell->size, .room = room};
	if (!open_heights(&h, arena))
		return false;
	fit_in(&h, h.at, NULL); /* the least widths fit */
	take_room(&h, h.at);
	if (!improve(&h, arena))
		return false;
	for (size_t c = 0; c < t->n_columns; c++)
		columns[c].width = option_of(&h, h.at, c)->width;
	*ret = sum_up(&h);
	return give(&h, room - (ht_len)total_width(&h, h.at), arena);
}
