/* Shared by the commands: reading their arguments. */
#ifndef HT_CLI_ARGS_H
#define HT_CLI_ARGS_H

#include <argp.h>
#include <stdbool.h>

#include "base/intl.h"

/* A row that several commands have, for their option tables. */
#define ARGS_FONT_DIR                                                                                                  \
	{                                                                                                              \
		"font-dir", 'f', N_("DIR"), 0, N_("also use the fonts in DIR; may be repeated"), 0                     \
	}

/* Print the help of a command to standard output. command: what it is called there, "hongtou export". */
void args_help(const struct argp *argp, const char *command);

/* Parse a command's arguments, or print its help and end the program if they ask for it. In messages and help it is
 * called "hongtou " and argv[0]. A usage error ends the program with a message. */
bool args_parse(const struct argp *argp, int argc, char **argv, void *arguments);

/* A whole number from 0 to max; anything else is a usage error. */
unsigned args_number(const char *option, const char *text, unsigned max, struct argp_state *state);
#endif
