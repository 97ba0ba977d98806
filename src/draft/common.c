/* A writer's beginning and end; sticky failures: memory, and texts allocated in it. */
#include "draft_priv.h"

void ht_draft_begin(ht_draft *d, const ht_draft_format *format, const ht_doc *doc, const ht_laid *laid, ht_fonts *fonts,
                    ht_diags *diags)
{
	*d = (ht_draft){.format = format,
	                .doc = doc,
	                .laid = laid,
	                .style = doc->style,
	                .fonts = fonts,
	                .diags = diags,
	                .arena = ht_arena_new()};
	d->package = (ht_package){.arena = d->arena, .diags = diags};
	if (!d->arena)
		ht_draft_fail(d, HT_ERR_NOMEM);
}

ht_status ht_draft_end(ht_draft *d)
{
	ht_arena_free(d->arena);
	return d->status;
}

void ht_draft_add_xml(ht_draft *d, const char *name, const char *type, ht_xml *x, ht_packing packing)
{
	size_t len;
	const char *bytes = ht_xml_bytes(x, &len);
	if (x->failed)
		ht_draft_fail(d, HT_ERR_NOMEM);
	ht_package_add(&d->package, name, type, bytes, len, packing);
}

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
