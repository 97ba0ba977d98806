/* Rows of tables: cells between pipes or box-drawing lines, or separated by tabs.
 * A row becomes a line whose cells are separated by single tabs. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "im.h"
#include "limits.h"
#include "pasted.h"

/* What separates cells. */
#define BARS "|│┃║"

/* `|---|:--:|`, `+----+`, `├──┼──┤`: no text. */
static bool is_rule(const char *s)
{
	if (!ht_str_one_of(s, "|+├┌└╔╠╚┠┏┗"))
		return false;
	for (; *s; s = ht_str_next(s))
		if (!ht_str_one_of(s, "|+-=: ├┌└┬┴┼┤┐┘─━╔╠╚╦╩╬╣╗╝═┠┏┗┯┷┿┨┓┛"))
			return false;
	return true;
}

/* The bar at p, in bytes; 0 for none. In Markdown \| is a bar within the cell. */
static size_t bar_at(const char *row, const char *p)
{
	if (*p == '|' && p > row && p[-1] == '\\')
		return 0;
	return ht_str_one_of(p, BARS);
}

/* `| a | b |` with at least two cells. */
static bool is_pipe_row(const char *s)
{
	size_t n = ht_str_one_of(s, BARS);
	if (!n || strlen(s) <= 2 * n)
		return false;
	size_t bars = 0;
	for (const char *p = s; *p; p = ht_str_next(p))
		bars += bar_at(s, p) != 0;
	return bars >= 3 && ht_str_ends_one_of(s, BARS) && !ht_str_ends(s, "\\|");
}

static void add_cell(im_doc *d, ht_buf *row, const char *from, const char *to)
{
	ht_buf cell = {0};
	for (const char *p = from; p < to; p++)
		if (!(p[0] == '\\' && p[1] == '|'))
			ht_buf_add(&cell, p, 1);
	const char *text = im_copy_buf(d, &cell);
	im_add_cell(row, text, strlen(text));
	ht_buf_free(&cell);
}

static void take_pipe_row(im_doc *d, im_line *line)
{
	ht_buf row = {0};
	const char *p = line->text + ht_str_one_of(line->text, BARS), *from = p;
	for (; *p; p = ht_str_next(p)) {
		if (!bar_at(line->text, p))
			continue;
		add_cell(d, &row, from, p);
		ht_buf_adds(&row, "\t");
		from = ht_str_next(p);
	}
	row.len -= row.len > 0; /* without the last tab, which is after the last cell */
	line->text = im_copy_all(d, &row);
	line->kind = IM_TABLE;
	ht_buf_free(&row);
}

/* Is it nothing but the bars of so many cells, |  |  |? Below a row of as many it is one to be filled in. */
static bool is_empty_row(const char *s, size_t cells)
{
	size_t bars = 0;
	for (; *s; s = ht_str_next(s)) {
		if (!ht_str_one_of(s, BARS " "))
			return false;
		bars += ht_str_one_of(s, BARS) != 0;
	}
	return bars == cells + 1;
}

static void find_pipe_rows(im_doc *d)
{
	im_line *row = NULL; /* above, but for lines that are left out */
	size_t cells = 0;
	for (size_t i = 0; i < d->n && !d->nomem; i++) {
		im_line *line = &d->lines[i];
		if (line->kind == IM_BODY && is_rule(line->text)) {
			line->kind = IM_JUNK;
			if (row && is_empty_row(line->text, cells))
				row->empty_rows++;
		} else if (line->kind == IM_BODY && is_pipe_row(line->text)) {
			take_pipe_row(d, line);
		}
		if (line->kind == IM_JUNK)
			continue;
		row = NULL;
		if (line->kind == IM_TABLE) {
			row = line;
			cells = im_cells(row->text);
		}
	}
}

static size_t tabs_of(const im_line *line)
{
	size_t n = (size_t)line->tabs;
	for (const char *p = line->text; *p; p++)
		n += *p == '\t';
	return line->kind == IM_BODY ? n : 0;
}

