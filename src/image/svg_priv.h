/* Between the reader of SVG and the drawing process. */
#ifndef HT_IMAGE_SVG_PRIV_H
#define HT_IMAGE_SVG_PRIV_H

#include <stddef.h>
#include <stdint.h>

#include "image/image.h"

typedef enum svg_outcome {
	SVG_UNFINISHED, /* the process ended early: time, memory, a crash */
	SVG_DRAWN,
	SVG_REFUSED, /* by librsvg: why is its message */
	SVG_NO_SIZE,
	SVG_TOO_LARGE
} svg_outcome;

/* Shared memory, filled in by the drawing process. */
typedef struct svg_canvas {
	svg_outcome outcome;
	double width, height; /* pixels, whole numbers */
	double width_mm, height_mm;
	char why[256];
	_Alignas(16) uint32_t pixels[HT_IMAGE_MAX_PIXELS]; /* premultiplied, 0xAARRGGBB */
} svg_canvas;

/* Load librsvg, which then stays loaded. False: it is not installed, or lacks a
 * function. */
bool image_svg_load(void);

/* Draw SVG data at dpi dots per inch on a zeroed canvas, after image_svg_load().
 * Never frees its memory: the process ends after it. */
void image_svg_draw(const uint8_t *data, size_t len, double dpi, svg_canvas *canvas);

#endif
