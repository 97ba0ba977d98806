/* A map of a sheet into a struct, by a table of its keys. */
#ifndef HT_STYLE_READER_H
#define HT_STYLE_READER_H

#include <stddef.h>

#include "record/node.h"
#include "style/style.h"

typedef enum ht_key_kind {
	KEY_LEN,      /* ht_len */
	KEY_INT,      /* int */
	KEY_BOOL,     /* bool */
	KEY_PERMILLE, /* int */
	KEY_COLOUR,   /* ht_colour: by name in `colours:` or #RRGGBB */
	KEY_STRING,   /* const char * */
	KEY_FIELD,    /* const char *: path of a record's field */
	KEY_ENUM,     /* int-sized enum: index in choices */
	KEY_TEMPLATE, /* ht_template */
	KEY_FACE,     /* const ht_typeface * by name */
	KEY_STYLE,    /* const ht_pstyle * by name */
	KEY_STYLES,   /* const ht_pstyle ** + size_t */
	KEY_STRINGS,  /* const char ** + size_t */
	KEY_FIELDS,   /* const char ** + size_t */
	KEY_ELEMENTS, /* const ht_element ** + size_t */
	KEY_OTHER     /* read by the caller */
} ht_key_kind;

typedef struct ht_key {
	const char *name;
	ht_key_kind kind;
	size_t offset;
	size_t extra;               /* lists: offset of the count; LEN: offset of a bool that says it is given, or 0 */
	const char *const *choices; /* ENUM, NULL-terminated */
} ht_key;

typedef struct ht_sheet_reader {
	ht_arena *arena;
	ht_diags *diags;
	ht_style *style;        /* geometry, faces, styles as far as they are read */
	const ht_node *colours; /* map of names, or NULL */
} ht_sheet_reader;

/* Read all pairs of map; what names the map in messages. Unknown keys, wrong
 * values: diagnostics, and the rest is still read. Only HT_ERR_NOMEM fails. */
ht_status ht_reader_map(ht_sheet_reader *r, const ht_node *map, const char *what, const ht_key *keys, void *target);

#endif
