/* Punctuation and spaces, line by line.
 *
 * Each kind of repair is one pass over the line's characters; no pass makes the line longer, so all work in place.
 * Latin text is never changed: web and mail addresses are marked first, and every pass changes a punctuation mark only
 * beside Chinese text. */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "words_documents.h"
#include "im.h"
#include "limits.h"
#include "repair.h"

typedef struct typed_char {
	uint32_t c;
	bool fixed; /* part of an address: not to be touched */
} typed_char;

typedef struct typed_line {
	typed_char *v;
	size_t n;
	size_t changes; /* of the pass at work */
} typed_line;

static bool is_punct(uint32_t c)
{
	bool cjk_block = (c >= U'、' && c <= U'〃') || (c >= U'〈' && c <= U'〟');
	bool full_width_form = c >= U'！' && c <= U'･';
	return cjk_block || full_width_form || ht_str_set_has("—…“”‘’", c);
}

/* Chinese: an ideograph or a mark of Chinese text. */
static bool is_cjk(uint32_t c)
{
	return ht_is_han(c) || is_punct(c);
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_latin(uint32_t c)
{
	return c < 0x250 && g_unichar_isalpha(c);
}

static uint32_t char_at(const typed_line *x, size_t i)
{
	return i < x->n ? x->v[i].c : 0;
}

/* The character before i that is not a space; 0 at the beginning. */
static uint32_t char_before(const typed_line *x, size_t i)
{
	while (i-- > 0)
		if (!ht_is_space(x->v[i].c))
			return x->v[i].c;
	return 0;
}

static uint32_t char_after(const typed_line *x, size_t i)
{
	while (++i < x->n)
		if (!ht_is_space(x->v[i].c))
			return x->v[i].c;
	return 0;
}

/* ---- what is not touched ---- */

static bool is_address(const typed_line *x, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		uint32_t c = x->v[i].c;
		if ((c == '@' && i > from && i + 1 < to) ||
		    (c == ':' && char_at(x, i + 1) == '/' && char_at(x, i + 2) == '/'))
			return true;
		if (c == 'w' && char_at(x, i + 1) == 'w' && char_at(x, i + 2) == 'w' && char_at(x, i + 3) == '.')
			return true;
	}
	return false;
}

static void mark_addresses(typed_line *x)
{
	for (size_t i = 0, end; i < x->n; i = end + 1) {
		for (end = i; end < x->n && x->v[end].c > ' ' && x->v[end].c < 0x7F; end++)
			;
		size_t last = end;
		while (last > i && ht_str_set_has(",;:!?)\"'", x->v[last - 1].c))
			last--;
		for (size_t k = i; is_address(x, i, last) && k < last; k++)
			x->v[k].fixed = true;
	}
}

/* ---- the passes ---- */

static size_t entity_at(const typed_line *x, size_t i)
{
	char text[IM_LONGEST_ENTITY + 1] = "";
	for (size_t k = 0; k < IM_LONGEST_ENTITY && char_at(x, i + k) < 0x80; k++)
		text[k] = (char)char_at(x, i + k);
	return im_entity_at(text);
}

static void pass_entities(typed_line *x)
{
	size_t w = 0;
	for (size_t i = 0; i < x->n; i++) {
		size_t n = x->v[i].c == '&' ? entity_at(x, i) : 0;
		if (n) {
			x->v[w++] = (typed_char){' ', false};
			i += n - 1;
		} else if (!is_invisible(x->v[i].c)) {
			x->v[w++] = x->v[i];
			continue;
		}
		x->changes++;
	}
	x->n = w;
}

static void pass_radicals(typed_line *x)
{
	for (size_t i = 0; i < x->n; i++) {
		uint32_t c = im_unified_ideograph(x->v[i].c);
		x->changes += c != x->v[i].c;
		x->v[i].c = c;
	}
}

/* From an ASCII character to its full-width form. */
#define FULL_WIDTH (U'！' - '!')

static void pass_width(typed_line *x)
{
	for (size_t i = 0; i < x->n; i++) {
		uint32_t c = x->v[i].c;
		bool letter = (c >= U'０' && c <= U'９') || (c >= U'Ａ' && c <= U'Ｚ') || (c >= U'ａ' && c <= U'ｚ');
		if (letter || ((c == U'．' || c == U'％') && i && is_digit(x->v[i - 1].c))) {
			x->v[i].c = c - FULL_WIDTH;
			x->changes++;
		}
	}
}

