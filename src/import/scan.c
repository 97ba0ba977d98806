/* Days, numbers and brackets in running text. */
#include "import/scan.h"

#include <string.h>

#include <glib.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "words_meetings.h"

/* Move *p over s, and blanks before it. */
static bool take_literal(const char **p, const char *s)
{
	const char *q = ht_str_skip_spaces(*p);
	size_t n = strlen(s);
	if (strncmp(q, s, n) != 0)
		return false;
	*p = q + n;
	return true;
}

static int arabic(uint32_t cp)
{
	if (cp >= '0' && cp <= '9')
		return (int)(cp - '0');
	return cp >= U'０' && cp <= U'９' ? (int)(cp - U'０') : -1;
}

/* 〇 is written in many ways: also ◯ and letters O o and digit 0. */
static int han_digit(uint32_t cp)
{
	return ht_str_set_has("◯ＯOo0０", cp) ? 0 : ht_str_han_digit(cp);
}

/* A document's year: other numbers of four digits are not years. */
static bool is_year(int value)
{
	return value >= 1900 && value <= 2100;
}

/* min to max Arabic digits. */
static bool digits(const char **p, int min, int max, int *value)
{
	const char *q = ht_str_skip_spaces(*p);
	int n = 0, v = 0, d;
	for (; n < max && (d = arabic(ht_str_char(q))) >= 0; n++, q = ht_str_next(q))
		v = v * 10 + d;
	if (n < min || arabic(ht_str_char(q)) >= 0)
		return false;
	*value = v;
	*p = q;
	return true;
}

/* Four numerals one after the other: 二〇二六. */
static bool han_year(const char **p, int *value)
{
	const char *q = ht_str_skip_spaces(*p);
	int v = 0, first = han_digit(ht_str_char(q));
	if (first != 1 && first != 2)
		return false;
	for (int n = 0; n < 4; n++, q = ht_str_skip_spaces(ht_str_next(q))) {
		int d = han_digit(ht_str_char(q));
		if (d < 0)
			return false;
		v = v * 10 + d;
	}
	*value = v;
	*p = q;
	return true;
}

/* 一 to 九十九: 十二, 二十, 三十一. */
static bool han_small(const char **p, int *value)
{
	const char *q = ht_str_skip_spaces(*p);
	int d = han_digit(ht_str_char(q)), v = 0;
	if (d > 0) {
		v = d;
		q = ht_str_skip_spaces(ht_str_next(q));
	}
	if (ht_str_char(q) == U'十') {
		v = (v ? v : 1) * 10;
		q = ht_str_skip_spaces(ht_str_next(q));
		d = han_digit(ht_str_char(q));
		if (d > 0) {
			v += d;
			q = ht_str_next(q);
		}
	}
	if (!v)
		return false;
	*value = v;
	*p = q;
	return true;
}

bool ht_scan_possible(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= g_date_get_days_in_month((GDateMonth)month, (GDateYear)(year > 0 ? year : 2000));
}

/* Is the day left for the pen at *p, after the month: blanks, then 日? *p moves after it. */
static bool take_open(const char **p, ht_scan_day *s)
{
	const char *q = ht_str_skip_spaces(*p);
	s->date.day = 0;
	if (q == *p || !s->date.year || !take_literal(&q, "日"))
		return false;
	*p = q;
	s->open = true;
	return true;
}

static bool arabic_day(const char **p, ht_scan_day *s)
{
	const char *q = *p;
	if (digits(&q, 4, 4, &s->date.year) && take_literal(&q, "年"))
		*p = q;
	else
		s->date.year = 0;
	if (!digits(p, 1, 2, &s->date.month) || !take_literal(p, "月"))
		return false;
	q = *p;
	if (digits(&q, 1, 2, &s->date.day) && (take_literal(&q, "日") || take_literal(&q, "号"))) {
		*p = q;
		return true;
	}
	if (take_open(p, s))
		return true;
	s->no_day = true;
	return s->date.year > 0 && arabic(ht_str_char(ht_str_skip_spaces(*p))) < 0;
}

static bool han_day(const char **p, ht_scan_day *s)
{
	s->han = true;
	const char *q = *p;
	if (han_year(&q, &s->date.year) && take_literal(&q, "年"))
		*p = q;
	else
		s->date.year = 0;
	if (!han_small(p, &s->date.month) || !take_literal(p, "月"))
		return false;
	q = *p;
	if (han_small(&q, &s->date.day) && (take_literal(&q, "日") || take_literal(&q, "号"))) {
		*p = q;
		return true;
	}
	if (take_open(p, s))
		return true;
	s->no_day = true;
	return s->date.year > 0;
}

