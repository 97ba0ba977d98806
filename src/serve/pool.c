/* The workers, from the front's side.
 *
 * Each has one piece of work at a time. What is of one place waits in one line; a maker that is idle helps out with
 * previews, but not the other way round. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limit.h"
#include "serve/messages.h"
#include "sv.h"

#define MOST_WAITING 512
#define MOST_BYTES   ((size_t)256 << 20)
#define MOST_APART   2
#define MOST_SECONDS 30.0 /* that a job waits */

/* ---- jobs ---- */

void sv_job_free(sv_job *job)
{
	if (job)
		ht_buf_free(&job->frame);
	free(job);
}

void sv_job_let_go(sv_job *job)
{
	if (job)
		job->user = NULL;
}

/* Tell whoever waits, and forget it. */
static void finish(sv_job *job, const sv_answer *answer)
{
	if (job->user)
		job->done(job->user, job, answer);
	sv_job_free(job);
}

/* Why a worker has not answered. */
static void fail(const sv_pool *pool, sv_job *job, unsigned status, ht_code code, const char *arg)
{
	ht_response r;
	char number[16];
	sv_speak(pool->speaking, job->language);
	if (!sv_response_begin(&r)) {
		finish(job, NULL);
		return;
	}
	snprintf(number, sizeof number, "%s", arg);
	ht_response_error(&r, status, code, number, NULL);
	const sv_answer answer = sv_answer_of(&r);
	finish(job, r.body.failed ? NULL : &answer);
	sv_response_free(&r);
}

/* ---- processes ---- */

typedef struct start {
	const sv_work *work;
	ht_call_place place;
} start;

static void run_worker(const void *arg, int fd)
{
	const start *s = arg;
	sv_worker_run(s->work, s->place, fd);
}

static bool begin_worker(sv_pool *pool, sv_worker *w)
{
	const start s = {pool->work, w->place};
	ht_channel channel;
	pid_t pid = ht_channel_fork(&channel, NULL, 0, run_worker, &s);
	if (pid < 0)
		return false;
	*w = (sv_worker){.pid = pid, .channel = channel, .place = w->place};
	pool->started++;
	return true;
}

static void end_worker(sv_worker *w, int *status)
{
	ht_channel_close(&w->channel);
	kill(w->pid, SIGKILL);
	while (waitpid(w->pid, status, 0) < 0 && errno == EINTR)
		;
	*w = (sv_worker){.channel.fd = -1, .place = w->place};
}

/* It ended before it had answered. */
static void lose_worker(sv_pool *pool, sv_worker *w)
{
	sv_job *job = w->job;
	const bool late = w->late;
	int status = 0;
	char arg[32];
	end_worker(w, &status);
	if (!job)
		return;
	pool->crashes += !late;
	pool->timeouts += late;
	if (late) {
		snprintf(arg, sizeof arg, "%u", pool->timeout);
		fail(pool, job, 504, HT_D_SERVE_TIMEOUT, arg);
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == HT_LIMIT_EXIT) {
		snprintf(arg, sizeof arg, "%u", pool->memory);
		fail(pool, job, 507, HT_D_SERVE_MEMORY, arg);
	} else {
		if (WIFSIGNALED(status))
			snprintf(arg, sizeof arg, "%s", sigabbrev_np(WTERMSIG(status)));
		else
			snprintf(arg, sizeof arg, "%d", WEXITSTATUS(status));
		fail(pool, job, 500, HT_D_SERVE_CRASH, arg);
	}
}

bool sv_pool_open(sv_pool *pool, const sv_work *work, unsigned makers, char *speaking, ht_diags *diags)
{
	*pool = (sv_pool){.work = work,
	                  .timeout = work->timeout,
	                  .speaking = speaking,
	                  .memory = work->memory,
	                  .n = makers + 2 + MOST_APART};
	pool->v = calloc(pool->n, sizeof *pool->v);
	for (size_t i = 0; i < HT_CALL_PLACES; i++)
		pool->last[i] = &pool->first[i];
	for (size_t i = 0; pool->v && i < pool->n; i++) {
		pool->v[i] = (sv_worker){.channel.fd = -1, .place = HT_CALL_MAKER};
		if (i < 2)
			pool->v[i].place = i ? HT_CALL_STORE : HT_CALL_PREVIEW;
		else if (i >= makers + 2)
			pool->v[i].place = HT_CALL_APART;
		if (pool->v[i].place != HT_CALL_APART && !begin_worker(pool, &pool->v[i])) {
			ht_diag(diags, HT_D_SERVE_WORKER, (ht_loc){0}, strerror(errno), NULL);
			return false;
		}
	}
	return pool->v != NULL;
}

