/* The workers, from the parent's side. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/messages.h"
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
	ht_channel channel;
	pid_t pid = ht_channel_fork(&channel, fds, n, run_worker, pool->work);
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

/* Let it go, wait for its end, and free its place. */
static void end_worker(bt_worker *w)
{
	ht_channel_close(&w->channel); /* at the end of the stream it exits */
	while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
		;
	*w = (bt_worker){.channel.fd = -1};
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

bt_worker *bt_pool_fresh_worker(bt_pool *pool, int *error)
{
	bt_worker *place = NULL;
	for (size_t i = 0; i < pool->n; i++)
		if (!pool->v[i].pid || !pool->v[i].n_queue)
			place = &pool->v[i];
	if (place && place->pid)
		end_worker(place);
	if (place && begin_worker(pool, place))
		return place;
	*error = errno;
	return NULL;
}

static void set_deadline(const bt_pool *pool, bt_worker *w, double now)
{
	w->deadline = pool->timeout ? now + pool->timeout : 0;
}

bool bt_pool_give(bt_pool *pool, bt_worker *w, const bt_item *item, const bt_known *known, double now)
{
	if (!bt_put_request(&w->channel.out, item, known))
		return false;
	ht_channel_send(&w->channel);
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

/* Seconds of a processor that a process has had; 0: not known. */
static double cpu_seconds(pid_t pid)
{
	clockid_t clock;
	struct timespec t;
	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
		return 0;
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Did the current record have so little of a processor that its time says nothing of it? */
static bool is_starved(const bt_pool *pool, const bt_worker *w)
{
	return cpu_seconds(w->pid) - w->cpu < pool->timeout / 2.0;
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
		if (w->watched < w->deadline || w->watched > w->deadline) {
			w->watched = w->deadline;
			w->cpu = cpu_seconds(w->pid);
		}
		if (w->deadline > 0 && now > w->deadline)
			w->reason = is_starved(pool, w) ? BT_STARVED : BT_TIMEOUT;
		else if (too_large(pool, w))
			w->reason = BT_TOO_MUCH_MEMORY;
		if (w->reason != BT_ALIVE)
			kill(w->pid, SIGKILL);
	}
}

/* How a worker ended. */
typedef struct ending {
	int status;     /* of waitpid() */
	bool was_large; /* it held more than half of the limit of memory at some time */
} ending;

/* Why it ended: the code of the message, its argument, and whose fault it was. */
static ht_code cause(const bt_pool *pool, const bt_worker *w, ending end, unsigned *arg, bt_blame *blame)
{
	const int status = end.status;
	*blame = BT_BLAME_RECORD;
	*arg = pool->memory;
	if (w->reason == BT_TIMEOUT || w->reason == BT_STARVED) {
		if (w->reason == BT_STARVED)
			*blame = BT_BLAME_MACHINE;
		*arg = pool->timeout;
		return HT_D_BATCH_TIMEOUT;
	}
	const bool wanted = WIFEXITED(status) && WEXITSTATUS(status) == HT_LIMIT_EXIT;
	if (w->reason == BT_TOO_MUCH_MEMORY || (wanted && end.was_large))
		return HT_D_BATCH_MEMORY;
	if (wanted || w->reason == BT_NO_MEMORY) {
		*blame = BT_BLAME_MACHINE;
		return HT_D_NOMEM;
	}
	*blame = BT_BLAME_UNKNOWN;
	if (WIFEXITED(status)) {
		*arg = (unsigned)WEXITSTATUS(status);
		return HT_D_BATCH_EXIT;
	}
	*arg = (unsigned)WTERMSIG(status);
	const bool by_machine = WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXCPU; /* ulimit -t */
	if (!by_machine)
		return HT_D_BATCH_CRASH;
	*blame = BT_BLAME_MACHINE;
	return HT_D_BATCH_KILLED;
}

bt_fault *bt_pool_reap(bt_pool *pool, bt_worker *w, const char *input, int line, bt_blame *blame)
{
	ending end = {0};
	struct rusage usage = {0};
	ht_channel_close(&w->channel);
	kill(w->pid, SIGKILL); /* it may still run, if its stream was broken and not ended */
	while (wait4(w->pid, &end.status, 0, &usage) < 0 && errno == EINTR)
		;
	end.was_large = pool->memory && (unsigned long)usage.ru_maxrss > (unsigned long)pool->memory << 9;
	bt_fault *fault = NULL;
	if (input) {
		unsigned number;
		char arg[16];
		ht_code code = cause(pool, w, end, &number, blame);
		snprintf(arg, sizeof arg, "%u", number);
		fault = bt_fault_new(code, input, line, arg, NULL);
	}
	*w = (bt_worker){.channel.fd = -1};
	return fault;
}

void bt_pool_retire(bt_pool *pool)
{
	bt_blame blame;
	for (size_t i = 0; i < pool->n; i++) {
		bt_worker *w = &pool->v[i];
		if (w->pid && w->reason == BT_ALIVE && w->n_queue)
			w->reason = BT_RETIRING;
		else if (w->pid && w->reason == BT_ALIVE)
			free(bt_pool_reap(pool, w, NULL, 0, &blame));
	}
}

void bt_pool_close(bt_pool *pool, bool at_once)
{
	for (size_t i = 0; i < pool->n; i++) {
		bt_worker *w = &pool->v[i];
		if (!w->pid)
			continue;
		if (at_once)
			kill(w->pid, SIGKILL);
		end_worker(w);
	}
	free(pool->v);
	pool->v = NULL;
	pool->n = 0;
}
