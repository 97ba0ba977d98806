#include "base/limit.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

size_t ht_limit_data(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");
	if (!f)
		return 0;
	/* size, resident, shared, text, lib, data and stack */
	if (fscanf(f, "%*u %*u %*u %*u %*u %lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

void ht_limit_memory(unsigned mib)
{
	struct rlimit limit;
	const rlim_t now = mib && !HT_ADDRESS_SANITIZER ? ht_limit_data() : 0;
	if (!now || getrlimit(RLIMIT_DATA, &limit) != 0)
		return;
	const rlim_t most = now + ((rlim_t)mib << 20);
	if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur <= most)
		return;
	limit.rlim_cur = most;
	setrlimit(RLIMIT_DATA, &limit);
}

bool ht_limit_was_used(unsigned mib)
{
	struct rusage usage;
	return mib && getrusage(RUSAGE_SELF, &usage) == 0 && (unsigned long)usage.ru_maxrss > (unsigned long)mib << 9;
}

/* Some libraries end the process when they get no memory: GLib by a fatal log message, the runtimes of Rust (librsvg)
 * and C++ (ICU) by abort(), others follow a null pointer. errno, set by malloc(), then tells what failed. */
static void leave_if_shortage(void)
{
	if (errno == ENOMEM)
		_exit(HT_LIMIT_EXIT);
}

static void on_breakdown(int number)
{
	leave_if_shortage();
	raise(number); /* SA_RESETHAND: now it ends the process */
}

/* GLib tells of it first, which changes errno. */
static void on_log(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer user)
{
	if (level & G_LOG_LEVEL_ERROR)
		leave_if_shortage();
	g_log_default_handler(domain, level, message, user);
}

void ht_limit_leave_on_shortage(void)
{
	static const int breakdowns[] = {SIGABRT, SIGSEGV, SIGBUS, SIGTRAP};
	struct sigaction action = {.sa_handler = on_breakdown, .sa_flags = (int)SA_RESETHAND};
	sigemptyset(&action.sa_mask);
	g_log_set_default_handler(on_log, NULL);
	for (size_t i = 0; i < sizeof breakdowns / sizeof *breakdowns && !HT_ADDRESS_SANITIZER; i++)
		sigaction(breakdowns[i], &action, NULL);
}
