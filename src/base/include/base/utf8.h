/* UTF-8: stepping, checking, and the classes of characters that the rooms
 * share. Unicode properties come from GLib, never from tables of our own. */
#ifndef HT_BASE_UTF8_H
#define HT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ht_utf8_get() for the characters that it does not read itself. */
uint32_t ht_utf8_get_other(const char *s, size_t *len);

/* The code point at s (valid UTF-8 before end) and the number of its bytes in
 * *len (may be NULL). At end: 0 and 0. It is asked several times for each character
 * of a text, and most have one byte or, in Chinese, three: these are read here. */
static inline uint32_t ht_utf8_get(const char *s, const char *end, size_t *len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n = 0;
	uint32_t cp = 0;
	if (s < end && u[0] < 0x80) {
		cp = u[0];
		n = 1;
	} else if (s < end && u[0] >= 0xE0 && u[0] < 0xF0) {
		cp = (uint32_t)(u[0] & 0x0F) << 12 | (uint32_t)(u[1] & 0x3F) << 6 | (u[2] & 0x3F);
		n = 3;
	} else if (s < end) {
		cp = ht_utf8_get_other(s, &n);
	}
	if (len)
		*len = n;
	return cp;
}

/* Write cp as UTF-8 into out (4 bytes at most); the number of bytes. */
size_t ht_utf8_put(char out[4], uint32_t cp);

/* The offset of the first byte that is not part of valid UTF-8 (overlong
 * forms, surrogates, beyond U+10FFFF, cut sequences count), or len. */
size_t ht_utf8_check(const char *s, size_t len);

/* Copy s into out, which has room for strlen(s) + 1 bytes, without control characters, non-characters of the first
 * plane, and bytes that are not UTF-8: what a file's name may have, and XML may not (XML 1.0, 2.2). Returns the length.
 */
size_t ht_utf8_clean(char *out, const char *s);

/* Characters in len bytes of valid UTF-8. */
size_t ht_utf8_count(const char *s, size_t len);

/* Is it in the block of nearly all Han characters, which has nothing else? */
static inline bool ht_is_common_han(uint32_t cp)
{
	return cp >= 0x4E00 && cp <= 0x9FFF;
}

/* Han ideographs, all extensions, compatibility forms, 〇 and 々. */
bool ht_is_han(uint32_t cp);

/* White space in the sense of this program: Unicode Zs, tab, U+3000, U+FEFF,
 * zero-width space. Not line ends. */
bool ht_is_space(uint32_t cp);

/* s without ht_is_space() at either end: returns the first byte kept and the
 * length kept in *len (in/out). */
const char *ht_utf8_trim(const char *s, size_t *len);

#endif
