"""Records on which the program breaks down, for the tests of what it does then."""
import subprocess
from pathlib import Path

from support import PROGRAM, Skip, environment, need

# What the names of hostile records say, when they are opened.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

__attribute__((noinline, optimize("O0"))) static int deepen(int n)
{
	volatile char frame[4096];
	frame[n % 4096] = 1;
	return deepen(n + 1) + frame[0];
}

/* Is this the first time that the path is met, by whatever process? */
static int is_first(const char *path)
{
	char mark[4096];
	const char *slash = strrchr(path, '/'), *marks = getenv("HOSTILE_MARKS");
	snprintf(mark, sizeof mark, "%s/%s", marks ? marks : ".", slash ? slash + 1 : path);
	int fd = (int)syscall(SYS_openat, AT_FDCWD, mark, O_CREAT | O_EXCL | O_WRONLY, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* The errno with which opening fails; 0: it does not. */
static int act(const char *path)
{
	if (strstr(path, "killed-always") || (strstr(path, "killed-once") && is_first(path)))
		raise(SIGKILL);
	if (strstr(path, "crashed-once") && is_first(path))
		*(volatile int *)8 = 1;
	if (strstr(path, "slept-once") && is_first(path))
		pause();
	if (strstr(path, "no-files-always") || (strstr(path, "no-files-once") && is_first(path)))
		return EMFILE;
	if (strstr(path, "crashed-once"))
		return 0;
	if (strstr(path, "crash"))
		*(volatile int *)8 = 1;
	if (strstr(path, "leaves")) /* as libraries do that know no better */
		exit(0);
	if (strstr(path, "exit"))
		_Exit(3);
	while (strstr(path, "endless"))
		;
	if (strstr(path, "eater")) {
		void *(*alloc)(size_t) = (void *(*)(size_t))dlsym(RTLD_DEFAULT, "g_malloc");
		for (;;)
			memset(alloc(8 << 20), 1, 8 << 20);
	}
	if (strstr(path, "aborts")) { /* as the runtimes of C++ and Rust do */
		char *p;
		while ((p = malloc(8 << 20)))
			memset(p, 1, 8 << 20);
		abort();
	}
	if (strstr(path, "overflow"))
		deepen(1);
	if (strstr(path, "assertion")) {
		errno = 0;
		abort();
	}
	return 0;
}

int rename(const char *from, const char *to)
{
	if (strstr(to, "locked-always") || (strstr(to, "locked-once") && is_first(to))) {
		errno = EACCES;
		return -1;
	}
	return ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to);
}

#define OPEN(name)                                                                  \
	int name(const char *path, int flags, ...)                                  \
	{                                                                           \
		va_list args;                                                       \
		va_start(args, flags);                                              \
		mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;           \
		va_end(args);                                                       \
		if ((errno = act(path)))                                            \
			return -1;                                                  \
		return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name))(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)
"""


def shim(folder):
    """A library that makes the program break down when it opens a file with a certain name."""
    need("cc")
    source, library = Path(folder, "shim.c"), Path(folder, "shim.so")
    source.write_text(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    env = environment(LD_PRELOAD=str(library))
    if b"runtime does not come first" in subprocess.run([PROGRAM, "--version"], env=env, capture_output=True).stderr:
        raise Skip("no library can be put before the sanitizer's")
    return env
