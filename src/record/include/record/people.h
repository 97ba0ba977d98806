/* What the words of a list of people are: shared by all that read people, here and in import. */
#ifndef HT_RECORD_PEOPLE_WORDS_H
#define HT_RECORD_PEOPLE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a record's text. */
typedef struct ht_slice {
	const char *s;
	size_t len;
} ht_slice;

/* Written together, a unit or office and a name are one word (JOINED). */
typedef enum ht_word_kind {
	HT_WORD_OTHER,   /* nothing of what follows */
	HT_WORD_NAME,    /* may be a name: it is no unit, office or group */
	HT_WORD_LETTER,  /* one Han character: half of a name that is spread out */
	HT_WORD_UNIT,    /* 区财政局 */
	HT_WORD_OFFICE,  /* 副区长 */
	HT_WORD_EITHER,  /* 白水村: a unit, or a name that ends like one (刘登科) */
	HT_WORD_GROUP,   /* 各乡镇, 主要负责同志 */
	HT_WORD_JOINED,  /* 区财政局局长苏晴 */
	HT_WORD_DOUBTFUL /* may be JOINED */
} ht_word_kind;

/* A word and its parts. */
typedef struct ht_people_word {
	ht_slice typed;
	ht_word_kind kind;
	ht_slice name;  /* NAME, LETTER: without the title in brackets after it; JOINED: of the person */
	ht_slice title; /* in brackets after the name, or JOINED: before it; len 0: there is none */
	bool surname;   /* NAME: begins with a known surname and has its length */
	bool spread;    /* NAME: two characters, or one and two, with blanks between them */
	bool ends;      /* GROUP: no more words of the phrase follow */
} ht_people_word;

/* What the bytes, without blanks outside brackets, are. */
ht_people_word ht_people_word_of(const char *s, size_t len);

/* Han characters; 0 where there is another one. */
size_t ht_han_count(ht_slice w);

/* Does it begin with a letter of another script than Han? */
bool ht_is_foreign_word(ht_slice w);

/* Is it a name and an office without a blank between them (苏晴局长)? */
bool ht_is_named_office(ht_slice w);

#endif
