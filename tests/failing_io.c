/* Loaded before the C library: counts calls of one function, by all processes of a run, and lets one of them fail.
 *
 * FAILING_FUNCTION  its name: open (to read), create (open, to write), write, pwrite, fsync, fdatasync, syncfs, rename,
 *                   linkat, close, mkdir, mmap, fchmod, ftruncate, unlink, fork, socketpair
 * FAILING_CALL      the number of the call that fails; 0: none does
 * FAILING_ERRNO     the error that it then has; 0: the process is killed instead
 * FAILING_COUNT     a file of at least 8 bytes that holds the number of calls
 *
 * Standard streams, and what the C library calls in itself, do not fail. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static long *calls, failing;
static int error;
static const char *function;

#define REAL(name) ((__typeof__(&(name)))dlsym(RTLD_NEXT, #name))

static int fails(const char *name)
{
	if (!calls || strcmp(name, function) != 0 || __atomic_add_fetch(calls, 1, __ATOMIC_SEQ_CST) != failing)
		return 0;
	if (!error)
		raise(SIGKILL);
	errno = error;
	return 1;
}

static int opens(const char *path, int flags, mode_t mode, int folder)
{
	const int writes = (flags & O_ACCMODE) != O_RDONLY;
	return fails(writes ? "create" : "open") ? -1 : REAL(openat)(folder, path, flags, mode);
}

static mode_t mode_of(int flags, va_list list)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(list, mode_t) : 0;
}

#define OPEN(name)                                                                                                     \
	int name(const char *path, int flags, ...)                                                                     \
	{                                                                                                              \
		va_list list;                                                                                          \
		va_start(list, flags);                                                                                 \
		const mode_t mode = mode_of(flags, list);                                                              \
		va_end(list);                                                                                          \
		return opens(path, flags, mode, AT_FDCWD);                                                             \
	}
OPEN(open)
OPEN(open64)

#define WHOLE(type, name, parameters, arguments)                                                                       \
	type name parameters                                                                                           \
	{                                                                                                              \
		return fails(#name) ? -1 : REAL(name) arguments;                                                       \
	}
WHOLE(int, fsync, (int fd), (fd))
WHOLE(int, fdatasync, (int fd), (fd))
WHOLE(int, syncfs, (int fd), (fd))
WHOLE(int, rename, (const char *from, const char *to), (from, to))
WHOLE(int, linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))
WHOLE(int, mkdir, (const char *path, mode_t mode), (path, mode))
WHOLE(int, fchmod, (int fd, mode_t mode), (fd, mode))
WHOLE(int, ftruncate, (int fd, off_t len), (fd, len))
WHOLE(int, unlink, (const char *path), (path))
WHOLE(pid_t, fork, (void), ())
WHOLE(ssize_t, pwrite, (int fd, const void *data, size_t len, off_t at), (fd, data, len, at))

ssize_t pwrite64(int fd, const void *data, size_t len, off_t at)
{
	return pwrite(fd, data, len, at);
}

ssize_t write(int fd, const void *data, size_t len)
{
	return fd > 2 && fails("write") ? -1 : REAL(write)(fd, data, len);
}

int socketpair(int domain, int type, int protocol, int fds[2])
{
	int (*real)(int, int, int, int[2]) = (int (*)(int, int, int, int[2]))dlsym(RTLD_NEXT, "socketpair");
	return fails("socketpair") ? -1 : real(domain, type, protocol, fds);
}

/* It fails after the file is closed, as on file systems of other machines. */
int close(int fd)
{
	const int failed = fd > 2 && fails("close");
	const int done = REAL(close)(fd);
	if (failed)
		errno = error;
	return failed ? -1 : done;
}

void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
	return fails("mmap") ? MAP_FAILED : REAL(mmap)(at, len, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
	return mmap(at, len, protection, flags, fd, offset);
}

__attribute__((constructor)) static void begin(void)
{
	const char *name = getenv("FAILING_FUNCTION"), *call = getenv("FAILING_CALL"), *path = getenv("FAILING_COUNT");
	const char *number = getenv("FAILING_ERRNO");
	if (!name || !call || !path || !number)
		return;
	const int fd = REAL(openat)(AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
	void *shared = fd < 0 ? MAP_FAILED : REAL(mmap)(NULL, sizeof *calls, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fd >= 0)
		REAL(close)(fd);
	if (shared == MAP_FAILED)
		abort();
	failing = atol(call);
	error = atoi(number);
	function = name;
	calls = shared;
}
