/* What the files of this room share. */
#ifndef HT_CHECK_CK_H
#define HT_CHECK_CK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/str.h"
#include "check/check.h"

struct ht_findings {
	ht_arena *arena;
	ht_finding *v;
	size_t n, cap;
	bool nomem;
};

/* One record under check. */
typedef struct ck {
	const ht_record *record;
	ht_findings *out;
	const ht_form *form;       /* of the record */
	const struct names *names; /* of people, while they are compared */
} ck;

/* The text of a paragraph or field, all parts joined, with places. */
typedef struct ck_text {
	const char *s;
	const ht_inline *inlines; /* n of them; NULL: the text is whole at loc */
	size_t n;
	ht_loc loc;
	const ht_body_block *block; /* NULL: not a paragraph of a body */
} ck_text;

/* The place of the byte at, which lies in t->s. */
ht_loc ck_place(const ck_text *t, const char *at);

/* Add a finding; args ended by NULL. Copies all it is given. */
void ck_find(ck *c, ht_code code, ht_loc loc, ...) __attribute__((sentinel));

/* Give the finding added last an edit. */
void ck_edit(ck *c, ht_loc loc, const char *old, size_t old_len, const char *text, bool safe);

/* Call visit for every paragraph and table cell of every body of the record. */
void ck_each_text(ck *c, void (*visit)(ck *c, const ck_text *t));

/* Call visit for every body of the record. */
void ck_each_body(ck *c, void (*visit)(ck *c, const ht_body *body));

/* All inlines of a paragraph joined, in the findings' arena; never NULL. */
const char *ck_joined(ck *c, const ht_inline *inlines, size_t n);

/* The value at path as text, or NULL. */
const ht_value *ck_value(const ck *c, const char *path);

/* s, or "" with nomem set where s is NULL. */
const char *ck_checked(ck *c, const char *s);

/* len bytes of s in the findings' arena, checked. */
const char *ck_copy(ck *c, const char *s, size_t len);

/* ---- the checks ---- */

void ck_number(ck *c);
void ck_dates(ck *c);
void ck_recipients(ck *c);
void ck_title(ck *c);
void ck_secrecy(ck *c);
void ck_attachments(ck *c);
void ck_enclosed(ck *c);
void ck_missing(ck *c);
void ck_headings(ck *c);
void ck_paragraphs(ck *c);
void ck_people(ck *c);

#endif
