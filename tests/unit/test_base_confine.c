/* What a process that was taken over can do: everything without confinement, nothing of it with. Each attack runs in a
 * process of its own, once free and once confined as a worker, and once as the process that draws SVG. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/confine.h"
#include "base/library.h"
#include "base/reach.h"

static char folder[64]; /* in/ may be read, out/ written, secret/ neither */
static pid_t victim;    /* another process of the same user */

static const char *at(const char *name)
{
	static char path[2][160];
	static int turn;
	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

static bool put(const char *name)
{
	int fd = open(at(name), O_WRONLY | O_CREAT, 0600);
	bool done = fd >= 0 && write(fd, "x", 1) == 1;
	if (fd >= 0)
		close(fd);
	return done;
}

static bool can_read(const char *path)
{
	char c;
	int fd = open(path, O_RDONLY);
	bool done = fd >= 0 && read(fd, &c, 1) == 1;
	if (fd >= 0)
		close(fd);
	return done;
}

static int make_files(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/test-confine-XXXXXX");
	assert_non_null(mkdtemp(folder));
	assert_int_equal(mkdir(at("in"), 0700), 0);
	assert_int_equal(mkdir(at("out"), 0700), 0);
	assert_int_equal(mkdir(at("secret"), 0700), 0);
	assert_true(put("in/a") && put("secret/a") && put("out/a"));
	assert_int_equal(symlink(at("secret/a"), at("in/link")), 0);
	victim = fork();
	if (victim == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
		for (;;)
			pause();
	}
	return victim > 0 ? 0 : 1;
}

static int remove_files(void **state)
{
	char command[96];
	(void)state;
	kill(victim, SIGKILL);
	waitpid(victim, NULL, 0);
	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	return system(command);
}

/* ---- attacks: true when they succeed ---- */

static bool run_program(void)
{
	return system("exit 7") == 7 << 8;
}

static bool become_program(void)
{
	static char sh[] = "sh", option[] = "-c", text[] = "exit 0";
	char *const args[] = {sh, option, text, NULL};
	execv("/bin/sh", args); /* where it works, the process ends by 0, which is success, too */
	return false;
}

static bool read_passwords(void)
{
	return can_read("/etc/passwd");
}

static bool read_secret(void)
{
	return can_read(at("secret/a"));
}

static bool read_by_link(void)
{
	return can_read(at("in/link"));
}

static bool read_others_memory(void)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%ld/environ", (long)victim);
	int fd = open(path, O_RDONLY);
	return fd >= 0;
}

static bool write_elsewhere(void)
{
	return put("secret/new");
}

static bool write_input(void)
{
	return put("in/a");
}

static bool truncate_secret(void)
{
	return truncate(at("secret/a"), 1) == 0;
}

static bool remove_secret(void)
{
	return put("secret/b") && unlink(at("secret/b")) == 0;
}

static bool move_out(void)
{
	return rename(at("secret/a"), at("secret/c")) == 0 && rename(at("secret/c"), at("secret/a")) == 0;
}

static bool change_owner(void)
{
	return chown(at("secret/a"), getuid(), getgid()) == 0;
}

