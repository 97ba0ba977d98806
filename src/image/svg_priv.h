/* Between the reader of SVG and the process that draws. */
#ifndef HT_IMAGE_SVG_PRIV_H
#define HT_IMAGE_SVG_PRIV_H

#include <stddef.h>
#include <stdint.h>

#include "image/image.h"

typedef enum svg_outcome {
	SVG_UNFINISHED, /* the process ended before it was done: time, memory, a crash */
	SVG_DRAWN,
	SVG_REFUSED, /* librsvg: why says what it does not like */
	SVG_NO_SIZE,
	SVG_TOO_LARGE
} svg_outcome;

/* Shared memory: the drawing process fills it in. */
typedef struct svg_canvas {
	svg_outcome outcome;
	double width, height; /* pixels, whole numbers */
	double width_mm, height_mm;
	char why[256];
	_Alignas(16) uint32_t pixels[HT_IMAGE_MAX_PIXELS]; /* premultiplied, 0xAARRGGBB */
} svg_canvas;

#define IMAGE_SVG_LIBRARY "librsvg-2.so.2"

/* Load librsvg, which then stays in memory; costs nothing again. False: it is
 * not installed, or not as expected. */
bool image_svg_load(void);

/* Draw the SVG data at dpi dots an inch on canvas, all zero before, after
 * image_svg_load(). Leaves its memory to the end of the process. */
void image_svg_draw(const uint8_t *data, size_t len, double dpi, svg_canvas *canvas);

#endif
