/* Parts of objects that are written as text: references, strings, numbers. */
#include <string.h>

#include "base/utf8.h"
#include "pdf_priv.h"

/* Longer strings of ASCII are written as UTF-16, as other text is. */
#define LITERAL_MAX 1000
/* Bytes of a string at most, with its byte order mark. */
#define UTF16_MAX (HPDF_LIMIT_MAX_STRING_LEN - 4)
#define DECIMALS  5

void pdf_direct_reference(ht_buf *text, const char *key, size_t number)
{
	ht_buf_adds(text, key);
	ht_buf_add(text, " ", 1);
	ht_buf_addint(text, number);
	ht_buf_add(text, " 0 R", 4);
}

void pdf_direct_ascii(ht_buf *text, const char *key, const char *ascii)
{
	ht_buf_adds(text, key);
	ht_buf_adds(text, "(");
	const char *from = ascii, *p = ascii;
	for (; *p; p++) {
		unsigned char c = (unsigned char)*p;
		const bool printable = c >= 0x20 && c < 0x7f;
		if (printable && c != '(' && c != ')' && c != '\\')
			continue;
		ht_buf_add(text, from, (size_t)(p - from));
		if (printable)
			ht_buf_addf(text, "\\%c", c);
		else
			ht_buf_addf(text, "\\%03o", c);
		from = p + 1;
	}
	ht_buf_add(text, from, (size_t)(p - from));
	ht_buf_adds(text, ")");
}

size_t pdf_utf16_length(const char *utf8)
{
	size_t len = 0, n = 2, used;
	while (utf8[len] && (unsigned char)utf8[len] < 0x80)
		len++;
	if (!utf8[len] && len < LITERAL_MAX)
		return 0;
	const char *end = utf8 + len + strlen(utf8 + len), *p = utf8;
	for (; p < end && n < UTF16_MAX; p += used)
		n += ht_utf8_get(p, end, &used) >= 0x10000 ? 4 : 2;
	return (size_t)(p - utf8);
}

void pdf_direct_text(ht_buf *text, const char *key, const char *utf8)
{
	const size_t len = pdf_utf16_length(utf8);
	if (!len) {
		pdf_direct_ascii(text, key, utf8);
		return;
	}
	ht_buf_adds(text, key);
	ht_buf_adds(text, "<FEFF");
	pdf_utf16_hex(text, utf8, len);
	ht_buf_adds(text, ">");
}

void pdf_direct_real(ht_buf *text, double value)
{
	ht_buf_addreal(text, value, DECIMALS);
}
