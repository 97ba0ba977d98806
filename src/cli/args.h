/* Shared by the commands: reading their arguments. */
#ifndef HT_CLI_ARGS_H
#define HT_CLI_ARGS_H

#include <argp.h>
#include <stdbool.h>

#include "base/diag.h"
#include "base/intl.h"

/* Rows that several commands have, for their option tables. */
#define ARGS_FONT_DIR                                                                                                  \
	{                                                                                                              \
		"font-dir", 'f', N_("DIR"), 0, N_("also use the fonts in DIR; may be repeated"), 0                     \
	}
#define ARGS_QUIET                                                                                                     \
	{                                                                                                              \
		"quiet", 'q', NULL, 0, N_("show errors only"), 0                                                       \
	}

/* Parse a command's arguments. In messages and help it is called "hongtou "
 * and argv[0]. A usage error ends the program with a message. */
bool args_parse(const struct argp *argp, int argc, char **argv, void *arguments);

/* -v and -q: the least level shown. Other keys: ARGP_ERR_UNKNOWN. */
error_t args_parse_level(int key, ht_level *level);

#endif
