/* Days and times as office staff write them. */
#include <string.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "reader.h"

/* No date is longer. */
#define MAX_DATE 64
#define DAY      (24 * 60) /* in minutes */
#define CHINA    (8 * 60)  /* minutes east of UTC */

/* What stands for a day or month that is left for the pen: a blank is made of it. */
static const char pen[] = "_＿×□Xx";

/* s with full-width digits, colons and － ／ ．made ASCII, and blanks for the pen. false: too long. */
static bool narrow(const char *s, char out[MAX_DATE])
{
	const char *end = s + strlen(s);
	if (end - s >= MAX_DATE)
		return false;
	size_t w = 0;
	for (size_t n; s < end; s += n) {
		uint32_t cp = ht_utf8_get(s, end, &n);
		if (ht_str_set_has(pen, cp)) {
			out[w++] = ' ';
		} else if (cp >= 0xFF0D && cp <= 0xFF1A) {
			out[w++] = (char)(cp - 0xFF0D + '-'); /* － ． ／ ０ … ９ ： */
		} else {
			memcpy(out + w, s, n);
			w += n;
		}
	}
	out[w] = '\0';
	return true;
}

static bool is_one_of(const char *s, const char *set, size_t *n)
{
	const char *end = s + strlen(s);
	uint32_t cp = ht_utf8_get(s, end, n);
	for (const char *p = set, *set_end = set + strlen(set); cp && p < set_end;) {
		size_t len;
		if (ht_utf8_get(p, set_end, &len) == cp)
			return true;
		p += len;
	}
	return false;
}

static const char tens[] = "十", units[] = "年月日号时分";

/* The value of the Chinese digit at s, n bytes long; -1: it is none. */
static int chinese_digit(const char *s, size_t *n)
{
	return ht_str_han_digit(ht_utf8_get(s, s + strlen(s), n));
}

/* The Chinese numeral at *p, in Arabic digits at the end of out: 二〇二六, 八, 十, 二十三.
 * false: there is none. */
static bool chinese_number(const char **p, char *out, size_t *w)
{
	char number[MAX_DATE];
	size_t n, len = 0;
	int value;
	bool ten = false;
	for (const char *q = *p;; q += n) {
		if ((value = chinese_digit(q, &n)) >= 0) {
			number[len++] = (char)('0' + value);
		} else if (!ten && len < 2 && is_one_of(q, tens, &n)) {
			ten = true;
			if (!len)
				number[len++] = '1';
			/* 二十: the zero is not written */
			if (chinese_digit(q + n, &(size_t){0}) < 0)
				number[len++] = '0';
		} else {
			*p = q;
			break;
		}
	}
	memcpy(out + *w, number, len);
	*w += len;
	return len > 0;
}

/* The same text with Arabic digits and without blanks at 年, 月, 日. */
static void plain(const char *s, char out[MAX_DATE])
{
	size_t w = 0, n;
	bool after_unit = true;
	for (const char *p = s; *p;) {
		if (chinese_number(&p, out, &w)) {
			after_unit = false;
			continue;
		}
		uint32_t cp = ht_utf8_get(p, p + strlen(p), &n);
		const char *next = p + n;
		if (ht_is_space(cp) && (after_unit || is_one_of(next, units, &(size_t){0}))) {
			p = next;
			continue;
		}
		after_unit = is_one_of(p, units, &n);
		memcpy(out + w, p, n);
		w += n;
		p = next;
	}
	out[w] = '\0';
}

/* min to max digits at *p. */
static bool number(const char **p, int min, int max, int *value)
{
	int n = 0, v = 0;
	for (; n < max && **p >= '0' && **p <= '9'; n++)
		v = v * 10 + *(*p)++ - '0';
	if (n < min || (**p >= '0' && **p <= '9'))
		return false;
	*value = v;
	return true;
}

static bool literal(const char **p, const char *s)
{
	size_t n = strlen(s);
	if (strncmp(*p, s, n) != 0)
		return false;
	*p += n;
	return true;
}

