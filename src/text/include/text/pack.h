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
	const void *data; /* or NULL: its codes are kept */
	size_t len;
	size_t offset, n_bits; /* of its codes among those that are kept, from this byte on */
	uint32_t sum;          /* with codes: the Adler-32 of the data */
} ht_pack_piece;

/* The length of n pieces as one zlib stream, and the checksum of their data. */
size_t ht_pack_pieces_len(const ht_pack_piece *pieces, size_t n, const ht_pack_code codes[HT_PACK_SYMBOLS]);
uint32_t ht_pack_pieces_sum(const ht_pack_piece *pieces, size_t n);

/* So many bytes behind what is written may be overwritten, and behind kept codes may be read. */
#define HT_PACK_BEYOND 8

/* Write n pieces of data as one zlib stream to out; all bytes in them have codes.
 * kept  in  the codes that are kept
 * sum   in  the checksum of the data */
void ht_pack_pieces(const ht_pack_piece *pieces, size_t n, const ht_pack_code codes[HT_PACK_SYMBOLS],
                    const unsigned char *kept, uint32_t sum, unsigned char *out);

/* The checksum of a zlib stream of len bytes of data, Adler-32 (RFC 1950). */
uint32_t ht_pack_sum(const void *data, size_t len);

#endif
