/* Private to the room batch: what its files share.
 *
 * The files in order, each using only those before it and, of those after it,
 * nothing (tests/external/test_batch.py checks that):
 *
 *   messages.c  the table of this room's messages
 *   hash.c      SHA-256 and SM3, hashes of 64 bits, sets of them
 *   message_lines.c   diagnostics as lines of text
 *   process.c   the memory of a process; files made, and on the disk
 *   clean.c     text made fit for the name of a file
 *   names.c     names of outputs
 *   wire.c      what is in a frame
 *   protocol.c  requests and replies
 *   given.c     names that outputs were given
 *   stream.c    lines of a file, a pipe or a terminal
 *   source.c    the stack of sources, and the items they give
 *   lines.c     JSON lines, standard input
 *   sniff.c     files in folders that are no records
 *   walk.c      folders
 *   inputs.c    arguments, patterns, lists: all inputs as records
 *   make.c      one record made into outputs
 *   channel.c   child processes and the frames to and from them
 *   barrier.c   the process that waits for the disk
 *   worker.c    a worker's side
 *   pool.c      the workers, from the parent's side
 *   window.c    records that are read and not yet committed
 *   facts.c     what all records depend on
 *   json.c      JSON of the journal and the report
 *   entry.c     one line of the journal
 *   journal.c   the journal
 *   folder.c    DIR/.hongtou
 *   earlier.c   documents of other inputs that the folder has
 *   single.c    a record alone, in this process
 *   shard.c     what a shard tells of itself when it is finished
 *   report.c    report.json, report.csv, SHA256SUMS
 *   bag.c       manifests of BagIt, written and verified
 *   xlsx.c      a table as a spreadsheet
 *   inventory.c the inventory of a package: XLSX, CSV, PDF
 *   package.c   a transfer package from a batch's journal
 *   commit.c    temporary files to final ones
 *   events.c    waiting, and what came of it
 *   run.c       the parent's loop
 *   batch.c     a batch from start to end
 *   parts.c     the folders of shards, read side by side
 *   merge.c     shards joined to what one run makes */
#ifndef BT_H
#define BT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "batch/batch.h"

#define BT_HASH 32 /* bytes of a SHA-256, and of an SM3 (GB/T 32905-2016) */

/* ---- hash.c ---- */

typedef struct bt_hash {
	unsigned char v[BT_HASH];
} bt_hash;

/* SHA-256 of len bytes; SM3 of them. */
void bt_hash_bytes(const void *data, size_t len, bt_hash *ret);
void bt_hash_bytes_sm3(const void *data, size_t len, bt_hash *ret);

/* SHA-256 of a file's content; its size in bytes in *size (may be NULL). False
 * with errno. */
bool bt_hash_file(const char *path, bt_hash *ret, uint64_t *size);
/* The same, and its SM3. */
bool bt_hash_file_both(const char *path, bt_hash *sha256, bt_hash *sm3, uint64_t *size);

/* Is it that of nothing: not known? */
bool bt_hash_is_unknown(const bt_hash *hash);

/* A hash as 64 lower-case hexadecimal digits and NUL. */
void bt_hash_hex(const bt_hash *hash, char hex[2 * BT_HASH + 1]);

/* Such digits as a hash. False when hex is NULL or anything else. */
bool bt_hash_parse(const char *hex, bt_hash *ret);

/* 64 bits of len bytes, for tables in memory; seed: the hash of what comes
 * before them, or 0. */
uint64_t bt_hash64(uint64_t seed, const void *data, size_t len);

/* A set of 64-bit keys; {0} is empty. It may keep a count with each key. */
typedef struct bt_set {
	uint64_t *keys; /* an open hash table; 0: free */
	int *counts;    /* beside keys; NULL until bt_set_count() is used */
	size_t n, cap;
} bt_set;

bool bt_set_has(const bt_set *set, uint64_t key);
bool bt_set_add(bt_set *set, uint64_t key); /* false: out of memory */

/* The count of key, which is added with a count of 0 if it is new. Valid until
 * the next key is added. NULL: out of memory. */
int *bt_set_count(bt_set *set, uint64_t key);
void bt_set_free(bt_set *set);

/* ---- message_lines.c ---- */

/* The diagnostics as messages in the arena, in the order of ht_diags_each().
 * False: out of memory. */
bool bt_messages(ht_arena *arena, ht_diags *diags, ht_message **v, size_t *n);