/* 20260723 at *p. */
static bool compact_day_at(const char **p, ht_date *d)
{
	const char *q = *p;
	int v;
	if (!number(&q, 8, 8, &v))
		return false;
	*p = q;
	d->year = v / 10000;
	d->month = v / 100 % 100;
	d->day = v % 100;
	return true;
}

/* 2026-07-23, 2026/7/23, 2026.7.23, 2026年7月23日 at *p. */
static bool day_at(const char **p, ht_date *d)
{
	static const char *const separators[][3] = {
	    {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}, {"年", "月", "号"}};
	for (size_t i = 0; i < ARRAY_LEN(separators); i++) {
		const char *q = *p;
		if (number(&q, 4, 4, &d->year) && literal(&q, separators[i][0]) && number(&q, 1, 2, &d->month) &&
		    literal(&q, separators[i][1]) && number(&q, 1, 2, &d->day) && literal(&q, separators[i][2])) {
			*p = q;
			return true;
		}
	}
	return false;
}

/* The same with the day, or month and day, left for the pen: 2026年7月　日, 2026年　月　日 without blanks. */
static bool open_day_at(const char **p, ht_date *d)
{
	const char *q = *p;
	if (!number(&q, 4, 4, &d->year) || !literal(&q, "年"))
		return false;
	d->month = d->day = 0;
	number(&q, 1, 2, &d->month);
	if (!literal(&q, "月") || !literal(&q, "日"))
		return false;
	*p = q;
	return true;
}

/* What databases write after a time at *p: fractions of a second, the zone. *offset: minutes east of UTC that the zone
 * says, or China's. */
static void skip_zone(const char **p, int *offset)
{
	const char *q = *p;
	int fraction, hours, minutes = 0;
	*offset = CHINA;
	if (literal(&q, ".") && number(&q, 1, 9, &fraction))
		*p = q;
	if (literal(p, "Z")) {
		*offset = 0;
		return;
	}
	q = *p;
	bool west = *q == '-';
	if (*q++ != '+' && !west)
		return;
	const char *digits4 = q;
	if (number(&digits4, 4, 4, &hours)) {
		q = digits4;
		minutes = hours % 100;
		hours /= 100;
	} else if (!number(&q, 2, 2, &hours) || (literal(&q, ":") && !number(&q, 2, 2, &minutes))) {
		return;
	}
	*p = q;
	*offset = (hours * 60 + minutes) * (west ? -1 : 1);
}

static int days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

static void next_day(ht_date *d)
{
	if (++d->day <= days_in(d->year, d->month))
		return;
	d->day = 1;
	d->year += d->month == 12;
	d->month = d->month % 12 + 1;
}

static void day_before(ht_date *d)
{
	if (--d->day)
		return;
	if (!--d->month) {
		d->month = 12;
		d->year--;
	}
	d->day = days_in(d->year, d->month);
}

/* The day and time in China of a time that is offset minutes east of UTC. */
static void to_china(ht_date *d, int offset)
{
	int minutes = d->hour * 60 + d->minute + CHINA - offset;
	for (; minutes >= DAY; minutes -= DAY)
		next_day(d);
	for (; minutes < 0; minutes += DAY)
		day_before(d);
	d->hour = minutes / 60;
	d->minute = minutes % 60;
}

/* 9:00, 09:00:00, 9时, 9时30分 at *p, after a day that is possible. */
static bool time_at(const char **p, ht_date *d)
{
	const char *q = *p;
	int second = 0, offset = CHINA;
	if (!number(&q, 1, 2, &d->hour))
		return false;
	d->minute = 0;
	if (literal(&q, ":")) {
		if (!number(&q, 2, 2, &d->minute))
			return false;
		if (literal(&q, ":")) {
			if (!number(&q, 2, 2, &second))
				return false;
			skip_zone(&q, &offset);
			const bool midnight = d->hour + d->minute + second == 0;
			const int day = d->day;
			if (day && d->hour < 24 && d->minute < 60)
				to_china(d, offset);
			if (d->hour + d->minute + second == 0 || (midnight && d->day == day))
				d->hour = -1; /* a day, as databases write it */
		}
	} else if (!literal(&q, "时") || (*q && (!number(&q, 1, 2, &d->minute) || !literal(&q, "分")))) {
		return false;
	}
	*p = q;
	return second < 60;
}

