/* A TrueType file of some glyphs of a face, whatever its own outlines are, with the tables that a subset in an OFD file
 * keeps: cmap glyf head hhea hmtx loca maxp name OS/2 post. Numbers without a name are constants of the format (ISO/IEC
 * 14496-22). */
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "font_priv.h"
#include "outlines.h"
#include "sfnt.h"
#include "text/messages.h"

/* The stored outlines of a face are discarded above this size. */
#define OUTLINES_MAX (4 << 20)

#define FS_PREVIEW_AND_PRINT 4
#define FS_REGULAR           0x40
#define MAGIC                0x5F0F3CF5u

typedef struct ttf {
	const ht_font *font;
	const uint32_t *gids; /* n of them: glyph i + 1 of the file */
	size_t n;
	const ht_tt_char *chars; /* by code point */
	size_t n_chars;
	ht_outline *outlines; /* n + 1, .notdef first */
	int16_t box[4];
	long *advances; /* of each */
	long max_points, max_contours, max_advance;
} ttf;

/* From 1/1000 em to font units. */
static long units(const ttf *t, double thousandths)
{
	return lround(thousandths * t->font->upem / 1000);
}

/* ---- cmap ---- */

/* How many characters from i on count up together with their glyphs. */
static size_t segment(const ttf *t, size_t n, size_t i)
{
	const ht_tt_char *v = &t->chars[i];
	size_t k = 1;
	while (i + k < n && v[k].cp == v->cp + k && v[k].glyph == v->glyph + k)
		k++;
	return k;
}

/* The segments of the first n characters, all of the BMP, and the one of U+FFFF that must end them. */
static void put_segments(const ttf *t, size_t n, ht_buf *out)
{
	long segments = 1, range = 1, log = 0;
	size_t i;
	for (i = 0; i < n; i += segment(t, n, i))
		segments++;
	for (; range * 2 <= segments; range *= 2)
		log++;
	ht_sfnt_put_all16(
	    out, (const long[]){4, 16 + 8 * segments, 0, 2 * segments, 2 * range, log, 2 * (segments - range)}, 7);
	for (i = 0; i < n; i += segment(t, n, i))
		ht_sfnt_put16(out, (long)(t->chars[i].cp + segment(t, n, i) - 1));
	ht_sfnt_put_all16(out, (const long[]){0xFFFF, 0}, 2);
	for (i = 0; i < n; i += segment(t, n, i))
		ht_sfnt_put16(out, (long)t->chars[i].cp);
	ht_sfnt_put16(out, 0xFFFF);
	for (i = 0; i < n; i += segment(t, n, i))
		ht_sfnt_put16(out, (long)t->chars[i].glyph - (long)t->chars[i].cp);
	ht_sfnt_put16(out, 1);
	ht_sfnt_put_zeros(out, (int)(2 * segments));
}

static void put_groups(const ttf *t, ht_buf *out)
{
	uint32_t groups = 0;
	for (size_t i = 0; i < t->n_chars; i += segment(t, t->n_chars, i))
		groups++;
	ht_sfnt_put_all16(out, (const long[]){12, 0}, 2);
	ht_sfnt_put32(out, 16 + 12 * groups);
	ht_sfnt_put32(out, 0);
	ht_sfnt_put32(out, groups);
	for (size_t i = 0; i < t->n_chars; i += segment(t, t->n_chars, i)) {
		ht_sfnt_put32(out, t->chars[i].cp);
		ht_sfnt_put32(out, (uint32_t)(t->chars[i].cp + segment(t, t->n_chars, i) - 1));
		ht_sfnt_put32(out, t->chars[i].glyph);
	}
}

/* For Windows: the characters of the BMP, and all. */
static void put_cmap(const ttf *t, ht_buf *out)
{
	size_t bmp = 0;
	while (bmp < t->n_chars && t->chars[bmp].cp < 0xFFFF)
		bmp++;
	ht_buf four = {0};
	put_segments(t, bmp, &four);
	ht_sfnt_put_all16(out, (const long[]){0, 2, 3, 1, 0, 20, 3, 10}, 8);
	ht_sfnt_put32(out, (uint32_t)(20 + four.len));
	ht_buf_add(out, four.data, four.len);
	out->failed |= four.failed;
	ht_buf_free(&four);
	put_groups(t, out);
}

