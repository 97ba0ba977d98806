/* Diagnostics as tests compare them: each place, also of those that people see once. */
#ifndef HT_TESTS_DIAG_HELP_H
#define HT_TESTS_DIAG_HELP_H

#include "base/diag.h"

static inline void add_each_line(void *user, const ht_message *m)
{
	ht_message one = *m;
	one.others = 0;
	ht_message_line(user, &one);
	ht_buf_adds(user, "\n");
}

/* Append all of them, one line each. */
static inline bool format_each(ht_diags *diags, ht_buf *out)
{
	return ht_diags_each(diags, add_each_line, out) && !out->failed;
}

#endif
