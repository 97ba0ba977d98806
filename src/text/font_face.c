/* One face: opening, checking, glyphs, outlines. */
#include "font_priv.h"
#include "programs.h"

#include <hb-ot.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Never asked for; no face has 65,536 glyphs. */
#define GLYPH_UNKNOWN UINT16_MAX

/* OS/2 fsType (OpenType 1.9, OS/2): the low four bits say what embedding is
 * allowed, 2 alone being "restricted"; of several bits the most liberal holds. */
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
	unsigned type = len >= OS2_FSTYPE + 2 ? (unsigned)os2[OS2_FSTYPE] << 8 | os2[OS2_FSTYPE + 1] : 0;
	hb_blob_destroy(blob);
	return type;
}

static ht_face_fault check(hb_face_t *face)
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
	return type & FSTYPE_NO_SUBSETTING ? HT_FACE_NO_SUBSET : HT_FACE_OK;
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

ht_face_fault ht_face_open(const ht_face_source *source, unsigned id, hb_draw_funcs_t *draw, ht_font_face **ret)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(source->path);
	if (!blob)
		return HT_FACE_UNREADABLE;
	hb_face_t *hb_face = hb_face_create(blob, (unsigned)source->index & 0xFFFF);
	hb_blob_destroy(blob);
	ht_face_fault fault = check(hb_face);
	ht_font_face *face = fault ? NULL : calloc(1, sizeof *face);
	if (!face) {
		hb_face_destroy(hb_face);
		return fault ? fault : HT_FACE_NOMEM;
	}
	hb_face_make_immutable(hb_face);
	face->hb_face = hb_face;
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
	ht_face_measure(face);
	*ret = face;
	return HT_FACE_OK;
}

void ht_face_close(ht_font_face *face)
{
	if (!face)
		return;
	for (size_t i = 0; i < CP_PAGES; i++)
		free(face->glyphs[i]);
	ht_programs_free(face->programs);
	hb_font_destroy(face->hb_font);
	hb_face_destroy(face->reduced);
	hb_face_destroy(face->hb_face);
	free(face);
}

static uint32_t look_up(ht_font_face *face, uint32_t cp)
{
	hb_codepoint_t gid = 0;
	return hb_font_get_nominal_glyph(face->hb_font, cp, &gid) ? gid : 0;
}

/* Fandol draws a dollar where the yuan sign should be. A sum of money in the
 * wrong currency is worse than a glyph from another face. */
static bool is_wrong(ht_font_face *face, uint32_t cp, uint32_t gid)
{
	int yuan[4], dollar[4];
	uint32_t other = cp == 0xFFE5 ? look_up(face, 0xFF04) : 0;
	return other && ht_font_ink(&face->font, gid, yuan) && ht_font_ink(&face->font, other, dollar) &&
	       memcmp(yuan, dollar, sizeof yuan) == 0;
}

uint32_t ht_face_glyph(ht_font_face *face, uint32_t cp)
{
	if (cp > 0x10FFFF)
		return 0;
	uint16_t **page = &face->glyphs[cp >> CP_PAGE_BITS];
	if (!*page) {
		*page = malloc(CP_PAGE_SIZE * sizeof **page);
		if (!*page)
			return look_up(face, cp);
		memset(*page, 0xFF, CP_PAGE_SIZE * sizeof **page);
	}
	uint16_t *slot = &(*page)[cp & (CP_PAGE_SIZE - 1)];
	if (*slot == GLYPH_UNKNOWN) {
		uint32_t gid = look_up(face, cp);
		*slot = is_wrong(face, cp, gid) ? 0 : (uint16_t)gid;
	}
	return *slot;
}

double ht_font_advance(const ht_font *font, uint32_t gid)
{
	return hb_font_get_glyph_h_advance(font->face->hb_font, gid) / (FACE_SCALE / 1000.0);
}

static double em(float v)
{
	return (double)v / FACE_SCALE;
}

static void draw_move(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->move(sink->user, em(x), em(y));
}

static void draw_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->line(sink->user, em(x), em(y));
}

static void draw_curve(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1, float x2,
                       float y2, float x3, float y3, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->curve(sink->user, em(x1), em(y1), em(x2), em(y2), em(x3), em(y3));
}

static void draw_close(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->close(sink->user);
}

/* Quadratic curves, which have no callback here, come as cubic ones. */
hb_draw_funcs_t *ht_face_draw_funcs(void)
{
	hb_draw_funcs_t *funcs = hb_draw_funcs_create();
	hb_draw_funcs_set_move_to_func(funcs, draw_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(funcs, draw_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(funcs, draw_curve, NULL, NULL);
	hb_draw_funcs_set_close_path_func(funcs, draw_close, NULL, NULL);
	hb_draw_funcs_make_immutable(funcs);
	return funcs;
}

void ht_font_outline(const ht_font *font, uint32_t gid, const ht_outline_sink *sink)
{
	ht_outline_sink copy = *sink;
	hb_font_get_glyph_shape(font->face->hb_font, gid, font->face->draw, &copy);
}
