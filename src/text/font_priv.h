/* What the files of this room share about fonts. */
#ifndef HT_TEXT_FONT_PRIV_H
#define HT_TEXT_FONT_PRIV_H

#include <fontconfig/fontconfig.h>

#include "base/loc.h"
#include "text/font.h"
#include "sfnt_read.h"
#include "harfbuzz.h"

/* HarfBuzz' units in 1 em: 1/64 of 1/1000 em. */
#define FACE_SCALE 64000

/* The language of all texts: BCP 47. */
#define HT_SHAPING_LANGUAGE "zh-Hans"

/* Tables by code point are split into pages of 1,024. */
#define CP_PAGE_BITS 10
#define CP_PAGE_SIZE (1 << CP_PAGE_BITS)
#define CP_PAGES     (0x110000 >> CP_PAGE_BITS)

#define INK_SLOTS 512

typedef struct ht_ink {
	uint32_t key; /* glyph + 1; 0: free */
	bool blank;
	int box[4];
} ht_ink;

/* Characters from first to last. */
typedef struct ht_char_range {
	uint32_t first, last;
} ht_char_range;

/* What the faces of an ht_fonts share. */
typedef struct ht_font_shared {
	hb_draw_funcs_t *draw; /* NULL: not needed yet */
	bool lacks_harfbuzz;   /* it was needed for something that cannot say so, and could not be loaded */
} ht_font_shared;

/* An opened font face; font is the part that other rooms see. */
typedef struct ht_font_face {
	ht_font font;
	struct ht_font_data *file;
	bool plain; /* read without HarfBuzz: */
	ht_sfnt_face tables;
	ht_sfnt_chars chars;
	unsigned n_glyphs;
	hb_face_t *hb_face; /* with hb_font, once ht_font_face_shapes() was true; NULL: not needed yet */
	hb_font_t *hb_font;
	hb_face_t *reduced;            /* the tables that are embedded: subset.c */
	struct ht_programs *programs;  /* of CID-keyed faces; NULL: none stored yet */
	struct ht_outlines *outlines;  /* TrueType ones; NULL: none stored yet */
	ht_font_shared *shared;        /* owned by ht_fonts */
	const ht_char_range *withheld; /* in ascending order: it is not used for these */
	size_t n_withheld;
	ht_char_range *own_withheld; /* to be freed */
	uint16_t *glyphs[CP_PAGES];  /* glyph by code point */
	ht_ink ink[INK_SLOTS];       /* direct-mapped by glyph */
} ht_font_face;

/* Why a face cannot be used. */
typedef enum ht_font_face_fault {
	HT_FACE_OK,
	HT_FACE_UNREADABLE,
	HT_FACE_NO_OUTLINES,
	HT_FACE_CFF2,
	HT_FACE_NO_EMBED,
	HT_FACE_NO_SUBSET,
	HT_FACE_NOMEM
} ht_font_face_fault;

/* What is known of a face before it is opened. All is borrowed from the matcher or from the cache. */
typedef struct ht_font_face_source {
	const char *path;
	int index;        /* fontconfig's: the named instance in the upper half */
	const char *name; /* of its family, by which a chain has it */
	const char *family;
	const char *ps_name;
	int weight;             /* 100–900 */
	const FcCharSet *chars; /* that it is used for: blank glyphs are not among them, and fonts.conf may take some
	                           out;  NULL: all it has, or see measured */
	const struct ht_fontconfig *fc; /* that chars is of */
	const ht_font *measured;        /* by an earlier run, with the characters withheld; NULL: not yet */
	const ht_char_range *withheld;
	size_t n_withheld;
} ht_font_face_source;

/* Open a face: map the file, check and measure it. shared is borrowed. ret is
 * untouched on failure; close it with ht_font_face_close(). */
ht_font_face_fault ht_font_face_open(const ht_font_face_source *source, unsigned id, ht_font_shared *shared,
                                     ht_font_face **ret);
void ht_font_face_close(ht_font_face *face);
void ht_font_shared_close(ht_font_shared *shared);

