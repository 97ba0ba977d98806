/* From record to PDF with every allocation of our own code failing once: the
 * linker puts the functions below in place of malloc() and its kin in all
 * rooms. Each run must end in a clean HT_ERR_NOMEM with its diagnostic, or in a
 * whole document; the sanitizers watch for leaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/export.h"
#include "failing_alloc.h"

static const char record[] =
    "form: document\n"
    "mark: 甲乙局文件\n"
    "number: 甲〔2026〕1号\n"
    "issuers: [甲局, 乙局]\n"
    "title: 关于试验的通知\n"
    "recipients: [丙局]\n"
    "body: |\n  一、工作安排。请抓紧落实。\n  见下表。\n\n  | 序号 | 名称 |\n  |---|---|\n  | 1 | 国 |\n"
    "attachments: [名单, 计划]\n"
    "date: 2026-01-05\n"
    "copies_to: 丁局\n"
    "printed_by: 甲局\n"
    "print_date: 2026-01-06\n";

typedef struct outcome {
	ht_status status;
	size_t outputs;
	bool told; /* a diagnostic says what happened */
} outcome;

static outcome run(const ht_export_options *options)
{
	outcome o = {.status = HT_ERR_NOMEM, .told = true};
	ht_diags *diags = ht_diags_new();
	ht_exporter *x = NULL;
	ht_outputs outputs = {0};
	if (diags)
		o.status = ht_exporter_new(options, diags, &x);
	if (o.status == HT_OK) {
		o.status = ht_export_record(x, record, strlen(record), "r.yaml", 1, HT_FORMAT_YAML, diags, &outputs);
		o.told = o.status == HT_OK || ht_diags_has_errors(diags);
	}
	o.outputs = outputs.n;
	ht_outputs_free(&outputs);
	ht_exporter_free(x);
	ht_diags_free(diags);
	return o;
}

static void each_allocation_may_fail(void **state)
{
	(void)state;
	const ht_export_options options = {.targets = {ht_export_target("pdf")},
	                                   .n_targets = 1,
	                                   .render = {.compression = HT_EXPORT_COMPRESSION},
	                                   .source_date = -1};
	fail_at = 0;
	outcome whole = run(&options);
	if (whole.status != HT_OK)
		skip(); /* no fonts here */
	made = 0;
	run(&options);
	size_t total = made;
	assert_true(total > 50);
	for (fail_at = 1; fail_at <= total;) {
		size_t n = fail_at;
		made = 0;
		outcome o = run(&options);
		fail_at = 0;
		if (o.status != HT_OK && o.status != HT_ERR_NOMEM)
			fail_msg("allocation %zu of %zu: status %d", n, total, (int)o.status);
		if (!o.told)
			fail_msg("allocation %zu of %zu: nothing was said", n, total);
		assert_int_equal(o.outputs, o.status == HT_OK ? 1 : 0);
		fail_at = n + 1;
	}
	fail_at = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
