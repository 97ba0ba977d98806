/* One line of a journal. */
#ifndef BT_ENTRY_H
#define BT_ENTRY_H

#include "job.h"

#define BT_END_LINE "{\"end\":true}"
/* The longest line that is read: messages cite records. */
#define BT_LINE_MOST ((size_t)64 << 20)

typedef enum bt_line_kind { BT_LINE_HEAD, BT_LINE_RECORD, BT_LINE_END } bt_line_kind;

/* The line at the start of a run. */
typedef struct bt_head {
	bool resume, incremental;
	ht_batch_shard shard;
	const bt_fact *facts;
	size_t n_facts;
	const char *const *inputs;
	size_t n_inputs;
	const char *folder; /* the working folder, which inputs are relative to */
	const char *day;    /* of a package: when it was begun, as 2026-08-20; or NULL */
} bt_head;

/* Which kind a line is of; of a record its bt_item_id() in *id. False: it is not
 * a line of a journal. */
bool bt_line_classify(const char *line, size_t len, bt_line_kind *kind, uint64_t *id);

/* Append a line with its end. False: out of memory. */
bool bt_head_write(const bt_head *head, ht_buf *out);
bool bt_entry_write(const bt_item *item, const bt_reply *reply, bool in_shard, ht_buf *out);

/* Parse a line; the result is in the arena. False: not valid, or out of memory. */
bool bt_head_parse(ht_arena *arena, const char *line, size_t len, bt_head *ret);
bool bt_entry_parse(ht_arena *arena, const char *line, size_t len, bt_entry *ret);

/* Was the run of these inputs of the folder, in this order, as far as names tell? (earlier.c) */
bool bt_head_is_of(const bt_head *head, const char *folder, const char *const *inputs, size_t n);

#endif
