/* A worker: records in, temporary files out.
 *
 * It is a copy of the parent made when fonts and style sheets were loaded, so
 * it begins warm and shares their memory. It never gives a file its final
 * name; the parent does that when the whole group is on the disk. A worker
 * that loses its parent ends; one that breaks down takes its record with it
 * and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <glib.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "work.h"

/* Does the sanitizer own the address space? Then it cannot be limited. */
#if defined(__SANITIZE_ADDRESS__)
#define LIMIT_ADDRESS_SPACE false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LIMIT_ADDRESS_SPACE false
#endif
#endif
#ifndef LIMIT_ADDRESS_SPACE
#define LIMIT_ADDRESS_SPACE true
#endif

#define TIRED_EVERY 64 /* records between two looks at its own size */

typedef struct worker {
	const bt_work *work;
	int fd;
	ht_diags *diags;
	ht_arena *arena; /* of the record in hand */
	size_t count;
	long pages; /* resident when it began */
} worker;

char *bt_temp_name(ht_arena *arena, const char *folder, pid_t parent, size_t index, size_t k)
{
	return ht_arena_printf(arena, "%s.hongtou-%ld-%zu-%zu.tmp", folder, (long)parent, index, k);
}

bool bt_memory_pages(pid_t pid, long *virtual_pages, long *resident)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	bool ok = fscanf(f, "%ld %ld", virtual_pages, resident) == 2;
	fclose(f);
	return ok;
}

static void limit_memory(worker *w)
{
	long size = 0;
	const struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none); /* a crash is reported; it needs no file each */
	if (!bt_memory_pages(getpid(), &size, &w->pages) || !w->work->memory || !LIMIT_ADDRESS_SPACE)
		return;
	rlim_t most = (rlim_t)size * (rlim_t)sysconf(_SC_PAGESIZE) + ((rlim_t)w->work->memory << 20);
	const struct rlimit limit = {most, most};
	setrlimit(RLIMIT_AS, &limit);
}

/* GLib ends the program when it gets no memory, and says so before. */
static void on_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user)
{
	if ((level & G_LOG_LEVEL_ERROR) && strstr(message, "allocate"))
		_exit(BT_EXIT_MEMORY);
	g_log_default_handler(domain, level, message, user);
}

/* ---- keys: what outputs are made from ---- */

static bool key_of(const worker *w, const bt_item *item, const char *data, size_t len, bt_hash *ret)
{
	ht_buf text = {0};
	bt_hash record;
	bt_hash_bytes(data, len, &record);
	ht_buf_add(&text, w->work->base_key.v, BT_HASH);
	ht_buf_add(&text, record.v, BT_HASH);
	ht_buf_addf(&text, "%d %zu %s", item->line, bt_template_has_index(w->work->naming->template) ? item->index : 0,
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

/* Would the export give what is there? */
static bool unchanged(worker *w, const bt_known *known, const bt_hash *key)
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

/* The files that the record named, hashed. */
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
		/* gone already: then the hash is of nothing, and the record is made again */
		if (!bt_hash_file(paths[i], &r->hash, NULL))
			r->hash = (bt_hash){0};
		reply->n_reads++;
	}
	return reply->reads != NULL;
}

/* ---- outputs ---- */

