/* Punctuation, spaces, numerals and damage, paragraph by paragraph.
 *
 * What import repairs is found by running the same repairs and looking at what they would change: each rule is in one
 * place. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "check/messages.h"
#include "ck.h"
#include "import/import.h"
#include "import/scan.h"

/* How much a message cites: of the text after an unmatched bracket, of the end of a paragraph. */
#define EXCERPT_CHARS     8
#define EXCERPT_END_CHARS 4

static const char *excerpt(ck *c, const char *from, const char *end)
{
	return ck_copy(c, from, (size_t)(end - from));
}

/* ---- what the repairs would change ---- */

static const struct {
	ht_repair kind;
	ht_code code;
} repairs[] = {
    {HT_REPAIR_RADICALS, HT_D_CHECK_RADICAL},    {HT_REPAIR_WIDTH, HT_D_CHECK_WIDTH},
    {HT_REPAIR_NUMBER, HT_D_CHECK_NUMBER_CITED}, {HT_REPAIR_QUOTES, HT_D_CHECK_QUOTES_STRAIGHT},
    {HT_REPAIR_ELLIPSIS, HT_D_CHECK_ELLIPSIS},   {HT_REPAIR_DASH, HT_D_CHECK_DASH},
    {HT_REPAIR_PUNCT, HT_D_CHECK_PUNCT_ASCII},   {HT_REPAIR_SPACES, HT_D_CHECK_SPACE},
};

/* The first difference of two texts, as [a, a_end) and [b, b_end), and where
 * both go on alike. */
typedef struct difference {
	const char *a, *a_end, *b, *b_end;
} difference;

static const char *char_after(const char *p)
{
	return *p ? ht_str_next(p) : p;
}

/* Characters that one repair replaces: an entity, a run of dots. */
#define LONGEST_REPAIR 8

/* Repairs replace characters one by one, or make a run shorter: the difference
 * ends where the next characters agree. */
static bool next_difference(const char **a, const char **b, difference *d)
{
	while (**a && **a == **b)
		++*a, ++*b;
	if (!**a && !**b)
		return false;
	while (((unsigned char)**a & 0xC0) == 0x80)
		--*a, --*b;
	d->a = *a;
	d->b = *b;
	const char *p = *a, *q = *b;
	for (int n = 0; n < LONGEST_REPAIR && (*p || *q); n++) {
		/* dropped here? replaced here? */
		if (*p && *q && ht_str_char(p) == ht_str_char(q))
			break;
		const char *p1 = char_after(p);
		if (*q && *p1 && ht_str_char(p1) == ht_str_char(q)) {
			p = p1;
			break;
		}
		if (!*q) {
			p += strlen(p);
			break;
		}
		p = p1;
		q = char_after(q);
	}
	d->a_end = *a = p;
	d->b_end = *b = q;
	return true;
}

/* One finding for each place a repair would change. */
static void check_repair(ck *c, const ck_text *t, ht_repair kind, ht_code code)
{
	const char *fixed = ht_repair_line(c->out->arena, t->s, 1u << kind, NULL), *a = t->s, *b = fixed;
	difference d;
	c->out->nomem |= !fixed;
	if (!fixed || fixed == t->s)
		return;
	while (next_difference(&a, &b, &d)) {
		const char *old = excerpt(c, d.a, d.a_end), *text = excerpt(c, d.b, d.b_end);
		ck_find(c, code, ck_place(t, d.a), old, text, NULL);
		ck_edit(c, ck_place(t, d.a), old, strlen(old), text, true);
	}
}

static void check_repairs(ck *c, const ck_text *t)
{
	unsigned candidates = ht_repair_candidates(t->s);
	for (size_t i = 0; candidates && i < ARRAY_LEN(repairs); i++)
		if (candidates & 1u << repairs[i].kind)
			check_repair(c, t, repairs[i].kind, repairs[i].code);
}

/* ---- brackets, doubled punctuation, ends ---- */

static void check_brackets(ck *c, const ck_text *t)
{
	const char *at = ht_scan_unmatched(t->s), *end = at;
	for (int n = 0; end && *end && n < EXCERPT_CHARS; n++)
		end = ht_str_next(end);
	if (at)
		ck_find(c, HT_D_CHECK_BRACKET, ck_place(t, at), excerpt(c, at, end), NULL);
}

static bool are_same_chars(const char *a, const char *b)
{
	return ht_str_char(a) == ht_str_char(b);
}

static void check_doubles(ck *c, const ck_text *t)
{
	const char *before = "";
	for (const char *p = t->s, *next; *p; before = p, p = next) {
		next = ht_str_next(p);
		if (*p != *next || !are_same_chars(p, next) || !ht_str_one_of(p, "。，、；："))
			continue;
		const char *third = ht_str_next(next);
		if (are_same_chars(before, p) || are_same_chars(third, p))
			continue; /* of three or more: see the ellipsis */
		const char *one = excerpt(c, p, next);
		ck_find(c, HT_D_CHECK_PUNCT_DOUBLE, ck_place(t, p), one, NULL);
		ck_edit(c, ck_place(t, p), p, (size_t)(third - p), one, true);
	}
}

/* A shorter line is a heading or a name. */
#define SHORTEST_SENTENCE 12

/* A paragraph with sentences in it ends with a mark. Lines without any (names,
 * headings, addresses) are left alone. */
