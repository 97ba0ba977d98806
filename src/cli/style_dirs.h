/* The option --style-dir, and the forms that the sheets on the style path make. */
#ifndef HT_CLI_STYLE_DIRS_H
#define HT_CLI_STYLE_DIRS_H

#include <argp.h>

#include "args.h"
#include "base/intl.h"
#include "style/catalogue.h"

#define OPTION_STYLE_DIR 0x5d1

/* The option's row in a table of argp. */
#define STYLE_DIR_OPTION(group)                                                                                        \
	{                                                                                                              \
		"style-dir", OPTION_STYLE_DIR, N_("DIR"), 0,                                                           \
		    N_("look for style sheets in DIR first; may be repeated"), group                                   \
	}

/* Handle the option --style-dir; a folder that does not exist is a usage error. For the end of an argp parser: returns
 * ARGP_ERR_UNKNOWN for other keys. */
error_t style_dirs_parse(dir_list *dirs, int key, const char *arg, struct argp_state *state);

/* What a command needs to know the forms. */
typedef struct known_forms {
	ht_arena *arena;
	ht_style_dirs path;
	ht_catalogue *catalogue;
} known_forms;

/* Find the forms; release them by known_forms_close(), also after a failure. */
ht_status known_forms_open(known_forms *known, const dir_list *dirs, ht_diags *diags);
void known_forms_close(known_forms *known);

#endif
