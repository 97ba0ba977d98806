/* Does the text say what a field says that is not printed? Of the fields that a form names under `stated:`. */
#ifndef HT_STYLE_STATED_H
#define HT_STYLE_STATED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "record/record.h"

/* The texts that are shown, without blanks: all of them for a day, which the date of the document says as well; else
 * those of bodies alone, since a name in a list does not say that its bearer took the chair. */
typedef struct ht_shown_texts {
	ht_buf bodies, all;
} ht_shown_texts;

/* Add len bytes of a text. apart: what was added before is another text, else they go on; body: it is of a body. */
void ht_stated_add(ht_shown_texts *texts, const char *s, size_t len, bool apart, bool body);
void ht_stated_free(ht_shown_texts *texts);

/* Append to missing what of the value no text says: names of people, pieces of a place, a day; nothing if they say it.
 * False: out of memory, then or before. */
bool ht_stated_missing(const ht_shown_texts *texts, const ht_value *value, ht_buf *missing);

#endif
