#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nettle/sha2.h>

#include "bt.h"

void bt_hash_bytes(const void *data, size_t len, bt_hash *ret)
{
	struct sha256_ctx sha;
	sha256_init(&sha);
	sha256_update(&sha, len, data);
	sha256_digest(&sha, BT_HASH, ret->v);
}

bool bt_hash_file(const char *path, bt_hash *ret, uint64_t *size)
{
	struct sha256_ctx sha;
	uint8_t block[65536];
	uint64_t total = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	sha256_init(&sha);
	while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
		sha256_update(&sha, n > 0 ? (size_t)n : 0, block);
		total += n > 0 ? (uint64_t)n : 0;
	}
	int error = errno;
	close(fd);
	errno = error;
	if (n < 0)
		return false;
	sha256_digest(&sha, BT_HASH, ret->v);
	if (size)
		*size = total;
	return true;
}

void bt_hash_hex(const bt_hash *hash, char hex[2 * BT_HASH + 1])
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < BT_HASH; i++) {
		hex[2 * i] = digits[hash->v[i] >> 4];
		hex[2 * i + 1] = digits[hash->v[i] & 15];
	}
	hex[2 * BT_HASH] = '\0';
}

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool bt_hash_parse(const char *hex, bt_hash *ret)
{
	bt_hash hash;
	if (!hex || strlen(hex) != sizeof hash.v * 2)
		return false;
	for (size_t i = 0; i < BT_HASH; i++) {
		int high = digit(hex[2 * i]), low = digit(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		hash.v[i] = (unsigned char)(high << 4 | low);
	}
	*ret = hash;
	return true;
}

/* FNV-1a, its bits then spread over the whole word. */
uint64_t bt_mix(uint64_t seed, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t h = seed ^ 0xcbf29ce484222325u;
	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

/* 0 marks a free place, so a key of 0 is kept as 1. */
static size_t place_of(const bt_set *set, uint64_t key)
{
	size_t i = (size_t)key & (set->cap - 1);
	while (set->v[i] && set->v[i] != key)
		i = (i + 1) & (set->cap - 1);
	return i;
}

bool bt_set_has(const bt_set *set, uint64_t key)
{
	key += !key;
	return set->cap && set->v[place_of(set, key)] == key;
}

static bool grow(bt_set *set)
{
	bt_set more = {.cap = set->cap ? 2 * set->cap : 1024};
	more.v = calloc(more.cap, sizeof *more.v);
	if (!more.v)
		return false;
	for (size_t i = 0; i < set->cap; i++)
		if (set->v[i])
			more.v[place_of(&more, set->v[i])] = set->v[i];
	more.n = set->n;
	free(set->v);
	*set = more;
	return true;
}

bool bt_set_add(bt_set *set, uint64_t key)
{
	key += !key;
	if (2 * (set->n + 1) > set->cap && !grow(set))
		return false;
	size_t i = place_of(set, key);
	set->n += !set->v[i];
	set->v[i] = key;
	return true;
}

void bt_set_free(bt_set *set)
{
	free(set->v);
	*set = (bt_set){0};
}