/* ---- the other tables ---- */

static void put_glyf(const ttf *t, ht_buf *out)
{
	for (size_t i = 0; i <= t->n; i++)
		ht_buf_add(out, ht_outlines_bytes(t->font->face->outlines, &t->outlines[i]), t->outlines[i].len);
}

static void put_loca(const ttf *t, ht_buf *out)
{
	uint32_t offset = 0;
	for (size_t i = 0; i <= t->n; i++) {
		ht_sfnt_put32(out, offset);
		offset += (uint32_t)t->outlines[i].len;
	}
	ht_sfnt_put32(out, offset);
}

static void put_head(const ttf *t, ht_buf *out)
{
	ht_sfnt_put32(out, 0x10000);
	ht_sfnt_put32(out, 0x10000);
	ht_sfnt_put32(out, 0); /* the checksum, set at the end */
	ht_sfnt_put32(out, MAGIC);
	ht_sfnt_put_all16(out, (const long[]){3, t->font->upem}, 2); /* baseline and left edge at 0 */
	ht_sfnt_put_zeros(out, 16);                                  /* dates: none, for the same bytes every time */
	for (int i = 0; i < 4; i++)
		ht_sfnt_put16(out, t->box[i]);
	ht_sfnt_put_all16(out, (const long[]){0, 8, 2, 1, 0}, 5); /* long offsets in loca */
}

static void put_hhea(const ttf *t, ht_buf *out)
{
	ht_sfnt_put32(out, 0x10000);
	ht_sfnt_put_all16(out, (const long[]){units(t, t->font->ascent), units(t, t->font->descent), 0, t->max_advance},
	                  4);
	ht_sfnt_put_all16(out, (const long[]){t->box[0], 0, t->box[2], 1}, 4);
	ht_sfnt_put_zeros(out, 14);
	ht_sfnt_put16(out, (long)t->n + 1);
}

static void put_hmtx(const ttf *t, ht_buf *out)
{
	for (size_t i = 0; i <= t->n; i++)
		ht_sfnt_put_all16(out, (const long[]){t->advances[i], t->outlines[i].box[0]}, 2);
}

static void put_maxp(const ttf *t, ht_buf *out)
{
	ht_sfnt_put32(out, 0x10000);
	ht_sfnt_put_all16(out, (const long[]){(long)t->n + 1, t->max_points, t->max_contours, 0, 0, 1}, 6);
	ht_sfnt_put_zeros(out, 16);
}

/* A name of ASCII characters, as UTF-16. */
static void put_utf16(ht_buf *out, const char *s)
{
	for (; *s; s++)
		ht_sfnt_put16(out, (unsigned char)*s);
}

static void put_name(const ttf *t, ht_buf *out)
{
	const char *ps = t->font->ps_name ? t->font->ps_name : "subset";
	const struct {
		int id;
		const char *text;
	} names[] = {{1, ps}, {2, "Regular"}, {3, ps}, {4, ps}, {5, "Version 1.0"}, {6, ps}};
	long at = 0;
	ht_sfnt_put_all16(out, (const long[]){0, (long)ARRAY_LEN(names), 6 + 12 * (long)ARRAY_LEN(names)}, 3);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		long len = 2 * (long)strlen(names[i].text);
		ht_sfnt_put_all16(out, (const long[]){3, 1, 0x409, names[i].id, len, at}, 6);
		at += len;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		put_utf16(out, names[i].text);
}

