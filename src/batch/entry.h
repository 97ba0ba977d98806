/* The lines of a journal. */
#ifndef BT_ENTRY_H
#define BT_ENTRY_H

#include "job.h"

#define BT_END_LINE "{\"end\":true}"

typedef enum bt_line_kind { BT_LINE_HEAD, BT_LINE_RECORD, BT_LINE_END } bt_line_kind;

/* The beginning of a run. */
typedef struct bt_head {
	bool resume, incremental;
	const bt_fact *facts;
	size_t n_facts;
	const char **inputs;
	size_t n_inputs;
	const char *folder; /* the working folder, which inputs are relative to */
} bt_head;

/* What line is; of a record its place. False: none of these. */
bool bt_line_kind_of(const char *line, size_t len, bt_line_kind *kind, uint64_t *place);

/* inputs: head->n_inputs of them. Both append a line with its end. */
bool bt_head_write(const bt_head *head, const char *const *inputs, ht_buf *out);
bool bt_entry_write(const bt_item *item, const bt_reply *reply, ht_buf *out);

bool bt_head_parse(ht_arena *arena, const char *line, size_t len, bt_head *ret);
bool bt_entry_parse(ht_arena *arena, const char *line, size_t len, bt_entry *ret);

#endif
