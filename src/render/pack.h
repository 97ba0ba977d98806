/* Deflating font programs, fast. */
#ifndef HT_RENDER_PACK_H
#define HT_RENDER_PACK_H

#include <stddef.h>

/* Room that pack_literals() may need for len bytes. */
size_t pack_bound(size_t len);

/* Write len bytes as a zlib stream (RFC 1950) into out, which has room for
 * pack_bound(len); returns the stream's length. The same bytes always give the
 * same stream. */
size_t pack_literals(const void *data, size_t len, unsigned char *out);

#endif
