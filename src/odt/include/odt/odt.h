/* The document for editing: an OpenDocument text (ODF 1.3) with named styles,
 * written from the laid-out tree. */
#ifndef HT_ODT_ODT_H
#define HT_ODT_ODT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/status.h"
#include "doc/doc.h"
#include "layout/laid.h"
#include "office/package.h"
#include "office/seals.h"
#include "record/record.h"
#include "text/font.h"

typedef struct ht_odt_options {
	ht_package_cache *cache; /* of this and other documents; the bytes are the same with any */
	ht_fonts *fonts; /* those the document was laid out with: for embedding, and for faces that draw a dollar for
	                    the yuan sign */
	const ht_record *record; /* for the archive's fields in the document information; NULL: none */
	const char *attached;    /* the record's own text, n_attached bytes, put into the package; NULL: none */
	size_t n_attached;
	const char *attached_ending; /* of its name: "yaml", "json", "md"; its media type */
	const char *attached_type;
	ht_seals_shown seals;
	bool is_template;           /* with all styles of the sheet, and what is to be filled in as placeholders */
	bool flat;                  /* one XML file instead of a package: takes neither the record nor fonts */
	const char *generator;      /* "hongtou 0.1.0"; NULL: not written */
	long long created;          /* seconds since the epoch, UTC; -1: none */
	int compression;            /* 0–9 */
	bool natural;               /* lines end where the editor ends them; else where the pages' do */
	bool font_lists;            /* a face is the list of its families; else the family that is asked for by name */
	bool embed_fonts;           /* put the font files the document uses into it (megabytes), as far as
	                               their licence bits allow (else HT_D_ODT_FONT) */
	const uint32_t *repertoire; /* with embed_fonts: further characters to embed if the face has them; NULL: only
	                               those of the document */
	size_t n_repertoire;
} ht_odt_options;

/* Write doc as one ODF package, or flat file, in memory. The same document gives the same
 * bytes.
 * doc      in      borrowed, as are its style and record
 * laid     in      what layout made of doc: every line, place and size is read from it
 * options  in      borrowed; fonts' caches and its own grow
 * diags    in/out  HT_D_ODT_*
 * out      in/out  the file is appended; untouched unless HT_OK
 * Returns HT_OK even if diags holds errors; HT_ERR_NOMEM; HT_ERR_LIB (libzip). */
ht_status ht_odt_write(const ht_doc *doc, const ht_laid *laid, const ht_odt_options *options, ht_diags *diags,
                       ht_buf *out);

#endif
