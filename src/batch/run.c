/* The parent's loop: read records, hand them out, commit what is finished in
 * the order of the input, wait. Nothing in it waits but poll(). */
#include "run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Records read ahead of the workers, and their text. */
#define AHEAD_RECORDS 4 /* a worker */
#define AHEAD_BYTES   ((size_t)64 << 20)

bool bt_run_fail(bt_run *r, bt_slot *slot, char *text)
{
	ht_buf frame = {0};
	ht_batch_message message = {HT_LEVEL_ERROR, text};
	const bt_reply reply = {
	    .index = slot->item.index, .state = HT_BATCH_FAILED, .messages = &message, .n_messages = 1};
	bool ok = text && bt_put_reply(&frame, &reply);
	free(text);
	const size_t head = sizeof(uint32_t);
	char *inside = ok ? malloc(frame.len - head) : NULL;
	if (inside) {
		memcpy(inside, frame.data + head, frame.len - head);
		bt_window_finish(&r->window, slot, inside, frame.len - head);
	}
	r->nomem |= !inside;
	ht_buf_free(&frame);
	return inside != NULL;
}

/* ---- records in ---- */

/* Was it done before the interruption, and are its outputs there? */
static bool done_earlier(bt_run *r, bt_slot *slot)
{
	if (!r->options->resume || !r->job->journal.n_index)
		return false;
	ht_arena *arena = ht_arena_new();
	bt_entry e;
	uint64_t offset;
	bool this_batch;
	bool done = arena && bt_journal_find(&r->job->journal, arena, &slot->item, &e, &offset, &this_batch) &&
	            this_batch && bt_job_has_outputs(r->job, &e);
	if (done)
		slot->kept = offset;
	ht_arena_free(arena);
	return done;
}

void bt_run_add(bt_run *r, bt_item *item)
{
	bt_slot *slot = bt_window_add(&r->window, item);
	if (!slot) {
		r->nomem = true;
		bt_item_free(item);
	} else if (slot->item.fault) {
		char *text = slot->item.fault;
		slot->item.fault = NULL;
		bt_run_fail(r, slot, text);
	} else if (done_earlier(r, slot)) {
		bt_window_finish(&r->window, slot, NULL, 0);
	}
}

static void read_ahead(bt_run *r)
{
	bt_window *w = &r->window;
	r->in_waits = false;
	while (!r->in_ended && !r->stopping && !r->nomem && w->n < BT_WINDOW_MAX &&
	       w->n_waiting < AHEAD_RECORDS * r->pool.n && w->waiting_bytes < AHEAD_BYTES) {
		bt_item item = {0};
		bt_next next = bt_inputs_next(r->in, false, &item);
		if (next == BT_ITEM)
			bt_run_add(r, &item);
		r->in_ended = next == BT_END;
		r->nomem |= next == BT_NOMEM;
		r->in_waits = next == BT_WAIT;
		if (r->in_waits)
			return;
	}
}

/* ---- records out to workers ---- */

/* What the journal knows, if it may be that nothing has changed. */
static const bt_known *known_of(bt_run *r, const bt_slot *slot, ht_arena *arena, bt_entry *e)
{
	uint64_t offset;
	bool this_batch;
	if (!r->work.keyed || slot->afresh || !r->job->journal.incremental || !arena)
		return NULL;
	if (!bt_journal_find(&r->job->journal, arena, &slot->item, e, &offset, &this_batch))
		return NULL;
	e->known.folder = ht_arena_printf(arena, "%s/", r->job->dir);
	return e->state != HT_BATCH_FAILED && e->known.folder ? &e->known : NULL;
}

static void hand_out(bt_run *r)
{
	bt_slot *slot;
	int error = 0;
	while (!r->stopping && !r->nomem && (slot = bt_window_waiting(&r->window))) {
		bt_worker *w = bt_pool_free_worker(&r->pool, &error);
		if (!w) {
			/* no process to be had, and none that works: give up */
			r->nomem |= error && !r->window.n_running;
			return;
		}
		ht_arena *arena = r->job ? ht_arena_new() : NULL;
		bt_entry e;
		const bt_known *known = known_of(r, slot, arena, &e);
		/* what was not given would be waited for without end */
		if (bt_pool_give(&r->pool, w, &slot->item, known, bt_now()))
			bt_window_run(&r->window, slot);
		else
			r->nomem = true;
		ht_arena_free(arena);
	}
}

