/* The table's rows that only this room needs. */
#ifndef HT_RECORD_FIELDS_H
#define HT_RECORD_FIELDS_H

#include "record/record.h"

/* The fields of a table's cell written as a map. */
const ht_field *ht_cell_fields(void);

/* What a part of a body may be instead of text: a map with one of these. */
const ht_field *ht_part_fields(void);

#endif
