/* Subsets for embedding, and the reader of CFF tables under them. */
#include "text_fonts.h"

#include "../../src/text/cff.h"

/* The glyphs of a text in a role's main face. */
static const ht_font *glyphs_of(fixture *f, const char *role, const char *text, uint32_t *gids, size_t *n)
{
	const ht_loc nowhere = {.line = 0};
	assert_int_equal(ht_fonts_role(f->fonts, role, nowhere, f->diags, &f->span.role), HT_OK);
	f->span.latin_role = -1;
	ht_lines lines = compose(f, text);
	assert_int_equal(lines.n, 1);
	assert_int_equal(lines.v[0].n, 1);
	*n = lines.v[0].runs[0].n;
	for (size_t i = 0; i < *n; i++)
		gids[i] = lines.v[0].runs[0].glyphs[i].gid;
	return lines.v[0].runs[0].font;
}

/* In the CID-keyed faces used here a glyph's CID is its number in the file. */
static void check_cids(const ht_subset *subset, const uint32_t *gids, size_t n, bool keyed)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_not_equal(subset->cids[i], 0);
		if (keyed)
			assert_int_equal(subset->cids[i], gids[i]);
		else
			assert_true(subset->cids[i] <= n);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(subset->cids[i], subset->cids[k]);
	}
}

static void check_role(const char *role, const char *text, size_t most)
{
	fixture f;
	open_fixture(&f);
	uint32_t gids[64];
	size_t n;
	const ht_font *font = glyphs_of(&f, role, text, gids, &n);
	ht_subset one, two;
	assert_int_equal(ht_font_subset(font, gids, n, f.arena, f.diags, &one), HT_OK);
	assert_int_equal(ht_font_subset(font, gids, n, f.arena, f.diags, &two), HT_OK);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_int_equal(one.cff, font->cff);
	assert_true(one.len > 100 && one.len < most);
	check_cids(&one, gids, n, font->cid_keyed);
	ht_cff cff;
	assert_int_equal(ht_cff_open(one.data, one.len, &cff), font->cff);
	if (font->cff) {
		assert_int_equal(cff.cid_keyed, font->cid_keyed);
		/* .notdef; a comma brings the glyphs of its variation sequences along */
		assert_in_range(cff.n_glyphs, n + 1, n + 3);
	} else {
		assert_memory_equal(one.data, "\0\1\0\0", 4);
	}
	ht_subset_free(&one);
	ht_subset_free(&two);
	close_fixture(&f);
}

static void test_cid_keyed(void **state)
{
	(void)state;
	check_role("GW FangSong", "关于召开主席会议的通知，", 8 << 10);
	check_role("GW SongTi", "关于召开主席会议的通知，", 8 << 10);
}

static void test_glyf(void **state)
{
	(void)state;
	check_role("GW Latin", "The quick", 8 << 10);
}

static const ht_font *main_face(fixture *f, const char *role)
{
	int number;
	assert_int_equal(ht_fonts_role(f->fonts, role, (ht_loc){0}, f->diags, &number), HT_OK);
	const ht_font *font = ht_fonts_main(f->fonts, number);
	assert_non_null(font);
	assert_true(ht_font_editable(font));
	return font;
}

/* For editing: a file of one face goes whole. */
static void test_whole_file(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	const ht_font *font = main_face(&f, "GW Latin");
	static unsigned char file[4 << 20];
	FILE *in = fopen(font->path, "rb");
	assert_non_null(in);
	size_t len = fread(file, 1, sizeof file, in);
	fclose(in);
	ht_subset got;
	assert_int_equal(ht_font_file(font, NULL, 0, f.diags, &got), HT_OK);
	assert_int_equal(got.len, len);
	assert_memory_equal(got.data, file, len);
	ht_subset_free(&got);
	close_fixture(&f);
}

