/* The records between the oldest unfinished one and the newest one read. */
#ifndef BT_WINDOW_H
#define BT_WINDOW_H

#include "bt.h"

typedef enum bt_slot_state { BT_SLOT_WAITING, BT_SLOT_RUNNING, BT_SLOT_FINISHED } bt_slot_state;

typedef struct bt_slot {
	bt_item item;
	bt_slot_state state;
	bool afresh; /* make it whatever the journal knows */
	char *reply; /* finished: the frame's inside; owned */
	size_t reply_len;
	uint64_t kept; /* finished by an earlier run: its line; else UINT64_MAX */
} bt_slot;

/* Far more than the workers need: while one record takes its time until it is
 * given up, the others go on. */
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

/* item is moved. NULL: out of memory. */
bt_slot *bt_window_add(bt_window *w, bt_item *item);
bt_slot *bt_window_at(const bt_window *w, size_t index);
/* The oldest record that waits, or NULL. */
bt_slot *bt_window_waiting(bt_window *w);
void bt_window_run(bt_window *w, bt_slot *slot);
void bt_window_requeue(bt_window *w, bt_slot *slot);
/* reply is moved; NULL: finished by an earlier run. */
void bt_window_finish(bt_window *w, bt_slot *slot, char *reply, size_t len);
/* The oldest record is done with. */
void bt_window_shift(bt_window *w);
void bt_window_free(bt_window *w);

#endif
