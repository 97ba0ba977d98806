/* Superscripts and subscripts as they are typed: x^2^, H~2~O. */
#include <string.h>

#include <glib.h>

#include "base/script.h"
#include "base/utf8.h"
#include "markup.h"

/* Superscripts are short: more is not one. */
#define SCRIPT_MAX 24

/* A point between digits stays. */
ht_buf ht_markup_script(const char *s, const char *end, bool raised)
{
	ht_buf out = {0};
	size_t n;
	for (const char *p = s; p < end; p += n) {
		char bytes[4];
		uint32_t cp = ht_utf8_get(p, end, &n), form = ht_script_form(cp, raised);
		if (cp == '.' && p > s && p + 1 < end)
			form = cp;
		if (!form || !ht_buf_add(&out, bytes, ht_utf8_put(bytes, form))) {
			ht_buf_free(&out);
			return (ht_buf){0};
		}
	}
	return out;
}

bool ht_markup_is_script(const char *s, const char *end)
{
	if (s == end || end - s > SCRIPT_MAX)
		return false;
	for (const char *p = s; p < end; p++)
		if (*p == ' ' || *p == '~' || *p == '^' || ((unsigned char)*p >= 0x80 && (unsigned char)*p != 0xE2))
			return false;
	return true;
}

bool ht_markup_is_one_term(const char *s, const char *end)
{
	s += s < end && strchr("+-", *s);
	const char *figures = s, *letters = s;
	while (figures < end && g_ascii_isdigit(*figures))
		figures++;
	while (letters < end && g_ascii_isalpha(*letters))
		letters++;
	return figures == end || letters == end;
}
