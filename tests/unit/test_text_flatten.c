/* Programs without hints and subroutines: the bytes of hb-subset for every glyph, and programs that no font has. */
#include "text_fonts.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <libdeflate.h>

#include "../../src/text/cff.h"
#include "../../src/text/font_priv.h"
#include "../../src/text/programs.h"

/* Glyphs that hb-subset is given at a time. */
#define CHUNK 8192

/* hb-subset's programs of n glyphs, which keep their numbers, in a store. */
static ht_programs *by_harfbuzz(const ht_font_face *face, const uint32_t *gids, size_t n)
{
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *set = hb_subset_input_glyph_set(input);
	for (size_t i = 0; i < n; i++)
		hb_set_add(set, gids[i]);
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE |
	                                     HB_SUBSET_FLAGS_RETAIN_GIDS);
	hb_face_t *subset = hb_subset_or_fail(face->hb_face, input);
	hb_subset_input_destroy(input);
	assert_non_null(subset);
	hb_blob_t *table = hb_face_reference_table(subset, HB_TAG('C', 'F', 'F', ' '));
	unsigned len;
	const char *data = hb_blob_get_data(table, &len);
	ht_cff cff;
	assert_true(ht_cff_open((const unsigned char *)data, len, &cff));
	ht_programs *programs = ht_programs_new(hb_face_get_glyph_count(face->hb_face), NULL);
	assert_int_equal(ht_programs_add(programs, &cff, gids, gids, n), HT_OK);
	hb_blob_destroy(table);
	hb_face_destroy(subset);
	return programs;
}

/* A face without subroutines is packed; what comes out is the font, hardly longer than with codes of its own. */
static void check_packed(const ht_font_face *face, const ht_cff *cff, const uint32_t *gids, size_t n, ht_cff_bytes font,
                         ht_arena *arena)
{
	ht_programs *programs = ht_programs_new(hb_face_get_glyph_count(face->hb_face), face->font.codes);
	assert_int_equal(ht_programs_are_packed(programs), !face->font.subroutines);
	assert_int_equal(ht_programs_flatten(programs, cff, face->file, gids, n + 1, arena), HT_OK);
	if (!face->font.subroutines) {
		ht_packed_font *packed_font = ht_programs_pack(programs, "Probe", gids + 1, n, arena);
		assert_non_null(packed_font);
		unsigned char *bytes = ht_arena_room(arena, packed_font->len + HT_PACK_BEYOND, 1);
		const ht_cff_bytes packed = {bytes, packed_font->len};
		ht_pack_code codes[HT_PACK_SYMBOLS];
		const size_t own = ht_pack_find(font.data, font.len, codes);
		ht_programs_free(programs); /* which the font still needs */
		ht_packed_font_write(packed_font, bytes);
		struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
		char *again = malloc(font.len);
		size_t got;
		assert_in_range(packed.len, own / 2, own + own / 50);
		assert_int_equal(libdeflate_zlib_decompress(d, packed.data, packed.len, again, font.len, &got),
		                 LIBDEFLATE_SUCCESS);
		assert_int_equal(got, font.len);
		assert_memory_equal(again, font.data, font.len);
		free(again);
		libdeflate_free_decompressor(d);
		ht_packed_font_free(packed_font);
	} else {
		ht_programs_free(programs);
	}
}

static void compare_chunk(ht_font_face *face, const ht_cff *cff, uint32_t first, size_t n)
{
	ht_arena *arena = ht_arena_new();
	uint32_t *gids = ht_arena_array(arena, n + 1, sizeof *gids);
	for (size_t i = 0; i < n; i++)
		gids[i + 1] = first + (uint32_t)i; /* after .notdef */
	ht_programs *theirs = by_harfbuzz(face, gids, n + 1);
	ht_programs *ours = ht_programs_new(hb_face_get_glyph_count(face->hb_face), NULL);
	assert_int_equal(ht_programs_flatten(ours, cff, face->file, gids, n + 1, arena), HT_OK);
	ht_cff_bytes a = ht_programs_write(theirs, "Probe", gids + 1, n, arena);
	ht_cff_bytes b = ht_programs_write(ours, "Probe", gids + 1, n, arena);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	check_packed(face, cff, gids, n, b, arena);
	ht_programs_free(theirs);
	ht_programs_free(ours);
	ht_arena_free(arena);
}

/* Glyphs compared; 0: the face is not CID-keyed. */
static size_t compare_face(ht_font_face *face)
{
	assert_true(ht_font_face_shapes(face));
	hb_blob_t *table = hb_face_reference_table(face->hb_face, HB_TAG('C', 'F', 'F', ' '));
	unsigned len;
	const char *data = hb_blob_get_data(table, &len);
	ht_cff cff;
	size_t n = 0;
	if (face->font.cid_keyed && ht_cff_open((const unsigned char *)data, len, &cff))
		for (uint32_t first = 1; first + 1 < cff.n_glyphs; first += CHUNK) {
			size_t rest = cff.n_glyphs - first, part = rest < CHUNK ? rest : CHUNK;
			compare_chunk(face, &cff, first, part);
			n += part;
		}
	hb_blob_destroy(table);
	return n;
}

