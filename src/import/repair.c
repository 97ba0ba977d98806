/* Punctuation and spaces, line by line.
 *
 * Each kind of repair is one pass over the line's characters; no pass makes the line longer, so all work in place.
 * Latin text is never changed: web and mail addresses are marked first, and every pass changes a punctuation mark only
 * beside Chinese text. */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"
#include "repair.h"
#include "typed_line.h"

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

/* Does Chinese at i go on with an address (https://a.cn/文件/甲,乙.pdf), and is no text after it? */
static bool goes_on(const typed_line *x, size_t i)
{
	return i && ht_is_han(char_at(x, i)) && ht_str_set_has("/=-_&#%", x->v[i - 1].c);
}

/* The end of what may be an address; in one, Chinese lasts until a blank or a mark of Chinese text. */
static size_t end_of_address(const typed_line *x, size_t i)
{
	size_t end = i;
	while (end < x->n && x->v[end].c > ' ' && x->v[end].c < 0x7F)
		end++;
	if (goes_on(x, end) && is_address(x, i, end))
		while (end < x->n && x->v[end].c > ' ' && !ht_is_space(x->v[end].c) && !is_cjk_mark(x->v[end].c))
			end++;
	return end;
}

static void mark_addresses(typed_line *x)
{
	for (size_t i = 0, end; i < x->n; i = end + 1) {
		end = end_of_address(x, i);
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
			x->v[w++] = (typed_char){' ', false, x->v[i].at, 0};
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
		uint32_t c = im_ordinary_character(x->v[i].c);
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
		if (is_wide_alnum(c) || (is_wide_sign(c) && i && is_digit(x->v[i - 1].c))) {
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

/* How many of c follow one another at i. */
static size_t run_of(const typed_line *x, size_t i, uint32_t c)
{
	size_t n = 0;
	while (char_at(x, i + n) == c)
		n++;
	return n;
}

/* Write n of c at *w for the run that begins at i, as one change. */
static void put_run(typed_line *x, size_t *w, size_t i, uint32_t c, size_t n)
{
	const size_t at = x->v[i].at;
	while (n--)
		x->v[(*w)++] = (typed_char){c, false, at, 0};
	x->changes++;
}

static bool beside_cjk(const typed_line *x, size_t from, size_t to)
{
	return is_cjk(char_before(x, from)) || is_cjk(to < x->n ? char_after(x, to - 1) : 0);
}

/* Are the points from i to before end a part of a path: .../a, a/... */
static bool is_path(const typed_line *x, size_t i, size_t end)
{
	return ht_str_set_has("/\\", char_at(x, end)) || (i && ht_str_set_has("/\\", x->v[i - 1].c));
}

static void pass_ellipsis(typed_line *x)
{
	size_t w = 0;
	for (size_t i = 0; i < x->n; i++) {
		uint32_t c = x->v[i].c;
		bool dots = c == '.' || c == U'。', ellipsis = c == U'…';
		size_t n = dots || ellipsis ? run_of(x, i, c) : 1;
		bool typed = dots && n >= 3 && !x->v[i].fixed && beside_cjk(x, i, i + n) &&
		             !is_digit(char_before(x, i)) && !is_path(x, i, i + n);
		if (typed || (ellipsis && n > 2)) {
			put_run(x, &w, i, U'…', 2);
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
			put_run(x, &w, i, U'—', 2);
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
		if (x->v[end].c == ')') {
			x->v[end].c = ')' + FULL_WIDTH;
			x->v[i].pair = x->v[end].pair = ++x->pairs;
		}
		x->changes += 2;
	}
}

/* Does the mark at i, in a run of its like that ends before `end`, belong to Chinese text? A digit on either side makes
 * it a time, a ratio, thousands; Latin on both sides makes it Latin. Of a run all are alike, or each would have to be
 * found anew. */
static bool is_chinese_punct(const typed_line *x, size_t i, size_t end)
{
	uint32_t p = i ? x->v[i - 1].c : 0, n = char_at(x, i + 1);
	if (is_digit(p) && is_digit(n))
		return false;
	if (x->v[i].c == ':' && n == '/')
		return false;
	return is_cjk(char_before(x, i)) || (is_cjk(char_after(x, end - 1)) && char_before(x, i));
}

static void pass_punct(typed_line *x)
{
	if (!any_cjk(x, 0, x->n))
		return;
	widen_brackets(x);
	for (size_t i = 0, end = 0; i < x->n; i++) {
		if (!ht_str_set_has(",:;?!", x->v[i].c) || x->v[i].fixed)
			continue;
		if (i >= end || x->v[i].c != x->v[end - 1].c)
			end = i + run_of(x, i, x->v[i].c);
		if (!is_chinese_punct(x, i, end))
			continue;
		x->v[i].c += FULL_WIDTH;
		x->changes++;
	}
}

static const struct {
	const char *name;
	void (*run)(typed_line *x);
} passes[HT_REPAIR_COUNT] = {
    [HT_REPAIR_ENTITIES] = {"entities", pass_entities},
    [HT_REPAIR_RADICALS] = {"radicals", pass_radicals},
    [HT_REPAIR_WIDTH] = {"width", pass_width},
    [HT_REPAIR_NUMBER] = {"number", pass_number},
    [HT_REPAIR_QUOTES] = {"quotes", ht_pass_quotes},
    [HT_REPAIR_ELLIPSIS] = {"ellipsis", pass_ellipsis},
    [HT_REPAIR_DASH] = {"dash", pass_dash},
    [HT_REPAIR_PUNCT] = {"marks", pass_punct},
    [HT_REPAIR_SPACES] = {"spaces", ht_pass_spaces},
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

/* The line's characters, and which of them are not touched. v NULL: no memory. */
static typed_line type(const char *s)
{
	typed_line x = {.v = malloc((strlen(s) + 1) * sizeof *x.v)};
	for (const char *p = s; x.v && *p; p = ht_str_next(p))
		x.v[x.n++] = (typed_char){g_utf8_get_char(p), false, (size_t)(p - s), 0};
	if (x.v)
		mark_addresses(&x);
	return x;
}

/* Characters [from, to). NULL: no memory. */
static const char *encode(ht_arena *arena, const typed_line *x, size_t from, size_t to)
{
	char *out = ht_arena_alloc(arena, (to - from) * 4 + 1), *w = out;
	for (size_t i = from; out && i < to; i++)
		w += ht_utf8_put(w, x->v[i].c);
	return out;
}

const char *ht_repair_line(ht_arena *arena, const char *s, unsigned kinds, size_t *counts)
{
	if (!ht_repair_candidates(s))
		return s;
	size_t changes = 0;
	typed_line x = type(s);
	if (!x.v)
		return NULL;
	for (int k = 0; k < HT_REPAIR_COUNT; k++) {
		if (!(kinds & 1u << k))
			continue;
		x.changes = 0;
		passes[k].run(&x);
		changes += x.changes;
		if (counts)
			counts[k] += x.changes;
	}
	const char *out = changes ? encode(arena, &x, 0, x.n) : s;
	free(x.v);
	return out;
}

/* Is character i as it was? Of those that stand for a run none is. */
static bool is_kept(const typed_line *x, const char *s, size_t i)
{
	return x->v[i].c == ht_str_char(s + x->v[i].at) && (!i || x->v[i - 1].at != x->v[i].at) &&
	       (i + 1 == x->n || x->v[i + 1].at != x->v[i].at);
}

/* The changes of s that became x. NULL: no memory. */
static const ht_repair_change *changes_of(ht_arena *arena, const typed_line *x, const char *s, size_t *n)
{
	const size_t len = strlen(s);
	/* each is before a character that stays, or at the end */
	ht_repair_change *list = ht_arena_alloc(arena, (x->changes ? x->n + 1 : 1) * sizeof *list);
	*n = 0;
	for (size_t i = 0, at = 0; list && at < len;) {
		if (i < x->n && x->v[i].at == at && is_kept(x, s, i)) {
			at += (size_t)(ht_str_next(s + at) - (s + at));
			i++;
			continue;
		}
		const size_t pair = i < x->n ? x->v[i].pair : 0;
		size_t end = i;
		while (end < x->n && !is_kept(x, s, end) && x->v[end].pair == pair)
			end++;
		const size_t to = end < x->n ? x->v[end].at : len;
		const char *text = encode(arena, x, i, end);
		if (!text)
			return NULL;
		list[(*n)++] = (ht_repair_change){at, to, text, pair};
		at = to;
		i = end;
	}
	return list;
}

const ht_repair_change *ht_repair_changes(ht_arena *arena, const char *s, ht_repair kind, size_t *n)
{
	typed_line x = type(s);
	if (!x.v)
		return NULL;
	passes[kind].run(&x);
	const ht_repair_change *list = changes_of(arena, &x, s, n);
	free(x.v);
	return list;
}
