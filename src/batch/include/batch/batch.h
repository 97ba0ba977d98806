/* Batches: many records, exported by worker processes.
 *
 * Inputs are files, folders, patterns, lists of files, JSON lines and standard
 * input; they are read as they are needed, never all at once. A single record
 * is exported in this process. Several go to workers: if one record makes its
 * worker crash, hang or run out of memory, that is an error of this record only.
 * Outputs, messages and reports do not depend on the number of workers; they
 * are in the order of the input. */
#ifndef HT_BATCH_BATCH_H
#define HT_BATCH_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/confine.h"
#include "base/diag.h"
#include "base/status.h"
#include "export/export.h"

#define HT_BATCH_TIMEOUT 60   /* seconds a record may take, by default */
#define HT_BATCH_MEMORY  2048 /* MiB a record may use, by default */
#define HT_BATCH_WORKERS 256  /* at most */

typedef enum ht_batch_state {
	HT_BATCH_DONE,      /* its outputs were made */
	HT_BATCH_FAILED,    /* the messages say why; only those of several papers that did not fail were written */
	HT_BATCH_UNCHANGED, /* --incremental: its outputs exist and would be the same */
	HT_BATCH_EARLIER    /* --resume: made before the interruption */
} ht_batch_state;

/* The result of one record. Borrowed, for the duration of the call. */
typedef struct ht_batch_record {
	size_t index;      /* 1, 2 … in the order of the whole input */
	const char *input; /* as named; "-": standard input */
	int line;          /* of a JSON-lines file, else 0 */
	ht_batch_state state;
	bool by_machine;            /* failed: it was the machine, not the record, and may succeed later */
	const char *const *outputs; /* paths */
	const size_t *pages;        /* of each output */
	size_t n_outputs;
	const ht_message *messages;
	size_t n_messages;
} ht_batch_record;

typedef struct ht_batch_progress {
	size_t done, failed, skipped; /* records; skipped: unchanged or made earlier */
	size_t total;                 /* records; 0: not known */
	uint64_t bytes, bytes_total;  /* of input; total 0: not known */
	double seconds;               /* since the workers were started */
	bool stopping;                /* interrupted: current records are being finished */
} ht_batch_progress;

/* The part of a batch that one run makes: each record belongs to exactly one of the shards 1 … of, which its name, or
 * as a JSON line its text, decides alone. of 0: all records. */
typedef struct ht_batch_shard {
	uint32_t number, of;
} ht_batch_shard;

#define HT_BATCH_SHARDS 100000 /* at most */

typedef struct ht_batch_options {
	const char *out_file;    /* -o; NULL: not given */
	const char *out_dir;     /* -d, an existing folder; NULL: the folder of the input */
	const char *name;        /* template of names (ht_batch_check_name()); NULL: as the input */
	unsigned workers;        /* 0: as many as there are cores */
	unsigned timeout;        /* seconds for one record of several; 0: no limit */
	unsigned memory;         /* MiB for one record of several; 0: no limit */
	bool resume;             /* continue what was interrupted in out_dir */
	bool incremental;        /* skip records whose outputs would not change */
	ht_batch_shard shard;    /* with out_dir: make its records only, for ht_batch_merge() */
	ht_confine_mode confine; /* of the process that makes documents: a worker, or this one */
	bool stream;             /* JSON lines on standard input are made as they come, and one is a line, too */
	bool report;             /* write report.json, report.csv, SHA256SUMS into out_dir */
	bool package;            /* out_dir becomes a transfer package, the report in it */
	/* A record alone is made in this process: called with its name when its making begins, and with NULL when
	 * no record will be made in this process any more, as always before there are workers. May be NULL. */
	void (*making)(void *user, const char *input);
	/* Called for each record, in the order of the input. */
	void (*record)(void *user, const ht_batch_record *record);
	/* Called at least every 200 ms while workers run; may be NULL. */
	void (*progress)(void *user, const ht_batch_progress *progress);
	void *user;
} ht_batch_options;

typedef struct ht_batch_result {
	size_t done, failed, unchanged, earlier; /* records */
	size_t by_machine;                       /* of the failed: for a reason of the machine */
	size_t skipped;                          /* files of folders that are no records */
	bool many;                               /* there was more than one record */
	bool interrupted;                        /* by a signal, or because nothing more could be written */
	bool resumable;                          /* --resume can go on, or make what failed by_machine */
} ht_batch_result;

/* Check a template of names, `{date}-{number}-{title}`: literal text, fields of
 * the record by English or Chinese name (also `{meeting.name}`), and {input},
 * {index}, {line}, {form}, {style}, {page}. NULL when it is valid (or memory ran
 * out); else the part that is not, which the caller frees. */
char *ht_batch_check_name(const char *name);

/* How many cores this process may use. */
unsigned ht_batch_cores(void);

/* Export the records of n inputs. With out_dir and more than one record a
 * journal is kept in out_dir/.hongtou. A package is complete when ht_batch_run() returns HT_OK and it was not
 * interrupted; before that it has no bagit.txt.
 * inputs  in      may be empty with resume, which then takes the journal's
 * diags   in/out  messages that do not belong to a record: HT_D_BATCH_*
 * ret     out     set unless memory ran out at the start
 * Returns HT_OK when the batch ran, whatever the records' results, also when it
 * was interrupted; HT_ERR_INPUT (nothing was done), HT_ERR_IO; HT_ERR_NOMEM;
 * HT_ERR_ARG: options->name is not valid. */
ht_status ht_batch_run(const ht_batch_options *options, ht_exporter *exporter, const char *const *inputs, size_t n,
                       ht_diags *diags, ht_batch_result *ret);

/* Join the folders of all shards of a batch in out_dir, an existing folder: outputs under the names that one run gives
 * them, its journal and, if a shard has a report, its reports. The order of the parts does not matter, nor whether some
 * are of one shard. Outputs are linked where that is possible, else copied; the parts stay as they are. Nothing is
 * written before all parts were found to fit together.
 * record  called for each record in the order of the input, with .messages of the merge only
 * diags   in/out  HT_D_MERGE_*
 * ret     out     set when all was joined; .resumable: of a package, whose inventory a run with resume makes
 * HT_OK, HT_ERR_INPUT (nothing was done), HT_ERR_IO, HT_ERR_NOMEM. */
ht_status ht_batch_merge(const char *out_dir, const char *const *parts, size_t n,
                         void (*record)(void *user, const ht_batch_record *record), void *user, ht_diags *diags,
                         ht_batch_result *ret);

#endif
