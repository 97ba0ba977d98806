#include "title_words.h"

#include <string.h>

#include "base/array.h"
#include "words_titles.h"

typedef struct row {
	const char *text;
	size_t len;
	ht_title_kind kind;
} row;

#define ROW(text, len, kind) {text, len, HT_TITLE_##kind},
static const row rows[] = {HT_WORDS_TITLES(ROW)};
#undef ROW

ht_title_alike ht_title_all(void)
{
	return (ht_title_alike){0, ARRAY_LEN(rows)};
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
