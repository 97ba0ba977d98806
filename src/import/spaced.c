/* Rows whose cells stand below each other by blanks: a list of people or figures as it is copied from a page, a PDF, or
 * typed. Left as lines, the blanks would be closed up and the cells run together. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "import/messages.h"
#include "im.h"
#include "meeting.h"
#include "pasted.h"

/* Cells of a row that are looked at. */
#define CELLS_MOST 16
/* Columns of blanks between two cells; one wide blank may be within a name (李　强). */
#define GAP_LEAST 2
/* Columns by which cells of one column may begin apart. */
#define APART_MOST 2
/* Rows of two cells, or of cells that are not all there, that are a table; of others, two are enough. */
#define ROWS_OF_TWO  3
#define ROWS_OF_MORE 2
/* Characters of a cell: more are a sentence. */
#define CELL_MOST 30

typedef struct cell {
	const char *s;
	size_t len;
	int from, to; /* columns */
} cell;

typedef struct spaced_row {
	cell v[CELLS_MOST];
	size_t n; /* 0: the line is no row */
} spaced_row;

/* Does a gap of blanks [s, end) separate cells? Characters of a name or a heading that are set apart are one cell. */
static bool separates(const char *line, const char *s, const char *end)
{
	const char *before = ht_str_previous(line, s), *earlier = before > line ? ht_str_previous(line, before) : NULL;
	const char *after = ht_str_next(end);
	bool single = (!earlier || im_is_blank(earlier)) && (!*after || im_is_blank(after));
	int columns = 0;
	for (const char *p = s; p < end; p = ht_str_next(p))
		columns += *p == ' ' ? 1 : 2;
	return ht_str_next(s) < end && columns > (single ? GAP_LEAST + 1 : GAP_LEAST - 1);
}

/* Is it a cell, and neither a sentence nor a label with its value? */
static bool is_cell(im_doc *d, const cell *c)
{
	static const char *const never[] = {"。", "，", "；", "：", NULL};
	const char *s = im_copy(d, c->s, c->len), *colon = strchr(s, ':');
	return !ht_str_has_any(s, never) && !(colon && !strpbrk(colon + 1, IM_DIGITS)) && ht_str_chars(s) <= CELL_MOST;
}

static void add(im_doc *d, spaced_row *row, const char *from, const char *to, int begin, bool *whole)
{
	if (row->n == CELLS_MOST) {
		*whole = false;
		return;
	}
	cell *c = &row->v[row->n++];
	*c = (cell){from, (size_t)(to - from), begin, begin + im_columns(im_copy(d, from, (size_t)(to - from)))};
	*whole = *whole && is_cell(d, c);
}

static spaced_row cells_of(im_doc *d, const im_line *line)
{
	spaced_row row = {0};
	const char *s = line->text, *from = s;
	bool whole = line->kind == IM_BODY && !strchr(s, '\t') && !line->tabs;
	int column = line->indent, begin = column;
	for (const char *p = s; whole && *p;) {
		if (!im_is_blank(p)) {
			column += *p & 0x80 ? 2 : 1;
			p = ht_str_next(p);
			continue;
		}
		const char *end = p;
		int after = column;
		for (; *end && im_is_blank(end); end = ht_str_next(end))
			after += *end == ' ' ? 1 : 2;
		if (p > s && separates(s, p, end)) {
			add(d, &row, from, p, begin, &whole);
			from = end;
			begin = after;
		}
		column = after;
		p = end;
	}
	if (whole && row.n)
		add(d, &row, from, s + strlen(s), begin, &whole);
	size_t single = 0;
	for (size_t k = 0; k < row.n; k++)
		single += row.v[k].to - row.v[k].from <= 2 && row.v[k].s[0] & 0x80;
	if (!whole || row.n < 2 || single * 2 > row.n) /* a spread title is no row */
		row.n = 0;
	return row;
}

/* Names, with offices or organs before them, are people, whatever grid they stand in. */
static bool is_all_people(im_doc *d, const spaced_row *rows, size_t n)
{
	size_t names = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rows[i].n; k++) {
			const char *s = im_squeeze(d, im_copy(d, rows[i].v[k].s, rows[i].v[k].len));
			const bool name = im_is_name(s, strlen(s));
			if (!name && (!im_is_office(s) || rows[i].n > 2) && !strstr(s, "、"))
				return false;
			names += name;
		}
	return names > 0;
}

