/* ToUnicode CMaps: from the codes of a subset to text (PDF 32000-1 9.10.3).
 * Consecutive codes of consecutive BMP characters make a range; every other code
 * gets an entry of its own. */
#include <string.h>

#include "base/utf8.h"
#include "pdf_priv.h"

/* Most entries of a block (PDF 32000-1 9.10.3, after Adobe technical note 5014). */
#define BLOCK_MAX 100

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

/* How many glyphs from i on make one range: code and character increase together,
 * and neither high byte changes. */
static size_t range_length(const pdf_face *face, size_t i)
{
	const pdf_glyph *g = face->by_cid;
	uint32_t first = single_bmp(&g[i]);
	size_t n = 1;
	while (first && i + n < face->n && g[i + n].cid == g[i].cid + n && g[i + n].cid >> 8 == g[i].cid >> 8 &&
	       single_bmp(&g[i + n]) == first + n && (first + n) >> 8 == first >> 8)
		n++;
	return n;
}

static void write_entry(ht_buf *out, const pdf_glyph *first, size_t n)
{
	char codes[] = "<....><....>";
	hex16(codes + 1, first->cid);
	hex16(codes + 7, (unsigned)(first->cid + n - 1));
	ht_buf_add(out, codes, n > 1 ? 12 : 6);
	ht_buf_adds(out, "<");
	pdf_utf16_hex(out, first->text, first->len);
	ht_buf_adds(out, ">\n");
}

/* All entries of one kind (ranges, or single codes), in blocks. */
static void write_blocks(const pdf_face *face, bool ranges, ht_buf *entries, ht_buf *out)
{
	const char *kind = ranges ? "range" : "char";
	unsigned count = 0;
	entries->len = 0;
	for (size_t i = 0, n = 0; i < face->n; i += n) {
		n = range_length(face, i);
		if ((n > 1) == ranges) {
			write_entry(entries, &face->by_cid[i], n);
			count++;
		}
		if (count == BLOCK_MAX || (count && i + n >= face->n)) {
			ht_buf_addf(out, "%u beginbf%s\n", count, kind);
			ht_buf_add(out, entries->data, entries->len);
			ht_buf_addf(out, "endbf%s\n", kind);
			entries->len = 0;
			count = 0;
		}
	}
}

void pdf_cmap_write(const pdf_face *face, ht_buf *out)
{
	ht_buf entries = {0};
	ht_buf_adds(out, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	                 "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
	                 "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	                 "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	write_blocks(face, false, &entries, out);
	write_blocks(face, true, &entries, out);
	ht_buf_adds(out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	out->failed |= entries.failed;
	ht_buf_free(&entries);
}
