#include "base/limit.h"

#include <malloc.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

/* What the heap has beyond its last use. */
static size_t spare_bytes(void)
{
#if defined(__GLIBC__)
	return mallinfo2().keepcost;
#else
	return 0;
#endif
}

size_t ht_limit_data(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (!f)
		return 0;
	/* size, resident, shared, text, lib, data and stack */
	if (fscanf(f, "%*u %*u %*u %*u %*u %lu", &pages) != 1)
		pages = 0;
	fclose(f);
	const size_t all = pages * (size_t)sysconf(_SC_PAGESIZE), spare = spare_bytes();
	return all > spare ? all - spare : 0;
}

void ht_limit_memory(unsigned mib)
{
	struct rlimit limit;
	const rlim_t now = mib && !HT_ADDRESS_SANITIZER ? ht_limit_data() : 0;
	if (!now || getrlimit(RLIMIT_DATA, &limit) != 0)
		return;
	const rlim_t most = now + ((rlim_t)mib << 20);
	if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= most)
		return;
	limit.rlim_cur = most;
	setrlimit(RLIMIT_DATA, &limit);
}

bool ht_limit_was_used(unsigned mib)
{
	struct rusage usage;
	return mib && getrusage(RUSAGE_SELF, &usage) == 0 && (unsigned long)usage.ru_maxrss > (unsigned long)mib << 9;
}
