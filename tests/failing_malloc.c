/* Loaded before the C library: counts calls of malloc(), calloc() and realloc(), and lets one of them fail.
 *
 * FAILING_CALL   the number of the call that fails; 0: none does
 * FAILING_COUNT  a file that receives the number of calls at exit; unset: none */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);

static long calls, failing;

static int fails(void)
{
	if (__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) != failing)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return fails() ? NULL : __libc_realloc(p, size);
}

__attribute__((constructor)) static void begin(void)
{
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
