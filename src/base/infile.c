#include "base/infile.h"
#include "base/messages.h"
#include "base/shortage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that cannot be opened or read, by errno. */
static ht_status fail_by_error(ht_diags *diags, ht_code code, const char *path, int error)
{
	if (error == ENOMEM)
		return HT_ERR_NOMEM;
	if (ht_shortage_is_of_machine(error))
		ht_diags_blame_machine(diags);
	ht_diag(diags, code, (ht_loc){path, 0, 0}, strerror(error), NULL);
	return HT_ERR_IO;
}

static ht_status fail(ht_diags *diags, ht_code code, const char *path, const char *why)
{
	ht_diag(diags, code, (ht_loc){path, 0, 0}, why, NULL);
	return HT_ERR_IO;
}

static ht_status read_all(int fd, const char *path, size_t max_bytes, ht_diags *diags, ht_buf *buf)
{
	char block[65536];
	for (;;) {
		ssize_t n = read(fd, block, sizeof block);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_by_error(diags, HT_D_IN_READ, path, errno);
		if (n == 0)
			return ht_buf_add(buf, "", 0) ? HT_OK : HT_ERR_NOMEM;
		if (buf->len + (size_t)n > max_bytes) {
			char mib[32];
			snprintf(mib, sizeof mib, "%zu", max_bytes >> 20);
			return fail(diags, HT_D_IN_TOO_LARGE, path, mib);
		}
		if (!ht_buf_add(buf, block, (size_t)n))
			return HT_ERR_NOMEM;
	}
}

ht_status ht_infile_read_open(int fd, const char *path, size_t max_bytes, ht_diags *diags, ht_buf *buf)
{
	struct stat st;
	ht_buf got = {0};
	ht_status status;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		status = fail(diags, HT_D_IN_IS_DIR, path, NULL);
	else
		status = read_all(fd, path, max_bytes, diags, &got);
	if (status != HT_OK) {
		ht_buf_free(&got);
	} else {
		ht_diags_add_read(diags, path);
		*buf = got;
	}
	return status;
}

ht_status ht_infile_read(const char *path, size_t max_bytes, ht_diags *diags, ht_buf *buf)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_by_error(diags, HT_D_IN_OPEN, path, errno);
	ht_status status = ht_infile_read_open(fd, path, max_bytes, diags, buf);
	if (!standard)
		close(fd);
	return status;
}
