/* Drawing SVG with librsvg, which is loaded at run time and not linked: it brings
 * a dozen libraries that take 3 ms to load, more than a tenth of an ordinary run,
 * and few runs draw SVG.
 *
 * Without a base URI, librsvg follows only links within the file. */
#include "svg_priv.h"

#include <cairo.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <stdbool.h>

#include "base/library.h"
#include "config.h"

/* CSS pixels per inch. */
#define PX_PER_INCH 96
/* Most pixels of an SVG without a physical size: programs write such files with
 * any number of user units. */
#define MAX_UNSIZED_PIXELS 4e6

/* librsvg's functions, and those of cairo, which comes with it. */
#define FUNCTIONS(X)                                                                                                   \
	X(rsvg_handle_new_from_data)                                                                                   \
	X(rsvg_handle_get_intrinsic_dimensions)                                                                        \
	X(rsvg_handle_set_dpi)                                                                                         \
	X(rsvg_handle_render_document)                                                                                 \
	X(cairo_image_surface_create_for_data)                                                                         \
	X(cairo_create)                                                                                                \
	X(cairo_scale)                                                                                                 \
	X(cairo_destroy)                                                                                               \
	X(cairo_surface_flush)                                                                                         \
	X(cairo_surface_destroy)

typedef struct library {
	HT_LIBRARY_TABLE(FUNCTIONS)
} library;

typedef struct size {
	double width, height; /* CSS pixels */
	bool real;            /* given in physical units */
} size;

static bool load(library *lib)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(FUNCTIONS)};
	return ht_library_load(HT_RSVG_LIBRARY, names, sizeof names / sizeof *names, lib);
}

bool image_svg_load(void)
{
	library lib;
	return load(&lib);
}

/* A length in CSS pixels; 0: it is relative. */
static double px(RsvgLength length)
{
	static const double per_unit[] = {
	    [RSVG_UNIT_PERCENT] = 0,
	    [RSVG_UNIT_PX] = 1,
	    [RSVG_UNIT_EM] = 0,
	    [RSVG_UNIT_EX] = 0,
	    [RSVG_UNIT_IN] = PX_PER_INCH,
	    [RSVG_UNIT_CM] = PX_PER_INCH / 2.54,
	    [RSVG_UNIT_MM] = PX_PER_INCH / 25.4,
	    [RSVG_UNIT_PT] = PX_PER_INCH / 72.0,
	    [RSVG_UNIT_PC] = PX_PER_INCH / 6.0,
	};
	return length.length * per_unit[length.unit];
}

/* The size, from width and height, else from the viewBox. False: it has none. */
static bool find_size(const library *lib, RsvgHandle *svg, size *ret)
{
	gboolean has_width, has_height, has_box;
	RsvgLength width, height;
	RsvgRectangle box;
	lib->rsvg_handle_get_intrinsic_dimensions(svg, &has_width, &width, &has_height, &height, &has_box, &box);
	size s = {0};
	if (has_width && has_height)
		s = (size){px(width), px(height), width.unit != RSVG_UNIT_PX && height.unit != RSVG_UNIT_PX};
	if (!(s.width > 0 && s.height > 0) && has_box)
		s = (size){box.width, box.height, false};
	if (!(s.width > 0 && s.height > 0 && s.width < INFINITY && s.height < INFINITY))
		return false;
	*ret = s;
	return true;
}

/* Dots per CSS pixel. */
static double choose_scale(const size *s, double dpi)
{
	double scale = dpi / PX_PER_INCH;
	double pixels = s->width * s->height * scale * scale;
	if (s->real || pixels <= MAX_UNSIZED_PIXELS)
		return scale;
	return scale * sqrt(MAX_UNSIZED_PIXELS / pixels);
}

static svg_outcome refuse(svg_canvas *canvas, GError *error)
{
	g_strlcpy(canvas->why, error ? error->message : "librsvg", sizeof canvas->why);
	g_strchomp(g_strdelimit(canvas->why, "\r\n\t", ' '));
	return SVG_REFUSED;
}

static svg_outcome paint(const library *lib, RsvgHandle *svg, const size *s, svg_canvas *canvas)
{
	int width = (int)canvas->width, height = (int)canvas->height;
	cairo_surface_t *surface = lib->cairo_image_surface_create_for_data(
	    (unsigned char *)canvas->pixels, CAIRO_FORMAT_ARGB32, width, height, width * 4);
	cairo_t *cr = lib->cairo_create(surface);
	lib->cairo_scale(cr, width / s->width, height / s->height);
	const RsvgRectangle viewport = {0, 0, s->width, s->height};
	GError *error = NULL;
	gboolean drawn = lib->rsvg_handle_render_document(svg, cr, &viewport, &error);
	lib->cairo_destroy(cr);
	lib->cairo_surface_flush(surface);
	lib->cairo_surface_destroy(surface);
	return drawn ? SVG_DRAWN : refuse(canvas, error);
}

static svg_outcome draw(const uint8_t *data, size_t len, double dpi, svg_canvas *canvas)
{
	library lib;
	if (!load(&lib))
		return SVG_UNFINISHED;
	GError *error = NULL;
	RsvgHandle *svg = lib.rsvg_handle_new_from_data(data, len, &error);
	if (!svg)
		return refuse(canvas, error);
	lib.rsvg_handle_set_dpi(svg, PX_PER_INCH);
	size s;
	if (!find_size(&lib, svg, &s))
		return SVG_NO_SIZE;
	double scale = choose_scale(&s, dpi);
	canvas->width = fmax(1, round(s.width * scale));
	canvas->height = fmax(1, round(s.height * scale));
	if (canvas->width * canvas->height > HT_IMAGE_MAX_PIXELS)
		return SVG_TOO_LARGE;
	if (s.real) {
		canvas->width_mm = s.width * 25.4 / PX_PER_INCH;
		canvas->height_mm = s.height * 25.4 / PX_PER_INCH;
	}
	return paint(&lib, svg, &s, canvas);
}

void image_svg_draw(const uint8_t *data, size_t len, double dpi, svg_canvas *canvas)
{
	canvas->outcome = draw(data, len, dpi, canvas);
}
