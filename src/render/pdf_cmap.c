/* ToUnicode CMaps: from the codes of a subset to text (PDF 32000-1 9.10.3).
 * Consecutive codes of consecutive BMP characters make a range; of all others that follow one another the texts are
 * listed, which takes half the room of an entry for each. */
#include <string.h>

#include "base/utf8.h"
#include "pdf_priv.h"

/* Most entries of a block (PDF 32000-1 9.10.3, after Adobe technical note 5014). */
#define BLOCK_MAX 100

/* Shorter ranges are better listed. */
#define RANGE_LEAST 3

static void hex16(char out[4], unsigned v)
{
	static const char digits[] = "0123456789ABCDEF";
	for (int i = 3; i >= 0; i--, v >>= 4)
		out[i] = digits[v & 15];
}

void pdf_utf16_hex(ht_buf *out, const char *text, size_t len)
{
	for (const char *end = text + len; text < end;) {
		size_t used, n = 0;
		char hex[8];
		uint32_t cp = ht_utf8_get(text, end, &used);
		text += used;
		if (cp >= 0x10000) {
			hex16(hex, 0xD800 + ((cp - 0x10000) >> 10));
			cp = 0xDC00 + ((cp - 0x10000) & 0x3FF);
			n = 4;
		}
		hex16(hex + n, cp);
		ht_buf_add(out, hex, n + 4);
	}
}

/* A single BMP character, or 0. */
static uint32_t single_bmp(const pdf_glyph *glyph)
{
	size_t used;
	uint32_t cp = ht_utf8_get(glyph->text, glyph->text + glyph->len, &used);
	if (used != glyph->len || cp >= 0x10000)
		return 0;
	return cp;
}

/* How many glyphs from i on, up to end, increase in step, code and character, and neither high byte changes. */
static size_t range_length(const pdf_glyph *g, size_t i, size_t end)
{
	uint32_t first = single_bmp(&g[i]);
	size_t n = 1;
	while (first && i + n < end && single_bmp(&g[i + n]) == first + n && (first + n) >> 8 == first >> 8)
		n++;
	return n;
}

/* The end of the codes from i on that follow one another with the same high byte. */
static size_t end_of_codes(const pdf_face *face, size_t i)
{
	const pdf_glyph *g = face->by_cid;
	size_t end = i + 1;
	while (end < face->n && g[end].cid == g[end - 1].cid + 1 && g[end].cid >> 8 == g[i].cid >> 8)
		end++;
	return end;
}

static void write_text(ht_buf *out, const pdf_glyph *glyph)
{
	ht_buf_adds(out, "<");
	pdf_utf16_hex(out, glyph->text, glyph->len);
	ht_buf_adds(out, ">");
}

/* The codes of n glyphs, and the first's text, or the list of all. */
static void write_entry(ht_buf *out, const pdf_glyph *first, size_t n, bool list)
{
	char codes[] = "<....><....>";
	hex16(codes + 1, first->cid);
	hex16(codes + 7, (unsigned)(first->cid + n - 1));
	ht_buf_add(out, codes, 12);
	if (!list) {
		write_text(out, first);
		ht_buf_adds(out, "\n");
		return;
	}
	ht_buf_adds(out, "[");
	for (size_t i = 0; i < n; i++)
		write_text(out, &first[i]);
	ht_buf_adds(out, "]\n");
}

/* How many glyphs from i on, up to end, one entry has: a range, or what is before the next one as a list. */
static size_t entry_length(const pdf_glyph *g, size_t i, size_t end, bool *list)
{
	size_t n = range_length(g, i, end);
	*list = n < RANGE_LEAST;
	for (size_t more; *list && i + n < end; n += more) {
		more = range_length(g, i + n, end);
		if (more >= RANGE_LEAST)
			break;
	}
	return n;
}

/* All entries, in blocks. */
static void write_blocks(const pdf_face *face, ht_buf *entries, ht_buf *out)
{
	unsigned count = 0;
	for (size_t i = 0, n, end = 0; i < face->n; i += n) {
		bool list;
		if (i == end)
			end = end_of_codes(face, i);
		n = entry_length(face->by_cid, i, end, &list);
		write_entry(entries, &face->by_cid[i], n, list);
		if (++count < BLOCK_MAX && i + n < face->n)
			continue;
		ht_buf_addf(out, "%u beginbfrange\n", count);
		ht_buf_add(out, entries->data, entries->len);
		ht_buf_adds(out, "endbfrange\n");
		entries->len = 0;
		count = 0;
	}
}

void pdf_cmap_write(const pdf_face *face, ht_buf *out)
{
	ht_buf entries = {0};
	ht_buf_adds(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	                 "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
	                 "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	                 "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	write_blocks(face, &entries, out);
	ht_buf_adds(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	out->failed |= entries.failed;
	ht_buf_free(&entries);
}
