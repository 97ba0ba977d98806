#define _GNU_SOURCE /* dladdr1 */
#include "base/data.h"

#include <dlfcn.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "config.h"

/* Folders of an installation, from its prefix. */
static const char *const installed[] = {
    [HT_DATA_FOLDER] = HT_DATADIR,
    [HT_DATA_FONTS_CONF] = HT_DATADIR "/fonts.conf",
    [HT_DATA_LOCALE] = HT_DATADIR "/locale",
    [HT_DATA_MESSAGES] = HT_LOCALEDIR,
};
static const char *const in_tree[] = {
    [HT_DATA_FOLDER] = HT_SOURCE_DIR,
    [HT_DATA_FONTS_CONF] = HT_BUILD_DIR "/fonts/fonts.conf",
    [HT_DATA_LOCALE] = HT_BUILD_DIR "/src/base/locale",
    [HT_DATA_MESSAGES] = HT_BUILD_DIR "/po",
};

/* Was the program given to the loader as an argument? The kernel then started the loader, with none beside it. */
static bool by_loader(void)
{
	return getauxval(AT_BASE) == 0;
}

/* The path of the program as it was started, which the loader corrects if it was started itself. */
static bool find_started(char path[PATH_MAX])
{
	const char *started = (const char *)(uintptr_t)getauxval(AT_EXECFN);
	return started && realpath(started, path);
}

/* The file with this code: the program, or the library in another program. */
static bool find_self(char path[PATH_MAX])
{
	Dl_info info;
	struct link_map *map = NULL;
	if (!dladdr1(installed, &info, (void **)&map, RTLD_DL_LINKMAP) || !map)
		return false;
	if (map->l_name && *map->l_name)
		return realpath(map->l_name, path) != NULL;
	/* the loader knows the program by how it was called, which need not be a path; and /proc/self/exe is the loader
	 * if that was called */
	ssize_t n = by_loader() ? 0 : readlink("/proc/self/exe", path, PATH_MAX - 1);
	path[n > 0 ? n : 0] = '\0';
	return n > 0 || find_started(path);
}

static bool is_below(const char *path, const char *folder)
{
	size_t len = strlen(folder);
	return strncmp(path, folder, len) == 0 && path[len] == '/';
}

/* Cut the name of a file below folder, "bin" or "lib/x86_64-linux-gnu", from the path: what remains is the prefix.
 * False: the file is not there. */
static bool cut_to_prefix(char *path, const char *folder)
{
	char *name = strrchr(path, '/');
	size_t len = strlen(folder);
	if (!name || (size_t)(name - path) < len + 1 || name[-(ptrdiff_t)len - 1] != '/' ||
	    memcmp(name - len, folder, len) != 0)
		return false;
	name[-(ptrdiff_t)len - 1] = '\0';
	return true;
}

const char *ht_data_path(ht_data which, char path[PATH_MAX])
{
	char self[PATH_MAX];
	bool known = find_self(self);
	if (known && is_below(self, HT_BUILD_DIR)) {
		snprintf(path, PATH_MAX, "%s", in_tree[which]);
		return path;
	}
	const char *below = installed[which];
	if (known && is_below(below, HT_PREFIX) && (cut_to_prefix(self, HT_BINDIR) || cut_to_prefix(self, HT_LIBDIR)) &&
	    snprintf(path, PATH_MAX, "%s%s", self, below + strlen(HT_PREFIX)) < PATH_MAX && access(path, R_OK) == 0)
		return path;
	snprintf(path, PATH_MAX, "%s", below);
	return path;
}

const char *ht_data_bundle(char path[PATH_MAX])
{
	char gconv[PATH_MAX];
	if (!by_loader() || !find_self(path) || !cut_to_prefix(path, HT_BINDIR) ||
	    snprintf(gconv, sizeof gconv, "%s/lib/gconv", path) >= PATH_MAX || access(gconv, R_OK) != 0)
		return NULL;
	return path;
}