/* Cells at the beginning and at the end of a row are empty: the tabs there count again, up to so many. */
#define EMPTY_MOST 64

/* Characters of a cell between signs. */
#define BETWEEN_CELL_MOST 20

static void restore_tabs(im_doc *d, im_line *line)
{
	size_t len = strlen(line->text), n = (size_t)MIN(line->tabs, EMPTY_MOST);
	size_t before = (size_t)MIN(line->tabs_before, EMPTY_MOST);
	char *text = ht_arena_alloc(d->arena, before + len + n + 1);
	d->nomem |= !text;
	if (!text)
		return;
	memset(text, '\t', before);
	memcpy(text + before, line->text, len);
	memset(text + before + len, '\t', n);
	line->text = text;
}

/* Is [s, tab) the number of a heading or of an item alone: 一、 （一） 1. (1) ① a)? Numbers without a mark are cells.
 */
static bool is_number(im_doc *d, const char *s, size_t len)
{
	const char *number = im_copy(d, s, len), *p = number;
	if (!*number || ht_str_chars(number) > LIST_NUMBER_MOST)
		return false;
	size_t stop = ht_str_one_of(p + 1, ".)）、．");
	bool letter = g_ascii_isalpha(*p) && stop && !p[1 + stop];
	return letter || im_level(d, im_checked(d, ht_arena_printf(d->arena, "%s文", number)));
}

#define ROMAN "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ"

/* 1.1.2, 12, 十二, Ⅳ, a, iv: in bytes. */
static size_t numeral_at(const char *s)
{
	size_t n = strspn(s, IM_DIGITS), k;
	while (n && s[n] == '.' && (k = strspn(s + n + 1, IM_DIGITS)))
		n += k + 1;
	for (; !n || k; n += k) {
		k = ht_str_one_of(s + n, "一二三四五六七八九十" ROMAN);
		if (!k)
			break;
	}
	k = n ? 0 : strspn(s, "ivx");
	return n + k + (!n && !k && g_ascii_isalpha(*s));
}

