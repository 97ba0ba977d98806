/* What readers and stages leave out. */
#include "im.h"

void im_leave_out(im_doc *d, ht_code why, const char *text, ht_loc loc)
{
	ht_import_left *slot = *text ? HT_PUSH(d->arena, d->left, d->n_left, d->cap_left) : NULL;
	d->nomem |= *text && !slot;
	if (slot)
		*slot = (ht_import_left){.text = text, .loc = loc, .why = why};
}
