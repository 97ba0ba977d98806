/* Part of the PNG backend: pictures on pages. */
#ifndef HT_RENDER_PNG_PICTURE_H
#define HT_RENDER_PNG_PICTURE_H

#include <cairo.h>

#include "base/library.h"
#include "layout/pages.h"

/* The functions of cairo in use. cairo is loaded when the first PNG is made. */
#define PNG_FUNCTIONS(X)                                                                                               \
	X(cairo_append_path)                                                                                           \
	X(cairo_create)                                                                                                \
	X(cairo_destroy)                                                                                               \
	X(cairo_fill)                                                                                                  \
	X(cairo_get_source)                                                                                            \
	X(cairo_image_surface_create)                                                                                  \
	X(cairo_image_surface_create_for_data)                                                                         \
	X(cairo_image_surface_get_data)                                                                                \
	X(cairo_image_surface_get_stride)                                                                              \
	X(cairo_matrix_init)                                                                                           \
	X(cairo_paint)                                                                                                 \
	X(cairo_pattern_set_filter)                                                                                    \
	X(cairo_rectangle)                                                                                             \
	X(cairo_restore)                                                                                               \
	X(cairo_save)                                                                                                  \
	X(cairo_scale)                                                                                                 \
	X(cairo_set_operator)                                                                                          \
	X(cairo_set_source_rgb)                                                                                        \
	X(cairo_set_source_surface)                                                                                    \
	X(cairo_status)                                                                                                \
	X(cairo_status_to_string)                                                                                      \
	X(cairo_surface_destroy)                                                                                       \
	X(cairo_surface_mark_dirty)                                                                                    \
	X(cairo_surface_status)                                                                                        \
	X(cairo_surface_write_to_png_stream)                                                                           \
	X(cairo_transform)                                                                                             \
	X(cairo_translate)

typedef struct png_cairo {
	HT_LIBRARY_TABLE(PNG_FUNCTIONS)
} png_cairo;

typedef struct png_picture {
	const ht_image *image;
	cairo_surface_t *surface;
} png_picture;

typedef struct png_pictures {
	const png_cairo *lib; /* this and the arena: borrowed */
	ht_arena *arena;
	png_picture *v;
	size_t n, cap;
} png_pictures;

/* Paint the picture of an operation into its box, in pt. An operation that draws
 * nothing succeeds. */
cairo_status_t png_picture_draw(png_pictures *pictures, cairo_t *cr, const ht_op *op);

/* Destroy the surfaces. */
void png_pictures_free(png_pictures *pictures);

#endif
