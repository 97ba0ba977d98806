#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* Is the reason of dlopen() that there is no such file? Else the machine lacked memory, descriptors, a right. */
static bool is_missing(const char *reason)
{
	return reason && strstr(reason, strerror(ENOENT));
}

bool ht_library_load(const char *file, const char *const *names, size_t n, void *table)
{
	/* types registered with GObject and functions that run at exit cannot be unloaded */
	void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	bool found = handle != NULL;
	for (size_t i = 0; i < n && found; i++) {
		void *symbol = dlsym(handle, names[i]);
		memcpy((char *)table + i * sizeof symbol, &symbol, sizeof symbol);
		found = symbol != NULL;
	}
	if (handle)
		dlclose(handle);
	else
		errno = is_missing(dlerror()) ? ENOENT : ENOMEM;
	return found;
}
