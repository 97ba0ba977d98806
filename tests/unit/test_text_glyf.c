/* Subsets of TrueType outlines: the bytes of hb-subset, for all glyphs that are made of no others, alone and in random
 * sets; and what is malformed. */
#include "text_fonts.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <stdlib.h>

#include "../../src/text/font_priv.h"
#include "../../src/text/glyf.h"

static hb_blob_t *only_tables(hb_face_t *face, hb_tag_t tag, void *user)
{
	static const char *const tags[] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
	(void)face;
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		if (hb_tag_from_string(tags[i], 4) == tag)
			return hb_face_reference_table(user, tag);
	return NULL;
}

static hb_blob_t *by_harfbuzz(hb_face_t *face, const uint32_t *gids, size_t n)
{
	hb_face_t *reduced = hb_face_create_for_tables(only_tables, face, NULL);
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	for (size_t i = 0; i < n; i++)
		hb_set_add(hb_subset_input_glyph_set(input), gids[i]);
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
	hb_face_t *subset = hb_subset_or_fail(reduced, input);
	assert_non_null(subset);
	hb_blob_t *file = hb_face_reference_blob(subset);
	hb_face_destroy(subset);
	hb_subset_input_destroy(input);
	hb_face_destroy(reduced);
	return file;
}

static ht_status cut(hb_face_t *face, const uint32_t *gids, size_t n, ht_arena *arena, ht_buf *out)
{
	hb_blob_t *blobs[HT_GLYF_TABLES];
	ht_sfnt_table tables[HT_GLYF_TABLES];
	for (int i = 0; i < HT_GLYF_TABLES; i++) {
		unsigned len;
		blobs[i] = hb_face_reference_table(face, hb_tag_from_string(ht_glyf_tags[i], 4));
		tables[i].v = (const unsigned char *)hb_blob_get_data(blobs[i], &len);
		tables[i].len = len;
	}
	const ht_status status = ht_glyf_subset(tables, gids, n, arena, out);
	for (int i = 0; i < HT_GLYF_TABLES; i++)
		hb_blob_destroy(blobs[i]);
	return status;
}

static bool is_composite(hb_face_t *face, uint32_t gid)
{
	ht_arena *arena = ht_arena_new();
	ht_buf out = {0};
	const ht_status status = cut(face, &gid, 1, arena, &out);
	assert_true(status == HT_OK || status == HT_ERR_LIB);
	assert_int_equal(out.len > 0, status == HT_OK);
	ht_buf_free(&out);
	ht_arena_free(arena);
	return status == HT_ERR_LIB;
}

static void compare(hb_face_t *face, const uint32_t *gids, size_t n)
{
	ht_arena *arena = ht_arena_new();
	ht_buf ours = {0};
	assert_int_equal(cut(face, gids, n, arena, &ours), HT_OK);
	hb_blob_t *theirs = by_harfbuzz(face, gids, n);
	unsigned len;
	const char *data = hb_blob_get_data(theirs, &len);
	assert_int_equal(ours.len, len);
	assert_memory_equal(ours.data, data, len);
	hb_blob_destroy(theirs);
	ht_buf_free(&ours);
	ht_arena_free(arena);
}

static void compare_face(hb_face_t *face)
{
	const size_t all = hb_face_get_glyph_count(face);
	uint32_t *simple = calloc(all, sizeof *simple), *some = calloc(all, sizeof *some);
	size_t n = 0;
	for (uint32_t gid = 1; gid < all; gid++) {
		if (is_composite(face, gid))
			continue;
		simple[n++] = gid;
		compare(face, &gid, 1);
	}
	assert_true(n > 300);
	srand(1);
	for (int round = 0; round < 300; round++) {
		const int one_of = 1 + rand() % 60;
		size_t chosen = 0;
		for (size_t i = 0; i < n; i++)
			if (rand() % one_of == 0)
				some[chosen++] = simple[i];
		if (chosen)
			compare(face, some, chosen);
	}
	free(simple);
	free(some);
}

static void for_each_face(void (*check)(hb_face_t *face))
{
	static const char *const fontsets[] = {"HT Latin", "HT HeiTi Latin"};
	fixture f;
	open_fixture(&f);
	for (size_t i = 0; i < ARRAY_LEN(fontsets); i++) {
		int number;
		assert_int_equal(ht_fonts_fontset(f.fonts, fontsets[i], (ht_loc){0}, f.diags, &number), HT_OK);
		const ht_font *font = ht_fonts_main(f.fonts, number);
		assert_false(font->cff);
		assert_true(ht_font_face_shapes(font->face));
		check(font->face->hb_face);
	}
	close_fixture(&f);
}

static void test_all_glyphs(void **state)
{
	(void)state;
	for_each_face(compare_face);
}

/* A byte of any of the tables is another, or a table is shorter: it is refused, or a font comes of it; under the
 * sanitizers nothing is read beyond. */
typedef struct damaged {
	hb_face_t *face;
	hb_tag_t tag;
	unsigned len, at;
	char xor ;
} damaged;

static hb_blob_t *damaged_table(hb_face_t *face, hb_tag_t tag, void *user)
{
	const damaged *d = user;
	hb_blob_t *table = only_tables(face, tag, d->face);
	if (!table || tag != d->tag)
		return table;
	unsigned len;
	const char *data = hb_blob_get_data(table, &len);
	const unsigned kept = d->len < len ? d->len : len;
	char *copy = malloc(kept + 1); /* as long as it says, for the sanitizers */
	copy = realloc(copy, kept ? kept : 1);
	memcpy(copy, data, kept);
	if (d->at < kept)
		copy[d->at] = (char)(copy[d->at] ^ d->xor);
	hb_blob_destroy(table);
	return hb_blob_create(copy, kept, HB_MEMORY_MODE_WRITABLE, copy, free);
}

static void damage(hb_face_t *face)
{
	static const char *const tags[] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
	const uint32_t gids[] = {5, 20, 40, 41, 70};
	srand(2);
	int made = 0, refused = 0;
	for (int round = 0; round < 4000; round++) {
		hb_tag_t tag = hb_tag_from_string(tags[rand() % (int)ARRAY_LEN(tags)], 4);
		hb_blob_t *table = hb_face_reference_table(face, tag);
		const unsigned len = hb_blob_get_length(table), most = len < 8000 ? len : 8000;
		damaged d = {face, tag, len, (unsigned)rand() % most, (char)(1 << rand() % 8)};
		if (round % 3 == 0)
			d = (damaged){face, tag, (unsigned)rand() % most, UINT32_MAX, 0};
		hb_face_t *bad = hb_face_create_for_tables(damaged_table, &d, NULL);
		ht_arena *arena = ht_arena_new();
		ht_buf out = {0};
		const ht_status status = cut(bad, gids, ARRAY_LEN(gids), arena, &out);
		assert_true(status == HT_OK || (status == HT_ERR_LIB && !out.len));
		made += status == HT_OK;
		refused += status == HT_ERR_LIB;
		ht_buf_free(&out);
		ht_arena_free(arena);
		hb_face_destroy(bad);
		hb_blob_destroy(table);
	}
	assert_true(made > 500 && refused > 500);
}

static void test_damaged(void **state)
{
	(void)state;
	for_each_face(damage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_glyphs), cmocka_unit_test(test_damaged)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
