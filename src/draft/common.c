/* A writer's beginning and end; sticky failures: memory, and texts allocated in it. */
#include "draft_priv.h"

/* The style of most paragraphs of the body: a title's note may be body text, too. */
static const ht_pstyle *find_body(const ht_draft *d)
{
	const ht_blocks *flow = &d->doc->flow;
	const ht_pstyle *most = d->laid->body;
	size_t n_most = 0;
	for (size_t i = 0; i < d->doc->style->n_elements; i++) {
		const ht_element *e = &d->doc->style->elements[i];
		size_t n = 0;
		for (size_t k = 0; k < flow->n && e->kind == HT_E_BODY; k++)
			n += flow->v[k].element == e && flow->v[k].style == e->style;
		if (n > n_most) {
			n_most = n;
			most = e->style;
		}
	}
	return most;
}

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
	d->body = find_body(d);
	if (!d->arena)
		ht_draft_fail(d, HT_ERR_NOMEM);
	ht_draft_find_levels(d);
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
