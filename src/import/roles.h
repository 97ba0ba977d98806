/* Lines scored for what they may be. role_features.c says what can be seen of each line; roles.c finds, for each form of
 * text, the best way through all lines that its grammar allows, and which form fits best. Words, features, weights and
 * grammar are data: words/roles. */
#ifndef HT_IMPORT_ROLES_H
#define HT_IMPORT_ROLES_H

#include "im.h"
#include "words_roles.h"

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

/* See all features of all lines. *n: how many there are. NULL: out of memory, or there is no line. */
im_seen *im_see_lines(im_doc *d, size_t *n);

#endif
