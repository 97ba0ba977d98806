/* One field of a settings' text changed, all else left as it is. */
#ifndef SETTINGS_CHANGE_H
#define SETTINGS_CHANGE_H

#include "base/buf.h"
#include "record/edit.h"

/* Give a field another value, or none.
 * value  in      NULL: the field goes, if it is there
 * Errors: HT_ERR_INPUT, HT_ERR_NOMEM. */
ht_status settings_change(ht_arena *arena, ht_buf *text, const char *field, const ht_node *value);

#endif
