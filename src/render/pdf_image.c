/* Pictures in the file: each once, however often and large it is shown.
 *
 * JPEG goes in as it is. Pixels are parted into colour (grey, where that is
 * all there is) and alpha, which PDF keeps as two pictures. A plane is deflated
 * as it is or, where a look at some of its rows says that it pays, with the
 * filters of PNG (ISO/IEC 15948 9): photographs shrink by a third, while seals
 * and other flat drawings are smaller without. What cannot be seen through
 * alpha has the colour of the pixel before it, so that it costs nothing and
 * does not shine through where a reader smooths edges; so have the half-seen
 * pixels of a drawing's edge, whose colours are the ink's but for rounding. A
 * picture in one ink, as seals are, has a palette of that and one bit a pixel:
 * a twenty-fourth of what there is to deflate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pdf_priv.h"
#include "replay.h"

/* Rows looked at to choose, and how much smaller they must get. */
#define SAMPLE_ROWS 64
#define WORTH       0.9

enum { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_AVERAGE, FILTER_PAETH, FILTER_COUNT };

/* Samples of 8 bits, row by row. */
typedef struct plane {
	const uint8_t *data;
	size_t row, height; /* bytes in a row; rows */
	size_t step;        /* bytes of a pixel */
} plane;

static int paeth(int a, int b, int c)
{
	int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
	if (pa <= pb && pa <= pc)
		return a;
	return pb <= pc ? b : c;
}

/* What a filter takes a byte for, from those at its left, above, and above at
 * the left. */
static int guess(int type, int a, int b, int c)
{
	switch (type) {
	case FILTER_SUB:
		return a;
	case FILTER_UP:
		return b;
	case FILTER_AVERAGE:
		return (a + b) / 2;
	case FILTER_PAETH:
		return paeth(a, b, c);
	default:
		return 0;
	}
}

/* Filter a row (above: the one before it, or zeros); the sum of what remains
 * as signed bytes, which is how good the filter is for this row. */
static unsigned long filter_row(int type, const uint8_t *row, const uint8_t *above, size_t len, size_t step,
                                uint8_t *out)
{
	unsigned long sum = 0;
	for (size_t i = 0; i < len; i++) {
		int a = i >= step ? row[i - step] : 0, c = i >= step ? above[i - step] : 0;
		out[i] = (uint8_t)(row[i] - guess(type, a, above[i], c));
		sum += out[i] < 128 ? out[i] : 256u - out[i];
	}
	return sum;
}

/* The plane with a filter's number before each row; NULL when out of memory. */
static uint8_t *filter_plane(const plane *p, ht_arena *arena)
{
	uint8_t *out = ht_arena_array(arena, p->height, p->row + 1);
	uint8_t *zeros = ht_arena_array(arena, 2, p->row);
	if (!out || !zeros)
		return NULL;
	uint8_t *trial = zeros + p->row;
	for (size_t y = 0; y < p->height; y++) {
		const uint8_t *row = p->data + y * p->row, *above = y ? row - p->row : zeros;
		uint8_t *to = out + y * (p->row + 1);
		unsigned long least = filter_row(FILTER_NONE, row, above, p->row, p->step, to + 1);
		to[0] = FILTER_NONE;
		for (int type = FILTER_SUB; type < FILTER_COUNT; type++) {
			unsigned long sum = filter_row(type, row, above, p->row, p->step, trial);
			if (sum >= least)
				continue;
			least = sum;
			to[0] = (uint8_t)type;
			memcpy(to + 1, trial, p->row);
		}
	}
	return out;
}

/* Deflate into the document's arena, without its upper bound staying there. */
static ht_status deflate_tight(pdf_document *d, const void *data, size_t len, ht_arena *scratch, pdf_bytes *ret)
{
	size_t bound = libdeflate_zlib_compress_bound(d->deflate, len);
	void *packed = ht_arena_alloc(scratch, bound);
	size_t n = packed ? libdeflate_zlib_compress(d->deflate, data, len, packed, bound) : 0;
	void *kept = n ? ht_arena_alloc(d->arena, n) : NULL;
	if (!kept)
		return HT_ERR_NOMEM;
	memcpy(kept, packed, n);
	*ret = (pdf_bytes){kept, n};
	return HT_OK;
}

/* Do filters make the middle rows so much smaller? False, too, when memory is
 * out: the plane is then written as it is, or fails on its own. */
static bool filters_pay(pdf_document *d, const plane *p, ht_arena *scratch)
{
	plane sample = *p;
	if (p->height > SAMPLE_ROWS) {
		sample.height = SAMPLE_ROWS;
		sample.data += (p->height - SAMPLE_ROWS) / 2 * p->row;
	}
	size_t len = sample.height * p->row, filtered_len = len + sample.height;
	size_t bound = libdeflate_zlib_compress_bound(d->deflate, filtered_len);
	const uint8_t *filtered = filter_plane(&sample, scratch);
	uint8_t *out = ht_arena_alloc(scratch, bound);
	if (!filtered || !out)
		return false;
	size_t plain = libdeflate_zlib_compress(d->deflate, sample.data, len, out, bound);
	return (double)libdeflate_zlib_compress(d->deflate, filtered, filtered_len, out, bound) < WORTH * (double)plain;
}

