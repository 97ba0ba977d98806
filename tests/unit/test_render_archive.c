/* PDF for archives and for readers who hear: structure, metadata, promises.
 * What validators say of finished files is tested elsewhere. */
#include "render_pages.h"

#include <stdio.h>

/* Content and objects to be read in the file as they are. */
static const ht_render_options archive_options = {.standards = HT_PDF_DEFAULT};

static void titled(rig *r)
{
	rig_page(r);
	r->pages->info.title = "关于做好工作的通知";
}

static ht_op *text(rig *r, const char *what, double y_mm, ht_tag tag)
{
	size_t i = rig_text(r, "HT FangSong", what, y_mm);
	ht_op *op = &r->pages->v[r->pages->n - 1].ops[i];
	op->tag = tag;
	return op;
}

static void standards_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *list;
		unsigned standards;
	} good[] = {{"a-2a,ua-1", HT_PDF_A2A | HT_PDF_UA1}, {"a-2u", HT_PDF_A2U}, {"ua-1", HT_PDF_UA1},
	            {"ua-1,a-3a", HT_PDF_A3A | HT_PDF_UA1}, {"a-2b", HT_PDF_A2B}, {"none", HT_PDF_NONE},
	            {"a-4f,ua-2", HT_PDF_A4F | HT_PDF_UA2}, {"a-4", HT_PDF_A4},   {"ua-2", HT_PDF_UA2}};
	static const char *const bad[] = {"",     "a-1b",      "a-2a,",    ",a-2a",     "a-2a,a-3a", "none,ua-1",
	                                  "A-2A", "a-2a ua-1", "a-4,ua-1", "a-2a,ua-2", "a-4,a-4f",  "ua-1,ua-2"};
	unsigned standards = 77;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_int_equal(ht_pdf_standards_parse(good[i].list, &standards), HT_OK);
		assert_int_equal(standards, good[i].standards);
	}
	standards = 77;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(ht_pdf_standards_parse(bad[i], &standards), HT_ERR_ARG);
	assert_int_equal(standards, 77);
}

static void standards_that_exclude_each_other(void **state)
{
	rig *r = *state;
	titled(r);
	ht_buf out = {0};
	const unsigned bad[] = {HT_PDF_A2A | HT_PDF_A2B, HT_PDF_NONE | HT_PDF_UA1, HT_PDF_A4 | HT_PDF_UA1, 512};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		ht_render_options options = {.standards = bad[i]};
		assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out), HT_ERR_ARG);
	}
}

static void promises_are_in_the_packet(void **state)
{
	rig *r = *state;
	titled(r);
	static const struct {
		unsigned standards;
		const char *part, *level;
		bool ua;
	} rows[] = {{HT_PDF_DEFAULT, "2", "A", true},
	            {HT_PDF_A2B, "2", "B", false},
	            {HT_PDF_A2U, "2", "U", false},
	            {HT_PDF_A3A | HT_PDF_UA1, "3", "A", true}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ht_render_options options = {.standards = rows[i].standards};
		ht_buf pdf = rig_render(r, &ht_backend_pdf, &options);
		char part[64], level[64];
		snprintf(part, sizeof part, "<pdfaid:part>%s</pdfaid:part>", rows[i].part);
		snprintf(level, sizeof level, "<pdfaid:conformance>%s</pdfaid:conformance>", rows[i].level);
		assert_non_null(find_bytes(&pdf, part));
		assert_non_null(find_bytes(&pdf, level));
		assert_int_equal(count_bytes(&pdf, "<pdfuaid:part>1<"), rows[i].ua);
		assert_non_null(find_bytes(&pdf, "/S /GTS_PDFA1"));
		ht_buf_free(&pdf);
	}
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_null(find_bytes(&pdf, "pdfaid"));
	assert_null(find_bytes(&pdf, "GTS_PDFA1"));
	ht_buf_free(&pdf);
}

