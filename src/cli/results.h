/* What a command found or made, for programs: one JSON object a line on standard output. With hongtou export --results
 * json: what became of each record. */
#ifndef HT_CLI_RESULTS_H
#define HT_CLI_RESULTS_H

#include <stdbool.h>

#include "batch/batch.h"

/* Put an object there, and release it. False: out of memory. */
bool results_put(ht_buf *text);

/* {"index", "input", "line"?, "state", "cause"?, "outputs": [{"file", "pages"}], "messages": [as --messages json]}: the
 * line is that of JSON lines; the cause is of a record that failed: record or machine. False: out of memory. */
bool results_record(const ht_batch_record *record);

/* The last line: {"done", "failed", "unchanged", "earlier", "skipped", "interrupted"}. */
bool results_end(const ht_batch_result *result);

#endif
