/* Glyphs without shaping.
 *
 * Where no rule of a face touches a character, HarfBuzz gives the glyph that the character map has, as wide as it is.
 * So it is for Han characters and their usual marks in every face made for China's standard characters that we have
 * met: what its rules change are dashes, letters, and what other languages write. Whether a face is so is found once,
 * from the rules that HarfBuzz would apply. Only then are these characters set directly: to read the rules of a large
 * face takes a tenth of a short run. */
#include "font_priv.h"

#include "base/array.h"
#include "harfbuzz.h"

/* What HarfBuzz applies to text from left to right unless it is told otherwise. */
static const hb_tag_t features[] = {
    HB_TAG('r', 'v', 'r', 'n'), HB_TAG('l', 't', 'r', 'a'), HB_TAG('l', 't', 'r', 'm'), HB_TAG('f', 'r', 'a', 'c'),
    HB_TAG('n', 'u', 'm', 'r'), HB_TAG('d', 'n', 'o', 'm'), HB_TAG('r', 'a', 'n', 'd'), HB_TAG('t', 'r', 'a', 'k'),
    HB_TAG('H', 'a', 'r', 'f'), HB_TAG('H', 'A', 'R', 'F'), HB_TAG('B', 'u', 'z', 'z'), HB_TAG('B', 'U', 'Z', 'Z'),
    HB_TAG('a', 'b', 'v', 'm'), HB_TAG('b', 'l', 'w', 'm'), HB_TAG('c', 'c', 'm', 'p'), HB_TAG('l', 'o', 'c', 'l'),
    HB_TAG('m', 'a', 'r', 'k'), HB_TAG('m', 'k', 'm', 'k'), HB_TAG('r', 'l', 'i', 'g'), HB_TAG('c', 'a', 'l', 't'),
    HB_TAG('c', 'l', 'i', 'g'), HB_TAG('c', 'u', 'r', 's'), HB_TAG('d', 'i', 's', 't'), HB_TAG('l', 'i', 'g', 'a'),
    HB_TAG('r', 'c', 'l', 't'), HB_TAG('k', 'e', 'r', 'n'),
};

/* The characters; other rooms and HarfBuzz know none of them as combining, ignorable or of another direction. */
static const ht_char_range direct[] = {
    {0x201C, 0x201D}, {0x3000, 0x3002}, {0x3008, 0x3011}, {0x3014, 0x3015}, {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF}, {0xFF01, 0xFF01}, {0xFF05, 0xFF05}, {0xFF08, 0xFF09}, {0xFF0C, 0xFF0C},
    {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1B}, {0xFF1F, 0xFF1F},
};

bool ht_is_direct(uint32_t cp)
{
	if (cp >= 0x4E00 && cp <= 0x9FFF)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(direct); i++)
		if (cp >= direct[i].first && cp <= direct[i].last)
			return true;
	return false;
}

static void add_lookups(hb_face_t *face, hb_tag_t table, unsigned feature, hb_set_t *lookups)
{
	unsigned v[32], n = ARRAY_LEN(v);
	for (unsigned i = 0; n == ARRAY_LEN(v); i += n) {
		hb_ot_layout_feature_get_lookups(face, table, feature, i, &n, v);
		for (unsigned k = 0; k < n; k++)
			hb_set_add(lookups, v[k]);
	}
}

/* The rules of a table for a script, in the language of all texts. */
typedef struct script_rules {
	hb_face_t *face;
	hb_tag_t table;
	unsigned script, language;
} script_rules;

static script_rules find_rules(hb_face_t *face, hb_tag_t table, hb_script_t text)
{
	hb_tag_t scripts[HB_OT_MAX_TAGS_PER_SCRIPT], languages[HB_OT_MAX_TAGS_PER_LANGUAGE];
	unsigned n_scripts = ARRAY_LEN(scripts), n_languages = ARRAY_LEN(languages);
	script_rules s = {.face = face, .table = table};
	hb_ot_tags_from_script_and_language(text, hb_language_from_string(HT_SHAPING_LANGUAGE, -1), &n_scripts, scripts,
	                                    &n_languages, languages);
	hb_ot_layout_table_select_script(face, table, n_scripts, scripts, &s.script, NULL);
	hb_ot_layout_script_select_language(face, table, s.script, n_languages, languages, &s.language);
	return s;
}

