/* Pictures in pages: what PDF holds of them, how PNG shows them. */
#define _GNU_SOURCE /* memmem */
#include "render_pages.h"

#include <stdio.h>
#include <unistd.h>

/* jpeglib.h uses FILE without including it */
#include <jpeglib.h>

#define SIDE 64

static const ht_named in_tmp = {.dirs = (const char *const[]){"/tmp", NULL}};

/* A picture of SIDE x SIDE pixels, distinguished by its seed. */
static ht_image *picture(rig *r, uint64_t seed, bool alpha)
{
	ht_image *image = ht_arena_alloc(r->pages->arena, sizeof *image);
	uint8_t *rgba = ht_arena_array(r->pages->arena, SIDE * SIDE, 4);
	*image =
	    (ht_image){.path = "seal.png", .width = SIDE, .height = SIDE, .alpha = alpha, .rgba = rgba, .hash = {seed}};
	return image;
}

/* Fill by a function of the place: R G B A. */
static void paint(ht_image *image, void (*colour)(int x, int y, uint8_t p[4]))
{
	uint8_t *p = (uint8_t *)(uintptr_t)image->rgba;
	for (int y = 0; y < SIDE; y++)
		for (int x = 0; x < SIDE; x++, p += 4)
			colour(x, y, p);
}

static void set(uint8_t p[4], int red, int green, int blue, int alpha)
{
	const int v[4] = {red, green, blue, alpha};
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)v[i];
}

/* A disc in one red; its edge is half seen, its colour there off by rounding. */
static void seal(int x, int y, uint8_t p[4])
{
	int d = (x - 32) * (x - 32) + (y - 32) * (y - 32);
	if (d < 600)
		set(p, 214, 0, 0, 255);
	else if (d < 700)
		set(p, 213, 1, 1, 100);
}

static void half_red(int x, int y, uint8_t p[4])
{
	(void)x;
	(void)y;
	set(p, 255, 0, 0, 128);
}

/* Smooth, with a little noise: what photographs are like. */
static void photograph(int x, int y, uint8_t p[4])
{
	int noise = (x * 7919 + y * 104729) % 7;
	set(p, 40 + 3 * x + noise, 30 + 3 * y + noise, 100 + x + y + noise, 255);
}

static void greys(int x, int y, uint8_t p[4])
{
	set(p, 2 * (x + y), 2 * (x + y), 2 * (x + y), 255);
}

static void halves(int x, int y, uint8_t p[4])
{
	(void)y;
	set(p, x < 32 ? 255 : 0, 0, 0, 255);
}

static ht_op *show(rig *r, const ht_image *image, double x_mm, double y_mm, double side_mm)
{
	ht_op *op = rig_op(r);
	*op = (ht_op){.kind = HT_OP_IMAGE,
	              .tag = HT_TAG_FIGURE,
	              .unit = ++r->unit,
	              .element = "seal",
	              .x = ht_len_from_mm(x_mm),
	              .y = ht_len_from_mm(y_mm),
	              .w = ht_len_from_mm(side_mm),
	              .h = ht_len_from_mm(side_mm),
	              .image = image,
	              .alt = "清溪区人民政府印章"};
	return op;
}

static void a_seal_is_one_ink_and_a_mask(void **state)
{
	rig *r = *state;
	ht_image *image = picture(r, 1, true);
	paint(image, seal);
	rig_page(r);
	rig_text(r, "HT FangSong", "清溪区人民政府", 200);
	show(r, image, 100, 190, 42);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_non_null(find_bytes(&pdf, "ET\nq 119.0547 0 0 119.0547 283.46"));
	assert_non_null(find_bytes(&pdf, " cm /I1 Do Q\n"));
	assert_non_null(find_bytes(&pdf, "/ColorSpace [ /Indexed /DeviceRGB 0 <D60000> ]"));
	assert_non_null(find_bytes(&pdf, "/SMask "));
	assert_int_equal(count_bytes(&pdf, "/Subtype /Image"), 2);
	assert_int_equal(count_bytes(&pdf, "/BitsPerComponent 8"), 1);
	ht_buf_free(&pdf);
}

