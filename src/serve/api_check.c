/* What check finds in a record, and what to change. */
#include <stdlib.h>
#include <string.h>

#include "check/check.h"
#include "record/edit.h"
#include "record/record.h"
#include "serve/messages.h"
#include "sv.h"

typedef struct keeping {
	ht_findings *findings;
	bool lost;
} keeping;

static void keep(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	keeping *k = user;
	k->lost |= !ht_findings_add(k->findings, code, loc, args);
}

/* All that is to be said of a record, with the edits that would mend it. */
static ht_status find(ht_call_context *c, const ht_request *request, const char *name, ht_findings *findings)
{
	const ht_catalogue *catalogue = ht_exporter_catalogue(c->exporter);
	const ht_format format = ht_request_format(request, name);
	ht_record *record = NULL;
	ht_status status = ht_record_read_faulty(request->body, request->len, name, 1, format,
	                                         ht_catalogue_forms(catalogue), c->diags, &record);
	if (record && ht_record_attach(record, c->options->file_dirs, NULL, c->diags) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	const ht_form *form = record ? ht_catalogue_of(catalogue, record) : NULL;
	if (form && ht_exporter_complete(c->exporter, record, form, NULL, c->diags) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	if (form && ht_check_record(record, form, !record->unclear, findings) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	if (form && !record->unclear && ht_check_stated(record, form, findings) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	keeping k = {findings, false};
	if (status != HT_ERR_NOMEM && ht_diags_has_errors(c->diags))
		ht_diags_visit(c->diags, keep, &k);
	else if (status != HT_ERR_NOMEM)
		status = ht_findings_add_said(findings, c->diags, 0);
	ht_record_free(record);
	return k.lost ? HT_ERR_NOMEM : status;
}

void ht_call_check(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *name = ht_request_name(request, response);
	ht_findings *findings = name ? ht_findings_new() : NULL;
	if (!name)
		return;
	ht_status status = findings ? find(c, request, name, findings) : HT_ERR_NOMEM;
	if (status == HT_ERR_NOMEM) {
		ht_response_faulty(response, c, request, status);
	} else {
		ht_buf_adds(&response->body, "{\"diagnostics\": ");
		if (!ht_findings_write(findings, HT_REPORT_PAGE, HT_LEVEL_NOTE, c->version, &response->body))
			response->body.failed = true;
		ht_buf_adds(&response->body, "}\n");
	}
	ht_findings_free(findings);
}

/* Is it the finding that was named? Without a name all that are safe are. */
static bool is_wanted(const ht_finding *f, const ht_request *request)
{
	const char *code = ht_request_parameter(request, "code");
	const char *line = ht_request_parameter(request, "line"), *column = ht_request_parameter(request, "column");
	if (!f->edit.old)
		return false;
	if (!code)
		return f->edit.safe;
	return strcmp(f->code->code, code) == 0 && (!line || atoi(line) == f->loc.line) &&
	       (!column || atoi(column) == f->loc.col);
}

/* The group of the finding that was named by its place: its edit is made with the others of that, or half of a pair
 * would be fixed. 0: none. */
static size_t group_of_wanted(const ht_finding *list, size_t n, const ht_request *request)
{
	if (!ht_request_parameter(request, "code"))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (list[i].edit.group && is_wanted(&list[i], request))
			return list[i].edit.group;
	return 0;
}

void ht_call_fix(ht_call_context *c, const ht_request *request, ht_response *response)
{
	const char *name = ht_request_name(request, response);
	ht_findings *findings = name ? ht_findings_new() : NULL;
	ht_buf *out = &response->body;
	size_t n = 0, edits = 0;
	if (!name)
		return;
	ht_status status = findings ? find(c, request, name, findings) : HT_ERR_NOMEM;
	const ht_finding *list = findings ? ht_findings_list(findings, &n) : NULL;
	const size_t group = group_of_wanted(list, n, request);
	ht_buf_adds(out, "{\"edits\": [");
	for (size_t i = 0; i < n; i++) {
		const ht_edit *e = &list[i].edit;
		if (!is_wanted(&list[i], request) && (!group || e->group != group))
			continue;
		ht_buf_adds(out, edits++ ? ", {" : "{");
		ht_replacement_json(out, e->loc, e->old, e->text);
		ht_buf_adds(out, "}");
	}
	ht_buf_adds(out, "]}\n");
	if (status == HT_ERR_NOMEM)
		ht_response_faulty(response, c, request, status);
	ht_findings_free(findings);
}
