/* Words of Chinese text by ICU's dictionary. */
#ifndef HT_TEXT_TITLE_DICTIONARY_H
#define HT_TEXT_TITLE_DICTIONARY_H

#include "para.h"

/* A trie of n units. */
typedef struct ht_dictionary {
	const uint16_t *units;
	size_t n;
} ht_dictionary;

/* The dictionary in ICU's data of so many bytes, which are borrowed; false: it is not there, of an unknown format, or
 * damaged. */
bool ht_dictionary_find(const char *data, size_t size, ht_dictionary *ret);

/* That of the library, which stays loaded; false: it cannot be had. */
bool ht_dictionary_load(ht_dictionary *ret);

/* Find where the words of the paragraph begin: starts has n + 1 members, of which those are set; the last is the end.
 * False, and nothing is set: it has characters for which ICU's rules are needed. */
bool ht_dictionary_words(const ht_dictionary *dictionary, ht_para *para, bool *starts);

#endif
