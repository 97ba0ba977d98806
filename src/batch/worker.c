/* A worker: records in, temporary files out.
 *
 * It is a fork of the parent, made when fonts and style sheets were loaded, so
 * it starts with them and shares their memory. It never gives a file its final
 * name; the parent does that when the whole group is on the disk. A worker that
 * loses its parent ends; one that breaks down costs its current record and
 * nothing else. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/breakdown.h"
#include "base/clock.h"
#include "base/limit.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "batch/messages.h"
#include "work.h"

#define SIZE_CHECK_EVERY 64 /* records */

/* What a package needs of each document: what its folders and the inventory go by (DA/T 22-2015 has all of them in the
 * catalogue or the archival code). */
static const struct {
	ht_archive_element element;
	bool in_code; /* only as a part of the archival code, which may be given as a whole */
} packaged[] = {{HT_ARCHIVE_FONDS, false},  {HT_ARCHIVE_CODE, false},      {HT_ARCHIVE_CLASS_CODE, true},
                {HT_ARCHIVE_YEAR, false},   {HT_ARCHIVE_RETENTION, false}, {HT_ARCHIVE_ITEM_NUMBER, true},
                {HT_ARCHIVE_ISSUER, false}, {HT_ARCHIVE_DATE, false}};

typedef struct worker {
	const bt_work *work;
	int fd;
	ht_diags *diags;
	ht_arena *arena; /* of the current record */
	size_t count;    /* records answered */
	long pages;      /* resident when it began */
} worker;

char *bt_temp_name(ht_arena *arena, const char *folder, pid_t parent, size_t index, size_t k)
{
	return ht_arena_printf(arena, "%s.hongtou-%ld-%zu-%zu.tmp", folder, (long)parent, index, k);
}

static void watch_memory(worker *w)
{
	long size;
	bt_memory_pages(getpid(), &size, &w->pages);
	ht_limit_memory(w->work->memory);
	ht_breakdown_leave_on_shortage();
}

/* ---- keys: what outputs are made from ---- */

static bool key_of(const worker *w, const bt_item *item, const char *data, size_t len, bt_hash *ret)
{
	ht_buf text = {0};
	bt_hash record;
	bt_hash_bytes(data, len, &record);
	ht_buf_add(&text, w->work->base_key.v, BT_HASH);
	ht_buf_add(&text, record.v, BT_HASH);
	ht_buf_addf(&text, "%d %zu %s", item->line, bt_template_has_index(w->work->naming->template) ? item->number : 0,
	            item->input);
	bool ok = !text.failed;
	if (ok)
		bt_hash_bytes(text.data, text.len, ret);
	ht_buf_free(&text);
	return ok;
}

static bool same_hash(const bt_hash *a, const bt_hash *b)
{
	return memcmp(a->v, b->v, BT_HASH) == 0;
}

static bool file_has(const char *path, const bt_hash *hash)
{
	bt_hash now;
	return bt_hash_file(path, &now, NULL) && same_hash(&now, hash);
}

/* Would the export give the files that exist? */
static bool is_unchanged(worker *w, const bt_known *known, const bt_hash *key)
{
	if (!same_hash(&known->key, key))
		return false;
	for (size_t i = 0; i < known->n_reads; i++)
		if (!file_has(known->reads[i].path, &known->reads[i].hash))
			return false;
	for (size_t i = 0; i < known->n_outputs; i++) {
		const char *path = ht_arena_printf(w->arena, "%s%s", known->folder, known->outputs[i].file);
		if (!path || !file_has(path, &known->outputs[i].hash))
			return false;
	}
	return known->n_outputs > 0;
}

/* The files that were read for the record, hashed. */
static bool list_reads(worker *w, const bt_item *item, bt_reply *reply)
{
	size_t n;
	const char *const *paths = ht_diags_reads(w->diags, &n);
	reply->reads = ht_arena_array(w->arena, n + 1, sizeof *reply->reads);
	for (size_t i = 0; reply->reads && i < n; i++) {
		bt_read *r = &reply->reads[reply->n_reads];
		if (strcmp(paths[i], item->input) == 0)
			continue;
		r->path = ht_arena_strdup(w->arena, paths[i]);
		if (!r->path)
			return false;
		/* a file that is gone has no hash, so the record is made again */
		if (!bt_hash_file(paths[i], &r->hash, NULL))
			r->hash = (bt_hash){0};
		reply->n_reads++;
	}
	return reply->reads != NULL;
}

/* ---- outputs ---- */

