/* What the tests of pictures share: files made here, and loading them. */
#ifndef IMAGE_MAKE_H
#define IMAGE_MAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>

#include "image/image.h"

typedef struct rig {
	ht_arena *arena;
	ht_diags *diags;
	ht_image_cache *cache; /* NULL: none is used */
	char dir[64];
	char record[96];     /* a record in dir, which need not exist */
	const char *dirs[3]; /* where its files may be, too */
} rig;

static inline int rig_setup(void **state)
{
	rig *r = calloc(1, sizeof *r);
	assert_non_null(r);
	r->arena = ht_arena_new();
	r->diags = ht_diags_new();
	strcpy(r->dir, "/tmp/test-image-XXXXXX");
	assert_non_null(mkdtemp(r->dir));
	snprintf(r->record, sizeof r->record, "%s/record.yaml", r->dir);
	*state = r;
	return 0;
}

static inline int rig_teardown(void **state)
{
	rig *r = *state;
	ht_image_cache_free(r->cache);
	char command[96];
	snprintf(command, sizeof command, "rm -rf '%s'", r->dir);
	assert_int_equal(system(command), 0);
	ht_diags_free(r->diags);
	ht_arena_free(r->arena);
	free(r);
	return 0;
}

static inline FILE *open_in(const rig *r, const char *name, const char *mode)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", r->dir, name);
	FILE *f = fopen(path, mode);
	assert_non_null(f);
	return f;
}

static inline void put_file(const rig *r, const char *name, const void *data, size_t len)
{
	FILE *f = open_in(r, name, "w");
	assert_int_equal(fwrite(data, 1, len, f), len);
	fclose(f);
}

/* From malloc. */
static inline uint8_t *get_file(const rig *r, const char *name, size_t *len)
{
	FILE *f = open_in(r, name, "r");
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	uint8_t *data = malloc(*len + 1);
	assert_int_equal(fread(data, 1, *len, f), *len);
	fclose(f);
	return data;
}

static inline ht_status try_load(const rig *r, const char *name, double dpi, ht_image **image)
{
	ht_diags_clear(r->diags);
	const ht_named where = {r->record, r->dirs, NULL};
	return ht_image_load(r->cache, &where, r->arena, name, dpi, (ht_loc){r->record, 3, 7}, r->diags, image);
}

/* All diagnostics, in the arena. */
static inline const char *said(const rig *r)
{
	ht_buf out = {0};
	assert_true(ht_diags_format(r->diags, HT_LEVEL_NOTE, &out));
	const char *text = ht_arena_strdup(r->arena, out.data ? out.data : "");
	ht_buf_free(&out);
	return text;
}

static inline ht_image *load_at(const rig *r, const char *name, double dpi)
{
	ht_image *image = NULL;
	ht_status status = try_load(r, name, dpi, &image);
	if (status != HT_OK)
		print_error("%s: %s", name, said(r));
	assert_int_equal(status, HT_OK);
	return image;
}

static inline ht_image *load(const rig *r, const char *name)
{
	return load_at(r, name, 300);
}

/* The picture is refused with the code, once, at the place given. */
static inline void assert_refused(const rig *r, const char *name, const char *code)
{
	ht_image *const untouched = (ht_image *)(uintptr_t)r, *image = untouched;
	assert_int_equal(try_load(r, name, 600, &image), HT_ERR_INPUT);
	assert_ptr_equal(image, untouched);
	assert_int_equal(ht_diags_count(r->diags, HT_LEVEL_ERROR), 1);
	const char *text = said(r);
	if (!strstr(text, code) || !strstr(text, "record.yaml:3:7: error"))
		fail_msg("%s: %s and not %s", name, code, text);
}

typedef struct png_kind {
	int width, height;
	int colour_type, depth;
	int interlace;
	unsigned per_metre; /* 0: no pHYs */
	bool key;           /* tRNS: sample or palette entry 0 is transparent */
} png_kind;

/* Palette: 0 white, 1 red. */
static const png_color two_colours[] = {{255, 255, 255}, {216, 0, 0}};

