/* The parent's loop: read records, give them to workers, commit those that are
 * finished in the order of the input, wait. Only poll() in it blocks. */
#include "run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "batch/messages.h"

/* How far records are read ahead of the workers: records a worker, bytes of
 * their text. */
#define AHEAD_RECORDS 4
#define AHEAD_BYTES   ((size_t)64 << 20)

/* Records that are done already wait for nothing: so many of them are read before they are committed. */
#define READ_AT_ONCE 512

/* ---- records in ---- */

/* Is a line of the journal that of the record? In a shard its place in the whole input counts, too: it is another one
 * when something was added to the input before it. */
static bool has_place(const bt_run *r, const bt_entry *e, const bt_item *item)
{
	return !r->options->shard.of || e->number == item->number;
}

/* Was it done before the interruption, and are its outputs there? */
static bool done_earlier(bt_run *r, bt_slot *slot)
{
	const bt_journal *journal = &r->job.journal;
	if (!r->options->resume || !journal->n_index)
		return false;
	ht_arena *arena = ht_arena_new();
	bt_entry e;
	uint64_t offset;
	bool in_batch;
	bool done = arena && bt_journal_find(journal, arena, &slot->item, &e, &offset, &in_batch) && in_batch &&
	            !e.by_machine && has_place(r, &e, &slot->item) && bt_job_has_outputs(&r->job, &e);
	if (done)
		slot->journal_line = offset;
	ht_arena_free(arena);
	return done;
}

void bt_run_add(bt_run *r, bt_item *item)
{
	bt_slot *slot = bt_window_add(&r->window, item);
	if (!slot) {
		bt_run_set_status(r, HT_ERR_NOMEM);
		bt_item_free(item);
	} else if (slot->item.fault) {
		bt_fault *fault = slot->item.fault;
		slot->item.fault = NULL;
		if (!bt_window_fail(&r->window, slot, fault, false))
			bt_run_set_status(r, HT_ERR_NOMEM);
	} else if (done_earlier(r, slot)) {
		bt_window_finish(&r->window, slot, NULL, 0);
	}
}

/* Is there room for one more record? */
static bool wants_input(const bt_run *r)
{
	const bt_window *w = &r->window;
	const bool done = w->n && bt_window_at(w, w->first)->state == BT_SLOT_FINISHED;
	if (done && w->n >= READ_AT_ONCE)
		return false; /* those that earlier runs made are dealt with first */
	return !r->in_ended && !r->stopping && r->status == HT_OK && w->n < BT_WINDOW_MAX &&
	       w->n_waiting < AHEAD_RECORDS * r->pool.n && w->waiting_bytes < AHEAD_BYTES;
}

static void read_ahead(bt_run *r)
{
	r->in_waits = false;
	while (!r->in_waits && wants_input(r)) {
		bt_item item = {0};
		switch (bt_inputs_next(r->in, false, &item)) {
		case BT_ITEM:
			bt_run_add(r, &item);
			break;
		case BT_END:
			r->in_ended = true;
			break;
		case BT_WAIT:
			r->in_waits = true;
			break;
		case BT_NOMEM:
			bt_run_set_status(r, HT_ERR_NOMEM);
			break;
		}
	}
}

/* ---- records out to workers ---- */

/* Was its name taken by another record? */
static bool was_renamed(const bt_entry *e)
{
	for (size_t i = 0; i < e->n_messages; i++)
		if (e->messages[i].code && strcmp(e->messages[i].code, HT_D_BATCH_RENAMED->code) == 0)
			return true;
	return false;
}

/* What the journal knows of a record that may be unchanged; else NULL. In a package the name must be right, too: that
 * which it lacked may be free now, and a package made at once would have it. */
static const bt_known *known_of(bt_run *r, const bt_slot *slot, ht_arena *arena, bt_entry *e)
{
	uint64_t offset;
	bool in_batch;
	if (!r->has_job || slot->force || !r->job.journal.incremental || !arena)
		return NULL;
	if (!bt_journal_find(&r->job.journal, arena, &slot->item, e, &offset, &in_batch))
		return NULL;
	if (!has_place(r, e, &slot->item) || (r->options->package && was_renamed(e)))
		return NULL;
	e->known.folder = ht_arena_printf(arena, "%s/", r->job.dir);
	return e->state != HT_BATCH_FAILED && e->known.folder ? &e->known : NULL;
}

/* A worker for the record; one that is made a second time is alone. NULL: not now. */
static bt_worker *worker_for(bt_run *r, const bt_slot *slot)
{
	int error = 0;
	bt_worker *w = NULL;
	if (slot->first && !r->window.n_running)
		w = bt_pool_fresh_worker(&r->pool, &error);
	else if (!slot->first && !r->alone)
		w = bt_pool_free_worker(&r->pool, &error);
	/* Without a single worker nothing would ever happen. A process that has ended may leave room for one. */
	if (!w && error && !r->window.n_running)
		bt_run_no_process(r, error);
	return w;
}

