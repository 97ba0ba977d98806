/* What every backend agrees on about glyphs. */
#ifndef HT_RENDER_GLYPH_H
#define HT_RENDER_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

/* Gid 0 is .notdef (a missing glyph was reported when the text was shaped),
 * beyond the largest are the shaper's empty and unknown glyphs: none is drawn. */
#define RENDER_GID_MAX 0xFFFF

static inline bool render_glyph_drawn(uint32_t gid)
{
	return gid > 0 && gid <= RENDER_GID_MAX;
}

#endif