/* Is the output the first one of its paper? Those of a paper follow each other; without a style they are all of one. */
static bool begins_paper(const ht_outputs *outputs, size_t i)
{
	const char *style = outputs->v[i].style;
	return !i || (style && strcmp(style, outputs->v[i - 1].style) != 0);
}

/* False: out of memory. */
static bool copy_text(ht_arena *arena, const char *text, const char **copy)
{
	if (!text)
		return true;
	*copy = ht_arena_strdup(arena, text);
	return *copy != NULL;
}

/* What the paper is, for the journal. False: out of memory. */
static bool describe(ht_arena *arena, const ht_output *from, bt_output *o)
{
	bool whole = copy_text(arena, from->title, &o->title);
	o->begins = true;
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
		whole = copy_text(arena, from->archive[i], &o->archive[i]) && whole;
	return whole;
}

/* Say what a package lacks of the paper. */
static void tell_missing(worker *w, const bt_item *item, const bt_output *paper)
{
	ht_buf names = {0};
	for (size_t i = 0; i < sizeof packaged / sizeof *packaged; i++) {
		const ht_archive_element element = packaged[i].element;
		if (paper->archive[element] || (packaged[i].in_code && paper->archive[HT_ARCHIVE_CODE]))
			continue;
		ht_buf_adds(&names, names.len ? "、" : "");
		ht_buf_adds(&names, ht_archive_rows[element].zh);
	}
	if (names.len && !names.failed)
		ht_diag(w->diags, HT_D_PACKAGE_MISSING, (ht_loc){item->input, item->line, 0}, names.data, NULL);
	ht_buf_free(&names);
}

/* Say that several papers have the code of one item. */
static void tell_shared(worker *w, const bt_item *item, const bt_reply *reply)
{
	char count[24];
	const char *code = NULL;
	size_t n = 0;
	for (size_t i = 0; i < reply->n_outputs; i++) {
		if (!reply->outputs[i].begins)
			continue;
		n++;
		code = reply->outputs[i].archive[HT_ARCHIVE_CODE];
	}
	if (n < 2 || !code)
		return;
	snprintf(count, sizeof count, "%zu", n);
	ht_diag(w->diags, HT_D_PACKAGE_SHARED, (ht_loc){item->input, item->line, 0}, code, count, NULL);
}

static ht_status write_outputs(worker *w, const bt_item *item, const ht_outputs *outputs, const bt_names *names,
                               bt_reply *reply)
{
	const char *folder = w->work->temp_folder ? w->work->temp_folder : names->folder;
	reply->folder = names->folder;
	reply->outputs = ht_arena_array(w->arena, outputs->n + 1, sizeof *reply->outputs);
	if (!reply->outputs)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < outputs->n; i++) {
		const ht_buf *data = &outputs->v[i].data;
		bt_output *o = &reply->outputs[i];
		*o = (bt_output){.temp = bt_temp_name(w->arena, folder, w->work->parent, item->index, i),
		                 .stem = names->stems[i],
		                 .tail = names->tails[i],
		                 .size = data->len,
		                 .pages = (uint32_t)outputs->v[i].n_pages};
		if (!o->temp)
			return HT_ERR_NOMEM;
		if (w->work->keyed && begins_paper(outputs, i) && !describe(w->arena, &outputs->v[i], o))
			return HT_ERR_NOMEM;
		if (w->work->naming->package && o->begins)
			tell_missing(w, item, o);
		reply->n_outputs = i + 1;
		/* a file of this name is from a killed run whose parent had the same process number */
		reply->error = bt_write_new(o->temp, data->data, data->len, names->secret);
		if (reply->error) {
			ht_diag(w->diags, HT_D_OUT_WRITE, (ht_loc){item->input, item->line, 0}, strerror(reply->error),
			        NULL);
			return HT_ERR_IO;
		}
		if (w->work->keyed)
			bt_hash_bytes(data->data, data->len, &o->hash);
		if (w->work->naming->package)
			bt_hash_bytes_sm3(data->data, data->len, &o->sm3);
	}
	if (w->work->naming->package)
		tell_shared(w, item, reply);
	return HT_OK;
}

