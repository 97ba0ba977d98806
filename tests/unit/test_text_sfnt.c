/* What is read of faces without HarfBuzz: what HarfBuzz says of every character and every glyph; and damaged files. */
#include "text_fonts.h"

#include <hb-ot.h>
#include <math.h>
#include <unistd.h>

#include "base/array.h"

#include "../../src/text/cff_outline.h"
#include "../../src/text/font_data.h"
#include "../../src/text/font_priv.h"

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Call check for each face of all chains, once. */
static void for_each_face(void (*check)(ht_font_face *face))
{
	static const char *const fontsets[] = {"HT FangSong", "HT HeiTi",       "HT KaiTi",       "HT SongTi",
	                                       "HT Latin",    "HT HeiTi Latin", "HT XiaoBiaoSong"};
	fixture f;
	open_fixture(&f);
	const ht_font_face *seen[64];
	size_t n = 0;
	for (size_t i = 0; i < ARRAY_LEN(fontsets); i++) {
		int number;
		ht_font_face *face;
		assert_int_equal(ht_fonts_fontset(f.fonts, fontsets[i], (ht_loc){0}, f.diags, &number), HT_OK);
		for (size_t k = 0; (face = ht_fonts_face(f.fonts, number, k, f.diags)) && n < ARRAY_LEN(seen); k++) {
			bool again = false;
			for (size_t j = 0; j < n; j++)
				again |= seen[j] == face;
			if (again)
				continue;
			seen[n++] = face;
			assert_true(ht_font_face_shapes(face));
			check(face);
		}
	}
	close_fixture(&f);
}

static bool read_tables(const ht_font_face *face, ht_sfnt_face *tables, ht_sfnt_chars *chars)
{
	size_t len;
	const void *bytes = ht_font_data_bytes(face->file, &len);
	return ht_sfnt_open(bytes, len, (unsigned)face->font.index & 0xFFFF, tables) &&
	       ht_sfnt_chars_open(tables, FACE_SCALE, chars);
}

static size_t n_compared;

static void compare(ht_font_face *face)
{
	ht_sfnt_face tables;
	ht_sfnt_chars chars;
	if (!ht_font_face_is_plain(face))
		return;
	n_compared++;
	const unsigned n = hb_face_get_glyph_count(face->hb_face);
	assert_true(read_tables(face, &tables, &chars));
	assert_int_equal(chars.n_glyphs, n);
	assert_int_equal(ht_sfnt_upem(&tables), hb_face_get_upem(face->hb_face));
	size_t n_chars = 0;
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		hb_codepoint_t gid = 0;
		if (!hb_font_get_nominal_glyph(face->hb_font, cp, &gid))
			gid = 0;
		n_chars += gid != 0;
		if (ht_sfnt_glyph(&chars, cp) != gid)
			fail_msg("%s: U+%04X", face->font.ps_name, cp);
	}
	assert_int_equal(ht_sfnt_char_count(&chars), n_chars);
	for (uint32_t gid = 0; gid < n + 2; gid++)
		if (ht_sfnt_advance(&chars, gid) != hb_font_get_glyph_h_advance(face->hb_font, gid))
			fail_msg("%s: glyph %u", face->font.ps_name, gid);
	static const char *const tags[] = {"cmap", "head", "hmtx", "CFF ", "glyf", "GPOS", "none"};
	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		hb_blob_t *blob = hb_face_reference_table(face->hb_face, hb_tag_from_string(tags[i], 4));
		unsigned len;
		const char *data = hb_blob_get_data(blob, &len);
		const ht_sfnt_table table = ht_sfnt_find(&tables, tags[i]);
		assert_int_equal(table.len, len);
		if (len)
			assert_ptr_equal(table.v, data);
		hb_blob_destroy(blob);
	}
}

static void test_as_harfbuzz(void **state)
{
	(void)state;
	for_each_face(compare);
	assert_true(n_compared >= 4); /* the faces that every installation has */
}

/* ---- outlines ---- */

typedef struct path {
	size_t n; /* points, in this order: */
	double v[1 << 16];
} path;

static void put(path *p, double x, double y)
{
	if (p->n + 2 <= ARRAY_LEN(p->v)) {
		p->v[p->n++] = x;
		p->v[p->n++] = y;
	}
}

static void put_move(void *user, double x, double y)
{
	put(user, x, y);
}

static void put_curve(void *user, double x1, double y1, double x2, double y2, double x3, double y3)
{
	put(user, x1, y1);
	put(user, x2, y2);
	put(user, x3, y3);
}

static void put_close(void *user)
{
	(void)user;
}

/* HarfBuzz says nothing of a contour without lines and closes each with one. */
static void same_box(const ht_font_face *face, uint32_t gid, const path *ours, const path *theirs)
{
	double box[2][4] = {{9, 9, -9, -9}, {9, 9, -9, -9}};
	const path *const both[] = {ours, theirs};
	for (int k = 0; k < 2; k++)
		for (size_t i = 0; i + 1 < both[k]->n; i += 2) {
			box[k][0] = fmin(box[k][0], both[k]->v[i]);
			box[k][1] = fmin(box[k][1], both[k]->v[i + 1]);
			box[k][2] = fmax(box[k][2], both[k]->v[i]);
			box[k][3] = fmax(box[k][3], both[k]->v[i + 1]);
		}
	for (int i = 0; i < 4; i++)
		if (fabs(box[0][i] - box[1][i]) > 1e-6)
			fail_msg("%s: glyph %u: %g, not %g", face->font.ps_name, gid, box[0][i], box[1][i]);
}