/* Digits of the number after the year. */
#define SERIAL_DIGITS 6

/* Is there `[2026]12号` at i? */
static bool is_year_bracket(const typed_line *x, size_t i)
{
	static const char opens[] = "[(（【［〈〔", closes[] = "])）】］〉〕";
	if (!ht_str_set_has(opens, char_at(x, i)) || !ht_str_set_has(closes, char_at(x, i + 5)) ||
	    (char_at(x, i) == U'〔' && char_at(x, i + 5) == U'〕'))
		return false;
	for (size_t k = 1; k <= 4; k++)
		if (!is_digit(char_at(x, i + k)))
			return false;
	size_t k = i + 6;
	while (k < x->n && (ht_is_space(x->v[k].c) || x->v[k].c == U'第'))
		k++;
	size_t from = k;
	while (is_digit(char_at(x, k)) && k < from + SERIAL_DIGITS)
		k++;
	return k > from && char_at(x, k) == U'号' && ht_is_han(char_before(x, i));
}

static void pass_number(typed_line *x)
{
	for (size_t i = 0; i + 5 < x->n; i++) {
		if (!is_year_bracket(x, i))
			continue;
		x->v[i].c = U'〔';
		x->v[i + 5].c = U'〕';
		x->changes++;
	}
}

static bool any_cjk(const typed_line *x, size_t from, size_t to)
{
	while (from < to)
		if (is_cjk(x->v[from++].c))
			return true;
	return false;
}

/* The straight quotes of the line that are quotation marks: not an apostrophe,
 * not inches. */
static bool is_straight(const typed_line *x, size_t i, uint32_t quote)
{
	if (x->v[i].c != quote || x->v[i].fixed)
		return false;
	uint32_t p = i ? x->v[i - 1].c : 0, n = char_at(x, i + 1);
	if (quote == '\'')
		return !((is_latin(p) || is_digit(p)) && (is_latin(n) || !is_cjk(n)));
	return true;
}

static void pair_quotes(typed_line *x, uint32_t quote, uint32_t open, uint32_t close)
{
	size_t total = 0, k = 0;
	for (size_t i = 0; i < x->n; i++)
		total += is_straight(x, i, quote);
	for (size_t i = 0; i < x->n; i++) {
		/* of an odd number the last is left for a person to check */
		if (!is_straight(x, i, quote) || k == total - total % 2)
			continue;
		x->v[i].c = k++ % 2 ? close : open;
		x->changes++;
	}
}

static void pass_quotes(typed_line *x)
{
	if (!any_cjk(x, 0, x->n))
		return;
	pair_quotes(x, '"', U'“', U'”');
	pair_quotes(x, '\'', U'‘', U'’');
}

/* How many of c follow one another at i. */
static size_t run_of(const typed_line *x, size_t i, uint32_t c)
{
	size_t n = 0;
	while (char_at(x, i + n) == c)
		n++;
	return n;
}

/* Write n of c at *w, as one change. */
static void put_run(typed_line *x, size_t *w, uint32_t c, size_t n)
{
	while (n--)
		x->v[(*w)++] = (typed_char){c, false};
	x->changes++;
}

static bool beside_cjk(const typed_line *x, size_t from, size_t to)
{
	return is_cjk(char_before(x, from)) || is_cjk(to < x->n ? char_after(x, to - 1) : 0);
}

static void pass_ellipsis(typed_line *x)
{
	size_t w = 0;
	for (size_t i = 0; i < x->n; i++) {
		uint32_t c = x->v[i].c;
		bool dots = c == '.' || c == U'。', ellipsis = c == U'…';
		size_t n = dots || ellipsis ? run_of(x, i, c) : 1;
		bool typed =
		    dots && n >= 3 && !x->v[i].fixed && beside_cjk(x, i, i + n) && !is_digit(char_before(x, i));
		if (typed || (ellipsis && n > 2)) {
			put_run(x, &w, U'…', 2);
			i += n - 1;
			continue;
		}
		/* after dots, the next may begin another run */
		for (size_t end = i + (ellipsis ? n : 1); i < end; i++)
			x->v[w++] = x->v[i];
		i--;
	}
	x->n = w;
}

