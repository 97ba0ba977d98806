/* A style sheet: read, explained, and documents made with it. */
#include "fuzz.h"

#include <stdlib.h>

#include "config.h"

/* Records that between them have most elements. */
static const char *const samples[] = {"samples/01-notice.yaml"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const dirs[] = {HT_SOURCE_DIR "/styles", NULL};
	static char *record;
	static size_t len;
	if (!record)
		record = fuzz_source(samples[0], &len);
	const char *sheet = fuzz_file("sheet.yaml", data, size);
	const ht_style_dirs where = {.dirs = dirs};
	ht_diags *diags = ht_diags_new();
	ht_style *style = NULL;
	ht_status status = ht_style_load(sheet, size & 1, &where, diags, &style);
	if (status == HT_ERR_INPUT && !ht_diags_has_errors(diags))
		fuzz_fault("a style sheet is refused without an error", NULL);
	ht_buf explained = {0};
	if (status == HT_OK)
		ht_style_explain(sheet, &where, size & 2, diags, &explained);
	ht_buf_free(&explained);
	ht_style_free(style);
	fuzz_say(diags);
	if (status != HT_OK)
		return 0;
	ht_outputs outputs = {0};
	ht_exporter *exporter = fuzz_exporter("pdf odt ofd", &sheet, NULL);
	fuzz_export(exporter, record, len, FUZZ_SAMPLES "/record.yaml", HT_FORMAT_YAML, &outputs);
	ht_outputs_free(&outputs);
	fuzz_exporter_free(exporter);
	return 0;
}
