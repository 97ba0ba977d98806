/* The tables of a font file, and those by which characters become glyphs with a width.
 *
 * HarfBuzz, with the six libraries that it needs, takes a tenth of a short run to load, and the usual document asks it
 * for nothing else: its characters are set without shaping (font_direct.c). HarfBuzz checks more, and mends or refuses
 * what is damaged. So a face is read here only if an earlier run, in which HarfBuzz had loaded it, found that it says
 * the same of every character, glyph and table (ht_font_face_is_plain()), and kept that with the face's measures
 * (font_cache.c). */
#ifndef HT_TEXT_SFNT_READ_H
#define HT_TEXT_SFNT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sfnt.h"

/* A table, borrowed; len 0: there is none. */
typedef struct ht_sfnt_table {
	const unsigned char *v;
	size_t len;
} ht_sfnt_table;

/* The number at a place of a table; 0 beyond its end. */
static inline unsigned ht_sfnt_table16(ht_sfnt_table t, size_t at)
{
	return ht_sfnt_get16(t.v, t.len, at);
}

static inline size_t ht_sfnt_table32(ht_sfnt_table t, size_t at)
{
	return (size_t)ht_sfnt_table16(t, at) << 16 | ht_sfnt_table16(t, at + 2);
}

/* A face of a font file: its directory of tables. */
typedef struct ht_sfnt_face {
	ht_sfnt_table file;
	size_t directory;
	unsigned n;
} ht_sfnt_face;

/* Find the directory of face index in a file of len bytes, which are borrowed; index counts in a collection, and means
 * nothing elsewhere. False: not a font file, or it has no such face. */
bool ht_sfnt_open(const void *file, size_t len, unsigned index, ht_sfnt_face *ret);

/* The table with this name of four characters, as far as the file has it. */
ht_sfnt_table ht_sfnt_find(const ht_sfnt_face *face, const char *tag);

/* The number of glyphs. */
unsigned ht_sfnt_glyph_count(const ht_sfnt_face *face);

/* Units in 1 em. */
unsigned ht_sfnt_upem(const ht_sfnt_face *face);

/* The characters of a face, and the widths of its glyphs. */
typedef struct ht_sfnt_chars {
	ht_sfnt_table map;      /* of characters, to its end */
	unsigned format;        /* of the map: 4 or 12 */
	size_t n;               /* segments or groups of it */
	ht_sfnt_table advances; /* hmtx */
	unsigned n_long, n_glyphs;
	int64_t scale; /* of a unit of the face, 1/65536 of the unit of what ht_sfnt_advance() returns */
} ht_sfnt_chars;

/* Find them, for advances in 1/em of an em. False: HarfBuzz is to be asked: the map is for symbols or of another
 * format, the widths vary, or something is damaged. */
bool ht_sfnt_chars_open(const ht_sfnt_face *face, int em, ht_sfnt_chars *ret);

/* The glyph of a character; 0: none. */
uint32_t ht_sfnt_glyph(const ht_sfnt_chars *chars, uint32_t cp);

/* The number of characters that have a glyph; those that are mapped twice are counted twice. SIZE_MAX: the map goes
 * beyond Unicode. */
size_t ht_sfnt_char_count(const ht_sfnt_chars *chars);

/* The advance of a glyph, in the unit for which it was opened; 0: there is no such glyph. */
int32_t ht_sfnt_advance(const ht_sfnt_chars *chars, uint32_t gid);

#endif
