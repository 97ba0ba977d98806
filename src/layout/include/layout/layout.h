/* From blocks to pages: composing, page breaks, furniture. */
#ifndef HT_LAYOUT_LAYOUT_H
#define HT_LAYOUT_LAYOUT_H

#include "base/diag.h"
#include "base/status.h"
#include "doc/doc.h"
#include "layout/pages.h"
#include "text/font.h"

/* Lay doc out on fixed pages.
 *
 * Paper and type area are the style's (A4, 156 x 225 mm: GB/T 9704-2012 5.1, 5.2). Positions are ht_len, top-left
 * origin, y down.
 *
 * doc      in      borrowed; must outlive *ret, as must its record and style
 * fonts    in/out  caches grow; not thread-safe
 * diags    in/out  HT_D_GLYPH_MISSING (error), HT_D_FIRST_PAGE_NO_BODY …
 * ret      out     n >= 1 pages, ops in paint and reading order; free with
 *                  ht_pages_free(); untouched unless HT_OK
 *
 * Returns HT_OK even if diags holds errors; HT_ERR_NOMEM; HT_ERR_LIB (fonts). */
ht_status ht_layout(const ht_doc *doc, ht_fonts *fonts, ht_diags *diags, ht_pages **ret);

#endif
