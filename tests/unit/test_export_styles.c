/* The style sheets that an exporter keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "export/export.h"

#define SHEETS 40

/* Each sheet is loaded once and kept, however many there are. */
static void any_number_of_sheets_is_kept(void **state)
{
	(void)state;
	const ht_export_options options = {.source_date = -1};
	ht_diags *diags = ht_diags_new();
	ht_exporter *x;
	if (ht_exporter_new(&options, diags, &x) != HT_OK) {
		ht_diags_free(diags);
		skip(); /* no fonts here */
	}
	char dir[] = "/tmp/hongtou-sheets-XXXXXX", path[SHEETS][64];
	assert_non_null(mkdtemp(dir));
	const ht_style *first[SHEETS];
	for (int i = 0; i < SHEETS; i++) {
		snprintf(path[i], sizeof path[i], "%s/%d.yaml", dir, i);
		FILE *file = fopen(path[i], "w");
		assert_non_null(file);
		fputs("extends: gb9704\n", file);
		fclose(file);
		assert_int_equal(ht_exporter_style(x, path[i], false, diags, &first[i]), HT_OK);
	}
	for (int i = 0; i < SHEETS; i++) {
		const ht_style *again;
		assert_int_equal(ht_exporter_style(x, path[i], false, diags, &again), HT_OK);
		assert_ptr_equal(again, first[i]);
		unlink(path[i]);
	}
	rmdir(dir);
	size_t n;
	ht_exporter_loaded(x, &n);
	assert_int_equal(n, SHEETS);
	assert_false(ht_diags_has_errors(diags));
	ht_exporter_free(x);
	ht_diags_free(diags);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(any_number_of_sheets_is_kept)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