/* One diagnostic that stands for a record's result; arguments may be NULL. NULL: out of memory. */
typedef struct bt_fault bt_fault;
bt_fault *bt_fault_new(ht_code code, const char *file, int line, const char *arg1, const char *arg2);
const ht_message *bt_fault_message(const bt_fault *fault); /* valid until it is freed */
void bt_fault_free(bt_fault *fault);                       /* NULL: nothing happens */

/* ---- process.c ---- */

/* Memory of a process in pages: all it has mapped, and what is resident. False
 * when the kernel does not say; both are then unchanged. */
bool bt_memory_pages(pid_t pid, long *virtual_pages, long *resident);

/* Is it an errno after which nothing more can be written? */
bool bt_is_disk_error(int error);

/* Make a file to write, in place of one of that name, whose mode and links do not count; secret: only the owner may
 * read it. -1 with errno. */
int bt_create(const char *path, bool secret);

/* A file so made, with these bytes. 0, or errno. */
int bt_write_new(const char *path, const void *data, size_t len, bool secret);

/* Wait until all that was written is on the disk of the folder. 0, or errno. */
int bt_sync_disk(const char *dir);

/* ---- clean.c ---- */

/* Append text with everything replaced or dropped that Linux or Windows does
 * not allow in a file's name. False: out of memory. */
bool bt_clean(ht_buf *out, const char *text);

/* A copy of a whole stem without what is wrong with it as a name: reserved
 * names, a leading dot, blanks and dots at its ends. May be empty. NULL: out of
 * memory. */
char *bt_clean_stem(ht_arena *arena, const char *stem);

/* The path, then the folder with this name, and a slash. NULL: out of memory. */
char *bt_folder_join(ht_arena *arena, const char *path, const char *name);

/* Make the folders that lead to the file; the first len bytes of its path are a folder that exists. 0, or errno. */
int bt_make_folders(const char *path, size_t len);

/* Does the path, as another one wrote it, stay in the folder that it is below? */
bool bt_is_beneath(const char *path);

/* Is there such a regular file in the folder itself? One that a symbolic link leads to is not in it. st may be NULL.
 * False: errno; ELOOP of a link, EISDIR of whatever else it is. */
bool bt_stat_beneath(const char *dir, const char *file, struct stat *st);

/* The path folder stem "-nth" tail, the number only for nth > 1. The name is at
 * most 255 bytes long: the stem is cut at a character. NULL: out of memory. */
char *bt_name_join(ht_arena *arena, const char *folder, const char *stem, int nth, const char *tail);

/* ---- names.c ---- */

typedef struct bt_template bt_template;

/* One record to export. */
typedef struct bt_item {
	size_t index;  /* 1, 2 … of those that this run makes */
	size_t number; /* 1, 2 … of the whole input, of which this run may make a shard */
	char *input;   /* as named; "-": standard input; owned */
	int line;      /* of a JSON-lines file, else 0 */
	int nth;       /* how often this input was named before */
	ht_format format;
	char *data; /* the record's text, owned; NULL: the worker reads the file */
	size_t len;
	uint64_t weight;        /* its bytes, for the progress */
	struct bt_fault *fault; /* owned: there is no record, and this says why */
} bt_item;

/* Parse a template of names (see ht_batch_check_name()). NULL: out of memory,
 * or *wrong is the part that is not valid, which the caller frees. */
bt_template *bt_template_parse(ht_arena *arena, const char *text, char **wrong);

/* That of packages without --name: folders by fonds, year, retention period and office, files by archival code. What a
 * record lacks of these is told by others. NULL: out of memory. */
bt_template *bt_template_of_package(ht_arena *arena);

/* Does it contain {index}? t may be NULL. */
bool bt_template_has_index(const bt_template *t);

typedef struct bt_naming {
	const char *out_file, *out_dir;
	const bt_template *template; /* or NULL */
	bool package;                /* the outputs are a package's documents */
} bt_naming;

/* A package's folders (RFC 8493 2.1.2: what it carries is below data). */
#define BT_PACKAGE_DATA      "data/"
#define BT_PACKAGE_DOCUMENTS "data/文件/"
#define BT_PACKAGE_INVENTORY "data/目录/"
#define BT_PACKAGE_REPORT    "data/报告/"

/* The label in bag-info.txt of the number of records that failed. */
#define BT_PACKAGE_FAILED "Failed-Record-Count:"

/* An output's path is FOLDER STEM TAIL. A number that distinguishes records of
 * one name goes after the stem. */
