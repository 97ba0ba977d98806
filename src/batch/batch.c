/* A batch from its beginning to its end: what is the same for all records is
 * settled here, the rest is the loop's. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch/messages.h"
#include "run.h"

static unsigned cores(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
	return n < 1 ? 1 : n > HT_BATCH_WORKERS ? HT_BATCH_WORKERS : (unsigned)n;
}

/* ---- what is told of each record ---- */

static void count(bt_run *r, const ht_batch_record *record, uint64_t weight)
{
	ht_batch_result *result = r->result;
	size_t *counts[] = {[HT_BATCH_DONE] = &result->done,
	                    [HT_BATCH_FAILED] = &result->failed,
	                    [HT_BATCH_UNCHANGED] = &result->unchanged,
	                    [HT_BATCH_EARLIER] = &result->earlier};
	++*counts[record->state];
	r->progress.done = result->done;
	r->progress.failed = result->failed;
	r->progress.skipped = result->unchanged + result->earlier;
	r->progress.bytes += weight;
}

static ht_batch_state state_of(const bt_run *r, const bt_done *d)
{
	if (d->kept == UINT64_MAX || d->reply.state == HT_BATCH_FAILED)
		return d->reply.state;
	return d->kept >= r->job->journal.job && r->options->resume ? HT_BATCH_EARLIER : HT_BATCH_UNCHANGED;
}

static void tell(void *user, const bt_done *d)
{
	bt_run *r = user;
	ht_arena *arena = ht_arena_new();
	ht_batch_record record = {.index = d->item.index,
	                          .input = d->item.input,
	                          .line = d->item.line,
	                          .state = state_of(r, d),
	                          .n_pages = d->reply.pages,
	                          .messages = d->reply.messages,
	                          .n_messages = d->reply.n_messages};
	const char **outputs = arena ? ht_arena_array(arena, d->reply.n_outputs + 1, sizeof *outputs) : NULL;
	for (size_t i = 0; outputs && i < d->reply.n_outputs; i++)
		outputs[i] = ht_arena_printf(arena, "%s%s", d->reply.folder, d->reply.outputs[i].file);
	record.outputs = outputs;
	record.n_outputs = outputs ? d->reply.n_outputs : 0;
	count(r, &record, d->item.weight);
	r->options->record(r->options->user, &record);
	ht_arena_free(arena);
}

/* ---- beginning and end ---- */

static ht_status open_pool(bt_run *r, unsigned n, const int *close_v, size_t n_close)
{
	const ht_batch_options *o = r->options;
	r->pool = (bt_pool){.work = &r->work,
	                    .v = calloc(n, sizeof *r->pool.v),
	                    .n = n,
	                    .timeout = o->timeout,
	                    .memory = o->memory,
	                    .close_v = close_v,
	                    .n_close = n_close};
	return r->pool.v ? HT_OK : HT_ERR_NOMEM;
}

/* Temporary files of records that were finished and will not be committed. */
static void discard(bt_run *r)
{
	ht_arena *arena = ht_arena_new();
	for (; r->window.n; bt_window_shift(&r->window)) {
		const bt_slot *slot = bt_window_at(&r->window, r->window.first);
		bt_reply reply = {.n_outputs = 0};
		if (arena && slot->reply && bt_get_reply(arena, slot->reply, slot->reply_len, &reply))
			for (size_t k = 0; k < reply.n_outputs; k++)
				unlink(reply.outputs[k].temp);
		if (slot->state == BT_SLOT_RUNNING)
			bt_run_remove_temps(r, &slot->item);
	}
	ht_arena_free(arena);
	bt_window_free(&r->window);
}

