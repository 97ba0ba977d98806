#include "title_words.h"

#include <string.h>

#include "base/array.h"
#include "words_titles.h"

typedef struct row {
	const char *text;
	size_t len;
	ht_title_kind kind;
} row;

#define ROW(text, first, len, kind) {text, len, HT_TITLE_##kind},
static const row rows[] = {HT_WORDS_TITLES(ROW)};
#undef ROW

/* The first characters of all, for most texts' characters begin none. */
#define ROW(text, first, len, kind) first,
static const uint16_t firsts[] = {HT_WORDS_TITLES(ROW)};
#undef ROW

/* The first word whose first character is not before cp. */
static size_t first_from(uint32_t cp)
{
	size_t first = 0, end = ARRAY_LEN(firsts);
	while (first < end) {
		const size_t mid = first + (end - first) / 2;
		if (firsts[mid] < cp)
			first = mid + 1;
		else
			end = mid;
	}
	return first;
}

ht_title_alike ht_title_begin(uint32_t cp)
{
	ht_title_alike ret = {first_from(cp), 0};
	for (ret.end = ret.first; ret.end < ARRAY_LEN(firsts) && firsts[ret.end] == cp; ret.end++)
		;
	return ret;
}

/* 0: the word begins with these bytes; else whether it is before or after those that do. */
static int compare(const row *word, const char *text, size_t len)
{
	const int order = memcmp(word->text, text, word->len < len ? word->len : len);
	return order || word->len >= len ? order : -1;
}

/* The first of the words that is not before (at_least 0) or is after (1) those that begin with these bytes. */
static size_t bound(const ht_title_alike *among, const char *text, size_t len, int at_least)
{
	size_t first = among->first, end = among->end;
	while (first < end) {
		const size_t mid = first + (end - first) / 2;
		if (compare(&rows[mid], text, len) < at_least)
			first = mid + 1;
		else
			end = mid;
	}
	return first;
}

ht_title_kind ht_title_narrow(ht_title_alike *alike, const char *text, size_t len)
{
	alike->first = bound(alike, text, len, 0);
	alike->end = bound(alike, text, len, 1);
	/* the shortest is first */
	if (alike->first < alike->end && rows[alike->first].len == len)
		return rows[alike->first].kind;
	return HT_TITLE_KINDS;
}
