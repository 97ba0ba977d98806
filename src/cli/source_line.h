/* The line of a source that a message is about, with a caret below the place. */
#ifndef HT_CLI_SOURCE_LINE_H
#define HT_CLI_SOURCE_LINE_H

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "base/loc.h"

/* The file that lines are read from: in the order of their numbers, which are the most frequent, each is read once. */
typedef struct source_file {
	char *name;
	FILE *stream; /* NULL: it cannot be read */
	char *line;   /* the last line read, with its end */
	size_t cap;
	int number; /* its number; 0: none was read */
} source_file;

void source_file_close(source_file *file);

/* Append what is shown of the place, on two lines: `  12 | the line` and `     |     ^`. A character may take two
 * columns of a terminal, and a long line is cut on both sides of the place. Nothing is appended where the line cannot
 * be shown: no line is named, the file is no text in UTF-8, is gone, or has no such place.
 * width   columns of the terminal
 * colour  the caret is shown in green */
void source_line_add(GString *out, source_file *file, const ht_loc *loc, int width, bool colour);

/* Columns of the terminal that a stream is. */
int terminal_columns(FILE *stream);

/* Columns that a character takes on a terminal. */
int character_columns(gunichar c);

#endif
