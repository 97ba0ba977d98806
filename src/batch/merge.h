/* The folders of shards, read side by side for the merge. */
#ifndef BT_MERGE_H
#define BT_MERGE_H

#include "entry.h"
#include "stream.h"

typedef struct bt_part {
	const char *dir;
	size_t place; /* among the command's arguments */
	bt_account account;
	bt_head head;
	bt_stream stream; /* its journal; only if is_open */
	bool is_open;
	ht_arena *arena; /* of entry; NULL: there is no further record */
	bt_entry entry;  /* the next record */
} bt_part;

typedef struct bt_parts {
	ht_arena *arena;
	ht_diags *diags;
	bt_part *v; /* by shard; those of one shard in the order of the arguments */
	size_t n;
	bt_part **heap; /* those that have a further record; the first one has the least number */
	size_t n_heap;
	bt_part **used; /* those whose record was given last */
	size_t n_used;
	size_t number;    /* of the record that was given last */
	ht_status status; /* sticky */
} bt_parts;

/* Read what the parts tell of themselves; they must be of one batch, and all of its shards must be there.
 * False, with a status and diagnostics: they do not fit together. */
bool bt_parts_open(bt_parts *p, ht_arena *arena, const char *const *dirs, size_t n, ht_diags *diags);
void bt_parts_close(bt_parts *p);

/* Begin with the first record. False: see .status. */
bool bt_parts_rewind(bt_parts *p);

/* The next record in the order of the input, and the part it comes from; valid until the next call. NULL: there is no
 * further one, or .status says why. */
bt_part *bt_parts_next(bt_parts *p);

#endif
