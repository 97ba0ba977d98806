#include "title_words.h"

#include <stdlib.h>
#include <string.h>

typedef struct row {
	const char *text;
	size_t len;
	ht_title_kind kind;
} row;

static const row rows[] = {
#include "title_table.h"
};

static int compare(const void *key, const void *element)
{
	const row *a = key, *b = element;
	int order = memcmp(a->text, b->text, a->len < b->len ? a->len : b->len);
	return order ? order : (a->len > b->len) - (a->len < b->len);
}

ht_title_kind ht_title_word(const char *text, size_t len)
{
	const row key = {text, len, HT_TITLE_KINDS};
	const row *found = bsearch(&key, rows, sizeof rows / sizeof *rows, sizeof *rows, compare);
	return found ? found->kind : HT_TITLE_KINDS;
}
