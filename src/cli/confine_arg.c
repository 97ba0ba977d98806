#include "confine_arg.h"

#include <string.h>

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

const char *confine_told(void)
{
	static const char *const told[] = {[0] = N_("nothing"),
	                                   [HT_CONFINED_FILES] = N_("files (Landlock)"),
	                                   [HT_CONFINED_CALLS] = N_("system calls (seccomp)"),
	                                   [HT_CONFINED_ALL] = N_("files (Landlock) and system calls (seccomp)")};
	return _(told[ht_confine_possible()]);
}
