/* TrueType outlines by glyph.
 *
 * HarfBuzz draws a glyph of any face, composed or variable, as lines and cubic curves. Each cubic becomes as many
 * quadratic curves as keep the error below TOLERANCE; the points between them are left implied. The outline of a glyph
 * is made once per process: it does not depend on the document. */
#include "outlines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* Greatest distance between a cubic curve and the quadratic ones, 1/1000 em. */
#define TOLERANCE 0.5
/* Pieces of a curve: enough for one that crosses ten em. */
#define PIECES_MAX 64

/* Flags of a point in glyf. */
enum { ON_CURVE = 1, X_SHORT = 2, Y_SHORT = 4, REPEATED = 8, X_SAME = 16, Y_SAME = 32 };

typedef struct point {
	int x, y;      /* font units */
	bool on, last; /* last: of its contour */
} point;

struct ht_outlines {
	size_t n_glyphs;
	uint32_t *slots; /* by gid: 1 + index into v; 0: not stored */
	ht_outline *v;
	size_t n, cap;
	ht_buf bytes;
	/* the glyph at work */
	point *points;
	size_t n_points, cap_points, contour; /* contour: its first point */
	double upem, x, y;                    /* the current point, font units */
	bool nomem;
};

ht_outlines *ht_outlines_new(size_t n_glyphs)
{
	ht_outlines *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->n_glyphs = n_glyphs;
	s->slots = calloc(n_glyphs + 1, sizeof *s->slots);
	if (s->slots)
		return s;
	free(s);
	return NULL;
}

void ht_outlines_free(ht_outlines *s)
{
	if (!s)
		return;
	ht_buf_free(&s->bytes);
	free(s->points);
	free(s->slots);
	free(s->v);
	free(s);
}

size_t ht_outlines_size(const ht_outlines *s)
{
	return s->bytes.len;
}

const unsigned char *ht_outlines_bytes(const ht_outlines *s, const ht_outline *outline)
{
	if (!s->bytes.len) /* only blank glyphs so far */
		return (const unsigned char *)"";
	return (const unsigned char *)s->bytes.data + outline->offset;
}

/* ---- points ---- */

static void add_point(ht_outlines *s, double x, double y, bool on)
{
	point *p = HT_HEAP_PUSH(s->points, s->n_points, s->cap_points);
	if (p)
		*p = (point){(int)lround(x), (int)lround(y), on, false};
	s->nomem |= !p;
}

static void move_to(void *user, double x, double y)
{
	ht_outlines *s = user;
	s->contour = s->n_points;
	s->x = x * s->upem;
	s->y = y * s->upem;
	add_point(s, s->x, s->y, true);
}

static void line_to(void *user, double x, double y)
{
	ht_outlines *s = user;
	s->x = x * s->upem;
	s->y = y * s->upem;
	add_point(s, s->x, s->y, true);
}

/* The derivative of ht_cubic_at(). */
static double slope_at(const double p[4], double t)
{
	double u = 1 - t;
	return 3 * (u * u * (p[1] - p[0]) + 2 * u * t * (p[2] - p[1]) + t * t * (p[3] - p[2]));
}

/* The control point of the quadratic curve for the piece from t0 to t1: the mean of those that its ends suggest. */
static double control(const double p[4], double t0, double t1)
{
	double third = (t1 - t0) / 3, begin = ht_cubic_at(p, t0), end = ht_cubic_at(p, t1);
	return (3 * (begin + third * slope_at(p, t0) + end - third * slope_at(p, t1)) - begin - end) / 4;
}

/* The distance of one quadratic curve from a cubic one is at most sqrt(3)/36 of its third difference; that of each of n
 * equal pieces is n³ times smaller. */
static void curve_to(void *user, double x1, double y1, double x2, double y2, double x3, double y3)
{
	ht_outlines *s = user;
	const double xs[4] = {s->x, x1 * s->upem, x2 * s->upem, x3 * s->upem};
	const double ys[4] = {s->y, y1 * s->upem, y2 * s->upem, y3 * s->upem};
	double dx = xs[3] - 3 * xs[2] + 3 * xs[1] - xs[0], dy = ys[3] - 3 * ys[2] + 3 * ys[1] - ys[0];
	double error = hypot(dx, dy) * sqrt(3) / 36;
	int n = (int)fmin(fmax(ceil(cbrt(error / (TOLERANCE * s->upem / 1000))), 1), PIECES_MAX);
	for (int i = 0; i < n; i++) {
		double t0 = (double)i / n, t1 = (double)(i + 1) / n;
		add_point(s, control(xs, t0, t1), control(ys, t0, t1), false);
	}
	line_to(s, x3, y3);
}

/* A contour that returns to its beginning needs no second point there. */
static void close_contour(void *user)
{
	ht_outlines *s = user;
	if (s->nomem || s->n_points <= s->contour)
		return;
	const point *first = &s->points[s->contour], *last = &s->points[s->n_points - 1];
	if (last > first && last->on && last->x == first->x && last->y == first->y)
		s->n_points--;
	s->points[s->n_points - 1].last = true;
	s->contour = s->n_points;
}

