/* PNG through libpng. libpng reports errors by longjmp to png_guard(); until then
 * we allocate only in the arena. */
#include "image_priv.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/intl.h"
#include "base/library.h"
#include "config.h"

#define FUNCTIONS(X)                                                                                                   \
	X(png_create_info_struct)                                                                                      \
	X(png_create_read_struct_2)                                                                                    \
	X(png_destroy_read_struct)                                                                                     \
	X(png_error)                                                                                                   \
	X(png_get_error_ptr)                                                                                           \
	X(png_get_image_height)                                                                                        \
	X(png_get_image_width)                                                                                         \
	X(png_get_io_ptr)                                                                                              \
	X(png_get_mem_ptr)                                                                                             \
	X(png_get_pHYs)                                                                                                \
	X(png_read_end)                                                                                                \
	X(png_read_image)                                                                                              \
	X(png_read_info)                                                                                               \
	X(png_read_update_info)                                                                                        \
	X(png_set_add_alpha)                                                                                           \
	X(png_set_expand)                                                                                              \
	X(png_set_gray_to_rgb)                                                                                         \
	X(png_set_interlace_handling)                                                                                  \
	X(png_set_keep_unknown_chunks)                                                                                 \
	X(png_set_read_fn)                                                                                             \
	X(png_set_scale_16)                                                                                            \
	X(png_set_user_limits)

/* libpng calls back with nothing of ours before it has made its reader. */
static struct {
	HT_LIBRARY_TABLE(FUNCTIONS)
	bool loaded;
} lib;

static uint32_t get_32(const png_byte *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool load_png(void)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(FUNCTIONS)};
	return ht_library_share(HT_PNG_LIBRARY, names, ARRAY_LEN(names), &lib, &lib.loaded);
}

typedef struct reader {
	const image_source *source;
	ht_image *image;
	size_t at; /* bytes read */
	png_structp png;
	png_infop info;
	uint8_t *rgba;
	uint8_t **rows;
	jmp_buf out;
	bool no_memory;
	char why[128];
} reader;

static void on_error(png_structp png, png_const_charp message)
{
	reader *r = lib.png_get_error_ptr(png);
	snprintf(r->why, sizeof r->why, "%s", message);
	longjmp(r->out, 1);
}

/* Ignore warnings: libpng continues without what it could not use. */
static void on_warning(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

static void on_read(png_structp png, png_bytep to, size_t len)
{
	reader *r = lib.png_get_io_ptr(png);
	if (len > r->source->len - r->at)
		lib.png_error(png, _("it ends too early"));
	memcpy(to, r->source->data + r->at, len);
	r->at += len;
}

/* libpng does not distinguish out of memory from other errors. */
static void *on_malloc(png_structp png, png_alloc_size_t size)
{
	reader *r = lib.png_get_mem_ptr(png);
	void *p = malloc(size);
	r->no_memory |= !p;
	return p;
}

static void on_free(png_structp png, void *p)
{
	(void)png;
	free(p);
}

static bool png_guard(reader *r, void (*step)(reader *))
{
	if (setjmp(r->out))
		return false;
	step(r);
	return true;
}

/* Have all kinds of PNG converted to 8-bit RGBA. */
static void request_rgba(png_structp png)
{
	lib.png_set_expand(png);
	lib.png_set_scale_16(png);
	lib.png_set_gray_to_rgb(png);
	lib.png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
	lib.png_set_interlace_handling(png);
}

static void set_true_size(reader *r)
{
	png_uint_32 x, y;
	int unit;
	if (!lib.png_get_pHYs(r->png, r->info, &x, &y, &unit) || unit != PNG_RESOLUTION_METER || !x || !y)
		return;
	r->image->width_mm = r->image->width * 1000.0 / x;
	r->image->height_mm = r->image->height * 1000.0 / y;
}

static void read_header(reader *r)
{
	lib.png_set_read_fn(r->png, r, on_read);
	/* profiles and texts are not used, and may be decompression bombs */
	static const png_byte skipped[] = "iCCP\0iTXt\0zTXt\0tEXt\0sPLT";
	lib.png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, skipped, 5);
	/* image_check_size() checks the size, and reports a bomb as too large instead
	 * of damaged */
	lib.png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	lib.png_read_info(r->png, r->info);
	r->image->width = (int)lib.png_get_image_width(r->png, r->info);
	r->image->height = (int)lib.png_get_image_height(r->png, r->info);
	set_true_size(r);
}

