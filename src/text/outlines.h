/* A store of TrueType outlines (table glyf) of a face's glyphs that documents have used. */
#ifndef HT_TEXT_OUTLINES_H
#define HT_TEXT_OUTLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/font.h"

/* One coordinate of a cubic curve with the points p, at t of its way. */
static inline double ht_cubic_at(const double p[4], double t)
{
	double u = 1 - t;
	return u * u * u * p[0] + 3 * u * u * t * p[1] + 3 * u * t * t * p[2] + t * t * t * p[3];
}

typedef struct ht_outlines ht_outlines;

/* A stored outline. box is in font units: x0, y0, x1, y1; all 0 with len 0 if the glyph is blank. */
typedef struct ht_outline {
	size_t offset, len; /* in the store's bytes; len is a multiple of 4 */
	int16_t box[4];
	uint16_t n_points, n_contours;
} ht_outline;

/* An empty store for a face of n_glyphs; NULL: out of memory. */
ht_outlines *ht_outlines_new(size_t n_glyphs);
void ht_outlines_free(ht_outlines *outlines);

/* Size of the outlines stored, in bytes. */
size_t ht_outlines_size(const ht_outlines *outlines);

/* The outline of a glyph of font, stored if it is not yet; NULL when out of memory. Valid until the next call. */
const ht_outline *ht_outlines_of(ht_outlines *outlines, const ht_font *font, uint32_t gid);

/* The bytes of a stored outline; valid until the next one is stored. */
const unsigned char *ht_outlines_bytes(const ht_outlines *outlines, const ht_outline *outline);

#endif