static ht_status finish(bt_run *r)
{
	ht_batch_result *result = r->result;
	result->interrupted = r->n_signals > 0 || r->commit.error || r->nomem;
	result->resumable = result->interrupted && r->job;
	if (r->commit.error)
		ht_diag(r->diags, HT_D_BATCH_DISK, (ht_loc){r->options->out_dir, 0, 0}, strerror(r->commit.error),
		        NULL);
	if (r->nomem)
		return HT_ERR_NOMEM;
	if (r->commit.error)
		return HT_ERR_IO;
	return HT_OK;
}

static ht_status run_workers(bt_run *r, unsigned n, const int *closed, size_t n_closed)
{
	ht_status status = open_pool(r, n, closed, n_closed);
	if (status != HT_OK)
		return status;
	r->began = bt_now();
	bt_run_loop(r);
	bt_pool_close(&r->pool, r->n_signals > 1 || r->commit.error);
	return finish(r);
}

static ht_status run_loop(bt_run *r)
{
	const unsigned n = r->options->workers ? r->options->workers : cores();
	int closed[] = {r->job ? r->job->lock : -1, r->job ? r->job->journal.fd : -1, -1, -1};
	sigset_t before;
	sigprocmask(SIG_SETMASK, NULL, &before);
	bool ok = bt_run_signals(r);
	closed[2] = r->signals;
	r->commit.told = tell;
	r->commit.user = r;
	r->commit.journal = r->job ? &r->job->journal : NULL;
	ok = ok && bt_commit_open(&r->commit, closed, 3);
	closed[3] = ok ? r->commit.barrier.channel.fd : -1;
	ht_status status = ok ? run_workers(r, n < HT_BATCH_WORKERS ? n : HT_BATCH_WORKERS, closed, 4) : HT_ERR_NOMEM;
	discard(r);
	bt_commit_close(&r->commit);
	if (r->signals >= 0)
		close(r->signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}

/* ---- one record or many ---- */

/* Fonts and sheets are loaded once, before there are workers. What is wrong
 * with them is said with the records. facts: wanted for the journal. */
static ht_status warm(bt_run *r, bt_facts *facts)
{
	ht_diags *diags = ht_diags_new();
	if (!diags)
		return HT_ERR_NOMEM;
	ht_status status = ht_exporter_warm(r->exporter, diags);
	size_t n;
	const char *const *sheets = ht_diags_reads(diags, &n);
	if (status == HT_OK && facts)
		status = bt_facts_collect(r->options, r->exporter, sheets, n, facts);
	ht_diags_free(diags);
	return status;
}

static void measure(bt_run *r, const char *const *inputs, size_t n, const char *report)
{
	ht_batch_progress *p = &r->progress;
	if (r->options->progress && !bt_inputs_measure(inputs, n, report, &p->total, &p->bytes_total))
		p->total = p->bytes_total = 0;
}

/* What follows from the whole of the options, the journal's part included. */
static ht_status open_job(bt_run *r, bt_job *job, const char *const **inputs, size_t *n)
{
	const ht_batch_options *o = r->options;
	ht_status status = bt_job_open(job, o->out_dir, o->resume, r->diags);
	if (status != HT_OK)
		return status;
	r->job = job;
	status = warm(r, &job->facts);
	if (status == HT_OK && (o->resume || o->incremental))
		status = bt_journal_load(&job->journal, job->arena, &job->facts, o->resume, !*n, r->diags);
	if (status == HT_OK && !*n) {
		*inputs = job->journal.inputs;
		*n = job->journal.n_inputs;
	}
	if (status != HT_OK)
		return status;
	r->work.temp_folder = job->folder;
	r->work.keyed = true;
	r->work.base_key = job->facts.hash;
	return bt_journal_begin(&job->journal, &job->facts, *inputs, *n, o->incremental, o->resume, r->diags);
}

static ht_status close_job(bt_run *r, ht_status status)
{
	if (status == HT_OK && !r->result->interrupted) {
		int error = bt_journal_finish(&r->job->journal);
		if (error) {
			ht_diag(r->diags, HT_D_BATCH_DISK, (ht_loc){r->options->out_dir, 0, 0}, strerror(error), NULL);
			status = HT_ERR_IO;
		}
		if (status == HT_OK && r->options->report)
			status = bt_report_write(r->job, r->result, r->diags);
	}
	bt_job_close(r->job);
	return status;
}

/* The records, the first of which were read already. */
static ht_status run_many(bt_run *r, bt_item items[2], size_t n_items, const char *const *inputs, size_t n)
{
	bt_job job = {.lock = -1, .journal.fd = -1};
	ht_status status = r->job || !r->options->out_dir ? HT_OK : open_job(r, &job, &inputs, &n);
	if (status == HT_OK && !r->job)
		status = warm(r, NULL);
	if (status == HT_OK) {
		r->result->many = true;
		measure(r, inputs, n, r->report_path);
		for (size_t i = 0; i < n_items; i++)
			bt_run_add(r, &items[i]);
		status = run_loop(r);
	}
	return r->job == &job ? close_job(r, status) : status;
}

/* The first two records decide: one alone stays in this process, unless a
 * journal is asked for. */
static ht_status run_inputs(bt_run *r, const char *const *inputs, size_t n)
{
	bt_item items[2] = {{.index = 0}};
	size_t n_items = 0;
	bt_next next = BT_ITEM;
	r->in = bt_inputs_open(inputs, n, r->report_path);
	while (r->in && n_items < 2 && next == BT_ITEM) {
		next = bt_inputs_next(r->in, true, &items[n_items]);
		n_items += next == BT_ITEM;
	}
	r->in_ended = next == BT_END;
	ht_status status = r->in && next != BT_NOMEM ? HT_OK : HT_ERR_NOMEM;
	const char *file = r->options->out_file;
	if (status == HT_OK && n_items > 1 && file && strcmp(file, "-") == 0) {
		ht_diag(r->diags, HT_D_BATCH_STDOUT, (ht_loc){items[0].input, 0, 0}, NULL);
		status = HT_ERR_INPUT;
	}
	if (status == HT_OK && !r->job && n_items == 1)
		status = bt_single(r->options, r->exporter, &r->naming, &items[0], r->diags, r->result);
	else if (status == HT_OK)
		status = run_many(r, items, n_items, inputs, n);
	for (size_t i = 0; i < 2; i++)
		bt_item_free(&items[i]);
	bt_inputs_close(r->in);
	return status;
}

ht_status ht_batch_run(const ht_batch_options *options, ht_exporter *exporter, const char *const *inputs, size_t n,
                       ht_diags *diags, ht_batch_result *ret)
{
	ht_arena *arena = ht_arena_new();
	if (!arena)
		return HT_ERR_NOMEM;
	ht_batch_result result = {0};
	bt_run r = {.options = options, .exporter = exporter, .diags = diags, .result = &result, .signals = -1};
	char *wrong = NULL;
	r.naming = (bt_naming){options->out_file, options->out_dir, NULL};
	r.work = (bt_work){.exporter = exporter, .naming = &r.naming, .parent = getpid(), .memory = options->memory};
	r.report_path = options->out_dir ? ht_arena_printf(arena, "%s/report.json", options->out_dir) : NULL;
	ht_status status = HT_OK;
	if (options->name && !(r.naming.template = bt_template_parse(arena, options->name, &wrong)))
		status = wrong ? HT_ERR_ARG : HT_ERR_NOMEM;
	free(wrong);
	bt_job job = {.lock = -1, .journal.fd = -1};
	const bool journal = options->out_dir && (options->resume || options->incremental || options->report);
	if (status == HT_OK && journal)
		status = open_job(&r, &job, &inputs, &n);
	if (status == HT_OK)
		status = run_inputs(&r, inputs, n);
	if (r.job == &job)
		status = close_job(&r, status);
	else if (journal)
		bt_job_close(&job);
	ht_arena_free(arena);
	*ret = result;
	return status;
}