/* The rules that are applied. Without kern, the last feature, if that is switched off. To be destroyed. */
static hb_set_t *find_lookups(const script_rules *s, bool kern)
{
	hb_set_t *lookups = hb_set_create();
	unsigned feature;
	if (hb_ot_layout_language_get_required_feature_index(s->face, s->table, s->script, s->language, &feature))
		add_lookups(s->face, s->table, feature, lookups);
	for (size_t i = 0; i < ARRAY_LEN(features) - !kern; i++)
		if (hb_ot_layout_language_find_feature(s->face, s->table, s->script, s->language, features[i],
		                                       &feature))
			add_lookups(s->face, s->table, feature, lookups);
	return lookups;
}

/* Add the glyphs that rules of the table look for in texts of the script. */
static void add_touched(hb_face_t *face, hb_tag_t table, hb_script_t text, bool kern, hb_set_t *touched)
{
	const script_rules s = find_rules(face, table, text);
	hb_set_t *lookups = find_lookups(&s, kern);
	for (hb_codepoint_t i = HB_SET_VALUE_INVALID; hb_set_next(lookups, &i);)
		hb_ot_layout_lookup_collect_glyphs(face, table, i, NULL, touched, NULL, NULL);
	hb_set_destroy(lookups);
}

static bool has_table(const ht_font_face *face, const char *tag)
{
	return ht_font_face_table(face, tag).len > 0;
}

/* Are all these characters that the face has untouched in texts of the script? */
static bool are_direct(const ht_font_face *face, hb_script_t text, bool kern, const ht_char_range *ranges, size_t n)
{
	hb_set_t *touched = hb_set_create();
	add_touched(face->hb_face, HB_OT_TAG_GSUB, text, kern, touched);
	add_touched(face->hb_face, HB_OT_TAG_GPOS, text, kern, touched);
	bool found = hb_set_allocation_successful(touched);
	if (hb_set_is_empty(touched))
		n = 0;
	for (size_t i = 0; i < n && found; i++)
		for (uint32_t cp = ranges[i].first; cp <= ranges[i].last && found; cp++) {
			hb_codepoint_t gid;
			found = !hb_font_get_nominal_glyph(face->hb_font, cp, &gid) || !hb_set_has(touched, gid);
		}
	hb_set_destroy(touched);
	return found;
}

/* ---- figures, which are kerned ---- */

/* In the order of ht_figure_of(). */
static const char figures[HT_FIGURES + 1] = ",-./0123456789:%";

/* Constants of the format (ISO/IEC 14496-22, 6.2 and 6.3.3). */
#define TYPE_PAIRS     2
#define TYPE_EXTENSION 9
#define X_ADVANCE      4

/* Does a rule of GPOS change nothing but the advance of the first glyph of a pair? Then what it does to a pair does not
 * depend on what is around it. */
static bool is_kerning_of_pairs(const ht_font_face *face, unsigned lookup)
{
	const ht_sfnt_table t = ht_font_face_table(face, "GPOS");
	const size_t list = ht_sfnt_table16(t, 8), at = list + ht_sfnt_table16(t, list + 2 + 2 * (size_t)lookup);
	const size_t type = ht_sfnt_table16(t, at), n = ht_sfnt_table16(t, at + 4);
	bool found = n > 0;
	for (size_t i = 0; i < n && found; i++) {
		size_t part = at + ht_sfnt_table16(t, at + 6 + 2 * i), of = type;
		if (type == TYPE_EXTENSION) {
			of = ht_sfnt_table16(t, part + 2);
			part += ht_sfnt_table32(t, part + 4);
		}
		found =
		    of == TYPE_PAIRS && ht_sfnt_table16(t, part + 4) == X_ADVANCE && ht_sfnt_table16(t, part + 6) == 0;
	}
	return found;
}