static void check_end(ck *c, const ck_text *t)
{
	if (!t->block || t->block->alone || ht_str_chars(t->s) < SHORTEST_SENTENCE)
		return;
	const char *last = ht_str_last(t->s);
	if (ht_str_one_of(last, "，、,")) {
		ck_find(c, HT_D_CHECK_OPEN_END, ck_place(t, last), last, NULL);
		return;
	}
	if (ht_str_one_of(last, "。！？：；…）”』」》—.!?:;)\"】〕") || !strstr(t->s, "。"))
		return;
	const char *from = last;
	for (int n = 1; n < EXCERPT_END_CHARS && from > t->s; n++)
		from = ht_str_previous(t->s, from);
	ht_loc at = ck_place(t, last);
	ck_find(c, HT_D_CHECK_FULL_STOP, at, excerpt(c, from, t->s + strlen(t->s)), NULL);
	ck_edit(c, at, last, strlen(last), ck_checked(c, ht_arena_printf(c->out->arena, "%s。", last)), false);
}

static void check_quotes(ck *c, const ck_text *t)
{
	const char *corner = strstr(t->s, "「"), *curly = strstr(t->s, "“");
	if (corner && curly)
		ck_find(c, HT_D_CHECK_QUOTES_MIXED, ck_place(t, corner), "「", "“", NULL);
}

/* ---- numerals and dates ---- */

#define YEAR_DIGITS 4

static int digit_run(const char *p)
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

/* The Chinese numerals after a run of digits that make a mixture. */
static void check_after_digits(ck *c, const ck_text *t, const char *from, const char *end)
{
	const char *after_unit = end + ht_str_one_of(end, "百千");
	/* not 5千克, 3百分点 */
	if (after_unit > end && !ht_str_one_of(after_unit, "分瓦克米帕伏赫卡"))
		ck_find(c, HT_D_CHECK_NUMERAL_UNIT, ck_place(t, from), excerpt(c, from, after_unit), NULL);
	const char *next = end;
	while (is_han_digit(next))
		next = ht_str_next(next);
	if (next > end && !ht_str_one_of(end, "百千十") && ht_str_starts(next, "年") && digit_run(from) < YEAR_DIGITS)
		ck_find(c, HT_D_CHECK_NUMERAL_MIXED, ck_place(t, from), excerpt(c, from, next), NULL);
}

static const char all_digits[] = "0123456789";

static void check_weekdays(ck *c, const ck_text *t)
{
	for (const char *p = t->s; (p = strstr(p, "星期")); p += strlen("星期")) {
		const char *day = p + strlen("星期");
		if (*day >= '1' && *day <= '7' && digit_run(day) == 1)
			ck_find(c, HT_D_CHECK_NUMERAL_WEEKDAY, ck_place(t, p), excerpt(c, p, day + 1), NULL);
	}
}

static void check_numerals(ck *c, const ck_text *t)
{
	for (const char *p = t->s; *(p += strcspn(p, all_digits));) {
		int n = digit_run(p);
		check_after_digits(c, t, p, p + n);
		p += n;
	}
	check_weekdays(c, t);
}

/* Bytes of a date as typed, with blanks. */
#define DATE_BYTES 40

/* `2026年07月03日` */
static void check_zero(ck *c, const ck_text *t, const char *from, const char *end, const ht_date *d)
{
	char better[64];
	if (end - from > DATE_BYTES || !(strstr(from, "月0") || strstr(from, "年0")))
		return;
	snprintf(better, sizeof better, "%d年%d月%d日", d->year, d->month, d->day);
	const char *old = excerpt(c, from, end);
	if (!strstr(old, "年") || !strcmp(old, better) || !d->day || (!strstr(old, "年0") && !strstr(old, "月0")))
		return;
	ck_find(c, HT_D_CHECK_DATE_ZERO, ck_place(t, from), old, better, NULL);
	ck_edit(c, ck_place(t, from), old, strlen(old), better, true);
}

/* Digits before 日 that are month and day run together (1110日). */
#define DAY_RUN_LEAST 3
#define DAY_RUN_MOST  6

static void check_days(ck *c, const ck_text *t)
{
	for (const char *p = t->s; *(p += strcspn(p, all_digits));) {
		const char *end = p;
		ht_scan_day day;
		if (ht_scan_day_at(&end, &day)) {
			if (!day.possible)
				ck_find(c, HT_D_CHECK_DATE_IMPOSSIBLE, ck_place(t, p), excerpt(c, p, end), NULL);
			else if (day.date.year)
				check_zero(c, t, p, end, &day.date);
			p = end;
			continue;
		}
		int n = digit_run(p);
		bool month = p - t->s >= 3 && ht_str_starts(p - 3, "月");
		if (n >= DAY_RUN_LEAST && n <= DAY_RUN_MOST && ht_str_starts(p + n, "日") && !month)
			ck_find(c, HT_D_CHECK_DATE_RUN, ck_place(t, p), excerpt(c, p, p + n + strlen("日")), NULL);
		p += n;
	}
}

static void check_lost(ck *c, const ck_text *t)
{
	const char *at = strstr(t->s, "\uFFFD");
	if (at)
		ck_find(c, HT_D_CHECK_LOST, ck_place(t, at), "U+FFFD", NULL);
}

static void check_paragraph(ck *c, const ck_text *t)
{
	static void (*const checks[])(ck *, const ck_text *) = {check_repairs, check_brackets, check_doubles,
	                                                        check_end,     check_quotes,   check_numerals,
	                                                        check_days,    check_lost};
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		checks[i](c, t);
}

void ck_paragraphs(ck *c)
{
	ck_each_text(c, check_paragraph);
}
