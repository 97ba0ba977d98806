/* Font files for editable documents.
 *
 * A page needs only the glyphs it shows; an editable document also needs those of
 * text not yet written. A file with one static face is embedded as it is. A face
 * of a collection (Noto's pan-CJK one has 27 MB) or of a variable font is
 * subset to the given characters, without the tables that such documents do not
 * use. */

#include "base/shortage.h"
#include "text/messages.h"
#include "config.h"
#include "font_library.h"
#include "font_priv.h"
#include "harfbuzz.h"

#define T(a, b, c, d) HB_TAG(a, b, c, d)

/* Vertical text, alternates, kerning. */
static const hb_tag_t dropped[] = {T('G', 'S', 'U', 'B'), T('G', 'P', 'O', 'S'), T('G', 'D', 'E', 'F'),
                                   T('B', 'A', 'S', 'E'), T('V', 'O', 'R', 'G'), T('v', 'h', 'e', 'a'),
                                   T('v', 'm', 't', 'x'), T('D', 'S', 'I', 'G')};

static hb_blob_t *whole_file(hb_face_t *face)
{
	hb_blob_t *blob = hb_face_reference_blob(face);
	if (hb_face_count(blob) == 1 && hb_ot_var_get_axis_count(face) == 0)
		return blob;
	hb_blob_destroy(blob);
	return NULL;
}

static hb_blob_t *subset_file(const ht_subsetter *hb, const ht_font *font, const uint32_t *cps, size_t n)
{
	hb_subset_input_t *input = hb->hb_subset_input_create_or_fail();
	if (!input)
		return NULL;
	hb_set_t *drop = hb->hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
		hb_set_add(drop, dropped[i]);
	for (size_t i = 0; i < n; i++)
		hb_set_add(hb->hb_subset_input_unicode_set(input), cps[i]);
	ht_font_face_pin_axes(hb, input, font);
	hb_face_t *subset = hb->hb_subset_or_fail(font->face->hb_face, input);
	hb_blob_t *blob = subset ? hb_face_reference_blob(subset) : NULL;
	hb_face_destroy(subset);
	hb->hb_subset_input_destroy(input);
	return blob;
}

ht_status ht_font_file(const ht_font *font, const uint32_t *cps, size_t n, ht_diags *diags, ht_subset *ret)
{
	const ht_status ready = ht_harfbuzz_load(diags);
	if (ready != HT_OK)
		return ready;
	if (!ht_font_face_shapes(font->face))
		return HT_ERR_NOMEM;
	hb_blob_t *blob = whole_file(font->face->hb_face);
	ht_subsetter hb;
	if (!blob && !ht_subsetter_load(&hb))
		return ht_library_fail(diags, (ht_loc){0}, HT_SUBSET_LIBRARY, HT_SUBSET_PACKAGE);
	if (!blob)
		blob = subset_file(&hb, font, cps, n);
	unsigned len = 0;
	const char *data = blob ? hb_blob_get_data(blob, &len) : NULL;
	if (!len) {
		hb_blob_destroy(blob);
		if (ht_shortage_met())
			return HT_ERR_NOMEM;
		ht_diag(diags, HT_D_FONT_UNUSABLE, (ht_loc){.file = NULL}, font->path, "hb-subset", NULL);
		return HT_ERR_LIB;
	}
	*ret = (ht_subset){.data = (const unsigned char *)data, .len = len, .cff = font->cff, .blob = blob};
	return HT_OK;
}
