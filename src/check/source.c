/* A file of records as it is written: what is found in all of them. */
#include <string.h>

#include "check/check.h"
#include "ck.h"
#include "settings/complete.h"

ht_status ck_one_source(const ht_checked *c, const char *data, size_t len, int line, ht_format format, ht_diags *diags,
                        ht_findings *findings)
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
		return ck_one_source(c, data, len, 1, format, diags, findings);
	ht_status worst = HT_OK;
	int line = 1;
	for (const char *p = data, *end = p + len; p < end; line++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((stop ? stop : end) - p);
		ht_status status = n ? ck_one_source(c, p, n, line, format, diags, findings) : HT_OK;
		worst = status != HT_OK ? status : worst;
		p += n + (stop != NULL);
	}
	return worst;
}
