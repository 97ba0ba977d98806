/* One record made into outputs, whichever process does it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/infile.h"
#include "base/messages.h"
#include "bt.h"

ht_status bt_read_item(const bt_item *item, ht_diags *diags, ht_buf *buf, const char **data, size_t *len)
{
	ht_status status = item->data ? HT_OK : ht_infile_read(item->input, HT_EXPORT_MAX_INPUT, diags, buf);
	if (status == HT_ERR_NOMEM)
		ht_diag(diags, HT_D_NOMEM, (ht_loc){item->input, 0, 0}, NULL);
	if (status != HT_OK)
		return status;
	*data = item->data ? item->data : buf->data;
	*len = item->data ? item->len : buf->len;
	return HT_OK;
}

/* What {style} stands for where a record makes one document. */
static const char *style_name(ht_exporter *x, const ht_record *record)
{
	const ht_export_options *options = ht_exporter_options(x);
	const ht_style *style;
	if (!options->n_styles)
		return ht_catalogue_of(ht_exporter_catalogue(x), record)->sheet;
	return ht_exporter_style(x, options->styles[0], NULL, &style) == HT_OK ? style->name : NULL;
}

ht_status bt_make(ht_exporter *x, const bt_naming *naming, const bt_item *item, const char *data, size_t len,
                  ht_arena *arena, ht_diags *diags, ht_outputs *outputs, bt_names *names)
{
	ht_format format = item->format ? item->format : ht_format_guess(item->input, data, len);
	ht_record *record = NULL;
	const ht_forms *forms = ht_catalogue_forms(ht_exporter_catalogue(x));
	ht_status status =
	    ht_record_read(data, len, item->input, item->line ? item->line : 1, format, forms, diags, &record);
	if (status == HT_OK)
		status = ht_export_parsed(x, record, data, len, item->input, format, diags, outputs);
	else if (status == HT_ERR_NOMEM)
		ht_diag(diags, HT_D_NOMEM, (ht_loc){item->input, 0, 0}, NULL);
	if (status == HT_OK) {
		status = bt_names_make(naming, item, record, outputs, style_name(x, record), arena, diags, names);
		if (status != HT_OK) {
			ht_diag(diags, HT_D_NOMEM, (ht_loc){item->input, 0, 0}, NULL);
			ht_outputs_free(outputs);
		}
	}
	ht_record_free(record);
	return status;
}

bool bt_same_file(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

typedef struct message_list {
	ht_arena *arena;
	ht_batch_message *v;
	size_t n, cap;
	bool failed;
} message_list;

static void add_message(void *user, ht_level level, const char *text)
{
	message_list *list = user;
	ht_batch_message *m = HT_PUSH(list->arena, list->v, list->n, list->cap);
	if (m)
		*m = (ht_batch_message){level, ht_arena_strdup(list->arena, text)};
	list->failed |= !m || !m->text;
}

bool bt_messages(ht_arena *arena, ht_diags *diags, ht_batch_message **v, size_t *n)
{
	message_list list = {.arena = arena};
	if (!ht_diags_each(diags, add_message, &list) || list.failed)
		return false;
	*v = list.v;
	*n = list.n;
	return true;
}

static void keep_line(void *user, ht_level level, const char *text)
{
	(void)level;
	char **line = user;
	if (!*line)
		*line = strdup(text);
}

char *bt_line(ht_code code, const char *file, int line, const char *arg1, const char *arg2)
{
	ht_diags *diags = ht_diags_new();
	char *text = NULL;
	if (!diags)
		return NULL;
	ht_diag(diags, code, (ht_loc){file, line, 0}, arg1 ? arg1 : "", arg2 ? arg2 : "", NULL);
	ht_diags_each(diags, keep_line, &text);
	ht_diags_free(diags);
	return text;
}