/* Make the outputs of a record whose text is read, unless they are unchanged. */
static ht_status export_text(worker *w, const bt_item *item, const char *data, size_t len, ht_buf *read,
                             const bt_known *known, bt_reply *reply)
{
	if (w->work->keyed && !key_of(w, item, data, len, &reply->key))
		return HT_ERR_NOMEM;
	if (known && is_unchanged(w, known, &reply->key)) {
		reply->state = HT_BATCH_UNCHANGED;
		return HT_OK;
	}
	ht_outputs outputs = {0};
	bt_names names;
	ht_status status =
	    bt_make(w->work->exporter, w->work->naming, item, data, len, read, w->arena, w->diags, &outputs, &names);
	reply->secret = names.secret;
	if (status == HT_OK)
		status = write_outputs(w, item, &outputs, &names, reply);
	if (status == HT_OK && w->work->keyed && !list_reads(w, item, reply))
		status = HT_ERR_NOMEM;
	if (outputs.n_failed)
		reply->state = HT_BATCH_FAILED;
	ht_outputs_free(&outputs);
	return status;
}

static ht_status export_item(worker *w, const bt_item *item, const bt_known *known, bt_reply *reply)
{
	ht_buf buf = {0};
	const char *data;
	size_t len;
	ht_status status = bt_read_item(w->work->exporter, item, w->diags, &buf, &data, &len);
	if (status == HT_OK)
		status = export_text(w, item, data, len, &buf, known, reply);
	ht_buf_free(&buf);
	return status;
}

/* Has it grown by half of the limit? */
static bool has_grown(worker *w)
{
	long size, resident;
	unsigned limit = w->work->memory ? w->work->memory : HT_BATCH_MEMORY;
	if (++w->count % SIZE_CHECK_EVERY || !bt_memory_pages(getpid(), &size, &resident))
		return false;
	return (uint64_t)(resident - w->pages) * (uint64_t)sysconf(_SC_PAGESIZE) > (uint64_t)limit << 19;
}

static void unlink_temps(const bt_reply *reply)
{
	for (size_t i = 0; i < reply->n_outputs; i++)
		unlink(reply->outputs[i].temp);
}

/* Was it the machine? A folder or a file that is not there is the record's own, or its list's. */
static bool is_by_machine(const worker *w, const bt_item *item, ht_status status, const bt_reply *reply)
{
	if (status == HT_ERR_NOMEM)
		return bt_say_no_memory(item, w->work->memory, w->diags);
	return status == HT_ERR_LIB || ht_shortage_is_of_machine(reply->error) ||
	       ht_diags_machine_is_to_blame(w->diags);
}

static bool answer(worker *w, const bt_item *item, const bt_known *known)
{
	double began = ht_clock();
	ht_buf out = {0};
	bt_reply reply = {.index = item->index, .state = HT_BATCH_DONE};
	ht_status status = export_item(w, item, known, &reply);
	if (status != HT_OK || reply.state == HT_BATCH_FAILED)
		reply.by_machine = is_by_machine(w, item, status, &reply);
	if (status != HT_OK) {
		unlink_temps(&reply);
		reply.n_outputs = 0;
		reply.state = HT_BATCH_FAILED;
	}
	reply.ms = (uint32_t)((ht_clock() - began) * 1000);
	/* what libraries keep from document to document may lack something */
	reply.wants_replacement = has_grown(w) || status == HT_ERR_NOMEM;
	bool ok = bt_messages(w->arena, w->diags, &reply.messages, &reply.n_messages) && bt_put_reply(&out, &reply) &&
	          ht_frame_write(w->fd, &out);
	if (!ok)
		unlink_temps(&reply);
	ht_buf_free(&out);
	return ok;
}

bool bt_confine(const bt_work *work)
{
	if (work->confine == HT_CONFINE_OFF)
		return true;
	const unsigned done = ht_reach_confine(&work->reach, true);
	return work->confine == HT_CONFINE_AUTO || done == HT_CONFINED_ALL;
}

_Noreturn void bt_worker_run(const bt_work *work, int fd)
{
	worker w = {.work = work, .fd = fd, .diags = ht_diags_new()};
	ht_buf in = {0};
	char *request;
	size_t len;
	bool ok = w.diags != NULL;
	ht_reading got = HT_READ_END;
	watch_memory(&w);
	if (ok && !bt_confine(work))
		_exit(1);
	while (ok && (got = ht_frame_read(fd, &in, &request, &len)) == HT_READ_FRAME) {
		bt_item item;
		bt_known known;
		bool has_known;
		w.arena = ht_arena_new();
		ok = w.arena && bt_get_request(w.arena, request, len, &item, &known, &has_known) &&
		     answer(&w, &item, has_known ? &known : NULL);
		ht_arena_free(w.arena);
		ht_diags_clear(w.diags);
		ht_frame_drop(&in, request, len);
	}
	_exit(ok && got == HT_READ_END ? 0 : HT_LIMIT_EXIT);
}
