/* Files that a record names: which are opened, and what is said of the others. Everything holds with openat2(), by
 * walking the path, and where a filter of system calls takes openat2() away. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/beneath.h"
#include "base/buf.h"
#include "base/named.h"
#include "base/str.h"

static char root[64]; /* of all files here; the working folder */

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

/* records/ is the record's folder, seals/ another one, secret/ is nobody's. Each file holds its own name. */
static int make_files(void **state)
{
	static const char *const folders[] = {"records", "records/sub", "records/sub/deep",
	                                      "seals",   "seals/old",   "secret"};
	static const char *const files[] = {"records/a.md", "records/sub/b.md", "records/sub/deep/c.md",
	                                    "seals/s.png",  "seals/old/o.png",  "secret/x.png"};
	static const char *const links[][2] = {
	    {"a.md", "records/to-a"},
	    {"sub", "records/to-sub"},
	    {"sub/../a.md", "records/round"},
	    {"../../a.md", "records/sub/deep/up"},
	    {"../a.md", "records/sub/up"},
	    {"../secret/x.png", "records/out"},
	    {"../secret", "records/out-folder"},
	    {"/etc/passwd", "records/etc"},
	    {"/no/such/file", "records/none"},
	    {"../seals/s.png", "records/to-seal"},
	    {"../seals", "records/to-seals"},
	    {"loop", "records/loop"},
	    {"../secret/x.png", "seals/out"},
	    {"/proc/self/cwd/secret/x.png", "records/magic"},
	    {"/dev/zero", "records/zero"},
	};
	char link[128];
	(void)state;
	strcpy(root, "/tmp/test-named-XXXXXX");
	assert_non_null(mkdtemp(root));
	assert_int_equal(chdir(root), 0);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		assert_int_equal(mkdir(folders[i], 0700), 0);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		put(files[i], files[i]);
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		assert_int_equal(symlink(links[i][0], links[i][1]), 0);
	/* an absolute link that stays inside */
	snprintf(link, sizeof link, "%s/records/a.md", root);
	assert_int_equal(symlink(link, "records/absolute"), 0);
	assert_int_equal(mkfifo("records/fifo", 0600), 0);
	return 0;
}

static int remove_files(void **state)
{
	char command[96];
	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", root);
	return system(command);
}

/* ---- beneath a folder ---- */

typedef int opener(const char *folder, const char *name);

static void check_open(opener *open_it, const char *name, const char *holds, int error)
{
	char text[64] = "";
	int fd = open_it("records", name);
	int got = errno;
	if (!holds) {
		if (fd >= 0 || got != error)
			fail_msg("%s: %d, %s", name, fd, strerror(got));
		return;
	}
	if (fd < 0)
		fail_msg("%s: %s", name, strerror(got));
	assert_true(read(fd, text, sizeof text - 1) >= 0);
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
	assert_string_equal(text, holds);
}

static void check_beneath(opener *open_it)
{
	check_open(open_it, "a.md", "records/a.md", 0);
	check_open(open_it, "./sub//b.md", "records/sub/b.md", 0);
	check_open(open_it, "sub/../a.md", "records/a.md", 0);
	check_open(open_it, "sub/deep/../../a.md", "records/a.md", 0);
	check_open(open_it, "to-a", "records/a.md", 0);
	check_open(open_it, "to-sub/b.md", "records/sub/b.md", 0);
	check_open(open_it, "to-sub/../a.md", "records/a.md", 0);
	check_open(open_it, "round", "records/a.md", 0);
	check_open(open_it, "sub/deep/up", "records/a.md", 0);
	check_open(open_it, "sub/up", "records/a.md", 0);
	check_open(open_it, "fifo", "", 0);
	static const char *const out[] = {"..",
	                                  "../seals/s.png",
	                                  "sub/../../secret/x.png",
	                                  "out",
	                                  "out-folder/x.png",
	                                  "etc",
	                                  "none",
	                                  "magic",
	                                  "zero",
	                                  "absolute",
	                                  "/etc/passwd",
	                                  "/no/such/file",
	                                  "../no-such",
	                                  "sub/../../none",
	                                  "to-sub/../../secret/x.png",
	                                  "to-seals/none"};
	for (size_t i = 0; i < sizeof out / sizeof *out; i++)
		check_open(open_it, out[i], NULL, EXDEV);
	check_open(open_it, "no.md", NULL, ENOENT);
	check_open(open_it, "no/../a.md", NULL, ENOENT);
	check_open(open_it, "", NULL, ENOENT);
	check_open(open_it, "loop", NULL, ELOOP);
	check_open(open_it, "a.md/", NULL, ENOTDIR);
	check_open(open_it, "a.md/b", NULL, ENOTDIR);
	check_open(open_it, "a.md/../a.md", NULL, ENOTDIR);
	check_open(open_it, "to-a/..", NULL, ENOTDIR);
	assert_int_equal(open_it("no-folder", "a.md"), -1);
	assert_int_equal(errno, ENOENT);
}

