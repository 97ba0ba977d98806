/* Any text to a record. */
#include <string.h>

#include "base/str.h"
#include "import/import.h"
#include "serve/messages.h"
#include "sv.h"

static ht_format format_of(const char *name)
{
	static const ht_format formats[] = {HT_FORMAT_MARKDOWN, HT_FORMAT_YAML, HT_FORMAT_JSON};
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strcmp(ht_format_ending(formats[i]), name) == 0)
			return formats[i];
	return HT_FORMAT_AUTO;
}

static void put_left(const ht_import *import, ht_buf *out)
{
	ht_buf_adds(out, ", \"left\": [");
	for (size_t i = 0; i < import->n_left; i++) {
		const ht_import_left *l = &import->left[i];
		ht_buf_addf(out, "%s{\"line\": %d, \"column\": %d, \"text\": ", i ? ",\n  " : "\n  ", l->loc.line,
		            l->loc.col);
		ht_buf_addquoted(out, l->text);
		ht_buf_addf(out, ", \"code\": \"%s\"", l->reason->code);
		if (l->field) {
			ht_buf_adds(out, ", \"field\": ");
			ht_buf_addquoted(out, l->field);
		}
		ht_buf_adds(out, "}");
	}
	ht_buf_adds(out, "]");
}

/* What each line of the text was taken for. */
static void put_lines(const ht_import *import, ht_buf *out)
{
	ht_buf_adds(out, ", \"lines\": [");
	for (size_t i = 0; i < import->n_lines; i++) {
		const ht_import_line *l = &import->lines[i];
		ht_buf_addf(out, "%s{\"line\": %d, \"reading\": ", i ? ",\n  " : "\n  ", l->loc.line);
		ht_buf_addquoted(out, l->reading ? l->reading : "");
		ht_buf_adds(out, ", \"text\": ");
		ht_buf_addquoted(out, l->text);
		ht_buf_adds(out, "}");
	}
	ht_buf_adds(out, "]");
}

/* The pictures of the text, by the names under which the record has them. */
static void put_pictures(const ht_import *import, const char *folder, ht_buf *out)
{
	ht_buf_adds(out, ", \"pictures\": [");
	for (size_t i = 0; i < import->n_pictures; i++) {
		ht_buf name = {0};
		ht_buf_addf(&name, "%s/%s", folder, import->pictures[i].name);
		ht_buf_adds(out, i ? ", {\"file\": " : "{\"file\": ");
		ht_buf_addquoted(out, name.failed ? "" : name.data);
		ht_buf_adds(out, ", \"data\": \"");
		ht_buf_addbase64(out, import->pictures[i].data, import->pictures[i].len);
		ht_buf_adds(out, "\"}");
		out->failed |= name.failed;
		ht_buf_free(&name);
	}
	ht_buf_adds(out, "]");
}

static void put_import(const ht_import *import, const char *pictures, const char *format, const ht_buf *record,
                       ht_buf *out)
{
	ht_buf_adds(out, "{\"record\": ");
	ht_buf_addquoted(out, record->data);
	ht_buf_addf(out, ", \"format\": \"%s\", \"form\": ", format);
	ht_buf_addquoted(out, import->form ? import->form->names.zh : "");
	put_left(import, out);
	put_lines(import, out);
	if (pictures)
		put_pictures(import, pictures, out);
	ht_buf_adds(out, ", ");
}

static ht_status import_text(ht_call_context *c, const ht_request *request, const char *name,
                             const ht_import_options *options, ht_format format, ht_buf *out)
{
	ht_import *import = NULL;
	ht_buf record = {0};
	ht_status status = ht_import_read(request->body, request->len, name, options, c->diags, &import);
	const bool chinese = ht_request_parameter(request, "english") == NULL;
	if (status == HT_OK && !ht_import_write_carried(import, &format, chinese, &record))
		status = HT_ERR_NOMEM;
	/* what the proof says is an error among the diagnostics: whoever sees it has the record, too */
	if (status == HT_OK && ht_import_prove(import, record.data, record.len, format, name, c->diags) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	if (status == HT_OK) {
		put_import(import, options->picture_dir, ht_format_ending(format), &record, out);
		ht_call_put_said(c, request, out);
		ht_buf_adds(out, "}\n");
	}
	ht_import_free(import);
	ht_buf_free(&record);
	return status;
}

void ht_call_import(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *to = ht_request_parameter(request, "to"), *form = ht_request_parameter(request, "form");
	const char *pictures = ht_request_parameter(request, "pictures");
	const char *name = ht_request_parameter(request, "name");
	const ht_format format = to ? format_of(to) : HT_FORMAT_AUTO;
	if (to && format == HT_FORMAT_AUTO) {
		ht_response_error(response, 400, HT_D_SERVE_PARAMETER, "to", to, NULL);
		return;
	}
	if (pictures && (!sv_path_is_beneath(pictures) || strchr(pictures, '/'))) {
		ht_response_error(response, 400, HT_D_SERVE_PARAMETER, "pictures", pictures, NULL);
		return;
	}
	const ht_import_options options = {.catalogue = ht_exporter_catalogue(c->exporter),
	                                   .form = form,
	                                   .repairs = HT_REPAIR_ALL,
	                                   .picture_dir = pictures,
	                                   .seconds = c->seconds};
	ht_status status =
	    import_text(c, request, name && *name ? name : "text.txt", &options, format, &response->body);
	ht_response_faulty(response, c, request, status);
}
