/* Hashes: SHA-256 and SM3 of contents, by nettle, and 64 bits for tables in memory. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <nettle/sha2.h>
#include <nettle/sm3.h>

#include "bt.h"

void bt_hash_bytes(const void *data, size_t len, bt_hash *ret)
{
	struct sha256_ctx sha;
	sha256_init(&sha);
	sha256_update(&sha, len, data);
	sha256_digest(&sha, BT_HASH, ret->v);
}

void bt_hash_bytes_sm3(const void *data, size_t len, bt_hash *ret)
{
	struct sm3_ctx sm3;
	sm3_init(&sm3);
	sm3_update(&sm3, len, data);
	sm3_digest(&sm3, BT_HASH, ret->v);
}

bool bt_hash_file_both(const char *path, bt_hash *sha256, bt_hash *sm3, uint64_t *size)
{
	struct sha256_ctx a;
	struct sm3_ctx b;
	uint8_t block[65536];
	uint64_t total = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	sha256_init(&a);
	sm3_init(&b);
	while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
		const size_t got = n > 0 ? (size_t)n : 0;
		sha256_update(&a, got, block);
		if (sm3)
			sm3_update(&b, got, block);
		total += got;
	}
	int error = errno;
	close(fd);
	errno = error;
	if (n < 0)
		return false;
	sha256_digest(&a, BT_HASH, sha256->v);
	if (sm3)
		sm3_digest(&b, BT_HASH, sm3->v);
	if (size)
		*size = total;
	return true;
}

bool bt_hash_file(const char *path, bt_hash *ret, uint64_t *size)
{
	return bt_hash_file_both(path, ret, NULL, size);
}

bool bt_hash_is_unknown(const bt_hash *hash)
{
	static const bt_hash unknown = {0};
	return memcmp(hash->v, unknown.v, BT_HASH) == 0;
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
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
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
uint64_t bt_hash64(uint64_t seed, const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t h = seed ^ 0xcbf29ce484222325u;
	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	return h ^ h >> 32;
}

/* A key of 0 would mark a free place, so it is kept as 1. */
static uint64_t stored(uint64_t key)
{
	return key ? key : 1;
}

static size_t place_of(const bt_set *set, uint64_t key)
{
	size_t i = (size_t)key & (set->cap - 1);
	while (set->keys[i] && set->keys[i] != key)
		i = (i + 1) & (set->cap - 1);
	return i;
}

bool bt_set_has(const bt_set *set, uint64_t key)
{
	key = stored(key);
	return set->cap && set->keys[place_of(set, key)] == key;
}

/* Make room for one more key. */
static bool reserve(bt_set *set, bool counting)
{
	if (2 * (set->n + 1) <= set->cap)
		return true;
	bt_set more = {.n = set->n, .cap = set->cap ? 2 * set->cap : 1024};
	more.keys = calloc(more.cap, sizeof *more.keys);
	more.counts = counting ? calloc(more.cap, sizeof *more.counts) : NULL;
	if (!more.keys || (counting && !more.counts)) {
		bt_set_free(&more);
		return false;
	}
	for (size_t i = 0; i < set->cap; i++) {
		if (!set->keys[i])
			continue;
		size_t k = place_of(&more, set->keys[i]);
		more.keys[k] = set->keys[i];
		if (counting)
			more.counts[k] = set->counts[i];
	}
	bt_set_free(set);
	*set = more;
	return true;
}

/* The place of a key, which is added if it is new. */
static size_t add(bt_set *set, uint64_t key)
{
	key = stored(key);
	size_t i = place_of(set, key);
	set->n += !set->keys[i];
	set->keys[i] = key;
	return i;
}

bool bt_set_add(bt_set *set, uint64_t key)
{
	if (!reserve(set, false))
		return false;
	add(set, key);
	return true;
}

int *bt_set_count(bt_set *set, uint64_t key)
{
	return reserve(set, true) ? &set->counts[add(set, key)] : NULL;
}

void bt_set_free(bt_set *set)
{
	free(set->keys);
	free(set->counts);
	*set = (bt_set){0};
}
