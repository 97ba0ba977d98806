/* Whole-file input with a cap on its size. */
#ifndef HT_BASE_INFILE_H
#define HT_BASE_INFILE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"

/* Read all of path ("-": standard input) into *buf, NUL-terminated.
 * max_bytes  in  a larger file is HT_D_IN_TOO_LARGE
 * Errors: HT_D_IN_OPEN, HT_D_IN_READ, HT_D_IN_IS_DIR, HT_D_IN_TOO_LARGE with
 * HT_ERR_IO; HT_ERR_NOMEM. *buf is untouched on failure. What was read is noted
 * with diags: ht_diags_reads(). */
ht_status ht_infile_read(const char *path, size_t max_bytes, ht_diags *diags, ht_buf *buf);

/* The same for a descriptor that is open, and stays so; path is its name in messages. */
ht_status ht_infile_read_open(int fd, const char *path, size_t max_bytes, ht_diags *diags, ht_buf *buf);

#endif
