#include "window.h"

#include <stdlib.h>
#include <string.h>

bt_slot *bt_window_at(const bt_window *w, size_t index)
{
	return &w->v[index & (w->cap - 1)];
}

static bool grow(bt_window *w)
{
	bt_window more = *w;
	more.cap = w->cap ? 2 * w->cap : 64;
	more.v = calloc(more.cap, sizeof *more.v);
	if (!more.v)
		return false;
	for (size_t i = 0; i < w->n; i++)
		*bt_window_at(&more, w->first + i) = *bt_window_at(w, w->first + i);
	free(w->v);
	*w = more;
	return true;
}

bt_slot *bt_window_add(bt_window *w, bt_item *item)
{
	if (w->n == w->cap && !grow(w))
		return NULL;
	if (!w->n)
		w->first = w->scan = item->index;
	bt_slot *slot = bt_window_at(w, item->index);
	*slot = (bt_slot){.item = *item, .state = BT_SLOT_WAITING, .journal_line = BT_NO_LINE};
	*item = (bt_item){0};
	w->n++;
	w->n_waiting++;
	w->waiting_bytes += slot->item.len;
	return slot;
}

bt_slot *bt_window_waiting(bt_window *w)
{
	if (!w->n_waiting)
		return NULL;
	while (bt_window_at(w, w->scan)->state != BT_SLOT_WAITING)
		w->scan++;
	return bt_window_at(w, w->scan);
}

/* It is no longer counted in its state. */
static void uncount(bt_window *w, bt_slot *slot)
{
	if (slot->state == BT_SLOT_WAITING) {
		w->n_waiting--;
		w->waiting_bytes -= slot->item.len;
	} else if (slot->state == BT_SLOT_RUNNING) {
		w->n_running--;
	}
}

void bt_window_run(bt_window *w, bt_slot *slot)
{
	uncount(w, slot);
	slot->state = BT_SLOT_RUNNING;
	w->n_running++;
}

void bt_window_requeue(bt_window *w, bt_slot *slot)
{
	uncount(w, slot);
	free(slot->reply);
	slot->reply = NULL;
	slot->state = BT_SLOT_WAITING;
	w->n_waiting++;
	w->waiting_bytes += slot->item.len;
	if (slot->item.index < w->scan)
		w->scan = slot->item.index;
}

void bt_window_finish(bt_window *w, bt_slot *slot, char *reply, size_t len)
{
	uncount(w, slot);
	slot->state = BT_SLOT_FINISHED;
	slot->reply = reply;
	slot->reply_len = len;
}

bool bt_window_try_again(bt_window *w, bt_slot *slot, const char *why)
{
	slot->first = strdup(why);
	bt_window_requeue(w, slot);
	return slot->first != NULL;
}

bool bt_window_fail(bt_window *w, bt_slot *slot, bt_fault *fault, bool by_machine)
{
	ht_buf frame = {0};
	ht_message said = {0};
	if (fault)
		said = *bt_fault_message(fault);
	const bt_reply reply = {.index = slot->item.index,
	                        .state = HT_BATCH_FAILED,
	                        .by_machine = by_machine,
	                        .messages = &said,
	                        .n_messages = 1};
	bool ok = fault && bt_put_reply(&frame, &reply);
	bt_fault_free(fault);
	size_t pos = 0, len = 0;
	bool broken = false;
	const char *payload = ok ? bt_frame(&frame, &pos, &len, &broken) : NULL;
	char *copy = payload ? malloc(len) : NULL;
	if (copy) {
		memcpy(copy, payload, len);
		bt_window_finish(w, slot, copy, len);
	}
	ht_buf_free(&frame);
	return copy != NULL;
}

void bt_window_shift(bt_window *w)
{
	bt_slot *slot = bt_window_at(w, w->first);
	uncount(w, slot);
	bt_item_free(&slot->item);
	free(slot->reply);
	free(slot->first);
	*slot = (bt_slot){0};
	w->n--;
	w->first++;
	if (w->scan < w->first)
		w->scan = w->first;
}

void bt_window_free(bt_window *w)
{
	while (w->n)
		bt_window_shift(w);
	free(w->v);
}
