/* Files beneath the served folder, read and written whole.
 *
 * Every name of a path is opened without following a link, so nothing leads out of the folder, whoever else writes in
 * it. What is written appears whole or not at all: it is put on the disk under another name first. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/outfile.h"
#include "store.h"

#define TEMP_FOLDER  STORE_FOLDER "/tmp"
#define OLD_SECONDS  3600 /* of a temporary file whose writer was killed */
#define FOLDER_FLAGS (O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

/* Without openat2(), which kernels before 5.6 and some containers lack: name by name. */
static int open_by_steps(int folder, const char *path, int flags)
{
	char name[256];
	int fd = dup(folder);
	while (fd >= 0) {
		const size_t n = strcspn(path, "/");
		const bool last = !path[n];
		if (n >= sizeof name) {
			close(fd);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(name, path, n);
		name[n] = '\0';
		const int next = openat(fd, name, last ? flags | O_NOFOLLOW : FOLDER_FLAGS);
		const int error = errno;
		close(fd);
		errno = error;
		if (last || next < 0)
			return next;
		fd = next;
		path += n + 1;
	}
	return -1;
}

int store_open(int folder, const char *path, int flags)
{
	const struct open_how how = {.flags = (unsigned)(flags | O_CLOEXEC),
	                             .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
	const long fd = syscall(SYS_openat2, folder, path, &how, sizeof how);
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return open_by_steps(folder, path, flags | O_CLOEXEC);
	return (int)fd;
}

/* The folder that a path's last name is in, made if make is set, and that name. -1 with errno. */
static int open_parent(int folder, const char *path, bool make, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *above = strndup(path, slash ? (size_t)(slash - path) : 0);
	*name = slash ? slash + 1 : path;
	if (!above)
		return -1;
	int fd = *above ? store_open(folder, above, FOLDER_FLAGS) : dup(folder);
	if (fd < 0 && errno == ENOENT && make) {
		const char *own;
		const int higher = open_parent(folder, above, true, &own);
		if (higher >= 0 && (mkdirat(higher, own, 0777) == 0 || errno == EEXIST))
			fd = openat(higher, own, FOLDER_FLAGS);
		const int error = errno;
		if (higher >= 0)
			close(higher);
		errno = error;
	}
	const int error = errno;
	free(above);
	errno = error;
	return fd;
}

int store_read(int folder, const char *path, size_t most, ht_buf *out, struct stat *st)
{
	char block[65536];
	int fd = store_open(folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	int error = fd < 0 ? errno : 0;
	if (error)
		return error;
	if (fstat(fd, st) != 0)
		error = errno;
	else if (!S_ISREG(st->st_mode))
		error = ELOOP;
	else if ((uint64_t)st->st_size > most)
		error = EFBIG;
	for (ssize_t n = 1; !error && n;) {
		n = read(fd, block, sizeof block);
		if (n < 0 && errno != EINTR)
			error = errno;
		else if (n > 0 && !ht_buf_add(out, block, (size_t)n))
			error = ENOMEM;
		else if (out->len > most)
			error = EFBIG;
	}
	close(fd);
	if (!error && !out->data)
		ht_buf_adds(out, "");
	return error;
}

static int sync_folder(int folder)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const int error = fd < 0 || fsync(fd) != 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	return error == EINVAL ? 0 : error; /* some file systems of networks cannot */
}

/* File systems without modes are no failure, unless a secret lies open there. */
static int set_mode(int fd, mode_t mode, bool secret)
{
	struct stat st;
	if (fchmod(fd, mode) == 0)
		return 0;
	const int error = errno;
	const bool is_open = fstat(fd, &st) != 0 || st.st_mode & 077;
	return ht_outfile_keeps_no_modes(error) && !(secret && is_open) ? 0 : error;
}

int store_write(int folder, const char *path, const void *data, size_t len, mode_t mode, bool secret)
{
	const char *name, *temp;
	char temp_path[sizeof TEMP_FOLDER + 64], id[17];
	if (!sv_random_hex(id, 8))
		return EIO;
	snprintf(temp_path, sizeof temp_path, "%s/%s.tmp", TEMP_FOLDER, id);
	const int from = open_parent(folder, temp_path, true, &temp);
	if (from < 0)
		return errno;
	const int to = open_parent(folder, path, true, &name);
	int error = to < 0 ? errno : 0;
	const int fd = error ? -1 : openat(from, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (!error && fd < 0)
		error = errno;
	if (!error)
		error = set_mode(fd, mode, secret);
	if (!error)
		error = ht_outfile_write_all(fd, data, len);
	if (!error && fsync(fd) != 0)
		error = errno;
	if (fd >= 0 && close(fd) != 0 && !error)
		error = errno;
	if (!error && renameat(from, temp, to, name) != 0)
		error = errno;
	if (error)
		unlinkat(from, temp, 0);
	else
		error = sync_folder(to);
	close(from);
	if (to >= 0)
		close(to);
	return error;
}

int store_remove(int folder, const char *path)
{
	const char *name;
	const int parent = open_parent(folder, path, false, &name);
	if (parent < 0)
		return errno;
	int error = unlinkat(parent, name, 0) == 0 ? 0 : errno;
	if (!error)
		error = sync_folder(parent);
	close(parent);
	return error;
}

DIR *store_list(int folder, const char *path)
{
	const int fd = *path ? store_open(folder, path, O_RDONLY | O_DIRECTORY)
	                     : openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
	if (fd >= 0 && !list)
		close(fd);
	return list;
}

int store_lock(int folder)
{
	const char *name;
	const int parent = open_parent(folder, STORE_FOLDER "/lock", true, &name);
	if (parent < 0)
		return -1;
	const int fd = openat(parent, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	close(parent);
	if (fd >= 0)
		while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
			;
	return fd;
}

void store_clean(int folder)
{
	DIR *list = store_list(folder, TEMP_FOLDER);
	struct stat st;
	for (struct dirent *e; list && (e = readdir(list));)
		if (*e->d_name != '.' && fstatat(dirfd(list), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && st.st_mtime + OLD_SECONDS < time(NULL))
			unlinkat(dirfd(list), e->d_name, 0);
	if (list)
		closedir(list);
}
