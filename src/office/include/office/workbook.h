/* A workbook with one sheet of texts, as XLSX (ISO/IEC 29500-1, SpreadsheetML): for lists that people go on with in
 * Excel or WPS. */
#ifndef HT_OFFICE_WORKBOOK_H
#define HT_OFFICE_WORKBOOK_H

#include "base/diag.h"
#include "base/status.h"

/* The rows so far. A failure sticks; NULL: out of memory, which ht_workbook_write() says. */
typedef struct ht_workbook ht_workbook;

/* An empty one, to be freed with ht_workbook_free(). */
ht_workbook *ht_workbook_new(void);
void ht_workbook_free(ht_workbook *book);

/* Add a row of at most 26 texts, NULL or "": empty. The first row is the head: bold, and it stays in view. */
void ht_workbook_row(ht_workbook *book, const char *const *cells, size_t n);

/* Append the file to out, which is untouched unless HT_OK.
 * title  in  the sheet's name, at most 31 characters without any of \ / ? * [ ] :
 * Returns HT_OK; HT_ERR_NOMEM; HT_ERR_LIB (libzip is missing or fails, which is in the diagnostics). */
ht_status ht_workbook_write(ht_workbook *book, const char *title, ht_diags *diags, ht_buf *out);

#endif
