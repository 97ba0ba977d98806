/* Records to documents. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "office/package.h"
#include "serve/messages.h"
#include "sv.h"

#define MAX_STYLES 16
#define MIN_DPI    10
#define MAX_DPI    600 /* a page of A4 is 35 megapixels then */

/* What was asked for. */
typedef struct wish {
	const char *name; /* of the record */
	const char *styles[MAX_STYLES];
	ht_format format;
} wish;

/* Media types of targets, by their names. */
static const struct {
	const char *target, *type;
} media_types[] = {
    {"pdf", "application/pdf"},
    {"ofd", "application/ofd"},
    {"png", "image/png"},
    {"trace", "text/plain; charset=utf-8"},
    {"odt", "application/vnd.oasis.opendocument.text"},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
};

static const char *media_type(const char *target)
{
	for (size_t i = 0; i < ARRAY_LEN(media_types); i++)
		if (strcmp(media_types[i].target, target) == 0)
			return media_types[i].type;
	return "application/octet-stream";
}

/* The pieces between commas, in the arena; how many *n are. */
static char **split(ht_arena *arena, const char *list, size_t *n)
{
	char *copy = ht_arena_strdup(arena, list), *save = NULL;
	char **v = ht_arena_array(arena, strlen(list) + 2, sizeof *v);
	*n = 0;
	for (char *p = copy && v ? strtok_r(copy, ",", &save) : NULL; p; p = strtok_r(NULL, ",", &save))
		v[(*n)++] = p;
	return v;
}

static bool refuse(ht_response *response, const char *parameter, const char *value)
{
	ht_response_error(response, 400, HT_D_SERVE_PARAMETER, parameter, value, NULL);
	return false;
}

static bool read_targets(ht_call_context *c, const char *list, ht_response *response)
{
	size_t n;
	char **names = split(c->arena, list, &n);
	c->options->n_targets = 0;
	for (size_t i = 0; i < n; i++) {
		const ht_target *target = ht_export_target(names[i]);
		if (!target)
			return refuse(response, "to", names[i]);
		bool again = false;
		for (size_t k = 0; k < c->options->n_targets; k++)
			again |= c->options->targets[k] == target;
		if (!again)
			c->options->targets[c->options->n_targets++] = target;
	}
	return c->options->n_targets || refuse(response, "to", list);
}

/* A style sheet by the name of a form: never a file that the client names. */
static bool read_styles(ht_call_context *c, const char *list, wish *w, ht_response *response)
{
	size_t n;
	char **names = split(c->arena, list, &n);
	for (size_t i = 0; i < n; i++) {
		const bool is_name = !strchr(names[i], '/') && *names[i] != '.';
		const ht_form *form = NULL;
		if (is_name)
			form = ht_catalogue_named(ht_exporter_catalogue(c->exporter), names[i]);
		if (!form || i == MAX_STYLES)
			return refuse(response, "style", names[i]);
		w->styles[i] = form->path;
	}
	c->options->styles = w->styles;
	c->options->n_styles = n;
	return true;
}

static bool read_resolution(ht_call_context *c, const char *text, ht_response *response)
{
	char *end;
	const long dpi = strtol(text, &end, 10);
	if (end == text || *end || dpi < MIN_DPI || dpi > MAX_DPI)
		return refuse(response, "resolution", text);
	c->options->render.resolution = (double)dpi;
	return true;
}

/* "1", "true" or nothing: set; "0", "false": not set. */
static bool is_set(const ht_request *request, const char *name)
{
	const char *value = ht_request_parameter(request, name);
	return value && strcmp(value, "0") != 0 && strcmp(value, "false") != 0;
}

/* Set the exporter's options by the request. */
static bool read_wish(ht_call_context *c, const ht_request *request, const char *to, ht_response *response, wish *w)
{
	const char *style = ht_request_parameter(request, "style");
	const char *resolution = ht_request_parameter(request, "resolution");
	const char *standard = ht_request_parameter(request, "standard");
	ht_export_options *o = c->options;
	*w = (wish){.name = ht_request_name(request, response)};
	o->n_styles = 0;
	o->only_page = 0;
	o->render = (ht_render_options){.resolution = 150, .compression = HT_EXPORT_COMPRESSION};
	o->attach_record = is_set(request, "attach");
	o->embed_fonts = is_set(request, "embed-fonts");
	if (!w->name || !read_targets(c, to, response) || (style && !read_styles(c, style, w, response)) ||
	    (resolution && !read_resolution(c, resolution, response)))
		return false;
	if (standard && ht_pdf_standards_parse(standard, &o->render.standards) != HT_OK)
		return refuse(response, "standard", standard);
	ht_export_settle(o);
	w->format = ht_request_format(request, w->name);
	return true;
}

