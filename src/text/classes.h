/* What kind of character a code point is for line composition. */
#ifndef HT_TEXT_CLASSES_H
#define HT_TEXT_CLASSES_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ht_class {
	HT_C_HAN,        /* ideographs, kana, full-width letters and digits */
	HT_C_OPEN,       /* full-width opening marks */
	HT_C_CLOSE,      /* full-width closing brackets and quotes */
	HT_C_COMMA,      /* 、，：； */
	HT_C_STOP,       /* 。！？ */
	HT_C_AFTER,      /* other full-width marks not at a line's start: ％ ～ */
	HT_C_BEFORE,     /* full-width marks not at a line's end: ￥ */
	HT_C_BAR,        /* ／ at neither */
	HT_C_INTERPUNCT, /* · ‧ */
	HT_C_DASH,       /* — */
	HT_C_ELLIPSIS,   /* … */
	HT_C_HYPHEN,     /* - – ‐ */
	HT_C_SLASH,      /* / */
	HT_C_QUOTE_OPEN, /* “ ‘ before their context is known */
	HT_C_QUOTE_CLOSE,
	HT_C_SYMBOL,       /* ※ → ① and their like: one cell */
	HT_C_OPERATOR,     /* × ± ≤: as their neighbours */
	HT_C_LATIN,        /* letters of alphabets */
	HT_C_DIGIT,        /* 0–9 */
	HT_C_LATIN_SYMBOL, /* @ & = … */
	HT_C_LATIN_OPEN,   /* ( [ { */
	HT_C_LATIN_CLOSE,  /* ) ] } , . ; : ! ? */
	HT_C_UNIT,         /* % ‰ ° behind a number */
	HT_C_UNIT_FULL,    /* ℃ ℉: one cell, behind a number */
	HT_C_PREFIX,       /* $ # № before a number */
	HT_C_SIGN,         /* + − before a number */
	HT_C_SPACE,
	HT_C_NO_BREAK_SPACE,
	HT_C_WIDE_SPACE, /* U+3000 */
	HT_C_ZERO_SPACE, /* U+200B: a break, no width */
	HT_C_IGNORE,     /* controls, joiners, selectors */
	HT_C_MARK,       /* combining */
	HT_C_COUNT
} ht_class;

/* The width a character takes. */
typedef enum ht_width_rule {
	HT_W_NATURAL, /* the face's advance */
	HT_W_CELL,    /* a cell, at its left edge */
	HT_W_CENTRED, /* a cell, or more where the face's advance is more; centred */
	HT_W_HALF,    /* half a cell, ink centred */
	HT_W_ZERO
} ht_width_rule;

/* Squeeze levels, in the order in which they are used up. */
typedef enum ht_squeeze_level {
	HT_SQ_LINE_END,
	HT_SQ_SPACE,
	HT_SQ_BRACKET,
	HT_SQ_COMMA,
	HT_SQ_GAP,
	HT_SQ_STOP,
	HT_SQ_LEVELS,
	HT_SQ_NEVER = HT_SQ_LEVELS
} ht_squeeze_level;

typedef struct ht_class_info {
	bool no_start;       /* not at a line's start */
	bool no_end;         /* not at a line's end */
	bool latin;          /* set in the Latin face whatever stands beside it */
	bool ambiguous;      /* the context says which face: see context.c */
	bool fixed;          /* no stretch beside it */
	bool mark;           /* full-width punctuation with a blank half */
	ht_width_rule width; /* in Chinese context */
	ht_squeeze_level squeeze;
} ht_class_info;

ht_class ht_class_of(uint32_t cp);
const ht_class_info *ht_class_lookup(ht_class cls);

#endif
