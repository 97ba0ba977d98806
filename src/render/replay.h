/* Shared by all backends: which glyphs and pictures are drawn, and the frames of landscape tables. */
#ifndef HT_RENDER_REPLAY_H
#define HT_RENDER_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "layout/pages.h"

/* Not drawn: gid 0 (.notdef; the missing glyph was reported when the text was
 * shaped), and gids above this, the shaper's empty and unknown glyphs. */
#define REPLAY_GID_MAX 0xFFFF

static inline bool replay_draws_glyph(uint32_t gid)
{
	return gid > 0 && gid <= REPLAY_GID_MAX;
}

/* Does an IMAGE operation draw anything? */
static inline bool replay_draws_image(const ht_op *op)
{
	const ht_image *image = op->image;
	return op->kind == HT_OP_IMAGE && op->w > 0 && op->h > 0 && image && image->width > 0 && image->height > 0 &&
	       (image->jpeg || image->rgba);
}

typedef enum replay_axis { REPLAY_Y_DOWN, REPLAY_Y_UP } replay_axis;

/* An affine map in the notation of PDF and SVG, in pt: a point (u, v) of the
 * frame is x = a u + c v + e, y = b u + d v + f on the page. */
typedef struct replay_matrix {
	double a, b, c, d, e, f;
} replay_matrix;

/* From the frame of operations with this turn to the page; the identity for
 * HT_TURN_NONE. With y up, v and y count from the lower edges of frame and page. */
replay_matrix replay_frame(const ht_page *page, ht_turn turn, replay_axis axis);

#endif
