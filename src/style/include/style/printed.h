/* Which fields of a record a sheet prints. */
#ifndef HT_STYLE_PRINTED_H
#define HT_STYLE_PRINTED_H

#include "base/arena.h"
#include "style/style.h"

/* The fields that a sheet prints, in the order of its elements. */
typedef struct ht_printed {
	ht_arena *arena;
	const char **paths; /* English, of the record */
	size_t n, cap;
	const char **pictures; /* of them those that are names of picture files */
	size_t n_pictures, cap_pictures;
	bool failed;
} ht_printed;

/* Find them; p->arena is set, all else 0. p->failed: out of memory. */
void ht_printed_read(ht_printed *p, const ht_style *style);

/* A path of the record that is shown otherwise: in the metadata. */
void ht_printed_add(ht_printed *p, const char *path);

/* Is the path, or something below it, printed? where  out  the place of the first of those in the order of the sheet;
 * p->n: none is */
bool ht_printed_has(const ht_printed *p, const char *path, size_t *where);

/* Do the sheet's pages show the field, or anything below it? Metadata are no pages. *nomem: set when out of memory. */
bool ht_style_prints(const ht_style *style, const char *path, bool *nomem);

/* Is the field's value the name of a picture file? */
bool ht_printed_is_picture(const ht_printed *p, const char *path);

#endif
