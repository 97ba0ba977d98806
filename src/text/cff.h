/* The Compact Font Format (Adobe technical note 5176) as far as PDF embedding
 * needs it: reading the parts of a font, and writing a font from such parts. */
#ifndef HT_TEXT_CFF_H
#define HT_TEXT_CFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* FDSelect has one byte for a font dictionary's number. */
#define HT_CFF_MAX_FDS 256

/* Borrowed bytes of a table. */
typedef struct ht_cff_bytes {
	const unsigned char *data;
	size_t len;
} ht_cff_bytes;

/* A font dictionary of a CID-keyed font. */
typedef struct ht_cff_fd {
	ht_cff_bytes matrix;   /* its FontMatrix with the operator; empty: none */
	ht_cff_bytes privates; /* its Private dictionary */
} ht_cff_fd;

typedef struct ht_cff {
	const unsigned char *data;
	size_t len;
	bool cid_keyed;
	bool global_subrs; /* has global subroutines */
	size_t n_glyphs, n_fds;
	size_t charstrings, fd_array, fd_select; /* offsets */
	ht_cff_bytes bbox, matrix;               /* FontBBox and FontMatrix with their operators */
} ht_cff;

/* Read the header of a CFF table; data is borrowed. False: malformed. */
bool ht_cff_open(const unsigned char *data, size_t len, ht_cff *ret);

/* The program of a glyph. False: malformed, or no such glyph; ret is untouched. */
bool ht_cff_glyph(const ht_cff *cff, size_t gid, ht_cff_bytes *ret);

/* The number of a glyph's font dictionary, in a CID-keyed font, and the font
 * dictionary of that number. False: malformed, or it has subroutines; ret is
 * untouched. */
bool ht_cff_fd_of(const ht_cff *cff, size_t gid, size_t *ret);
bool ht_cff_get_fd(const ht_cff *cff, size_t i, ht_cff_fd *ret);

/* Do glyph programs of this CID-keyed font share subroutines? */
bool ht_cff_has_subrs(const ht_cff *cff);

/* A glyph of a font to be written. */
typedef struct ht_cff_glyph_in {
	ht_cff_bytes program; /* calls no subroutine */
	uint8_t fd;           /* index into fds */
} ht_cff_glyph_in;

/* A CID-keyed font to be written; glyphs[0] is .notdef, the CID of a glyph is its
 * index. n_glyphs 2 … 65535, n_fds 1 … HT_CFF_MAX_FDS. */
typedef struct ht_cff_parts {
	const char *name; /* PostScript name */
	ht_cff_bytes bbox, matrix;
	const ht_cff_fd *fds;
	size_t n_fds;
	const ht_cff_glyph_in *glyphs;
	size_t n_glyphs;
} ht_cff_parts;

/* Write the CFF table into the arena; data NULL: out of memory. */
ht_cff_bytes ht_cff_write(const ht_cff_parts *parts, ht_arena *arena);

#endif
