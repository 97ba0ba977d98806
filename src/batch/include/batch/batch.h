/* Batches: many records, in processes of their own, to whole files.
 *
 * Inputs are files, folders, patterns, lists of files, JSON lines and standard
 * input; they are read as they are needed, never all at once. A single record
 * is exported in this process. Several go to workers: what one record does to
 * its worker (a crash, no end, no memory) is that record's error and no other
 * one's. Whatever the number of workers, outputs, messages and reports are the
 * same and in the order of the input. */
#ifndef HT_BATCH_BATCH_H
#define HT_BATCH_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/status.h"
#include "export/export.h"

#define HT_BATCH_TIMEOUT 60   /* seconds */
#define HT_BATCH_MEMORY  2048 /* MiB */
#define HT_BATCH_WORKERS 256  /* at most */

typedef enum ht_batch_state {
	HT_BATCH_DONE,      /* its outputs are there */
	HT_BATCH_FAILED,    /* nothing was written; the messages say why */
	HT_BATCH_UNCHANGED, /* --incremental: what is there is what would be made */
	HT_BATCH_EARLIER    /* --resume: done before the interruption */
} ht_batch_state;

typedef struct ht_batch_message {
	ht_level level;
	const char *text; /* a line without its end: place, level, what is wrong, code */
} ht_batch_message;

/* What became of one record. Borrowed, for the time of the call. */
typedef struct ht_batch_record {
	size_t index;      /* 1, 2 … in the order of the input */
	const char *input; /* as named; "-": standard input */
	int line;          /* of a JSON-lines file, else 0 */
	ht_batch_state state;
	const char *const *outputs; /* paths */
	size_t n_outputs;
	size_t n_pages;
	const ht_batch_message *messages;
	size_t n_messages;
} ht_batch_record;

typedef struct ht_batch_progress {
	size_t done, failed, skipped; /* records; skipped: unchanged or done earlier */
	size_t total;                 /* records; 0: not known */
	uint64_t bytes, bytes_total;  /* of input; total 0: not known */
	double seconds;               /* since the first record was begun */
	bool stopping;                /* interrupted: records in hand are finished */
} ht_batch_progress;

typedef struct ht_batch_options {
	const char *out_file; /* -o; NULL: not given */
	const char *out_dir;  /* -d, an existing folder; NULL: beside the input */
	const char *name;     /* template of names (ht_batch_check_name()), or NULL: as the input */
	unsigned workers;     /* 0: as many as there are cores */
	unsigned timeout;     /* seconds for one record; 0: no limit */
	unsigned memory;      /* MiB for one record; 0: no limit */
	bool resume;          /* continue what was interrupted in out_dir */
	bool incremental;     /* leave alone what would not change */
	bool report;          /* write report.json, report.csv, SHA256SUMS into out_dir */
	/* Called for each record, in the order of the input. */
	void (*record)(void *user, const ht_batch_record *record);
	/* Called at least every 200 ms while workers run; NULL: not wanted. */
	void (*progress)(void *user, const ht_batch_progress *progress);
	void *user;
} ht_batch_options;

typedef struct ht_batch_result {
	size_t done, failed, unchanged, earlier; /* records */
	bool many;                               /* there was more than a single record */
	bool interrupted;                        /* by a signal, or because nothing more could be written */
	bool resumable;                          /* --resume can go on */
} ht_batch_result;

/* Is this a template of names? `{date}-{number}-{title}`: literal text, fields
 * of the record by English or Chinese name (also `{meeting.name}`), and {input},
 * {index}, {line}, {form}, {style}, {page}. NULL when it is; else the part that
 * is wrong: allocated, free() it. */
char *ht_batch_check_name(const char *name);

/* Export the records of n inputs. With out_dir and more than one record a
 * journal is kept in out_dir/.hongtou.
 * inputs  in      none: only with resume, which then takes the journal's
 * diags   in/out  what concerns no single record: HT_D_BATCH_*
 * Returns HT_OK when the batch ran, whatever the records' results, also when
 * it was interrupted; HT_ERR_INPUT (nothing was done), HT_ERR_IO, HT_ERR_NOMEM. */
ht_status ht_batch_run(const ht_batch_options *options, ht_exporter *exporter, const char *const *inputs, size_t n,
                       ht_diags *diags, ht_batch_result *ret);

#endif
