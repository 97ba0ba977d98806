/* Glyphs of a font face: by character, their outlines and ink. */
#include "font_priv.h"
#include "cff_outline.h"
#include "base/arena.h"
#include "outlines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* No glyph looked up yet; no face has 65,536 glyphs. */
#define GLYPH_UNKNOWN UINT16_MAX

void ht_font_face_advances(const ht_font_face *face, const uint32_t *first, size_t step, size_t n, int32_t *ret,
                           size_t ret_step)
{
	if (!face->plain) {
		hb_font_get_glyph_h_advances(face->hb_font, (unsigned)n, first, (unsigned)step, ret,
		                             (unsigned)ret_step);
		return;
	}
	const char *from = (const char *)first;
	for (char *to = (char *)ret; n > 0; n--, from += step, to += ret_step)
		*(int32_t *)(void *)to = ht_sfnt_advance(&face->chars, *(const uint32_t *)(const void *)from);
}

double ht_font_advance(const ht_font *font, uint32_t gid)
{
	int32_t advance;
	ht_font_face_advances(font->face, &gid, sizeof gid, 1, &advance, sizeof advance);
	return advance / (FACE_SCALE / 1000.0);
}

/* Glyphs asked for at once. */
#define AT_ONCE 32

void ht_font_advances(const ht_font *font, const uint32_t *first, size_t step, size_t n, double *ret)
{
	int32_t found[AT_ONCE];
	for (size_t i = 0; i < n; i++) {
		if (i % AT_ONCE == 0) {
			const size_t count = n - i < AT_ONCE ? n - i : AT_ONCE;
			const void *from = (const char *)first + i * step;
			ht_font_face_advances(font->face, from, step, count, found, sizeof *found);
		}
		ret[i] = found[i % AT_ONCE] / (FACE_SCALE / 1000.0);
	}
}

static double em(float v)
{
	return (double)v / FACE_SCALE;
}

static void draw_move(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->move(sink->user, em(x), em(y));
}

static void draw_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->line(sink->user, em(x), em(y));
}

static void draw_curve(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1, float y1, float x2,
                       float y2, float x3, float y3, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->curve(sink->user, em(x1), em(y1), em(x2), em(y2), em(x3), em(y3));
}

static void draw_close(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user)
{
	(void)funcs, (void)state, (void)user;
	const ht_outline_sink *sink = data;
	sink->close(sink->user);
}

/* HarfBuzz passes quadratic curves, for which there is no callback, as cubic
 * ones. */
