/* One record made into outputs, whichever process does it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/infile.h"
#include "base/limit.h"
#include "base/messages.h"
#include "base/str.h"
#include "batch/messages.h"
#include "bt.h"

ht_status bt_read_item(ht_exporter *x, const bt_item *item, ht_diags *diags, ht_buf *buf, const char **data,
                       size_t *len)
{
	const size_t most = ht_exporter_options(x)->vast ? HT_EXPORT_VAST_INPUT : HT_EXPORT_MAX_INPUT;
	if (item->data) {
		*data = item->data;
		*len = item->len;
		return HT_OK;
	}
	ht_status status = ht_infile_read(item->input, most, diags, buf);
	if (status == HT_OK) {
		*data = buf->data;
		*len = buf->len;
	}
	return status;
}

/* The value of {style} for a record that makes one document; NULL: none. */
static const char *style_name(ht_exporter *x, const ht_record *record)
{
	const ht_export_options *options = ht_exporter_options(x);
	const ht_catalogue *catalogue = ht_exporter_catalogue(x);
	const ht_form *form = ht_catalogue_of(catalogue, record);
	if (options->n_styles)
		form = ht_catalogue_named(catalogue, options->styles[0]);
	return form ? form->sheet : NULL;
}

/* The security grade of a record (GB/T 9704-2012 7.2.2), or NULL. */
static const char *grade_of(const ht_record *record)
{
	static const char *const paths[] = {"secrecy", "archive.secrecy"}, *const open[] = {"公开", "非密", NULL};
	for (size_t i = 0; record && i < sizeof paths / sizeof *paths; i++) {
		const ht_value *v = ht_group_find(&record->root, paths[i]);
		if (v && v->text.s && *v->text.s && !ht_str_is_any(v->text.s, open))
			return v->text.s;
	}
	return NULL;
}

ht_status bt_make(ht_exporter *x, const bt_naming *naming, const bt_item *item, const char *data, size_t len,
                  ht_buf *read, ht_arena *arena, ht_diags *diags, ht_outputs *outputs, bt_names *names)
{
	ht_format format = item->format ? item->format : ht_format_guess(item->input, data, len);
	ht_record *record = NULL;
	const ht_forms *forms = ht_catalogue_forms(ht_exporter_catalogue(x));
	ht_status status =
	    ht_record_read_faulty(data, len, item->input, item->line ? item->line : 1, format, forms, diags, &record);
	if (read->data == data && !ht_exporter_options(x)->attach_record) {
		ht_buf_free(read);
		data = NULL;
		len = 0;
	}
	const char *grade = grade_of(record);
	*names = (bt_names){.secret = grade};
	if (grade && ht_exporter_options(x)->attach_record)
		ht_diag(diags, HT_D_BATCH_ATTACHED_SECRET, (ht_loc){item->input, item->line, 0}, grade, NULL);
	if (status != HT_OK) {
		ht_export_faulty(x, record, diags);
		ht_record_free(record);
		return status;
	}
	status = ht_export_parsed(x, record, data, len, item->input, format, diags, outputs);
	if (status == HT_OK) {
		status = bt_names_make(naming, item, record, outputs, style_name(x, record), arena, diags, names);
		if (status != HT_OK)
			ht_outputs_free(outputs);
		names->secret = grade;
	}
	ht_record_free(record);
	return status;
}

bool bt_say_no_memory(const bt_item *item, unsigned limit, ht_diags *diags)
{
	const ht_loc loc = {item->input, item->line, 0};
	const bool reached = ht_limit_was_used(limit);
	char mib[16];
	snprintf(mib, sizeof mib, "%u", limit);
	ht_diags_clear(diags);
	if (reached)
		ht_diag(diags, HT_D_BATCH_MEMORY, loc, mib, NULL);
	else
		ht_diag(diags, HT_D_NOMEM, loc, NULL);
	return !reached;
}

bool bt_same_file(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}
