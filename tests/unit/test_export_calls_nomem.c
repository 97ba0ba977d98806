/* Each call of the library with every allocation of our own code failing once: it must end in an error that says so, or
 * in a whole result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "hongtou.h"

static const char record[] = "form: document\nnumber: 甲[2026]1号\nissuers: 甲局\ntitle: 关于试验的通知\n"
                             "recipients: 丙局\nbody: |\n  请抓紧落实。\n\n  ![图](图.png)\ndate: 2026-01-05\n";
static const char text[] = "关于做好防汛工作的通知\n\n各街道：\n\n请做好防汛工作。\n\n水务局\n2026年7月1日\n";
/* a black pixel */
static const unsigned char png[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
                                    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
                                    0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
                                    0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x48, 0xaf, 0xa4, 0x71, 0x00,
                                    0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
static const hongtou_file file = {"图.png", png, sizeof png};

typedef hongtou_result *call(hongtou *h, hongtou_error **error);

static hongtou_result *call_export(hongtou *h, hongtou_error **error)
{
	static const char *const targets[] = {"pdf", "docx", NULL};
	hongtou_export_options options = HONGTOU_EXPORT_OPTIONS_INIT;
	options.targets = targets;
	options.files = &file;
	options.n_files = 1;
	return hongtou_export(h, record, strlen(record), "r.yaml", &options, error);
}

static hongtou_result *call_import(hongtou *h, hongtou_error **error)
{
	return hongtou_import(h, text, strlen(text), "a.txt", NULL, error);
}

static hongtou_result *call_fix(hongtou *h, hongtou_error **error)
{
	hongtou_check_options options = HONGTOU_CHECK_OPTIONS_INIT;
	options.files = &file;
	options.n_files = 1;
	return hongtou_fix(h, record, strlen(record), "r.yaml", &options, error);
}

static hongtou_result *call_check(hongtou *h, hongtou_error **error)
{
	return hongtou_check(h, "title: [", 8, "r.yaml", NULL, error);
}

static hongtou_result *call_schema(hongtou *h, hongtou_error **error)
{
	return hongtou_schema(h, error);
}

/* The outputs as one number. Messages for which there was no memory are only counted. */
static uint64_t sum_of(const hongtou_result *r)
{
	uint64_t sum = 14695981039346656037u;
	for (size_t i = 0; i < hongtou_result_count(r); i++) {
		const hongtou_output *o = hongtou_result_output(r, i);
		for (size_t k = 0; k < o->size; k++)
			sum = (sum ^ ((const unsigned char *)o->data)[k]) * 1099511628211u;
	}
	return sum;
}

/* One call with its allocation n failing. False: there are fewer. */
static bool try_call(hongtou *h, call *make, size_t n, uint64_t whole)
{
	hongtou_error *error = NULL;
	made = 0;
	fail_at = n;
	hongtou_result *r = make(h, &error);
	const bool reached = made >= n;
	fail_at = 0;
	if (!r && hongtou_error_get_kind(error) != HONGTOU_ERROR_MEMORY)
		fail_msg("allocation %zu: %s", n, hongtou_error_message(error));
	if (r && sum_of(r) != whole)
		fail_msg("allocation %zu: another result: %s", n, hongtou_result_messages(r));
	hongtou_error_free(error);
	hongtou_result_free(r);
	return reached;
}

static void each_call_may_run_out_of_memory(void **state)
{
	(void)state;
	static call *const calls[] = {call_export, call_import, call_fix, call_check, call_schema};
	hongtou *h = hongtou_open(NULL, NULL);
	if (!h)
		skip(); /* no fonts here */
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
		hongtou_result_free(calls[i](h, NULL));
		hongtou_result *r = calls[i](h, NULL);
		assert_non_null(r);
		const uint64_t whole = sum_of(r);
		hongtou_result_free(r);
		size_t n = 1;
		while (try_call(h, calls[i], n, whole))
			n++;
		assert_true(n > 10);
	}
	hongtou_close(h);
}

static void a_handle_may_run_out_of_memory(void **state)
{
	(void)state;
	bool reached = true;
	for (size_t n = 1; reached; n++) {
		hongtou_error *error = NULL;
		hongtou_options options = HONGTOU_OPTIONS_INIT;
		options.style = "gb9704";
		made = 0;
		fail_at = n;
		hongtou *h = hongtou_open(&options, &error);
		reached = made >= n;
		fail_at = 0;
		if (!h && hongtou_error_get_kind(error) == HONGTOU_ERROR_FONTS)
			skip();
		if (!h && hongtou_error_get_kind(error) != HONGTOU_ERROR_MEMORY)
			fail_msg("allocation %zu: %s", n, hongtou_error_message(error));
		hongtou_error_free(error);
		hongtou_close(h);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_call_may_run_out_of_memory),
	    cmocka_unit_test(a_handle_may_run_out_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
