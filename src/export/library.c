/* The public interface: include/hongtou.h, implemented by the exporter. */
#include "hongtou.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"
#include "apart.h"
#include "base/intl.h"
#include "base/messages.h"
#include "config.h"
#include "export/export.h"
#include "export/messages.h"

struct hongtou {
	unsigned timeout, memory; /* of a record */
	ht_export_options options;
	const char *style;
	ht_exporter *exporter;
};

struct hongtou_result {
	ht_outputs outputs;
	ht_buf messages;
};

const char *hongtou_version(void)
{
	return HT_VERSION;
}

const char *hongtou_target(size_t i)
{
	const ht_target *target = ht_export_target_at(i);
	return target ? target->name : NULL;
}

/* ---- errors ---- */

struct hongtou_error {
	hongtou_error_kind kind;
	ht_buf messages;
};

hongtou_error_kind hongtou_error_get_kind(const hongtou_error *error)
{
	return error ? error->kind : HONGTOU_ERROR_MEMORY;
}

const char *hongtou_error_message(const hongtou_error *error)
{
	return error ? error->messages.data : _(HT_D_NOMEM->text);
}

void hongtou_error_free(hongtou_error *error)
{
	if (!error)
		return;
	ht_buf_free(&error->messages);
	free(error);
}

/* An error with the messages of diags. NULL when out of memory, which callers read as that error. */
static hongtou_error *error_new(hongtou_error_kind kind, ht_diags *diags)
{
	hongtou_error *error = kind == HONGTOU_ERROR_MEMORY ? NULL : calloc(1, sizeof *error);
	if (!error)
		return NULL;
	error->kind = kind;
	if (ht_diags_format(diags, HT_LEVEL_WARNING, &error->messages) && error->messages.data)
		return error;
	hongtou_error_free(error);
	return NULL;
}

/* ---- the handle ---- */

/* Take the members of options that this library knows. HT_ERR_INPUT with a
 * diagnostic when the size is too small, or when a member is set that came
 * with a later version and would be ignored. */
static ht_status take_options(const hongtou_options *options, ht_diags *diags, hongtou_options *ret)
{
	if (!options)
		return HT_OK;
	const size_t first_version = offsetof(hongtou_options, source_date) + sizeof options->source_date;
	if (options->size < first_version) {
		ht_diag(diags, HT_D_LIBRARY_OPTIONS, (ht_loc){0}, NULL);
		return HT_ERR_INPUT;
	}
	const char *bytes = (const char *)options;
	for (size_t i = sizeof *ret; i < options->size; i++)
		if (bytes[i]) {
			ht_diag(diags, HT_D_LIBRARY_OLD, (ht_loc){0}, HT_VERSION, NULL);
			return HT_ERR_INPUT;
		}
	memcpy(ret, options, options->size < sizeof *ret ? options->size : sizeof *ret);
	return HT_OK;
}

static ht_status open_handle(hongtou *handle, const hongtou_options *options, ht_diags *diags)
{
	hongtou_options o = {0};
	ht_status status = take_options(options, diags, &o);
	if (status != HT_OK)
		return status;
	/* messages in the caller's language, wherever the library was installed; its own domain is not touched */
	char path[PATH_MAX];
	bindtextdomain(HT_TEXT_DOMAIN, ht_data_path(HT_DATA_MESSAGES, path));
	bind_textdomain_codeset(HT_TEXT_DOMAIN, "UTF-8");
	handle->options = (ht_export_options){
	    .font_dirs = o.font_dirs,
	    .style_dirs = o.style_dirs,
	    .file_dirs = o.file_dirs,
	    .n_targets = 1,
	    .render = {.resolution = o.resolution > 0 ? o.resolution : 150, .compression = HT_EXPORT_COMPRESSION},
	    .source_date = o.source_date > 0 ? o.source_date : -1,
	};
	handle->timeout = o.timeout;
	handle->memory = o.memory;
	handle->style = o.style;
	handle->options.styles = &handle->style;
	handle->options.n_styles = o.style ? 1 : 0;
	return ht_exporter_new(&handle->options, diags, &handle->exporter);
}

hongtou *hongtou_open(const hongtou_options *options, hongtou_error **error)
{
	static const hongtou_error_kind kinds[] = {[HT_ERR_INPUT] = HONGTOU_ERROR_OPTIONS,
	                                           [HT_ERR_LIB] = HONGTOU_ERROR_FONTS,
	                                           [HT_ERR_NOMEM] = HONGTOU_ERROR_MEMORY};
	ht_diags *diags = ht_diags_new();
	hongtou *handle = diags ? calloc(1, sizeof *handle) : NULL;
	ht_status status = handle ? open_handle(handle, options, diags) : HT_ERR_NOMEM;
	if (error)
		*error = status == HT_OK ? NULL : error_new(kinds[status], diags);
	if (status != HT_OK) {
		free(handle);
		handle = NULL;
	}
	ht_diags_free(diags);
	return handle;
}

void hongtou_close(hongtou *handle)
{
	if (!handle)
		return;
	ht_exporter_free(handle->exporter);
	free(handle);
}

/* ---- results ---- */

/* NULL when out of memory; *short_of_memory: whether it was the record that found none, which its messages say. */
static hongtou_result *make_result(hongtou *handle, const void *data, size_t size, const char *name, ht_diags *diags,
                                   bool *short_of_memory)
{
	hongtou_result *result = calloc(1, sizeof *result);
	if (!result)
		return NULL;
	ht_format format = ht_format_guess(name, data, size);
	ht_catalogue_say_broken(ht_exporter_catalogue(handle->exporter), diags);
	*short_of_memory =
	    ht_export_record(handle->exporter, data, size, name, 1, format, diags, &result->outputs) == HT_ERR_NOMEM;
	ht_buf_adds(&result->messages, "");
	if (ht_diags_format(diags, HT_LEVEL_NOTE, &result->messages))
		return result;
	hongtou_result_free(result);
	return NULL;
}

