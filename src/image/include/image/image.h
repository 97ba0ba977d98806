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
#include "base/named.h"
#include "base/status.h"

typedef struct ht_image {
	const char *path;  /* as found, for messages */
	int width, height; /* pixels, upright */
	/* Physical size from the file (PNG pHYs, JFIF density, SVG width and height in
	 * mm, cm, in, pt, pc); both 0 if the file has none. */
	double width_mm, height_mm;
	bool alpha;          /* has transparent pixels */
	int components;      /* of jpeg: 1 or 3; 0 without jpeg */
	const uint8_t *rgba; /* width * height * 4, straight alpha, top row first; NULL if jpeg is kept */
	const uint8_t *jpeg; /* the JPEG file (baseline or progressive, grey or YCbCr/RGB), or NULL */
	size_t jpeg_len;
	const uint8_t *png; /* the PNG file that rgba is from, or NULL. Neither holds what does not draw: texts, Exif */
	size_t png_len;
	uint64_t hash[4];             /* SHA-256 of the file: the same picture is embedded once */
	struct ht_image_entry *entry; /* in the cache; NULL: not cached */
} ht_image;

/* Pictures kept from one document to the next, by the content of their files. */
typedef struct ht_image_cache ht_image_cache;

/* Where the text of SVG may have its fonts from, besides the folders of the system and of $HOME. */
typedef struct ht_image_fonts {
	/* Folders and files, a list that ends with NULL, in arena; NULL: out of memory. Called in the process that
	 * draws. */
	const char *const *(*places)(const void *user, ht_arena *arena);
	const void *user;
} ht_image_fonts;

/* An empty cache; NULL: out of memory. Between documents it keeps at most
 * max_bytes. fonts.user is borrowed. Free with ht_image_cache_free() when none of its pictures is in use. */
ht_image_cache *ht_image_cache_new(size_t max_bytes, ht_image_fonts fonts);
void ht_image_cache_free(ht_image_cache *cache);

/* Begin another document: pictures loaded before are no longer in use. */
void ht_image_cache_restart(ht_image_cache *cache);

/* Keep a copy of data made from a picture for later documents. kind names the
 * data and everything it depends on besides the picture. Does nothing if the
 * picture is not cached or memory runs out. */
void ht_image_keep(const ht_image *image, const char *kind, const void *data, size_t len);

/* Data of this kind and its length; borrowed, valid as long as the picture. NULL:
 * none is kept; len is then untouched. */
const void *ht_image_kept(const ht_image *image, const char *kind, size_t *len);

/* Most pixels of a picture: 40 million (A4 at 600 dpi has 35). */
#define HT_IMAGE_MAX_PIXELS 40000000

/* Most bytes of a file. */
#define HT_IMAGE_MAX_BYTES (128u << 20)

/* Load a picture. Its format is detected from its content, not its name.
 * cache   in/out  searched first; keeps the picture, unless there was a warning;
 *                 or NULL
 * where   in      where it may be
 * arena   in/out  holds everything that is not cached
 * name    in      as in the record (ht_named_open())
 * dpi     in      1–2400: resolution at which SVG is drawn (seals: 600)
 * loc     in      where the picture is named, for diagnostics
 * ret     out     untouched unless HT_OK
 * Errors: HT_ERR_INPUT with HT_D_NAMED_*, HT_D_IMAGE_OPEN, _FORMAT, _DAMAGED, _TOO_LARGE,
 * _SVG, _SVG_SIZE, _SVG_LIB; HT_ERR_NOMEM; HT_ERR_ARG (dpi). Warnings:
 * HT_D_IMAGE_SVG_TEXT, _SVG_LINK.
 *
 * Interlaced, palette, 16-bit and grey PNG become 8-bit RGBA; an embedded gamma or
 * profile is ignored. JPEG is kept as it is coded unless PDF readers could show it
 * differently: CMYK, arithmetic coding, unmarked RGB and rotated pictures (Exif)
 * are decoded, and the last turned upright.
 * SVG reads no other file and nothing from the network. SVG without a physical
 * size is drawn at 96 pixels per inch, or smaller if that exceeds 4 million
 * pixels. It is drawn in a forked process for at most 10 seconds, so no other
 * thread may hold a lock forever. */
ht_status ht_image_load(ht_image_cache *cache, const ht_named *where, ht_arena *arena, const char *name, double dpi,
                        ht_loc loc, ht_diags *diags, ht_image **ret);

/* The picture (with rgba) as a PNG file, in the arena or kept with the picture.
 * data, len  out  untouched unless HT_OK
 * Errors: HT_ERR_LIB (libpng), HT_ERR_NOMEM. */
ht_status ht_image_png(ht_arena *arena, const ht_image *image, const void **data, size_t *len);

/* The decoded pixels of a picture kept as JPEG, as in rgba; release with free().
 * NULL: out of memory. */
uint8_t *ht_image_pixels(const ht_image *image);

/* The bounding box of a seal's ink (GB/T 9704-2012 7.3.5), in pixels: x0, y0, x1,
 * y1, the last two exclusive. Ink is every pixel with an alpha above 1/8 or, in a
 * picture without alpha, with a channel below 90 %. Decodes JPEG. False: blank, or
 * out of memory. */
bool ht_image_ink(const ht_image *image, int box[4]);

/* Share of ink pixels, 0–1000, that are red (hue within 20 degrees of red,
 * saturation above 0.4); 0 if blank. Decodes JPEG. -1: out of memory. */
int ht_image_redness(const ht_image *image);

#endif
