/* The form of a meeting's record: a table whose cells are labels and values by turns.
 *
 *   会议时间 | 2026年10月25日 | 会议地点 | 电话会议
 *   会议内容 | one paragraph or many
 *
 * It becomes lines with labels (`会议时间：2026年10月25日`), as such a record has without a table. */
#include <string.h>

#include "account.h"
#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "meeting.h"

/* Facts of a meeting that a table names to be its form. */
#define FORM_FACTS 2

/* The cell as a label: without blanks and its colon; NULL: it is too long, or has figures. */
static const char *label_of(im_doc *d, const char *cell)
{
	const char *s = im_squeeze(d, cell);
	size_t colon = ht_str_ends_one_of(s, "：:") ? strlen(ht_str_last(s)) : 0;
	s = im_copy(d, s, strlen(s) - colon);
	bool fits = ht_str_has_han(s) && ht_str_chars(s) <= FORM_LABEL_MOST && !strpbrk(s, IM_DIGITS);
	return fits ? s : NULL;
}

/* The next cell that is not covered by another, with its lines; NULL: there is none. */
static const char *next_cell(im_doc *d, const char **row)
{
	while (*row) {
		const char *from = *row;
		size_t len = strcspn(from, "\t");
		*row = from[len] ? from + len + 1 : NULL;
		if (!im_is_join(from, len))
			return im_copy(d, from, len);
	}
	return NULL;
}

/* Is the row labels and values by turns, or a single cell? Adds the facts that it names. */
static bool is_form_row(im_doc *d, const char *row, size_t *facts)
{
	const char *cell;
	size_t cells = 0, named = 0;
	while ((cell = next_cell(d, &row))) {
		const char *label = label_of(d, cell), *value = next_cell(d, &row);
		cells++;
		if (!value)
			return cells == 1;
		if (!label && (*cell || *value))
			return false;
		named += label && im_fact_of(label) != IM_FACT_NONE;
	}
	*facts += named;
	return true;
}

static bool is_form(im_doc *d, size_t from, size_t to)
{
	size_t facts = 0;
	for (size_t i = from; i < to; i++)
		if (d->lines[i].kind == IM_TABLE && !is_form_row(d, d->lines[i].text, &facts))
			return false;
	return facts >= FORM_FACTS;
}

/* ---- as lines ---- */

/* The text is in none of the lines that the row becomes: a label that is told, or what joins cells. */
static void take_off(im_doc *d, const char *s, size_t len)
{
	if (d->account)
		im_counts_text(&d->account->rest, d->arena, s, len, -1, false);
}

typedef struct lines {
	im_doc *d;
	im_line *v;
	size_t n, cap;
} lines;

static void add_line(lines *l, const im_line *row, const char *text)
{
	im_line *slot = *text ? HT_PUSH(l->d->arena, l->v, l->n, l->cap) : NULL;
	l->d->nomem |= *text && !slot;
	if (!slot)
		return;
	*slot = *row;
	slot->text = slot->raw = text;
	slot->kind = IM_BODY;
	slot->columns = im_columns(text);
}

/* The lines of a cell as one, with the sign between them. */
static const char *joined(im_doc *d, const char *cell, const char *sign)
{
	ht_buf all = {0};
	const char *last = ""; /* that is not empty */
	while (*cell) {
		size_t len = strcspn(cell, IM_CELL_BREAKS);
		const char *line = im_copy(d, cell, len);
		if (*last && *line && !ht_str_ends_one_of(last, "、，,；;。"))
			im_add_joined(&all, sign);
		im_add_joined(&all, line);
		last = *line ? line : last;
		cell += len + (cell[len] != '\0');
	}
	const char *text = im_copy_buf(d, &all);
	ht_buf_free(&all);
	return text;
}

static void add_paragraphs(lines *l, const im_line *row, const char *cell)
{
	while (*cell) {
		size_t len = strcspn(cell, IM_CELL_BREAKS);
		add_line(l, row, im_copy(l->d, cell, len));
		cell += len + (cell[len] != '\0');
	}
}

static void add_pair(lines *l, const im_line *row, const char *cell, const char *value)
{
	im_doc *d = l->d;
	const char *label = label_of(d, cell);
	if (!label || !*value) { /* a place to write on, or an empty cell */
		im_leave_out(d, cell, row->loc, HT_D_IMPORT_PLACEHOLDER);
		take_off(d, cell, strlen(cell));
		add_paragraphs(l, row, value);
		return;
	}
	const im_fact fact = im_fact_of(label);
	const char *start = im_join(d, label, "：");
	if (fact == IM_FACT_NONE && strchr(value, IM_CELL_BREAK)) {
		add_line(l, row, start);
		add_paragraphs(l, row, value);
	} else {
		add_line(l, row, im_join(d, start, joined(d, value, im_is_people_fact(fact) ? "、" : "")));
	}
}

static void add_row(lines *l, const im_line *line)
{
	const char *row = line->text, *cell;
	for (const char *p = row; p;) {
		size_t len = strcspn(p, "\t");
		if (im_is_join(p, len))
			take_off(l->d, p, len);
		p = p[len] ? p + len + 1 : NULL;
	}
	while ((cell = next_cell(l->d, &row))) {
		const char *value = next_cell(l->d, &row);
		if (value)
			add_pair(l, line, cell, value);
		else
			add_paragraphs(l, line, cell);
	}
}

void im_unfold_forms(im_doc *d)
{
	lines l = {.d = d};
	bool any = false;
	for (size_t i = 0, to; i < d->n && !d->nomem; i = to) {
		for (to = i; to < d->n && d->lines[to].kind == IM_TABLE; to++)
			;
		bool form = to > i && is_form(d, i, to);
		any |= form;
		for (; form && i < to; i++)
			add_row(&l, &d->lines[i]);
		to += to == i && !form;
		for (; i < to; i++) {
			im_line *slot = HT_PUSH(d->arena, l.v, l.n, l.cap);
			d->nomem |= !slot;
			if (slot)
				*slot = d->lines[i];
		}
	}
	if (!any || d->nomem)
		return;
	d->lines = l.v;
	d->n = l.n;
	d->cap = l.cap;
}