static bool marked_day(const char **p, ht_scan_day *s)
{
	const char *q = *p;
	if (!digits(&q, 4, 4, &s->date.year) || !is_year(s->date.year) || !strchr("-/.", *q) || !*q)
		return false;
	char separator = *q++;
	if (arabic(ht_str_char(q)) < 0 || !digits(&q, 1, 2, &s->date.month) || *q++ != separator)
		return false;
	if (arabic(ht_str_char(q)) < 0 || !digits(&q, 1, 2, &s->date.day))
		return false;
	*p = q;
	return true;
}

bool ht_scan_day_at(const char **p, ht_scan_day *day)
{
	static bool (*const forms[])(const char **, ht_scan_day *) = {arabic_day, han_day, marked_day};
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const char *q = *p;
		ht_scan_day s = {.date.hour = -1};
		if (!forms[i](&q, &s))
			continue;
		s.possible = s.no_day || s.open ? s.date.month >= 1 && s.date.month <= 12
		                                : ht_scan_possible(s.date.year, s.date.month, s.date.day);
		*day = s;
		*p = q;
		return true;
	}
	return false;
}

/* The hours that the part of the day adds: 下午3时 is 15. */
static int hours_of_day_part(const char **p)
{
#define ROW(word, hours) {word, hours},
	static const struct {
		const char *word;
		int hours;
	} parts[] = {HT_WORDS_DAY_PART(ROW)};
#undef ROW
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (take_literal(p, parts[i].word))
			return parts[i].hours;
	return 0;
}

/* （星期四） or 周四 after a day. */
static bool weekday(const char **p)
{
	const char *q = *p;
	bool bracket = take_literal(&q, "（") || take_literal(&q, "(");
	if (!take_literal(&q, "星期") && !take_literal(&q, "周"))
		return false;
	if (!*q)
		return false;
	q = ht_str_next(q);
	if (bracket && !take_literal(&q, "）") && !take_literal(&q, ")"))
		return false;
	*p = q;
	return true;
}

/* An hour or minute: 9, 19, 七, 十五. */
static bool hour_at(const char **p, int *value)
{
	return digits(p, 1, 2, value) || han_small(p, value);
}

/* The minutes after the hour at *p; 0 when it gives no minutes. false: no time. */
static bool minutes_at(const char **p, int *minute)
{
	const char *q = *p, *r;
	int second;
	*minute = 0;
	if (take_literal(&q, ":") || take_literal(&q, "：")) {
		if (!digits(&q, 2, 2, minute))
			return false;
		r = q;
		*p = take_literal(&r, ":") && digits(&r, 2, 2, &second) ? r : q;
		return true;
	}
	if (!take_literal(&q, "时") && !take_literal(&q, "点"))
		return false;
	*p = r = q;
	if (take_literal(&r, "半"))
		*minute = 30, *p = r;
	else if (hour_at(&r, minute) && take_literal(&r, "分"))
		*p = r;
	else if (*minute >= 1 && *minute <= 3 && take_literal(&r, "刻"))
		*minute *= 15, *p = r;
	else
		*minute = 0, take_literal(p, "整");
	return true;
}

/* 7:30pm, 9:00 AM: moves *hour to a clock of 24 hours. */
static void take_half_day(const char **p, int *hour)
{
	const char *q = ht_str_skip_spaces(*p);
	bool pm = *q == 'p' || *q == 'P', am = *q == 'a' || *q == 'A';
	if (!(pm || am) || (q[1] != 'm' && q[1] != 'M') || g_ascii_isalpha(q[2]))
		return;
	if (pm && *hour < 12)
		*hour += 12;
	else if (am && *hour == 12)
		*hour = 0;
	*p = q + 2;
}

/* A time of day at *p. */
static bool time_at(const char **p, ht_scan_day *day)
{
	const char *q = *p;
	int add = hours_of_day_part(&q), hour, minute;
	if (!hour_at(&q, &hour) || !minutes_at(&q, &minute))
		return false;
	if (hour < 12)
		hour += add;
	take_half_day(&q, &hour);
	if (hour > 23 || minute > 59)
		return false;
	day->date.hour = hour;
	day->date.minute = minute;
	*p = q;
	return true;
}

bool ht_scan_when_at(const char **p, ht_scan_day *day)
{
	if (!ht_scan_day_at(p, day))
		return false;
	const char *q = *p;
	if (weekday(&q))
		*p = q;
	if (!time_at(p, day)) { /* 本周五（8月21日）下午3时; 2026年3月2日，上午9时 */
		q = ht_str_skip_spaces(*p);
		q += ht_str_one_of(q, "）),，");
		if (time_at(&q, day))
			*p = q;
	}
	return true;
}

