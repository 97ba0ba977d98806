/* Packages: parts of a document as one ZIP file in memory, the same bytes for the
 * same parts, whatever the clock. */
#ifndef HT_OFFICE_PACKAGE_H
#define HT_OFFICE_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"

/* What documents share: a part that an earlier document had need not be packed again. */
typedef struct ht_package_cache ht_package_cache;

/* An empty one, NULL when out of memory; free with ht_package_cache_free(). It
 * holds less than 3 MB. */
ht_package_cache *ht_package_cache_new(void);
void ht_package_cache_free(ht_package_cache *cache);

/* Stored: already compressed. Common: other documents will have the same part. Ready: the caller has deflated it. */
typedef enum ht_packing { HT_PACK_DEFLATED, HT_PACK_COMMON, HT_PACK_STORED, HT_PACK_READY } ht_packing;

/* A file in the package. */
typedef struct ht_part {
	const char *name, *type; /* type: its media type, for the list of parts; NULL: not listed */
	const void *data;
	size_t len;
	ht_packing packing;
	/* READY: data is the deflated form (RFC 1951) of whole bytes with this checksum */
	size_t whole;
	uint32_t crc;
} ht_part;

/* Parts in the order in which they are written. A failure sticks. */
typedef struct ht_package {
	ht_arena *arena; /* borrowed; names, types and data outlive the package */
	ht_diags *diags;
	ht_part *v;
	size_t n, cap;
	ht_status status;
} ht_package;

/* Add a part. name NULL: the caller was out of memory. */
void ht_package_add(ht_package *p, const char *name, const char *type, const void *data, size_t len,
                    ht_packing packing);

/* Add a part that the caller has deflated from whole bytes, whose CRC-32 is crc. */
void ht_package_add_ready(ht_package *p, const char *name, const void *deflated, size_t len, size_t whole,
                          uint32_t crc);

/* Pack all parts and append the archive to out, which is untouched unless HT_OK.
 * cache        in/out  of this and other documents; NULL: one of its own
 * compression  in      0–9
 * Returns HT_OK; HT_ERR_NOMEM; HT_ERR_LIB (libzip is missing or fails, which is
 * in the diagnostics). */
ht_status ht_package_write(ht_package *p, ht_package_cache *cache, int compression, ht_buf *out);

#endif
