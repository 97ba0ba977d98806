/* A batch's folder: what was made in it, by which rules, and who works in it. */
#ifndef BT_JOB_H
#define BT_JOB_H

#include "base/outfile.h"
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

typedef struct bt_font_file {
	const char *family, *path;
	bt_hash hash;
	bool read; /* hash is known */
} bt_font_file;

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
	bt_font_file *files; /* of the fonts, once bt_facts_read_fonts() was called */
	size_t n_files;
} bt_facts;

/* Collect the facts of a batch.
 * sheets  files of the style sheets, as ht_exporter_warm() has read them
 * diags   in/out  which of them cannot be read again
 * ret     out  free it by bt_facts_free()
 * HT_OK, HT_ERR_IO or HT_ERR_NOMEM. */
ht_status bt_facts_collect(const ht_batch_options *options, ht_exporter *x, const char *const *sheets, size_t n_sheets,
                           ht_diags *diags, bt_facts *ret);
void bt_facts_free(bt_facts *facts);

/* The value of the fact of that name; "": there is none. */
const char *bt_fact_value(const bt_fact *v, size_t n, const char *name);

/* Hash the fonts' files, for whoever is to know later by which fonts it was made. False: out of memory. */
bool bt_facts_read_fonts(bt_facts *facts);

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
/* The arrays "style_sheets" and "fonts": the files, of fonts also the families, and their hashes.
 * bare  the files' names without their folders */
void bt_json_sources(bt_json *j, const bt_sheet *sheets, size_t n_sheets, const bt_font_file *fonts, size_t n_fonts,
                     bool bare);
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
	size_t number; /* made by a shard: as of bt_item, with the next; else 0 */
	int nth;
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
	ht_batch_shard shard;
	const char *const *inputs;
	size_t n_inputs;
	const char *day;    /* of a package: when its batch was begun, 2026-08-20; or NULL */
	const char *folder; /* of a merge: the working folder of its parts; NULL: this process's */
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

/* When and where records were made. */
typedef struct bt_span {
	const char *host;          /* several of a merge are separated by commas */
	int64_t started, finished; /* seconds since 1970, UTC */
	uint64_t ms;
} bt_span;

typedef struct bt_job {
	ht_arena *arena;
	const char *dir;    /* the outputs' */
	const char *folder; /* DIR/.hongtou/ */
	int lock;
	bt_facts facts;
	bt_journal journal;
	double began; /* by ht_clock() */
	bt_span span; /* of a merge; .host NULL: this process began then */
} bt_job;

/* Make the folder, lock it, and remove what a killed run left.
 * must_exist  there must be a journal already, else HT_ERR_INPUT
 * HT_OK, HT_ERR_INPUT, HT_ERR_IO or HT_ERR_NOMEM; diags say why, and there is
 * nothing to close. */
ht_status bt_job_open(bt_job *job, const char *dir, bool must_exist, ht_diags *diags);
void bt_job_close(bt_job *job);

/* When and where this run was made, until now, or what it joins. host: may be used for the answer. */
bt_span bt_job_span(const bt_job *job, char host[256]);

/* Do the entry's outputs exist, with their sizes? */
bool bt_job_has_outputs(const bt_job *job, const bt_entry *e);

/* ---- earlier.c ---- */

/* Who made a document that is in the folder: hashes. */
typedef struct bt_maker {
	uint64_t file;         /* its name */
	uint64_t input, batch; /* 0: none that is known again */
	uint64_t bytes;
	size_t place; /* in what was read: a later one holds */
} bt_maker;

/* Documents that batches of other inputs left in the folder; {0}: none. */
typedef struct bt_earlier {
	bt_maker *v; /* by file */
	size_t n, cap;
	uint64_t batch;     /* that which is being made */
	const char *folder; /* the working folder */
} bt_earlier;

/* Read what other batches left, and keep what the journal has of them, which is going to be begun anew unless it is
 * resumed. HT_OK, HT_ERR_IO with a diagnostic, or HT_ERR_NOMEM. */
ht_status bt_earlier_open(bt_earlier *earlier, const bt_job *job, const char *const *inputs, size_t n, bool resume,
                          ht_diags *diags);
/* The same of a folder dir, in which nothing is begun or kept: for a record alone. arena: as long as earlier lives.
 * False: out of memory. */
bool bt_earlier_look(bt_earlier *earlier, ht_arena *arena, const char *dir, const char *const *inputs, size_t n);
void bt_earlier_free(bt_earlier *earlier);

/* If the output gets its name now: is a document lost that another batch made of another input? */
bool bt_earlier_loses(const bt_earlier *earlier, const bt_output *output, const char *input);

/* ---- shard.c ---- */

