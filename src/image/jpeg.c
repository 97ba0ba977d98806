/* JPEG through libjpeg-turbo. A file is kept as it is coded if PDF readers show it as
 * libjpeg does, but without what does not draw: place, time, camera, comments. It is
 * still decoded once, at an eighth of its size, which finds truncated and damaged files. libjpeg reports errors by
 * longjmp to jpeg_guard(). */
#include "image_priv.h"

/* In this order: jpeglib.h needs FILE, and jerror.h numbers its messages by
 * what jpeglib.h has set. */
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/intl.h"
#include "base/library.h"
#include "base/messages.h"
#include "config.h"

#define FUNCTIONS(X)                                                                                                   \
	X(jpeg_CreateDecompress)                                                                                       \
	X(jpeg_destroy_decompress)                                                                                     \
	X(jpeg_finish_decompress)                                                                                      \
	X(jpeg_mem_src)                                                                                                \
	X(jpeg_read_header)                                                                                            \
	X(jpeg_read_scanlines)                                                                                         \
	X(jpeg_save_markers)                                                                                           \
	X(jpeg_start_decompress)                                                                                       \
	X(jpeg_std_error)

typedef struct jpeg_library {
	HT_LIBRARY_TABLE(FUNCTIONS)
} jpeg_library;

static bool load(jpeg_library *lib)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(FUNCTIONS)};
	return ht_library_load(HT_JPEG_LIBRARY, names, ARRAY_LEN(names), lib);
}

/* A progressive file of a few kilobytes may have thousands of scans. */
#define MAX_SCANS 100
#define APP1      (JPEG_APP0 + 1)
#define ADOBE_YCC 1

typedef struct reader {
	jpeg_library lib;
	struct jpeg_decompress_struct cinfo;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	const uint8_t *data;
	size_t len;
	uint8_t *rgba; /* output of decode() */
	jmp_buf out;
	bool no_memory;
	char why[JMSG_LENGTH_MAX];
} reader;

static void on_error(j_common_ptr cinfo)
{
	reader *r = cinfo->client_data;
	r->no_memory = r->errors.msg_code == JERR_OUT_OF_MEMORY;
	r->errors.format_message(cinfo, r->why);
	longjmp(r->out, 1);
}

/* Warnings of missing picture data are errors here; all other warnings concern
 * files that every program shows correctly. */
static void on_message(j_common_ptr cinfo, int level)
{
	static const int lost[] = {JWRN_HIT_MARKER, JWRN_JPEG_EOF, JWRN_HUFF_BAD_CODE, JWRN_ARITH_BAD_CODE,
	                           JWRN_MUST_RESYNC};
	for (size_t i = 0; level < 0 && i < sizeof lost / sizeof *lost; i++)
		if (cinfo->err->msg_code == lost[i])
			on_error(cinfo);
}

static void on_output(j_common_ptr cinfo)
{
	(void)cinfo;
}

static void on_progress(j_common_ptr cinfo)
{
	reader *r = cinfo->client_data;
	if (r->cinfo.input_scan_number <= MAX_SCANS)
		return;
	snprintf(r->why, sizeof r->why, "%s", _("it has too many scans"));
	longjmp(r->out, 1);
}

static bool jpeg_guard(reader *r, void (*step)(reader *))
{
	if (setjmp(r->out))
		return false;
	step(r);
	return true;
}

static void create(reader *r)
{
	r->lib.jpeg_CreateDecompress(&r->cinfo, JPEG_LIB_VERSION, sizeof r->cinfo);
}

/* r->lib is loaded. False: out of memory. Close with jpeg_destroy_decompress() in any case. */
static bool reader_open(reader *r, const uint8_t *data, size_t len)
{
	*r = (reader){.lib = r->lib, .data = data, .len = len, .progress = {.progress_monitor = on_progress}};
	r->cinfo.err = r->lib.jpeg_std_error(&r->errors);
	r->errors.error_exit = on_error;
	r->errors.emit_message = on_message;
	r->errors.output_message = on_output;
	r->cinfo.client_data = r;
	if (!jpeg_guard(r, create))
		return false;
	r->cinfo.progress = &r->progress;
	return true;
}

static void read_header(reader *r)
{
	r->lib.jpeg_mem_src(&r->cinfo, r->data, r->len);
	r->lib.jpeg_save_markers(&r->cinfo, APP1, 0xFFFF);
	r->lib.jpeg_read_header(&r->cinfo, TRUE);
}

