/* Files that are not pictures, broken pictures, and pictures made to do harm. */
#include "image_make.h"

#include <libdeflate.h>
#include <sys/stat.h>
#include <time.h>

static void not_openable(void **state)
{
	rig *r = *state;
	char path[128];
	assert_refused(r, "absent.png", "[G101]");
	assert_refused(r, "", "[G101]");
	assert_refused(r, ".", "[G101]");
	assert_refused(r, "/dev/zero", "[I120]");
	snprintf(path, sizeof path, "%s/fifo.png", r->dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_refused(r, "fifo.png", "[G101]");
	assert_refused(r, path, "[G101]");
}

static void other_formats(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *what;
	} v[] = {
#define FILE_OF(s, what) {(s), sizeof(s) - 1, (what)}
	    FILE_OF("", "empty"),
	    FILE_OF("GIF89a\1\0\1\0", "GIF"),
	    FILE_OF("BM\0\0\0\0", "BMP"),
	    FILE_OF("II*\0\10\0\0\0", "TIFF"),
	    FILE_OF("RIFF\0\0\0\0WEBPVP8 ", "WebP"),
	    FILE_OF("\0\0\0\x18"
	            "ftypheic",
	            "HEIC"),
	    FILE_OF("%PDF-1.7\n", "PDF"),
	    FILE_OF("\x1f\x8b\x08\0", "svgz"),
	    FILE_OF("PK\3\4", "archive"),
	    FILE_OF("\xff\xd8", "known"),
	    FILE_OF("\x89PNG", "known"),
	    FILE_OF("just text", "known"),
	    FILE_OF("<html><body/></html>", "known"),
	    FILE_OF("   \n  ", "known"),
	    FILE_OF("\0\0\0\0\0\0\0\0", "known"),
	};
	rig *r = *state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		put_file(r, "a.png", v[i].bytes, v[i].len);
		assert_refused(r, "a.png", "[G102]");
		if (!strstr(said(r), v[i].what))
			fail_msg("%s in %s", v[i].what, said(r));
	}
}

/* Some picture of each reader. */
static void put_seeds(const rig *r)
{
	uint8_t samples[48 * 48 * 4];
	uint32_t seed = 7;
	for (size_t i = 0; i < sizeof samples; i++)
		samples[i] = (uint8_t)((seed = seed * 1664525 + 1013904223) >> 24);
	put_png(r, "rgba", &(png_kind){48, 48, PNG_COLOR_TYPE_RGB_ALPHA, 8, PNG_INTERLACE_ADAM7, 11811, false},
	        samples);
	put_jpeg(r, "cmyk", &(jpeg_kind){.width = 48, .height = 48, .components = 4, .orientation = 6}, samples);
	put_jpeg(r, "plain", &(jpeg_kind){.width = 48, .height = 48, .components = 3, .dpi = 300}, samples);
	put_jpeg(r, "progressive", &(jpeg_kind){.width = 48, .height = 48, .components = 3, .progressive = true},
	         samples);
	for (size_t i = 0; i < sizeof samples; i++)
		samples[i] &= 1;
	put_png(r, "palette", &(png_kind){48, 48, PNG_COLOR_TYPE_PALETTE, 8, PNG_INTERLACE_NONE, 0, true}, samples);
	put_text(r, "svg", SEAL);
}

static const char *const seeds[] = {"rgba", "palette", "plain", "progressive", "cmyk", "svg"};
#define N_SEEDS (sizeof seeds / sizeof *seeds)

static void content_decides(void **state)
{
	rig *r = *state;
	put_seeds(r);
	for (size_t i = 0; i < N_SEEDS; i++) {
		size_t len;
		uint8_t *file = get_file(r, seeds[i], &len);
		put_file(r, "picture.pdf", file, len);
		free(file);
		load(r, "picture.pdf");
	}
}

static void cut_off(void **state)
{
	rig *r = *state;
	put_seeds(r);
	for (size_t i = 0; i < N_SEEDS; i++) {
		size_t len;
		uint8_t *file = get_file(r, seeds[i], &len);
		for (size_t k = 12; k < 24; k++) {
			put_file(r, "cut", file, len * k / 24);
			ht_image *image = NULL;
			if (try_load(r, "cut", 300, &image) != HT_ERR_INPUT)
				fail_msg("%s cut to %zu of %zu", seeds[i], len * k / 24, len);
			const char *text = said(r);
			assert_true(strstr(text, "[G103]") || strstr(text, "[G105]"));
		}
		free(file);
	}
}

