/* What the targets of import share. */
#ifndef HT_FUZZ_IMPORT_H
#define HT_FUZZ_IMPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "import/import.h"

/* Import a file; what is written must be a record that can be read, in each syntax. */
void fuzz_import(const char *data, size_t len, const char *name, ht_import_kind kind);

/* The parts of a package in the input, one after another with FUZZ_NEXT between them, as one ZIP file. */
#define FUZZ_NEXT '\1'
void fuzz_pack(const uint8_t *data, size_t size, const char *const *names, size_t n, ht_buf *out);

#endif
