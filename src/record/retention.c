/* Retention periods: their names, and their codes in archival codes. */
#include "record/retention.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

#define MAX_DIGITS 3

/* 长期 and 短期 are of the rules before 2006; their letters are those of the handbooks of that time. */
static const struct {
	const char *name, *code;
} periods[] = {{"永久", "Y"}, {"长期", "C"}, {"短期", "D"}};

static bool is(const char *s, size_t len, const char *word)
{
	return strlen(word) == len && memcmp(s, word, len) == 0;
}

/* Years: 30年, 定期30年, the code D30, and 30. */
static bool parse_years(const char *s, size_t len, ht_retention *ret)
{
	static const char fixed[] = "定期", year[] = "年";
	const char *end = s + len, *from = s;
	const bool is_fixed = len > strlen(fixed) && memcmp(s, fixed, strlen(fixed)) == 0;
	if (is_fixed)
		from += strlen(fixed);
	else if (len && *s == 'D')
		from++;
	size_t digits = 0;
	while (from + digits < end && from[digits] >= '0' && from[digits] <= '9')
		digits++;
	const char *rest = from + digits;
	const bool has_unit = is(rest, (size_t)(end - rest), year);
	if (!digits || digits > MAX_DIGITS || (rest < end && !has_unit) || (*s == 'D' && has_unit))
		return false;
	snprintf(ret->name, sizeof ret->name, "%s%.*s%s", is_fixed ? fixed : "", (int)digits, from, year);
	snprintf(ret->code, sizeof ret->code, "D%.*s", (int)digits, from);
	return true;
}

bool ht_retention_parse(const char *s, size_t len, ht_retention *ret)
{
	for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
		if (!is(s, len, periods[i].name) && !is(s, len, periods[i].code))
			continue;
		snprintf(ret->name, sizeof ret->name, "%s", periods[i].name);
		snprintf(ret->code, sizeof ret->code, "%s", periods[i].code);
		return true;
	}
	return parse_years(s, len, ret);
}
