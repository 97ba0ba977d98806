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

/* What a PDF file promises to be; bits. At most one part and level of PDF/A
 * (ISO 19005-2, -3), with or without PDF/UA-1 (ISO 14289-1). */
typedef enum ht_pdf_standard {
	HT_PDF_DEFAULT = 0, /* PDF/A-2a and PDF/UA-1 */
	HT_PDF_A2B = 1,
	HT_PDF_A2U = 2,
	HT_PDF_A2A = 4,
	HT_PDF_A3A = 8,
	HT_PDF_UA1 = 16,
	HT_PDF_NONE = 32 /* alone: no promise, and no tags */
} ht_pdf_standard;

/* A file in the file: the record a document was made from. */
typedef struct ht_attachment {
	const char *name; /* its last part is shown; no path goes into the file */
	const char *mime; /* "application/yaml" …; NULL: "application/octet-stream" */
	const void *data;
	size_t len;
} ht_attachment;

typedef struct ht_render_options {
	double resolution;           /* png: dots per inch */
	int compression;             /* deflate level 0–12 (libdeflate); 0 stores */
	unsigned standards;          /* pdf: ht_pdf_standard bits */
	const ht_attachment *record; /* pdf: the source, embedded (A3A or NONE only); NULL: none */
} ht_render_options;

/* Standards by their names, parted by commas: a-2b a-2u a-2a a-3a ua-1, or none.
 * *ret untouched unless HT_OK; HT_ERR_ARG: an unknown name, or two that exclude
 * each other. */
ht_status ht_pdf_standards_parse(const char *list, unsigned *ret);

typedef struct ht_backend {
	const char *name;      /* "pdf", "png", "trace" */
	const char *extension; /* "pdf", "png", "txt" */
	bool per_page;         /* one output for each page (png) */
	/* begin a document; *state is the backend's own. HT_ERR_INPUT with
	 * diagnostics when it cannot be what is wanted: HT_D_PDF_NO_TITLE,
	 * HT_D_PDF_NO_ALT, HT_D_PDF_ATTACHMENT (pdf), HT_D_PNG_SIZE (png) */
	ht_status (*open)(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state);
	/* page i; per_page backends append that page's whole file to out, in any order; the others
	 * leave out alone (NULL) and want all pages in order */
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
