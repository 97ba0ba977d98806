/* Device RGB, 8 bits a channel. */
#ifndef HT_BASE_COLOUR_H
#define HT_BASE_COLOUR_H

#include <stdint.h>

typedef struct ht_colour {
	uint8_t r, g, b;
} ht_colour;

#endif
