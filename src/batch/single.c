/* A single record: in this process, without workers, journal or barrier. */
#include <string.h>

#include "base/messages.h"
#include "base/outfile.h"
#include "render/messages.h"
#include "bt.h"

typedef struct single {
	ht_exporter *x;
	const bt_naming *naming;
	const bt_item *item;
	ht_arena *arena;
	ht_diags *diags;
	const char **paths; /* of the outputs written */
	size_t n;
} single;

static ht_status write_outputs(single *s, const ht_outputs *outputs, const bt_names *names)
{
	const bt_item *item = s->item;
	for (size_t i = 0; i < outputs->n; i++) {
		const char *path =
		    names->to_stdout ? "-" : bt_name_join(s->arena, names->folder, names->stems[i], 0, names->tails[i]);
		if (!path)
			return HT_ERR_NOMEM;
		if (!item->data && bt_same_file(item->input, path)) {
			ht_diag(s->diags, HT_D_OUT_IS_INPUT, (ht_loc){item->input, 0, 0}, path, NULL);
			return HT_ERR_INPUT;
		}
		s->paths[i] = path;
	}
	ht_status status = HT_OK;
	for (size_t i = 0; i < outputs->n && status == HT_OK; i++) {
		const ht_buf *data = &outputs->v[i].data;
		status = ht_outfile_put(s->paths[i], data->data ? data->data : "", data->len, s->diags);
		s->n += status == HT_OK;
	}
	return status;
}

static ht_status export_item(single *s, size_t *n_pages)
{
	ht_buf buf = {0};
	const char *data;
	size_t len;
	ht_outputs outputs = {0};
	bt_names names;
	ht_status status = bt_read_item(s->item, s->diags, &buf, &data, &len);
	if (status == HT_OK)
		status = bt_make(s->x, s->naming, s->item, data, len, s->arena, s->diags, &outputs, &names);
	if (status == HT_OK) {
		*n_pages = outputs.n_pages;
		s->paths = ht_arena_array(s->arena, outputs.n + 1, sizeof *s->paths);
		status = s->paths ? write_outputs(s, &outputs, &names) : HT_ERR_NOMEM;
		if (status == HT_ERR_NOMEM)
			ht_diag(s->diags, HT_D_NOMEM, (ht_loc){s->item->input, 0, 0}, NULL);
	}
	ht_outputs_free(&outputs);
	ht_buf_free(&buf);
	return status;
}

ht_status bt_single(const ht_batch_options *options, ht_exporter *x, const bt_naming *naming, const bt_item *item,
                    ht_diags *diags, ht_batch_result *result)
{
	single s = {.x = x, .naming = naming, .item = item, .diags = diags, .arena = ht_arena_new()};
	if (!s.arena)
		return HT_ERR_NOMEM;
	ht_batch_record told = {.index = 1, .input = item->input, .line = item->line};
	ht_batch_message fault = {HT_LEVEL_ERROR, item->fault};
	ht_status status = item->fault ? HT_ERR_INPUT : export_item(&s, &told.n_pages);
	ht_batch_message *messages = &fault;
	told.n_messages = 1;
	bool told_all = item->fault || bt_messages(s.arena, diags, &messages, &told.n_messages);
	if (told_all) {
		told.state = status == HT_OK ? HT_BATCH_DONE : HT_BATCH_FAILED;
		told.messages = messages;
		told.outputs = s.paths;
		told.n_outputs = s.n;
		result->done += status == HT_OK;
		result->failed += status != HT_OK;
		options->record(options->user, &told);
	}
	ht_diags_clear(diags);
	ht_arena_free(s.arena);
	return told_all ? HT_OK : HT_ERR_NOMEM;
}
