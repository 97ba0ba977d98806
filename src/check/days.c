/* Days: those that are not, how they are typed, and on which day of the week they are. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <glib.h>

#include "check/messages.h"
#include "ck.h"
#include "import/scan.h"

static const char all_digits[] = "0123456789";

/* Bytes of a date as typed, with blanks. */
#define DATE_BYTES 40

/* Signs between the ends of a span. */
#define SPAN_SIGNS "—–-－~～至到"

/* `2026年07月03日` */
static void check_zero(ck *c, const ck_text *t, const char *from, const char *end, const ht_date *d)
{
	char better[64];
	const gssize len = end - from;
	if (len > DATE_BYTES || !(g_strstr_len(from, len, "月0") || g_strstr_len(from, len, "年0")))
		return;
	snprintf(better, sizeof better, "%d年%d月%d日", d->year, d->month, d->day);
	const char *old = ck_excerpt(c, from, end);
	if (!strstr(old, "年") || !strcmp(old, better) || !d->day || (!strstr(old, "年0") && !strstr(old, "月0")))
		return;
	ck_find(c, HT_D_CHECK_DATE_ZERO, ck_place(t, from), old, better, NULL);
	ck_edit(c, ck_place(t, from), old, strlen(old), better, true);
}

/* ---- days of the week ---- */

#define DAYS_OF_WEEK 7

static const char week[] = "一二三四五六日";

/* The day of the week that is named at *p (星期五, 周五), 1 to 7, *p moved to its end; 0: none. */
static int weekday_at(const char **p)
{
	static const char *const words[] = {"星期", "礼拜", "周", NULL};
	size_t n = ht_str_prefix_of(*p, words);
	const char *day = *p + n, *at = strstr(week, "日");
	if (!n || !*day)
		return 0;
	if (!ht_str_one_of(day, "天"))
		at = g_utf8_strchr(week, -1, ht_str_char(day));
	if (!at)
		return 0;
	*p = ht_str_next(day);
	return (int)(at - week) / (int)strlen("日") + 1;
}

static int weekday_of(int year, const ht_date *d)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = d->month - 1, .tm_mday = d->day};
	if (!ht_scan_possible(year, d->month, d->day))
		return 0;
	timegm(&tm);
	return (tm.tm_wday + DAYS_OF_WEEK - 1) % DAYS_OF_WEEK + 1;
}

/* Is it that day of the week? Without a year, in the year of the document, the one before or after. */
static bool is_weekday(const ck *c, const ht_date *d, int weekday)
{
	const ht_value *date = ck_value(c, "date");
	if (d->year)
		return weekday_of(d->year, d) == weekday;
	if (!date || !date->date.year)
		return true;
	for (int y = date->date.year - 1; y <= date->date.year + 1; y++)
		if (weekday_of(y, d) == weekday)
			return true;
	return false;
}

/* `2026年3月5日（星期一）`: the date is [from, end). */
static void check_weekday(ck *c, const ck_text *t, const char *from, const char *end, const ht_date *d)
{
	const char *day = end + strspn(end, " ");
	day += ht_str_one_of(day, "（(，,　");
	const char *after = day;
	int weekday = weekday_at(&after);
	if (!weekday || !d->month || !d->day || is_weekday(c, d, weekday))
		return;
	const char *what = ck_excerpt(c, from, end), *named = ck_excerpt(c, day, after);
	if (!d->year) {
		ck_find(c, HT_D_CHECK_WEEKDAY_NOT, ck_place(t, day), what, named, NULL);
		return;
	}
	size_t n = strlen("日") * (size_t)(weekday_of(d->year, d) - 1);
	const char *right = ht_arena_printf(c->out->arena, "星期%.*s", (int)strlen("日"), week + n);
	ck_find(c, HT_D_CHECK_WEEKDAY, ck_place(t, day), what, ck_checked(c, right), named, NULL);
}

/* `8月3日15:30-14:00`, whose beginning is at p. */
static void check_span(ck *c, const ck_text *t, const char *p)
{
	const char *begin = p;
	ht_scan_day from, to;
	if (!ht_scan_when_at(&p, &from))
		return;
	const char *sign = p;
	if (!ht_scan_until_at(&p, &from, &to))
		return;
	sign += strspn(sign, " ");
	const char *end = ck_excerpt(c, sign + ht_str_one_of(sign, SPAN_SIGNS), p);
	if (!strstr(end, "年") && to.date.month < from.date.month)
		return;      /* 12月30日至1月2日 */
	if (!from.date.year) /* both are of one year */
		from.date.year = to.date.year = 1;
	if (ht_date_ends_before(&from.date, &to.date))
		ck_find(c, HT_D_CHECK_ENDS_BEFORE, ck_place(t, begin), end, ck_excerpt(c, begin, sign), NULL);
}

/* Digits before 日 that are month and day run together (1110日). */
#define DAY_RUN_LEAST 3
#define DAY_RUN_MOST  6

void ck_days(ck *c, const ck_text *t)
{
	if (!ck_may_have_any(t, CK_DIGITS))
		return;
	for (const char *p = t->s; *(p += strcspn(p, all_digits));) {
		const char *end = p;
		ht_scan_day day;
		if (ht_scan_day_at(&end, &day)) {
			if (!day.possible)
				ck_find(c, HT_D_CHECK_DATE_IMPOSSIBLE, ck_place(t, p), ck_excerpt(c, p, end), NULL);
			else if (day.date.year)
				check_zero(c, t, p, end, &day.date);
			if (day.possible && !day.no_day)
				check_weekday(c, t, p, end, &day.date);
			if (day.possible && !day.no_day)
				check_span(c, t, p);
			p = end;
			continue;
		}
		int n = ck_digit_run(p);
		bool month = p - t->s >= 3 && ht_str_starts(p - 3, "月");
		if (n >= DAY_RUN_LEAST && n <= DAY_RUN_MOST && ht_str_starts(p + n, "日") && !month)
			ck_find(c, HT_D_CHECK_DATE_RUN, ck_place(t, p), ck_excerpt(c, p, p + n + strlen("日")), NULL);
		p += n;
	}
}
