/* hongtou check RECORD… */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "base/infile.h"
#include "base/intl.h"
#include "base/messages.h"
#include "base/outfile.h"
#include "batch/batch.h"
#include "batch/messages.h"
#include "check/check.h"
#include "check/messages.h"
#include "cli.h"
#include "config.h"
#include "confine_arg.h"
#include "file_dirs.h"
#include "keep.h"
#include "limits.h"
#include "office_arg.h"
#include "passes.h"
#include "say.h"
#include "settings/settings.h"
#include "style_dirs.h"

#define MAX_BYTES ((size_t)64 << 20)

typedef struct arguments {
	const char **inputs;
	size_t n_inputs;
	ht_report_format format;
	say say;    /* what cannot be read */
	say report; /* the findings */
	bool fix, has_stdin;
	dir_list style_dirs;
	file_dirs file_dirs;
	ht_confine_mode confine;
	const ht_catalogue *catalogue; /* of the forms there are */
	ht_findings *all;              /* of all inputs */
	size_t failed;                 /* files */
	bool lost;                     /* a message, for want of memory */
	limits limits;                 /* of one file */
	ht_buf in;                     /* of standard input, when passes will read it */
	passes passes;                 /* .n 0: there are none */
	bool no_office;
	ht_settings *settings; /* owned; or NULL */
} arguments;

static const limits_codes limit_codes = {HT_D_BATCH_TIMEOUT, HT_D_BATCH_MEMORY};

enum { OPTION_FIX = 256 };

static const struct argp_option option_table[] = {
    {"format", 'f', N_("FORMAT"), 0, N_("text, json or sarif (default: text)"), 0},
    {"fix", OPTION_FIX, NULL, 0, N_("fix what is safe to fix, show the changes, keep the original as FILE.orig"), 0},
    STYLE_DIR_OPTION(0),
    FILE_DIR_OPTION(0),
    NO_OFFICE_OPTION(0),
    CONFINE_OPTION(0),
    LIMITS_TIMEOUT_OPTION(N_("time limit per file (default: 60; 0: no limit)"), 0),
    LIMITS_MEMORY_OPTION(N_("memory limit per file (default: 2048; 0: no limit)"), 0),
    {"verbose", 'v', NULL, 0, N_("also show notes"), 0},
    SAY_QUIET_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    {0},
};

static void parse_format(arguments *a, const char *name, struct argp_state *state)
{
	static const char *const names[] = {
	    [HT_REPORT_TEXT] = "text", [HT_REPORT_JSON] = "json", [HT_REPORT_SARIF] = "sarif"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0) {
			a->format = (ht_report_format)i;
			return;
		}
	argp_error(state, _("unknown format \"%s\"; choose text, json or sarif"), name);
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	switch (key) {
	case 'f':
		parse_format(a, arg, state);
		break;
	case OPTION_NO_OFFICE:
		a->no_office = true;
		break;
	case OPTION_FIX:
		a->fix = true;
		break;
	case ARGP_KEY_ARG:
		a->inputs[a->n_inputs++] = arg;
		a->has_stdin |= strcmp(arg, "-") == 0;
		break;
	case ARGP_KEY_END:
		if (!a->n_inputs)
			argp_error(state, _("give at least one input, or - for standard input"));
		break;
	default:
		if (style_dirs_parse(&a->style_dirs, key, arg, state) == 0 ||
		    file_dirs_parse(&a->file_dirs, key, arg, state) == 0 ||
		    confine_parse(&a->confine, key, arg, state) == 0 || limits_parse(&a->limits, key, arg, state) == 0)
			break;
		return say_parse(&a->say, key, arg, state);
	}
	return 0;
}

static ht_checked checked(const arguments *a, const char *file)
{
	return (ht_checked){
	    .catalogue = a->catalogue, .file = file, .file_dirs = a->file_dirs.list.v, .settings = a->settings};
}

static ht_status write_fixed(const char *file, const char *kept, const ht_buf *in, const ht_buf *original,
                             ht_diags *diags)
{
	if (strcmp(file, "-") == 0)
		return ht_outfile_put("-", in->data, in->len, diags);
	ht_status status = keep_original(file, kept, original->data, original->len, diags);
	return status == HT_OK ? ht_outfile_put_over(file, in->data, in->len, diags) : status;
}