static void headings_leave_no_level_out(void **state)
{
	rig *r = *state;
	titled(r);
	static const int levels[] = {0, 1, 3, 3, 2, 1};
	static const char *const types[] = {"/H1 <<", "/H2 <<", "/H3 <<", "/H3 <<", "/H3 <<", "/H2 <<"};
	for (size_t i = 0; i < 6; i++) {
		ht_op *op = text(r, "题", 40 + 12 * (double)i, levels[i] ? HT_TAG_HEADING : HT_TAG_TITLE);
		op->level = (uint8_t)levels[i];
	}
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	const char *at = pdf.data;
	for (size_t i = 0; i < 6; i++) {
		ht_buf rest = {.data = (char *)(uintptr_t)at, .len = pdf.len - (size_t)(at - pdf.data)};
		at = find_bytes(&rest, types[i]);
		assert_non_null(at);
		at++;
	}
	ht_buf_free(&pdf);
}

static void items_of_a_list(void **state)
{
	rig *r = *state;
	titled(r);
	text(r, "附件", 40, HT_TAG_PARA);
	for (int i = 0; i < 2; i++) {
		text(r, "一", 52 + 12 * i, HT_TAG_LABEL)->list = 1;
		ht_op *body = text(r, "名单", 52 + 12 * i, HT_TAG_PARA);
		body->list = 1;
		body->unit = --r->unit;
		r->unit++;
	}
	r->unit--;
	text(r, "后文", 80, HT_TAG_PARA);
	text(r, "甲", 92, HT_TAG_PARA)->list = 2;
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	assert_int_equal(count_bytes(&pdf, "/S/L/P "), 2);
	assert_int_equal(count_bytes(&pdf, "/S/LI/P "), 3);
	assert_int_equal(count_bytes(&pdf, "/S/Lbl/P "), 2);
	assert_int_equal(count_bytes(&pdf, "/S/LBody/P "), 3);
	assert_int_equal(count_bytes(&pdf, "/S/P/P "), 2);
	ht_buf_free(&pdf);
}

static void cell(rig *r, const ht_table *table, size_t row, size_t column, bool head, const char *what)
{
	ht_cell *c = ht_arena_alloc(r->pages->arena, sizeof *c);
	*c = (ht_cell){.table = table, .row = row, .column = column, .column_head = head};
	text(r, what, 40 + 12 * (double)(row * 3 + column), HT_TAG_CELL)->cell = c;
}

static void tables_are_whole_and_in_order(void **state)
{
	rig *r = *state;
	const ht_table table = {.n_rows = 3, .n_columns = 2};
	titled(r);
	cell(r, &table, 0, 0, true, "甲");
	cell(r, &table, 0, 1, true, "乙");
	cell(r, &table, 1, 1, false, "二"); /* drawn before its neighbour */
	cell(r, &table, 1, 0, false, "一");
	cell(r, &table, 2, 0, false, "三"); /* nothing beside it */
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	assert_int_equal(count_bytes(&pdf, "/S/Table/P "), 1);
	assert_int_equal(count_bytes(&pdf, "/S/TR/P "), 3);
	assert_int_equal(count_bytes(&pdf, "/S/TH/P "), 2);
	assert_int_equal(count_bytes(&pdf, "/S/TD/P "), 4);
	assert_int_equal(count_bytes(&pdf, "/Scope/Column"), 2);
	assert_int_equal(count_bytes(&pdf, "/Headers[(t000001c00000000)]"), 2);
	assert_int_equal(count_bytes(&pdf, "/Headers[(t000001c00000001)]"), 2);
	assert_non_null(find_bytes(&pdf, "/IDTree"));
	assert_null(find_bytes(&pdf, "/S/P/P "));
	const char *first = find_bytes(&pdf, "/K[ 3]"), *second = find_bytes(&pdf, "/K[ 2]");
	assert_non_null(first);
	assert_non_null(second);
	assert_true(first < second);
	ht_buf_free(&pdf);
}