/* PostScript's outer contours run the other way. The first point stays the first. */
static void reverse_contours(ht_outlines *s)
{
	for (size_t begin = 0, end; begin < s->n_points; begin = end) {
		for (end = begin; !s->points[end].last; end++)
			;
		for (size_t a = begin + 1, b = end; a < b; a++, b--) {
			point swap = s->points[a];
			s->points[a] = s->points[b];
			s->points[b] = swap;
		}
		s->points[begin].last = s->points[begin + (end > begin)].last = false;
		s->points[end].last = true;
		end++;
	}
}

/* ---- glyf ---- */

static void put8(ht_buf *out, int v)
{
	unsigned char byte = (unsigned char)v;
	ht_buf_add(out, &byte, 1);
}

static void put16(ht_buf *out, int v)
{
	const unsigned char bytes[2] = {(unsigned char)((unsigned)v >> 8), (unsigned char)v};
	ht_buf_add(out, bytes, 2);
}

static int flag_of(int delta, int is_short, int same)
{
	if (!delta)
		return same;
	if (abs(delta) < 256)
		return is_short | (delta > 0) * same;
	return 0;
}

static int flags_at(const ht_outlines *s, size_t i)
{
	point p = s->points[i], before = {0};
	if (i)
		before = s->points[i - 1];
	return p.on * ON_CURVE | flag_of(p.x - before.x, X_SHORT, X_SAME) | flag_of(p.y - before.y, Y_SHORT, Y_SAME);
}

static void put_flags(ht_outlines *s)
{
	for (size_t i = 0, n; i < s->n_points; i += n) {
		int flags = flags_at(s, i);
		for (n = 1; i + n < s->n_points && n < 256 && flags_at(s, i + n) == flags; n++)
			;
		if (n < 3)
			n = 1;
		put8(&s->bytes, n > 1 ? flags | REPEATED : flags);
		if (n > 1)
			put8(&s->bytes, (int)n - 1);
	}
}

static void put_deltas(ht_outlines *s, bool vertical)
{
	int before = 0;
	for (size_t i = 0; i < s->n_points; i++) {
		int now = vertical ? s->points[i].y : s->points[i].x, delta = now - before;
		before = now;
		if (delta && abs(delta) < 256)
			put8(&s->bytes, abs(delta));
		else if (delta)
			put16(&s->bytes, delta);
	}
}

static void measure(const ht_outlines *s, ht_outline *o)
{
	for (size_t i = 0; i < s->n_points; i++) {
		const point *p = &s->points[i];
		if (i == 0 || p->x < o->box[0])
			o->box[0] = (int16_t)p->x;
		if (i == 0 || p->y < o->box[1])
			o->box[1] = (int16_t)p->y;
		if (i == 0 || p->x > o->box[2])
			o->box[2] = (int16_t)p->x;
		if (i == 0 || p->y > o->box[3])
			o->box[3] = (int16_t)p->y;
		o->n_contours = (uint16_t)(o->n_contours + p->last);
	}
	o->n_points = (uint16_t)s->n_points;
}

static void put_glyph(ht_outlines *s, ht_outline *o)
{
	measure(s, o);
	put16(&s->bytes, o->n_contours);
	for (int i = 0; i < 4; i++)
		put16(&s->bytes, o->box[i]);
	for (size_t i = 0; i < s->n_points; i++)
		if (s->points[i].last)
			put16(&s->bytes, (int)i);
	put16(&s->bytes, 0); /* no instructions */
	put_flags(s);
	put_deltas(s, false);
	put_deltas(s, true);
	while (s->bytes.len % 4 && !s->bytes.failed)
		put8(&s->bytes, 0);
}

const ht_outline *ht_outlines_of(ht_outlines *s, const ht_font *font, uint32_t gid)
{
	if (gid < s->n_glyphs && s->slots[gid])
		return &s->v[s->slots[gid] - 1];
	const ht_outline_sink sink = {move_to, line_to, curve_to, close_contour, s};
	s->n_points = s->contour = 0;
	s->upem = font->upem;
	ht_font_outline(font, gid, &sink);
	close_contour(s);
	if (font->cff && !s->nomem)
		reverse_contours(s);
	ht_outline *o = s->nomem ? NULL : HT_HEAP_PUSH(s->v, s->n, s->cap);
	if (!o)
		return NULL;
	*o = (ht_outline){.offset = s->bytes.len};
	if (s->n_points && s->n_points <= UINT16_MAX)
		put_glyph(s, o);
	o->len = s->bytes.len - o->offset;
	if (gid < s->n_glyphs)
		s->slots[gid] = (uint32_t)s->n;
	return s->bytes.failed ? NULL : o;
}