typedef struct bt_names {
	const char *folder; /* "", or ending in "/" */
	const char **stems; /* one an output; folders below folder may be before it */
	const char **tails; /* style, page, extension */
	bool to_stdout;     /* a single output, for standard output */
	bool secret;        /* the record has a security grade (密级): only the owner may read its outputs */
} bt_names;

/* The folder of an input's outputs: "", or ending in "/". NULL: out of memory. */
const char *bt_folder(const bt_naming *naming, const char *input, ht_arena *arena);

/* The names of a record's outputs, in the arena.
 * style  name of the sheet in use, for {style}; or NULL
 * diags  in/out  HT_D_BATCH_NAME_EMPTY for a part of the template without text
 * HT_OK or HT_ERR_NOMEM. */
ht_status bt_names_make(const bt_naming *naming, const bt_item *item, const ht_record *record,
                        const ht_outputs *outputs, const char *style, ht_arena *arena, ht_diags *diags, bt_names *ret);

/* ---- protocol.c ---- */

typedef struct bt_output {
	const char *temp; /* where its bytes are until they are committed */
	const char *stem, *tail;
	const char *file; /* final name, without folder */
	uint64_t size;    /* bytes */
	uint32_t pages;
	bt_hash hash; /* of its bytes, for the journal; 0 without one */
	bt_hash sm3;  /* likewise, of a package's document */
	bool begins;  /* it is the first output of its paper: what follows is that of the others, too */
	const char *title;
	const char *archive[HT_ARCHIVE_COUNT]; /* doc/archive.h */
} bt_output;

/* A file that was read for a record. */
typedef struct bt_read {
	const char *path;
	bt_hash hash;
} bt_read;

/* What the journal knows of a record's last export. */
typedef struct bt_known {
	bt_hash key; /* of all that the outputs depend on */
	const char *folder;
	bt_output *outputs; /* .file, .size, .pages, .hash */
	size_t n_outputs;
	const bt_read *reads;
	size_t n_reads;
} bt_known;

/* The result of a record: from a worker, or from the parent on its behalf. */
typedef struct bt_reply {
	uint64_t index;
	ht_batch_state state;
	int error;       /* errno of an output that could not be written, or 0 */
	bool secret;     /* the record has a security grade */
	bool by_machine; /* failed, and the record may be right: the machine lacked something */
	uint32_t ms;
	bool wants_replacement; /* the worker has grown too large */
	bt_hash key;
	const char *folder;
	bt_output *outputs; /* .temp, .stem, .tail, .size, .pages, .hash */
	size_t n_outputs;
	bt_read *reads;
	size_t n_reads;
	ht_message *messages;
	size_t n_messages;
} bt_reply;

/* Frames: a length in 4 bytes, then that many bytes, the payload. */

/* Append one frame. known: or NULL. False: out of memory. */
bool bt_put_request(ht_buf *out, const bt_item *item, const bt_known *known);
bool bt_put_reply(ht_buf *out, const bt_reply *reply);

/* Decode a frame's payload of len bytes. The results point into it; arrays are
 * in the arena. False when it is not valid, or out of memory. */
bool bt_get_request(ht_arena *arena, char *payload, size_t len, bt_item *item, bt_known *known, bool *has_known);
bool bt_get_reply(ht_arena *arena, const char *payload, size_t len, bt_reply *reply, bool *no_memory);

/* The payload of the first frame of buf from *pos on, and its length; *pos is
 * moved after the frame. NULL when the frame is not complete yet, or *broken:
 * no frame is that long. */
const char *bt_frame(const ht_buf *buf, size_t *pos, size_t *len, bool *broken);

/* ---- given.c ---- */

/* The names that outputs were given in a run; {0} is empty. */
typedef struct bt_given {
	bt_set taken;   /* names */
	bt_set numbers; /* names asked for more than once, with the last number given */
} bt_given;

void bt_given_free(bt_given *given);

/* Are the names of these outputs (.file) still free in the folder? */
bool bt_given_are_free(const bt_given *given, const char *folder, const bt_output *v, size_t n);

/* Take them. False: out of memory. */
bool bt_given_take(bt_given *given, const char *folder, const bt_output *v, size_t n);

typedef enum bt_naming_result {
	BT_NAMED,
	BT_NAMED_OTHERWISE, /* *wanted is taken */
	BT_NAMED_TWICE,     /* two outputs of the record would be called *wanted; nothing was taken */
	BT_NAMED_NOMEM
} bt_naming_result;