static void spanned_places_get_no_cell(void **state)
{
	rig *r = *state;
	const ht_table table = {.n_rows = 2, .n_columns = 3};
	titled(r);
	ht_cell wide = {.table = &table, .rows = 2, .columns = 2, .row_head = true};
	ht_cell outside = {.table = &table, .row = 2};
	text(r, "宽", 40, HT_TAG_CELL)->cell = &wide;
	text(r, "外", 60, HT_TAG_CELL)->cell = &outside;
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	assert_int_equal(count_bytes(&pdf, "/S/TH/P "), 1);
	assert_int_equal(count_bytes(&pdf, "/S/TD/P "), 2);
	assert_int_equal(count_bytes(&pdf, "/Headers[(t000001c00000000)]"), 2);
	assert_non_null(find_bytes(&pdf, "/Scope/Row/RowSpan 2/ColSpan 2"));
	assert_int_equal(count_bytes(&pdf, "/S/P/P "), 1); /* it is in no table */
	ht_buf_free(&pdf);
}

static void linked_text(rig *r)
{
	ht_span spans[3] = {rig_span(r, "HT FangSong", "见"), rig_span(r, "HT FangSong", "办事指南"),
	                    rig_span(r, "HT FangSong", "一文。")};
	spans[1].href = "https://example.org/办事?a=1&b=(2)";
	rig_spans(r, spans, 3, 0, 50);
}

static void links_lead_somewhere_and_say_where(void **state)
{
	rig *r = *state;
	titled(r);
	linked_text(r);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	assert_int_equal(count_bytes(&pdf, "/Subtype/Link"), 1);
	assert_non_null(find_bytes(&pdf, "/URI(https://example.org/%E5%8A%9E%E4%BA%8B?a=1&b=\\(2\\))"));
	assert_non_null(find_bytes(&pdf, "/Contents<FEFF0068"));
	assert_non_null(find_bytes(&pdf, "/S/Link/P "));
	assert_non_null(find_bytes(&pdf, "/Type/OBJR"));
	assert_non_null(find_bytes(&pdf, "/StructParent 1>>"));
	assert_non_null(find_bytes(&pdf, "/Link <</MCID 1>> BDC\n"));
	ht_buf_free(&pdf);
	pdf = rig_render(r, &ht_backend_pdf, &stored_options);
	assert_int_equal(count_bytes(&pdf, "/Subtype/Link"), 1);
	assert_null(find_bytes(&pdf, "/StructParent"));
	ht_buf_free(&pdf);
}

static void artifacts_say_what_they_are(void **state)
{
	rig *r = *state;
	titled(r);
	text(r, "— 1 —", 280, HT_TAG_ARTIFACT)->unit = 0;
	text(r, "续表", 20, HT_TAG_ARTIFACT)->unit = 0;
	rig_rule(r, 28, 60, 156, 0.5, (ht_colour){255, 0, 0});
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	assert_int_equal(count_bytes(&pdf, "/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n"), 1);
	assert_int_equal(count_bytes(&pdf, "/Artifact <</Type /Pagination /Subtype /Header>> BDC\n"), 1);
	assert_int_equal(count_bytes(&pdf, "/Artifact <</Type /Layout>> BDC\n"), 1);
	assert_null(find_bytes(&pdf, "/MCID"));
	ht_buf_free(&pdf);
}

static void spelt_text_is_a_mark_of_its_own(void **state)
{
	rig *r = *state;
	titled(r);
	ht_span span = rig_span(r, "HT FangSong", "方行");
	span.chars = 3;
	rig_spans(r, &span, 1, 0, 50);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	assert_non_null(find_bytes(&pdf, "BT\n/Span <</MCID 0/ActualText <FEFF65B9884C>>> BDC\n"));
	assert_int_equal(count_bytes(&pdf, " BDC\n"), count_bytes(&pdf, "EMC\n"));
	ht_buf_free(&pdf);
}

