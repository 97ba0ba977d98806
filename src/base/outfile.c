#define _GNU_SOURCE /* O_TMPFILE */
#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/messages.h"

/* Names of temporary files: of the target's name, and how many are tried. */
#define TEMP_NAME  ".hongtou-%016" PRIx64 "-%d.tmp"
#define MOST_NAMES 1000

struct ht_outfile {
	char *path;     /* NULL: standard output */
	char *temp;     /* the temporary file's name, in the same folder; NULL: it has none */
	bool held_back; /* there is no temporary file: what is there is written to, at the end */
	int fd;
	int error;   /* errno of the first failure */
	ht_buf held; /* held_back: what is to be written */
	ht_diags *diags;
};

static void release(ht_outfile *out)
{
	if (out->fd >= 0)
		close(out->fd);
	ht_buf_free(&out->held);
	free(out->path);
	free(out->temp);
	free(out);
}

/* The mode of a new file that is to be read by nobody else than a file like st: it gets the owner and the group, if the
 * system lets us, which a confined process is not let. A group that it does not get may do no more than others. */
static mode_t mode_like(int fd, const struct stat *st)
{
	struct stat own;
	mode_t mode = st->st_mode & 07777;
	if (fstat(fd, &own) != 0 || (own.st_uid == st->st_uid && own.st_gid == st->st_gid))
		return mode;
	if (fchown(fd, st->st_uid, st->st_gid) == 0)
		return mode;
	if (own.st_gid != st->st_gid && fchown(fd, (uid_t)-1, st->st_gid) != 0)
		mode &= ~(mode_t)S_IRWXG | (mode & S_IRWXO) << 3;
	return mode & ~(mode_t)(S_ISUID | S_ISGID);
}

/* A file that already exists keeps its mode; a new one gets what the umask
 * leaves, as with open(): mkstemp() alone would make it private. */
static mode_t target_mode(int fd, const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0)
		return mode_like(fd, &st);
	mode_t mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* The name that rename() must replace: a symbolic link is followed, so that
 * the link stays and its target changes. */
static char *resolve(const char *path)
{
	struct stat st;
	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
		char *real = realpath(path, NULL);
		if (real)
			return real;
	}
	return strdup(path);
}

/* The folder that path is in, with an ending: it does not depend on the name, which may be as long as names can be. */
static char *beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash - path) + 1 : 0, size = folder + strlen(name) + 1;
	char *s = malloc(size);
	if (s)
		snprintf(s, size, "%.*s%s", (int)folder, path, name);
	return s;
}

/* What a file without a name is reached by, to give it one. */
#define OWN_FILE "/proc/self/fd/%d"

/* A file that has no name until it is whole: nothing is left of it, however the program ends. False: the file system,
 * or the machine, has no such files. */
static bool open_unnamed(ht_outfile *out, const char *folder)
{
	char own[sizeof OWN_FILE + 12];
	out->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (out->fd < 0)
		return false;
	snprintf(own, sizeof own, OWN_FILE, out->fd);
	if (access(own, F_OK) == 0)
		return true;
	close(out->fd);
	out->fd = -1;
	return false;
}

/* A name for a moment, beside the target. It follows from the target's, so that whoever writes the target next comes
 * upon what a killed program left. */
static char *temp_name(const char *path, int i)
{
	char name[sizeof TEMP_NAME + 32];
	const char *slash = strrchr(path, '/'), *last = slash ? slash + 1 : path;
	snprintf(name, sizeof name, TEMP_NAME, ht_hash_bytes(HT_HASH_BEGIN, last, strlen(last)), i);
	return beside(path, name);
}

/* Remove the file of this name if it is nobody's: as long as a writer lives, it holds a lock on its file. */
static bool remove_leftover(const char *name)
{
	struct stat own, named;
	const int fd = open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	const bool left = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &own) == 0 &&
	                  S_ISREG(own.st_mode) && lstat(name, &named) == 0 && named.st_dev == own.st_dev &&
	                  named.st_ino == own.st_ino;
	const bool removed = left && unlink(name) == 0;
	if (fd >= 0)
		close(fd);
	return removed;
}