/* The changes, as a program such as patch takes them; for programs that read messages one of these. */
static void say_fixed(arguments *a, const char *file, const char *kept, const char *changes, size_t n)
{
	char number[32];
	const char *from = strcmp(file, "-") == 0 ? file : kept;
	gchar *text = g_strdup_printf("--- %s\n+++ %s\n%s", from, file, changes);
	snprintf(number, sizeof number, "%zu", n);
	if (a->say.json) {
		say_result(&a->say, HT_D_CHECK_FIXED, file, number, text, NULL);
	} else {
		fputs(text, stderr);
		fprintf(stderr, ngettext("%s: %zu problem fixed\n", "%s: %zu problems fixed\n", (unsigned long)n), file,
		        n);
	}
	g_free(text);
}

static ht_status fix_file(arguments *a, ht_buf *in, const char *file, ht_diags *diags)
{
	ht_buf original = {0}, changes = {0};
	size_t n = 0;
	const ht_checked c = checked(a, file);
	bool copied = ht_buf_add(&original, in->data, in->len);
	ht_diags *left = ht_diags_new();
	ht_status status = copied && left ? ht_check_fix(&c, in, left, &changes, &n) : HT_ERR_NOMEM;
	gchar *kept = keep_name(file);
	if (status == HT_OK && (n || strcmp(file, "-") == 0))
		status = n || in->len ? write_fixed(file, kept, in, &original, diags) : HT_OK;
	if (status == HT_OK)
		say_diags(&a->say, left);
	ht_diags_free(left);
	if (status == HT_OK && n)
		say_fixed(a, file, kept, changes.data ? changes.data : "", n);
	g_free(kept);
	ht_buf_free(&original);
	ht_buf_free(&changes);
	return status;
}

static void keep_message(void *user, ht_code code, ht_loc loc, const char *const *args)
{
	arguments *a = user;
	a->lost |= !ht_findings_add(a->all, code, loc, args);
}

/* What was said of a file that cannot be read is printed, or is in the report as JSON or SARIF. */
static void report_unread(arguments *a, size_t i, ht_diags *diags)
{
	a->failed++;
	if (a->format == HT_REPORT_TEXT && passes_says(&a->passes, i))
		say_diags(&a->say, diags);
	if (a->format != HT_REPORT_TEXT)
		ht_diags_visit(diags, keep_message, a);
	if (a->lost)
		say_no_memory(&a->say);
}

/* The text of a file; that of standard input was read before, if there are passes. */
static ht_status read_file(const arguments *a, const char *file, ht_diags *diags, ht_buf *in)
{
	ht_status status = HT_OK;
	if (a->passes.n && strcmp(file, "-") == 0)
		ht_buf_add(in, a->in.data, a->in.len);
	else
		status = ht_infile_read(file, MAX_BYTES, diags, in);
	if (status == HT_OK && !in->data)
		ht_buf_adds(in, "");
	return in->failed ? HT_ERR_NOMEM : status;
}

static void check_file(arguments *a, size_t i, ht_diags *diags)
{
	const char *file = a->inputs[i];
	ht_buf in = {0};
	const bool waits = strcmp(file, "-") == 0; /* for whoever writes: that is not the program's time */
	if (!waits)
		limits_start();
	ht_status status = read_file(a, file, diags, &in);
	if (waits)
		limits_start();
	if (status == HT_OK && a->fix)
		status = fix_file(a, &in, file, diags);
	if (status == HT_OK || status == HT_ERR_INPUT) {
		const ht_checked c = checked(a, file);
		ht_diags_clear(diags);
		status = ht_check_source(&c, in.data, in.len, diags, a->all);
	}
	limits_stop();
	if (status == HT_ERR_NOMEM)
		limits_diag_no_memory(diags, limit_codes.memory, file);
	if (status != HT_OK || ht_diags_has_errors(diags))
		report_unread(a, i, diags);
	ht_buf_free(&in);
}

static void run_file(arguments *a, size_t i, ht_diags *diags)
{
	if (passes_begin(&a->passes, i, a->inputs[i], diags))
		check_file(a, i, diags);
	else
		report_unread(a, i, diags);
	ht_diags_clear(diags);
}

static void show_findings(arguments *a)
{
	size_t n;
	const ht_finding *list = ht_findings_list(a->all, &n);
	ht_buf text = {0};
	ht_findings_collapse(a->all);
	for (size_t i = 0; i < n; i++) {
		const ht_message m = ht_finding_message(&list[i], &text);
		say_message(&a->report, &m, m.loc.file);
	}
	if (text.failed)
		say_no_memory(&a->say);
	ht_buf_free(&text);
}

