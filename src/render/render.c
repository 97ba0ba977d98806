#include "render/render.h"

#include <string.h>

const ht_backend *ht_backend_find(const char *name)
{
	static const ht_backend *const all[] = {&ht_backend_pdf, &ht_backend_png, &ht_backend_trace};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

ht_status ht_render(const ht_backend *backend, const ht_pages *pages, const ht_render_options *options, ht_diags *diags,
                    ht_buf *out)
{
	if (backend->per_page)
		return HT_ERR_ARG;
	void *state;
	ht_status status = backend->open(pages, options, diags, &state);
	if (status)
		return status;
	for (size_t i = 0; i < pages->n && !status; i++)
		status = backend->page(state, i, NULL);
	if (!status)
		status = backend->close(state, out);
	backend->free(state);
	return status;
}
