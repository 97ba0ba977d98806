#include "units.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sizes by name, in points as office suites define them: GB/T 9704-2012 gives only the names (字号). */
static const struct {
	const char *name;
	double pt;
} sizes[] = {
    {"初号", 42}, {"小初", 36}, {"一号", 26}, {"小一", 24},   {"二号", 22}, {"小二", 18},  {"三号", 16},
    {"小三", 15}, {"四号", 14}, {"小四", 12}, {"五号", 10.5}, {"小五", 9},  {"六号", 7.5}, {"小六", 6.5},
};

static bool size_by_name(const char *s, ht_len *ret)
{
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (strcmp(s, sizes[i].name) == 0) {
			*ret = ht_len_from_pt(sizes[i].pt);
			return true;
		}
	return false;
}

/* A decimal number, whatever the locale; *end after it. */
static bool number(const char *s, double *value, char **end)
{
	*value = g_ascii_strtod(s, end);
	return *end != s && isfinite(*value) && fabs(*value) < 1e6;
}

bool ht_unit_len(const char *s, const ht_geometry *g, ht_len *ret)
{
	if (size_by_name(s, ret))
		return true;
	double v;
	char *unit;
	if (!number(s, &v, &unit))
		return false;
	if (strcmp(unit, "mm") == 0)
		*ret = ht_len_from_mm(v);
	else if (strcmp(unit, "pt") == 0)
		*ret = ht_len_from_pt(v);
	else if (g && strcmp(unit, "字") == 0)
		*ret = (ht_len)lround(v * g->area_width / g->chars);
	else if (g && strcmp(unit, "行") == 0)
		*ret = (ht_len)lround(v * (g->area_height - g->size) / (g->lines - 1));
	else if (v == 0 && *unit == '\0')
		*ret = 0;
	else
		return false;
	return true;
}

bool ht_unit_colour(const char *s, ht_colour *ret)
{
	char *end;
	if (*s != '#' || strlen(s) != 7 || strspn(s + 1, "0123456789abcdefABCDEF") != 6)
		return false;
	unsigned long v = strtoul(s + 1, &end, 16);
	*ret = (ht_colour){(uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
	return true;
}

bool ht_unit_permille(const char *s, int *ret)
{
	double v, den = 1;
	char *end;
	if (!number(s, &v, &end))
		return false;
	if (*end == '/' && (!number(end + 1, &den, &end) || den == 0))
		return false;
	if (*end != '\0' || v / den < -10 || v / den > 10)
		return false;
	*ret = (int)lround(v / den * 1000);
	return true;
}

bool ht_unit_int(const char *s, int *ret)
{
	char *end;
	long v = strtol(s, &end, 10);
	if (end == s || *end || v < -100000 || v > 100000)
		return false;
	*ret = (int)v;
	return true;
}

bool ht_unit_bool(const char *s, bool *ret)
{
	static const char *const words[] = {"false", "true", "no", "yes", "否", "是"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(s, words[i]) == 0) {
			*ret = i & 1;
			return true;
		}
	return false;
}