static bool open_network(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool open_local(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool open_pair(void)
{
	int ends[2];
	return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
}

static bool signal_another(void)
{
	return kill(victim, 0) == 0;
}

static bool trace_another(void)
{
	if (ptrace(PTRACE_SEIZE, victim, NULL, NULL) != 0)
		return false;
	ptrace(PTRACE_DETACH, victim, NULL, NULL);
	return true;
}

static bool read_another(void)
{
	char mine[1], *theirs = folder;
	const struct iovec to = {mine, 1}, from = {theirs, 1};
	return syscall(SYS_process_vm_readv, victim, &to, 1UL, &from, 1UL, 0UL) == 1;
}

static bool new_rights(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;
}

static bool core_file(void)
{
	struct rlimit l;
	return getrlimit(RLIMIT_CORE, &l) == 0 && l.rlim_max > 0;
}

static bool endless_file(void)
{
	struct rlimit l;
	return getrlimit(RLIMIT_FSIZE, &l) == 0 && l.rlim_max == RLIM_INFINITY;
}

static bool fork_one(void)
{
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return child > 0 && waitpid(child, NULL, 0) == child;
}

/* ---- what documents need: true when it works ---- */

static void *run_thread(void *arg)
{
	*(bool *)arg = true;
	return NULL;
}

static bool make_thread(void)
{
	pthread_t thread;
	bool ran = false;
	return pthread_create(&thread, NULL, run_thread, &ran) == 0 && pthread_join(thread, NULL) == 0 && ran;
}

static bool load_library(void)
{
	static const char *const names[] = {"deflate"};
	void (*table[1])(void);
	return ht_library_load("libz.so.1", names, 1, table);
}

static bool read_input(void)
{
	return can_read(at("in/a"));
}

static bool read_font(void)
{
	return access("/usr/share", R_OK) == 0 && can_read("/proc/self/statm");
}

static bool write_output(void)
{
	return put("out/new") && rename(at("out/new"), at("out/b")) == 0 && unlink(at("out/b")) == 0;
}

static bool write_unnamed(void)
{
	char own[64];
	int fd = open(at("out"), O_TMPFILE | O_WRONLY, 0600);
	if (fd < 0)
		return errno == EOPNOTSUPP; /* not on this file system */
	snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
	bool done = linkat(AT_FDCWD, own, AT_FDCWD, at("out/u"), AT_SYMLINK_FOLLOW) == 0;
	return done && unlink(at("out/u")) == 0;
}

static bool write_null(void)
{
	return open("/dev/null", O_WRONLY) >= 0;
}

static bool limit_itself(void)
{
	return setrlimit(RLIMIT_CPU, &(struct rlimit){60, 60}) == 0;
}

/* ---- each, in a process of its own ---- */

enum { FREE, WORKER, DRAWING };

static void confine(int how)
{
	const char *reads[] = {at("in"), NULL}, *writes[] = {NULL};
	char out[160];
	strcpy(out, at("out"));
	writes[0] = out;
	const ht_confinement worker = {reads, 2, writes, 1, true, true}, drawing = {.system = true};
	if (how != FREE)
		ht_confine(how == WORKER ? &worker : &drawing);
}

static bool succeeds(bool (*action)(void), int how)
{
	int status = -1;
	pid_t child = fork();
	if (child == 0) {
		confine(how);
		_exit(action() ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

typedef struct action {
	const char *name;
	bool (*run)(void);
	bool worker, drawing; /* it may succeed there */
	unsigned needs;       /* to be denied */
} action;

static void check(const action *a, size_t n)
{
	const unsigned possible = ht_confine_possible();
	for (size_t i = 0; i < n; i++) {
		if (!succeeds(a[i].run, FREE))
			fail_msg("%s: fails without confinement, so this test cannot fail", a[i].name);
		if ((possible & a[i].needs) != a[i].needs) {
			print_message("%s: this machine, or this build, cannot confine it\n", a[i].name);
			continue;
		}
		if (succeeds(a[i].run, WORKER) != a[i].worker)
			fail_msg("%s: as a worker", a[i].name);
		if (succeeds(a[i].run, DRAWING) != a[i].drawing)
			fail_msg("%s: while drawing", a[i].name);
	}
}

#define FILES HT_CONFINED_FILES
#define CALLS HT_CONFINED_CALLS
#define ONE(f, worker, drawing, needs)                                                                                 \
	{                                                                                                              \
#f, f, worker, drawing, needs                                                                          \
	}

static void nothing_can_be_taken_over(void **state)
{
	static const action v[] = {
	    ONE(run_program, false, false, CALLS),     ONE(become_program, false, false, CALLS),
	    ONE(read_passwords, false, false, FILES),  ONE(read_secret, false, false, FILES),
	    ONE(read_by_link, false, false, FILES),    ONE(read_others_memory, false, false, FILES),
	    ONE(write_elsewhere, false, false, FILES), ONE(write_input, false, false, FILES),
	    ONE(truncate_secret, false, false, CALLS), ONE(remove_secret, false, false, FILES),
	    ONE(move_out, false, false, FILES),        ONE(change_owner, false, false, CALLS),
	    ONE(open_network, false, false, CALLS),    ONE(open_local, false, false, CALLS),
	    ONE(open_pair, false, false, CALLS),       ONE(signal_another, false, false, CALLS),
	    ONE(trace_another, false, false, CALLS),   ONE(read_another, false, false, CALLS),
	    ONE(fork_one, true, false, CALLS),         ONE(new_rights, false, false, 0),
	};
	(void)state;
	check(v, sizeof v / sizeof *v);
}

static void limits_are_set(void **state)
{
	(void)state;
	assert_false(succeeds(core_file, WORKER));
	assert_false(succeeds(endless_file, WORKER));
}

static void documents_can_be_made(void **state)
{
	static const action v[] = {
	    ONE(make_thread, true, true, 0),       ONE(load_library, true, true, 0),
	    ONE(read_input, true, false, FILES),   ONE(read_font, true, true, 0),
	    ONE(write_null, true, true, 0),        ONE(limit_itself, true, true, 0),
	    ONE(write_output, true, false, FILES), ONE(write_unnamed, true, false, FILES),
	};
	(void)state;
	check(v, sizeof v / sizeof *v);
}

/* What the user named decides what a run can read. */
static void reach_follows_from_inputs(void **state)
{
	ht_reach r = {.arena = ht_arena_new()};
	(void)state;
	ht_reach_input(&r, at("in/a"), false);
	assert_true(ht_reach_covers(&r, at("in/a")) && ht_reach_covers(&r, at("in/none")));
	assert_false(ht_reach_covers(&r, at("in/link")));
	assert_false(ht_reach_covers(&r, at("secret/a")));
	assert_false(ht_reach_covers(&r, at("in/../secret/a")));
	assert_false(ht_reach_covers(&r, at("inside/a")));
	assert_int_equal(r.n_writes, 0);
	ht_reach_input(&r, at("in/link"), true);
	assert_true(ht_reach_covers(&r, at("in/link")));
	assert_int_equal(r.n_writes, 1);
	ht_reach_input(&r, at("sec*/a"), false);
	assert_true(ht_reach_covers(&r, at("secret/a")));
	size_t n = r.n_reads;
	ht_reach_input(&r, "@list", true);
	assert_int_equal(r.n_reads, n);
	ht_reach_output(&r, "-");
	assert_int_equal(r.n_writes, 1);
	ht_reach_output(&r, "/dev/null");
	assert_string_equal(r.writes[1], "/dev/null");
	assert_false(r.nomem);
	ht_arena_free(r.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_can_be_taken_over),
	    cmocka_unit_test(limits_are_set),
	    cmocka_unit_test(documents_can_be_made),
	    cmocka_unit_test(reach_follows_from_inputs),
	};
	return cmocka_run_group_tests(tests, make_files, remove_files);
}
