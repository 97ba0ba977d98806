/* Columns whose heads are alike (2024年 投资 | 2025年 投资; the columns below one merged head) are of one width, if
 * that makes no row higher and divides nothing that was whole. Their heads are all on one line, or none is. */
#include <string.h>

#include "base/utf8.h"
#include "columns.h"

/* Of the characters of two heads that are alike, one in so many may differ at most. */
#define DIFFERENT 2
/* … and of two that are of a series, one, or one in so many. */
#define SERIES_DIFFERENT 4

/* The head of the column: of the cell above its first row; SIZE_MAX: it has none of its own. */
static size_t head_of(const ht_dtable *t, size_t c)
{
	for (size_t r = t->n_head; r-- > 0;) {
		const ht_dcell *cell = &t->cells[r * t->n_columns + c];
		if (cell->rows)
			return cell->columns == 1 && r + cell->rows == t->n_head ? r * t->n_columns + c : SIZE_MAX;
	}
	return SIZE_MAX;
}

/* The next character of a head that is no digit; 0: there is none. */
static uint32_t next_char(const char **s, const char *end)
{
	while (*s < end) {
		size_t len;
		uint32_t cp = ht_utf8_get(*s, end, &len);
		*s += len;
		if (cp < '0' || cp > '9')
			return cp;
	}
	return 0;
}

/* How many characters two heads have in common, of how many; digits are none. false: they are not of one length. */
static bool compare_heads(const ht_dpara *a, const ht_dpara *b, size_t *n, size_t *same)
{
	*n = *same = 0;
	if (a->n != 1 || b->n != 1)
		return false;
	const char *p = a->spans->text, *p_end = p + a->spans->len, *q = b->spans->text, *q_end = q + b->spans->len;
	uint32_t x, y;
	do {
		x = next_char(&p, p_end);
		y = next_char(&q, q_end);
		*n += x && y;
		*same += x && x == y;
	} while (x && y);
	return x == y && *n;
}

static bool are_alike(const ht_dpara *a, const ht_dpara *b)
{
	size_t n, same;
	return compare_heads(a, b, &n, &same) && (n - same) * DIFFERENT <= n;
}

/* They count or name one thing of several: 省级投资额 and 市级投资额, not 建设性质 and 建设年限. */
static bool are_of_a_series(const ht_dtable *t, size_t c, size_t d)
{
	size_t n, same;
	return compare_heads(&t->cells[head_of(t, c)].para, &t->cells[head_of(t, d)].para, &n, &same) &&
	       (n - same) * SERIES_DIFFERENT <= n + SERIES_DIFFERENT - 1;
}

/* Are columns c and c + 1 below one merged head? */
static bool have_one_head(const ht_dtable *t, size_t c)
{
	for (size_t r = 0; r < t->n_head; r++) {
		size_t at = c;
		while (at > 0 && !t->cells[r * t->n_columns + at].rows)
			at--;
		const ht_dcell *cell = &t->cells[r * t->n_columns + at];
		if (cell->rows && cell->columns > 1 && at + cell->columns > c + 1)
			return true;
	}
	return false;
}

/* Nothing but dashes, or less, is below its head. */
static bool is_void(const ht_dtable *t, const ht_column_width *column)
{
	return !column->numbers && column->text <= 2 * t->cell->size;
}

static bool are_sisters(const ht_dtable *t, const ht_column_width *columns, size_t c)
{
	const ht_column_width *x = &columns[c], *y = &columns[c + 1];
	size_t head = head_of(t, c), next = head_of(t, c + 1);
	if (x->given || y->given || head == SIZE_MAX || next == SIZE_MAX)
		return false;
	if (x->numbers != y->numbers && !is_void(t, x) && !is_void(t, y))
		return false;
	return ((x->numbers || y->numbers) && have_one_head(t, c)) ||
	       are_alike(&t->cells[head].para, &t->cells[next].para);
}

/* What of a cell is whole in this width: nothing; all that is one sign; words; all if it is short; all. Widths are in
 * the style's size. */
static size_t wholeness(const ht_cell_width *cell, ht_len width)
{
	const ht_len wholes[] = {cell->longest, cell->word, cell->good, cell->natural};
	size_t n = 0;
	while (n < sizeof wholes / sizeof *wholes && width >= wholes[n])
		n++;
	return n;
}

typedef struct row_range {
	const ht_dtable *t;
	const ht_cell_width *cells;
	const ht_table_setting *set;
	const ht_column_width *columns;
} row_range;

/* A width as it would be in the style's size. */
static ht_len measured(const row_range *of, ht_len width)
{
	return ht_len_scale(width, of->t->cell->size, of->set->size);
}

/* The lines of the row's highest cell. */
static uint32_t row_lines(const row_range *of, size_t r)
{
	uint32_t most = 1;
	for (size_t c = 0; c < of->t->n_columns; c++) {
		size_t i = r * of->t->n_columns + c;
		if (of->t->cells[i].rows != 1 || of->t->cells[i].columns != 1)
			continue;
		uint32_t lines = ht_cell_lines(&of->cells[i], measured(of, of->columns[c].width));
		most = lines > most ? lines : most;
	}
	return most;
}