static void every_glyph_as_harfbuzz_makes_it(void **state)
{
	(void)state;
	static const char *const fontsets[] = {"HT FangSong", "HT HeiTi", "HT KaiTi", "HT SongTi", "HT XiaoBiaoSong"};
	fixture f;
	open_fixture(&f);
	size_t n = 0;
	const char *seen[32] = {NULL};
	size_t n_seen = 0;
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
			n += compare_face(face);
		}
	}
	assert_true(n > 40000); /* the faces that every installation has */
	close_fixture(&f);
}

#define BYTES(...)                                                                                                     \
	(ht_cff_bytes)                                                                                                 \
	{                                                                                                              \
		(const unsigned char[]){__VA_ARGS__}, sizeof((const unsigned char[]){__VA_ARGS__})                     \
	}

#define N(v) ((v) + 139)

static const ht_cff_index none = {.count = 0};

static void expect(ht_cff_bytes program, const ht_cff_index *subrs, ht_cff_bytes expected)
{
	ht_buf out = {0};
	assert_true(ht_buf_adds(&out, "x"));
	assert_int_equal(ht_cff_flatten(program, subrs, &none, &out), HT_OK);
	assert_int_equal(out.len, expected.len + 1);
	assert_memory_equal(out.data + 1, expected.data, expected.len);
	ht_buf_free(&out);
}

static void refuse(ht_cff_bytes program, const ht_cff_index *subrs)
{
	ht_buf out = {0};
	assert_true(ht_buf_adds(&out, "x"));
	assert_int_equal(ht_cff_flatten(program, subrs, &none, &out), HT_ERR_LIB);
	assert_int_equal(out.len, 1);
	ht_buf_free(&out);
}

/* Three subroutines, numbered from -107. Their bytes follow the offsets, which count from the byte before. */
static const unsigned char subr_bytes[] = {1, 3, 6, 9, N(7), 11, N(8), N(9), 11, N(-105), 10, 11};
static const ht_cff_index subrs = {3, 1, subr_bytes, subr_bytes + 3};
/* One that ends the glyph. */
static const unsigned char end_bytes[] = {1, 4, N(3), 22, 14};
static const ht_cff_index end_subrs = {1, 1, end_bytes, end_bytes + 1};

/* One that no program may call, so that a call is refused as where there is none. */
static const unsigned char refused_bytes[] = {1, 2, 0};
static const ht_cff_index refused_subrs = {1, 1, refused_bytes, refused_bytes + 1};

/* A program of numbers of all sizes and operators of all kinds, most of which draw, and now and then any byte. */
static size_t make_program(unsigned *seed, unsigned char *out, size_t most)
{
	static const unsigned char likely[] = {5, 5,  6,  7,  8,  8,  21, 22, 24,  30, 31,
	                                       1, 18, 19, 20, 12, 10, 29, 28, 255, 14};
	size_t n = 0;
	while (n + 8 < most) {
		const int operands = rand_r(seed) % (rand_r(seed) % 20 ? 7 : 56);
		for (int i = 0; i < operands && n + 8 < most; i++) {
			out[n++] = (unsigned char)(rand_r(seed) % 3 ? 32 + rand_r(seed) % 215 : 247 + rand_r(seed) % 8);
			if (out[n - 1] >= 247)
				out[n++] = (unsigned char)rand_r(seed);
		}
		out[n++] = rand_r(seed) % 200 ? likely[rand_r(seed) % (rand_r(seed) % 8 ? 11 : sizeof likely)]
		                              : (unsigned char)rand_r(seed);
		if (rand_r(seed) % 60 == 0)
			break;
	}
	if (rand_r(seed) % 8)
		out[n++] = 14;
	return n;
}

/* Of faces without subroutines eight bytes are read at a time; the result is that of one by one. */
static void stretches_are_read_alike(void **state)
{
	(void)state;
	unsigned seed = 5, good = 0;
	for (int round = 0; round < 200000; round++) {
		unsigned char program[400];
		const size_t len = make_program(&seed, program, sizeof program);
		ht_buf a = {0}, b = {0};
		/* in memory of its own, so that the sanitizer sees a byte too many that is read */
		unsigned char *copy = malloc(len);
		memcpy(copy, program, len);
		const ht_status by_eight = ht_cff_flatten((ht_cff_bytes){copy, len}, &none, &none, &a);
		const ht_status by_one = ht_cff_flatten((ht_cff_bytes){copy, len}, &refused_subrs, &none, &b);
		assert_int_equal(by_eight, by_one);
		assert_int_equal(a.len, b.len);
		if (a.len)
			assert_memory_equal(a.data, b.data, a.len);
		good += by_eight == HT_OK;
		free(copy);
		ht_buf_free(&a);
		ht_buf_free(&b);
	}
	assert_in_range(good, 20000, 180000);
}

