/* hongtou export INPUT… */
#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "cli.h"
#include "export_args.h"
#include "say.h"

typedef struct command {
	export_args args;
	progress_line line;
} command;

static void show_record(void *user, const ht_batch_record *r)
{
	command *c = user;
	progress_clear(&c->line);
	for (size_t i = 0; i < r->n_messages; i++)
		if (r->messages[i].level >= c->args.level)
			say_message(&r->messages[i]);
	const bool made = r->state == HT_BATCH_DONE || r->state == HT_BATCH_FAILED;
	for (size_t i = 0; c->args.verbose && made && i < r->n_outputs; i++)
		if (strcmp(r->outputs[i], "-") != 0)
			fprintf(stderr,
			        ngettext("%s: %s, %zu page\n", "%s: %s, %zu pages\n", (unsigned long)r->pages[i]),
			        r->input, r->outputs[i], r->pages[i]);
}

static void show_progress(void *user, const ht_batch_progress *p)
{
	command *c = user;
	progress_show(&c->line, p);
}

/* Print the command that continues the batch, quoted for the shell: the same
 * arguments, with --resume. */
static void print_resume(int argc, char **argv)
{
	bool resumes = false;
	GString *text = g_string_new("hongtou");
	for (int i = 0; i < argc; i++) {
		gchar *quoted = g_shell_quote(argv[i]);
		bool plain =
		    *argv[i] && strspn(argv[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
		                                "_-./,=:@+%") == strlen(argv[i]);
		g_string_append_printf(text, " %s", plain ? argv[i] : quoted);
		resumes |= strcmp(argv[i], "--resume") == 0;
		if (i == 0 && !resumes)
			g_string_append(text, " --resume");
		g_free(quoted);
	}
	fprintf(stderr, _("hongtou: continue with: %s\n"), text->str);
	g_string_free(text, TRUE);
}

static void print_result(const command *c, const ht_batch_result *r)
{
	if (r->interrupted)
		fprintf(stderr, "%s\n", _("hongtou: interrupted; finished records are kept"));
	if (r->earlier)
		fprintf(stderr, _("hongtou: %zu done before the interruption\n"), r->earlier);
	if (r->unchanged)
		fprintf(stderr, _("hongtou: %zu unchanged\n"), r->unchanged);
	if (r->skipped)
		fprintf(stderr,
		        ngettext("hongtou: %zu file skipped that is no record; -v says which\n",
		                 "hongtou: %zu files skipped that are no records; -v says which\n",
		                 (unsigned long)r->skipped),
		        r->skipped);
	if (r->many || (c->args.verbose && r->done + r->failed))
		fprintf(stderr, _("hongtou: %zu done, %zu failed\n"), r->done, r->failed);
}

static ht_status run(command *c, ht_diags *diags, ht_batch_result *result)
{
	ht_exporter *exporter = NULL;
	ht_status status = ht_exporter_new(&c->args.options, diags, &exporter);
	if (status == HT_OK)
		status = ht_batch_run(&c->args.batch, exporter, c->args.inputs, c->args.n_inputs, diags, result);
	progress_clear(&c->line);
	say_diags(diags, c->args.level);
	ht_exporter_free(exporter);
	return status;
}

/* Make the folder of -d if it does not exist. */
static bool make_dir(const char *dir)
{
	if (!dir || g_mkdir_with_parents(dir, 0777) == 0)
		return true;
	fprintf(stderr, "hongtou: %s: %s\n", dir, strerror(errno));
	return false;
}

static int export_all(command *c, int argc, char **argv)
{
	ht_batch_result result = {0};
	ht_diags *diags = ht_diags_new();
	ht_status status = diags ? run(c, diags, &result) : HT_ERR_NOMEM;
	if (status == HT_ERR_NOMEM)
		say_no_memory();
	ht_diags_free(diags);
	print_result(c, &result);
	if (result.resumable)
		print_resume(argc, argv);
	return status == HT_OK && !result.failed && !result.interrupted ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

int ht_cli_export(int argc, char **argv)
{
	command c = {.args.n_inputs = 0};
	char **given = g_strdupv(argv); /* argp reorders argv */
	int code = HT_EXIT_FAILED;
	if (export_args_parse(&c.args, argc, argv)) {
		progress_begin(&c.line, c.args.quiet);
		c.args.batch.record = show_record;
		c.args.batch.progress = c.args.quiet ? NULL : show_progress;
		c.args.batch.user = &c;
		signal(SIGPIPE, SIG_IGN); /* records are made even if nobody reads the messages any more */
		if (c.args.batch.resume || make_dir(c.args.batch.out_dir))
			code = export_all(&c, argc, given);
	}
	g_strfreev(given);
	free(c.args.inputs);
	return code;
}
