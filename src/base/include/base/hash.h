/* Hashes of 64 bits, for tables and to see that two things that this program made are the same. Nobody who looks for
 * two texts with the same hash is kept from finding them. */
#ifndef HT_BASE_HASH_H
#define HT_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define HT_HASH_BEGIN 0xCBF29CE484222325u

/* The hash of what was hashed before and of another number. Different numbers give different hashes. */
static inline uint64_t ht_hash_number(uint64_t hash, uint64_t v)
{
	hash = (hash ^ v) * 0x9E3779B97F4A7C15u;
	return hash ^ hash >> 32;
}

/* … and of bytes, with their length. */
static inline uint64_t ht_hash_bytes(uint64_t hash, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t word;
	hash = ht_hash_number(hash, len);
	for (; len >= sizeof word; p += sizeof word, len -= sizeof word) {
		memcpy(&word, p, sizeof word);
		hash = ht_hash_number(hash, word);
	}
	word = 0;
	if (len)
		memcpy(&word, p, len);
	return ht_hash_number(hash, word);
}

#endif
