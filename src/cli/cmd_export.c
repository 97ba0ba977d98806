/* hongtou export INPUT… */
#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/messages.h"
#include "batch/messages.h"
#include "cli.h"
#include "confine_arg.h"
#include "export_args.h"
#include "limits.h"
#include "office_arg.h"
#include "results.h"
#include "say.h"

typedef struct command {
	export_args args;
	progress_line line;
	say say;
} command;

static void say_written(say *s, const char *input, const char *output, size_t n_pages)
{
	char pages[32];
	snprintf(pages, sizeof pages, "%zu", n_pages);
	if (s->json)
		say_result(s, HT_D_BATCH_WRITTEN, output, pages, NULL);
	else
		fprintf(stderr, ngettext("%s: %s, %zu page\n", "%s: %s, %zu pages\n", (unsigned long)n_pages), input,
		        output, n_pages);
}

static void show_record(void *user, const ht_batch_record *r)
{
	command *c = user;
	progress_clear(&c->line);
	if (c->args.results && !results_record(r))
		say_no_memory(&c->say);
	for (size_t i = 0; i < r->n_messages; i++)
		say_message(&c->say, &r->messages[i], r->input);
	const bool made = r->state == HT_BATCH_DONE || r->state == HT_BATCH_FAILED;
	for (size_t i = 0; c->args.verbose && made && i < r->n_outputs; i++)
		if (strcmp(r->outputs[i], "-") != 0)
			say_written(&c->say, r->input, r->outputs[i], r->pages[i]);
}

static const limits_codes limit_codes = {HT_D_BATCH_TIMEOUT, HT_D_BATCH_MEMORY};

static void begin_or_end_limits(void *user, const char *input)
{
	command *c = user;
	if (!input) {
		limits_stop();
		return;
	}
	limits_guard(&c->args.limits, limit_codes, &c->say, input);
	limits_start();
}

static void show_progress(void *user, const ht_batch_progress *p)
{
	command *c = user;
	progress_show(&c->line, p);
}

/* Print the command that continues the batch, quoted for the shell: the same
 * arguments, with --resume. */
static void print_resume(say *s, int argc, char **argv)
{
	bool resumes = false;
	for (int i = 0; i < argc; i++)
		resumes |= strcmp(argv[i], "--resume") == 0;
	GString *text = g_string_new("hongtou");
	for (int i = 0; i < argc; i++) {
		gchar *quoted = g_shell_quote(argv[i]);
		bool plain =
		    *argv[i] && strspn(argv[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
		                                "_-./,=:@+%") == strlen(argv[i]);
		g_string_append_printf(text, " %s", plain ? argv[i] : quoted);
		if (i == 0 && !resumes)
			g_string_append(text, " --resume");
		g_free(quoted);
	}
	say_result(s, HT_D_BATCH_CONTINUE, text->str, NULL);
	g_string_free(text, TRUE);
}

static void say_number(say *s, ht_code code, size_t n)
{
	char digits[32];
	snprintf(digits, sizeof digits, "%zu", n);
	if (n)
		say_result(s, code, digits, NULL);
}

static void print_result(command *c, const ht_batch_result *r)
{
	char done[32], failed[32];
	snprintf(done, sizeof done, "%zu", r->done);
	snprintf(failed, sizeof failed, "%zu", r->failed);
	/* -q shows errors only: what is counted belongs to them, or goes unsaid */
	if (c->args.quiet && !r->failed && !r->interrupted)
		return;
	if (r->interrupted)
		say_result(&c->say, HT_D_BATCH_INTERRUPTED, NULL);
	say_number(&c->say, HT_D_BATCH_EARLIER_TOTAL, r->earlier);
	say_number(&c->say, HT_D_BATCH_UNCHANGED_TOTAL, r->unchanged);
	say_number(&c->say, HT_D_BATCH_SKIPPED_TOTAL, r->skipped);
	if (r->resumable)
		say_number(&c->say, HT_D_BATCH_BY_MACHINE_TOTAL, r->by_machine);
	if (r->many || (c->args.verbose && r->done + r->failed))
		say_result(&c->say, HT_D_BATCH_TOTALS, done, failed, NULL);
}

static ht_status run(command *c, ht_diags *diags, ht_batch_result *result)
{
	ht_exporter *exporter = NULL;
	ht_settings *settings = NULL;
	limits_guard(&c->args.limits, limit_codes, &c->say, c->args.n_inputs == 1 ? c->args.inputs[0] : NULL);
	if (c->args.wrong_date)
		ht_diag(diags, HT_D_SOURCE_DATE, (ht_loc){NULL, 0, 0}, c->args.wrong_date, NULL);
	confine_tell(c->args.batch.confine, &c->say, diags);
	limits_start();
	ht_status status = HT_OK;
	if (!c->args.no_office)
		status = office_open(c->args.n_inputs ? c->args.inputs[0] : "-", diags, &settings);
	c->args.options.settings = settings;
	if (status == HT_OK)
		status = ht_exporter_new(&c->args.options, diags, &exporter);
	limits_stop();
	if (status == HT_OK)
		status = ht_batch_run(&c->args.batch, exporter, c->args.inputs, c->args.n_inputs, diags, result);
	progress_clear(&c->line);
	say_diags(&c->say, diags);
	ht_exporter_free(exporter);
	ht_settings_free(settings);
	return status;
}

/* Make the folder of -d if it does not exist. */
static bool make_dir(say *s, const char *dir)
{
	if (!dir || g_mkdir_with_parents(dir, 0777) == 0)
		return true;
	ht_diags *diags = ht_diags_new();
	ht_diag(diags, HT_D_OUT_OPEN, (ht_loc){dir, 0, 0}, strerror(errno), NULL);
	if (diags)
		say_diags(s, diags);
	ht_diags_free(diags);
	return false;
}

static int export_all(command *c, int argc, char **argv)
{
	ht_batch_result result = {0};
	ht_diags *diags = ht_diags_new();
	ht_status status = diags ? run(c, diags, &result) : HT_ERR_NOMEM;
	if (status == HT_ERR_NOMEM)
		say_no_memory(&c->say);
	ht_diags_free(diags);
	if (c->args.results && status == HT_OK && !results_end(&result))
		say_no_memory(&c->say);
	print_result(c, &result);
	if (result.resumable)
		print_resume(&c->say, argc, argv);
	return status == HT_OK && !result.failed && !result.interrupted ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

int ht_cli_export(int argc, char **argv)
{
	command c = {.args.n_inputs = 0};
	char **given = g_strdupv(argv); /* argp reorders argv */
	int code = HT_EXIT_FAILED;
	say_begin(&c.say, stderr);
	if (export_args_parse(&c.args, argc, argv, &c.say)) {
		const bool quiet = c.args.quiet || c.say.json;
		progress_begin(&c.line, quiet);
		c.args.batch.record = show_record;
		c.args.batch.making = begin_or_end_limits;
		c.args.batch.progress = quiet ? NULL : show_progress;
		c.args.batch.user = &c;
		signal(SIGPIPE, SIG_IGN); /* records are made even if nobody reads the messages any more */
		allocations_expect(c.args.limits.memory);
		if (c.args.batch.resume || make_dir(&c.say, c.args.batch.out_dir))
			code = export_all(&c, argc, given);
	}
	code = say_exit_code(&c.say, code);
	say_end(&c.say);
	g_strfreev(given);
	free(c.args.inputs);
	file_dirs_free(&c.args.file_dirs);
	return code;
}
