/* Pictures: every kind of file the room reads, sizes, pixels, ink, redness. */
#include "image_make.h"

static void assert_pixel(const ht_image *image, int x, int y, unsigned rgba)
{
	const uint8_t *p = image->rgba + ((size_t)y * (size_t)image->width + (size_t)x) * 4;
	unsigned got = (unsigned)p[0] << 24 | (unsigned)p[1] << 16 | (unsigned)p[2] << 8 | p[3];
	if (got != rgba)
		fail_msg("pixel %d,%d is %08X and not %08X", x, y, got, rgba);
}

static void assert_box(const ht_image *image, int x0, int y0, int x1, int y1)
{
	int box[4];
	assert_true(ht_image_ink(image, box));
	const int want[4] = {x0, y0, x1, y1};
	for (int i = 0; i < 4; i++)
		if (box[i] != want[i])
			fail_msg("ink at %d,%d–%d,%d", box[0], box[1], box[2], box[3]);
}

static void assert_near(double value, double want, double within)
{
	if (!(value >= want - within && value <= want + within))
		fail_msg("%g is not %g", value, want);
}

static void png_grey(void **state)
{
	rig *r = *state;
	static const uint8_t rows[] = {0x00, 0x40, 0xFF, 0x80, 0x10, 0xFE};
	put_png(r, "a.png", &(png_kind){3, 2, PNG_COLOR_TYPE_GRAY, 8, PNG_INTERLACE_NONE, 0, false}, rows);
	ht_image *image = load(r, "a.png");
	assert_int_equal(image->width, 3);
	assert_int_equal(image->height, 2);
	assert_false(image->alpha);
	assert_null(image->jpeg);
	assert_true(image->width_mm == 0 && image->height_mm == 0);
	assert_pixel(image, 1, 0, 0x404040FF);
	assert_pixel(image, 2, 1, 0xFEFEFEFF);
	assert_int_equal(ht_image_redness(image), 0);
}

static void png_bits(void **state)
{
	rig *r = *state;
	put_png(r, "a.png", &(png_kind){10, 1, PNG_COLOR_TYPE_GRAY, 1, PNG_INTERLACE_NONE, 0, false},
	        (const uint8_t[]){0xA5, 0x40});
	ht_image *image = load(r, "a.png");
	assert_pixel(image, 0, 0, 0xFFFFFFFF);
	assert_pixel(image, 1, 0, 0x000000FF);
	assert_pixel(image, 9, 0, 0xFFFFFFFF);
}

static void png_sixteen_bits(void **state)
{
	rig *r = *state;
	put_png(r, "a.png", &(png_kind){1, 1, PNG_COLOR_TYPE_RGB_ALPHA, 16, PNG_INTERLACE_NONE, 0, false},
	        (const uint8_t[]){0xD8, 0xD8, 0x00, 0x7F, 0x01, 0x00, 0x80, 0x80});
	ht_image *image = load(r, "a.png");
	assert_true(image->alpha);
	assert_pixel(image, 0, 0, 0xD8000180);
}

/* Entry 0 transparent, entry 1 red; 16 x 16 with a block of red, at 300 dpi. */
static void put_block(const rig *r, const char *name, int interlace, bool key)
{
	uint8_t rows[16 * 16] = {0};
	for (int y = 4; y < 9; y++)
		memset(rows + y * 16 + 2, 1, 10);
	put_png(r, name, &(png_kind){16, 16, PNG_COLOR_TYPE_PALETTE, 8, interlace, 11811, key}, rows);
}

static void png_palette(void **state)
{
	rig *r = *state;
	put_block(r, "a.png", PNG_INTERLACE_ADAM7, true);
	put_block(r, "b.png", PNG_INTERLACE_NONE, false);
	ht_image *keyed = load(r, "a.png"), *plain = load(r, "b.png");
	assert_true(keyed->alpha);
	assert_false(plain->alpha);
	assert_pixel(keyed, 2, 4, 0xD80000FF);
	assert_pixel(keyed, 0, 0, 0xFFFFFF00);
	assert_pixel(plain, 0, 0, 0xFFFFFFFF);
	assert_box(keyed, 2, 4, 12, 9);
	assert_box(plain, 2, 4, 12, 9);
	assert_int_equal(ht_image_redness(keyed), 1000);
	assert_near(keyed->width_mm, 16 * 25.4 / 300, 0.001);
	assert_near(keyed->height_mm, 16 * 25.4 / 300, 0.001);
	assert_memory_not_equal(keyed->hash, plain->hash, sizeof keyed->hash);
}

