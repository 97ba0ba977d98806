/* hongtou merge -o DIR PART… */
#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "base/intl.h"
#include "base/messages.h"
#include "batch/batch.h"
#include "batch/messages.h"
#include "cli.h"
#include "say.h"

typedef struct command {
	const char *out_dir;
	const char **parts; /* free() it */
	size_t n_parts;
	bool quiet;
	say say;
} command;

static const struct argp_option option_table[] = {
    {"output", 'o', N_("DIR"), 0, N_("write into DIR"), 0},
    SAY_QUIET_OPTION(0),
    SAY_MESSAGES_OPTION(0),
    SAY_STRICT_OPTION(0),
    {0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	command *c = state->input;
	switch (key) {
	case 'o':
		c->out_dir = arg;
		return 0;
	case 'q':
		c->quiet = true;
		return say_parse(&c->say, key, arg, state);
	case ARGP_KEY_ARG:
		c->parts[c->n_parts++] = arg;
		return 0;
	case ARGP_KEY_END:
		if (!c->out_dir)
			argp_error(state, _("give the folder to write into with -o"));
		if (!c->n_parts)
			argp_error(state, _("give the folders of the shards"));
		return 0;
	default:
		return say_parse(&c->say, key, arg, state);
	}
}

static void show_record(void *user, const ht_batch_record *r)
{
	command *c = user;
	for (size_t i = 0; i < r->n_messages; i++)
		say_message(&c->say, &r->messages[i], r->input);
}

static void print_result(command *c, const ht_batch_result *r)
{
	char done[32], failed[32];
	snprintf(done, sizeof done, "%zu", r->done);
	snprintf(failed, sizeof failed, "%zu", r->failed);
	if (!c->quiet || r->failed)
		say_result(&c->say, HT_D_BATCH_TOTALS, done, failed, NULL);
	if (r->resumable) {
		char *quoted = g_shell_quote(c->out_dir),
		     *next = g_strdup_printf("hongtou export --package %s --resume", quoted);
		say_result(&c->say, HT_D_BATCH_CONTINUE, next, NULL);
		g_free(next);
		g_free(quoted);
	}
}

static ht_status merge(command *c, ht_diags *diags, ht_batch_result *result)
{
	if (g_mkdir_with_parents(c->out_dir, 0777) != 0) {
		ht_diag(diags, HT_D_OUT_OPEN, (ht_loc){c->out_dir, 0, 0}, strerror(errno), NULL);
		return HT_ERR_IO;
	}
	return ht_batch_merge(c->out_dir, c->parts, c->n_parts, show_record, c, diags, result);
}

static int merge_all(command *c)
{
	ht_batch_result result = {0};
	ht_diags *diags = ht_diags_new();
	ht_status status = diags ? merge(c, diags, &result) : HT_ERR_NOMEM;
	if (diags)
		say_diags(&c->say, diags);
	ht_diags_free(diags);
	if (status == HT_ERR_NOMEM)
		say_no_memory(&c->say);
	if (status == HT_OK)
		print_result(c, &result);
	return status == HT_OK && !result.failed ? HT_EXIT_DONE : HT_EXIT_FAILED;
}

int ht_cli_merge(int argc, char **argv)
{
	const struct argp argp = {
	    .options = option_table,
	    .parser = parse_option,
	    .args_doc = N_("PART…"),
	    .doc = N_(
	        "Join the folders that export --shard made: documents, reports and checksums as one run makes "
	        "them.\vA PART is the folder of a shard (-d). All shards must be there, in any order; one may be "
	        "there twice. The parts stay as they are.\nExit status: 0 success; 1 at least one record failed, the "
	        "parts do not fit together, or the merge broke off, with some documents in DIR already: make it "
	        "again; 2 usage error."),
	    .argp_domain = HT_TEXT_DOMAIN};
	command c = {.parts = calloc((size_t)argc + 1, sizeof *c.parts)};
	int code = HT_EXIT_FAILED;
	say_begin(&c.say, stderr);
	if (c.parts && args_parse(&argp, argc, argv, &c))
		code = merge_all(&c);
	else
		say_no_memory(&c.say);
	code = say_exit_code(&c.say, code);
	say_end(&c.say);
	free(c.parts);
	return code;
}
