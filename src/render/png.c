/* The PNG backend: each page a PNG file, drawn by cairo.
 *
 * Glyphs are filled outlines, not cairo text: no hinting, no rounding to pixels,
 * and no font configuration that differs between machines. A document uses few
 * glyphs many times, so their outlines are cached as cairo paths, in em. */
#include <cairo.h>
#include <glib.h>
#include <math.h>
#include <stdio.h>

#include "png_apart.h"
#include "png_picture.h"
#include "base/intl.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "config.h"
#include "render/messages.h"
#include "replay.h"
#include "render/render.h"

/* 256 MiB of pixels; and cairo's limit for each side. */
#define PIXELS_MAX ((double)(64 << 20))
#define SIDE_MAX   32767.0

typedef struct outline {
	const ht_font *font;
	uint32_t gid;
	cairo_path_t path; /* data in the arena */
	size_t cap;
	struct outline *next; /* in its bucket */
} outline;

/* A long document has a few thousand glyphs: short chains. */
#define OUTLINE_BUCKETS 1024

typedef struct png_state {
	const ht_pages *pages;
	ht_diags *diags;
	double scale; /* dots per pt */
	ht_arena *arena;
	png_cairo lib;
	outline *outlines[OUTLINE_BUCKETS]; /* by gid */
	outline *current;                   /* being filled */
	png_pictures pictures;
	ht_status status;     /* the first failure */
	cairo_status_t error; /* what cairo said of it */
} png_state;

static void fail(png_state *s, ht_status status)
{
	if (!s->status)
		s->status = status;
}

/* Append a path element with n points to the current outline. */
static void add_element(png_state *s, cairo_path_data_type_t type, const double *xy, int n)
{
	outline *o = s->current;
	size_t len = (size_t)o->path.num_data;
	for (int i = -1; i < n; i++) {
		cairo_path_data_t *data = HT_PUSH(s->arena, o->path.data, len, o->cap);
		if (!data) {
			fail(s, HT_ERR_NOMEM);
			return;
		}
		if (i < 0) {
			data->header.type = type;
			data->header.length = n + 1;
		} else {
			data->point.x = xy[2 * i];
			data->point.y = xy[2 * i + 1];
		}
	}
	o->path.num_data = (int)len;
}

static void sink_move(void *user, double x, double y)
{
	add_element(user, CAIRO_PATH_MOVE_TO, (double[]){x, y}, 1);
}

static void sink_line(void *user, double x, double y)
{
	add_element(user, CAIRO_PATH_LINE_TO, (double[]){x, y}, 1);
}

static void sink_curve(void *user, double x1, double y1, double x2, double y2, double x3, double y3)
{
	add_element(user, CAIRO_PATH_CURVE_TO, (double[]){x1, y1, x2, y2, x3, y3}, 3);
}

static void sink_close(void *user)
{
	add_element(user, CAIRO_PATH_CLOSE_PATH, NULL, 0);
}

static const outline *outline_of(png_state *s, const ht_font *font, uint32_t gid)
{
	outline **bucket = &s->outlines[gid % OUTLINE_BUCKETS];
	for (const outline *known = *bucket; known; known = known->next)
		if (known->font == font && known->gid == gid)
			return known;
	outline *o = ht_arena_alloc(s->arena, sizeof *o);
	if (!o) {
		fail(s, HT_ERR_NOMEM);
		return NULL;
	}
	*o = (outline){.font = font, .gid = gid, .next = *bucket};
	s->current = o;
	const ht_outline_sink sink = {sink_move, sink_line, sink_curve, sink_close, s};
	ht_font_outline(font, gid, &sink);
	*bucket = o;
	return o;
}

static void set_colour(const png_cairo *lib, cairo_t *cr, ht_colour c)
{
	lib->cairo_set_source_rgb(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0);
}

