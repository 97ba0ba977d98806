/* Measuring a face.
 *
 * The ascender and descender of a face say little about the position of its
 * characters: vendors disagree, and some files are wrong. A line of Chinese is
 * aligned on the ideographic centre, so that is measured: the mean centre of the
 * ink of a few characters that fill their em box. Faces are then aligned with
 * each other by their centres. */
#include "font_priv.h"
#include "cff.h"
#include "harfbuzz.h"
#include "program_codes.h"

#include <math.h>

/* The centre if no glyph shows it: half way between the usual 880 and -120. */
#define CENTRE_DEFAULT 380

/* The mean height of the ink's centre, of those cps that the face has; false: it
 * has none of them. */
static bool mean_ink_middle(ht_font_face *face, const uint32_t *cps, size_t n, int *middle)
{
	int sum = 0, count = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t gid = ht_font_face_glyph(face, cps[i]);
		int box[4];
		if (!gid || !ht_font_ink(&face->font, gid, box))
			continue;
		sum += box[1] + box[3];
		count += 2;
	}
	if (count)
		*middle = (int)lround((double)sum / count);
	return count > 0;
}

static void measure_centre(ht_font_face *face)
{
	/* 国 田 口 回 永 圆: enclosed characters, and 永 */
	static const uint32_t common[] = {0x56FD, 0x7530, 0x53E3, 0x56DE, 0x6C38, 0x5706};
	/* for faces that have only supplementary planes */
	static const uint32_t rare[] = {0x20000, 0x20BB7, 0x21000, 0x24B62, 0x2A6A5, 0x2CB69};
	int centre = CENTRE_DEFAULT;
	face->font.has_han = mean_ink_middle(face, common, sizeof common / sizeof *common, &centre) ||
	                     mean_ink_middle(face, rare, sizeof rare / sizeof *rare, &centre);
	face->font.centre = centre;
	face->font.ascent = centre + 500;
	face->font.descent = centre - 500;
}

/* head: xMin yMin xMax yMax at byte 36, in the face's own units. */
static void measure_bbox(ht_font_face *face)
{
	const ht_sfnt_table head = ht_font_face_table(face, "head");
	for (size_t i = 0; i < 4 && head.len >= 44; i++)
		face->font.bbox[i] = (int)lround((int16_t)ht_sfnt_table16(head, 36 + 2 * i) * 1000.0 / face->font.upem);
}

static void measure_cap_height(ht_font_face *face)
{
	hb_position_t height;
	int box[4];
	uint32_t gid = ht_font_face_glyph(face, 'H');
	if (hb_ot_metrics_get_position(face->hb_font, HB_OT_METRICS_TAG_CAP_HEIGHT, &height) && height > 0)
		face->font.cap_height = (int)lround(height * 1000.0 / FACE_SCALE);
	else if (gid && ht_font_ink(&face->font, gid, box))
		face->font.cap_height = box[3];
	else
		face->font.cap_height = face->font.ascent;
}

static void measure_cff(ht_font_face *face)
{
	const ht_sfnt_table table = ht_font_face_table(face, "CFF ");
	ht_cff cff;
	if (table.len && ht_cff_open(table.v, table.len, &cff)) {
		face->font.cid_keyed = cff.cid_keyed;
		face->font.subroutines = ht_cff_has_subrs(&cff);
		if (cff.cid_keyed && !face->font.subroutines)
			ht_program_codes(&cff, face->file, face->font.codes);
	}
}

void ht_font_face_measure(ht_font_face *face)
{
	measure_centre(face);
	measure_bbox(face);
	measure_cap_height(face);
	face->font.italic_angle = (int)lroundf(hb_style_get_value(face->hb_font, HB_STYLE_TAG_SLANT_ANGLE));
	if (face->font.cff)
		measure_cff(face);
	ht_font_face_measure_direct(face);
}

void ht_font_face_take_measures(ht_font *font, const ht_font *measured)
{
	ht_font all = *measured;
	all.id = font->id;
	all.path = font->path;
	all.index = font->index;
	all.family = font->family;
	all.ps_name = font->ps_name;
	all.weight = font->weight;
	all.face = font->face;
	*font = all;
}
