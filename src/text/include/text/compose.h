/* Chinese line composition: spans of text to lines of positioned glyphs.
 *
 * Break classes are our own table over Pango's flags; punctuation widths,
 * squeeze and stretch, Han–Latin gaps and the grid of 28 characters follow
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

/* Text with the same properties within a paragraph. */
/* What lines depend on is among what kept paragraphs are found by: kept.c, put_span() and put_shape(). */
typedef struct ht_span {
	const char *text; /* UTF-8, no line ends; borrowed while the lines live */
	size_t len;
	int fontset;       /* ht_fonts_fontset() for Han and punctuation */
	int latin_fontset; /* for digits and Latin; -1: fontset */
	ht_len size;       /* 1 em */
	ht_colour colour;
	int chars;        /* 0; else spread the span over this many characters, unbroken: 3
	                     sets a two-character name in three with equal gaps */
	bool keep;        /* keep on one line (a person's name), unless it is too long for a line
	                     together with the punctuation around it */
	bool raised;      /* small and raised: a footnote's mark */
	const char *href; /* link target or NULL; copied to the runs */
	bool strong;      /* emphasised; set bold only if the style asks for it */
	ht_loc loc;       /* of the first character */
} ht_span;

typedef enum ht_align { HT_ALIGN_JUSTIFY, HT_ALIGN_LEFT, HT_ALIGN_CENTRE, HT_ALIGN_RIGHT } ht_align;

typedef struct ht_para_shape {
	ht_len measure;      /* width of a line with its indents */
	ht_len first_indent; /* from the left, first line */
	ht_len rest_indent;  /* from the left, further lines */
	ht_len right_indent;
	ht_len em; /* the paragraph's main size */
	/* Width of a full-width character of size em, as a fraction: measure / chars
	 * on the grid, else em. Other sizes scale with it. Character k of a line is
	 * at exactly round(k * char_num / char_den). */
	ht_len char_num;
	int char_den;
	ht_align align;    /* JUSTIFY: the last line is set at natural width */
	int han_latin_gap; /* 1/1000 em between Han and Latin letters or digits; 0: none */
	bool
	    merge_punct; /* always set two adjacent punctuation marks in 1.5 em (in grid text only to squeeze a line) */
	size_t label;    /* so many spans at its beginning are a label that further lines are aligned with */
	bool listed;     /* names in a list (recipients): lines end between them where they can */
	bool forbid_break; /* one line only, however long */
	ht_len air;        /* of a title: white on either side of its lines, if they can end elsewhere */
} ht_para_shape;

/* A positioned glyph. */
typedef struct ht_glyph {
	uint32_t gid;
	ht_len x;         /* origin from the left edge of the measure (includes ht_composed_line.x) */
	ht_len y;         /* origin below the baseline: 0, or the shift of a fallback face */
	ht_len advance;   /* width on the line as set: with the gap after it, after squeezing */
	uint32_t cluster; /* byte offset in the run's text */
} ht_glyph;

/* Glyphs of one face, size and colour within one span, and their text. The text
 * includes spaces at the line's end and characters that no face has, which have
 * no glyph. The runs of all lines together have all the text, in order. */
typedef struct ht_run {
	const ht_font *font;
	ht_len size;
	ht_colour colour;
	int xscale;       /* 1/1000; 1000 except in condensed mastheads and widened dashes */
	int script_shift; /* 1, -1: superscripts or subscripts, drawn from glyphs of other characters; 0: all else */
	const char *text; /* UTF-8, not NUL-terminated */
	size_t len;
	ht_glyph *glyphs; /* in visual order, clusters ascending (left to right only) */
	size_t n;
	const char *href;
	ht_loc loc; /* of the run's first character */
} ht_run;

typedef struct ht_compact ht_compact;

typedef struct ht_composed_line {
	ht_run *runs;
	size_t n;
	const ht_compact *compact; /* what its runs are while it is compact (compact.h) and has none; NULL: it is not */
	ht_len x;     /* where the text begins, by indent and alignment, from the left edge of the measure */
	ht_len width; /* of the text as set, without spaces at its end */
	ht_len em;    /* largest size on the line */
	int adjust;   /* 0 natural, < 0 squeezed, > 0 stretched: total in 1/1000 em */
	bool last;    /* the paragraph's last line */
	bool ragged;  /* a line of a justified paragraph that ends short: stretching would tear it apart */
} ht_composed_line;

typedef struct ht_composed_lines {
	ht_composed_line *v;
	size_t n;
} ht_composed_lines;