static void read_rows(reader *r)
{
	request_rgba(r->png);
	lib.png_read_update_info(r->png, r->info);
	lib.png_read_image(r->png, r->rows);
	lib.png_read_end(r->png, NULL);
}

static bool make_rows(reader *r)
{
	size_t width = (size_t)r->image->width, height = (size_t)r->image->height;
	r->rgba = ht_arena_array(r->source->arena, width * height, 4);
	r->rows = ht_arena_array(r->source->arena, height, sizeof *r->rows);
	for (size_t y = 0; r->rgba && r->rows && y < height; y++)
		r->rows[y] = r->rgba + y * width * 4;
	return r->rgba && r->rows;
}

static bool has_transparent(const uint8_t *rgba, size_t pixels)
{
	for (size_t i = 0; i < pixels; i++)
		if (rgba[i * 4 + 3] != 0xFF)
			return true;
	return false;
}

static ht_status failure(const reader *r)
{
	return r->no_memory ? HT_ERR_NOMEM : image_damaged(r->source, r->why);
}

/* Bytes of a chunk beside its content: length, type and check sum. */
#define CHUNK_FRAME 12
#define SIGNATURE   8

/* Does the chunk say how the picture is drawn? Texts, times and what programs keep for themselves do not. */
static bool draws(const uint8_t *type)
{
	static const char drawing[][5] = {"tRNS", "pHYs", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT"};
	bool critical = !(type[0] & 0x20); /* PNG 5.4: an upper-case letter */
	for (size_t i = 0; !critical && i < sizeof drawing / sizeof *drawing; i++)
		if (memcmp(type, drawing[i], 4) == 0)
			return true;
	return critical;
}

/* Keep the file, which was read without a fault, without what does not draw. */
static ht_status keep_file(reader *r)
{
	const uint8_t *p = r->source->data + SIGNATURE, *end = r->source->data + r->at;
	uint8_t *file = ht_arena_alloc(r->source->arena, r->at), *to = file;
	if (!file)
		return HT_ERR_NOMEM;
	memcpy(to, r->source->data, SIGNATURE);
	to += SIGNATURE;
	while (end - p >= CHUNK_FRAME) {
		size_t size = get_32(p) + (size_t)CHUNK_FRAME;
		if (size > (size_t)(end - p))
			break;
		if (draws(p + 4)) {
			memcpy(to, p, size);
			to += size;
		}
		p += size;
	}
	r->image->png = file;
	r->image->png_len = (size_t)(to - file);
	return HT_OK;
}

static ht_status read_all(reader *r)
{
	if (!png_guard(r, read_header))
		return failure(r);
	ht_status status = image_check_size(r->source, r->image->width, r->image->height);
	if (status != HT_OK)
		return status;
	if (!make_rows(r))
		return HT_ERR_NOMEM;
	if (!png_guard(r, read_rows))
		return failure(r);
	r->image->rgba = r->rgba;
	r->image->alpha = has_transparent(r->rgba, (size_t)r->image->width * (size_t)r->image->height);
	return keep_file(r);
}

ht_status image_read_png(const image_source *source, ht_image *image)
{
	reader r = {.source = source, .image = image};
	if (!load_png())
		return ht_library_fail(source->diags, source->loc, HT_PNG_LIBRARY, HT_PNG_PACKAGE);
	r.png = lib.png_create_read_struct_2(PNG_LIBPNG_VER_STRING, &r, on_error, on_warning, &r, on_malloc, on_free);
	r.info = r.png ? lib.png_create_info_struct(r.png) : NULL;
	ht_status status = r.info ? read_all(&r) : HT_ERR_NOMEM;
	lib.png_destroy_read_struct(&r.png, &r.info, NULL);
	return status;
}
