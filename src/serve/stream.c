/* A body of many records, one a line, answered line by line.
 *
 * Some lines are with the workers at a time; what they answer waits until the client has taken it, and as long as much
 * waits, no further lines are given out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "serve/messages.h"
#include "sv.h"

#define MOST_AT_WORK 8
#define MOST_OUT     ((size_t)16 << 20)
#define BLOCK        ((size_t)64 << 10)

struct sv_stream {
	sv_exchange *x; /* NULL: the client is gone */
	const ht_call *call;
	ht_buf body;
	size_t at; /* of the body that is given out */
	size_t line, at_work;
	ht_buf out;
	size_t out_pos;
	char number[24];
	ht_parameter *parameters; /* those of the request, then `line` */
};

static void free_stream(sv_stream *s)
{
	ht_buf_free(&s->body);
	ht_buf_free(&s->out);
	free(s->parameters);
	free(s);
}

void sv_stream_let_go(sv_stream *s)
{
	if (!s)
		return;
	s->x = NULL;
	if (!s->at_work)
		free_stream(s);
}

/* ---- lines ---- */

/* The next line that is not empty: its length, or 0 at the end. */
static size_t next_line(sv_stream *s, const char **line)
{
	while (s->at < s->body.len) {
		const char *p = s->body.data + s->at;
		const char *end = memchr(p, '\n', s->body.len - s->at);
		size_t n = end ? (size_t)(end - p) : s->body.len - s->at;
		s->at += n + (end != NULL);
		s->line++;
		if (n && p[n - 1] == '\r')
			n--;
		if (strspn(p, " \t") < n) {
			*line = p;
			return n;
		}
	}
	return 0;
}

/* An answer that is no line of its own: an error. */
static void put_error(sv_stream *s, size_t line, const sv_answer *a)
{
	const char *inside = a && a->len > 2 && *a->body == '{' ? a->body + 1 : "\"error\": {\"code\": \"H123\"}}";
	size_t n = a && a->len > 2 && *a->body == '{' ? a->len - 1 : strlen(inside);
	while (n && inside[n - 1] == '\n')
		n--;
	ht_buf_addf(&s->out, "{\"line\": %zu, \"status\": \"failed\", \"outputs\": [], ", line);
	for (size_t i = 0; i < n; i++)
		ht_buf_add(&s->out, inside[i] == '\n' ? " " : inside + i, 1);
	ht_buf_adds(&s->out, "\n");
}

static void feed(sv_stream *s);

static void line_done(void *user, sv_job *job, const sv_answer *answer)
{
	sv_stream *s = user;
	s->at_work--;
	if (!s->x) {
		if (!s->at_work)
			free_stream(s);
		return;
	}
	if (answer && answer->status == 200)
		ht_buf_add(&s->out, answer->body, answer->len);
	else
		put_error(s, job->number, answer);
	sv_exchange_resume(s->x);
	feed(s);
}

/* Give out lines. */
static void feed(sv_stream *s)
{
	const char *text;
	size_t n;
	ht_request request = s->x->request;
	while (!s->x->server->ending && s->at_work < MOST_AT_WORK && s->out.len - s->out_pos < MOST_OUT &&
	       (!s->at_work || sv_pool_has_room(&s->x->server->pool, 0)) && (n = next_line(s, &text))) {
		snprintf(s->number, sizeof s->number, "%zu", s->line);
		request.parameters = s->parameters;
		request.n_parameters = s->x->request.n_parameters + 1;
		request.body = text;
		request.len = n;
		request.type = "application/json";
		sv_job *job = sv_job_new(s->x, s->call, &request);
		if (!job) {
			put_error(s, s->line, NULL);
			continue;
		}
		job->done = line_done;
		job->user = s;
		job->number = s->line;
		s->at_work++;
		sv_pool_give(&s->x->server->pool, job);
	}
}

/* ---- to the client ---- */

static ssize_t read_out(void *user, uint64_t pos, char *to, size_t most)
{
	sv_stream *s = user;
	(void)pos;
	feed(s);
	const size_t left = s->out.len - s->out_pos, n = left < most ? left : most;
	if (s->out.failed || (s->x->server->ending && !left && !s->at_work))
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (!left && !s->at_work && s->at >= s->body.len)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (!left) {
		sv_exchange_suspend(s->x);
		return 0;
	}
	memcpy(to, s->out.data + s->out_pos, n);
	s->out_pos += n;
	s->x->sent += n;
	if (s->out_pos == s->out.len) {
		ht_buf_free(&s->out);
		s->out_pos = 0;
	}
	sv_exchange_peer(s->x, SV_PEER_SENDING, n);
	return (ssize_t)n;
}

static sv_stream *new_stream(sv_exchange *x)
{
	sv_stream *s = calloc(1, sizeof *s);
	ht_parameter *parameters = calloc(x->request.n_parameters + 1, sizeof *parameters);
	if (!s || !parameters) {
		free(s);
		free(parameters);
		return NULL;
	}
	*s = (sv_stream){.x = x, .body = x->body, .parameters = parameters};
	x->server->body_bytes -= x->body.cap;
	x->body = (ht_buf){0};
	if (x->request.n_parameters)
		memcpy(parameters, x->request.parameters, x->request.n_parameters * sizeof *parameters);
	parameters[x->request.n_parameters] = (ht_parameter){"line", s->number};
	for (s->call = ht_calls; s->call->run != ht_call_batch_record; s->call++)
		;
	return s;
}

void sv_call_batch(sv_server *server, sv_exchange *x)
{
	const sv_http *http = &server->http;
	sv_stream *s = new_stream(x);
	struct MHD_Response *answer = NULL;
	if (s)
		answer = http->MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_out, s, NULL);
	if (!answer) {
		if (s)
			free_stream(s);
		sv_answer_error(x, 503, HT_D_SERVE_NOMEM, NULL, NULL);
		return;
	}
	sv_answer_headers(x, answer, "application/jsonl");
	x->stream = s;
	x->answer = answer;
	x->status = 200;
	x->state = SV_ANSWERED;
}
