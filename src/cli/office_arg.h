/* The office settings of a command, and the option --no-office. */
#ifndef HT_CLI_OFFICE_ARG_H
#define HT_CLI_OFFICE_ARG_H

#include <argp.h>
#include <stdbool.h>

#include "base/diag.h"
#include "base/intl.h"
#include "settings/settings.h"

#define OPTION_NO_OFFICE 0x0ff

/* The option's row in a table of argp. */
#define NO_OFFICE_OPTION(group)                                                                                        \
	{                                                                                                              \
		"no-office", OPTION_NO_OFFICE, NULL, 0, N_("do without the office settings (office.yaml)"), group      \
	}

/* Open the settings for an input (a record, a folder, "-"): those of its folder or the nearest one above, the user's,
 * the machine's.
 * ret  out  NULL if there is no file at all; free with ht_settings_free()
 * Returns HT_OK; HT_ERR_INPUT: a file has errors, which are told; HT_ERR_NOMEM. */
ht_status office_open(const char *input, ht_diags *diags, ht_settings **ret);

#endif