static size_t n_outlines;

/* The box of all points, and the ink. */
static void compare_outlines(ht_font_face *face)
{
	static path ours, theirs;
	const ht_outline_sink to_ours = {put_move, put_move, put_curve, put_close, &ours};
	const ht_outline_sink to_theirs = {put_move, put_move, put_curve, put_close, &theirs};
	for (uint32_t gid = 0; face->font.cid_keyed && gid < face->n_glyphs; gid++) {
		ht_buf flat = {0};
		ht_arena *arena = ht_arena_new();
		ours.n = theirs.n = 0;
		assert_int_equal(ht_font_face_flatten(face, gid, arena, &flat), HT_OK);
		assert_true(
		    ht_cff_outline((ht_cff_bytes){(unsigned char *)flat.data, flat.len}, face->font.upem, &to_ours));
		ht_font_outline(&face->font, gid, &to_theirs);
		same_box(face, gid, &ours, &theirs);
		n_outlines++;
		ht_buf_free(&flat);
		ht_arena_free(arena);
	}
}

static void test_outlines(void **state)
{
	(void)state;
	for_each_face(compare_outlines);
	assert_true(n_outlines > 20000);
}

/* Every operator, against what the note says of it; each glyph begins at 100, 200 and ends there. */
static void test_operators(void **state)
{
	(void)state;
	static const struct {
		unsigned char program[32];
		size_t len, n;
		double last[2];
	} cases[] = {
#define N(v) (unsigned char)((v) + 139)
	    {{N(10), N(20), 21, N(3), N(4), 5, 14}, 7, 4, {13, 24}},
	    {{N(7), N(10), N(20), 21, 14}, 5, 2, {10, 20}}, /* with a width */
	    {{N(10), 22, N(5), N(6), N(7), 6, 14}, 7, 8, {22, 6}},
	    {{N(10), 4, N(5), N(6), 7, 14}, 6, 6, {6, 15}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), N(6), 8, 14}, 10, 8, {9, 12}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), N(6), N(1), N(1), 24, 14}, 12, 10, {10, 13}},
	    {{N(0), 4, N(1), N(1), N(1), N(2), N(3), N(4), N(5), N(6), 25, 14}, 12, 10, {10, 13}},
	    {{N(0), 4, N(9), N(1), N(2), N(3), N(4), 26, 14}, 9, 8, {11, 8}},
	    {{N(0), 4, N(9), N(1), N(2), N(3), N(4), 27, 14}, 9, 8, {7, 12}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), 31, 14}, 9, 8, {8, 7}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), 30, 14}, 9, 8, {6, 9}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), N(6), N(7), 12, 34, 14}, 12, 14, {25, 0}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), N(6), N(1), N(2), N(3), N(4), N(5), N(6), N(50), 12, 35, 14},
	     18,
	     14,
	     {18, 24}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), N(6), N(7), N(8), N(9), 12, 36, 14}, 14, 14, {31, 0}},
	    {{N(0), 4, N(1), N(2), N(3), N(4), N(5), N(6), N(7), N(8), N(9), N(1), N(50), 12, 37, 14}, 16, 14, {75, 0}},
	    {{28, 0x01, 0x00, 255, 0xFF, 0xFF, 0x80, 0x00, 21, 247, 0, 251, 0, 5, 14}, 15, 4, {364, -108.5}},
#undef N
	};
	static path p;
	const ht_outline_sink sink = {put_move, put_move, put_curve, put_close, &p};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		p.n = 0;
		assert_true(ht_cff_outline((ht_cff_bytes){cases[i].program, cases[i].len}, 1, &sink));
		assert_int_equal(p.n, cases[i].n);
		assert_true(p.v[p.n - 2] == cases[i].last[0] && p.v[p.n - 1] == cases[i].last[1]);
		/* cut off: refused, or never read beyond */
		for (size_t len = 0; len < cases[i].len; len++) {
			unsigned char *part = malloc(len + !len);
			memcpy(part, cases[i].program, len);
			assert_false(ht_cff_outline((ht_cff_bytes){part, len}, 1, &sink));
			free(part);
		}
	}
}

/* ---- damage ---- */

/* A byte of the directory or of a table is another, or the file ends early: nothing is read beyond, which the
 * sanitizers would see. */
