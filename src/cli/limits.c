#include "limits.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "args.h"
#include "base/limit.h"
#include "base/messages.h"
#include "batch/messages.h"
#include "cli.h"

#define MAX_SECONDS 86400
#define MAX_MIB     1048576

/* Signals by which a library that breaks down ends a process; that of abort() is among them. */
static const int breakdowns[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT};
#define N_BREAKDOWNS (sizeof breakdowns / sizeof *breakdowns)

typedef struct text {
	char *v;
	size_t len;
} text;

/* What handlers of signals need, since they get nothing else: all of it is made beforehand, for in a handler nothing
 * may be allocated or translated. */
static struct {
	text timeout, memory, no_memory, breakdown[N_BREAKDOWNS];
	unsigned seconds, mib;
	bool apart, started;
	volatile sig_atomic_t ticks;
} guard;

error_t limits_parse(limits *l, int key, const char *arg, struct argp_state *state)
{
	switch (key) {
	case OPTION_TIMEOUT:
		l->timeout = args_number("--timeout", arg, MAX_SECONDS, state);
		return 0;
	case OPTION_MEMORY:
		l->memory = args_number("--memory", arg, MAX_MIB, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* ---- handlers: only functions that are safe in them ---- */

_Noreturn static void leave(const text *t, int code)
{
	if (guard.apart)
		_exit(code);
	for (size_t done = 0; t->v && done < t->len;) {
		ssize_t n = write(STDERR_FILENO, t->v + done, t->len - done);
		if (n <= 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
	_exit(HT_EXIT_FAILED);
}

_Noreturn static void leave_for_memory(void)
{
	if (guard.started && ht_limit_was_used(guard.mib))
		leave(&guard.memory, LIMITS_EXIT_MEMORY);
	leave(&guard.no_memory, LIMITS_EXIT_NO_MEMORY);
}

/* A tick a second instead of one alarm at the end: while the process is stopped (Ctrl-Z), or the machine sleeps, none
 * comes, so that time does not count. */
static void on_tick(int signal)
{
	(void)signal;
	int error = errno;
	guard.ticks++;
	if ((unsigned)guard.ticks >= guard.seconds)
		leave(&guard.timeout, LIMITS_EXIT_TIMEOUT);
	errno = error;
}

/* Some libraries end the process, or follow a null pointer, when they get no memory; errno, set by malloc(), tells. */
static void on_breakdown(int number)
{
	if (errno == ENOMEM)
		leave_for_memory();
	for (size_t i = 0; i < N_BREAKDOWNS; i++)
		if (number == breakdowns[i] && !guard.apart)
			leave(&guard.breakdown[i], HT_EXIT_FAILED);
	/* SA_RESETHAND: it ends the process, whose parent says why */
	raise(number);
}

/* GLib says on standard error that it gets no memory, which changes errno, before it ends the process. */
static void on_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user)
{
	if ((level & G_LOG_LEVEL_ERROR) && errno == ENOMEM)
		leave_for_memory();
	g_log_default_handler(domain, level, message, user);
}

static void handle(int number, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

/* A stack that overflows needs another one for its signal. The sanitizers tell more of a breakdown than we would. */
static void catch_breakdowns(void)
{
	static char stack[64 << 10];
	if (HT_ADDRESS_SANITIZER)
		return;
	sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
	for (size_t i = 0; i < N_BREAKDOWNS; i++)
		handle(breakdowns[i], on_breakdown, (int)(SA_ONSTACK | SA_RESETHAND));
	g_log_set_default_handler(on_log, NULL);
}

/* ---- texts ---- */

/* number: the argument; 0: there is none */
static void set_text(text *t, const say *s, ht_code code, const char *file, unsigned number)
{
	char digits[16];
	snprintf(digits, sizeof digits, "%u", number);
	free(t->v);
	t->v = say_text(s, code, (ht_loc){file, 0, 0}, number ? digits : NULL, &t->len);
}

void limits_guard(const limits *l, limits_codes codes, const say *s, const char *file)
{
	set_text(&guard.timeout, s, codes.timeout, file, l->timeout);
	set_text(&guard.memory, s, codes.memory, file, l->memory);
	set_text(&guard.no_memory, s, HT_D_NOMEM, file, 0);
	for (size_t i = 0; i < N_BREAKDOWNS; i++)
		set_text(&guard.breakdown[i], s, HT_D_BATCH_ALONE_CRASH, file, (unsigned)breakdowns[i]);
	guard.seconds = l->timeout;
	guard.mib = l->memory;
	guard.apart = guard.started = false;
	catch_breakdowns();
}

void limits_guard_apart(const limits *l)
{
	guard.seconds = l->timeout;
	guard.mib = l->memory;
	guard.apart = true;
	catch_breakdowns();
}

void limits_start(void)
{
	guard.ticks = 0;
	guard.started = true;
	ht_limit_memory(guard.mib);
	if (!guard.seconds)
		return;
	handle(SIGALRM, on_tick, SA_RESTART);
	setitimer(ITIMER_REAL, &(struct itimerval){{1, 0}, {1, 0}}, NULL);
}

void limits_stop(void)
{
	setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
	signal(SIGALRM, SIG_DFL);
}

void limits_end(void)
{
	limits_stop();
	for (size_t i = 0; i < N_BREAKDOWNS && !HT_ADDRESS_SANITIZER; i++)
		signal(breakdowns[i], SIG_DFL);
	g_log_set_default_handler(g_log_default_handler, NULL);
}

void limits_say_no_memory(const say *s)
{
	const text *t = ht_limit_was_used(guard.mib) ? &guard.memory : &guard.no_memory;
	if (t->v)
		fwrite(t->v, 1, t->len, s->to);
	else
		say_no_memory(s);
}

void limits_diag_no_memory(ht_diags *diags, ht_code memory, const char *file)
{
	char mib[16];
	snprintf(mib, sizeof mib, "%u", guard.mib);
	if (ht_limit_was_used(guard.mib))
		ht_diag(diags, memory, (ht_loc){file, 0, 0}, mib, NULL);
	else
		ht_diag(diags, HT_D_NOMEM, (ht_loc){file, 0, 0}, NULL);
}