/* 0, or errno. */
static int write_file(const char *path, const ht_buf *data)
{
	static const int how = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	int fd = open(path, how, 0666);
	if (fd < 0 && errno == EEXIST && unlink(path) == 0) /* of a run that was killed and had this process's number */
		fd = open(path, how, 0666);
	if (fd < 0)
		return errno;
	for (size_t done = 0; done < data->len;) {
		ssize_t n = write(fd, data->data + done, data->len - done);
		if (n < 0 && errno != EINTR) {
			int error = errno;
			close(fd);
			return error;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return close(fd) == 0 ? 0 : errno;
}

static ht_status write_outputs(worker *w, const bt_item *item, const ht_outputs *outputs, const bt_names *names,
                               bt_reply *reply)
{
	const char *folder = w->work->temp_folder ? w->work->temp_folder : names->folder;
	reply->outputs = ht_arena_array(w->arena, outputs->n + 1, sizeof *reply->outputs);
	if (!reply->outputs)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < outputs->n; i++) {
		const ht_buf *data = &outputs->v[i].data;
		bt_output *o = &reply->outputs[i];
		*o = (bt_output){.temp = bt_temp_name(w->arena, folder, w->work->parent, item->index, i),
		                 .stem = names->stems[i],
		                 .tail = names->tails[i],
		                 .size = data->len};
		if (!o->temp)
			return HT_ERR_NOMEM;
		reply->n_outputs = i + 1;
		reply->error = write_file(o->temp, data);
		if (reply->error) {
			ht_diag(w->diags, HT_D_OUT_WRITE, (ht_loc){item->input, item->line, 0}, strerror(reply->error),
			        NULL);
			return HT_ERR_IO;
		}
		bt_hash_bytes(data->data, data->len, &o->hash);
	}
	reply->folder = names->folder;
	return HT_OK;
}

static ht_status export_item(worker *w, const bt_item *item, const bt_known *known, bt_reply *reply)
{
	ht_buf buf = {0};
	ht_outputs outputs = {0};
	bt_names names;
	const char *data;
	size_t len;
	ht_status status = bt_read_item(item, w->diags, &buf, &data, &len);
	if (status == HT_OK && w->work->keyed && !key_of(w, item, data, len, &reply->key))
		status = HT_ERR_NOMEM;
	if (status == HT_OK && known && unchanged(w, known, &reply->key)) {
		reply->state = HT_BATCH_UNCHANGED;
		ht_buf_free(&buf);
		return HT_OK;
	}
	if (status == HT_OK)
		status =
		    bt_make(w->work->exporter, w->work->naming, item, data, len, w->arena, w->diags, &outputs, &names);
	if (status == HT_OK)
		status = write_outputs(w, item, &outputs, &names, reply);
	if (status == HT_OK && w->work->keyed && !list_reads(w, item, reply))
		status = HT_ERR_NOMEM;
	reply->pages = (uint32_t)outputs.n_pages;
	ht_outputs_free(&outputs);
	ht_buf_free(&buf);
	return status;
}

/* What a record needs more than it may have is its own fault, not the machine's. */
static void say_memory(worker *w, const bt_item *item)
{
	char limit[16];
	snprintf(limit, sizeof limit, "%u", w->work->memory);
	if (w->work->memory) {
		ht_diags_clear(w->diags);
		ht_diag(w->diags, HT_D_BATCH_MEMORY, (ht_loc){item->input, item->line, 0}, limit, NULL);
	} else {
		ht_diag(w->diags, HT_D_NOMEM, (ht_loc){item->input, item->line, 0}, NULL);
	}
}

static bool is_tired(worker *w)
{
	long size, resident;
	unsigned limit = w->work->memory ? w->work->memory : HT_BATCH_MEMORY;
	if (++w->count % TIRED_EVERY || !bt_memory_pages(getpid(), &size, &resident))
		return false;
	return (uint64_t)(resident - w->pages) * (uint64_t)sysconf(_SC_PAGESIZE) > (uint64_t)limit << 19;
}

static bool answer(worker *w, const bt_item *item, const bt_known *known)
{
	double began = bt_now();
	ht_buf out = {0};
	bt_reply reply = {.index = item->index, .state = HT_BATCH_DONE};
	ht_status status = export_item(w, item, known, &reply);
	if (status == HT_ERR_NOMEM)
		say_memory(w, item);
	if (status != HT_OK) {
		for (size_t i = 0; i < reply.n_outputs; i++)
			unlink(reply.outputs[i].temp);
		reply.n_outputs = 0;
		reply.state = HT_BATCH_FAILED;
	}
	reply.ms = (uint32_t)((bt_now() - began) * 1000);
	reply.tired = is_tired(w);
	bool ok = bt_messages(w->arena, w->diags, &reply.messages, &reply.n_messages) && bt_put_reply(&out, &reply) &&
	          bt_frame_write(w->fd, &out);
	for (size_t i = 0; !ok && i < reply.n_outputs; i++)
		unlink(reply.outputs[i].temp);
	ht_buf_free(&out);
	return ok;
}

_Noreturn void bt_worker_run(const bt_work *work, int fd)
{
	worker w = {.work = work, .fd = fd, .diags = ht_diags_new()};
	ht_buf in = {0};
	char *frame;
	size_t len;
	bool ok = w.diags != NULL;
	limit_memory(&w);
	g_log_set_default_handler(on_log, NULL);
	while (ok && bt_frame_read(fd, &in, &frame, &len)) {
		bt_item item;
		bt_known known;
		bool has_known;
		w.arena = ht_arena_new();
		ok = w.arena && bt_get_request(w.arena, frame, len, &item, &known, &has_known) &&
		     answer(&w, &item, has_known ? &known : NULL);
		ht_arena_free(w.arena);
		ht_diags_clear(w.diags);
		size_t used = (size_t)(frame - in.data) + len;
		memmove(in.data, in.data + used, in.len - used);
		in.len -= used;
	}
	_exit(ok ? 0 : 1);
}