/* The characters of a column's head. */
static size_t head_length(const ht_dtable *t, size_t c)
{
	const ht_dpara *para = &t->cells[head_of(t, c)].para;
	size_t n = 0;
	for (size_t i = 0; i < para->n; i++)
		n += ht_utf8_count(para->spans[i].text, para->spans[i].len);
	return n;
}

/* Heads of two characters, 学历, are not divided for the sake of others. */
#define SHORT_HEAD 2

/* How whole the row's cells of columns [from, end) are at least. */
static size_t least_whole(const row_range *of, size_t r, size_t from, size_t end)
{
	size_t least = SIZE_MAX;
	for (size_t c = from; c < end; c++) {
		size_t n = wholeness(&of->cells[r * of->t->n_columns + c], measured(of, of->columns[c].width));
		least = n < least ? n : least;
	}
	return least;
}

/* Are columns [from, end) as good if they have this width? */
static bool may_have(const row_range *of, size_t from, size_t end, ht_len width)
{
	for (size_t c = from; c < end; c++)
		if (width < of->columns[c].least)
			return false;
	for (size_t r = 0; r < of->t->n_rows; r++) {
		const uint32_t most = row_lines(of, r);
		const bool heads = r < of->t->n_head && head_length(of->t, from) > SHORT_HEAD;
		const size_t least = heads ? least_whole(of, r, from, end) : SIZE_MAX;
		for (size_t c = from; c < end; c++) {
			const ht_cell_width *cell = &of->cells[r * of->t->n_columns + c];
			size_t had = wholeness(cell, measured(of, of->columns[c].width));
			if (of->t->cells[r * of->t->n_columns + c].columns > 1)
				continue;
			if (wholeness(cell, measured(of, width)) < (had < least ? had : least) ||
			    ht_cell_lines(cell, measured(of, width)) > most)
				return false;
		}
	}
	return true;
}

/* Where the columns with heads of one length end that begin at from; they are sisters to end. The length is that of the
 * text: letters are not all equally wide, and 11 may be kerned. */
static size_t equally_long_end(const ht_dtable *t, size_t from, size_t end)
{
	size_t c = from + 1;
	while (c < end && head_length(t, c) == head_length(t, from))
		c++;
	return c;
}

/* Columns [from, end) are equally wide, if they may; false: they may not. */
static bool make_even(const row_range *of, size_t from, size_t end, ht_column_width *columns)
{
	int64_t sum = 0;
	for (size_t c = from; c < end; c++)
		sum += columns[c].width;
	const int64_t n = (int64_t)(end - from);
	if (!may_have(of, from, end, (ht_len)(sum / n)))
		return false;
	for (size_t c = from; c < end; c++)
		columns[c].width = (ht_len)(sum / n);
	columns[from].width += (ht_len)(sum % n);
	return true;
}

/* Where the columns end that are sisters of column c. */
static size_t sisters_end(const ht_dtable *t, const ht_column_width *columns, size_t c)
{
	for (c++; c < t->n_columns && are_sisters(t, columns, c - 1); c++)
		;
	return c;
}

void ht_columns_even(const ht_dtable *t, const ht_cell_width *cells, const ht_table_setting *set,
                     ht_column_width *columns)
{
	const row_range of = {t, cells, set, columns};
	for (size_t from = 0, end; from < t->n_columns; from = end) {
		end = sisters_end(t, columns, from);
		if (end == from + 1 || make_even(&of, from, end, columns))
			continue;
		/* those with heads of one length: 指标1 … 指标9, 指标10 … */
		for (size_t part = from, next; part < end; part = next) {
			next = equally_long_end(t, part, end);
			make_even(&of, part, next, columns);
		}
	}
}

/* Heads [from, end) are of one length: if only some are on one line, those are to be on two. */
static void divide_heads(size_t from, size_t end, const uint32_t *lines, const ht_len *whole, ht_column_width *columns)
{
	size_t n_divided = 0;
	for (size_t c = from; c < end; c++)
		n_divided += lines[c] > 1;
	for (size_t c = from; c < end && n_divided && n_divided < end - from; c++)
		if (lines[c] == 1)
			columns[c].head = ht_len_min(whole[c] - 2 * HT_ROUNDING, columns[c].width);
}

void ht_columns_divide_heads(const ht_dtable *t, const uint32_t *lines, const ht_len *whole, ht_column_width *columns)
{
	for (size_t from = 0, end; from < t->n_columns; from = end) {
		end = sisters_end(t, columns, from);
		for (size_t part = from, next; end > from + 1 && part < end; part = next) {
			for (next = part + 1; next < end && are_of_a_series(t, part, next) &&
			                      head_length(t, part) == head_length(t, next);)
				next++;
			if (head_length(t, part) > SHORT_HEAD)
				divide_heads(part, next, lines, whole, columns);
		}
	}
}
