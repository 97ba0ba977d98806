#include "base/breakdown.h"

#include <glib.h>
#include <signal.h>
#include <unistd.h>

#include "base/limit.h"
#include "base/shortage.h"

const int ht_breakdowns[HT_BREAKDOWNS] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT};

void ht_breakdown_catch(void (*handler)(int number))
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = (int)(SA_ONSTACK | SA_RESETHAND)};
	if (HT_ADDRESS_SANITIZER)
		return;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < HT_BREAKDOWNS; i++)
		sigaction(ht_breakdowns[i], &action, NULL);
}

/* Some libraries end the process when they get no memory: GLib by a fatal log message, the runtimes of Rust (librsvg)
 * and C++ (ICU) by abort(), others follow a null pointer. */
static void leave_if_shortage(void)
{
	if (ht_shortage_met())
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

void ht_breakdown_leave_on_shortage(void)
{
	ht_breakdown_catch(on_breakdown);
	g_log_set_default_handler(on_log, NULL);
}
