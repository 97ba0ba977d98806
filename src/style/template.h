#ifndef HT_STYLE_TEMPLATE_H
#define HT_STYLE_TEMPLATE_H

#include "record/node.h"
#include "style/style.h"

/* Parse a template, or a list of them; faults are diagnostics with their place in
 * the scalar. node is a scalar or a sequence of scalars. */
ht_status ht_template_parse(ht_arena *arena, const ht_node *node, ht_diags *diags, ht_template *ret);

/* Is path a field of a record, or of the members of one of its lists? */
bool ht_template_field_known(const char *path);

#endif
