/* For tests in which an allocation of our own code fails: the linker puts these functions in place of malloc() and its
 * kin in all rooms (own_allocator in meson.build). The test says which allocation fails. */
#ifndef HT_TESTS_FAILING_ALLOC_H
#define HT_TESTS_FAILING_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

static size_t made, fail_at; /* allocations so far; the one that fails, 0: none */
static bool fail_on;         /* and all from there on */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);

static bool refused(void)
{
	made++;
	return fail_at && (made == fail_at || (fail_on && made > fail_at));
}

void *__wrap_malloc(size_t size)
{
	return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return refused() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
	return refused() ? NULL : __real_realloc(p, size);
}

#endif
