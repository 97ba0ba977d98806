#include "base/bundle.h"

#include <libintl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/data.h"

static const struct {
	const char *variable, *below;
} settings[] = {{"LOCPATH", "lib/locale"}, {"GCONV_PATH", "lib/gconv"}};

bool ht_bundle_begin(void)
{
	char bundle[PATH_MAX], path[PATH_MAX];
	bool done = ht_data_bundle(bundle) != NULL;
	for (size_t i = 0; i < ARRAY_LEN(settings) && done; i++)
		done = snprintf(path, sizeof path, "%s/%s", bundle, settings[i].below) < PATH_MAX &&
		       setenv(settings[i].variable, path, 1) == 0;
	if (done && snprintf(path, sizeof path, "%s/share/locale", bundle) < PATH_MAX)
		bindtextdomain("libc", path); /* why the system refused something */
	return done;
}

static bool is_own(const char *setting)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		const size_t len = strlen(settings[i].variable);
		if (strncmp(setting, settings[i].variable, len) == 0 && setting[len] == '=')
			return true;
	}
	return false;
}

void ht_bundle_leave_out(char **environment)
{
	char bundle[PATH_MAX];
	char **to = environment;
	if (!ht_data_bundle(bundle))
		return;
	for (char **from = environment; *from; from++)
		if (!is_own(*from))
			*to++ = *from;
	*to = NULL;
}
