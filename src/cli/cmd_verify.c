/* hongtou verify PACKAGE… */
#include <stdio.h>

#include "args.h"
#include "base/intl.h"
#include "base/messages.h"
#include "batch/messages.h"
#include "batch/package.h"
#include "cli.h"
#include "say.h"

typedef struct arguments {
	char **dirs; /* of argv */
	size_t n;
	say say;
} arguments;

static const struct argp_option option_table[] = {
    SAY_MESSAGES_OPTION(0),
    {0},
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	arguments *a = state->input;
	if (key == ARGP_KEY_ARGS) {
		a->dirs = state->argv + state->next;
		a->n = (size_t)(state->argc - state->next);
		return 0;
	}
	if (key == ARGP_KEY_NO_ARGS)
		argp_error(state, _("give at least one package"));
	return say_parse(&a->say, key, arg, state);
}

/* Is it complete and unchanged? All that is wrong is said. */
static bool verify(say *s, const char *dir)
{
	ht_batch_verified v;
	ht_diags *diags = ht_diags_new();
	const ht_status status = diags ? ht_batch_verify(dir, diags, &v) : HT_ERR_NOMEM;
	if (status == HT_ERR_NOMEM)
		say_no_memory(s);
	else
		say_diags(s, diags);
	if (status == HT_OK) {
		char files[32];
		snprintf(files, sizeof files, "%zu", v.files);
		say_result(s, HT_D_PACKAGE_WHOLE, dir, files, v.hashes, NULL);
	}
	ht_diags_free(diags);
	return status == HT_OK;
}

int ht_cli_verify(int argc, char **argv)
{
	static const struct argp argp = {
	    .options = option_table,
	    .parser = parse_option,
	    .args_doc = N_("PACKAGE…"),
	    .doc =
	        N_("Verify transfer packages, as export --package makes them, or other folders in the layout of BagIt "
	           "(RFC 8493): every file is there, none is too many, and each is what the manifests say.\vExit "
	           "status: 0 all are complete and unchanged, 1 at least one is not, 2 usage error."),
	    .argp_domain = HT_TEXT_DOMAIN};
	arguments a = {.n = 0};
	int code = HT_EXIT_FAILED;
	say_begin(&a.say, stderr);
	a.say.level = HT_LEVEL_NOTE; /* what was not compared */
	if (args_parse(&argp, argc, argv, &a)) {
		bool whole = true;
		for (size_t i = 0; i < a.n; i++)
			whole &= verify(&a.say, a.dirs[i]);
		code = say_exit_code(&a.say, whole ? HT_EXIT_DONE : HT_EXIT_FAILED);
	}
	say_end(&a.say);
	return code;
}
