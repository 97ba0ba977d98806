/* The words of titles, words/titles.txt. */
#ifndef HT_TEXT_TITLE_WORDS_H
#define HT_TEXT_TITLE_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* Kinds of words in the list, then what else is in a title. */
typedef enum ht_title_kind {
	HT_TITLE_COMPOUND,
	HT_TITLE_ORGAN,
	HT_TITLE_ORGAN_TAIL,
	HT_TITLE_PLACE,
	HT_TITLE_PLACE_TAIL,
	HT_TITLE_PROVINCE,
	HT_TITLE_HEAD,
	HT_TITLE_VERB,
	HT_TITLE_DEED,
	HT_TITLE_ADVERB,
	HT_TITLE_PREPOSITION,
	HT_TITLE_PREFIX,
	HT_TITLE_CONJUNCTION,
	HT_TITLE_GENITIVE,
	HT_TITLE_PARTICLE,
	HT_TITLE_LEAN,
	HT_TITLE_KIND,
	HT_TITLE_MEASURE,
	HT_TITLE_PLAIN,       /* a word ICU knows, Latin */
	HT_TITLE_LONE,        /* a single character nobody knows: part of a name */
	HT_TITLE_NUMBER,      /* with its measure word */
	HT_TITLE_BARE_NUMBER, /* without */
	HT_TITLE_OPEN_BOOK,   /* 《 */
	HT_TITLE_OPEN_NOTE,   /* （ */
	HT_TITLE_OPEN_QUOTE,
	HT_TITLE_CLOSE_BOOK,
	HT_TITLE_CLOSE_NOTE,
	HT_TITLE_CLOSE_QUOTE,
	HT_TITLE_STOP, /* 、 and other marks */
	HT_TITLE_SPACE,
	HT_TITLE_KINDS
} ht_title_kind;

/* No word is longer, in characters. */
#define HT_TITLE_WORD_MAX 16

/* Words of the table that begin alike. */
typedef struct ht_title_alike {
	size_t first, end;
} ht_title_alike;

/* The words that begin with a character. */
ht_title_alike ht_title_begin(uint32_t cp);

/* Keep those that begin with these len bytes; of a text that grows, since what was kept before. The kind of the word
 * that these bytes are; HT_TITLE_KINDS where the table lacks it. */
ht_title_kind ht_title_narrow(ht_title_alike *alike, const char *text, size_t len);

#endif
