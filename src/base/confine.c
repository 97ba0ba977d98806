#define _GNU_SOURCE /* O_PATH */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/data.h"
#include "base/limit.h"
#include "calls.h"
#include "config.h"

/* ---- files: Landlock ---- */

/* Of later versions than the headers of Debian 12 have. */
#define FS_TRUNCATE  (1ULL << 14)
#define FS_IOCTL_DEV (1ULL << 15)

/* struct landlock_ruleset_attr of the newest version known here: the kernel takes it if what it does not know is 0. */
typedef struct ruleset {
	uint64_t files, network, scoped;
} ruleset;

/* What each version (ABI) can deny beyond the one before. */
static const ruleset versions[] = {
    {(1ULL << 13) - 1, 0, 0}, {LANDLOCK_ACCESS_FS_REFER, 0, 0},
    {FS_TRUNCATE, 0, 0},      {0, 3, 0}, /* TCP */
    {FS_IOCTL_DEV, 0, 0},     {0, 0, 3}, /* abstract sockets and signals of others */
};

#define READ_FILE  LANDLOCK_ACCESS_FS_READ_FILE
#define READ       (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_FILE (LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)
#define WRITE                                                                                                          \
	(WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_REFER |        \
	 LANDLOCK_ACCESS_FS_MAKE_DIR)

/* Where libraries that are loaded late, their data and the locales are. */
static const char *const system_reads[] = {
    "/usr",       "/lib",       "/lib64",     "/etc/ld.so.cache",      "/etc/localtime",
    "/etc/fonts", "/nix/store", "/gnu/store", "/var/cache/fontconfig", "/dev/urandom",
    "/proc/self", HT_DATADIR,   HT_LOCALEDIR};
static const char *const system_writes[] = {"/dev/null"};

/* Fonts of the user's own, below $HOME: text in SVG is set with them. */
static const char *const home_reads[] = {".fonts", ".local/share/fonts", ".cache/fontconfig", ".config/fontconfig"};

static int landlock_version(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

/* A path that cannot be opened is no rule: nothing of it may be used then. */
static void allow(int rules, const char *path, uint64_t rights)
{
	struct stat st;
	if (!path)
		return;
	int fd = open(*path ? path : ".", O_PATH | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= READ_FILE | WRITE_FILE | FS_IOCTL_DEV;
	const struct landlock_path_beneath_attr beneath = {.allowed_access = rights, .parent_fd = fd};
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(fd);
}

static void allow_all(int rules, const char *const *paths, size_t n, uint64_t rights)
{
	for (size_t i = 0; i < n; i++)
		allow(rules, paths[i], rights);
}

static void allow_home(int rules, uint64_t rights)
{
	const char *home = getenv("HOME");
	char path[PATH_MAX];
	for (size_t i = 0; home && *home == '/' && i < sizeof home_reads / sizeof *home_reads; i++)
		if (snprintf(path, sizeof path, "%s/%s", home, home_reads[i]) < (int)sizeof path)
			allow(rules, path, rights);
}

static bool confine_files(const ht_confinement *c)
{
	const int version = landlock_version();
	ruleset wanted = {0};
	for (int i = 0; i < version && i < (int)(sizeof versions / sizeof *versions); i++) {
		wanted.files |= versions[i].files;
		wanted.network |= versions[i].network;
		wanted.scoped |= versions[i].scoped;
	}
	if (version < 1)
		return false;
	const int rules = (int)syscall(SYS_landlock_create_ruleset, &wanted, sizeof wanted, 0);
	if (rules < 0)
		return false;
	allow_all(rules, c->reads, c->n_reads, READ & wanted.files);
	allow_all(rules, c->writes, c->n_writes, (READ | WRITE) & wanted.files);
	if (c->system) {
		char bundle[PATH_MAX];
		allow_home(rules, READ & wanted.files);
		allow(rules, ht_data_bundle(bundle), READ & wanted.files);
		allow_all(rules, system_reads, sizeof system_reads / sizeof *system_reads, READ & wanted.files);
		allow_all(rules, system_writes, sizeof system_writes / sizeof *system_writes,
		          (READ | WRITE) & wanted.files);
	}
	bool done = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return done;
}

/* ---- system calls: seccomp ---- */

static bool confine_calls(const ht_confinement *c)
{
	struct sock_fprog program = {sizeof calls_alone / sizeof *calls_alone,
	                             (struct sock_filter *)(uintptr_t)calls_alone};
	if (c->children)
		program = (struct sock_fprog){sizeof calls_with_children / sizeof *calls_with_children,
		                              (struct sock_filter *)(uintptr_t)calls_with_children};
	/* with this flag, kernels before 5.16 do not make the process slower against Spectre */
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &program) == 0;
}

static bool can_filter(void)
{
	const uint32_t action = SECCOMP_RET_ERRNO;
	return !HT_ADDRESS_SANITIZER && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

/* ---- both ---- */

unsigned ht_confine_possible(void)
{
	unsigned possible = 0;
	if (landlock_version() >= 1)
		possible |= HT_CONFINED_FILES;
	if (can_filter())
		possible |= HT_CONFINED_CALLS;
	return possible;
}

/* Limits that are lower stay. */
static void limit(__rlimit_resource_t what, rlim_t most)
{
	struct rlimit now;
	if (getrlimit(what, &now) != 0)
		return;
	if (now.rlim_cur > most)
		now.rlim_cur = most;
	if (now.rlim_max > most)
		now.rlim_max = most;
	setrlimit(what, &now);
}

#define MOST_FILES 512               /* open at once */
#define MOST_BYTES ((rlim_t)4 << 30) /* of a file */

unsigned ht_confine(const ht_confinement *c)
{
	unsigned done = 0;
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, MOST_BYTES);
	limit(RLIMIT_NOFILE, MOST_FILES);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return done;
	if (confine_files(c))
		done |= HT_CONFINED_FILES;
	if (can_filter() && confine_calls(c))
		done |= HT_CONFINED_CALLS;
	return done;
}
