/* What the parent waits for: workers, the disk, input, signals. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "run.h"

#define TICK_MS 100

/* A pause so long was not ours: the machine slept or the batch was stopped
 * with Ctrl-Z, and the workers with it. */
#define SLEPT_SECONDS 5.0

bool bt_run_signals(bt_run *r)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return false;
	r->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return r->signals >= 0;
}

static void take_signals(bt_run *r)
{
	struct signalfd_siginfo info;
	while (read(r->signals, &info, sizeof info) == sizeof info)
		r->n_signals++;
	r->stopping |= r->n_signals > 0;
}

/* A worker has answered: its oldest record is finished. */
static bool take_reply(bt_run *r, bt_worker *w, const char *frame, size_t len, double now)
{
	ht_arena *arena = ht_arena_new();
	bt_reply reply;
	bool ok = w->n_queue && arena && bt_get_reply(arena, frame, len, &reply) && reply.index == w->queue[0];
	bool tired = ok && reply.tired;
	ht_arena_free(arena);
	if (!ok)
		return false;
	char *copy = malloc(len);
	if (!copy) {
		r->nomem = true;
		return true;
	}
	memcpy(copy, frame, len);
	bt_window_finish(&r->window, bt_window_at(&r->window, reply.index), copy, len);
	bt_pool_answered(&r->pool, w, now);
	if (tired)
		w->reason = BT_TIRED;
	return true;
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

static void bury(bt_run *r, bt_worker *w)
{
	bt_worker dead = *w;
	bt_slot *first = dead.n_queue && dead.reason != BT_TIRED ? bt_window_at(&r->window, dead.queue[0]) : NULL;
	char *text = bt_pool_bury(&r->pool, w, first ? first->item.input : NULL, first ? first->item.line : 0);
	for (size_t i = first ? 1 : 0; i < dead.n_queue; i++)
		bt_window_requeue(&r->window, bt_window_at(&r->window, dead.queue[i]));
	if (first) {
		bt_run_remove_temps(r, &first->item);
		bt_run_fail(r, first, text);
	}
}

static void serve(bt_run *r, bt_worker *w, double now)
{
	size_t len;
	bool broken = false, open = bt_channel_receive(&w->channel);
	const char *frame;
	while (!broken && (frame = bt_channel_frame(&w->channel, &len, &broken)))
		broken = !take_reply(r, w, frame, len, now);
	bool leaving = w->reason == BT_TIRED && !w->n_queue;
	if (!open || broken || leaving)
		bury(r, w);
	else
		bt_channel_send(&w->channel);
}

static size_t add_fd(struct pollfd *v, size_t n, int fd, short events)
{
	v[n] = (struct pollfd){.fd = fd, .events = events};
	return n + 1;
}

/* Deadlines count the time in which the worker could work. */
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
	           bt_channel_events(&r->commit.barrier.channel));
	n = add_fd(v, n, r->in_waits ? bt_inputs_fd(r->in) : -1, POLLIN);
	const size_t first = n;
	for (size_t i = 0; i < r->pool.n; i++)
		if (r->pool.v[i].pid) {
			owner[n] = &r->pool.v[i];
			n = add_fd(v, n, r->pool.v[i].channel.fd, bt_channel_events(&r->pool.v[i].channel));
		}
	double before = bt_now();
	if (poll(v, n, TICK_MS) < 0 && errno != EINTR)
		r->nomem = true;
	double now = bt_now();
	allow_for_sleep(r, now - before - TICK_MS * 1e-3);
	take_signals(r);
	bt_channel_send(&r->commit.barrier.channel);
	for (size_t i = first; i < n; i++)
		if (v[i].revents)
			serve(r, owner[i], now);
	if (now - r->watched >= TICK_MS * 1e-3) {
		bt_pool_watch(&r->pool, now);
		r->watched = now;
	}
}
