/* Shared by the commands: reading their arguments. */
#ifndef HT_CLI_ARGS_H
#define HT_CLI_ARGS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/intl.h"

/* Folders that an option names, as given. */
#define MAX_DIRS 64
typedef struct dir_list {
	const char *v[MAX_DIRS + 1]; /* NULL-terminated */
	size_t n;
} dir_list;

/* Is there such a folder? */
bool args_is_folder(const char *path);

/* Add a folder of an option ("font-dir"); one that does not exist, or one too many, is a usage error. */
void args_add_dir(dir_list *dirs, const char *option, const char *dir, struct argp_state *state);

/* A row that several commands have, for their option tables. */
#define ARGS_FONT_DIR                                                                                                  \
	{                                                                                                              \
		"font-dir", 'f', N_("DIR"), 0, N_("also use the fonts in DIR; may be repeated"), 0                     \
	}

/* Columns of a help text: 80, or those of the terminal. */
int args_help_columns(void);

/* Print a text to standard output, whose lines begin at a column and end before another; the cursor is at the column.
 */
void args_print_wrapped(const char *text, int column, int end);

/* Print the help of a command to standard output. command: what it is called there, "hongtou export". */
void args_help(const struct argp *argp, const char *command);

/* Print a candidate for the completion of a word: the word, and on the same line what it means. */
void args_candidate(const char *word, const char *text);

/* Print what may come next in a command's arguments, one candidate a line: words of which the last is completed (n:
 * their number), with what they mean after a tab; or `:files`, `:folders`, for the shell to list. command: its name */
void args_complete(const struct argp *argp, const char *command, int n, char **words);

/* Parse a command's arguments, or print its help and end the program if they ask for it. In messages and help it is
 * called "hongtou " and argv[0]. A usage error ends the program with a message. */
bool args_parse(const struct argp *argp, int argc, char **argv, void *arguments);

/* A whole number from 0 to max; anything else is a usage error. */
unsigned args_number(const char *option, const char *text, unsigned max, struct argp_state *state);
/* $SOURCE_DATE_EPOCH as seconds since 1970; -1: it is not set, or wrong, and then *wrong is what it is. */
long long args_source_date(const char **wrong);
/* Its day, in UTC; if it is not set or wrong, today here. */
struct tm args_day(const char **wrong);

#endif