/* The glyph of a figure; 0: the face has none. */
static hb_codepoint_t figure_glyph(const ht_font_face *face, int figure)
{
	hb_codepoint_t gid = 0;
	hb_font_get_nominal_glyph(face->hb_font, figures[figure], &gid);
	return gid;
}

/* A bit for each figure that the face has, if no rule of the table touches it in texts of the script but to kern pairs.
 */
static unsigned find_untouched(const ht_font_face *face, hb_tag_t table, hb_script_t text)
{
	const script_rules s = find_rules(face->hb_face, table, text);
	hb_set_t *lookups = find_lookups(&s, true), *touched = hb_set_create();
	unsigned found = 0;
	for (int i = 0; i < HT_FIGURES; i++)
		if (figure_glyph(face, i))
			found |= 1u << i;
	for (hb_codepoint_t i = HB_SET_VALUE_INVALID; hb_set_next(lookups, &i);) {
		if (table == HB_OT_TAG_GPOS && is_kerning_of_pairs(face, i))
			continue;
		hb_set_clear(touched);
		hb_ot_layout_lookup_collect_glyphs(face->hb_face, table, i, NULL, touched, NULL, NULL);
		for (int k = 0; k < HT_FIGURES; k++)
			if (hb_set_has(touched, figure_glyph(face, k)))
				found &= ~(1u << k);
	}
	if (!hb_set_allocation_successful(lookups) || !hb_set_allocation_successful(touched))
		found = 0;
	hb_set_destroy(lookups);
	hb_set_destroy(touched);
	return found;
}

/* Shape n characters, kerned; false: other glyphs come of it than the map has, or moved ones. */
static bool shape_kerned(const ht_font_face *face, hb_script_t text, const uint32_t *cps, size_t n, hb_buffer_t *buffer)
{
	unsigned n_glyphs;
	hb_buffer_clear_contents(buffer);
	hb_buffer_add_codepoints(buffer, cps, (int)n, 0, (int)n);
	hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
	hb_buffer_set_script(buffer, text);
	hb_buffer_set_language(buffer, hb_language_from_string(HT_SHAPING_LANGUAGE, -1));
	hb_shape(face->hb_font, buffer, NULL, 0);
	const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n_glyphs);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n_glyphs);
	bool as_mapped = n_glyphs == n && hb_buffer_allocation_successful(buffer);
	for (size_t i = 0; i < n && as_mapped; i++)
		as_mapped = infos[i].codepoint && infos[i].cluster == i && !at[i].x_offset && !at[i].y_offset;
	return as_mapped;
}

/* The kerning of a pair of figures in texts of the script; false: it is more than that. */
static bool measure_pair(const ht_font_face *face, hb_script_t text, int first, int second, hb_buffer_t *buffer,
                         int16_t *ret)
{
	const uint32_t cps[] = {figures[first], figures[second]};
	const hb_codepoint_t gid = figure_glyph(face, first);
	if (!shape_kerned(face, text, cps, 2, buffer) || hb_buffer_get_glyph_infos(buffer, NULL)->codepoint != gid)
		return false;
	const long by =
	    hb_buffer_get_glyph_positions(buffer, NULL)->x_advance - hb_font_get_glyph_h_advance(face->hb_font, gid);
	*ret = (int16_t)by;
	return by >= INT16_MIN && by <= INT16_MAX;
}

/* The kerning of all pairs of these figures; false: it is more than that. */
static bool measure_pairs(const ht_font_face *face, hb_script_t text, unsigned untouched,
                          int16_t kern[HT_FIGURES][HT_FIGURES])
{
	hb_buffer_t *buffer = hb_buffer_create();
	bool found = true;
	for (int a = 0; a < HT_FIGURES; a++)
		for (int b = 0; b < HT_FIGURES && found; b++)
			if (untouched >> a & untouched >> b & 1)
				found = measure_pair(face, text, a, b, buffer, &kern[a][b]);
	hb_buffer_destroy(buffer);
	return found;
}

