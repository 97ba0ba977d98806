/* What the readers of this room share. */
#ifndef HT_IMAGE_PRIV_H
#define HT_IMAGE_PRIV_H

#include "image/image.h"

/* One file being read, and whom to tell about it. */
typedef struct image_source {
	const uint8_t *data; /* NUL behind the last byte */
	size_t len;
	const char *path; /* as found */
	double dpi;       /* for SVG */
	ht_loc loc;
	ht_diags *diags;
	ht_arena *arena;
	bool *warned; /* set with each warning */
} image_source;

/* A reader fills size, pixels (or JPEG), alpha; image is zeroed but for path
 * and hash, and of no use unless HT_OK. */
typedef ht_status image_reader(const image_source *source, ht_image *image);

image_reader image_read_png, image_read_jpeg, image_read_svg;

/* The reader for what the bytes are, or NULL with *what = what they seem to
 * be, in the user's language. */
image_reader *image_sniff(const uint8_t *data, size_t len, const char **what);

/* HT_OK, or HT_ERR_INPUT with HT_D_IMAGE_TOO_LARGE. */
ht_status image_check_size(const image_source *source, double width, double height);

/* Raise HT_D_IMAGE_DAMAGED: HT_ERR_INPUT. */
ht_status image_damaged(const image_source *source, const char *why);

/* How an Exif block (the payload of APP1, "Exif\0\0" first) says that the
 * camera was held: 1 upright … 8; 1 when it does not say. */
int image_exif_orientation(const uint8_t *data, size_t len);

/* The picture from, width x height as stored, turned upright by an Exif
 * orientation of 2–8 into to; sides change places from 5 on. */
void image_turn(const uint8_t *from, int width, int height, int orientation, uint8_t *to);

/* A cached picture; NULL: not there. */
ht_image *image_cache_find(ht_image_cache *cache, const uint64_t hash[4], double dpi);
/* Put a picture, all of it in arena, into the cache, which owns the arena from
 * then on; once: not to be found. The cached one, or NULL when out of memory. */
ht_image *image_cache_add(ht_image_cache *cache, const ht_image *image, double dpi, bool once, ht_arena *arena);

/* Warn of text and of links to other files in an SVG. */
void image_svg_scan(const image_source *source);

#endif
