/* Where the program's own data is: in the source and the build tree for a program that runs from its build tree; else
 * beside the program, as it was installed, wherever its prefix was moved to; else where it was configured to be
 * installed. */
#ifndef HT_BASE_DATA_H
#define HT_BASE_DATA_H

#include <limits.h>

typedef enum ht_data {
	HT_DATA_FOLDER,     /* has styles/ and fonts/ */
	HT_DATA_FONTS_CONF, /* fontconfig's configuration */
	HT_DATA_LOCALE,     /* has the one locale that the program brings: see language.h */
	HT_DATA_MESSAGES    /* has the folders of languages, zh_CN/LC_MESSAGES/hongtou.mo */
} ht_data;

/* The path, in path. The library finds what was installed with it, not with the program that loads it. */
const char *ht_data_path(ht_data which, char path[PATH_MAX]);

/* The folder of the bundle (tools/bundle) that the program runs from, in path: its own loader has started it, and its
 * libraries and what these read are below lib/. NULL: it does not. */
const char *ht_data_bundle(char path[PATH_MAX]);

#endif
