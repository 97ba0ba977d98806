/* A batch from start to end: what is the same for all records is prepared here,
 * the rest is the loop's. Each step does nothing once bt_run.status is a
 * failure. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "batch/messages.h"
#include "run.h"

unsigned ht_batch_cores(void)
{
	cpu_set_t set;
	return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

/* As requested, or as many as there are cores. */
static unsigned count_workers(const ht_batch_options *options)
{
	unsigned n = options->workers ? options->workers : ht_batch_cores();
	if (n < 1)
		return 1;
	return n < HT_BATCH_WORKERS ? n : HT_BATCH_WORKERS;
}

/* ---- reports of records ---- */

static void count(bt_run *r, const ht_batch_record *record, uint64_t weight)
{
	ht_batch_result *result = r->result;
	size_t *counts[] = {[HT_BATCH_DONE] = &result->done,
	                    [HT_BATCH_FAILED] = &result->failed,
	                    [HT_BATCH_UNCHANGED] = &result->unchanged,
	                    [HT_BATCH_EARLIER] = &result->earlier};
	++*counts[record->state];
	result->by_machine += record->by_machine;
	r->progress.done = result->done;
	r->progress.failed = result->failed;
	r->progress.skipped = result->unchanged + result->earlier;
	r->progress.bytes += weight;
}

static ht_batch_state state_of(const bt_run *r, const bt_done *d)
{
	if (d->journal_line == BT_NO_LINE || d->reply.state == HT_BATCH_FAILED)
		return d->reply.state;
	bool in_batch = r->options->resume && d->journal_line >= r->job.journal.job;
	return in_batch ? HT_BATCH_EARLIER : HT_BATCH_UNCHANGED;
}

static void report_record(void *user, const bt_done *d)
{
	bt_run *r = user;
	ht_arena *arena = ht_arena_new();
	ht_batch_record record = {.index = d->item.number,
	                          .input = d->item.input,
	                          .line = d->item.line,
	                          .state = state_of(r, d),
	                          .by_machine = d->reply.by_machine,
	                          .messages = d->reply.messages,
	                          .n_messages = d->reply.n_messages};
	if (arena)
		bt_reply_outputs(arena, &d->reply, &record);
	count(r, &record, d->item.weight);
	r->options->record(r->options->user, &record);
	ht_arena_free(arena);
}

/* ---- the loop's beginning and end ---- */

static void open_pool(bt_run *r, const int *close_v, size_t n_close)
{
	const ht_batch_options *o = r->options;
	const unsigned n = count_workers(o);
	r->pool = (bt_pool){.work = &r->work,
	                    .v = calloc(n, sizeof *r->pool.v),
	                    .n = n,
	                    .timeout = o->timeout,
	                    .memory = o->memory,
	                    .close_v = close_v,
	                    .n_close = n_close};
	if (!r->pool.v)
		bt_run_set_status(r, HT_ERR_NOMEM);
}

/* Delete the temporary files of records that will not be committed. */
static void discard_records(bt_run *r)
{
	ht_arena *arena = ht_arena_new();
	for (; r->window.n; bt_window_shift(&r->window)) {
		const bt_slot *slot = bt_window_at(&r->window, r->window.first);
		bt_reply reply = {.n_outputs = 0};
		if (arena && slot->reply && bt_get_reply(arena, slot->reply, slot->reply_len, &reply, NULL))
			for (size_t k = 0; k < reply.n_outputs; k++)
				unlink(reply.outputs[k].temp);
		if (slot->state == BT_SLOT_RUNNING)
			bt_run_remove_temps(r, &slot->item);
	}
	ht_arena_free(arena);
	bt_window_free(&r->window);
}

static void report_disk_error(bt_run *r, int error)
{
	ht_diag(r->diags, HT_D_BATCH_DISK, (ht_loc){r->options->out_dir, 0, 0}, strerror(error), NULL);
	bt_run_set_status(r, HT_ERR_IO);
}

static void run_workers(bt_run *r, const int *close_v, size_t n_close)
{
	open_pool(r, close_v, n_close);
	if (r->status != HT_OK)
		return;
	r->began = ht_clock();
	bt_run_loop(r);
	bt_pool_close(&r->pool, r->n_signals > 1 || r->commit.error);
	r->result->interrupted = r->n_signals > 0 || r->commit.error || r->status != HT_OK;
	r->result->resumable = (r->result->interrupted || r->result->by_machine) && r->has_job;
	if (r->commit.error)
		report_disk_error(r, r->commit.error);
}