static void hash_is_sha256(void **state)
{
	rig *r = *state;
	put_text(r, "a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='1mm' height='1mm'/>");
	ht_image *image = load(r, "a.svg");
	char command[256], line[80];
	snprintf(command, sizeof command, "sha256sum %s/a.svg", r->dir);
	FILE *f = popen(command, "r");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof line, f));
	pclose(f);
	for (int i = 0; i < 4; i++) {
		char word[17] = {0};
		memcpy(word, line + 16 * i, 16);
		assert_int_equal(image->hash[i], strtoull(word, NULL, 16));
	}
}

static void blank_has_no_ink(void **state)
{
	rig *r = *state;
	uint8_t rows[4] = {255, 255, 240, 231};
	put_png(r, "a.png", &(png_kind){2, 2, PNG_COLOR_TYPE_GRAY, 8, PNG_INTERLACE_NONE, 0, false}, rows);
	int box[4] = {7, 7, 7, 7};
	ht_image *image = load(r, "a.png");
	assert_false(ht_image_ink(image, box));
	assert_int_equal(box[0], 7);
	assert_int_equal(ht_image_redness(image), 0);
	/* nearly transparent is no ink either */
	static const uint8_t faint[] = {255, 0, 0, 32, 255, 0, 0, 33};
	put_png(r, "b.png", &(png_kind){2, 1, PNG_COLOR_TYPE_RGB_ALPHA, 8, PNG_INTERLACE_NONE, 0, false}, faint);
	assert_box(load(r, "b.png"), 1, 0, 2, 1);
}

static void redness_by_hue(void **state)
{
	static const struct {
		uint8_t rgb[3];
		bool red;
	} v[] = {
	    {{216, 0, 0}, true},    {{255, 0, 0}, true},    {{200, 60, 40}, true},    {{180, 20, 60}, true},
	    {{255, 100, 0}, false}, {{255, 0, 120}, false}, {{200, 130, 130}, false}, {{0, 0, 0}, false},
	    {{0, 0, 255}, false},   {{90, 80, 80}, false},
	};
	rig *r = *state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		put_png(r, "a.png", &(png_kind){1, 1, PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_NONE, 0, false}, v[i].rgb);
		if (ht_image_redness(load(r, "a.png")) != (v[i].red ? 1000 : 0))
			fail_msg("%d %d %d", v[i].rgb[0], v[i].rgb[1], v[i].rgb[2]);
	}
}

/* Left half red, right half white; components 1: black and white; 4: as Adobe
 * stores them, complements of ink. */
static uint8_t *halves(int width, int height, int components)
{
	static const uint8_t left[][4] = {{0}, {20}, {0}, {216, 0, 0}, {255, 0, 0, 255}};
	uint8_t *samples = malloc((size_t)(width * height * components));
	for (int i = 0; i < width * height; i++)
		for (int c = 0; c < components; c++)
			samples[i * components + c] = i % width < width / 2 ? left[components][c] : 255;
	return samples;
}

static ht_image *load_halves(const rig *r, const jpeg_kind *kind)
{
	uint8_t *samples = halves(kind->width, kind->height, kind->components);
	put_jpeg(r, "a.jpg", kind, samples);
	free(samples);
	return load(r, "a.jpg");
}

