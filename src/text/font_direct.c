/* Glyphs without shaping.
 *
 * Where no rule of a face touches a character, HarfBuzz gives the glyph that the character map has, as wide as it is.
 * So it is for Han characters and their usual marks in every face made for China's standard characters that we have
 * met: what its rules change are dashes, letters, and what other languages write. Whether a face is so is found once,
 * from the rules that HarfBuzz would apply. Only then are these characters set directly: to read the rules of a large
 * face takes a tenth of a short run. */
#include "font_priv.h"

#include <hb-ot.h>

#include "base/array.h"

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

/* Add the glyphs that rules of the table look for in texts of the script. Without kern,
 * the last feature, if that is switched off. */
static void add_touched(hb_face_t *face, hb_tag_t table, hb_script_t text, bool kern, hb_set_t *touched)
{
	hb_tag_t scripts[HB_OT_MAX_TAGS_PER_SCRIPT], languages[HB_OT_MAX_TAGS_PER_LANGUAGE];
	unsigned n_scripts = ARRAY_LEN(scripts), n_languages = ARRAY_LEN(languages), script, language, feature;
	hb_ot_tags_from_script_and_language(text, hb_language_from_string(HT_SHAPING_LANGUAGE, -1), &n_scripts, scripts,
	                                    &n_languages, languages);
	hb_ot_layout_table_select_script(face, table, n_scripts, scripts, &script, NULL);
	hb_ot_layout_script_select_language(face, table, script, n_languages, languages, &language);
	hb_set_t *lookups = hb_set_create();
	if (hb_ot_layout_language_get_required_feature_index(face, table, script, language, &feature))
		add_lookups(face, table, feature, lookups);
	for (size_t i = 0; i < ARRAY_LEN(features) - !kern; i++)
		if (hb_ot_layout_language_find_feature(face, table, script, language, features[i], &feature))
			add_lookups(face, table, feature, lookups);
	for (hb_codepoint_t i = HB_SET_VALUE_INVALID; hb_set_next(lookups, &i);)
		hb_ot_layout_lookup_collect_glyphs(face, table, i, NULL, touched, NULL, NULL);
	hb_set_destroy(lookups);
}

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
	hb_blob_t *blob = hb_face_reference_table(face, tag);
	bool has = hb_blob_get_length(blob) > 0;
	hb_blob_destroy(blob);
	return has;
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

void ht_font_face_measure_direct(ht_font_face *face)
{
	static const ht_char_range digits = {'0', '9'};
	/* Apple's rules, which HarfBuzz applies as well, and faces whose rules and widths vary */
	if (has_table(face->hb_face, HB_TAG('m', 'o', 'r', 'x')) ||
	    has_table(face->hb_face, HB_TAG('m', 'o', 'r', 't')) ||
	    has_table(face->hb_face, HB_TAG('k', 'e', 'r', 'x')) ||
	    has_table(face->hb_face, HB_TAG('t', 'r', 'a', 'k')) || hb_ot_var_has_data(face->hb_face))
		return;
	face->font.direct_han = are_direct(face, HB_SCRIPT_HAN, false, direct, ARRAY_LEN(direct));
	/* an older table of kerning is another rule */
	face->font.direct_digits = !has_table(face->hb_face, HB_TAG('k', 'e', 'r', 'n')) &&
	                           are_direct(face, HB_SCRIPT_LATIN, true, &digits, 1) &&
	                           are_direct(face, HB_SCRIPT_HAN, true, &digits, 1);
}
