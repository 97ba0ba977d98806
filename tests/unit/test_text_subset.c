/* Subsets for embedding, and the reader of CFF tables under them. */
#include "text_fonts.h"

#include "../../src/text/cff.h"

/* The glyphs of a text in a fontset's main face. */
static const ht_font *glyphs_of(fixture *f, const char *fontset, const char *text, uint32_t *gids, size_t *n)
{
	const ht_loc nowhere = {.line = 0};
	assert_int_equal(ht_fonts_fontset(f->fonts, fontset, nowhere, f->diags, &f->span.fontset), HT_OK);
	f->span.latin_fontset = -1;
	ht_composed_lines lines = compose(f, text);
	assert_int_equal(lines.n, 1);
	assert_int_equal(lines.v[0].n, 1);
	*n = lines.v[0].runs[0].n;
	for (size_t i = 0; i < *n; i++)
		gids[i] = lines.v[0].runs[0].glyphs[i].gid;
	return lines.v[0].runs[0].font;
}

/* CIDs have no gaps; in CID-keyed faces they follow the order asked for. */
static void check_cids(const ht_subset *subset, size_t n, bool keyed)
{
	for (size_t i = 0; i < n; i++) {
		assert_in_range(subset->cids[i], 1, keyed ? HT_SUBSET_FIRST_CID + n - 1 : n);
		if (keyed)
			assert_int_equal(subset->cids[i], HT_SUBSET_FIRST_CID + i);
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(subset->cids[i], subset->cids[k]);
	}
}

