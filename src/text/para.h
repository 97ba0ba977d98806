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
 *   ht_para_hold()          what is broken at a price            hold.c
 *   ht_para_break()         the breaks of all lines together     lines.c
 *   ht_pricing_price()      what a line costs                    price.c
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
	int16_t script;      /* GUnicodeScript */
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
	ht_fine quarter;                 /* of that, what leaves 3/4 em */
	ht_fine gap;                     /* before it: between Han and Latin, or of a spread name */
	ht_fine merge;                   /* lost if the cluster before it is on the same line */
	ht_len rise;                     /* of its glyphs, downwards */
	int xscale;                      /* 1/1000 */
	uint8_t cls;
	uint8_t level;     /* ht_squeeze_level */
	uint8_t hold;      /* ht_hold: the price of a break before it */
	bool merge_before; /* the cluster before it loses merge */
	bool paired;       /* stands beside another mark, and would lose its blank between them */
	bool can_break;    /* before it */
	bool rigid;        /* no stretch before it */
	bool fixed;        /* of a label, or the first after it: the place before it neither squeezed nor stretched */
	bool gap_flexes;   /* its gap may be squeezed and stretched */
	bool after_mark;   /* the cluster before it is a punctuation mark with a blank half */
	bool of_number;    /* its gap is beside a number, and is not stretched */
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
	bool told;        /* something was said of it, or was said of the same before */
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
	ht_fine near[2]; /* how much nearer characters of the main size are set at HT_SQ_NEAR, HT_SQ_NEARER */
} ht_para;

#define CP_LOW_LINE 0xFF3F /* ＿ */
#define CP_POINT    0x00B7 /* · */

/* A line: clusters [begin, end), of which those from text_end on are spaces. */
typedef struct ht_line_span {
	size_t begin, end, text_end;
	bool forced;  /* broken inside a token that has no break */
	bool ragged;  /* ends short: it would be torn apart if it were stretched */
	bool wide;    /* stretched more than is good */
	bool crushed; /* a stop has less than 3/4 em */
	bool lonely;  /* the last one, of one character and its mark */
	bool narrow;  /* in a narrow column */
	bool last;
} ht_line_span;

/* What a break costs where text is better not broken; hold.c says which is where. */
typedef enum ht_hold {
	HT_HOLD_FREE,    /* can_break decides */
	HT_HOLD_LEAN,    /* after the year of a date; in a web address */
	HT_HOLD_MARK,    /* between words and numbers that belong together */
	HT_HOLD_DATE,    /* between month and day */
	HT_HOLD_POINT,   /* after the point of a name of several parts */
	HT_HOLD_UNIT,    /* between a number and its unit of several characters, and in that unit */
	HT_HOLD_TOKEN,   /* in a long word or code, after a mark */
	HT_HOLD_GROUP,   /* between the groups of one number */
	HT_HOLD_CODE,    /* in a code, anywhere */
	HT_HOLD_MEASURE, /* between a number and its measure word of one character */
	HT_HOLD_ORGAN,   /* in a name of a list of organs */
	HT_HOLD_NAME,    /* in a part of a name with · in a sentence */
	HT_HOLD_COUNT, /* between a number and its scale; in a part of a name with · in a list; in a line to be written
	                  on */
	HT_HOLD_PHONE, /* between the groups of a telephone number, in a name of two characters with a blank */
	HT_HOLD_LEVELS
} ht_hold;

/* Steps of stretching a line. */
typedef enum ht_stretch_step {
	HT_ST_SPACES, /* between Latin words, up to 1/2 em */
	HT_ST_GAPS,   /* between Han and Latin words, up to 1/3 em */
	HT_ST_ALL,    /* without bound: capacities are the parts of what is added */
	HT_ST_STEPS
} ht_stretch_step;

/* Sums over clusters [0, i) of a paragraph. */
typedef struct ht_line_sum {
	ht_fine width; /* natural */
	ht_fine squeeze[HT_SQ_LEVELS], squeezes;
	ht_fine stretch[HT_ST_STEPS];
	uint32_t text_end; /* without the spaces before i */
} ht_line_sum;

/* What a line costs (0: it is on the grid), or that it cannot be set. */
typedef struct ht_price {
	int64_t cost;
	bool fits;     /* squeezed and stretched no more than is allowed */
	bool too_long; /* cannot be squeezed into its width; else stretch would tear it apart */
	bool wide;     /* it fits, but is stretched more than is good */
	bool crushed;  /* it fits, but a stop has less than 3/4 em */
} ht_price;