/* What a shard tells of itself when it is finished, for the merge. */
typedef struct bt_account {
	ht_batch_shard shard;
	size_t records, skipped; /* of the whole input */
	uint64_t digest;         /* of the whole input: bt_inputs_records() */
	bool report;             /* it was asked for */
	bt_span span;
	const bt_sheet *sheets;
	size_t n_sheets;
	const bt_font_file *fonts;
	size_t n_fonts;
} bt_account;

/* The path of the account in an output folder. NULL: out of memory. */
const char *bt_account_path(ht_arena *arena, const char *dir);

/* Write it. HT_OK, HT_ERR_IO with a diagnostic, or HT_ERR_NOMEM. */
ht_status bt_account_write(const char *path, const bt_account *account, ht_diags *diags);

/* Read it, into the arena. HT_OK; HT_ERR_INPUT: there is none, or it is damaged; HT_ERR_NOMEM. */
ht_status bt_account_read(ht_arena *arena, const char *path, bt_account *ret);

/* ---- report.c ---- */

/* Write report.json, report.jsonl, report.csv and SHA256SUMS into the job's folder; of a package the same but
 * SHA256SUMS into its own, without what another run would not say again: when, where, how fast, what was made already.
 * HT_OK, HT_ERR_IO with a diagnostic, or HT_ERR_NOMEM. */
ht_status bt_report_write(const bt_job *job, bool package, const ht_batch_result *result, ht_diags *diags);

/* ---- bag.c ---- */

/* The manifests of a bag (RFC 8493), being written: one for each hash. */
typedef struct bt_bag {
	ht_outfile *files[2];
	const char *dir; /* the bag's, without slash at its end */
	ht_diags *diags;
	bool secret;
	uint64_t bytes, n; /* of the files listed */
	bt_set listed;     /* their names */
	ht_status status;  /* sticky */
} bt_bag;

/* Begin the manifests whose names begin so: "manifest", "tagmanifest". Failure is in b->status, with a diagnostic. */
void bt_bag_open(bt_bag *b, const char *dir, const char *name, bool secret, ht_diags *diags);
/* List a file whose hashes are known; one that is read for them. file: below dir. */
void bt_bag_list(bt_bag *b, const char *file, uint64_t size, const bt_hash *sha256, const bt_hash *sm3);
void bt_bag_list_file(bt_bag *b, const char *file);
/* Is it listed? */
bool bt_bag_has(const bt_bag *b, const char *file);
/* Put the manifests in their places, if status (that of who writes them) and b->status are HT_OK; forget all. */
ht_status bt_bag_close(bt_bag *b, ht_status status);

/* Call visit for each file in dir/below and its folders, whatever they are but folders: file is its path below dir.
 * below: "", or ending in "/". HT_OK, HT_ERR_IO with a diagnostic. */
ht_status bt_bag_walk(const char *dir, const char *below, ht_diags *diags, void (*visit)(void *user, const char *file),
                      void *user);

/* ---- xlsx.c ---- */

typedef struct bt_xlsx bt_xlsx;

/* A table of texts, its head on every printed page. libxlsxwriter is loaded. NULL: out of memory, or a diagnostic.
 * path    a file that does not exist yet
 * widths  of the columns, in characters
 * day     2026-08-20: when the file says it was made */
bt_xlsx *bt_xlsx_open(const char *path, const char *title, const char *const *heads, const double *widths, size_t n,
                      const char *day, ht_diags *diags);
/* A row of as many cells; NULL: an empty one. Decimal numbers are written as such if is_number. */
void bt_xlsx_row(bt_xlsx *x, const char *const *cells, const bool *is_number);
/* Write the file; x is freed. Failure with a diagnostic. */
ht_status bt_xlsx_close(bt_xlsx *x);

/* ---- inventory.c ---- */

/* A paper of a package: its outputs. */
typedef struct bt_paper {
	size_t number; /* in the inventory, from 1 */
	const bt_output *v;
	size_t n;
} bt_paper;

typedef struct bt_inventory bt_inventory;

/* Begin the inventory (归档文件目录, DA/T 22-2015) of n papers. NULL: out of memory, or a diagnostic. */
bt_inventory *bt_inventory_open(const bt_job *job, ht_exporter *x, size_t n, bool secret, ht_diags *diags);
/* The next paper. Failure is told by bt_inventory_close(). */
void bt_inventory_add(bt_inventory *c, const bt_paper *paper);
/* Write what there is, and list its files; c is freed. */
ht_status bt_inventory_close(bt_inventory *c, bt_bag *bag);

/* ---- package.c ---- */

/* What was a package is none until bt_package_write(): its bagit.txt is deleted. */
void bt_package_begin(bt_job *job, long long source_date);

/* Make a package of what is in the job's folder, from its journal alone. */
ht_status bt_package_write(const bt_job *job, ht_exporter *x, const ht_batch_result *result, ht_diags *diags);

#endif
