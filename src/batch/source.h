/* Sources of records, stacked: the top one is asked first, and may put another
 * on top of itself. */
#ifndef BT_SOURCE_H
#define BT_SOURCE_H

#include <sys/types.h>

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
	size_t index;
	bt_set places; /* of files named so far */
	bool block;
	bool measuring; /* JSON lines are one item with their whole weight */
	int wait_fd;
	bool has_report;
	dev_t report_dev; /* a report of ours is no record */
	ino_t report_ino;
};

/* Put a source of size bytes on top; NULL when out of memory. */
void *bt_source_push(bt_inputs *in, size_t size, bt_step (*next)(bt_inputs *, bt_source *, bt_item *),
                     void (*free)(bt_source *));

/* What path holds, as an item or a source of items. typed: by a person, so
 * that @ and patterns mean something. */
bt_step bt_expand(bt_inputs *in, const char *path, bool typed, bt_item *item);

/* An item that says why there is no record. */
bt_step bt_fault(bt_inputs *in, const char *input, int line, ht_code code, const char *arg, bt_item *item);

/* An item of a whole file. path: copied. */
bt_step bt_file_item(bt_inputs *in, const char *path, uint64_t weight, bt_item *item);

/* How often path was named before. -1: out of memory. */
int bt_count_name(bt_inputs *in, const char *path);

/* walk.c */
bt_step bt_push_folder(bt_inputs *in, const char *path);

/* lines.c */
bt_step bt_push_lines(bt_inputs *in, const char *path, bt_item *item);
bt_step bt_push_stdin(bt_inputs *in, bt_item *item);
bool bt_is_lines(const char *path);

#endif
