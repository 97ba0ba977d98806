/* PDF: what can be said of the bytes themselves. Content is written in stored
 * blocks where a test reads operators. */
#include "render_pages.h"

#include <locale.h>
#include <stdio.h>

static void assert_same(const ht_buf *a, const ht_buf *b)
{
	assert_int_equal(a->len, b->len);
	assert_memory_equal(a->data, b->data, a->len);
}

static void sample(rig *r)
{
	rig_page(r);
	rig_text(r, "HT XiaoBiaoSong", "关于进一步做好政协工作的通知", 45);
	rig_rule(r, 28, 60, 156, 0.5, (ht_colour){255, 0, 0});
	rig_text(r, "HT FangSong",
	         "七月二十三日，区政协召开二届四十次主席会议。会议由林致远主席主持，会议指出……全年GDP增长13.5%。", 72);
	rig_page(r);
	r->pages->info.title = "关于做好工作的通知";
	r->pages->info.created = 1784768400; /* 2026-07-23 01:00 UTC */
}

static void same_pages_give_the_same_bytes(void **state)
{
	rig *r = *state;
	sample(r);
	ht_buf first = rig_render(r, &ht_backend_pdf, &plain_options);
	ht_arena_free(r->pages->arena);
	rig_new_pages(r); /* another document in between */
	rig_page(r);
	rig_text(r, "HT HeiTi", "别的文件，别的字。", 50);
	ht_buf other = rig_render(r, &ht_backend_pdf, &plain_options);
	ht_arena_free(r->pages->arena);
	rig_new_pages(r);
	sample(r);
	ht_buf second = rig_render(r, &ht_backend_pdf, &plain_options);
	assert_same(&first, &second);
	assert_true(other.len != first.len || memcmp(other.data, first.data, first.len) != 0);
	ht_buf_free(&first);
	ht_buf_free(&second);
	ht_buf_free(&other);
}

static void no_locale_changes_a_byte(void **state)
{
	rig *r = *state;
	sample(r);
	ht_buf plain = rig_render(r, &ht_backend_pdf, &plain_options);
	if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
		ht_buf_free(&plain);
		skip();
	}
	ht_buf german = rig_render(r, &ht_backend_pdf, &plain_options);
	setlocale(LC_ALL, "C");
	assert_same(&plain, &german);
	ht_buf_free(&plain);
	ht_buf_free(&german);
}

/* The 32 hexadecimal digits of the first string of /ID. */
static void file_id(const ht_buf *pdf, char id[33])
{
	const char *at = find_bytes(pdf, "/ID [ <");
	assert_non_null(at);
	memcpy(id, at + 7, 32);
	id[32] = '\0';
}

static void id_comes_from_the_content(void **state)
{
	rig *r = *state;
	char before[33], after[33];
	sample(r);
	ht_buf one = rig_render(r, &ht_backend_pdf, &plain_options);
	file_id(&one, before);
	rig_rule(r, 28, 100, 10, 1, (ht_colour){0, 0, 0});
	ht_buf two = rig_render(r, &ht_backend_pdf, &plain_options);
	file_id(&two, after);
	assert_string_not_equal(before, after);
	ht_buf_free(&one);
	ht_buf_free(&two);
}

static void header_dates_and_catalog(void **state)
{
	rig *r = *state;
	sample(r);
	r->pages->info.author = "A & B <\"'>";
	r->pages->info.keywords = "bell\x07 and broken \xff utf-8";
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_memory_equal(pdf.data, "%PDF-1.7\n", 9);
	assert_non_null(find_bytes(&pdf, "/CreationDate (D:20260723010000Z)"));
	assert_non_null(find_bytes(&pdf, "/ModDate (D:20260723010000Z)"));
	assert_non_null(find_bytes(&pdf, "/Lang (zh-CN)"));
	assert_non_null(find_bytes(&pdf, "/DisplayDocTitle true"));
	assert_non_null(find_bytes(&pdf, "/Title <FEFF5173"));
	assert_non_null(find_bytes(&pdf, "<xmp:CreateDate>2026-07-23T01:00:00Z</xmp:CreateDate>"));
	assert_non_null(find_bytes(&pdf, "<rdf:li>A &amp; B &lt;&quot;'&gt;</rdf:li>"));
	assert_non_null(find_bytes(&pdf, "<pdf:Keywords>bell and broken  utf-8</pdf:Keywords>"));
	assert_null(find_bytes(&pdf, "/StructTreeRoot"));
	ht_buf_free(&pdf);
}

