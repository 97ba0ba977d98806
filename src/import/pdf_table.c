/* Lines of a page whose words stand in columns, to rows of a table. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "limits.h"
#include "pages.h"
#include "sink.h"

/* In characters: running text has more than a few, and begins this far from the margin at most, or is that long. */
#define RUNNING_LEAST 5
#define INDENT_FIRST  2.6
#define LONG_LINE     15

typedef struct span {
	double x0, x1;
} span;

/* Lines of a table stand no farther apart than this many lines of text. */
#define TABLE_GAP 3.5
/* In lines of text: what is no farther below a row is a line of one of its cells. */
#define ROW_GAP_LEAST 0.75
/* Most columns of a table. */
#define COLUMNS_MOST IM_MAX_CELLS

static bool touches(const im_pdf_reader *r, const span *a, const span *b)
{
	return a->x0 < b->x1 + r->em / 4 && b->x0 < a->x1 + r->em / 4;
}

/* How many of the columns a cell touches; the first of these in *which. */
static size_t count_touched(const im_pdf_reader *r, const span *columns, size_t n, const span *cell, size_t *which)
{
	size_t touched = 0;
	for (size_t k = n; k-- > 0;)
		if (touches(r, &columns[k], cell)) {
			touched++;
			*which = k;
		}
	return touched;
}

/* Put the cells of a line into the columns: a cell that touches none is one, a cell that touches one widens it, one
 * that touches several spans them. How many columns there are then. */
static size_t add_columns(const im_pdf_reader *r, const im_pdf_line *line, span *columns, size_t n)
{
	const im_pdf_word *words = r->pdf->words;
	for (size_t from = line->from, to, k = 0, unused = 0; from < line->to; from = to) {
		to = im_cell_end(r, line, from, true);
		const span cell = {words[from].x0, words[to - 1].x1};
		const size_t touched = count_touched(r, columns, n, &cell, &k);
		if (!touched && n < COLUMNS_MOST)
			columns[n++] = cell;
		if (touched != 1)
			continue;
		const span wide = {fmin(cell.x0, columns[k].x0), fmax(cell.x1, columns[k].x1)};
		if (count_touched(r, columns, n, &wide, &unused) == 1)
			columns[k] = wide;
	}
	return n;
}

/* Could the line be running text: does it begin where paragraphs or their lines do, and is it long? */
static bool is_running(im_pdf_reader *r, const im_pdf_line *line)
{
	const im_pdf_margins *m = im_line_margins(r, line);
	if (!im_is_height(im_line_height(line), r->size) && line->x1 - line->x0 < 2 * LONG_LINE * r->em)
		return false; /* smaller, as tables are */
	return im_count_cells(r, line, false) == 1 && line->x1 - line->x0 > RUNNING_LEAST * r->em &&
	       (line->x0 - m->left < INDENT_FIRST * r->em || line->x1 - line->x0 > LONG_LINE * r->em);
}

/* `表1　项目资金`, `单位：万元`: around a table, not in it. */
static bool is_beside_table(im_pdf_reader *r, const im_pdf_line *line)
{
	const char *s = im_line_text(r, line);
	const char *colon = strstr(s, "：");
	if (colon && g_utf8_pointer_to_offset(s, colon) <= LABEL_MOST)
		return true; /* 单位：万元; 出席：林致远　方知行 */
	return ht_str_starts(s, "表") && g_ascii_isdigit(s[strlen("表")]);
}

/* The end of the table that begins at line i; i: there is none. */
size_t im_table_end(im_pdf_reader *r, size_t i)
{
	size_t end = i, several = 0;
	if (im_count_cells(r, &r->lines[i], false) < 2 || is_beside_table(r, &r->lines[i]))
		return i;
	for (size_t k = i; k < r->n; k++) {
		const im_pdf_line *line = &r->lines[k];
		if (line->left_out)
			continue;
		if (line->page != r->lines[i].page || (k > i && line->y0 - r->lines[k - 1].y0 > TABLE_GAP * r->pitch) ||
		    is_running(r, line) || is_beside_table(r, line))
			break;
		bool cells = im_count_cells(r, line, false) > 1;
		several += cells;
		if (cells || k > i)
			end = k + 1;
	}
	/* lines of one cell at the end are below the table */
	while (end > i && im_count_cells(r, &r->lines[end - 1], false) < 2 &&
	       r->lines[end - 1].y0 - r->lines[end - 2].y0 > ROW_GAP_LEAST * r->pitch)
		end--;
	return several > 1 ? end : i;
}

