/* A store of the glyph programs of a CID-keyed face that documents have used. */
#ifndef HT_TEXT_PROGRAMS_H
#define HT_TEXT_PROGRAMS_H

#include "base/status.h"
#include "cff.h"
#include "font_data.h"
#include "text/pack.h"
#include "harfbuzz.h"

typedef struct ht_programs ht_programs;

/* An empty store for a face of n_glyphs; NULL: out of memory.
 * lengths  in  of the codes with which programs are packed; NULL, or not those of a code: they are not packed */
ht_programs *ht_programs_new(size_t n_glyphs, const uint8_t lengths[HT_PACK_SYMBOLS]);
/* It is gone when no packed font needs it either. */
void ht_programs_free(ht_programs *programs);

/* Is the program of this glyph stored? */
bool ht_programs_has(const ht_programs *programs, uint32_t gid);

/* Are the programs packed? */
bool ht_programs_are_packed(const ht_programs *programs);

/* Size of what is stored, in bytes. */
size_t ht_programs_size(const ht_programs *programs);

/* ht_cff_flatten() for a program of the face.
 * file  in  that the face is in; NULL: the program is read where the face has it */
ht_status ht_program_flatten(const ht_cff *face, const ht_font_data *file, ht_cff_bytes program,
                             const ht_cff_index *subrs, ht_buf *out);

/* Make the programs of n glyphs from those of the face, and store them.
 * file   in      that the face is in; NULL: the programs are read where the face has them
 * arena  in/out  for work
 * Errors: HT_ERR_NOMEM, after which the store can only be freed; HT_ERR_LIB (malformed, or a kind of program that is
 * not flattened here): those before it are stored. */
ht_status ht_programs_flatten(ht_programs *programs, const ht_cff *face, const ht_font_data *file, const uint32_t *gids,
                              size_t n, ht_arena *arena);

/* Store the programs of n glyphs of a subset that another program made; gids[i] is glyph new_gids[i] there.
 * Errors: HT_ERR_LIB (malformed), HT_ERR_NOMEM. After a failure the store can
 * only be freed. */
ht_status ht_programs_add(ht_programs *programs, const ht_cff *subset, const uint32_t *gids, const uint32_t *new_gids,
                          size_t n);

/* Write a font of .notdef and the glyphs gids, in this order, into the arena; all must be stored, and not be packed.
 * data NULL: out of memory. */
ht_cff_bytes ht_programs_write(const ht_programs *programs, const char *name, const uint32_t *gids, size_t n,
                               ht_arena *arena);

/* The same of programs that are packed, as a zlib stream. It is written when the file gets it, since it may be the
 * larger part of that. */
typedef struct ht_packed_font {
	ht_programs *programs;
	const ht_pack_piece *pieces;
	size_t n, len;
	uint32_t sum; /* of what is packed: its Adler-32 */
} ht_packed_font;

/* NULL: out of memory. It is in the arena, and needs the programs until ht_packed_font_free(). */
ht_packed_font *ht_programs_pack(ht_programs *programs, const char *name, const uint32_t *gids, size_t n,
                                 ht_arena *arena);
void ht_packed_font_write(const ht_packed_font *font, unsigned char *out); /* as ht_pack_pieces() */
void ht_packed_font_free(ht_packed_font *font);

#endif
