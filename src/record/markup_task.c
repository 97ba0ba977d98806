/* Boxes to be ticked. */
#include <string.h>

#include "base/array.h"
#include "markup.h"

/* May a box begin here: where the line does, after a blank, or after a mark that other boxes are set apart by? */
static bool begins_choice(const char *begin, const char *p)
{
	static const char *const before[] = {" ", "　", "：", "，", "、", "；", "（", "）", "／", ":", ",", ";", "/"};
	for (size_t i = 0; i < ARRAY_LEN(before); i++) {
		size_t n = strlen(before[i]);
		if ((size_t)(p - begin) >= n && memcmp(p - n, before[i], n) == 0)
			return true;
	}
	return p == begin;
}

size_t ht_markup_task(const char *begin, const char *p, const char *end)
{
	bool box = end - p > 3 && p[0] == '[' && p[2] == ']' && (p[1] == ' ' || p[1] == 'x' || p[1] == 'X');
	if (!box || !begins_choice(begin, p))
		return 0;
	if (p[3] == ' ')
		return 4;
	return (unsigned char)p[3] >= 0x80 ? 3 : 0;
}