/* A way to measure a paragraph's lines. */
typedef struct ht_pricing {
	const ht_para *para;
	ht_line_sum *sums; /* n_clusters + 1 */
	ht_line_sum base;  /* to be taken from the sums for the line that begins at begin */
	size_t begin;
	ht_fine tolerance, full;
	bool justify;
	bool narrow; /* a column of a table: lines may be uneven */
} ht_pricing;

/* Run the steps up to ht_para_hold(); the paragraph borrows all
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
/* The same, not zeroed. */
void *ht_para_room(ht_para *para, size_t n, size_t size);

/* Break the paragraph into lines, fitted and positioned, in the arena; ret is
 * untouched after a failure. */
void ht_para_lines(ht_para *para, ht_arena *arena, ht_composed_lines *ret);

/* The steps of the table above. */
void ht_para_read(ht_para *para);
void ht_para_resolve(ht_para *para);
void ht_para_breaks(ht_para *para);

/* Parts of ht_para_breaks(). The script of each character: script_runs.c. */
void ht_para_scripts(ht_para *para);
/* Graphemes, and Unicode's breaks between Latin characters, if they follow from a few rules: plain.c. False: Pango is
 * to be asked. */
bool ht_para_plain(ht_para *para);
/* Is cp always a grapheme of its own? True of all characters in most texts. */
bool ht_is_whole_grapheme(uint32_t cp);

void ht_para_faces(ht_para *para);
void ht_para_clusters(ht_para *para);
void ht_para_widths(ht_para *para);
void ht_para_keep_spans(ht_para *para);
void ht_para_keep_numbers(ht_para *para);
void ht_para_hold(ht_para *para);

/* Does a number end with a cluster: 100, or 10⁸ with its superscript? */
bool ht_para_ends_number(const ht_para *para, size_t cluster);

static inline bool ht_is_ascii_digit(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

/* Is it a sign of the number after it, such as ＋ or ≥? */
bool ht_is_number_sign(uint32_t cp);

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

/* A cluster's first character; 0 past the end. */
static inline uint32_t ht_para_code_point(const ht_para *para, size_t cluster)
{
	if (cluster >= para->n_clusters)
		return 0;
	return para->chars[para->clusters[cluster].first].cp;
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

/* The lines of a paragraph whose first line is first wide and all others rest, in
 * scratch; their number in n. NULL after failing the paragraph. */
ht_line_span *ht_para_break(ht_para *para, ht_fine first, ht_fine rest, size_t *n);
/* Is it a centred text of several lines whose full-width spaces say where they end? */
bool ht_para_has_pauses(ht_para *para, ht_fine measure);

/* Sum up the paragraph for lines mostly width wide. */
void ht_pricing_open(ht_para *para, ht_fine width, ht_pricing *ret);

/* Measure lines that begin at this cluster. */
void ht_pricing_begin(ht_pricing *p, size_t begin);

/* What the clusters from there to end cost as a line avail wide. */
ht_price ht_pricing_price(const ht_pricing *p, size_t end, ht_fine avail);

/* The natural width of that line, without spaces at its end. */
static inline ht_fine ht_pricing_width(const ht_pricing *p, size_t end)
{
	return p->sums[p->sums[end].text_end].width - p->base.width;
}

/* What may be squeezed out of cluster i, or of the gap before it, at a level; and
 * added before it at a step. */
ht_fine ht_para_can_lose(const ht_para *para, const ht_line_span *line, size_t i, ht_squeeze_level level);
ht_fine ht_para_can_gain(const ht_para *para, const ht_line_span *line, size_t i, ht_stretch_step step);

/* How much nearer characters of a size may be set, at HT_SQ_NEAR and then at HT_SQ_NEARER. */
void ht_para_near(const ht_para *para, ht_len size, ht_fine ret[2]);

/* Set lost and added of the line's clusters. justify: make it avail wide; else
 * only squeeze it into avail. Returns its width. */
ht_fine ht_para_fit(ht_para *para, const ht_line_span *line, ht_fine avail, bool justify);

/* Positioned runs of a fitted line that begins at x; sets runs, n and em of
 * ret. */
void ht_para_emit(ht_para *para, const ht_line_span *line, ht_fine x, ht_arena *arena, ht_composed_line *ret);

/* Source location of a character. */
ht_loc ht_para_loc(const ht_para *para, size_t at);

/* Raise a note for a line that is cut within a token, set wide or short, or too
 * short a last line. */
void ht_para_report(ht_para *para, const ht_line_span *line);

/* names.c: is the text one name of several parts: 买买提·艾力? */
bool ht_para_is_name(const ht_para *para);
/* Is the text such a name, or several names: 何家铭、罗丹? Then starts says of each cluster but the first whether a
 * name, or a part of one, begins with it; else it is untouched. */
bool ht_para_find_names(const ht_para *para, bool *starts);

#endif
