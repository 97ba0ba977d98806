#ifndef HT_STYLE_SHEET_H
#define HT_STYLE_SHEET_H

#include "record/node.h"
#include "style/style.h"

/* A value in place of the one inherited. */
typedef struct ht_override {
	const char *key;
	const ht_node *own, *replaced;
} ht_override;

typedef struct ht_sheet {
	ht_node *root;
	const char *path;   /* the file found for the name */
	const char *family; /* `form:` of the nearest sheet that has one, from the file on; or NULL */
	ht_override *overrides;
	size_t n_overrides, cap;
} ht_sheet;

/* The tree of a sheet merged with all it extends, its keys by their English
 * names; every node keeps the place it was written at.
 *
 * Maps are merged key by key; scalars and lists replace the inherited ones, and
 * `key: ~` removes them. `list+:` adds to the inherited list, `list-:` takes
 * members out; a member `name: after other` (or `before`) is inserted there. An
 * element that says its `kind:` or what it `extends:` is a new one: nothing of
 * the inherited element of that name is kept but its Chinese name.
 * other  in  then merge what it says under `from_other_form:` as if a sheet that
 *            extends it said so; names stay its own */
ht_status ht_sheet_merge(ht_arena *arena, const char *name, bool other, const ht_style_dirs *dirs, ht_diags *diags,
                         ht_sheet *ret);

/* The value of a map's key, or NULL; also when node is NULL or not a map. */
ht_node *ht_sheet_get(const ht_node *node, const char *key);

/* The entry of a map of named things (styles, elements) with this name: its
 * key, or what its own `name:` says. SIZE_MAX: there is none, or map is NULL. */
size_t ht_sheet_entry(const ht_node *map, const char *name);

/* Is the name that of a file (with a "/" or ending in .yaml), not one to be looked
 * for on the style path? */
bool ht_sheet_is_file(const char *name);

/* The file for a name, in the arena: itself, or NAME.yaml in the folder of the
 * sheet from (a file, or NULL), or else in the first of dirs that has it.
 * loc  in  of the name, for HT_D_STYLE_UNKNOWN with HT_ERR_INPUT */
ht_status ht_sheet_locate(ht_arena *arena, const char *name, const char *from, ht_loc loc, const ht_style_dirs *dirs,
                          ht_diags *diags, const char **ret);

/* Bytes of a key without the sign of `list+:` and `list-:`. */
size_t ht_sheet_key_len(const char *key);

/* Name the keys of a sheet's tree in English. Those that are unknown stay as they are. Errors: HT_ERR_NOMEM. */
ht_status ht_sheet_name_keys(ht_arena *arena, ht_node *root, ht_diags *diags);

/* The tree of one file, without what it extends, its keys by their English names. */
ht_status ht_sheet_read(ht_arena *arena, const char *path, ht_diags *diags, ht_node **ret);

/* What ht_sheet_merge() does with one sheet: give child (its keys by their English
 * names) what parent, a merged sheet or NULL, has and child has not, and carry out
 * what it says of lists. `kinds:` is a map then, also where it was written as a list.
 * Names, `standard:` and `recognition:` are not inherited. */
ht_status ht_sheet_inherit(ht_arena *arena, const ht_node *parent, ht_node *child, ht_diags *diags);

/* Make what child says of kinds (`kinds:`, a list or a map, `kinds+:`, `kinds-:`) one
 * map that is merged with parent's (merged, or NULL) as any other; `~` takes a kind
 * out. Errors: HT_ERR_NOMEM; what is wrong is told. */
ht_status ht_sheet_resolve_kinds(ht_arena *arena, const ht_node *parent, ht_node *child, ht_diags *diags);

/* Split `37mm [5.2.1]`: the value's length in bytes, and the clause (borrowed,
 * clause_len bytes; NULL when there is none). Quoted scalars have none, except
 * colours, which YAML takes for comments without quotes. */
size_t ht_sheet_value(const ht_node *scalar, const char **clause, size_t *clause_len);

#endif
