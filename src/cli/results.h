/* What a command found or made, for programs: with --results json, one JSON object a line on standard output. */
#ifndef HT_CLI_RESULTS_H
#define HT_CLI_RESULTS_H

#include <stdbool.h>

#include <argp.h>

#include "base/intl.h"
#include "batch/batch.h"

enum { OPTION_RESULTS = 0x5e2 };

/* The option's row in a table of argp, and its handling: sets *json, or it is a usage error. */
#define RESULTS_OPTION                                                                                                 \
	{                                                                                                              \
		"results", OPTION_RESULTS, N_("FORMAT"), 0,                                                            \
		    N_("what is found, on standard output, for programs: json, one object a line"), 0                  \
	}
void results_parse(const char *arg, struct argp_state *state, bool *json);

/* Add a member to an object, which the first one begins. text NULL: it has no such member. results_member() adds its
 * name only, for a value that follows. */
void results_member(ht_buf *object, const char *name);
void results_text(ht_buf *object, const char *name, const char *text);
void results_number(ht_buf *object, const char *name, size_t n);
void results_truth(ht_buf *object, const char *name, bool is);

/* End an object that was made so, put it there, and release it. False: out of memory. */
bool results_close(ht_buf *object);

/* Put what was made otherwise: one object, or lines of them. */
bool results_put(ht_buf *text);

/* {"index", "input", "line"?, "state", "cause"?, "outputs": [{"file", "pages"}], "messages": [as --messages json]}: the
 * line is that of JSON lines; the cause is of a record that failed: record or machine. False: out of memory. */
bool results_record(const ht_batch_record *record);

/* The last line: {"done", "failed", "unchanged", "earlier", "skipped", "interrupted"}. */
bool results_end(const ht_batch_result *result);

#endif
