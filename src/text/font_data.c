#include "font_data.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct ht_font_data {
	int descriptor; /* -1: closed again */
	bool mapped;    /* or allocated */
	char *data;
	size_t len;
	size_t users; /* this one and HarfBuzz' blobs */
};

void ht_font_data_close(ht_font_data *file)
{
	if (!file || --file->users)
		return;
	if (file->mapped)
		munmap(file->data, file->len);
	else
		free(file->data);
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

/* Where a file cannot be mapped. */
static bool read_whole(ht_font_data *file)
{
	size_t got = 0;
	file->data = malloc(file->len);
	while (file->data && got < file->len) {
		const ssize_t n = pread(file->descriptor, file->data + got, file->len - got, (off_t)got);
		if (n <= 0)
			return false;
		got += (size_t)n;
	}
	return file->data != NULL;
}

/* The mapping is private and never written to. */
static bool take_bytes(ht_font_data *file)
{
	struct stat st;
	if (fstat(file->descriptor, &st) != 0 || st.st_size <= 0 || st.st_size > UINT32_MAX / 2)
		return false;
	file->len = (size_t)st.st_size;
	file->data = mmap(NULL, file->len, PROT_READ, MAP_PRIVATE, file->descriptor, 0);
	file->mapped = file->data != MAP_FAILED;
	if (!file->mapped)
		file->data = NULL;
	return file->mapped || read_whole(file);
}

ht_font_data *ht_font_data_open(const char *path)
{
	const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	ht_font_data *file = descriptor >= 0 ? calloc(1, sizeof *file) : NULL;
	if (!file) {
		if (descriptor >= 0)
			close(descriptor);
		return NULL;
	}
	*file = (ht_font_data){.descriptor = descriptor, .users = 1};
	const bool whole = take_bytes(file);
	if (whole && !(file->mapped && may_keep(descriptor))) {
		close(descriptor);
		file->descriptor = -1;
	}
	if (whole)
		return file;
	ht_font_data_close(file);
	return NULL;
}

const void *ht_font_data_bytes(const ht_font_data *file, size_t *len)
{
	*len = file->len;
	return file->data;
}

static void release(void *user)
{
	ht_font_data_close(user);
}

hb_blob_t *ht_font_data_blob(ht_font_data *file)
{
	file->users++;
	return hb_blob_create(file->data, (unsigned)file->len, HB_MEMORY_MODE_READONLY, file, release);
}

bool ht_font_data_read(const ht_font_data *file, const void *p, size_t len, void *ret)
{
	const char *at = p;
	if (file->descriptor < 0 || at < file->data || len > file->len || (size_t)(at - file->data) > file->len - len)
		return false;
	return pread(file->descriptor, ret, len, at - file->data) == (ssize_t)len;
}
