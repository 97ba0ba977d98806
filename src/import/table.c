/* Rows of tables: cells between pipes or box-drawing lines, or parted by tabs.
 * A row becomes a line whose cells are parted by single tabs. */
#include <string.h>

#include <glib.h>

#include "im.h"

/* `|---|:--:|`, `+----+`, `├──┼──┤`: no text. */
static bool is_rule(const char *s)
{
	if (!im_mark_at(s, "|+├┌└╔╠╚┠┏┗"))
		return false;
	for (; *s; s += g_utf8_skip[(unsigned char)*s])
		if (!im_mark_at(s, "|+-=: ├┌└┬┴┼┤┐┘─━╔╠╚╦╩╬╣╗╝═┠┏┗┯┷┿┨┓┛"))
			return false;
	return true;
}

/* `| a | b |` with at least two cells. */
static bool is_pipe_row(const char *s)
{
	size_t n = im_mark_at(s, "|│┃║");
	if (!n || strlen(s) <= 2 * n)
		return false;
	size_t bars = 0;
	for (const char *p = s; *p; p += g_utf8_skip[(unsigned char)*p])
		bars += im_mark_at(p, "|│┃║") != 0;
	return bars >= 3 && g_unichar_isprint(im_last(s)) &&
	       im_mark_at(g_utf8_find_prev_char(s, s + strlen(s)), "|│┃║");
}

static void add_cell(im_doc *d, GString *row, const char *from, const char *to)
{
	const char *cell = im_copy(d, from, (size_t)(to - from));
	for (; *cell; cell++)
		g_string_append_c(row, *cell == '\t' ? ' ' : *cell);
}

static void take_pipe_row(im_doc *d, im_line *line)
{
	GString *row = g_string_new(NULL);
	const char *p = line->text + im_mark_at(line->text, "|│┃║"), *from = p;
	bool first = true;
	for (size_t n; *p; p += n ? n : (size_t)g_utf8_skip[(unsigned char)*p]) {
		n = im_mark_at(p, "|│┃║");
		if (!n)
			continue;
		if (!first)
			g_string_append_c(row, '\t');
		first = false;
		add_cell(d, row, from, p);
		from = p + n;
	}
	line->text = ht_arena_strndup(d->arena, row->str, row->len);
	d->nomem |= !line->text;
	line->role = IM_TABLE;
	g_string_free(row, TRUE);
}

static size_t tabs_of(const im_line *line)
{
	size_t n = (size_t)line->tabs;
	for (const char *p = line->text; *p; p++)
		n += *p == '\t';
	return line->role == IM_BODY ? n : 0;
}

/* More cells make no table. */
static const char tabs64[] = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
                             "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
                             "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"
                             "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";

/* Cells at the end of a row are empty: the tabs before them count again. */
static void restore_tabs(im_doc *d, im_line *line)
{
	const char *text = ht_arena_printf(d->arena, "%s%.*s", line->text, line->tabs < 64 ? line->tabs : 64, tabs64);
	d->nomem |= !text;
	if (text)
		line->text = text;
}

/* A single line with tabs may be anything; two with as many are a table. */
static void find_tab_rows(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t n = tabs_of(&d->lines[i]), to = i + 1;
		while (n && to < d->n && tabs_of(&d->lines[to]) == n)
			to++;
		for (size_t k = i; to - i >= 2 && k < to; k++) {
			d->lines[k].role = IM_TABLE;
			restore_tabs(d, &d->lines[k]);
		}
		i = to - 1;
	}
}

/* ---- rows that only place text ---- */

/* Names of organs or a day, cell by cell: a signature of several, set in
 * columns. */
static bool is_signature_row(im_doc *d, const im_line *line)
{
	gchar **cells = g_strsplit(line->text, "\t", -1);
	bool all = true;
	size_t filled = 0;
	for (size_t i = 0; cells[i]; i++) {
		const char *s = im_squeeze(d, cells[i]);
		ht_scan_day day;
		filled += *s != '\0';
		all = all && (!*s || (im_is_organ(s) && im_chars(s) >= 4) || (im_is_day(s, &day) && day.date.year));
	}
	g_strfreev(cells);
	return all && filled;
}

/* The row's cells as one line, a wide blank between them. */
static void unfold(im_doc *d, im_line *line)
{
	gchar **cells = g_strsplit(line->text, "\t", -1);
	const char *all = "";
	for (size_t i = 0; cells[i]; i++) {
		const char *s = im_copy(d, cells[i], strlen(cells[i]));
		all = *all && *s ? im_join(d, im_join(d, all, "　　"), s) : im_join(d, all, s);
	}
	g_strfreev(cells);
	line->text = all;
	line->role = IM_BODY;
}

static void unfold_signatures(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t to = i;
		while (to < d->n && d->lines[to].role == IM_TABLE && is_signature_row(d, &d->lines[to]))
			to++;
		bool whole = (!i || d->lines[i - 1].role != IM_TABLE) && (to == d->n || d->lines[to].role != IM_TABLE);
		for (size_t k = i; whole && k < to; k++)
			unfold(d, &d->lines[k]);
		i = to > i ? to - 1 : i;
	}
}

/* In the head, and beside the printing date, a tab parts what stands at the
 * left from what stands at the right. */
#define MAX_HEAD_LINES 12

static void split_tabs(im_doc *d)
{
	size_t extra = 0, n = d->n;
	for (size_t i = 0; i < n && i < MAX_HEAD_LINES; i++)
		extra += tabs_of(&d->lines[i]) == 1;
	im_line *lines = extra ? ht_arena_array(d->arena, n + extra, sizeof *lines) : NULL;
	d->nomem |= extra && !lines;
	if (!lines)
		return;
	size_t w = 0;
	for (size_t i = 0; i < n; i++) {
		bool split = i < MAX_HEAD_LINES && tabs_of(&d->lines[i]) == 1;
		const char *tab = split ? strchr(d->lines[i].text, '\t') : NULL;
		lines[w] = d->lines[i];
		if (tab) {
			lines[w].text = lines[w].raw = im_copy(d, d->lines[i].text, (size_t)(tab - d->lines[i].text));
			w += *lines[w].text != '\0';
			lines[w] = d->lines[i];
			lines[w].text = lines[w].raw = im_copy(d, tab + 1, strlen(tab + 1));
			lines[w].blanks = 0;
		}
		w += *lines[w].text != '\0';
	}
	d->lines = lines;
	d->n = w;
	d->cap = n + extra;
}

void im_find_tables(im_doc *d)
{
	for (size_t i = 0; i < d->n && !d->nomem; i++) {
		im_line *line = &d->lines[i];
		if (line->role != IM_BODY)
			continue;
		if (is_rule(line->text))
			line->role = IM_JUNK;
		else if (is_pipe_row(line->text))
			take_pipe_row(d, line);
	}
	find_tab_rows(d);
	unfold_signatures(d);
	split_tabs(d);
}