static void jpeg_is_kept(void **state)
{
	rig *r = *state;
	static const jpeg_kind kinds[] = {
	    {.width = 64, .height = 32, .components = 3, .dpi = 200},
	    {.width = 64, .height = 32, .components = 3, .dpi = 200, .progressive = true},
	    {.width = 64, .height = 32, .components = 1, .dpi = 200},
	};
	for (size_t i = 0; i < 3; i++) {
		ht_image *image = load_halves(r, &kinds[i]);
		size_t len;
		uint8_t *file = get_file(r, "a.jpg", &len);
		assert_null(image->rgba);
		assert_int_equal(image->jpeg_len, len);
		assert_memory_equal(image->jpeg, file, len);
		free(file);
		assert_int_equal(image->components, kinds[i].components);
		assert_near(image->width_mm, 64 * 25.4 / 200, 0.001);
		assert_near(image->height_mm, 32 * 25.4 / 200, 0.001);
		assert_box(image, 0, 0, 32, 32);
		assert_near(ht_image_redness(image), kinds[i].components == 3 ? 1000 : 0, 40);
	}
}

static void jpeg_says_no_size(void **state)
{
	ht_image *image = load_halves(*state, &(jpeg_kind){.width = 8, .height = 8, .components = 3});
	assert_true(image->width_mm == 0 && image->height_mm == 0);
}

/* What PDF readers could show otherwise comes out as pixels, of true colours. */
static void jpeg_is_decoded(void **state)
{
	static const jpeg_kind kinds[] = {
	    {.width = 64, .height = 32, .components = 4},
	    {.width = 64, .height = 32, .components = 3, .bare_rgb = true},
	    {.width = 64, .height = 32, .components = 3, .arithmetic = true},
	};
	for (size_t i = 0; i < 3; i++) {
		ht_image *image = load_halves(*state, &kinds[i]);
		assert_null(image->jpeg);
		assert_int_equal(image->components, 0);
		assert_non_null(image->rgba);
		assert_false(image->alpha);
		assert_box(image, 0, 0, 32, 32);
		assert_near(image->rgba[0], i ? 216 : 255, 4);
		assert_near(image->rgba[1], 0, 4);
		assert_near(ht_image_redness(image), 1000, 40);
	}
}

/* The place of the stored picture's dark left half once it is upright. */
static void jpeg_is_turned(void **state)
{
	static const struct {
		int width, height, box[4];
	} want[] = {
	    [2] = {64, 32, {32, 0, 64, 32}}, [3] = {64, 32, {32, 0, 64, 32}}, [4] = {64, 32, {0, 0, 32, 32}},
	    [5] = {32, 64, {0, 0, 32, 32}},  [6] = {32, 64, {0, 0, 32, 32}},  [7] = {32, 64, {0, 32, 32, 64}},
	    [8] = {32, 64, {0, 32, 32, 64}},
	};
	for (int i = 2; i <= 8; i++) {
		const jpeg_kind kind = {.width = 64, .height = 32, .components = 1, .dpi = 100, .orientation = i};
		ht_image *image = load_halves(*state, &kind);
		assert_int_equal(image->width, want[i].width);
		assert_int_equal(image->height, want[i].height);
		assert_near(image->width_mm, want[i].width * 0.254, 0.001);
		assert_box(image, want[i].box[0], want[i].box[1], want[i].box[2], want[i].box[3]);
	}
	const jpeg_kind upright = {.width = 64, .height = 32, .components = 1, .orientation = 1};
	assert_non_null(load_halves(*state, &upright)->jpeg);
}

/* Mirrored and turned separately: a dark quarter at the stored top left. */
static void jpeg_turns_right_way(void **state)
{
	static const int corner[][2] = {
	    [2] = {1, 0}, [3] = {1, 1}, [4] = {0, 1}, [5] = {0, 0}, [6] = {1, 0}, [7] = {1, 1}, [8] = {0, 1}};
	rig *r = *state;
	uint8_t samples[32 * 32];
	for (int i = 0; i < 32 * 32; i++)
		samples[i] = i % 32 < 16 && i / 32 < 16 ? 0 : 255;
	for (int i = 2; i <= 8; i++) {
		put_jpeg(r, "a.jpg", &(jpeg_kind){.width = 32, .height = 32, .components = 1, .orientation = i},
		         samples);
		int x = corner[i][0] * 16, y = corner[i][1] * 16;
		assert_box(load(r, "a.jpg"), x, y, x + 16, y + 16);
	}
}

