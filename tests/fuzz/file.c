/* Texts, and files of other programs, as `hongtou import` reads them: what is written is a record that can be read, in
 * each syntax. */
#include "fuzz.h"

#include <stdlib.h>

#include "importing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_copy(data, size);
	fuzz_import(text, size, FUZZ_NAME, FUZZ_KIND);
	free(text);
	return 0;
}
