/* What the fuzz targets share. A target gives bytes to one reader and says, by fuzz_fault(), what must never be;
 * crashes and undefined behaviour are seen by the sanitizers that it is built with. */
#ifndef HT_FUZZ_H
#define HT_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "export/export.h"
#include "record/record.h"
#include "style/catalogue.h"

/* libFuzzer's entries: see its documentation. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size, uint8_t *out,
                                 size_t max_size, unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* Say what is wrong, and end the process, so that libFuzzer keeps the input. detail: or NULL. */
_Noreturn void fuzz_fault(const char *what, const char *detail);

/* A copy of the input on the heap, of its very size, so that reading one byte further is seen. Free with free(). */
char *fuzz_copy(const uint8_t *data, size_t size);

/* Format all messages and free them: their texts are made of the input, too. */
void fuzz_say(ht_diags *diags);

/* The messages in one text, for fuzz_fault(): on the heap. */
char *fuzz_messages(ht_diags *diags);

/* The folder of this process, in memory; it is removed at its end. */
const char *fuzz_folder(void);

/* Write the input into a file of that folder; its path is valid for ever. */
const char *fuzz_file(const char *name, const uint8_t *data, size_t size);

/* A file of the project's sources, as "samples/…", whole and with a NUL after it; on the heap. */
char *fuzz_source(const char *name, size_t *len);

/* The forms of the program's own sheets. */
const ht_catalogue *fuzz_catalogue(void);

/* An exporter of these targets ("pdf odt ofd").
 * style, font_dirs  in  a sheet's file, and NULL-terminated folders; or NULL. They live as long as it
 * Free with fuzz_exporter_free(). */
ht_exporter *fuzz_exporter(const char *targets, const char *const *style, const char *const *font_dirs);
void fuzz_exporter_free(ht_exporter *exporter);

/* Export a record; true: documents were made, the outputs are to be freed by ht_outputs_free(). */
bool fuzz_export(ht_exporter *exporter, const char *data, size_t len, const char *name, ht_format format,
                 ht_outputs *ret);

/* Is the same made again? If not, a fault. */
void fuzz_same(const ht_outputs *a, const ht_outputs *b);

#endif
