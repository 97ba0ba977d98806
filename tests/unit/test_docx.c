/* The document for Word and WPS: what is in the package, and that it holds together. From records in the sheets that
 * come with the program, laid out in the open fonts; without these the tests are skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zip.h>

#include "docx/docx.h"
#include "layout/layout.h"
#include "office_fonts.h"

static const char notice[] =
    "form: document\nissuers: 清溪区人民政府\nmark: 清溪区人民政府文件\nnumber: 清政发〔2026〕×号\n"
    "title: 关于试验文本的通知\nrecipients: 各街道办事处\nsignature: 清溪区人民政府\ndate: 2026-01-05\n"
    "copies_to: [区委办公室]\nprinted_by: 清溪区人民政府办公室\nprint_date: 2026-01-06\n"
    "body: |\n  通知如下&。\n  一、总体要求\n  每处3×4米。\n";

static void write_docx(bool is_template, ht_buf *out)
{
	const char *const dirs[] = {getenv("HT_STYLES"), NULL};
	const ht_style_dirs where = {.dirs = dirs};
	ht_diags *diags = ht_diags_new();
	ht_record *record;
	ht_style *style;
	ht_doc *doc;
	ht_pages *pages;
	if (!fonts)
		skip();
	assert_int_equal(ht_record_parse(notice, strlen(notice), "r.yaml", 1, HT_FORMAT_YAML, diags, &record), HT_OK);
	assert_int_equal(ht_style_load("gb9704", false, &where, diags, &style), HT_OK);
	assert_int_equal(ht_doc_build(record, style, diags, &doc), HT_OK);
	const ht_laid *laid;
	assert_int_equal(ht_layout(doc, fonts, diags, &pages), HT_OK);
	assert_int_equal(ht_pages_laid(pages, &laid), HT_OK);
	const ht_docx_options options = {
	    .fonts = fonts, .record = record, .is_template = is_template, .created = -1, .compression = 1};
	assert_int_equal(ht_docx_write(doc, laid, &options, diags, out), HT_OK);
	ht_pages_free(pages);
	ht_doc_free(doc);
	ht_style_free(style);
	ht_record_free(record);
	ht_diags_free(diags);
}

/* The text of a part; free() it. */
static char *part_of(const ht_buf *bytes, const char *name)
{
	zip_error_t error;
	zip_stat_t stat;
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes->data, bytes->len, 0, &error);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
	assert_non_null(zip);
	assert_string_equal(zip_get_name(zip, 0, 0), "[Content_Types].xml");
	assert_int_equal(zip_stat(zip, name, 0, &stat), 0);
	char *data = malloc(stat.size + 1);
	zip_file_t *file = zip_fopen(zip, name, 0);
	assert_int_equal(zip_fread(file, data, stat.size), stat.size);
	data[stat.size] = '\0';
	zip_fclose(file);
	zip_discard(zip);
	return data;
}

static void assert_holds(const ht_buf *bytes, const char *part, const char *text, bool wanted)
{
	char *data = part_of(bytes, part);
	assert_int_equal(strstr(data, text) != NULL, wanted);
	free(data);
}

static void test_same_bytes(void **state)
{
	(void)state;
	ht_buf first = {0}, second = {0};
	write_docx(false, &first);
	write_docx(false, &second);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.data, second.data, first.len);
	ht_buf_free(&first);
	ht_buf_free(&second);
}

static void test_document(void **state)
{
	(void)state;
	ht_buf bytes = {0};
	write_docx(false, &bytes);
	assert_holds(&bytes, "[Content_Types].xml", "wordprocessingml.document.main+xml", true);
	assert_holds(&bytes, "word/document.xml", "通知如下&amp;。", true);
	assert_holds(&bytes, "word/document.xml", "<w:pStyle w:val=\"Heading2\"/>", true);
	assert_holds(&bytes, "word/document.xml", "<w:sdt>", false);
	assert_holds(&bytes, "word/styles.xml", "w:styleId=\"Heading4\"", false);
	assert_holds(&bytes, "docProps/core.xml", "<dc:title>关于试验文本的通知</dc:title>", true);
	assert_holds(&bytes, "docProps/custom.xml", "清政发〔2026〕×号", true);
	ht_buf_free(&bytes);
}

/* All styles of the sheet; what is to be filled in is a placeholder, 3×4 is none. */
static void test_template(void **state)
{
	(void)state;
	ht_buf bytes = {0};
	write_docx(true, &bytes);
	assert_holds(&bytes, "[Content_Types].xml", "wordprocessingml.template.main+xml", true);
	assert_holds(&bytes, "word/styles.xml", "w:styleId=\"Heading4\"", true);
	char *text = part_of(&bytes, "word/document.xml");
	const char *control = strstr(text, "<w:sdt>");
	assert_non_null(control);
	assert_null(strstr(control + 1, "<w:sdt>"));
	assert_non_null(strstr(text, "3×4"));
	free(text);
	ht_buf_free(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_document),
	                                   cmocka_unit_test(test_template)};
	return cmocka_run_group_tests(tests, open_fonts, close_fonts);
}
