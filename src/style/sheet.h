#ifndef HT_STYLE_SHEET_H
#define HT_STYLE_SHEET_H

#include "record/node.h"
#include "style/style.h"

/* A value that stands in place of one further up the chain. */
typedef struct ht_override {
	const char *key;
	const ht_node *own, *replaced;
} ht_override;

typedef struct ht_sheet {
	ht_node *root;
	const char *path; /* the file found for the name */
	ht_override *overrides;
	size_t n_overrides, cap;
} ht_sheet;

/* The tree of a sheet merged with all it extends: maps key by key, lists and
 * scalars replaced; every node keeps the place it was written at. */
ht_status ht_sheet_merge(ht_arena *arena, const char *name, const ht_style_dirs *dirs, ht_diags *diags, ht_sheet *ret);

/* Is the name that of a file (with a "/" or ending in .yaml), not one to be looked
 * for on the style path? */
bool ht_sheet_is_file(const char *name);

/* The file for a name, in the arena: itself, or NAME.yaml in the folder of the
 * sheet from (a file, or NULL), or else in the first of dirs that has it.
 * loc  in  of the name, for HT_D_STYLE_UNKNOWN with HT_ERR_INPUT */
ht_status ht_sheet_locate(ht_arena *arena, const char *name, const char *from, ht_loc loc, const ht_style_dirs *dirs,
                          ht_diags *diags, const char **ret);

/* The tree of one file, without what it extends. */
ht_status ht_sheet_read(ht_arena *arena, const char *path, ht_diags *diags, ht_node **ret);

/* `37mm [5.2.1]` apart: the value's length in bytes, and the clause (borrowed,
 * clause_len bytes; NULL when there is none). Quoted scalars have none,
 * but for colours, which YAML takes for comments without quotes. */
size_t ht_sheet_value(const ht_node *scalar, const char **clause, size_t *clause_len);

#endif
