/* Markup in typed text that md4c does not know, and Markdown in fields that are no Markdown.
 *
 * Text comes from chats, web pages and editors with marks in it. Each is either
 * meant (a superscript, a footnote, a forced break) and done, or left out and
 * told of; no mark is printed in silence. */
#ifndef HT_RECORD_MARKUP_H
#define HT_RECORD_MARKUP_H

#include "base/buf.h"
#include "source.h"

/* Stand in the cleaned text for a footnote's mark and for a forced break: noncharacters, which no source has. */
#define HT_MARKUP_NOTE     0xFDD0
#define HT_MARKUP_NOTE_STR "\xEF\xB7\x90"
#define HT_MARKUP_BREAK    "\xEF\xB7\x91"

/* A part of the cleaned text. */
typedef struct ht_markup_piece {
	size_t at;       /* offset of its first byte */
	const char *src; /* where it came from */
} ht_markup_piece;

/* What a text is. */
typedef enum ht_markup_kind {
	HT_MARKUP_LINE,  /* of a body: what is Markdown's own is left to md4c */
	HT_MARKUP_FIELD, /* one line: marks are left out */
	HT_MARKUP_TITLE  /* the same, but a break is one */
} ht_markup_kind;

/* A text without its markup. */
typedef struct ht_markup {
	const char *s;
	size_t len;
	ht_markup_piece *pieces; /* in order; NULL: s is the source itself */
	size_t n, cap;
	const char **labels; /* of the footnotes whose marks are in s, in order */
	size_t n_labels, cap_labels;
} ht_markup;

/* Clean [s, s + len), a text or a part of one without line ends, into *ret, which is zeroed.
 * cur     in      a cursor over the text, at or before s
 * diags   in/out  HT_D_MARKUP_*
 * false: out of memory. */
bool ht_markup_clean(ht_arena *arena, ht_diags *diags, const ht_cursor *cur, ht_markup_kind kind, const char *s,
                     size_t len, ht_markup *ret);

/* The source of the byte at p of the cleaned text. */
const char *ht_markup_source(const ht_markup *m, const char *p);

/* [ ] and [x], the boxes of a task list, and of choices in a line or cell (`[ ] 是　[x] 否`): the bytes of one at p of
 * the text [begin, end), with the space after it; 0: there is none. (markup_task.c) */
size_t ht_markup_task(const char *begin, const char *p, const char *end);

/* Each character of [s, end) in its raised or lowered form; .data NULL: one has none. (markup_script.c) */
ht_buf ht_markup_script(const char *s, const char *end, bool raised);

/* Could [s, end) be meant as a superscript? */
bool ht_markup_is_script(const char *s, const char *end);

/* Is it figures, with a sign before them, or letters alone? */
bool ht_markup_is_one_term(const char *s, const char *end);

/* Do the stars at p of the text [begin, end) open a pair of marks, or close one, where they can be no text
 * (markup_stars.c)? */
bool ht_markup_opens(const char *begin, const char *p, const char *end);
bool ht_markup_closes(const char *begin, const char *p, const char *end);

/* The text of the entity [s, s + len), "&" to ";", or NULL: not known; of a private-use character, what it stands
 * for. out: where it may be put. */
const char *ht_entity_decode(const char *s, size_t len, char out[8]);

/* Tell of an entity that is a private-use character: HT_D_PRIVATE_READ, HT_D_MARKUP_PRIVATE. */
void ht_entity_check(ht_diags *diags, const char *s, size_t len, ht_loc loc);

#endif
