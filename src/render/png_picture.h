/* Part of the picture backend: pictures within pages. */
#ifndef HT_RENDER_PNG_PICTURE_H
#define HT_RENDER_PNG_PICTURE_H

#include <cairo.h>

#include "layout/pages.h"

typedef struct png_picture {
	const ht_image *image;
	cairo_surface_t *surface;
} png_picture;

typedef struct png_pictures {
	ht_arena *arena; /* borrowed */
	png_picture *v;
	size_t n, cap;
} png_pictures;

/* Paint an operation's picture into its box (units: pt). Nothing to be seen is
 * no error. */
cairo_status_t png_picture_draw(png_pictures *pictures, cairo_t *cr, const ht_op *op);

void png_pictures_free(png_pictures *pictures);

#endif
