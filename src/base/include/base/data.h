/* Where the program's own data is: in the installed folder, or beside a build
 * that is not installed. */
#ifndef HT_BASE_DATA_H
#define HT_BASE_DATA_H

#include <stdbool.h>

/* Does this program run from its build tree? Then its style sheets are those of
 * the source tree (HT_SOURCE_DIR), and what was made of the source is in
 * HT_BUILD_DIR; else all of it is where it was installed (HT_DATADIR,
 * HT_LOCALEDIR), even if the build tree still exists. */
bool ht_data_in_build_tree(void);

#endif
