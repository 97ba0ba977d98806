/* Sticky failures: memory, and texts allocated in it. */
#include "odt_priv.h"

void *odt_array(odt *o, size_t n, size_t size)
{
	void *v = o->status == HT_OK ? ht_arena_array(o->arena, n, size) : NULL;
	if (!v)
		odt_fail(o, HT_ERR_NOMEM);
	return v;
}

const char *odt_checked(odt *o, const char *s)
{
	if (!s)
		odt_fail(o, HT_ERR_NOMEM);
	return s ? s : "";
}
