#include "sfnt.h"

#include <glib.h>
#include <string.h>

#define VERSION         0x10000 /* of files with TrueType outlines */
#define HEADER          12
#define ROW             16
#define CHECKSUM_OF_ALL 0xB1B0AFBAu
#define ADJUSTMENT      8 /* of the checksum, in head */

void ht_sfnt_put16(ht_buf *out, long v)
{
	uint16_t bytes = GUINT16_TO_BE((uint16_t)v);
	ht_buf_add(out, &bytes, sizeof bytes);
}

void ht_sfnt_put32(ht_buf *out, uint32_t v)
{
	uint32_t bytes = GUINT32_TO_BE(v);
	ht_buf_add(out, &bytes, sizeof bytes);
}

void ht_sfnt_put_zeros(ht_buf *out, size_t n)
{
	for (; n > 0; n--)
		ht_buf_add(out, "", 1);
}

void ht_sfnt_put_all16(ht_buf *out, const long *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ht_sfnt_put16(out, v[i]);
}

/* len is a multiple of 4. */
static uint32_t checksum(const char *data, size_t len)
{
	uint32_t sum = 0;
	for (size_t i = 0; i + 4 <= len; i += 4) {
		uint32_t v;
		memcpy(&v, data + i, sizeof v);
		sum += GUINT32_FROM_BE(v);
	}
	return sum;
}

static void set32(ht_buf *out, size_t at, uint32_t v)
{
	for (size_t i = 0; i < 4 && !out->failed; i++)
		out->data[at + i] = (char)(v >> (8 * (3 - i)));
}

ht_sfnt ht_sfnt_begin(ht_buf *out, size_t n_tables)
{
	ht_sfnt file = {.out = out, .begin = out->len};
	long power = 0;
	while ((size_t)2 << power <= n_tables)
		power++;
	const long range = ROW << power; /* for a search by halves */
	ht_sfnt_put32(out, VERSION);
	ht_sfnt_put_all16(out, (const long[]){(long)n_tables, range, power, ROW * (long)n_tables - range}, 4);
	ht_sfnt_put_zeros(out, ROW * n_tables);
	return file;
}

#define TAG(s) ((uint32_t)(s)[0] << 24 | (uint32_t)(s)[1] << 16 | (uint32_t)(s)[2] << 8 | (uint32_t)(s)[3])

void ht_sfnt_end_table(ht_sfnt *file, size_t row, const char *tag, size_t at)
{
	ht_buf *out = file->out;
	const size_t entry = file->begin + HEADER + ROW * row, len = out->len - at;
	ht_sfnt_put_zeros(out, -len & 3);
	if (out->failed)
		return;
	set32(out, entry, TAG(tag));
	set32(out, entry + 4, checksum(out->data + at, out->len - at));
	set32(out, entry + 8, (uint32_t)(at - file->begin));
	set32(out, entry + 12, (uint32_t)len);
	if (strcmp(tag, "head") == 0)
		file->head = at;
}

void ht_sfnt_end(ht_sfnt *file)
{
	ht_buf *out = file->out;
	if (!out->failed)
		set32(out, file->head + ADJUSTMENT,
		      CHECKSUM_OF_ALL - checksum(out->data + file->begin, out->len - file->begin));
}
