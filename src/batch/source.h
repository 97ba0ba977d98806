/* Sources of records. They form a stack: the top one is asked first, and may
 * push another one. */
#ifndef BT_SOURCE_H
#define BT_SOURCE_H

#include "bt.h"
#include "stream.h"

typedef enum bt_step {
	BT_STEP_ITEM,
	BT_STEP_AGAIN, /* another source is on top now */
	BT_STEP_DONE,  /* this source is empty */
	BT_STEP_WAIT,  /* for bt_inputs.wait_fd */
	BT_STEP_NOMEM
} bt_step;

typedef struct bt_source bt_source;
struct bt_source {
	bt_source *below;
	bt_step (*next)(bt_inputs *in, bt_source *self, bt_item *item);
	void (*free)(bt_source *self);
};

struct bt_inputs {
	bt_source *top;
	size_t index;         /* of the last record given */
	size_t number;        /* of the last record found, in any shard */
	ht_batch_shard shard; /* give only its records */
	uint64_t digest;      /* of all records found */
	bt_set named;         /* files named so far, and how often: of this shard only */
	bool block;
	ht_diags *diags;  /* for notes on files that are skipped; or NULL */
	size_t n_skipped; /* such files */
	bool stream;      /* ht_batch_options.stream */
	bool measuring;   /* JSON lines are one item with their whole weight */
	int wait_fd;
	bool has_report;
	dev_t report_dev; /* our own report is not a record */
	ino_t report_ino;
};

/* ---- source.c ---- */

/* Push a source: size bytes that begin with a bt_source, the rest zero. It is
 * freed by free. NULL: out of memory. */
void *bt_source_push(bt_inputs *in, size_t size, bt_step (*next)(bt_inputs *, bt_source *, bt_item *),
                     void (*free)(bt_source *));

/* Remove the top source and free it. */
void bt_source_pop(bt_inputs *in);

/* Count a record, which len bytes of what decide the shard of: the name of a file, or the text of a line. False: it
 * belongs to another shard. */
bool bt_source_found(bt_inputs *in, const void *what, size_t len, bt_item *item);

/* An item that says why there is no record, unless it belongs to another shard (BT_STEP_AGAIN). input is copied. */
bt_step bt_source_fault(bt_inputs *in, const char *input, int line, ht_code code, const char *arg, bt_item *item);

/* An item of a whole file, unless it belongs to another shard (BT_STEP_AGAIN). path is copied. */
bt_step bt_source_file(bt_inputs *in, const char *path, uint64_t weight, bt_item *item);

/* How often path was named before. -1: out of memory. */
int bt_source_count_name(bt_inputs *in, const char *path);

/* ---- sniff.c ---- */

/* What a file in a folder is. */
typedef enum bt_sniffed {
	BT_SNIFFED_RECORD,
	BT_SNIFFED_DOUBTFUL, /* Markdown whose front matter has no date: a record, unless another one names it */
	BT_SNIFFED_SHEET,    /* a style sheet */
	BT_SNIFFED_TEXT      /* Markdown without front matter */
} bt_sniffed;

/* By its ending and its first lines. */
bt_sniffed bt_sniff(const char *path);

/* Add the files that the record at path, in folder ("" or ending in "/"), names as texts of its attachments. False: out
 * of memory. */
bool bt_sniff_names(bt_set *named, const char *folder, const char *path);

/* Is the file at path among those that records of folder name? */
bool bt_sniff_is_named(const bt_set *named, const char *folder, const char *path);

/* ---- lines.c ---- */

/* Is it a file of JSON lines, by its extension? */
bool bt_is_lines(const char *path);

/* Push a file of JSON lines, or standard input. item: used for a fault. */
bt_step bt_push_lines(bt_inputs *in, const char *path, bt_item *item);
bt_step bt_push_stdin(bt_inputs *in, bt_item *item);

/* ---- walk.c ---- */

/* Push a folder. */
bt_step bt_push_folder(bt_inputs *in, const char *path);

#endif
