/* Words at places on a page, to lines, with their measures and their cells. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/script.h"
#include "import/messages.h"
#include "pages.h"

/* In parts of a character's width: a gap that separates words, that is as wide as a Chinese blank, that separates
 * cells; between Latin words. */
#define GAP_BLANK 0.35
#define GAP_WIDE  0.75
#define GAP_CELL  1.6
/* In a table, between words of several characters: cells of narrow columns. */
#define GAP_IN_TABLE 0.5
/* What separates cells where the program that gives the words takes them for two texts: more than a Chinese blank. */
#define GAP_TWO_LINES 1.25
#define GAP_LATIN     0.12

/* A line that long, in characters, tells where the margins are. */
#define LONG_LINE 15
/* Lines reach out of the margins by a mark or two; a first line is set in by more. */
#define EDGE_SLACK 1.5
/* In parts of its height: characters that differ by no more are of one size. */
#define SIZE_SLACK 0.15
/* A word with so many characters is of running text. */
#define RUNNING_CHARS 10

/* Words of one line share more than this part of the lower one's height. */
#define SHARED_LEAST 0.5
/* In parts of the height of the word beside it: one that is no taller, and ends so far above that word's foot or begins
 * so far below its top, is raised or lowered; more characters are not. */
#define SMALL_MOST  0.8
#define ABOVE_LEAST 0.3
#define BELOW_LEAST 0.42
#define SCRIPT_MOST 4

static int compare(double a, double b)
{
	return (a > b) - (a < b);
}

static int by_middle(const void *a, const void *b)
{
	const im_pdf_word *p = a, *q = b;
	return compare(p->y0 + p->y1, q->y0 + q->y1);
}

static int by_row(const void *a, const void *b)
{
	const im_pdf_word *p = a, *q = b;
	return p->row != q->row ? compare((double)p->row, (double)q->row) : compare(p->x0, q->x0);
}

static int by_value(const void *a, const void *b)
{
	return compare(*(const double *)a, *(const double *)b);
}

static double middle(double *values, size_t n)
{
	if (!n)
		return 0;
	qsort(values, n, sizeof *values, by_value);
	return values[n / 2];
}

/* ---- lines of a page ---- */

/* Does the word stand on the row? */
static bool is_on(const im_pdf_line *r, const im_pdf_word *w)
{
	double shared = fmin(r->y1, w->y1) - fmax(r->y0, w->y0);
	return shared > SHARED_LEAST * fmin(r->y1 - r->y0, w->y1 - w->y0);
}

static void put_on(im_pdf_line *r, const im_pdf_word *w)
{
	r->x0 = fmin(r->x0, w->x0);
	r->x1 = fmax(r->x1, w->x1);
	if (w->y1 - w->y0 > r->y1 - r->y0) {
		r->y0 = w->y0;
		r->y1 = w->y1;
	}
	r->to++;
}

void im_find_page_lines(im_pdf_reader *r, size_t number)
{
	im_pdf *pdf = r->pdf;
	const im_pdf_page *page = &pdf->pages[number];
	im_pdf_word *words = pdf->words + page->from;
	size_t n = page->to - page->from, first = r->n;
	qsort(words, n, sizeof *words, by_middle);
	for (size_t i = 0; i < n; i++) {
		im_pdf_word *w = &words[i];
		im_pdf_line *found = NULL;
		for (size_t k = r->n; k-- > first && k + 4 > r->n && !found;)
			found = is_on(&r->lines[k], w) ? &r->lines[k] : NULL;
		if (found) {
			put_on(found, w);
		} else {
			found = HT_PUSH(pdf->d->arena, r->lines, r->n, r->cap);
			pdf->d->nomem |= !found;
			if (!found)
				return;
			*found =
			    (im_pdf_line){.page = number, .x0 = w->x0, .x1 = w->x1, .y0 = w->y0, .y1 = w->y1, .to = 1};
		}
		w->row = (size_t)(found - r->lines);
	}
	qsort(words, n, sizeof *words, by_row);
	size_t at = page->from;
	for (size_t k = first; k < r->n; k++) {
		r->lines[k].from = at;
		at = r->lines[k].to += at;
	}
}

