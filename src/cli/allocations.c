/* The program's malloc() and its kin: those of the C library, and it is remembered that one failed. fontconfig, ICU and
 * HarfBuzz say nothing of it and go on without a font or a rule, and what else fails after that hides it from errno.
 *
 * An allocator that is loaded before the program's start (LD_PRELOAD) does not see these calls. The sanitizers have
 * their own. */
#include <errno.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/shortage.h"
#include "cli.h"

#if defined(__GLIBC__) && !HT_ADDRESS_SANITIZER

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

bool ht_shortage_seen;

/* What one document freed serves the next. By itself the C library gives back whatever is large and asks for it again:
 * 250 pages a document, each cleared by the kernel, a third of an OFD file's time. */
#define KEPT_BYTES  (64 << 20)
#define LARGE_BYTES (1 << 20)

void allocations_keep(void)
{
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
}

/* On pages of 2 MiB: a long document has a fifth of the page faults, which are a quarter of its time. What is not used
 * of the last of these pages, and of what is freed between, is the price: some megabytes at most. */
#define HUGE_PAGE  ((size_t)2 << 20)
#define HUGE_BYTES (12 * HUGE_PAGE)
#define GROWTH     (1 << 20)
#define HEADER     (2 * sizeof(size_t)) /* before each piece of the heap */

/* What 512 small pages take, twice. A large one takes a third of that; but a virtual machine may have told its host
 * that it does not need it, and gets it back in 4 to 5 ms. Then there are more like it. */
#define SLOW_SECONDS 1.5e-3

static double seconds_used(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Ask for large pages from here on, unless the first is slow. */
static void advise(char *begin)
{
	madvise(begin, HUGE_PAGE, MADV_HUGEPAGE);
	const double before = seconds_used();
	*(volatile char *)(begin + HUGE_PAGE / 2) = 0; /* nothing is there yet */
	if (seconds_used() - before < SLOW_SECONDS)
		madvise(begin + HUGE_PAGE, HUGE_BYTES - HUGE_PAGE, MADV_HUGEPAGE);
}

/* The heap grows as a whole, and nothing above begin is written to before the kernel is advised: a page that is there
 * already would keep the first 2 MiB, all that a short document needs, on small ones. What is free below begin is taken
 * and never used, so that the next allocation lies on large pages; it costs addresses only. */
void allocations_expect(unsigned mib)
{
	if (mib && mib < HUGE_BYTES >> 20)
		return;
	const uintptr_t end = (uintptr_t)sbrk(0), begin = (end + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	mallopt(M_MMAP_THRESHOLD, (int)(2 * HUGE_PAGE));
	mallopt(M_TOP_PAD, (int)(begin - end + HUGE_BYTES));
	void *more = __libc_malloc(mallinfo2().keepcost + 1); /* than is free below */
	mallopt(M_TOP_PAD, GROWTH);                           /* it grows by little from then on */
	const uintptr_t at = (uintptr_t)more;
	free(more);
	if (at < end && (uintptr_t)sbrk(0) >= begin + HUGE_BYTES) {
		advise((char *)begin);
		if (at + HEADER < begin)
			(void)!__libc_malloc(begin - at - HEADER);
	}
	mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
}

/* No machine has so much: what asks for it read nonsense, and knows that it may fail. */
static bool is_nonsense(size_t size)
{
	return size > PTRDIFF_MAX;
}

static void *noted(void *p, size_t size)
{
	if (!p && size && !is_nonsense(size))
		ht_shortage_seen = true;
	return p;
}

void *malloc(size_t size)
{
	return noted(__libc_malloc(size), size);
}

void *calloc(size_t n, size_t size)
{
	size_t all;
	if (__builtin_mul_overflow(n, size, &all))
		all = SIZE_MAX;
	return noted(__libc_calloc(n, size), all);
}

/* With size 0 it frees p, and gives NULL. */
void *realloc(void *p, size_t size)
{
	return noted(__libc_realloc(p, size), size);
}

void *memalign(size_t alignment, size_t size)
{
	return noted(__libc_memalign(alignment, size), size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

int posix_memalign(void **ret, size_t alignment, size_t size)
{
	const int before = errno;
	if (alignment % sizeof(void *) || (alignment & (alignment - 1)) || !alignment)
		return EINVAL;
	void *p = memalign(alignment, size);
	errno = before;
	if (!p)
		return ENOMEM;
	*ret = p;
	return 0;
}

#else

void allocations_keep(void)
{
}

void allocations_expect(unsigned mib)
{
	(void)mib;
}

#endif
