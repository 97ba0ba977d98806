/* Parts of a line of people: between 、 and ，. */
#ifndef HT_RECORD_PEOPLE_PART_H
#define HT_RECORD_PEOPLE_PART_H

#include "base/arena.h"
#include "record/people.h"

typedef enum ht_part_shape {
	HT_PART_WHOLE,    /* kept as typed, nothing need be said: a phrase */
	HT_PART_DOUBTFUL, /* kept as typed, and said */
	HT_PART_OPEN,     /* two words, the order of which the list says */
	HT_PART_NAME,     /* one name */
	HT_PART_SEVERAL,  /* names only */
	HT_PART_TITLE,    /* one unit or office */
	HT_PART_EITHER,   /* one word that may be a name or a unit */
	HT_PART_GROUP,    /* one word */
	HT_PART_PERSON,   /* a name and titles */
	HT_PART_HOLDERS,  /* titles, then names */
	HT_PART_PAIRS     /* name title name title, or in another order */
} ht_part_shape;

typedef struct ht_people_part {
	ht_slice typed;
	ht_slice label; /* before a colon; len 0: there is none */
	bool comma;     /* ， is before it, not 、 */
	bool office;    /* TITLE: an office, without a name at its beginning */
	ht_people_word *v;
	size_t n;
	size_t titles; /* HOLDERS: words before the names */
	size_t period; /* PAIRS: words of each person */
	ht_part_shape shape;
} ht_people_part;

/* Find the part's words and its shape. false: out of memory. */
bool ht_people_part_read(ht_arena *arena, ht_people_part *part);

/* The word of a PERSON that is the name. */
size_t ht_people_name_index(const ht_people_part *part);

/* 1 for an opening bracket, -1 for a closing one, else 0. */
int ht_people_bracket(uint32_t cp);

static inline bool ht_is_title_word(const ht_people_word *w)
{
	return w->kind == HT_WORD_UNIT || w->kind == HT_WORD_OFFICE;
}

#endif
