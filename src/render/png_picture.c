/* Pictures on pages as cairo surfaces, kept while a document is drawn, because the
 * same seal may be on many pages. */
#include "png_picture.h"
#include "replay.h"

#include <stdlib.h>

/* alpha * colour / 255, rounded. */
static uint32_t times(uint32_t colour, uint32_t alpha)
{
	uint32_t product = colour * alpha + 128;
	return (product + (product >> 8)) >> 8;
}

/* Straight alpha to cairo's ARGB32: premultiplied, native-endian words. */
static void premultiply(const uint8_t *rgba, size_t width, uint32_t *out)
{
	for (size_t x = 0; x < width; x++, rgba += 4)
		out[x] = (uint32_t)rgba[3] << 24 | times(rgba[0], rgba[3]) << 16 | times(rgba[1], rgba[3]) << 8 |
		         times(rgba[2], rgba[3]);
}

static cairo_surface_t *surface_new(const png_cairo *lib, const ht_image *image, const uint8_t *rgba)
{
	cairo_surface_t *surface = lib->cairo_image_surface_create(CAIRO_FORMAT_ARGB32, image->width, image->height);
	if (lib->cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
		return surface;
	unsigned char *data = lib->cairo_image_surface_get_data(surface);
	size_t width = (size_t)image->width, stride = (size_t)lib->cairo_image_surface_get_stride(surface);
	for (size_t y = 0; y < (size_t)image->height; y++)
		premultiply(rgba + y * width * 4, width, (uint32_t *)(void *)(data + y * stride));
	lib->cairo_surface_mark_dirty(surface);
	return surface;
}

static cairo_surface_t *surface_of(png_pictures *pictures, const ht_image *image)
{
	for (size_t i = 0; i < pictures->n; i++)
		if (pictures->v[i].image == image)
			return pictures->v[i].surface;
	uint8_t *decoded = NULL;
	const uint8_t *rgba = image->rgba;
	if (!rgba)
		rgba = decoded = ht_image_pixels(image);
	if (!rgba)
		return NULL;
	cairo_surface_t *surface = NULL;
	png_picture *picture = HT_PUSH(pictures->arena, pictures->v, pictures->n, pictures->cap);
	if (picture) {
		surface = surface_new(pictures->lib, image, rgba);
		*picture = (png_picture){image, surface};
	}
	free(decoded);
	return surface;
}

cairo_status_t png_picture_draw(png_pictures *pictures, cairo_t *cr, const ht_op *op)
{
	const png_cairo *lib = pictures->lib;
	if (!replay_draws_image(op))
		return CAIRO_STATUS_SUCCESS;
	cairo_surface_t *surface = surface_of(pictures, op->image);
	if (!surface)
		return CAIRO_STATUS_NO_MEMORY;
	cairo_status_t status = lib->cairo_surface_status(surface);
	if (status != CAIRO_STATUS_SUCCESS)
		return status;
	lib->cairo_save(cr);
	lib->cairo_translate(cr, ht_len_to_pt(op->x), ht_len_to_pt(op->y));
	lib->cairo_scale(cr, ht_len_to_pt(op->w) / op->image->width, ht_len_to_pt(op->h) / op->image->height);
	lib->cairo_set_source_surface(cr, surface, 0, 0);
	lib->cairo_pattern_set_filter(lib->cairo_get_source(cr), CAIRO_FILTER_GOOD);
	if (op->pressed)
		lib->cairo_set_operator(cr, CAIRO_OPERATOR_MULTIPLY);
	lib->cairo_paint(cr);
	lib->cairo_restore(cr);
	return CAIRO_STATUS_SUCCESS;
}

void png_pictures_free(png_pictures *pictures)
{
	for (size_t i = 0; i < pictures->n; i++)
		pictures->lib->cairo_surface_destroy(pictures->v[i].surface);
}
