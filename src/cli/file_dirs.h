/* The option --file-dir: folders where records may have files besides their own folder. */
#ifndef HT_CLI_FILE_DIRS_H
#define HT_CLI_FILE_DIRS_H

#include <argp.h>

#include "args.h"
#include "base/intl.h"

#define OPTION_FILE_DIR 0xf1d

/* The option's row in a table of argp. */
#define FILE_DIR_OPTION(group)                                                                                         \
	{                                                                                                              \
		"file-dir", OPTION_FILE_DIR, N_("DIR"), 0,                                                             \
		    N_("records may use pictures, seals and texts in DIR, too; may be repeated"), group                \
	}

typedef struct file_dirs {
	dir_list list;
	char *setting; /* $HONGTOU_FILE_DIRS in pieces; owned */
} file_dirs;

/* Handle the option --file-dir; a folder that does not exist is a usage error. After all arguments the folders of
 * $HONGTOU_FILE_DIRS (between colons) are added, those that exist: what one command is told goes before. For the end of
 * an argp parser: returns ARGP_ERR_UNKNOWN for other keys. */
error_t file_dirs_parse(file_dirs *dirs, int key, const char *arg, struct argp_state *state);

/* Release what parsing allocated; the folders in v are gone with it. */
void file_dirs_free(file_dirs *dirs);

#endif
