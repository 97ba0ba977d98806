/* Numbers without a name are offsets in tables (ISO/IEC 14496-22, 4 and 5). */
#include "sfnt_read.h"

#include <glib.h>
#include <string.h>

#include "base/array.h"

#define HEADER 12 /* of a directory */
#define ROW    16

#define UNICODE_LAST 0x10FFFF

/* From an offset to the end; empty beyond it. */
static ht_sfnt_table part(ht_sfnt_table t, size_t at)
{
	if (at >= t.len)
		return (ht_sfnt_table){NULL, 0};
	return (ht_sfnt_table){t.v + at, t.len - at};
}

static bool begins_with(ht_sfnt_table t, size_t at, const char *four)
{
	return at + 4 <= t.len && memcmp(t.v + at, four, 4) == 0;
}

bool ht_sfnt_open(const void *file, size_t len, unsigned index, ht_sfnt_face *ret)
{
	static const char *const kinds[] = {"OTTO", "true", "typ1"};
	ht_sfnt_face face = {.file = {file, len}};
	if (begins_with(face.file, 0, "ttcf")) {
		if (index >= ht_sfnt_table32(face.file, 8))
			return false;
		face.directory = ht_sfnt_table32(face.file, 12 + 4 * (size_t)index);
	}
	bool known = len >= face.directory + 4 && ht_sfnt_table32(face.file, face.directory) == 0x10000;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		known |= begins_with(face.file, face.directory, kinds[i]);
	face.n = ht_sfnt_table16(face.file, face.directory + 4);
	*ret = face;
	return known && face.directory + HEADER + ROW * (size_t)face.n <= len;
}

ht_sfnt_table ht_sfnt_find(const ht_sfnt_face *face, const char *tag)
{
	for (unsigned i = 0; i < face->n; i++) {
		const size_t row = face->directory + HEADER + ROW * (size_t)i;
		if (!begins_with(face->file, row, tag))
			continue;
		ht_sfnt_table table = part(face->file, ht_sfnt_table32(face->file, row + 8));
		const size_t len = ht_sfnt_table32(face->file, row + 12);
		if (table.len > len)
			table.len = len;
		return table;
	}
	return (ht_sfnt_table){NULL, 0};
}

unsigned ht_sfnt_glyph_count(const ht_sfnt_face *face)
{
	return ht_sfnt_table16(ht_sfnt_find(face, "maxp"), 4);
}

unsigned ht_sfnt_upem(const ht_sfnt_face *face)
{
	const unsigned upem = ht_sfnt_table16(ht_sfnt_find(face, "head"), 18);
	if (upem < 16 || upem > 16384)
		return 1000; /* as HarfBuzz has it */
	return upem;
}

/* ---- characters ---- */

/* The map of cmap that HarfBuzz takes, by platform and encoding: the larger ones first. */
static const uint16_t maps[][2] = {{3, 10}, {0, 6}, {0, 4}, {3, 1}, {0, 3}, {0, 2}, {0, 1}, {0, 0}};

/* Before the maps of characters HarfBuzz takes that of symbols. */
#define SYMBOLS 3, 0

static ht_sfnt_table find_map(ht_sfnt_table cmap, unsigned platform, unsigned encoding)
{
	const size_t n = ht_sfnt_table16(cmap, 2);
	for (size_t i = 0; i < n; i++)
		if (ht_sfnt_table16(cmap, 4 + 8 * i) == platform && ht_sfnt_table16(cmap, 6 + 8 * i) == encoding) {
			const size_t at = ht_sfnt_table32(cmap, 8 + 8 * i);
			return part(cmap, at ? at : cmap.len);
		}
	return (ht_sfnt_table){NULL, 0};
}

/* Of the segments: their ends, their beginnings, what is added, where the glyphs are. */
#define SEGMENT_ENDS 14

static bool open_segments(ht_sfnt_chars *c)
{
	const size_t len = ht_sfnt_table16(c->map, 2);
	if (c->map.len > len)
		c->map.len = len;
	c->n = ht_sfnt_table16(c->map, 6) / 2;
	return c->n && 16 + 8 * c->n <= c->map.len;
}

#define GROUPS 16
#define GROUP  12

static bool open_groups(ht_sfnt_chars *c)
{
	c->n = ht_sfnt_table32(c->map, 12);
	return c->n && c->n <= (c->map.len - GROUPS) / GROUP;
}

static bool open_map(ht_sfnt_table cmap, ht_sfnt_chars *c)
{
	if (find_map(cmap, SYMBOLS).len)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(maps) && !c->map.len; i++)
		c->map = find_map(cmap, maps[i][0], maps[i][1]);
	if (c->map.len < GROUPS)
		return false;
	c->format = ht_sfnt_table16(c->map, 0);
	switch (c->format) {
	case 4:
		return open_segments(c);
	case 12:
		return open_groups(c);
	default:
		return false;
	}
}

