/* The option --confine, and what is told of it. */
#ifndef HT_CLI_CONFINE_ARG_H
#define HT_CLI_CONFINE_ARG_H

#include <argp.h>

#include "base/confine.h"
#include "base/intl.h"

#define OPTION_CONFINE 0xc0f

/* The option's row in a table of argp. */
#define CONFINE_OPTION(group)                                                                                          \
	{                                                                                                              \
		"confine", OPTION_CONFINE, N_("WHEN"), 0,                                                              \
		    N_("confine the process that reads strangers' files: auto (default), require, off"), group         \
	}

/* Handle the option --confine; other keys: ARGP_ERR_UNKNOWN. */
error_t confine_parse(ht_confine_mode *mode, int key, const char *arg, struct argp_state *state);

/* What this machine can confine, for people: "files (Landlock) and system calls (seccomp)". */
const char *confine_told(void);

#endif
