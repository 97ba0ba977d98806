/* Values as style sheets write them. */
#ifndef HT_STYLE_UNITS_H
#define HT_STYLE_UNITS_H

#include <stdbool.h>

#include "base/colour.h"
#include "base/len.h"
#include "style/style.h"

/* `37mm`, `16pt`, `2字`, `1.5行`, or a size by name (三号). g may be NULL while
 * the page itself is read: 字 and 行 are then refused. */
bool ht_unit_len(const char *s, const ht_geometry *g, ht_len *ret);

/* `#RRGGBB`. */
bool ht_unit_colour(const char *s, ht_colour *ret);

/* `0.25` or `1/4`, as 1/1000. */
bool ht_unit_permille(const char *s, int *ret);

bool ht_unit_int(const char *s, int *ret);
bool ht_unit_bool(const char *s, bool *ret);

#endif