/* ---- one answer of one or many files ---- */

/* The name of an output: its title, else that of the record; its form and page if there are several. */
static const char *file_name(ht_arena *arena, const wish *w, const ht_output *output, bool several)
{
	const char *stem = ht_str_file_name(w->name);
	const char *dot = strrchr(stem, '.');
	size_t len = dot && dot > stem ? (size_t)(dot - stem) : strlen(stem);
	const char *style = output->style;
	char page[32] = "";
	if (output->page && several)
		snprintf(page, sizeof page, "-%zu", output->page);
	if (output->title && *output->title && !strchr(output->title, '/')) {
		stem = output->title;
		len = strcspn(stem, "\n\r");
	}
	return ht_arena_printf(arena, "%.*s%s%s%s.%s", (int)len, stem, style ? "-" : "", style ? style : "", page,
	                       output->target->extension);
}

static const char *counts(const ht_call_context *c)
{
	return ht_arena_printf(c->arena, "error=%zu, warning=%zu, note=%zu", ht_diags_count(c->diags, HT_LEVEL_ERROR),
	                       ht_diags_count(c->diags, HT_LEVEL_WARNING), ht_diags_count(c->diags, HT_LEVEL_NOTE));
}

static void put_said_object(const ht_call_context *c, const ht_request *request, ht_buf *out)
{
	ht_buf_adds(out, "{");
	ht_call_put_said(c, request, out);
	ht_buf_adds(out, "}\n");
}

/* Files of a package have names of their own. */
static const char *name_in_package(ht_arena *arena, const wish *w, const ht_outputs *outputs, size_t i)
{
	const char *name = file_name(arena, w, &outputs->v[i], true);
	for (size_t k = 0; name && k < i; k++) {
		const char *other = file_name(arena, w, &outputs->v[k], true);
		if (!other || strcmp(other, name) == 0)
			return ht_arena_printf(arena, "%zu-%s", i + 1, name);
	}
	return name;
}

static ht_status put_package(ht_call_context *c, const ht_request *request, const wish *w, const ht_outputs *outputs,
                             ht_response *response)
{
	ht_buf said = {0};
	put_said_object(c, request, &said);
	ht_package package = {.arena = c->arena, .diags = c->diags};
	for (size_t i = 0; i < outputs->n; i++)
		ht_package_add(&package, name_in_package(c->arena, w, outputs, i), NULL, outputs->v[i].data.data,
		               outputs->v[i].data.len, HT_PACK_STORED);
	ht_package_add(&package, "diagnostics.json", NULL, said.data, said.len, HT_PACK_STORED);
	ht_status status = said.failed ? HT_ERR_NOMEM : ht_package_write(&package, NULL, 1, &response->body);
	ht_buf_free(&said);
	response->type = "application/zip";
	return status;
}

static void put_part(ht_buf *out, const char *boundary, const char *type, const char *file, const void *data,
                     size_t len)
{
	ht_buf_addf(out, "--%s\r\nContent-Type: %s\r\n", boundary, type);
	if (file) {
		ht_buf_adds(out, "Content-Disposition: ");
		sv_put_disposition(out, file);
		ht_buf_adds(out, "\r\n");
	}
	ht_buf_addf(out, "Content-Length: %zu\r\n\r\n", len);
	ht_buf_add(out, data, len);
	ht_buf_adds(out, "\r\n");
}

/* The boundary cannot be in a part: 128 random bits made for this answer. */
static const char *boundary_of(ht_arena *arena)
{
	char id[2 * 16 + 1];
	return sv_random_hex(id, 16) ? ht_arena_printf(arena, "hongtou-%s", id) : NULL;
}

static ht_status put_multipart(ht_call_context *c, const ht_request *request, const wish *w, const ht_outputs *outputs,
                               ht_response *response)
{
	const char *boundary = boundary_of(c->arena);
	ht_buf said = {0};
	if (!boundary)
		return HT_ERR_NOMEM;
	put_said_object(c, request, &said);
	put_part(&response->body, boundary, "application/json", NULL, said.data, said.failed ? 0 : said.len);
	for (size_t i = 0; i < outputs->n; i++)
		put_part(&response->body, boundary, media_type(outputs->v[i].target->name),
		         name_in_package(c->arena, w, outputs, i), outputs->v[i].data.data, outputs->v[i].data.len);
	ht_buf_addf(&response->body, "--%s--\r\n", boundary);
	response->type = ht_arena_printf(c->arena, "multipart/mixed; boundary=%s", boundary);
	ht_buf_free(&said);
	return response->type ? HT_OK : HT_ERR_NOMEM;
}

