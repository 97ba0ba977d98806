/* Files that a record names: pictures, seals, texts of attachments. A record may come from anybody, so what it names is
 * opened beneath its own folder and beneath the folders that the user gives, and nowhere else, whatever `..`, absolute
 * names and symbolic links say. */
#ifndef HT_BASE_NAMED_H
#define HT_BASE_NAMED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/loc.h"
#include "base/status.h"

/* Files that the caller has itself, by the names that records use: they come before those of any folder. */
typedef struct ht_given {
	/* The bytes of the file, which are copied before it is called again. False: there is none of this name. */
	bool (*find)(void *user, const char *name, const void **data, size_t *len);
	void *user;
} ht_given;

/* Where such files may be. */
typedef struct ht_named {
	const char *record;      /* the record's file: what is in its folder; NULL, "-": in the working folder */
	const char *const *dirs; /* further folders, NULL-terminated, or NULL */
	const ht_given *given;   /* or NULL */
} ht_named;

typedef struct ht_named_file {
	int fd;           /* a regular file, open for reading; the caller closes it. -1: there is none */
	const char *path; /* by which it was found, in the arena */
	const char *why;  /* without a file: why it cannot be opened, translated */
} ht_named_file;

/* Open the file that is called `name` at loc. A name is looked for among the given files first: in a given text of an
 * attachment (folder/1.md) as one beside it (folder/name), then as it is. Else a relative name is looked for in the
 * folder of loc.file, then in each folder of `where`.
 * ret  out  set with HT_OK and HT_ERR_IO
 * Returns HT_OK; HT_ERR_IO: there is no such file where it may be, and ret->why is for the caller's message;
 * HT_ERR_INPUT with HT_D_NAMED_OUTSIDE or HT_D_NAMED_LINK: it may not be read, and nobody learns whether it exists;
 * HT_ERR_NOMEM. */
ht_status ht_named_open(const ht_named *where, const char *name, ht_loc loc, ht_arena *arena, ht_diags *diags,
                        ht_named_file *ret);

#endif