static ht_status pack_plane(pdf_document *d, const plane *p, ht_arena *scratch, pdf_plane *ret)
{
	const uint8_t *data = p->data;
	size_t len = p->row * p->height;
	if (filters_pay(d, p, scratch)) {
		data = filter_plane(p, scratch);
		len += p->height;
		ret->filtered = true;
	}
	return data ? deflate_tight(d, data, len, scratch, &ret->packed) : HT_ERR_NOMEM;
}

/* Would the translucent pixel look the same, to one level, in another's colour? */
static bool looks_like(const uint8_t *p, const uint8_t *other)
{
	for (int i = 0; i < 3; i++)
		if (abs(p[i] - other[i]) * p[3] > 255)
			return false;
	return p[3] < 255;
}

static const uint8_t *pixels_end(const ht_image *image)
{
	return image->rgba + (size_t)image->width * (size_t)image->height * 4;
}

static bool is_grey(const ht_image *image)
{
	for (const uint8_t *p = image->rgba, *end = pixels_end(image); p < end; p += 4)
		if (p[3] && (p[0] != p[1] || p[1] != p[2]))
			return false;
	return true;
}

/* The one colour of a picture; NULL: it has several. */
static const uint8_t *only_ink(const ht_image *image)
{
	const uint8_t *ink = NULL;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image); p < end && !ink; p += 4)
		ink = p[3] == 255 ? p : NULL;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image); p < end && ink; p += 4)
		if (memcmp(p, ink, 3) != 0 && !looks_like(p, ink))
			ink = NULL;
	return ink;
}

static ht_status pack_ink(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	size_t row = ((size_t)picture->image->width + 7) / 8, height = (size_t)picture->image->height;
	const void *zeros = ht_arena_array(scratch, row, height);
	return zeros ? deflate_tight(d, zeros, row * height, scratch, &picture->colour.packed) : HT_ERR_NOMEM;
}

static ht_status pack_colour(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	static const uint8_t paper[3] = {255, 255, 255};
	const ht_image *image = picture->image;
	size_t width = (size_t)image->width, height = (size_t)image->height, n = is_grey(image) ? 1 : 3;
	uint8_t *colour = ht_arena_array(scratch, width * height, n), *to = colour;
	if (!colour)
		return HT_ERR_NOMEM;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image), *seen = paper; p < end; p += 4) {
		if (!looks_like(p, seen))
			seen = p;
		for (size_t i = 0; i < n; i++)
			*to++ = seen[i];
	}
	picture->components = (int)n;
	return pack_plane(d, &(plane){colour, width * n, height, n}, scratch, &picture->colour);
}

static ht_status pack_alpha(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	const ht_image *image = picture->image;
	size_t width = (size_t)image->width, height = (size_t)image->height;
	uint8_t *alpha = ht_arena_array(scratch, width, height), *to = alpha;
	if (!alpha)
		return HT_ERR_NOMEM;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image); p < end; p += 4)
		*to++ = p[3];
	return pack_plane(d, &(plane){alpha, width, height, 1}, scratch, &picture->alpha);
}

static ht_status pack_pixels(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	picture->ink = only_ink(picture->image);
	ht_status status = picture->ink ? pack_ink(d, picture, scratch) : pack_colour(d, picture, scratch);
	return status || !picture->image->alpha ? status : pack_alpha(d, picture, scratch);
}

/* A packed picture as it is kept for the next document: this, then the bytes
 * of both planes. */
typedef struct kept_picture {
	uint8_t ink[3];
	bool has_ink, colour_filtered, alpha_filtered;
	int components;
	size_t colour_len, alpha_len;
} kept_picture;

static bool take_kept(pdf_picture *picture, const char *kind)
{
	size_t len;
	const kept_picture *k = ht_image_kept(picture->image, kind, &len);
	if (!k)
		return false;
	const uint8_t *bytes = (const uint8_t *)(k + 1);
	picture->ink = k->has_ink ? k->ink : NULL;
	picture->components = k->components;
	picture->colour = (pdf_plane){{bytes, k->colour_len}, k->colour_filtered};
	if (k->alpha_len)
		picture->alpha = (pdf_plane){{bytes + k->colour_len, k->alpha_len}, k->alpha_filtered};
	return true;
}

static ht_status keep(const pdf_picture *picture, const char *kind, ht_arena *scratch)
{
	const pdf_bytes *colour = &picture->colour.packed, *alpha = &picture->alpha.packed;
	size_t len = sizeof(kept_picture) + colour->len + alpha->len;
	kept_picture *k = ht_arena_alloc(scratch, len);
	if (!k)
		return HT_ERR_NOMEM;
	*k = (kept_picture){.has_ink = picture->ink != NULL,
	                    .colour_filtered = picture->colour.filtered,
	                    .alpha_filtered = picture->alpha.filtered,
	                    .components = picture->components,
	                    .colour_len = colour->len,
	                    .alpha_len = alpha->len};
	if (picture->ink)
		memcpy(k->ink, picture->ink, sizeof k->ink);
	memcpy((uint8_t *)(k + 1), colour->data, colour->len);
	if (alpha->len)
		memcpy((uint8_t *)(k + 1) + colour->len, alpha->data, alpha->len);
	ht_image_keep(picture->image, kind, k, len);
	return HT_OK;
}

