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
	size_t records;  /* checked so far */
	size_t groups;   /* of edits, so far */
	const int *left; /* lines whose edits are not made, n_left of them, in their order; borrowed */
	size_t n_left;
	bool nomem;
};

/* One record under check. */
typedef struct ck {
	const ht_record *record;
	ht_findings *out;
	ht_arena *scratch;         /* what is read only while the record is checked */
	const ht_form *form;       /* of the record */
	const struct names *names; /* of people, while they are compared */
	ht_loc spaced, comma;      /* the first numbers grouped by blanks and by commas; line 0: none yet */
} ck;

/* What a text is; checks say which they are for. */
typedef enum ck_kind {
	CK_PARAGRAPH = 1, /* of a body */
	CK_CELL = 2,      /* of a table; a caption */
	CK_TITLE = 4,     /* its lines joined */
	CK_SENTENCE = 8,  /* of a field that holds sentences */
	CK_LINE = 16,     /* of any other field: a name, a list's entry, a person's office */
	CK_MASTHEAD = 32, /* may be spread by blanks */
	CK_CODE = 64,     /* a number or the name of a file: has rules of its own */
} ck_kind;

#define CK_PROSE (CK_PARAGRAPH | CK_CELL)
#define CK_TEXT  (CK_PROSE | CK_TITLE | CK_SENTENCE | CK_LINE | CK_MASTHEAD)
#define CK_ALL   (CK_TEXT | CK_CODE)

/* How far the characters before a place were counted. */
typedef struct ck_at {
	size_t i, begin;      /* the inline, and where in the text it begins */
	size_t offset, chars; /* counted up to here, of the inline */
} ck_at;

/* The characters of a text, by their remainders: one that is not among them is not in the text, any other may be. So
 * most checks need not read most texts. */
typedef struct ck_chars {
	uint64_t bits[8];
	bool unusual; /* there are others than ASCII, common ideographs and the marks of Chinese text */
} ck_chars;

/* A text of the record, all parts joined, with places. */
typedef struct ck_text {
	const char *s;
	const ht_inline *inlines; /* n of them; NULL: the text is whole at loc */
	size_t n;
	ht_loc loc;
	ck_kind kind;
	const ht_field *field;      /* whose value it is, or is in */
	bool other;                 /* of an attachment or enclosed document */
	const ht_body_block *block; /* NULL: not a paragraph of a body */
	const ht_body_block *next;  /* the block below it in its body, or NULL */
	ck_at *last;                /* the place asked for last, so that many cost no more than the text; or NULL */
	const ck_chars *chars;      /* of s; NULL: not looked at */
} ck_text;

static inline bool ck_may_have(const ck_text *t, uint32_t cp)
{
	return !t->chars || t->chars->bits[cp / 64 % ARRAY_LEN(t->chars->bits)] >> cp % 64 & 1;
}

/* any: a string of characters. */
static inline bool ck_may_have_any(const ck_text *t, const uint32_t *any)
{
	while (*any && !ck_may_have(t, *any))
		any++;
	return *any;
}

/* May a word of the list be there, by their first characters? */
bool ck_may_begin_any(const ck_text *t, const char *const *words);

#define CK_DIGITS U"0123456789"

/* The place of the byte at, which lies in t->s. */
ht_loc ck_place(const ck_text *t, const char *at);

/* Add a finding; args ended by NULL. Copies all it is given. */
void ck_find(ck *c, ht_code code, ht_loc loc, ...) __attribute__((sentinel));

/* Give the finding added last an edit. */
void ck_edit(ck *c, ht_loc loc, const char *old, size_t old_len, const char *text, bool safe);

/* The edit given last is made only together with the others of this group. */
void ck_edit_group(ck *c, size_t group);

/* Call visit for every text of the record that is of one of the kinds: whatever the field table has, but for choices,
 * dates and numbers. */
void ck_each_text(ck *c, unsigned kinds, void (*visit)(ck *c, const ck_text *t));

/* Call visit for every body of the record; other: it is that of an attachment or enclosed document. */
void ck_each_body(ck *c, void (*visit)(ck *c, const ht_body *body, bool other));

/* All inlines of a paragraph joined, as long as the record is checked; never NULL. */
const char *ck_joined(ck *c, const ht_inline *inlines, size_t n);

/* The value at path as text, or NULL. */
const ht_value *ck_value(const ck *c, const char *path);

/* Common ideographs: all that begin with these bytes are Han, and no mark does. */
static inline bool ck_is_common_han(const char *p)
{
	return (unsigned char)*p >= 0xE4 && (unsigned char)*p <= 0xE9;
}

/* The character before p; "" where p is the text's beginning. */
const char *ck_before(const ck_text *t, const char *p);

/* The end of the run of the character at p. */
const char *ck_end_of_run(const char *p);

/* Is p in a web or mail address? */
bool ck_is_address(const ck_text *t, const char *p);

/* The bytes [from, end) in the findings' arena, checked: what a message cites. */
const char *ck_excerpt(ck *c, const char *from, const char *end);

/* Find [from, end) of the text, cited as {1}, with what to write instead as {2}; better NULL: the message does not say
 * it, and there is no edit. */
void ck_cite(ck *c, const ck_text *t, ht_code code, const char *from, const char *end, const char *better, bool safe);

/* s, or "" with nomem set where s is NULL. */
const char *ck_checked(ck *c, const char *s);

/* len bytes of s in the findings' arena, checked. */
const char *ck_copy(ck *c, const char *s, size_t len);

/* Put the findings of the record, by its number, in the order of the source; they are the last ones. */
void ck_order(ht_findings *findings, size_t record);

/* Check one record, which begins on this line of its file; as ht_check_source(). */
ht_status ck_one_source(const ht_checked *c, const char *data, size_t len, int line, ht_format format, ht_diags *diags,
                        ht_findings *findings);

/* ---- the checks ---- */

void ck_number(ck *c);
void ck_dates(ck *c);
void ck_ai_label(ck *c);
void ck_recipients(ck *c);
void ck_title(ck *c);
void ck_secrecy(ck *c);
void ck_attachments(ck *c);
void ck_archive(ck *c);
void ck_enclosed(ck *c);
void ck_missing(ck *c);
void ck_doubts(ck *c);
void ck_signed(ck *c);
void ck_headings(ck *c);
void ck_texts(ck *c);

/* ---- the checks of a text ---- */

void ck_punctuation(ck *c, const ck_text *t);
void ck_pairs(ck *c, const ck_text *t);
void ck_ends(ck *c, const ck_text *t);
void ck_numerals(ck *c, const ck_text *t);
void ck_ranges(ck *c, const ck_text *t);
void ck_days(ck *c, const ck_text *t);
void ck_words(ck *c, const ck_text *t);
void ck_placeholders(ck *c, const ck_text *t);
void ck_emoji(ck *c, const ck_text *t);
void ck_stacked(ck *c, const ck_text *t);
void ck_invisible(ck *c, const ck_text *t);

/* Is the mark at the text's end found elsewhere, in words of its own (of recipients)? */
bool ck_has_own_end(const ck_text *t);

/* How many ASCII digits are at p. */
int ck_digit_run(const char *p);
void ck_people(ck *c);

#endif
