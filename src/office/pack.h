/* Shared by the files of the room office. */
#ifndef HT_OFFICE_PACK_H
#define HT_OFFICE_PACK_H

#include "office/package.h"

/* A part's deflated bytes, and the checksum of its original bytes. */
typedef struct ht_packed {
	const char *data;
	size_t len;
	uint32_t crc;
} ht_packed;

/* Deflate at this level from here on; parts kept at another level are dropped.
 * False when out of memory. */
bool ht_package_cache_level(ht_package_cache *cache, int level);
/* ret: borrowed from cache or arena; until the document is done. */
ht_status ht_package_cache_deflate(ht_package_cache *cache, ht_arena *arena, const ht_part *part, ht_packed *ret);

#endif
