/* Lines joined to paragraphs. */
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "base/utf8.h"
#include "im.h"
#include "limits.h"

/* Text pasted from a terminal, a mail or a PDF is broken at a column: lines as wide as the widest one that end without
 * a stop continue in the next. The widest line means something only if it is not a whole paragraph: it must be between
 * half a page's and a terminal's width, in columns. A few lines may be wider (a row, an address): they are whole. */
#define WRAP_LEAST 40
#define WRAP_MOST  130
/* A line is full if not even a bracket and a punctuation mark would fit. */
#define WRAP_SLACK 5
/* A punctuation mark may hang over the width that the others have. */
#define WRAP_OVER 2
/* Columns by which a paragraph's first line is set in: two characters, or less. */
#define FIRST_LINE_INDENT 2
/* Lines at the beginning, of which one may end the title. */
#define TITLE_BEGIN_LINES 4
/* More columns before a line are no indent of a paragraph. */
#define ASIDE_LEAST 12
/* Characters of a title that are left for its second line. */
#define TAIL_MOST 2
/* Fewer lines do not show a width. */
#define WRAP_LINES 4
/* Columns by which the lines of an item are set in below its number. */
#define HANGING_MOST 8
/* Widths that are tried, the widest first, and the lines that have it. */
#define ANY_WIDTH    1000000
#define WIDTHS_TRIED 4
#define WIDTH_LINES  3

static bool ends_paragraph(const im_line *line)
{
	return ht_str_ends_one_of(line->text, "。；：！？.:;）”");
}

static int width_of(const im_line *line)
{
	return line->indent + line->columns;
}

/* Set in the middle of the page or at its right: a title, a signature. */
static bool is_set_aside(const im_line *line)
{
	return line->indent > ASIDE_LEAST;
}

static bool is_full(const im_line *line, int width)
{
	return width_of(line) >= width - WRAP_SLACK && width_of(line) <= width + WRAP_OVER;
}

/* Does the next line hang below the text of an item? */
static bool hangs(im_doc *d, const im_line *item, const im_line *after)
{
	int deeper = after->indent - item->indent;
	return deeper > 0 && deeper <= HANGING_MOST && im_level(d, item->text) && !im_level(d, after->text);
}

/* The next line that is not left out (a page number), or n. */
static size_t next_line(const im_doc *d, size_t i)
{
	while (++i < d->n && d->lines[i].kind == IM_JUNK)
		;
	return i;
}

/* `成员：…`: a line with a label of its own. */
static bool has_label(const char *s)
{
	size_t chars = 0;
	for (; *s && chars < LABEL_MOST && !ht_str_one_of(s, "，。；、"); s = ht_str_next(s), chars++)
		if (ht_str_one_of(s, "：:") && chars && s[ht_str_one_of(s, "：:")])
			return true;
	return false;
}

/* Do both lines begin alike, as entries of a list do: with a label, a day, the same words? */
static bool begin_alike(const char *a, const char *b)
{
	ht_scan_day day;
	const char *in_a = a, *in_b = b;
	size_t n = (size_t)(ht_str_next(a) - a);
	n += (size_t)(ht_str_next(a + n) - a) - n;
	return has_label(b) || (strlen(b) > n && strncmp(a, b, n) == 0) ||
	       (ht_scan_day_at(&in_a, &day) && ht_scan_day_at(&in_b, &day));
}

/* Are there blanks within the line that set apart what is after them? No sentence has them. */
static bool has_gap(const char *s)
{
	const char *gap = strstr(s, "  ");
	if (!gap)
		gap = strstr(s, "　　");
	return gap && !strstr(s, "，") && !strstr(s, "。");
}

/* How lines may be broken. */
typedef struct breaks {
	int width;
	bool indented; /* a paragraph's first line is set in */
	int blanks;    /* empty lines between any two lines, which mean nothing */
} breaks;

/* Does the text of line i continue in the next one? */
static bool continues_in_next(im_doc *d, size_t i, const breaks *b)
{
	static const char *const within[] = {"。", "，", "；", NULL};
	size_t next = next_line(d, i);
	if (next == d->n)
		return false;
	const im_line *line = &d->lines[i], *after = &d->lines[next];
	if (after->blanks > b->blanks || !is_full(line, b->width) || after->kind != IM_BODY || line->kind != IM_BODY)
		return false;
	if (b->indented && after->indent >= FIRST_LINE_INDENT && !hangs(d, line, after))
		return false;
	if (is_set_aside(line) || is_set_aside(after) ||
	    (b->indented && !strstr(line->text, "，") && im_ends_title(d, line->text)))
		return false;
	if (begin_alike(line->text, after->text) ||
	    (has_gap(after->text) && (has_gap(line->text) || ends_paragraph(line))))
		return false;
	/* sentences end with a stop: a signature below them has none */
	if (!is_full(after, b->width) && !ends_paragraph(after) && (ends_paragraph(line) || !im_level(d, line->text)))
		return false;
	if (i < TITLE_BEGIN_LINES && im_ends_title(d, line->text) && !ht_str_has_any(line->text, within))
		return false; /* the title, and whom it addresses */
	return !im_level(d, after->text) || !ends_paragraph(line);
}

