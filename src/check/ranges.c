/* Ranges of numbers: their sign, what their first number leaves out, and words that say twice that a number is rough
 * (GB/T 15834, GB/T 15835). */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "check/messages.h"
#include "ck.h"
#include "words_check.h"
#include "words_units.h"

/* A range as typed: `5-10%`. */
typedef struct range {
	const char *from, *sign, *to, *unit; /* its first number, sign, second number, and what follows that */
	bool complete;                       /* the first number has a unit of its own: 5%-10%, 3天-5天 */
} range;

static const char units_of_days[] = "年月日时点";

/* Is this a number for people, not the part of a code (0931, 1.2.3)? */
static bool is_number(const char *from, const char *end)
{
	int points = 0;
	for (const char *p = from; (p = memchr(p, ',', (size_t)(end - p))); p++)
		if (p == from || ck_digit_run(p + 1) != 3)
			return false;
	for (const char *p = from; p < end; p++)
		points += *p == '.';
	return end > from && points < 2 && end[-1] != '.' && (*from != '0' || end == from + 1 || from[1] == '.');
}

/* Is c in a number: a digit, a point, or the comma of thousands? */
static bool is_number_char(const char *p)
{
	return g_ascii_isdigit(*p) || *p == '.' || (*p == ',' && g_ascii_isdigit(p[1]));
}

/* The range whose sign, of len bytes, is at sign. */
static bool find_range(const ck_text *t, const char *sign, size_t len, range *r)
{
	const char *left = sign, *end;
	*r = (range){.sign = sign, .to = sign + len};
	if (left > t->s && left[-1] == '%')
		left--;
	else if (left > t->s && !g_ascii_isdigit(left[-1]))
		left = ht_str_previous(t->s, left);
	r->complete = left < sign;
	if (r->complete && *left != '%' && !ht_str_one_of(left, ht_words_range_unit_char))
		return false;
	for (r->from = left; r->from > t->s && is_number_char(r->from - 1); r->from--)
		;
	while (*r->from == ',')
		r->from++; /* 甲,1,000 */
	for (end = r->to; is_number_char(end); end++)
		;
	r->unit = end;
	return is_number(r->from, left) && is_number(r->to, end);
}

/* A hyphen between two numbers is most often that of a code: only what is counted or measured is a range. */
static bool is_range(const ck_text *t, const range *r)
{
	const char *last = ht_str_previous(t->s, r->from);
	if (last && (g_ascii_isalnum(*last) || ht_str_one_of(last, "-–－/_.表图式号∶:")))
		return false;
	return *r->unit == '%' || ht_str_starts_any(r->unit, ht_words_measure_word) ||
	       ht_str_one_of(r->unit, ht_words_range_unit_char);
}

/* `15～30%`, `3～5万元`: what the first number lacks; its bytes, or 0. */
static size_t left_out(const range *r)
{
	static const char *const words[] = {"%", "‰", "万", "亿", NULL};
	if (r->complete)
		return 0;
	return ht_str_prefix_of(r->unit, words);
}

static bool is_right_sign(const char *sign)
{
	return ht_str_starts(sign, "～") || ht_str_starts(sign, "—");
}

static const char *sign_for(const range *r)
{
	return ht_str_one_of(r->unit, units_of_days) ? "—" : "～";
}

static void check_range(ck *c, const ck_text *t, const char *sign, size_t len)
{
	range r;
	bool tilde = *sign == '~';
	if (!find_range(t, sign, len, &r) || (!tilde && !is_range(t, &r)) || ck_is_address(t, sign))
		return;
	const char *good = sign_for(&r);
	if (tilde)
		good = "～";
	if (is_right_sign(sign))
		good = ck_copy(c, sign, len);
	const char *end = r.unit + (*r.unit == '%');
	size_t lacks = left_out(&r);
	if (lacks) {
		const char *better =
		    ht_arena_printf(c->out->arena, "%.*s%.*s%s%.*s", (int)(sign - r.from), r.from, (int)lacks, r.unit,
		                    good, (int)(r.unit - r.to + (ptrdiff_t)lacks), r.to);
		ck_cite(c, t, HT_D_CHECK_RANGE_SHORT, r.from, r.unit + lacks, ck_checked(c, better), false);
	} else if (!is_right_sign(sign)) {
		const char *better = ht_arena_printf(c->out->arena, "%.*s%s%.*s", (int)(sign - r.from), r.from, good,
		                                     (int)(end - r.to), r.to);
		ck_find(c, HT_D_CHECK_RANGE_SIGN, ck_place(t, r.from), ck_excerpt(c, r.from, end),
		        ck_checked(c, better), NULL);
		ck_edit(c, ck_place(t, sign), sign, len, good, true);
	}
}

/* Between the two words, in bytes: a number and its unit. */
#define ROUGH_BYTES 24

/* 约100人左右. */
static void check_rough(ck *c, const ck_text *t)
{
#define ROW(first, last) {first, last},
	static const struct {
		const char *first, *last;
	} pairs[] = {HT_WORDS_SAID_TWICE(ROW)};
#undef ROW
	for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
		if (!ck_may_have(t, ht_str_char(pairs[i].first)))
			continue;
		for (const char *p = t->s; (p = strstr(p, pairs[i].first)); p += strlen(pairs[i].first)) {
			const char *n = p + strlen(pairs[i].first), *q = n;
			if (!g_ascii_isdigit(*n))
				continue;
			while (*q && q - n <= ROUGH_BYTES && !ht_str_one_of(q, "，。；、：（）") &&
			       !ht_str_starts(q, pairs[i].last))
				q = ht_str_next(q);
			if (ht_str_starts(q, pairs[i].last))
				ck_cite(c, t, HT_D_CHECK_SAID_TWICE, p, q + strlen(pairs[i].last), NULL, false);
		}
	}
}

void ck_ranges(ck *c, const ck_text *t)
{
	if (!ck_may_have_any(t, CK_DIGITS))
		return;
	static const char *const signs[] = {"~", "-", "–", "－", "～", "—", NULL};
	for (const char *p = t->s; *(p += strcspn(p, "0123456789")); p += ck_digit_run(p)) {
		const char *sign = ck_before(t, p);
		size_t len = ht_str_prefix_of(sign, signs);
		if (len && sign > t->s)
			check_range(c, t, sign, len);
	}
	check_rough(c, t);
}
