/* The display list as text. */
#include "render_pages.h"

static void render_refuses_a_backend_of_single_pages(void **state)
{
	rig *r = *state;
	ht_buf out = {0};
	rig_page(r);
	assert_int_equal(ht_render(&ht_backend_png, r->pages, &plain_options, r->diags, &out), HT_ERR_ARG);
	assert_int_equal(out.len, 0);
}

/* Lines made by hand: the trace itself needs no composer. */
static void trace_shows_every_operation(void **state)
{
	static const ht_font font = {.ps_name = "Test-Regular", .path = "/some/where.otf"};
	ht_glyph glyphs[] = {{.gid = 5, .y = ht_len_from_mm(0.4)}, {.gid = 6, .x = ht_len_from_mm(5.5), .cluster = 3}};
	const char text[] = "一\"\n\\\xe2\x80\x8b\xff";
	ht_run run = {.font = &font,
	              .size = ht_len_from_pt(16),
	              .xscale = 850,
	              .colour = {255, 0, 16},
	              .text = text,
	              .len = sizeof text - 1,
	              .glyphs = glyphs,
	              .n = 2};
	rig *r = *state;
	rig_page(r);
	*rig_op(r) = (ht_op){.kind = HT_OP_RUN,
	                     .tag = HT_TAG_TITLE,
	                     .unit = 3,
	                     .element = "title",
	                     .x = ht_len_from_mm(28),
	                     .y = ht_len_from_mm(-1.5),
	                     .run = &run,
	                     .line_end = true};
	rig_rule(r, 28, 100, 156, 0.35, (ht_colour){255, 0, 0});
	*rig_op(r) = (ht_op){.kind = HT_OP_IMAGE, .element = "seal", .tag = HT_TAG_FIGURE, .unit = 4};
	rig_page(r)->number = 0;
	ht_outline_item heading = {.level = 2, .text = "一、工作", .page = 1, .y = ht_len_from_mm(37)};
	r->pages->outline = &heading;
	r->pages->n_outline = 1;
	r->pages->info.title = "标题";
	ht_buf out = rig_render(r, &ht_backend_trace, &plain_options);
	assert_string_equal(out.data,
	                    "info title \"标题\"\n"
	                    "page 1 210.000 297.000 number=1\n"
	                    "run title title 3 28.000 -1.500 Test-Regular 16.000pt #ff0010 xscale=850 dy=0.400 "
	                    "2@28.000..33.500 \"一\\\"\\u{000A}\\\\\\u{200B}\\xff\" end\n"
	                    "rule rule artifact 0 28.000 100.000 156.000 0.350 #ff0000\n"
	                    "image seal figure 4 0.000 0.000 0.000 0.000\n"
	                    "page 2 210.000 297.000 number=0\n"
	                    "outline 2 page=2 37.000 \"一、工作\"\n");
	ht_buf_free(&out);
}

static void trace_is_appended_and_the_same_twice(void **state)
{
	rig *r = *state;
	rig_page(r);
	rig_rule(r, 1, 2, 3, 4, (ht_colour){0, 0, 0});
	ht_buf out = {0};
	ht_buf_adds(&out, "before\n");
	assert_int_equal(ht_render(&ht_backend_trace, r->pages, &plain_options, r->diags, &out), HT_OK);
	ht_buf once = rig_render(r, &ht_backend_trace, &plain_options);
	assert_memory_equal(out.data, "before\n", 7);
	assert_string_equal(out.data + 7, once.data);
	ht_buf_free(&once);
	ht_buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    rig_test(render_refuses_a_backend_of_single_pages),
	    rig_test(trace_shows_every_operation),
	    rig_test(trace_is_appended_and_the_same_twice),
	};
	return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
