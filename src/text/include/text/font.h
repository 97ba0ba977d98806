/* Fonts: roles resolved through a private fontconfig, faces measured once.
 *
 * A role is a family name that fonts.conf gives a chain of faces, the first
 * choice first: "GW FangSong", "GW XiaoBiaoSong", "GW HeiTi", "GW KaiTi",
 * "GW SongTi", "GW Latin". The only room that knows Pango, HarfBuzz,
 * fontconfig and ICU. */
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

typedef struct ht_fonts ht_fonts;

/* One face: a file, an index in it, and variations. Lives as long as its
 * ht_fonts; compare by pointer. */
typedef struct ht_font {
	unsigned id; /* 0, 1, 2 … in order of first use */
	const char *path;
	int index; /* of a collection's member */
	const char *family;
	const char *ps_name; /* PostScript name */
	bool cff;            /* CFF outlines (else glyf) */
	bool cid_keyed;      /* CFF: CID-keyed */
	bool subroutines;    /* CFF: its glyph programs have parts in common */
	int upem;
	int ascent, descent;       /* of the Han em box about its ideographic centre, 1/1000 em; descent negative */
	int centre;                /* ideographic centre above the baseline, 1/1000 em, measured
	                              from Han glyphs' ink; 380 for faces without Han */
	bool has_han;              /* centre is measured */
	int bbox[4];               /* font bounding box, 1/1000 em */
	int cap_height;            /* 1/1000 em */
	int italic_angle;          /* degrees */
	int weight;                /* 100–900 */
	struct ht_font_face *face; /* private to the room text */
} ht_font;

typedef struct ht_font_options {
	const char *conf;        /* fonts.conf; NULL: $HONGTOU_FONTS_CONF, else the build tree's
	                            where it exists, else the installed one */
	const char *const *dirs; /* further folders of fonts (--font-dir), NULL-terminated, or NULL */
} ht_font_options;

/* Open the private font configuration. No role is resolved yet.
 * ret  out  free with ht_fonts_close(); not thread-safe
 * Errors: HT_ERR_LIB with HT_D_FONT_CONF (conf unreadable); HT_ERR_NOMEM. */
ht_status ht_fonts_open(const ht_font_options *options, ht_diags *diags, ht_fonts **ret);
void ht_fonts_close(ht_fonts *fonts);

/* Begin another document: notes that come once (substituted faces, fallback
 * glyphs) are raised again, so that what is said of a document does not depend
 * on those before it. */
void ht_fonts_restart(ht_fonts *fonts);

/* The handle of a role by its family name; resolved at first use.
 * loc    in   where the role is asked for (style sheet), for HT_D_FONT_NONE
 * role   out  small integer for ht_span.role
 * A role that does not resolve to its first choice is HT_D_FONT_SUBSTITUTE
 * (note), once per document (ht_fonts_restart). A main face that may not be
 * embedded is HT_D_FONT_NO_EMBED; other faces of the chain that cannot be used
 * are passed over with HT_D_FONT_SKIPPED (note) when they are first needed.
 * Returns HT_OK, HT_ERR_LIB with a diagnostic, HT_ERR_NOMEM. */
ht_status ht_fonts_role(ht_fonts *fonts, const char *family, ht_loc loc, ht_diags *diags, int *role);

/* The main face of a role (the first of its chain that is installed). */
const ht_font *ht_fonts_main(ht_fonts *fonts, int role);

/* For `hongtou fonts`: the role's first choice by name, and the chain of
 * installed faces; n faces. Opens every face of the chain. */
const char *ht_fonts_first_choice(ht_fonts *fonts, int role);
size_t ht_fonts_chain(ht_fonts *fonts, int role, const ht_font *const **chain);

/* How many of the n code points the role's main face / whole chain covers. */
size_t ht_fonts_covers(ht_fonts *fonts, int role, const uint32_t *cps, size_t n, bool whole_chain);

/* The ink box of one glyph, 1/1000 em, y up: x0, y0, x1, y1; false, with an
 * empty box, when blank. */
bool ht_font_ink(const ht_font *font, uint32_t gid, int box[4]);

/* Advance of one glyph in 1/1000 em, exact to 1/64 of that. */
double ht_font_advance(const ht_font *font, uint32_t gid);

/* Hand the outline of a glyph to a drawing callback, in em units (1.0 = 1 em,
 * y up): for the picture backend. */
typedef struct ht_outline_sink {
	void (*move)(void *user, double x, double y);
	void (*line)(void *user, double x, double y);
	void (*curve)(void *user, double x1, double y1, double x2, double y2, double x3, double y3);
	void (*close)(void *user);
	void *user;
} ht_outline_sink;
void ht_font_outline(const ht_font *font, uint32_t gid, const ht_outline_sink *sink);

/* A subset as PDF embeds it, with compact glyph ids; FontFile3 /CIDFontType0C
 * (the bare CFF table) or FontFile2 (glyf). */
typedef struct ht_subset {
	const unsigned char *data; /* font program; lies in the arena, or in blob */
	size_t len;
	bool cff;
	uint16_t *cids; /* cids[i] is the CID of gids[i] as given to the call */
	void *blob;     /* or NULL */
} ht_subset;

/* Subset font to gids (without 0, no repeats, any order, 1 … 65534 of them). The
 * same gids in the same order give the same bytes, whatever was asked for before.
 * Returns HT_OK; HT_ERR_LIB with HT_D_FONT_UNUSABLE; HT_ERR_NOMEM. Release with
 * ht_subset_free(). */
ht_status ht_font_subset(const ht_font *font, const uint32_t *gids, size_t n, ht_arena *arena, ht_diags *diags,
                         ht_subset *ret);
void ht_subset_free(ht_subset *subset);

/* May the face be put into documents that are edited? (OS/2 fsType: installable
 * or editable embedding.) Less is asked for pages, which ht_fonts_role() sees to. */
bool ht_font_editable(const ht_font *font);

/* A font file for such a document: the face's own file as it is, or, where that
 * holds several faces or variations, a file with the characters cps of this
 * one. ret->cids is NULL; release with ht_subset_free(). Errors as
 * ht_font_subset(). */
ht_status ht_font_file(const ht_font *font, const uint32_t *cps, size_t n, ht_diags *diags, ht_subset *ret);

#endif
