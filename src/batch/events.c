/* The parent waits: for workers, the disk, input, signals. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "batch/messages.h"
#include "run.h"

#define TICK_MS 100

/* A longer pause means that the machine slept or that the batch was stopped with
 * Ctrl-Z, and the workers with it. */
#define SLEPT_SECONDS 5.0

void bt_run_set_status(bt_run *r, ht_status status)
{
	if (r->status == HT_OK)
		r->status = status;
}

void bt_run_no_process(bt_run *r, int error)
{
	if (error == ENOMEM)
		bt_run_set_status(r, HT_ERR_NOMEM);
	else
		ht_diag(r->diags, HT_D_BATCH_NO_WORKER, (ht_loc){r->options->out_dir, 0, 0}, strerror(error), NULL);
	bt_run_set_status(r, HT_ERR_LIB);
}

void bt_run_catch_signals(bt_run *r)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
		r->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (r->signals < 0)
		bt_run_no_process(r, errno);
}

static void take_signals(bt_run *r)
{
	struct signalfd_siginfo info;
	while (read(r->signals, &info, sizeof info) == sizeof info)
		r->n_signals++;
	r->stopping |= r->n_signals > 0;
}

/* The first error of a reply. */
static const char *error_of(const bt_reply *reply)
{
	for (size_t i = 0; i < reply->n_messages; i++)
		if (reply->messages[i].level == HT_LEVEL_ERROR)
			return reply->messages[i].text;
	return "";
}

/* A record failed for a reason that may be the machine's: it is made once more, alone in a fresh worker. Once the batch
 * is being stopped it is left undone, for --resume. False: it was the second attempt, which counts. */
static bool try_again(bt_run *r, bt_slot *slot, const char *why)
{
	if (r->stopping) {
		bt_window_requeue(&r->window, slot);
		return true;
	}
	if (slot->first)
		return false;
	if (!bt_window_try_again(&r->window, slot, why))
		bt_run_set_status(r, HT_ERR_NOMEM);
	return true;
}

/* There is no memory for its result: the batch ends, and the record, of which no worker has any more, waits for
 * --resume. */
static void leave_undone(bt_run *r, bt_slot *slot)
{
	bt_run_set_status(r, HT_ERR_NOMEM);
	bt_window_requeue(&r->window, slot);
}

/* The result of a record. An errno of the disk ends the batch, so no second attempt is made. */
static void take_result(bt_run *r, const bt_reply *reply, const char *payload, size_t len)
{
	bt_slot *slot = bt_window_at(&r->window, reply->index);
	const bool again = reply->by_machine && !bt_is_disk_error(reply->error) && try_again(r, slot, error_of(reply));
	char *copy = again ? NULL : malloc(len);
	if (copy) {
		memcpy(copy, payload, len);
		bt_window_finish(&r->window, slot, copy, len);
		return;
	}
	if (!again)
		leave_undone(r, slot);
	for (size_t k = 0; k < reply->n_outputs; k++)
		unlink(reply->outputs[k].temp);
}

/* A worker has answered: its current record is finished. False: that is not a
 * reply to it. */
static bool take_reply(bt_run *r, bt_worker *w, const char *payload, size_t len, double now)
{
	ht_arena *arena = ht_arena_new();
	bt_reply reply;
	bool no_memory = !arena;
	bool ok =
	    w->n_queue && arena && bt_get_reply(arena, payload, len, &reply, &no_memory) && reply.index == w->queue[0];
	if (no_memory)
		w->reason = BT_NO_MEMORY;
	if (ok) {
		r->alone = false;
		take_result(r, &reply, payload, len);
		bt_pool_answered(&r->pool, w, now);
		if (reply.wants_replacement)
			w->reason = BT_RETIRING;
	}
	ht_arena_free(arena);
	return ok;
}

