#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/shortage.h"
#include "base/str.h"

#define ERROR_MOST 133 /* Linux's last */

/* Did the machine lack memory, descriptors, a right? The reason of dlopen() then ends with that of the system; where
 * the file is damaged, or for another machine, it does not. */
static bool is_of_machine(const char *reason)
{
	for (int error = 1; reason && error <= ERROR_MOST; error++)
		if (ht_shortage_is_of_machine(error) && ht_str_ends(reason, strerror(error)))
			return true;
	return !reason;
}

bool ht_library_load(const char *file, const char *const *names, size_t n, void *table)
{
	const int before = errno;
	errno = 0;
	/* types registered with GObject and functions that run at exit cannot be unloaded */
	void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	bool found = handle != NULL;
	for (size_t i = 0; i < n && found; i++) {
		void *symbol = dlsym(handle, names[i]);
		memcpy((char *)table + i * sizeof symbol, &symbol, sizeof symbol);
		found = symbol != NULL;
	}
	const bool is_short = !handle && (errno == ENOMEM || is_of_machine(dlerror()));
	if (handle)
		dlclose(handle);
	errno = before;
	if (!found)
		errno = is_short ? ENOMEM : ENOENT;
	return found;
}
