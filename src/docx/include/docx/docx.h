/* The document for Word and WPS: WordprocessingML (ECMA-376, transitional) with named styles, written from the laid-out
 * tree. */
#ifndef HT_DOCX_DOCX_H
#define HT_DOCX_DOCX_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "doc/doc.h"
#include "layout/laid.h"
#include "office/package.h"
#include "office/seals.h"
#include "record/record.h"
#include "text/font.h"

typedef struct ht_docx_options {
	ht_package_cache *cache; /* of this and other documents; the bytes are the same with any */
	ht_fonts *fonts; /* those the document was laid out with: for faces that draw a dollar for the yuan sign */
	const ht_record *record; /* for the archive's fields in the document information; NULL: none */
	const char *attached;    /* the record's own text, n_attached bytes, put into the package; NULL: none */
	size_t n_attached;
	const char *attached_ending; /* what it is: "yaml", "json", "md" */
	ht_seals_shown seals;
	bool is_template;      /* with all styles of the sheet, and what is to be filled in as placeholders */
	const char *generator; /* "hongtou 0.1.0"; NULL: not written */
	long long created;     /* seconds since the epoch, UTC; -1: none */
	int compression;       /* 0–9 */
	bool natural;          /* lines end where the editor ends them; else where the pages' do */
	bool fonts_wanted;     /* --embed-fonts: a DOCX takes none, which is said */
} ht_docx_options;

/* Write doc as one package in memory. The same document gives the same bytes.
 * doc      in      borrowed, as are its style and record
 * laid     in      what layout made of doc: every line, place and size is read from it
 * options  in      borrowed; fonts' caches and its own grow
 * diags    in/out  HT_D_DOCX_*, HT_D_DRAFT_*
 * out      in/out  the package is appended; untouched unless HT_OK
 * Returns HT_OK even if diags holds errors; HT_ERR_NOMEM; HT_ERR_LIB (libzip). */
ht_status ht_docx_write(const ht_doc *doc, const ht_laid *laid, const ht_docx_options *options, ht_diags *diags,
                        ht_buf *out);

#endif
