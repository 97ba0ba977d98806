/* The table's rows that only this room needs. */
#ifndef HT_RECORD_FIELDS_H
#define HT_RECORD_FIELDS_H

#include "record/record.h"

/* The fields of a person written as a map. */
const ht_field *ht_person_fields(void);

#endif
