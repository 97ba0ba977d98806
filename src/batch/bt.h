/* Private to the room batch: what its files share. */
#ifndef BT_H
#define BT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "batch/batch.h"

#define BT_HASH 32 /* bytes of a SHA-256 */

/* ---- hash.c ---- */

typedef struct bt_hash {
	unsigned char v[BT_HASH];
} bt_hash;

void bt_hash_bytes(const void *data, size_t len, bt_hash *ret);

/* Of a file's content; its size in *size (may be NULL). False with errno. */
bool bt_hash_file(const char *path, bt_hash *ret, uint64_t *size);

/* As 64 lower-case digits and NUL; and back. */
void bt_hash_hex(const bt_hash *hash, char hex[2 * BT_HASH + 1]);
bool bt_hash_parse(const char *hex, bt_hash *ret);

/* 64 bits of a string, for tables in memory. */
uint64_t bt_mix(uint64_t seed, const void *data, size_t len);

/* A set of such numbers: {0} is empty. */
typedef struct bt_set {
	uint64_t *v;
	size_t n, cap;
} bt_set;

bool bt_set_has(const bt_set *set, uint64_t key);
bool bt_set_add(bt_set *set, uint64_t key); /* false: out of memory */
void bt_set_free(bt_set *set);

/* ---- inputs.c, walk.c, stream.c ---- */

/* One record to export. */
typedef struct bt_item {
	size_t index; /* 1, 2 … */
	char *input;  /* as named; "-": standard input; owned */
	int line;     /* of a JSON-lines file, else 0 */
	int nth;      /* how often this input was named before */
	ht_format format;
	char *data; /* the record's text, owned; NULL: the worker reads the file */
	size_t len;
	uint64_t weight; /* its bytes, for the progress */
	char *fault;     /* owned: there is no record, and this line says why */
} bt_item;

void bt_item_free(bt_item *item);

/* A number for input, nth and line: the record's place in journals. */
uint64_t bt_item_place(const char *input, int nth, int line);

typedef struct bt_inputs bt_inputs;
typedef enum bt_next { BT_ITEM, BT_END, BT_WAIT, BT_NOMEM } bt_next;

/* args   borrowed
 * report  a file that is no record: out_dir/report.json, or NULL */
bt_inputs *bt_inputs_open(const char *const *args, size_t n, const char *report);
void bt_inputs_close(bt_inputs *in);

/* The next record. BT_WAIT (only unless block): nothing has come in yet on
 * bt_inputs_fd(). */
bt_next bt_inputs_next(bt_inputs *in, bool block, bt_item *ret);
int bt_inputs_fd(const bt_inputs *in);

/* Records and bytes of the inputs, without reading them; *records 0 when only
 * the bytes are known (JSON lines); false: neither (standard input, lists). */
bool bt_inputs_measure(const char *const *args, size_t n, const char *report, size_t *records, uint64_t *bytes);

/* ---- names.c, clean.c ---- */

typedef struct bt_template bt_template;

/* NULL: out of memory, or *wrong (allocated) is the part that cannot be. */
bt_template *bt_template_parse(ht_arena *arena, const char *text, char **wrong);

/* Does it name {index}? t may be NULL. */
bool bt_template_has_index(const bt_template *t);

typedef struct bt_naming {
	const char *out_file, *out_dir;
	const bt_template *template; /* or NULL */
} bt_naming;

/* An output's path is FOLDER STEM TAIL; what tells records of one name apart
 * comes behind the stem. */
typedef struct bt_names {
	const char *folder; /* "", or ending in "/" */
	const char **stems; /* one an output */
	const char **tails; /* style, page, ending */
	bool to_stdout;     /* a single output, for standard output */
} bt_names;

/* Where the outputs of an input go; NULL when out of memory. */
const char *bt_folder(const bt_naming *naming, const char *input, ht_arena *arena);

