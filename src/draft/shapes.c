/* Drawn lines and pictures: they hang on the next paragraph. */
#include "draft_priv.h"

void ht_draft_add_shape(ht_draft *d, const ht_draft_shape *shape)
{
	ht_draft_shape *slot = HT_PUSH(d->arena, d->shapes, d->n_shapes, d->cap_shapes);
	if (slot)
		*slot = *shape;
	else
		ht_draft_fail(d, HT_ERR_NOMEM);
}

void ht_draft_hang_shapes(ht_draft *d)
{
	for (size_t i = 0; i < d->n_shapes; i++)
		d->format->shape(d, &d->shapes[i]);
	d->n_shapes = 0;
}
