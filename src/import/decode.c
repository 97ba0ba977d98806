/* Bytes to UTF-8.
 *
 * A byte order mark decides; then valid UTF-8 is UTF-8. UTF-16 without a mark
 * shows in bytes that are zero or the high half of Chinese characters on every
 * second place. What remains is GB18030 if glib's converter takes all of it.
 * Text that is none of these as a whole (a page glued together from two, a
 * file cut within a character) is read as UTF-8, or as GB18030 when that gives
 * fewer losses, with U+FFFD where bytes make no sense: those are reported. */
#include <string.h>

#include <glib.h>

#include "base/utf8.h"
#include "im.h"

static char *convert(const char *data, size_t len, const char *from, size_t *out_len)
{
	gsize written = 0;
	char *out = g_convert(data, (gssize)len, "UTF-8", from, NULL, &written, NULL);
	*out_len = written;
	return out;
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

static const char *guess_utf16(const char *data, size_t len)
{
	const unsigned char *p = (const unsigned char *)data;
	if (len < 8 || len % 2)
		return NULL;
	size_t n = len < 4096 ? len : 4096, even = high_halves(p, n, 0), odd = high_halves(p, n, 1);
	bool zero = memchr(data, 0, n) != NULL;
	if (!zero)
		return NULL;
	if (odd * 20 >= n / 2 * 19 && odd > even)
		return "UTF-16LE";
	return even * 20 >= n / 2 * 19 && even > odd ? "UTF-16BE" : NULL;
}

/* Valid UTF-8 with U+FFFD for each run of bytes that is none. */
static char *mend_utf8(const char *data, size_t len, size_t *out_len, size_t *bad)
{
	GString *out = g_string_sized_new(len + 16);
	while (len) {
		size_t good = ht_utf8_check(data, len);
		g_string_append_len(out, data, (gssize)good);
		if (good == len)
			break;
		g_string_append(out, "\xEF\xBF\xBD");
		++*bad;
		data += good + 1;
		len -= good + 1;
		while (len && ((unsigned char)*data & 0xC0) == 0x80)
			data++, len--;
	}
	*out_len = out->len;
	return g_string_free(out, FALSE);
}

/* GB18030 with U+FFFD for bytes that are none; stops early when it gets worse
 * than limit. */
static char *mend_gb(const char *data, size_t len, size_t limit, size_t *out_len, size_t *bad)
{
	GString *out = g_string_sized_new(len * 3 / 2 + 16);
	while (len && *bad <= limit) {
		gsize read = 0, written = 0;
		char *part = g_convert(data, (gssize)len, "UTF-8", "GB18030", &read, &written, NULL);
		if (!part && read)
			part = g_convert(data, (gssize)read, "UTF-8", "GB18030", NULL, &written, NULL);
		else if (part)
			read = len;
		if (part)
			g_string_append_len(out, part, (gssize)written);
		g_free(part);
		data += read;
		len -= read;
		if (len) {
			g_string_append(out, "\xEF\xBF\xBD");
			++*bad;
			data++;
			len--;
		}
	}
	*out_len = out->len;
	return g_string_free(out, FALSE);
}

/* Each restart of the converter costs: beyond so many faults it is no GB18030. */
#define MAX_GB_FAULTS 50

static char *mend(const char *data, size_t len, size_t *out_len, size_t *bad)
{
	size_t gb_len, gb_bad = 0;
	char *utf8 = mend_utf8(data, len, out_len, bad);
	if (*bad < 2)
		return utf8;
	char *gb = mend_gb(data, len, *bad / 4 < MAX_GB_FAULTS ? *bad / 4 : MAX_GB_FAULTS, &gb_len, &gb_bad);
	if (gb_bad > *bad / 4 || gb_bad > MAX_GB_FAULTS) {
		g_free(gb);
		return utf8;
	}
	g_free(utf8);
	*out_len = gb_len;
	*bad = gb_bad;
	return gb;
}

static char *to_utf8(const char *data, size_t len, size_t *out_len, ht_encoding *encoding, size_t *bad)
{
	static const struct {
		const char *mark;
		size_t len;
		const char *charset;
		ht_encoding encoding;
	} marks[] = {{"\xFF\xFE", 2, "UTF-16LE", HT_ENCODING_UTF16LE},
	             {"\xFE\xFF", 2, "UTF-16BE", HT_ENCODING_UTF16BE},
	             {"\x84\x31\x95\x33", 4, "GB18030", HT_ENCODING_GB18030}};
	char *out;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (len < marks[i].len || memcmp(data, marks[i].mark, marks[i].len) != 0)
			continue;
		*encoding = marks[i].encoding;
		size_t rest = len - marks[i].len;
		if ((out = convert(data + marks[i].len, i < 2 ? rest & ~(size_t)1 : rest, marks[i].charset, out_len)))
			return out;
	}
	*encoding = HT_ENCODING_UTF8;
	const char *utf16 = guess_utf16(data, len);
	if (utf16 && (out = convert(data, len, utf16, out_len))) {
		*encoding = strcmp(utf16, "UTF-16LE") == 0 ? HT_ENCODING_UTF16LE : HT_ENCODING_UTF16BE;
		return out;
	}
	if (ht_utf8_check(data, len) == len)
		return NULL;
	*encoding = HT_ENCODING_GB18030;
	if ((out = convert(data, len, "GB18030", out_len)))
		return out;
	*encoding = HT_ENCODING_DAMAGED;
	return mend(data, len, out_len, bad);
}

ht_status im_decode(ht_arena *arena, const char *data, size_t len, const char **text, size_t *text_len,
                    ht_encoding *encoding, size_t *bad, size_t *controls)
{
	size_t out_len = len;
	*bad = *controls = 0;
	char *heap = to_utf8(data, len, &out_len, encoding, bad);
	const char *from = heap ? heap : data, *end = from + out_len;
	char *out = ht_arena_alloc(arena, out_len + 1), *w = out;
	for (size_t n; out && from < end; from += n) {
		/* g_utf8_skip is right for NUL too */
		n = (size_t)g_utf8_skip[(unsigned char)*from];
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
	g_free(heap);
	if (!out)
		return HT_ERR_NOMEM;
	*text = out;
	*text_len = (size_t)(w - out);
	*w = '\0';
	return HT_OK;
}