void bt_run_remove_temps(bt_run *r, const bt_item *item)
{
	ht_arena *arena = ht_arena_new();
	const char *folder = r->work.temp_folder;
	if (arena && !folder)
		folder = bt_folder(&r->naming, item->input, arena);
	for (size_t k = 0; folder; k++) {
		char *path = bt_temp_name(arena, folder, r->work.parent, item->index, k);
		if (!path || unlink(path) != 0)
			break;
	}
	ht_arena_free(arena);
}

/* A worker has ended: its current record has failed, unless it was asked to go;
 * the others wait for another worker. */
static void reap(bt_run *r, bt_worker *w)
{
	const bt_worker ended = *w;
	size_t n_failed = ended.n_queue && ended.reason != BT_RETIRING ? 1 : 0;
	bt_slot *failed = n_failed ? bt_window_at(&r->window, ended.queue[0]) : NULL;
	const bt_item none = {0}, *item = failed ? &failed->item : &none;
	bt_blame blame = BT_BLAME_RECORD;
	r->alone &= !failed;
	bt_fault *fault = bt_pool_reap(&r->pool, w, item->input, item->line, &blame);
	for (size_t i = n_failed; i < ended.n_queue; i++)
		bt_window_requeue(&r->window, bt_window_at(&r->window, ended.queue[i]));
	if (!failed)
		return;
	bt_run_remove_temps(r, item);
	if (fault && blame != BT_BLAME_RECORD && try_again(r, failed, bt_fault_message(fault)->text))
		bt_fault_free(fault);
	else if (!bt_window_fail(&r->window, failed, fault, blame == BT_BLAME_MACHINE))
		leave_undone(r, failed);
}

static void read_worker(bt_run *r, bt_worker *w, double now)
{
	size_t len;
	bool broken = false, open = ht_channel_receive(&w->channel);
	const char *payload;
	while (!broken && (payload = ht_channel_frame(&w->channel, &len, &broken)))
		broken = !take_reply(r, w, payload, len, now);
	if (w->channel.in.failed)
		w->reason = BT_NO_MEMORY;
	bool leaving = w->reason == BT_RETIRING && !w->n_queue;
	if (!open || broken || leaving)
		reap(r, w);
	else
		ht_channel_send(&w->channel);
}

static size_t add_fd(struct pollfd *v, size_t n, int fd, short events)
{
	v[n] = (struct pollfd){.fd = fd, .events = events};
	return n + 1;
}

/* Deadlines do not count the time in which no worker could run. */
static void allow_for_sleep(bt_run *r, double slept)
{
	if (slept < SLEPT_SECONDS)
		return;
	for (size_t i = 0; i < r->pool.n; i++)
		if (r->pool.v[i].deadline > 0)
			r->pool.v[i].deadline += slept;
}

void bt_run_wait(bt_run *r)
{
	struct pollfd v[HT_BATCH_WORKERS + 3];
	bt_worker *owner[HT_BATCH_WORKERS + 3];
	size_t n = add_fd(v, 0, r->signals, POLLIN);
	n = add_fd(v, n, r->commit.barrier.waiting ? r->commit.barrier.channel.fd : -1,
	           ht_channel_events(&r->commit.barrier.channel));
	n = add_fd(v, n, r->in_waits ? bt_inputs_fd(r->in) : -1, POLLIN);
	const size_t first = n;
	for (size_t i = 0; i < r->pool.n; i++)
		if (r->pool.v[i].pid) {
			owner[n] = &r->pool.v[i];
			n = add_fd(v, n, r->pool.v[i].channel.fd, ht_channel_events(&r->pool.v[i].channel));
		}
	double before = ht_clock();
	if (poll(v, n, TICK_MS) < 0 && errno != EINTR)
		bt_run_set_status(r, HT_ERR_NOMEM);
	double now = ht_clock();
	allow_for_sleep(r, now - before - TICK_MS * 1e-3);
	take_signals(r);
	ht_channel_send(&r->commit.barrier.channel);
	for (size_t i = first; i < n; i++)
		if (v[i].revents)
			read_worker(r, owner[i], now);
	if (now - r->watched >= TICK_MS * 1e-3) {
		bt_pool_watch(&r->pool, now);
		r->watched = now;
	}
}
