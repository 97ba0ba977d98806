#include "args.h"

#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "limits.h"
#include "record/record.h"
#include "say.h"

/* What argp says itself, which it looks up in the program's translations. */
__attribute__((unused)) static const char *const of_argp[] = {
    N_("Usage:"),
    N_("%s: Too many arguments\n"),
    /* xgettext:no-c-format */
    N_("Try `%s --help' or `%s --usage' for more information.\n"),
};

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-?") == 0)
			return true;
	return false;
}

bool args_parse(const struct argp *argp, int argc, char **argv, void *arguments)
{
	char name[64], *own = argv[0];
	snprintf(name, sizeof name, "hongtou %s", own);
	const bool completes = argc > 1 && strcmp(argv[1], "--complete") == 0;
	if (!completes && asks_for_help(argc, argv)) {
		args_help(argp, name);
		const bool shown = fflush(stdout) == 0 && !ferror(stdout);
		if (!shown)
			perror("hongtou");
		limits_finish();
		exit(shown ? HT_EXIT_DONE : HT_EXIT_FAILED);
	}
	if (completes) {
		args_complete(argp, own, argc - 2, argv + 2);
		exit(HT_EXIT_DONE);
	}
	argv[0] = name;
	const error_t failed = argp_parse(argp, argc, argv, 0, NULL, arguments);
	argv[0] = own;
	if (failed == ENOMEM) {
		say_short();
		limits_finish();
		exit(HT_EXIT_FAILED);
	}
	return failed == 0;
}

unsigned args_number(const char *option, const char *text, unsigned max, struct argp_state *state)
{
	char *end;
	errno = 0;
	unsigned long v = strtoul(text, &end, 10);
	if (!g_ascii_isdigit(*text) || *end || errno || v > max)
		argp_error(state, _("%s needs a whole number from 0 to %u"), option, max);
	return (unsigned)v;
}

bool args_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void args_add_dir(dir_list *dirs, const char *option, const char *dir, struct argp_state *state)
{
	if (!args_is_folder(dir))
		argp_error(state, _("no such folder: %s"), dir);
	if (dirs->n == MAX_DIRS)
		argp_error(state, _("too many --%s options"), option);
	dirs->v[dirs->n++] = dir;
}

/* The end of the year 9999: later days have no form in a document. */
#define DATE_MOST 253402300799

long long args_source_date(const char **wrong)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	*wrong = NULL;
	if (!text || !*text)
		return -1;
	char *end;
	errno = 0;
	const long long v = strtoll(text, &end, 10);
	if (!errno && !*end && v >= 0 && v <= DATE_MOST)
		return v;
	*wrong = text;
	return -1;
}

struct tm args_day(const char **wrong)
{
	return ht_day_of_work(args_source_date(wrong));
}
