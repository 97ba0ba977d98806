/* Backends: each turns the display list into one kind of file.
 *
 * A backend is a table of functions: open, page, close (may fail), free (never
 * does). Output goes to a buffer, so that the caller writes whole files or
 * none. The only room that knows libharu and cairo. */
#ifndef HT_RENDER_RENDER_H
#define HT_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "layout/pages.h"

/* The standards a PDF file conforms to; bits. At most one part and level of
 * PDF/A, with or without the PDF/UA of the same version of PDF: PDF/A-2 and -3 (ISO
 * 19005-2, -3) and PDF/UA-1 (ISO 14289-1) are PDF 1.7; PDF/A-4 (ISO 19005-4) and
 * PDF/UA-2 (ISO 14289-2) are PDF 2.0. */
typedef enum ht_pdf_standard {
	HT_PDF_DEFAULT = 0, /* PDF/A-2a and PDF/UA-1 */
	HT_PDF_A2B = 1,
	HT_PDF_A2U = 2,
	HT_PDF_A2A = 4,
	HT_PDF_A3A = 8,
	HT_PDF_UA1 = 16,
	HT_PDF_NONE = 32, /* alone: no standard, no tags */
	HT_PDF_A4 = 64,
	HT_PDF_A4F = 128, /* with the record embedded, which it demands */
	HT_PDF_UA2 = 256  /* also declared: WTPDF 1.0, reuse and accessibility */
} ht_pdf_standard;

/* A file embedded in a PDF: the record the document was made from. */
typedef struct ht_attachment {
	const char *name; /* only its last component is written, never a path */
	const char *mime; /* "application/yaml" …; NULL: "application/octet-stream" */
	const void *data;
	size_t len;
} ht_attachment;

/* Dots per inch of pictures: a page is readable, and fits into memory. */
#define HT_RESOLUTION_LEAST 10
#define HT_RESOLUTION_MOST  2400

typedef struct ht_render_options {
	double resolution;                 /* png: dots per inch, HT_RESOLUTION_LEAST to HT_RESOLUTION_MOST */
	int compression;                   /* deflate level 0–12 (libdeflate); 0 stores */
	unsigned standards;                /* pdf: ht_pdf_standard bits */
	const ht_attachment *record;       /* pdf, ofd: the source, embedded (pdf: A3A, A4F or NONE only); NULL: none */
	struct ht_package_cache *packages; /* ofd: of this and other documents; NULL: one of its own */
} ht_render_options;

/* Parse a comma-separated list of standards: a-2b a-2u a-2a a-3a a-4 a-4f ua-1 ua-2, or none.
 * ret  out  ht_pdf_standard bits; untouched unless HT_OK
 * Errors: HT_ERR_ARG (unknown name, or two that exclude each other). */
ht_status ht_pdf_standards_parse(const char *list, unsigned *ret);

/* Append such a list; for HT_PDF_DEFAULT the standards that it stands for. False: out of memory. */
bool ht_pdf_standards_name(unsigned standards, ht_buf *out);

typedef struct ht_backend {
	bool per_page; /* one file for each page */
	/* Begin a document; *state is the backend's own. HT_ERR_INPUT with
	 * diagnostics if the output cannot meet the options: HT_D_PDF_NO_TITLE,
	 * HT_D_PDF_NO_ALT, HT_D_PDF_ATTACHMENT (pdf), HT_D_PNG_SIZE (png). */
	ht_status (*open)(const ht_pages *pages, const ht_render_options *options, ht_diags *diags, void **state);
	/* Page i. per_page backends append the whole file of that page to out and
	 * take pages in any order; the others ignore out (NULL) and need all pages
	 * in order. */
	ht_status (*page)(void *state, size_t i, ht_buf *out);
	/* Finish: append the whole file to out. NULL in per_page backends. */
	ht_status (*close)(void *state, ht_buf *out);
	/* Release the state; NULL is allowed. */
	void (*free)(void *state);
} ht_backend;

/* All backends: the name, which is also that of the variable ht_backend_NAME,
 * and the extension of its files. */
#define HT_BACKENDS(ROW)                                                                                               \
	ROW(pdf, "pdf")                                                                                                \
	ROW(ofd, "ofd")                                                                                                \
	ROW(png, "png")                                                                                                \
	ROW(trace, "txt")

#define HT_BACKEND_DECLARE(name, extension) extern const ht_backend ht_backend_##name;
HT_BACKENDS(HT_BACKEND_DECLARE)

/* Run all pages through a backend: open, page …, close, free.
 * out  in/out  the file is appended
 * Errors: those of the backend; HT_ERR_ARG for a per_page backend. */
ht_status ht_render(const ht_backend *backend, const ht_pages *pages, const ht_render_options *options, ht_diags *diags,
                    ht_buf *out);

#endif