/* Moves the date to the day after. false: without a year it cannot tell. */
static bool next_day(ht_scan_day *when)
{
	ht_date *date = &when->date;
	bool edge = (date->month == 2 && date->day >= 28) || (date->month == 12 && date->day == 31);
	if (!when->possible || when->no_day || (!date->year && edge))
		return false;
	int year = date->year > 0 ? date->year : 2000;
	if (++date->day <= g_date_get_days_in_month((GDateMonth)date->month, (GDateYear)year))
		return true;
	date->day = 1;
	if (++date->month <= 12)
		return true;
	date->month = 1;
	date->year++;
	return true;
}

/* The end of a span as time_at() has it. What part of the day it is was said of the
 * beginning: 下午2:30—5:45 ends at 17:45. What begins in the evening may end at midnight
 * (晚上8:00—12:00) or after it: 22:30—0:15, 22:30—次日0:15. */
static bool end_time_at(const char **p, const ht_scan_day *begin, ht_scan_day *day)
{
	static const char *const next[] = {"次日", "翌日", "第二天"};
	const char *q = *p;
	bool after = false;
	for (size_t i = 0; !after && i < ARRAY_LEN(next); i++)
		after = take_literal(&q, next[i]);
	const char *part = q;
	hours_of_day_part(&part);
	bool named = part != q;
	if (!time_at(&q, day))
		return false;
	int from = begin->date.hour * 60 + begin->date.minute, to = day->date.hour * 60 + day->date.minute;
	if (!after && !named && day->date.hour < 12 && to <= from && to + 12 * 60 > from)
		day->date.hour += 12;
	else if (from >= 18 * 60 && to < 12 * 60)
		after = true;
	else if (from >= 18 * 60 && to == 12 * 60 && !after && !named)
		day->date.hour = 0, after = true;
	if (after && !next_day(day))
		return false;
	*p = q;
	return true;
}

bool ht_scan_until_at(const char **p, const ht_scan_day *begin, ht_scan_day *end)
{
	static const char *const separators[] = {"——", "—", "–", "-", "－", "~", "～", "至", "到"};
	const char *q = *p;
	bool found = false;
	for (size_t i = 0; !found && i < ARRAY_LEN(separators); i++)
		found = take_literal(&q, separators[i]);
	q = ht_str_skip_spaces(q);
	ht_scan_day day = *begin;
	if (!found || !(end_time_at(&q, begin, &day) || (ht_scan_when_at(&q, &day) && day.possible && !day.no_day)))
		return false;
	if (!day.date.year)
		day.date.year = begin->date.year;
	*end = day;
	*p = q;
	return true;
}

/* A character of 机关代字. */
static bool is_code(uint32_t cp)
{
	return ht_is_han(cp) || (cp < 0x80 && g_ascii_isalnum((char)cp));
}

/* 机关代字: the longest of several organs have a dozen characters. */
#define MAX_CODE_CHARS 16

/* After the code: 〔2018〕15号. */
static bool year_serial(const char **p, ht_scan_number *s)
{
	static const char opens[] = "〔[【（(［〈", closes[] = "〕]】）)］〉";
	const char *q = ht_str_skip_spaces(*p);
	uint32_t open = ht_str_char(q);
	if (!ht_str_set_has(opens, open))
		return false;
	q = ht_str_next(q);
	if (!digits(&q, 4, 4, &s->year) || !is_year(s->year))
		return false;
	q = ht_str_skip_spaces(q);
	uint32_t close = ht_str_char(q);
	if (!ht_str_set_has(closes, close))
		return false;
	q = ht_str_skip_spaces(ht_str_next(q));
	s->brackets = open == U'〔' && close == U'〕';
	s->ordinal = take_literal(&q, "第");
	q = ht_str_skip_spaces(q);
	s->zero = arabic(ht_str_char(q)) == 0;
	if (!digits(&q, 1, 5, &s->serial) || !take_literal(&q, "号"))
		return false;
	*p = q;
	return true;
}

/* 第3号, 第三号; not 第十五号令, which is spoken of. */
static bool ordinal_number(const char **p, int *serial)
{
	const char *q = *p;
	if (!take_literal(&q, "第"))
		return false;
	const bool arabic_digits = digits(&q, 1, 5, serial);
	if ((!arabic_digits && !han_small(&q, serial)) || !take_literal(&q, "号"))
		return false;
	if (!arabic_digits && ht_str_starts(q, "令"))
		return false;
	*p = q;
	return true;
}

