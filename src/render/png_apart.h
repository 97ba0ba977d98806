/* Part of the PNG backend: drawing in a process of its own.
 *
 * cairo 1.16 jumps to nowhere when it gets no memory for a polygon: longjmp() with a buffer that nobody has filled,
 * which may also block all signals. No handler can catch that, so the process that draws is one that may be lost. */
#ifndef HT_RENDER_PNG_APART_H
#define HT_RENDER_PNG_APART_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

typedef struct png_canvas {
	uint32_t *pixels; /* width * height, shared with the process that draws */
	int width, height;
	int error;       /* of the drawing library, which draw() leaves here */
	bool broke_down; /* the process ended before it had finished */
} png_canvas;

/* Pixels that are shared. False: out of memory. */
bool png_canvas_make(png_canvas *canvas);
void png_canvas_free(png_canvas *canvas);

/* Call draw(user, canvas), and return what it returns. HT_ERR_LIB with broke_down: it did not finish. Where no
 * process can be started, or this one has other threads, this one draws. */
ht_status png_draw_apart(png_canvas *canvas, ht_status (*draw)(void *user, png_canvas *canvas), void *user);

#endif
