/* What packages have in common. The styles of a sheet and the settings are byte for byte the same in most documents of
 * a run, so they are packed once. A part is found by its bytes, so its packed form is the same with and without the
 * cache. */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "pack.h"

/* Parts kept: enough for a few forms, two parts each. The oldest is dropped first, but never for another part of the
 * same document. */
#define KEPT 16
/* Larger parts rarely recur. */
#define LARGEST ((size_t)64 << 10)

typedef struct kept {
	char *data; /* len bytes, and after them those of packed; NULL: free */
	size_t len;
	ht_packed packed;
} kept;

struct ht_package_cache {
	struct libdeflate_compressor *compressor; /* NULL: not created yet */
	int level;                                /* its */
	kept v[KEPT];
	size_t next;
};

ht_package_cache *ht_package_cache_new(void)
{
	return calloc(1, sizeof(ht_package_cache));
}

static void forget(ht_package_cache *cache)
{
	for (size_t i = 0; i < KEPT; i++)
		free(cache->v[i].data);
	memset(cache->v, 0, sizeof cache->v);
}

void ht_package_cache_free(ht_package_cache *cache)
{
	if (!cache)
		return;
	forget(cache);
	libdeflate_free_compressor(cache->compressor);
	free(cache);
}

bool ht_package_cache_level(ht_package_cache *cache, int level)
{
	if (cache->compressor && cache->level == level)
		return true;
	forget(cache);
	libdeflate_free_compressor(cache->compressor);
	cache->compressor = libdeflate_alloc_compressor(level);
	cache->level = level;
	return cache->compressor != NULL;
}

static const kept *find(const ht_package_cache *cache, const ht_part *part)
{
	for (size_t i = 0; i < KEPT; i++) {
		const kept *k = &cache->v[i];
		if (k->data && k->len == part->len && memcmp(k->data, part->data, part->len) == 0)
			return k;
	}
	return NULL;
}

/* Without memory for it, it is not kept; that is not an error. */
static void keep(ht_package_cache *cache, const ht_part *part, const ht_packed *packed)
{
	char *data = part->len <= LARGEST ? malloc(part->len + packed->len) : NULL;
	if (!data)
		return;
	memcpy(data, part->data, part->len);
	memcpy(data + part->len, packed->data, packed->len);
	kept *k = &cache->v[cache->next];
	cache->next = (cache->next + 1) % KEPT;
	free(k->data);
	*k = (kept){data, part->len, {data + part->len, packed->len, packed->crc}};
}

ht_status ht_package_cache_deflate(ht_package_cache *cache, ht_arena *arena, const ht_part *part, ht_packed *ret)
{
	const kept *found = part->packing == HT_PACK_COMMON ? find(cache, part) : NULL;
	if (found) {
		*ret = found->packed;
		return HT_OK;
	}
	size_t room = libdeflate_deflate_compress_bound(cache->compressor, part->len);
	char *data = ht_arena_alloc(arena, room);
	size_t len = data ? libdeflate_deflate_compress(cache->compressor, part->data, part->len, data, room) : 0;
	if (!len)
		return HT_ERR_NOMEM;
	*ret = (ht_packed){data, len, libdeflate_crc32(0, part->data, part->len)};
	if (part->packing == HT_PACK_COMMON)
		keep(cache, part, ret);
	return HT_OK;
}