/* Rows of units, names and offices below 出席：. */
static bool is_attendance(im_doc *d, size_t i, const spaced_row *rows, size_t n)
{
	const char *value;
	const im_meeting_label *label = i ? im_meeting_label_at(d->lines[i - 1].text, &value) : NULL;
	if (!label || *value || !im_is_people_fact(label->fact))
		return false;
	for (size_t k = 0; k < n; k++) {
		size_t names = 0;
		for (size_t c = 0; c < rows[k].n; c++) {
			const char *s = im_squeeze(d, im_copy(d, rows[k].v[c].s, rows[k].v[c].len));
			if (!im_is_name(s, strlen(s)) && !im_is_organ(s) && !im_is_office(s))
				return false;
			names += im_is_name(s, strlen(s));
		}
		if (!names)
			return false;
	}
	return true;
}

/* The column of a row of all cells in which a cell stands; the row's length: in none, or in two. */
static size_t column_of(const spaced_row *full, const cell *c)
{
	size_t found = full->n;
	for (size_t k = 0; k < full->n; k++) {
		const cell *of = &full->v[k];
		if (abs(of->from - c->from) > APART_MOST && (c->to <= of->from || c->from >= of->to))
			continue;
		if (found < full->n)
			return full->n;
		found = k;
	}
	return found;
}

/* Does each cell stand in a column of its own? The rows of as many cells as the longest need not be aligned. */
static bool is_aligned(const spaced_row *full, const spaced_row *row)
{
	size_t next = 0;
	for (size_t k = 0; row->n < full->n && k < row->n; k++) {
		const size_t column = column_of(full, &row->v[k]);
		if (column == full->n || column < next)
			return false;
		next = column + 1;
	}
	return true;
}

static void take_row(im_doc *d, im_line *line, const spaced_row *full, const spaced_row *row)
{
	ht_buf out = {0};
	for (size_t k = 0, next = 0; k < full->n; k++) {
		const bool here = next < row->n && (row->n == full->n || column_of(full, &row->v[next]) == k);
		if (k)
			ht_buf_adds(&out, "\t");
		if (here)
			im_add_cell(&out, row->v[next].s, row->v[next].len);
		next += here;
	}
	line->text = im_copy_all(d, &out);
	line->kind = IM_TABLE;
	ht_buf_free(&out);
}

/* Rows [i, i + n) as a table, if that is what they are. */
static void take_rows(im_doc *d, size_t i, const spaced_row *rows, size_t n)
{
	const spaced_row *full = rows;
	size_t alike = 0;
	for (size_t k = 1; k < n; k++)
		full = rows[k].n > full->n ? &rows[k] : full;
	bool aligned = true;
	for (size_t k = 0; k < n; k++) {
		alike += rows[k].n == full->n;
		aligned = aligned && is_aligned(full, &rows[k]);
	}
	const bool equal = alike == n;
	if (n < (full->n > 2 && equal ? ROWS_OF_MORE : ROWS_OF_TWO) || is_all_people(d, rows, n) ||
	    is_attendance(d, i, rows, n))
		return;
	if (!aligned) {
		ht_diag(d->diags, HT_D_IMPORT_ROWS_APART, d->lines[i].loc, NULL);
		return;
	}
	ht_diag(d->diags, HT_D_IMPORT_ROWS_SPACED, d->lines[i].loc, NULL);
	for (size_t k = 0; k < n; k++)
		take_row(d, &d->lines[i + k], full, &rows[k]);
}

void im_find_spaced_rows(im_doc *d)
{
	spaced_row *rows = NULL;
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < d->n && !d->structured; i++) {
		const spaced_row row = cells_of(d, &d->lines[i]);
		if (n && (!row.n || d->lines[i].blanks)) {
			take_rows(d, i - n, rows, n);
			n = 0;
		}
		spaced_row *slot = row.n ? HT_PUSH(d->arena, rows, n, cap) : NULL;
		d->nomem |= row.n && !slot;
		if (d->nomem)
			return;
		if (slot)
			*slot = row;
	}
	if (n)
		take_rows(d, d->n - n, rows, n);
}
