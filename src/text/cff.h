/* The Compact Font Format (Adobe technical note 5176) as far as PDF embedding
 * needs it: reading the parts of a font, and writing a font from such parts. */
#ifndef HT_TEXT_CFF_H
#define HT_TEXT_CFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "text/font.h"

/* FDSelect has one byte for a font dictionary's number. */
#define HT_CFF_MAX_FDS 256

/* Borrowed bytes of a table. */
typedef struct ht_cff_bytes {
	const unsigned char *data;
	size_t len;
} ht_cff_bytes;

/* An INDEX: objects in sequence, and offsets to them that count from 1. */
typedef struct ht_cff_index {
	size_t count;
	int off_size;
	const unsigned char *offsets, *data;
} ht_cff_index;

/* A font dictionary of a CID-keyed font. */
typedef struct ht_cff_fd {
	ht_cff_bytes matrix;   /* its FontMatrix with the operator; empty: none */
	ht_cff_bytes privates; /* its Private dictionary */
} ht_cff_fd;

typedef struct ht_cff {
	const unsigned char *data;
	size_t len;
	bool cid_keyed;
	size_t n_glyphs, n_fds;
	size_t charstrings, fd_array, fd_select; /* offsets */
	ht_cff_index global_subrs;
	ht_cff_bytes bbox, matrix; /* FontBBox and FontMatrix with their operators */
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

/* Object i of an INDEX. False: malformed, or there is none; ret is untouched. */
bool ht_cff_index_get(const ht_cff_index *index, size_t i, ht_cff_bytes *ret);

/* Font dictionary i for programs without hints and subroutines, of its Private dictionary only the widths, in the
 * arena; and its subroutines. Errors: HT_ERR_LIB (malformed), HT_ERR_NOMEM. */
ht_status ht_cff_get_flat_fd(const ht_cff *cff, size_t i, ht_arena *arena, ht_cff_fd *ret, ht_cff_index *subrs);

/* Add to out the Type 2 program (Adobe technical note 5177) without hints, its subroutines in place of their calls: the
 * bytes of hb-subset with HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE.
 * local, global  in  the subroutines of its font dictionary and of the font
 * Errors: HT_ERR_LIB (malformed, too large, or it calculates, or is made of other glyphs), HT_ERR_NOMEM; out is then as
 * before. */
ht_status ht_cff_flatten(ht_cff_bytes program, const ht_cff_index *local, const ht_cff_index *global, ht_buf *out);

/* Before the numbers of a Type 2 program (Adobe technical note 5177, 3.2) that take 3 and 5 bytes. */
#define HT_CFF_SHORT_NUMBER 28
#define HT_CFF_FIXED_NUMBER 255

/* Bytes of the number that begins with b; 0: it is an operator. */
static inline size_t ht_cff_operand_size(unsigned b)
{
	if (b < 32)
		return b == HT_CFF_SHORT_NUMBER ? 3 : 0;
	if (b < 247)
		return 1;
	return b == HT_CFF_FIXED_NUMBER ? 5 : 2;
}

/* The number at p, which is whole: none of 5 bytes. */
static inline int ht_cff_whole_number(const unsigned char *p)
{
	if (*p == HT_CFF_SHORT_NUMBER)
		return (int16_t)(p[1] << 8 | p[2]);
	if (*p < 247)
		return *p - 139;
	if (*p < 251)
		return (*p - 247) * 256 + p[1] + 108;
	return -(*p - 251) * 256 - p[1] - 108;
}

/* A glyph of a font to be written. */
typedef struct ht_cff_glyph_in {
	ht_cff_bytes program; /* calls no subroutine; data NULL: only its length is known */
	uint8_t fd;           /* index into fds */
} ht_cff_glyph_in;

/* The CID of the first glyph after .notdef; the others follow. */
static inline unsigned ht_cff_first_cid(size_t n_glyphs)
{
	return n_glyphs + HT_SUBSET_FIRST_CID <= 0x10000 ? HT_SUBSET_FIRST_CID : 1;
}

/* A CID-keyed font to be written; glyphs[0] is .notdef, the CIDs of the others are numbers from ht_cff_first_cid() on.
 * n_glyphs 2 … 65535, n_fds 1 … HT_CFF_MAX_FDS. */
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

/* The same without the glyphs' programs, which are to be put in at a place, one after the other. */
ht_cff_bytes ht_cff_write_around(const ht_cff_parts *parts, ht_arena *arena, size_t *place);

#endif
