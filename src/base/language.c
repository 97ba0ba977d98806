/* Translations need a locale that is not C: newer versions of the GNU C library translate nothing in C.UTF-8 either,
 * the only one that every machine has, whatever LANGUAGE says. So the program brings a locale of its own for messages
 * alone, whose name says nothing; LANGUAGE decides. Its one file of 48 bytes is that of the machine's C.UTF-8, under
 * another name; it has answers like "yes", which are never asked for. */
#include "base/language.h"

#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/data.h"

#define OWN_LOCALE "zh_CN.UTF-8"

/* The folder in which the C library looks for locales, as a value of LOCPATH; NULL: its own. */
static void look_in(const char *folder)
{
	if (folder)
		setenv("LOCPATH", folder, 1);
	else
		unsetenv("LOCPATH");
}

void ht_language_set(const char *language)
{
	char path[PATH_MAX];
	const char *before = getenv("LOCPATH"), *own = ht_data_path(HT_DATA_LOCALE, path);
	char *kept = before ? strdup(before) : NULL;
	setenv("LANGUAGE", language, 1);
	setlocale(LC_MESSAGES, "C");
	look_in(own);
	if (!setlocale(LC_MESSAGES, OWN_LOCALE))
		setlocale(LC_MESSAGES, "C.UTF-8");
	look_in(kept);
	free(kept);
}
