/* Pictures: PNG, JPEG and SVG files decoded and measured. The only room that
 * knows libpng, libjpeg and librsvg. */
#ifndef HT_IMAGE_IMAGE_H
#define HT_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/loc.h"
#include "base/status.h"

typedef struct ht_image {
	const char *path;  /* as found, for messages */
	int width, height; /* pixels, upright */
	/* True size from the file (PNG pHYs, JFIF density, SVG width and height in
	 * real units: mm, cm, in, pt, pc); 0: the file does not say. Both or none. */
	double width_mm, height_mm;
	bool alpha;          /* has transparent pixels */
	int components;      /* of jpeg: 1 or 3; 0 without jpeg */
	const uint8_t *rgba; /* width * height * 4, straight alpha, top row first; NULL for JPEG kept as it is */
	const uint8_t *jpeg; /* the whole JPEG file (baseline or progressive, grey or YCbCr/RGB), or NULL */
	size_t jpeg_len;
	uint64_t hash[4];             /* SHA-256 of the file's bytes: the same picture twice is embedded once */
	struct ht_image_entry *entry; /* of the cache that holds it; NULL: none does */
} ht_image;

/* Pictures kept from one document to the next, by the bytes of their files. */
typedef struct ht_image_cache ht_image_cache;

/* An empty cache; NULL when out of memory. Between documents it holds at most
 * max_bytes. Free with ht_image_cache_free(), when no picture of it is in use. */
ht_image_cache *ht_image_cache_new(size_t max_bytes);
void ht_image_cache_free(ht_image_cache *cache);

/* Another document begins: no picture loaded before is in use any more. */
void ht_image_cache_restart(ht_image_cache *cache);

/* Something made of a picture that is worth having for the next document too:
 * kind names it and all that it depends on beside the picture. keep copies
 * len bytes; nothing happens to a picture that is in no cache. kept is NULL
 * where nothing of this kind is; what it gives lives as long as the picture. */
void ht_image_keep(const ht_image *image, const char *kind, const void *data, size_t len);
const void *ht_image_kept(const ht_image *image, const char *kind, size_t *len);

/* Pixels at most: 40 million (A4 at 600 dpi is 35). */
#define HT_IMAGE_MAX_PIXELS 40000000

/* Bytes of a file at most. */
#define HT_IMAGE_MAX_BYTES (128u << 20)

/* Load a picture: what it is, its bytes say and not its name.
 * cache   in/out  looked into first, and holds what is read, unless there was
 *                 something to warn of; or NULL
 * arena   in/out  holds all else
 * name    in      as the record says it: absolute, or relative to the folder of
 *                 loc.file (of the working folder when that is NULL or "-")
 * dpi     in      1–2400: SVG is drawn at so many dots per inch (seals: 600)
 * loc     in      where it is named, for diagnostics
 * ret     out     untouched unless HT_OK
 * Errors: HT_ERR_INPUT with HT_D_IMAGE_OPEN, _FORMAT, _DAMAGED, _TOO_LARGE,
 * _SVG, _SVG_SIZE, _SVG_LIB; HT_ERR_NOMEM; HT_ERR_ARG (dpi). Warnings:
 * HT_D_IMAGE_SVG_TEXT, _SVG_LINK.
 *
 * Interlaced, palette, 16-bit and grey PNG become 8-bit RGBA; an embedded
 * gamma or profile is ignored. JPEG is kept as it is unless PDF readers could
 * show it otherwise than here: CMYK, arithmetic coding, unmarked RGB, and what
 * a camera left lying on its side (Exif) are decoded, the last also turned.
 * SVG reads no other file and nothing from the network; what does not say its
 * size in real units is drawn at 96 pixels an inch, and smaller where that
 * makes over 4 million pixels. It is drawn in a process of its own, for at
 * most 10 seconds: a fork, so no other thread may hold a lock for good. */
ht_status ht_image_load(ht_image_cache *cache, ht_arena *arena, const char *name, double dpi, ht_loc loc,
                        ht_diags *diags, ht_image **ret);

/* The pixels (rgba, not NULL) as a PNG file, in the arena or kept with the
 * picture.
 * data, len  out  untouched unless HT_OK
 * Errors: HT_ERR_LIB (libpng), HT_ERR_NOMEM. */
ht_status ht_image_png(ht_arena *arena, const ht_image *image, const void **data, size_t *len);

/* The pixels of a picture kept as JPEG, decoded like rgba; release with free().
 * NULL when out of memory. */
uint8_t *ht_image_pixels(const ht_image *image);

/* For seals (GB/T 9704-2012 7.3.5): the ink's box — pixels whose alpha is over
 * 1/8 and, in pictures without alpha, that are not near white (a channel under
 * 90 %) — in pixels: x0, y0, x1, y1 (x1, y1 behind the last); false when blank.
 * JPEG: decoded for it; false, too, when out of memory. */
bool ht_image_ink(const ht_image *image, int box[4]);

/* Share of the ink's pixels, 0–1000, that are red (hue within 20 degrees of
 * red, saturation over 0.4); 0 when blank. JPEG: decoded for it; -1 when out
 * of memory. */
int ht_image_redness(const ht_image *image);

#endif