/* A number that an item of a list begins with, but that no body knows as one: 1) Ⅰ. (a) ⑴ 1.1. */
static bool is_other_number(const char *s)
{
	const size_t one = ht_str_one_of(s, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩➀➁➂➃➄❶❷❸❹❺❻❼❽❾");
	const size_t open = ht_str_one_of(s, "（(［["), n = numeral_at(s + open);
	const size_t close = n ? ht_str_one_of(s + open + n, "）)］].．、") : 0;
	const bool points = memchr(s, '.', open + n);
	return (one && !s[one]) || (n && (close || (points && !open)) && !s[open + n + close]);
}

/* The tab of line i, if it has one cell before it and one after it, both with text; NULL: it is no such line. */
static const char *only_tab(const im_doc *d, size_t i)
{
	const char *tab = i < d->n && d->lines[i].kind == IM_BODY ? strchr(d->lines[i].text, '\t') : NULL;
	return tab && tab[1] && !strchr(tab + 1 + strspn(tab + 1, "\t "), '\t') ? tab : NULL;
}

/* Follows 1.2 on 1.1, if s begins with such a number: 3.5 and 4.2 are figures. *last: the number behind the point. */
static bool is_next_point(const char *s, int *last)
{
	const size_t n = strspn(s, IM_DIGITS ".");
	size_t from = n;
	while (from && s[from - 1] != '.')
		from--;
	if (!from || from == n)
		return true;
	const char *p = s + from;
	const int k = ht_scan_int(&p), before = *last;
	*last = k;
	return k == 1 || k == before + 1;
}

/* The lines from i on that have such a tab. *list: all begin with numbers; else they are rows below a head (编号,
 * 内容).
 */
static size_t run_of_tabs(im_doc *d, size_t i, bool *list)
{
	const char *tab;
	size_t n = 0;
	int point = 0;
	for (*list = true; (tab = only_tab(d, i + n)); n++) {
		const char *s = d->lines[i + n].text;
		const size_t len = (size_t)(tab - s);
		*list = *list && ht_str_has_han(tab) && is_next_point(s, &point) &&
		        (is_number(d, s, len) || is_other_number(im_copy(d, s, len)));
	}
	return n;
}

static void join_number(im_doc *d, im_line *line, bool list)
{
	const char *tab = line->kind == IM_BODY ? strchr(line->text, '\t') : NULL;
	if (!tab || (!list && !is_number(d, line->text, (size_t)(tab - line->text))))
		return;
	const char *rest = tab + strspn(tab, "\t ");
	if (strchr(rest, '\t'))
		return; /* a row of several cells */
	const bool digits = g_ascii_isdigit(tab[-1]) || (g_ascii_isdigit(*rest) && tab[-1] == '.');
	line->text = im_checked(
	    d, ht_arena_printf(d->arena, digits ? "%.*s %s" : "%.*s%s", (int)(tab - line->text), line->text, rest));
}

/* A word processor sets a tab after the number of an item: it separates nothing. */
static void join_numbers(im_doc *d)
{
	for (size_t i = 0, to; i < d->n; i = to) {
		bool list;
		to = i + run_of_tabs(d, i, &list);
		list = list && to > i;
		to += to == i;
		for (size_t k = i; k < to; k++)
			join_number(d, &d->lines[k], list);
	}
}

/* Tabs of a row: those before it, too, where others are in it, as an indent has none. */
static size_t all_tabs_of(const im_line *line)
{
	size_t n = tabs_of(line);
	return n ? n + (size_t)line->tabs_before : 0;
}

/* Rows of at least three cells that begin with a tab are a table that is set in. */
#define ROWS_SET_IN 3

static bool is_set_in(const im_line *lines, size_t n)
{
	bool set_in = true;
	for (size_t k = 0; k < n; k++)
		set_in = set_in && lines[k].tabs_before == lines[0].tabs_before && tabs_of(&lines[k]) > 1;
	return set_in;
}

/* A single line with tabs may be anything; two with as many are a table, if one of them begins with a cell. */
static void find_tab_rows(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t n = all_tabs_of(&d->lines[i]), to = i + 1;
		bool full = !d->lines[i].tabs_before;
		size_t rows = n ? 1 + (size_t)d->lines[i].empty_rows : 1;
		for (; n && to < d->n && all_tabs_of(&d->lines[to]) == n; to++) {
			full |= !d->lines[to].tabs_before;
			rows += 1 + (size_t)d->lines[to].empty_rows;
		}
		const bool set_in = !full && rows >= ROWS_SET_IN && is_set_in(&d->lines[i], to - i);
		for (size_t k = i; (full || set_in) && rows >= 2 && k < to; k++) {
			d->lines[k].tabs_before = set_in ? 0 : d->lines[k].tabs_before;
			d->lines[k].kind = IM_TABLE;
			restore_tabs(d, &d->lines[k]);
		}
		i = to - 1;
	}
}

/* ---- rows with a sign between their cells ---- */

/* Signs on a line that may separate its cells; 0: it is no row. Cells are short and no sentences. */
static size_t count_between(const im_line *line, char sign)
{
	size_t n = 0, chars = 0;
	if (line->kind != IM_BODY || im_is_sentence(line->text) || !ht_str_has_han(line->text) ||
	    strchr(line->text, '"') ||
	    ht_str_has_any(line->text, (const char *const[]){"：", "。", "，", "、", "<", ">", NULL}))
		return 0;
	for (const char *p = line->text; *p; p = ht_str_next(p)) {
		chars = *p == sign ? 0 : chars + 1;
		n += *p == sign;
		if (chars > BETWEEN_CELL_MOST || ht_str_starts(p, ": ") || (sign == ' ' && ht_str_starts(p, "  ")))
			return 0;
	}
	return n;
}