/* style: the name of the sheet in use, for {style}, or NULL. */
ht_status bt_names_make(const bt_naming *naming, const bt_item *item, const ht_record *record,
                        const ht_outputs *outputs, const char *style, ht_arena *arena, ht_diags *diags, bt_names *ret);

/* folder, stem, "-nth" for nth > 1, tail: at most 255 bytes behind the folder,
 * the stem being cut at a character. */
char *bt_name_join(ht_arena *arena, const char *folder, const char *stem, int nth, const char *tail);

/* Append text as a part of a file's name that Linux and Windows allow. */
bool bt_clean(ht_buf *out, const char *text);
/* Mend what is wrong with the name as a whole: reserved, hidden, blank ends. */
char *bt_clean_stem(ht_arena *arena, const char *stem);

/* ---- protocol.c ---- */

typedef struct bt_output {
	const char *temp; /* where its bytes are until they are committed */
	const char *stem, *tail;
	const char *file; /* final name, without folder */
	uint64_t size;
	bt_hash hash;
} bt_output;

typedef struct bt_read {
	const char *path;
	bt_hash hash;
} bt_read;

/* What a journal knows of a record's last export. */
typedef struct bt_known {
	bt_hash key;
	const char *folder;
	const bt_output *outputs; /* .file, .size, .hash */
	size_t n_outputs;
	const bt_read *reads;
	size_t n_reads;
} bt_known;

/* What a worker, or the parent on its behalf, says of a record. */
typedef struct bt_reply {
	uint64_t index;
	ht_batch_state state;
	int error; /* errno of an output that could not be written, or 0 */
	uint32_t pages, ms;
	bool tired; /* the worker has grown and wants to be replaced */
	bt_hash key;
	const char *folder;
	bt_output *outputs; /* .temp, .stem, .tail, .size, .hash */
	size_t n_outputs;
	bt_read *reads;
	size_t n_reads;
	ht_batch_message *messages;
	size_t n_messages;
} bt_reply;

/* Frames: length in 4 bytes, then that many. Encoders append one frame;
 * decoders get a frame's inside, which the result points into, and use the
 * arena for arrays; false when it is not what it should be. */
bool bt_put_request(ht_buf *out, const bt_item *item, const bt_known *known);
bool bt_get_request(ht_arena *arena, char *frame, size_t len, bt_item *item, bt_known *known, bool *has_known);
bool bt_put_reply(ht_buf *out, const bt_reply *reply);
bool bt_get_reply(ht_arena *arena, const char *frame, size_t len, bt_reply *reply);

/* The first frame of buf from *pos on: its inside, *pos moved behind it; NULL
 * when it is not whole yet. *broken: no frame can be that long. */
const char *bt_frame(const ht_buf *buf, size_t *pos, size_t *len, bool *broken);

/* ---- make.c: shared by single.c and worker.c ---- */

/* Read the record where item has no data. */
ht_status bt_read_item(const bt_item *item, ht_diags *diags, ht_buf *buf, const char **data, size_t *len);

/* Parse and export it, and find its names. */
ht_status bt_make(ht_exporter *x, const bt_naming *naming, const bt_item *item, const char *data, size_t len,
                  ht_arena *arena, ht_diags *diags, ht_outputs *outputs, bt_names *names);

/* Are both there, and the same file? */
bool bt_same_file(const char *a, const char *b);

/* The diagnostics as messages in the arena; false when out of memory. */
bool bt_messages(ht_arena *arena, ht_diags *diags, ht_batch_message **v, size_t *n);

/* One diagnostic as a line; allocated; NULL when out of memory. */
char *bt_line(ht_code code, const char *file, int line, const char *arg1, const char *arg2);

/* A single record, in this process. */
ht_status bt_single(const ht_batch_options *options, ht_exporter *x, const bt_naming *naming, const bt_item *item,
                    ht_diags *diags, ht_batch_result *result);

#endif
