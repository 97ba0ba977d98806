/* One field of a settings' text changed, all else left as it is. */
#ifndef SETTINGS_CHANGE_H
#define SETTINGS_CHANGE_H

#include "base/buf.h"
#include "record/edit.h"

/* value  in  NULL: the field goes. Returns HT_ERR_INPUT also if it is not there. */
ht_status settings_change(ht_arena *arena, ht_buf *text, const char *field, const ht_node *value);

#endif
