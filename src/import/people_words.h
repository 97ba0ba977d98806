/* The words of a list of people, and the titles in it. */
#ifndef HT_IMPORT_PEOPLE_WORDS_H
#define HT_IMPORT_PEOPLE_WORDS_H

#include "im.h"
#include "record/people.h"

/* The words of an entry: far more than one has. */
#define IM_PEOPLE_WORDS_MOST 256

typedef struct im_people_words {
	ht_people_word v[IM_PEOPLE_WORDS_MOST];
	size_t n;
} im_people_words;

/* A person's title; NULL: there is none. */
typedef struct im_title {
	const char *office, *unit;
} im_title;

static inline ht_slice im_slice(const char *s)
{
	return (ht_slice){s, strlen(s)};
}

/* A name, or a title, as a record writes it: without the blanks of a padded one, but not those of `Michael Hofmann`. */
const char *im_plain_name(im_doc *d, ht_slice s);

/* The title that is written: `区政协主席` is 主席 of 区政协, several offices are one text, a unit alone is a unit. */
im_title im_title_of(im_doc *d, ht_slice typed);

/* Where the office at the end of s begins: its words, and what belongs to them (常务副主任). The end: there is none. */
size_t im_office_begin(const char *s);

/* Are the first len bytes of s a unit, as it stands before an office? */
bool im_is_unit(const char *s, size_t len);

/* Bytes before the count at the end of s (村民代表 of 村民代表38人); len: there is none. */
size_t im_before_count(const char *s, size_t len);

/* What the bytes are in a list of people. */
ht_people_word im_people_word(im_doc *d, const char *s, size_t len);

/* The words of an entry, a name that is spread out as one. */
void im_read_words(im_doc *d, ht_slice entry, im_people_words *w);

/* Han characters of a name, without its brackets; 0 where it has others. */
size_t im_name_chars(ht_slice name);

/* Is the word a name in a list of people? Is it known what it is? */
bool im_is_name_word(const ht_people_word *w);
bool im_is_known_word(const ht_people_word *w);

#endif
