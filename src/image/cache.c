/* Pictures kept from one document to the next.
 *
 * The records of a batch share a few seals, and drawing one from SVG takes ten
 * times as long as the rest of a document. A picture is identified by the content
 * of its file and the resolution at which it was drawn, never by its name: a file
 * that changes between two records is another picture. A picture with a warning
 * is never found again, so that the warning is repeated.
 *
 * Pictures stay valid until the next document begins; only then are the least
 * recently used ones dropped. */
#include <stdlib.h>
#include <string.h>

#include "image_priv.h"

/* Data made from a picture, by kind. */
typedef struct kept {
	struct kept *next;
	const char *kind;
	const void *data;
	size_t len;
} kept;

struct ht_image_entry {
	ht_image image;
	double dpi;
	ht_arena *arena; /* of the picture and its kept data */
	kept *kept;
	bool once;          /* only for this document */
	unsigned long used; /* number of the document that used it last */
};

struct ht_image_cache {
	struct ht_image_entry **v;
	size_t n, cap;
	size_t max_bytes;
	unsigned long document;
	ht_image_fonts fonts;
};

ht_image_cache *ht_image_cache_new(size_t max_bytes, ht_image_fonts fonts)
{
	ht_image_cache *cache = calloc(1, sizeof *cache);
	if (!cache)
		return NULL;
	cache->max_bytes = max_bytes;
	cache->fonts = fonts;
	return cache;
}

void ht_image_cache_free(ht_image_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->n; i++)
		ht_arena_free(cache->v[i]->arena);
	free(cache->v);
	free(cache);
}

ht_image_fonts image_cache_fonts(const ht_image_cache *cache)
{
	return cache->fonts;
}

static size_t bytes_of(const ht_image_cache *cache)
{
	size_t bytes = 0;
	for (size_t i = 0; i < cache->n; i++)
		bytes += ht_arena_used(cache->v[i]->arena);
	return bytes;
}

static void drop(ht_image_cache *cache, size_t i)
{
	ht_arena_free(cache->v[i]->arena);
	cache->v[i] = cache->v[--cache->n];
}

static void drop_oldest(ht_image_cache *cache)
{
	size_t oldest = 0;
	for (size_t i = 1; i < cache->n; i++)
		if (cache->v[i]->used < cache->v[oldest]->used)
			oldest = i;
	drop(cache, oldest);
}

void ht_image_cache_restart(ht_image_cache *cache)
{
	cache->document++;
	for (size_t i = cache->n; i-- > 0;)
		if (cache->v[i]->once)
			drop(cache, i);
	while (cache->n && bytes_of(cache) > cache->max_bytes)
		drop_oldest(cache);
}

ht_image *image_cache_find(ht_image_cache *cache, const uint64_t hash[4], double dpi)
{
	for (size_t i = 0; i < cache->n; i++) {
		struct ht_image_entry *e = cache->v[i];
		if (!e->once && e->dpi == dpi && memcmp(e->image.hash, hash, sizeof e->image.hash) == 0) {
			e->used = cache->document;
			return &e->image;
		}
	}
	return NULL;
}

ht_image *image_cache_add(ht_image_cache *cache, const ht_image *image, double dpi, bool once, ht_arena *arena)
{
	struct ht_image_entry *e = ht_arena_alloc(arena, sizeof *e);
	if (!e)
		return NULL;
	struct ht_image_entry **slot = HT_HEAP_PUSH(cache->v, cache->n, cache->cap);
	if (!slot)
		return NULL;
	*e =
	    (struct ht_image_entry){.image = *image, .dpi = dpi, .arena = arena, .once = once, .used = cache->document};
	e->image.entry = e;
	*slot = e;
	return &e->image;
}

const void *ht_image_kept(const ht_image *image, const char *kind, size_t *len)
{
	for (const kept *k = image->entry ? image->entry->kept : NULL; k; k = k->next)
		if (strcmp(k->kind, kind) == 0) {
			*len = k->len;
			return k->data;
		}
	return NULL;
}

void ht_image_keep(const ht_image *image, const char *kind, const void *data, size_t len)
{
	struct ht_image_entry *e = image->entry;
	if (!e)
		return;
	kept *k = ht_arena_alloc(e->arena, sizeof *k);
	void *copy = ht_arena_alloc(e->arena, len);
	char *name = ht_arena_strdup(e->arena, kind);
	if (!k || !copy || !name)
		return;
	memcpy(copy, data, len);
	*k = (kept){e->kept, name, copy, len};
	e->kept = k;
}
