/* The records between the oldest unfinished one and the newest one read. */
#ifndef BT_WINDOW_H
#define BT_WINDOW_H

#include "bt.h"

typedef enum bt_slot_state { BT_SLOT_WAITING, BT_SLOT_RUNNING, BT_SLOT_FINISHED } bt_slot_state;

/* In place of an offset in the journal: the record has no line there yet. */
#define BT_NO_LINE UINT64_MAX

typedef struct bt_slot {
	bt_item item;
	bt_slot_state state;
	bool force;  /* make it, whatever the journal knows */
	char *first; /* why the first attempt failed, which was perhaps the machine's fault: it is made once more,
	                alone; owned; NULL: this is the first */
	char *reply; /* finished: the payload of the reply; owned */
	size_t reply_len;
	uint64_t journal_line; /* finished by an earlier run: the line's offset; else BT_NO_LINE */
} bt_slot;

/* Far more than the workers need: other records continue while one runs up to its time limit. */
#define BT_WINDOW_MAX ((size_t)65536)

typedef struct bt_window {
	bt_slot *v; /* a ring of cap places, a power of two */
	size_t cap;
	size_t first; /* index of the oldest record in it */
	size_t n;
	size_t n_waiting, n_running;
	size_t waiting_bytes;
	size_t scan; /* no record before this one is waiting */
} bt_window;

/* Add the next record, waiting; item is moved. NULL: out of memory. */
bt_slot *bt_window_add(bt_window *w, bt_item *item);
/* The slot of a record that is in it. */
bt_slot *bt_window_at(const bt_window *w, size_t index);
/* The oldest record that waits, or NULL. */
bt_slot *bt_window_waiting(bt_window *w);
void bt_window_run(bt_window *w, bt_slot *slot);
/* Make a record wait again. */
void bt_window_requeue(bt_window *w, bt_slot *slot);
/* reply is moved; NULL: finished by an earlier run. */
void bt_window_finish(bt_window *w, bt_slot *slot, char *reply, size_t len);
/* Make a record wait for a second attempt. why: of the first; copied. False: out of memory. */
bool bt_window_try_again(bt_window *w, bt_slot *slot, const char *why);
/* Finish a record for which no worker answered: failed, with this fault,
 * which is freed. False: out of memory. */
bool bt_window_fail(bt_window *w, bt_slot *slot, bt_fault *fault, bool by_machine);
/* Drop the oldest record. */
void bt_window_shift(bt_window *w);
void bt_window_free(bt_window *w);

#endif
