/* Loaded before the C library: counts calls of malloc(), calloc() and realloc(), and lets one of them fail.
 *
 * FAILING_CALL   the number of the call that fails; 0: none does
 * FAILING_FORKS  how many processes are begun before calls count, in both from then on; unset: none
 * FAILING_COUNT  a file that receives the number of calls at exit; unset: none */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static long calls, failing, forks;

static int fails(void)
{
	if (forks > 0 || __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) != failing)
		return 0;
	errno = ENOMEM;
	return 1;
}

/* hongtou has a malloc() of its own, which calls these; other programs call those below. */
void *__libc_malloc(size_t size)
{
	static void *(*real)(size_t);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "__libc_malloc");
	return fails() ? NULL : real(size);
}

void *__libc_calloc(size_t n, size_t size)
{
	static void *(*real)(size_t, size_t);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "__libc_calloc");
	return fails() ? NULL : real(n, size);
}

void *__libc_realloc(void *p, size_t size)
{
	static void *(*real)(void *, size_t);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "__libc_realloc");
	return fails() ? NULL : real(p, size);
}

void *malloc(size_t size)
{
	return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return __libc_realloc(p, size);
}

static void forked(void)
{
	forks--;
}

__attribute__((constructor)) static void begin(void)
{
	const char *first = getenv("FAILING_FORKS");
	forks = first ? atol(first) : 0;
	pthread_atfork(NULL, forked, forked);
	const char *call = getenv("FAILING_CALL");
	failing = call ? atol(call) : 0;
	calls = 0;
}

__attribute__((destructor)) static void end(void)
{
	const char *path = getenv("FAILING_COUNT");
	FILE *out = path ? fopen(path, "w") : NULL;
	if (out) {
		fprintf(out, "%ld\n", calls);
		fclose(out);
	}
}