static uint32_t glyph_of_segments(const ht_sfnt_chars *c, uint32_t cp)
{
	const size_t begins = SEGMENT_ENDS + 2 * c->n + 2, deltas = begins + 2 * c->n, offsets = deltas + 2 * c->n;
	size_t lo = 0, hi = c->n;
	while (lo < hi) {
		const size_t mid = lo + (hi - lo) / 2;
		if (cp > ht_sfnt_table16(c->map, SEGMENT_ENDS + 2 * mid))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == c->n || cp > 0xFFFF || cp < ht_sfnt_table16(c->map, begins + 2 * lo))
		return 0;
	const size_t offset = ht_sfnt_table16(c->map, offsets + 2 * lo),
	             delta = ht_sfnt_table16(c->map, deltas + 2 * lo);
	if (!offset)
		return (cp + delta) & 0xFFFF;
	/* counted from where the offset stands */
	const size_t at = offsets + 2 * lo + offset / 2 * 2 + 2 * (cp - ht_sfnt_table16(c->map, begins + 2 * lo));
	const size_t gid = ht_sfnt_table16(c->map, at);
	return gid ? (gid + delta) & 0xFFFF : 0;
}

static uint32_t glyph_of_groups(const ht_sfnt_chars *c, uint32_t cp)
{
	size_t lo = 0, hi = c->n;
	while (lo < hi) {
		const size_t mid = lo + (hi - lo) / 2;
		if (cp > ht_sfnt_table32(c->map, GROUPS + GROUP * mid + 4))
			lo = mid + 1;
		else
			hi = mid;
	}
	const size_t begin = ht_sfnt_table32(c->map, GROUPS + GROUP * lo);
	if (lo == c->n || cp < begin)
		return 0;
	return (uint32_t)(ht_sfnt_table32(c->map, GROUPS + GROUP * lo + 8) + cp - begin);
}

uint32_t ht_sfnt_glyph(const ht_sfnt_chars *chars, uint32_t cp)
{
	if (chars->format == 4)
		return glyph_of_segments(chars, cp);
	return glyph_of_groups(chars, cp);
}

size_t ht_sfnt_char_count(const ht_sfnt_chars *chars)
{
	size_t count = 0, tried = 0;
	for (size_t i = 0; i < chars->n; i++) {
		size_t first, last;
		if (chars->format == 4) {
			first = ht_sfnt_table16(chars->map, SEGMENT_ENDS + 2 * chars->n + 2 + 2 * i);
			last = ht_sfnt_table16(chars->map, SEGMENT_ENDS + 2 * i);
		} else {
			first = ht_sfnt_table32(chars->map, GROUPS + GROUP * i);
			last = ht_sfnt_table32(chars->map, GROUPS + GROUP * i + 4);
		}
		if (last > UNICODE_LAST || (last >= first && (tried += last - first) > UNICODE_LAST))
			return SIZE_MAX;
		for (size_t cp = first; cp <= last; cp++)
			count += ht_sfnt_glyph(chars, (uint32_t)cp) != 0;
	}
	return count;
}

/* ---- widths ---- */

static bool open_advances(const ht_sfnt_face *face, int em, ht_sfnt_chars *c)
{
	c->advances = ht_sfnt_find(face, "hmtx");
	c->n_glyphs = ht_sfnt_glyph_count(face);
	c->n_long = ht_sfnt_table16(ht_sfnt_find(face, "hhea"), 34);
	c->scale = ((int64_t)em << 16) / ht_sfnt_upem(face);
	return c->n_long && c->n_long <= c->n_glyphs && c->advances.len >= 2 * ((size_t)c->n_long + c->n_glyphs);
}

int32_t ht_sfnt_advance(const ht_sfnt_chars *chars, uint32_t gid)
{
	if (gid >= chars->n_glyphs)
		return 0;
	const size_t row = MIN(gid, chars->n_long - 1);
	return (int32_t)(((int64_t)ht_sfnt_table16(chars->advances, 4 * row) * chars->scale + 0x8000) >> 16);
}

bool ht_sfnt_chars_open(const ht_sfnt_face *face, int em, ht_sfnt_chars *ret)
{
	ht_sfnt_chars c = {.n = 0};
	const bool found =
	    !ht_sfnt_find(face, "fvar").len && open_map(ht_sfnt_find(face, "cmap"), &c) && open_advances(face, em, &c);
	if (found)
		*ret = c;
	return found;
}
