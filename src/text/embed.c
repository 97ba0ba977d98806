/* Font files for documents that are edited.
 *
 * A page needs the glyphs it shows; a document that is edited needs those of
 * the words to come. A file of one plain face goes whole, as it is. What lies
 * in a collection (Noto's of five countries has 27 MB) or varies becomes a file
 * of its own, with the characters asked for and without the tables that only
 * other ways of setting need. */
#include <hb-ot.h>
#include <hb-subset.h>

#include "text/messages.h"
#include "font_priv.h"

#define T(a, b, c, d) HB_TAG(a, b, c, d)

/* Vertical text, alternates and kerning: nothing a document of this kind uses. */
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

static hb_blob_t *cut(const ht_font *font, const uint32_t *cps, size_t n)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	if (!input)
		return NULL;
	hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
		hb_set_add(drop, dropped[i]);
	for (size_t i = 0; i < n; i++)
		hb_set_add(hb_subset_input_unicode_set(input), cps[i]);
	ht_face_pin_axes(input, font);
	hb_face_t *subset = hb_subset_or_fail(font->face->hb_face, input);
	hb_blob_t *blob = subset ? hb_face_reference_blob(subset) : NULL;
	hb_face_destroy(subset);
	hb_subset_input_destroy(input);
	return blob;
}

ht_status ht_font_file(const ht_font *font, const uint32_t *cps, size_t n, ht_diags *diags, ht_subset *ret)
{
	hb_blob_t *blob = whole_file(font->face->hb_face);
	if (!blob)
		blob = cut(font, cps, n);
	unsigned len = 0;
	const char *data = blob ? hb_blob_get_data(blob, &len) : NULL;
	if (!len) {
		hb_blob_destroy(blob);
		ht_diag(diags, HT_D_FONT_UNUSABLE, (ht_loc){.file = NULL}, font->path, "hb-subset", NULL);
		return HT_ERR_LIB;
	}
	*ret = (ht_subset){.data = (const unsigned char *)data, .len = len, .cff = font->cff, .blob = blob};
	return HT_OK;
}
