/* The codes with which the glyph programs of a face are packed. */
#ifndef HT_TEXT_PROGRAM_CODES_H
#define HT_TEXT_PROGRAM_CODES_H

#include "cff.h"
#include "font_data.h"
#include "text/pack.h"

/* Find the lengths of codes for all bytes that are good for the programs of a CID-keyed face without subroutines: those
 * for some of its glyphs, always the same ones. All are 0 if one of these cannot be made, or out of memory.
 * file  in  that the face is in; NULL: its programs are read where the face has them */
void ht_program_codes(const ht_cff *face, const ht_font_data *file, uint8_t lengths[HT_PACK_SYMBOLS]);

#endif
