/* Processes and disks, from the kernel. */
#include <errno.h>
#include <stdio.h>

#include "bt.h"

bool bt_memory_pages(pid_t pid, long *virtual_pages, long *resident)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	bool ok = fscanf(f, "%ld %ld", virtual_pages, resident) == 2;
	fclose(f);
	return ok;
}

bool bt_is_disk_error(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EIO || error == EROFS;
}
