/* Characters that are set without shaping: as HarfBuzz shapes them. */
#include "text_fonts.h"

#include <hb-ot.h>

#include "../../src/text/font_priv.h"

#define TEXTS 3000
#define MOST  40

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Shape the text as paragraphs are. */
static hb_buffer_t *shape(const ht_font_face *face, hb_script_t script, const uint32_t *cps, size_t n)
{
	static const hb_feature_t no_kern = {HB_TAG('k', 'e', 'r', 'n'), 0, 0, UINT_MAX};
	hb_buffer_t *buffer = hb_buffer_create();
	hb_buffer_add_codepoints(buffer, cps, (int)n, 0, (int)n);
	hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
	const bool latin = *cps < 0x80 || *cps == HT_NUMBER_DASH;
	hb_buffer_set_script(buffer, script);
	hb_buffer_set_language(buffer, hb_language_from_string(HT_SHAPING_LANGUAGE, -1));
	hb_shape(face->hb_font, buffer, &no_kern, latin ? 0 : 1);
	return buffer;
}

/* The glyph and the advance that are expected of character i. */
static hb_codepoint_t expected(const ht_font_face *face, hb_script_t script, const uint32_t *cps, size_t n, size_t i,
                               int *advance)
{
	hb_codepoint_t gid = 0;
	assert_true(hb_font_get_nominal_glyph(face->hb_font, cps[i], &gid));
	if (cps[i] == HT_NUMBER_DASH)
		gid = face->font.number_dash;
	*advance = hb_font_get_glyph_h_advance(face->hb_font, gid);
	if (ht_figure_of(cps[i]) >= 0 && i + 1 < n && ht_figure_of(cps[i + 1]) >= 0)
		*advance +=
		    face->font.figure_kern[script == HB_SCRIPT_HAN][ht_figure_of(cps[i])][ht_figure_of(cps[i + 1])];
	return gid;
}

static void compare(ht_font_face *face, hb_script_t script, const uint32_t *cps, size_t n)
{
	unsigned n_shaped;
	hb_buffer_t *buffer = shape(face, script, cps, n);
	const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &n_shaped);
	const hb_glyph_position_t *at = hb_buffer_get_glyph_positions(buffer, &n_shaped);
	assert_int_equal(n_shaped, n);
	for (size_t i = 0; i < n; i++) {
		int advance;
		const hb_codepoint_t gid = expected(face, script, cps, n, i, &advance);
		if (infos[i].codepoint != gid || infos[i].cluster != i || at[i].x_offset || at[i].y_offset ||
		    at[i].x_advance != advance)
			fail_msg("%s: U+%04X", face->font.ps_name, cps[i]);
	}
	hb_buffer_destroy(buffer);
}

/* All that the face has, one by one and in any order. */
static void compare_face(ht_font_face *face, unsigned *seed)
{
	uint32_t *all = calloc(0x10000, sizeof *all), text[MOST];
	size_t n = 0;
	assert_non_null(all);
	for (uint32_t cp = 0x2000; cp < 0x10000; cp++) {
		hb_codepoint_t gid;
		if (ht_is_direct(cp) && hb_font_get_nominal_glyph(face->hb_font, cp, &gid))
			all[n++] = cp;
	}
	for (size_t i = 0; i < n; i++)
		compare(face, HB_SCRIPT_HAN, &all[i], 1);
	for (int k = 0; k < TEXTS && n; k++) {
		const size_t len = 1 + next_random(seed) % MOST;
		for (size_t i = 0; i < len; i++) {
			text[i] = all[next_random(seed) % n];
			/* marks: a fifth of the text */
			while (next_random(seed) % 5 == 0 && text[i] >= 0x3400 && text[i] < 0xFF00)
				text[i] = all[next_random(seed) % (n < 24 ? n : 24)];
		}
		compare(face, HB_SCRIPT_HAN, text, len);
	}
	free(all);
}

