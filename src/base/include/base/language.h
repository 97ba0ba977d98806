/* Messages in a language for which the machine has no locale. */
#ifndef HT_BASE_LANGUAGE_H
#define HT_BASE_LANGUAGE_H

/* From now on, messages of the whole process are in this language, "zh_CN"; those for which there is no translation,
 * and all where this cannot be had, in English. The same call again has catalogues looked up anew. */
void ht_language_set(const char *language);

#endif
