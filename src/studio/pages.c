/* The call for pages. */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "check/check.h"
#include "config.h"
#include "st.h"

static void put_pages(const st_draft *d, const st_request *request, ht_buf *out, ht_status *status)
{
	st_numbers n = {.pages = d->pages,
	                .file = d->record->root.loc.file,
	                .have = st_member(request->root, "have"),
	                .out = out,
	                .arena = ht_arena_new()};
	n.visible = st_list(request->root, "visible", &n.n_visible);
	*status = HT_ERR_NOMEM;
	if (n.arena)
		*status = st_numbers_put(&n);
	ht_arena_free(n.arena);
}

/* Pages of half a record are of no use to whoever has those of all of it. */
static bool are_wanted(const st_draft *d, const st_request *request)
{
	size_t n;
	st_list(st_member(request->root, "have"), "pages", &n);
	return d->pages && !(d->partial && n);
}

/* What is said of the record, unless the client has just that. */
static void put_said(const ht_findings *said, const st_request *request, ht_buf *answer, ht_status *status)
{
	ht_buf list = {0};
	char hash[ST_HASH_TEXT];
	if (!ht_findings_write(said, HT_REPORT_PAGE, HT_LEVEL_NOTE, HT_VERSION, &list))
		*status = HT_ERR_NOMEM;
	st_hash_text(ht_hash_bytes(HT_HASH_BEGIN, list.data, list.len), hash);
	const char *had = st_text(st_member(request->root, "have"), "said");
	ht_buf_addf(answer, ", \"said\": \"%s\", \"diagnostics\": ", hash);
	if (had && ht_str_same(had, hash))
		ht_buf_adds(answer, "null");
	else
		ht_buf_add(answer, list.data, list.len);
	ht_buf_free(&list);
}

ht_status ht_studio_pages(ht_exporter *x, const char *data, size_t len, ht_buf *answer)
{
	st_request request;
	ht_status status = st_request_read(data, len, answer, &request);
	if (status != HT_OK)
		return status;
	st_draft d = {0};
	ht_findings *said = ht_findings_new();
	status = HT_ERR_NOMEM;
	if (said)
		status = st_draft_make(x, &request, st_text(request.root, "style"),
		                       st_true(request.root, "check", true), said, &d);
	if (status == HT_ERR_INPUT) /* what is wrong is said, and there are no pages */
		status = HT_OK;
	if (status == HT_OK) {
		ht_buf_addf(answer, "{\"partial\": %s, ", d.partial ? "true" : "false");
		ht_buf_adds(answer, "\"form\": ");
		ht_buf_addquoted(answer, d.form ? d.form->names.en : "");
		ht_buf_adds(answer, ", ");
		if (are_wanted(&d, &request))
			put_pages(&d, &request, answer, &status);
		else
			ht_buf_adds(answer, "\"pages\": null, \"more\": false, \"glyphs\": {}, \"images\": {}");
		put_said(said, &request, answer, &status);
	}
	if (status == HT_OK && st_true(request.root, "outline", false)) {
		ht_buf_adds(answer, ", \"outline\": ");
		status = ht_studio_put_outline(request.record, request.len, request.name, answer);
	}
	ht_buf_adds(answer, "}\n");
	ht_findings_free(said);
	st_draft_free(&d);
	st_request_free(&request);
	return answer->failed ? HT_ERR_NOMEM : status;
}