/* Decode at 1/8 size, only to find errors. */
static void decode_small(reader *r)
{
	r->cinfo.scale_num = 1;
	r->cinfo.scale_denom = 8;
	r->lib.jpeg_start_decompress(&r->cinfo);
	JSAMPARRAY row = r->cinfo.mem->alloc_sarray((j_common_ptr)&r->cinfo, JPOOL_IMAGE,
	                                            r->cinfo.output_width * (JDIMENSION)r->cinfo.output_components, 1);
	while (r->cinfo.output_scanline < r->cinfo.output_height)
		r->lib.jpeg_read_scanlines(&r->cinfo, row, 1);
	r->lib.jpeg_finish_decompress(&r->cinfo);
}

/* Convert in place. Adobe's programs store the complement of the ink. */
static void cmyk_to_rgba(uint8_t *p, size_t pixels, bool complement)
{
	for (uint8_t *end = p + pixels * 4; p < end; p += 4) {
		for (int i = 0; i < 4 && !complement; i++)
			p[i] = (uint8_t)(255 - p[i]);
		for (int i = 0; i < 3; i++)
			p[i] = (uint8_t)(p[i] * p[3] / 255);
		p[3] = 0xFF;
	}
}

static void decode(reader *r)
{
	bool cmyk = r->cinfo.num_components == 4;
	r->cinfo.out_color_space = cmyk ? JCS_CMYK : JCS_EXT_RGBA;
	r->lib.jpeg_start_decompress(&r->cinfo);
	size_t width = r->cinfo.output_width;
	while (r->cinfo.output_scanline < r->cinfo.output_height) {
		JSAMPROW row = r->rgba + r->cinfo.output_scanline * width * 4;
		r->lib.jpeg_read_scanlines(&r->cinfo, &row, 1);
		if (cmyk)
			cmyk_to_rgba(row, width, r->cinfo.saw_Adobe_marker);
	}
	r->lib.jpeg_finish_decompress(&r->cinfo);
}

/* Does every PDF reader interpret the components as libjpeg does? Readers go by
 * Adobe's marker, else take three components for YCbCr; none supports arithmetic
 * coding. */
static bool can_keep(const struct jpeg_decompress_struct *c)
{
	if (c->arith_code)
		return false;
	if (c->num_components == 1)
		return true;
	bool ycc = !c->saw_Adobe_marker || c->Adobe_transform == ADOBE_YCC;
	return c->num_components == 3 && c->jpeg_color_space == (ycc ? JCS_YCbCr : JCS_RGB);
}

static int orientation(const struct jpeg_decompress_struct *c)
{
	for (jpeg_saved_marker_ptr m = c->marker_list; m; m = m->next) {
		int value = image_exif_orientation(m->data, m->data_length);
		if (value != 1)
			return value;
	}
	return 1;
}

static void set_true_size(const struct jpeg_decompress_struct *c, ht_image *image)
{
	/* JFIF density units: 1 dots per inch, 2 dots per centimetre. */
	static const double mm[] = {0, 25.4, 10};
	if (!c->saw_JFIF_marker || c->density_unit < 1 || c->density_unit > 2 || !c->X_density || !c->Y_density)
		return;
	image->width_mm = image->width * mm[c->density_unit] / c->X_density;
	image->height_mm = image->height * mm[c->density_unit] / c->Y_density;
}

static void swap_sides(ht_image *image)
{
	int width = image->width;
	image->width = image->height;
	image->height = width;
	double mm = image->width_mm;
	image->width_mm = image->height_mm;
	image->height_mm = mm;
}

static ht_status failure(const reader *r, const image_source *source)
{
	return r->no_memory ? HT_ERR_NOMEM : image_damaged(source, r->why);
}

/* Markers of a JPEG file (ITU-T T.81 table B.1), after 0xFF. */
#define SOI  0xD8
#define EOI  0xD9
#define SOS  0xDA
#define RST0 0xD0
#define RST7 0xD7
#define APP2 (JPEG_APP0 + 2)

/* Does the segment, whose content is body, say how the picture is drawn? Other application data and comments say where,
 * when and by whom it was taken. */
static bool draws(int marker, const uint8_t *body, size_t len)
{
	static const char profile[] = "ICC_PROFILE";
	if (marker == APP2)
		return len >= sizeof profile && memcmp(body, profile, sizeof profile) == 0;
	if (marker == JPEG_COM)
		return false;
	return marker < JPEG_APP0 || marker > JPEG_APP0 + 15 || marker == JPEG_APP0 || marker == JPEG_APP0 + 14;
}

