#define _GNU_SOURCE /* O_PATH */
#include "base/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Non-blocking: opening a FIFO without a writer must not wait. */
#define HOW_FILE   (O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
#define HOW_FOLDER (O_PATH | O_DIRECTORY | O_CLOEXEC)

/* As many symbolic links as the kernel follows in a path (path_resolution(7)). */
#define MOST_LINKS 40
/* Folders of a path that are open at once while it is walked. */
#define MOST_DEEP 256
/* openat2() gives up when a folder is renamed meanwhile. */
#define MOST_TRIES 16

static int open_folder(const char *folder)
{
	return open(*folder ? folder : ".", HOW_FOLDER);
}

/* ---- without openat2() ---- */

/* A path that is walked name by name. Each folder on the way is held open, so `..` leads to the one that was passed,
 * wherever it may have been moved since. */
typedef struct walk {
	int fds[MOST_DEEP];
	size_t n; /* the first is the folder beneath which to stay */
	size_t links;
	char *rest; /* of the path, owned */
} walk;

static bool fail(int error)
{
	errno = error;
	return false;
}

static bool go_up(walk *w)
{
	if (w->n == 1)
		return fail(EXDEV);
	close(w->fds[--w->n]);
	return true;
}

static bool go_down(walk *w, const char *name)
{
	if (w->n == MOST_DEEP)
		return fail(ENAMETOOLONG);
	int fd = openat(w->fds[w->n - 1], name, HOW_FOLDER | O_NOFOLLOW);
	if (fd < 0)
		return false;
	w->fds[w->n++] = fd;
	return true;
}

/* Put the target of a link before the rest of the path. */
static bool follow(walk *w, const char *target, const char *after)
{
	if (*target == '/')
		return fail(EXDEV);
	if (++w->links > MOST_LINKS)
		return fail(ELOOP);
	char *rest = malloc(strlen(target) + strlen(after) + 2);
	if (!rest)
		return fail(ENOMEM);
	stpcpy(stpcpy(stpcpy(rest, target), "/"), after);
	if (!*after)
		rest[strlen(target)] = '\0'; /* a file is not to be taken for a folder */
	free(w->rest);
	w->rest = rest;
	return true;
}

/* A name that is no folder, or the path's last: *fd when it is the file. */
static bool step_to(walk *w, const char *name, const char *after, bool last, int *fd)
{
	char target[PATH_MAX];
	const int folder = w->fds[w->n - 1];
	ssize_t n = readlinkat(folder, name, target, sizeof target - 1);
	if (n >= 0) {
		target[n] = '\0';
		return follow(w, target, after);
	}
	if (errno != EINVAL) /* it is no link */
		return false;
	if (!last)
		return fail(ENOTDIR);
	*fd = openat(folder, name, HOW_FILE | O_NOFOLLOW);
	return *fd >= 0;
}

/* One name of the path: *fd is set at its end. */
static bool step(walk *w, int *fd)
{
	char name[NAME_MAX + 1];
	const char *p = w->rest + strspn(w->rest, "/");
	const size_t len = strcspn(p, "/");
	const char *after = p + len + strspn(p + len, "/");
	if (len > NAME_MAX)
		return fail(ENAMETOOLONG);
	memcpy(name, p, len);
	name[len] = '\0';
	const bool last = !p[len];
	bool ok = true;
	if (strcmp(name, "..") == 0)
		ok = go_up(w);
	else if (len && strcmp(name, ".") != 0 && (last || !go_down(w, name)))
		return (last || errno == ENOTDIR || errno == ELOOP) && step_to(w, name, after, last, fd);
	if (!ok)
		return false;
	if (!*after) { /* the path names a folder */
		*fd = openat(w->fds[w->n - 1], ".", HOW_FILE);
		return *fd >= 0;
	}
	memmove(w->rest, after, strlen(after) + 1);
	return true;
}

int ht_beneath_walk(const char *folder, const char *name)
{
	walk w = {.rest = strdup(name)};
	int fd = -1;
	bool ok = w.rest != NULL;
	if (ok && *name == '/')
		ok = fail(EXDEV);
	if (ok && !*name)
		ok = fail(ENOENT);
	if (ok)
		w.fds[0] = open_folder(folder);
	w.n = ok && w.fds[0] >= 0;
	ok = w.n > 0;
	while (ok && fd < 0)
		ok = step(&w, &fd);
	int error = errno;
	while (w.n)
		close(w.fds[--w.n]);
	free(w.rest);
	errno = error;
	return fd;
}

/* ---- with it ---- */

int ht_beneath_open(const char *folder, const char *name)
{
	const struct open_how how = {.flags = HOW_FILE, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	const int base = open_folder(folder);
	if (base < 0)
		return -1;
	long fd = -1;
	errno = EAGAIN;
	for (int i = 0; fd < 0 && (errno == EAGAIN || errno == EINTR) && i < MOST_TRIES; i++)
		fd = syscall(SYS_openat2, base, name, &how, sizeof how);
	int error = errno;
	close(base);
	/* EPERM is what filters of system calls say, and also what the kernel may say of a file: the walk tells */
	if (fd < 0 && (error == ENOSYS || error == EPERM || error == EAGAIN || error == EINVAL))
		return ht_beneath_walk(folder, name);
	errno = error;
	return (int)fd;
}
