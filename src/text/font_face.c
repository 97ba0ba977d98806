/* Opening and checking a font face. */
#include "font_data.h"
#include "font_match.h"
#include "harfbuzz.h"
#include "outlines.h"
#include "programs.h"
#include "sfnt.h"

#include <errno.h>
#include <stdlib.h>

#include "base/shortage.h"

/* OS/2 fsType (OpenType 1.9, OS/2): the low four bits are the embedding
 * permissions, of which the most liberal applies; 2 alone is "restricted". */
#define OS2_FSTYPE           8
#define FSTYPE_RESTRICTED    0x0002
#define FSTYPE_EDITABLE      0x0008
#define FSTYPE_PERMISSIONS   0x000F
#define FSTYPE_NO_SUBSETTING 0x0100
#define FSTYPE_BITMAP_ONLY   0x0200

static unsigned fs_type(const ht_sfnt_face *face)
{
	const ht_sfnt_table os2 = ht_sfnt_find(face, "OS/2");
	return ht_sfnt_get16(os2.v, os2.len, OS2_FSTYPE);
}

static bool has_table(const ht_sfnt_face *face, const char *tag)
{
	return ht_sfnt_find(face, tag).len > 0;
}

static ht_font_face_fault check_face(const ht_sfnt_face *face)
{
	if (ht_sfnt_glyph_count(face) == 0)
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
	unsigned type = fs_type(&font->face->tables) & FSTYPE_PERMISSIONS;
	return type == 0 || (type & FSTYPE_EDITABLE);
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
	face->hb_face = hb_face_create(blob, (unsigned)face->font.index & 0xFFFF);
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

/* The measures, and the characters that it is not used for. */
static ht_font_face_fault measure(ht_font_face *face, const ht_font_face_source *source)
{
	face->has_chars = ht_sfnt_chars_open(&face->tables, FACE_SCALE, &face->chars);
	if (!(source->measured && face->has_chars) && !ht_font_face_shapes(face))
		return HT_FACE_NOMEM; /* or it is not there: ht_fonts_shortage() */
	if (source->measured) {
		ht_font_face_take_measures(&face->font, source->measured);
		face->withheld = source->withheld;
		face->n_withheld = source->n_withheld;
		return HT_FACE_OK;
	}
	if (source->chars &&
	    !ht_font_withheld(source->fc, face->hb_face, source->chars, &face->own_withheld, &face->n_withheld))
		return HT_FACE_NOMEM;
	face->withheld = face->own_withheld;
	ht_font_face_measure(face);
	return HT_FACE_OK;
}

/* The file and its tables. */
static ht_font_face_fault open_file(ht_font_face *face, const ht_font_face_source *source)
{
	size_t len;
	face->file = ht_font_data_open(source->path);
	if (!face->file)
		return is_machine_short() ? HT_FACE_NOMEM : HT_FACE_UNREADABLE;
	const void *bytes = ht_font_data_bytes(face->file, &len);
	if (!ht_sfnt_open(bytes, len, (unsigned)source->index & 0xFFFF, &face->tables))
		return HT_FACE_UNREADABLE;
	return check_face(&face->tables);
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
	ht_font_face_fault fault = open_file(face, source);
	face->font = (ht_font){.id = id,
	                       .path = source->path,
	                       .index = source->index,
	                       .family = source->family,
	                       .ps_name = source->ps_name,
	                       .cff = has_table(&face->tables, "CFF "),
	                       .upem = (int)ht_sfnt_upem(&face->tables),
	                       .weight = source->weight,
	                       .face = face};
	if (!fault)
		fault = measure(face, source);
	if (!fault && ht_shortage_met()) /* HarfBuzz takes a table that it has no memory for as empty */
		fault = HT_FACE_NOMEM;
	if (fault)
		ht_font_face_close(face);
	else
		*ret = face;
	return fault;
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
