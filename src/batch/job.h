/* A batch's folder: what was made in it, by which rules, and who works in it. */
#ifndef BT_JOB_H
#define BT_JOB_H

#include "bt.h"

/* ---- facts.c: all that is the same for every record ---- */

typedef struct bt_fact {
	const char *name; /* an option as it is typed, or "program", "style sheets", "fonts" */
	const char *value;
} bt_fact;

typedef struct bt_sheet {
	const char *path;
	bt_hash hash;
} bt_sheet;

typedef struct bt_facts {
	ht_arena *arena;
	bt_fact *v;
	size_t n, cap;
	bool nomem;         /* a fact is missing */
	const char *unread; /* a sheet that cannot be read again, or NULL */
	int error;          /* then: errno */
	bt_hash hash;       /* of all of them */
	bt_sheet *sheets;
	size_t n_sheets;
	const ht_font **fonts;
	size_t n_fonts, cap_fonts;
} bt_facts;

/* Collect the facts of a batch.
 * sheets  files of the style sheets, as ht_exporter_warm() has read them
 * diags   in/out  which of them cannot be read again
 * ret     out  free it by bt_facts_free()
 * HT_OK, HT_ERR_IO or HT_ERR_NOMEM. */
ht_status bt_facts_collect(const ht_batch_options *options, ht_exporter *x, const char *const *sheets, size_t n_sheets,
                           ht_diags *diags, bt_facts *ret);
void bt_facts_free(bt_facts *facts);

/* ---- json.c: what the journal and the report share ---- */

/* The value of "cause", of a record that failed: whose fault it was. */
#define BT_CAUSE_RECORD  "record"
#define BT_CAUSE_MACHINE "machine"

/* A JSON text being written. */
typedef struct bt_json {
	void *gen;   /* yajl_gen */
	bool failed; /* sticky: out of memory */
} bt_json;

/* False: out of memory. Free it by bt_json_close(). */
bool bt_json_open(bt_json *j, bool indented);
void bt_json_close(bt_json *j);

/* The key of the value that comes next. */
void bt_json_key(bt_json *j, const char *key);
/* A string. Invalid UTF-8, which names of files may hold, becomes U+FFFD. */
void bt_json_string(bt_json *j, const char *s);
/* A key and its value. */
void bt_json_pair(bt_json *j, const char *key, const char *value);
void bt_json_number(bt_json *j, const char *key, uint64_t value);
void bt_json_bool(bt_json *j, const char *key, bool value);
void bt_json_hash(bt_json *j, const char *key, const bt_hash *hash);
/* Begin an object or an array; key NULL: as a member of an array, or the whole
 * text. */
void bt_json_object(bt_json *j, const char *key);
void bt_json_array(bt_json *j, const char *key);
void bt_json_end_object(bt_json *j);
void bt_json_end_array(bt_json *j);
/* The object {"file": path, "sha256": hash}. */
void bt_json_file(bt_json *j, const char *path, const bt_hash *hash);
/* The array "outputs": name, bytes, pages and hash of each; of the first one of a paper its title, and what it tells
 * archives. */
void bt_json_outputs(bt_json *j, const bt_output *v, size_t n);
/* What was written since the last bt_json_clear(), borrowed; NULL when out of
 * memory. */
const char *bt_json_text(const bt_json *j, size_t *len);
void bt_json_clear(bt_json *j);

/* ---- journal.c ---- */

/* A record's line. */
typedef struct bt_entry {
	ht_batch_state state;
	bool secret;     /* as of bt_reply */
	bool by_machine; /* failed: it was the machine, not the record */
	const char *input;
	int line;
	uint32_t ms;
	bt_known known;
	ht_message *messages;
	size_t n_messages;
} bt_entry;

/* Where a record's line is. The index is sorted by id, then by offset. */
typedef struct bt_index_row {
	uint64_t id; /* bt_item_id() */
	uint64_t offset;
} bt_index_row;