/* ---- measures ---- */

double im_line_height(const im_pdf_line *r)
{
	return r->y1 - r->y0;
}

bool im_is_height(double height, double other)
{
	return fabs(height - other) <= SIZE_SLACK * other;
}

static bool is_body_size(const im_pdf_reader *r, const im_pdf_line *line)
{
	return im_is_height(im_line_height(line), r->size);
}

/* The width of a character of the line's size. */
double im_line_em(const im_pdf_reader *r, const im_pdf_line *line)
{
	return r->em * im_line_height(line) / r->size;
}

im_pdf_margins *im_line_margins(im_pdf_reader *r, const im_pdf_line *line)
{
	return &r->margins[r->pdf->pages[line->page].landscape];
}

/* The least, or the greatest, value; where two others share one close to it (within em), theirs: a line may reach
 * out. */
static double edge(const double *values, size_t n, double em, bool greatest)
{
	for (size_t i = 0; i + 1 < n; i++) {
		size_t k = greatest ? n - 1 - i : i, next = greatest ? k - 1 : k + 1, outer = greatest ? n - 1 : 0;
		if (fabs(values[k] - values[outer]) > EDGE_SLACK * em)
			return values[outer];
		if (fabs(values[k] - values[next]) < em / 2)
			return values[k];
	}
	if (!n)
		return 0;
	return values[greatest ? n - 1 : 0];
}

static void find_margins(im_pdf_reader *r, bool landscape, double *values)
{
	im_pdf_margins *m = &r->margins[landscape];
	for (int right = 0; right < 2; right++) {
		size_t n = 0;
		for (size_t i = 0; i < r->n; i++) {
			const im_pdf_line *line = &r->lines[i];
			bool wide = line->x1 - line->x0 > LONG_LINE * r->em && is_body_size(r, line) &&
			            im_count_cells(r, line, false) == 1;
			if (wide && !line->left_out && r->pdf->pages[line->page].landscape == landscape)
				values[n++] = right ? line->x1 : line->x0;
		}
		qsort(values, n, sizeof *values, by_value);
		*(right ? &m->right : &m->left) = edge(values, n, r->em, right);
	}
}

void im_measure_pages(im_pdf_reader *r)
{
	im_pdf *pdf = r->pdf;
	double *values = ht_arena_array(pdf->d->arena, pdf->n + 1, sizeof *values);
	size_t n = 0;
	pdf->d->nomem |= !values;
	if (!values)
		return;
	/* cells of tables are short */
	for (size_t least = RUNNING_CHARS; !n && least; least /= 3)
		for (size_t i = 0; i < pdf->n; i++)
			if (ht_str_chars(pdf->words[i].text) >= least)
				values[n++] = pdf->words[i].y1 - pdf->words[i].y0;
	r->size = middle(values, n);
	n = 0;
	for (size_t i = 0; i < pdf->n; i++) {
		const im_pdf_word *w = &pdf->words[i];
		size_t chars = ht_str_chars(w->text);
		if (chars > 2 && im_is_height(w->y1 - w->y0, r->size) && ht_str_has_han(w->text))
			values[n++] = (w->x1 - w->x0) / (double)chars;
	}
	r->em = n ? middle(values, n) : r->size;
	n = 0;
	for (int any = 0; !n && any < 2; any++)
		for (size_t i = 1; i < r->n; i++)
			if (r->lines[i].page == r->lines[i - 1].page &&
			    (any || (is_body_size(r, &r->lines[i]) && is_body_size(r, &r->lines[i - 1]))))
				values[n++] = r->lines[i].y0 - r->lines[i - 1].y0;
	r->pitch = middle(values, n);
	find_margins(r, false, values);
	find_margins(r, true, values);
}

/* ---- text of words ---- */

static bool is_narrow(uint32_t cp)
{
	return cp < 0x2E80;
}