static void put_os2(const ttf *t, ht_buf *out)
{
	uint32_t first = 0, last = 0;
	if (t->n_chars) {
		first = MIN(t->chars[0].cp, 0xFFFF);
		last = MIN(t->chars[t->n_chars - 1].cp, 0xFFFF);
	}
	ht_sfnt_put_all16(out, (const long[]){4, t->font->upem, t->font->weight, 5, FS_PREVIEW_AND_PRINT}, 5);
	ht_sfnt_put_zeros(out, 22 + 10); /* sub- and superscripts, strikeout, class; panose */
	ht_sfnt_put32(out, 1);           /* basic Latin */
	ht_sfnt_put32(out, 1u << 27);    /* CJK ideographs */
	ht_sfnt_put_zeros(out, 8);
	ht_buf_adds(out, "NONE");
	ht_sfnt_put_all16(out, (const long[]){FS_REGULAR, first, last}, 3);
	ht_sfnt_put_all16(out, (const long[]){units(t, t->font->ascent), units(t, t->font->descent), 0}, 3);
	ht_sfnt_put_all16(out, (const long[]){units(t, t->font->ascent), -units(t, t->font->descent)}, 2);
	ht_sfnt_put32(out, 1u << 18); /* code page: simplified Chinese */
	ht_sfnt_put32(out, 0);
	ht_sfnt_put_all16(out, (const long[]){0, units(t, t->font->cap_height), 0, ' ', 0}, 5);
}

static void put_post(const ttf *t, ht_buf *out)
{
	ht_sfnt_put32(out, 0x30000);
	ht_sfnt_put32(out, (uint32_t)t->font->italic_angle << 16);
	ht_sfnt_put_zeros(out, 24);
}

/* ---- the file ---- */

static void put_file(const ttf *t, ht_buf *out)
{
	static const struct {
		const char *tag;
		void (*put)(const ttf *t, ht_buf *out);
	} tables[] = {{"OS/2", put_os2},  {"cmap", put_cmap}, {"glyf", put_glyf}, {"head", put_head},
	              {"hhea", put_hhea}, {"hmtx", put_hmtx}, {"loca", put_loca}, {"maxp", put_maxp},
	              {"name", put_name}, {"post", put_post}};
	ht_sfnt file = ht_sfnt_begin(out, ARRAY_LEN(tables));
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		const size_t at = out->len;
		tables[i].put(t, out);
		ht_sfnt_end_table(&file, i, tables[i].tag, at);
	}
	ht_sfnt_end(&file);
}

static bool measure(ttf *t)
{
	ht_font_face *face = t->font->face;
	for (size_t i = 0; i <= t->n; i++) {
		uint32_t gid = i ? t->gids[i - 1] : 0;
		const ht_outline *o = ht_outlines_of(face->outlines, t->font, gid);
		if (!o)
			return false;
		t->outlines[i] = *o;
		t->advances[i] = units(t, ht_font_advance(t->font, gid));
		t->max_advance = MAX(t->max_advance, t->advances[i]);
		t->max_points = MAX(t->max_points, o->n_points);
		t->max_contours = MAX(t->max_contours, o->n_contours);
		for (int k = 0; k < 2; k++) {
			t->box[k] = MIN(t->box[k], o->box[k]);
			t->box[k + 2] = MAX(t->box[k + 2], o->box[k + 2]);
		}
	}
	return true;
}

ht_status ht_font_truetype(const ht_font *font, const uint32_t *gids, size_t n, const ht_tt_char *chars, size_t n_chars,
                           ht_arena *arena, ht_buf *out)
{
	ht_font_face *face = font->face;
	if (face->outlines && ht_outlines_size(face->outlines) > OUTLINES_MAX) {
		ht_outlines_free(face->outlines);
		face->outlines = NULL;
	}
	if (!face->outlines)
		face->outlines = ht_outlines_new(face->n_glyphs);
	ttf t = {.font = font, .gids = gids, .n = n, .chars = chars, .n_chars = n_chars};
	t.outlines = ht_arena_array(arena, n + 1, sizeof *t.outlines);
	t.advances = ht_arena_array(arena, n + 1, sizeof *t.advances);
	if (!face->outlines || !t.outlines || !t.advances || !measure(&t))
		return HT_ERR_NOMEM;
	put_file(&t, out);
	return out->failed ? HT_ERR_NOMEM : HT_OK;
}
