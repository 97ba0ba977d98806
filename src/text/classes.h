/* Character classes for line composition. */
#ifndef HT_TEXT_CLASSES_H
#define HT_TEXT_CLASSES_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ht_class {
	HT_C_HAN,        /* ideographs, kana, full-width letters and digits */
	HT_C_OPEN,       /* full-width opening brackets and quotes */
	HT_C_CLOSE,      /* full-width closing brackets and quotes */
	HT_C_COMMA,      /* 、，：； */
	HT_C_STOP,       /* 。！？ */
	HT_C_AFTER,      /* other full-width characters not at a line's start: ％ ～ */
	HT_C_BEFORE,     /* full-width characters not at a line's end: ￥ */
	HT_C_BAR,        /* ／: at neither */
	HT_C_INTERPUNCT, /* · ‧ */
	HT_C_DASH,       /* — */
	HT_C_ELLIPSIS,   /* … */
	HT_C_HYPHEN,     /* - – ‐ */
	HT_C_SLASH,      /* / */
	HT_C_QUOTE_OPEN, /* “ ‘ until context.c resolves them */
	HT_C_QUOTE_CLOSE,
	HT_C_SYMBOL,       /* ※ → ①: full-width */
	HT_C_OPERATOR,     /* × ± ≤: like their neighbours */
	HT_C_LATIN,        /* letters of alphabets */
	HT_C_DIGIT,        /* 0–9 */
	HT_C_LATIN_SYMBOL, /* @ & = … */
	HT_C_LATIN_OPEN,   /* ( [ { */
	HT_C_LATIN_CLOSE,  /* ) ] } , . ; : ! ? */
	HT_C_SCRIPT,       /* ² ₃ ⁻: of the word before it */
	HT_C_UNIT,         /* % ‰ ° after a number */
	HT_C_UNIT_FULL,    /* ℃ ㎡: full-width, after a number */
	HT_C_PREFIX,       /* $ # № before a number */
	HT_C_SIGN,         /* + − before a number */
	HT_C_SPACE,
	HT_C_NO_BREAK_SPACE,
	HT_C_WIDE_SPACE, /* U+3000 */
	HT_C_ZERO_SPACE, /* U+200B: a break, no width */
	HT_C_IGNORE,     /* controls, joiners, selectors */
	HT_C_COMBINING,  /* combining */
	HT_C_COUNT
} ht_class;

/* The width a character takes. */
typedef enum ht_width_rule {
	HT_W_NATURAL, /* the glyph's advance */
	HT_W_FULL,    /* full width, the glyph at the left */
	HT_W_CENTRED, /* full width, or the advance if that is more; centred */
	HT_W_HALF,    /* half width, ink centred */
	HT_W_ZERO
} ht_width_rule;

/* Squeeze levels, in order of use (fit.c). */
typedef enum ht_squeeze_level {
	HT_SQ_LINE_END, /* the mark at the line's end, to half width */
	HT_SQ_GAP,      /* gaps between Han and Latin, to half */
	HT_SQ_SPACE,    /* spaces between Latin words */
	HT_SQ_PAIR,     /* two adjacent marks, to 1.5 em together; a stop among them to 3/4 */
	HT_SQ_BRACKET,  /* brackets and quotes, to 3/4 */
	HT_SQ_STOP,     /* all other marks, to 3/4 */
	HT_SQ_NEAR,     /* all characters, a little nearer */
	HT_SQ_HALF,     /* brackets, quotes and stops in pairs, to half width */
	HT_SQ_NEARER,   /* all characters, nearer */
	HT_SQ_CRUSH,    /* all other marks, to half width */
	HT_SQ_LEVELS,
	HT_SQ_NEVER = HT_SQ_LEVELS
} ht_squeeze_level;

typedef struct ht_class_info {
	bool no_start;       /* not at a line's start */
	bool no_end;         /* not at a line's end */
	bool latin;          /* Latin in any context */
	bool ambiguous;      /* Latin or not by context: see context.c */
	bool fixed;          /* no stretch on either side */
	bool punct;          /* full-width punctuation mark with a blank half */
	ht_width_rule width; /* in Chinese context */
	ht_squeeze_level squeeze;
} ht_class_info;

/* The class of a code point; the properties of a class. */
ht_class ht_class_of(uint32_t cp);
const ht_class_info *ht_class_lookup(ht_class cls);

#endif