static void pass_dash(typed_line *x)
{
	size_t w = 0;
	for (size_t i = 0; i < x->n; i++) {
		size_t n = x->v[i].c == '-' && !x->v[i].fixed ? run_of(x, i, '-') : 0;
		if (n >= 2 && is_cjk(char_before(x, i)) && is_cjk(char_after(x, i + n - 1))) {
			put_run(x, &w, U'—', 2);
			i += n - 1;
		} else {
			x->v[w++] = x->v[i];
		}
	}
	x->n = w;
}

/* Characters within a pair of brackets. */
#define BRACKETS_MOST 1000

/* The partner of the bracket that opens at i, or n. */
static size_t partner_of(const typed_line *x, size_t i)
{
	int depth = 0;
	for (size_t most = i + BRACKETS_MOST; i < x->n && i < most; i++) {
		uint32_t c = x->v[i].c;
		depth += c == '(' || c == U'（';
		depth -= c == ')' || c == U'）';
		if (!depth)
			return i;
	}
	return x->n;
}

/* Brackets belong to the text around or in them. */
static void widen_brackets(typed_line *x)
{
	for (size_t i = 0; i < x->n; i++) {
		if (x->v[i].c != '(' || x->v[i].fixed)
			continue;
		size_t end = partner_of(x, i);
		bool chinese =
		    any_cjk(x, i + 1, end) || is_cjk(char_before(x, i)) || (end < x->n && is_cjk(char_after(x, end)));
		if (end == x->n || !chinese || x->v[end].fixed || is_latin(char_before(x, i)))
			if (end == x->n || !any_cjk(x, i + 1, end))
				continue;
		x->v[i].c = '(' + FULL_WIDTH;
		if (x->v[end].c == ')')
			x->v[end].c = ')' + FULL_WIDTH;
		x->changes += 2;
	}
}

/* Does the mark at i belong to Chinese text? A digit on either side makes it a
 * time, a ratio, thousands; Latin on both sides makes it Latin. */
static bool is_chinese_punct(const typed_line *x, size_t i)
{
	uint32_t p = i ? x->v[i - 1].c : 0, n = char_at(x, i + 1);
	if (is_digit(p) && is_digit(n))
		return false;
	if (x->v[i].c == ':' && n == '/')
		return false;
	return is_cjk(char_before(x, i)) || (is_cjk(char_after(x, i)) && char_before(x, i));
}

static void pass_punct(typed_line *x)
{
	if (!any_cjk(x, 0, x->n))
		return;
	widen_brackets(x);
	for (size_t i = 0; i < x->n; i++) {
		if (!ht_str_set_has(",:;?!", x->v[i].c) || x->v[i].fixed || !is_chinese_punct(x, i))
			continue;
		x->v[i].c += FULL_WIDTH;
		x->changes++;
	}
}

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
		    !is_punct(char_at(x, i + 1)))
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
	return is_punct(c) || ht_str_set_has(",:;", c);
}

/* Characters of a remark in brackets after a name. */
#define REMARK_MOST 12

/* Longest name in a list whose items blanks separate. */
#define NAME_MOST 4

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
	size_t words = 0, chars = 0, most = 0, longest_inner = 0;
	bool figures = false;
	while (i < x->n && !ends_clause(x->v[i].c)) {
		size_t begin = i, han = 0;
		for (; i < x->n && !ends_clause(x->v[i].c) && !ht_is_space(x->v[i].c); i++)
			han += ht_is_han(x->v[i].c);
		size_t len = i - begin;
		if (remarks && len && len <= NAME_MOST)
			i = skip_remark(x, i);
		bool inner = words > 0 && i < x->n && ht_is_space(x->v[i].c);
		words += len > 0;
		chars += len;
		most = MAX(most, len);
		figures |= len && !han;
		if (inner)
			longest_inner = MAX(longest_inner, len);
		while (i < x->n && ht_is_space(x->v[i].c))
			i++;
	}
	bool pair = (before == U'：' || before == ':') && words == 2 && chars > 2 && most <= NAME_MOST;
	return (clause){i, !figures && (pair || (words > 2 && longest_inner <= NAME_MOST))};
}

/* The same with the remarks that may follow names, if it is a list then. */
static clause clause_at(const typed_line *x, size_t i, uint32_t before)
{
	clause whole = clause_up_to(x, i, before, true);
	if (whole.lists)
		return whole;
	return clause_up_to(x, i, before, false);
}

