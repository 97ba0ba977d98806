#include "base/library.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "base/messages.h"
#include "base/shortage.h"
#include "base/str.h"

#define ERROR_MOST 133 /* Linux's last */
/* More than any library here and all that it needs: ICU with its data takes 40 MB. */
#define ROOM_BYTES ((size_t)64 << 20)

/* Is there room for a library? The GNU loader says "failed to map segment" and no reason where there is none. Writable:
 * else a limit of data (ht_limit_memory()) does not count it. */
static bool is_room(void)
{
	void *room = mmap(NULL, ROOM_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED)
		return false;
	munmap(room, ROOM_BYTES);
	return true;
}

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
	const bool is_short = !handle && (errno == ENOMEM || is_of_machine(dlerror()) || !is_room());
	if (handle)
		dlclose(handle);
	errno = before;
	if (!found)
		errno = is_short ? ENOMEM : ENOENT;
	return found;
}

static pthread_mutex_t filling = PTHREAD_MUTEX_INITIALIZER;

bool ht_library_share(const char *file, const char *const *names, size_t n, void *table, bool *done)
{
	if (__atomic_load_n(done, __ATOMIC_ACQUIRE))
		return true;
	pthread_mutex_lock(&filling);
	const bool found = *done || ht_library_load(file, names, n, table);
	__atomic_store_n(done, found, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&filling);
	return found;
}

ht_status ht_library_fail(ht_diags *diags, ht_loc loc, const char *file, const char *package)
{
	if (ht_shortage_met())
		return HT_ERR_NOMEM;
	ht_diag(diags, HT_D_LIBRARY, loc, file, package, NULL);
	return HT_ERR_LIB;
}
