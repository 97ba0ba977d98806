#ifndef HT_STYLE_TEMPLATE_H
#define HT_STYLE_TEMPLATE_H

#include "record/node.h"
#include "style/style.h"

/* Parse a template, or a list of them; faults are diagnostics with their place in
 * the scalar. node is a scalar or a sequence of scalars. Returns HT_OK, HT_ERR_NOMEM. */
ht_status ht_template_parse(ht_arena *arena, const ht_node *node, ht_diags *diags, ht_template *ret);

/* The paths in text, separated by "/", by their English names: fields of a record or
 * of the members of one of its lists, or variables, each written in English or in the
 * standard's Chinese terms (`会议.名称`). An unknown one is reported at loc and kept. NULL when out of memory. */
const char *ht_template_paths(ht_arena *arena, const char *text, ht_loc loc, ht_diags *diags);

/* Is one of the paths a field of one of these types (a bit each), of a record or of
 * the members of a list? Several paths, separated by "/", match only UINT32_MAX (any type), since other kinds show a
 * single field. */
bool ht_template_field_known(const char *paths, uint32_t types);

#endif
