/* A record in one of three syntaxes, as `hongtou check --fix` and the reports have it. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "check/check.h"

/* cmd_check.c's: one fix can reveal another problem. */
#define MAX_ROUNDS 8

#define NAME "/nowhere/record"

/* Read and check; out gets the source with what is safe to fix fixed. False: it is no record. */
static bool check(const char *data, size_t len, ht_buf *out, size_t *n_fixed)
{
	ht_diags *diags = ht_diags_new();
	ht_record *record = NULL;
	ht_findings *findings = ht_findings_new();
	ht_status status = ht_record_read_faulty(data, len, NAME, 1, FUZZ_FORMAT, ht_catalogue_forms(fuzz_catalogue()),
	                                         diags, &record);
	if (status == HT_ERR_INPUT && !ht_diags_has_errors(diags))
		fuzz_fault("a record is refused without an error", NULL);
	if (record)
		ht_record_attach(record, NULL, NULL, diags);
	const ht_form *form = record ? ht_catalogue_of(fuzz_catalogue(), record) : NULL;
	if (form && ht_check_record(record, form, !record->unclear, findings) == HT_OK) {
		static const ht_report_format formats[] = {HT_REPORT_TEXT, HT_REPORT_JSON, HT_REPORT_SARIF};
		for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
			ht_buf report = {0};
			ht_findings_write(findings, formats[i], HT_LEVEL_NOTE, "0", &report);
			ht_buf_free(&report);
		}
	}
	ht_buf changes = {0};
	*n_fixed = 0;
	if (status == HT_OK && !ht_diags_has_errors(diags))
		ht_findings_fix(findings, NAME, data, len, 1, out, &changes, n_fixed);
	bool read = status == HT_OK;
	ht_buf_free(&changes);
	ht_record_free(record);
	ht_findings_free(findings);
	fuzz_say(diags);
	return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_buf now = {0};
	ht_buf_add(&now, data, size);
	size_t fixed = 1;
	for (int round = 0; fixed && round <= MAX_ROUNDS; round++) {
		ht_buf next = {0};
		char *exact = fuzz_copy((const uint8_t *)now.data, now.len);
		bool read = check(exact, now.len, &next, &fixed);
		free(exact);
		/* the program leaves a file alone that its fixes would make unreadable */
		if (!read)
			fixed = 0;
		if (fixed && round == MAX_ROUNDS)
			fuzz_fault("fixing finds no end", now.data);
		ht_buf_free(&now);
		now = next;
	}
	ht_buf_free(&now);
	return 0;
}
