#include "font_data.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct ht_font_data {
	int descriptor; /* -1: closed again */
	char *data;
	size_t len;
};

static void close_file(void *user)
{
	ht_font_data *file = user;
	munmap(file->data, file->len);
	if (file->descriptor >= 0)
		close(file->descriptor);
	free(file);
}

/* Are there plenty of descriptors? Reading is faster, but nothing depends on it. */
static bool may_keep(int descriptor)
{
	struct rlimit limit;
	return getrlimit(RLIMIT_NOFILE, &limit) == 0 && (rlim_t)descriptor < limit.rlim_cur / 4;
}

/* The mapping is private and never written to. */
static ht_font_data *map_file(int descriptor)
{
	struct stat st;
	if (fstat(descriptor, &st) != 0 || st.st_size <= 0 || st.st_size > UINT32_MAX / 2)
		return NULL;
	ht_font_data *file = calloc(1, sizeof *file);
	if (!file)
		return NULL;
	*file = (ht_font_data){.descriptor = descriptor, .len = (size_t)st.st_size};
	file->data = mmap(NULL, file->len, PROT_READ, MAP_PRIVATE, descriptor, 0);
	if (file->data != MAP_FAILED)
		return file;
	free(file);
	return NULL;
}

hb_blob_t *ht_font_data_open(const char *path, const ht_font_data **file)
{
	*file = NULL;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return NULL;
	ht_font_data *mapped = map_file(descriptor);
	if (!mapped) {
		close(descriptor);
		return hb_blob_create_from_file_or_fail(path);
	}
	if (!may_keep(descriptor)) {
		close(descriptor);
		mapped->descriptor = -1;
	}
	hb_blob_t *blob =
	    hb_blob_create_or_fail(mapped->data, (unsigned)mapped->len, HB_MEMORY_MODE_READONLY, mapped, close_file);
	if (blob) /* else it is closed */
		*file = mapped;
	return blob;
}

bool ht_font_data_read(const ht_font_data *file, const void *p, size_t len, void *ret)
{
	const char *at = p;
	if (file->descriptor < 0 || at < file->data || len > file->len || (size_t)(at - file->data) > file->len - len)
		return false;
	return pread(file->descriptor, ret, len, at - file->data) == (ssize_t)len;
}