static inline void put_png_head(png_structp png, png_infop info, const png_kind *k)
{
	png_set_IHDR(png, info, (png_uint_32)k->width, (png_uint_32)k->height, k->depth, k->colour_type, k->interlace,
	             PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	if (k->colour_type == PNG_COLOR_TYPE_PALETTE)
		png_set_PLTE(png, info, two_colours, 2);
	if (k->per_metre)
		png_set_pHYs(png, info, k->per_metre, k->per_metre, PNG_RESOLUTION_METER);
	const png_color_16 zero = {0};
	if (k->key)
		png_set_tRNS(png, info, (const png_byte[]){0}, 1, &zero);
	png_write_info(png, info);
}

/* Rows of height * bytes each, as stored. */
static inline void put_png(const rig *r, const char *name, const png_kind *k, const uint8_t *rows)
{
	FILE *f = open_in(r, name, "w");
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png_create_info_struct(png);
	assert_false(setjmp(png_jmpbuf(png)));
	png_init_io(png, f);
	put_png_head(png, info, k);
	size_t bytes = png_get_rowbytes(png, info);
	int passes = png_set_interlace_handling(png);
	for (int pass = 0; pass < passes; pass++)
		for (int y = 0; y < k->height; y++)
			png_write_row(png, rows + (size_t)y * bytes);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	fclose(f);
}

typedef struct jpeg_kind {
	int width, height;
	int components; /* 1, 3 or 4 */
	bool progressive, arithmetic;
	bool bare_rgb; /* RGB, with neither JFIF's nor Adobe's marker */
	int dpi;
	int orientation; /* Exif; 0: no Exif */
} jpeg_kind;

static inline void put_exif(struct jpeg_compress_struct *c, int orientation)
{
	uint8_t exif[] = "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\0\0\0\0\0\0\0";
	exif[25] = (uint8_t)orientation;
	jpeg_write_marker(c, JPEG_APP0 + 1, exif, sizeof exif - 1);
}

static inline void set_jpeg(struct jpeg_compress_struct *c, const jpeg_kind *k)
{
	static const J_COLOR_SPACE spaces[] = {0, JCS_GRAYSCALE, 0, JCS_RGB, JCS_CMYK};
	c->image_width = (JDIMENSION)k->width;
	c->image_height = (JDIMENSION)k->height;
	c->input_components = k->components;
	c->in_color_space = spaces[k->components];
	jpeg_set_defaults(c);
	jpeg_set_quality(c, 95, TRUE);
	if (k->bare_rgb) {
		jpeg_set_colorspace(c, JCS_RGB);
		c->write_Adobe_marker = FALSE;
	}
	if (k->progressive)
		jpeg_simple_progression(c);
	c->arith_code = k->arithmetic;
	c->density_unit = k->dpi ? 1 : 0;
	c->X_density = c->Y_density = (UINT16)(k->dpi ? k->dpi : 1);
}

/* samples: width * height * components. */
static inline void put_jpeg(const rig *r, const char *name, const jpeg_kind *k, uint8_t *samples)
{
	FILE *f = open_in(r, name, "w");
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_stdio_dest(&c, f);
	set_jpeg(&c, k);
	jpeg_start_compress(&c, TRUE);
	if (k->orientation)
		put_exif(&c, k->orientation);
	for (int y = 0; y < k->height; y++) {
		JSAMPROW row = samples + (size_t)y * (size_t)(k->width * k->components);
		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	fclose(f);
}

static inline void put_text(const rig *r, const char *name, const char *text)
{
	put_file(r, name, text, strlen(text));
}

/* 42 x 42 mm, a red ring of 40 mm, 1.2 mm broad, transparent else. */
#define SEAL                                                                                                           \
	"<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg' width='42mm' height='42mm' "                   \
	"viewBox='0 0 42 42'><circle cx='21' cy='21' r='19.4' fill='none' stroke='#D80000' "                           \
	"stroke-width='1.2'/></svg>"

#endif
