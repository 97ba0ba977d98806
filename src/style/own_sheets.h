/* The program's own sheets, read while it was built. */
#ifndef HT_STYLE_OWN_SHEETS_H
#define HT_STYLE_OWN_SHEETS_H

#include "record/packed.h"

/* The tree of one of them, its keys by their English names. NULL: these bytes are none of them, as when somebody has
 * changed the file. */
const ht_packed_tree *ht_own_sheet(const char *source, size_t len);

#endif
