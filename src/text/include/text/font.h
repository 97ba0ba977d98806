/* Fonts: fontsets resolved through a private fontconfig, faces measured once.
 *
 * A fontset is a family name for which fonts.conf has a chain of faces, in order of
 * preference: "HT FangSong", "HT XiaoBiaoSong", "HT HeiTi", "HT KaiTi",
 * "HT SongTi", "HT Latin". The only room that knows
 * Pango, HarfBuzz, fontconfig and ICU. */
#ifndef HT_TEXT_FONT_H
#define HT_TEXT_FONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/len.h"
#include "base/status.h"
#include "text/pack.h"

typedef struct ht_fonts ht_fonts;

/* A font face: a file, an index in it, and variations. Lives as long as its
 * ht_fonts; compare by pointer. */
/* The digits and the marks within numbers: , - . / 0 … 9 : %. */
#define HT_FIGURES 16

typedef struct ht_font {
	unsigned id; /* 0, 1, 2 … in order of first use */
	const char *path;
	int index; /* of a collection's member */
	const char *family;
	const char *ps_name; /* PostScript name */
	bool cff;            /* CFF outlines (else glyf) */
	bool cid_keyed;      /* CFF: CID-keyed */
	bool subroutines;    /* CFF: its glyph programs use subroutines */
	int upem;
	int ascent, descent;     /* of the em box around the ideographic centre, 1/1000 em; descent negative */
	int centre;              /* ideographic centre above the baseline, 1/1000 em, measured
	                            on Han glyphs; 380 for faces without Han */
	bool has_han;            /* centre is measured */
	bool plain;              /* its tables read without HarfBuzz are as HarfBuzz reads them (sfnt_read.h) */
	bool direct_han;         /* no rule of the face touches Han characters and their usual marks */
	uint16_t direct_figures; /* a bit for each figure, that none touches it in either script but for kerning
	                            of pairs */
	int16_t figure_kern[2][HT_FIGURES][HT_FIGURES]; /* of those: in Latin and in Chinese text, 1/64000 em */
	uint32_t number_dash;           /* glyph of — in page numbers up to 99, in which nothing is touched but that,
	                                   and no pair is kerned; 0: not known, or there is a rule for them */
	uint8_t codes[HT_PACK_SYMBOLS]; /* CFF, CID-keyed, without subroutines: the lengths of the codes with which its
	                                   glyph programs are packed (text/pack.h); elsewhere 0 */
	int bbox[4];                    /* font bounding box, 1/1000 em */
	int cap_height;                 /* 1/1000 em */
	int italic_angle;               /* degrees */
	int weight;                     /* 100–900 */
	struct ht_font_face *face;      /* private to the room text */
} ht_font;

typedef struct ht_font_options {
	const char *conf;        /* fonts.conf; NULL: $HONGTOU_FONTS_CONF, else that of the build
	                            tree if it exists, else the installed one */
	const char *const *dirs; /* more font folders (--font-dir), NULL-terminated, or NULL */
} ht_font_options;

/* Open the private font configuration. No fontset is resolved yet.
 * ret  out  free with ht_fonts_close(); not thread-safe
 * Errors: HT_ERR_LIB with HT_D_FONT_CONF (conf unreadable); HT_ERR_NOMEM. */
ht_status ht_fonts_open(const ht_font_options *options, ht_diags *diags, ht_fonts **ret);
void ht_fonts_close(ht_fonts *fonts);

/* Load HarfBuzz, before outlines are drawn (ht_font_outline()) or fonts are made of them; texts load it if they need
 * it. Errors: HT_ERR_LIB with HT_D_LIBRARY, HT_ERR_NOMEM. */
ht_status ht_fonts_need_outlines(ht_diags *diags);

/* Was HarfBuzz needed to measure a glyph since this was asked last, and could not be loaded? What was laid out since is
 * not to be trusted. Errors: HT_ERR_LIB with HT_D_LIBRARY, HT_ERR_NOMEM. */
ht_status ht_fonts_status(ht_fonts *fonts, ht_diags *diags);

/* The folders and files from which fonts are read, symbolic links followed: a list in arena that ends with NULL. NULL:
 * out of memory. */
const char *const *ht_fonts_places(const ht_fonts *fonts, ht_arena *arena);

/* Begin another document: notes that are raised once (substituted faces, fallback
 * glyphs) are raised again, so that the messages of a document do not depend on
 * those before it. */
void ht_fonts_restart(ht_fonts *fonts);

/* The handle of a fontset by its family name, resolved at first use.
 * loc    in   where the fontset is named (style sheet), for HT_D_FONT_NONE
 * fontset   out  small integer for ht_span.fontset
 * Said once per document (ht_fonts_restart()): HT_D_FONT_SUBSTITUTE if the first choice
 * is not installed; HT_D_FONT_PASSED_OVER for a better face that cannot be used, as
 * one that forbids embedding (pages are the same in all outputs, so it is not
 * used for those that embed nothing, either); HT_D_FONT_SKIPPED when a later face
 * of the chain is needed and cannot be used. Errors: HT_ERR_LIB with HT_D_FONT_NONE
 * and HT_D_FONT_UNUSABLE; HT_ERR_NOMEM. */
