/* Blanks within Chinese text: those of a spread title and of a sentence are taken out, those of lists and forms stay.
 */
#include <string.h>

#include <glib.h>

#include "im.h"
#include "limits.h"
#include "typed_line.h"
#include "words_documents.h"

/* A spread title: `关 于 召 开`: nearly all words are one character, and the gaps between them are alike. Those of
 * names that are spread to the width of others are not: `张　伟  欧阳静宜  李　明`. */
static bool is_spread(const typed_line *x)
{
	size_t words = 0, single = 0, names = 0, len = 0, spaces = 0;
	for (size_t i = 0; i <= x->n; i++) {
		if (i < x->n && !ht_is_space(x->v[i].c)) {
			len++;
			continue;
		}
		spaces += i < x->n;
		words += len > 0;
		single += len == 1;
		names += len > 1 && ht_is_han(x->v[i - len].c);
		len = 0;
	}
	return words >= 4 && single * 5 >= words * 4 && spaces < words * 3 && !(names && names + single == words);
}

static bool is_sentence(const typed_line *x)
{
	size_t n_punct = 0;
	for (size_t i = 0; i < x->n; i++)
		n_punct += ht_str_set_has("，。；！？", x->v[i].c);
	return n_punct > 0 && x->n > 8;
}

/* Columns of blanks that separate the columns of a list. */
#define COLUMN_GAP 4

/* Columns of a list (`组　长：韩　正　　国务院副总理`) are made with runs of blanks. */
static bool has_columns(const typed_line *x)
{
	size_t run = 0;
	for (size_t i = 0; i < x->n; i++) {
		uint32_t c = x->v[i].c;
		run = ht_is_space(c) ? run + 1 + (c == U'　') : 0;
		if (run >= COLUMN_GAP && i + 1 < x->n && i >= run && is_cjk(char_at(x, i + 1)) &&
		    !is_cjk_mark(char_at(x, i + 1)))
			return true;
	}
	return false;
}

/* What stands between two marks of a sentence. */
typedef struct clause {
	size_t end;
	bool lists; /* its blanks separate the items of a list */
} clause;

static bool ends_clause(uint32_t c)
{
	return is_cjk_mark(c) || ht_str_set_has(",:;", c);
}

/* Characters of a remark in brackets after a name. */
#define REMARK_MOST 12

/* Longest name in a list whose items blanks separate; of a list in which most are not longer; and with points between
 * its parts (阿依古丽·买买提). */
#define NAME_MOST      4
#define LONG_NAME_MOST 6

/* The end of the brackets after a name that begin at i (方宁（女，彝族）), or i. */
static size_t skip_remark(const typed_line *x, size_t i)
{
	if (i >= x->n || !ht_str_set_has("（(", x->v[i].c))
		return i;
	for (size_t k = i + 1; k < x->n && k <= i + REMARK_MOST; k++)
		if (ht_str_set_has("）)", x->v[k].c))
			return k + 1;
	return i;
}

/* The clause that begins at i, after the character before. `王芳 张伟 刘洋` is a list: a short word stands between two
 * blanks, and neither a long one nor a figure; so are two short words after a colon (`副组长：沈怀瑾 叶知秋`). Closed
 * up, such names could not be told from each other any more. */
static clause clause_up_to(const typed_line *x, size_t i, uint32_t before, bool remarks)
{
	size_t words = 0, chars = 0, most = 0, longest_inner = 0, long_inner = 0;
	bool figures = false;
	while (i < x->n && !ends_clause(x->v[i].c)) {
		size_t begin = i, han = 0, points = 0;
		for (; i < x->n && !ends_clause(x->v[i].c) && !ht_is_space(x->v[i].c); i++) {
			han += ht_is_han(x->v[i].c);
			points += ht_str_set_has(NAME_POINTS, x->v[i].c);
		}
		size_t len = i - begin;
		if (points && han + points == len && len <= POINTED_NAME_MOST)
			len = MIN(len, NAME_MOST); /* no longer word is a name as surely */
		if (remarks && len && len <= NAME_MOST)
			i = skip_remark(x, i);
		bool inner = words > 0 && i < x->n && ht_is_space(x->v[i].c);
		words += len > 0;
		chars += len;
		most = MAX(most, len);
		figures |= len && !han;
		if (inner)
			longest_inner = MAX(longest_inner, len);
		long_inner += inner && len > NAME_MOST;
		while (i < x->n && ht_is_space(x->v[i].c))
			i++;
	}
	bool pair = (before == U'：' || before == ':') && words == 2 && chars > 2 && most <= NAME_MOST;
	bool names = words > 2 && (!long_inner || (longest_inner <= LONG_NAME_MOST && long_inner * 4 <= words));
	return (clause){i, !figures && (pair || names)};
}

