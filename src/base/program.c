#define _GNU_SOURCE /* memfd_create(), pipe2() */
#include "base/clock.h"
#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/bundle.h"
#include "base/shortage.h"

extern char **environ;

#define BLOCK 65536
/* Between two looks whether a program has ended that closed its output. */
#define STEP_MS 10

/* A file without a name: in memory, or where the kernel has no such, in the folder for temporary files. */
static int open_nameless(void)
{
	int fd = memfd_create("input", MFD_CLOEXEC);
	const char *folder = getenv("TMPDIR");
	if (fd >= 0 || errno != ENOSYS)
		return fd;
	return open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

/* A file with the program's input, read from its beginning; -1: it cannot be made. */
static int open_input(const ht_program *program)
{
	int fd = open_nameless();
	size_t done = 0;
	while (fd >= 0 && done < program->input_len) {
		ssize_t n = write(fd, program->input + done, program->input_len - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			const int error = errno;
			close(fd);
			errno = error;
			return -1;
		}
		done += (size_t)n;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

/* The environment, but for the locale: names of files are UTF-8 whatever the user's is. NULL: out of memory. */
static char **environment(void)
{
	char *locale = (char *)(uintptr_t) "LC_ALL=C.UTF-8"; /* which is not changed */
	size_t n = 0, w = 0;
	while (environ[n])
		n++;
	char **own = calloc(n + 2, sizeof *own);
	for (size_t i = 0; own && i < n; i++)
		if (strncmp(environ[i], "LC_ALL=", strlen("LC_ALL=")) != 0)
			own[w++] = environ[i];
	if (own) {
		own[w] = locale;
		ht_bundle_leave_out(own);
	}
	return own;
}

/* Start it as the leader of a group of its own, so that what it starts can be stopped with it. 0, or the error. */
static int start(const ht_program *program, int in, int out, pid_t *pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, usual;
	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	if (posix_spawn_file_actions_init(&files) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attributes) != 0) {
		posix_spawn_file_actions_destroy(&files);
		return ENOMEM;
	}
	bool ready = posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO) == 0 &&
	             posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO) == 0 &&
	             posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0;
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	/* which posix_spawnp() does not change */
	char *const *args = (char *const *)(uintptr_t)program->args;
	char **own = environment();
	int error = ENOMEM;
	if (ready && own)
		error = posix_spawnp(pid, program->args[0], &files, &attributes, args, own);
	free(own);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

static ht_program_end read_output(const ht_program *program, int fd, long long until, ht_buf *output)
{
	char block[BLOCK];
	size_t got = 0;
	for (;;) {
		struct pollfd waiting = {fd, POLLIN, 0};
		long long left = until - ht_clock_ms();
		int ready = left > 0 ? poll(&waiting, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready < 0)
			return HT_PROGRAM_FAILED;
		if (!ready)
			return HT_PROGRAM_LATE;
		ssize_t n = read(fd, block, sizeof block);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return HT_PROGRAM_FAILED;
		if (!n)
			return HT_PROGRAM_DONE;
		got += (size_t)n;
		if (got > program->most)
			return HT_PROGRAM_LARGE;
		if (!ht_buf_add(output, block, (size_t)n))
			return HT_PROGRAM_NO_MEMORY;
	}
}

/* Wait for its end; end: what is known so far. */
static ht_program_end finish(pid_t pid, long long until, ht_program_end end)
{
	int status = 0;
	pid_t got;
	while (end == HT_PROGRAM_DONE && (got = waitpid(pid, &status, WNOHANG)) != pid) {
		if (got < 0 && errno != EINTR)
			return end; /* its status is lost: SIGCHLD is ignored */
		if (ht_clock_ms() >= until)
			end = HT_PROGRAM_LATE;
		else
			nanosleep(&(struct timespec){0, STEP_MS * 1000000L}, NULL);
	}
	if (end == HT_PROGRAM_DONE)
		return status == 0 ? HT_PROGRAM_DONE : HT_PROGRAM_FAILED;
	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return end;
}

ht_program_end ht_program_run(const ht_program *program, ht_buf *output)
{
	int in = open_input(program), pipes[2], error;
	if (in < 0)
		return errno == ENOMEM ? HT_PROGRAM_NO_MEMORY : HT_PROGRAM_BUSY;
	if (pipe2(pipes, O_CLOEXEC) != 0) {
		error = errno;
		close(in);
		errno = error;
		return HT_PROGRAM_BUSY;
	}
	pid_t pid = 0;
	long long until = ht_clock_ms() + program->seconds * 1000LL;
	error = start(program, in, pipes[1], &pid);
	close(in);
	close(pipes[1]);
	ht_program_end end = HT_PROGRAM_FAILED;
	if (error == ENOENT || error == EACCES)
		end = HT_PROGRAM_MISSING;
	else if (error == ENOMEM)
		end = HT_PROGRAM_NO_MEMORY;
	else if (ht_shortage_is_of_machine(error))
		end = HT_PROGRAM_BUSY;
	else if (!error)
		end = finish(pid, until, read_output(program, pipes[0], until, output));
	close(pipes[0]);
	errno = error;
	return end;
}
