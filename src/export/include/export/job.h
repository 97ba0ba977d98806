/* Many inputs, each its own record or lines of records, to named files. */
#ifndef HT_EXPORT_JOB_H
#define HT_EXPORT_JOB_H

#include "export/export.h"

typedef struct ht_job {
	ht_exporter *exporter;
	const char *out_file; /* -o; NULL: not given */
	const char *out_dir;  /* -d; NULL: beside the input */
	ht_diags *diags;      /* of the record in hand; cleared between records */
	/* Called after each record, with its diagnostics still in diags. outputs:
	 * the files written, n of them. */
	void (*report)(void *user, const char *input, ht_diags *diags, const char *const *outputs, size_t n,
	               size_t n_pages);
	void *user;
} ht_job;

typedef struct ht_job_result {
	size_t done, failed; /* records */
} ht_job_result;

/* No input is read beyond this: 64 MiB of text is 20 million characters. */
#define HT_JOB_MAX_INPUT ((size_t)64 << 20)

/* Export each input ("-": standard input) in turn; one bad record neither
 * stops nor changes the others. All of a record's files are made before the
 * first is written; each appears whole or not at all. Returns HT_OK when the
 * job ran, whatever the records' results; HT_ERR_NOMEM. */
ht_status ht_job_run(const ht_job *job, const char *const *inputs, size_t n, ht_job_result *ret);

#endif
