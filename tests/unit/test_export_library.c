/* libhongtou as a program links it: its one header, nothing from within. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "library_help.h"

static const char record[] = "form: document\nmark: 甲局文件\nnumber: 甲〔2026〕1号\nissuers: 甲局\n"
                             "title: 关于试验的通知\nrecipients: 丙局\nbody: 请抓紧落实。\ndate: 2026-01-05\n";

/* The call for one target, all else by default. */
static hongtou_result *export_to(hongtou *h, const char *text, const char *name, const char *target,
                                 hongtou_error **error)
{
	const char *const targets[] = {target, NULL};
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	return hongtou_export(h, text, strlen(text), name, &options, error);
}

static void a_record_becomes_a_document(void **state)
{
	(void)state;
	hongtou_options options = HONGTOU_OPTIONS_INIT;
	hongtou *h = open_or_skip(&options);
	hongtou_error *error;
	hongtou_result *r = export_to(h, record, "r.yaml", "pdf", &error);
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
	r = export_to(h, record, "r.yaml", "odt", &error);
	assert_int_equal(hongtou_result_pages(r), 1);
	hongtou_result_free(r);
	hongtou_close(h);
}

static void limits_change_nothing_of_what_keeps_them(void **state)
{
	(void)state;
	static const char *const targets[] = {"pdf", "odt", "png"};
	hongtou_options options = HONGTOU_OPTIONS_INIT;
	hongtou *free = open_or_skip(&options);
	options.timeout = 60;
	options.memory = 1000;
	hongtou *limited = open_or_skip(&options);
	for (size_t i = 0; i < 3; i++) {
		hongtou_result *a = export_to(free, record, "r.yaml", targets[i], NULL);
		hongtou_result *b = export_to(limited, record, "r.yaml", targets[i], NULL);
		size_t n = 0, m = 0;
		const void *x = hongtou_result_data(a, 0, &n), *y = hongtou_result_data(b, 0, &m);
		assert_true(n > 100 && n == m);
		assert_memory_equal(x, y, n);
		assert_int_equal(hongtou_result_count(a), hongtou_result_count(b));
		assert_int_equal(hongtou_result_pages(a), hongtou_result_pages(b));
		assert_string_equal(hongtou_result_messages(a), hongtou_result_messages(b));
		hongtou_result_free(a);
		hongtou_result_free(b);
	}
	hongtou_result *r = export_to(limited, "title: x\ndate: someday\n", "r.yaml", "pdf", NULL);
	assert_int_equal(hongtou_result_count(r), 0);
	assert_non_null(strstr(hongtou_result_messages(r), "r.yaml:2:"));
	hongtou_result_free(r);
	hongtou_close(free);
	hongtou_close(limited);
}

/* A table of many rows takes some seconds and hundreds of MiB. */
static char *large_record(void)
{
	static const char row[] = "  | 一行 | 二行 | 三行 | 四行 |\n";
	const size_t n = 60000, size = sizeof record + 200 + n * sizeof row;
	char *text = malloc(size);
	if (!text)
		return NULL;
	size_t at = (size_t)snprintf(text, size,
	                             "form: document\nissuers: 甲局\ntitle: 表\ndate: 2026-01-05\nbody: |\n"
	                             "  如下。\n\n  | 甲 | 乙 | 丙 | 丁 |\n  |---|---|---|---|\n");
	for (size_t i = 0; i < n; i++) {
		memcpy(text + at, row, sizeof row);
		at += sizeof row - 1;
	}
	return text;
}

static void a_limit_is_told_and_the_handle_goes_on(void **state)
{
	(void)state;
	char *large = large_record();
	assert_non_null(large);
	for (int memory = 0; memory < 2; memory++) {
		hongtou_options options = HONGTOU_OPTIONS_INIT;
		options.timeout = memory ? 0 : 1;
		options.memory = memory ? 40 : 0;
		hongtou *h = open_or_skip(&options);
		hongtou_error *error;
		hongtou_result *r = export_to(h, large, "large.yaml", "pdf", &error);
#if !defined(__SANITIZE_ADDRESS__)
		assert_non_null(r);
		assert_int_equal(hongtou_result_count(r), 0);
		assert_non_null(strstr(hongtou_result_messages(r), memory ? "[E105]" : "[E104]"));
		assert_non_null(strstr(hongtou_result_messages(r), "large.yaml"));
#endif
		hongtou_result_free(r);
		hongtou_error_free(error);
		r = export_to(h, record, "r.yaml", "trace", NULL);
		assert_non_null(r);
		assert_true(hongtou_result_count(r) == 1 || !memory);
		hongtou_result_free(r);
		hongtou_close(h);
	}
	free(large);
}