/* Is a cell a figure, or a number of another kind: 96.5, 1,200, -3%, 8:30? */
static bool is_numeric(const char *cell)
{
	return strpbrk(cell, IM_DIGITS) && !cell[strspn(cell, IM_DIGITS ".,%-+/:")];
}

/* Have rows a column of numbers below a word? Blanks alone are also within titles, and between words of a sentence. */
static bool has_numbers_below_head(im_doc *d, char *const *rows, size_t n)
{
	const char **rest = ht_arena_array(d->arena, n, sizeof *rest), *cell;
	d->nomem |= !rest;
	for (size_t k = 0; rest && k < n; k++)
		rest[k] = rows[k];
	while (rest && (cell = im_next_cell(d, &rest[0]))) {
		const bool word = !strpbrk(cell, IM_DIGITS);
		size_t numbers = 0;
		for (size_t k = 1; k < n; k++)
			numbers += (cell = im_next_cell(d, &rest[k])) && is_numeric(cell);
		if (word && numbers == n - 1)
			return true;
	}
	return false;
}

/* The lines as rows, or NULL: nomem. */
static char **rows_of(im_doc *d, const im_line *lines, size_t n, char sign)
{
	char **rows = ht_arena_array(d->arena, n, sizeof *rows);
	for (size_t k = 0; rows && k < n; k++) {
		rows[k] = ht_arena_strdup(d->arena, lines[k].text);
		d->nomem |= !rows[k];
		for (char *p = rows[k]; p && (p = strchr(p, sign));)
			*p = '\t';
	}
	d->nomem |= !rows;
	return d->nomem ? NULL : rows;
}

static void say_rows_between(im_doc *d, const im_line *line, char sign)
{
	const char text[] = {sign, '\0'};
	if (sign == ' ')
		ht_diag(d->diags, HT_D_IMPORT_ROWS_SPACED, line->loc, NULL);
	else
		ht_diag(d->diags, HT_D_IMPORT_ROWS_BETWEEN, line->loc, text, NULL);
}

/* `单位|姓名|职务`, `序号,姓名,金额`, `单位 得分 排名`: two rows, or three of two cells or with commas or blanks, have
 * as many. */
static void find_rows_between(im_doc *d, char sign)
{
	for (size_t i = 0, to; i < d->n && !d->nomem; i = MAX(to, i + 1)) {
		const size_t n = count_between(&d->lines[i], sign);
		for (to = i; n && to < d->n && count_between(&d->lines[to], sign) == n; to++)
			;
		const size_t least = n > 1 && sign == '|' ? 2 : 3;
		if (n < (sign == '|' ? 1 : 2) || to - i < least)
			continue;
		char **rows = rows_of(d, &d->lines[i], to - i, sign);
		if (!rows || (sign == ' ' && !has_numbers_below_head(d, rows, to - i)))
			continue;
		for (size_t k = i; k < to; k++) {
			d->lines[k].text = rows[k - i];
			d->lines[k].kind = IM_TABLE;
		}
		say_rows_between(d, &d->lines[i], sign);
		/* 合计 52,720: a row with fewer cells */
		if (sign == ' ' && to < d->n && !d->lines[to].blanks && count_between(&d->lines[to], sign) &&
		    is_numeric(strrchr(d->lines[to].text, sign) + 1))
			ht_diag(d->diags, HT_D_IMPORT_ROWS_APART, d->lines[to].loc, NULL);
	}
}

/* ---- rows that cannot be told apart ---- */

/* Lines below each other that show a table, whose cells are on lines of their own or have lost some of their tabs. */
#define CELLS_LEAST     6
#define LOST_ROWS_LEAST 3
#define CELL_MOST       10

