/* The public face: include/hongtou.h over the exporter. */
#include "hongtou.h"

#include <stdlib.h>

#include "config.h"
#include "export/export.h"

struct hongtou {
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

hongtou *hongtou_open(const hongtou_options *options)
{
	static const hongtou_options defaults = {0};
	const hongtou_options *o = options ? options : &defaults;
	hongtou *handle = calloc(1, sizeof *handle);
	if (!handle)
		return NULL;
	handle->options = (ht_export_options){
	    .font_dirs = o->font_dirs,
	    .style_dirs = o->style_dirs,
	    .n_targets = 1,
	    .render = {.resolution = o->resolution > 0 ? o->resolution : 150, .compression = HT_EXPORT_COMPRESSION},
	    .source_date = o->source_date > 0 ? o->source_date : -1,
	};
	handle->style = o->style;
	handle->options.styles = &handle->style;
	handle->options.n_styles = o->style ? 1 : 0;
	ht_diags *diags = ht_diags_new();
	if (!diags || ht_exporter_new(&handle->options, diags, &handle->exporter) != HT_OK) {
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

hongtou_result *hongtou_export(hongtou *handle, const void *data, size_t size, const char *name, const char *target)
{
	handle->options.targets[0] = ht_export_target(target);
	ht_diags *diags = ht_diags_new();
	hongtou_result *result = handle->options.targets[0] && diags ? calloc(1, sizeof *result) : NULL;
	if (result) {
		ht_format format = ht_format_guess(name, data, size);
		ht_catalogue_say_broken(ht_exporter_catalogue(handle->exporter), diags);
		ht_export_record(handle->exporter, data, size, name, 1, format, diags, &result->outputs);
		ht_buf_adds(&result->messages, "");
		ht_diags_format(diags, HT_LEVEL_NOTE, &result->messages);
	}
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
	return result->messages.data ? result->messages.data : "";
}

void hongtou_result_free(hongtou_result *result)
{
	if (!result)
		return;
	ht_outputs_free(&result->outputs);
	ht_buf_free(&result->messages);
	free(result);
}
