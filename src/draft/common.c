/* Sticky failures: memory, and texts allocated in it. */
#include "draft_priv.h"

void *ht_draft_array(ht_draft *d, size_t n, size_t size)
{
	void *v = d->status == HT_OK ? ht_arena_array(d->arena, n, size) : NULL;
	if (!v)
		ht_draft_fail(d, HT_ERR_NOMEM);
	return v;
}

const char *ht_draft_checked(ht_draft *d, const char *s)
{
	if (!s)
		ht_draft_fail(d, HT_ERR_NOMEM);
	return s ? s : "";
}
