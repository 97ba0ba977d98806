/* A paragraph on its way to lines: what the composer's files share.
 *
 *   ht_para_read()     spans -> characters, classes         chars.c
 *   ht_para_resolve()  Chinese or Latin context of each     context.c
 *   ht_para_breaks()   where a line may end                 breaks.c
 *   ht_para_faces()    the face of each, down the chain     faces.c
 *   ht_para_units()    shaped, with widths: unbreakable     units.c, widths.c
 *                      steps along the line
 *   ht_para_keep()     what stays on one line            keep.c
 *   ht_para_next()     how far a line goes                  lines.c
 *   ht_para_fit()      squeeze or stretch it                fit.c
 *   ht_para_emit()     positioned runs                      emit.c
 *
 * Horizontal measures inside a paragraph are "fine": ht_len times the grid's
 * denominator, so that a cell is a whole number and positions are rounded once,
 * when glyphs are emitted. */
#ifndef HT_TEXT_PARA_H
#define HT_TEXT_PARA_H

#include "classes.h"
#include "font_priv.h"
#include "text/compose.h"

typedef int64_t ht_fine;

typedef struct ht_char {
	uint32_t cp;
	uint32_t offset; /* in its span's text */
	uint32_t span;
	ht_font_face *face; /* NULL: none has it, or it needs none */
	uint8_t cls;        /* ht_class */
	bool latin;         /* set as Latin */
	bool starts;        /* a grapheme begins here */
	bool can_break;     /* a line may begin here */
	bool tight;         /* no stretch before it */
	bool url;           /* of a web address */
	bool kept;          /* belongs to what is before it: a mail address */
	uint8_t pair;       /* of —— or ……: 1 first, 2 second */
	int16_t script;     /* PangoScript */
} ht_char;

typedef struct ht_para_glyph {
	uint32_t gid;
	int32_t x, y;    /* offset from the unit's origin, FACE_SCALE units of 1 em, y up */
	int32_t advance; /* the same units */
	uint32_t at;     /* index of its first character */
} ht_para_glyph;

typedef struct ht_unit {
	uint32_t first, n; /* characters */
	uint32_t glyph, n_glyphs;
	ht_font_face *face;
	ht_fine width;                   /* natural */
	ht_fine origin;                  /* of the first glyph, within width */
	ht_fine blank_left, blank_right; /* what a mark may lose on each side */
	ht_fine squeeze;                 /* what it may lose in all */
	ht_fine gap;                     /* before it: Han–Latin gap, cells' gap */
	ht_fine merge;                   /* lost where the unit before it is on the same line */
	ht_len rise;                     /* of its glyphs, downwards */
	int xscale;                      /* 1/1000 */
	uint8_t cls;
	uint8_t level;     /* ht_squeeze_level */
	bool merge_before; /* it is the unit before that loses merge */
	bool can_break;    /* before it */
	bool tight;        /* no stretch before it */
	bool gap_flexes;   /* its gap may be squeezed and stretched */
	bool space;
	/* on its line: */
	ht_fine lost;
	ht_fine added; /* before it, to gap */
} ht_unit;

typedef struct ht_para {
	ht_fonts *fonts;
	const ht_span *spans;
	size_t n_spans;
	const ht_para_shape *shape;
	ht_arena *scratch;
	ht_diags *diags;
	const char *text; /* all spans */
	size_t len;
	ht_char *chars;
	uint32_t *cps; /* the same code points, for HarfBuzz */
	size_t n;
	size_t *span_first; /* index of each span's first character */
	ht_unit *units;
	size_t n_units, cap_units;
	ht_para_glyph *glyphs;
	size_t n_glyphs, cap_glyphs;
} ht_para;

/* A line: units [begin, end), of which those from text_end on are spaces. */
typedef struct ht_line_span {
	size_t begin, end, text_end;
	bool forced; /* broken inside a token that has no break */
	bool last;
} ht_line_span;

/* The steps of the table above; HT_OK, HT_ERR_NOMEM or HT_ERR_LIB. para is set
 * up by ht_para_open(), which runs them up to ht_para_units(). */
ht_status ht_para_open(ht_para *para, ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape,
                       ht_diags *diags);
void ht_para_close(ht_para *para);
/* The lines of an open paragraph; ret untouched on failure. */
ht_status ht_para_lines(ht_para *para, ht_arena *arena, ht_lines *ret);

ht_status ht_para_read(ht_para *para);
void ht_para_resolve(ht_para *para);
ht_status ht_para_breaks(ht_para *para);
ht_status ht_para_faces(ht_para *para);
ht_status ht_para_units(ht_para *para);
void ht_para_widths(ht_para *para);

/* Let no line end within units [begin, end), if every line can hold them and
 * the marks that stick to them. */
void ht_para_keep(ht_para *para, size_t begin, size_t end);

/* Numbers with their units and measure words, document numbers. */
void ht_para_keep_numbers(ht_para *para);

/* A length in fine units; near a whole number of cells it is just that, so
 * that indents given in ht_len do not throw the grid off by a rounding error. */
ht_fine ht_para_fine(const ht_para *para, ht_len len);
ht_len ht_para_round(const ht_para *para, ht_fine fine);

/* A cell, and n/1000 em, of a size, in fine units. */
ht_fine ht_para_cell(const ht_para *para, ht_len size);
ht_fine ht_para_em(const ht_para *para, ht_len size, int64_t n);

/* Natural width of units [begin, end), spaces included. */
ht_fine ht_para_natural(const ht_para *para, size_t begin, size_t end);

/* The line that begins at unit begin, avail wide; rest is the width of the
 * line after it. */
ht_line_span ht_para_next(ht_para *para, size_t begin, ht_fine avail, ht_fine rest);

/* Set lost and added of the line's units. justify: make it avail wide; else
 * only squeeze it into avail. Returns its width. */
ht_fine ht_para_fit(ht_para *para, const ht_line_span *line, ht_fine avail, bool justify);

/* Positioned runs of a fitted line that begins at x. */
ht_status ht_para_emit(const ht_para *para, const ht_line_span *line, ht_fine x, ht_arena *arena, ht_line *ret);

/* The place of a character in the source. */
ht_loc ht_para_loc(const ht_para *para, size_t at);

/* Raise HT_D_LINE_FORCED for the token that a forced line cuts. */
void ht_para_report_forced(const ht_para *para, const ht_line_span *line);

#endif
