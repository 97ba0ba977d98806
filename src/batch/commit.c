/* How finished records become final files.
 *
 * Workers leave outputs as temporary files. In the order of the input they are
 * gathered into groups, by count or by time. A group is committed in steps,
 * each of which begins when the previous one is on the disk:
 *
 *   1. One syncfs(): the bytes of all temporary files. A crash before its end
 *      leaves only temporary files, which the next run removes.
 *   2. rename() each to its name. A file under its final name always has all
 *      its bytes, since those were on the disk before.
 *   3. One fsync() of each folder: the names.
 *   4. The journal's lines, appended with one write(). A line exists only when
 *      its files do; after a crash before it the records are made again, with
 *      the same bytes under the same names.
 *   5. fdatasync() of the journal. Until it ends, a crash can lose lines but
 *      never files: see 4. A line torn by a crash is dropped.
 *
 * kill -9 at any point loses no more than a crash does. The steps that wait run
 * in a process of their own (barrier.c), so that records are made meanwhile. It
 * is cheap because there is one barrier a group, not one a file. */
#include "commit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "base/shortage.h"
#include "batch/messages.h"
#include "render/messages.h"

#define GROUP_RECORDS 128
#define GROUP_SECONDS 0.25

/* While a group is being committed, at most so many records gather for the next one: with --resume they come much
 * faster than groups are committed. */
#define GATHERED_MAX 1024

/* A name that cannot be taken is tried again so often, in all in a group, after so long. */
#define PATIENCE    10
#define PATIENCE_MS 20

bool bt_commit_open(bt_commit *c, const int *close_v, size_t n_close)
{
	return bt_barrier_open(&c->barrier, close_v, n_close);
}

/* Was it made in this run? */
static bool is_new(const bt_done *d)
{
	return d->journal_line == BT_NO_LINE;
}

static void drop_group(bt_group *g)
{
	for (size_t i = 0; i < g->n; i++)
		bt_item_free(&g->v[i].item);
	free(g->v);
	ht_arena_free(g->arena);
	*g = (bt_group){0};
}

static void unlink_temps(const bt_reply *r)
{
	for (size_t k = 0; k < r->n_outputs; k++)
		if (r->outputs[k].temp && *r->outputs[k].temp)
			unlink(r->outputs[k].temp);
}

void bt_commit_close(bt_commit *c)
{
	for (size_t i = 0; i < c->gathering.n; i++)
		unlink_temps(&c->gathering.v[i].reply);
	for (size_t i = 0; i < c->current.n; i++)
		unlink_temps(&c->current.v[i].reply);
	drop_group(&c->gathering);
	drop_group(&c->current);
	bt_barrier_close(&c->barrier);
	bt_given_free(&c->given);
}

ht_arena *bt_commit_arena(bt_commit *c)
{
	if (!c->gathering.arena)
		c->gathering.arena = ht_arena_new();
	return c->gathering.arena;
}

/* ---- names ---- */

static bool fail_record(bt_group *g, const bt_item *item, bt_reply *r, ht_code code, const char *arg)
{
	unlink_temps(r);
	r->n_outputs = 0;
	r->state = HT_BATCH_FAILED;
	r->by_machine = code == HT_D_OUT_WRITE;
	return bt_reply_add_message(g->arena, r, item->input, item->line, code, arg, NULL);
}

/* Say of a document of an earlier batch of other inputs that it is replaced. */
static bool say_replaced(const bt_commit *c, bt_group *g, const bt_item *item, bt_reply *r)
{
	for (size_t i = 0; i < r->n_outputs; i++) {
		const char *file = r->outputs[i].file;
		struct stat st;
		if (!bt_earlier_loses(&c->earlier, &r->outputs[i], item->input) ||
		    !bt_stat_beneath(r->folder, file, &st))
			continue;
		if (!bt_reply_add_message(g->arena, r, item->input, item->line, HT_D_BATCH_REPLACED, file, NULL))
			return false;
	}
	return true;
}

/* A name that is taken gets the next number, in the order of the input. That of a shard is not yet the final one, so
 * there is nothing to say about it. */
