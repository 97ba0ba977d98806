/* Texts in the arena of a document that is imported, and the beginnings of lines (text.c). */
#ifndef HT_IMPORT_ARENA_TEXT_H
#define HT_IMPORT_ARENA_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "record/record.h"

typedef struct im_doc im_doc;

/* A growing list of texts. */
typedef struct im_texts {
	ht_text *v;
	size_t n, cap;
} im_texts;

#define IM_DIGITS "0123456789"
/* What separates words of a list, such as keywords. */
#define IM_LIST_SEPARATORS " 　;；、"
/* What separates names that are set beside each other. */
#define IM_GAPS " 　\t"

/* Control characters, separators, noncharacters: what a record may not hold. Tabs and line ends are allowed. */
bool im_is_forbidden(uint32_t cp);

/* s, or "" with nomem set where s is NULL. */
const char *im_checked(im_doc *d, const char *s);
/* s without blanks, but for one between words of Latin and other letters (`New Town 办公室`). */
const char *im_squeeze(im_doc *d, const char *s);
/* s without blanks of any kind: to be compared with what may be spread. */
const char *im_key(im_doc *d, const char *s);
/* len bytes of s, or what is in buf, trimmed. */
const char *im_copy(im_doc *d, const char *s, size_t len);
const char *im_copy_buf(im_doc *d, const ht_buf *buf);
/* The content of buf. */
const char *im_copy_all(im_doc *d, const ht_buf *buf);
/* a and b, with a blank between Latin words. */
const char *im_join(im_doc *d, const char *a, const char *b);
/* The same of what is in out and s: for many pieces. */
void im_add_joined(ht_buf *out, const char *s);
/* Are these bytes in data? */
bool im_has_bytes(const char *data, size_t len, const char *bytes);

/* A small picture of chats (🕙), or an arrow or sign that is used as one? */
bool im_is_emoji(uint32_t cp);

/* The width of s: a Han character is two columns. */
int im_columns(const char *s);

/* Does s end with a punctuation mark that names and titles never end with? */
bool im_is_sentence(const char *s);

/* Is a blank, of any width, or a tab at p? p without those. */
bool im_is_blank(const char *p);
const char *im_skip_blanks(const char *p);

/* The text after the label and its colon at the line's beginning, or NULL: the label may be spread (`索 引 号：`). */
const char *im_after_label(const char *line, const char *label);

/* Add s, where it is not empty. false: not added. */
bool im_add_text(im_doc *d, im_texts *list, const char *s, ht_loc loc);
/* Split at any of marks (outside brackets) and add the parts. */
void im_split(im_doc *d, im_texts *list, const char *s, const char *set, ht_loc loc);

/* Is s nothing but a number with what is set around one at the edge of a page (`— 1 —`, `第1页 共3页`)? */
bool im_is_page_number(const char *s);

/* Add a cell's text to a row, without tabs. */
void im_add_cell(ht_buf *row, const char *s, size_t len);

/* Does a cell of len bytes only join others (IM_JOIN_UP, IM_JOIN_LEFT)? */
bool im_is_join(const char *cell, size_t len);

/* How many cells a row has. */
size_t im_cells(const char *row);

/* The next cell of a row, trimmed; *row moves on, to NULL after the last. NULL: there is no more. */
const char *im_next_cell(im_doc *d, const char **row);

/* Does the paragraph begin with a typed number or heading (一、 1. 第一条)? Its
 * level by the record room's rules, or 0. */
int im_level(im_doc *d, const char *s);

#endif
