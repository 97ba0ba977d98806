/* Device RGB, 8 bits a channel. */
#ifndef HT_BASE_COLOUR_H
#define HT_BASE_COLOUR_H

#include <stdint.h>

typedef struct ht_colour {
	uint8_t r, g, b;
} ht_colour;

/* The colour as one number, 0xRRGGBB. */
static inline uint32_t ht_colour_number(ht_colour c)
{
	return (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}

#endif