static void bad_sum(void **state)
{
	rig *r = *state;
	put_seeds(r);
	size_t len;
	uint8_t *file = get_file(r, "rgba", &len);
	file[len - 20] ^= 1; /* the last IDAT */
	put_file(r, "a.png", file, len);
	free(file);
	assert_refused(r, "a.png", "[G103]");
}

static void put_u32(uint8_t *to, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* A PNG whose head lies about its size, with a right check sum. */
static void put_sized_png(const rig *r, const char *name, uint32_t width, uint32_t height)
{
	size_t len;
	uint8_t *file = get_file(r, "rgba", &len);
	put_u32(file + 16, width);
	put_u32(file + 20, height);
	put_u32(file + 29, libdeflate_crc32(0, file + 12, 17));
	put_file(r, name, file, len);
	free(file);
}

static void png_bombs(void **state)
{
	rig *r = *state;
	put_seeds(r);
	static const uint32_t large[][2] = {
	    {65535, 65535}, {0x7FFFFFFF, 0x7FFFFFFF}, {0x7FFFFFFF, 1}, {1, 0x7FFFFFFF}, {6325, 6325}};
	for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
		put_sized_png(r, "a.png", large[i][0], large[i][1]);
		assert_refused(r, "a.png", "[G104]");
	}
	static const uint32_t broken[][2] = {{0, 0}, {0, 48}, {48, 0}, {0xFFFFFFFF, 1}, {5000, 5000}};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		put_sized_png(r, "a.png", broken[i][0], broken[i][1]);
		assert_refused(r, "a.png", "[G103]");
	}
}

static void jpeg_bombs(void **state)
{
	rig *r = *state;
	put_seeds(r);
	static const char *const names[] = {"plain", "progressive"};
	for (size_t i = 0; i < 2; i++) {
		size_t len;
		uint8_t *file = get_file(r, names[i], &len);
		size_t at = 2;
		while (file[at + 1] != 0xC0 && file[at + 1] != 0xC2)
			at += 2 + ((size_t)file[at + 2] << 8 | file[at + 3]);
		memset(file + at + 5, 0xFA, 4); /* 64250 x 64250 */
		put_file(r, "a.jpg", file, len);
		assert_refused(r, "a.jpg", "[G104]");
		memset(file + at + 5, 0, 4);
		put_file(r, "a.jpg", file, len);
		assert_refused(r, "a.jpg", "[G103]");
		free(file);
	}
}

#define SVG(attributes, inside) "<svg xmlns='http://www.w3.org/2000/svg' " attributes ">" inside "</svg>"

static void svg_bombs(void **state)
{
	static const struct {
		const char *svg, *code;
	} v[] = {
	    {SVG("width='10m' height='10mm'", ""), "[G106]"},
	    {SVG("width='5000mm' height='5000mm'", ""), "[G104]"},
	    {SVG("width='1e30mm' height='1e30mm'", ""), "[G104]"},
	    {SVG("width='1e30mm' height='1e-30mm'", ""), "[G104]"},
	    {SVG("width='-5mm' height='5mm'", ""), "[G106]"},
	    {SVG("width='5mm' height='5mm'", "<g>") "<", "[G105]"},
	    {"<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
	     "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
	     "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
	     "<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'><!ENTITY h '&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;'>"
	     "]>" SVG("width='5mm' height='5mm'", "<text>&h;</text>"),
	     "[G105]"},
	};
	rig *r = *state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		put_text(r, "a.svg", v[i].svg);
		time_t start = time(NULL);
		assert_refused(r, "a.svg", v[i].code);
		assert_true(time(NULL) - start < 15);
	}
}

/* Ten of ten of ten …: more elements than anyone can draw. */
static void svg_of_many_uses(void **state)
{
	rig *r = *state;
	ht_buf svg = {0};
	ht_buf_adds(&svg, "<svg xmlns='http://www.w3.org/2000/svg' width='42mm' height='42mm'><defs>"
	                  "<path id='u0' d='M0 0h100v100z'/>");
	for (int i = 1; i < 12; i++) {
		ht_buf_addf(&svg, "<g id='u%d'>", i);
		for (int k = 0; k < 10; k++)
			ht_buf_addf(&svg, "<use href='#u%d'/>", i - 1);
		ht_buf_adds(&svg, "</g>");
	}
	ht_buf_adds(&svg, "</defs><use href='#u11'/></svg>");
	put_file(r, "a.svg", svg.data, svg.len);
	ht_buf_free(&svg);
	time_t start = time(NULL);
	assert_refused(r, "a.svg", "[G105]");
	assert_true(time(NULL) - start < 15);
}

