/* DOCX, ODT and XLSX by the XML of their parts, which a fresh package holds: mutating a package would break its
 * checksums and never come to a reader. */
#include "fuzz.h"

#include <stdlib.h>

#include "importing.h"

/* Parts in the order in which the input has them. The first says what the package is. */
static const char *const names[] = {FUZZ_PARTS};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_buf package = {0};
	fuzz_pack(data, size, names, sizeof names / sizeof *names, &package);
	char *exact = fuzz_copy((const uint8_t *)package.data, package.len);
	fuzz_import(exact, package.len, FUZZ_NAME, HT_IMPORT_AUTO);
	free(exact);
	ht_buf_free(&package);
	return 0;
}
