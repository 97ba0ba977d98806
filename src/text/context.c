/* Chinese or Latin?
 *
 * Quotes, dashes, ellipses, interpuncts, hyphens, slashes and operators serve
 * both scripts and look different in each. The text around a character decides:
 *
 *   quotes       a pair is Latin if the text outside it is Latin on both sides:
 *                他说“Yes”吧 is Chinese, he said “yes” to him is not.
 *                Adjacent pairs (“A”“B”“C”三项) follow the first
 *   ’            between letters: an apostrophe
 *   — …          Latin between Latin words; a range of numbers is Chinese
 *   ·            Latin directly between letters
 *   - /          Chinese directly beside a Chinese character, but - before a
 *                digit is a minus or joins two numbers
 *   × ± ≤        Latin beside a digit or letter
 *
 * In a paragraph without any Han character, its edges count as Latin. */
#include "para.h"

typedef enum strength { WEAK, STRONG_HAN, STRONG_LATIN } strength;

static strength strength_of(const ht_char *c)
{
	switch (c->cls) {
	case HT_C_LATIN:
	case HT_C_DIGIT:
	case HT_C_SCRIPT:
		return STRONG_LATIN;
	case HT_C_HAN:
	case HT_C_OPEN:
	case HT_C_CLOSE:
	case HT_C_COMMA:
	case HT_C_STOP:
	case HT_C_AFTER:
	case HT_C_BEFORE:
	case HT_C_WIDE_SPACE:
		return STRONG_HAN;
	default:
		return WEAK;
	}
}

/* How far a search for a strong character goes. Real punctuation in a row is
 * short; the limit keeps hostile text from making the search quadratic. */
#define REACH 64

/* The nearest strong character before (step -1) or after (step +1) at; edge if
 * there is none. Quotes count once they are resolved. */
static strength nearest_strong(const ht_para *para, size_t at, int step, strength edge)
{
	size_t i = at + (size_t)step; /* one before the first is past the last */
	for (int left = REACH; left > 0 && i < para->n; left--, i += (size_t)step) {
		strength s = strength_of(&para->chars[i]);
		if (s != WEAK)
			return s;
	}
	return edge;
}

static strength neighbour(const ht_para *para, size_t at, int step)
{
	size_t i = at + (size_t)step;
	return i < para->n ? strength_of(&para->chars[i]) : WEAK;
}

static bool is_letter(const ht_para *para, size_t at)
{
	return at < para->n && para->chars[at].cls == HT_C_LATIN;
}

/* A letter, or its superscript: m²·s. */
static bool ends_letters(const ht_para *para, size_t at)
{
	return is_letter(para, at) || para->chars[at].cls == HT_C_SCRIPT;
}

static bool latin_on_both_sides(const ht_para *para, size_t at, strength edge)
{
	return nearest_strong(para, at, -1, edge) == STRONG_LATIN && nearest_strong(para, at, +1, edge) == STRONG_LATIN;
}

/* — and … between words, not between numbers. */
static bool dash_is_latin(const ht_para *para, size_t at, strength edge)
{
	size_t before = at, after = at;
	while (before > 0 && at - before < REACH && para->chars[before].cls == para->chars[at].cls)
		before--;
	while (after + 1 < para->n && after - at < REACH && para->chars[after].cls == para->chars[at].cls)
		after++;
	if (para->chars[before].cls == HT_C_DIGIT || para->chars[after].cls == HT_C_DIGIT)
		return false;
	return latin_on_both_sides(para, at, edge);
}

static bool hyphen_is_latin(const ht_para *para, size_t at)
{
	strength before = neighbour(para, at, -1), after = neighbour(para, at, +1);
	if (para->chars[at].cls == HT_C_HYPHEN && at + 1 < para->n && para->chars[at + 1].cls == HT_C_DIGIT)
		return true;
	return before != STRONG_HAN && after != STRONG_HAN;
}

/* - before a number and not after a word. */
static bool is_minus(const ht_para *para, size_t at)
{
	return para->chars[at].cp == '-' && at + 1 < para->n && para->chars[at + 1].cls == HT_C_DIGIT &&
	       neighbour(para, at, -1) != STRONG_LATIN;
}

static bool is_latin(const ht_para *para, size_t at, strength edge)
{
	switch (para->chars[at].cls) {
	case HT_C_DASH:
	case HT_C_ELLIPSIS:
		return dash_is_latin(para, at, edge);
	case HT_C_INTERPUNCT:
		return at > 0 && ends_letters(para, at - 1) && is_letter(para, at + 1);
	case HT_C_OPERATOR:
		return nearest_strong(para, at, -1, edge) == STRONG_LATIN ||
		       nearest_strong(para, at, +1, edge) == STRONG_LATIN;
	default:
		return hyphen_is_latin(para, at);
	}
}

static void set_quote(ht_char *c, bool latin)
{
	static const ht_class classes[2][2] = {{HT_C_CLOSE, HT_C_OPEN}, {HT_C_LATIN_CLOSE, HT_C_LATIN_OPEN}};
	c->cls = (uint8_t)classes[latin][c->cls == HT_C_QUOTE_OPEN];
	c->latin = latin;
}

#define QUOTE_DEPTH 8

/* Pair the quotes and resolve each pair when it closes; a quote without a
 * partner is resolved on its own. Inner quotes look past the opening quote of
 * an open pair, which is weak until then. */
static void resolve_quotes(ht_para *para, strength edge)
{
	size_t open[QUOTE_DEPTH];
	strength outside[QUOTE_DEPTH];
	int depth = 0;
	for (size_t i = 0; i < para->n; i++) {
		ht_char *c = &para->chars[i];
		if (c->cls == HT_C_QUOTE_CLOSE && c->cp == 0x2019 && i > 0 && is_letter(para, i - 1) &&
		    is_letter(para, i + 1)) {
			c->cls = HT_C_LATIN;
			c->latin = true;
		} else if (c->cls == HT_C_QUOTE_OPEN && depth < QUOTE_DEPTH) {
			outside[depth] = nearest_strong(para, i, -1, edge);
			open[depth++] = i;
		} else if (c->cls == HT_C_QUOTE_CLOSE && depth > 0) {
			depth--;
			bool latin =
			    outside[depth] == STRONG_LATIN && nearest_strong(para, i, +1, edge) == STRONG_LATIN;
			set_quote(&para->chars[open[depth]], latin);
			set_quote(c, latin);
		} else if (c->cls == HT_C_QUOTE_OPEN || c->cls == HT_C_QUOTE_CLOSE) {
			set_quote(c, latin_on_both_sides(para, i, edge));
		}
	}
	while (depth-- > 0)
		set_quote(&para->chars[open[depth]], latin_on_both_sides(para, open[depth], edge));
}

void ht_para_resolve(ht_para *para)
{
	strength edge = STRONG_LATIN;
	for (size_t i = 0; i < para->n && edge == STRONG_LATIN; i++)
		if (para->chars[i].cls == HT_C_HAN)
			edge = STRONG_HAN;
	resolve_quotes(para, edge);
	for (size_t i = 0; i < para->n; i++) {
		ht_char *c = &para->chars[i];
		if (!ht_class_lookup(c->cls)->ambiguous)
			continue;
		c->latin = is_latin(para, i, edge);
		if (is_minus(para, i))
			c->cls = HT_C_SIGN;
	}
}
