/* What the page asks while somebody writes: JSON through to the room studio and back. */
#include "serve/messages.h"
#include "studio/studio.h"
#include "sv.h"

typedef ht_status studio_call(ht_exporter *x, const char *request, size_t len, ht_buf *answer);

/* What the room refused, and why: its answer is a sentence then. */
static void refuse(ht_response *response, unsigned status)
{
	const char *why = ht_arena_strndup(response->arena, response->body.data, response->body.len);
	ht_response_error(response, status, HT_D_SERVE_BODY, why ? why : "JSON", NULL);
}

static void run(studio_call *call, const ht_call_context *c, const ht_request *request, ht_response *response)
{
	ht_status status = call(c->exporter, request->body, request->len, &response->body);
	if (status == HT_ERR_ARG)
		refuse(response, 400);
	else if (status == HT_ERR_INPUT)
		refuse(response, 422);
	else
		ht_response_faulty(response, c, request, status);
}

void ht_call_pages(ht_call_context *c, const ht_request *request, ht_response *response)
{
	run(ht_studio_pages, c, request, response);
}

void ht_call_outline(ht_call_context *c, const ht_request *request, ht_response *response)
{
	run(ht_studio_outline, c, request, response);
}

void ht_call_edit(ht_call_context *c, const ht_request *request, ht_response *response)
{
	run(ht_studio_edit, c, request, response);
}

void ht_call_forms(ht_call_context *c, const ht_request *request, ht_response *response)
{
	ht_status status = ht_studio_form(c->exporter, request->rest, &response->body);
	if (status == HT_ERR_INPUT)
		ht_response_error(response, 404, HT_D_SERVE_NO_RECORD, request->rest, NULL);
	else
		ht_response_faulty(response, c, request, status);
}
