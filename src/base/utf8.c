#include "base/utf8.h"

#include <glib.h>
#include <string.h>

/* Bytes of the character at s, from its first byte. */
static size_t char_bytes(const char *s)
{
	return (size_t)g_utf8_skip[(unsigned char)*s];
}

uint32_t ht_utf8_get_other(const char *s, size_t *len)
{
	*len = char_bytes(s);
	return g_utf8_get_char(s);
}

size_t ht_utf8_put(char out[4], uint32_t cp)
{
	if (cp >= 0x800 && cp < 0x10000) { /* nearly always */
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	char buf[6];
	int n = g_unichar_to_utf8(cp, buf);
	for (int i = 0; i < n && i < 4; i++)
		out[i] = buf[i];
	return (size_t)n;
}

size_t ht_utf8_check(const char *s, size_t len)
{
	size_t at = 0;
	while (at < len) {
		const char *end;
		if (g_utf8_validate(s + at, (gssize)(len - at), &end))
			return len;
		at = (size_t)(end - s);
		if (s[at] != '\0') /* g_utf8_validate() stops at NUL, which is valid UTF-8 */
			return at;
		at++;
	}
	return len;
}

size_t ht_utf8_count(const char *s, size_t len)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xC0) != 0x80;
	return n;
}

bool ht_is_han(uint32_t cp)
{
	if (cp < 0x2E80)
		return false;
	if (ht_is_common_han(cp))
		return true;
	return g_unichar_get_script(cp) == G_UNICODE_SCRIPT_HAN;
}

bool ht_is_space(uint32_t cp)
{
	if (cp > 0x3000) /* the last of the separators */
		return cp == 0xFEFF;
	return cp == '\t' || cp == 0x200B || g_unichar_type(cp) == G_UNICODE_SPACE_SEPARATOR;
}

const char *ht_utf8_trim(const char *s, size_t *len)
{
	const char *end = s + *len;
	size_t n;
	while (s < end && ht_is_space(ht_utf8_get(s, end, &n)))
		s += n;
	while (end > s) {
		const char *last = end - 1;
		while (last > s && ((unsigned char)*last & 0xC0) == 0x80)
			last--;
		if (!ht_is_space(ht_utf8_get(last, end, &n)))
			break;
		end = last;
	}
	*len = (size_t)(end - s);
	return s;
}

/* Control characters of ASCII and Latin 1, and the two non-characters of the first plane. */
static bool is_unprintable(gunichar c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF;
}

size_t ht_utf8_clean(char *out, const char *s)
{
	size_t n = 0;
	for (const char *end = s + strlen(s); s < end;) {
		const gunichar c = g_utf8_get_char_validated(s, end - s);
		const size_t used = c < 0x110000 ? char_bytes(s) : 1;
		if (c < 0x110000 && !is_unprintable(c)) {
			memcpy(out + n, s, used);
			n += used;
		}
		s += used;
	}
	out[n] = '\0';
	return n;
}
