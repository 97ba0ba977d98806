/* Subsetting a face for embedding.
 *
 * The glyphs are numbered anew without gaps: a font program of 54 glyphs is
 * 11 KB so, against 265 KB with the old numbers kept. hb-subset is shown only
 * the tables that a PDF reader draws from. It then adds no glyphs by closure,
 * apart from parts of composite ones, and does not walk through the character
 * map, which takes longer than all the rest for a face of 65,535 glyphs. CFF
 * fonts are embedded as the bare CFF table, glyf fonts as a whole file.
 *
 * The CID of a glyph is its new number, but in CID-keyed CFF, where the charset
 * of the font program itself says which glyph has which CID. */
#include <hb-ot.h>
#include <hb-subset.h>
#include <stdlib.h>

#include "cff.h"
#include "font_priv.h"

#define T(a, b, c, d) HB_TAG(a, b, c, d)

/* The bare CFF table needs no metrics: the PDF has its own. */
static const hb_tag_t cff_tables[] = {T('C', 'F', 'F', ' '), T('h', 'e', 'a', 'd'), T('m', 'a', 'x', 'p'), 0};
static const hb_tag_t glyf_tables[] = {T('g', 'l', 'y', 'f'),
                                       T('l', 'o', 'c', 'a'),
                                       T('h', 'e', 'a', 'd'),
                                       T('h', 'h', 'e', 'a'),
                                       T('h', 'm', 't', 'x'),
                                       T('m', 'a', 'x', 'p'),
                                       T('f', 'v', 'a', 'r'),
                                       T('g', 'v', 'a', 'r'),
                                       T('a', 'v', 'a', 'r'),
                                       T('H', 'V', 'A', 'R'),
                                       0};

static hb_blob_t *reference_table(hb_face_t *face, hb_tag_t tag, void *user)
{
	const ht_font *font = user;
	(void)face;
	for (const hb_tag_t *t = font->cff ? cff_tables : glyf_tables; *t; t++)
		if (*t == tag)
			return hb_face_reference_table(font->face->hb_face, tag);
	return NULL;
}

/* The face, reduced to what is embedded; made once. */
static hb_face_t *reduced_face(ht_face *face)
{
	if (!face->reduced)
		face->reduced = hb_face_create_for_tables(reference_table, &face->font, NULL);
	return face->reduced;
}

void ht_face_pin_axes(hb_subset_input_t *input, const ht_font *font)
{
	hb_face_t *face = font->face->hb_face;
	unsigned n = hb_ot_var_get_axis_count(face);
	int instance = font->index >> 16;
	hb_ot_var_axis_info_t axis;
	float coords[64];
	unsigned n_coords = n <= 64 ? n : 0;
	if (instance > 0)
		hb_ot_var_named_instance_get_design_coords(face, (unsigned)instance - 1, &n_coords, coords);
	for (unsigned i = 0; i < n; i++) {
		unsigned one = 1;
		hb_ot_var_get_axis_infos(face, i, &one, &axis);
		if (instance > 0 && i < n_coords)
			hb_subset_input_pin_axis_location(input, face, axis.tag, coords[i]);
		else
			hb_subset_input_pin_axis_to_default(input, face, axis.tag);
	}
}

static hb_subset_input_t *make_input(const ht_font *font, const uint32_t *gids, size_t n)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	if (!input)
		return NULL;
	hb_set_t *glyphs = hb_subset_input_glyph_set(input);
	for (size_t i = 0; i < n; i++)
		hb_set_add(glyphs, gids[i]);
	/* Of few glyphs, charstrings written out take less room, and less time, than subroutines kept for them. */
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE);
	ht_face_pin_axes(input, font);
	return input;
}

/* The font program: the CFF table alone, or the whole file. */
static hb_blob_t *take_program(hb_face_t *subset, bool cff)
{
	hb_blob_t *blob = cff ? hb_face_reference_table(subset, T('C', 'F', 'F', ' ')) : hb_face_reference_blob(subset);
	if (hb_blob_get_length(blob))
		return blob;
	hb_blob_destroy(blob);
	return NULL;
}

/* cids[gids[i]] by way of the new glyph ids. charset NULL: CID = new glyph. */
static bool map_cids(const hb_map_t *new_gids, const uint16_t *charset, size_t n_charset, const uint32_t *gids,
                     size_t n, uint16_t *cids)
{
	for (size_t i = 0; i < n; i++) {
		hb_codepoint_t gid = hb_map_get(new_gids, gids[i]);
		if (gid == HB_MAP_VALUE_INVALID || gid > UINT16_MAX || (charset && gid >= n_charset))
			return false;
		cids[i] = charset ? charset[gid] : (uint16_t)gid;
	}
	return true;
}

static ht_status number_glyphs(const ht_font *font, hb_blob_t *program, const hb_map_t *new_gids, const uint32_t *gids,
                               size_t n, ht_arena *arena, uint16_t **ret)
{
	uint16_t *charset = NULL;
	ht_cff cff = {.n_glyphs = 0};
	uint16_t *cids = ht_arena_array(arena, n, sizeof *cids);
	if (!cids)
		return HT_ERR_NOMEM;
	if (font->cid_keyed) {
		unsigned len;
		const unsigned char *data = (const unsigned char *)hb_blob_get_data(program, &len);
		if (!ht_cff_open(data, len, &cff))
			return HT_ERR_LIB;
		charset = malloc((cff.n_glyphs + 1) * sizeof *charset);
		if (!charset)
			return HT_ERR_NOMEM;
		if (!ht_cff_charset(&cff, charset, cff.n_glyphs)) {
			free(charset);
			return HT_ERR_LIB;
		}
	}
	bool mapped = map_cids(new_gids, charset, cff.n_glyphs, gids, n, cids);
	free(charset);
	*ret = cids;
	return mapped ? HT_OK : HT_ERR_LIB;
}

static ht_status subset(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena, ht_subset *ret)
{
	hb_subset_input_t *input = make_input(font, gids, n);
	if (!input)
		return HT_ERR_NOMEM;
	hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(reduced_face(font->face), input);
	hb_face_t *face = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
	hb_blob_t *program = face ? take_program(face, font->cff) : NULL;
	uint16_t *cids = NULL;
	ht_status status = HT_ERR_LIB;
	if (program)
		status =
		    number_glyphs(font, program, hb_subset_plan_old_to_new_glyph_mapping(plan), gids, n, arena, &cids);
	if (status == HT_OK) {
		unsigned len;
		const char *data = hb_blob_get_data(program, &len);
		*ret = (ht_subset){(const unsigned char *)data, len, font->cff, cids, program};
	} else {
		hb_blob_destroy(program);
	}
	hb_face_destroy(face);
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	return status;
}

ht_status ht_font_subset(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena, ht_diags *diags,
                         ht_subset *ret)
{
	ht_status status = subset(font, gids, n, arena, ret);
	if (status == HT_ERR_LIB)
		ht_diag(diags, HT_D_FONT_UNUSABLE, (ht_loc){.file = NULL}, font->path, "hb-subset", NULL);
	return status;
}

void ht_subset_free(ht_subset *subset)
{
	if (!subset)
		return;
	hb_blob_destroy(subset->blob);
	*subset = (ht_subset){.data = NULL};
}