/* ---- finished records, in order ---- */

/* An earlier run's line, as a reply. */
static bool earlier_reply(bt_run *r, uint64_t offset, ht_arena *arena, bt_reply *reply)
{
	bt_entry e;
	if (!bt_journal_read(&r->job->journal, arena, offset, &e))
		return false;
	char *folder = ht_arena_printf(arena, "%s/", r->job->dir);
	bt_output *outputs = ht_arena_array(arena, e.known.n_outputs + 1, sizeof *outputs);
	if (!folder || !outputs)
		return false;
	if (e.known.n_outputs)
		memcpy(outputs, e.known.outputs, e.known.n_outputs * sizeof *outputs);
	*reply = (bt_reply){.state = e.state,
	                    .pages = e.pages,
	                    .ms = e.ms,
	                    .folder = folder,
	                    .outputs = outputs,
	                    .n_outputs = e.known.n_outputs,
	                    .messages = e.messages,
	                    .n_messages = e.n_messages};
	return true;
}

static bool unchanged_reply(bt_run *r, bt_slot *slot, ht_arena *arena, bt_reply *reply)
{
	bt_entry e;
	bool this_batch;
	return bt_journal_find(&r->job->journal, arena, &slot->item, &e, &slot->kept, &this_batch) &&
	       earlier_reply(r, slot->kept, arena, reply);
}

/* Nothing can be written any more: the record is left undone, not failed. */
static bool is_disk_error(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EIO || error == EROFS;
}

/* The reply of the oldest record, in the group's arena. A frame is copied
 * there, since what is decoded points into it. */
static bool decode(bt_run *r, bt_slot *slot, bt_reply *reply)
{
	ht_arena *arena = bt_commit_arena(&r->commit);
	char *frame = arena && slot->reply ? ht_arena_strndup(arena, slot->reply, slot->reply_len) : NULL;
	if (!arena || (slot->reply && !frame))
		return false;
	if (!slot->reply)
		return earlier_reply(r, slot->kept, arena, reply);
	if (!bt_get_reply(arena, frame, slot->reply_len, reply))
		return false;
	return reply->state != HT_BATCH_UNCHANGED || unchanged_reply(r, slot, arena, reply);
}

/* One finished record to the group being gathered; false: not yet. */
static bool settle_one(bt_run *r)
{
	bt_slot *slot = bt_window_at(&r->window, r->window.first);
	bt_reply reply;
	if (!decode(r, slot, &reply)) {
		r->nomem = true;
		return false;
	}
	if (is_disk_error(reply.error)) {
		r->commit.error = reply.error;
		return false;
	}
	bool kept = slot->kept != UINT64_MAX;
	if (kept && !bt_commit_free_names(&r->commit, reply.folder, reply.outputs, reply.n_outputs)) {
		/* a record before it has taken its name in this run */
		slot->afresh = true;
		slot->kept = UINT64_MAX;
		bt_window_requeue(&r->window, slot);
		return false;
	}
	r->nomem |= !bt_commit_add(&r->commit, &slot->item, &reply, slot->kept);
	bt_window_shift(&r->window);
	return true;
}

static void settle(bt_run *r)
{
	while (r->window.n && !r->nomem && !r->commit.error &&
	       bt_window_at(&r->window, r->window.first)->state == BT_SLOT_FINISHED)
		if (!settle_one(r))
			return;
}

/* ---- the loop ---- */

static void show_progress(bt_run *r, double now)
{
	if (!r->options->progress || now - r->shown < 0.1)
		return;
	r->shown = now;
	r->progress.seconds = now - r->began;
	r->progress.stopping = r->stopping;
	r->options->progress(r->options->user, &r->progress);
}

/* No record is at work or will be. */
static bool at_end(const bt_run *r)
{
	bool no_more = r->in_ended || r->stopping;
	return no_more && !r->window.n_running && (r->stopping || !r->window.n_waiting);
}

void bt_run_loop(bt_run *r)
{
	for (;;) {
		read_ahead(r);
		hand_out(r);
		settle(r);
		r->stopping |= r->nomem || r->commit.error;
		bt_commit_step(&r->commit, bt_now(), at_end(r));
		show_progress(r, bt_now());
		if (r->n_signals > 1 || r->commit.error || (at_end(r) && bt_commit_idle(&r->commit)))
			return;
		bt_run_wait(r);
	}
}
