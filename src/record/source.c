/* Source text: encoding, control characters, places.
 *
 * The two libraries stop at the first byte they do not accept, with messages of their own. So the bytes are checked
 * here first: all faults are reported with their place, and each is covered by a blank of the same
 * number of bytes and characters, which leaves every later place as it is. */
#include "source.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/filekind.h"
#include "base/private_use.h"
#include "base/utf8.h"
#include "record/messages.h"

/* More stray bytes than this mean another encoding, not a slip. */
#define MAX_BAD_BYTES 20

ht_loc ht_cursor_at(ht_cursor *cur, const char *to)
{
	if (!cur->exact && cur->source)
		return ht_cursor_follow(cur, to);
	if (!cur->exact)
		return to == cur->p ? cur->loc : (ht_loc){cur->loc.file, cur->loc.line, 0};
	for (const char *p = cur->p; p < to; p++) {
		unsigned char c = (unsigned char)*p;
		if (c == '\n' || (c == '\r' && (p + 1 == cur->end || p[1] != '\n'))) {
			cur->loc.line++;
			cur->loc.col = cur->indent + 1;
		} else if ((c & 0xC0) != 0x80) {
			cur->loc.col++;
		}
	}
	if (to > cur->p)
		cur->p = to;
	return cur->loc;
}

const char *ht_next_line(const char **p, const char *end, size_t *len)
{
	const char *line = *p, *q = line;
	if (line >= end)
		return NULL;
	while (q < end && *q != '\n' && *q != '\r')
		q++;
	*len = (size_t)(q - line);
	bool pair = end - q >= 2 && q[0] == '\r' && q[1] == '\n';
	*p = q + (q < end) + pair;
	return line;
}

