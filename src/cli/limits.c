#include "limits.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "args.h"
#include "base/breakdown.h"
#include "base/limit.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "batch/messages.h"
#include "cli.h"

#define MAX_SECONDS 86400
#define MAX_MIB     1048576

typedef struct text {
	char *v;
	size_t len;
} text;

/* Where the program is: what a call of exit() means depends on it. */
typedef enum stage {
	STAGE_ARGUMENTS, /* argp may end the program: it has helped, or has said what is wrong */
	STAGE_WORK,      /* only a library that broke down does */
	STAGE_FINISHED
} stage;

/* What handlers of signals need, since they get nothing else: all of it is made beforehand, for in a handler nothing
 * may be allocated or translated. */
static struct {
	text timeout, memory, no_memory, processor, ended, breakdown[HT_BREAKDOWNS];
	unsigned seconds, mib;
	bool apart, started;
	stage stage;
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

static void write_text(const char *v, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = write(STDERR_FILENO, v + done, len - done);
		if (n <= 0 && errno != EINTR)
			break;
		done += n > 0 ? (size_t)n : 0;
	}
}

/* early: what is said before there are texts */
_Noreturn static void leave(const text *t, const char *early, int code)
{
	if (guard.apart)
		_exit(code);
	if (t->v)
		write_text(t->v, t->len);
	else
		write_text(early, strlen(early));
	_exit(HT_EXIT_FAILED);
}

_Noreturn static void leave_for_memory(void)
{
	static const char early[] = "hongtou: error: out of memory\n";
	if (guard.started && ht_limit_was_used(guard.mib))
		leave(&guard.memory, early, LIMITS_EXIT_MEMORY);
	leave(&guard.no_memory, early, LIMITS_EXIT_NO_MEMORY);
}

/* A tick a second instead of one alarm at the end: while the process is stopped (Ctrl-Z), or the machine sleeps, none
 * comes, so that time does not count. A library that got no memory may wait for ever. */
static void on_tick(int signal)
{
	(void)signal;
	int error = errno;
	guard.ticks++;
	if (ht_shortage_seen_so_far())
		leave_for_memory();
	if (guard.seconds && (unsigned)guard.ticks >= guard.seconds)
		leave(&guard.timeout, "", LIMITS_EXIT_TIMEOUT);
	errno = error;
}

/* Some libraries end the process, or follow a null pointer, when they get no memory. */
static void on_breakdown(int number)
{
	if (ht_shortage_met())
		leave_for_memory();
	for (size_t i = 0; i < HT_BREAKDOWNS; i++)
		if (number == ht_breakdowns[i] && !guard.apart)
			leave(&guard.breakdown[i], "hongtou: error: the program crashed while it was starting\n",
			      HT_EXIT_FAILED);
	/* SA_RESETHAND: it ends the process, whose parent says why */
	raise(number);
}

/* The machine's own limit (ulimit -t). */
static void on_processor_time(int number)
{
	if (!guard.apart)
		leave(&guard.processor, "hongtou: error: out of processor time\n", HT_EXIT_FAILED);
	signal(number, SIG_DFL);
	raise(number);
}

/* GLib says on standard error that it gets no memory, which changes errno, before it ends the process. */
static void on_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user)
{
	if ((level & G_LOG_LEVEL_ERROR) && ht_shortage_met())
		leave_for_memory();
	g_log_default_handler(domain, level, message, user);
}

/* At exit(), by whomever. */
static void on_exit_of_any(int status, void *user)
{
	(void)user;
	const bool by_argp = guard.stage == STAGE_ARGUMENTS && (status == HT_EXIT_DONE || status == HT_EXIT_USAGE);
	if (guard.stage == STAGE_FINISHED || by_argp)
		return;
	if (ht_shortage_met())
		leave_for_memory();
	leave(&guard.ended, "hongtou: error: the program ended while it was starting\n", HT_EXIT_FAILED);
}

static void handle(int number, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

/* A stack that overflows needs another one for its signal. */
static void catch_breakdowns(void)
{
	static char stack[64 << 10];
	if (!HT_ADDRESS_SANITIZER)
		sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
	ht_breakdown_catch(on_breakdown);
}

/* ---- from the start to the end ---- */

void limits_begin(void)
{
	sigset_t ours;
	sigemptyset(&ours);
	for (size_t i = 0; i < HT_BREAKDOWNS; i++)
		sigaddset(&ours, ht_breakdowns[i]);
	sigaddset(&ours, SIGALRM);
	sigaddset(&ours, SIGXCPU);
	/* whoever started the program may have blocked or ignored them */
	sigprocmask(SIG_UNBLOCK, &ours, NULL);
	signal(SIGCHLD, SIG_DFL);
	handle(SIGXCPU, on_processor_time, 0);
	catch_breakdowns();
	on_exit(on_exit_of_any, NULL);
}

void limits_finish(void)
{
	guard.stage = STAGE_FINISHED;
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

/* Texts without a file, where there is none. */
static void set_breakdowns(const say *s, const char *file)
{
	set_text(&guard.no_memory, s, HT_D_NOMEM, file, 0);
	set_text(&guard.processor, s, HT_D_BATCH_PROCESSOR_TIME, file, 0);
	set_text(&guard.ended, s, HT_D_BATCH_ENDED, file, 0);
	for (size_t i = 0; i < HT_BREAKDOWNS; i++)
		set_text(&guard.breakdown[i], s, file ? HT_D_BATCH_ALONE_CRASH : HT_D_BATCH_PROGRAM_CRASH, file,
		         (unsigned)ht_breakdowns[i]);
}

void limits_program(void)
{
	if (!HT_ADDRESS_SANITIZER)
		g_log_set_default_handler(on_log, NULL);
	const say plain = {.level = HT_LEVEL_ERROR};
	set_breakdowns(&plain, NULL);
}

void limits_guard(const limits *l, limits_codes codes, const say *s, const char *file)
{
	set_text(&guard.timeout, s, codes.timeout, file, l->timeout);
	set_text(&guard.memory, s, codes.memory, file, l->memory);
	set_breakdowns(s, file);
	guard.seconds = l->timeout;
	guard.mib = l->memory;
	guard.apart = guard.started = false;
	guard.stage = STAGE_WORK;
}

void limits_guard_apart(const limits *l)
{
	guard.seconds = l->timeout;
	guard.mib = l->memory;
	guard.apart = true;
}

void limits_start(void)
{
	guard.ticks = 0;
	guard.started = true;
	ht_limit_memory(guard.mib);
	handle(SIGALRM, on_tick, SA_RESTART);
	setitimer(ITIMER_REAL, &(struct itimerval){{1, 0}, {1, 0}}, NULL);
}

void limits_stop(void)
{
	setitimer(ITIMER_REAL, &(struct itimerval){0}, NULL);
	signal(SIGALRM, SIG_DFL);
}

void limits_say_no_memory(const say *s)
{
	const text *t = ht_limit_was_used(guard.mib) ? &guard.memory : &guard.no_memory;
	if (t->v)
		fwrite(t->v, 1, t->len, s->to);
	else
		say_no_memory(s);
	say_note_short();
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