/* The same with the remarks that may follow names, if it is a list then. */
static clause clause_at(const typed_line *x, size_t i, uint32_t before)
{
	clause whole = clause_up_to(x, i, before, true);
	if (whole.lists)
		return whole;
	return clause_up_to(x, i, before, false);
}

/* Is a blank, after w characters that are done and before the text at i, a border that has to stay? */
static bool is_border(const typed_line *x, size_t w, size_t i)
{
	char left[BORDER_WORD * 4 + 1], right[BORDER_WORD * 4 + 1];
	size_t from = w, n = 0;
	while (from && w - from < BORDER_WORD && (ht_is_han(x->v[from - 1].c) || x->v[from - 1].c == U'、'))
		from--;
	for (; from < w; from++)
		n += ht_utf8_put(left + n, x->v[from].c);
	left[n] = '\0';
	for (n = 0; i < x->n && n < BORDER_WORD * 3 && ht_is_han(x->v[i].c); i++)
		n += ht_utf8_put(right + n, x->v[i].c);
	right[n] = '\0';
	return im_is_border(left, right);
}

/* The length of 第一条 or 议题1 at the line's beginning; the blank after it is kept. */
static size_t numbered_label(const typed_line *x)
{
	size_t label = 0, i;
	for (const char *const *word = ht_words_numbered_label, *p; *word && !label; word++) {
		for (i = 0, p = *word; *p && char_at(x, i) == ht_str_char(p); i++)
			p = ht_str_next(p);
		label = *p ? 0 : i;
	}
	for (i = label; label && ht_str_set_has("一二三四五六七八九十百零0123456789", char_at(x, i)); i++)
		;
	if (i > label && char_at(x, 0) == U'第')
		return ht_str_set_has("条章节", char_at(x, i)) ? i + 1 : 0;
	return i > label ? i : 0;
}

/* Blanks in 2026年7月　日, 2026年　月　日, （　　　）省, “　　”, 第　　号, 共　页: left for the pen. */
static bool is_for_pen(uint32_t before, uint32_t after)
{
	if (ht_str_set_has("（(〔[【《“‘「", before) && ht_str_set_has("）)〕]】》”’」", after))
		return true;
	if ((before == U'第' || before == U'共') && ht_str_set_has("号期次条页份天人项", after))
		return true;
	return (before == U'月' && after == U'日') || (before == U'年' && after == U'月');
}

/* The end of the blanks at i, if they are left in a form for the pen: after a label there comes another, or a day to be
 * filled in (`检查人：        日期：   月   日`); else 0. */
static size_t end_of_form_gap(const typed_line *x, size_t i, uint32_t before)
{
	size_t columns = 0;
	if (before != U'：' && before != ':')
		return 0;
	for (; i < x->n && ht_is_space(x->v[i].c); i++)
		columns += 1 + (x->v[i].c == U'　');
	size_t end = i;
	if (columns > 1 && i < x->n && ht_str_set_has("年月日", x->v[i].c))
		return end;
	while (i < x->n && ht_is_han(x->v[i].c))
		i++;
	if (i > end)
		i = skip_remark(x, i); /* 乙方（盖章）： */
	bool label = i > end && i < x->n && (x->v[i].c == U'：' || x->v[i].c == ':');
	return columns >= COLUMN_GAP && label ? end : 0;
}

/* Columns of blanks that may be left for the pen. */
#define PEN_GAP 3

static size_t columns_of(const typed_line *x, size_t from, size_t to)
{
	size_t columns = 0;
	for (; from < to; from++)
		columns += 1 + (x->v[from].c == U'　');
	return columns;
}

/* Does [from, to) say what a blank is for? */
static bool is_pen_remark(const typed_line *x, size_t from, size_t to)
{
	char text[REMARK_MOST * 4 + 1];
	size_t n = 0;
	for (; from < to && n + 4 < sizeof text; from++)
		n += ht_utf8_put(text + n, x->v[from].c);
	text[n] = '\0';
	return ht_str_ends_any(text, ht_words_pen_remark);
}

