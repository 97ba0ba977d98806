/* Pictures: what is drawn where, sizes, refusals. Read back through cairo's
 * own PNG reader. */
#include "render_pages.h"

#include <cairo.h>
#include <math.h>

typedef struct reader {
	const ht_buf *buf;
	size_t at;
} reader;

static cairo_status_t read_bytes(void *user, unsigned char *data, unsigned len)
{
	reader *r = user;
	if (r->at + len > r->buf->len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, r->buf->data + r->at, len);
	r->at += len;
	return CAIRO_STATUS_SUCCESS;
}

static ht_status draw(rig *r, double resolution, size_t page, ht_buf *out)
{
	const ht_render_options options = {.resolution = resolution, .compression = 6};
	void *state = NULL;
	ht_status status = ht_backend_png.open(r->pages, &options, r->diags, &state);
	if (status)
		return status;
	status = ht_backend_png.page(state, page, out);
	ht_backend_png.free(state);
	return status;
}

static cairo_surface_t *picture(const ht_buf *png)
{
	reader source = {png, 0};
	cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &source);
	assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
	return surface;
}

static unsigned pixel(cairo_surface_t *s, int x, int y)
{
	const unsigned char *row = cairo_image_surface_get_data(s) + y * cairo_image_surface_get_stride(s);
	return ((const unsigned *)(const void *)row)[x] & 0xFFFFFF;
}

/* The smallest box, in dots, around all that is not white. */
static void ink_box(cairo_surface_t *s, int box[4])
{
	int w = cairo_image_surface_get_width(s), h = cairo_image_surface_get_height(s);
	box[0] = w;
	box[1] = h;
	box[2] = box[3] = -1;
	for (int y = 0; y < h; y++) {
		for (int x = 0; x < w; x++) {
			if (pixel(s, x, y) == 0xFFFFFF)
				continue;
			box[0] = x < box[0] ? x : box[0];
			box[1] = y < box[1] ? y : box[1];
			box[2] = x > box[2] ? x : box[2];
			box[3] = y > box[3] ? y : box[3];
		}
	}
}

static void rules_stand_where_they_should(void **state)
{
	rig *r = *state;
	rig_page(r);
	rig_rule(r, 25.4, 50.8, 25.4, 12.7, (ht_colour){255, 0, 0});
	ht_buf png = {0};
	assert_int_equal(draw(r, 100, 0, &png), HT_OK);
	cairo_surface_t *s = picture(&png);
	assert_int_equal(cairo_image_surface_get_width(s), 827);   /* 210 mm */
	assert_int_equal(cairo_image_surface_get_height(s), 1170); /* 297 mm */
	assert_int_equal(pixel(s, 150, 225), 0xFF0000);
	assert_int_equal(pixel(s, 98, 225), 0xFFFFFF);
	assert_int_equal(pixel(s, 150, 252), 0xFFFFFF);
	cairo_surface_destroy(s);
	ht_buf_free(&png);
}

static void glyphs_are_drawn_where_their_ink_is(void **state)
{
	rig *r = *state;
	rig_page(r);
	size_t i = rig_text(r, "HT HeiTi", "国", 100);
	const ht_run *run = r->pages->v[0].ops[i].run;
	int ink[4];
	assert_true(ht_font_ink(run->font, run->glyphs[0].gid, ink));
	ht_buf png = {0};
	assert_int_equal(draw(r, 720, 0, &png), HT_OK); /* ten dots to the point */
	cairo_surface_t *s = picture(&png);
	int box[4];
	ink_box(s, box);
	double x = MARGIN_MM / 25.4 * 720, y = 100 / 25.4 * 720, em = EM_PT * 10 / 1000.0;
	assert_true(fabs(box[0] - (x + ink[0] * em)) < 2);
	assert_true(fabs(box[2] - (x + ink[2] * em)) < 2);
	assert_true(fabs(box[1] - (y - ink[3] * em)) < 2);
	assert_true(fabs(box[3] - (y - ink[1] * em)) < 2);
	cairo_surface_destroy(s);
	ht_buf_free(&png);
}

static void same_page_gives_the_same_bytes(void **state)
{
	rig *r = *state;
	rig_page(r);
	rig_text(r, "HT FangSong", "会议由林致远主席主持。GDP", 50);
	rig_page(r);
	rig_text(r, "HT FangSong", "另一页的字", 50);
	ht_buf a = {0}, b = {0}, other = {0};
	assert_int_equal(draw(r, 72, 0, &a), HT_OK);
	assert_int_equal(draw(r, 72, 1, &other), HT_OK);
	assert_int_equal(draw(r, 72, 0, &b), HT_OK);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.data, b.data, a.len);
	ht_buf_free(&a);
	ht_buf_free(&b);
	ht_buf_free(&other);
}

static void empty_pages_are_white(void **state)
{
	rig *r = *state;
	rig_page(r);
	ht_buf png = {0};
	assert_int_equal(draw(r, 36, 0, &png), HT_OK);
	cairo_surface_t *s = picture(&png);
	int box[4];
	ink_box(s, box);
	assert_int_equal(box[2], -1);
	cairo_surface_destroy(s);
	ht_buf_free(&png);
}

static void absurd_resolutions_are_refused(void **state)
{
	rig *r = *state;
	rig_page(r);
	ht_buf png = {0};
	static const double too_much[] = {1200, 1e5, 1e300, 1e-9};
	for (size_t i = 0; i < sizeof too_much / sizeof *too_much; i++) {
		ht_diags_clear(r->diags);
		assert_int_equal(draw(r, too_much[i], 0, &png), HT_ERR_INPUT);
		assert_true(ht_diags_has_errors(r->diags));
	}
	static const double no_number[] = {0, -1, NAN, INFINITY};
	for (size_t i = 0; i < sizeof no_number / sizeof *no_number; i++)
		assert_int_equal(draw(r, no_number[i], 0, &png), HT_ERR_ARG);
	assert_int_equal(draw(r, 72, 1, &png), HT_ERR_ARG);
	assert_int_equal(png.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    rig_test(rules_stand_where_they_should),  rig_test(glyphs_are_drawn_where_their_ink_is),
	    rig_test(same_page_gives_the_same_bytes), rig_test(empty_pages_are_white),
	    rig_test(absurd_resolutions_are_refused),
	};
	return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
