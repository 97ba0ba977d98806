/* Texts in the arena, and the beginnings of lines. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"
#include "limits.h"

bool im_is_forbidden(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 ||
	       cp == 0x2029 || (cp >= 0xFDD0 && cp <= 0xFDEF) || (cp & 0xFFFE) == 0xFFFE;
}

/* A letter, digit or mark of a script whose words stand apart: Latin, Cyrillic, Tibetan, Hangul … */
static bool is_of_words(uint32_t cp)
{
	return (cp > ' ' && cp < 0x7F) ||
	       (((cp >= 0xA0 && cp < 0x2000) || (cp >= 0xAC00 && cp < 0xD7A4)) && g_unichar_isalnum(cp));
}

/* Do a and b, a blank between them, say less without it? Digits and marks alone are spread (`1 2`). */
static bool are_words(uint32_t a, uint32_t b)
{
	return is_of_words(a) && is_of_words(b) && (g_unichar_isalpha(a) || g_unichar_isalpha(b));
}

/* Is there a word of two letters? Else letters are spread: `A B C 公司`. */
static bool has_words(const char *s, const char *end)
{
	uint32_t before = 0, cp;
	for (size_t n; s < end; s += n, before = cp)
		if (are_words(before, cp = ht_utf8_get(s, end, &n)))
			return true;
	return false;
}

/* s without blanks, but for those between words where words is true. */
static const char *without_blanks(im_doc *d, const char *s, bool words)
{
	const char *end = s + strlen(s);
	char *out = ht_arena_alloc(d->arena, (size_t)(end - s) + 1), *w = out;
	if (!out) {
		d->nomem = true;
		return "";
	}
	uint32_t before = 0, cp;
	bool apart = false;
	for (size_t n; s < end; s += n) {
		cp = ht_utf8_get(s, end, &n);
		if (ht_is_space(cp)) {
			apart = words;
			continue;
		}
		if (apart && are_words(before, cp))
			*w++ = ' ';
		memcpy(w, s, n);
		w += n;
		before = cp;
		apart = false;
	}
	return out;
}

const char *im_squeeze(im_doc *d, const char *s)
{
	return without_blanks(d, s, has_words(s, s + strlen(s)));
}

const char *im_key(im_doc *d, const char *s)
{
	return without_blanks(d, s, false);
}

const char *im_checked(im_doc *d, const char *s)
{
	d->nomem |= !s;
	return s ? s : "";
}

const char *im_copy(im_doc *d, const char *s, size_t len)
{
	s = ht_utf8_trim(s, &len);
	return im_checked(d, ht_arena_strndup(d->arena, s, len));
}

const char *im_copy_buf(im_doc *d, const ht_buf *buf)
{
	d->nomem |= buf->failed;
	return im_copy(d, buf->len ? buf->data : "", buf->len);
}

const char *im_copy_all(im_doc *d, const ht_buf *buf)
{
	d->nomem |= buf->failed;
	return im_checked(d, ht_arena_strndup(d->arena, buf->len ? buf->data : "", buf->len));
}

static bool is_latin(uint32_t cp)
{
	return cp < 0x250 && g_unichar_isalnum(cp);
}

const char *im_join(im_doc *d, const char *a, const char *b)
{
	bool apart = *a && *b && is_latin(ht_str_char(ht_str_last(a))) && is_latin(ht_str_char(b));
	return im_checked(d, ht_arena_printf(d->arena, apart ? "%s %s" : "%s%s", a, b));
}

bool im_has_bytes(const char *data, size_t len, const char *bytes)
{
	size_t n = strlen(bytes);
	for (const char *p = data; (p = memchr(p, *bytes, len - (size_t)(p - data))); p++)
		if (len - (size_t)(p - data) >= n && memcmp(p, bytes, n) == 0)
			return true;
	return false;
}

void im_add_joined(ht_buf *out, const char *s)
{
	const char *last = out->len ? ht_str_previous(out->data, out->data + out->len) : NULL;
	if (last && *s && is_latin(ht_str_char(last)) && is_latin(ht_str_char(s)))
		ht_buf_adds(out, " ");
	ht_buf_adds(out, s);
}

int im_columns(const char *s)
{
	int columns = 0;
	for (const char *end = s + strlen(s); s < end;) {
		size_t n;
		bool narrow = ht_utf8_get(s, end, &n) < 0x1100 && n < 3;
		columns += narrow ? 1 : 2;
		s += n;
	}
	return columns;
}

