/* Elements found by a name that they bear, in time that does not grow with the square of their number. */
#include <stdlib.h>
#include <string.h>

#include "sink.h"

static int by_id(const void *pa, const void *pb)
{
	const im_named *a = pa, *b = pb;
	int order = strcmp(a->id, b->id);
	if (order)
		return order;
	return (a->nth > b->nth) - (a->nth < b->nth);
}

void im_ids_read(im_doc *d, const xmlNode *parent, const char *attribute, im_ids *ret)
{
	size_t cap = 0;
	*ret = (im_ids){0};
	for (const xmlNode *c = parent ? parent->children : NULL; c && !d->nomem; c = c->next) {
		const char *id = c->type == XML_ELEMENT_NODE ? im_raw_attribute(c, attribute) : "";
		im_named *slot = *id ? HT_PUSH(d->arena, ret->v, ret->n, cap) : NULL;
		d->nomem |= *id && !slot;
		if (slot)
			*slot = (im_named){.id = id, .node = c, .nth = ret->n};
	}
	if (ret->n)
		qsort(ret->v, ret->n, sizeof *ret->v, by_id);
}

im_named *im_ids_find(const im_ids *ids, const char *id)
{
	size_t low = 0, high = ids->n;
	while (low < high) { /* the first that is not before this id */
		size_t middle = low + (high - low) / 2;
		if (strcmp(ids->v[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < ids->n && strcmp(ids->v[low].id, id) == 0 ? &ids->v[low] : NULL;
}
