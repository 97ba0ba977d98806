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
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

__attribute__((noinline, optimize("O0"))) static int deepen(int n)
{
	volatile char frame[4096];
	frame[n % 4096] = 1;
	return deepen(n + 1) + frame[0];
}

static void act(const char *path)
{
	if (strstr(path, "crash"))
		*(volatile int *)8 = 1;
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
}

#define OPEN(name)                                                                  \
	int name(const char *path, int flags, ...)                                  \
	{                                                                           \
		va_list args;                                                       \
		va_start(args, flags);                                              \
		mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;           \
		va_end(args);                                                       \
		act(path);                                                          \
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
