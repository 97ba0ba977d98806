/* Turned operations (GB/T 9704-2012 8): the frames of a page, and what each
 * backend makes of them. */
#include <cairo.h>
#include <stdio.h>

#include "render_pages.h"

#define MM(v) ht_len_from_mm(v)

static void frames_lie_on_the_sheet(void **state)
{
	(void)state;
	static const struct {
		ht_turn turn;
		double x, y, w, h;
	} wanted[] = {
	    {HT_TURN_NONE, 35, 28, 100, 10},
	    /* begins at the left edge, runs upwards from below */
	    {HT_TURN_HEAD_LEFT, 28, 297 - 35 - 100, 10, 100},
	    /* begins at the right edge, runs down from above */
	    {HT_TURN_HEAD_RIGHT, 210 - 28 - 10, 35, 10, 100},
	};
	const ht_page page = {.width = MM(210), .height = MM(297)};
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		ht_len x = MM(35), y = MM(28), w = MM(100), h = MM(10);
		ht_page_upright(&page, wanted[i].turn, &x, &y, &w, &h);
		assert_in_range(x, MM(wanted[i].x) - 2, MM(wanted[i].x) + 2);
		assert_in_range(y, MM(wanted[i].y) - 2, MM(wanted[i].y) + 2);
		assert_int_equal(w, MM(wanted[i].w));
		assert_int_equal(h, MM(wanted[i].h));
		bool landscape = wanted[i].turn != HT_TURN_NONE;
		assert_int_equal(ht_page_frame_height(&page, wanted[i].turn), landscape ? MM(210) : MM(297));
	}
}

/* Upright text, text in a frame, upright text. */
static void three_texts(rig *r, ht_turn turn)
{
	rig_page(r);
	rig_text(r, "HT FangSong", "前", 40);
	size_t from = rig_text(r, "HT FangSong", "中", 50);
	ht_page *page = &r->pages->v[0];
	for (size_t i = from; i < page->n; i++)
		page->ops[i].turn = turn;
	rig_text(r, "HT FangSong", "后", 60);
}

static void pdf_writes_a_frame_between_q_and_Q(void **state)
{
	rig *r = *state;
	static const char *const matrices[] = {
	    [HT_TURN_HEAD_LEFT] = "q 0 1 -1 0 595.", [HT_TURN_HEAD_RIGHT] = "q 0 -1 1 0 0 "};
	for (ht_turn turn = HT_TURN_HEAD_LEFT; turn < HT_TURN_COUNT; turn++) {
		three_texts(r, turn);
		ht_buf out = rig_render(r, &ht_backend_pdf, &stored_options);
		const char *begin = find_bytes(&out, matrices[turn]);
		assert_non_null(begin);
		assert_int_equal(count_bytes(&out, " cm\n"), 1);
		assert_int_equal(count_bytes(&out, "\nQ\n"), 1);
		assert_null(find_bytes(&out, "/Rotate"));
		/* the face is named before the frame, and again after it only if that changed it */
		assert_true(count_bytes(&out, " Tf\n") <= 3 && count_bytes(&out, "BT\n") == 3);
		ht_buf_free(&out);
		rig_end(state);
		rig_begin(state);
	}
}

static void links_lie_where_they_are_seen(void **state)
{
	rig *r = *state;
	rig_page(r);
	size_t from = rig_text(r, "HT FangSong", "通知", 50);
	ht_op *op = &r->pages->v[0].ops[from];
	ht_run *run = ht_arena_alloc(r->pages->arena, sizeof *run);
	*run = *op->run;
	run->href = "https://example.org/";
	op->run = run;
	op->turn = HT_TURN_HEAD_LEFT;
	ht_buf out = rig_render(r, &ht_backend_pdf, &stored_options);
	const char *rect = find_bytes(&out, "/Rect[");
	double box[4];
	assert_non_null(rect);
	assert_int_equal(sscanf(rect, "/Rect[%lf %lf %lf %lf", &box[0], &box[1], &box[2], &box[3]), 4);
	/* the line's baseline is 50 mm from the paper's left edge, its text begins 28 mm above the lower one */
	assert_true(box[0] < 50 * 72 / 25.4 && box[2] > 50 * 72 / 25.4);
	assert_in_range((int)(box[1] * 100), (int)(27.9 * 7200 / 25.4), (int)(28.1 * 7200 / 25.4));
	assert_true(box[3] - box[1] > 1.9 * EM_PT && box[2] - box[0] < 1.1 * EM_PT);
	ht_buf_free(&out);
}

typedef struct reading {
	const ht_buf *from;
	size_t at;
} reading;

static cairo_status_t read_bytes(void *user, unsigned char *data, unsigned len)
{
	reading *r = user;
	if (r->at + len > r->from->len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, r->from->data + r->at, len);
	r->at += len;
	return CAIRO_STATUS_SUCCESS;
}

static bool dark(cairo_surface_t *surface, double x_mm, double y_mm)
{
	int x = (int)(x_mm * 72 / 25.4), y = (int)(y_mm * 72 / 25.4);
	const unsigned char *row = cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
	return row[4 * x + 1] < 64;
}

static void png_draws_in_the_frame(void **state)
{
	rig *r = *state;
	rig_page(r);
	rig_rule(r, 35, 28, 100, 10, (ht_colour){0, 0, 0});
	r->pages->v[0].ops[0].turn = HT_TURN_HEAD_LEFT;
	rig_rule(r, 35, 28, 100, 10, (ht_colour){0, 0, 0});
	r->pages->v[0].ops[1].turn = HT_TURN_HEAD_RIGHT;
	void *png;
	ht_buf out = {0};
	assert_int_equal(ht_backend_png.open(r->pages, &plain_options, r->diags, &png), HT_OK);
	assert_int_equal(ht_backend_png.page(png, 0, &out), HT_OK);
	ht_backend_png.free(png);
	reading in = {&out, 0};
	cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &in);
	assert_true(dark(surface, 33, 165) && dark(surface, 33, 260));
	assert_true(dark(surface, 177, 38) && dark(surface, 177, 132));
	assert_false(dark(surface, 33, 100) || dark(surface, 177, 200) || dark(surface, 80, 33));
	cairo_surface_destroy(surface);
	ht_buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(frames_lie_on_the_sheet),
	    rig_test(pdf_writes_a_frame_between_q_and_Q),
	    rig_test(links_lie_where_they_are_seen),
	    rig_test(png_draws_in_the_frame),
	};
	return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
