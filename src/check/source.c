/* A file of records as it is written: what is found in all of them, and what is safe to fix fixed. */
#include <string.h>

#include "check/check.h"
#include "settings/complete.h"

/* One fix can reveal another problem; more rounds are never needed. */
#define MAX_ROUNDS 8

static ht_status check_one(const ht_checked *c, const char *data, size_t len, int line, ht_format format,
                           ht_diags *diags, ht_findings *findings)
{
	ht_record *record = NULL;
	const ht_forms *forms = ht_catalogue_forms(c->catalogue);
	ht_status status = ht_record_read_faulty(data, len, c->file, line, format, forms, diags, &record);
	if (record && ht_record_attach(record, c->file_dirs, c->given, diags) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	const ht_form *form = record ? ht_catalogue_of(c->catalogue, record) : NULL;
	if (form && ht_settings_complete(c->settings, record, form, NULL, 0, diags) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	if (form && ht_check_record(record, form, !record->unclear, findings) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	if (form && !record->unclear && ht_check_stated(record, form, findings) == HT_ERR_NOMEM)
		status = HT_ERR_NOMEM;
	if (status == HT_OK && !ht_diags_has_errors(diags))
		status = ht_findings_add_said(findings, diags, format == HT_FORMAT_JSONL ? line : 0);
	ht_record_free(record);
	return status;
}

ht_status ht_check_source(const ht_checked *c, const char *data, size_t len, ht_diags *diags, ht_findings *findings)
{
	ht_format format = ht_format_guess(c->file, data, len);
	if (format != HT_FORMAT_JSONL)
		return check_one(c, data, len, 1, format, diags, findings);
	ht_status worst = HT_OK;
	int line = 1;
	for (const char *p = data, *end = p + len; p < end; line++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((stop ? stop : end) - p);
		ht_status status = n ? check_one(c, p, n, line, format, diags, findings) : HT_OK;
		worst = status != HT_OK ? status : worst;
		p += n + (stop != NULL);
	}
	return worst;
}

/* One round: fix in out what is safe to fix in `in`, unless the result would not
 * be a record. *n: the number of fixes. */
static ht_status fix_once(const ht_checked *c, const ht_buf *in, ht_diags *diags, ht_buf *out, ht_buf *changes,
                          size_t *n)
{
	ht_findings *findings = ht_findings_new();
	ht_status status = findings ? ht_check_source(c, in->data, in->len, diags, findings) : HT_ERR_NOMEM;
	if (status == HT_OK)
		status = ht_findings_fix(findings, c->file, in->data, in->len, out, changes, n);
	if (status == HT_OK && *n) {
		ht_findings_clear(findings);
		ht_diags *unsaid = ht_diags_new();
		ht_status again = unsaid ? ht_check_source(c, out->data, out->len, unsaid, findings) : HT_ERR_NOMEM;
		if (again == HT_ERR_NOMEM)
			status = again;
		else if (again != HT_OK)
			*n = 0;
		ht_diags_free(unsaid);
	}
	ht_findings_free(findings);
	return status;
}

ht_status ht_check_fix(const ht_checked *c, ht_buf *in, ht_diags *diags, ht_buf *changes, size_t *n)
{
	ht_status status = HT_OK;
	size_t now = 1;
	*n = 0;
	for (int round = 0; status == HT_OK && now && round < MAX_ROUNDS; round++) {
		ht_buf out = {0}, shown = {0};
		status = fix_once(c, in, diags, &out, &shown, &now);
		if (status == HT_OK && now) {
			ht_buf old = *in;
			*in = out;
			out = old;
			*n += now;
			if (!ht_buf_add(changes, shown.data ? shown.data : "", shown.len))
				status = HT_ERR_NOMEM;
		}
		ht_buf_free(&out);
		ht_buf_free(&shown);
	}
	return status;
}