/* Hold a new file that has a name already. False: it was taken for a leftover. */
static bool hold_named(int fd)
{
	struct stat st;
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		return errno != EWOULDBLOCK; /* a file system without locks: nothing is removed there */
	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

/* Give out->temp the i-th name. create() puts the file there: 0, or errno. 0, EEXIST: the next may be free; or errno.
 */
static int try_name(ht_outfile *out, int i, int (*create)(ht_outfile *out))
{
	free(out->temp);
	out->temp = temp_name(out->path, i);
	if (!out->temp)
		return ENOMEM;
	int error = create(out);
	if (error == EEXIST && remove_leftover(out->temp))
		error = create(out);
	return error;
}

/* The first name that no other writer has. 0, or errno; out->temp is NULL then. */
static int name_temp(ht_outfile *out, int (*create)(ht_outfile *out))
{
	int error = EEXIST;
	for (int i = 0; error == EEXIST && i < MOST_NAMES; i++)
		error = try_name(out, i, create);
	if (error) {
		free(out->temp);
		out->temp = NULL;
	}
	return error;
}

static int create_named(ht_outfile *out)
{
	out->fd = open(out->temp, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (out->fd < 0)
		return errno;
	if (hold_named(out->fd))
		return 0;
	close(out->fd);
	out->fd = -1;
	return EEXIST;
}

static bool open_named(ht_outfile *out)
{
	errno = name_temp(out, create_named);
	return !errno;
}

bool ht_outfile_keeps_no_modes(int error)
{
	return error == EPERM || error == ENOTSUP || error == ENOSYS;
}

/* A temporary file, which is to replace the target. A device or a named pipe is
 * written to: renaming over it would make a plain file of /dev/null. */
static bool open_target(ht_outfile *out)
{
	struct stat st;
	bool exists = stat(out->path, &st) == 0;
	if (exists && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return false;
	}
	if (exists && !S_ISREG(st.st_mode)) {
		out->held_back = true;
		out->fd = open(out->path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
		return out->fd >= 0;
	}
	char *folder = beside(out->path, ".");
	if (!folder)
		return false;
	bool open = open_unnamed(out, folder) || open_named(out);
	free(folder);
	if (open && fchmod(out->fd, target_mode(out->fd, out->path)) != 0 && !ht_outfile_keeps_no_modes(errno))
		return false;
	return open;
}

static ht_status report(ht_outfile *out, ht_code code, int error, const char *path)
{
	if (error == ENOMEM)
		return HT_ERR_NOMEM;
	ht_diag(out->diags, code, (ht_loc){path, 0, 0}, strerror(error), NULL);
	return HT_ERR_IO;
}

ht_status ht_outfile_open(const char *path, ht_diags *diags, ht_outfile **ret)
{
	ht_outfile *out = calloc(1, sizeof *out);
	if (!out)
		return HT_ERR_NOMEM;
	out->fd = -1;
	out->diags = diags;
	out->held_back = strcmp(path, "-") == 0;
	if (!out->held_back) {
		errno = ENOMEM;
		out->path = resolve(path);
		if (!out->path || !open_target(out)) {
			ht_status status = report(out, HT_D_OUT_OPEN, errno, path);
			if (out->temp && out->fd >= 0)
				unlink(out->temp);
			release(out);
			return status;
		}
	}
	*ret = out;
	return HT_OK;
}

int ht_outfile_write_all(int fd, const void *data, size_t len)
{
	const char *p = data;
	while (len) {
		ssize_t n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

ht_status ht_outfile_write(ht_outfile *out, const void *data, size_t len)
{
	if (out->error)
		return HT_ERR_IO;
	if (out->held_back)
		out->error = ht_buf_add(&out->held, data, len) ? 0 : ENOMEM;
	else
		out->error = ht_outfile_write_all(out->fd, data, len);
	return out->error ? HT_ERR_IO : HT_OK;
}

void ht_outfile_make_secret(ht_outfile *out)
{
	struct stat st;
	if (out->held_back || out->error || fchmod(out->fd, 0600) == 0)
		return;
	if (!ht_outfile_keeps_no_modes(errno))
		out->error = errno;
	else if (fstat(out->fd, &st) != 0 || st.st_mode & 077)
		ht_diag(out->diags, HT_D_OUT_OPEN_TO_ALL, (ht_loc){out->path, 0, 0}, NULL);
}

void ht_outfile_make_like(ht_outfile *out, const char *path)
{
	struct stat st;
	if (out->held_back || out->error || stat(path, &st) != 0)
		return;
	if (!(st.st_mode & 077))
		ht_outfile_make_secret(out);
	else if (fchmod(out->fd, mode_like(out->fd, &st)) != 0 && !ht_outfile_keeps_no_modes(errno))
		out->error = errno;
}

/* The rename is durable only once the folder is on disk too. */
static void sync_folder(const char *path)
{
	char *copy = strdup(path);
	if (!copy)
		return;
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(copy);
}

static int link_as(int fd, const char *path)
{
	char own[sizeof OWN_FILE + 12];
	snprintf(own, sizeof own, OWN_FILE, fd);
	if (linkat(AT_FDCWD, own, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0)
		return 0;
	return errno;
}

static int create_link(ht_outfile *out)
{
	return link_as(out->fd, out->temp);
}

/* Give the file without a name one that no other file has: the target's if that is new, else one for a moment. */
static int name_file(ht_outfile *out)
{
	int error = link_as(out->fd, out->path);
	if (error != EEXIST)
		return error;
	flock(out->fd, LOCK_EX | LOCK_NB); /* nobody else has it: what fails is a file system without locks */
	return name_temp(out, create_link);
}

/* All of one file into another; 0, or errno. */
static int copy_all(int from, int to)
{
	char block[65536];
	off_t at = 0;
	for (;;) {
		ssize_t n = pread(from, block, sizeof block, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : 0;
		int error = ht_outfile_write_all(to, block, (size_t)n);
		if (error)
			return error;
		at += n;
	}
}

/* The file without a name as one that has a name for a moment, where none can be given to it: some file systems and
 * sandboxes allow no links. 0, or errno. */
static int copy_to_named(ht_outfile *out)
{
	struct stat st;
	const int from = out->fd;
	if (!open_named(out)) {
		const int error = errno;
		out->fd = from;
		return error;
	}
	int error = fstat(from, &st) == 0 ? copy_all(from, out->fd) : errno;
	if (!error && fchmod(out->fd, mode_like(out->fd, &st)) != 0 && !ht_outfile_keeps_no_modes(errno))
		error = errno;
	if (!error && fsync(out->fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		error = errno;
	close(from);
	return error;
}

static int finish_file(ht_outfile *out)
{
	if (fsync(out->fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		return errno;
	int error = out->temp ? 0 : name_file(out);
	if (error && error != ENOMEM)
		error = copy_to_named(out);
	if (error)
		return error;
	if (out->temp && rename(out->temp, out->path) != 0)
		return errno;
	free(out->temp); /* another writer may have that name now */
	out->temp = NULL;
	const int fd = out->fd; /* its lock ends with it */
	out->fd = -1;
	if (close(fd) != 0)
		return errno;
	sync_folder(out->path);
	return 0;
}

static int write_held(const ht_outfile *out)
{
	return ht_outfile_write_all(out->path ? out->fd : STDOUT_FILENO, out->held.data, out->held.len);
}

ht_status ht_outfile_commit(ht_outfile *out)
{
	ht_status status = HT_OK;
	if (!out->error)
		out->error = out->held_back ? write_held(out) : finish_file(out);
	if (out->error) {
		status = report(out, out->path ? HT_D_OUT_WRITE : HT_D_OUT_STDOUT, out->error, out->path);
		if (out->temp)
			unlink(out->temp);
	}
	release(out);
	return status;
}

void ht_outfile_abort(ht_outfile *out)
{
	if (!out)
		return;
	if (out->temp)
		unlink(out->temp);
	release(out);
}

ht_status ht_outfile_put_as(const char *path, const void *data, size_t len, bool secret, ht_diags *diags)
{
	ht_outfile *out;
	ht_status status = ht_outfile_open(path, diags, &out);
	if (status != HT_OK)
		return status;
	if (secret)
		ht_outfile_make_secret(out);
	ht_outfile_write(out, data, len);
	return ht_outfile_commit(out);
}

ht_status ht_outfile_put(const char *path, const void *data, size_t len, ht_diags *diags)
{
	return ht_outfile_put_as(path, data, len, false, diags);
}

/* Room for len bytes, so that there is no lack of it halfway. 0 or errno. */
static int make_room(int fd, size_t len)
{
	if (!len || fallocate(fd, 0, 0, (off_t)len) == 0)
		return 0;
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? errno : 0;
}

/* Is it a file that a new one in its place would not be like, in its owner, its group or its other names? */
static bool is_shared(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       (st.st_nlink > 1 || st.st_uid != geteuid() || st.st_gid != getegid());
}

ht_status ht_outfile_put_over(const char *path, const void *data, size_t len, ht_diags *diags)
{
	ht_outfile out = {.diags = diags};
	const int fd = is_shared(path) ? open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC) : -1;
	if (fd < 0)
		return ht_outfile_put(path, data, len, diags);
	int error = make_room(fd, len);
	if (error) {
		close(fd);
		return report(&out, HT_D_OUT_WRITE, error, path);
	}
	error = ht_outfile_write_all(fd, data, len);
	if (!error && ftruncate(fd, (off_t)len) != 0)
		error = errno;
	if (!error && fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		error = errno;
	if (close(fd) != 0 && !error)
		error = errno;
	return error ? report(&out, HT_D_OUT_DAMAGED, error, path) : HT_OK;
}

int ht_outfile_replace(const char *temp, const char *path, bool secret)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return rename(temp, path) == 0 ? 0 : errno;
	if (!S_ISLNK(st.st_mode) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return EEXIST;
	char *real = resolve(path);
	if (!real)
		return ENOMEM;
	bool kept =
	    secret || stat(real, &st) != 0 || chmod(temp, st.st_mode & 07777) == 0 || ht_outfile_keeps_no_modes(errno);
	bool done = kept && rename(temp, real) == 0;
	int error = done ? 0 : errno;
	free(real);
	return error;
}