static void compare_figures(ht_font_face *face, unsigned *seed)
{
	static const char all[] = "0123456789,-./:%";
	uint32_t text[MOST];
	char direct[sizeof all];
	size_t n = 0;
	for (const char *c = all; *c; c++)
		if (face->font.direct_figures >> ht_figure_of((unsigned char)*c) & 1)
			direct[n++] = *c;
	for (int k = 0; k < TEXTS && n; k++) {
		const size_t len = 1 + next_random(seed) % MOST;
		for (size_t i = 0; i < len; i++)
			text[i] = (unsigned char)direct[next_random(seed) % n];
		compare(face, k % 2 ? HB_SCRIPT_HAN : HB_SCRIPT_LATIN, text, len);
	}
}

static size_t compare_numbers(ht_font_face *face)
{
	uint32_t cps[HT_NUMBER_CHARS];
	for (unsigned number = 1; number <= HT_NUMBER_MOST && face->font.number_dash; number++)
		compare(face, HB_SCRIPT_LATIN, cps, ht_number_text(number, cps));
	return face->font.number_dash != 0;
}

static void direct_is_as_shaped(void **state)
{
	(void)state;
	static const char *const fontsets[] = {"HT FangSong", "HT HeiTi",       "HT KaiTi",       "HT SongTi",
	                                       "HT Latin",    "HT HeiTi Latin", "HT XiaoBiaoSong"};
	fixture f;
	open_fixture(&f);
	const char *seen[32] = {NULL};
	size_t n_seen = 0, n_direct = 0, n_figures = 0, n_kerned = 0, n_numbers = 0;
	unsigned seed = 5;
	for (size_t i = 0; i < sizeof fontsets / sizeof *fontsets; i++) {
		int number;
		assert_int_equal(ht_fonts_fontset(f.fonts, fontsets[i], (ht_loc){0}, f.diags, &number), HT_OK);
		for (size_t k = 0; k < 6; k++) {
			ht_font_face *face = ht_fonts_face(f.fonts, number, k, f.diags);
			bool again = !face;
			for (size_t j = 0; j < n_seen && !again; j++)
				again = strcmp(seen[j], face->font.ps_name) == 0;
			if (again || n_seen == 32)
				continue;
			seen[n_seen++] = face->font.ps_name;
			assert_true(ht_font_face_shapes(face));
			n_figures += face->font.direct_figures == UINT16_MAX;
			n_kerned += face->font.figure_kern[0][ht_figure_of('1')][ht_figure_of('1')] != 0;
			compare_figures(face, &seed);
			ht_font_face_measure_numbers(face);
			n_numbers += compare_numbers(face);
			if (!face->font.direct_han)
				continue;
			n_direct += face->font.has_han;
			compare_face(face, &seed);
		}
	}
	assert_true(n_figures >= 4);
	assert_true(n_kerned >= 1);  /* Liberation Serif's 11 */
	assert_true(n_numbers >= 4); /* Noto's too, whose dash is one for China */
	assert_true(n_direct >= 4);  /* the faces that every installation has */
	close_fixture(&f);
}

/* A face in which rules for Chinese change Han characters: Noto's for Japan, whose collection every installation has.
 */
static void faces_with_rules_are_shaped(void **state)
{
	(void)state;
	fixture f;
	int number;
	open_fixture(&f);
	assert_int_equal(ht_fonts_fontset(f.fonts, "HT XiaoBiaoSong", (ht_loc){0}, f.diags, &number), HT_OK);
	bool any = false;
	for (size_t k = 0; k < 6; k++) {
		ht_font_face *face = ht_fonts_face(f.fonts, number, k, f.diags);
		if (!face)
			continue;
		assert_true(ht_font_face_shapes(face));
		hb_blob_t *blob = hb_face_reference_blob(face->hb_face);
		const bool is_collection = hb_face_count(blob) > 1;
		hb_blob_destroy(blob);
		if (!is_collection)
			continue;
		ht_font_shared shared = {.draw = NULL};
		const ht_font_face_source source = {
		    .path = face->font.path, .index = 0, .name = "", .family = "", .ps_name = "", .weight = 400};
		ht_font_face *japanese = NULL;
		assert_int_equal(ht_font_face_open(&source, 0, &shared, &japanese), HT_FACE_OK);
		assert_false(japanese->font.direct_han);
		ht_font_face_close(japanese);
		ht_font_shared_close(&shared);
		any = true;
	}
	close_fixture(&f);
	if (!any)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(direct_is_as_shaped),
	    cmocka_unit_test(faces_with_rules_are_shaped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
