#include "passes.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/messages.h"
#include "batch/messages.h"
#include "cli.h"

struct passes_shared {
	volatile size_t current; /* file, from 1; 0: none */
	volatile bool whole;     /* the pass came to its end */
	bool said[];             /* of each file: what cannot be read of it was said */
};

static size_t shared_size(size_t n)
{
	return sizeof(struct passes_shared) + n * sizeof(bool);
}

/* The process that looks at the files: it does not outlive the one that waits for it. */
_Noreturn static void run_pass(passes *p, pid_t parent, int (*run)(void *user), void *user)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(HT_EXIT_FAILED);
	limits_guard_apart(&p->limits);
	int code = run(user);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("hongtou");
		code = code ? code : HT_EXIT_FAILED;
	}
	p->shared->whole = true;
	_exit(code);
}

/* How a pass ended. False: there is no process. */
static bool wait_for_pass(passes *p, int (*run)(void *user), void *user, int *status)
{
	fflush(stdout);
	fflush(stderr);
	pid_t parent = getpid(), pid = fork();
	if (pid == 0)
		run_pass(p, parent, run, user);
	while (pid > 0 && waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return false;
	return pid > 0;
}

bool passes_run(passes *p, size_t n, int (*run)(void *user), void *user, int *code)
{
	int status = 0;
	void *shared = mmap(NULL, shared_size(n), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	p->shared = shared == MAP_FAILED ? NULL : shared;
	p->ended = calloc(n, sizeof *p->ended);
	p->n = n;
	bool ok = p->shared && p->ended;
	signal(SIGCHLD, SIG_DFL); /* where it is ignored, nobody learns how a process ended */
	while (ok && (ok = wait_for_pass(p, run, user, &status)) && !p->shared->whole) {
		const size_t i = p->shared->current;
		if (!i || p->ended[i - 1])
			break; /* it is no file's fault */
		p->ended[i - 1] = status;
		p->shared->current = 0;
	}
	const bool whole = ok && p->shared->whole && WIFEXITED(status);
	if (ok)
		*code = whole ? WEXITSTATUS(status) : HT_EXIT_FAILED;
	if (ok && !whole)
		fprintf(stderr, "hongtou: %s\n", _(HT_D_NOMEM->text));
	if (p->shared)
		munmap(p->shared, shared_size(n));
	free(p->ended);
	p->n = 0;
	return ok;
}

/* What is said of a process that ended so. */
static ht_code cause(const passes *p, int status)
{
	if (WIFSIGNALED(status)) /* by SIGKILL the kernel ends what is too large for it */
		return WTERMSIG(status) == SIGKILL ? HT_D_NOMEM : HT_D_BATCH_ALONE_CRASH;
	switch (WEXITSTATUS(status)) {
	case LIMITS_EXIT_TIMEOUT:
		return p->codes.timeout;
	case LIMITS_EXIT_MEMORY:
		return p->codes.memory;
	case LIMITS_EXIT_NO_MEMORY:
		return HT_D_NOMEM;
	default:
		return HT_D_BATCH_EXIT;
	}
}

bool passes_begin(passes *p, size_t i, const char *file, ht_diags *diags)
{
	if (!p->n)
		return true;
	p->shared->current = i + 1;
	const int status = p->ended[i];
	if (!status)
		return true;
	const ht_code code = cause(p, status);
	unsigned number = p->limits.memory;
	if (WIFSIGNALED(status))
		number = (unsigned)WTERMSIG(status);
	else if (code == HT_D_BATCH_EXIT)
		number = (unsigned)WEXITSTATUS(status);
	else if (code == p->codes.timeout)
		number = p->limits.timeout;
	char digits[16];
	snprintf(digits, sizeof digits, "%u", number);
	ht_diag(diags, code, (ht_loc){file, 0, 0}, code == HT_D_NOMEM ? NULL : digits, NULL);
	return false;
}

bool passes_says(passes *p, size_t i)
{
	if (!p->n)
		return true;
	const bool first = !p->shared->said[i];
	p->shared->said[i] = true;
	return first;
}
