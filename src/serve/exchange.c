/* A request and its answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/filekind.h"
#include "base/messages.h"
#include "base/str.h"
#include "serve/messages.h"
#include "sv.h"

#define MOST_BODY_BYTES ((size_t)512 << 20) /* of all that are coming or waiting */

static const char csp[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src "
    "'self'; frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types hongtou";

/* What every answer carries. */
static const struct {
	const char *name, *value;
} headers[] = {
    {"Content-Security-Policy", csp},
    {"X-Content-Type-Options", "nosniff"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};

/* ---- answers ---- */

static void add_header(const sv_http *http, struct MHD_Response *answer, const char *name, const char *value)
{
	if (value && *value)
		http->MHD_add_response_header(answer, name, value);
}

static void add_file(const sv_http *http, struct MHD_Response *answer, const char *file)
{
	ht_buf value = {0};
	sv_put_disposition(&value, file);
	if (!value.failed)
		add_header(http, answer, "Content-Disposition", value.data);
	ht_buf_free(&value);
}

void sv_answer_headers(const sv_exchange *x, struct MHD_Response *answer, const char *type)
{
	const sv_http *http = &x->server->http;
	for (size_t i = 0; i < ARRAY_LEN(headers); i++)
		add_header(http, answer, headers[i].name, headers[i].value);
	add_header(http, answer, "Cache-Control", x->call ? "no-store" : "no-cache");
	add_header(http, answer, "Content-Type", type);
}

static void set_answer(sv_exchange *x, unsigned status, struct MHD_Response *answer, size_t len)
{
	x->answer = answer;
	x->status = status;
	x->sent = len;
	x->state = SV_ANSWERED;
	sv_exchange_resume(x);
}

/* Answer with bytes, which are copied. */
static void answer_bytes(sv_exchange *x, const sv_answer *a)
{
	const sv_http *http = &x->server->http;
	struct MHD_Response *answer =
	    http->MHD_create_response_from_buffer(a->len, (void *)(uintptr_t)a->body, MHD_RESPMEM_MUST_COPY);
	if (answer) {
		sv_answer_headers(x, answer, a->type);
		add_header(http, answer, "ETag", a->etag);
		add_header(http, answer, "Location", a->location);
		add_header(http, answer, "Hongtou-Diagnostics", a->said);
		if (*a->file)
			add_file(http, answer, a->file);
		if (a->status == 401)
			add_header(http, answer, "WWW-Authenticate", "Bearer");
		if (a->status == 503 || a->status == 429)
			add_header(http, answer, "Retry-After", a->status == 503 ? "1" : "60");
	}
	set_answer(x, a->status, answer, a->len);
}

bool sv_answer_begin(sv_exchange *x, ht_response *r)
{
	if (sv_response_begin(r))
		return true;
	set_answer(x, 503, NULL, 0);
	return false;
}

void sv_answer_with(sv_exchange *x, ht_response *r)
{
	const sv_answer a = sv_answer_of(r);
	if (r->body.failed)
		set_answer(x, 503, NULL, 0);
	else
		answer_bytes(x, &a);
	sv_response_free(r);
}

void sv_answer_error(sv_exchange *x, unsigned status, ht_code code, const char *a, const char *b)
{
	ht_response r;
	if (!sv_answer_begin(x, &r))
		return;
	sv_speak(x->server->speaking, x->request.language);
	ht_response_error(&r, status, code, a, b, NULL);
	sv_answer_with(x, &r);
}

/* ---- its life ---- */

/* The first of the languages that there are; else the server's. */
static const char *language_of(const sv_server *s, const char *accept)
{
	for (const char *p = accept; *p; p += strcspn(p, ","), p += *p == ',') {
		p += strspn(p, " ");
		if (strncasecmp(p, "zh", 2) == 0)
			return "zh_CN";
		if (strncasecmp(p, "en", 2) == 0)
			return "en";
	}
	return s->options->language_zh ? "zh_CN" : "en";
}

sv_exchange *sv_exchange_new(sv_server *server, const char *raw)
{
	sv_exchange *x = calloc(1, sizeof *x);
	ht_arena *arena = x ? ht_arena_new() : NULL;
	char *copy = arena ? ht_arena_strdup(arena, raw) : NULL;
	if (!copy) {
		ht_arena_free(arena);
		free(x);
		return NULL;
	}
	*x =
	    (sv_exchange){.server = server, .arena = arena, .raw = copy, .began = ht_clock(), .path = "", .method = ""};
	x->request = (ht_request){.rest = "",
	                          .type = "",
	                          .accept = "",
	                          .language = language_of(server, ""),
	                          .if_match = "",
	                          .if_none_match = "",
	                          .body = ""};
	server->n_exchanges++;
	return x;
}

static void drop_body(sv_exchange *x)
{
	x->server->body_bytes -= x->body.cap;
	ht_buf_free(&x->body);
}

void sv_exchange_free(sv_exchange *x)
{
	if (!x)
		return;
	sv_job_let_go(x->job);
	sv_stream_let_go(x->stream);
	sv_watch_forget(&x->server->watch, x);
	if (x->answer)
		x->server->http.MHD_destroy_response(x->answer);
	drop_body(x);
	x->server->n_exchanges--;
	ht_arena_free(x->arena);
	free(x);
}

static sv_peer *peer_of(const sv_exchange *x)
{
	const union MHD_ConnectionInfo *info =
	    x->server->http.MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

void sv_exchange_peer(sv_exchange *x, int state, size_t length)
{
	sv_peer_set(&x->server->peers, peer_of(x), state, length, ht_clock());
}

void sv_exchange_suspend(sv_exchange *x)
{
	x->state = SV_WAITING;
	x->suspended = true;
	sv_exchange_peer(x, SV_PEER_WORKING, 0);
	x->server->http.MHD_suspend_connection(x->connection);
}

void sv_exchange_resume(sv_exchange *x)
{
	if (!x->suspended)
		return;
	x->suspended = false;
	x->server->http.MHD_resume_connection(x->connection);
}

/* ---- its head ---- */

typedef struct row {
	const char *name;
	size_t value, count; /* offsets in sv_headers; count 0: it is not counted */
} row;

#define VALUE(member) offsetof(sv_headers, member)

static const row rows[] = {
    {"Host", VALUE(host), VALUE(n_hosts)},
    {"Origin", VALUE(origin), VALUE(n_origins)},
    {"Authorization", VALUE(authorization), VALUE(n_authorizations)},
    {"Content-Length", VALUE(length), VALUE(n_lengths)},
    {"Transfer-Encoding", VALUE(encoding), VALUE(n_encodings)},
    {"Sec-Fetch-Site", VALUE(site), 0},
    {"Sec-Fetch-Mode", VALUE(mode), 0},
    {"Content-Type", VALUE(type), 0},
    {"Accept", VALUE(accept), 0},
    {"Accept-Language", VALUE(language), 0},
    {"If-Match", VALUE(if_match), 0},
    {"If-None-Match", VALUE(if_none_match), 0},
};

static enum MHD_Result take_header(void *user, enum MHD_ValueKind kind, const char *name, const char *value)
{
	char *h = user;
	(void)kind;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcasecmp(rows[i].name, name) != 0)
			continue;
		*(const char **)(void *)(h + rows[i].value) = ht_str_or_empty(value);
		if (rows[i].count)
			++*(unsigned *)(void *)(h + rows[i].count);
	}
	return MHD_YES;
}

static void read_headers(const sv_exchange *x, sv_headers *h)
{
	*h = (sv_headers){.n_hosts = 0};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		*(const char **)(void *)((char *)h + rows[i].value) = "";
	x->server->http.MHD_get_connection_values(x->connection, MHD_HEADER_KIND, take_header, h);
}

/* `Application/JSON; charset=utf-8`: application/json */
static const char *media_type(ht_arena *arena, const char *value)
{
	char *type = ht_arena_strndup(arena, value, strcspn(value, "; \t"));
	for (char *p = type; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	return ht_str_or_empty(type);
}

static void keep_headers(sv_exchange *x, const sv_headers *h)
{
	ht_request *r = &x->request;
	r->type = media_type(x->arena, h->type);
	r->accept = ht_str_or_empty(ht_arena_strdup(x->arena, h->accept));
	r->if_match = ht_str_or_empty(ht_arena_strdup(x->arena, h->if_match));
	r->if_none_match = ht_str_or_empty(ht_arena_strdup(x->arena, h->if_none_match));
	const char *language = ht_request_parameter(r, "lang");
	r->language = language_of(x->server, language ? language : h->language);
}

/* Which call is it? A path that is none of ours may be a file of the page. */
static bool find_call(sv_exchange *x)
{
	bool other;
	const char *rest = "";
	const bool is_get = strcmp(x->method, "GET") == 0 || strcmp(x->method, "HEAD") == 0;
	x->call = ht_call_find(is_get ? "GET" : x->method, x->path, &rest, &other);
	x->request.rest = x->call ? rest : "";
	if (x->call || (is_get && !other && !ht_str_starts(x->path, "/v1/")))
		return true;
	if (other)
		sv_answer_error(x, 405, HT_D_SERVE_METHOD, x->path, x->method);
	else
		sv_answer_error(x, 404, HT_D_SERVE_NO_CALL, x->path, NULL);
	return false;
}

/* How large may the body be? Told before it is sent. */
static bool check_length(sv_exchange *x, const sv_headers *h)
{
	char mib[16];
	const unsigned most = x->call ? x->call->most_mib : 0;
	const unsigned long long length = strtoull(h->length, NULL, 10);
	x->most = (size_t)most << 20;
	if (length > x->most) {
		snprintf(mib, sizeof mib, "%u", most);
		sv_answer_error(x, 413, HT_D_SERVE_LARGE, mib, NULL);
		return false;
	}
	if (x->server->body_bytes + length > MOST_BODY_BYTES) {
		sv_answer_error(x, 503, HT_D_SERVE_BUSY, NULL, NULL);
		return false;
	}
	sv_exchange_peer(x, SV_PEER_READING, length);
	return true;
}

/* The page is at one address, since a browser keeps what it has by it. */
static bool send_to_address(sv_exchange *x, const sv_headers *h)
{
	ht_response r;
	if (x->call || !sv_guard_is_other_name(&x->server->names, h->host) || !sv_response_begin(&r))
		return false;
	r.status = 307;
	r.location = ht_arena_printf(r.arena, "http://127.0.0.1:%u/", x->server->names.port);
	sv_answer_with(x, &r);
	return true;
}

void sv_exchange_begin(sv_exchange *x, const char *method)
{
	sv_headers h;
	ht_response r;
	const char *wrong = sv_target_read(x->arena, x->raw, &x->path, &x->request);
	x->begun = true;
	x->method = ht_str_or_empty(ht_arena_strdup(x->arena, method));
	read_headers(x, &h);
	if (wrong) {
		sv_answer_error(x, 400, HT_D_SERVE_HTTP, wrong, NULL);
		return;
	}
	keep_headers(x, &h);
	if (!sv_answer_begin(x, &r))
		return;
	sv_speak(x->server->speaking, x->request.language);
	const bool is_page = strcmp(method, "GET") == 0 && !ht_str_starts(x->path, "/v1/");
	if (!sv_guard(&x->server->names, &h, is_page, &r)) {
		sv_answer_with(x, &r);
		return;
	}
	sv_response_free(&r);
	if (!find_call(x))
		return;
	x->is_in = sv_may_enter(&x->server->secrets, h.authorization);
	if (x->call && !x->call->open && !x->is_in)
		sv_answer_error(x, 401, HT_D_SERVE_TOKEN, NULL, NULL);
	else if (!send_to_address(x, &h))
		check_length(x, &h);
}

bool sv_exchange_take(sv_exchange *x, const char *data, size_t len)
{
	char mib[16];
	if (x->state == SV_ANSWERED)
		return true; /* what is left of a body that was refused */
	const size_t before = x->body.cap;
	x->received += len;
	if (x->body.len + len > x->most) {
		snprintf(mib, sizeof mib, "%zu", x->most >> 20);
		sv_answer_error(x, 413, HT_D_SERVE_LARGE, mib, NULL);
		return true;
	}
	const bool ok = ht_buf_add(&x->body, data, len);
	x->server->body_bytes += x->body.cap - before;
	return ok && x->server->body_bytes <= MOST_BODY_BYTES;
}

/* ---- its work ---- */

static void done(void *user, sv_job *job, const sv_answer *answer)
{
	sv_exchange *x = user;
	(void)job;
	x->job = NULL;
	if (answer)
		answer_bytes(x, answer);
	else
		sv_answer_error(x, 503, HT_D_SERVE_NOMEM, NULL, NULL);
}

/* What other programs must read is done by a process that can start them. */
static bool needs_programs(const sv_exchange *x)
{
	const ht_code kind = x->call->by_programs && x->body.len ? ht_file_kind(x->body.data, x->body.len) : NULL;
	return kind == HT_D_IN_PDF || kind == HT_D_IN_OLD_OFFICE;
}

sv_job *sv_job_new(const sv_exchange *x, const ht_call *call, const ht_request *request)
{
	sv_job *job = calloc(1, sizeof *job);
	if (job && !sv_put_request(&job->frame, (size_t)(call - ht_calls), request)) {
		sv_job_free(job);
		job = NULL;
	}
	if (job) {
		job->place = call->place;
		job->language = x->request.language;
		job->done = done;
	}
	return job;
}

static void give_to_worker(sv_exchange *x)
{
	sv_pool *pool = &x->server->pool;
	if (x->server->ending) {
		sv_answer_error(x, 503, HT_D_SERVE_ENDING, NULL, NULL);
		return;
	}
	if (!sv_pool_has_room(pool, x->body.len)) {
		sv_answer_error(x, 503, HT_D_SERVE_BUSY, NULL, NULL);
		return;
	}
	const bool apart = needs_programs(x);
	if (apart && x->server->options->confine == HT_CONFINE_REQUIRE) {
		sv_answer_error(x, 422, HT_D_SERVE_UNCONFINED, NULL, NULL);
		return;
	}
	sv_job *job = sv_job_new(x, x->call, &x->request);
	drop_body(x);
	if (!job) {
		sv_answer_error(x, 503, HT_D_SERVE_NOMEM, NULL, NULL);
		return;
	}
	if (apart)
		job->place = HT_CALL_APART;
	job->user = x;
	x->job = job;
	sv_exchange_suspend(x);
	sv_pool_give(pool, job);
}

void sv_exchange_run(sv_exchange *x)
{
	x->request.body = x->body.len ? x->body.data : "";
	x->request.len = x->body.len;
	if (!x->call)
		sv_answer_page(x);
	else if (x->call->front)
		x->call->front(x->server, x);
	else
		give_to_worker(x);
}
