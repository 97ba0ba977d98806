/* A record in one of three syntaxes, through to PDF, ODT and OFD. */
#include "fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static ht_exporter *exporter;
	if (!exporter)
		exporter = fuzz_exporter("pdf odt ofd", NULL, NULL);
	char *record = fuzz_copy(data, size);
	ht_outputs first = {0}, second = {0};
	/* relative to the sources, so that their seals and pictures are found */
	if (fuzz_export(exporter, record, size, FUZZ_SAMPLES "/record", FUZZ_FORMAT, &first) && size % 4 == 0) {
		fuzz_export(exporter, record, size, FUZZ_SAMPLES "/record", FUZZ_FORMAT, &second);
		fuzz_same(&first, &second);
		ht_outputs_free(&second);
	}
	ht_outputs_free(&first);
	free(record);
	return 0;
}
