/* Lines scored for what they may be. features.c says what can be seen of each line; readings.c finds, for each form
 * of text, the best way through all lines that its grammar allows, and which form fits best. Words, features, weights
 * and grammar are data: words/readings. */
#ifndef HT_IMPORT_READINGS_H
#define HT_IMPORT_READINGS_H

#include "im.h"
#include "words_readings.h"

/* The lines of the text that are looked at, in order: those that are body or tables. */
typedef struct im_seen {
	size_t line;     /* in im_doc.lines */
	const char *key; /* its text without blanks */
	size_t len;      /* of key, in bytes */
	size_t chars;    /* of key */
	ht_feature_set set;
} im_seen;

static inline bool im_has_feature(const ht_feature_set *set, int feature)
{
	return set->bits[feature / 64] >> (feature % 64) & 1;
}

static inline void im_add_feature(ht_feature_set *set, int feature)
{
	set->bits[feature / 64] |= UINT64_C(1) << (feature % 64);
}

static inline void im_remove_feature(ht_feature_set *set, int feature)
{
	set->bits[feature / 64] &= ~(UINT64_C(1) << (feature % 64));
}

/* ---- cues.c: words ---- */

/* Words noted of one line; bytes from its beginning within which they are looked for. */
#define IM_CUES_MOST 96
#define IM_CUES_SEEN 600

/* A word, as bits of HT_CUE_…, and its place in bytes. */
typedef struct im_cue {
	uint64_t cues;
	uint32_t from, to;
} im_cue;

/* The words in a line: bits of HT_CUE_… of those that are anywhere in it, begin it, end it (before a remark in
 * brackets: close it), are all of it, begin it before a colon, are all of it but a colon. */
typedef struct im_cues {
	uint64_t has, begins, ends, closes, is, label, alone;
	im_cue at[IM_CUES_MOST];
	size_t n;
} im_cues;

static inline uint64_t im_cue_bit(int cue)
{
	return UINT64_C(1) << cue;
}

/* Find all words of s, of len bytes; of a long text those at its beginning and its end. */
void im_find_cues(im_cues *m, const char *s, size_t len);

/* Does a word of the list begin, or end, at that byte? */
bool im_cue_begins_at(const im_cues *m, int cue, size_t from);
bool im_cue_ends_at(const im_cues *m, int cue, size_t to);

/* Is there a word of a that begins in that range, and at most `within` bytes after it one of b? */
bool im_has_cue_pair(const im_cues *m, int a, int b, size_t from_least, size_t from_most, size_t within);

/* Add the features that ask for words, and those that ask for other features of the line. */
void im_test_cues(const im_cues *m, ht_feature_set *set);
void im_test_features(im_seen *line);

/* ---- features.c: a line by itself ---- */

/* The bytes of the number at p, in digits or numerals; 0: there is none. */
size_t im_numeral_at(const char *p);

/* Add all features of line i of n but those of its neighbours. */
void im_see_line(im_doc *d, im_seen *v, size_t n, size_t i);

/* ---- beside.c: a line among others ---- */

/* See all features of all lines. *n: how many there are. NULL: out of memory, or there is no line. */
im_seen *im_see_lines(im_doc *d, size_t *n);

#endif
