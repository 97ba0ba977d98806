/* A paragraph on its way to lines: what the composer's files share.
 *
 *   ht_para_read()          spans to characters with classes     chars.c
 *   ht_para_resolve()       Chinese or Latin context             context.c
 *   ht_para_breaks()        where a line may end                 breaks.c
 *   ht_para_faces()         a font face for each character       faces.c
 *   ht_para_clusters()      shaped into clusters                 clusters.c
 *   ht_para_widths()        width of each cluster, gaps          widths.c
 *   ht_para_keep_spans()    what stays on one line               keep.c
 *   ht_para_keep_numbers()
 *   ht_para_next()          how far a line goes                  lines.c
 *   ht_para_fit()           squeeze or stretch it                fit.c
 *   ht_para_emit()          positioned runs                      emit.c
 *
 * A step that fails sets para->status; ht_para_open() then skips the steps after
 * it, and ht_para_close() returns the status.
 *
 * Horizontal measures inside a paragraph are "fine": ht_len times the grid's
 * denominator, so that the width of a full-width character is a whole number
 * and positions are rounded once, when glyphs are emitted. */
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
	ht_font_face *face;  /* NULL: no face has it, or it needs no glyph */
	uint8_t cls;         /* ht_class */
	bool latin;          /* set as Latin */
	bool grapheme_start; /* a grapheme begins here */
	bool can_break;      /* a line may begin here */
	bool rigid;          /* never stretched apart from the character before it */
	bool in_url;         /* in a web address */
	bool in_mail;        /* in a mail address, but not its first character */
	uint8_t pair;        /* of —— or ……: 1 first, 2 second */
	int8_t script_shift; /* drawn small from its base character, which cps has: 1 raised, -1 lowered */
	int16_t script;      /* PangoScript */
} ht_char;

typedef struct ht_para_glyph {
	uint32_t gid;
	int32_t x, y;    /* offset from the cluster's origin, y up; FACE_SCALE units to the em */
	int32_t advance; /* in the same units */
	uint32_t at;     /* index of its first character */
} ht_para_glyph;

/* A HarfBuzz cluster: a character with its combining marks and selectors, a
 * ligature, both halves of ——. A character without a face is a cluster without
 * glyphs: it keeps its place. */
typedef struct ht_cluster {
	uint32_t first, n; /* characters */
	uint32_t glyph, n_glyphs;
	ht_font_face *face;
	ht_fine width;                   /* natural */
	ht_fine origin;                  /* of the first glyph, within width */
	ht_fine blank_left, blank_right; /* blank of a punctuation mark, on each side of its ink */
	ht_fine squeeze;                 /* what it may lose in all */
	ht_fine gap;                     /* before it: between Han and Latin, or of a spread name */
	ht_fine merge;                   /* lost if the cluster before it is on the same line */
	ht_len rise;                     /* of its glyphs, downwards */
	int xscale;                      /* 1/1000 */
	uint8_t cls;
	uint8_t level;     /* ht_squeeze_level */
	bool merge_before; /* the cluster before it loses merge */
	bool can_break;    /* before it */
	bool rigid;        /* no stretch before it */
	bool gap_flexes;   /* its gap may be squeezed and stretched */
	bool space;
	int8_t script_shift; /* as of its characters */
	/* set for its line by ht_para_fit(): */
	ht_fine lost;  /* of its width */
	ht_fine added; /* to its gap */
} ht_cluster;

typedef struct ht_para {
	ht_status status; /* of the steps so far */
	ht_fonts *fonts;
	const ht_span *spans;
	size_t n_spans;
	const ht_para_shape *shape;
	ht_arena *scratch;
	ht_diags *diags;
	const char *text; /* of all spans */
	size_t len;
	ht_char *chars;
	uint32_t *cps; /* the same code points, for HarfBuzz; of a superscript, its base's */
	size_t n;
	size_t *span_first; /* index of each span's first character */
	ht_cluster *clusters;
	size_t n_clusters, cap_clusters;
	ht_para_glyph *glyphs;
	size_t n_glyphs, cap_glyphs;
} ht_para;

/* A line: clusters [begin, end), of which those from text_end on are spaces. */
typedef struct ht_line_span {
	size_t begin, end, text_end;
	bool forced; /* broken inside a token that has no break */
	bool last;
} ht_line_span;