bool ht_scan_number_at(const char **p, ht_scan_number *number)
{
	ht_scan_number s = {0};
	const char *q = *p, *r;
	if (ordinal_number(&q, &s.serial)) {
		s.ordinal = true;
		*number = s;
		*p = q;
		return true;
	}
	q = r = *p;
	if (year_serial(&r, &s)) { /* minutes have no code */
		*number = s;
		*p = r;
		return true;
	}
	for (int n = 0; n < MAX_CODE_CHARS && is_code(ht_str_char(q)); n++) {
		q = ht_str_next(q);
		r = q;
		s.code_len = (size_t)(q - *p);
		if (year_serial(&r, &s)) {
			*number = s;
			*p = r;
			return true;
		}
	}
	return false;
}

bool ht_scan_yearly_number_at(const char **p, ht_scan_number *number)
{
	ht_scan_number s = {.ordinal = true};
	const char *q = *p;
	if (!digits(&q, 4, 4, &s.year) || !is_year(s.year) || !take_literal(&q, "年") || !ordinal_number(&q, &s.serial))
		return false;
	*number = s;
	*p = q;
	return true;
}

static int pair_of(uint32_t cp, bool *closes)
{
	static const uint32_t paired[] = HT_SCAN_PAIRED;
	size_t i = 0;
	while (paired[i] && paired[i] != cp)
		i++;
	*closes = i % 2;
	return paired[i] ? (int)i / 2 + 1 : 0;
}

/* Deepest nesting of marks: nobody writes it, so that the first of so many has no partner. */
#define MAX_OPEN 64

/* Is the closing mark at p an apostrophe (it’s) or part of a list's number: 1)? */
static bool is_loose(const char *s, const char *p, uint32_t cp)
{
	if (p == s)
		return false;
	char before = p[-1];
	return (cp == U'’' && g_ascii_isalnum(before)) || ((cp == ')' || cp == U'）') && g_ascii_isalnum(before));
}

const char *ht_scan_unmatched(const char *s)
{
	struct {
		int pair;
		const char *at;
	} open[MAX_OPEN];
	size_t n = 0;
	for (const char *p = s; *p; p = ht_str_next(p)) {
		bool closes;
		/* common ideographs, and whatever else cannot begin these marks */
		if ((unsigned char)*p >= 0x80 && !strchr("\xE2\xE3\xEF", *p))
			continue;
		uint32_t cp = ht_str_char(p);
		int pair = cp < 0x80 && !strchr("()[]{}", (int)cp) ? 0 : pair_of(cp, &closes);
		if (!pair)
			continue;
		if (!closes) {
			if (n == MAX_OPEN)
				return open[0].at;
			open[n].pair = pair;
			open[n++].at = p;
		} else if (n && (open[n - 1].pair == pair || (pair <= 2 && open[n - 1].pair <= 2))) {
			n--;
		} else if (!n || !is_loose(s, p, cp)) {
			if (!n && is_loose(s, p, cp))
				continue;
			return n ? open[n - 1].at : p;
		}
	}
	return n ? open[0].at : NULL;
}

const char *ht_scan_after(const char *at)
{
	const char *next = ht_str_next(at);
	return *next ? next : at;
}

int ht_scan_int(const char **p)
{
	int v;
	const char *q = *p;
	if (digits(&q, 1, 4, &v) || han_small(&q, &v)) {
		*p = q;
		return v;
	}
	return -1;
}

#define DIGITS "0123456789"

/* What follows the label and number that begin the text: 表1, 附图2, 附件3. */
static const char *after_label(const char *s)
{
	const char *p = s;
	if (ht_str_starts(p, "附"))
		p = ht_str_next(p);
	if (!ht_str_one_of(p, "表图件"))
		return s;
	p = ht_str_next(p);
	return p + strspn(p, DIGITS);
}

/* Between the digits of a number that stand apart: a blank, or a point with one before it, and maybe after it, too. */
static size_t gap_before_digits(const char *blank)
{
	if (blank[1] != '.')
		return 1;
	return blank[2] == ' ' ? 3 : 2;
}

const char *ht_scan_apart(const char *s, const char **end)
{
	for (const char *p = after_label(s), *q; *(p += strcspn(p, DIGITS)); p = q) {
		size_t n = strspn(p, DIGITS), next, gap;
		bool apart = false, groups = n <= 3; /* of three digits, as GB/T 15835 has them: 1 000 */
		for (q = p + n; *q == ' ' && (next = strspn(q + (gap = gap_before_digits(q)), DIGITS)); n = next) {
			const bool point = gap > 1, year = next == 4 && ht_str_starts(q + 5, "年");
			apart |= point || next == 1 || (n == 1 && q - n > s && !year);
			groups &= next == 3 && !point;
			q += gap + next;
		}
		if (!apart || groups || (p > s && (g_ascii_isalnum(p[-1]) || p[-1] == '.')))
			continue;
		*end = q;
		return p;
	}
	return NULL;
}
