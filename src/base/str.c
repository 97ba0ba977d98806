#include "base/str.h"

#include <string.h>

#include <glib.h>

#include "base/utf8.h"

uint32_t ht_str_char(const char *p)
{
	return ht_utf8_get(p, p + 1, NULL);
}

const char *ht_str_previous(const char *s, const char *p)
{
	return g_utf8_find_prev_char(s, p);
}

const char *ht_str_last(const char *s)
{
	const char *last = g_utf8_find_prev_char(s, s + strlen(s));
	return last ? last : s;
}

size_t ht_str_chars(const char *s)
{
	return ht_utf8_count(s, strlen(s));
}

const char *ht_str_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

bool ht_str_starts(const char *s, const char *prefix)
{
	/* most differ in their first byte, and cost no call then */
	return (*s == *prefix || !*prefix) && strncmp(s, prefix, strlen(prefix)) == 0;
}

bool ht_str_ends_n(const char *s, size_t len, const char *suffix)
{
	size_t n = strlen(suffix);
	return len >= n && memcmp(s + len - n, suffix, n) == 0;
}

bool ht_str_ends(const char *s, const char *suffix)
{
	return ht_str_ends_n(s, strlen(s), suffix);
}

size_t ht_str_prefix_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (ht_str_starts(s, *words))
			return strlen(*words);
	return 0;
}

size_t ht_str_suffix_of_n(const char *s, size_t len, const char *const *words)
{
	for (; *words; words++)
		if (ht_str_ends_n(s, len, *words))
			return strlen(*words);
	return 0;
}

size_t ht_str_suffix_of(const char *s, const char *const *words)
{
	return ht_str_suffix_of_n(s, strlen(s), words);
}

bool ht_str_starts_any(const char *s, const char *const *words)
{
	return ht_str_prefix_of(s, words) > 0;
}

bool ht_str_ends_any(const char *s, const char *const *words)
{
	return ht_str_suffix_of(s, words) > 0;
}

bool ht_str_is_any(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(s, *words) == 0)
			return true;
	return false;
}

bool ht_str_is_any_n(const char *s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return false;
}

bool ht_str_has_any(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strstr(s, *words))
			return true;
	return false;
}

bool ht_str_set_has(const char *set, uint32_t c)
{
	char text[5];
	if (c > 0x10FFFF)
		return false;
	text[ht_utf8_put(text, c)] = '\0';
	return ht_str_one_of(text, set) > 0;
}

int ht_str_han_digit(uint32_t c)
{
	static const uint32_t digits[] = U"〇一二三四五六七八九";
	for (int i = 0; digits[i]; i++)
		if (digits[i] == c)
			return i;
	return c == U'零' || c == U'○' ? 0 : -1;
}

size_t ht_str_one_of(const char *p, const char *set)
{
	const size_t n = (size_t)(ht_str_next(p) - p);
	if (!*p || ((unsigned char)*p & 0xC0) == 0x80) /* within a character */
		return 0;
	/* the first byte of a character is in no other place of the set */
	for (; (set = strchr(set, *p)); set++) {
		size_t same = 1;
		while (same < n && set[same] == p[same])
			same++;
		if (same == n)
			return n;
	}
	return 0;
}

bool ht_str_ends_one_of(const char *s, const char *set)
{
	return ht_str_one_of(ht_str_last(s), set) > 0;
}

bool ht_str_has_han(const char *s)
{
	const char *end = s + strlen(s);
	for (size_t n; s < end; s += n)
		if (ht_is_han(ht_utf8_get(s, end, &n)))
			return true;
	return false;
}

const char *ht_str_skip_spaces(const char *p)
{
	while (*p && ht_is_space(ht_str_char(p)))
		p = ht_str_next(p);
	return p;
}

const char *ht_str_after(const char *s, const char *word)
{
	const char *at = strstr(s, word);
	return at ? at + strlen(word) : NULL;
}

size_t ht_str_ending_of(const char *file, const char *const *endings)
{
	size_t len = strlen(file);
	for (; *endings; endings++) {
		size_t n = strlen(*endings);
		if (len > n && g_ascii_strcasecmp(file + len - n, *endings) == 0)
			return n;
	}
	return 0;
}
