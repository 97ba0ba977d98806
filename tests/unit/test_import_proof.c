/* Import room: the proof that a record holds its text finds what a writer lost, added or made unreadable. */
#include "import/import.h"
#include "record_help.h"

static const char text[] =
    "关于开展检查的通知\n\n各部门：\n　　现将有关事项通知如下。\n\n某某县人民政府\n2026年3月4日\n";

/* The status and the messages for a record that is said to hold the text. */
static ht_status prove(const char *record, ht_format format, ht_buf *said)
{
	ht_import *import = NULL;
	ht_diags *diags = ht_diags_new();
	ht_buf own = {0};
	const ht_import_options options = {.repairs = HT_REPAIR_ALL};
	assert_int_equal(ht_import_read(text, strlen(text), "f", &options, diags, &import), HT_OK);
	if (!record) {
		assert_true(ht_import_write(import, format, false, &own));
		record = own.data;
	}
	ht_diags_clear(diags);
	ht_status status = ht_import_prove(import, record, strlen(record), format, "f", diags);
	assert_true(format_each(diags, said));
	ht_import_free(import);
	ht_diags_free(diags);
	ht_buf_free(&own);
	return status;
}

static void a_record_holds_its_text(void **state)
{
	(void)state;
	static const ht_format formats[] = {HT_FORMAT_MARKDOWN, HT_FORMAT_YAML, HT_FORMAT_JSON};
	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		ht_buf said = {0};
		assert_int_equal(prove(NULL, formats[i], &said), HT_OK);
		assert_int_equal(said.len, 0);
		ht_buf_free(&said);
	}
}

static void a_false_record_is_found(void **state)
{
	(void)state;
#define HEAD "---\ntitle: 关于开展检查的通知\nrecipients: 各部门\nsignature: 某某县人民政府\ndate: 2026-03-04\n---\n"
	static const struct {
		const char *record;
		ht_format format;
		const char *code;
	} cases[] = {
	    {HEAD "现将有关通知如下。\n", HT_FORMAT_MARKDOWN, "事项"},
	    {HEAD "现将有关事项通知如下。特此通知。\n", HT_FORMAT_MARKDOWN, "[M586]"},
	    /* what the reader gives back as no record at all holds nothing */
	    {"现将有关事项通知如下。\n", HT_FORMAT_MARKDOWN, "[M585]"},
	    {"---\ntitle: 关于开展检查的通知\n", HT_FORMAT_MARKDOWN, "[M585]"},
	    {"%PDF-1.4\n", HT_FORMAT_MARKDOWN, "[M585]"},
	    {"", HT_FORMAT_MARKDOWN, "[M585]"},
	    {"", HT_FORMAT_YAML, "[M585]"},
	    {"{\"title\": ", HT_FORMAT_JSON, "[M585]"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ht_buf said = {0};
		assert_int_equal(prove(cases[i].record, cases[i].format, &said), HT_ERR_INPUT);
		assert_non_null(said.data);
		if (!strstr(said.data, cases[i].code))
			fail_msg("%s: %s", cases[i].record, said.data);
		ht_buf_free(&said);
	}
}

/* Of all three private use areas: no record may have such a character, and each is told of. */
static void private_use_is_told(void **state)
{
	(void)state;
	static const char *const signs[] = {"\xEE\x80\x81", "\xF3\xB0\x80\x81", "\xF4\x80\x80\x81"};
	for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
		ht_import *import = NULL;
		ht_diags *diags = ht_diags_new();
		ht_buf in = {0}, said = {0};
		ht_buf_addf(&in, "关于开展检查的通知\n\n各部门：\n　　现将有关%s事项通知如下。\n", signs[i]);
		assert_int_equal(ht_import_read(in.data, in.len, "f", NULL, diags, &import), HT_OK);
		assert_true(format_each(diags, &said));
		assert_non_null(strstr(said.data, "f:4"));
		assert_non_null(strstr(said.data, "[M405]"));
		ht_import_free(import);
		ht_diags_free(diags);
		ht_buf_free(&in);
		ht_buf_free(&said);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_holds_its_text),
	    cmocka_unit_test(a_false_record_is_found),
	    cmocka_unit_test(private_use_is_told),
	};
	return cmocka_run_group_tests_name("import: the proof of a record", tests, NULL, NULL);
}
