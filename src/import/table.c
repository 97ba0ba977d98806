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
	size_t n = 0;
	for (const char *p = line->text; *p; p++)
		n += *p == '\t';
	return line->role == IM_BODY ? n : 0;
}

/* A single line with tabs may be anything; two with as many are a table. */
static void find_tab_rows(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t n = tabs_of(&d->lines[i]), to = i + 1;
		while (n && to < d->n && tabs_of(&d->lines[to]) == n)
			to++;
		for (size_t k = i; to - i >= 2 && k < to; k++)
			d->lines[k].role = IM_TABLE;
		i = to - 1;
	}
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
}
