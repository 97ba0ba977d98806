/* A single record: in this process, without workers, journal or barrier. */
#include <string.h>
#include <sys/stat.h>

#include "base/messages.h"
#include "base/outfile.h"
#include "batch/messages.h"
#include "render/messages.h"
#include "job.h"

typedef struct single {
	const ht_batch_options *options;
	ht_exporter *x;
	const bt_naming *naming;
	const bt_item *item;
	ht_arena *arena;
	ht_diags *diags;
	const char **paths; /* of the outputs written */
	size_t *pages;
	size_t n;
} single;

/* The paths of the outputs, none of which may be the input. */
static ht_status find_paths(single *s, const ht_outputs *outputs, const bt_names *names)
{
	const bt_item *item = s->item;
	s->paths = ht_arena_array(s->arena, outputs->n + 1, sizeof *s->paths);
	s->pages = ht_arena_array(s->arena, outputs->n + 1, sizeof *s->pages);
	for (size_t i = 0; s->paths && i < outputs->n; i++) {
		const char *path = "-";
		if (!names->to_stdout)
			path = bt_name_join(s->arena, names->folder, names->stems[i], 0, names->tails[i]);
		if (!path)
			return HT_ERR_NOMEM;
		if (!item->data && bt_same_file(item->input, path)) {
			ht_diag(s->diags, HT_D_OUT_IS_INPUT, (ht_loc){item->input, 0, 0}, path, NULL);
			return HT_ERR_INPUT;
		}
		s->paths[i] = path;
	}
	return s->paths && s->pages ? HT_OK : HT_ERR_NOMEM;
}

/* Say of documents that batches of other inputs left in the folder which of them are replaced. Their journal is read
 * only if something is. */
static ht_status say_replaced(single *s, const ht_outputs *outputs, const bt_names *names)
{
	struct stat st;
	bt_earlier earlier = {0};
	bool any = false, ok = true;
	const char *dir = s->options->out_dir, *input = s->item->input;
	for (size_t i = 0; dir && i < outputs->n; i++)
		any |= lstat(s->paths[i], &st) == 0;
	if (any)
		ok = bt_earlier_look(&earlier, s->arena, dir, &input, 1);
	for (size_t i = 0; ok && earlier.n && i < outputs->n; i++) {
		const char *file = s->paths[i] + strlen(names->folder);
		bt_output o = {.file = file + strspn(file, "/")};
		bt_hash there;
		bt_hash_bytes(outputs->v[i].data.data, outputs->v[i].data.len, &o.hash);
		if (bt_hash_file(s->paths[i], &there, NULL) && memcmp(there.v, o.hash.v, BT_HASH) != 0 &&
		    bt_earlier_loses(&earlier, &o, input))
			ht_diag(s->diags, HT_D_BATCH_REPLACED, (ht_loc){input, s->item->line, 0}, o.file, NULL);
	}
	bt_earlier_free(&earlier);
	return ok ? HT_OK : HT_ERR_NOMEM;
}

static ht_status write_outputs(single *s, const ht_outputs *outputs, const bt_names *names)
{
	ht_status status = find_paths(s, outputs, names);
	if (status == HT_OK)
		status = say_replaced(s, outputs, names);
	for (size_t i = 0; i < outputs->n && status == HT_OK; i++) {
		const ht_buf *data = &outputs->v[i].data;
		s->pages[i] = outputs->v[i].n_pages;
		const int error = names->to_stdout ? 0 : bt_make_folders(s->paths[i], strlen(names->folder));
		if (error) {
			ht_diag(s->diags, HT_D_OUT_OPEN, (ht_loc){s->paths[i], 0, 0}, strerror(error), NULL);
			return HT_ERR_IO;
		}
		status =
		    ht_outfile_put_as(s->paths[i], data->data ? data->data : "", data->len, names->secret, s->diags);
		s->n += status == HT_OK;
	}
	return status;
}

/* It is made from now on (or, NULL, it has been). */
static void tell_making(const single *s, const char *input)
{
	if (s->options->making)
		s->options->making(s->options->user, input);
}

/* *whole: no paper of several failed. */
static ht_status export_item(single *s, bool *whole)
{
	ht_buf buf = {0};
	const char *data;
	size_t len;
	ht_outputs outputs = {0};
	bt_names names;
	tell_making(s, s->item->input);
	ht_status status = bt_read_item(s->x, s->item, s->diags, &buf, &data, &len);
	if (status == HT_OK)
		status = bt_make(s->x, s->naming, s->item, data, len, &buf, s->arena, s->diags, &outputs, &names);
	tell_making(s, NULL);
	if (status == HT_OK)
		status = write_outputs(s, &outputs, &names);
	if (status == HT_ERR_NOMEM)
		bt_say_no_memory(s->item, s->options->memory, s->diags);
	*whole = !outputs.n_failed;
	ht_outputs_free(&outputs);
	ht_buf_free(&buf);
	return status;
}

ht_status bt_single(const ht_batch_options *options, ht_exporter *x, const bt_naming *naming, const bt_item *item,
                    ht_diags *diags, ht_batch_result *result)
{
	single s = {
	    .options = options, .x = x, .naming = naming, .item = item, .diags = diags, .arena = ht_arena_new()};
	if (!s.arena)
		return HT_ERR_NOMEM;
	ht_batch_record record = {.index = 1, .input = item->input, .line = item->line};
	bool whole = true;
	ht_status status = item->fault ? HT_ERR_INPUT : export_item(&s, &whole);
	bool made = status == HT_OK && whole;
	ht_message *messages = NULL;
	bool reported = item->fault || bt_messages(s.arena, diags, &messages, &record.n_messages);
	if (reported) {
		record.state = made ? HT_BATCH_DONE : HT_BATCH_FAILED;
		record.messages = item->fault ? bt_fault_message(item->fault) : messages;
		if (item->fault)
			record.n_messages = 1;
		record.outputs = s.paths;
		record.pages = s.pages;
		record.n_outputs = s.n;
		result->done += made;
		result->failed += !made;
		options->record(options->user, &record);
	}
	ht_diags_clear(diags);
	ht_arena_free(s.arena);
	return reported ? HT_OK : HT_ERR_NOMEM;
}