/* Have HarfBuzz load the face, if it has not, and HarfBuzz itself. False: that cannot be loaded, and was not before. */
bool ht_font_face_shapes(ht_font_face *face);

/* A table of the face, as long as it is open. */
ht_sfnt_table ht_font_face_table(const ht_font_face *face, const char *tag);

/* Is what is read without HarfBuzz what it reads, of every character, glyph and table? The face shapes. */
bool ht_font_face_is_plain(const ht_font_face *face);

/* Add the program of a glyph to out, without hints and subroutines. Errors: HT_ERR_LIB (the font is not CID-keyed, or
 * the program calculates, or is malformed), HT_ERR_NOMEM; out is then as before. */
ht_status ht_font_face_flatten(const ht_font_face *face, uint32_t gid, ht_arena *arena, ht_buf *out);

/* Advances of n glyphs, at first and every step bytes, in 1/FACE_SCALE em, to ret and every ret_step bytes. */
void ht_font_face_advances(const ht_font_face *face, const uint32_t *first, size_t step, size_t n, int32_t *ret,
                           size_t ret_step);

/* The glyph of a code point; 0: the face has none, or is not used for it. */
uint32_t ht_font_face_glyph(ht_font_face *face, uint32_t cp);

/* Has the face a glyph for the code point that fonts.conf takes out of it? */
bool ht_font_face_withholds(const ht_font_face *face, uint32_t cp);

/* Set the measured members of face->font (centre, bbox, cap height …). */
void ht_font_face_measure(ht_font_face *face);

/* Set face->font.direct_han, direct_figures and figure_kern: see font_direct.c. */
void ht_font_face_measure_direct(ht_font_face *face);

/* Page numbers, `— 1 —`: the characters of each up to HT_NUMBER_MOST, of which there are so many at most. */
#define HT_NUMBER_DASH  0x2014
#define HT_NUMBER_MOST  99
#define HT_NUMBER_CHARS 6
size_t ht_number_text(unsigned number, uint32_t cps[HT_NUMBER_CHARS]);

/* Set face->font.number_dash, by shaping all of them: for faces whose measures are kept. */
void ht_font_face_measure_numbers(ht_font_face *face);

/* Which of the figures it is; -1: none. */
static inline int ht_figure_of(uint32_t cp)
{
	if (cp >= ',' && cp <= ':')
		return (int)(cp - ',');
	return cp == '%' ? HT_FIGURES - 1 : -1;
}

/* Is it one of the characters that are set without shaping in a face with direct_han, in Chinese text of such
 * characters alone? */
bool ht_is_direct(uint32_t cp);

/* Set them to what was measured before, all else of font stays. */
void ht_font_face_take_measures(ht_font *font, const ht_font *measured);

/* Usable face i of a fontset's chain, opened at first use; NULL: there is none, or
 * out of memory. A face that cannot be used is skipped, with a note at the
 * location where the fontset is named. */
ht_font_face *ht_fonts_face(ht_fonts *fonts, int fontset, size_t i, ht_diags *diags);

/* Could a face not be opened for want of memory, since this was asked last? Then none was used in its place, and
 * characters that only that face has are not missing. */
bool ht_fonts_was_short(ht_fonts *fonts);

/* What was wanting where a face could not be opened (HT_FACE_NOMEM) or shaped with: HT_ERR_NOMEM, or HT_ERR_LIB with
 * HT_D_LIBRARY, if HarfBuzz cannot be loaded. */
ht_status ht_fonts_shortage(ht_fonts *fonts, ht_diags *diags);

/* The buffer for shaping, after a face shapes; owned by fonts. */
hb_buffer_t *ht_fonts_buffer(ht_fonts *fonts);

/* The libraries that texts are loaded for (late.h); owned by fonts. */
struct ht_late *ht_fonts_late(ht_fonts *fonts);

/* Composed paragraphs of texts before; NULL: none are kept. */
struct ht_kept *ht_fonts_kept(const ht_fonts *fonts);

/* True only the first time for a document, fontset and code point. */
bool ht_fonts_note_once(ht_fonts *fonts, int fontset, uint32_t cp);

#endif
