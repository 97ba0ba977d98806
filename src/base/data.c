#include "base/data.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "config.h"

bool ht_data_in_build_tree(void)
{
	static const char tree[] = HT_BUILD_DIR "/";
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe);
	return n >= (ssize_t)sizeof tree && memcmp(exe, tree, sizeof tree - 1) == 0;
}
