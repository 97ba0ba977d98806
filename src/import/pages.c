/* Words at places on pages, to paragraphs and rows of tables (see pdf.c). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "import/messages.h"
#include "pages.h"

/* The first line of a paragraph is set in by two characters, a full line ends within two of the edge; half a character
 * is no indent. */
#define INDENT_LEAST 0.8
#define FULL_SLACK   2.0
/* Titles in a list are broken between words, and so end earlier. */
#define HANGING_LEAST 0.5
#define HANGING_SLACK 5.0
/* Items of a list begin no farther in; signatures do. */
#define LIST_INDENT_MOST 6.0

/* In lines of text: what is farther below a line is another paragraph. */
#define APART_LEAST 1.6

/* Of the page's height: lines that repeat above and below this may be running heads and feet. */
#define TOP_ZONE    0.12
#define BOTTOM_ZONE 0.84

/* ---- what stands on several pages ---- */

/* Without digits: the same on each page. */
static const char *pattern_of(im_pdf_reader *r, const im_pdf_line *line)
{
	char *s = ht_arena_strdup(r->pdf->d->arena, im_line_text(r, line)), *w = s;
	r->pdf->d->nomem |= !s;
	for (const char *p = s; p && *p; p++)
		if (!g_ascii_isdigit(*p) && *p != ' ')
			*w++ = *p;
	if (w)
		*w = '\0';
	return s ? s : "";
}

static bool is_at_edge(const im_pdf_reader *r, const im_pdf_line *line)
{
	const double h = r->pdf->pages[line->page].height;
	return line->y1 < TOP_ZONE * h || line->y0 > BOTTOM_ZONE * h;
}

typedef struct edge_line {
	const char *pattern;
	size_t line;
} edge_line;

static int by_pattern(const void *a, const void *b)
{
	const edge_line *p = a, *q = b;
	int order = strcmp(p->pattern, q->pattern);
	return order ? order : (p->line > q->line) - (p->line < q->line);
}

static void leave_out(im_pdf_reader *r, size_t i)
{
	im_pdf_line *line = &r->lines[i];
	if (line->left_out)
		return;
	line->left_out = true;
	im_leave_out(r->pdf->d, im_line_text(r, line), (ht_loc){r->pdf->d->file, (int)i + 1, 0}, HT_D_IMPORT_REMOVED);
}

static bool is_outermost(const im_pdf_reader *r, size_t i)
{
	const im_pdf_line *line = &r->lines[i];
	return i + 1 == r->n || r->lines[i + 1].page != line->page || !i || r->lines[i - 1].page != line->page;
}

/* Lines at the edges of pages that are their numbers, or are there on half of the pages, two at least. */
static void find_furniture(im_pdf_reader *r)
{
	edge_line *lines = ht_arena_array(r->pdf->d->arena, r->n + 1, sizeof *lines);
	size_t n = 0;
	r->pdf->d->nomem |= !lines;
	for (size_t i = 0; lines && i < r->n; i++) {
		if (!is_at_edge(r, &r->lines[i]))
			continue;
		if (is_outermost(r, i) && im_is_page_number(im_line_text(r, &r->lines[i])))
			leave_out(r, i);
		else
			lines[n++] = (edge_line){pattern_of(r, &r->lines[i]), i};
	}
	if (lines)
		qsort(lines, n, sizeof *lines, by_pattern);
	for (size_t i = 0, to; i < n; i = to) {
		size_t pages = 1;
		for (to = i + 1; to < n && strcmp(lines[to].pattern, lines[i].pattern) == 0; to++)
			pages += r->lines[lines[to].line].page != r->lines[lines[to - 1].line].page;
		for (size_t k = i; k < to && pages > 1 && pages * 2 >= r->pdf->n_pages; k++)
			leave_out(r, lines[k].line);
	}
}

/* ---- paragraphs ---- */

static void end_paragraph(im_pdf_reader *r)
{
	im_doc *d = r->pdf->d;
	const char *text = im_copy_buf(d, &r->text);
	if (*text) {
		im_add_line(d, text, strlen(text), r->loc, r->blanks);
		r->blanks = 0;
	}
	r->text.len = 0;
	r->first = NULL;
}

static bool begins_with_number(im_pdf_reader *r, const im_pdf_line *line)
{
	return im_level(r->pdf->d, im_line_text(r, line)) > 0;
}

/* Is it farther below the line before than lines of a paragraph are? */
static bool is_apart(const im_pdf_reader *r, const im_pdf_line *line)
{
	return r->last && r->last->page == line->page && line->y0 - r->last->y0 > APART_LEAST * r->pitch;
}

/* Does the paragraph so far go on in this line? */
static bool continues(im_pdf_reader *r, const im_pdf_line *line)
{
	if (!r->first || !im_is_height(im_line_height(line), im_line_height(r->last)))
		return false;
	const im_pdf_margins *m = im_line_margins(r, line);
	const double from_left = line->x0 - m->left, end_gap = m->right - r->last->x1;
	const bool stopped = ht_str_ends_one_of(r->pdf->words[r->last->to - 1].text, "。；：！？");
	const bool hangs =
	    line->x0 > r->first->x0 + HANGING_LEAST * r->em && r->first->x0 - m->left < LIST_INDENT_MOST * r->em;
	if (is_apart(r, line) || end_gap > (hangs ? HANGING_SLACK : FULL_SLACK) * r->em)
		return false;
	if (from_left < INDENT_LEAST * r->em)
		return !stopped || (r->first->x0 - m->left > INDENT_LEAST * r->em && !begins_with_number(r, line));
	/* a list or a note hangs below its label */
	return !stopped && hangs && from_left < (m->right - m->left) / 2 && !begins_with_number(r, line);
}

static void put_line(im_pdf_reader *r, size_t i)
{
	const im_pdf_line *line = &r->lines[i];
	if (!continues(r, line)) {
		end_paragraph(r);
		r->blanks = is_apart(r, line);
		r->first = line;
		r->loc.line = (int)i + 1;
	} else {
		const im_pdf_word *words = r->pdf->words;
		ht_buf_adds(&r->text, im_between_lines(words[r->last->to - 1].text, words[line->from].text));
	}
	im_add_words(r, &r->text, line, line->from, line->to);
	r->last = line;
}

void im_put_pages(im_pdf *pdf)
{
	im_pdf_reader r = {.pdf = pdf, .loc = im_whole_file(pdf->d)};
	for (size_t i = 0; i < pdf->n_pages && !pdf->d->nomem; i++)
		im_find_page_lines(&r, i);
	im_measure_pages(&r);
	find_furniture(&r);
	for (size_t i = 0; i < r.n && !pdf->d->nomem;) {
		size_t end = r.lines[i].left_out ? i : im_table_end(&r, i);
		if (end > i) {
			end_paragraph(&r);
			im_put_table(&r, i, end);
			r.last = &r.lines[end - 1];
		} else if (!r.lines[i].left_out) {
			put_line(&r, i);
		}
		i = end > i ? end : i + 1;
	}
	end_paragraph(&r);
	pdf->d->nomem |= r.text.failed;
	ht_buf_free(&r.text);
}