/* ---- in a process of its own ---- */

typedef struct record_text {
	hongtou *handle;
	const void *data;
	size_t size;
	const char *name;
} record_text;

static void put_bytes(ht_buf *out, const void *data, size_t len)
{
	const uint64_t n = len;
	ht_buf_add(out, &n, sizeof n);
	ht_buf_add(out, data, len);
}

/* The result as bytes: the number of pages, the messages, the files. */
static bool make_apart(void *user, ht_buf *out)
{
	const record_text *t = user;
	ht_diags *diags = ht_diags_new();
	bool short_of_memory = false;
	hongtou_result *r = diags ? make_result(t->handle, t->data, t->size, t->name, diags, &short_of_memory) : NULL;
	const bool ok = r && !short_of_memory;
	if (ok) {
		put_bytes(out, &r->outputs.n_pages, sizeof r->outputs.n_pages);
		put_bytes(out, r->messages.data, r->messages.len);
		for (size_t i = 0; i < r->outputs.n; i++)
			put_bytes(out, r->outputs.v[i].data.data, r->outputs.v[i].data.len);
	}
	hongtou_result_free(r);
	ht_diags_free(diags);
	return ok;
}

/* The next piece that put_bytes() wrote; NULL at the end. */
static const char *take_bytes(const ht_buf *in, size_t *pos, size_t *len)
{
	uint64_t n;
	if (in->len - *pos < sizeof n)
		return NULL;
	memcpy(&n, in->data + *pos, sizeof n);
	const char *bytes = in->data + *pos + sizeof n;
	if (n > in->len - *pos - sizeof n)
		return NULL;
	*pos += sizeof n + (size_t)n;
	*len = (size_t)n;
	return bytes;
}

static bool add_output(ht_outputs *outputs, const char *data, size_t len)
{
	ht_output *more = realloc(outputs->v, (outputs->n + 1) * sizeof *more);
	if (!more)
		return false;
	outputs->v = more;
	more[outputs->n] = (ht_output){0};
	return ht_buf_add(&more[outputs->n++].data, data, len);
}

/* The bytes as a result. NULL when out of memory. */
static hongtou_result *read_result(const ht_buf *in)
{
	size_t pos = 0, len;
	hongtou_result *r = calloc(1, sizeof *r);
	const char *bytes = r ? take_bytes(in, &pos, &len) : NULL;
	bool ok = bytes && len == sizeof r->outputs.n_pages;
	if (ok)
		memcpy(&r->outputs.n_pages, bytes, len);
	bytes = ok ? take_bytes(in, &pos, &len) : NULL;
	ok = bytes && ht_buf_add(&r->messages, bytes, len);
	while (ok && (bytes = take_bytes(in, &pos, &len)))
		ok = add_output(&r->outputs, bytes, len);
	if (ok)
		return r;
	hongtou_result_free(r);
	return NULL;
}

/* As make_result(), within the handle's limits. */
static hongtou_result *make_limited(hongtou *handle, const void *data, size_t size, const char *name, ht_diags *diags)
{
	record_text text = {handle, data, size, name};
	const ht_apart apart = {handle->timeout, handle->memory, name, make_apart, &text};
	ht_buf bytes = {0};
	hongtou_result *result = NULL;
	ht_status status = ht_apart_run(&apart, diags, &bytes);
	if (status == HT_OK)
		result = read_result(&bytes);
	else if (status == HT_ERR_INPUT)
		result = calloc(1, sizeof *result);
	if (result && status == HT_ERR_INPUT && !ht_diags_format(diags, HT_LEVEL_NOTE, &result->messages)) {
		hongtou_result_free(result);
		result = NULL;
	}
	ht_buf_free(&bytes);
	return result;
}

hongtou_result *hongtou_export(hongtou *handle, const void *data, size_t size, const char *name, const char *target,
                               hongtou_error **error)
{
	hongtou_error_kind kind = HONGTOU_ERROR_MEMORY;
	ht_diags *diags = ht_diags_new();
	hongtou_result *result = NULL;
	handle->options.targets[0] = ht_export_target(target);
	if (diags && handle->options.targets[0]) {
		bool short_of_memory;
		if (handle->timeout || handle->memory)
			result = make_limited(handle, data, size, name, diags);
		else
			result = make_result(handle, data, size, name, diags, &short_of_memory);
	} else if (diags) {
		kind = HONGTOU_ERROR_TARGET;
		ht_diag(diags, HT_D_LIBRARY_TARGET, (ht_loc){0}, target, NULL);
	}
	if (error)
		*error = result ? NULL : error_new(kind, diags);
	ht_diags_free(diags);
	return result;
}

size_t hongtou_result_count(const hongtou_result *result)
{
	return result->outputs.n;
}

const void *hongtou_result_data(const hongtou_result *result, size_t i, size_t *size)
{
	if (i >= result->outputs.n)
		return NULL;
	*size = result->outputs.v[i].data.len;
	return result->outputs.v[i].data.data;
}

size_t hongtou_result_pages(const hongtou_result *result)
{
	return result->outputs.n_pages;
}

const char *hongtou_result_messages(const hongtou_result *result)
{
	return result->messages.data;
}

void hongtou_result_free(hongtou_result *result)
{
	if (!result)
		return;
	ht_outputs_free(&result->outputs);
	ht_buf_free(&result->messages);
	free(result);
}
