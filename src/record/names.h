/* Names of fields as people type them. */
#ifndef HT_RECORD_NAMES_H
#define HT_RECORD_NAMES_H

#include "record/record.h"

/* The row's name in the language of key: Chinese if key has a Han character. */
const char *ht_field_label(const ht_field *field, const char *key);

/* The field that people mean who call it so, in Chinese: 发文单位 is 发文机关; "-": no field is near. NULL: the word
 * is not known. */
const char *ht_field_meant(const char *key);

/* The name that key means, or else the nearest to it in its language, or NULL when none is near. The name
 * is in the arena or static. */
const char *ht_field_nearest(ht_arena *arena, const ht_field *fields, const char *key);

/* Step through names separated by "|": the next name in *name, *len; false at the
 * end. *rest begins as the whole list (may be NULL). */
bool ht_next_alias(const char **rest, const char **name, size_t *len);

#endif