void sv_pool_close(sv_pool *pool)
{
	int status;
	for (size_t i = 0; i < HT_CALL_PLACES; i++)
		for (sv_job *job; (job = pool->first[i]);) {
			pool->first[i] = job->next;
			fail(pool, job, 503, HT_D_SERVE_ENDING, "");
		}
	for (size_t i = 0; pool->v && i < pool->n; i++) {
		sv_job *job = pool->v[i].job;
		if (pool->v[i].pid)
			end_worker(&pool->v[i], &status);
		if (job)
			fail(pool, job, 503, HT_D_SERVE_ENDING, "");
	}
	free(pool->v);
	*pool = (sv_pool){.n = 0};
}

/* ---- work ---- */

static bool may_take(const sv_worker *w, ht_call_place place)
{
	return w->place == place || (place == HT_CALL_PREVIEW && w->place == HT_CALL_MAKER);
}

/* An idle worker for it; one of its own place first. */
static sv_worker *find_idle(sv_pool *pool, ht_call_place place)
{
	sv_worker *found = NULL;
	for (size_t i = 0; i < pool->n; i++) {
		sv_worker *w = &pool->v[i];
		if (!w->job && may_take(w, place) && (!found || w->place == place) &&
		    (w->pid || begin_worker(pool, w))) {
			found = w;
			if (w->place == place)
				break;
		}
	}
	return found;
}

static void begin_job(sv_pool *pool, sv_worker *w, sv_job *job)
{
	w->job = job;
	w->deadline = pool->timeout ? ht_clock() + pool->timeout : 0;
	w->channel.out = job->frame; /* it is empty: the last request was answered */
	w->channel.out_pos = 0;
	job->frame = (ht_buf){0};
	ht_channel_send(&w->channel);
}

/* The first that waits for a place, no longer waiting. */
static sv_job *take_first(sv_pool *pool, size_t place)
{
	sv_job *job = pool->first[place];
	pool->first[place] = job->next;
	if (!job->next)
		pool->last[place] = &pool->first[place];
	job->next = NULL;
	pool->n_waiting--;
	pool->waiting_bytes -= job->frame.len;
	return job;
}

/* Give idle workers what waits. */
static void dispatch(sv_pool *pool)
{
	for (size_t place = 0; place < HT_CALL_PLACES; place++)
		while (pool->first[place]) {
			sv_worker *w = find_idle(pool, (ht_call_place)place);
			if (!w)
				break;
			sv_job *job = take_first(pool, place);
			if (job->user)
				begin_job(pool, w, job);
			else
				sv_job_free(job);
		}
}

bool sv_pool_has_room(const sv_pool *pool, size_t bytes)
{
	return pool->n_waiting < MOST_WAITING && pool->waiting_bytes + bytes < MOST_BYTES;
}

void sv_pool_give(sv_pool *pool, sv_job *job)
{
	job->queued = ht_clock();
	job->next = NULL;
	*pool->last[job->place] = job;
	pool->last[job->place] = &job->next;
	pool->n_waiting++;
	pool->waiting_bytes += job->frame.len;
	dispatch(pool);
}

/* A whole answer has come. */
static void take_answer(sv_pool *pool, sv_worker *w, const char *payload, size_t len)
{
	sv_answer answer;
	sv_job *job = w->job;
	int status;
	if (!job || !sv_get_answer(payload, len, &answer)) {
		lose_worker(pool, w);
		return;
	}
	finish(job, &answer); /* while it still has the job: whoever is told may give out another one */
	w->job = NULL;
	w->deadline = 0;
	if (answer.wants_replacement || w->place == HT_CALL_APART)
		end_worker(w, &status);
}

void sv_pool_attend(sv_pool *pool, sv_worker *w, short events)
{
	size_t len;
	bool broken = false;
	if (events & POLLOUT)
		ht_channel_send(&w->channel);
	if (events & (POLLIN | POLLHUP | POLLERR)) {
		const bool alive = ht_channel_receive(&w->channel);
		const char *payload = ht_channel_frame(&w->channel, &len, &broken);
		if (payload)
			take_answer(pool, w, payload, len);
		else if (!alive || broken)
			lose_worker(pool, w);
		if (w->pid && !w->job && w->channel.in_pos == w->channel.in.len) {
			ht_buf_free(&w->channel.in);
			w->channel.in_pos = 0;
		}
	}
	dispatch(pool);
}

/* Whoever has waited so long for a worker is told, rather than left to wonder. */
static void give_up(sv_pool *pool, double now)
{
	for (size_t place = 0; place < HT_CALL_PLACES; place++)
		while (pool->first[place] && now - pool->first[place]->queued > MOST_SECONDS)
			fail(pool, take_first(pool, place), 503, HT_D_SERVE_BUSY, "");
}

void sv_pool_watch(sv_pool *pool, double now)
{
	give_up(pool, now);
	for (size_t i = 0; i < pool->n; i++) {
		sv_worker *w = &pool->v[i];
		if (!w->pid && w->place != HT_CALL_APART)
			begin_worker(pool, w);
		if (w->job && w->deadline > 0 && now > w->deadline && !w->late) {
			w->late = true;
			kill(w->pid, SIGKILL);
		}
	}
	dispatch(pool);
}