static void hints_go_and_widths_stay(void **state)
{
	(void)state;
	/* width, two stems, width alone; a mask of one byte, with vertical stems before it */
	expect(BYTES(N(50), N(1), N(2), 1, N(3), N(4), 21, 14), &none, BYTES(N(50), N(3), N(4), 21, 14));
	expect(BYTES(N(1), N(2), 18, N(3), N(4), 19, 0x80, N(5), 22, 14), &none, BYTES(N(5), 22, 14));
	expect(BYTES(N(50), 20, N(5), 4, 14), &none, BYTES(N(50), N(5), 4, 14));
	expect(BYTES(N(1), N(2), 3, N(1), N(2), N(3), 23, 14), &none, BYTES(14));
	/* nothing is drawn after the end */
	expect(BYTES(N(5), 22, 14, N(6), 22), &none, BYTES(N(5), 22, 14));
	/* what looks like an operator in an operand is none */
	expect(BYTES(28, 1, 3, 247, 10, 255, 1, 3, 18, 19, 21, 14), &none,
	       BYTES(28, 1, 3, 247, 10, 255, 1, 3, 18, 19, 21, 14));
	expect(BYTES(N(1), N(2), N(3), N(4), N(5), N(6), N(7), 12, 34, 14), &none,
	       BYTES(N(1), N(2), N(3), N(4), N(5), N(6), N(7), 12, 34, 14));
}

static void calls_are_replaced(void **state)
{
	(void)state;
	expect(BYTES(N(-107), 10, 22, 14), &subrs, BYTES(N(7), 22, 14));
	expect(BYTES(N(-106), 10, 21, 14), &subrs, BYTES(N(8), N(9), 21, 14));
	expect(BYTES(N(-107), 10, N(4), 22, 14), &end_subrs, BYTES(N(3), 22, 14));
	/* operands of a stem from a subroutine */
	expect(BYTES(N(-106), 10, 1, N(5), 4, 14), &subrs, BYTES(N(5), 4, 14));
}

static void strange_programs_are_refused(void **state)
{
	(void)state;
	refuse(BYTES(10, 14), &subrs);                                   /* a call without a number */
	refuse(BYTES(N(0), 10, 14), &subrs);                             /* of none */
	refuse(BYTES(N(-105), 10, 14), &subrs);                          /* of itself, without an end */
	refuse(BYTES(255, 0, 1, 0, 0, 10, 14), &subrs);                  /* by a fraction */
	refuse(BYTES(N(1), N(2), 12, 10, 14), &none);                    /* a sum */
	refuse(BYTES(N(1), N(2), N(3), N(4), 14), &none);                /* an accented letter */
	refuse(BYTES(N(9), N(1), N(2), 1, N(1), N(2), N(3), 14), &none); /* … with the width that is kept */
	refuse(BYTES(N(1), N(2), 1, N(1), N(2), 19), &none);             /* a mask that is cut off */
	refuse(BYTES(28, 1), &none);                                     /* an operand that is */
	refuse(BYTES(12), &none);
	refuse(BYTES(N(1), 22), &none); /* without an end */
	refuse(BYTES(0), &none);
	unsigned char many[60];
	memset(many, N(1), sizeof many);
	refuse((ht_cff_bytes){many, sizeof many}, &none);
}

/* Each of ten subroutines calls the next a hundred times: 10^18 calls of nothing. */
static void calls_do_not_explode(void **state)
{
	(void)state;
	enum { LEVELS = 9, CALLS = 100 };
	enum { OFFSETS = (LEVELS + 2) * 2 };
	static unsigned char bytes[OFFSETS + LEVELS * CALLS * 2 + 1];
	unsigned char *data = bytes + OFFSETS - 1, *p = bytes + OFFSETS;
	for (int i = 0; i <= LEVELS + 1; i++) {
		size_t at = (size_t)(p - data);
		bytes[2 * i] = (unsigned char)(at >> 8);
		bytes[2 * i + 1] = (unsigned char)at;
		for (int k = 0; k < CALLS && i < LEVELS; k++) {
			*p++ = (unsigned char)N(-107 + i + 1);
			*p++ = 10;
		}
		if (i == LEVELS)
			*p++ = 11;
	}
	const ht_cff_index bomb = {LEVELS + 1, 2, bytes, data};
	refuse(BYTES(N(-107), 10, 14), &bomb);
	expect(BYTES(N(-107 + LEVELS - 1), 10, 14), &bomb, BYTES(14)); /* a hundred calls are none too many */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_glyph_as_harfbuzz_makes_it), cmocka_unit_test(stretches_are_read_alike),
	    cmocka_unit_test(hints_go_and_widths_stay),         cmocka_unit_test(calls_are_replaced),
	    cmocka_unit_test(strange_programs_are_refused),     cmocka_unit_test(calls_do_not_explode),
	};
	return cmocka_run_group_tests_name("text: flatten", tests, NULL, NULL);
}