/* The columns of the lines [from, to), those with most cells first. */
static size_t find_columns(im_pdf_reader *r, size_t from, size_t to, span *columns)
{
	size_t n = 0, most = 0;
	for (size_t i = from; i < to; i++)
		most = MAX(most, im_count_cells(r, &r->lines[i], true));
	for (size_t cells = most; cells > 0; cells--)
		for (size_t i = from; i < to; i++)
			if (!r->lines[i].left_out && im_count_cells(r, &r->lines[i], true) == cells)
				n = add_columns(r, &r->lines[i], columns, n);
	return n;
}

static int by_left(const void *a, const void *b)
{
	const span *p = a, *q = b;
	return (p->x0 > q->x0) - (p->x0 < q->x0);
}

/* The column that x stands in, or next to. */
static size_t column_of(const span *columns, size_t n, double x)
{
	size_t best = 0;
	double near = INFINITY;
	for (size_t k = 0; k < n; k++) {
		double distance = fmax(columns[k].x0 - x, x - columns[k].x1);
		if (distance < near) {
			near = distance;
			best = k;
		}
	}
	return best;
}

/* A line of a table: the columns that it fills, as bits, and how many cells are numbers, or span columns. */
typedef struct filling {
	uint64_t columns;
	size_t cells, numbers, spans;
	bool begins; /* a row */
} filling;

static filling fill(const im_pdf_reader *r, const im_pdf_line *line, const span *columns, size_t n)
{
	const im_pdf_word *words = r->pdf->words;
	filling f = {0};
	for (size_t w = line->from, end, which = 0; w < line->to && !line->left_out; w = end) {
		end = im_cell_end(r, line, w, true);
		const span cell = {words[w].x0, words[end - 1].x1};
		f.spans += count_touched(r, columns, n, &cell, &which) > 1;
		f.numbers += g_ascii_isdigit(words[w].text[0]) || words[w].text[0] == '-';
		f.columns |= (uint64_t)1 << column_of(columns, n, (cell.x0 + cell.x1) / 2);
		f.cells++;
	}
	return f;
}

/* Columns beside each other that no line fills both are one: a heading in the middle, what is below it at the left. */
static size_t join_columns(const im_pdf_reader *r, size_t from, size_t to, span *columns, size_t n)
{
	for (size_t k = 0; k + 1 < n;) {
		const uint64_t both = (uint64_t)3 << k;
		bool apart = false;
		for (size_t i = from; i < to && !apart; i++)
			apart = (fill(r, &r->lines[i], columns, n).columns & both) == both;
		if (apart) {
			k++;
			continue;
		}
		columns[k].x1 = columns[k + 1].x1;
		memmove(columns + k + 1, columns + k + 2, (n - k - 2) * sizeof *columns);
		n--;
	}
	return n;
}

static double distance(const im_pdf_line *a, const im_pdf_line *b)
{
	return fabs(a->y0 + a->y1 - b->y0 - b->y1) / 2;
}

/* The nearest line that begins a row, of n; i itself if there is none. Lines are in order. */
static size_t nearest(const im_pdf_line *lines, const filling *fillings, size_t n, size_t i)
{
	size_t up = i + 1, down = i;
	while (up > 0 && !fillings[up - 1].begins)
		up--;
	while (down < n && !fillings[down].begins)
		down++;
	if (!up && down == n)
		return i;
	if (down == n || (up && distance(&lines[up - 1], &lines[i]) <= distance(&lines[down], &lines[i])))
		return up - 1;
	return down;
}

