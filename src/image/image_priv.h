/* Shared by the readers of this room. */
#ifndef HT_IMAGE_PRIV_H
#define HT_IMAGE_PRIV_H

#include "image/image.h"

/* A file being read, and where to report. */
typedef struct image_source {
	const uint8_t *data; /* followed by a NUL byte */
	size_t len;
	const char *path; /* as found */
	double dpi;       /* for SVG */
	ht_loc loc;
	ht_diags *diags;
	ht_arena *arena;
	bool *warned;         /* set to true with each warning */
	ht_image_fonts fonts; /* of SVG; without places: none */
} image_source;

/* A reader sets size, pixels (or JPEG) and alpha of image, which is zeroed except
 * for path and hash, and undefined after a failure. */
typedef ht_status image_reader(const image_source *source, ht_image *image);

image_reader image_read_png, image_read_jpeg, image_read_svg;

/* The reader for these bytes; NULL: unknown, with *what a description of what they
 * seem to be, translated. */
image_reader *image_sniff(const uint8_t *data, size_t len, const char **what);

/* HT_OK, or HT_ERR_INPUT with HT_D_IMAGE_TOO_LARGE. */
ht_status image_check_size(const image_source *source, double width, double height);

/* Raise HT_D_IMAGE_DAMAGED: HT_ERR_INPUT. */
ht_status image_damaged(const image_source *source, const char *why);

/* The orientation in an Exif block (the payload of APP1, beginning with
 * "Exif\0\0"): 1 (upright) … 8; 1 if there is none. */
int image_exif_orientation(const uint8_t *data, size_t len);

/* Turn a picture of width x height, as stored in from, upright into to, by an
 * Exif orientation of 2–8; from 5 on, width and height are swapped. */
void image_turn(const uint8_t *from, int width, int height, int orientation, uint8_t *to);

ht_image_fonts image_cache_fonts(const ht_image_cache *cache);

/* A cached picture; NULL: not cached. */
ht_image *image_cache_find(ht_image_cache *cache, const uint64_t hash[4], double dpi);
/* Add a picture that is wholly in arena to the cache, which then owns the arena.
 * once: image_cache_find() never returns it. Returns the cached picture; NULL: out
 * of memory, the arena is still the caller's. */
ht_image *image_cache_add(ht_image_cache *cache, const ht_image *image, double dpi, bool once, ht_arena *arena);

/* Warn of text, and of links to other files, in an SVG. */
void image_svg_scan(const image_source *source);

#endif
