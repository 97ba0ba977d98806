/* Chinese line composition: spans of text to lines of positioned glyphs.
 *
 * Break classes are our own table over Pango's flags; punctuation widths,
 * squeeze and stretch, Han–Latin gaps and the 28-cell grid follow
 * GB/T 15834-2011 5.1, GB/T 9704-2012 5.2 and W3C clreq: see compose.c. */
#ifndef HT_TEXT_COMPOSE_H
#define HT_TEXT_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/colour.h"
#include "base/diag.h"
#include "base/len.h"
#include "base/loc.h"
#include "base/status.h"
#include "text/font.h"

/* Text of one look within a paragraph. */
typedef struct ht_span {
	const char *text; /* UTF-8, no line ends; borrowed while the lines live */
	size_t len;
	int role;       /* ht_fonts_role() for Han and marks */
	int latin_role; /* for digits and Latin; -1: role */
	ht_len size;    /* 1 em */
	ht_colour colour;
	int cells;        /* 0; else set the span to exactly this many cells: 3 spreads
	                     a two-character name over three with equal gaps, never broken */
	bool keep;        /* set on one line (a person's name); no effect where the paragraph's
	                     lines cannot hold it with the marks that stick to it */
	const char *href; /* link target or NULL: comes back in the runs */
	bool strong;      /* synthesised only where the style asks for it */
	ht_loc loc;       /* of the first character */
} ht_span;

typedef enum ht_align { HT_ALIGN_JUSTIFY, HT_ALIGN_LEFT, HT_ALIGN_CENTRE, HT_ALIGN_RIGHT } ht_align;

typedef struct ht_para_shape {
	ht_len measure;      /* the line's whole width */
	ht_len first_indent; /* from the left, first line */
	ht_len rest_indent;  /* from the left, further lines */
	ht_len right_indent;
	ht_len em; /* the paragraph's main size */
	/* Width of one full-width character of size em: measure / chars on the
	 * grid, else em. Other sizes scale with it. Grid positions are exact:
	 * cell k stands at round(k * cell_num / cell_den). */
	ht_len cell_num;
	int cell_den;
	ht_align align;    /* of the last line too, but JUSTIFY sets that one naturally */
	int han_latin_gap; /* 1/1000 em between Han and Latin letters or digits; 0: none */
	bool merge_marks;  /* two neighbouring full-width marks take 1.5 em together (off in grid text) */
	bool forbid_break; /* one line only, however long */
} ht_para_shape;

/* A positioned glyph. */
typedef struct ht_glyph {
	uint32_t gid;
	ht_len x;         /* origin, from the measure's left edge: ht_line.x is already in it */
	ht_len y;         /* origin below the baseline: 0, but shifted for fallback faces */
	ht_len advance;   /* the width it takes on the line, as set: with the gap behind it, without
	                     what was squeezed out */
	uint32_t cluster; /* byte offset in the run's text */
} ht_glyph;

/* Glyphs of one face, size, colour; text and clusters beside them. A run lies
 * within one span. Its text covers spaces at the line's end and characters that
 * no face has: these have no glyph. The runs of all lines together hold all
 * the text, in order. */
typedef struct ht_run {
	const ht_font *font;
	ht_len size;
	ht_colour colour;
	int xscale;       /* 1/1000; 1000 but for condensed marks */
	const char *text; /* the run's UTF-8, not NUL-terminated */
	size_t len;
	ht_glyph *glyphs; /* in visual order, clusters ascending (left to right only) */
	size_t n;
	const char *href;
	ht_loc loc; /* of the run's first character */
} ht_run;

typedef struct ht_line {
	ht_run *runs;
	size_t n;
	ht_len x;     /* where the text begins (indent, or by alignment), from the measure's left edge */
	ht_len width; /* of the set text, from x, without spaces at its end */
	ht_len em;    /* largest size on the line */
	int adjust;   /* what was done: 0 natural, <0 squeezed, >0 stretched; 1/1000 em in all */
	bool last;    /* the paragraph's last line */
} ht_line;

typedef struct ht_lines {
	ht_line *v;
	size_t n;
} ht_lines;

/* Break and set one paragraph.
 * arena   in/out  holds the lines
 * diags   in/out  HT_D_GLYPH_MISSING (error, once per code point and place),
 *                 HT_D_GLYPH_FALLBACK (note, once per code point and role),
 *                 HT_D_LINE_FORCED (note)
 * ret     out     n >= 1 lines unless the text is empty (n 0)
 * Returns HT_OK even if diags holds errors; HT_ERR_NOMEM; HT_ERR_LIB. */
ht_status ht_compose(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                     ht_diags *diags, ht_lines *ret);

/* The natural width of spans on one line, without word spaces at its end (full-width ones count). */
ht_status ht_text_width(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_diags *diags,
                        ht_len *width);

/* One display line (issuer mark): set on one line at size, condensed
 * horizontally down to min_xscale (1/1000) and then made smaller so that its
 * ink fits width; letter_gap (may be negative) is added between characters.
 * Its ink is centred in width: glyph x count from width's left edge.
 * *ink_top is the distance of the ink's top edge above the baseline,
 * *ink_bottom below it (both >= 0 for Han text); both 0 and a line without runs
 * where the text is empty. Errors as ht_compose(). */
ht_status ht_compose_mark(ht_fonts *fonts, const ht_span *span, ht_len width, int min_xscale, ht_len letter_gap,
                          ht_arena *arena, ht_diags *diags, ht_line *ret, ht_len *ink_top, ht_len *ink_bottom);

/* A title (GB/T 9704-2012 7.3.1): lines of whole words, centred, in a
 * trapezoid or diamond. Forced breaks: one call per forced line; a text that
 * fits shape->measure stays on one line.
 * shape->measure is the widest a line may be; words come from ICU's Chinese
 * break iterator, 《…》 and organ names kept whole. Errors as ht_compose(). */
ht_status ht_compose_title(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                           ht_diags *diags, ht_lines *ret);

#endif
