/* Numbers and days as optical recognition leaves them. */
#include "import/scan.h"

#include <string.h>

#include <glib.h>

#include "base/str.h"

#define DIGITS "0123456789"

#define LIKE_ZERO "Oo"
#define LIKE_ONE  "lI"

/* Digits of a telephone number, which stands anywhere. */
#define PHONE_DIGITS 8

/* Is what stands around [p, end) what stands around numbers? letters: there is no digit in it. */
static bool is_number_place(const char *s, const char *p, const char *end, bool letters)
{
	const char *before = ht_str_previous(s, p);
	const bool bracketed = before && ht_str_one_of(before, "〔［[【（(") && ht_str_one_of(end, "〕］]】）)");
	if (letters)
		return before && ht_str_one_of(before, "年月第〕］]") && ht_str_one_of(end, "年月日号期次");
	return bracketed || end - p >= PHONE_DIGITS ||
	       ht_str_one_of(end, "年月日号元万亿千百吨人户个处时分秒米斤岁度期次条项件份名倍点页台辆家所亩套座间%％℃");
}

/* `11月1曰`, `11月l2曰`: is [p, end) a day, whose 日 became 曰? */
static bool is_misread_day(const char *s, const char *p, const char *end)
{
	const char *before = ht_str_previous(s, p);
	return before && ht_str_starts(before, "月") && end - p <= 2 && ht_str_starts(end, "曰");
}

const char *ht_scan_misread(const char *s, const char **end, char *meant)
{
	static const char like[] = DIGITS LIKE_ZERO LIKE_ONE;
	for (const char *p = s, *q; *(p += strcspn(p, like)); p = q) {
		const size_t n = strspn(p, like), digits = strspn(p, DIGITS);
		const bool within = p > s && (g_ascii_isalnum(p[-1]) || p[-1] == '_');
		bool any = digits > 0;
		for (size_t i = 0; i < n; i++)
			any |= g_ascii_isdigit(p[i]);
		q = p + n;
		while (g_ascii_isalnum(*q))
			q++;
		const bool day = is_misread_day(s, p, q), number = digits < n && is_number_place(s, p, q, !any);
		if (within || q > p + n || n >= HT_SCAN_MISREAD || (!day && !number))
			continue;
		for (size_t i = 0; i < n; i++) {
			meant[i] = strchr(LIKE_ZERO, p[i]) ? '0' : p[i];
			meant[i] = strchr(LIKE_ONE, p[i]) ? '1' : meant[i];
		}
		meant[n] = '\0';
		*end = q;
		if (day) {
			strcpy(meant + n, "日");
			*end = ht_str_next(q);
		}
		return p;
	}
	return NULL;
}
