/* hongtou serve [DIR], hongtou preview FILE */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args.h"
#include "base/bundle.h"
#include "base/infile.h"
#include "base/intl.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "batch/batch.h"
#include "cli.h"
#include "confine_arg.h"
#include "file_dirs.h"
#include "limits.h"
#include "say.h"
#include "serve/messages.h"
#include "serve/serve.h"
#include "style_dirs.h"

extern char **environ;

#define MOST_SECRET  4096 /* bytes of a file with a token or a password */
#define LEAST_TOKEN  16
#define LEAST_SECRET 8
#define FOLDER_NAME  "公文"

typedef struct arguments {
	ht_serve_options options;
	const char *argument; /* DIR or FILE */
	bool is_preview, opens, made_folder;
	dir_list font_dirs, style_dirs, hosts;
	file_dirs file_dirs;
	limits limits;
	const char *token_file, *password_file, *wrong_date;
	char *folder, *file, *state, *token, *password; /* owned */
	say say;
} arguments;

enum { OPTION_LISTEN = 256, OPTION_OPEN, OPTION_TOKEN, OPTION_PASSWORD, OPTION_HOST, OPTION_LOG };

static const struct argp_option option_table[] = {
    {"listen", OPTION_LISTEN, N_("ADDRESS"), 0,
     N_("listen on ADDRESS:PORT, :PORT or unix:PATH (default: 127.0.0.1:9704, or the next free port)"), 0},
    {"host", OPTION_HOST, N_("NAME"), 0,
     N_("clients may call the server by NAME (with :PORT, if they do), as behind a reverse proxy; may be repeated"), 0},
    {"open", OPTION_OPEN, NULL, 0, N_("open the page in the browser"), 0},
    {"token-file", OPTION_TOKEN, N_("FILE"), 0,
     N_("programs are let in by the token in FILE, which only its owner may read (also: HONGTOU_TOKEN)"), 0},
    {"password-file", OPTION_PASSWORD, N_("FILE"), 0,
     N_("people are let in by the password in FILE, which only its owner may read"), 0},
    STYLE_DIR_OPTION(0),
    FILE_DIR_OPTION(0),
    CONFINE_OPTION(0),
    ARGS_FONT_DIR,
    {"jobs", 'j', N_("N"), 0, N_("number of worker processes (default: number of cores)"), 0},
    LIMITS_TIMEOUT_OPTION(N_("time limit per request (default: 60; 0: no limit)"), 0),
    LIMITS_MEMORY_OPTION(N_("memory limit per request (default: 2048; 0: no limit)"), 0),
    {"log", OPTION_LOG, NULL, 0, N_("write a line of JSON for each request to standard error"), 0},
    SAY_QUIET_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    {0},
};

static const struct argp_option preview_option_table[] = {
    STYLE_DIR_OPTION(0),
    FILE_DIR_OPTION(0),
    CONFINE_OPTION(0),
    ARGS_FONT_DIR,
    LIMITS_TIMEOUT_OPTION(N_("time limit per request (default: 60; 0: no limit)"), 0),
    LIMITS_MEMORY_OPTION(N_("memory limit per request (default: 2048; 0: no limit)"), 0),
    SAY_QUIET_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    {0},
};

