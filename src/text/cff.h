/* As much of the Compact Font Format as PDF embedding needs: whether a font is
 * CID-keyed, and which CID each glyph has. */
#ifndef HT_TEXT_CFF_H
#define HT_TEXT_CFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ht_cff {
	const unsigned char *data;
	size_t len;
	bool cid_keyed;
	size_t n_glyphs;
	size_t charset; /* offset; 0–2: a predefined one */
} ht_cff;

/* Read the header of a CFF table; data is borrowed. False: malformed. */
bool ht_cff_open(const unsigned char *data, size_t len, ht_cff *ret);

/* The CID (or, name-keyed, string id) of each of the n glyphs: cids[0] is 0.
 * False: malformed, cids is then undefined. */
bool ht_cff_charset(const ht_cff *cff, uint16_t *cids, size_t n);

#endif
