/* PDF by the words with their boxes that pdftotext tells: the program is not run, the input is what it would write. */
#include "fuzz.h"

#include <string.h>

#include "base/program.h"
#include "importing.h"

static const uint8_t *words;
static size_t n_words;

/* The linker has import call this one. */
ht_program_end __wrap_ht_program_run(const ht_program *program, ht_buf *output);
ht_program_end __wrap_ht_program_run(const ht_program *program, ht_buf *output)
{
	(void)program;
	return ht_buf_add(output, words, n_words) ? HT_PROGRAM_DONE : HT_PROGRAM_NO_MEMORY;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char pdf[] = "%PDF-1.7\n/Font /Subtype/Image\n%%EOF\n";
	words = data;
	n_words = size;
	fuzz_import(pdf, sizeof pdf - 1, "text.pdf", HT_IMPORT_AUTO);
	return 0;
}
