/* Strings: NUL-terminated valid UTF-8, read and never changed. A list of words
 * is an array of strings that ends with NULL, as words/ makes them; a set is a
 * string of single characters. Nothing here allocates. */
#ifndef HT_BASE_STR_H
#define HT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The character after the one at p, which is not the string's end. */
static inline const char *ht_str_next(const char *p)
{
	static const unsigned char bytes[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4};
	return p + bytes[(unsigned char)*p >> 4];
}

/* The code point at p; 0 at the string's end. */
uint32_t ht_str_char(const char *p);

/* The beginning of the last character before p, or NULL where p is the string's
 * beginning s. */
const char *ht_str_previous(const char *s, const char *p);

/* The beginning of the last character; s itself where s is empty. */
const char *ht_str_last(const char *s);

/* Characters in s. */
size_t ht_str_chars(const char *s);

/* Are they the same? For searches: most words differ in their first byte, and cost no
 * call then. */
static inline bool ht_str_same(const char *a, const char *b)
{
	return *a == *b && strcmp(a, b) == 0;
}

/* s; "" for NULL. */
static inline const char *ht_str_or_empty(const char *s)
{
	return s ? s : "";
}

/* What follows the last slash of path; all of it where it has none. */
const char *ht_str_file_name(const char *path);

/* Does s begin with prefix, end with suffix? Everything does with "". */
bool ht_str_starts(const char *s, const char *prefix);
bool ht_str_ends(const char *s, const char *suffix);

/* Do the len bytes of s end with suffix? */
bool ht_str_ends_n(const char *s, size_t len, const char *suffix);

/* The bytes of the first word of the list that s starts with or ends with; 0: with no word of it. */
size_t ht_str_prefix_of(const char *s, const char *const *words);
size_t ht_str_suffix_of(const char *s, const char *const *words);

/* The same of the len bytes of s. */
size_t ht_str_suffix_of_n(const char *s, size_t len, const char *const *words);

/* Does s start with, end with, equal or contain a word of the list? */
bool ht_str_starts_any(const char *s, const char *const *words);
bool ht_str_ends_any(const char *s, const char *const *words);
bool ht_str_is_any(const char *s, const char *const *words);
bool ht_str_has_any(const char *s, const char *const *words);

/* Does s equal one of n words? words may be NULL if there are none. */
bool ht_str_is_any_n(const char *s, const char *const *words, size_t n);

/* Is the character in the set? 0 never is. */
bool ht_str_set_has(const char *set, uint32_t c);

/* The value of a Chinese digit, 零 and ○ being zeros, too; -1: it is none. */
int ht_str_han_digit(uint32_t c);

/* The bytes of the character at p if it is in the set; else, and at the
 * string's end, 0. */
size_t ht_str_one_of(const char *p, const char *set);

/* Is the last character in the set? */
bool ht_str_ends_one_of(const char *s, const char *set);

/* Does s contain a Han ideograph? */
bool ht_str_has_han(const char *s);

/* p moved over ht_is_space(). */
const char *ht_str_skip_spaces(const char *p);

/* What follows the first occurrence of word in s, or NULL. */
const char *ht_str_after(const char *s, const char *word);

/* The bytes of the first of these endings (`.txt`, in any case) that a file's name
 * has after at least one other character; 0: it has no such ending. */
size_t ht_str_ending_of(const char *file, const char *const *endings);

#endif