static void no_date_is_invented(void **state)
{
	rig *r = *state;
	sample(r);
	r->pages->info.created = -1;
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_null(find_bytes(&pdf, "CreationDate"));
	assert_null(find_bytes(&pdf, "CreateDate"));
	ht_buf_free(&pdf);
}

static void grid_is_one_string_with_one_spacing(void **state)
{
	rig *r = *state;
	rig_page(r);
	rig_text(r, "HT FangSong", "清溪区政协召开二届四十次主席会议会议由林致远主席主持会议指出", 50);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	/* 156 mm / 28 less 16 pt: -0.20697 */
	assert_true(find_bytes(&pdf, "-0.2069") || find_bytes(&pdf, "-0.2070"));
	const char *line = find_bytes(&pdf, "[(");
	assert_non_null(line);
	assert_memory_equal(line + 2 + 28 * 2, ")]TJ", 4); /* 28 codes, no correction between */
	ht_buf_free(&pdf);
}

static void rules_and_colours(void **state)
{
	rig *r = *state;
	rig_page(r);
	rig_rule(r, 25.4, 25.4, 50.8, 12.7, (ht_colour){255, 0, 51});
	rig_rule(r, 25.4, 50.8, 25.4, 0, (ht_colour){0, 0, 0}); /* nothing to be seen */
	rig_rule(r, 0, 297 - 25.4, 25.4, 25.4, (ht_colour){0, 0, 0});
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_non_null(find_bytes(&pdf, "1 0 0.2 rg\n72 733.8896 144 36 re f\n0 g\n0 0 72 72 re f\n"));
	ht_buf_free(&pdf);
}

static void xscale_is_written_and_taken_back(void **state)
{
	rig *r = *state;
	rig_page(r);
	size_t i = rig_text(r, "HT XiaoBiaoSong", "纪要", 50);
	ht_run run = *r->pages->v[0].ops[i].run;
	run.xscale = 725;
	r->pages->v[0].ops[i].run = &run;
	rig_text(r, "HT XiaoBiaoSong", "纪要", 60);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_non_null(find_bytes(&pdf, "72.5 Tz\n"));
	assert_non_null(find_bytes(&pdf, "100 Tz\n"));
	ht_buf_free(&pdf);
}

static void names_over_three_cells_are_one_word(void **state)
{
	rig *r = *state;
	rig_page(r);
	ht_span span = rig_span(r, "HT FangSong", "方行");
	span.chars = 3;
	rig_spans(r, &span, 1, 0, 50);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_non_null(find_bytes(&pdf, "/Span <</ActualText <FEFF65B9884C>>> BDC\n"));
	ht_buf_free(&pdf);
}

static void one_glyph_for_two_texts_is_spelt_out(void **state)
{
	rig *r = *state;
	rig_page(r);
	size_t i = rig_text(r, "HT FangSong", "一", 50);
	size_t k = rig_text(r, "HT FangSong", "⼀", 60);
	const ht_op *ops = r->pages->v[0].ops;
	if (ops[i].run->font != ops[k].run->font || ops[i].run->glyphs[0].gid != ops[k].run->glyphs[0].gid)
		skip(); /* not with this face */
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_int_equal(count_bytes(&pdf, "/ActualText"), 1);
	assert_non_null(find_bytes(&pdf, "/ActualText <FEFF2F00>"));
	ht_buf_free(&pdf);
}

static void clusters_that_make_no_sense_do_no_harm(void **state)
{
	rig *r = *state;
	rig_page(r);
	size_t i = rig_text(r, "HT FangSong", "清溪区政协", 50);
	ht_run run = *r->pages->v[0].ops[i].run;
	ht_glyph glyphs[4];
	for (size_t k = 0; k < 4; k++)
		glyphs[k] =
		    (ht_glyph){.gid = run.glyphs[k].gid, .x = (ht_len)k * -4000, .cluster = 900 - 300 * (uint32_t)k};
	glyphs[1].gid = 0;
	glyphs[2].gid = 0x0FFFFFFF;
	run.glyphs = glyphs;
	run.n = 4;
	r->pages->v[0].ops[i].run = &run;
	ht_run none = {.font = run.font, .size = 0, .xscale = 0, .text = "x", .len = 1, .glyphs = glyphs, .n = 1};
	*rig_op(r) = (ht_op){.kind = HT_OP_RUN, .run = &none};
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &plain_options);
	assert_true(pdf.len > 1000);
	ht_buf_free(&pdf);
}