/* What stands between two words, d in widths of a character. */
static const char *between(const char *a, const char *b, double d)
{
	if (d >= GAP_CELL)
		return "　　";
	if (d >= GAP_WIDE)
		return "　";
	if (d >= GAP_BLANK)
		return " ";
	bool latin = is_narrow(ht_str_char(ht_str_last(a))) && is_narrow(ht_str_char(b));
	return latin && d >= GAP_LATIN ? " " : "";
}

const char *im_between_lines(const char *a, const char *b)
{
	return ht_str_ends(a, "-") ? "" : between(a, b, GAP_LATIN);
}

/* The word's text; smaller ones above or below the line are 10³ and H₂O, not 103 and H2O. */
static const char *text_of(im_pdf_reader *r, const im_pdf_line *line, const im_pdf_word *w)
{
	const im_pdf_word *beside = w;
	if (w > &r->pdf->words[line->from])
		beside--;
	else if (line->to - line->from > 1)
		beside++;
	const double h = beside->y1 - beside->y0, gap = fmax(w->x0 - beside->x1, beside->x0 - w->x1);
	const bool small = w->y1 - w->y0 < SMALL_MOST * h && gap < GAP_BLANK * r->em;
	const bool above = small && beside->y1 - w->y1 > ABOVE_LEAST * h,
	           below = small && w->y0 - beside->y0 > BELOW_LEAST * h;
	if ((!above && !below) || ht_str_chars(w->text) > SCRIPT_MOST)
		return w->text;
	ht_buf made = {0};
	const bool all = ht_script_add(&made, w->text, strlen(w->text), above);
	if (!all)
		ht_diag(r->pdf->d->diags, HT_D_IMPORT_SCRIPT, r->loc, w->text, NULL);
	const char *text = all ? im_copy_all(r->pdf->d, &made) : w->text;
	ht_buf_free(&made);
	return text;
}

/* Add the words [from, to) of a line. */
void im_add_words(im_pdf_reader *r, ht_buf *out, const im_pdf_line *line, size_t from, size_t to)
{
	const im_pdf_word *words = r->pdf->words;
	const double em = im_line_em(r, line);
	for (size_t i = from; i < to; i++) {
		if (i > from)
			ht_buf_adds(out,
			            between(words[i - 1].text, words[i].text, (words[i].x0 - words[i - 1].x1) / em));
		ht_buf_adds(out, text_of(r, line, &words[i]));
	}
}

const char *im_line_text(im_pdf_reader *r, const im_pdf_line *line)
{
	ht_buf out = {0};
	im_add_words(r, &out, line, line->from, line->to);
	const char *text = im_copy_buf(r->pdf->d, &out);
	ht_buf_free(&out);
	return text;
}

/* A character alone may be half a name (李 强); a digit alone is a number, as are several. */
static bool is_word(const char *s)
{
	return ht_str_chars(s) > 1 || g_ascii_isdigit(*s);
}

/* The end of the cell that begins with the word at from. In a table a blank's width is enough, but not within a name of
 * two characters. */
size_t im_cell_end(const im_pdf_reader *r, const im_pdf_line *line, size_t from, bool in_table)
{
	const im_pdf_word *words = r->pdf->words;
	const double em = im_line_em(r, line);
	size_t i = from + 1;
	for (; i < line->to; i++) {
		const double gap = (words[i].x0 - words[i - 1].x1) / em;
		const bool words_both = is_word(words[i].text) && is_word(words[i - 1].text);
		const double apart = in_table ? GAP_BLANK : GAP_TWO_LINES;
		if (gap >= GAP_CELL || (gap >= apart && words[i].line != words[i - 1].line))
			break;
		const bool other = ht_str_has_han(words[i].text) != ht_str_has_han(words[i - 1].text);
		if (in_table && words_both && gap >= (other ? GAP_BLANK : GAP_IN_TABLE))
			break;
	}
	return i;
}

size_t im_count_cells(const im_pdf_reader *r, const im_pdf_line *line, bool in_table)
{
	size_t n = 0;
	for (size_t i = line->from; i < line->to; i = im_cell_end(r, line, i, in_table))
		n++;
	return n;
}
