#include "file_dirs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* What the office has set for all. A folder that is not there now (a share that is not mounted) is no error: most
 * records need nothing of it. */
static void add_setting(file_dirs *dirs, struct argp_state *state)
{
	const char *set = getenv("HONGTOU_FILE_DIRS");
	char *save = NULL;
	dirs->setting = set ? strdup(set) : NULL;
	if (set && !dirs->setting)
		argp_failure(state, HT_EXIT_FAILED, ENOMEM, "HONGTOU_FILE_DIRS");
	for (char *dir = dirs->setting ? strtok_r(dirs->setting, ":", &save) : NULL; dir;
	     dir = strtok_r(NULL, ":", &save))
		if (args_is_folder(dir))
			args_add_dir(&dirs->list, "file-dir", dir, state);
}

error_t file_dirs_parse(file_dirs *dirs, int key, const char *arg, struct argp_state *state)
{
	if (key == ARGP_KEY_SUCCESS)
		add_setting(dirs, state);
	if (key != OPTION_FILE_DIR)
		return ARGP_ERR_UNKNOWN;
	args_add_dir(&dirs->list, "file-dir", arg, state);
	return 0;
}

void file_dirs_free(file_dirs *dirs)
{
	free(dirs->setting);
	dirs->setting = NULL;
}
