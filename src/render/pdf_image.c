/* Pictures: each is embedded once, however often and at whatever size it is shown.
 *
 * JPEG files are embedded unchanged. Pixels are separated into colour (grey if
 * the picture is grey) and alpha, which PDF stores as two images. A plane is
 * deflated with the filters of PNG (ISO/IEC 15948 9) if a sample of its rows
 * shows that this pays: photographs become a third smaller, while seals and
 * other flat drawings are smaller without.
 *
 * A transparent pixel gets the colour of the pixel before it, which costs nothing
 * and does not show where a reader smooths edges. So do the translucent pixels at
 * the edge of a drawing, whose colours differ from the ink only by rounding. A
 * picture in a single colour, as a seal is, becomes an indexed image of one bit
 * per pixel: a twenty-fourth of the data to deflate. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pdf_priv.h"
#include "replay.h"

/* Rows of the sample, and the ratio of sizes that makes filters worth it. */
#define SAMPLE_ROWS 64
#define WORTH       0.9

enum { FILTER_NONE, FILTER_SUB, FILTER_UP, FILTER_AVERAGE, FILTER_PAETH, FILTER_COUNT };

/* Samples of 8 bits, row by row. */
typedef struct plane {
	const uint8_t *data;
	size_t row, height; /* bytes per row; rows */
	size_t step;        /* bytes per pixel */
} plane;

static int paeth(int a, int b, int c)
{
	int pa = abs(b - c), pb = abs(a - c), pc = abs(a + b - 2 * c);
	if (pa <= pb && pa <= pc)
		return a;
	if (pb <= pc)
		return b;
	return c;
}

/* The prediction of a byte by a filter, from those at the left (a), above (b) and
 * above left (c). */
static int predict(int type, int a, int b, int c)
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

/* Filter a row (above: the one before it, or zeros). Returns the sum of the
 * residues as signed bytes: the smaller, the better the filter for this row. */
static unsigned long filter_row(int type, const uint8_t *row, const uint8_t *above, size_t len, size_t step,
                                uint8_t *out)
{
	unsigned long sum = 0;
	for (size_t i = 0; i < len; i++) {
		int a = 0, c = 0;
		if (i >= step) {
			a = row[i - step];
			c = above[i - step];
		}
		out[i] = (uint8_t)(row[i] - predict(type, a, above[i], c));
		sum += MIN(out[i], 256u - out[i]);
	}
	return sum;
}

/* The filtered plane, with the number of the filter before each row; NULL: out of
 * memory. */
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

/* Deflate into the document's arena as pdf_deflate() does, but using only as much
 * of it as the result needs. data NULL: the document has failed. */
static pdf_bytes deflate_tight(pdf_document *d, const void *data, size_t len, ht_arena *scratch)
{
	size_t bound = libdeflate_zlib_compress_bound(d->deflate, len);
	void *packed = pdf_pushed(d, ht_arena_alloc(scratch, bound));
	pdf_bytes tight = {.data = NULL};
	if (!packed || !data)
		return tight;
	tight.len = libdeflate_zlib_compress(d->deflate, data, len, packed, bound);
	void *copy = pdf_document_array(d, tight.len, 1);
	if (copy)
		memcpy(copy, packed, tight.len);
	tight.data = copy;
	return tight;
}

/* Do filters make the middle rows enough smaller? Also false if out of memory: the
 * plane is then packed without filters, or fails itself. */
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

static pdf_plane pack_plane(pdf_document *d, const plane *p, ht_arena *scratch)
{
	const uint8_t *data = p->data;
	size_t len = p->row * p->height;
	bool filtered = filters_pay(d, p, scratch);
	if (filtered) {
		data = pdf_pushed(d, filter_plane(p, scratch));
		len += p->height;
	}
	return (pdf_plane){deflate_tight(d, data, len, scratch), filtered};
}

/* Would a translucent pixel look the same, to one level, in the colour of the
 * other? */
static bool looks_alike(const uint8_t *p, const uint8_t *other)
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

/* The only colour of a picture; NULL: it has several. */
static const uint8_t *single_colour(const ht_image *image)
{
	const uint8_t *ink = NULL;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image); p < end && !ink; p += 4)
		if (p[3] == 255)
			ink = p;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image); p < end && ink; p += 4)
		if (memcmp(p, ink, 3) != 0 && !looks_alike(p, ink))
			ink = NULL;
	return ink;
}