static hb_draw_funcs_t *draw_funcs(void)
{
	hb_draw_funcs_t *funcs = hb_draw_funcs_create();
	hb_draw_funcs_set_move_to_func(funcs, draw_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(funcs, draw_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(funcs, draw_curve, NULL, NULL);
	hb_draw_funcs_set_close_path_func(funcs, draw_close, NULL, NULL);
	hb_draw_funcs_make_immutable(funcs);
	return funcs;
}

void ht_font_outline(const ht_font *font, uint32_t gid, const ht_outline_sink *sink)
{
	ht_outline_sink copy = *sink;
	ht_font_shared *shared = font->face->shared;
	if (!ht_font_face_shapes(font->face))
		return;
	if (!shared->draw)
		shared->draw = draw_funcs();
	ht_hb.HT_HARFBUZZ_DRAW(font->face->hb_font, gid, shared->draw, &copy);
}

/* The bounding box of an outline so far, in em. */
typedef struct tracer {
	double x, y; /* current point */
	double box[4];
	bool any;
} tracer;

static void include(tracer *t, double x, double y)
{
	if (!t->any) {
		t->box[0] = t->box[2] = x;
		t->box[1] = t->box[3] = y;
		t->any = true;
	}
	t->box[0] = fmin(t->box[0], x);
	t->box[1] = fmin(t->box[1], y);
	t->box[2] = fmax(t->box[2], x);
	t->box[3] = fmax(t->box[3], y);
}

static void trace_move(void *user, double x, double y)
{
	tracer *t = user;
	t->x = x;
	t->y = y;
}

static void trace_line(void *user, double x, double y)
{
	tracer *t = user;
	include(t, t->x, t->y);
	include(t, x, y);
	trace_move(t, x, y);
}

/* Parameters of the extrema of one coordinate of a curve: the zeros of its
 * derivative, at most two. */
static int extrema(const double p[4], double u[2])
{
	double a = -p[0] + 3 * p[1] - 3 * p[2] + p[3], b = 2 * (p[0] - 2 * p[1] + p[2]), c = p[1] - p[0];
	double d = b * b - 4 * a * c;
	int n = 0;
	if (fabs(a) < 1e-12) {
		if (fabs(b) > 1e-12)
			u[n++] = -c / b;
	} else if (d >= 0) {
		u[n++] = (-b + sqrt(d)) / (2 * a);
		u[n++] = (-b - sqrt(d)) / (2 * a);
	}
	return n;
}

/* The box of a curve is that of its ends and extrema; its control points lie
 * outside. */
static void trace_curve(void *user, double x1, double y1, double x2, double y2, double x3, double y3)
{
	tracer *t = user;
	const double xs[4] = {t->x, x1, x2, x3}, ys[4] = {t->y, y1, y2, y3};
	const double *const axes[] = {xs, ys};
	trace_line(t, x3, y3);
	for (int i = 0; i < 2; i++) {
		double u[2];
		for (int k = extrema(axes[i], u); k-- > 0;)
			if (u[k] > 0 && u[k] < 1)
				include(t, ht_cubic_at(xs, u[k]), ht_cubic_at(ys, u[k]));
	}
}

static void trace_close(void *user)
{
	(void)user;
}

/* A few glyphs of a Chinese face are measured in most documents: those of the name in the masthead. False: HarfBuzz is
 * to draw it. */
static bool draw_directly(const ht_font_face *face, uint32_t gid, const ht_outline_sink *sink)
{
	ht_buf flat = {0};
	ht_arena *arena = face->plain && face->font.cid_keyed ? ht_arena_new() : NULL;
	bool drawn = arena && ht_font_face_flatten(face, gid, arena, &flat) == HT_OK;
	if (drawn)
		drawn =
		    ht_cff_outline((ht_cff_bytes){(const unsigned char *)flat.data, flat.len}, face->font.upem, sink);
	ht_arena_free(arena);
	ht_buf_free(&flat);
	return drawn;
}

static void measure_ink(ht_font_face *face, uint32_t gid, ht_ink *ink)
{
	tracer t = {0};
	const ht_outline_sink sink = {trace_move, trace_line, trace_curve, trace_close, &t};
	*ink = (ht_ink){.key = gid + 1, .blank = true};
	if (!draw_directly(face, gid, &sink)) {
		t = (tracer){0};
		if (!ht_font_face_shapes(face))
			ink->key = 0; /* ht_fonts_status() says so */
		ht_font_outline(&face->font, gid, &sink);
	}
	if (!t.any || t.box[0] == t.box[2] || t.box[1] == t.box[3])
		return;
	ink->blank = false;
	for (int i = 0; i < 4; i++)
		ink->box[i] = (int)lround(t.box[i] * 1000);
}

bool ht_font_ink(const ht_font *font, uint32_t gid, int box[4])
{
	ht_ink *ink = &font->face->ink[gid % INK_SLOTS];
	if (ink->key != gid + 1)
		measure_ink(font->face, gid, ink);
	for (int i = 0; i < 4; i++)
		box[i] = ink->box[i];
	return !ink->blank;
}

static bool is_withheld(const ht_font_face *face, uint32_t cp)
{
	size_t lo = 0, hi = face->n_withheld;
	while (lo < hi) {
		const size_t mid = lo + (hi - lo) / 2;
		if (face->withheld[mid].last < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < face->n_withheld && face->withheld[lo].first <= cp;
}

/* What the file says. */
static uint32_t mapped_glyph(const ht_font_face *face, uint32_t cp)
{
	hb_codepoint_t gid = 0;
	if (face->plain)
		return ht_sfnt_glyph(&face->chars, cp);
	return hb_font_get_nominal_glyph(face->hb_font, cp, &gid) ? gid : 0;
}

static uint32_t look_up(ht_font_face *face, uint32_t cp)
{
	return is_withheld(face, cp) ? 0 : mapped_glyph(face, cp);
}

bool ht_font_face_withholds(const ht_font_face *face, uint32_t cp)
{
	return is_withheld(face, cp) && mapped_glyph(face, cp);
}

/* In Fandol, the glyph of the full-width yuan sign is a dollar sign. An amount in
 * the wrong currency is worse than a glyph from another face. */
static bool is_wrong_glyph(ht_font_face *face, uint32_t cp, uint32_t gid)
{
	int yuan[4], dollar[4];
	uint32_t other = cp == 0xFFE5 ? look_up(face, 0xFF04) : 0;
	return other && ht_font_ink(&face->font, gid, yuan) && ht_font_ink(&face->font, other, dollar) &&
	       memcmp(yuan, dollar, sizeof yuan) == 0;
}

uint32_t ht_font_face_glyph(ht_font_face *face, uint32_t cp)
{
	if (cp > 0x10FFFF)
		return 0;
	uint16_t **page = &face->glyphs[cp >> CP_PAGE_BITS];
	if (!*page) {
		*page = malloc(CP_PAGE_SIZE * sizeof **page);
		if (!*page)
			return look_up(face, cp);
		memset(*page, 0xFF, CP_PAGE_SIZE * sizeof **page);
	}
	uint16_t *slot = &(*page)[cp & (CP_PAGE_SIZE - 1)];
	if (*slot == GLYPH_UNKNOWN) {
		uint32_t gid = look_up(face, cp);
		*slot = (uint16_t)gid;
		if (is_wrong_glyph(face, cp, gid))
			*slot = 0;
	}
	return *slot;
}
