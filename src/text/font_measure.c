/* Measuring a face.
 *
 * A face's own ascender and descender say little about where its characters
 * stand: vendors disagree, and some files carry plain mistakes. What a line of
 * Chinese hangs on is the middle of the characters, so that is measured: the
 * mean of the ink's middles of a few characters that fill their box. Faces are
 * then set level with each other by these centres. */
#include "font_priv.h"
#include "cff.h"

#include <hb-ot.h>
#include <math.h>

/* The centre of a Han box where no glyph tells it: half way between the usual
 * 880 and -120. */
#define CENTRE_DEFAULT 380

/* The box of an outline while it is walked, in em. */
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

static double cubic(const double p[4], double u)
{
	double v = 1 - u;
	return v * v * v * p[0] + 3 * v * v * u * p[1] + 3 * v * u * u * p[2] + u * u * u * p[3];
}

/* Where a coordinate of the curve turns between its ends: the zeros of its
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

/* A curve's box is that of its ends and its turns, not of the points that
 * steer it: these lie outside. */
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
				include(t, cubic(xs, u[k]), cubic(ys, u[k]));
	}
}

static void trace_close(void *user)
{
	(void)user;
}

static void measure_ink(const ht_font_face *face, uint32_t gid, ht_ink *ink)
{
	tracer t = {0};
	const ht_outline_sink sink = {trace_move, trace_line, trace_curve, trace_close, &t};
	*ink = (ht_ink){.key = gid + 1, .blank = true};
	ht_font_outline(&face->font, gid, &sink);
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

/* The mean of the middles of those of cps that the face has; false: none. */
static bool mean_ink_middle(ht_font_face *face, const uint32_t *cps, size_t n, int *middle)
{
	int sum = 0, count = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t gid = ht_face_glyph(face, cps[i]);
		int box[4];
		if (!gid || !ht_font_ink(&face->font, gid, box))
			continue;
		sum += box[1] + box[3];
		count += 2;
	}
	if (count)
		*middle = (int)lround((double)sum / count);
	return count > 0;
}

static void measure_centre(ht_font_face *face)
{
	/* 国 田 口 回 永 圆: enclosed characters, and one that reaches out */
	static const uint32_t common[] = {0x56FD, 0x7530, 0x53E3, 0x56DE, 0x6C38, 0x5706};
	/* for faces of the rare planes only */
	static const uint32_t rare[] = {0x20000, 0x20BB7, 0x21000, 0x24B62, 0x2A6A5, 0x2CB69};
	int centre = CENTRE_DEFAULT;
	face->font.has_han = mean_ink_middle(face, common, sizeof common / sizeof *common, &centre) ||
	                     mean_ink_middle(face, rare, sizeof rare / sizeof *rare, &centre);
	face->font.centre = centre;
	face->font.ascent = centre + 500;
	face->font.descent = centre - 500;
}

static int read_16(const unsigned char *p)
{
	return (int16_t)(p[0] << 8 | p[1]);
}

/* head: xMin yMin xMax yMax at byte 36, in the face's own units. */
static void measure_bbox(ht_font_face *face)
{
	hb_blob_t *blob = hb_face_reference_table(face->hb_face, HB_TAG('h', 'e', 'a', 'd'));
	unsigned len;
	const unsigned char *head = (const unsigned char *)hb_blob_get_data(blob, &len);
	for (int i = 0; i < 4 && len >= 44; i++)
		face->font.bbox[i] = (int)lround(read_16(head + 36 + 2 * i) * 1000.0 / face->font.upem);
	hb_blob_destroy(blob);
}

static void measure_cap_height(ht_font_face *face)
{
	hb_position_t height;
	int box[4];
	uint32_t gid = ht_face_glyph(face, 'H');
	if (hb_ot_metrics_get_position(face->hb_font, HB_OT_METRICS_TAG_CAP_HEIGHT, &height) && height > 0)
		face->font.cap_height = (int)lround(height * 1000.0 / FACE_SCALE);
	else if (gid && ht_font_ink(&face->font, gid, box))
		face->font.cap_height = box[3];
	else
		face->font.cap_height = face->font.ascent;
}

static void measure_cff(ht_font_face *face)
{
	hb_blob_t *blob = hb_face_reference_table(face->hb_face, HB_TAG('C', 'F', 'F', ' '));
	unsigned len;
	const unsigned char *data = (const unsigned char *)hb_blob_get_data(blob, &len);
	ht_cff cff;
	if (len && ht_cff_open(data, len, &cff)) {
		face->font.cid_keyed = cff.cid_keyed;
		face->font.subroutines = ht_cff_has_subrs(&cff);
	}
	hb_blob_destroy(blob);
}

void ht_face_measure(ht_font_face *face)
{
	measure_centre(face);
	measure_bbox(face);
	measure_cap_height(face);
	face->font.italic_angle = (int)lroundf(hb_style_get_value(face->hb_font, HB_STYLE_TAG_SLANT_ANGLE));
	if (face->font.cff)
		measure_cff(face);
}
