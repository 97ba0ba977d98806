/* Titles: their words, and the cost of a line break before each. */
#ifndef HT_TEXT_TITLE_H
#define HT_TEXT_TITLE_H

#include "para.h"
#include "title_words.h"

/* Characters [begin, end) of a title. */
typedef struct ht_title_token {
	size_t begin, end;
	ht_title_kind kind;
} ht_title_token;

typedef struct ht_title_words {
	const ht_para *para;
	size_t *offsets; /* of each character in para->text, then of its end */
	ht_title_token *v;
	size_t n;
} ht_title_words;

/* Split a title into words: as few as the table, ICU and the rules for numbers
 * allow together. ret borrows para and is untouched on failure, which is recorded
 * in the paragraph. */
void ht_title_split(ht_para *para, ht_title_words *ret);

/* Add to costs[i] the cost of a line that begins with character i. costs has
 * para->n members. */
void ht_title_costs(const ht_title_words *words, int *costs);

/* … and, of text that is no title, for each place where a reader pauses. */
void ht_title_pauses(const ht_title_words *words, int *costs);

/* … of a column's head, before brackets. */
void ht_title_brackets(const ht_title_words *words, int *costs);

#endif
