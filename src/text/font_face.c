/* Opening and checking a font face. */
#include "font_data.h"
#include "font_match.h"
#include "harfbuzz.h"
#include "outlines.h"
#include "programs.h"

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

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *blob = hb_face_reference_table(face, tag);
	bool has = hb_blob_get_length(blob) > 0;
	hb_blob_destroy(blob);
	return has;
}

static unsigned fs_type(hb_face_t *face)
{
	hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
	unsigned len;
	const unsigned char *os2 = (const unsigned char *)hb_blob_get_data(blob, &len);
	unsigned type = 0;
	if (len >= OS2_FSTYPE + 2)
		type = (unsigned)os2[OS2_FSTYPE] << 8 | os2[OS2_FSTYPE + 1];
	hb_blob_destroy(blob);
	return type;
}

static ht_font_face_fault check_face(hb_face_t *face)
{
	if (hb_face_get_glyph_count(face) == 0)
		return HT_FACE_UNREADABLE;
	if (has_table(face, HB_TAG('C', 'F', 'F', '2')))
		return HT_FACE_CFF2;
	if (!has_table(face, HB_TAG('C', 'F', 'F', ' ')) && !has_table(face, HB_TAG('g', 'l', 'y', 'f')))
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
	unsigned type = fs_type(font->face->hb_face) & FSTYPE_PERMISSIONS;
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

ht_font_face_fault ht_font_face_open(const ht_font_face_source *source, unsigned id, hb_draw_funcs_t *draw,
                                     ht_font_face **ret)
{
	if (ht_shortage_met())
		return HT_FACE_NOMEM; /* before this was called */
	errno = 0;
	const ht_font_data *file;
	hb_blob_t *blob = ht_font_data_open(source->path, &file);
	if (!blob)
		return is_machine_short() ? HT_FACE_NOMEM : HT_FACE_UNREADABLE;
	hb_face_t *hb_face = hb_face_create(blob, (unsigned)source->index & 0xFFFF);
	hb_blob_destroy(blob);
	ht_font_face_fault fault = check_face(hb_face);
	if (fault && is_machine_short())
		fault = HT_FACE_NOMEM;
	ht_font_face *face = fault ? NULL : calloc(1, sizeof *face);
	if (!face) {
		hb_face_destroy(hb_face);
		return fault ? fault : HT_FACE_NOMEM;
	}
	hb_face_make_immutable(hb_face);
	face->hb_face = hb_face;
	face->file = file;
	face->hb_font = make_font(hb_face, source->index);
	face->draw = draw;
	face->font = (ht_font){.id = id,
	                       .path = source->path,
	                       .index = source->index,
	                       .family = source->family,
	                       .ps_name = source->ps_name,
	                       .cff = has_table(hb_face, HB_TAG('C', 'F', 'F', ' ')),
	                       .upem = (int)hb_face_get_upem(hb_face),
	                       .weight = source->weight,
	                       .face = face};
	if (!measure(face, source) ||
	    ht_shortage_met()) { /* HarfBuzz takes a table that it has no memory for as empty */
		ht_font_face_close(face);
		return HT_FACE_NOMEM;
	}
	*ret = face;
	return HT_FACE_OK;
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
	hb_font_destroy(face->hb_font);
	hb_face_destroy(face->reduced);
	hb_face_destroy(face->hb_face);
	free(face);
}