static void the_archive_finds_its_fields(void **state)
{
	rig *r = *state;
	titled(r);
	r->pages->info.archive[HT_ARCHIVE_FONDS] = "0123";
	r->pages->info.archive[HT_ARCHIVE_RETENTION] = "永久";
	r->pages->info.archive[HT_ARCHIVE_DATE] = "2026-07-23";
	r->pages->info.archive[HT_ARCHIVE_ISSUER] = "甲 & 乙";
	r->pages->info.archive[HT_ARCHIVE_PAGES] = "1";
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &archive_options);
	assert_non_null(find_bytes(&pdf, "<archive:Fonds>0123</archive:Fonds>"));
	assert_non_null(find_bytes(&pdf, "<archive:Issuer>甲 &amp; 乙</archive:Issuer>"));
	assert_non_null(find_bytes(&pdf, "<archive:PageCount>1</archive:PageCount>"));
	assert_null(find_bytes(&pdf, "<archive:Secrecy>"));
	assert_int_equal(count_bytes(&pdf, "<pdfaProperty:name>"), 6); /* five, and PDF/UA's part */
	assert_non_null(find_bytes(&pdf, "/Fonds (0123)"));
	assert_non_null(find_bytes(&pdf, "/DocumentDate (2026-07-23)"));
	assert_non_null(find_bytes(&pdf, "/Retention <FEFF6C384E45>"));
	ht_buf_free(&pdf);
}

static void a_title_is_asked_for(void **state)
{
	rig *r = *state;
	ht_buf out = {0}, told = {0};
	rig_page(r);
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &archive_options, r->diags, &out), HT_ERR_INPUT);
	ht_diags_format(r->diags, HT_LEVEL_NOTE, &told);
	assert_non_null(strstr(told.data, "PDF/UA-1"));
	ht_buf_free(&told);
	ht_diags_clear(r->diags);
	ht_render_options options = {.standards = HT_PDF_A2A};
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out), HT_OK);
	ht_buf_free(&out);
}

static void the_record_is_the_source(void **state)
{
	rig *r = *state;
	static const char record[] = "标题: 通知\n";
	const ht_attachment attachment = {
	    .name = "/home/someone/通知.yaml", .mime = "application/yaml", .data = record, .len = sizeof record - 1};
	ht_render_options options = {.standards = HT_PDF_A3A | HT_PDF_UA1, .record = &attachment};
	ht_buf out = {0};
	titled(r);
	ht_buf pdf = rig_render(r, &ht_backend_pdf, &options);
	assert_non_null(find_bytes(&pdf, "/AFRelationship /Source"));
	assert_non_null(find_bytes(&pdf, "/UF <FEFF901A77E5002E00790061006D006C>"));
	assert_non_null(find_bytes(&pdf, "/Subtype /application#2Fyaml"));
	assert_non_null(find_bytes(&pdf, record));
	assert_null(find_bytes(&pdf, "someone"));
	ht_buf_free(&pdf);
	options.standards = HT_PDF_DEFAULT;
	assert_int_equal(ht_render(&ht_backend_pdf, r->pages, &options, r->diags, &out), HT_ERR_INPUT);
	assert_true(ht_diags_has_errors(r->diags));
}

static void pages_come_in_order(void **state)
{
	rig *r = *state;
	void *document;
	titled(r);
	rig_page(r);
	assert_int_equal(ht_backend_pdf.open(r->pages, &archive_options, r->diags, &document), HT_OK);
	assert_int_equal(ht_backend_pdf.page(document, 1, NULL), HT_ERR_ARG);
	assert_int_equal(ht_backend_pdf.page(document, 0, NULL), HT_OK);
	assert_int_equal(ht_backend_pdf.page(document, 0, NULL), HT_ERR_ARG);
	ht_backend_pdf.free(document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(standards_by_name),
	    rig_test(standards_that_exclude_each_other),
	    rig_test(promises_are_in_the_packet),
	    rig_test(headings_leave_no_level_out),
	    rig_test(items_of_a_list),
	    rig_test(tables_are_whole_and_in_order),
	    rig_test(spanned_places_get_no_cell),
	    rig_test(links_lead_somewhere_and_say_where),
	    rig_test(artifacts_say_what_they_are),
	    rig_test(spelt_text_is_a_mark_of_its_own),
	    rig_test(the_archive_finds_its_fields),
	    rig_test(a_title_is_asked_for),
	    rig_test(the_record_is_the_source),
	    rig_test(pages_come_in_order),
	};
	return cmocka_run_group_tests(tests, rig_setup, rig_teardown);
}
