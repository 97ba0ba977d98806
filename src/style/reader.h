/* A map of a sheet into a struct, by a table of its keys. */
#ifndef HT_STYLE_READER_H
#define HT_STYLE_READER_H

#include "keys.h"
#include "record/node.h"
#include "style/style.h"

typedef struct ht_sheet_reader {
	ht_arena *arena;
	ht_diags *diags;
	ht_status status;                           /* sticky: HT_ERR_NOMEM once memory has run out */
	ht_style *style;                            /* page, typefaces and styles as far as they are read */
	const ht_node *colours, *styles, *elements; /* maps of names; NULL: there is none */
} ht_sheet_reader;

/* Read all pairs of map into target; name is the map's in the sheet. Unknown
 * keys, wrong values: diagnostics, and the rest is still read. `key: ~` sets nothing.
 * of  in  the kind of the element that map is, one bit; 0: it is not an element */
void ht_reader_map(ht_sheet_reader *r, const ht_node *map, const char *name, const ht_key *keys, uint32_t of,
                   void *target);

/* Read one key of a map, if it is there. */
void ht_reader_key(ht_sheet_reader *r, const ht_node *map, const char *name, const ht_key *keys, void *target);

/* Append a word to a list of words that a message names. */
void ht_reader_list(ht_buf *list, const char *word);

/* The elements of a sheet, with their columns and members (elements.c). */
void ht_reader_elements(ht_sheet_reader *r);

/* The entry of a map (styles, elements) that entry i extends.
 * state  in/out  of all entries: what is being read is HT_READING
 * ret    out     its index, when true is returned
 * False: it extends nothing, or something wrong, which is then reported. */
typedef enum ht_entry_state { HT_UNREAD, HT_READING, HT_READ } ht_entry_state;
bool ht_reader_base(ht_sheet_reader *r, const ht_node *map, size_t i, const ht_entry_state *state, ht_code unknown,
                    size_t *ret);

/* Set what entry clears (`key: ~`) of what it extends, which target has, to what initial has. */
void ht_reader_clear(const ht_node *entry, const ht_key *keys, const void *initial, void *target);

/* Is key written in entry i of map, or in what that extends, and not cleared after it? A key with a wrong value is
 * already reported, so it counts as written. */
bool ht_reader_writes(const ht_node *map, size_t i, const char *key);

#endif
