/* Break and width classes.
 *
 * Unicode's line break classes are not enough: they allow no break beside “ ”,
 * let · ～ ／ begin a line, and do not know which half of a mark is blank. The
 * table has the code points that Chinese composition treats specially
 * (GB/T 15834-2011 5.1, clreq 3.1); all others follow from their Unicode
 * category and East Asian width, through GLib.
 *
 * The class also decides which face a character is asked of first: Latin ones
 * of the Latin face, all others of the Chinese one. The fonts of the great
 * character sets of East Asia draw much of Latin-1 and of the letter-like signs
 * as wide as a Han character; so they are Latin unless Chinese text itself has
 * them:
 *
 *   letters and figures in words   µ é ª ½ Ω: a word is of one face
 *   signs of a word or number      § ¶ © ® ™ ° † ′: stand close to it
 *   superscripts, subscripts       ² ₃ ⁻: one sign with what is before them
 *   × ÷ ± ≤ ·                      of both scripts: context.c decides
 *   ① ※ → ■ № in lists             Chinese, full-width
 *   ℃ ㎡ ㎞                         Chinese and full-width, but of the number */
#include "classes.h"

#include <glib.h>
#include <stddef.h>

#include "base/script.h"
#include "base/utf8.h"

/* Sorted by code point. */
static const struct {
	uint32_t first, last;
	ht_class cls;
} table[] = {
    {0x0009, 0x0009, HT_C_SPACE},
    {0x0020, 0x0020, HT_C_SPACE},
    {0x0021, 0x0021, HT_C_LATIN_CLOSE}, /* ! */
    {0x0023, 0x0024, HT_C_PREFIX},      /* # $ */
    {0x0025, 0x0025, HT_C_UNIT},        /* % */
    {0x0028, 0x0028, HT_C_LATIN_OPEN},  /* ( */
    {0x0029, 0x0029, HT_C_LATIN_CLOSE}, /* ) */
    {0x002B, 0x002B, HT_C_SIGN},        /* + */
    {0x002C, 0x002C, HT_C_LATIN_CLOSE}, /* , */
    {0x002D, 0x002D, HT_C_HYPHEN},      /* - */
    {0x002E, 0x002E, HT_C_LATIN_CLOSE}, /* . */
    {0x002F, 0x002F, HT_C_SLASH},       /* / */
    {0x0030, 0x0039, HT_C_DIGIT},
    {0x003A, 0x003B, HT_C_LATIN_CLOSE}, /* : ; */
    {0x003F, 0x003F, HT_C_LATIN_CLOSE}, /* ? */
    {0x0041, 0x005A, HT_C_LATIN},
    {0x005B, 0x005B, HT_C_LATIN_OPEN},  /* [ */
    {0x005D, 0x005D, HT_C_LATIN_CLOSE}, /* ] */
    {0x0061, 0x007A, HT_C_LATIN},
    {0x007B, 0x007B, HT_C_LATIN_OPEN},  /* { */
    {0x007D, 0x007D, HT_C_LATIN_CLOSE}, /* } */
    {0x007E, 0x007E, HT_C_HYPHEN},      /* ~ */
    {0x00A0, 0x00A0, HT_C_NO_BREAK_SPACE},
    {0x00A3, 0x00A3, HT_C_PREFIX},     /* £ */
    {0x00A5, 0x00A5, HT_C_PREFIX},     /* ¥ */
    {0x00A1, 0x00A1, HT_C_LATIN_OPEN}, /* ¡ */
    {0x00A6, 0x00A6, HT_C_LATIN_SYMBOL},
    {0x00A7, 0x00A7, HT_C_PREFIX},       /* § */
    {0x00A8, 0x00A9, HT_C_LATIN_SYMBOL}, /* ¨ © */
    {0x00AD, 0x00AD, HT_C_IGNORE},       /* soft hyphen: words are not hyphenated */
    {0x00AE, 0x00AE, HT_C_SCRIPT},       /* ® */
    {0x00AF, 0x00AF, HT_C_LATIN_SYMBOL},
    {0x00B0, 0x00B0, HT_C_UNIT},     /* ° */
    {0x00B1, 0x00B1, HT_C_OPERATOR}, /* ± */
    {0x00B2, 0x00B3, HT_C_SCRIPT},   /* ² ³ */
    {0x00B4, 0x00B4, HT_C_LATIN_SYMBOL},
    {0x00B6, 0x00B6, HT_C_LATIN_SYMBOL}, /* ¶ */
    {0x00B7, 0x00B7, HT_C_INTERPUNCT},   /* · */
    {0x00B8, 0x00B8, HT_C_LATIN_SYMBOL},
    {0x00B9, 0x00B9, HT_C_SCRIPT},     /* ¹ */
    {0x00BC, 0x00BE, HT_C_DIGIT},      /* ¼ ½ ¾ */
    {0x00BF, 0x00BF, HT_C_LATIN_OPEN}, /* ¿ */
    {0x00D7, 0x00D7, HT_C_OPERATOR},   /* × */
    {0x00F7, 0x00F7, HT_C_OPERATOR},   /* ÷ */
    {0x200B, 0x200B, HT_C_ZERO_SPACE},
    {0x2010, 0x2010, HT_C_HYPHEN},       /* ‐ */
    {0x2011, 0x2011, HT_C_LATIN_SYMBOL}, /* non-breaking hyphen */
    {0x2012, 0x2013, HT_C_HYPHEN},       /* – */
    {0x2014, 0x2015, HT_C_DASH},         /* — ― */
    {0x2018, 0x2018, HT_C_QUOTE_OPEN},   /* ‘ */
    {0x2019, 0x2019, HT_C_QUOTE_CLOSE},  /* ’ */
    {0x201C, 0x201C, HT_C_QUOTE_OPEN},   /* “ */
    {0x201D, 0x201D, HT_C_QUOTE_CLOSE},  /* ” */
    {0x2020, 0x2021, HT_C_LATIN_SYMBOL}, /* † ‡ */
    {0x2022, 0x2022, HT_C_SYMBOL},       /* • */
    {0x2026, 0x2026, HT_C_ELLIPSIS},     /* … */
    {0x2027, 0x2027, HT_C_INTERPUNCT},   /* ‧ */
    {0x202F, 0x202F, HT_C_NO_BREAK_SPACE},
    {0x2030, 0x2033, HT_C_UNIT},      /* ‰ ‱ ′ ″ */
    {0x2044, 0x2044, HT_C_SLASH},     /* the solidus of fractions */
    {0x2070, 0x2071, HT_C_SCRIPT},    /* ⁰ ⁱ */
    {0x2074, 0x208E, HT_C_SCRIPT},    /* ⁴ to ₎ */
    {0x2090, 0x209C, HT_C_SCRIPT},    /* ₐ to ₜ */
    {0x20AC, 0x20AC, HT_C_PREFIX},    /* € */
    {0x2103, 0x2103, HT_C_UNIT_FULL}, /* ℃ */
    {0x2109, 0x2109, HT_C_UNIT_FULL}, /* ℉ */
    {0x2113, 0x2113, HT_C_LATIN},     /* ℓ */
    {0x2116, 0x2116, HT_C_PREFIX},    /* № */
    {0x2120, 0x2120, HT_C_SCRIPT},    /* ℠ */
    {0x2122, 0x2122, HT_C_SCRIPT},    /* ™ */
    {0x2153, 0x215F, HT_C_DIGIT},     /* ⅓ to ⅟ */
    {0x2212, 0x2212, HT_C_SIGN},      /* − */
    {0x2248, 0x2248, HT_C_OPERATOR},  /* ≈ */
    {0x2260, 0x2261, HT_C_OPERATOR},  /* ≠ ≡ */
    {0x2264, 0x2267, HT_C_OPERATOR},  /* ≤ ≥ ≦ ≧ */
    {0x22EF, 0x22EF, HT_C_ELLIPSIS},  /* ⋯ */
    {0x2E3A, 0x2E3A, HT_C_DASH},      /* ⸺ */
    {0x3000, 0x3000, HT_C_WIDE_SPACE},
    {0x3001, 0x3001, HT_C_COMMA},      /* 、 */
    {0x3002, 0x3002, HT_C_STOP},       /* 。 */
    {0x3005, 0x3005, HT_C_HAN},        /* 々 */
    {0x3008, 0x3008, HT_C_OPEN},       /* 〈 */
    {0x3009, 0x3009, HT_C_CLOSE},      /* 〉 */
    {0x300A, 0x300A, HT_C_OPEN},       /* 《 */
    {0x300B, 0x300B, HT_C_CLOSE},      /* 》 */
    {0x300C, 0x300C, HT_C_OPEN},       /* 「 */
    {0x300D, 0x300D, HT_C_CLOSE},      /* 」 */
    {0x300E, 0x300E, HT_C_OPEN},       /* 『 */
    {0x300F, 0x300F, HT_C_CLOSE},      /* 』 */
    {0x3010, 0x3010, HT_C_OPEN},       /* 【 */
    {0x3011, 0x3011, HT_C_CLOSE},      /* 】 */
    {0x3014, 0x3014, HT_C_OPEN},       /* 〔 */
    {0x3015, 0x3015, HT_C_CLOSE},      /* 〕 */
    {0x3016, 0x3016, HT_C_OPEN},       /* 〖 */
    {0x3017, 0x3017, HT_C_CLOSE},      /* 〗 */
    {0x301C, 0x301C, HT_C_AFTER},      /* 〜 */
    {0x301D, 0x301D, HT_C_OPEN},       /* 〝 */
    {0x301E, 0x301F, HT_C_CLOSE},      /* 〞 〟 */
    {0x30FB, 0x30FB, HT_C_INTERPUNCT}, /* ・ */
    {0x3371, 0x33DF, HT_C_UNIT_FULL},  /* ㎡ ㎞ ㎏ … */
    {0x33FF, 0x33FF, HT_C_UNIT_FULL},
    {0xFE0E, 0xFE0F, HT_C_IGNORE},
    {0xFF01, 0xFF01, HT_C_STOP},        /* ！ */
    {0xFF04, 0xFF04, HT_C_BEFORE},      /* ＄ */
    {0xFF05, 0xFF05, HT_C_AFTER},       /* ％ */
    {0xFF08, 0xFF08, HT_C_OPEN},        /* （ */
    {0xFF09, 0xFF09, HT_C_CLOSE},       /* ） */
    {0xFF0C, 0xFF0C, HT_C_COMMA},       /* ， */
    {0xFF0D, 0xFF0D, HT_C_AFTER},       /* － */
    {0xFF0E, 0xFF0E, HT_C_COMMA},       /* ． */
    {0xFF0F, 0xFF0F, HT_C_BAR},         /* ／ */
    {0xFF1A, 0xFF1B, HT_C_COMMA},       /* ： ； */
    {0xFF1F, 0xFF1F, HT_C_STOP},        /* ？ */
    {0xFF3B, 0xFF3B, HT_C_OPEN},        /* ［ */
    {0xFF3D, 0xFF3D, HT_C_CLOSE},       /* ］ */
    {0xFF5B, 0xFF5B, HT_C_OPEN},        /* ｛ */
    {0xFF5D, 0xFF5D, HT_C_CLOSE},       /* ｝ */
    {0xFF5E, 0xFF5E, HT_C_AFTER},       /* ～ */
    {0xFF61, 0xFF61, HT_C_LATIN_CLOSE}, /* half-width 。 */
    {0xFF64, 0xFF64, HT_C_LATIN_CLOSE}, /* half-width 、 */
    {0xFFE1, 0xFFE1, HT_C_BEFORE},      /* ￡ */
    {0xFFE5, 0xFFE5, HT_C_BEFORE},      /* ￥ */
};