static ht_status put_outputs(ht_call_context *c, const ht_request *request, const wish *w, ht_outputs *outputs,
                             ht_response *response)
{
	response->said = counts(c);
	if (strstr(request->accept, "multipart/"))
		return put_multipart(c, request, w, outputs, response);
	if (outputs->n > 1 || strstr(request->accept, "application/zip"))
		return put_package(c, request, w, outputs, response);
	response->type = media_type(outputs->v[0].target->name);
	response->file = file_name(c->arena, w, &outputs->v[0], false);
	response->body = outputs->v[0].data;
	outputs->v[0].data = (ht_buf){0};
	return HT_OK;
}

static ht_status make(ht_call_context *c, const ht_request *request, const wish *w, int line, ht_outputs *outputs)
{
	return ht_export_record(c->exporter, request->body, request->len, w->name, line, w->format, c->diags, outputs);
}

void ht_call_export(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *to = ht_request_parameter(request, "to");
	ht_outputs outputs = {0};
	wish w;
	if (!read_wish(c, request, to ? to : "pdf", response, &w))
		return;
	ht_status status = make(c, request, &w, 1, &outputs);
	if (status == HT_OK && (outputs.n_failed || !outputs.n))
		status = HT_ERR_INPUT; /* some of several papers: what is missing must not pass for all */
	if (status == HT_OK)
		status = put_outputs(c, request, &w, &outputs, response);
	ht_outputs_free(&outputs);
	ht_response_faulty(response, c, request, status);
}

/* One page as a picture. */
void ht_call_render(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *text = ht_request_parameter(request, "page");
	char *end = NULL;
	const unsigned long page = text ? strtoul(text, &end, 10) : 1;
	ht_outputs outputs = {0};
	wish w;
	if (text && (end == text || *end || !page || page > 100000)) {
		refuse(response, "page", text);
		return;
	}
	if (!read_wish(c, request, "png", response, &w))
		return;
	c->options->only_page = page;
	ht_status status = make(c, request, &w, 1, &outputs);
	if (outputs.n) {
		response->said = counts(c);
		response->type = "image/png";
		response->file = file_name(c->arena, &w, &outputs.v[0], true);
		response->body = outputs.v[0].data;
		outputs.v[0].data = (ht_buf){0};
	} else if (status == HT_OK) {
		refuse(response, "page", text ? text : "1");
	}
	ht_outputs_free(&outputs);
	ht_response_faulty(response, c, request, status);
}

/* ---- a line of many ---- */

static void put_output(ht_call_context *c, const wish *w, const ht_output *output, ht_buf *out)
{
	const char *name = file_name(c->arena, w, output, true);
	ht_buf_addf(out, "{\"target\": \"%s\", \"file\": ", output->target->name);
	ht_buf_addquoted(out, name ? name : "");
	ht_buf_addf(out, ", \"page\": %zu, \"pages\": %zu, \"data\": \"", output->page, output->n_pages);
	ht_buf_addbase64(out, output->data.data, output->data.len);
	ht_buf_adds(out, "\"}");
}

/* The record of one line, and its outputs, as one line. */
void ht_call_batch_record(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *to = ht_request_parameter(request, "to"), *line = ht_request_parameter(request, "line");
	ht_outputs outputs = {0};
	wish w;
	if (!read_wish(c, request, to ? to : "pdf", response, &w))
		return;
	const int number = atoi(line ? line : "1");
	ht_status status = make(c, request, &w, number, &outputs);
	const bool done = status == HT_OK && !outputs.n_failed;
	ht_buf said = {0};
	ht_buf_addf(&response->body, "{\"line\": %d, \"status\": \"%s\", \"outputs\": [", number,
	            done ? "done" : "failed");
	for (size_t i = 0; done && i < outputs.n; i++) {
		ht_buf_adds(&response->body, i ? ", " : "");
		put_output(c, &w, &outputs.v[i], &response->body);
	}
	ht_buf_adds(&response->body, "], ");
	ht_call_put_said(c, request, &said);
	for (size_t i = 0; i < said.len; i++)
		if (said.data[i] == '\n')
			said.data[i] = ' ';
	ht_buf_add(&response->body, said.data, said.len);
	ht_buf_adds(&response->body, "}\n");
	response->body.failed |= said.failed;
	ht_buf_free(&said);
	ht_outputs_free(&outputs);
}
