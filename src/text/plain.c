/* What Pango would say of a text without any but usual characters, from a few rules: it takes longer to load than such
 * a text takes to compose. */
#include "para.h"

#include <glib.h>
#include <string.h>

/* Is cp a grapheme of its own, whatever is beside it, if that is a character for which this, or
 * ht_is_whole_grapheme(), is true? */
static bool is_sign(uint32_t cp)
{
	static const uint32_t ranges[][2] = {
	    {0x20, 0x7E},     {0xB0, 0xB1},     {0xD7, 0xD7},     {0xF7, 0xF7},
	    {0x2030, 0x2030}, {0x2103, 0x2103}, {0x2160, 0x217F}, {0x2264, 0x2265},
	    {0x2460, 0x249B}, {0x25A0, 0x25A1}, {0x25CB, 0x25CB}, {0x25CF, 0x25CF},
	    {0x2605, 0x2606}, {0x3000, 0x3000}, {0x33A0, 0x33A5}, {0x20000, 0x323AF},
	};
	for (size_t i = 0; i < G_N_ELEMENTS(ranges); i++)
		if (cp >= ranges[i][0] && cp <= ranges[i][1])
			return true;
	return false;
}

/* Our own rules decide beside it. */
static bool is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0x3000;
}

static bool is_one_of(uint32_t cp, const char *set)
{
	return cp && cp < 0x80 && strchr(set, (int)cp);
}

typedef enum verdict { JOINED, BROKEN, UNSURE } verdict;

/* Does Unicode allow a break between a and b, characters of ASCII, whatever is around them? It is UAX 14 as Pango has
 * it: a test compares them for all pairs. before: the character before a, or 0. */
static verdict between(uint32_t before, uint32_t a, uint32_t b)
{
	if (a >= 0x80 || b >= 0x80)
		return UNSURE;
	if (g_ascii_isalnum((int)a) || is_one_of(a, "\"#&'(*<=>@[^_`{~"))
		return JOINED;
	const bool letter = g_ascii_isalpha((int)b), digit = g_ascii_isdigit((int)b);
	if (letter && (a == '/' || a == '-'))
		return BROKEN;
	if ((letter && is_one_of(a, "$%),.+:;\\]")) || (digit && is_one_of(a, "$%)+-\\]")))
		return JOINED;
	if (digit && is_one_of(a, ".,:") && before < 0x80 && g_ascii_isdigit((int)before))
		return JOINED;
	return UNSURE;
}

bool ht_para_plain(ht_para *para)
{
	const uint32_t *cps = para->cps;
	for (size_t i = 0; i < para->n; i++) {
		ht_char *c = &para->chars[i];
		if (!ht_is_whole_grapheme(cps[i]) && !is_sign(cps[i]))
			return false;
		c->grapheme_start = true;
		c->can_break = false;
		if (!i || !c->latin || !c[-1].latin || is_blank(cps[i]) || is_blank(cps[i - 1]))
			continue;
		uint32_t before = 0;
		if (i > 1)
			before = cps[i - 2];
		const verdict found = between(before, cps[i - 1], cps[i]);
		if (found == UNSURE)
			return false;
		c->can_break = found == BROKEN;
	}
	return true;
}
