/* Processes and disks, from the kernel. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/outfile.h"
#include "bt.h"

bool bt_memory_pages(pid_t pid, long *virtual_pages, long *resident)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	bool ok = fscanf(f, "%ld %ld", virtual_pages, resident) == 2;
	fclose(f);
	return ok;
}

bool bt_is_disk_error(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EIO || error == EROFS;
}

int bt_create(const char *path, bool secret)
{
	static const int how = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	const mode_t mode = secret ? 0600 : 0666;
	const int fd = open(path, how, mode);
	if (fd < 0 && errno == EEXIST && unlink(path) == 0)
		return open(path, how, mode);
	return fd;
}

int bt_write_new(const char *path, const void *data, size_t len, bool secret)
{
	const int fd = bt_create(path, secret);
	int error = fd < 0 ? errno : ht_outfile_write_all(fd, data, len);
	if (fd >= 0 && close(fd) != 0 && !error)
		error = errno;
	return error;
}

int bt_sync_disk(const char *dir)
{
	const int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const int error = fd >= 0 && syncfs(fd) == 0 ? 0 : errno;
	if (fd >= 0)
		close(fd);
	return error == ENOSYS ? 0 : error; /* a sandbox without it */
}