static bool is_plain(const im_line *line)
{
	return line->kind == IM_BODY && !strchr(line->text, '\t') && !im_is_sentence(line->text) &&
	       !ht_str_has_any(line->text, (const char *const[]){"：", ":", "。", "，", "；", "、", NULL});
}

/* The words of the line, and of them the figures. */
static size_t count_words(im_doc *d, const char *line, size_t *figures)
{
	im_texts words = {0};
	im_split(d, &words, line, IM_GAPS, (ht_loc){0});
	*figures = 0;
	for (size_t i = 0; i < words.n; i++)
		*figures += is_numeric(words.v[i].s);
	return words.n;
}

/* From line i on, how many lines are rows of words with a figure, below a head. */
static size_t count_lost_rows(im_doc *d, size_t i)
{
	size_t n = 0, figures, words = 0;
	for (; i + n < d->n && is_plain(&d->lines[i + n]); n++) {
		words = count_words(d, d->lines[i + n].text, &figures);
		if (words < 3 - (n > 0) || (n > 0) != (figures > 0))
			break;
	}
	return n;
}

/* From line i on, how many lines are a cell each; *figures_too: of a table. */
static size_t count_cells(im_doc *d, size_t i, bool *figures_too)
{
	size_t n = 0, figures, all = 0;
	for (; i + n < d->n && is_plain(&d->lines[i + n]) && ht_str_chars(d->lines[i + n].text) <= CELL_MOST; n++) {
		if (count_words(d, d->lines[i + n].text, &figures) != 1)
			break;
		all += figures;
	}
	*figures_too = all * 4 >= n && all > 1;
	return n;
}

static void tell_lost_rows(im_doc *d)
{
	for (size_t i = 1, to; i < d->n && !d->nomem; i = MAX(to, i + 1)) {
		const size_t rows = count_lost_rows(d, i);
		bool found = rows >= LOST_ROWS_LEAST;
		to = i + rows;
		if (!found) {
			const size_t cells = count_cells(d, i, &found);
			found = found && cells >= CELLS_LEAST;
			to = i + cells;
		}
		if (found)
			ht_diag(d->diags, HT_D_IMPORT_ROWS_APART, d->lines[i].loc, NULL);
	}
}

/* ---- rows that only place text ---- */

/* Names of organs or a day, cell by cell: a signature of several, set in
 * columns. */
static bool is_signature_row(im_doc *d, const im_line *line)
{
	const char *row = line->text, *cell;
	size_t filled = 0;
	while ((cell = im_next_cell(d, &row))) {
		const char *s = im_squeeze(d, cell);
		ht_scan_day day;
		if (*s && !im_is_organ_name(s) && !(im_is_day(s, &day) && day.date.year))
			return false;
		filled += *s != '\0';
	}
	return filled > 0;
}

/* The row's cells as one line, a wide blank between them. */
static void unfold(im_doc *d, im_line *line)
{
	const char *row = line->text, *cell, *all = "";
	while ((cell = im_next_cell(d, &row)))
		all = *all && *cell ? im_join(d, im_join(d, all, "　　"), cell) : im_join(d, all, cell);
	line->text = all;
	line->kind = IM_BODY;
}

static void unfold_signatures(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t to = i;
		while (to < d->n && d->lines[to].kind == IM_TABLE && is_signature_row(d, &d->lines[to]))
			to++;
		bool whole = (!i || d->lines[i - 1].kind != IM_TABLE) && (to == d->n || d->lines[to].kind != IM_TABLE);
		for (size_t k = i; whole && k < to; k++)
			unfold(d, &d->lines[k]);
		i = to > i ? to - 1 : i;
	}
}

/* In the header a tab separates the left side from the right one; in a sentence it does not. */
static bool is_split_by_tab(const im_line *line)
{
	return tabs_of(line) == 1 && !strstr(line->text, "。");
}