/* The widest that is below a width. */
static int next_width(const im_doc *d, int below)
{
	int width = 0;
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].kind == IM_BODY && width_of(&d->lines[i]) > width && width_of(&d->lines[i]) < below)
			width = width_of(&d->lines[i]);
	return width;
}

/* Are paragraphs marked by an indented first line? */
static bool has_indents(const im_doc *d)
{
	size_t indented = 0;
	for (size_t i = 0; i < d->n; i++)
		indented += d->lines[i].indent >= FIRST_LINE_INDENT;
	return indented > 1 && indented * 10 < d->n * 9;
}

/* What speaks for a text that is broken at a width, and against it. */
typedef struct signs {
	size_t body, full, open; /* lines; those that may go on in the next; of these, that end within a sentence */
	size_t begun;            /* open ones that are set in, as a paragraph's first is */
	size_t unstopped;        /* short lines without a stop (chat messages): a line is a paragraph */
	size_t closed, unclosed; /* runs of open lines, with a comma in them, after which a stop comes; other runs */
} signs;

static signs find_signs(im_doc *d, const breaks *b)
{
	signs s = {0};
	bool run = false, comma = false;
	for (size_t i = 0; i < d->n; i++) {
		const im_line *line = &d->lines[i];
		bool full = is_full(line, b->width), stops = ends_paragraph(line);
		bool goes_on = full && continues_in_next(d, i, b);
		if (line->kind != IM_BODY)
			continue;
		s.body++;
		s.unstopped += !full && !stops && !im_level(d, line->text);
		s.full += goes_on;
		s.open += goes_on && !stops;
		s.begun += goes_on && !stops && line->indent >= FIRST_LINE_INDENT;
		comma = (run && comma) || ht_str_has_any(line->text, (const char *const[]){"，", "、", "；", NULL});
		s.closed += run && !(goes_on && !stops) && stops && comma;
		s.unclosed += run && !(goes_on && !stops) && !(stops && comma);
		run = goes_on && !stops;
	}
	return s;
}

/* Many full lines that end within a sentence; or nearly all of them, where the text has short paragraphs besides. */
static bool is_wrapped(im_doc *d, const breaks *b)
{
	signs s = find_signs(d, b);
	bool many = s.open >= 2 && s.open * 2 >= s.full && s.full * 4 >= s.body && s.open > s.unstopped;
	bool sure = s.open >= 4 && s.open * 5 >= s.full * 4 && s.full * 6 >= s.body;
	/* where paragraphs are set in, a line that is not goes on */
	bool shown = b->indented && s.begun && s.open >= 2 && s.open * 5 >= s.full * 4 && s.full * 8 >= s.body;
	/* sentences end where these lines are joined */
	bool sentences = s.open >= 2 && s.open * 2 >= s.full && s.closed && s.closed > s.unclosed * 2;
	return b->width >= WRAP_LEAST && b->width <= WRAP_MOST && (many || sure || shown || sentences);
}

/* Find the column at which lines are broken. false: they are not broken. */
static bool find_width(im_doc *d, breaks *b)
{
	b->width = next_width(d, ANY_WIDTH);
	if (is_wrapped(d, b))
		return true;
	for (int tried = 1; b->width > WRAP_LEAST && tried < WIDTHS_TRIED; tried++) {
		size_t full = 0;
		b->width = next_width(d, b->width);
		for (size_t i = 0; i < d->n; i++)
			full += d->lines[i].kind == IM_BODY && is_full(&d->lines[i], b->width);
		if ((full >= WIDTH_LINES || (b->blanks && full > 1)) && is_wrapped(d, b))
			return true;
	}
	return false;
}

/* Empty lines that are between any two lines of the text, as some programs copy it. */
static int common_blanks(const im_doc *d)
{
	int least = d->n > WRAP_LINES ? d->lines[1].blanks : 0;
	for (size_t i = 1; i < d->n; i++)
		if (d->lines[i].kind == IM_BODY && d->lines[i].blanks < least)
			least = d->lines[i].blanks;
	return least;
}

/* A number that was broken is one again. */
static const char *join_lines(im_doc *d, const char *a, const char *b)
{
	bool digits = *a && g_ascii_isdigit(a[strlen(a) - 1]) && g_ascii_isdigit(*b);
	return digits ? im_checked(d, ht_arena_printf(d->arena, "%s%s", a, b)) : im_join(d, a, b);
}

