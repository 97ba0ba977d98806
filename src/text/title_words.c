#include "title_words.h"

#include <stdlib.h>
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

static int compare(const void *key, const void *element)
{
	const row *a = key, *b = element;
	int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
	return order ? order : (a->len > b->len) - (a->len < b->len);
}

ht_title_kind ht_title_word(const char *text, size_t len)
{
	const row key = {text, len, HT_TITLE_KINDS};
	const row *found = bsearch(&key, rows, ARRAY_LEN(rows), sizeof *rows, compare);
	return found ? found->kind : HT_TITLE_KINDS;
}
