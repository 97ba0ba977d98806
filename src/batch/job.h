/* A batch's folder: what was made in it, by which rules, and who is at it. */
#ifndef BT_JOB_H
#define BT_JOB_H

#include "work.h"

/* ---- facts.c: all that is the same for every record ---- */

typedef struct bt_fact {
	const char *name; /* an option as it is typed, or "program", "style sheets", "fonts" */
	const char *value;
} bt_fact;

#define BT_MAX_FACTS 24

typedef struct bt_sheet {
	const char *path;
	bt_hash hash;
} bt_sheet;

typedef struct bt_facts {
	ht_arena *arena;
	bt_fact v[BT_MAX_FACTS];
	size_t n;
	bt_hash hash; /* of all of them */
	bt_sheet *sheets;
	size_t n_sheets;
	const ht_font **fonts;
	size_t n_fonts, cap_fonts;
} bt_facts;

/* sheets  the style sheets' files, as warming has read them */
ht_status bt_facts_collect(const ht_batch_options *options, ht_exporter *x, const char *const *sheets, size_t n_sheets,
                           bt_facts *ret);
void bt_facts_free(bt_facts *facts);

/* ---- journal.c ---- */

/* What a record's line says. */
typedef struct bt_entry {
	ht_batch_state state;
	const char *input;
	int line;
	uint32_t pages, ms;
	bt_known known;
	ht_batch_message *messages;
	size_t n_messages;
} bt_entry;

/* Where lines are, sorted by place. */
typedef struct bt_where {
	uint64_t place;
	uint64_t offset;
} bt_where;

/* The line of each record of this run, in order. */
typedef struct bt_told {
	uint64_t offset : 63;
	uint64_t unchanged : 1; /* --incremental: it was not made again */
} bt_told;

typedef struct bt_journal {
	int fd;
	const char *path;
	uint64_t end;
	uint64_t job; /* lines from here on belong to the batch to resume */
	bt_where *index;
	size_t n_index, cap_index;
	bt_told *told;
	size_t n_told, cap_told;
	bool has_old;     /* lines of earlier runs are in it */
	bool incremental; /* the batch to resume is one */
	const char **inputs;
	size_t n_inputs;
} bt_journal;

/* Read what is there: heads, and the index of lines. A last line cut short by
 * a crash is cut off. facts: of this command; with resume they must be those of
 * the journal, or HT_ERR_INPUT with HT_D_BATCH_DIFFERS.
 * no_inputs: take the journal's. */
ht_status bt_journal_load(bt_journal *j, ht_arena *arena, const bt_facts *facts, bool resume, bool no_inputs,
                          ht_diags *diags);
/* Begin a new one, or a new part of one that was loaded. */
ht_status bt_journal_begin(bt_journal *j, const bt_facts *facts, const char *const *inputs, size_t n, bool incremental,
                           bool resume, ht_diags *diags);

/* The entry of a record in an earlier run; false: none. *this_batch: it belongs
 * to the batch that is resumed. */
bool bt_journal_find(const bt_journal *j, ht_arena *arena, const bt_item *item, bt_entry *ret, uint64_t *offset,
                     bool *this_batch);
/* The entry whose line begins at offset. */
bool bt_journal_read(const bt_journal *j, ht_arena *arena, uint64_t offset, bt_entry *ret);

/* Lines of records, added at once. Each call notes where its line will be. */
bool bt_journal_note(bt_journal *j, ht_buf *lines, const bt_item *item, const bt_reply *reply);
bool bt_journal_keep(bt_journal *j, uint64_t offset);
/* 0, or errno; the journal is then as before. */
int bt_journal_write(bt_journal *j, const ht_buf *lines);
/* All records were dealt with: say so, and drop what earlier runs left. */
int bt_journal_finish(bt_journal *j);
void bt_journal_close(bt_journal *j);

/* json.c: what the journal and the report share */
void bt_json_string(void *gen, const char *s);
void bt_json_pair(void *gen, const char *key, const char *value);
void bt_json_number(void *gen, const char *key, uint64_t value);
void bt_json_hash(void *gen, const char *key, const bt_hash *hash);
void bt_json_key(void *gen, const char *key);

/* ---- folder.c ---- */

typedef struct bt_job {
	ht_arena *arena;
	const char *dir;    /* the outputs' */
	const char *folder; /* DIR/.hongtou/ */
	int lock;
	bt_facts facts;
	bt_journal journal;
	double began;
} bt_job;

/* Make the folder, lock it, remove what a killed run left. must_be: there must
 * be a journal already. */
ht_status bt_job_open(bt_job *job, const char *dir, bool must_be, ht_diags *diags);
void bt_job_close(bt_job *job);

/* Are the entry's outputs there, with their sizes? */
bool bt_job_has_outputs(const bt_job *job, const bt_entry *e);

/* ---- report.c ---- */

ht_status bt_report_write(const bt_job *job, const ht_batch_result *result, ht_diags *diags);

#endif
