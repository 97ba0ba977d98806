/* Requests and answers as frames. */
#include "base/str.h"
#include "sv.h"

#define MAX_PARAMETERS 1000

bool sv_put_request(ht_buf *out, size_t call, const ht_request *r)
{
	const char *const strings[] = {r->rest, r->type, r->accept, r->language, r->if_match, r->if_none_match};
	const size_t start = ht_wire_begin(out);
	ht_wire_put_number(out, call);
	ht_wire_put_number(out, r->n_parameters);
	for (size_t i = 0; i < r->n_parameters; i++) {
		ht_wire_put_string(out, r->parameters[i].name);
		ht_wire_put_string(out, r->parameters[i].value);
	}
	for (size_t i = 0; i < ARRAY_LEN(strings); i++)
		ht_wire_put_string(out, strings[i]);
	ht_wire_put_bytes(out, r->len ? r->body : "", r->len);
	return ht_wire_finish(out, start);
}

bool sv_get_request(ht_arena *arena, const char *payload, size_t len, size_t *call, ht_request *r)
{
	ht_wire w = {payload, payload + len, arena, false, false};
	const char **const strings[] = {&r->rest, &r->type, &r->accept, &r->language, &r->if_match, &r->if_none_match};
	*call = ht_wire_number(&w, SIZE_MAX);
	r->n_parameters = ht_wire_number(&w, MAX_PARAMETERS);
	ht_parameter *parameters = ht_arena_array(arena, r->n_parameters + 1, sizeof *parameters);
	for (size_t i = 0; parameters && i < r->n_parameters; i++) {
		parameters[i].name = ht_wire_string(&w);
		parameters[i].value = ht_wire_string(&w);
	}
	r->parameters = parameters;
	for (size_t i = 0; i < ARRAY_LEN(strings); i++)
		*strings[i] = ht_wire_string(&w);
	r->body = ht_wire_bytes(&w, &r->len);
	return parameters && !w.bad && w.p == w.end;
}

bool sv_put_response(ht_buf *out, const ht_response *r, bool wants_replacement)
{
	const size_t start = ht_wire_begin(out);
	ht_wire_put_number(out, r->status);
	ht_wire_put_number(out, wants_replacement);
	ht_wire_put_string(out, r->type);
	ht_wire_put_string(out, r->etag);
	ht_wire_put_string(out, r->file);
	ht_wire_put_string(out, r->said);
	ht_wire_put_string(out, r->location);
	ht_wire_put_bytes(out, r->body.len ? r->body.data : "", r->body.len);
	return !r->body.failed && ht_wire_finish(out, start);
}

bool sv_get_answer(const char *payload, size_t len, sv_answer *answer)
{
	ht_wire w = {payload, payload + len, NULL, false, false};
	answer->status = (unsigned)ht_wire_number(&w, 599);
	answer->wants_replacement = ht_wire_number(&w, 1);
	answer->type = ht_wire_string(&w);
	answer->etag = ht_wire_string(&w);
	answer->file = ht_wire_string(&w);
	answer->said = ht_wire_string(&w);
	answer->location = ht_wire_string(&w);
	answer->body = ht_wire_bytes(&w, &answer->len);
	return !w.bad && w.p == w.end && answer->status >= 100;
}

sv_answer sv_answer_of(const ht_response *r)
{
	return (sv_answer){.status = r->status,
	                   .type = r->type,
	                   .etag = ht_str_or_empty(r->etag),
	                   .file = ht_str_or_empty(r->file),
	                   .said = ht_str_or_empty(r->said),
	                   .location = ht_str_or_empty(r->location),
	                   .body = r->body.len ? r->body.data : "",
	                   .len = r->body.len};
}
