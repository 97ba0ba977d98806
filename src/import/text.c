/* Small helpers on UTF-8 text. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"

bool im_is_forbidden(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 ||
	       cp == 0x2029 || (cp & 0xFFFE) == 0xFFFE;
}

const char *im_squeeze(im_doc *d, const char *s)
{
	const char *end = s + strlen(s);
	char *out = ht_arena_alloc(d->arena, (size_t)(end - s) + 1), *w = out;
	if (!out) {
		d->nomem = true;
		return "";
	}
	for (size_t n; s < end; s += n) {
		if (ht_is_space(ht_utf8_get(s, end, &n)))
			continue;
		memcpy(w, s, n);
		w += n;
	}
	return out;
}

const char *im_copy(im_doc *d, const char *s, size_t len)
{
	s = ht_utf8_trim(s, &len);
	const char *copy = ht_arena_strndup(d->arena, s, len);
	d->nomem |= !copy;
	return copy ? copy : "";
}

static bool is_latin(uint32_t cp)
{
	return cp < 0x250 && g_unichar_isalnum(cp);
}

const char *im_join(im_doc *d, const char *a, const char *b)
{
	const char *gap = *a && *b && is_latin(im_last(a)) && is_latin(g_utf8_get_char(b)) ? " " : "";
	const char *joined = ht_arena_printf(d->arena, "%s%s%s", a, gap, b);
	d->nomem |= !joined;
	return joined ? joined : "";
}

int im_chars(const char *s)
{
	return (int)ht_utf8_count(s, strlen(s));
}

int im_columns(const char *s)
{
	int columns = 0;
	for (const char *end = s + strlen(s); s < end;) {
		size_t n;
		columns += ht_utf8_get(s, end, &n) < 0x1100 && n < 3 ? 1 : 2;
		s += n;
	}
	return columns;
}

bool im_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool im_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);
	return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool im_ends_any(const char *s, const char *const *suffixes)
{
	for (; *suffixes; suffixes++)
		if (im_ends(s, *suffixes))
			return true;
	return false;
}

bool im_starts_any(const char *s, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (im_starts(s, *prefixes))
			return true;
	return false;
}

bool im_has_any(const char *s, const char *const *parts)
{
	for (; *parts; parts++)
		if (strstr(s, *parts))
			return true;
	return false;
}

bool im_has_han(const char *s)
{
	const char *end = s + strlen(s);
	for (size_t n; s < end; s += n)
		if (ht_is_han(ht_utf8_get(s, end, &n)))
			return true;
	return false;
}

uint32_t im_last(const char *s)
{
	const char *last = g_utf8_find_prev_char(s, s + strlen(s));
	return last ? g_utf8_get_char(last) : 0;
}

bool im_is_sentence(const char *s)
{
	static const char *const marks[] = {"。", "；", "！", "？", "：", ";", "!", "?", ":", "，", ",", "、", NULL};
	return im_ends_any(s, marks);
}

size_t im_mark_at(const char *s, const char *marks)
{
	for (size_t n; *marks; marks += n) {
		n = (size_t)g_utf8_skip[(unsigned char)*marks];
		if (strncmp(s, marks, n) == 0)
			return n;
	}
	return 0;
}

static const char *skip_spaces(const char *s)
{
	const char *end = s + strlen(s);
	for (size_t n; s < end && ht_is_space(ht_utf8_get(s, end, &n));)
		s += n;
	return s;
}

const char *im_after_label(const char *line, const char *label)
{
	while (*label) {
		size_t n = (size_t)g_utf8_skip[(unsigned char)*label];
		if (strncmp(line, label, n) != 0)
			return NULL;
		label += n;
		line = skip_spaces(line + n);
	}
	size_t n = im_mark_at(line, "：:");
	return n ? skip_spaces(line + n) : NULL;
}

bool im_add_text(im_doc *d, im_texts *list, const char *s, ht_loc loc)
{
	ht_text *t = *s ? HT_PUSH(d->arena, list->v, list->n, list->cap) : NULL;
	if (!t) {
		d->nomem |= *s != '\0';
		return false;
	}
	*t = (ht_text){s, loc};
	return true;
}

void im_split(im_doc *d, im_texts *list, const char *s, const char *marks, ht_loc loc)
{
	const char *from = s;
	int depth = 0;
	for (; *s; s += g_utf8_skip[(unsigned char)*s]) {
		depth += im_mark_at(s, "（(〔《") != 0;
		depth -= depth > 0 && im_mark_at(s, "）)〕》");
		size_t n = depth ? 0 : im_mark_at(s, marks);
		if (!n)
			continue;
		im_add_text(d, list, im_copy(d, from, (size_t)(s - from)), loc);
		from = s + n;
	}
	im_add_text(d, list, im_copy(d, from, (size_t)(s - from)), loc);
}