/* The end of the coded data at p: where the next marker is that is not part of them. */
static const uint8_t *after_scan(const uint8_t *p, const uint8_t *end)
{
	for (; p + 1 < end; p++)
		if (p[0] == 0xFF && p[1] && p[1] != 0xFF && (p[1] < RST0 || p[1] > RST7))
			return p;
	return end;
}

/* Copy to `to` what draws the picture, without what follows its end. The bytes written; 0: the segments do not fit
 * together. */
static size_t copy_drawing(const uint8_t *p, size_t len, uint8_t *to)
{
	const uint8_t *end = p + len, *begin = to;
	while (p + 1 < end && p[0] == 0xFF) {
		int marker = p[1];
		const uint8_t *next = p + 2;
		if (marker == 0xFF) { /* fill bytes */
			p++;
			continue;
		}
		if (marker != SOI && marker != EOI) {
			size_t size = end - next < 2 ? 0 : (size_t)next[0] << 8 | next[1];
			if (size < 2 || size > (size_t)(end - next))
				return 0;
			next += size;
			if (!draws(marker, p + 4, size - 2)) {
				p = next;
				continue;
			}
		}
		if (marker == SOS)
			next = after_scan(next, end);
		memcpy(to, p, (size_t)(next - p));
		to += next - p;
		p = next;
		if (marker == EOI)
			return (size_t)(to - begin);
	}
	return 0;
}

/* *kept: whether it could be; otherwise it is to be decoded. */
static ht_status keep_jpeg(reader *r, const image_source *source, ht_image *image, bool *kept)
{
	if (!jpeg_guard(r, decode_small))
		return failure(r, source);
	uint8_t *jpeg = ht_arena_alloc(source->arena, source->len);
	if (!jpeg)
		return HT_ERR_NOMEM;
	image->jpeg_len = copy_drawing(source->data, source->len, jpeg);
	*kept = image->jpeg_len > 0;
	if (*kept) {
		image->jpeg = jpeg;
		image->components = r->cinfo.num_components;
	}
	return HT_OK;
}

/* image has its size as stored, and afterwards its upright size. */
static ht_status decode_upright(reader *r, const image_source *source, ht_image *image)
{
	int turn = orientation(&r->cinfo);
	size_t pixels = (size_t)image->width * (size_t)image->height;
	uint8_t *upright = ht_arena_array(source->arena, pixels, 4);
	uint8_t *stored = turn == 1 ? upright : calloc(pixels, 4);
	r->rgba = stored;
	ht_status status = HT_ERR_NOMEM;
	if (upright && stored)
		status = jpeg_guard(r, decode) ? HT_OK : failure(r, source);
	if (status == HT_OK && turn != 1)
		image_turn(stored, image->width, image->height, turn, upright);
	if (stored != upright)
		free(stored);
	if (turn >= 5)
		swap_sides(image);
	image->rgba = upright;
	return status;
}

static ht_status read_image(reader *r, const image_source *source, ht_image *image)
{
	if (!jpeg_guard(r, read_header))
		return failure(r, source);
	ht_status status = image_check_size(source, r->cinfo.image_width, r->cinfo.image_height);
	if (status != HT_OK)
		return status;
	image->width = (int)r->cinfo.image_width;
	image->height = (int)r->cinfo.image_height;
	set_true_size(&r->cinfo, image);
	bool kept = false;
	if (can_keep(&r->cinfo) && orientation(&r->cinfo) == 1) {
		status = keep_jpeg(r, source, image, &kept);
		if (status != HT_OK || kept)
			return status;
		if (!jpeg_guard(r, read_header))
			return failure(r, source);
	}
	return decode_upright(r, source, image);
}

ht_status image_read_jpeg(const image_source *source, ht_image *image)
{
	reader r;
	if (!load(&r.lib))
		return ht_library_fail(source->diags, source->loc, HT_JPEG_LIBRARY, HT_JPEG_PACKAGE);
	ht_status status = reader_open(&r, source->data, source->len) ? read_image(&r, source, image) : HT_ERR_NOMEM;
	r.lib.jpeg_destroy_decompress(&r.cinfo);
	return status;
}

uint8_t *ht_image_pixels(const ht_image *image)
{
	reader r;
	if (!load(&r.lib))
		return NULL;
	uint8_t *rgba = calloc((size_t)image->width * (size_t)image->height, 4);
	bool done = reader_open(&r, image->jpeg, image->jpeg_len) && rgba;
	r.rgba = rgba;
	done = done && jpeg_guard(&r, read_header) && jpeg_guard(&r, decode);
	r.lib.jpeg_destroy_decompress(&r.cinfo);
	if (done)
		return rgba;
	free(rgba);
	return NULL;
}