static void colours_are_only_those_there_are(void **state)
{
	rig *r = *state;
	ht_image *grey = picture(r, 1, false), *two = picture(r, 2, false);
	paint(grey, greys);
	paint(two, halves);
	rig_page(r);
	show(r, grey, 20, 20, 42);
	show(r, two, 80, 20, 42);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_int_equal(count_bytes(&pdf, "/ColorSpace /DeviceGray"), 1);
	assert_int_equal(count_bytes(&pdf, "/ColorSpace /DeviceRGB"), 1);
	assert_null(find_bytes(&pdf, "/SMask"));
	ht_buf_free(&pdf);
}

static void the_same_picture_is_there_once(void **state)
{
	rig *r = *state;
	ht_image *image = picture(r, 7, false), *again = picture(r, 7, false), *other = picture(r, 8, false);
	paint(image, photograph);
	paint(again, photograph);
	paint(other, greys);
	rig_page(r);
	show(r, image, 20, 20, 42);
	rig_page(r);
	show(r, again, 20, 20, 30);
	show(r, other, 80, 20, 42);
	show(r, again, 80, 80, 0); /* nothing to be seen */
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_int_equal(count_bytes(&pdf, "/Subtype /Image"), 2);
	assert_int_equal(count_bytes(&pdf, " /I1 Do Q\n"), 2);
	assert_int_equal(count_bytes(&pdf, " /I2 Do Q\n"), 1);
	ht_buf_free(&pdf);
}

/* From malloc. */
static unsigned char *make_jpeg(const ht_image *from, unsigned long *len)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned char *data = NULL;
	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &data, len);
	c.image_width = c.image_height = SIDE;
	c.input_components = 4;
	c.in_color_space = JCS_EXT_RGBX;
	jpeg_set_defaults(&c);
	jpeg_start_compress(&c, TRUE);
	for (size_t y = 0; y < SIDE; y++) {
		JSAMPROW row = (JSAMPROW)(uintptr_t)from->rgba + y * SIDE * 4;
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	return data;
}

static void jpeg_goes_in_as_it_is(void **state)
{
	rig *r = *state;
	ht_image *from = picture(r, 1, false);
	unsigned long len = 0;
	paint(from, photograph);
	unsigned char *jpeg = make_jpeg(from, &len);
	ht_image image = {
	    .path = "p.jpg", .width = SIDE, .height = SIDE, .components = 3, .jpeg = jpeg, .jpeg_len = len};
	rig_page(r);
	show(r, &image, 20, 20, 42);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &plain_options);
	assert_non_null(memmem(pdf.data, pdf.len, jpeg, len));
	assert_non_null(find_bytes(&pdf, "/Filter /DCTDecode"));
	assert_non_null(find_bytes(&pdf, "/ColorSpace /DeviceRGB"));
	ht_buf_free(&pdf);
	free(jpeg);
}

static void write_file(const char *path, const ht_buf *data)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(data->data, 1, data->len, f), data->len);
	fclose(f);
}

/* A folder, the document in it, and its pictures taken out by pdfimages. */
static bool extract(const ht_buf *pdf, char folder[32])
{
	char line[160], path[64];
	strcpy(folder, "/tmp/hongtou-test-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/x.pdf", folder);
	write_file(path, pdf);
	snprintf(line, sizeof line, "command -v pdfimages >/dev/null && pdfimages -png %s %s/out", path, folder);
	return system(line) == 0;
}

static void remove_folder(const char *folder)
{
	char line[64];
	snprintf(line, sizeof line, "rm -r %s", folder);
	assert_int_equal(system(line), 0);
}

static void filtered_pixels_come_back_exactly(void **state)
{
	rig *r = *state;
	ht_image *image = picture(r, 1, false), *back = NULL;
	char folder[32], path[64];
	paint(image, photograph);
	rig_page(r);
	show(r, image, 20, 20, 42);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &plain_options);
	assert_non_null(find_bytes(&pdf, "/Predictor 15"));
	bool extracted = extract(&pdf, folder);
	snprintf(path, sizeof path, "%s/out-000.png", folder);
	if (extracted)
		assert_int_equal(ht_image_load(NULL, &in_tmp, r->pages->arena, path, 100, (ht_loc){0}, r->diags, &back),
		                 HT_OK);
	remove_folder(folder);
	ht_buf_free(&pdf);
	if (!extracted)
		skip(); /* no pdfimages here */
	assert_int_equal(back->width, SIDE);
	assert_memory_equal(back->rgba, image->rgba, SIDE * SIDE * 4);
}

