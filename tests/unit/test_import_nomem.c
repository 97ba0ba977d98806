/* From a text to a record with every allocation of our own code failing, once or
 * from there on: the linker puts the functions below in place of malloc() and its
 * kin in all rooms. Each run must end in a clean HT_ERR_NOMEM, or in the record
 * that is made when nothing fails; the sanitizers watch for what is left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/infile.h"
#include "failing_alloc.h"
#include "import/import.h"

typedef struct outcome {
	ht_status status;
	ht_buf record; /* as YAML; empty unless HT_OK */
	size_t made;
	size_t pictures;
} outcome;

/* Import data with allocation n failing (0: none). What is not import's (the list of
 * diagnostics, the record as text) is made while nothing fails. */
static outcome run(const char *data, size_t len, const char *file, size_t n)
{
	outcome o = {.status = HT_ERR_NOMEM};
	const ht_import_options options = {.repairs = HT_REPAIR_ALL, .picture_dir = "pictures"};
	ht_diags *diags = ht_diags_new();
	ht_import *import = NULL;
	assert_non_null(diags);
	made = 0;
	fail_at = n;
	o.status = ht_import_read(data, len, file, &options, diags, &import);
	assert_int_equal(import != NULL, o.status == HT_OK);
	const size_t at = fail_at;
	fail_at = 0;
	if (import)
		assert_true(ht_import_write(import, HT_FORMAT_YAML, false, &o.record));
	fail_at = at;
	if (import)
		o.status = ht_import_prove(import, o.record.data, o.record.len, HT_FORMAT_YAML, file, diags);
	fail_at = 0;
	o.made = made;
	if (import) {
		o.pictures = import->n_pictures;
	}
	ht_import_free(import);
	ht_diags_free(diags);
	return o;
}

static void read_file(const char *name, ht_buf *data, char path[512])
{
	snprintf(path, 512, "%s/../import/%s", getenv("HT_CASES"), name);
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	char part[4096];
	for (size_t n; (n = fread(part, 1, sizeof part, file));)
		assert_true(ht_buf_add(data, part, n));
	fclose(file);
}

static void fail_each(const char *data, size_t len, const char *file)
{
	outcome whole = run(data, len, file, 0);
	assert_int_equal(whole.status, HT_OK);
	assert_true(whole.made > 5);
	size_t refusals = 0;
	for (int kind = 0; kind < 2; kind++) {
		fail_on = kind == 1;
		for (size_t n = 1; n <= whole.made; n++) {
			outcome o = run(data, len, file, n);
			if (o.status != HT_OK && o.status != HT_ERR_NOMEM)
				fail_msg("%s, allocation %zu: status %d", file, n, (int)o.status);
			if (o.status == HT_OK && strcmp(o.record.data, whole.record.data) != 0)
				fail_msg("%s, allocation %zu: another record:\n%s", file, n, o.record.data);
			assert_true(o.status != HT_OK || o.pictures == whole.pictures);
			refusals += o.status == HT_ERR_NOMEM;
			ht_buf_free(&o.record);
		}
	}
	fail_on = false;
	/* what may fail without harm are diagnostics, of which some are dropped */
	assert_true(refusals * 2 >= whole.made);
	ht_buf_free(&whole.record);
}

static void each_allocation_may_fail(void **state)
{
	static const char *const names[] = {
	    "02-web-page.txt",       "04-minutes-running.txt",
	    "10-tab-table.txt",      "11-hard-wrapped.txt",
	    "18-forwarded.txt",      "26-gb18030.txt",
	    "27-utf16.txt",          "31-minutes-standard.txt",
	    "51-joint-order.txt",    "57-open-government-page.html",
	    "58-word-report.docx",   "59-writer-letter.odt",
	    "60-bulletin-plain.txt", "17-radicals-and-widths.txt",
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		ht_buf data = {0};
		char path[512];
		read_file(names[i], &data, path);
		fail_each(data.data, data.len, path);
		ht_buf_free(&data);
	}
}

/* Damaged bytes, a picture and a note: what the files above lack. */
static void so_may_those_of_rare_things(void **state)
{
	static const char damaged[] = "关于试验的通知\n\n各街道：\n\n现将\xFF有关\xC3\x28事项通知如下。\xE4\n";
	static const char page[] =
	    "<html><body><h1>关于试验的通知</h1><p>各街道：</p><p>请抓紧<a href=\"#fn1\">1</a>落实。</p>"
	    "<p><img alt=\"图样\" src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==\"></p>"
	    "<p id=\"fn1\">1 自今日起。</p></body></html>";
	(void)state;
	fail_each(damaged, sizeof damaged - 1, "damaged.txt");
	fail_each(page, sizeof page - 1, "page.html");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_allocation_may_fail),
	    cmocka_unit_test(so_may_those_of_rare_things),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
