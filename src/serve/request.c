/* Requests and answers, as calls see them. */
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/str.h"
#include "check/check.h"
#include "serve/messages.h"
#include "sv.h"

const char *ht_request_parameter(const ht_request *request, const char *name)
{
	for (size_t i = 0; i < request->n_parameters; i++)
		if (strcmp(request->parameters[i].name, name) == 0)
			return request->parameters[i].value;
	return NULL;
}

ht_format ht_request_format(const ht_request *request, const char *name)
{
	if (strstr(request->type, "json"))
		return HT_FORMAT_JSON;
	if (strstr(request->type, "yaml"))
		return HT_FORMAT_YAML;
	if (strstr(request->type, "markdown"))
		return HT_FORMAT_MARKDOWN;
	const ht_format guess = ht_format_guess(name, request->body, request->len);
	return guess == HT_FORMAT_JSONL ? HT_FORMAT_JSON : guess;
}

const char *ht_request_name(const ht_request *request, ht_response *response)
{
	const char *name = ht_request_parameter(request, "name");
	if (!name || !*name)
		return ht_format_file(ht_request_format(request, ""));
	if (sv_path_is_beneath(name))
		return name;
	ht_response_error(response, 400, HT_D_SERVE_PATH, name, NULL);
	return NULL;
}

void sv_speak(char now[SV_LANGUAGE], const char *language)
{
	if (strcmp(now, language) == 0)
		return;
	snprintf(now, SV_LANGUAGE, "%s", language);
	setlocale(LC_ALL, "C.UTF-8");
	ht_language_set(now);
}

bool sv_response_begin(ht_response *r)
{
	*r = (ht_response){.arena = ht_arena_new(), .status = 200, .type = "application/json"};
	return r->arena != NULL;
}

void sv_response_free(ht_response *r)
{
	ht_buf_free(&r->body);
	ht_arena_free(r->arena);
	*r = (ht_response){.status = 0};
}

void sv_begin_error(ht_response *response, unsigned status, ht_code code, const char *const *args, size_t n)
{
	ht_buf text = {0};
	ht_buf_free(&response->body);
	response->status = status;
	response->type = "application/json";
	response->etag = response->file = NULL;
	ht_diag_message(&text, code, args, n);
	ht_buf_addf(&response->body, "{\"error\": {\"code\": \"%s\", \"message\": ", code->code);
	ht_buf_addquoted(&response->body, text.failed ? code->text : text.data);
	ht_buf_adds(&response->body, "}");
	ht_buf_free(&text);
}

void ht_response_error(ht_response *response, unsigned status, ht_code code, ...)
{
	const char *args[HT_DIAG_ARGS] = {NULL};
	size_t n = 0;
	va_list list;
	va_start(list, code);
	for (const char *arg; n < HT_DIAG_ARGS && (arg = va_arg(list, const char *)); n++)
		args[n] = arg;
	va_end(list);
	sv_begin_error(response, status, code, args, n);
	ht_buf_adds(&response->body, "}\n");
}

void sv_put_disposition(ht_buf *out, const char *file)
{
	ht_buf_adds(out, "attachment; filename*=UTF-8''");
	ht_buf_adduri(out, file, "");
}

/* ---- what was said ---- */

typedef struct said {
	const ht_request *request;
	ht_buf *out;
	bool first;
} said;

/* Is this the path of a file that the request knows nothing of? */
static bool is_foreign(const ht_request *request, const char *path)
{
	return path && *path == '/' && !strstr(request->body, path);
}

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash[1] ? slash + 1 : slash;
}

/* Replace each occurrence. */
static void put_replaced(ht_buf *out, const char *text, const char *old, const char *by)
{
	for (const char *at; (at = strstr(text, old)); text = at + strlen(old)) {
		ht_buf_add(out, text, (size_t)(at - text));
		ht_buf_adds(out, by);
	}
	ht_buf_adds(out, text);
}

/* Where this machine has its files is nobody's business. */
static void put_said(void *user, const ht_message *m)
{
	said *s = user;
	ht_message told = *m;
	ht_buf texts[HT_DIAG_ARGS] = {{0}}, own = {0};
	told.text = ht_page_text(&own, m);
	if (is_foreign(s->request, told.loc.file))
		told.loc.file = last_name(told.loc.file);
	for (size_t i = 0; i < HT_DIAG_ARGS; i++) {
		if (!is_foreign(s->request, told.args[i]))
			continue;
		put_replaced(&texts[i], told.text, told.args[i], last_name(told.args[i]));
		told.args[i] = last_name(told.args[i]);
		if (!texts[i].failed && texts[i].data)
			told.text = texts[i].data;
	}
	ht_buf_adds(s->out, s->first ? "\n  {" : ",\n  {");
	ht_message_json(s->out, &told);
	ht_buf_adds(s->out, "}");
	s->first = false;
	for (size_t i = 0; i < HT_DIAG_ARGS; i++)
		ht_buf_free(&texts[i]);
	ht_buf_free(&own);
}

void ht_call_put_said(const ht_call_context *c, const ht_request *request, ht_buf *out)
{
	said s = {.request = request, .out = out, .first = true};
	ht_buf_adds(out, "\"diagnostics\": [");
	if (!ht_diags_each(c->diags, put_said, &s))
		out->failed = true;
	ht_buf_adds(out, "]");
}

void ht_response_faulty(ht_response *response, const ht_call_context *c, const ht_request *request, ht_status status)
{
	if (status == HT_OK)
		return;
	if (status == HT_ERR_NOMEM) {
		ht_response_error(response, 507, HT_D_SERVE_NOMEM, NULL);
		return;
	}
	sv_begin_error(response, 422, HT_D_SERVE_FAULTY, NULL, 0);
	ht_buf_adds(&response->body, ", ");
	ht_call_put_said(c, request, &response->body);
	ht_buf_adds(&response->body, "}\n");
}