/* Of a collection, a file with the characters asked for. */
static void test_cut_file(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	const ht_font *font = main_face(&f, "GW XiaoBiaoSong");
	if (!strstr(font->path, ".ttc"))
		skip();
	static const uint32_t cps[] = {'A', 0x5173, 0x4E8E, 0xFF0C};
	ht_subset got, again;
	assert_int_equal(ht_font_file(font, cps, 4, f.diags, &got), HT_OK);
	assert_int_equal(ht_font_file(font, cps, 4, f.diags, &again), HT_OK);
	assert_in_range(got.len, 1000, 20000);
	assert_memory_equal(got.data, "OTTO", 4);
	assert_int_equal(got.len, again.len);
	assert_memory_equal(got.data, again.data, got.len);
	ht_subset_free(&got);
	ht_subset_free(&again);
	close_fixture(&f);
}

/* The charset of hand-made tables: format 0, 1, 2; and cut ones. */
static void test_charset(void **state)
{
	(void)state;
	static const unsigned char format0[] = {0, 0, 7, 0, 9}, format1[] = {1, 0, 5, 1, 0, 20, 0},
	                           format2[] = {2, 1, 0, 0, 3};
	uint16_t cids[8];
	unsigned char data[16] = {0};
	ht_cff cff = {.data = data, .len = sizeof data, .n_glyphs = 8, .charset = 4};
	memcpy(data + 4, format0, sizeof format0);
	assert_true(ht_cff_charset(&cff, cids, 3));
	assert_int_equal(cids[0], 0);
	assert_int_equal(cids[1], 7);
	assert_int_equal(cids[2], 9);
	memcpy(data + 4, format1, sizeof format1);
	assert_true(ht_cff_charset(&cff, cids, 4));
	assert_int_equal(cids[2], 6);
	assert_int_equal(cids[3], 20);
	memcpy(data + 4, format2, sizeof format2);
	assert_true(ht_cff_charset(&cff, cids, 5));
	assert_int_equal(cids[4], 0x103);
	cff.len = 6;
	assert_false(ht_cff_charset(&cff, cids, 5));
	cff.charset = 0;
	assert_false(ht_cff_charset(&cff, cids, 5));
}

/* Every cut and many changed bytes of a real table: no crash, no endless loop. */
static void test_broken_tables(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	uint32_t gids[64];
	uint16_t cids[64];
	size_t n;
	const ht_font *font = glyphs_of(&f, "GW FangSong", "通知", gids, &n);
	ht_subset subset;
	ht_cff cff;
	assert_int_equal(ht_font_subset(font, gids, n, f.arena, f.diags, &subset), HT_OK);
	for (size_t len = 0; len <= subset.len; len++) {
		unsigned char *copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, subset.data, len);
		if (ht_cff_open(copy, len, &cff))
			ht_cff_charset(&cff, cids, cff.n_glyphs < 64 ? cff.n_glyphs : 64);
		free(copy);
	}
	for (size_t i = 0; i < subset.len * 4; i++) {
		unsigned char *copy = malloc(subset.len);
		assert_non_null(copy);
		memcpy(copy, subset.data, subset.len);
		copy[i / 4] = (unsigned char)(i % 4 == 0   ? 0xFF
		                              : i % 4 == 1 ? 0
		                                           : copy[i / 4] + (i % 4 == 2 ? 1 : 128));
		if (ht_cff_open(copy, subset.len, &cff))
			ht_cff_charset(&cff, cids, cff.n_glyphs < 64 ? cff.n_glyphs : 64);
		free(copy);
	}
	ht_subset_free(&subset);
	close_fixture(&f);
}

static void test_free_is_forgiving(void **state)
{
	(void)state;
	ht_subset subset = {.data = NULL};
	ht_subset_free(NULL);
	ht_subset_free(&subset);
	assert_null(subset.blob);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_cid_keyed),         cmocka_unit_test(test_glyf),
	    cmocka_unit_test(test_charset),           cmocka_unit_test(test_broken_tables),
	    cmocka_unit_test(test_free_is_forgiving), cmocka_unit_test(test_whole_file),
	    cmocka_unit_test(test_cut_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