static void a_figure_says_what_it_shows(void **state)
{
	rig *r = *state;
	ht_image *image = picture(r, 1, true);
	ht_render_options options = stored_options;
	options.standards = HT_PDF_A2A;
	paint(image, seal);
	rig_page(r);
	rig_text(r, "HT FangSong", "清溪区人民政府", 200);
	show(r, image, 100, 190, 42);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &options);
	assert_non_null(find_bytes(&pdf, "/Figure <</MCID 1>> BDC\nq "));
	assert_non_null(find_bytes(&pdf, "/S/Figure/"));
	assert_non_null(find_bytes(&pdf, "/Alt<FEFF6E05"));
	assert_non_null(find_bytes(&pdf, "/BBox[283.46"));
	ht_buf_free(&pdf);
}

static void a_picture_without_words_is_an_error(void **state)
{
	rig *r = *state;
	ht_image *image = picture(r, 1, true);
	ht_render_options options = stored_options;
	ht_buf out = {0}, told = {0};
	paint(image, seal);
	rig_page(r);
	ht_op *op = show(r, image, 100, 190, 42);
	op->alt = "";
	op->loc = (ht_loc){"r.yaml", 7, 3};
	options.standards = HT_PDF_A2A;
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out), HT_ERR_INPUT);
	ht_diags_format(r->diags, HT_LEVEL_NOTE, &told);
	assert_non_null(strstr(told.data, "r.yaml:7:3: error: "));
	assert_non_null(strstr(told.data, "seal.png"));
	assert_non_null(strstr(told.data, "PDF/A-2a"));
	ht_diags_clear(r->diags);
	op->unit = 0; /* an ornament */
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out), HT_OK);
	assert_false(ht_diags_has_errors(r->diags));
	ht_buf_free(&out);
	ht_buf_free(&told);
}

/* The page as pixels. */
static const ht_image *page_pixels(rig *r, double dpi)
{
	ht_render_options options = {.resolution = dpi};
	ht_buf png = {0};
	void *state;
	ht_image *back = NULL;
	char path[] = "/tmp/hongtou-test-XXXXXX";
	assert_int_equal(ht_backend_png.open(r->pages, &options, r->diags, &state), HT_OK);
	assert_int_equal(ht_backend_png.page(state, 0, &png), HT_OK);
	ht_backend_png.free(state);
	close(mkstemp(path));
	write_file(path, &png);
	assert_int_equal(ht_image_load(NULL, &in_tmp, r->pages->arena, path, 100, (ht_loc){0}, r->diags, &back), HT_OK);
	unlink(path);
	ht_buf_free(&png);
	return back;
}

static void assert_pixel(const ht_image *image, double x_mm, double y_mm, double dpi, int red, int green, int blue)
{
	size_t x = (size_t)(x_mm / 25.4 * dpi), y = (size_t)(y_mm / 25.4 * dpi);
	const uint8_t *p = image->rgba + (y * (size_t)image->width + x) * 4;
	assert_in_range(p[0] + 2, red, red + 4);
	assert_in_range(p[1] + 2, green, green + 4);
	assert_in_range(p[2] + 2, blue, blue + 4);
}

static void png_shows_what_is_below_a_seal(void **state)
{
	rig *r = *state;
	ht_image *image = picture(r, 1, true);
	paint(image, half_red);
	rig_page(r);
	rig_rule(r, 50, 50, 20, 20, (ht_colour){0, 0, 255});
	show(r, image, 60, 60, 42);
	const ht_image *page = page_pixels(r, 72);
	assert_pixel(page, 55, 55, 72, 0, 0, 255);
	assert_pixel(page, 65, 65, 72, 128, 0, 127);
	assert_pixel(page, 90, 90, 72, 255, 127, 127);
	assert_pixel(page, 101, 101, 72, 255, 127, 127);
	assert_pixel(page, 103, 103, 72, 255, 255, 255);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    rig_test(a_seal_is_one_ink_and_a_mask),        rig_test(colours_are_only_those_there_are),
	    rig_test(the_same_picture_is_there_once),      rig_test(jpeg_goes_in_as_it_is),
	    rig_test(filtered_pixels_come_back_exactly),   rig_test(a_figure_says_what_it_shows),
	    rig_test(a_picture_without_words_is_an_error), rig_test(png_shows_what_is_below_a_seal),
	};
	return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
