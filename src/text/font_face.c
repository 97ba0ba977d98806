/* Opening and checking a font face. */
#include "font_data.h"
#include "font_match.h"
#include "harfbuzz.h"
#include "outlines.h"
#include "programs.h"

#include <errno.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/shortage.h"
#include "cff.h"

/* OS/2 fsType (OpenType 1.9, OS/2): the low four bits are the embedding
 * permissions, of which the most liberal applies; 2 alone is "restricted". */
#define OS2_FSTYPE           8
#define FSTYPE_RESTRICTED    0x0002
#define FSTYPE_EDITABLE      0x0008
#define FSTYPE_PERMISSIONS   0x000F
#define FSTYPE_NO_SUBSETTING 0x0100
#define FSTYPE_BITMAP_ONLY   0x0200

ht_sfnt_table ht_font_face_table(const ht_font_face *face, const char *tag)
{
	if (face->plain)
		return ht_sfnt_find(&face->tables, tag);
	hb_blob_t *blob = hb_face_reference_table(face->hb_face, hb_tag_from_string(tag, 4));
	unsigned len;
	const char *data = hb_blob_get_data(blob, &len);
	hb_blob_destroy(blob); /* it is a part of the file, which stays */
	return (ht_sfnt_table){(const unsigned char *)data, len};
}

static unsigned fs_type(const ht_font_face *face)
{
	const ht_sfnt_table os2 = ht_font_face_table(face, "OS/2");
	return ht_sfnt_table16(os2, OS2_FSTYPE);
}

static bool has_table(const ht_font_face *face, const char *tag)
{
	return ht_font_face_table(face, tag).len > 0;
}

static ht_font_face_fault check_face(const ht_font_face *face)
{
	if (face->n_glyphs == 0)
		return HT_FACE_UNREADABLE;
	if (has_table(face, "CFF2"))
		return HT_FACE_CFF2;
	if (!has_table(face, "CFF ") && !has_table(face, "glyf"))
		return HT_FACE_NO_OUTLINES;
	unsigned type = fs_type(face);
	if ((type & FSTYPE_PERMISSIONS) == FSTYPE_RESTRICTED || (type & FSTYPE_BITMAP_ONLY))
		return HT_FACE_NO_EMBED;
	if (type & FSTYPE_NO_SUBSETTING)
		return HT_FACE_NO_SUBSET;
	return HT_FACE_OK;
}

bool ht_font_editable(const ht_font *font)
{
	unsigned type = fs_type(font->face) & FSTYPE_PERMISSIONS;
	return type == 0 || (type & FSTYPE_EDITABLE);
}

/* Of fontconfig's index. */
static unsigned collection_index(int index)
{
	return (unsigned)index & 0xFFFF;
}

static hb_font_t *make_font(hb_face_t *face, int index)
{
	hb_font_t *font = hb_font_create(face);
	hb_font_set_scale(font, FACE_SCALE, FACE_SCALE);
	int instance = index >> 16;
	if (instance > 0)
		hb_font_set_var_named_instance(font, (unsigned)instance - 1);
	return font;
}

/* Was the last thing that failed the machine, for want of memory or of descriptors? Then nothing is wrong with the
 * file. */
static bool is_machine_short(void)
{
	return errno == ENOMEM || errno == EMFILE || errno == ENFILE || errno == EAGAIN;
}

/* HarfBuzz takes a table that it has no memory for as empty. */
static bool have_shaped(ht_font_face *face)
{
	if (ht_shortage_met())
		return false; /* before this was called */
	ht_shortage_watch();
	hb_blob_t *blob = ht_font_data_blob(face->file);
	face->hb_face = hb_face_create(blob, collection_index(face->font.index));
	hb_blob_destroy(blob);
	hb_face_make_immutable(face->hb_face);
	face->hb_font = make_font(face->hb_face, face->font.index);
	return !ht_shortage_met();
}

static void close_shaped(ht_font_face *face)
{
	if (!face->hb_face)
		return; /* HarfBuzz may not be loaded */
	hb_font_destroy(face->hb_font);
	hb_face_destroy(face->reduced);
	hb_face_destroy(face->hb_face);
	face->hb_font = NULL;
	face->hb_face = face->reduced = NULL;
}

bool ht_font_face_shapes(ht_font_face *face)
{
	if (face->hb_face)
		return true;
	const bool shapes = ht_harfbuzz_is_loaded() && have_shaped(face);
	if (!shapes)
		close_shaped(face);
	face->shared->lacks_harfbuzz |= !shapes;
	return shapes;
}

/* The measures, and the characters that it is not used for; false: out of memory. */
static bool measure(ht_font_face *face, const ht_font_face_source *source)
{
	if (source->measured) {
		ht_font_face_take_measures(&face->font, source->measured);
		face->withheld = source->withheld;
		face->n_withheld = source->n_withheld;
		return true;
	}
	if (source->chars &&
	    !ht_font_withheld(source->fc, face->hb_face, source->chars, &face->own_withheld, &face->n_withheld))
		return false;
	face->withheld = face->own_withheld;
	ht_font_face_measure(face);
	return true;
}

static bool open_tables(const ht_font_face *face, int index, ht_sfnt_face *tables, ht_sfnt_chars *chars)
{
	size_t len;
	const void *bytes = ht_font_data_bytes(face->file, &len);
	return ht_sfnt_open(bytes, len, collection_index(index), tables) &&
	       ht_sfnt_chars_open(tables, FACE_SCALE, chars);
}

