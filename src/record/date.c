/* Days and times as office staff write them. */
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "reader.h"

/* No date is longer. */
#define MAX_DATE 64

/* s with full-width digits and colons made ASCII. false: too long. */
static bool narrow(const char *s, char out[MAX_DATE])
{
	const char *end = s + strlen(s);
	if (end - s >= MAX_DATE)
		return false;
	size_t w = 0;
	for (size_t n; s < end; s += n) {
		uint32_t cp = ht_utf8_get(s, end, &n);
		if ((cp >= 0xFF10 && cp <= 0xFF19) || cp == 0xFF1A) {
			out[w++] = (char)(cp - 0xFF10 + '0');
		} else {
			memcpy(out + w, s, n);
			w += n;
		}
	}
	out[w] = '\0';
	return true;
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

/* 9:00, 09:00:00, 9时, 9时30分 at *p. */
static bool time_at(const char **p, ht_date *d)
{
	const char *q = *p;
	int second = 0;
	if (!number(&q, 1, 2, &d->hour))
		return false;
	d->minute = 0;
	if (literal(&q, ":")) {
		if (!number(&q, 2, 2, &d->minute) || (literal(&q, ":") && !number(&q, 2, 2, &second)))
			return false;
	} else if (!literal(&q, "时") || (*q && (!number(&q, 1, 2, &d->minute) || !literal(&q, "分")))) {
		return false;
	}
	*p = q;
	return second < 60;
}

static int days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

static bool possible_day(const ht_date *d)
{
	return d->year > 0 && d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= days_in(d->year, d->month);
}

ht_date_kind ht_date_parse(const char *s, ht_date *date)
{
	char text[MAX_DATE];
	ht_date d = {.hour = -1};
	if (!narrow(s, text))
		return HT_DATE_NONE;
	const char *p = text;
	if (!day_at(&p, &d))
		return HT_DATE_NONE;
	if (!possible_day(&d))
		return HT_DATE_IMPOSSIBLE;
	if (*p) {
		while (*p == ' ' || *p == 'T')
			p++;
		if (!time_at(&p, &d) || *p)
			return HT_DATE_NONE;
		if (d.hour > 23 || d.minute > 59)
			return HT_DATE_IMPOSSIBLE;
	}
	*date = d;
	return HT_DATE_OK;
}

bool ht_int_parse(const char *s, long *num)
{
	char text[MAX_DATE];
	const char *p = text;
	int v;
	if (!narrow(s, text) || !number(&p, 1, 9, &v) || *p)
		return false;
	*num = v;
	return true;
}
