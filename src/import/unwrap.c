/* Lines joined to paragraphs. */
#include "import/messages.h"
#include "im.h"

/* Text pasted from a terminal, a mail or a PDF is
 * broken at a column: lines as
 * wide as the widest one that end without a stop continue in the next. The widest line means something only if it is
 * not a whole paragraph: it must be between half a page's and a terminal's width, in columns. */
#define WRAP_LEAST 40
#define WRAP_MOST  130
/* A line is full if not even a bracket and a punctuation mark would fit. */
#define WRAP_SLACK 5
/* Columns by which a paragraph's first line is set in: two characters, or less. */
#define FIRST_LINE_INDENT 2
/* Lines at the beginning, of which one may end the title. */
#define TITLE_BEGIN_LINES 4
/* Fewer lines do not show a width. */
#define WRAP_LINES 4

static bool ends_paragraph(const im_line *line)
{
	return ht_str_ends_one_of(line->text, "。；：！？.:;）”");
}

static bool is_full(const im_line *line, int width)
{
	return line->indent + line->columns >= width - WRAP_SLACK;
}

/* The next line that is not left out (a page number), or n. */
static size_t next_line(const im_doc *d, size_t i)
{
	while (++i < d->n && d->lines[i].kind == IM_JUNK)
		;
	return i;
}

/* Does the text of line i continue in the next one? */
static bool continues_in_next(im_doc *d, size_t i, int width, bool indented)
{
	static const char *const within[] = {"。", "，", "；", NULL};
	size_t next = next_line(d, i);
	if (next == d->n)
		return false;
	const im_line *line = &d->lines[i], *after = &d->lines[next];
	if (after->blanks || !is_full(line, width) || after->kind != IM_BODY || line->kind != IM_BODY)
		return false;
	if (indented && after->indent >= FIRST_LINE_INDENT)
		return false;
	if (i < TITLE_BEGIN_LINES && im_ends_title(d, line->text) && !ht_str_has_any(line->text, within))
		return false; /* the title, and whom it addresses */
	return !im_level(d, after->text) || !ends_paragraph(line);
}

static int widest(const im_doc *d)
{
	int width = 0;
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].kind == IM_BODY && d->lines[i].indent + d->lines[i].columns > width)
			width = d->lines[i].indent + d->lines[i].columns;
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

/* Many full lines that end within a sentence; or nearly all of them, where the
 * text has short paragraphs besides. Short lines without a stop (chat messages) say that a line is a paragraph. */
static bool is_wrapped(im_doc *d, int width, bool indented)
{
	size_t full = 0, open = 0, body = 0, unstopped = 0;
	for (size_t i = 0; i < d->n; i++) {
		body += d->lines[i].kind == IM_BODY;
		if (d->lines[i].kind == IM_BODY && !is_full(&d->lines[i], width) && !ends_paragraph(&d->lines[i]) &&
		    !im_level(d, d->lines[i].text))
			unstopped++;
		if (!is_full(&d->lines[i], width) || !continues_in_next(d, i, width, indented))
			continue;
		full++;
		open += !ends_paragraph(&d->lines[i]);
	}
	bool many = open >= 2 && open * 2 >= full && full * 4 >= body && open > unstopped;
	bool sure = open >= 4 && open * 5 >= full * 4 && full * 6 >= body;
	return width >= WRAP_LEAST && width <= WRAP_MOST && (many || sure);
}

void im_unwrap(im_doc *d)
{
	bool indented = has_indents(d);
	int width = widest(d);
	size_t w = 0;
	if (d->n < WRAP_LINES || !is_wrapped(d, width, indented))
		return;
	ht_diag(d->diags, HT_D_IMPORT_UNWRAPPED, d->lines[0].loc, NULL);
	for (size_t i = 0; i < d->n; i++) {
		im_line joined = d->lines[i];
		while (continues_in_next(d, i, width, indented)) {
			for (size_t next = next_line(d, i); ++i < next;)
				d->lines[w++] = d->lines[i];
			joined.text = joined.raw = im_join(d, joined.text, d->lines[i].text);
		}
		joined.columns = im_columns(joined.text);
		d->lines[w++] = joined;
	}
	d->n = w;
}