static bool choose_names(bt_commit *c, bt_group *g, const bt_item *item, bt_reply *r)
{
	const char *wanted;
	switch (bt_given_name(&c->given, g->arena, r->folder, r->outputs, r->n_outputs, &wanted)) {
	case BT_NAMED:
		return true;
	case BT_NAMED_OTHERWISE:
		return c->in_shard || bt_reply_add_message(g->arena, r, item->input, item->line, HT_D_BATCH_RENAMED,
		                                           wanted, r->outputs[0].file);
	case BT_NAMED_TWICE:
		return fail_record(g, item, r, HT_D_OUT_COLLISION, wanted);
	case BT_NAMED_NOMEM:
		return false;
	}
	return false;
}

bool bt_commit_is_full(const bt_commit *c)
{
	return c->gathering.n >= GATHERED_MAX;
}

bool bt_commit_add(bt_commit *c, bt_item *item, const bt_reply *reply, uint64_t journal_line, const char *first)
{
	bt_group *g = &c->gathering;
	bt_done *d = HT_HEAP_PUSH(g->v, g->n, g->cap);
	if (!d)
		return false;
	if (g->n == 1)
		g->since = ht_clock();
	*d = (bt_done){.item = *item, .reply = *reply, .journal_line = journal_line};
	*item = (bt_item){0};
	if (!is_new(d))
		return bt_given_take(&c->given, d->reply.folder, d->reply.outputs, d->reply.n_outputs);
	if (first && d->reply.state == HT_BATCH_DONE &&
	    !bt_reply_add_message(g->arena, &d->reply, d->item.input, d->item.line, HT_D_BATCH_AGAIN, first, NULL))
		return false;
	if (!d->reply.n_outputs)
		return true;
	return choose_names(c, g, &d->item, &d->reply) && (c->in_shard || say_replaced(c, g, &d->item, &d->reply));
}

/* ---- steps ---- */

/* Nothing more can be written. */
static void stop(bt_commit *c, int error)
{
	if (!c->error)
		c->error = error ? error : EIO;
}

/* A list of folders, each once. */
typedef struct folder_list {
	const char **v;
	size_t n, cap;
	bool nomem;
} folder_list;

/* Add the folder with the len bytes of path, unless it is there: mostly it is one of the last. */
static void add_folder(folder_list *f, ht_arena *arena, const char *path, size_t len)
{
	for (size_t k = f->n; k-- > 0;)
		if (strncmp(f->v[k], path, len) == 0 && !f->v[k][len])
			return;
	const char **slot = HT_PUSH(arena, f->v, f->n, f->cap);
	const char *copy = slot ? ht_arena_strndup(arena, path, len) : NULL;
	f->nomem |= !copy;
	if (slot)
		*slot = copy;
}

/* The folders below r's that its files are in. */
static void add_folders_below(folder_list *f, ht_arena *arena, const bt_reply *r)
{
	for (size_t i = 0; i < r->n_outputs && !f->nomem; i++) {
		const char *file = r->outputs[i].file, *slash = strchr(file, '/');
		const char *path = slash ? ht_arena_printf(arena, "%s%s", r->folder, file) : "";
		f->nomem |= !path;
		for (; slash && path; slash = strchr(slash + 1, '/'))
			add_folder(f, arena, path, strlen(r->folder) + (size_t)(slash - file) + 1);
	}
}

/* The folders that the group's new files are in; below: also those that are made for them. */
static folder_list folders_of(const bt_group *g, bool below)
{
	folder_list f = {0};
	for (size_t i = 0; i < g->n && !f.nomem; i++) {
		const bt_reply *r = &g->v[i].reply;
		if (!r->n_outputs || !is_new(&g->v[i]))
			continue;
		add_folder(&f, g->arena, r->folder, strlen(r->folder));
		if (below)
			add_folders_below(&f, g->arena, r);
	}
	return f;
}

static void ask(bt_commit *c, bt_sync what, bt_stage stage)
{
	const folder_list folders = folders_of(&c->current, what == BT_SYNC_FOLDERS);
	c->stage = stage;
	if (folders.nomem || (folders.n && !bt_barrier_ask(&c->barrier, what, folders.v, folders.n)))
		stop(c, ENOMEM);
}

/* As ht_outfile_replace(), but tried for a while where another program may hold the name for a moment: on file systems
 * of other machines. *patience: how often, in this group. */
