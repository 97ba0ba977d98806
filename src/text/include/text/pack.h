/* Fast deflate for font programs: literals with a Huffman code (pack.c says why). */
#ifndef HT_TEXT_PACK_H
#define HT_TEXT_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes, and the end of the block. */
#define HT_PACK_SYMBOLS 257

typedef struct ht_pack_code {
	uint16_t bits; /* first bit lowest */
	uint16_t length;
} ht_pack_code;

/* Find the codes for len bytes of data. Returns the room in bytes that ht_pack_literals() needs for them: hardly more
 * than it writes. */
size_t ht_pack_find(const void *data, size_t len, ht_pack_code codes[HT_PACK_SYMBOLS]);

/* Write the data as a zlib stream (RFC 1950) to out, with the codes that were found for it. Returns the length of the
 * stream. The same data always gives the same stream. */
size_t ht_pack_literals(const void *data, size_t len, const ht_pack_code codes[HT_PACK_SYMBOLS], unsigned char *out);

/* How often each byte is in the data; the end of the block, once. */
void ht_pack_count(const void *data, size_t len, uint32_t counts[HT_PACK_SYMBOLS]);

/* The lengths of the best codes for symbols that are so frequent; 0: there is none of it, and it has no code. At least
 * two symbols are counted. */
void ht_pack_lengths(const uint32_t counts[HT_PACK_SYMBOLS], uint8_t lengths[HT_PACK_SYMBOLS]);

/* The codes with these lengths. False: they are not those of a complete code. */
bool ht_pack_codes(const uint8_t lengths[HT_PACK_SYMBOLS], ht_pack_code codes[HT_PACK_SYMBOLS]);

/* The room in bytes that ht_pack_bits() needs for len bytes of data. */
size_t ht_pack_bits_room(size_t len);

/* Write the codes of len bytes of data to out. Returns how many bits they are. */
size_t ht_pack_bits(const void *data, size_t len, const ht_pack_code codes[HT_PACK_SYMBOLS], unsigned char *out);

/* A part of data of which the codes are there already, or not. */
typedef struct ht_pack_piece {
	const void *data; /* or NULL, if there are bits */
	size_t len;
	const unsigned char *bits; /* its codes, after which 8 bytes more can be read; or NULL */
	size_t n_bits;
	uint32_t sum; /* with bits: the Adler-32 of the data */
} ht_pack_piece;

/* The room in bytes that ht_pack_pieces() needs. */
size_t ht_pack_pieces_room(const ht_pack_piece *pieces, size_t n);

/* Write n pieces of data as one zlib stream to out; all bytes in them have codes. Returns its length. */
size_t ht_pack_pieces(const ht_pack_piece *pieces, size_t n, const ht_pack_code codes[HT_PACK_SYMBOLS],
                      unsigned char *out);

/* The checksum of a zlib stream of len bytes of data, Adler-32 (RFC 1950). */
uint32_t ht_pack_sum(const void *data, size_t len);

#endif