static void nothing_is_opened_above(void **state)
{
	(void)state;
	check_beneath(ht_beneath_open);
}

static void nothing_is_opened_above_by_walking(void **state)
{
	(void)state;
	check_beneath(ht_beneath_walk);
	int before = dup(0), after;
	close(before);
	check_beneath(ht_beneath_walk);
	after = dup(0);
	close(after);
	assert_int_equal(before, after); /* no descriptor stays open */
}

/* From now on openat2() fails so. */
static void take_openat2(uint32_t error)
{
	struct sock_filter filter[] = {
	    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
	    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
	assert_int_equal(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
	assert_int_equal(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

static void kernels_without_openat2_are_as_strict(void **state)
{
	static const uint32_t errors[] = {ENOSYS, EPERM};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		int status = -1;
		pid_t child = fork();
		if (child == 0) {
			take_openat2(errors[i]);
			errno = 0;
			bool gone = syscall(SYS_openat2, -1, "", NULL, 0) < 0 && errno == (int)errors[i];
			check_beneath(ht_beneath_open); /* a failure ends the child otherwise than by 7 */
			_exit(gone ? 7 : 1);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	}
}

/* ---- what records name ---- */

typedef struct wanted {
	const char *record; /* NULL: standard input */
	const char *from;   /* the file that names it */
	const char *name;
	const char *dirs;  /* one, or NULL */
	const char *holds; /* NULL: it is not opened */
	const char *said;  /* part of the message, or of ht_named_file.why */
} wanted;

static void check_named(const wanted *w)
{
	const char *dirs[] = {w->dirs, NULL};
	const ht_named where = {w->record, dirs, NULL};
	ht_arena *arena = ht_arena_new();
	ht_diags *diags = ht_diags_new();
	ht_named_file file = {-1, NULL, NULL};
	ht_buf text = {0};
	ht_status status = ht_named_open(&where, w->name, (ht_loc){w->from, 3, 7}, arena, diags, &file);
	assert_true(ht_diags_format(diags, HT_LEVEL_NOTE, &text));
	if (w->holds) {
		char data[64] = "";
		if (status != HT_OK)
			fail_msg("%s: %s %s", w->name, text.data ? text.data : "", file.why ? file.why : "");
		assert_true(read(file.fd, data, sizeof data - 1) > 0);
		close(file.fd);
		assert_string_equal(data, w->holds);
		assert_int_equal(ht_diags_count(diags, HT_LEVEL_NOTE), 0);
	} else {
		const char *said = status == HT_ERR_IO ? file.why : text.data;
		assert_true(status == HT_ERR_IO || status == HT_ERR_INPUT);
		if (!said || !strstr(said, w->said))
			fail_msg("%s: %s", w->name, said ? said : "(nothing)");
		assert_int_equal(file.fd, -1);
	}
	ht_buf_free(&text);
	ht_diags_free(diags);
	ht_arena_free(arena);
}

static void records_reach_their_own_folder_only(void **state)
{
#define R "records/r.yaml"
	static const wanted v[] = {
	    {R, R, "a.md", NULL, "records/a.md", NULL},
	    {R, R, "to-sub/b.md", NULL, "records/sub/b.md", NULL},
	    /* an attachment in a folder below names what is beside the record */
	    {R, "records/sub/b.md", "../a.md", NULL, "records/a.md", NULL},
	    {R, "records/sub/b.md", "deep/c.md", NULL, "records/sub/deep/c.md", NULL},
	    {R, R, "absolute", NULL, "records/a.md", NULL},
	    {NULL, "-", "records/a.md", NULL, "records/a.md", NULL},
	    {NULL, NULL, "records/a.md", NULL, "records/a.md", NULL},
	    {R, R, "../seals/s.png", NULL, NULL, "--file-dir 'seals'"},
	    {R, R, "../seals/none.png", NULL, NULL, "--file-dir 'seals'"},
	    {R, R, "../none/s.png", NULL, NULL, "--file-dir 'none'"},
	    {R, R, "../../x.png", NULL, NULL, "--file-dir '..'"},
	    {R, R, "/etc/passwd", NULL, NULL, "--file-dir '/etc'"},
	    {R, R, "/etc/no such", NULL, NULL, "--file-dir '/etc'"},
	    {R, R, "/x/a'b/../c'd/y.png", NULL, NULL, "--file-dir '/x/c'\\''d'"},
	    {R, R, "out", NULL, NULL, "[I121]"},
	    {R, R, "etc", NULL, NULL, "[I121]"},
	    {R, R, "none", NULL, NULL, "[I121]"},
	    {R, R, "out-folder/x.png", NULL, NULL, "[I121]"},
	    {R, R, "zero", NULL, NULL, "[I121]"},
	    {R, "records/sub/b.md", "../../secret/x.png", NULL, NULL, "[I120]"},
	    {NULL, "-", "../x.png", NULL, NULL, "--file-dir '..'"},
	    {R, R, "no.md", NULL, NULL, "No such file"},
	    {R, R, "fifo", NULL, NULL, "not a regular file"},
	    {R, R, "sub", NULL, NULL, "directory"},
	    {R, R, "", NULL, NULL, "directory"},
	    {R, R, ".", NULL, NULL, "directory"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		check_named(&v[i]);
}

static void records_reach_folders_that_are_given(void **state)
{
	static char absolute[96], own[96], missing[96], beside[96];
	snprintf(absolute, sizeof absolute, "%s/seals/s.png", root);
	snprintf(own, sizeof own, "%s/records/a.md", root);
	snprintf(missing, sizeof missing, "%s/seals/none.png", root);
	snprintf(beside, sizeof beside, "%s/records/none.png", root);
	const wanted v[] = {
	    {R, R, "s.png", "seals", "seals/s.png", NULL},
	    {R, R, "old/o.png", "seals", "seals/old/o.png", NULL},
	    {R, R, "a.md", "seals", "records/a.md", NULL},
	    {R, R, "../seals/s.png", "seals", "seals/s.png", NULL},
	    {R, R, "../seals/old/../s.png", "seals", "seals/s.png", NULL},
	    {R, R, absolute, "seals", "seals/s.png", NULL},
	    {R, R, absolute, "seals/", "seals/s.png", NULL},
	    {R, R, own, NULL, "records/a.md", NULL},
	    {R, R, "to-seal", "seals", "seals/s.png", NULL},
	    {R, R, "to-seals/s.png", "seals", "seals/s.png", NULL},
	    {R, R, absolute, "seals/old", NULL, "[I120]"},
	    {R, R, "out", "seals", NULL, "[I121]"},
	    {R, R, "../seals/out", "seals", NULL, "[I120]"},
	    {R, R, "../secret/x.png", "seals", NULL, "[I120]"},
	    {R, R, "../sealsx/x.png", "seals", NULL, "[I120]"},
	    {R, R, missing, "seals", NULL, "No such file"},
	    {R, R, beside, NULL, NULL, "No such file"},
	    {R, R, "no.png", "seals", NULL, "No such file"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		check_named(&v[i]);
}

/* What is there outside is told from what is not by no word. */
static void messages_do_not_tell_what_exists(void **state)
{
	static const char *const pairs[][2] = {
	    {"../secret/x.png", "../secret/y.png"}, {"/etc/passwd", "/etc/passwx"}, {"etc", "none"}};
	const ht_named where = {R, NULL, NULL};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		char *said[2];
		for (size_t k = 0; k < 2; k++) {
			ht_arena *arena = ht_arena_new();
			ht_diags *diags = ht_diags_new();
			ht_buf text = {0};
			ht_named_file file;
			assert_int_equal(ht_named_open(&where, pairs[i][k], (ht_loc){R, 1, 1}, arena, diags, &file),
			                 HT_ERR_INPUT);
			assert_true(ht_diags_format(diags, HT_LEVEL_NOTE, &text));
			said[k] = strdup(text.data);
			char *name = strstr(said[k], pairs[i][k]);
			assert_non_null(name);
			memmove(name, name + strlen(pairs[i][k]), strlen(name) - strlen(pairs[i][k]) + 1);
			ht_buf_free(&text);
			ht_diags_free(diags);
			ht_arena_free(arena);
		}
		assert_string_equal(said[0], said[1]);
		free(said[0]);
		free(said[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_opened_above),
	    cmocka_unit_test(nothing_is_opened_above_by_walking),
	    cmocka_unit_test(kernels_without_openat2_are_as_strict),
	    cmocka_unit_test(records_reach_their_own_folder_only),
	    cmocka_unit_test(records_reach_folders_that_are_given),
	    cmocka_unit_test(messages_do_not_tell_what_exists),
	};
	return cmocka_run_group_tests(tests, make_files, remove_files);
}
