/* The calls that the front answers itself. */
#include <string.h>

#include "record/node.h"
#include "serve/messages.h"
#include "sv.h"

static const char *text_of(const ht_node *map, const char *key)
{
	const ht_node *value = map && map->kind == HT_NODE_MAP ? ht_node_get(map, key) : NULL;
	return value && value->kind == HT_NODE_SCALAR ? value->text : NULL;
}

static void answer_token(sv_server *s, sv_exchange *x)
{
	char token[SV_PASS];
	long long until;
	ht_response r;
	if (!sv_session_make(&s->secrets, token, &until) || !sv_response_begin(&r)) {
		sv_answer_error(x, 503, HT_D_SERVE_NOMEM, NULL, NULL);
		return;
	}
	ht_buf_addf(&r.body, "{\"token\": \"%s\", \"expires\": %lld}\n", token, until);
	sv_answer_with(x, &r);
}

void sv_call_login(sv_server *s, sv_exchange *x)
{
	ht_node *root = NULL;
	ht_status status = ht_node_parse(x->arena, x->request.body, x->request.len, "", 1, HT_SYNTAX_JSON, NULL, &root);
	const char *ticket = status == HT_OK ? text_of(root, "ticket") : NULL;
	const char *password = status == HT_OK ? text_of(root, "password") : NULL;
	if (ticket && sv_ticket_use(&s->secrets, ticket)) {
		answer_token(s, x);
		return;
	}
	if (ticket) {
		sv_answer_error(x, 403, HT_D_SERVE_TICKET, NULL, NULL);
		return;
	}
	if (!password || !*s->secrets.password) {
		sv_answer_error(x, 400, HT_D_SERVE_BODY, "{\"ticket\": \"…\"}", NULL);
		return;
	}
	switch (sv_password_try(&s->secrets, password)) {
	case 0:
		answer_token(s, x);
		break;
	case 1:
		sv_answer_error(x, 403, HT_D_SERVE_PASSWORD, NULL, NULL);
		break;
	default:
		sv_answer_error(x, 429, HT_D_SERVE_TRIES, NULL, NULL);
	}
}

void sv_call_about(sv_server *s, sv_exchange *x)
{
	ht_response r;
	if (!sv_answer_begin(x, &r))
		return;
	ht_buf_addf(&r.body,
	            "{\"version\": \"%s\", \"password\": %s, \"language\": \"%s\", \"file\": ", s->pool.work->version,
	            *s->secrets.password ? "true" : "false", s->options->language_zh ? "zh" : "en");
	/* the name of a file is told to those who are in */
	if (s->options->file && x->is_in)
		ht_buf_addquoted(&r.body, s->options->file);
	else
		ht_buf_adds(&r.body, "null");
	ht_buf_adds(&r.body, "}\n");
	sv_answer_with(x, &r);
}

void sv_call_health(sv_server *s, sv_exchange *x)
{
	ht_response r;
	(void)s;
	if (!sv_answer_begin(x, &r))
		return;
	ht_buf_addf(&r.body, "{\"status\": \"ok\", \"version\": \"%s\"}\n", s->pool.work->version);
	sv_answer_with(x, &r);
}
