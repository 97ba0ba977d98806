/* Numerals, units, times (GB/T 15835, GB 3100). */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "import/scan.h"
#include "ck.h"
#include "words_check.h"
#include "words_units.h"

static const char all_digits[] = "0123456789";

#define YEAR_DIGITS  4
#define GROUP_DIGITS 3

int ck_digit_run(const char *p)
{
	int n = 0;
	while (g_ascii_isdigit(p[n]))
		n++;
	return n;
}

static bool is_han_digit(const char *p)
{
	return ht_str_one_of(p, "一二三四五六七八九十百千") > 0;
}

/* ---- Chinese numerals beside Arabic ones ---- */

/* The Chinese numerals after a run of digits that make a mixture. */
static void check_after_digits(ck *c, const ck_text *t, const char *from, const char *end)
{
	const char *after_unit = end + ht_str_one_of(end, "百千");
	/* not 5千克, 3百分点 */
	if (after_unit > end && !ht_str_one_of(after_unit, "分瓦克米帕伏赫卡"))
		ck_cite(c, t, HT_D_CHECK_NUMERAL_UNIT, from, after_unit, NULL, false);
	const char *next = end;
	while (is_han_digit(next))
		next = ht_str_next(next);
	if (next > end && !ht_str_one_of(end, "百千十") && ht_str_starts(next, "年") &&
	    ck_digit_run(from) < YEAR_DIGITS)
		ck_cite(c, t, HT_D_CHECK_NUMERAL_MIXED, from, next, NULL, false);
}

/* 星期1, 百分之5, 五%. */
static void check_mixed(ck *c, const ck_text *t)
{
	if (!ck_may_have_any(t, U"星百%"))
		return;
	for (const char *p = t->s; (p = strstr(p, "星期")); p += strlen("星期")) {
		const char *day = p + strlen("星期");
		if (*day >= '1' && *day <= '7' && ck_digit_run(day) == 1)
			ck_cite(c, t, HT_D_CHECK_NUMERAL_WEEKDAY, p, day + 1, NULL, false);
	}
	for (const char *p = t->s; (p = strstr(p, "百分之")); p += strlen("百分之")) {
		const char *n = p + strlen("百分之");
		if (g_ascii_isdigit(*n))
			ck_cite(c, t, HT_D_CHECK_NUMERAL_MIXED, p, n + ck_digit_run(n), NULL, false);
	}
	for (const char *p = t->s; (p = strchr(p, '%')); p++)
		if (is_han_digit(ck_before(t, p)))
			ck_cite(c, t, HT_D_CHECK_NUMERAL_MIXED, ck_before(t, p), p + 1, NULL, false);
}

/* ---- 〇 ---- */

static bool is_zero_typed(const char *p)
{
	return ht_str_one_of(p, "○零OoＯ0") > 0;
}

static bool is_year_char(const char *p)
{
	return is_zero_typed(p) || ht_str_one_of(p, "〇一二三四五六七八九");
}

/* 二○二六年 at p: four numerals, a zero among them that is not 〇. */
static void check_han_year(ck *c, const ck_text *t, const char *p)
{
	const char *q = p, *better = "";
	bool wrong = false;
	int zeros = 0;
	for (int i = 0; i < YEAR_DIGITS; i++, q = ht_str_next(q)) {
		if (!is_year_char(q))
			return;
		bool zero = is_zero_typed(q);
		wrong |= zero;
		zeros += zero;
		const char *digit = q;
		if (zero)
			digit = "〇";
		better = ck_checked(c, ht_arena_printf(c->out->arena, "%s%.3s", better, digit));
	}
	if (wrong && zeros < 3 && ht_str_starts(q, "年") && !is_year_char(ck_before(t, p)))
		ck_cite(c, t, HT_D_CHECK_ZERO, p, q, better, true);
}

