/* Backends that replay the display list: pdf, png, trace.
 *
 * A backend is a table of functions: open, page, close (may fail), free (never
 * does). Output goes to a buffer, so that the caller writes files whole or not
 * at all. The only room that knows libharu and cairo. */
#ifndef HT_RENDER_RENDER_H
#define HT_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "layout/pages.h"

typedef struct ht_render_options {
	double resolution; /* png: dots per inch */
	int compression;   /* deflate level 0–12 (libdeflate); 6 is the default */
	bool tagged;       /* pdf: marked content by unit (kept for the tagged issue) */
} ht_render_options;

typedef struct ht_backend {
	const char *name;      /* "pdf", "png", "trace" */
	const char *extension; /* "pdf", "png", "txt" */
	bool per_page;         /* one output for each page (png) */
	/* begin a document; *state is the backend's own */
	ht_status (*open)(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state);
	/* page i; per_page backends append that page's whole file to out, the others leave out alone (NULL) */
	ht_status (*page)(void *state, size_t i, ht_buf *out);
	/* finish; append the whole file to out (not called for per_page backends) */
	ht_status (*close)(void *state, ht_buf *out);
	void (*free)(void *state);
} ht_backend;

extern const ht_backend ht_backend_pdf, ht_backend_png, ht_backend_trace;

/* The backend by name, or NULL. */
const ht_backend *ht_backend_find(const char *name);

/* All pages through a backend that is not per_page: open, page …, close, free. */
ht_status ht_render(const ht_backend *backend, const ht_pages *pages, const ht_render_options *options, ht_diags *diags,
                    ht_buf *out);

#endif