static int replace_patiently(const char *temp, const char *path, bool secret, int *patience)
{
	int error;
	while ((error = ht_outfile_replace(temp, path, secret)) && !bt_is_disk_error(error) &&
	       ht_shortage_is_of_machine(error) && --*patience >= 0)
		nanosleep(&(struct timespec){0, PATIENCE_MS * 1000000L}, NULL);
	return error;
}

/* 0, or errno. */
static int rename_outputs(bt_group *g, const bt_item *item, bt_reply *r, int *patience)
{
	for (size_t i = 0; i < r->n_outputs; i++) {
		const char *path = ht_arena_printf(g->arena, "%s%s", r->folder, r->outputs[i].file);
		if (!path)
			return ENOMEM;
		if (bt_same_file(path, item->input))
			return fail_record(g, item, r, HT_D_OUT_IS_INPUT, path) ? 0 : ENOMEM;
		int error = bt_make_folders(path, strlen(r->folder));
		if (!error)
			error = replace_patiently(r->outputs[i].temp, path, r->secret, patience);
		if (bt_is_disk_error(error))
			return error;
		if (error)
			return fail_record(g, item, r, HT_D_OUT_WRITE, strerror(error)) ? 0 : ENOMEM;
		r->outputs[i].temp = "";
	}
	return 0;
}

static void rename_group(bt_commit *c)
{
	bt_group *g = &c->current;
	int patience = PATIENCE;
	for (size_t i = 0; i < g->n && !c->error; i++) {
		bt_done *d = &g->v[i];
		int error = is_new(d) ? rename_outputs(g, &d->item, &d->reply, &patience) : 0;
		if (error)
			stop(c, error);
	}
}

/* Append the lines of the current group. */
static void write_journal(bt_commit *c)
{
	bt_group *g = &c->current;
	ht_buf lines = {0};
	bool ok = true;
	for (size_t i = 0; ok && i < g->n; i++) {
		const bt_done *d = &g->v[i];
		if (is_new(d))
			ok = bt_journal_add(c->journal, &lines, &d->item, &d->reply);
		else
			ok = bt_journal_keep(c->journal, d->journal_line);
	}
	int error = ok ? bt_journal_write(c->journal, &lines) : ENOMEM;
	if (error)
		stop(c, error);
	ht_buf_free(&lines);
}

/* The group's files are there: write and report that. */
static void finish_group(bt_commit *c)
{
	if (c->journal)
		write_journal(c);
	for (size_t i = 0; i < c->current.n && !c->error; i++)
		c->on_done(c->user, &c->current.v[i]);
	drop_group(&c->current);
	c->stage = BT_STAGE_JOURNAL;
	if (c->journal && !c->error && !bt_barrier_ask(&c->barrier, BT_SYNC_JOURNAL, &c->journal->path, 1))
		stop(c, ENOMEM);
}

static void begin_group(bt_commit *c)
{
	c->current = c->gathering;
	c->gathering = (bt_group){0};
	ask(c, BT_SYNC_FILES, BT_STAGE_FILES);
}

static bool is_due(const bt_group *g, double now, bool flush)
{
	return g->n && (flush || g->n >= GROUP_RECORDS || now - g->since >= GROUP_SECONDS);
}

void bt_commit_step(bt_commit *c, double now, bool flush)
{
	int error = 0;
	while (!c->error) {
		if (c->barrier.waiting && !bt_barrier_answer(&c->barrier, &error))
			return;
		if (error) {
			stop(c, error);
			return;
		}
		switch (c->stage) {
		case BT_STAGE_FILES:
			rename_group(c);
			ask(c, BT_SYNC_FOLDERS, BT_STAGE_FOLDERS);
			break;
		case BT_STAGE_FOLDERS:
			finish_group(c);
			break;
		case BT_STAGE_JOURNAL:
			c->stage = BT_STAGE_NONE;
			break;
		case BT_STAGE_NONE:
			if (!is_due(&c->gathering, now, flush))
				return;
			begin_group(c);
			break;
		}
	}
}

bool bt_commit_idle(const bt_commit *c)
{
	return c->error || (c->stage == BT_STAGE_NONE && !c->gathering.n);
}
