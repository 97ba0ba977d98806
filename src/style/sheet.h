#ifndef HT_STYLE_SHEET_H
#define HT_STYLE_SHEET_H

#include "record/node.h"
#include "style/style.h"

/* The tree of a sheet merged with all it extends: maps key by key, lists and
 * scalars replaced; every node keeps the place it was written at.
 * path  out  the file found for name */
ht_status ht_sheet_merge(ht_arena *arena, const char *name, const ht_style_dirs *dirs, ht_diags *diags, ht_node **ret,
                         const char **path);

#endif
