/* The workers, from the parent's side. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/messages.h"
#include "work.h"

static void run_worker(const void *arg, int fd)
{
	bt_worker_run(arg, fd);
}

/* A new worker must not hold another one's socket: that would keep the stream
 * open after the other one's end. */
static bool begin_worker(bt_pool *pool, bt_worker *w)
{
	size_t n = 0;
	int *fds = malloc((pool->n + pool->n_close) * sizeof *fds);
	if (!fds)
		return false;
	for (size_t i = 0; i < pool->n_close; i++)
		fds[n++] = pool->close_v[i];
	for (size_t i = 0; i < pool->n; i++)
		if (pool->v[i].pid)
			fds[n++] = pool->v[i].channel.fd;
	bt_channel channel;
	pid_t pid = bt_channel_fork(&channel, fds, n, run_worker, pool->work);
	int error = errno;
	free(fds);
	errno = error;
	if (pid < 0)
		return false;
	long size;
	*w = (bt_worker){.pid = pid, .channel = channel};
	bt_memory_pages(pid, &size, &w->pages);
	return true;
}

bt_worker *bt_pool_free_worker(bt_pool *pool, int *error)
{
	bt_worker *best = NULL, *unused = NULL;
	for (size_t i = pool->n; i-- > 0;) {
		bt_worker *w = &pool->v[i];
		if (!w->pid)
			unused = w;
		else if (w->reason == BT_ALIVE && w->n_queue < BT_DEPTH && (!best || w->n_queue <= best->n_queue))
			best = w;
	}
	if (best && (!best->n_queue || !unused))
		return best;
	if (unused && begin_worker(pool, unused))
		return unused;
	if (unused)
		*error = errno;
	return best;
}

static void set_deadline(const bt_pool *pool, bt_worker *w, double now)
{
	w->deadline = pool->timeout ? now + pool->timeout : 0;
}

bool bt_pool_give(bt_pool *pool, bt_worker *w, const bt_item *item, const bt_known *known, double now)
{
	if (!bt_put_request(&w->channel.out, item, known))
		return false;
	bt_channel_send(&w->channel);
	if (!w->n_queue)
		set_deadline(pool, w, now);
	w->queue[w->n_queue++] = item->index;
	return true;
}

void bt_pool_answered(bt_pool *pool, bt_worker *w, double now)
{
	w->n_queue--;
	memmove(w->queue, w->queue + 1, w->n_queue * sizeof *w->queue);
	set_deadline(pool, w, now);
}

static bool too_large(const bt_pool *pool, const bt_worker *w)
{
	long size, resident;
	if (!pool->memory || !bt_memory_pages(w->pid, &size, &resident))
		return false;
	return (double)(resident - w->pages) * (double)sysconf(_SC_PAGESIZE) > (double)pool->memory * 1048576;
}

void bt_pool_watch(bt_pool *pool, double now)
{
	for (size_t i = 0; i < pool->n; i++) {
		bt_worker *w = &pool->v[i];
		if (!w->pid || w->reason != BT_ALIVE || !w->n_queue)
			continue;
		if (w->deadline > 0 && now > w->deadline)
			w->reason = BT_TIMEOUT;
		else if (too_large(pool, w))
			w->reason = BT_TOO_MUCH_MEMORY;
		if (w->reason != BT_ALIVE)
			kill(w->pid, SIGKILL);
	}
}

/* Why a worker ended: the code of the message, and its argument. */
static ht_code cause(const bt_pool *pool, const bt_worker *w, int status, char arg[32])
{
	bool memory = w->reason == BT_TOO_MUCH_MEMORY || (WIFEXITED(status) && WEXITSTATUS(status) == BT_EXIT_MEMORY);
	if (w->reason == BT_TIMEOUT) {
		snprintf(arg, 32, "%u", pool->timeout);
		return HT_D_BATCH_TIMEOUT;
	}
	if (memory) {
		snprintf(arg, 32, "%u", pool->memory);
		return HT_D_BATCH_MEMORY;
	}
	if (WIFSIGNALED(status)) {
		snprintf(arg, 32, "%d", WTERMSIG(status));
		return WTERMSIG(status) == SIGKILL ? HT_D_BATCH_KILLED : HT_D_BATCH_CRASH;
	}
	snprintf(arg, 32, "%d", WEXITSTATUS(status));
	return HT_D_BATCH_EXIT;
}

bt_fault *bt_pool_reap(bt_pool *pool, bt_worker *w, const char *input, int line)
{
	int status = 0;
	char arg[32];
	bt_channel_close(&w->channel);
	kill(w->pid, SIGKILL); /* it may still run, if its stream was broken and not ended */
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		;
	bt_fault *fault = NULL;
	if (input) {
		ht_code code = cause(pool, w, status, arg);
		fault = bt_fault_new(code, input, line, arg, NULL);
	}
	*w = (bt_worker){.channel.fd = -1};
	return fault;
}

void bt_pool_close(bt_pool *pool, bool at_once)
{
	for (size_t i = 0; i < pool->n; i++) {
		bt_worker *w = &pool->v[i];
		if (!w->pid)
			continue;
		if (at_once)
			kill(w->pid, SIGKILL);
		bt_channel_close(&w->channel); /* at the end of the stream the worker exits */
		while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	free(pool->v);
	pool->v = NULL;
	pool->n = 0;
}
