#include "apart.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/param.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/breakdown.h"
#include "base/clock.h"
#include "base/limit.h"
#include "export/messages.h"

#define BLOCK   65536
#define TICK_MS 100 /* how often the caller is asked whether it goes on */

/* The other process. The result has its length before it, so that one that was cut short is known. */
_Noreturn static void work(const ht_apart *a, pid_t parent, int fd)
{
	ht_buf result = {0};
	uint64_t len = 0;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	ht_limit_memory(a->memory);
	ht_breakdown_leave_on_shortage();
	ht_buf_add(&result, &len, sizeof len);
	if (!a->work(a->user, &result) || result.failed)
		_exit(HT_LIMIT_EXIT);
	len = result.len;
	memcpy(result.data, &len, sizeof len);
	for (size_t done = 0; done < result.len;) {
		ssize_t n = write(fd, result.data + done, result.len - done);
		if (n < 0 && errno != EINTR)
			_exit(1);
		done += n > 0 ? (size_t)n : 0;
	}
	_exit(0);
}

typedef enum ending { ENDED, LATE, STOPPED } ending;

/* All that it writes, unless it is stopped before that. */
static ending receive(const ht_apart *a, int fd, ht_buf *all)
{
	const long long until = ht_clock_ms() + (long long)a->timeout * 1000;
	for (;;) {
		char block[BLOCK];
		struct pollfd waiting = {fd, POLLIN, 0};
		const long long left = until - ht_clock_ms();
		if (a->timeout && left <= 0)
			return LATE;
		if (a->goes_on && !a->goes_on(a->user))
			return STOPPED;
		long long wait = a->timeout ? MIN(left, INT_MAX) : -1;
		if (a->goes_on)
			wait = a->timeout ? MIN(left, TICK_MS) : TICK_MS;
		int ready = poll(&waiting, 1, (int)wait);
		if (ready == 0)
			continue;
		ssize_t n = ready < 0 ? -1 : read(fd, block, sizeof block);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ENDED;
		ht_buf_add(all, block, (size_t)n);
	}
}

/* Why there is no result. */
static ht_status explain(const ht_apart *a, bool late, int status, const struct rusage *usage, ht_diags *diags)
{
	const ht_loc loc = {a->name, 0, 0};
	const bool large = a->memory && (unsigned long)usage->ru_maxrss > (unsigned long)a->memory << 9;
	const bool wanted = WIFEXITED(status) && WEXITSTATUS(status) == HT_LIMIT_EXIT;
	char number[16];
	if (late) {
		snprintf(number, sizeof number, "%u", a->timeout);
		ht_diag(diags, HT_D_LIBRARY_TIMEOUT, loc, number, NULL);
	} else if (wanted && large) {
		snprintf(number, sizeof number, "%u", a->memory);
		ht_diag(diags, HT_D_LIBRARY_MEMORY, loc, number, NULL);
	} else if (wanted || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)) {
		return HT_ERR_NOMEM;
	} else {
		snprintf(number, sizeof number, "%d", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
		ht_diag(diags, HT_D_LIBRARY_CRASH, loc, number, NULL);
	}
	return HT_ERR_INPUT;
}

/* Is it all there? Then the length before it is taken off. */
static bool is_whole(ht_buf *all)
{
	uint64_t len;
	if (all->failed || all->len < sizeof len)
		return false;
	memcpy(&len, all->data, sizeof len);
	if (len != all->len)
		return false;
	all->len -= sizeof len;
	memmove(all->data, all->data + sizeof len, all->len + 1);
	return true;
}

ht_status ht_apart_run(const ht_apart *a, ht_diags *diags, ht_buf *result)
{
	int ends[2], status = 0;
	struct rusage usage = {0};
	ht_buf all = {0};
	if (pipe2(ends, O_CLOEXEC) != 0)
		return HT_ERR_NOMEM;
	pid_t parent = getpid(), pid = fork();
	if (pid == 0) {
		close(ends[0]);
		work(a, parent, ends[1]);
	}
	close(ends[1]);
	const ending end = pid > 0 ? receive(a, ends[0], &all) : ENDED;
	close(ends[0]);
	if (pid < 0)
		return HT_ERR_NOMEM;
	if (end != ENDED)
		kill(pid, SIGKILL);
	while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR)
		;
	if (end == ENDED && is_whole(&all)) {
		*result = all;
		return HT_OK;
	}
	const bool no_memory = all.failed;
	ht_buf_free(&all);
	if (end == STOPPED)
		return HT_ERR_INPUT;
	return no_memory ? HT_ERR_NOMEM : explain(a, end == LATE, status, &usage, diags);
}
