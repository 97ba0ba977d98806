/* Private-use characters (The Unicode Standard, 23.5): what they look like is a
 * matter between a text and its font, so none may reach paper. Some stand for a
 * character that Unicode did not have when the code was given. */
#ifndef HT_BASE_PRIVATE_USE_H
#define HT_BASE_PRIVATE_USE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* The character that the code tables of GBK (1995) and GB 18030-2000 put at the
 * private code point cp, by today's GB 18030; 0: none is known. */
uint32_t ht_private_use_character(uint32_t cp);

/* Of the three private use areas? */
bool ht_is_private_use(uint32_t cp);

/* The first private-use character in len bytes of valid UTF-8, its code point in *cp;
 * NULL: there is none. */
const char *ht_private_use_find(const char *s, size_t len, uint32_t *cp);

/* What is to be written for the private-use character cp at s (in the text being
 * copied): a code point. Called for each, in order. */
typedef uint32_t ht_private_use_fn(void *user, const char *s, uint32_t cp);

/* A copy of the text in the arena with what each() says in place of its private-use
 * characters; *len in/out. s itself when it has none; NULL when out of memory. */
const char *ht_private_use_replace(ht_arena *arena, const char *s, size_t *len, ht_private_use_fn *each, void *user);

/* Bytes of ht_private_use_names()'s result. */
#define HT_PRIVATE_USE_NAME 24

/* "U+E863", and the character that it stands for as text ("" when none is known). */
void ht_private_use_names(uint32_t cp, char name[HT_PRIVATE_USE_NAME], char character[HT_PRIVATE_USE_NAME]);

#endif