static void svg_in_mm(void **state)
{
	rig *r = *state;
	put_text(r, "a.svg", SEAL);
	ht_image *image = load_at(r, "a.svg", 600);
	assert_int_equal(ht_diags_count(r->diags, HT_LEVEL_WARNING), 0);
	assert_int_equal(image->width, 992);
	assert_int_equal(image->height, 992);
	assert_near(image->width_mm, 42, 1e-6);
	assert_near(image->height_mm, 42, 1e-6);
	assert_true(image->alpha);
	/* the ring leaves 1 mm, 23.6 dots, on each side */
	assert_box(image, 23, 23, 969, 969);
	assert_int_equal(ht_image_redness(image), 1000);
	assert_pixel(image, 496, 496, 0);
	assert_pixel(image, 496, 38, 0xD80000FF);
}

static void svg_sizes(void **state)
{
#define HEAD "<svg xmlns='http://www.w3.org/2000/svg' "
	static const struct {
		const char *svg;
		double dpi;
		int width, height;
		double width_mm;
	} v[] = {
	    {HEAD "width='1in' height='.5in'/>", 300, 300, 150, 25.4},
	    {HEAD "width='72pt' height='6pc'/>", 100, 100, 100, 25.4},
	    {HEAD "width='2.54cm' height='25.4mm'/>", 100, 100, 100, 25.4},
	    {HEAD "width='96' height='48px'/>", 192, 192, 96, 0},
	    {HEAD "viewBox='0 0 96 48'/>", 192, 192, 96, 0},
	    {HEAD "width='100%' height='100%' viewBox='0 0 96 48'/>", 192, 192, 96, 0},
	    {HEAD "viewBox='0 0 100000 100000'/>", 600, 2000, 2000, 0},
	    {"\xef\xbb\xbf\n<!-- x --><s:svg xmlns:s='http://www.w3.org/2000/svg' width='1mm' height='1mm'/>", 254, 10,
	     10, 1},
	};
	rig *r = *state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		put_text(r, "a.svg", v[i].svg);
		ht_image *image = load_at(r, "a.svg", v[i].dpi);
		assert_int_equal(image->width, v[i].width);
		assert_int_equal(image->height, v[i].height);
		assert_near(image->width_mm, v[i].width_mm, 1e-6);
	}
	put_text(r, "none.svg", HEAD "><path d='M0 0h9v9z'/></svg>");
	assert_refused(r, "none.svg", "[G106]");
	put_text(r, "zero.svg", HEAD "width='0mm' height='10mm'/>");
	assert_refused(r, "zero.svg", "[G106]");
}

/* Without a viewBox a unit is a CSS pixel, at any resolution. */
static void svg_without_box(void **state)
{
	rig *r = *state;
	put_text(r, "a.svg", HEAD "width='1in' height='1in'><rect x='48' width='48' height='48' fill='red'/></svg>");
	assert_box(load_at(r, "a.svg", 600), 300, 0, 600, 300);
}

static void svg_text_is_said(void **state)
{
	rig *r = *state;
	put_text(r, "a.svg", HEAD "width='9mm' height='9mm'><text x='1' y='9'>x</text></svg>");
	load(r, "a.svg");
	assert_non_null(strstr(said(r), "warning"));
	assert_non_null(strstr(said(r), "[G108]"));
}

/* The samples say their true sizes, are red, and fill or keep within them. */
static void sample_seals(void **state)
{
	static const struct {
		const char *name;
		double width_mm, height_mm;
		bool round;
	} v[] = {
	    {"qingxi-government.svg", 42, 42, true},     {"qingxi-government.png", 42, 42, true},
	    {"qingxi-finance.svg", 42, 42, true},        {"qingxi-water.svg", 42, 42, true},
	    {"linlan-office.svg", 42, 42, true},         {"wuling-government.svg", 42, 42, true},
	    {"signature-linzhiyuan.svg", 40, 15, false}, {"signature-shenhuaijin.svg", 40, 15, false},
	};
	rig *r = *state;
	assert_non_null(getenv("HT_STYLES"));
	r->dirs[0] = ht_arena_printf(r->arena, "%s/../samples/seals", getenv("HT_STYLES"));
	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		ht_image *image = load_at(r, v[i].name, 600);
		assert_int_equal(ht_diags_count(r->diags, HT_LEVEL_WARNING), 0);
		assert_near(image->width_mm, v[i].width_mm, 0.02);
		assert_near(image->height_mm, v[i].height_mm, 0.02);
		assert_true(image->alpha);
		assert_int_equal(ht_image_redness(image), 1000);
		int box[4];
		assert_true(ht_image_ink(image, box));
		assert_true(v[i].round == (box[0] == 0 && box[2] == image->width && box[3] == image->height));
	}
}