/* Is an older table of kerning out of use, or are there no pairs of figures in it? HarfBuzz applies it where the rules
 * for the script have no kerning. */
static bool has_no_other_kerning(const ht_font_face *face, hb_script_t text)
{
	const script_rules s = find_rules(face->hb_face, HB_OT_TAG_GPOS, text);
	unsigned feature;
	return !has_table(face, "kern") || hb_ot_layout_language_find_feature(s.face, s.table, s.script, s.language,
	                                                                      HB_TAG('k', 'e', 'r', 'n'), &feature);
}

static void measure_figures(ht_font_face *face)
{
	static const hb_script_t scripts[] = {HB_SCRIPT_LATIN, HB_SCRIPT_HAN};
	unsigned untouched = UINT16_MAX;
	for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
		untouched &= find_untouched(face, HB_OT_TAG_GSUB, scripts[i]);
		untouched &= find_untouched(face, HB_OT_TAG_GPOS, scripts[i]);
	}
	bool found = true;
	for (size_t i = 0; i < ARRAY_LEN(scripts) && found; i++)
		found = has_no_other_kerning(face, scripts[i]) &&
		        measure_pairs(face, scripts[i], untouched, face->font.figure_kern[i]);
	if (found)
		face->font.direct_figures = (uint16_t)untouched;
}

void ht_font_face_measure_direct(ht_font_face *face)
{
	/* Apple's rules, which HarfBuzz applies as well, and faces whose rules and widths vary */
	if (has_table(face, "morx") || has_table(face, "mort") || has_table(face, "kerx") || has_table(face, "trak") ||
	    hb_ot_var_has_data(face->hb_face))
		return;
	face->font.direct_han = are_direct(face, HB_SCRIPT_HAN, false, direct, ARRAY_LEN(direct));
	measure_figures(face);
}

/* ---- page numbers ---- */

size_t ht_number_text(unsigned number, uint32_t cps[HT_NUMBER_CHARS])
{
	size_t n = 0;
	cps[n++] = HT_NUMBER_DASH;
	cps[n++] = ' ';
	if (number >= 10)
		cps[n++] = '0' + number / 10;
	cps[n++] = '0' + number % 10;
	cps[n++] = ' ';
	cps[n++] = HT_NUMBER_DASH;
	return n;
}

/* Is the number set with the glyphs of the character map, each as wide as it is, but for the dashes, which are the
 * glyph dash? */
static bool is_plain_number(const ht_font_face *face, unsigned number, hb_codepoint_t dash, hb_buffer_t *buffer)
{
	uint32_t cps[HT_NUMBER_CHARS];
	const size_t n = ht_number_text(number, cps);
	bool plain = shape_kerned(face, HB_SCRIPT_LATIN, cps, n, buffer);
	const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, NULL);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, NULL);
	for (size_t i = 0; i < n && plain; i++) {
		hb_codepoint_t gid = dash;
		if (cps[i] != HT_NUMBER_DASH)
			plain = hb_font_get_nominal_glyph(face->hb_font, cps[i], &gid);
		plain = plain && infos[i].codepoint == gid &&
		        at[i].x_advance == hb_font_get_glyph_h_advance(face->hb_font, gid);
	}
	return plain;
}

void ht_font_face_measure_numbers(ht_font_face *face)
{
	hb_buffer_t *buffer = hb_buffer_create();
	uint32_t cps[HT_NUMBER_CHARS];
	if (shape_kerned(face, HB_SCRIPT_LATIN, cps, ht_number_text(1, cps), buffer))
		face->font.number_dash = hb_buffer_get_glyph_infos(buffer, NULL)->codepoint;
	for (unsigned number = 1; number <= HT_NUMBER_MOST && face->font.number_dash; number++)
		if (!is_plain_number(face, number, face->font.number_dash, buffer))
			face->font.number_dash = 0;
	hb_buffer_destroy(buffer);
}
