/* The option --confine, and what is told of it. */
#ifndef HT_CLI_CONFINE_ARG_H
#define HT_CLI_CONFINE_ARG_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/confine.h"
#include "base/diag.h"
#include "base/intl.h"
#include "say.h"

#define OPTION_CONFINE 0xc0f

/* The option's row in a table of argp. */
#define CONFINE_OPTION(group)                                                                                          \
	{                                                                                                              \
		"confine", OPTION_CONFINE, N_("WHEN"), 0,                                                              \
		    N_("confine the process that reads strangers' files: auto (default), require, off"), group         \
	}

/* Handle the option --confine; other keys: ARGP_ERR_UNKNOWN. */
error_t confine_parse(ht_confine_mode *mode, int key, const char *arg, struct argp_state *state);

/* What a command that reads files needs of them. */
typedef struct confine_files {
	const char *const *inputs;
	size_t n_inputs;
	const char *output;            /* NULL: none */
	const char *const *style_dirs; /* the style path; these lists end with NULL */
	const char *const *file_dirs;  /* or NULL */
	bool beside;                   /* it writes beside its inputs */
} confine_files;

/* Confine this process to these files: it starts no process. False: the mode requires what this machine cannot do, or
 * there is no memory, which is told to diags. */
bool confine_to(ht_confine_mode mode, const confine_files *files, ht_diags *diags);

/* What this machine can confine, for people: "files (Landlock) and system calls (seccomp)". */
const char *confine_told(void);

/* With -v, tell to what the processes that read files are confined on this machine, in this mode. */
void confine_tell(ht_confine_mode mode, const say *s, ht_diags *diags);

#endif
