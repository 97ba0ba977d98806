/* The file that a command writes anew is kept beside it. */
#ifndef HT_CLI_KEEP_H
#define HT_CLI_KEEP_H

#include <glib.h>

#include "base/diag.h"
#include "base/status.h"

/* FILE.orig, or if that exists FILE.orig.2 …, so that no original is lost. NULL: there are too many. To be freed with
 * g_free(). */
gchar *keep_name(const char *file);

/* Write the len bytes that file had to kept, the name by keep_name(); nobody may read it who may not read the file.
 * Failures, also that kept is NULL, are reported in diags. */
ht_status keep_original(const char *file, const char *kept, const char *data, size_t len, ht_diags *diags);

#endif
