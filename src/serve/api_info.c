/* What there is: the schema of records, the style sheets. */
#include <string.h>

#include "record/record.h"
#include "serve/messages.h"
#include "sv.h"

void ht_call_schema(ht_call_context *c, const ht_request *request, ht_response *response)
{
	(void)request;
	response->type = "application/schema+json";
	if (!ht_record_schema(ht_catalogue_forms(ht_exporter_catalogue(c->exporter)), c->version, &response->body))
		response->body.failed = true;
}

static void put_form(const ht_form *form, bool first, ht_buf *out)
{
	ht_buf_adds(out, first ? "\n  {\"name\": " : ",\n  {\"name\": ");
	ht_buf_addquoted(out, form->sheet);
	ht_buf_adds(out, ", \"form\": ");
	ht_buf_addquoted(out, form->names.en);
	ht_buf_adds(out, ", \"chinese\": ");
	ht_buf_addquoted(out, form->names.zh);
	ht_buf_adds(out, ", \"kinds\": [");
	for (size_t i = 0; i < form->n_kinds; i++) {
		ht_buf_adds(out, i ? ", " : "");
		ht_buf_addquoted(out, form->kinds[i].name);
	}
	ht_buf_adds(out, "]}");
}

void ht_call_styles(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const ht_catalogue *catalogue = ht_exporter_catalogue(c->exporter);
	size_t n;
	const ht_form *const *forms = ht_catalogue_all(catalogue, &n);
	bool first = true;
	(void)request;
	ht_buf_adds(&response->body, "{\"styles\": [");
	for (size_t i = 0; i < n; i++)
		if (!forms[i]->hidden && ht_catalogue_in_force(catalogue, forms[i])) {
			put_form(forms[i], first, &response->body);
			first = false;
		}
	ht_buf_adds(&response->body, "]}\n");
}
