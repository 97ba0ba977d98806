/* Output that appears whole or not at all: a file without a name, or where the
 * file system has none such, a temporary file in the target's folder, is written,
 * flushed to disk, then put in the target's place. A device or a named
 * pipe is never replaced: what is written is kept until the end, as for standard
 * output, then written to it. */
#ifndef HT_BASE_OUTFILE_H
#define HT_BASE_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/status.h"

typedef struct ht_outfile ht_outfile;

/* Begin writing path ("-": standard output, buffered until commit).
 * diags  in/out  HT_D_OUT_* on failure
 * ret    out     end with ht_outfile_commit() or ht_outfile_abort()
 * Returns HT_OK, HT_ERR_IO, HT_ERR_NOMEM. */
ht_status ht_outfile_open(const char *path, ht_diags *diags, ht_outfile **ret);

/* Append bytes. A failure is remembered and reported by commit as well. */
ht_status ht_outfile_write(ht_outfile *out, const void *data, size_t len);

/* Only its owner may read the file, whatever the umask and the mode of one that it replaces. A device or a named pipe
 * is as it is. Failure as with ht_outfile_write(). */
void ht_outfile_make_secret(ht_outfile *out);

/* The file gets the mode of another that exists, and its owner and group as far as the system lets us: nobody may read
 * it who may not read that one. Failure as with ht_outfile_write(). */
void ht_outfile_make_like(ht_outfile *out, const char *path);

/* Flush to disk and rename over the target; releases out in every case. On
 * failure a target file is as it was before, and a diagnostic says why. */
ht_status ht_outfile_commit(ht_outfile *out);

/* Throw the temporary file away; NULL is allowed. */
void ht_outfile_abort(ht_outfile *out);

/* Bytes as a whole file: open, write, commit. */
ht_status ht_outfile_put(const char *path, const void *data, size_t len, ht_diags *diags);
/* The same; secret: a file that only its owner may read. */
ht_status ht_outfile_put_as(const char *path, const void *data, size_t len, bool secret, ht_diags *diags);

/* The same for a file whose bytes the caller has kept elsewhere: one that has other names, or another owner or group,
 * is written in place, so that it keeps them. Such a file is damaged if the machine stops meanwhile. */
ht_status ht_outfile_put_over(const char *path, const void *data, size_t len, ht_diags *diags);

/* What changing a mode fails with where files have none, or none that we may change: of shares, and of other systems.
 * It is no failure. */
bool ht_outfile_keeps_no_modes(int error);

/* write() all of it. 0 or errno. */
int ht_outfile_write_all(int fd, const void *data, size_t len);

/* Replace path by the file temp, which is on the same file system and flushed
 * to disk: wholly or not at all. If path is a symbolic link, its target is
 * replaced; the mode of an existing file is kept, but secret: that of temp. The folder is not synced.
 * Returns 0 or errno. */
int ht_outfile_replace(const char *temp, const char *path, bool secret);

#endif