/* Have the tables: by HarfBuzz, if an earlier run has not found that it is not needed. */
static ht_font_face_fault read_tables(ht_font_face *face, const ht_font_face_source *source)
{
	face->plain = source->measured && source->measured->plain &&
	              open_tables(face, source->index, &face->tables, &face->chars);
	if (face->plain) {
		face->n_glyphs = face->chars.n_glyphs;
		face->font.upem = (int)ht_sfnt_upem(&face->tables);
		return HT_FACE_OK;
	}
	if (!ht_font_face_shapes(face))
		return HT_FACE_NOMEM; /* or it is not there: ht_fonts_shortage() */
	face->n_glyphs = hb_face_get_glyph_count(face->hb_face);
	face->font.upem = (int)hb_face_get_upem(face->hb_face);
	return HT_FACE_OK;
}

ht_font_face_fault ht_font_face_open(const ht_font_face_source *source, unsigned id, ht_font_shared *shared,
                                     ht_font_face **ret)
{
	if (ht_shortage_met())
		return HT_FACE_NOMEM; /* before this was called */
	errno = 0;
	ht_font_face *face = calloc(1, sizeof *face);
	if (!face)
		return HT_FACE_NOMEM;
	face->shared = shared;
	face->font = (ht_font){.id = id,
	                       .path = source->path,
	                       .index = source->index,
	                       .family = source->family,
	                       .ps_name = source->ps_name,
	                       .weight = source->weight,
	                       .face = face};
	face->file = ht_font_data_open(source->path);
	ht_font_face_fault fault = face->file ? read_tables(face, source) : HT_FACE_UNREADABLE;
	if (!fault)
		fault = check_face(face);
	if (fault && is_machine_short())
		fault = HT_FACE_NOMEM;
	if (!fault) {
		face->font.cff = has_table(face, "CFF ");
		if (!measure(face, source) || ht_shortage_met())
			fault = HT_FACE_NOMEM; /* HarfBuzz takes a table that it has no memory for as empty */
	}
	if (fault)
		ht_font_face_close(face);
	else
		*ret = face;
	return fault;
}

/* ---- with and without HarfBuzz ---- */

/* The tables that are used. */
static bool are_tables_same(const ht_font_face *face, const ht_sfnt_face *tables)
{
	static const char *const tags[] = {"CFF ", "CFF2", "OS/2", "cmap", "fvar", "glyf",
	                                   "head", "hhea", "hmtx", "loca", "maxp"};
	bool same = true;
	for (size_t i = 0; i < ARRAY_LEN(tags) && same; i++) {
		const ht_sfnt_table a = ht_sfnt_find(tables, tags[i]), b = ht_font_face_table(face, tags[i]);
		same = a.len == b.len && (!a.len || a.v == b.v);
	}
	return same;
}

/* All characters that HarfBuzz knows have the same glyph, and there are no others. */
static bool are_chars_same(const ht_font_face *face, const ht_sfnt_chars *chars)
{
	hb_set_t *all = hb_set_create();
	hb_codepoint_t cp = HB_SET_VALUE_INVALID;
	size_t n = 0;
	hb_face_collect_unicodes(face->hb_face, all);
	bool same = hb_set_allocation_successful(all);
	while (same && hb_set_next(all, &cp)) {
		hb_codepoint_t gid = 0;
		n += hb_font_get_nominal_glyph(face->hb_font, cp, &gid) && gid;
		same = ht_sfnt_glyph(chars, cp) == gid;
	}
	hb_set_destroy(all);
	return same && ht_sfnt_char_count(chars) == n;
}

static bool are_advances_same(const ht_font_face *face, const ht_sfnt_chars *chars)
{
	bool same = true;
	for (uint32_t gid = 0; gid <= chars->n_glyphs && same; gid++)
		same = hb_font_get_glyph_h_advance(face->hb_font, gid) == ht_sfnt_advance(chars, gid);
	return same;
}

static bool are_programs_as_many(const ht_sfnt_face *tables, unsigned n)
{
	const ht_sfnt_table table = ht_sfnt_find(tables, "CFF ");
	ht_cff cff;
	return !table.len || (ht_cff_open(table.v, table.len, &cff) && cff.n_glyphs == n);
}

bool ht_font_face_is_plain(const ht_font_face *face)
{
	ht_sfnt_face tables;
	ht_sfnt_chars chars;
	return open_tables(face, face->font.index, &tables, &chars) &&
	       chars.n_glyphs == hb_face_get_glyph_count(face->hb_face) &&
	       ht_sfnt_upem(&tables) == hb_face_get_upem(face->hb_face) && are_tables_same(face, &tables) &&
	       are_programs_as_many(&tables, chars.n_glyphs) && are_advances_same(face, &chars) &&
	       are_chars_same(face, &chars);
}

void ht_font_face_close(ht_font_face *face)
{
	if (!face)
		return;
	for (size_t i = 0; i < CP_PAGES; i++)
		free(face->glyphs[i]);
	free(face->own_withheld);
	ht_programs_free(face->programs);
	ht_outlines_free(face->outlines);
	close_shaped(face);
	ht_font_data_close(face->file);
	free(face);
}

void ht_font_shared_close(ht_font_shared *shared)
{
	if (shared->draw)
		hb_draw_funcs_destroy(shared->draw);
	shared->draw = NULL;
}