static void write_findings(arguments *a)
{
	ht_buf text = {0};
	if (!ht_findings_write(a->all, a->format, HT_LEVEL_NOTE, HT_VERSION, &text))
		say_no_memory(&a->say);
	else
		fwrite(text.data, 1, text.len, a->report.to);
	ht_buf_free(&text);
}

/* The findings in all files; files that cannot be read are reported. */
static int run_files(arguments *a, ht_diags *diags)
{
	for (size_t i = 0; i < a->n_inputs; i++)
		run_file(a, i, diags);
	/* standard output may hold a fixed record */
	say_begin(&a->report, a->fix && a->has_stdin ? stderr : stdout);
	a->report.level = a->say.level;
	a->report.json = a->say.json;
	if (a->format == HT_REPORT_TEXT)
		show_findings(a);
	else
		write_findings(a);
	say_end(&a->report);
	bool found = ht_findings_count(a->all, HT_LEVEL_WARNING) > 0;
	return a->failed || found ? HT_EXIT_FAILED : HT_EXIT_DONE;
}

static int run(arguments *a)
{
	ht_diags *diags = ht_diags_new();
	known_forms known = {0};
	int code = HT_EXIT_FAILED;
	a->all = ht_findings_new();
	ht_status status = diags && a->all ? known_forms_open(&known, &a->style_dirs, diags) : HT_ERR_NOMEM;
	if (status == HT_OK && !a->no_office)
		status = office_open(a->inputs[0], diags, &a->settings);
	if (status == HT_OK) {
		a->catalogue = known.catalogue;
		say_diags(&a->say, diags);
		ht_diags_clear(diags);
		const confine_files files = {a->inputs,       a->n_inputs,         NULL,
		                             known.path.dirs, a->file_dirs.list.v, a->fix};
		if (confine_to(a->confine, &files, diags))
			code = run_files(a, diags);
		else
			say_diags(&a->say, diags);
	} else if (status == HT_ERR_INPUT) {
		say_diags(&a->say, diags);
	} else {
		say_no_memory(&a->say);
	}
	ht_findings_free(a->all);
	ht_settings_free(a->settings);
	known_forms_close(&known);
	ht_diags_free(diags);
	return code;
}

static int run_pass(void *user)
{
	return run(user);
}

/* A file alone is checked in this process; several, and where the report is for programs, in passes: what is found in
 * the others, or the report, must not be lost at a limit. */
static int run_guarded(arguments *a)
{
	int code = HT_EXIT_FAILED;
	if (a->n_inputs == 1 && a->format == HT_REPORT_TEXT) {
		limits_guard(&a->limits, limit_codes, &a->say, a->inputs[0]);
		return run(a);
	}
	ht_diags *diags = ht_diags_new();
	ht_status status = diags ? HT_OK : HT_ERR_NOMEM;
	if (status == HT_OK && a->has_stdin)
		status = ht_infile_read("-", MAX_BYTES, diags, &a->in);
	a->passes = (passes){.limits = a->limits, .codes = limit_codes};
	if (status == HT_OK && !passes_run(&a->passes, a->n_inputs, run_pass, a, &code))
		status = HT_ERR_NOMEM;
	if (status == HT_ERR_IO)
		say_diags(&a->say, diags);
	else if (status != HT_OK)
		say_no_memory(&a->say);
	ht_diags_free(diags);
	ht_buf_free(&a->in);
	return code;
}

int ht_cli_check(int argc, char **argv)
{
	arguments a = {.limits = {HT_BATCH_TIMEOUT, HT_BATCH_MEMORY}};
	struct argp argp = {
	    .options = option_table,
	    .parser = parse_option,
	    .args_doc = N_("RECORD…"),
	    .doc = N_("Check records against the standard before they are printed.\vExit status: 0 no errors or "
	              "warnings, 1 problems were found or a record cannot be read, 2 usage error."),
	    .argp_domain = HT_TEXT_DOMAIN};
	a.inputs = calloc((size_t)argc + 1, sizeof *a.inputs);
	if (!a.inputs)
		return HT_EXIT_FAILED;
	int code = HT_EXIT_USAGE;
	say_begin(&a.say, stderr);
	if (args_parse(&argp, argc, argv, &a))
		code = run_guarded(&a);
	say_end(&a.say);
	free(a.inputs);
	file_dirs_free(&a.file_dirs);
	return code;
}
