#include <errno.h>
#include <png.h>

#include "base/library.h"
#include "config.h"
#include "image/image.h"

#define FUNCTIONS(X) X(png_image_write_to_memory)

typedef struct png_library {
	HT_LIBRARY_TABLE(FUNCTIONS)
} png_library;

ht_status ht_image_png(ht_arena *arena, const ht_image *image, const void **data, size_t *len)
{
	png_image png = {.version = PNG_IMAGE_VERSION,
	                 .width = (png_uint_32)image->width,
	                 .height = (png_uint_32)image->height,
	                 .format = PNG_FORMAT_RGBA};
	png_alloc_size_t size = 0;
	const void *known = ht_image_kept(image, "png", len);
	if (known) {
		*data = known;
		return HT_OK;
	}
	static const char *const names[] = {HT_LIBRARY_NAMES(FUNCTIONS)};
	png_library lib;
	if (!ht_library_load(HT_PNG_LIBRARY, names, 1, &lib))
		return errno == ENOMEM ? HT_ERR_NOMEM : HT_ERR_LIB;
	if (!lib.png_image_write_to_memory(&png, NULL, &size, 0, image->rgba, 0, NULL))
		return HT_ERR_LIB;
	void *bytes = ht_arena_alloc(arena, size);
	if (!bytes)
		return HT_ERR_NOMEM;
	if (!lib.png_image_write_to_memory(&png, bytes, &size, 0, image->rgba, 0, NULL))
		return HT_ERR_LIB;
	ht_image_keep(image, "png", bytes, size);
	*data = bytes;
	*len = size;
	return HT_OK;
}
