/* The table of targets: what a record can be made into. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "export/export.h"

static void targets_are_found_by_their_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < HT_TARGET_COUNT; i++)
		assert_ptr_equal(ht_export_target(ht_export_target_at(i)->name), ht_export_target_at(i));
	assert_null(ht_export_target_at(HT_TARGET_COUNT));
	assert_null(ht_export_target("doc"));
	assert_null(ht_export_target(""));
	assert_ptr_equal(ht_export_target("png")->backend, &ht_backend_png);
	assert_string_equal(ht_export_target("trace")->extension, "txt");
}

static void targets_of_pages_have_a_backend_that_can_finish(void **state)
{
	(void)state;
	size_t editable = 0;
	for (size_t i = 0; i < HT_TARGET_COUNT; i++) {
		const ht_target *target = ht_export_target_at(i);
		if (target->kind == HT_TARGET_EDITABLE) {
			assert_null(target->backend);
			editable++;
			continue;
		}
		const ht_backend *backend = target->backend;
		assert_true(backend->open && backend->page && backend->free);
		assert_int_equal(backend->close == NULL, backend->per_page);
	}
	assert_int_equal(editable, 5); /* odt, docx, ott, dotx, fodt */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(targets_are_found_by_their_names),
	    cmocka_unit_test(targets_of_pages_have_a_backend_that_can_finish),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