static void damage(ht_font_face *face)
{
	static const char *const tags[] = {"cmap", "head", "hhea", "hmtx", "maxp"};
	size_t len;
	const unsigned char *bytes = ht_font_data_bytes(face->file, &len);
	unsigned seed = 7;
	ht_sfnt_face whole;
	if (len > 1 << 20 || !ht_sfnt_open(bytes, len, 0, &whole))
		return;
	for (int round = 0; round < 400; round++) {
		const ht_sfnt_table table = ht_sfnt_find(&whole, tags[next_random(&seed) % ARRAY_LEN(tags)]);
		const size_t kept = round % 3 ? len : next_random(&seed) % len;
		unsigned char *copy = malloc(kept + !kept);
		memcpy(copy, bytes, kept);
		for (int k = 0; k < 4; k++) {
			size_t at = next_random(&seed) % 300; /* the directory */
			if (round % 2)
				at = (size_t)(table.v - bytes) +
				     next_random(&seed) % (table.len < 600 ? table.len : 600);
			if (at < kept)
				copy[at] = (unsigned char)next_random(&seed);
		}
		ht_sfnt_face tables;
		ht_sfnt_chars chars;
		if (ht_sfnt_open(copy, kept, 0, &tables) && ht_sfnt_chars_open(&tables, FACE_SCALE, &chars)) {
			ht_sfnt_char_count(&chars);
			for (int k = 0; k < 2000; k++) {
				ht_sfnt_glyph(&chars, next_random(&seed) % 0x110000);
				ht_sfnt_glyph(&chars, next_random(&seed) % 0x3000);
				ht_sfnt_advance(&chars, next_random(&seed) % 0x10000);
			}
		}
		free(copy);
	}
}

static void damage_programs(ht_font_face *face)
{
	static path p;
	const ht_outline_sink sink = {put_move, put_move, put_curve, put_close, &p};
	unsigned seed = 9;
	for (int round = 0; face->font.cid_keyed && round < 2000; round++) {
		ht_buf flat = {0};
		ht_arena *arena = ht_arena_new();
		const uint32_t gid = next_random(&seed) % face->n_glyphs;
		assert_int_equal(ht_font_face_flatten(face, gid, arena, &flat), HT_OK);
		const size_t len = round % 2 ? flat.len : next_random(&seed) % (flat.len + 1);
		unsigned char *copy = malloc(len + !len);
		memcpy(copy, flat.data, len);
		for (int k = 0; k < 3 && len; k++)
			copy[next_random(&seed) % len] = (unsigned char)next_random(&seed);
		p.n = 0;
		ht_cff_outline((ht_cff_bytes){copy, len}, face->font.upem, &sink);
		free(copy);
		ht_buf_free(&flat);
		ht_arena_free(arena);
	}
}

static void test_damaged(void **state)
{
	(void)state;
	for_each_face(damage);
	for_each_face(damage_programs);
}

/* What HarfBuzz reads otherwise, or refuses, and would be read here, is left to it. */
typedef struct change {
	const char *tag;
	size_t at;
	unsigned char bytes[4];
	size_t n;
} change;

static void test_not_plain(void **state)
{
	(void)state;
	static const change changes[] = {
	    {"cmap", 0, {0, 1}, 2},            /* its version */
	    {"maxp", 0, {0, 2, 0, 0}, 4},      /* likewise */
	    {"hhea", 0, {0, 2}, 2},            /* likewise */
	    {"head", 12, {0, 0, 0, 0}, 4},     /* its magic number, so that it has no upem */
	    {"hmtx", 4 * 20, {0x9C, 0x40}, 2}, /* an advance of 40,000 */
	};
	fixture f;
	int number;
	open_fixture(&f);
	assert_int_equal(ht_fonts_fontset(f.fonts, "HT Latin", (ht_loc){0}, f.diags, &number), HT_OK);
	ht_font_face *face = ht_fonts_face(f.fonts, number, 0, f.diags);
	assert_true(ht_font_face_shapes(face) && ht_font_face_is_plain(face));
	size_t len;
	const unsigned char *bytes = ht_font_data_bytes(face->file, &len);
	ht_sfnt_face tables;
	assert_true(ht_sfnt_open(bytes, len, 0, &tables));
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		const change *c = &changes[i];
		char name[] = "/tmp/hongtou-sfnt-XXXXXX";
		unsigned char *copy = malloc(len);
		memcpy(copy, bytes, len);
		const size_t at = (size_t)(ht_sfnt_find(&tables, c->tag).v - bytes);
		memcpy(copy + at + c->at, c->bytes, c->n);
		FILE *file = fdopen(mkstemp(name), "wb");
		assert_non_null(file);
		assert_int_equal(fwrite(copy, 1, len, file), len);
		fclose(file);
		ht_font_shared shared = {.draw = NULL};
		const ht_font_face_source source = {
		    .path = name, .index = 0, .name = "", .family = "", .ps_name = "", .weight = 400};
		ht_font_face *changed = NULL;
		if (ht_font_face_open(&source, 0, &shared, &changed) == HT_FACE_OK && ht_font_face_is_plain(changed))
			fail_msg("%zu", i);
		ht_font_face_close(changed);
		ht_font_shared_close(&shared);
		unlink(name);
		free(copy);
	}
	close_fixture(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_as_harfbuzz), cmocka_unit_test(test_outlines),  cmocka_unit_test(test_operators),
	    cmocka_unit_test(test_damaged),     cmocka_unit_test(test_not_plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