static void pack_ink(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	size_t row = ((size_t)picture->image->width + 7) / 8, height = (size_t)picture->image->height;
	const void *zeros = pdf_pushed(d, ht_arena_array(scratch, row, height));
	picture->colour.packed = deflate_tight(d, zeros, row * height, scratch);
}

static void pack_colour(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	static const uint8_t paper[3] = {255, 255, 255};
	const ht_image *image = picture->image;
	size_t width = (size_t)image->width, height = (size_t)image->height, n = is_grey(image) ? 1 : 3;
	uint8_t *colour = pdf_pushed(d, ht_arena_array(scratch, width * height, n)), *to = colour;
	if (!colour)
		return;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image), *seen = paper; p < end; p += 4) {
		if (!looks_alike(p, seen))
			seen = p;
		for (size_t i = 0; i < n; i++)
			*to++ = seen[i];
	}
	picture->components = (int)n;
	picture->colour = pack_plane(d, &(plane){colour, width * n, height, n}, scratch);
}

static void pack_alpha(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	const ht_image *image = picture->image;
	size_t width = (size_t)image->width, height = (size_t)image->height;
	uint8_t *alpha = pdf_pushed(d, ht_arena_array(scratch, width, height)), *to = alpha;
	if (!alpha)
		return;
	for (const uint8_t *p = image->rgba, *end = pixels_end(image); p < end; p += 4)
		*to++ = p[3];
	picture->alpha = pack_plane(d, &(plane){alpha, width, height, 1}, scratch);
}

static void pack_pixels(pdf_document *d, pdf_picture *picture, ht_arena *scratch)
{
	picture->ink = single_colour(picture->image);
	if (picture->ink)
		pack_ink(d, picture, scratch);
	else
		pack_colour(d, picture, scratch);
	if (picture->image->alpha)
		pack_alpha(d, picture, scratch);
}

/* A packed picture as kept for the next document: this, followed by the bytes of
 * both planes. */
typedef struct kept_picture {
	uint8_t ink[3];
	bool has_ink, colour_filtered, alpha_filtered;
	int components;
	size_t colour_len, alpha_len;
} kept_picture;

static bool load_kept(pdf_picture *picture, const char *kind)
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

static void store_kept(pdf_document *d, const pdf_picture *picture, const char *kind, ht_arena *scratch)
{
	const pdf_bytes *colour = &picture->colour.packed, *alpha = &picture->alpha.packed;
	size_t len = sizeof(kept_picture) + colour->len + alpha->len;
	kept_picture *k = pdf_pushed(d, ht_arena_alloc(scratch, len));
	if (!k)
		return;
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
}

static void pack_picture(pdf_document *d, pdf_picture *picture)
{
	const ht_image *image = picture->image;
	char kind[16];
	if (image->jpeg) {
		picture->components = image->components;
		picture->colour.packed = (pdf_bytes){image->jpeg, image->jpeg_len};
		return;
	}
	snprintf(kind, sizeof kind, "pdf %d", d->options.compression);
	if (load_kept(picture, kind))
		return;
	ht_arena *scratch = pdf_pushed(d, ht_arena_new());
	if (!scratch)
		return;
	pack_pixels(d, picture, scratch);
	if (!d->status)
		store_kept(d, picture, kind, scratch);
	ht_arena_free(scratch);
}

/* An SVG shown at two sizes may have been drawn twice. */
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

void pdf_pictures_survey(pdf_document *d, const ht_op *op)
{
	if (!replay_draws_image(op) || pdf_picture_find(d, op))
		return;
	pdf_picture *picture = PDF_PUSH(d, d->pictures, d->n_pictures, d->cap_pictures);
	if (!picture)
		return;
	picture->image = op->image;
	pack_picture(d, picture);
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
	int bits = 8;
	if (ink) {
		pdf_put(o, dict, "ColorSpace", ink_space(o, ink));
		bits = 1;
	} else if (components == 1) {
		pdf_put_name(o, dict, "ColorSpace", "DeviceGray");
	} else {
		pdf_put_name(o, dict, "ColorSpace", "DeviceRGB");
	}
	pdf_put_int(o, dict, "BitsPerComponent", bits);
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
		pdf_put_int(o, parms, "Predictor", 15); /* PNG filters, chosen per row */
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
