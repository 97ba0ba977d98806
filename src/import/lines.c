/* The text as lines. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "import/messages.h"
#include "im.h"

im_line *im_add_line(im_doc *d, const char *s, size_t len, ht_loc loc, int blanks)
{
	im_line *line = HT_PUSH(d->arena, d->lines, d->n, d->cap);
	const char *copy = line ? ht_arena_strndup(d->arena, s, len) : NULL;
	if (!copy) {
		d->nomem = true;
		d->n -= line != NULL;
		return NULL;
	}
	*line = (im_line){.text = copy, .raw = copy, .loc = loc, .blanks = blanks, .columns = im_columns(copy)};
	return line;
}

static int indent_of(const char *s, const char *end)
{
	int columns = 0;
	while (s < end) {
		size_t n;
		uint32_t cp = ht_utf8_get(s, end, &n);
		if (!ht_is_space(cp))
			break;
		columns += cp == '\t' ? 4 : cp == 0x3000 ? 2 : cp == 0xFEFF || cp == 0x200B ? 0 : 1;
		s += n;
	}
	return columns;
}

static int tabs_behind(const char *s, const char *end)
{
	int n = 0;
	for (; s < end; s++)
		n += *s == '\t';
	return n;
}

bool im_split_lines(im_doc *d, const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	ht_loc loc = {d->file, 1, 0};
	int blanks = 0;
	while (p < end && !d->nomem) {
		const char *eol = p;
		while (eol < end && *eol != '\n' && *eol != '\r')
			eol++;
		size_t n = (size_t)(eol - p);
		const char *s = ht_utf8_trim(p, &n);
		im_line *line = n ? im_add_line(d, s, n, loc, blanks) : NULL;
		if (line) {
			line->indent = indent_of(p, eol);
			line->tabs = tabs_behind(s + n, eol);
		}
		blanks = n ? 0 : blanks + 1;
		p = eol + (eol < end && *eol == '\r' && eol + 1 < end && eol[1] == '\n');
		p += p < end;
		loc.line++;
	}
	return !d->nomem;
}

/* Text pasted from a terminal, a mail or a PDF is broken at a column: lines as
 * wide as the widest one that end without a stop go on in the next. The widest
 * line is meaningful only while it is not a paragraph itself. */
#define WRAP_MIN 40
#define WRAP_MAX 130
/* A line is full when not even a bracket and a mark would have found room. */
#define WRAP_SLACK 5

static bool ends_paragraph(const im_line *line)
{
	static const char *const stops[] = {"。", "；", "：", "！", "？", ".", ":", ";", "。”", "）", "”", NULL};
	return im_ends_any(line->text, stops);
}

static bool is_full(const im_line *line, int width)
{
	return line->indent + line->columns >= width - WRAP_SLACK;
}

/* The next line that is not left out (a page number), or n. */
static size_t next_line(const im_doc *d, size_t i)
{
	while (++i < d->n && d->lines[i].role == IM_JUNK)
		;
	return i;
}

/* Does the line after i go on with its text? */
static bool goes_on(const im_doc *d, size_t i, int width, bool indented)
{
	size_t next = next_line(d, i);
	if (next == d->n)
		return false;
	const im_line *line = &d->lines[i], *after = &d->lines[next];
	if (after->blanks || !is_full(line, width) || after->role != IM_BODY || line->role != IM_BODY)
		return false;
	if (indented && after->indent >= 2)
		return false;
	return !im_level(after->text) || !ends_paragraph(line);
}

static int widest(const im_doc *d)
{
	int width = 0;
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].role == IM_BODY && d->lines[i].indent + d->lines[i].columns > width)
			width = d->lines[i].indent + d->lines[i].columns;
	return width;
}

/* Are paragraphs marked by an indented first line? */
static bool has_indents(const im_doc *d)
{
	size_t indented = 0;
	for (size_t i = 0; i < d->n; i++)
		indented += d->lines[i].indent >= 2;
	return indented > 1 && indented * 10 < d->n * 9;
}

static bool is_wrapped(const im_doc *d, int width, bool indented)
{
	size_t full = 0, open = 0, body = 0;
	for (size_t i = 0; i < d->n; i++) {
		body += d->lines[i].role == IM_BODY;
		if (!is_full(&d->lines[i], width) || !goes_on(d, i, width, indented))
			continue;
		full++;
		open += !ends_paragraph(&d->lines[i]);
	}
	bool many = open >= 2 && open * 2 >= full && full * 4 >= body;
	bool sure = open >= 4 && open * 5 >= full * 4 && full * 6 >= body;
	return width >= WRAP_MIN && width <= WRAP_MAX && (many || sure);
}

void im_unwrap(im_doc *d)
{
	bool indented = has_indents(d);
	int width = widest(d);
	size_t w = 0;
	if (d->n < 4 || !is_wrapped(d, width, indented))
		return;
	ht_diag(d->diags, HT_D_IMPORT_UNWRAPPED, d->lines[0].loc, NULL);
	for (size_t i = 0; i < d->n; i++) {
		im_line joined = d->lines[i];
		while (goes_on(d, i, width, indented)) {
			for (size_t next = next_line(d, i); ++i < next;)
				d->lines[w++] = d->lines[i];
			joined.text = joined.raw = im_join(d, joined.text, d->lines[i].text);
		}
		joined.columns = im_columns(joined.text);
		d->lines[w++] = joined;
	}
	d->n = w;
}

/* `一、` as the record room sees it: a paragraph parsed on its own. Only lines
 * that can begin with a number are worth it. */
int im_level(const char *s)
{
	static const char *const begins[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九",
	                                     "十", "（", "(",  "第", "①",  "②",  "③",  "④",  "⑤",
	                                     "⑥",  "⑦",  "⑧",  "⑨",  "⑩",  "１", NULL};
	if (!g_ascii_isdigit(*s) && !im_starts_any(s, begins))
		return 0;
	ht_arena *arena = ht_arena_new();
	ht_body *body;
	int level = 0;
	size_t len = strlen(s);
	if (arena &&
	    ht_body_parse(arena, s, len < 600 ? len : (size_t)(g_utf8_find_prev_char(s, s + 600) - s), (ht_loc){0},
	                  false, 0, NULL, &body) == HT_OK &&
	    body->n == 1 && body->blocks[0].kind == HT_BODY_PARA)
		level = body->blocks[0].level;
	ht_arena_free(arena);
	return level;
}