/* Break a paragraph into lines and position its glyphs.
 * arena   in/out  holds the lines; their text is borrowed from spans
 * diags   in/out  HT_D_GLYPH_MISSING (error, once per code point and place),
 *                 HT_D_GLYPH_FALLBACK (note, once per code point and fontset),
 *                 HT_D_TEXT_REVERSED (warning, once for the text),
 *                 HT_D_LINE_FORCED, HT_D_LINE_WIDE, HT_D_LINE_SHORT,
 *                 HT_D_LINE_LONELY, HT_D_TOKEN_DIVIDED (notes)
 * ret     out     n >= 1 lines unless the text is empty (n 0); untouched on failure
 * Returns HT_OK even if diags has errors. Errors: HT_ERR_NOMEM; HT_ERR_LIB;
 * HT_ERR_ARG (a shape or span that makes no sense). */
ht_status ht_compose(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                     ht_diags *diags, ht_composed_lines *ret);

/* From now on keep the lines of composed paragraphs, at most so many bytes of them, for those that are composed again:
 * for texts of which the pages are wanted over and over while they are written. Lines and messages are the same as
 * without. Out of memory, none are kept. */
void ht_fonts_keep_lines(ht_fonts *fonts, size_t bytes);

/* Natural width of the spans on one line; with full-width spaces at its end, with word spaces there if `spaces` says
 * so. Errors as ht_compose(). */
ht_status ht_text_width(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, bool spaces,
                        ht_diags *diags, ht_len *width);

/* A part of a text that a line should not divide: where it would begin and end if all of the text were on one line,
 * from the text's beginning, without spaces at its end. */
typedef struct ht_text_piece {
	ht_len from, to;
} ht_text_piece;

typedef struct ht_text_pieces {
	ht_text_piece *v; /* NULL: not asked for */
	size_t n;
	ht_len width;   /* of all of the text on one line */
	ht_len longest; /* of the widest piece, were it not for words */
	ht_len word;    /* of the widest piece */
	ht_len gaps;    /* of the gaps between Han and Latin */
	bool name;      /* it is a name of several parts, 买买提·艾力 */
} ht_text_pieces;

/* Up to which width pieces are not divided: a piece; a text's words. */
typedef struct ht_piece_limits {
	ht_len piece; /* wider than this, it is divided where that is least bad */
	ht_len words; /* of a text that is wider than this, words are no pieces */
} ht_piece_limits;

/* Find the pieces of a text: between places where a line may end, or between its words there. A date, a number and its
 * unit, a code, the parts of a name, and each of several names are one piece.
 * arena  in/out  holds the pieces; NULL: they are not wanted, only the widths
 * ret    out     untouched on failure; zeros if the text is empty
 * Errors as ht_compose(). */
ht_status ht_text_pieces_find(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape,
                              const ht_piece_limits *limits, ht_arena *arena, ht_diags *diags, ht_text_pieces *ret);

/* How a masthead is set. */
typedef struct ht_masthead_shape {
	ht_len width;      /* that its ink fits */
	int xscale;        /* 1/1000: the horizontal scale wanted; 1000 natural, more is flattened */
	int min_xscale;    /* it is condensed down to this, then reduced in size */
	ht_len letter_gap; /* added between characters, before they are scaled; may be negative */
} ht_masthead_shape;

/* Compose a masthead: one display line, condensed and then reduced in size so that its ink fits the width. The ink is
 * centred in it: glyph x counts from its left edge.
 * ret         out  a line without runs if the text is empty
 * ink_top     out  distance of the ink's top edge above the baseline
 * ink_bottom  out  … of its bottom edge below it; both are >= 0 for Han text, and
 *                  0 if there is no ink
 * Errors as ht_compose(); all out-parameters are untouched on failure. */
ht_status ht_compose_masthead(ht_fonts *fonts, const ht_span *span, const ht_masthead_shape *shape, ht_arena *arena,
                              ht_diags *diags, ht_composed_line *ret, ht_len *ink_top, ht_len *ink_bottom);

/* Compose a title (GB/T 9704-2012 7.3.1): centred lines of whole words in the
 * shape of a trapezoid or diamond, or one line if the text fits shape->measure
 * with shape->air on both sides. The white of a mark at a line's end is not
 * counted when the line is centred.
 * Words come from ICU's Chinese break iterator and our own table; 《…》 and names
 * of organs are kept whole if possible. A title with forced breaks takes one call
 * per forced line. Errors as ht_compose(). */
ht_status ht_compose_title(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                           ht_diags *diags, ht_composed_lines *ret);

/* The same for other centred text, the note below a title (题注) or a caption: its lines end at full-width spaces,
 * after commas, or else as a title's do. Indents are not looked at. */
ht_status ht_compose_centred(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape,
                             ht_arena *arena, ht_diags *diags, ht_composed_lines *ret);

/* The same for a cell of a table: the head of a column, or a short text. Its lines end between words and names, before
 * brackets (应查数|（家）), and have more than one character where they can; they are centred, or begin at the left. */
ht_status ht_compose_head(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                          ht_diags *diags, ht_composed_lines *ret);

#endif
