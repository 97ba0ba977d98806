/* A line as the repairs see it, and its characters. */
#ifndef HT_IMPORT_TYPED_LINE_H
#define HT_IMPORT_TYPED_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/str.h"
#include "base/utf8.h"

typedef struct typed_char {
	uint32_t c;
	bool fixed;  /* part of an address: not to be touched */
	size_t at;   /* the byte of the line where it, or what it stands for, begins */
	size_t pair; /* a mark that was changed with its partner: the number of the pair, from 1; 0: by itself */
} typed_char;

typedef struct typed_line {
	typed_char *v;
	size_t n;
	size_t changes; /* of the pass at work */
	size_t pairs;   /* of marks, so far */
} typed_line;

static inline bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_latin(uint32_t c)
{
	return c < 0x250 && g_unichar_isalpha(c);
}

/* A mark of Chinese text, of full width. */
static inline bool is_cjk_mark(uint32_t c)
{
	bool cjk_block = (c >= U'、' && c <= U'〃') || (c >= U'〈' && c <= U'〟');
	bool full_width_form = c >= U'！' && c <= U'･';
	return cjk_block || full_width_form || ht_str_set_has("—…“”‘’", c);
}

/* Chinese: an ideograph or a mark of Chinese text. */
static inline bool is_cjk(uint32_t c)
{
	return ht_is_han(c) || is_cjk_mark(c);
}

static inline bool any_cjk(const typed_line *x, size_t from, size_t to)
{
	while (from < to)
		if (is_cjk(x->v[from++].c))
			return true;
	return false;
}

static inline uint32_t char_at(const typed_line *x, size_t i)
{
	if (i >= x->n)
		return 0;
	return x->v[i].c;
}

/* The character before i that is not a space; 0 at the beginning. */
static inline uint32_t char_before(const typed_line *x, size_t i)
{
	while (i-- > 0)
		if (!ht_is_space(x->v[i].c))
			return x->v[i].c;
	return 0;
}

static inline uint32_t char_after(const typed_line *x, size_t i)
{
	while (++i < x->n)
		if (!ht_is_space(x->v[i].c))
			return x->v[i].c;
	return 0;
}

/* The pass that makes straight quotes quotation marks (repair_quotes.c). */
void ht_pass_quotes(typed_line *x);

/* The pass that takes out blanks within Chinese text (repair_spaces.c). */
void ht_pass_spaces(typed_line *x);

#endif
