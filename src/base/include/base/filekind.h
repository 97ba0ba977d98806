/* Files that are not text, by their first bytes. */
#ifndef HT_BASE_FILEKIND_H
#define HT_BASE_FILEKIND_H

#include <stddef.h>

#include "base/diag.h"

/* The message that says what the file is and what its user can do: HT_D_IN_OFFICE for
 * packages (DOCX, ODT, XLSX), HT_D_IN_PDF and so on. NULL: no such kind; it may be
 * text. */
ht_code ht_file_kind(const char *data, size_t len);

#endif
