/* What stands loose between the lines of a text that was copied: numbers of pages or lines, and whom a message in a
 * chat calls (@所有人). */
#include <string.h>

#include "base/utf8.h"
#include "im.h"
#include "import/messages.h"
#include "pasted.h"
#include "words_web.h"

/* Digits of a page's number, and by how much one may be more than the last (a page without). */
#define NUMBER_DIGITS 3
#define NUMBER_STEP   2
/* Lines at the beginning, where a chat says that a list is made. */
#define CHAIN_LINES 6
/* The first that there is, and how many beginnings are looked at. */
#define FIRST_MOST 3
#define RUNS_TRIED 16

static void leave_out_line(im_line *line)
{
	line->kind = IM_JUNK;
	line->guessed = true;
}

/* The number that is all of line i, perhaps with how many there are (2/7); 0: there is more, or something else. */
static int number_alone(const im_doc *d, size_t i)
{
	const char *p = d->lines[i].text;
	if (d->lines[i].kind != IM_BODY || strspn(p, IM_DIGITS) > NUMBER_DIGITS || *p == '0')
		return 0;
	const int n = ht_scan_int(&p);
	p = ht_str_skip_spaces(p);
	const size_t of = ht_str_one_of(p, "/／");
	if (of) {
		p = ht_str_skip_spaces(p + of);
		p += strspn(p, IM_DIGITS);
	}
	return n > 0 && !*p ? n : 0;
}

/* Does line i end like a paragraph, or whom it addresses? */
static bool ends_like_text(const im_line *line)
{
	return line->kind == IM_BODY && ht_str_ends_one_of(line->text, "。；：！？");
}

/* Where a run of numbers is, each a little more than the last. */
typedef struct run {
	size_t n, first, last;
	size_t text, items; /* gaps with text between two of them; those of a single line */
} run;

/* The numbers from line i on. Cells of a table that was copied line by line are no text. */
static run run_from(const im_doc *d, size_t i)
{
	run r = {1, i, i, 0, 0};
	int before = number_alone(d, i);
	size_t lines = 0;
	bool text = false;
	for (size_t k = i + 1; k < d->n; k++) {
		const int n = number_alone(d, k);
		if (!n) {
			text |= ends_like_text(&d->lines[k]);
			lines++;
			continue;
		}
		if (n <= before || n > before + NUMBER_STEP || !lines)
			break;
		r.text += text;
		r.items += lines == 1;
		r.n++;
		r.last = k;
		before = n;
		text = false;
		lines = 0;
	}
	return r;
}

/* Numbers of pages or lines: not those of items, each above its text (1, 加强领导。, 2, …), within the text. above: is
 * there text before the first? */
static bool is_of_pages(const run *r, bool above)
{
	return r->n > 1 && r->text * 2 >= r->n - 1 && (!above || r->items * 2 < r->n);
}

/* Is the number on line i between paragraphs, where a page may end? */
static bool is_between_paragraphs(const im_doc *d, size_t i)
{
	return i && i + 1 < d->n && ends_like_text(&d->lines[i - 1]) && d->lines[i + 1].kind == IM_BODY &&
	       im_is_sentence(d->lines[i + 1].text);
}

static void find_numbers(im_doc *d)
{
	bool above = false;
	size_t tried = 0;
	for (size_t i = 0; i < d->n; i++) {
		const int n = number_alone(d, i);
		if (!n) {
			above = above || d->lines[i].kind == IM_BODY;
			continue;
		}
		const run r = n <= FIRST_MOST && tried++ < RUNS_TRIED ? run_from(d, i) : (run){0};
		const bool pages = is_of_pages(&r, above);
		if (pages)
			ht_diag(d->diags, HT_D_IMPORT_NUMBERS_LEFT, d->lines[i].loc, d->lines[i].text,
			        d->lines[r.last].text, NULL);
		for (size_t k = i; pages && k <= r.last; k++)
			if (number_alone(d, k))
				leave_out_line(&d->lines[k]);
		above = above || !pages;
		if (!pages && is_between_paragraphs(d, i))
			ht_diag(d->diags, HT_D_IMPORT_NUMBER_ALONE, d->lines[i].loc, d->lines[i].text, NULL);
	}
}

/* Whom the line calls from p on: @所有人, @林晓彤 @米兰; in bytes. */
static size_t mention_at(const char *s)
{
	const char *p = s;
	while (ht_str_one_of(p, "@＠")) {
		const char *name = p + ht_str_one_of(p, "@＠");
		const size_t all = ht_str_prefix_of(name, ht_words_mention_all);
		p = name + all;
		while (!all && *p && !im_is_blank(p) && !ht_str_one_of(p, "@＠，。：、；\t"))
			p = ht_str_next(p);
		while (im_is_blank(p) || ht_str_one_of(p, "，：:、"))
			p = ht_str_next(p);
	}
	return (size_t)(p - s);
}

/* The mentions of n bytes at from go, before a title. */
static void cut_mentions(im_doc *d, im_line *line, const char *from, size_t n)
{
	im_leave_out(d, im_copy(d, from, n), line->loc, HT_D_IMPORT_REMOVED);
	line->text = im_join(d, im_copy(d, line->text, (size_t)(from - line->text)), from + n);
	line->columns = im_columns(line->text);
}

/* Lines of the text at its top. */
#define TOP_LINES 3

/* 【通知】@所有人 alone on a line is a chat's, and no title's beginning; neither is it one before a title. */
static void find_mentions(im_doc *d)
{
	for (size_t i = 0; i < d->n; i++) {
		im_line *line = &d->lines[i];
		const char *s = line->text, *tag = ht_str_starts(s, "【") ? strstr(s, "】") : NULL;
		const char *from = tag ? ht_str_skip_spaces(tag + strlen("】")) : s;
		const size_t n = line->kind == IM_BODY ? mention_at(from) : 0;
		if (n && from[n] && i < TOP_LINES && im_ends_title(d, from + n))
			cut_mentions(d, line, from, n);
		if (n && !from[n])
			leave_out_line(line);
	}
}

/* #接龙, by which a chat marks a list that each adds a line to, and the example above its first line. */
static void find_chain(im_doc *d)
{
	bool chain = false;
	for (size_t i = 0; i < d->n && i < CHAIN_LINES; i++) {
		const char *s = d->lines[i].text;
		chain = chain || ht_str_has_any(s, ht_words_chain);
		const char *tag = s + ht_str_one_of(s, "#＃【");
		const size_t n = tag > s ? ht_str_prefix_of(tag, ht_words_chain) : 0;
		if (n && ht_str_chars(tag + n) <= 1) {
			leave_out_line(&d->lines[i]);
			continue;
		}
		const size_t example = ht_str_prefix_of(s, ht_words_example);
		const char *below = i + 1 < d->n ? d->lines[i + 1].text : "";
		if (chain && example && (im_is_blank(s + example) || ht_str_one_of(s + example, "：:")) &&
		    below[0] == '1' && ht_str_one_of(below + 1, ".．、"))
			leave_out_line(&d->lines[i]);
	}
}

void im_find_loose(im_doc *d)
{
	find_chain(d);
	find_numbers(d);
	find_mentions(d);
}