static void draw_run(png_state *s, cairo_t *cr, const ht_op *op)
{
	const png_cairo *lib = &s->lib;
	const ht_run *run = op->run;
	double size = ht_len_to_pt(run->size), xscale = run->xscale / 1000.0;
	if (size <= 0 || xscale <= 0)
		return;
	set_colour(lib, cr, run->colour);
	for (size_t i = 0; i < run->n; i++) {
		const ht_glyph *g = &run->glyphs[i];
		if (!replay_draws_glyph(g->gid))
			continue;
		const outline *o = outline_of(s, run->font, g->gid);
		if (!o || o->path.num_data == 0)
			continue;
		lib->cairo_save(cr);
		lib->cairo_translate(cr, ht_len_to_pt(op->x) + ht_len_to_pt(g->x),
		                     ht_len_to_pt(op->y) + ht_len_to_pt(g->y));
		lib->cairo_scale(cr, size * xscale, -size);
		lib->cairo_append_path(cr, &o->path);
		lib->cairo_restore(cr);
	}
	lib->cairo_fill(cr);
}

static void draw_rule(const png_cairo *lib, cairo_t *cr, const ht_op *op)
{
	set_colour(lib, cr, op->colour);
	lib->cairo_rectangle(cr, ht_len_to_pt(op->x), ht_len_to_pt(op->y), ht_len_to_pt(op->w), ht_len_to_pt(op->h));
	lib->cairo_fill(cr);
}

/* Fail with what cairo reports, unless that is a success. */
static void check(png_state *s, cairo_status_t status)
{
	if (status == CAIRO_STATUS_SUCCESS || s->status)
		return;
	s->error = status;
	fail(s, status == CAIRO_STATUS_NO_MEMORY ? HT_ERR_NOMEM : HT_ERR_LIB);
}

static void draw_op(png_state *s, cairo_t *cr, const ht_op *op)
{
	if (op->kind == HT_OP_IMAGE)
		check(s, png_picture_draw(&s->pictures, cr, op));
	else if (op->kind == HT_OP_RUN)
		draw_run(s, cr, op);
	else
		draw_rule(&s->lib, cr, op);
	check(s, s->lib.cairo_status(cr));
}

static void enter_frame(const png_cairo *lib, cairo_t *cr, const ht_page *page, ht_turn turn)
{
	if (turn == HT_TURN_NONE)
		return;
	replay_matrix m = replay_frame(page, turn, REPLAY_Y_DOWN);
	cairo_matrix_t frame;
	lib->cairo_matrix_init(&frame, m.a, m.b, m.c, m.d, m.e, m.f);
	lib->cairo_transform(cr, &frame);
}

static void draw_page(png_state *s, cairo_t *cr, const ht_page *page)
{
	const png_cairo *lib = &s->lib;
	set_colour(lib, cr, (ht_colour){255, 255, 255});
	lib->cairo_paint(cr);
	lib->cairo_scale(cr, s->scale, s->scale);
	check(s, lib->cairo_status(cr));
	for (size_t i = 0; i < page->n && !s->status; i++) {
		lib->cairo_save(cr);
		enter_frame(lib, cr, page, page->ops[i].turn);
		draw_op(s, cr, &page->ops[i]);
		lib->cairo_restore(cr);
	}
}

static cairo_status_t write_bytes(void *out, const unsigned char *data, unsigned len)
{
	return ht_buf_add(out, data, len) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_NO_MEMORY;
}

/* Fail before memory is allocated for an absurdly large picture. */
static void check_size(png_state *s, const ht_page *page, double width, double height)
{
	if (width >= 1 && height >= 1 && width <= SIDE_MAX && height <= SIDE_MAX && width * height <= PIXELS_MAX)
		return;
	double w = ht_len_to_pt(page->width), h = ht_len_to_pt(page->height);
	double most = fmin(sqrt(PIXELS_MAX / (w * h)), fmin(SIDE_MAX / w, SIDE_MAX / h)) * 72;
	char dpi[32], limit[32];
	snprintf(dpi, sizeof dpi, "%ld", lround(fmin(s->scale * 72, 1e9)));
	snprintf(limit, sizeof limit, "%ld", lround(floor(fmin(most, 1e9) / 10) * 10));
	ht_diag(s->diags, HT_D_PNG_SIZE, (ht_loc){0}, dpi, limit, NULL);
	fail(s, HT_ERR_INPUT);
}

/* The process that draws would lose them. */
static void keep_outlines(png_state *s, const ht_page *page)
{
	for (size_t i = 0; i < page->n && !s->status; i++) {
		const ht_run *run = page->ops[i].kind == HT_OP_RUN ? page->ops[i].run : NULL;
		for (size_t k = 0; run && k < run->n; k++)
			if (replay_draws_glyph(run->glyphs[k].gid))
				outline_of(s, run->font, run->glyphs[k].gid);
	}
}

