#include "cff_outline.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define MOST_OPERANDS 48

enum {
	VMOVETO = 4,
	RLINETO,
	HLINETO,
	VLINETO,
	RRCURVETO,
	ESCAPE = 12,
	ENDCHAR = 14,
	RMOVETO = 21,
	HMOVETO,
	RCURVELINE = 24,
	RLINECURVE,
	VVCURVETO,
	HHCURVETO,
	VHCURVETO = 30,
	HVCURVETO,
	/* after ESCAPE */
	HFLEX = 34,
	FLEX,
	HFLEX1,
	FLEX1,
};

typedef struct drawer {
	const ht_outline_sink *sink;
	double upem;
	double v[MOST_OPERANDS + 1]; /* one more may be read, and means nothing */
	size_t n;
	double x, y;
	bool begun, ended; /* a contour; the program */
	bool width_known;
} drawer;

static void step(drawer *d, double dx, double dy)
{
	d->x += dx;
	d->y += dy;
}

static void move(drawer *d, double dx, double dy)
{
	if (d->begun)
		d->sink->close(d->sink->user);
	d->begun = true;
	step(d, dx, dy);
	d->sink->move(d->sink->user, d->x / d->upem, d->y / d->upem);
}

static void line(drawer *d, double dx, double dy)
{
	step(d, dx, dy);
	d->sink->line(d->sink->user, d->x / d->upem, d->y / d->upem);
}

static void curve(drawer *d, double dx1, double dy1, double dx2, double dy2, double dx3, double dy3)
{
	const double x1 = d->x + dx1, y1 = d->y + dy1, x2 = x1 + dx2, y2 = y1 + dy2, u = d->upem;
	d->x = x2 + dx3;
	d->y = y2 + dy3;
	d->sink->curve(d->sink->user, x1 / u, y1 / u, x2 / u, y2 / u, d->x / u, d->y / u);
}

/* Lines, the first of them horizontal or vertical, and so on in turn. */
static void lines_in_turn(drawer *d, bool horizontal)
{
	for (size_t i = 0; i < d->n; i++, horizontal = !horizontal) {
		if (horizontal)
			line(d, d->v[i], 0);
		else
			line(d, 0, d->v[i]);
	}
}

static void lines(drawer *d, size_t from, size_t to)
{
	for (size_t i = from; i + 2 <= to; i += 2)
		line(d, d->v[i], d->v[i + 1]);
}

static void curves(drawer *d, size_t from, size_t to)
{
	const double *v = d->v;
	for (size_t i = from; i + 6 <= to; i += 6)
		curve(d, v[i], v[i + 1], v[i + 2], v[i + 3], v[i + 4], v[i + 5]);
}

/* hhcurveto, vvcurveto: curves that begin and end horizontal, or vertical. */
static void curves_alike(drawer *d, bool horizontal)
{
	const double *v = d->v;
	size_t i = d->n % 4 == 1;
	double aside = i * v[0];
	for (; i + 4 <= d->n; i += 4, aside = 0) {
		if (horizontal)
			curve(d, v[i], aside, v[i + 1], v[i + 2], v[i + 3], 0);
		else
			curve(d, aside, v[i], v[i + 1], v[i + 2], 0, v[i + 3]);
	}
}

/* hvcurveto, vhcurveto: curves that begin horizontal and end vertical, and the other way, in turn. */
static void curves_in_turn(drawer *d, bool horizontal)
{
	const double *v = d->v;
	for (size_t i = 0; i + 4 <= d->n; i += 4, horizontal = !horizontal) {
		const double last = (d->n - i == 5) * v[i + 4];
		if (horizontal)
			curve(d, v[i], 0, v[i + 1], v[i + 2], last, v[i + 3]);
		else
			curve(d, 0, v[i], v[i + 1], v[i + 2], v[i + 3], last);
	}
}