#define SQUARE(colour) HEAD "width='9mm' height='9mm'><path d='M1 1h8v8h-8z' fill='" colour "'/></svg>"

/* The same file again is the same pixels; other bytes under its name are not,
 * nor is another resolution. */
static void cache_goes_by_bytes(void **state)
{
	rig *r = *state;
	r->cache = ht_image_cache_new(1 << 24, (ht_image_fonts){0});
	assert_non_null(r->cache);
	put_text(r, "a.svg", SQUARE("red"));
	put_text(r, "b.svg", SQUARE("red"));
	const ht_image *a = load(r, "a.svg"), *b = load(r, "b.svg");
	assert_ptr_equal(a->rgba, b->rgba);
	assert_non_null(strstr(b->path, "b.svg"));
	assert_int_equal(ht_image_redness(a), 1000);
	assert_int_equal(ht_image_redness(b), 1000);
	assert_ptr_not_equal(load_at(r, "a.svg", 100)->rgba, a->rgba);
	ht_image_cache_restart(r->cache);
	assert_ptr_equal(load(r, "a.svg")->rgba, a->rgba);
	put_text(r, "a.svg", SQUARE("blue"));
	const ht_image *blue = load(r, "a.svg");
	assert_ptr_not_equal(blue->rgba, a->rgba);
	assert_int_equal(ht_image_redness(blue), 0);
}

/* What is over the limit stays while the document lasts, and no longer. */
static void cache_is_bounded(void **state)
{
	rig *r = *state;
	r->cache = ht_image_cache_new(1, (ht_image_fonts){0});
	assert_non_null(r->cache);
	put_text(r, "a.svg", SQUARE("red"));
	size_t len;
	const ht_image *a = load(r, "a.svg");
	ht_image_keep(a, "kind", "bytes", 6);
	assert_ptr_equal(load(r, "a.svg")->rgba, a->rgba);
	assert_string_equal(ht_image_kept(load(r, "a.svg"), "kind", &len), "bytes");
	assert_null(ht_image_kept(a, "other", &len));
	ht_image_cache_restart(r->cache);
	assert_null(ht_image_kept(load(r, "a.svg"), "kind", &len));
}

static void cached_pictures_warn_each_time(void **state)
{
	rig *r = *state;
	r->cache = ht_image_cache_new(1 << 24, (ht_image_fonts){0});
	assert_non_null(r->cache);
	put_text(r, "a.svg", HEAD "width='9mm' height='9mm'><text x='1' y='9'>x</text></svg>");
	for (int i = 0; i < 3; i++) {
		ht_image_cache_restart(r->cache);
		load(r, "a.svg");
		assert_non_null(strstr(said(r), "[G108]"));
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(png_grey),          TEST(png_bits),
	    TEST(png_sixteen_bits),  TEST(png_palette),
	    TEST(hash_is_sha256),    TEST(blank_has_no_ink),
	    TEST(redness_by_hue),    TEST(jpeg_is_kept),
	    TEST(jpeg_says_no_size), TEST(jpeg_is_decoded),
	    TEST(jpeg_is_turned),    TEST(jpeg_turns_right_way),
	    TEST(svg_in_mm),         TEST(svg_sizes),
	    TEST(svg_without_box),   TEST(svg_text_is_said),
	    TEST(sample_seals),      TEST(cache_goes_by_bytes),
	    TEST(cache_is_bounded),  TEST(cached_pictures_warn_each_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