/* Is 年 after at most two numerals more? */
static bool is_before_year(const char *p)
{
	for (int n = 0; n < 2 && is_year_char(p); n++)
		p = ht_str_next(p);
	return ht_str_starts(p, "年");
}

static void check_zeros(ck *c, const ck_text *t)
{
	if (!ck_may_have_any(t, U"○零OoＯ0"))
		return;
	for (const char *p = t->s; (p = strstr(p, "年")); p += strlen("年")) {
		const char *from = p;
		for (int i = 0; i < YEAR_DIGITS && from; i++)
			from = ht_str_previous(t->s, from);
		if (from && ht_str_one_of(from, "一二"))
			check_han_year(c, t, from);
	}
	for (const char *p = t->s; (p = strstr(p, "○")); p += strlen("○")) {
		const char *next = p + strlen("○"), *from = ck_before(t, p);
		/* of years: above */
		if (ht_str_one_of(from, "一二三四五六七八九") && ht_str_one_of(next, "一二三四五六七八九号楼室房级"))
			if (!is_before_year(next))
				ck_cite(c, t, HT_D_CHECK_ZERO, p, next, "〇", true);
	}
}

/* ---- what is typed after or within a number ---- */

/* 26年3月. */
static void check_short_year(ck *c, const ck_text *t, const char *from, const char *end)
{
	const char *month = end + strlen("年");
	if (end - from != 2 || !ht_str_starts(end, "年") || ht_str_one_of(ck_before(t, from), "第满近每约.〔"))
		return;
	int n = ck_digit_run(month), value = atoi(month);
	if (n < 1 || n > 2 || value < 1 || value > 12 || !ht_str_starts(month + n, "月"))
		return;
	const char *better = ht_arena_printf(c->out->arena, "20%.*s年%d月", 2, from, value);
	ck_cite(c, t, HT_D_CHECK_SHORT_YEAR, from, month + n + strlen("月"), ck_checked(c, better), false);
}

/* Is a ratio spoken of up to p? */
static bool is_ratio(const ck_text *t, const char *p)
{
	for (int n = 0; n < 8 && p > t->s; n++) {
		p = ht_str_previous(t->s, p);
		if (ht_str_one_of(p, "，。；、（"))
			return false;
		if (n && ht_str_one_of(p, "：∶:"))
			continue; /* 9：00—11：30 */
		if (ht_str_one_of(p, "：:") && ht_str_ends_n(t->s, (size_t)(p - t->s), "时间"))
			return false;
		if (ht_str_starts_any(p, ht_words_ratio))
			return true;
	}
	return false;
}

/* 14：30. */
static void check_time(ck *c, const ck_text *t, const char *from, const char *end)
{
	const char *minutes = end + strlen("：");
	if (!ht_str_starts(end, "：") || end - from > 2 || ck_digit_run(minutes) != 2)
		return;
	int hour = atoi(from), minute = atoi(minutes);
	if (hour <= 24 && minute < 60 && !is_ratio(t, from) && !ht_str_one_of(minutes + 2, ".%/"))
		ck_cite(c, t, HT_D_CHECK_TIME_COLON, end, minutes, ":", true);
}

/* Characters of the symbol of a unit. */
#define UNIT_MOST 8

/* 120M2, 3KM. The number is none of a code: `A3KM`. */
static void check_unit(ck *c, const ck_text *t, const char *from, const char *end)
{
#define ROW(typed, right) {typed, right},
	static const struct {
		const char *typed, *right;
	} units[] = {HT_WORDS_UNIT_TYPED(ROW)};
#undef ROW
	const char *unit = end + (*end == ' '), *stop = unit;
	while (g_ascii_isalnum(*stop) && stop - unit <= UNIT_MOST)
		stop++;
	while (from > t->s && (g_ascii_isdigit(from[-1]) || from[-1] == '.' || from[-1] == ','))
		from--;
	if (stop == unit || (from > t->s && (g_ascii_isalnum(from[-1]) || strchr("-/_+", from[-1]))) ||
	    (*stop && strchr("-_+@", *stop)))
		return;
	for (size_t i = 0; i < ARRAY_LEN(units); i++)
		if (strlen(units[i].typed) == (size_t)(stop - unit) &&
		    memcmp(units[i].typed, unit, (size_t)(stop - unit)) == 0 && !ck_is_address(t, unit))
			ck_cite(c, t, HT_D_CHECK_UNIT, unit, stop, units[i].right, true);
}

