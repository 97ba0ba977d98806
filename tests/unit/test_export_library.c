/* libhongtou as a program links it: its one header, nothing from within. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hongtou.h"

static const char record[] = "form: document\nmark: 甲局文件\nnumber: 甲〔2026〕1号\nissuers: 甲局\n"
                             "title: 关于试验的通知\nrecipients: 丙局\nbody: 请抓紧落实。\ndate: 2026-01-05\n";

/* A handle, or the test is skipped: this machine has no fonts. */
static hongtou *open_or_skip(const hongtou_options *options)
{
	hongtou_error *error;
	hongtou *h = hongtou_open(options, &error);
	if (!h) {
		assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_FONTS);
		hongtou_error_free(error);
		skip();
	}
	assert_null(error);
	return h;
}

static void a_record_becomes_a_document(void **state)
{
	(void)state;
	hongtou_options options = HONGTOU_OPTIONS_INIT;
	hongtou *h = open_or_skip(&options);
	hongtou_error *error;
	hongtou_result *r = hongtou_export(h, record, strlen(record), "r.yaml", "pdf", &error);
	assert_non_null(r);
	assert_null(error);
	assert_int_equal(hongtou_result_count(r), 1);
	assert_int_equal(hongtou_result_pages(r), 1);
	size_t size = 0;
	const char *data = hongtou_result_data(r, 0, &size);
	assert_true(size > 1000);
	assert_memory_equal(data, "%PDF-", 5);
	assert_null(hongtou_result_data(r, 1, &size));
	hongtou_result_free(r);
	r = hongtou_export(h, record, strlen(record), "r.yaml", "odt", &error);
	assert_int_equal(hongtou_result_pages(r), 1);
	hongtou_result_free(r);
	hongtou_close(h);
}

static void a_faulty_record_is_a_result_with_messages(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_result *r = hongtou_export(h, "title: x\ndate: someday\n", 23, "r.yaml", "pdf", NULL);
	assert_non_null(r);
	assert_int_equal(hongtou_result_count(r), 0);
	assert_non_null(strstr(hongtou_result_messages(r), "r.yaml:2:"));
	hongtou_result_free(r);
	hongtou_close(h);
}

static void an_unknown_target_is_named(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_error *error;
	assert_null(hongtou_export(h, record, strlen(record), "r.yaml", "docz", &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_TARGET);
	assert_non_null(strstr(hongtou_error_message(error), "docz"));
	hongtou_error_free(error);
	assert_null(hongtou_export(h, record, strlen(record), "r.yaml", "docz", NULL));
	hongtou_close(h);
}

/* The reason that used to be thrown away: which file, and what is wrong with it. */
static void an_unreadable_font_configuration_is_named(void **state)
{
	(void)state;
	hongtou_error *error;
	setenv("HONGTOU_DATA", "/nowhere", 1);
	setenv("HONGTOU_FONTS_CONF", "/nowhere/fonts.conf", 1);
	hongtou *h = hongtou_open(NULL, &error);
	unsetenv("HONGTOU_DATA");
	unsetenv("HONGTOU_FONTS_CONF");
	assert_null(h);
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_FONTS);
	assert_non_null(strstr(hongtou_error_message(error), "/nowhere/fonts.conf"));
	hongtou_error_free(error);
}

/* What a program that was built for another version of the header passes. */
static void options_say_their_size(void **state)
{
	(void)state;
	hongtou_error *error;
	hongtou_options unset = {0};
	assert_null(hongtou_open(&unset, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_OPTIONS);
	assert_non_null(strstr(hongtou_error_message(error), "HONGTOU_OPTIONS_INIT"));
	hongtou_error_free(error);

	struct {
		hongtou_options known;
		const char *added;
	} later = {{.size = sizeof later}, "set"};
	assert_null(hongtou_open(&later.known, &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_OPTIONS);
	assert_non_null(strstr(hongtou_error_message(error), hongtou_version()));
	hongtou_error_free(error);
	later.added = NULL;
	hongtou_close(open_or_skip(&later.known));
}

/* After a call that failed an error that is NULL means: out of memory. */
static void no_error_is_out_of_memory(void **state)
{
	(void)state;
	assert_int_equal(hongtou_error_get_kind(NULL), HONGTOU_ERROR_MEMORY);
	assert_non_null(strstr(hongtou_error_message(NULL), "memory"));
	hongtou_error_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_becomes_a_document), cmocka_unit_test(a_faulty_record_is_a_result_with_messages),
	    cmocka_unit_test(an_unknown_target_is_named),  cmocka_unit_test(an_unreadable_font_configuration_is_named),
	    cmocka_unit_test(options_say_their_size),      cmocka_unit_test(no_error_is_out_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
