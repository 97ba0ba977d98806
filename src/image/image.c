#include "image_priv.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intl.h"
#include "image/messages.h"

static ht_status cannot_open(const image_source *s, const char *why)
{
	ht_diag(s->diags, HT_D_IMAGE_OPEN, s->loc, s->path, why, NULL);
	return HT_ERR_INPUT;
}

static ht_status too_large(const image_source *s, const char *size, const char *limit)
{
	ht_diag(s->diags, HT_D_IMAGE_TOO_LARGE, s->loc, s->path, size, limit, NULL);
	return HT_ERR_INPUT;
}

ht_status image_damaged(const image_source *s, const char *why)
{
	ht_diag(s->diags, HT_D_IMAGE_DAMAGED, s->loc, s->path, why, NULL);
	return HT_ERR_INPUT;
}

ht_status image_check_size(const image_source *s, double width, double height)
{
	if (width * height <= HT_IMAGE_MAX_PIXELS)
		return HT_OK;
	char size[64], limit[64];
	snprintf(size, sizeof size, _("%.0f × %.0f pixels"), width, height);
	snprintf(limit, sizeof limit, _("%d million pixels"), HT_IMAGE_MAX_PIXELS / 1000000);
	return too_large(s, size, limit);
}

/* Read up to len bytes; *got is their number. */
static bool read_bytes(int fd, uint8_t *to, size_t len, size_t *got)
{
	size_t n = 0;
	while (n < len) {
		ssize_t k = read(fd, to + n, len - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return false;
		if (k == 0)
			break;
		n += (size_t)k;
	}
	*got = n;
	return true;
}

/* Read an open file into s; release s->data with free(). */
static ht_status read_open(image_source *s, int fd)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return cannot_open(s, strerror(errno));
	if (st.st_size > (off_t)HT_IMAGE_MAX_BYTES) {
		char size[32], limit[32];
		snprintf(size, sizeof size, "%lld MiB", (long long)st.st_size >> 20);
		snprintf(limit, sizeof limit, "%u MiB", HT_IMAGE_MAX_BYTES >> 20);
		return too_large(s, size, limit);
	}
	uint8_t *data = malloc((size_t)st.st_size + 1);
	if (!data)
		return HT_ERR_NOMEM;
	if (!read_bytes(fd, data, (size_t)st.st_size, &s->len)) {
		ht_status status = cannot_open(s, strerror(errno));
		free(data);
		return status;
	}
	data[s->len] = 0;
	s->data = data;
	return HT_OK;
}

static ht_status read_file(image_source *s, const ht_named *where, const char *name)
{
	ht_named_file file;
	ht_status status = ht_named_open(where, name, s->loc, s->arena, s->diags, &file);
	if (status == HT_OK || status == HT_ERR_IO)
		s->path = file.path;
	if (status == HT_ERR_IO)
		return cannot_open(s, file.why);
	if (status != HT_OK)
		return status;
	status = read_open(s, file.fd);
	if (status == HT_OK)
		ht_diags_add_read(s->diags, s->path);
	close(file.fd);
	return status;
}

static void hash_bytes(const uint8_t *data, size_t len, uint64_t hash[4])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx sum;
	sha256_init(&sum);
	sha256_update(&sum, len, data);
	sha256_digest(&sum, sizeof digest, digest);
	memset(hash, 0, 4 * sizeof *hash);
	for (int i = 0; i < 32; i++)
		hash[i / 8] = hash[i / 8] << 8 | digest[i];
}

static ht_status decode(const image_source *s, const uint64_t hash[4], ht_image *ret)
{
	const char *what = NULL;
	image_reader *reader = image_sniff(s->data, s->len, &what);
	if (!reader) {
		ht_diag(s->diags, HT_D_IMAGE_FORMAT, s->loc, s->path, what, NULL);
		return HT_ERR_INPUT;
	}
	ht_image image = {.path = s->path};
	memcpy(image.hash, hash, sizeof image.hash);
	ht_status status = reader(s, &image);
	if (status == HT_OK)
		*ret = image;
	return status;
}

/* Decode into a new arena, which the cache takes over. */
static ht_status decode_into(ht_image_cache *cache, const image_source *source, const uint64_t hash[4], ht_image *ret)
{
	image_source s = *source;
	ht_image image;
	s.arena = ht_arena_new();
	if (!s.arena)
		return HT_ERR_NOMEM;
	ht_status status = decode(&s, hash, &image);
	const ht_image *cached = NULL;
	if (status == HT_OK)
		cached = image_cache_add(cache, &image, s.dpi, *s.warned, s.arena);
	if (cached) {
		*ret = *cached;
		return HT_OK;
	}
	ht_arena_free(s.arena);
	return status == HT_OK ? HT_ERR_NOMEM : status;
}

static ht_status find_or_decode(ht_image_cache *cache, const image_source *s, ht_image *ret)
{
	uint64_t hash[4];
	hash_bytes(s->data, s->len, hash);
	if (!cache)
		return decode(s, hash, ret);
	const ht_image *cached = image_cache_find(cache, hash, s->dpi);
	ht_status status = HT_OK;
	if (cached)
		*ret = *cached;
	else
		status = decode_into(cache, s, hash, ret);
	ret->path = s->path;
	return status;
}

ht_status ht_image_load(ht_image_cache *cache, const ht_named *where, ht_arena *arena, const char *name, double dpi,
                        ht_loc loc, ht_diags *diags, ht_image **ret)
{
	if (!(dpi >= 1 && dpi <= 2400))
		return HT_ERR_ARG;
	bool warned = false;
	image_source s = {.dpi = dpi, .loc = loc, .diags = diags, .arena = arena, .warned = &warned};
	if (cache)
		s.fonts = image_cache_fonts(cache);
	ht_image *image = ht_arena_alloc(arena, sizeof *image);
	if (!image)
		return HT_ERR_NOMEM;
	ht_status status = read_file(&s, where, name);
	if (status != HT_OK)
		return status;
	status = find_or_decode(cache, &s, image);
	free((void *)(uintptr_t)s.data);
	if (status == HT_OK)
		*ret = image;
	return status;
}