static cairo_surface_t *surface_on(const png_cairo *lib, const png_canvas *canvas)
{
	return lib->cairo_image_surface_create_for_data((unsigned char *)canvas->pixels, CAIRO_FORMAT_RGB24,
	                                                canvas->width, canvas->height,
	                                                canvas->width * (int)sizeof *canvas->pixels);
}

typedef struct drawing {
	png_state *state;
	const ht_page *page;
} drawing;

static ht_status draw(void *user, png_canvas *canvas)
{
	const drawing *d = user;
	png_state *s = d->state;
	cairo_surface_t *surface = surface_on(&s->lib, canvas);
	cairo_t *cr = s->lib.cairo_create(surface);
	draw_page(s, cr, d->page);
	s->lib.cairo_destroy(cr);
	s->lib.cairo_surface_destroy(surface);
	canvas->error = (int)s->error;
	return s->status;
}

static void write_png(png_state *s, const png_canvas *canvas, ht_buf *out)
{
	const size_t begin = out->len;
	cairo_surface_t *surface = surface_on(&s->lib, canvas);
	check(s, s->lib.cairo_surface_write_to_png_stream(surface, write_bytes, out));
	s->lib.cairo_surface_destroy(surface);
	if (s->status)
		out->len = begin;
}

/* What the library said of a failure, or that it could say nothing. */
static void say_why(png_state *s, bool broke_down)
{
	const char *why = _("drawing broke down, as it does when memory runs out");
	if (!broke_down)
		why = s->lib.cairo_status_to_string(s->error);
	if (s->status == HT_ERR_LIB)
		ht_diag(s->diags, HT_D_PNG_LIB, (ht_loc){0}, why, NULL);
}

static ht_status png_page(void *state, size_t i, ht_buf *out)
{
	png_state *s = state;
	if (i >= s->pages->n)
		return HT_ERR_ARG;
	const ht_page *page = ht_pages_at(s->pages, i);
	if (!page)
		return HT_ERR_NOMEM;
	double width = ceil(ht_len_to_pt(page->width) * s->scale - 0.01);
	double height = ceil(ht_len_to_pt(page->height) * s->scale - 0.01);
	check_size(s, page, width, height);
	if (s->status)
		return s->status;
	keep_outlines(s, page);
	png_canvas canvas = {.width = (int)width, .height = (int)height};
	if (!png_canvas_make(&canvas))
		fail(s, HT_ERR_NOMEM);
	if (!s->status) {
		fail(s, png_draw_apart(&canvas, draw, &(drawing){s, page}));
		s->error = (cairo_status_t)canvas.error;
	}
	if (!s->status)
		write_png(s, &canvas, out);
	say_why(s, canvas.broke_down);
	png_canvas_free(&canvas);
	return s->status;
}

static ht_status png_open(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state)
{
	if (!isfinite(options->resolution) || options->resolution <= 0)
		return HT_ERR_ARG;
	const ht_status ready = ht_fonts_need_outlines(diags);
	if (ready != HT_OK)
		return ready;
	ht_arena *arena = ht_arena_new();
	png_state *s = arena ? ht_arena_alloc(arena, sizeof *s) : NULL;
	if (!s) {
		ht_arena_free(arena);
		return HT_ERR_NOMEM;
	}
	*s = (png_state){.pages = pages, .diags = diags, .scale = options->resolution / 72, .arena = arena};
	static const char *const names[] = {HT_LIBRARY_NAMES(PNG_FUNCTIONS)};
	if (!ht_library_load(HT_CAIRO_LIBRARY, names, sizeof names / sizeof *names, &s->lib)) {
		const ht_status status = ht_library_fail(diags, (ht_loc){0}, HT_CAIRO_LIBRARY, HT_CAIRO_PACKAGE);
		ht_arena_free(arena);
		return status;
	}
	s->pictures = (png_pictures){.lib = &s->lib, .arena = arena};
	*state = s;
	return HT_OK;
}

static void png_free(void *state)
{
	png_state *s = state;
	if (!s)
		return;
	png_pictures_free(&s->pictures);
	ht_arena_free(s->arena);
}

const ht_backend ht_backend_png = {
    .per_page = true,
    .open = png_open,
    .page = png_page,
    .free = png_free,
};