static void check_fontset(const char *fontset, const char *text, size_t most)
{
	fixture f;
	open_fixture(&f);
	uint32_t gids[64];
	size_t n;
	const ht_font *font = glyphs_of(&f, fontset, text, gids, &n);
	ht_subset one, two;
	assert_int_equal(ht_font_subset(font, gids, n, false, f.arena, f.diags, &one), HT_OK);
	assert_int_equal(ht_font_subset(font, gids, n, false, f.arena, f.diags, &two), HT_OK);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_int_equal(one.cff, font->cff);
	assert_true(one.len > 100 && one.len < most);
	check_cids(&one, n, font->cid_keyed);
	ht_cff cff;
	assert_int_equal(ht_cff_open(one.data, one.len, &cff), font->cff);
	if (font->cff) {
		assert_int_equal(cff.cid_keyed, font->cid_keyed);
		assert_int_equal(cff.n_glyphs, n + 1); /* .notdef */
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
	check_fontset("HT FangSong", "关于召开主席会议的通知，", 8 << 10);
	check_fontset("HT SongTi", "关于召开主席会议的通知，", 8 << 10);
}

static void test_glyf(void **state)
{
	(void)state;
	check_fontset("HT Latin", "The quick", 8 << 10);
}

static const ht_font *main_face(fixture *f, const char *fontset)
{
	int number;
	assert_int_equal(ht_fonts_fontset(f->fonts, fontset, (ht_loc){0}, f->diags, &number), HT_OK);
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
	const ht_font *font = main_face(&f, "HT Latin");
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
	const ht_font *font = main_face(&f, "HT XiaoBiaoSong");
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

/* What a document's font looks like does not depend on the documents before it. */
static void test_history(void **state)
{
	(void)state;
	const ht_loc nowhere = {.line = 0};
	fixture cold, warm;
	uint32_t gids[64], others[64];
	size_t n, n_others;
	ht_subset a, b, c;
	open_fixture(&cold);
	open_fixture(&warm);
	const ht_font *font = glyphs_of(&cold, "HT FangSong", "关于召开主席会议的通知", gids, &n);
	assert_int_equal(ht_font_subset(font, gids, n, false, cold.arena, cold.diags, &a), HT_OK);
	font = glyphs_of(&warm, "HT FangSong", "知会，一、议程2026年席位", others, &n_others);
	assert_int_equal(ht_fonts_fontset(warm.fonts, "HT FangSong", nowhere, warm.diags, &warm.span.fontset), HT_OK);
	assert_int_equal(ht_font_subset(font, others, n_others, false, warm.arena, warm.diags, &b), HT_OK);
	assert_int_equal(ht_font_subset(font, gids, n, false, warm.arena, warm.diags, &c), HT_OK);
	assert_int_equal(a.len, c.len);
	assert_memory_equal(a.data, c.data, a.len);
	assert_true(b.len != a.len || memcmp(a.data, b.data, a.len) != 0);
	ht_subset_free(&a);
	ht_subset_free(&b);
	ht_subset_free(&c);
	close_fixture(&cold);
	close_fixture(&warm);
}

#define BYTES(...)                                                                                                     \
	{                                                                                                              \
		(const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__})                     \
	}

static void assert_bytes(ht_cff_bytes a, ht_cff_bytes b)
{
	assert_int_equal(a.len, b.len);
	if (a.len)
		assert_memory_equal(a.data, b.data, a.len);
}

/* What is written is what is read: two font dictionaries, programs from none to long. */
static void test_write(void **state)
{
	(void)state;
	static unsigned char many[70000];
	memset(many, 14, sizeof many);
	ht_cff_fd fds[] = {{.matrix = {NULL, 0}, .privates = BYTES(0x8b, 20)},
	                   {.matrix = BYTES(0x8b, 0x8b, 0x8b, 0x8b, 0x8b, 0x8b, 12, 7), .privates = {NULL, 0}}};
	ht_cff_glyph_in glyphs[] = {
	    {BYTES(14), 0}, {BYTES(0x8b, 14), 1}, {{many, sizeof many}, 1}, {{many, 0}, 0}, {BYTES(0x8c, 14), 0}};
	ht_cff_parts parts = {.name = "Probe",
	                      .bbox = BYTES(0x8b, 0x8b, 0x8b, 0x8b, 5),
	                      .fds = fds,
	                      .n_fds = 2,
	                      .glyphs = glyphs,
	                      .n_glyphs = 5};
	ht_arena *arena = ht_arena_new();
	assert_non_null(arena);
	for (size_t n = 2; n <= parts.n_glyphs; n++) {
		ht_cff_parts some = parts;
		some.n_glyphs = n;
		size_t at;
		ht_cff_bytes table = ht_cff_write(&some, arena), around = ht_cff_write_around(&some, arena, &at),
		             program;
		ht_cff cff;
		ht_cff_fd fd;
		assert_non_null(table.data);
		assert_memory_equal(table.data, around.data, at);
		assert_memory_equal(table.data + table.len - (around.len - at), around.data + at, around.len - at);
		assert_true(ht_cff_open(table.data, table.len, &cff));
		assert_true(cff.cid_keyed);
		assert_int_equal(cff.n_glyphs, n);
		assert_int_equal(cff.n_fds, 2);
		assert_bytes(cff.bbox, parts.bbox);
		assert_int_equal(cff.matrix.len, 0);
		for (size_t i = 0, number; i < n; i++) {
			assert_true(ht_cff_glyph(&cff, i, &program) && ht_cff_fd_of(&cff, i, &number));
			assert_int_equal(number, glyphs[i].fd);
			assert_bytes(program, glyphs[i].program);
			assert_ptr_equal(program.data, table.data + at);
			at += program.len;
		}
		assert_false(ht_cff_glyph(&cff, n, &program));
		for (size_t i = 0; i < 2; i++) {
			assert_true(ht_cff_get_fd(&cff, i, &fd));
			assert_bytes(fd.matrix, fds[i].matrix);
			assert_bytes(fd.privates, fds[i].privates);
		}
		assert_false(ht_cff_get_fd(&cff, 2, &fd));
	}
	ht_arena_free(arena);
}

/* Read all that a table says it has. */
static void read_table(const unsigned char *data, size_t len)
{
	ht_cff cff;
	ht_cff_bytes bytes;
	ht_cff_fd fd;
	if (!ht_cff_open(data, len, &cff))
		return;
	for (size_t i = 0, number; i < cff.n_glyphs && i < 64; i++)
		if (ht_cff_fd_of(&cff, i, &number) && ht_cff_glyph(&cff, i, &bytes) && bytes.len)
			assert_true(bytes.data > data && bytes.data + bytes.len <= data + len);
	for (size_t i = 0; i < cff.n_fds && i < 64; i++)
		if (ht_cff_get_fd(&cff, i, &fd) && fd.privates.len)
			assert_true(fd.privates.data >= data && fd.privates.data + fd.privates.len <= data + len);
	ht_arena *arena = ht_arena_new();
	ht_buf flat = {0};
	ht_cff_index subrs;
	for (size_t i = 0, number; i < cff.n_glyphs && i < 64; i++)
		if (ht_cff_fd_of(&cff, i, &number) && ht_cff_glyph(&cff, i, &bytes) &&
		    ht_cff_get_flat_fd(&cff, number, arena, &fd, &subrs) == HT_OK)
			ht_cff_flatten(bytes, &subrs, &cff.global_subrs, &flat);
	ht_buf_free(&flat);
	ht_arena_free(arena);
}

/* Every cut and many changed bytes of a real table: no crash, no endless loop. */
static void test_broken_tables(void **state)
{
	(void)state;
	fixture f;
	open_fixture(&f);
	uint32_t gids[64];
	size_t n;
	const ht_font *font = glyphs_of(&f, "HT FangSong", "通知", gids, &n);
	ht_subset subset;
	assert_int_equal(ht_font_subset(font, gids, n, false, f.arena, f.diags, &subset), HT_OK);
	for (size_t len = 0; len <= subset.len; len++) {
		unsigned char *copy = malloc(len + 1);
		assert_non_null(copy);
		memcpy(copy, subset.data, len);
		read_table(copy, len);
		free(copy);
	}
	for (size_t i = 0; i < subset.len * 4; i++) {
		unsigned char *copy = malloc(subset.len);
		assert_non_null(copy);
		memcpy(copy, subset.data, subset.len);
		copy[i / 4] = (unsigned char)(i % 4 == 0   ? 0xFF
		                              : i % 4 == 1 ? 0
		                                           : copy[i / 4] + (i % 4 == 2 ? 1 : 128));
		read_table(copy, subset.len);
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
	    cmocka_unit_test(test_cid_keyed),     cmocka_unit_test(test_glyf),
	    cmocka_unit_test(test_history),       cmocka_unit_test(test_write),
	    cmocka_unit_test(test_broken_tables), cmocka_unit_test(test_free_is_forgiving),
	    cmocka_unit_test(test_whole_file),    cmocka_unit_test(test_cut_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