/* The line of a record of this run. */
typedef struct bt_run_line {
	uint64_t offset : 63;
	uint64_t unchanged : 1; /* --incremental: it was not made again */
} bt_run_line;

typedef struct bt_journal {
	int fd;
	const char *path;
	uint64_t end;
	uint64_t job; /* lines from here on belong to the batch to resume */
	bt_index_row *index;
	size_t n_index, cap_index;
	bt_run_line *run_lines; /* in the order of the records */
	size_t n_run_lines, cap_run_lines;
	bool has_old;     /* it holds lines of earlier runs */
	bool incremental; /* the batch to resume is incremental */
	const char *const *inputs;
	size_t n_inputs;
} bt_journal;

/* Read what is there: heads, and the index of lines. A last line cut short by
 * a crash is dropped.
 * facts      of this command; with resume they must be those of the journal,
 *            or HT_ERR_INPUT with HT_D_BATCH_DIFFERS
 * no_inputs  take the journal's
 * HT_OK, HT_ERR_INPUT, HT_ERR_IO or HT_ERR_NOMEM; diags say why. */
ht_status bt_journal_load(bt_journal *j, ht_arena *arena, const bt_facts *facts, bool resume, bool no_inputs,
                          ht_diags *diags);
/* Begin a new journal, or a new run in the one that was loaded. Inputs are
 * borrowed. HT_OK, HT_ERR_IO with a diagnostic, or HT_ERR_NOMEM. */
ht_status bt_journal_begin(bt_journal *j, const bt_facts *facts, const char *const *inputs, size_t n, bool incremental,
                           bool resume, ht_diags *diags);

/* The last entry of a record in earlier runs, and the offset of its line.
 * *in_batch: it belongs to the batch that is resumed. False: there is none. */
bool bt_journal_find(const bt_journal *j, ht_arena *arena, const bt_item *item, bt_entry *ret, uint64_t *offset,
                     bool *in_batch);
/* The entry whose line begins at offset. False: it cannot be read. */
bool bt_journal_read(const bt_journal *j, ht_arena *arena, uint64_t offset, bt_entry *ret);

/* Add a record's line to lines, and remember where it will be. False: out of
 * memory. */
bool bt_journal_add(bt_journal *j, ht_buf *lines, const bt_item *item, const bt_reply *reply);
/* The line at offset stays valid for the next record. False: out of memory. */
bool bt_journal_keep(bt_journal *j, uint64_t offset);
/* Append lines at once. 0, or errno; the journal is then unchanged. */
int bt_journal_write(bt_journal *j, const ht_buf *lines);
/* All records are done: write the last line, and drop what earlier runs left.
 * 0, or errno. */
int bt_journal_finish(bt_journal *j);
void bt_journal_close(bt_journal *j);

/* ---- folder.c ---- */

typedef struct bt_job {
	ht_arena *arena;
	const char *dir;    /* the outputs' */
	const char *folder; /* DIR/.hongtou/ */
	int lock;
	bt_facts facts;
	bt_journal journal;
	double began; /* by ht_clock() */
} bt_job;

/* Make the folder, lock it, and remove what a killed run left.
 * must_exist  there must be a journal already, else HT_ERR_INPUT
 * HT_OK, HT_ERR_INPUT, HT_ERR_IO or HT_ERR_NOMEM; diags say why, and there is
 * nothing to close. */
ht_status bt_job_open(bt_job *job, const char *dir, bool must_exist, ht_diags *diags);
void bt_job_close(bt_job *job);

/* Do the entry's outputs exist, with their sizes? */
bool bt_job_has_outputs(const bt_job *job, const bt_entry *e);

/* ---- report.c ---- */

/* Write report.json, report.csv and SHA256SUMS. HT_OK, HT_ERR_IO with a
 * diagnostic, or HT_ERR_NOMEM. */
ht_status bt_report_write(const bt_job *job, const ht_batch_result *result, ht_diags *diags);

#endif