/* The same of the brackets that end before i. */
static bool is_after_pen_remark(const typed_line *x, size_t i)
{
	size_t open = i;
	if (!i || !ht_str_set_has("）)", x->v[i - 1].c))
		return false;
	while (open && i - open <= REMARK_MOST && !ht_str_set_has("（(", x->v[open - 1].c))
		open--;
	return open && is_pen_remark(x, open, i - 1);
}

/* Are the blanks from i to before next left for the pen, as in `请    （单位）派    名同志`? */
static bool is_pen_gap(const typed_line *x, size_t i, size_t next)
{
	const size_t remark = skip_remark(x, next);
	if (columns_of(x, i, next) < PEN_GAP || !i)
		return false;
	if (is_after_pen_remark(x, i) || (remark > next && is_pen_remark(x, next + 1, remark - 1)))
		return true;
	return ht_is_han(x->v[i - 1].c) && ht_str_set_has("名人元份页号次条天项件年月日时分台套", char_at(x, next));
}

/* Has the line such blanks? Then the other wide ones in it are as well. */
static bool is_form(const typed_line *x)
{
	for (size_t i = 0, next; i < x->n; i = next + 1) {
		for (next = i; next < x->n && ht_is_space(x->v[next].c); next++)
			;
		if (next > i && next < x->n && is_pen_gap(x, i, next))
			return true;
	}
	return false;
}

/* Is a blank after w characters, before the one at next, that between a remark on a name and the next name of a list,
 * as in `方宁（女） 李国强`? */
static bool is_after_remark(const typed_line *x, size_t w, size_t next)
{
	size_t open = w;
	if (!w || !ht_str_set_has("）)", x->v[w - 1].c) || !ht_is_han(char_at(x, next)))
		return false;
	while (open && w - open <= REMARK_MOST && !ht_str_set_has("（(", x->v[open - 1].c))
		open--;
	return open > 1 && w - open <= REMARK_MOST && ht_is_han(x->v[open - 2].c);
}

static bool has_blanks(const typed_line *x)
{
	size_t i = 0;
	while (i < x->n && !ht_is_space(x->v[i].c))
		i++;
	return i < x->n;
}

void ht_pass_spaces(typed_line *x)
{
	if (!has_blanks(x)) /* as most lines */
		return;
	size_t kept = numbered_label(x);
	bool spread = is_spread(x), sentence = is_sentence(x) && !has_columns(x);
	const bool form = !spread && is_form(x);
	size_t w = 0, form_end = 0, next = 0; /* next: of the text after i */
	uint32_t before = 0;                  /* of the text before i, the last character */
	bool in_blanks = false;
	clause part = {0};
	for (size_t i = 0; i < x->n; i++) {
		uint32_t c = x->v[i].c;
		const bool blank = ht_is_space(c);
		for (next = MAX(next, i + 1); next < x->n && ht_is_space(x->v[next].c);)
			next++;
		if (sentence && i >= part.end)
			part = clause_at(x, i + ends_clause(c), c);
		if (blank && !in_blanks && i >= form_end && w)
			form_end = end_of_form_gap(x, i, x->v[w - 1].c);
		if (form && blank && !in_blanks && i >= form_end && columns_of(x, i, next) >= PEN_GAP)
			form_end = next;
		in_blanks = blank;
		before = blank ? before : c;
		if (!blank || i < form_end || (kept && i == kept) || is_for_pen(before, char_at(x, next))) {
			x->v[w++] = x->v[i];
			continue;
		}
		uint32_t p = w ? x->v[w - 1].c : 0, n = char_at(x, next);
		bool chinese = is_cjk(p) || is_cjk(n);
		bool listed = sentence ? part.lists && ht_str_set_has("）)", p) : is_after_remark(x, w, next);
		if (c != '\t' && chinese && !listed && !(sentence && is_border(x, w, next)) &&
		    (spread || (sentence && !part.lists) || (is_cjk_mark(p) && c == ' ') ||
		     (is_cjk_mark(n) && c == ' ')))
			x->changes++;
		else
			x->v[w++] = x->v[i];
	}
	x->n = w;
}
