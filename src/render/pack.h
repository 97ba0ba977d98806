/* Fast deflate for font programs. */
#ifndef HT_RENDER_PACK_H
#define HT_RENDER_PACK_H

#include <stddef.h>

/* Most bytes that pack_literals() writes for len bytes of data. */
size_t pack_bound(size_t len);

/* Write len bytes of data as a zlib stream (RFC 1950) to out, which has room for
 * pack_bound(len). Returns the length of the stream. The same data always gives
 * the same stream. */
size_t pack_literals(const void *data, size_t len, unsigned char *out);

#endif