int ht_source_col(const ht_source *src, int line, int col)
{
	size_t low = 0, high = src->n_shifts;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (src->shifts[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	int delta = 0;
	for (; low < src->n_shifts && src->shifts[low].line == line; low++)
		if (col >= src->shifts[low].col)
			delta += src->shifts[low].delta;
	return col > delta ? col - delta : 1;
}

bool ht_slips_add(ht_arena *arena, ht_slips *slips, ht_slip slip)
{
	ht_slip *slot = HT_PUSH(arena, slips->v, slips->n, slips->cap);
	if (slot)
		*slot = slip;
	return slot;
}

ht_cursor ht_source_cursor(const ht_source *src)
{
	return (ht_cursor){
	    .p = src->data, .end = src->data + src->len, .loc = {src->file, src->line, 1}, .exact = true};
}

bool ht_is_forbidden(unsigned cp)
{
	if (cp < 0x20)
		return cp != '\t' && cp != '\n' && cp != '\r';
	return (cp >= 0x7F && cp < 0xA0) || cp == 0x2028 || cp == 0x2029 || (cp >= 0xFDD0 && cp <= 0xFDEF) ||
	       cp == 0xFFFE || cp == 0xFFFF;
}

const char *ht_find_forbidden(const char *s, size_t len, unsigned *cp)
{
	const char *end = s + len;
	for (const char *p = s; p < end;) {
		unsigned char c = (unsigned char)*p;
		/* All forbidden ones begin with one of these bytes. */
		if ((c >= 0x20 && c < 0x7F) || (c > 0x7F && c != 0xC2 && c != 0xE2 && c != 0xEF)) {
			p++;
			continue;
		}
		size_t n;
		*cp = ht_utf8_get(p, end, &n);
		if (ht_is_forbidden(*cp))
			return p;
		p += n;
	}
	return NULL;
}

/* Two-byte and four-byte characters of GB 18030 from end to end? */
static bool looks_like_gb(const unsigned char *s, size_t len)
{
	size_t common = 0;
	for (size_t i = 0; i < len;) {
		if (s[i] < 0x80) {
			i++;
			continue;
		}
		unsigned char lead = s[i], trail = i + 1 < len ? s[i + 1] : 0;
		if (lead == 0x80 || lead == 0xFF)
			return false;
		if (trail >= 0x30 && trail <= 0x39) {
			i += 4;
			continue;
		}
		if (trail < 0x40 || trail == 0x7F || trail == 0xFF)
			return false;
		common += lead >= 0xA1 && lead <= 0xF7 && trail >= 0xA1; /* the part that is GB 2312 */
		i += 2;
	}
	return common > 0;
}

/* A byte order mark, or a zero in most pairs of the first bytes. */
static bool looks_like_utf16(const unsigned char *s, size_t len)
{
	if (len >= 2 && ((s[0] == 0xFF && s[1] == 0xFE) || (s[0] == 0xFE && s[1] == 0xFF)))
		return true;
	size_t n = len < 256 ? len / 2 : 128, zero[2] = {0, 0};
	for (size_t i = 0; i < 2 * n; i++)
		zero[i % 2] += s[i] == 0;
	return n >= 4 && (zero[0] > n / 2) != (zero[1] > n / 2);
}

/* The bytes as a copy that may be written to. */
static char *writable(ht_source *src, char *copy)
{
	return copy ? copy : ht_arena_strndup(src->arena, src->data, src->len);
}

/* The cursor at offset at of the source's present data. */
static void rebase(ht_cursor *cur, const ht_source *src, size_t at)
{
	cur->p = src->data + at;
	cur->end = src->data + src->len;
}

/* Report a code for the whole file's encoding if it is recognised. */
static bool other_encoding(ht_source *src, ht_loc loc)
{
	const unsigned char *s = (const unsigned char *)src->data;
	ht_code code;
	if (looks_like_utf16(s, src->len))
		code = HT_D_ENCODING_UTF16;
	else if (looks_like_gb(s, src->len))
		code = HT_D_ENCODING_GB;
	else
		return false;
	ht_diag(src->diags, code, loc, NULL);
	src->bad = true;
	return true;
}

static ht_status check_encoding(ht_source *src)
{
	ht_cursor cur = ht_source_cursor(src);
	if (looks_like_utf16((const unsigned char *)src->data, src->len)) {
		other_encoding(src, cur.loc);
		return HT_ERR_INPUT;
	}
	char *copy = NULL;
	size_t at = 0;
	for (int n = 0; (at += ht_utf8_check(src->data + at, src->len - at)) < src->len; n++) {
		ht_loc loc = ht_cursor_at(&cur, src->data + at);
		if (n == 0 && other_encoding(src, loc))
			return HT_ERR_INPUT;
		ht_diag(src->diags, HT_D_ENCODING, loc, NULL);
		src->bad = true;
		if (n == MAX_BAD_BYTES)
			return HT_ERR_INPUT;
		if (!(copy = writable(src, copy)))
			return HT_ERR_NOMEM;
		src->data = copy;
		rebase(&cur, src, at);
		copy[at] = '?';
	}
	return HT_OK;
}

static ht_status check_controls(ht_source *src)
{
	static const char *const blanks[] = {"", " ", "\xC2\xA0", "\xE3\x80\x80"};
	ht_cursor cur = ht_source_cursor(src);
	char *copy = NULL;
	unsigned cp;
	const char *end = src->data + src->len;
	for (const char *p = src->data; (p = ht_find_forbidden(p, (size_t)(end - p), &cp));) {
		char name[16];
		snprintf(name, sizeof name, "U+%04X", cp);
		ht_diag(src->diags, HT_D_CONTROL_CHAR, ht_cursor_at(&cur, p), name, NULL);
		src->bad = true;
		size_t at = (size_t)(p - src->data), n;
		ht_utf8_get(p, end, &n);
		if (!(copy = writable(src, copy)))
			return HT_ERR_NOMEM;
		src->data = copy;
		end = copy + src->len;
		rebase(&cur, src, at);
		memcpy(copy + at, blanks[n], n);
		p = copy + at + n;
	}
	return HT_OK;
}

/* A text whose private-use characters are told of: of a source, or of a scalar in it. */
typedef struct private_text {
	ht_source *src;
	ht_cursor *cur; /* of the source; NULL: all are at loc */
	ht_loc loc;
} private_text;

static uint32_t tell_private(void *user, const char *s, uint32_t cp)
{
	private_text *t = user;
	char name[HT_PRIVATE_USE_NAME], character[HT_PRIVATE_USE_NAME];
	uint32_t real = ht_private_use_character(cp);
	ht_loc loc = t->loc;
	if (t->cur)
		loc = ht_cursor_at(t->cur, s);
	ht_private_use_names(cp, name, character);
	if (real) {
		ht_diag(t->src->diags, HT_D_PRIVATE_READ, loc, name, character, NULL);
		return real;
	}
	ht_diag(t->src->diags, HT_D_PRIVATE_USE, loc, name, NULL);
	t->src->bad = true;
	return U'　'; /* once told is enough */
}

static ht_status replace_private(ht_source *src)
{
	ht_cursor cur = ht_source_cursor(src);
	private_text t = {.src = src, .cur = &cur};
	const char *text = ht_private_use_replace(src->arena, src->data, &src->len, tell_private, &t);
	if (!text)
		return HT_ERR_NOMEM;
	src->data = text;
	return HT_OK;
}

const char *ht_source_scalar(ht_source *src, const char *text, ht_loc loc)
{
	private_text t = {.src = src, .loc = loc};
	size_t len = strlen(text);
	return ht_private_use_replace(src->arena, text, &len, tell_private, &t);
}

ht_status ht_source_clean(ht_source *src)
{
	ht_code kind = ht_file_kind(src->data, src->len);
	if (kind) {
		ht_diag(src->diags, kind, (ht_loc){src->file, 0, 0}, NULL);
		src->bad = true;
		return HT_ERR_INPUT;
	}
	if (src->len >= 3 && memcmp(src->data, "\xEF\xBB\xBF", 3) == 0) {
		src->data += 3;
		src->len -= 3;
	}
	ht_status status = check_encoding(src);
	if (status == HT_OK)
		status = check_controls(src);
	if (status == HT_OK)
		status = replace_private(src);
	return status;
}
