#include "confine_arg.h"

#include <string.h>

#include "base/messages.h"
#include "base/reach.h"
#include "batch/messages.h"

static const char *const names[] = {
    [HT_CONFINE_AUTO] = "auto", [HT_CONFINE_REQUIRE] = "require", [HT_CONFINE_OFF] = "off"};

error_t confine_parse(ht_confine_mode *mode, int key, const char *arg, struct argp_state *state)
{
	if (key != OPTION_CONFINE)
		return ARGP_ERR_UNKNOWN;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], arg) == 0) {
			*mode = (ht_confine_mode)i;
			return 0;
		}
	argp_error(state, _("--confine takes auto, require or off, not %s"), arg);
	return 0;
}

static bool confine(const confine_files *f, unsigned *done)
{
	ht_reach r = {.arena = ht_arena_new()};
	if (!r.arena)
		return false;
	for (size_t i = 0; i < f->n_inputs; i++)
		ht_reach_input(&r, f->inputs[i], f->beside);
	ht_reach_read_all(&r, f->style_dirs);
	ht_reach_read_all(&r, f->file_dirs);
	if (f->output)
		ht_reach_output(&r, f->output);
	if (!r.nomem)
		*done = ht_reach_confine(&r, false);
	ht_arena_free(r.arena);
	return !r.nomem;
}

static const char *told_as(unsigned confined)
{
	static const char *const told[] = {[0] = N_("nothing"),
	                                   [HT_CONFINED_FILES] = N_("files (Landlock)"),
	                                   [HT_CONFINED_CALLS] = N_("system calls (seccomp)"),
	                                   [HT_CONFINED_ALL] = N_("files (Landlock) and system calls (seccomp)")};
	return _(told[confined]);
}

bool confine_to(ht_confine_mode mode, const confine_files *files, ht_diags *diags)
{
	unsigned done = 0;
	if (mode != HT_CONFINE_OFF && !confine(files, &done)) {
		ht_diag(diags, HT_D_NOMEM, (ht_loc){0}, NULL);
		return false;
	}
	if (mode != HT_CONFINE_REQUIRE || done == HT_CONFINED_ALL)
		return true;
	ht_diag(diags, HT_D_BATCH_UNCONFINED, (ht_loc){0}, done & HT_CONFINED_FILES ? "seccomp" : "Landlock", NULL);
	return false;
}

const char *confine_told(void)
{
	return told_as(ht_confine_possible());
}

void confine_tell(ht_confine_mode mode, const say *s, ht_diags *diags)
{
	if (s->level > HT_LEVEL_NOTE)
		return;
	unsigned confined = 0;
	if (mode != HT_CONFINE_OFF)
		confined = ht_confine_possible();
	ht_diag(diags, HT_D_BATCH_CONFINED, (ht_loc){0}, told_as(confined), NULL);
}