bool im_is_sentence(const char *s)
{
	return ht_str_ends_one_of(s, "。；！？：;!?:，,、");
}

bool im_is_blank(const char *p)
{
	return ht_str_one_of(p, " \t　\u00A0") > 0;
}

const char *im_skip_blanks(const char *p)
{
	while (im_is_blank(p))
		p = ht_str_next(p);
	return p;
}

const char *im_after_label(const char *line, const char *label)
{
	while (*label) {
		size_t n = (size_t)(ht_str_next(label) - label);
		if (*line != *label || strncmp(line, label, n) != 0)
			return NULL;
		label += n;
		line = ht_str_skip_spaces(line + n);
	}
	size_t n = ht_str_one_of(line, "：:");
	return n ? ht_str_skip_spaces(line + n) : NULL;
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

void im_split(im_doc *d, im_texts *list, const char *s, const char *set, ht_loc loc)
{
	const char *from = s;
	int depth = 0;
	for (; *s; s = ht_str_next(s)) {
		depth += ht_str_one_of(s, "（(〔《") != 0;
		depth -= depth > 0 && ht_str_one_of(s, "）)〕》");
		size_t n = depth ? 0 : ht_str_one_of(s, set);
		if (!n)
			continue;
		im_add_text(d, list, im_copy(d, from, (size_t)(s - from)), loc);
		from = s + n;
	}
	im_add_text(d, list, im_copy(d, from, (size_t)(s - from)), loc);
}

void im_add_cell(ht_buf *row, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		ht_buf_add(row, s[i] == '\t' ? " " : &s[i], 1);
}

bool im_is_join(const char *cell, size_t len)
{
	return len == strlen(IM_JOIN_UP) &&
	       (memcmp(cell, IM_JOIN_UP, len) == 0 || memcmp(cell, IM_JOIN_LEFT, len) == 0);
}

size_t im_cells(const char *row)
{
	size_t n = 1;
	for (; *row; row++)
		n += *row == '\t';
	return n;
}

const char *im_next_cell(im_doc *d, const char **row)
{
	const char *from = *row;
	if (!from)
		return NULL;
	size_t len = strcspn(from, "\t");
	*row = from[len] ? from + len + 1 : NULL;
	if (im_is_join(from, len))
		return "";
	char *cell = ht_arena_strndup(d->arena, from, len);
	for (char *p = cell; p && (p = strchr(p, IM_CELL_BREAK));)
		*p = ' ';
	return im_copy(d, im_checked(d, cell), cell ? len : 0);
}

/* Only lines that can begin with a number are parsed. */
int im_level(im_doc *d, const char *s)
{
	if (!g_ascii_isdigit(*s) && !ht_str_one_of(s, "一二三四五六七八九十（(第①②③④⑤⑥⑦⑧⑨⑩１"))
		return 0;
	ht_arena *arena = ht_arena_new();
	ht_body *body;
	size_t len = strlen(s);
	if (len > NUMBER_BYTES)
		len = (size_t)(ht_str_previous(s, s + NUMBER_BYTES) - s);
	ht_status status = HT_ERR_NOMEM;
	if (arena)
		status = ht_body_parse(arena, s, len, (ht_loc){0}, false, 0, NULL, &body);
	d->nomem |= status == HT_ERR_NOMEM;
	int level = 0;
	if (status == HT_OK && body->n == 1 && body->blocks[0].kind == HT_BODY_PARA)
		level = body->blocks[0].level;
	ht_arena_free(arena);
	return level;
}

bool im_is_emoji(uint32_t cp)
{
	return (cp >= 0x1F000 && cp <= 0x1FAFF) || (cp >= 0x2190 && cp <= 0x21FF) || cp == 0x200D || cp == 0xFE0F ||
	       (cp >= 0x2B05 && cp <= 0x2B07) || ht_str_set_has("❤✨▼⏰☎✅❌⭐☀⚠✉✍", cp);
}

bool im_is_page_number(const char *s)
{
	bool digits = false;
	for (; *s && ht_str_one_of(s, "—-－–―·•./ 　0123456789第页共"); s = ht_str_next(s))
		digits |= g_ascii_isdigit(*s) != 0;
	return !*s && digits;
}
