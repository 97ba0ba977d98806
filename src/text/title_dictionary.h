/* Words of Chinese text by ICU's dictionary. */
#ifndef HT_TEXT_TITLE_DICTIONARY_H
#define HT_TEXT_TITLE_DICTIONARY_H

#include "para.h"

/* A place in the trie. */
typedef struct ht_dictionary_place {
	size_t at; /* in units; SIZE_MAX: nothing goes on from here */
	int left;  /* units that are left of a stretch without branches, less 1; -1: none */
} ht_dictionary_place;

/* Where a character leads from the root. */
typedef struct ht_dictionary_first {
	uint32_t cp; /* 0: not known yet */
	ht_dictionary_place to;
} ht_dictionary_first;

#define HT_DICTIONARY_FIRSTS 512

/* A trie of n units. Its root is searched for each character of a text, and what is compared there is far apart in
 * memory; so places that were found are kept, one for all the characters of a remainder. */
typedef struct ht_dictionary {
	const uint16_t *units;
	size_t n;
	ht_dictionary_first firsts[HT_DICTIONARY_FIRSTS];
} ht_dictionary;

/* The dictionary in ICU's data of so many bytes, which are borrowed; false: it is not there, of an unknown format, or
 * damaged. */
bool ht_dictionary_find(const char *data, size_t size, ht_dictionary *ret);

/* That of the library, which stays loaded; false: it cannot be had. */
bool ht_dictionary_load(ht_dictionary *ret);

/* Find where the words of the paragraph begin: starts has n + 1 members, of which those are set; the last is the end.
 * False, and nothing is set: it has characters for which ICU's rules are needed. */
bool ht_dictionary_words(ht_dictionary *dictionary, ht_para *para, bool *starts);

#endif
