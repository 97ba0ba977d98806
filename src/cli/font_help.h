/* How fonts are installed, in words, for the systems that offices use. */
#ifndef HT_CLI_FONT_HELP_H
#define HT_CLI_FONT_HELP_H

#include <stdbool.h>

/* Print it to standard output: for the system that the program runs on, or for all of them. */
void font_help_print(bool all);

#endif