static error_t parse_own(arguments *a, int key, char *arg, struct argp_state *state)
{
	switch (key) {
	case OPTION_LISTEN:
		a->options.listen = arg;
		break;
	case OPTION_HOST:
		if (a->hosts.n == MAX_DIRS)
			argp_error(state, _("too many names in --host"));
		a->hosts.v[a->hosts.n++] = arg;
		break;
	case OPTION_OPEN:
		a->opens = true;
		break;
	case OPTION_TOKEN:
		a->token_file = arg;
		break;
	case OPTION_PASSWORD:
		a->password_file = arg;
		break;
	case OPTION_LOG:
		a->options.log = true;
		break;
	case 'f':
		args_add_dir(&a->font_dirs, "font-dir", arg, state);
		break;
	case 'j':
		a->options.workers = args_number("--jobs", arg, HT_BATCH_WORKERS, state);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	if (key == ARGP_KEY_ARG) {
		if (a->argument)
			argp_error(state,
			           a->is_preview ? _("only one file at a time") : _("only one folder at a time"));
		a->argument = arg;
		return 0;
	}
	if (key == ARGP_KEY_END && a->is_preview && !a->argument)
		argp_error(state, _("give a file"));
	if (key == ARGP_KEY_END && a->is_preview && args_is_folder(a->argument))
		argp_error(state, _("\"%s\" is a folder, and preview shows a file; hongtou serve shows a folder"),
		           a->argument);
	if (key == ARGP_KEY_END && !a->is_preview && a->argument && !args_is_folder(a->argument))
		argp_error(state, _("there is no folder \"%s\""), a->argument);
	if (parse_own(a, key, arg, state) == 0 || style_dirs_parse(&a->style_dirs, key, arg, state) == 0 ||
	    file_dirs_parse(&a->file_dirs, key, arg, state) == 0 ||
	    confine_parse(&a->options.confine, key, arg, state) == 0 || limits_parse(&a->limits, key, arg, state) == 0)
		return 0;
	return say_parse(&a->say, key, arg, state);
}

/* ---- what it needs ---- */

static ht_status fail_at(ht_diags *diags, const char *path, const char *why)
{
	ht_diag(diags, HT_D_SERVE_KEY, (ht_loc){0}, path, why, NULL);
	return HT_ERR_IO;
}

/* systemd sees to it who may read what it hands over. */
static bool is_credential(const char *path)
{
	const char *folder = g_getenv("CREDENTIALS_DIRECTORY");
	return folder && *folder && g_str_has_prefix(path, folder);
}

/* The first line of a file that only its owner may read. */
static ht_status read_secret(const char *path, size_t least, ht_diags *diags, char **ret)
{
	struct stat st;
	ht_buf text = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return fail_at(diags, path, strerror(errno));
	ht_status status = HT_OK;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		status = fail_at(diags, path, strerror(EINVAL));
	else if ((st.st_mode & 077) && !is_credential(path))
		status = fail_at(diags, path, _("others may read it; `chmod 600` it"));
	else
		status = ht_infile_read_open(fd, path, MOST_SECRET, diags, &text);
	close(fd);
	if (status != HT_OK)
		return status;
	const size_t n = strcspn(text.data ? text.data : "", "\r\n");
	if (n < least || n > 255)
		status = fail_at(diags, path, _("its first line is too short or too long"));
	else
		*ret = g_strndup(text.data, n);
	if (text.data)
		explicit_bzero(text.data, text.len);
	ht_buf_free(&text);
	return status;
}

/* Of a variable, which is then taken out of the environment. */
static ht_status take_token(arguments *a, ht_diags *diags)
{
	char *given = getenv("HONGTOU_TOKEN");
	if (!given || !*given)
		return HT_OK;
	if (strlen(given) < LEAST_TOKEN || strlen(given) > 255)
		return fail_at(diags, "HONGTOU_TOKEN", _("its first line is too short or too long"));
	a->token = g_strdup(given);
	explicit_bzero(given, strlen(given));
	unsetenv("HONGTOU_TOKEN");
	return HT_OK;
}

static ht_status read_secrets(arguments *a, ht_diags *diags)
{
	ht_status status = take_token(a, diags);
	if (status == HT_OK && a->token_file) {
		g_free(a->token);
		a->token = NULL;
		status = read_secret(a->token_file, LEAST_TOKEN, diags, &a->token);
	}
	if (status == HT_OK && a->password_file)
		status = read_secret(a->password_file, LEAST_SECRET, diags, &a->password);
	a->options.token = a->token;
	a->options.password = a->password;
	return status;
}

/* Where a service manager says, or where programs keep such things for a user. */
static ht_status open_state(arguments *a, ht_diags *diags)
{
	const char *given = g_getenv("STATE_DIRECTORY");
	if (given && *given)
		a->state = g_strndup(given, strcspn(given, ":")); /* the first of several */
	else
		a->state = g_build_filename(g_get_user_state_dir(), "hongtou", NULL);
	if (g_mkdir_with_parents(a->state, 0700) != 0) {
		ht_diag(diags, HT_D_SERVE_STATE, (ht_loc){0}, a->state, strerror(errno), NULL);
		return HT_ERR_IO;
	}
	a->options.state_folder = a->state;
	return HT_OK;
}

/* Without DIR: 公文 in the user's folder of documents. */
static ht_status choose_folder(arguments *a, ht_diags *diags)
{
	GStatBuf st;
	if (a->is_preview) {
		if (g_stat(a->argument, &st) != 0 || !S_ISREG(st.st_mode))
			return fail_at(diags, a->argument, strerror(errno ? errno : EINVAL));
		a->folder = g_path_get_dirname(a->argument);
		a->file = g_path_get_basename(a->argument);
	} else if (a->argument) {
		a->folder = g_strdup(a->argument);
	} else {
		const char *documents = g_get_user_special_dir(G_USER_DIRECTORY_DOCUMENTS);
		a->folder = g_build_filename(documents ? documents : g_get_home_dir(), FOLDER_NAME, NULL);
		a->made_folder = g_access(a->folder, F_OK) != 0;
		if (g_mkdir_with_parents(a->folder, 0700) != 0)
			return fail_at(diags, a->folder, strerror(errno));
	}
	a->options.folder = a->folder;
	a->options.file = a->file;
	return HT_OK;
}

/* ---- it runs ---- */

/* The browser is told the address by a file, since all users see the command lines of all processes. */
static void open_browser(const arguments *a, const char *address)
{
	gchar *file = g_build_filename(a->state, "open.html", NULL);
	gchar *text = g_strdup_printf("<!doctype html><meta charset=\"utf-8\"><title>hongtou</title>\n"
	                              "<meta http-equiv=\"refresh\" content=\"0;url=%s\"><a href=\"%s\">hongtou</a>\n",
	                              address, address);
	const char *browser = g_getenv("BROWSER");
	gchar *command[] = {g_strdup(browser && *browser ? browser : "xdg-open"), file, NULL};
	gchar **environment = g_memdup2(environ, (g_strv_length(environ) + 1) * sizeof *environ);
	ht_bundle_leave_out(environment);
	const bool done = ht_outfile_put_as(file, text, strlen(text), true, NULL) == HT_OK &&
	                  g_spawn_async(NULL, command, environment,
	                                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
	                                NULL, NULL, NULL, NULL);
	if (!done)
		fprintf(stderr, _("hongtou: no browser could be started; open the address above yourself\n"));
	g_free(environment);
	g_free(command[0]);
	g_free(text);
	g_free(file);
}

static void say_ready(void *user, const char *address)
{
	const arguments *a = user;
	printf("%s\n", address);
	fflush(stdout);
	if (a->opens)
		open_browser(a, address);
}

static ht_status run(arguments *a, ht_diags *diags)
{
	ht_status status = read_secrets(a, diags);
	if (status == HT_OK)
		status = open_state(a, diags);
	if (status == HT_OK)
		status = choose_folder(a, diags);
	a->options.hosts = a->hosts.v;
	a->options.font_dirs = a->font_dirs.v;
	a->options.style_dirs = a->style_dirs.v;
	a->options.file_dirs = a->file_dirs.list.v;
	a->options.timeout = a->limits.timeout;
	a->options.memory = a->limits.memory;
	a->options.language_zh = strcmp(_("error"), "error") != 0;
	a->options.ready = say_ready;
	a->options.user = a;
	if (a->wrong_date)
		ht_diag(diags, HT_D_SOURCE_DATE, (ht_loc){NULL, 0, 0}, a->wrong_date, NULL);
	if (status == HT_OK)
		status = ht_serve_run(&a->options, diags);
	if (status != HT_OK && a->made_folder)
		g_rmdir(a->folder); /* a server that did not begin leaves nothing behind */
	return status;
}

static void free_secret(char *s)
{
	if (s)
		explicit_bzero(s, strlen(s));
	g_free(s);
}

static int serve(arguments *a, int argc, char **argv, const struct argp *argp)
{
	say_begin(&a->say, stderr);
	a->limits = (limits){HT_BATCH_TIMEOUT, HT_BATCH_MEMORY};
	a->options.source_date = args_source_date(&a->wrong_date);
	unsetenv("SOURCE_DATE_EPOCH"); /* as for export */
	if (!args_parse(argp, argc, argv, a))
		return HT_EXIT_USAGE;
	ht_diags *diags = ht_diags_new();
	ht_status status = diags ? run(a, diags) : HT_ERR_NOMEM;
	if (diags)
		say_diags(&a->say, diags);
	if (status == HT_ERR_NOMEM && (!diags || !ht_diags_has_errors(diags)))
		say_no_memory(&a->say);
	ht_diags_free(diags);
	free_secret(a->token);
	free_secret(a->password);
	g_free(a->folder);
	g_free(a->file);
	g_free(a->state);
	file_dirs_free(&a->file_dirs);
	say_end(&a->say);
	return status == HT_OK ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

int ht_cli_serve(int argc, char **argv)
{
	arguments a = {.is_preview = false};
	const struct argp argp = {
	    .options = option_table,
	    .parser = parse_option,
	    .args_doc = N_("[DIR]"),
	    .doc =
	        N_("Serve the records of DIR to browsers and programs: write a record beside the finished pages, make "
	           "documents, check, import. The first line of the output is the address to open, which lets in "
	           "once.\vExit status: 0 ended by a signal, 1 failure, 2 usage error."),
	    .argp_domain = HT_TEXT_DOMAIN};
	return serve(&a, argc, argv, &argp);
}

int ht_cli_preview(int argc, char **argv)
{
	arguments a = {.is_preview = true, .opens = true};
	const struct argp argp = {
	    .options = preview_option_table,
	    .parser = parse_option,
	    .args_doc = N_("FILE"),
	    .doc = N_("Show the finished pages of a record in the browser, and what check finds in it, each time it is "
	              "saved.\vExit status: 0 ended by a signal, 1 failure, 2 usage error."),
	    .argp_domain = HT_TEXT_DOMAIN};
	return serve(&a, argc, argv, &argp);
}
