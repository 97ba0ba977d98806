/* Kinds of character that are repaired. */
#ifndef HT_IMPORT_REPAIR_H
#define HT_IMPORT_REPAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool is_invisible(uint32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF;
}

/* Marks as vertical lines have them, small ones, and those of half width: ︵ ﹐ ｡ */
static inline bool is_mark_variant(uint32_t c)
{
	return (c >= 0xFE10 && c <= 0xFE19) || (c >= 0xFE30 && c <= 0xFE6B) || (c >= 0xFF61 && c <= 0xFF64);
}

/* In a block of radicals or of compatibility forms? */
static inline bool is_compatibility(uint32_t c)
{
	return (c >= 0x2E80 && c <= 0x2FD5) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F) ||
	       is_mark_variant(c);
}

/* ０…９, Ａ…Ｚ, ａ…ｚ */
static inline bool is_wide_alnum(uint32_t c)
{
	return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
}

/* … and what is of half width after a digit: ．％ */
static inline bool is_wide_sign(uint32_t c)
{
	return c == 0xFF0E || c == 0xFF05;
}

/* counted.c: the ordinary character for one that is_compatibility(), if there is one; else c. */
uint32_t im_ordinary_character(uint32_t c);

/* The longest of those, in bytes. */
#define IM_LONGEST_ENTITY 8

/* counted.c: the bytes of what HTML has left at s (&nbsp;); 0: nothing. */
size_t im_entity_at(const char *s);

#endif
