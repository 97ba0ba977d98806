/* Words of Chinese text by ICU's dictionary. */
#ifndef HT_TEXT_TITLE_DICTIONARY_H
#define HT_TEXT_TITLE_DICTIONARY_H

#include "para.h"

/* The dictionary, which stays loaded; NULL: it cannot be had, or is of an unknown format. */
const uint16_t *ht_dictionary_load(void);

/* Find where the words of the paragraph begin: starts has n + 1 members, of which those are set; the last is the end.
 * False, and nothing is set: it has characters for which ICU's rules are needed. */
bool ht_dictionary_words(const uint16_t *dictionary, ht_para *para, bool *starts);

#endif
