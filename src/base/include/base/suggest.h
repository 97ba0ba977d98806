/* "Did you mean …": the nearest of a list of words. */
#ifndef HT_BASE_SUGGEST_H
#define HT_BASE_SUGGEST_H

#include <stddef.h>

/* Keeps the nearest candidate to a mistyped word. */
typedef struct ht_suggest {
	const char *word;
	const char *best; /* NULL: nothing near enough yet */
	int distance;
} ht_suggest;

/* Begin with the mistyped word (borrowed). */
ht_suggest ht_suggest_begin(const char *word);

/* Offer a candidate (borrowed). It counts when its edit distance, in
 * characters, is at most about a third of the longer word; 1 is
 * always allowed. */
void ht_suggest_offer(ht_suggest *s, const char *candidate);

#endif