/* A title that is broken before its last character or two: 的通 and 知. */
static bool is_title_tail(im_doc *d, size_t i)
{
	const im_line *line = &d->lines[i], *after = &d->lines[i + 1];
	return line->kind == IM_BODY && after->kind == IM_BODY && !after->blanks &&
	       ht_str_chars(after->text) <= TAIL_MOST && ht_str_has_han(after->text) && !im_ends_title(d, line->text) &&
	       im_ends_title(d, im_join(d, line->text, after->text)) && strstr(line->text, "关于");
}

/* Line i and the next one are one. */
static void join_next(im_doc *d, size_t i)
{
	im_line *line = &d->lines[i];
	line->text = line->raw = im_join(d, line->text, line[1].text);
	line->columns = im_columns(line->text);
	memmove(line + 1, line + 2, (d->n - i - 2) * sizeof *line);
	d->n--;
}

static void join_title_tail(im_doc *d)
{
	for (size_t i = 0; i + 1 < d->n && i < HEADER_LINES; i++) {
		if (!is_title_tail(d, i))
			continue;
		join_next(d, i);
		return;
	}
}

/* Recipients that are broken within their list: `各乡镇人民政府，县直各部门，各` and `直属机构：`. What goes on is not
 * set in, as the first line of the text is, nor a sentence, which may end with a colon, too: that has figures or
 * quotations. */
static bool are_broken_recipients(const im_line *line, const im_line *after)
{
	static const char *const within[] = {"、", "，", "；", NULL}, *const never[] = {"。", "：", ":", "《", NULL},
	                         *const never_after[] = {"。", "《", "“", NULL};
	return line->kind == IM_BODY && after->kind == IM_BODY && !after->blanks && strstr(line->text, "各") &&
	       ht_str_has_any(line->text, within) && !ht_str_has_any(line->text, never) &&
	       ht_str_ends_one_of(after->text, "：:") && ht_str_chars(after->text) > 1 && !has_label(after->text) &&
	       after->indent <= line->indent && !strpbrk(after->text, IM_DIGITS) &&
	       !ht_str_has_any(after->text, never_after);
}

static void join_recipients(im_doc *d)
{
	for (size_t i = 0; i + 1 < d->n && i < HEADER_LINES; i++) {
		if (!are_broken_recipients(&d->lines[i], &d->lines[i + 1]))
			continue;
		join_next(d, i);
		return;
	}
}

/* Characters of a sentence's rest that a break tore off. */
#define REST_MOST 6

/* May line i go on in the next, though no width shows it: `…层层传导压` and `力。`, `现将有关` and `事项通知如下：`? */
static bool looks_broken(im_doc *d, size_t i)
{
	const im_line *line = &d->lines[i];
	// asked first: of lines that are left out, each would be walked from each other
	if (line->kind != IM_BODY || line->columns < WRAP_LEAST)
		return false;
	const size_t next = next_line(d, i);
	const im_line *after = next < d->n ? &d->lines[next] : line;
	if (after == line || after->kind != IM_BODY ||
	    !ht_str_has_any(line->text, (const char *const[]){"，", "。", "；", NULL}) || im_level(d, after->text) ||
	    !ends_paragraph(after) || has_gap(line->text) || begin_alike(line->text, after->text))
		return false;
	const char *last = ht_str_last(line->text);
	if (!ht_is_han(ht_str_char(last)) && !g_ascii_isdigit(*last))
		return false;
	size_t rest = 0;
	const char *p = after->text;
	while (ht_is_han(ht_str_char(p))) {
		p = ht_str_next(p);
		rest++;
	}
	return rest && rest <= REST_MOST && ht_str_one_of(p, "，。；：、");
}

static void tell_broken(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (looks_broken(d, i))
			ht_diag(d->diags, HT_D_IMPORT_LINE_BROKEN, d->lines[next_line(d, i)].loc, d->lines[i].text,
			        d->lines[next_line(d, i)].text, NULL);
}

static void join_broken(im_doc *d, const breaks *b)
{
	size_t w = 0;
	ht_diag(d->diags, HT_D_IMPORT_UNWRAPPED, d->lines[0].loc, NULL);
	for (size_t i = 0; i < d->n; i++) {
		im_line joined = d->lines[i];
		while (continues_in_next(d, i, b)) {
			for (size_t next = next_line(d, i); ++i < next;)
				d->lines[w++] = d->lines[i];
			joined.text = joined.raw = join_lines(d, joined.text, d->lines[i].text);
		}
		joined.columns = im_columns(joined.text);
		d->lines[w++] = joined;
	}
	d->n = w;
}

void im_unwrap(im_doc *d)
{
	join_title_tail(d);
	join_recipients(d);
	breaks b = {0, has_indents(d), common_blanks(d)};
	if (d->n < WRAP_LINES)
		return;
	bool broken = find_width(d, &b);
	if (!broken && b.indented) { /* all lines below the recipients are set in */
		b.indented = false;
		broken = find_width(d, &b);
	}
	if (broken)
		join_broken(d, &b);
	tell_broken(d);
}