/* A record that a list names may be anywhere. Then workers may read everything, and write beside their inputs; those
 * that may not yet are replaced. */
static void reach_for(bt_run *r, const bt_item *item)
{
	if (r->work.confine == HT_CONFINE_OFF || ht_reach_covers(&r->work.reach, item->input))
		return;
	ht_reach_read(&r->work.reach, "/");
	if (!r->options->out_dir && !r->options->out_file)
		ht_reach_write(&r->work.reach, "/");
	if (r->work.reach.nomem)
		bt_run_set_status(r, HT_ERR_NOMEM);
	bt_pool_retire(&r->pool);
}

static void give_out(bt_run *r)
{
	bt_slot *slot;
	while (!r->stopping && r->status == HT_OK && (slot = bt_window_waiting(&r->window))) {
		reach_for(r, &slot->item);
		bt_worker *w = worker_for(r, slot);
		if (!w)
			return;
		ht_arena *arena = r->has_job ? ht_arena_new() : NULL;
		bt_entry e;
		const bt_known *known = known_of(r, slot, arena, &e);
		r->alone = slot->first != NULL;
		if (bt_pool_give(&r->pool, w, &slot->item, known, ht_clock()))
			bt_window_run(&r->window, slot);
		else
			bt_run_set_status(r, HT_ERR_NOMEM);
		ht_arena_free(arena);
	}
}

/* ---- finished records, in order ---- */

/* The journal's line at offset, as a reply. */
static bool earlier_reply(bt_run *r, uint64_t offset, ht_arena *arena, bt_reply *reply)
{
	bt_entry e;
	if (!bt_journal_read(&r->job.journal, arena, offset, &e))
		return false;
	char *folder = ht_arena_printf(arena, "%s/", r->job.dir);
	bt_output *outputs = ht_arena_array(arena, e.known.n_outputs + 1, sizeof *outputs);
	if (!folder || !outputs)
		return false;
	if (e.known.n_outputs)
		memcpy(outputs, e.known.outputs, e.known.n_outputs * sizeof *outputs);
	*reply = (bt_reply){.state = e.state,
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
	bool in_batch;
	return bt_journal_find(&r->job.journal, arena, &slot->item, &e, &slot->journal_line, &in_batch) &&
	       earlier_reply(r, slot->journal_line, arena, reply);
}

/* The reply for the oldest record, in the group's arena. The payload is copied
 * there, since what is decoded points into it. */
static bool decode(bt_run *r, bt_slot *slot, bt_reply *reply)
{
	ht_arena *arena = bt_commit_arena(&r->commit);
	if (!arena)
		return false;
	if (!slot->reply)
		return earlier_reply(r, slot->journal_line, arena, reply);
	char *payload = ht_arena_strndup(arena, slot->reply, slot->reply_len);
	if (!payload || !bt_get_reply(arena, payload, slot->reply_len, reply, NULL))
		return false;
	return reply->state != HT_BATCH_UNCHANGED || unchanged_reply(r, slot, arena, reply);
}

/* Commit the oldest record, which is finished. False: not yet. */
static bool commit_oldest(bt_run *r)
{
	bt_slot *slot = bt_window_at(&r->window, r->window.first);
	bt_reply reply;
	if (!decode(r, slot, &reply)) {
		bt_run_set_status(r, HT_ERR_NOMEM);
		return false;
	}
	if (bt_is_disk_error(reply.error)) {
		/* the record is not failed: it is left undone */
		r->commit.error = reply.error;
		return false;
	}
	if (slot->journal_line != BT_NO_LINE &&
	    !bt_given_are_free(&r->commit.given, reply.folder, reply.outputs, reply.n_outputs)) {
		/* an earlier record of this run has taken its name */
		slot->force = true;
		slot->journal_line = BT_NO_LINE;
		bt_window_requeue(&r->window, slot);
		return false;
	}
	if (!bt_commit_add(&r->commit, &slot->item, &reply, slot->journal_line, slot->first))
		bt_run_set_status(r, HT_ERR_NOMEM);
	bt_window_shift(&r->window);
	return true;
}

static void commit_finished(bt_run *r)
{
	while (r->window.n && r->status == HT_OK && !r->commit.error && !bt_commit_is_full(&r->commit) &&
	       bt_window_at(&r->window, r->window.first)->state == BT_SLOT_FINISHED)
		if (!commit_oldest(r))
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

/* No record is being made or will be. */
static bool at_end(const bt_run *r)
{
	bool no_more = r->in_ended || r->stopping;
	return no_more && !r->window.n_running && (r->stopping || !r->window.n_waiting);
}

void bt_run_loop(bt_run *r)
{
	for (;;) {
		read_ahead(r);
		give_out(r);
		commit_finished(r);
		r->stopping |= r->status != HT_OK || r->commit.error;
		bt_commit_step(&r->commit, ht_clock(), at_end(r));
		show_progress(r, ht_clock());
		if (r->n_signals > 1 || r->commit.error || (at_end(r) && bt_commit_idle(&r->commit)))
			return;
		bt_run_wait(r);
	}
}
