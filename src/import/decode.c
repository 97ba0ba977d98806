/* Bytes to UTF-8.
 *
 * A byte order mark decides; then valid UTF-8 is UTF-8. UTF-16 without a mark
 * shows in bytes that are zero or the high half of Chinese characters on every
 * second place. What remains is GB18030 if the converter takes all of it.
 * Text that is not one of these as a whole (a page glued together from two, a
 * file cut within a character) is read as UTF-8, or as GB18030 when that gives
 * fewer losses, with U+FFFD where bytes make no sense: those are reported. */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"

/* Add data to out as UTF-8, up to the first bytes that make no sense in the
 * charset, or to its end; how many bytes were taken. */
static size_t convert_part(ht_buf *out, const char *data, size_t len, const char *charset)
{
	iconv_t converter = iconv_open("UTF-8", charset);
	char *from = (char *)(uintptr_t)data; /* which iconv() does not change */
	size_t rest = len;
	bool more = true;
	if (converter == (iconv_t)-1) {
		out->failed |= errno == ENOMEM;
		return 0;
	}
	while (rest && more) {
		char part[4096], *to = part;
		size_t room = sizeof part;
		more = iconv(converter, &from, &rest, &to, &room) != (size_t)-1 || errno == E2BIG;
		ht_buf_add(out, part, (size_t)(to - part));
	}
	iconv_close(converter);
	return len - rest;
}

/* The whole of data as UTF-8 in out; false, and out empty: it is not in charset. */
static bool convert(ht_buf *out, const char *data, size_t len, const char *charset)
{
	out->len = 0;
	if (convert_part(out, data, len, charset) == len)
		return true;
	out->len = 0;
	return false;
}

/* Of every two bytes, how often is the one at parity 0 or 0x4E–0x9F, 0x30, 0xFF
 * (the high half of what Chinese text consists of)? */
static size_t high_halves(const unsigned char *p, size_t len, size_t parity)
{
	size_t hits = 0;
	for (size_t i = parity; i < len; i += 2)
		hits += p[i] == 0 || p[i] == 0x30 || p[i] == 0xFF || (p[i] >= 0x4E && p[i] <= 0x9F);
	return hits;
}

/* The charset of UTF-16 without a mark, with its encoding; NULL: it is not UTF-16. */
static const char *guess_utf16(const char *data, size_t len, ht_encoding *encoding)
{
	const unsigned char *p = (const unsigned char *)data;
	if (len < 8 || len % 2)
		return NULL;
	size_t n = len < 4096 ? len : 4096, even = high_halves(p, n, 0), odd = high_halves(p, n, 1);
	bool zero = memchr(data, 0, n) != NULL;
	if (!zero)
		return NULL;
	size_t nearly_all = n / 2 * 19; /* twentieths */
	if (odd * 20 >= nearly_all && odd > even) {
		*encoding = HT_ENCODING_UTF16LE;
		return "UTF-16LE";
	}
	if (even * 20 >= nearly_all && even > odd) {
		*encoding = HT_ENCODING_UTF16BE;
		return "UTF-16BE";
	}
	return NULL;
}

#define LOST "\uFFFD"

size_t im_add_valid(ht_buf *buf, const char *data, size_t len)
{
	size_t bad = 0;
	while (len) {
		size_t good = ht_utf8_check(data, len);
		ht_buf_add(buf, data, good);
		if (good == len)
			break;
		ht_buf_adds(buf, LOST);
		bad++;
		data += good + 1;
		len -= good + 1;
		while (len && ((unsigned char)*data & 0xC0) == 0x80)
			data++, len--;
	}
	return bad;
}

/* The same of GB18030; stops early when there are more than limit. */
static size_t add_valid_gb(ht_buf *buf, const char *data, size_t len, size_t limit)
{
	size_t bad = 0;
	while (len && bad <= limit) {
		size_t read = convert_part(buf, data, len, "GB18030");
		data += read;
		len -= read;
		if (len) {
			ht_buf_adds(buf, LOST);
			bad++;
			data++;
			len--;
		}
	}
	return bad;
}

/* Each restart of the converter costs: with more faults it is not GB18030. */
#define MAX_GB_FAULTS 50

/* Read as what loses less; how much is lost. */
static size_t decode_damaged(ht_buf *out, const char *data, size_t len)
{
	out->len = 0;
	size_t bad = im_add_valid(out, data, len);
	if (bad < 2)
		return bad;
	ht_buf gb = {0};
	size_t limit = MIN(bad / 4, MAX_GB_FAULTS), gb_bad = add_valid_gb(&gb, data, len, limit);
	if (gb_bad > limit && !gb.failed) {
		ht_buf_free(&gb);
		return bad;
	}
	ht_buf_free(out);
	*out = gb;
	return gb_bad;
}

/* data as UTF-8 in out; false: it is UTF-8. */
static bool to_utf8(ht_buf *out, const char *data, size_t len, ht_encoding *encoding, size_t *bad)
{
	static const struct {
		const char *bytes, *charset;
		ht_encoding encoding;
		size_t unit; /* bytes of its text come in multiples of it */
	} orders[] = {{"\xFF\xFE", "UTF-16LE", HT_ENCODING_UTF16LE, 2},
	              {"\xFE\xFF", "UTF-16BE", HT_ENCODING_UTF16BE, 2},
	              {"\x84\x31\x95\x33", "GB18030", HT_ENCODING_GB18030, 1}};
	for (size_t i = 0; i < ARRAY_LEN(orders); i++) {
		size_t n = strlen(orders[i].bytes);
		if (len < n || memcmp(data, orders[i].bytes, n) != 0)
			continue;
		*encoding = orders[i].encoding;
		if (convert(out, data + n, (len - n) / orders[i].unit * orders[i].unit, orders[i].charset))
			return true;
	}
	const char *utf16 = guess_utf16(data, len, encoding);
	if (utf16 && convert(out, data, len, utf16))
		return true;
	*encoding = HT_ENCODING_UTF8;
	if (ht_utf8_check(data, len) == len)
		return false;
	*encoding = HT_ENCODING_GB18030;
	if (convert(out, data, len, "GB18030"))
		return true;
	*encoding = HT_ENCODING_DAMAGED;
	*bad = decode_damaged(out, data, len);
	return true;
}

ht_status im_decode(ht_arena *arena, const char *data, size_t len, const char **text, size_t *text_len,
                    ht_encoding *encoding, size_t *bad, size_t *controls)
{
	*bad = *controls = 0;
	ht_buf utf8 = {0};
	const char *from = data, *end = data + len;
	if (to_utf8(&utf8, data, len, encoding, bad)) {
		from = utf8.len ? utf8.data : "";
		end = from + utf8.len;
	}
	char *out = ht_arena_alloc(arena, (size_t)(end - from) + 1), *w = out;
	for (size_t n; out && from < end; from += n) {
		n = (size_t)(ht_str_next(from) - from); /* of NUL too */
		uint32_t cp = g_utf8_get_char(from);
		if (cp == '\f' || cp == '\v' || cp == 0x2028 || cp == 0x2029) { /* breaks of pages and lines */
			*w++ = '\n';
		} else if (im_is_forbidden(cp) || cp == 0xFEFF) {
			*controls += cp != 0xFEFF;
		} else {
			memcpy(w, from, n);
			w += n;
		}
	}
	bool failed = utf8.failed;
	ht_buf_free(&utf8);
	if (!out || failed)
		return HT_ERR_NOMEM;
	*text = out;
	*text_len = (size_t)(w - out);
	*w = '\0';
	return HT_OK;
}