static const ht_class_info infos[HT_C_COUNT] = {
    [HT_C_HAN] = {.width = HT_W_FULL, .squeeze = HT_SQ_NEVER},
    [HT_C_OPEN] = {.no_end = true, .punct = true, .width = HT_W_FULL, .squeeze = HT_SQ_BRACKET},
    [HT_C_CLOSE] = {.no_start = true, .punct = true, .width = HT_W_FULL, .squeeze = HT_SQ_BRACKET},
    [HT_C_COMMA] = {.no_start = true, .punct = true, .width = HT_W_FULL, .squeeze = HT_SQ_STOP},
    [HT_C_STOP] = {.no_start = true, .punct = true, .width = HT_W_FULL, .squeeze = HT_SQ_STOP},
    [HT_C_AFTER] = {.no_start = true, .width = HT_W_FULL, .squeeze = HT_SQ_NEVER},
    [HT_C_BEFORE] = {.no_end = true, .width = HT_W_FULL, .squeeze = HT_SQ_NEVER},
    [HT_C_BAR] = {.no_start = true, .no_end = true, .fixed = true, .width = HT_W_FULL, .squeeze = HT_SQ_NEVER},
    [HT_C_INTERPUNCT] = {.no_start = true, .ambiguous = true, .width = HT_W_HALF, .squeeze = HT_SQ_NEVER},
    [HT_C_DASH] = {.ambiguous = true, .width = HT_W_CENTRED, .squeeze = HT_SQ_NEVER},
    [HT_C_ELLIPSIS] = {.ambiguous = true, .width = HT_W_CENTRED, .squeeze = HT_SQ_NEVER},
    [HT_C_HYPHEN] = {.no_start = true, .ambiguous = true, .fixed = true, .width = HT_W_HALF, .squeeze = HT_SQ_NEVER},
    [HT_C_SLASH] = {.no_start = true,
                    .no_end = true,
                    .ambiguous = true,
                    .fixed = true,
                    .width = HT_W_HALF,
                    .squeeze = HT_SQ_NEVER},
    [HT_C_QUOTE_OPEN] = {.no_end = true, .ambiguous = true, .width = HT_W_FULL, .squeeze = HT_SQ_NEVER},
    [HT_C_QUOTE_CLOSE] = {.no_start = true, .ambiguous = true, .width = HT_W_FULL, .squeeze = HT_SQ_NEVER},
    [HT_C_SYMBOL] = {.width = HT_W_CENTRED, .squeeze = HT_SQ_NEVER},
    [HT_C_OPERATOR] = {.ambiguous = true, .width = HT_W_CENTRED, .squeeze = HT_SQ_NEVER},
    [HT_C_LATIN] = {.latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_DIGIT] = {.latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_LATIN_SYMBOL] = {.latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_LATIN_OPEN] = {.no_end = true, .latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_LATIN_CLOSE] = {.no_start = true, .latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_SCRIPT] = {.no_start = true, .latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_UNIT] = {.no_start = true, .latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_UNIT_FULL] = {.no_start = true, .width = HT_W_CENTRED, .squeeze = HT_SQ_NEVER},
    [HT_C_PREFIX] = {.no_end = true, .latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_SIGN] = {.latin = true, .squeeze = HT_SQ_NEVER},
    [HT_C_SPACE] = {.latin = true, .squeeze = HT_SQ_SPACE},
    [HT_C_NO_BREAK_SPACE] = {.latin = true, .squeeze = HT_SQ_SPACE},
    [HT_C_WIDE_SPACE] = {.width = HT_W_FULL, .squeeze = HT_SQ_NEVER},
    [HT_C_ZERO_SPACE] = {.width = HT_W_ZERO, .squeeze = HT_SQ_NEVER},
    [HT_C_IGNORE] = {.width = HT_W_ZERO, .squeeze = HT_SQ_NEVER},
    [HT_C_COMBINING] = {.latin = true, .squeeze = HT_SQ_NEVER},
};