static bool flex(drawer *d, unsigned char op)
{
	const double *v = d->v;
	static const size_t operands[] = {7, 13, 9, 11};
	if (op < HFLEX || op > FLEX1 || d->n < operands[op - HFLEX])
		return false;
	const double x = d->x, y = d->y;
	switch (op) {
	case HFLEX:
		curve(d, v[0], 0, v[1], v[2], v[3], 0);
		curve(d, v[4], 0, v[5], y - d->y, v[6], 0);
		return true;
	case FLEX:
		curves(d, 0, 12);
		return true;
	case HFLEX1:
		curve(d, v[0], v[1], v[2], v[3], v[4], 0);
		curve(d, v[5], 0, v[6], v[7], v[8], y - (d->y + v[7]));
		return true;
	default: {
		const double dx = v[0] + v[2] + v[4] + v[6] + v[8], dy = v[1] + v[3] + v[5] + v[7] + v[9];
		const bool wide = fabs(dx) > fabs(dy);
		curve(d, v[0], v[1], v[2], v[3], v[4], v[5]);
		if (wide)
			curve(d, v[6], v[7], v[8], v[9], v[10], y - (d->y + v[7] + v[9]));
		else
			curve(d, v[6], v[7], v[8], v[9], x - (d->x + v[6] + v[8]), v[10]);
		return true;
	}
	}
}

/* The first operator may have the width before its own operands. */
static bool drop_width(drawer *d, size_t own)
{
	if (!d->width_known && d->n == own + 1)
		memmove(d->v, d->v + 1, own * sizeof *d->v);
	else if (d->n != own)
		return false;
	d->width_known = true;
	return true;
}

static bool draws(unsigned char op)
{
	return (op >= RLINETO && op <= RRCURVETO) || (op >= RCURVELINE && op <= HHCURVETO) || op == VHCURVETO ||
	       op == HVCURVETO;
}

static void draw(drawer *d, unsigned char op)
{
	switch (op) {
	case RLINETO:
		lines(d, 0, d->n);
		break;
	case HLINETO:
	case VLINETO:
		lines_in_turn(d, op == HLINETO);
		break;
	case RRCURVETO:
		curves(d, 0, d->n);
		break;
	case RCURVELINE:
		curves(d, 0, d->n - MIN(d->n, 2));
		lines(d, d->n - MIN(d->n, 2), d->n);
		break;
	case RLINECURVE:
		lines(d, 0, d->n - MIN(d->n, 6));
		curves(d, d->n - MIN(d->n, 6), d->n);
		break;
	case VVCURVETO:
	case HHCURVETO:
		curves_alike(d, op == HHCURVETO);
		break;
	default:
		curves_in_turn(d, op == HVCURVETO);
	}
}

/* The operator at p; its bytes, or 0: there is none such. */
static size_t operate(drawer *d, const unsigned char *p, const unsigned char *end)
{
	size_t size = 1;
	bool known = true;
	switch (*p) {
	case VMOVETO:
		known = drop_width(d, 1);
		move(d, 0, d->v[0]);
		break;
	case RMOVETO:
		known = drop_width(d, 2);
		move(d, d->v[0], d->v[1]);
		break;
	case HMOVETO:
		known = drop_width(d, 1);
		move(d, d->v[0], 0);
		break;
	case ESCAPE:
		size = 2;
		known = end - p >= 2 && d->begun && flex(d, p[1]);
		break;
	case ENDCHAR:
		known = drop_width(d, 0);
		if (d->begun)
			d->sink->close(d->sink->user);
		d->ended = true;
		break;
	default:
		known = draws(*p) && d->begun;
		if (known)
			draw(d, *p);
	}
	d->n = 0;
	return known ? size : 0;
}

/* The number of so many bytes at p. False: it is cut off, or there are too many. */
static bool take_number(drawer *d, const unsigned char *p, const unsigned char *end, size_t size)
{
	if ((size_t)(end - p) < size || d->n == MOST_OPERANDS)
		return false;
	double *v = &d->v[d->n++];
	if (*p == HT_CFF_FIXED_NUMBER)
		*v = (int32_t)((uint32_t)p[1] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 8 | p[4]) / 65536.0;
	else
		*v = ht_cff_whole_number(p);
	return true;
}

bool ht_cff_outline(ht_cff_bytes program, int upem, const ht_outline_sink *sink)
{
	drawer d = {.sink = sink, .upem = upem};
	const unsigned char *end = program.data + program.len;
	size_t size;
	for (const unsigned char *p = program.data; p < end && !d.ended; p += size) {
		size = ht_cff_operand_size(*p);
		if (size && !take_number(&d, p, end, size))
			return false;
		if (!size && !(size = operate(&d, p, end)))
			return false;
	}
	return d.ended;
}