/* No other file is read, by whatever name. */
static void svg_reads_nothing_else(void **state)
{
	static const char *const links[] = {"red.png", "%s/red.png", "file://%s/red.png", "http://localhost/red.png",
	                                    "./red.svg#a"};
	rig *r = *state;
	static const uint8_t red[] = {255, 0, 0};
	put_png(r, "red.png", &(png_kind){1, 1, PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_NONE, 0, false}, red);
	put_text(r, "red.svg", SVG("width='5mm' height='5mm'", "<path id='a' fill='red' d='M0 0h9v9z'/>"));
	for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
		const char *slot = strstr(links[i], "%s");
		const char *link =
		    !slot ? links[i]
		          : ht_arena_printf(r->arena, "%.*s%s/red.png", (int)(slot - links[i]), links[i], r->dir);
		const char *svg = ht_arena_printf(r->arena,
		                                  SVG("xmlns:x='http://www.w3.org/1999/xlink' width='5mm' height='5mm'",
		                                      "<%s x:href='%s' width='9' height='9'/>"),
		                                  strchr(link, '#') ? "use" : "image", link);
		put_text(r, "a.svg", svg);
		int box[4];
		assert_false(ht_image_ink(load(r, "a.svg"), box));
		assert_non_null(strstr(said(r), "[G109]"));
	}
	put_text(r, "a.svg", "<!DOCTYPE s [<!ENTITY x SYSTEM 'red.svg'>]>" SVG("width='5mm' height='5mm'", "&x;"));
	ht_image *image = NULL;
	int box[4];
	if (try_load(r, "a.svg", 300, &image) == HT_OK)
		assert_false(ht_image_ink(image, box));
}

static void bad_resolution(void **state)
{
	rig *r = *state;
	put_seeds(r);
	static const double bad[] = {0, -300, 1e9, 0.0 / 0.0};
	ht_image *image = NULL;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(try_load(r, "svg", bad[i], &image), HT_ERR_ARG);
	assert_null(image);
}

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Up to eight bytes changed; now and then a piece lost or doubled. */
static size_t mutate(uint8_t *file, size_t len, uint32_t *seed)
{
	for (uint32_t n = 1 + next(seed) % 8; n; n--)
		file[next(seed) % len] = (uint8_t)next(seed);
	uint32_t kind = next(seed) % 4;
	size_t at = next(seed) % len, piece = next(seed) % (len - at);
	if (kind == 0)
		memmove(file + at, file + at + piece, len - at - piece);
	else if (kind == 1)
		memmove(file + len - piece, file + at, piece);
	return kind == 0 ? len - piece : len;
}

/* Whatever was loaded can be used. */
static void use(const ht_image *image)
{
	assert_true(image->width > 0 && image->height > 0);
	assert_true((image->rgba != NULL) != (image->jpeg != NULL));
	int box[4], redness = ht_image_redness(image);
	assert_in_range(redness, 0, 1000);
	if (ht_image_ink(image, box)) {
		assert_true(box[0] >= 0 && box[0] < box[2] && box[2] <= image->width);
		assert_true(box[1] >= 0 && box[1] < box[3] && box[3] <= image->height);
	}
}

static void mutated(void **state)
{
	rig *r = *state;
	put_seeds(r);
	uint32_t seed = 2024;
	size_t loaded = 0;
	for (size_t i = 0; i < N_SEEDS; i++) {
		size_t len;
		uint8_t *file = get_file(r, seeds[i], &len), *copy = malloc(len);
		for (int k = 0; k < (strcmp(seeds[i], "svg") == 0 ? 40 : 120); k++) {
			memcpy(copy, file, len);
			put_file(r, "mutant", copy, mutate(copy, len, &seed));
			rig one = *r;
			one.arena = ht_arena_new();
			ht_image *image = NULL;
			ht_status status = try_load(&one, "mutant", 300, &image);
			assert_true(status == HT_OK || status == HT_ERR_INPUT);
			assert_int_equal(ht_diags_has_errors(r->diags), status != HT_OK);
			if (status == HT_OK)
				use(image);
			loaded += status == HT_OK;
			ht_arena_free(one.arena);
		}
		free(copy);
		free(file);
	}
	assert_in_range(loaded, 20, 600); /* both ways out were taken */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(not_openable),     TEST(other_formats),
	    TEST(content_decides),  TEST(cut_off),
	    TEST(bad_sum),          TEST(png_bombs),
	    TEST(jpeg_bombs),       TEST(svg_bombs),
	    TEST(svg_of_many_uses), TEST(svg_reads_nothing_else),
	    TEST(bad_resolution),   TEST(mutated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
