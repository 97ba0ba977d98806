/* Files beneath the served folder. Functions return 0 or errno, unless said otherwise. */
#ifndef SV_STORE_H
#define SV_STORE_H

#include <dirent.h>
#include <sys/stat.h>

#include "sv.h"

/* The server's own files in the folder: versions, drafts. */
#define STORE_FOLDER ".hongtou/serve"

/* A descriptor, or -1 with errno. path: sv_path_is_beneath() but for the server's own; no link is followed. */
int store_open(int folder, const char *path, int flags);
/* Append a whole regular file: ELOOP if it is none, EFBIG if it has more than most bytes. */
int store_read(int folder, const char *path, size_t most, ht_buf *out, struct stat *st);
/* Put a file in place, on the disk, whole or not at all; folders that it needs are made. secret: not where others can
 * read it in spite of its mode (EPERM). */
int store_write(int folder, const char *path, const void *data, size_t len, mode_t mode, bool secret);
int store_remove(int folder, const char *path);
/* The names in a folder, "": of the served one. NULL with errno; to be closed. */
DIR *store_list(int folder, const char *path);
/* Wait until no other server of the folder writes. The descriptor is to be closed; -1 with errno. */
int store_lock(int folder);
/* Remove what killed writers left. */
void store_clean(int folder);

#endif