/* How many groups of three digits follow at p, each after comma. */
static int groups_at(const char **p, const char *comma)
{
	int n = 0;
	while (ht_str_starts(*p, comma) && ck_digit_run(*p + strlen(comma)) == GROUP_DIGITS) {
		*p += strlen(comma) + GROUP_DIGITS;
		n++;
	}
	if (ht_str_starts(*p, comma) && g_ascii_isdigit((*p)[strlen(comma)]))
		n = 0; /* a list, or the number of a telephone */
	return n;
}

static const char *with_commas(ck *c, const char *from, const char *stop)
{
	char *out = ht_arena_alloc(c->out->arena, (size_t)(stop - from) + 1), *w = out;
	for (const char *p = from; out && p < stop; p = ht_str_next(p)) {
		*w++ = ',';
		if (g_ascii_isdigit(*p))
			w[-1] = *p;
	}
	return ck_checked(c, out);
}

/* 1,000 and 1 000; `1，000，000`. Returns the end of the number. */
static const char *check_grouping(ck *c, const ck_text *t, const char *from, const char *end)
{
	const char *stop = end;
	if (end - from > GROUP_DIGITS || *from == '0' || ht_str_one_of(ck_before(t, from), ".,-/ "))
		return end;
	if (groups_at(&stop, ",")) {
		if (!c->comma.line)
			c->comma = ck_place(t, from);
		return stop;
	}
	if (groups_at(&stop, " ")) {
		if (!c->spaced.line)
			c->spaced = ck_place(t, from);
		return stop;
	}
	int n = groups_at(&stop, "，");
	if (n > 1 || (n && (ht_str_starts(stop, "元") || ht_str_starts(stop, "万元")))) {
		ck_cite(c, t, HT_D_CHECK_GROUP_COMMA, from, stop, with_commas(c, from, stop), false);
		return stop;
	}
	return end;
}

/* `1 2 0万元`, as optical recognition leaves it: what the figure is cannot be known. */
static void check_apart(ck *c, const ck_text *t)
{
	const char *end;
	for (const char *p = t->s; (p = ht_scan_apart(p, &end)); p = end) {
		char digits[64];
		g_strlcpy(digits, p, MIN(sizeof digits, (size_t)(end - p) + 1));
		ck_find(c, HT_D_CHECK_DIGITS_APART, ck_place(t, p), digits, NULL);
	}
}

/* `3OO万元`: letters that optical recognition took digits for. */
static void check_misread(ck *c, const ck_text *t)
{
	const char *end;
	char meant[HT_SCAN_MISREAD], typed[HT_SCAN_MISREAD];
	for (const char *p = t->s; (p = ht_scan_misread(p, &end, meant)); p = end) {
		g_strlcpy(typed, p, MIN(sizeof typed, (size_t)(end - p) + 1));
		ck_find(c, HT_D_CHECK_MISREAD, ck_place(t, p), typed, meant, NULL);
	}
}

void ck_numerals(ck *c, const ck_text *t)
{
	for (const char *p = t->s; *(p += strcspn(p, all_digits));) {
		const char *end = p + ck_digit_run(p);
		check_after_digits(c, t, p, end);
		check_short_year(c, t, p, end);
		check_time(c, t, p, end);
		check_unit(c, t, p, end);
		p = check_grouping(c, t, p, end);
	}
	check_mixed(c, t);
	check_zeros(c, t);
	if (ck_may_have(t, ' '))
		check_apart(c, t);
	check_misread(c, t);
}
