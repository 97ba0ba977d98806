/* Fast deflate for font programs. */
#ifndef HT_RENDER_PACK_H
#define HT_RENDER_PACK_H

#include <stddef.h>
#include <stdint.h>

/* Bytes, and the end of the block. */
#define PACK_SYMBOLS 257

typedef struct pack_code {
	uint16_t bits; /* first bit lowest */
	uint16_t length;
} pack_code;

/* Find the codes for len bytes of data. Returns the room in bytes that pack_literals() needs for them: hardly more than
 * it writes. */
size_t pack_find(const void *data, size_t len, pack_code codes[PACK_SYMBOLS]);

/* Write the data as a zlib stream (RFC 1950) to out, with the codes that were found for it. Returns the length of the
 * stream. The same data always gives the same stream. */
size_t pack_literals(const void *data, size_t len, const pack_code codes[PACK_SYMBOLS], unsigned char *out);

#endif
