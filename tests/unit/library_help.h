/* For tests of libhongtou: include after cmocka.h. */
#ifndef HT_TESTS_LIBRARY_HELP_H
#define HT_TESTS_LIBRARY_HELP_H

#include "hongtou.h"

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

#endif