ht_status ht_fonts_fontset(ht_fonts *fonts, const char *family, ht_loc loc, ht_diags *diags, int *fontset);

/* The main face of a fontset: the first usable one of its chain; NULL if out of
 * memory. */
const ht_font *ht_fonts_main(ht_fonts *fonts, int fontset);

/* For `hongtou fonts`: the name of a fontset's first choice, and the usable faces of
 * its chain (borrowed), all of which are opened. Returns their number. */
const char *ht_fonts_first_choice(ht_fonts *fonts, int fontset);
size_t ht_fonts_chain(ht_fonts *fonts, int fontset, const ht_font *const **chain);

/* How many of n code points the main face, or the whole chain, of a fontset has. */
size_t ht_fonts_covers(ht_fonts *fonts, int fontset, const uint32_t *cps, size_t n, bool whole_chain);

/* The ink box of a glyph, 1/1000 em, y up: x0, y0, x1, y1; false, with an empty
 * box, if it is blank. */
bool ht_font_ink(const ht_font *font, uint32_t gid, int box[4]);

/* Advance of a glyph in 1/1000 em, exact to 1/64 of that. */
double ht_font_advance(const ht_font *font, uint32_t gid);
/* The same of n glyphs, each so many bytes after the one before: in a third of the time. */
void ht_font_advances(const ht_font *font, const uint32_t *first, size_t step, size_t n, double *ret);

/* Draw the outline of a glyph, after ht_fonts_need_outlines(), with callbacks, in em (1.0 = 1 em, y up): for
 * backends without font support. */
typedef struct ht_outline_sink {
	void (*move)(void *user, double x, double y);
	void (*line)(void *user, double x, double y);
	void (*curve)(void *user, double x1, double y1, double x2, double y2, double x3, double y3);
	void (*close)(void *user);
	void *user;
} ht_outline_sink;
void ht_font_outline(const ht_font *font, uint32_t gid, const ht_outline_sink *sink);

/* CIDs of a subset are the codes of its glyphs in a page's text, and those of ASCII are best left free: where replaced
 * text (ActualText) goes on with the character whose number a glyph's code is, readers by MuPDF 1.24 to 1.26 take the
 * one for the other, and show 6月3 月0日 where 月 had the code of 3. */
#define HT_SUBSET_FIRST_CID 0x80

/* A subset as PDF embeds it, with compact glyph ids; FontFile3 /CIDFontType0C
 * (the bare CFF table) or FontFile2 (glyf). */
typedef struct ht_subset {
	const unsigned char *data; /* font program, in the arena or in blob; NULL: ht_subset_write() makes it */
	size_t len;
	struct ht_packed_font *packed; /* or NULL; it is a zlib stream then, which is not made yet */
	uint32_t sum;                  /* packed: the checksum at its end */
	bool cff;
	uint16_t *cids; /* cids[i] is the CID of gids[i] as given to the call; of glyf, and of fonts that have no CIDs,
	                   from 1 */
	void *blob;     /* or NULL */
} ht_subset;

/* Subset font to gids (1 … 65534 of them, without 0, each once, in any order). The
 * same gids in the same order give the same bytes, whatever was subset before.
 * packed  in   wanted as a zlib stream, made with the codes of the face, if it has them
 * ret     out  release with ht_subset_free(); untouched on failure
 * Errors: HT_ERR_LIB with HT_D_FONT_UNUSABLE; HT_ERR_NOMEM. */
ht_status ht_font_subset(const ht_font *font, const uint32_t *gids, size_t n, bool packed, ht_arena *arena,
                         ht_diags *diags, ht_subset *ret);
void ht_subset_free(ht_subset *subset);

/* Write a packed subset, of subset->len bytes, to out. HT_PACK_BEYOND bytes behind it may be overwritten. */
void ht_subset_write(const ht_subset *subset, unsigned char *out);

/* A character and the number of its glyph in a font file. */
typedef struct ht_tt_char {
	uint32_t cp, glyph;
} ht_tt_char;

/* A TrueType file of some glyphs, whatever outlines the face has: curves are off by at most 1/2000 em.
 * gids   in      n < 65535 of them: glyph i + 1 of the file; glyph 0 is .notdef
 * chars  in      n_chars of them, in ascending order of code points: the file's cmap
 * arena  in/out  working memory
 * out    in/out  the file is appended; the same glyphs give the same bytes
 * Errors: HT_ERR_NOMEM. */
ht_status ht_font_truetype(const ht_font *font, const uint32_t *gids, size_t n, const ht_tt_char *chars, size_t n_chars,
                           ht_arena *arena, ht_buf *out);

/* May the face be embedded in editable documents (OS/2 fsType: installable or
 * editable embedding)? Pages need less, which ht_fonts_fontset() checks. */
bool ht_font_editable(const ht_font *font);

/* A font file for such a document: the file of the face as it is or, if that has
 * several faces or variations, a subset with the characters cps of this one.
 * ret->cids is NULL; release with ht_subset_free(). Errors as ht_font_subset(). */
ht_status ht_font_file(const ht_font *font, const uint32_t *cps, size_t n, ht_diags *diags, ht_subset *ret);

#endif