static void arguments_are_checked(void **state)
{
	rig *r = *state;
	ht_render_options options = plain_options;
	ht_buf out = {0};
	void *document = NULL;
	rig_page(r);
	options.compression = 13;
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out), HT_ERR_ARG);
	options.compression = -1;
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out), HT_ERR_ARG);
	assert_int_equal(ht_backend_pdf.open(r->pages, &plain_options, r->diags, &document), HT_OK);
	assert_int_equal(ht_backend_pdf.page(document, 1, NULL), HT_ERR_ARG);
	assert_int_equal(ht_backend_pdf.close(document, &out), HT_ERR_ARG); /* page 0 never given */
	ht_backend_pdf.free(document);
	ht_backend_pdf.free(NULL);
	assert_int_equal(out.len, 0);
}

static void a_page_of_no_size_is_an_error_that_says_so(void **state)
{
	rig *r = *state;
	ht_buf out = {0};
	rig_page(r)->width = 0;
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &plain_options, r->diags, &out), HT_ERR_LIB);
	assert_true(ht_diags_has_errors(r->diags));
	assert_int_equal(out.len, 0);
	ht_buf_free(&out);
}

static void tagged_content_is_all_marked(void **state)
{
	rig *r = *state;
	sample(r);
	r->pages->v[0].ops[0].tag = HT_TAG_TITLE;
	ht_render_options options = stored_options;
	options.standards = HT_PDF_A2A;
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &options);
	assert_non_null(find_bytes(&pdf, "BT\n/H1 <</MCID 0>> BDC\n"));
	assert_non_null(find_bytes(&pdf, "EMC\nET\n/Artifact <</Type /Layout>> BDC\n"));
	assert_non_null(find_bytes(&pdf, " re f\nEMC\nBT\n/P <</MCID 1>> BDC\n"));
	assert_non_null(find_bytes(&pdf, "/MarkInfo"));
	assert_int_equal(count_bytes(&pdf, " BDC\n"), count_bytes(&pdf, "EMC\n"));
	assert_int_equal(count_bytes(&pdf, "/S/H1/"), 1);
	assert_int_equal(count_bytes(&pdf, "/S/P/P "), 1);
	ht_buf_free(&pdf);
}

static void a_paragraph_over_two_pages_is_one_element(void **state)
{
	rig *r = *state;
	rig_page(r);
	rig_text(r, "HT FangSong", "上页", 250);
	rig_page(r);
	rig_text(r, "HT FangSong", "下页", 50);
	r->pages->v[1].ops[0].unit = 1;
	ht_render_options options = stored_options;
	options.standards = HT_PDF_A2A;
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &options);
	assert_int_equal(count_bytes(&pdf, "/S/P/P "), 1);
	assert_int_equal(count_bytes(&pdf, "/Type/MCR"), 1);
	assert_int_equal(count_bytes(&pdf, "/StructParents"), 2);
	ht_buf_free(&pdf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    rig_test(same_pages_give_the_same_bytes),
	    rig_test(no_locale_changes_a_byte),
	    rig_test(id_comes_from_the_content),
	    rig_test(header_dates_and_catalog),
	    rig_test(no_date_is_invented),
	    rig_test(grid_is_one_string_with_one_spacing),
	    rig_test(rules_and_colours),
	    rig_test(xscale_is_written_and_taken_back),
	    rig_test(names_over_three_cells_are_one_word),
	    rig_test(one_glyph_for_two_texts_is_spelt_out),
	    rig_test(clusters_that_make_no_sense_do_no_harm),
	    rig_test(arguments_are_checked),
	    rig_test(a_page_of_no_size_is_an_error_that_says_so),
	    rig_test(tagged_content_is_all_marked),
	    rig_test(a_paragraph_over_two_pages_is_one_element),
	};
	return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
