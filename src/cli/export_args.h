/* hongtou export: its options, and how it shows a batch. */
#ifndef HT_CLI_EXPORT_ARGS_H
#define HT_CLI_EXPORT_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "args.h"
#include "batch/batch.h"
#include "confine_arg.h"
#include "file_dirs.h"
#include "limits.h"
#include "say.h"
#include "style_dirs.h"

#define MAX_STYLES 16

typedef struct export_args {
	ht_export_options options;
	ht_batch_options batch; /* its callbacks are the command's to set */
	dir_list font_dirs;
	dir_list style_dirs;
	file_dirs file_dirs;
	limits limits;
	const char *wrong_date; /* what SOURCE_DATE_EPOCH is, if it is no date; or NULL */
	const char *styles[MAX_STYLES];
	const char **inputs; /* free() it */
	size_t n_inputs;
	say *say;
	bool verbose, quiet, no_office;
} export_args;

/* Parse the arguments of export. A usage error ends the program with a message.
 * False: out of memory. a->inputs: see there. */
bool export_args_parse(export_args *a, int argc, char **argv, say *s);

/* The format whose files are called so, in capitals or not; NULL: there is none. */
const ht_target *export_args_target(const char *file);

/* The progress of a batch: one line at the bottom of a terminal; elsewhere a new
 * line every ten seconds. */
typedef struct progress_line {
	bool terminal, quiet;
	double shown; /* when, in the batch's seconds */
	bool visible; /* the terminal's line is there */
} progress_line;

void progress_begin(progress_line *line, bool quiet);
/* Show the progress, unless it was shown just before. */
void progress_show(progress_line *line, const ht_batch_progress *p);
/* Remove the terminal's line: before anything else is printed, and at the end. */
void progress_clear(progress_line *line);

#endif
