/* What the text of a table's cells and notes means. */
#include "doc/cells.h"

#include <string.h>

/* Most bytes of a note's label. */
#define LABEL_MAX 18

/* Bytes of the first of the words that text begins with. */
static size_t word_at(const char *s, const char *end, const char *const *words)
{
	for (; *words; words++) {
		size_t len = strlen(*words);
		if ((size_t)(end - s) >= len && memcmp(s, *words, len) == 0)
			return len;
	}
	return 0;
}

static size_t digits_at(const char *s, const char *end, bool grouped)
{
	const char *p = s;
	while (p < end && ((*p >= '0' && *p <= '9') || (grouped && *p == ',' && p > s)))
		p++;
	return (size_t)(p - s);
}

size_t ht_forced_line(const ht_dpara *para, size_t from)
{
	size_t n = 0;
	while (from + n < para->n && strncmp(para->spans[from + n].text, "\n", para->spans[from + n].len) != 0)
		n++;
	return n;
}

size_t ht_number_prefix(const ht_dpara *para)
{
	static const char *const signs[] = {"-", "+", "−", "－", "＋", NULL}, *const parts[] = {"%", "‰", "％", NULL};
	if (para->n != 1)
		return 0;
	const char *s = para->spans[0].text, *end = s + para->spans[0].len, *p = s + word_at(s, end, signs);
	size_t digits = digits_at(p, end, true);
	const char *point = p + digits, *rest = point;
	if (!digits)
		return 0;
	if (rest < end && *rest == '.')
		rest += 1 + digits_at(rest + 1, end, false);
	rest += word_at(rest, end, parts);
	return rest == end ? (size_t)(point - s) : 0;
}

bool ht_says_none(const ht_dpara *para)
{
	static const char *const words[] = {"—", "–", "-", "－", "…", "/", "／", "*", "无", "暂无", NULL};
	if (para->n != 1)
		return false;
	const char *s = para->spans[0].text, *end = s + para->spans[0].len;
	for (size_t n; s < end; s += n)
		if (!(n = word_at(s, end, words)))
			return false;
	return true;
}

size_t ht_note_label(const ht_dpara *note)
{
	static const char colon[] = "：";
	const ht_dspan *first = &note->spans[0];
	for (size_t i = 0; note->n && i + strlen(colon) <= first->len && i <= LABEL_MAX; i++)
		if (memcmp(first->text + i, colon, strlen(colon)) == 0)
			return i + strlen(colon);
	return 0;
}