/* The class of a character that is not in the table. */
static ht_class by_category(uint32_t cp)
{
	bool wide = g_unichar_iswide(cp);
	switch (g_unichar_type(cp)) {
	case G_UNICODE_CONTROL:
	case G_UNICODE_FORMAT:
	case G_UNICODE_SURROGATE:
		return HT_C_IGNORE;
	case G_UNICODE_NON_SPACING_MARK:
	case G_UNICODE_ENCLOSING_MARK:
	case G_UNICODE_SPACING_MARK:
		return HT_C_COMBINING;
	case G_UNICODE_SPACE_SEPARATOR:
	case G_UNICODE_LINE_SEPARATOR:
	case G_UNICODE_PARAGRAPH_SEPARATOR:
		return HT_C_SPACE;
	case G_UNICODE_DECIMAL_NUMBER:
		return wide ? HT_C_HAN : HT_C_DIGIT;
	case G_UNICODE_OPEN_PUNCTUATION:
	case G_UNICODE_INITIAL_PUNCTUATION:
		return wide ? HT_C_OPEN : HT_C_LATIN_OPEN;
	case G_UNICODE_CLOSE_PUNCTUATION:
	case G_UNICODE_FINAL_PUNCTUATION:
		return wide ? HT_C_CLOSE : HT_C_LATIN_CLOSE;
	case G_UNICODE_CURRENCY_SYMBOL:
		return wide ? HT_C_BEFORE : HT_C_PREFIX;
	default:
		break;
	}
	if (wide)
		return HT_C_HAN;
	if (ht_script_of(cp).base)
		return HT_C_SCRIPT;
	if (g_unichar_isalpha(cp))
		return HT_C_LATIN;
	if (g_unichar_iswide_cjk(cp) || cp >= 0x2000)
		return HT_C_SYMBOL;
	return HT_C_LATIN_SYMBOL;
}

ht_class ht_class_of(uint32_t cp)
{
	if (cp >= 0x3400 && cp <= 0x9FFF)
		return HT_C_HAN;
	size_t lo = 0, hi = G_N_ELEMENTS(table);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (table[mid].last < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < G_N_ELEMENTS(table) && table[lo].first <= cp)
		return table[lo].cls;
	return by_category(cp);
}

const ht_class_info *ht_class_lookup(ht_class cls)
{
	return &infos[cls];
}
