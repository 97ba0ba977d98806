#include "base/limit.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

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
	return pages * (size_t)sysconf(_SC_PAGESIZE);
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
