#include "base/buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cell.h"
#include "base/str.h"

/* What is large grows by little: the room beyond is cleared by the kernel, used or not. */
#define LARGE_BUF ((size_t)1 << 20)

static size_t larger(size_t cap)
{
	const size_t more = cap < LARGE_BUF ? cap : cap / 4;
	return cap > SIZE_MAX - more ? 0 : cap + more;
}

/* Not inline: the buffer grows seldom, and what is called for each word of a file stays short. */
static __attribute__((noinline)) bool grow(ht_buf *buf, size_t more)
{
	if (buf->failed)
		return false;
	size_t cap = buf->cap ? buf->cap : 256;
	while (cap && cap - buf->len <= more)
		cap = larger(cap);
	char *data = cap ? realloc(buf->data, cap) : NULL;
	if (!data) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->cap = cap;
	return true;
}

static inline bool reserve(ht_buf *buf, size_t more)
{
	return (!buf->failed && more < buf->cap - buf->len) || grow(buf, more);
}

bool ht_buf_add(ht_buf *buf, const void *data, size_t len)
{
	if (!reserve(buf, len))
		return false;
	if (len)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
	return true;
}

char *ht_buf_room(ht_buf *buf, size_t n)
{
	if (!reserve(buf, n))
		return NULL;
	return buf->data + buf->len;
}

bool ht_buf_addint(ht_buf *buf, size_t value)
{
	char out[24];
	char *end = out + sizeof out, *p = end;
	do
		*--p = (char)('0' + value % 10);
	while (value /= 10);
	return ht_buf_add(buf, p, (size_t)(end - p));
}

bool ht_buf_addf(ht_buf *buf, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	char most[256]; /* nearly every text fits and is formatted only once */
	int len = vsnprintf(most, sizeof most, format, args);
	va_end(args);
	bool ok = len >= 0 && reserve(buf, (size_t)len);
	if (ok && (size_t)len < sizeof most)
		memcpy(buf->data + buf->len, most, (size_t)len + 1);
	else if (ok)
		vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
	buf->len += ok ? (size_t)len : 0;
	va_end(again);
	return ok;
}

bool ht_buf_addreal(ht_buf *buf, double value, int decimals)
{
	static const long long powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
	long long scale = powers[decimals];
	long long v = llround(value * (double)scale);
	char out[48];
	char *end = out + sizeof out, *p = end;
	unsigned long long u = v < 0 ? 0ULL - (unsigned long long)v : (unsigned long long)v;
	unsigned long long whole = u / (unsigned long long)scale, part = u % (unsigned long long)scale;
	if (part) {
		int digits = decimals;
		for (; part % 10 == 0; part /= 10)
			digits--;
		for (; digits > 0; digits--, part /= 10)
			*--p = (char)('0' + part % 10);
		*--p = '.';
	}
	do
		*--p = (char)('0' + whole % 10);
	while (whole /= 10);
	if (v < 0)
		*--p = '-';
	return ht_buf_add(buf, p, (size_t)(end - p));
}

bool ht_buf_addquoted(ht_buf *buf, const char *s)
{
	ht_buf_adds(buf, "\"");
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			ht_buf_addf(buf, "\\%c", *s);
		else if (*s == '\n')
			ht_buf_adds(buf, "\\n");
		else if ((unsigned char)*s < 0x20)
			ht_buf_addf(buf, "\\u%04x", (unsigned)*s);
		else
			ht_buf_add(buf, s, 1);
	}
	return ht_buf_adds(buf, "\"");
}

bool ht_buf_addpair(ht_buf *buf, const char *key, const char *value)
{
	ht_buf_addf(buf, "\"%s\": ", key);
	return ht_buf_addquoted(buf, value);
}

bool ht_buf_adduri(ht_buf *buf, const char *s, const char *kept)
{
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (; *s; s++) {
		if (strchr(unreserved, *s) || strchr(kept, *s))
			ht_buf_add(buf, s, 1);
		else
			ht_buf_addf(buf, "%%%02X", (unsigned)(unsigned char)*s);
	}
	return !buf->failed;
}

/* Would a spreadsheet read the cell as a formula? Names of files and texts of records may begin so. */
static bool is_formula(const char *s)
{
	static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", NULL};
	return ht_str_starts_any(s, starts);
}

const char *ht_cell_text(const char *cell)
{
	return *cell == '\'' && is_formula(cell + 1) ? cell + 1 : cell;
}

bool ht_buf_addcell(ht_buf *buf, const char *s, bool for_people)
{
	const char *quote = strpbrk(s, ",\"\r\n\t;") ? "\"" : ""; /* some take a semicolon for a comma */
	ht_buf_adds(buf, quote);
	if (for_people && is_formula(s))
		ht_buf_adds(buf, "'");
	for (; *s; s++) {
		const bool control = ((unsigned char)*s < ' ' && *s != '\n') || *s == 0x7F;
		if (*s == '"')
			ht_buf_adds(buf, "\"");
		if (control && for_people)
			ht_buf_adds(buf, "·");
		else
			ht_buf_add(buf, s, 1);
	}
	return ht_buf_adds(buf, quote);
}

bool ht_buf_addbase64(ht_buf *buf, const void *data, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = data;
	for (size_t i = 0; i < len; i += 3) {
		size_t n = len - i < 3 ? len - i : 3;
		unsigned v = (unsigned)p[i] << 16;
		if (n > 1)
			v |= (unsigned)p[i + 1] << 8;
		if (n > 2)
			v |= p[i + 2];
		char four[4] = {digits[v >> 18], digits[v >> 12 & 63], '=', '='};
		if (n > 1)
			four[2] = digits[v >> 6 & 63];
		if (n > 2)
			four[3] = digits[v & 63];
		ht_buf_add(buf, four, 4);
	}
	return !buf->failed;
}

char *ht_buf_take(ht_buf *buf, ht_arena *arena)
{
	char *text = NULL;
	if (!buf->failed)
		text = ht_arena_strndup(arena, buf->len ? buf->data : "", buf->len);
	ht_buf_free(buf);
	return text;
}

void ht_buf_free(ht_buf *buf)
{
	free(buf->data);
	*buf = (ht_buf){0};
}