/* Which lines are rows: those with most of the columns, or with numbers; of the others with several cells those that
 * span columns, or have something where the nearest row has, too. What remains are lines of cells that have several
 * lines. */
static void find_table_rows(const im_pdf_line *lines, filling *fillings, size_t n, size_t columns)
{
	for (size_t i = 0; i < n; i++)
		fillings[i].begins = fillings[i].cells * 5 >= columns * 3 || fillings[i].numbers > 1;
	for (size_t i = 0; i < n; i++) {
		const filling *beside = &fillings[nearest(lines, fillings, n, i)];
		if (!fillings[i].begins && fillings[i].cells > 1)
			fillings[i].begins =
			    fillings[i].spans || beside == &fillings[i] || (beside->columns & fillings[i].columns) != 0;
	}
}

/* What of the line stands in the column: cells that are in one column as a whole, the words of those that span several.
 */
static void add_cell(im_pdf_reader *r, ht_buf *out, const im_pdf_line *line, const span *columns, size_t n,
                     size_t column)
{
	const im_pdf_word *words = r->pdf->words;
	for (size_t w = line->from, end, which = 0; w < line->to; w = end) {
		end = im_cell_end(r, line, w, true);
		const span cell = {words[w].x0, words[end - 1].x1};
		if (count_touched(r, columns, n, &cell, &which) > 1)
			end = w + 1;
		if (column_of(columns, n, (words[w].x0 + words[end - 1].x1) / 2) == column)
			im_add_words(r, out, line, w, end);
	}
}

/* The row that line i of n begins, with the lines that belong to it. */
static void put_row(im_pdf_reader *r, const im_pdf_line *lines, const filling *fillings, size_t n, size_t i,
                    const span *columns, size_t n_columns)
{
	im_doc *d = r->pdf->d;
	ht_buf out = {0};
	for (size_t c = 0; c < n_columns; c++) {
		ht_buf cell = {0};
		size_t first = i;
		while (first > 0 && !fillings[first - 1].begins && nearest(lines, fillings, n, first - 1) == i)
			first--;
		for (size_t k = first; k < n && (k <= i || !fillings[k].begins); k++)
			if (nearest(lines, fillings, n, k) == i && !lines[k].left_out)
				add_cell(r, &cell, &lines[k], columns, n_columns, c);
		const char *text = im_copy_buf(d, &cell);
		ht_buf_adds(&out, c ? "\t" : "");
		im_add_cell(&out, text, strlen(text));
		ht_buf_free(&cell);
	}
	d->nomem |= out.failed;
	im_line *line = out.len ? im_add_line(d, out.data, out.len, r->loc, r->blanks) : NULL;
	if (line) {
		line->kind = IM_TABLE;
		r->blanks = 0;
	}
	ht_buf_free(&out);
}

void im_put_table(im_pdf_reader *r, size_t from, size_t to)
{
	im_doc *d = r->pdf->d;
	span columns[COLUMNS_MOST];
	const im_pdf_line *lines = r->lines + from;
	filling *fillings = ht_arena_array(d->arena, to - from, sizeof *fillings);
	d->nomem |= !fillings;
	if (!fillings)
		return;
	size_t n = find_columns(r, from, to, columns);
	qsort(columns, n, sizeof *columns, by_left);
	n = join_columns(r, from, to, columns, n);
	for (size_t i = 0; i < to - from; i++)
		fillings[i] = fill(r, &lines[i], columns, n);
	find_table_rows(lines, fillings, to - from, n);
	r->loc.line = (int)from + 1;
	ht_diag(d->diags, HT_D_IMPORT_PDF_TABLE, r->loc, NULL);
	for (size_t i = 0; i < to - from && !d->nomem; i++) {
		r->loc.line = (int)(from + i) + 1;
		if (fillings[i].begins || nearest(lines, fillings, to - from, i) == i)
			put_row(r, lines, fillings, to - from, i, columns, n);
	}
}