/* `某某办公室<tab>2026年7月23日`: who edits minutes and their date, which belong together. */
static bool is_organ_and_day(im_doc *d, const char *line, const char *tab)
{
	ht_scan_day day;
	const char *organ = im_squeeze(d, im_copy(d, line, (size_t)(tab - line)));
	return im_is_organ_name(organ) && im_is_day(im_copy(d, tab + 1, strlen(tab + 1)), &day) && day.date.year;
}

static void split_tabs(im_doc *d)
{
	size_t extra = 0, n = d->n;
	for (size_t i = 0; i < n && i < HEADER_LINES; i++)
		extra += is_split_by_tab(&d->lines[i]);
	im_line *lines = extra ? ht_arena_array(d->arena, n + extra, sizeof *lines) : NULL;
	d->nomem |= extra && !lines;
	if (!lines)
		return;
	size_t w = 0;
	for (size_t i = 0; i < n; i++) {
		bool split = i < HEADER_LINES && is_split_by_tab(&d->lines[i]);
		const char *tab = split ? strchr(d->lines[i].text, '\t') : NULL;
		lines[w] = d->lines[i];
		if (tab && is_organ_and_day(d, d->lines[i].text, tab)) {
			lines[w].text =
			    im_join(d, im_copy(d, d->lines[i].text, (size_t)(tab - d->lines[i].text)), "　　");
			lines[w].text = im_join(d, lines[w].text, im_copy(d, tab + 1, strlen(tab + 1)));
		} else if (tab) {
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

/* ---- rows without a head ---- */

/* A figure that no head of a column is: 13800001234, 12.5, 1,200, 60%. A year or a single digit may be one. */
static bool is_figure(const char *cell)
{
	size_t digits = 0, others = 0;
	for (const char *p = cell; *p; p = ht_str_next(p)) {
		digits += g_ascii_isdigit(*p) != 0;
		others += ht_str_one_of(p, ".,%％-") > 0;
		if (!g_ascii_isdigit(*p) && !ht_str_one_of(p, ".,%％-"))
			return false;
	}
	return digits > 4 || (digits && others);
}

/* Is there nothing after a number, or its stop: 1, 1., 1、? */
static bool is_stop(const char *s)
{
	return !s[ht_str_one_of(s, ".．、")];
}

/* Are two rows of one kind: numbered 1 and 2, or with a figure in the same column, and nowhere one beside a word? */
static bool are_alike(im_doc *d, const char *a, const char *b)
{
	bool alike = false, first = true;
	for (const char *x, *y; a && b; first = false) {
		x = im_next_cell(d, &a);
		y = im_next_cell(d, &b);
		const char *p = x, *q = y;
		const bool numbered = first && ht_scan_int(&p) == 1 && ht_scan_int(&q) == 2 && is_stop(p) && is_stop(q);
		if (is_figure(x) != is_figure(y) && *x && *y)
			return false;
		alike |= numbered || (is_figure(x) && is_figure(y));
	}
	return alike;
}

/* A list of people whose first row is one of them: Markdown would take him for the head. */
static void find_headless(im_doc *d)
{
	for (size_t i = 0; i + 1 < d->n; i++) {
		const bool first = d->lines[i].kind == IM_TABLE && (!i || d->lines[i - 1].kind != IM_TABLE);
		if (!first || d->lines[i + 1].kind != IM_TABLE || !are_alike(d, d->lines[i].text, d->lines[i + 1].text))
			continue;
		d->lines[i].headless = true;
		ht_diag(d->diags, HT_D_IMPORT_HEADLESS, d->lines[i].loc, NULL);
	}
}

void im_find_tables(im_doc *d)
{
	find_pipe_rows(d);
	join_numbers(d);
	im_find_spaced_rows(d);
	find_tab_rows(d);
	find_rows_between(d, '|');
	find_rows_between(d, ',');
	find_rows_between(d, ' ');
	tell_lost_rows(d);
	im_unfold_forms(d);
	unfold_signatures(d);
	find_headless(d);
	split_tabs(d);
}