bool ht_date_is_open(const ht_date *date)
{
	return date->year && !date->day;
}

static bool is_on_known_day(const ht_date *d)
{
	return d->year && d->month && d->day;
}

bool ht_date_ends_before(const ht_date *from, const ht_date *to)
{
	if (!is_on_known_day(from) || !is_on_known_day(to))
		return false;
	const int a[] = {from->year, from->month, from->day, from->hour, from->minute};
	const int b[] = {to->year, to->month, to->day, to->hour, to->minute};
	const size_t n = from->hour < 0 || to->hour < 0 ? 3 : ARRAY_LEN(a); /* without a time, by the days */
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i])
			return b[i] < a[i];
	return false;
}

static bool possible_day(const ht_date *d)
{
	if (ht_date_is_open(d))
		return d->year > 0 && d->month <= 12;
	return d->year > 0 && d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= days_in(d->year, d->month);
}

ht_date_kind ht_date_parse(const char *s, ht_date *date, bool *converted)
{
	char typed[MAX_DATE], text[MAX_DATE];
	ht_date d = {.hour = -1};
	if (!narrow(s, typed))
		return HT_DATE_NONE;
	plain(typed, text);
	const char *p = text;
	bool compact = false;
	if (!day_at(&p, &d) && !open_day_at(&p, &d)) {
		compact = compact_day_at(&p, &d);
		if (!compact)
			return HT_DATE_NONE;
	}
	if (!possible_day(&d))
		return HT_DATE_IMPOSSIBLE;
	bool timed = *p;
	const ht_date given = d;
	if (timed) {
		while (*p == ' ' || *p == 'T')
			p++;
		if (!time_at(&p, &d) || *p)
			return HT_DATE_NONE;
		if (d.hour > 23 || d.minute > 59)
			return HT_DATE_IMPOSSIBLE;
	}
	*converted = compact || (timed && given.day != d.day) || (!ht_date_is_open(&d) && strcmp(typed, text) != 0) ||
	             (timed && d.hour < 0);
	*date = d;
	return HT_DATE_OK;
}

/* 1970-01-01 and 2099-12-31 as days since 1899-12-30. */
#define SERIAL_MIN 25569
#define SERIAL_MAX 73050

bool ht_date_serial(const char *s, ht_date *date)
{
	long n;
	bool converted;
	if (!ht_int_parse(s, &n, &converted) || converted || n < SERIAL_MIN || n > SERIAL_MAX)
		return false;
	*date = (ht_date){.year = 1970, .month = 1, .hour = -1};
	long day = n - SERIAL_MIN;
	while (day >= days_in(date->year, date->month)) {
		day -= days_in(date->year, date->month);
		date->year += date->month == 12;
		date->month = date->month % 12 + 1;
	}
	date->day = (int)day + 1;
	return true;
}

bool ht_int_parse(const char *s, long *num, bool *converted)
{
	char typed[MAX_DATE], text[MAX_DATE];
	const char *p = text;
	int v;
	if (!narrow(s, typed))
		return false;
	plain(typed, text);
	if (!number(&p, 1, 9, &v) || *p)
		return false;
	*num = v;
	*converted = strcmp(s, text) != 0;
	return true;
}

struct tm ht_day_of_work(long long source_date)
{
	const time_t now = source_date >= 0 ? (time_t)source_date : time(NULL);
	struct tm day = {0};
	if (source_date >= 0)
		gmtime_r(&now, &day);
	else
		localtime_r(&now, &day);
	return day;
}
