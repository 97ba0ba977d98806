/* Titles: their words, and what a break beside each costs. */
#ifndef HT_TEXT_TITLE_H
#define HT_TEXT_TITLE_H

#include <unicode/ubrk.h>

#include "para.h"
#include "title_words.h"

/* Characters [begin, end) of a title. */
typedef struct ht_title_token {
	size_t begin, end;
	ht_title_kind kind;
} ht_title_token;

typedef struct ht_title_words {
	const ht_para *para;
	size_t *offsets; /* of each character in para->text, and its end */
	ht_title_token *v;
	size_t n;
} ht_title_words;

/* Part a title into words: as few of them as the table, ICU and the numbers'
 * rules together allow. words borrows para. HT_OK, HT_ERR_NOMEM, HT_ERR_LIB. */
ht_status ht_title_split(const ht_para *para, UBreakIterator *iterator, ht_title_words *ret);

/* costs[i]: of a line that begins with character i; para->n of them, zeroed. */
void ht_title_costs(const ht_title_words *words, int *costs);

#endif
