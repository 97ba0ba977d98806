/* Subsets of fonts with TrueType outlines (table glyf). */
#ifndef HT_TEXT_GLYF_H
#define HT_TEXT_GLYF_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "sfnt_read.h"

/* The tables of such a font. */
#define HT_GLYF_TABLES 6
extern const char *const ht_glyf_tags[HT_GLYF_TABLES];

/* Add to out a font of .notdef, which is blank, and the glyphs gids (n of them, ascending, without 0), without hints:
 * glyph i + 1 is gids[i]. These are the bytes of hb-subset with HB_SUBSET_FLAGS_NO_HINTING of a face with no other
 * tables than these, whose outlines do not vary.
 * tables  in      in the order of the tags
 * arena   in/out  for work
 * Errors: HT_ERR_LIB (malformed, or a glyph is made of others, or there are more than 128 KB of outlines),
 * HT_ERR_NOMEM; out is then as before. */
ht_status ht_glyf_subset(const ht_sfnt_table tables[HT_GLYF_TABLES], const uint32_t *gids, size_t n, ht_arena *arena,
                         ht_buf *out);

#endif