/* Run the steps up to ht_para_keep_numbers(); the paragraph borrows all
 * arguments. HT_ERR_ARG: a shape or span that makes no sense. Close it even
 * after a failure. */
void ht_para_open(ht_para *para, ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape,
                  ht_diags *diags);

/* Release the scratch memory. Returns the status of all steps: HT_OK,
 * HT_ERR_NOMEM, HT_ERR_LIB or HT_ERR_ARG. */
ht_status ht_para_close(ht_para *para);

/* Record a failure; the first one counts. */
void ht_para_fail(ht_para *para, ht_status status);

/* n zeroed objects in scratch; NULL after failing the paragraph. */
void *ht_para_array(ht_para *para, size_t n, size_t size);

/* Break the paragraph into lines, fitted and positioned, in the arena; ret is
 * untouched after a failure. */
void ht_para_lines(ht_para *para, ht_arena *arena, ht_composed_lines *ret);

/* The steps of the table above. */
void ht_para_read(ht_para *para);
void ht_para_resolve(ht_para *para);
void ht_para_breaks(ht_para *para);
void ht_para_faces(ht_para *para);
void ht_para_clusters(ht_para *para);
void ht_para_widths(ht_para *para);
void ht_para_keep_spans(ht_para *para);
void ht_para_keep_numbers(ht_para *para);

static inline bool ht_is_space_class(uint8_t cls)
{
	return cls == HT_C_SPACE || cls == HT_C_WIDE_SPACE || cls == HT_C_ZERO_SPACE;
}

/* Size of superscripts and subscripts that are drawn from a face's digits, 1/1000 em of the text: the height of the
 * digits of Times' own superscripts. */
#define HT_SCRIPT_SIZE 620

/* Size of the text around a cluster: 1 em. */
static inline ht_len ht_para_text_size(const ht_para *para, const ht_cluster *cluster)
{
	return para->spans[para->chars[cluster->first].span].size;
}

/* Size of a cluster's glyphs: less for a superscript. */
static inline ht_len ht_para_size(const ht_para *para, const ht_cluster *cluster)
{
	ht_len size = ht_para_text_size(para, cluster);
	return cluster->script_shift ? ht_len_scale(size, HT_SCRIPT_SIZE, 1000) : size;
}

/* A length in fine units. If it is nearly a whole number of full-width
 * characters it becomes exactly that, so that indents given in ht_len do not
 * shift the grid by a rounding error. */
ht_fine ht_para_fine(const ht_para *para, ht_len len);
ht_len ht_para_round(const ht_para *para, ht_fine fine);

/* Width of a full-width character of this size, and n/1000 em of it, in fine
 * units. */
ht_fine ht_para_full_width(const ht_para *para, ht_len size);
ht_fine ht_para_em(const ht_para *para, ht_len size, int64_t n);

/* Natural width of clusters [begin, end), spaces included. */
ht_fine ht_para_natural(const ht_para *para, size_t begin, size_t end);

/* The end of the clusters of the same span as begin. */
size_t ht_para_span_end(const ht_para *para, size_t begin);

/* end, moved back before the spaces at the end of clusters [begin, end); at
 * least one cluster remains. */
size_t ht_para_trim(const ht_para *para, size_t begin, size_t end);

/* The line that begins at a cluster and is avail wide; rest is the width of the
 * line after it. */
ht_line_span ht_para_next(const ht_para *para, size_t begin, ht_fine avail, ht_fine rest);

/* Set lost and added of the line's clusters. justify: make it avail wide; else
 * only squeeze it into avail. Returns its width. */
ht_fine ht_para_fit(ht_para *para, const ht_line_span *line, ht_fine avail, bool justify);

/* Positioned runs of a fitted line that begins at x; sets runs, n and em of
 * ret. */
void ht_para_emit(ht_para *para, const ht_line_span *line, ht_fine x, ht_arena *arena, ht_composed_line *ret);

/* Source location of a character. */
ht_loc ht_para_loc(const ht_para *para, size_t at);

/* Raise HT_D_LINE_FORCED for the token that a forced line cuts. */
void ht_para_report_forced(const ht_para *para, const ht_line_span *line);

#endif
