/* hongtou: the program. It finds the command and runs it. */
#include <argp.h>
#include <fcntl.h>
#include <glib.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "args.h"
#include "base/bundle.h"
#include "base/data.h"
#include "base/intl.h"
#include "base/language.h"
#include "base/shortage.h"
#include "base/str.h"
#include "cli.h"
#include "config.h"
#include "confine_arg.h"
#include "limits.h"
#include "say.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *doc;
	bool shows; /* all that it does is print something */
} commands[] = {
    {"export", ht_cli_export, N_("make documents from records"), false},
    {"merge", ht_cli_merge, N_("join the parts that several machines made"), false},
    {"new", ht_cli_new, N_("write a record to begin with"), true},
    {"import", ht_cli_import, N_("make a record from any text"), false},
    {"check", ht_cli_check, N_("check records against the standard"), false},
    {"verify", ht_cli_verify, N_("verify a transfer package"), true},
    {"serve", ht_cli_serve, N_("write records in the browser; an interface for programs"), false},
    {"preview", ht_cli_preview, N_("show the pages of a record each time it is saved"), false},
    {"office", ht_cli_office, N_("show the office settings; numbers, name book"), true},
    {"doctor", ht_cli_doctor, N_("say what is missing on this machine, and how to get it"), true},
    {"fonts", ht_cli_fonts, N_("list the typefaces in use and the characters they cover"), true},
    {"styles", ht_cli_styles, N_("list the style sheets, or explain one"), true},
    {"schema", ht_cli_schema, N_("print the JSON Schema of records"), true},
};

static void bind_messages(void)
{
	char path[PATH_MAX];
	bindtextdomain(HT_TEXT_DOMAIN, ht_data_path(HT_DATA_MESSAGES, path));
	bind_textdomain_codeset(HT_TEXT_DOMAIN, "UTF-8");
	textdomain(HT_TEXT_DOMAIN);
}

/* Chinese by another name than that of the translation? */
static bool is_other_chinese(const char *language)
{
	return ht_str_starts(language, "zh") && !ht_str_starts(language, "zh_CN");
}

/* The languages of the list that the program has, by their names; English is what it has where no other comes first. */
static gchar *known_languages(const char *languages)
{
	GString *known = g_string_new(NULL);
	gchar **list = g_strsplit(languages, ":", -1);
	for (gchar **item = list; *item; item++) {
		g_string_append_printf(known, "%s%s", known->len ? ":" : "", *item);
		if (is_other_chinese(*item))
			g_string_append(known, ":zh_CN");
		if (ht_str_starts(*item, "en"))
			break;
	}
	g_strfreev(list);
	return g_string_free(known, FALSE);
}

/* All Chinese is zh_CN here: of zh, zh_Hans, zh_SG there is no other translation. */
static void name_chinese(void)
{
	const char *languages = getenv("LANGUAGE"), *locale = setlocale(LC_MESSAGES, NULL);
	if (languages && *languages) {
		gchar *known = known_languages(languages);
		setenv("LANGUAGE", known, 1);
		g_free(known);
	} else if (locale && is_other_chinese(locale)) {
		setenv("LANGUAGE", "zh_CN", 1);
	}
}

/* Characters and messages are the locale's; numbers and dates are the program's own, and each further category is a
 * file to read at every start.
 *
 * Many machines have LANG=zh_CN.UTF-8 without that locale. Messages in a language
 * need only a UTF-8 locale and the language's name; all Chinese is zh_CN here. */
static void set_locale(void)
{
	/* a bundle has the locale C.UTF-8 only, and may not read those of another C library */
	if (!ht_bundle_begin() && setlocale(LC_CTYPE, "") && setlocale(LC_MESSAGES, "")) {
		name_chinese();
		return;
	}
	name_chinese();
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *wanted = NULL;
	for (size_t i = 0; i < 3 && (!wanted || !*wanted); i++)
		wanted = getenv(names[i]);
	setlocale(LC_CTYPE, "C.UTF-8");
	const char *languages = getenv("LANGUAGE");
	if (!wanted || !*wanted)
		return;
	if (ht_str_starts(wanted, "zh"))
		wanted = "zh_CN";
	ht_language_set(languages && *languages ? languages : wanted);
}

static void print_usage(FILE *to)
{
	fprintf(to, "%s\n\n", _("Usage: hongtou COMMAND [OPTION…] [FILE…]"));
	fprintf(to, "%s\n\n", _("hongtou (红头) typesets Chinese official documents from structured records."));
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		fprintf(to, "  %-8s %s\n", commands[i].name, _(commands[i].doc));
	fprintf(to, "\n%s\n", _("See `hongtou COMMAND --help` for a command, `man hongtou` for all of them."));
}

/* A program may be started with any of its three streams closed. Then the next
 * file opened would get that number, and messages would be written into a
 * journal or a document. So /dev/null takes it, opened so that use still fails. */
static bool reserve_streams(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			return false;
	return true;
}

/* The guard begins before the constructors of libraries: that of GLib allocates. */
__attribute__((section(".preinit_array"), used)) static void (*const begins_first)(void) = limits_begin;

/* The exit code; output that could not be written is a failure too, and so is what a command only shows if a part of it
 * may be missing for which a library had no memory. */
static int finish(int code, bool shows)
{
	const bool lacks = shows && code != HT_EXIT_USAGE && ht_shortage_seen_so_far();
	if (lacks)
		code = HT_EXIT_FAILED;
	if ((lacks && !say_was_short()) || (code == HT_EXIT_FAILED && ht_shortage_met() && !say_was_used()))
		say_short();
	limits_finish();
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("hongtou");
		return code ? code : 1;
	}
	return code;
}

/* Run a command, or print its help. */
static int run_command(const char *name, bool help, int argc, char **argv)
{
	static char option[] = "--help";
	char *asks[] = {argv[argc > 2 ? 2 : 0], option, NULL};
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (strcmp(name, commands[i].name) != 0)
			continue;
		if (help)
			return finish(commands[i].run(2, asks), false);
		return finish(commands[i].run(argc - 1, argv + 1), commands[i].shows);
	}
	if (*name)
		fprintf(stderr, _("hongtou: unknown command \"%s\"\n"), name);
	print_usage(stderr);
	return HT_EXIT_USAGE;
}

int main(int argc, char **argv)
{
	if (!reserve_streams()) {
		perror("hongtou: /dev/null");
		return HT_EXIT_FAILED;
	}
	allocations_keep();
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow further is an error of writing, told as such */
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* a core file would hold what the record says */
	set_locale();
	bind_messages();
	limits_program();
	argp_err_exit_status = HT_EXIT_USAGE;
	const char *name = argc > 1 ? argv[1] : "";
	const bool helps = strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0;
	if (helps && argc < 3) {
		print_usage(stdout);
		return finish(HT_EXIT_DONE, false);
	}
	if (strcmp(helps ? argv[2] : name, "--complete") == 0) {
		for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
			args_candidate(commands[i].name, _(commands[i].doc));
		return finish(HT_EXIT_DONE, false);
	}
	if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
		puts("hongtou " HT_VERSION "\n\n" HT_LIBRARIES);
		printf(_("Can be confined on this machine: %s\n"), confine_told());
		return finish(HT_EXIT_DONE, false);
	}
	return run_command(helps ? argv[2] : name, helps, argc, argv);
}