/* Choose and take the names of a record's outputs by .stem and .tail: .file, in the arena. A name that is taken gets
 * the next number, so the same records in the same order always get the same names. */
bt_naming_result bt_given_name(bt_given *given, ht_arena *arena, const char *folder, bt_output *v, size_t n,
                               const char **wanted);

/* Add a message to those of a reply, which get a place in the arena. False: out of memory. */
bool bt_reply_add_message(ht_arena *arena, bt_reply *r, const char *input, int line, ht_code code, const char *arg1,
                          const char *arg2);

/* The reply's outputs as whoever runs the batch is told of them, in the arena. False: out of memory; record is
 * unchanged. */
bool bt_reply_outputs(ht_arena *arena, const bt_reply *r, ht_batch_record *record);

/* ---- source.c, inputs.c ---- */

/* Free what an item owns. */
void bt_item_free(bt_item *item);

/* What identifies a record in journals. */
uint64_t bt_item_id(const char *input, int nth, int line);

typedef struct bt_inputs bt_inputs;

/* A shard as --shard names it; "": all records. */
void bt_shard_name(ht_batch_shard shard, char ret[32]);

/* Give the records of one shard only. */
void bt_inputs_shard(bt_inputs *in, ht_batch_shard shard);

/* All records that were counted so far, those of other shards, too, and a hash of what they are. */
size_t bt_inputs_records(const bt_inputs *in, uint64_t *digest);

/* JSON lines on standard input are recognised by their first line alone. */
void bt_inputs_stream(bt_inputs *in);

/* How many files of folders were skipped so far, since they are no records. */
size_t bt_inputs_skipped(const bt_inputs *in);
typedef enum bt_next { BT_ITEM, BT_END, BT_WAIT, BT_NOMEM } bt_next;

/* The records of n arguments, read as they are asked for.
 * args    borrowed
 * report  a file that is not a record: out_dir/report.json, or NULL
 * diags   notes on files that are skipped (HT_D_BATCH_SKIPPED_*); or NULL
 * NULL: out of memory. */
bt_inputs *bt_inputs_open(const char *const *args, size_t n, const char *report, ht_diags *diags);
void bt_inputs_close(bt_inputs *in);

/* The next record, which the caller frees. BT_WAIT (never if block): nothing
 * has come in yet on bt_inputs_fd(). */
bt_next bt_inputs_next(bt_inputs *in, bool block, bt_item *ret);
int bt_inputs_fd(const bt_inputs *in);

/* Records and bytes of the inputs, without reading them. *records is 0 when
 * only the bytes are known (JSON lines). False: neither is known (standard
 * input, lists), or out of memory. */
bool bt_inputs_measure(const char *const *args, size_t n, const char *report, size_t *records, uint64_t *bytes);

/* ---- make.c: shared by single.c and worker.c ---- */

/* The text of a record: item's own, or read from its file into buf.
 * diags  in/out  why it cannot be read
 * HT_OK, HT_ERR_IO, HT_ERR_INPUT (too large) or HT_ERR_NOMEM. */
ht_status bt_read_item(ht_exporter *x, const bt_item *item, ht_diags *diags, ht_buf *buf, const char **data,
                       size_t *len);

/* Parse a record, export it, and name its outputs.
 * read     in/out  what data lies in, if bt_read_item() read it: released once the record is parsed, unless it is to be
 *                  attached
 * outputs  out  the caller frees them; empty on failure. HT_OK and .n_failed: some of
 *               several papers failed
 * names    out  in the arena; .secret also when it fails */
ht_status bt_make(ht_exporter *x, const bt_naming *naming, const bt_item *item, const char *data, size_t len,
                  ht_buf *read, ht_arena *arena, ht_diags *diags, ht_outputs *outputs, bt_names *names);

/* Say that memory ran out while a record was made: that it reached its limit of so many MiB, or that the machine had
 * none left. True: the latter. */
bool bt_say_no_memory(const bt_item *item, unsigned limit, ht_diags *diags);

/* Do both paths exist and lead to one file? */
bool bt_same_file(const char *a, const char *b);

/* ---- single.c ---- */

/* Export a single record in this process and report it. HT_OK whatever the
 * record's result; HT_ERR_NOMEM when its messages could not be reported. */
ht_status bt_single(const ht_batch_options *options, ht_exporter *x, const bt_naming *naming, const bt_item *item,
                    ht_diags *diags, ht_batch_result *result);

#endif
