/* The keys of style sheets: each with its English and Chinese name, the kind of
 * its value, and where that goes. The tables are in keys.c and style.c. */
#ifndef HT_STYLE_KEYS_H
#define HT_STYLE_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "style/style.h"

typedef enum ht_key_kind {
	KEY_LEN,      /* ht_len */
	KEY_INT,      /* int */
	KEY_BOOL,     /* bool */
	KEY_PERMILLE, /* int */
	KEY_COLOUR,   /* ht_colour: by name in `colours:` or #RRGGBB */
	KEY_STRING,   /* const char * */
	KEY_FIELD,    /* const char *: English path of a record's field */
	KEY_ENUM,     /* int-sized enum: index in choices */
	KEY_TEMPLATE, /* ht_template */
	KEY_FACE,     /* const ht_typeface * by name */
	KEY_STYLE,    /* const ht_pstyle * by name */
	KEY_ELEMENT,  /* const char *: an element's name in the sheet */
	KEY_MEMBER,   /* const ht_element * by name */
	KEY_STYLES,   /* const ht_pstyle ** + size_t */
	KEY_STRINGS,  /* const char ** + size_t */
	KEY_FIELDS,   /* const char ** + size_t */
	KEY_REASONS,  /* ht_ignored * + size_t: a map of fields */
	KEY_ELEMENTS, /* const ht_element ** + size_t */
	KEY_OTHER     /* read by the caller */
} ht_key_kind;

/* How the maps below a section or key are arranged: where keys are to be found. */
typedef enum ht_below {
	BELOW_NOTHING,
	BELOW_MAP,     /* a map with keys of its own */
	BELOW_ENTRIES, /* a map of names, or a list, of such maps */
	BELOW_REASONS  /* a map of fields, read elsewhere (KEY_REASONS) */
} ht_below;

/* A word of the sheets' language: a value of an enumeration, a kind of element. */
typedef struct ht_word {
	const char *name, *zh;
} ht_word;

typedef struct ht_key {
	const char *name, *zh;
	ht_key_kind kind;
	size_t offset;
	size_t extra;         /* lists: offset of the count; LEN: offset of a bool that says it is given, or 0 */
	const ht_word *words; /* ENUM: ended by a NULL name */
	uint32_t kinds;       /* elements: those that have the key, a bit each; 0: no element's key */
	ht_below below;
	const struct ht_key *keys; /* of the maps below */
} ht_key;

/* The rows end with a NULL name. */
extern const ht_key ht_page_keys[], ht_typeface_keys[], ht_pstyle_keys[], ht_element_keys[], ht_column_keys[],
    ht_imprint_keys[], ht_metadata_keys[], ht_sheet_keys[];
extern const ht_word ht_element_kinds[]; /* by ht_ekind */

/* The row whose English or Chinese name it is, or NULL. */
const ht_key *ht_key_find(const ht_key *keys, const char *name);

/* The same of the len bytes of name, which is not empty. */
const ht_key *ht_key_find_n(const ht_key *keys, const char *name, size_t len);

/* The index of a word by its English or Chinese name; -1: there is none. */
int ht_word_find(const ht_word *words, const char *name);

#endif