/* Is the blank at i, after w characters that are done, a border that has to stay? */
static bool is_border(const typed_line *x, size_t w, size_t i)
{
	char left[BORDER_WORD * 4 + 1], right[BORDER_WORD * 4 + 1];
	size_t from = w, n = 0;
	while (from && w - from < BORDER_WORD && (ht_is_han(x->v[from - 1].c) || x->v[from - 1].c == U'、'))
		from--;
	for (; from < w; from++)
		n += ht_utf8_put(left + n, x->v[from].c);
	left[n] = '\0';
	while (i < x->n && ht_is_space(x->v[i].c))
		i++;
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

/* Blanks in 2026年7月　日, 2026年　月　日: left for the pen. */
static bool is_for_pen(uint32_t before, uint32_t after)
{
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
	bool label = i > end && i < x->n && (x->v[i].c == U'：' || x->v[i].c == ':');
	return columns >= COLUMN_GAP && label ? end : 0;
}

static void pass_spaces(typed_line *x)
{
	size_t kept = numbered_label(x);
	bool spread = is_spread(x), sentence = is_sentence(x) && !has_columns(x);
	size_t w = 0, form_end = 0;
	clause part = {0};
	for (size_t i = 0; i < x->n; i++) {
		uint32_t c = x->v[i].c;
		if (sentence && i >= part.end)
			part = clause_at(x, i + ends_clause(c), c);
		if (ht_is_space(c) && i >= form_end && w)
			form_end = end_of_form_gap(x, i, x->v[w - 1].c);
		if (!ht_is_space(c) || i < form_end || (kept && i == kept) ||
		    is_for_pen(char_before(x, i), char_after(x, i))) {
			x->v[w++] = x->v[i];
			continue;
		}
		uint32_t p = w ? x->v[w - 1].c : 0, n = char_after(x, i);
		bool chinese = is_cjk(p) || is_cjk(n);
		bool listed = sentence && part.lists && ht_str_set_has("）)", p);
		if (c != '\t' && chinese && !listed && !(sentence && is_border(x, w, i)) &&
		    (spread || (sentence && !part.lists) || (is_punct(p) && c == ' ') || (is_punct(n) && c == ' ')))
			x->changes++;
		else
			x->v[w++] = x->v[i];
	}
	x->n = w;
}

static const struct {
	const char *name;
	void (*run)(typed_line *x);
} passes[HT_REPAIR_COUNT] = {
    [HT_REPAIR_ENTITIES] = {"entities", pass_entities},
    [HT_REPAIR_RADICALS] = {"radicals", pass_radicals},
    [HT_REPAIR_WIDTH] = {"width", pass_width},
    [HT_REPAIR_NUMBER] = {"number", pass_number},
    [HT_REPAIR_QUOTES] = {"quotes", pass_quotes},
    [HT_REPAIR_ELLIPSIS] = {"ellipsis", pass_ellipsis},
    [HT_REPAIR_DASH] = {"dash", pass_dash},
    [HT_REPAIR_PUNCT] = {"marks", pass_punct},
    [HT_REPAIR_SPACES] = {"spaces", pass_spaces},
};

const char *ht_repair_name(ht_repair kind)
{
	return passes[kind].name;
}

ht_repair ht_repair_find(const char *name)
{
	int i = 0;
	while (i < HT_REPAIR_COUNT && strcmp(passes[i].name, name) != 0)
		i++;
	return (ht_repair)i;
}

/* ---- a line ---- */

static const char *encode(ht_arena *arena, const typed_line *x, size_t room)
{
	char *out = ht_arena_alloc(arena, room + 1), *w = out;
	for (size_t i = 0; out && i < x->n; i++)
		w += ht_utf8_put(w, x->v[i].c);
	return out;
}

const char *ht_repair_line(ht_arena *arena, const char *s, unsigned kinds, size_t *counts)
{
	if (!ht_repair_candidates(s))
		return s;
	size_t len = strlen(s), changes = 0;
	typed_line x = {.v = malloc((len + 1) * sizeof *x.v)};
	if (!x.v)
		return NULL;
	for (const char *p = s; *p; p = ht_str_next(p))
		x.v[x.n++] = (typed_char){g_utf8_get_char(p), false};
	size_t chars = x.n;
	mark_addresses(&x);
	for (int k = 0; k < HT_REPAIR_COUNT; k++) {
		if (!(kinds & 1u << k))
			continue;
		x.changes = 0;
		passes[k].run(&x);
		changes += x.changes;
		if (counts)
			counts[k] += x.changes;
	}
	/* marks grow from one byte to three */
	const char *out = changes ? encode(arena, &x, chars * 4) : s;
	free(x.v);
	return out;
}