static ht_status pack_picture(pdf_document *d, pdf_picture *picture)
{
	const ht_image *image = picture->image;
	char kind[16];
	if (image->jpeg) {
		picture->components = image->components;
		picture->colour.packed = (pdf_bytes){image->jpeg, image->jpeg_len};
		return HT_OK;
	}
	snprintf(kind, sizeof kind, "pdf %d", d->options.compression);
	if (take_kept(picture, kind))
		return HT_OK;
	ht_arena *scratch = ht_arena_new();
	ht_status status = scratch ? pack_pixels(d, picture, scratch) : HT_ERR_NOMEM;
	if (status == HT_OK)
		status = keep(picture, kind, scratch);
	ht_arena_free(scratch);
	return status;
}

/* Shown at two sizes, an SVG may have been drawn twice. */
static bool same_picture(const ht_image *a, const ht_image *b)
{
	return a == b ||
	       (a->width == b->width && a->height == b->height && memcmp(a->hash, b->hash, sizeof a->hash) == 0);
}

const pdf_picture *pdf_picture_find(const pdf_document *d, const ht_op *op)
{
	for (size_t i = 0; replay_draws_image(op) && i < d->n_pictures; i++)
		if (same_picture(d->pictures[i].image, op->image))
			return &d->pictures[i];
	return NULL;
}

static ht_status collect_op(pdf_document *d, const ht_op *op)
{
	if (!replay_draws_image(op) || pdf_picture_find(d, op))
		return HT_OK;
	pdf_picture *picture = HT_PUSH(d->arena, d->pictures, d->n_pictures, d->cap_pictures);
	if (!picture)
		return HT_ERR_NOMEM;
	picture->image = op->image;
	return pack_picture(d, picture);
}

ht_status pdf_pictures_collect(pdf_document *d)
{
	ht_status status = HT_OK;
	for (size_t p = 0; p < d->pages->n; p++)
		for (size_t i = 0; i < d->pages->v[p].n && !status; i++)
			status = collect_op(d, &d->pages->v[p].ops[i]);
	return status;
}

/* [/Indexed /DeviceRGB 0 <ink>] */
static HPDF_Array ink_space(pdf_objects *o, const uint8_t *ink)
{
	HPDF_Array space = pdf_array(o);
	unsigned char palette[3];
	memcpy(palette, ink, sizeof palette);
	pdf_push_name(o, space, "Indexed");
	pdf_push_name(o, space, "DeviceRGB");
	pdf_push_int(o, space, 0);
	pdf_push_binary(o, space, palette, sizeof palette);
	return space;
}

static void put_colours(pdf_objects *o, HPDF_Dict dict, int components, const uint8_t *ink)
{
	if (ink)
		pdf_put(o, dict, "ColorSpace", ink_space(o, ink));
	else
		pdf_put_name(o, dict, "ColorSpace", components == 1 ? "DeviceGray" : "DeviceRGB");
	pdf_put_int(o, dict, "BitsPerComponent", ink ? 1 : 8);
}

static HPDF_Dict plane_object(pdf_objects *o, const pdf_picture *picture, const pdf_plane *p, pdf_filter filter,
                              int components)
{
	HPDF_Dict dict = pdf_stream(o, p->packed, filter);
	pdf_put_name(o, dict, "Type", "XObject");
	pdf_put_name(o, dict, "Subtype", "Image");
	pdf_put_int(o, dict, "Width", picture->image->width);
	pdf_put_int(o, dict, "Height", picture->image->height);
	if (p->filtered) {
		HPDF_Dict parms = pdf_dict(o);
		pdf_put_int(o, parms, "Predictor", 15); /* PNG, each row says which */
		pdf_put_int(o, parms, "Colors", components);
		pdf_put_int(o, parms, "Columns", picture->image->width);
		pdf_put(o, dict, "DecodeParms", parms);
	}
	return dict;
}

HPDF_Dict pdf_pictures_build(pdf_objects *o, pdf_document *d)
{
	HPDF_Dict pictures = pdf_dict_object(o);
	for (size_t i = 0; i < d->n_pictures; i++) {
		const pdf_picture *picture = &d->pictures[i];
		pdf_filter filter = picture->image->jpeg ? PDF_DCT : PDF_FLATE;
		HPDF_Dict dict = plane_object(o, picture, &picture->colour, filter, picture->components);
		put_colours(o, dict, picture->components, picture->ink);
		if (picture->alpha.packed.data) {
			HPDF_Dict mask = plane_object(o, picture, &picture->alpha, PDF_FLATE, 1);
			put_colours(o, mask, 1, NULL);
			pdf_put(o, dict, "SMask", mask);
		}
		char name[24];
		snprintf(name, sizeof name, "I%zu", i + 1);
		pdf_put(o, pictures, name, dict);
	}
	return pictures;
}