/* Workers, barrier and signals exist only while the records are made. The
 * children must not hold the parent's descriptors. */
static void run_loop(bt_run *r)
{
	sigset_t before;
	sigprocmask(SIG_SETMASK, NULL, &before);
	bt_run_catch_signals(r);
	int close_v[] = {r->has_job ? r->job.lock : -1, r->has_job ? r->job.journal.fd : -1, r->signals, -1};
	r->commit.on_done = report_record;
	r->commit.user = r;
	r->commit.journal = r->has_job ? &r->job.journal : NULL;
	r->commit.in_shard = r->options->shard.of;
	if (r->status == HT_OK && !bt_commit_open(&r->commit, close_v, 3))
		bt_run_no_process(r, errno);
	if (r->status == HT_OK) {
		close_v[3] = r->commit.barrier.channel.fd;
		run_workers(r, close_v, 4);
	}
	discard_records(r);
	bt_commit_close(&r->commit);
	if (r->signals >= 0)
		close(r->signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

/* ---- what comes before and after it ---- */

static void tell(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	ht_diag(user, code, loc, args[0], args[1], args[2], args[3], NULL);
}

/* Load fonts and sheets once, before there are workers. What is wrong with them
 * is reported with the records. facts: to be collected for the journal, or
 * NULL. */
static void warm_up(bt_run *r, bt_facts *facts)
{
	ht_diags *diags = ht_diags_new();
	if (!diags) {
		bt_run_set_status(r, HT_ERR_NOMEM);
		return;
	}
	bt_run_set_status(r, ht_exporter_warm(r->exporter, diags));
	if (r->status == HT_OK && ht_diags_machine_is_to_blame(diags)) {
		/* a sheet that is there could not be read at this moment: what was made then would be another batch */
		ht_diags_visit(diags, tell, r->diags);
		bt_run_set_status(r, HT_ERR_IO);
	}
	size_t n;
	const char *const *sheets = ht_diags_reads(diags, &n);
	if (r->status == HT_OK && facts)
		bt_run_set_status(r, bt_facts_collect(r->options, r->exporter, sheets, n, r->diags, facts));
	ht_diags_free(diags);
}

static void measure(bt_run *r)
{
	ht_batch_progress *p = &r->progress;
	if (r->options->progress && !r->options->shard.of && /* how much of it is the shard's, only reading tells */
	    !bt_inputs_measure(r->inputs, r->n_inputs, r->report_path, &p->total, &p->bytes_total))
		p->total = p->bytes_total = 0;
}

static void load_journal(bt_run *r)
{
	bt_job *job = &r->job;
	bt_run_set_status(
	    r, bt_journal_load(&job->journal, job->arena, &job->facts, r->options->resume, !r->n_inputs, r->diags));
	if (r->status == HT_OK && !r->n_inputs) {
		r->inputs = job->journal.inputs;
		r->n_inputs = job->journal.n_inputs;
	}
}

/* Open the folder of the batch, and begin its journal. */
static void open_job(bt_run *r)
{
	const ht_batch_options *o = r->options;
	bt_job *job = &r->job;
	bt_run_set_status(r, bt_job_open(job, o->out_dir, o->resume, r->diags));
	if (r->status != HT_OK)
		return;
	r->has_job = true;
	job->journal.shard = o->shard;
	warm_up(r, &job->facts);
	if (r->status == HT_OK && (o->resume || o->incremental))
		load_journal(r);
	if (r->status != HT_OK)
		return;
	r->work.temp_folder = job->folder;
	r->work.keyed = true;
	r->work.base_key = job->facts.hash;
	const char *account = bt_account_path(job->arena, job->dir);
	if (!account)
		bt_run_set_status(r, HT_ERR_NOMEM);
	else if (unlink(account) != 0 && errno != ENOENT) /* what is begun is not finished */
		report_disk_error(r, errno);
	if (o->package)
		bt_package_begin(job, ht_exporter_options(r->exporter)->source_date);
	if (r->status == HT_OK)
		bt_run_set_status(
		    r, bt_earlier_open(&r->commit.earlier, job, r->inputs, r->n_inputs, o->resume, r->diags));
	if (r->status == HT_OK)
		bt_run_set_status(r, bt_journal_begin(&job->journal, &job->facts, r->inputs, r->n_inputs,
		                                      o->incremental, o->resume, r->diags));
}

/* The shard is finished: write down what the merge must know. */
static void finish_shard(bt_run *r)
{
	char host[256];
	const bt_facts *facts = &r->job.facts;
	const char *path = bt_account_path(r->job.arena, r->job.dir);
	const bt_account account = {.shard = r->options->shard,
	                            .records = r->n_found,
	                            .skipped = r->result->skipped,
	                            .digest = r->digest,
	                            .report = r->options->report,
	                            .span = bt_job_span(&r->job, host),
	                            .sheets = facts->sheets,
	                            .n_sheets = facts->n_sheets,
	                            .fonts = facts->files,
	                            .n_fonts = facts->n_files};
	bt_run_set_status(r, path ? bt_account_write(path, &account, r->diags) : HT_ERR_NOMEM);
}

static void finish_job(bt_run *r)
{
	const ht_batch_options *o = r->options;
	const bool shard = o->shard.of;
	int error = bt_journal_finish(&r->job.journal);
	if (error)
		report_disk_error(r, error);
	if (r->status == HT_OK && (shard || o->report || o->package) && !bt_facts_read_fonts(&r->job.facts))
		bt_run_set_status(r, HT_ERR_NOMEM);
	/* a shard of a package is none: only of the whole is there an inventory */
	if (r->status == HT_OK && o->package && !shard)
		bt_run_set_status(r, bt_package_write(&r->job, r->exporter, r->result, r->diags));
	else if (r->status == HT_OK && o->report)
		bt_run_set_status(r, bt_report_write(&r->job, false, r->result, r->diags));
	if (r->status == HT_OK && shard)
		finish_shard(r);
}

/* ---- one record or many ---- */

static void say_unconfined(bt_run *r)
{
	const bool files = ht_confine_possible() & HT_CONFINED_FILES;
	ht_diag(r->diags, HT_D_BATCH_UNCONFINED, (ht_loc){0}, files ? "seccomp" : "Landlock", NULL);
	bt_run_set_status(r, HT_ERR_INPUT);
}

/* What workers, or this process, may read and write from now on. */
static void set_reach(bt_run *r, const bt_item items[2], size_t n_items)
{
	const ht_batch_options *o = r->options;
	ht_reach *reach = &r->work.reach;
	const bool beside = !o->out_dir && !o->out_file;
	const char *const *places = ht_exporter_places(r->exporter, reach->arena);
	reach->nomem |= !places;
	ht_reach_read_all(reach, places);
	for (size_t i = 0; i < r->n_inputs; i++)
		ht_reach_input(reach, r->inputs[i], beside);
	for (size_t i = 0; i < n_items; i++)
		ht_reach_input(reach, items[i].input, beside);
	if (o->out_dir)
		ht_reach_write(reach, o->out_dir);
	if (o->out_file)
		ht_reach_output(reach, o->out_file);
	if (reach->nomem)
		bt_run_set_status(r, HT_ERR_NOMEM);
}

/* Give up what documents do not need, in this process. */
static void confine_here(bt_run *r)
{
	if (r->status == HT_OK && !bt_confine(&r->work))
		say_unconfined(r);
}

/* All records; n_items of them are read already. */
static void run_many(bt_run *r, bt_item items[2], size_t n_items)
{
	if (!r->has_job && r->options->out_dir)
		open_job(r);
	else if (!r->has_job)
		warm_up(r, NULL);
	if (r->status != HT_OK)
		return;
	set_reach(r, items, n_items);
	r->result->many = true;
	if (r->options->making)
		r->options->making(r->options->user, NULL);
	measure(r);
	for (size_t i = 0; i < n_items; i++)
		bt_run_add(r, &items[i]);
	run_loop(r);
}

/* A record alone is made in this process, unless a journal is asked for. */
static void run_records(bt_run *r, bt_item items[2], size_t n_items)
{
	const char *file = r->options->out_file;
	if (n_items > 1 && file && strcmp(file, "-") == 0) {
		ht_diag(r->diags, HT_D_BATCH_STDOUT, (ht_loc){items[0].input, 0, 0}, NULL);
		bt_run_set_status(r, HT_ERR_INPUT);
	} else if (n_items == 1 && !r->has_job && !r->goes_on) {
		set_reach(r, items, n_items);
		confine_here(r);
		if (r->status != HT_OK)
			return;
		bt_run_set_status(r, bt_single(r->options, r->exporter, &r->naming, &items[0], r->diags, r->result));
	} else {
		run_many(r, items, n_items);
	}
}

/* Read the first two records, which decide, and run. */
static void run_inputs(bt_run *r)
{
	bt_item items[2] = {{.index = 0}};
	size_t n_items = 0;
	bt_next next = BT_ITEM;
	r->in = bt_inputs_open(r->inputs, r->n_inputs, r->report_path, r->diags);
	if (r->in)
		bt_inputs_shard(r->in, r->options->shard);
	if (r->in && r->options->stream)
		bt_inputs_stream(r->in);
	while (r->in && n_items < 2 && next == BT_ITEM) {
		/* the second record of a stream is not waited for */
		const bool waits = !n_items || !r->options->stream;
		next = bt_inputs_next(r->in, waits, &items[n_items]);
		n_items += next == BT_ITEM;
	}
	r->in_ended = next == BT_END;
	r->goes_on = next == BT_WAIT;
	if (r->in && next != BT_NOMEM)
		run_records(r, items, n_items);
	else
		bt_run_set_status(r, HT_ERR_NOMEM);
	for (size_t i = 0; i < 2; i++)
		bt_item_free(&items[i]);
	if (r->in) {
		r->result->skipped = bt_inputs_skipped(r->in);
		r->n_found = bt_inputs_records(r->in, &r->digest);
	}
	bt_inputs_close(r->in);
}

static void parse_name(bt_run *r, ht_arena *arena)
{
	char *wrong = NULL;
	r->naming.template = bt_template_parse(arena, r->options->name, &wrong);
	if (!r->naming.template)
		bt_run_set_status(r, wrong ? HT_ERR_ARG : HT_ERR_NOMEM);
	free(wrong);
}

ht_status ht_batch_run(const ht_batch_options *options, ht_exporter *exporter, const char *const *inputs, size_t n,
                       ht_diags *diags, ht_batch_result *ret)
{
	ht_arena *arena = ht_arena_new();
	if (!arena)
		return HT_ERR_NOMEM;
	ht_batch_result result = {0};
	bt_run r = {.options = options,
	            .exporter = exporter,
	            .inputs = inputs,
	            .n_inputs = n,
	            .diags = diags,
	            .result = &result,
	            .signals = -1};
	r.naming = (bt_naming){options->out_file, options->out_dir, NULL, options->package};
	r.work = (bt_work){.exporter = exporter, .naming = &r.naming, .parent = getpid(), .memory = options->memory};
	if (options->out_dir)
		r.report_path = ht_arena_printf(arena, "%s/%sreport.json", options->out_dir,
		                                options->package ? BT_PACKAGE_REPORT : "");
	r.work.reach.arena = arena;
	r.work.confine = options->confine;
	if (options->confine == HT_CONFINE_REQUIRE && ht_confine_possible() != HT_CONFINED_ALL)
		say_unconfined(&r);
	if (options->name)
		parse_name(&r, arena);
	else if (options->package)
		r.naming.template = bt_template_of_package(arena);
	if (options->package && !options->name && !r.naming.template)
		bt_run_set_status(&r, HT_ERR_NOMEM);
	const bool wants_job = options->resume || options->incremental || options->report || options->package;
	const bool needs_job = options->out_dir && (wants_job || options->shard.of);
	if (r.status == HT_OK && needs_job)
		open_job(&r);
	if (r.status == HT_OK)
		run_inputs(&r);
	if (r.has_job && r.status == HT_OK && !result.interrupted)
		finish_job(&r);
	if (r.has_job)
		bt_job_close(&r.job);
	bt_earlier_free(&r.commit.earlier);
	ht_arena_free(arena);
	*ret = result;
	return r.status;
}
