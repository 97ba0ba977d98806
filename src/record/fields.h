/* The table's rows that only this room needs. */
#ifndef HT_RECORD_FIELDS_H
#define HT_RECORD_FIELDS_H

#include "record/record.h"

/* The fields of a table's cell written as a map. */
const ht_field *ht_cell_fields(void);

/* What a part of a body may be instead of text: a map with one of these. */
const ht_field *ht_part_fields(void);

/* The fields of what is the field's value, or a member of it: of a person, a cell, a part of a body, a group. NULL: it
 * has none, or f is NULL. */
const ht_field *ht_fields_below(const ht_field *f);

#endif