static void a_faulty_record_is_a_result_with_messages(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_result *r = export_to(h, "title: x\ndate: someday\n", "r.yaml", "pdf", NULL);
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
	assert_null(export_to(h, record, "r.yaml", "docz", &error));
	assert_int_equal(hongtou_error_get_kind(error), HONGTOU_ERROR_TARGET);
	assert_non_null(strstr(hongtou_error_message(error), "docz"));
	hongtou_error_free(error);
	assert_null(export_to(h, record, "r.yaml", "docz", NULL));
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

static void without_a_result_there_is_nothing(void **state)
{
	(void)state;
	assert_int_equal(hongtou_result_count(NULL) + hongtou_result_pages(NULL), 0);
	assert_int_equal(hongtou_result_fixed(NULL) + hongtou_result_failed(NULL), 0);
	assert_null(hongtou_result_output(NULL, 0));
	assert_null(hongtou_result_data(NULL, 0, NULL));
	assert_null(hongtou_result_form(NULL));
	assert_null(hongtou_result_diagnostic(NULL, 0));
	assert_string_equal(hongtou_result_messages(NULL), "");
	hongtou_error_free(NULL);
	hongtou_result_free(NULL);
	hongtou_close(NULL);
}

/* The call fails, and names the option. */
static void assert_refused(hongtou *h, const hongtou_export_options *options, hongtou_error_kind kind, const char *word)
{
	hongtou_error *error;
	assert_null(hongtou_export(h, record, strlen(record), "r.yaml", options, &error));
	assert_int_equal(hongtou_error_get_kind(error), kind);
	assert_non_null(strstr(hongtou_error_message(error), word));
	hongtou_error_free(error);
}

static void numbers_that_cannot_be_are_refused(void **state)
{
	(void)state;
	hongtou *h = open_or_skip(NULL);
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	const double resolutions[] = {-1, INFINITY, -INFINITY, NAN};
	for (size_t i = 0; i < 4; i++) {
		options.resolution = resolutions[i];
		assert_refused(h, &options, HONGTOU_ERROR_ARGUMENT, "resolution");
	}
	options.resolution = 0;
	options.source_date = 1767571200000; /* milliseconds */
	assert_refused(h, &options, HONGTOU_ERROR_ARGUMENT, "1767571200000");
	options.source_date = 0;
	options.n_files = 2;
	assert_refused(h, &options, HONGTOU_ERROR_ARGUMENT, "files");
	options.n_files = 0;
	options.size = SIZE_MAX;
	assert_refused(h, &options, HONGTOU_ERROR_OPTIONS, "HONGTOU_OPTIONS_INIT");
	hongtou_check_options check = HONGTOU_CHECK_OPTIONS_INIT;
	check.n_files = 1;
	assert_null(hongtou_check(h, record, strlen(record), "r.yaml", &check, NULL));
	hongtou_close(h);
}

/* Nothing, or a document without its picture, must not pass for the page. */
static void a_page_beyond_the_last_is_an_error(void **state)
{
	(void)state;
	static const char *const targets[] = {"pdf", "png", NULL};
	for (int limited = 0; limited < 2; limited++) {
		hongtou_options handle = HONGTOU_OPTIONS_INIT;
		handle.timeout = limited ? 60 : 0;
		hongtou *h = open_or_skip(&handle);
		hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
		options.targets = targets;
		options.page = 2;
		hongtou_result *r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
		assert_non_null(r);
		assert_int_equal(hongtou_result_count(r), 0);
		assert_non_null(strstr(hongtou_result_messages(r), "error: there is no page 2, of 1 in all"));
		hongtou_result_free(r);
		options.page = 1;
		r = hongtou_export(h, record, strlen(record), "r.yaml", &options, NULL);
		assert_int_equal(hongtou_result_count(r), 2);
		hongtou_result_free(r);
		hongtou_close(h);
	}
}

static int give_size_alone(void *user, const char *name, const void **data, size_t *size)
{
	(void)user;
	(void)name;
	*data = NULL;
	*size = 100;
	return 1;
}

static int give_nothing(void *user, const char *name, const void **data, size_t *size)
{
	(void)user;
	(void)name;
	(void)data;
	(void)size;
	return 1;
}

static void a_function_that_gives_no_bytes(void **state)
{
	(void)state;
	static const char text[] = "form: document\nissuers: 甲局\ntitle: 关于图的通知\nbody: |\n  见图。\n\n"
	                           "  ![图](没有.png)\ndate: 2026-01-05\n";
	hongtou *h = open_or_skip(NULL);
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	for (int i = 0; i < 2; i++) {
		options.read = i ? give_size_alone : give_nothing;
		hongtou_result *r = hongtou_export(h, text, strlen(text), "r.yaml", &options, NULL);
		assert_non_null(r);
		assert_int_equal(hongtou_result_count(r), 0);
		assert_non_null(strstr(hongtou_result_messages(r), "没有.png"));
		hongtou_result_free(r);
	}
	hongtou_close(h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_record_becomes_a_document),
	    cmocka_unit_test(limits_change_nothing_of_what_keeps_them),
	    cmocka_unit_test(a_limit_is_told_and_the_handle_goes_on),
	    cmocka_unit_test(a_faulty_record_is_a_result_with_messages),
	    cmocka_unit_test(an_unknown_target_is_named),
	    cmocka_unit_test(an_unreadable_font_configuration_is_named),
	    cmocka_unit_test(options_say_their_size),
	    cmocka_unit_test(no_error_is_out_of_memory),
	    cmocka_unit_test(without_a_result_there_is_nothing),
	    cmocka_unit_test(numbers_that_cannot_be_are_refused),
	    cmocka_unit_test(a_page_beyond_the_last_is_an_error),
	    cmocka_unit_test(a_function_that_gives_no_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
