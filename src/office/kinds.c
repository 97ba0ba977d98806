/* Characters for which an editor takes another face than the pages.
 *
 * Editors choose the Latin or the Chinese face of a style by a character's script. Marks that both scripts share follow
 * the letter before them, and the dot within names (简·爱) is always Latin, a quarter of an em wide: in Chinese text
 * the Chinese face must be named for both. Signs that the pages take from the
 * Latin face (™ § ½ ²) are marks of both scripts to an editor, and after a Chinese
 * character it would take the Chinese face for them. If a face draws a dollar for the yuan sign, another face is named
 * for that, as on the pages. */
#include "office/kinds.h"

#define MIDDLE_DOT 0xB7

/* Quotes, dashes and dots. */
static bool is_shared(uint32_t cp)
{
	return cp == 0x2014 || cp == 0x2018 || cp == 0x2019 || cp == 0x201C || cp == 0x201D || cp == 0x2026;
}

/* Signs of the Latin face: those of text/classes.c that no editor takes for letters. */
static bool is_latin_sign(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} signs[] = {{0xA1, 0xA1},     {0xA7, 0xA9},     {0xAE, 0xAE},     {0xB0, 0xB0},
	             {0xB2, 0xB3},     {0xB6, 0xB6},     {0xB9, 0xB9},     {0xBC, 0xBF},
	             {0x2020, 0x2021}, {0x2070, 0x209C}, {0x2120, 0x2122}, {0x2153, 0x215F}};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (cp >= signs[i].first && cp <= signs[i].last)
			return true;
	return false;
}

static ht_kind kind_of(const ht_kind_context *c, uint32_t cp)
{
	if (cp == HT_YUAN)
		return HT_KIND_YUAN;
	if (cp < 0x2160 && !c->latin && is_latin_sign(cp))
		return HT_KIND_LATIN_SIGN;
	bool han_punct = cp == MIDDLE_DOT ? !c->letter : c->latin && is_shared(cp);
	return han_punct ? HT_KIND_HAN_PUNCT : HT_KIND_LETTER;
}

ht_kind ht_kind_of_any(ht_kind_context *c, uint32_t cp)
{
	ht_kind kind = kind_of(c, cp);
	c->letter = ht_is_word(cp) && cp > '9';
	if (ht_is_word(cp))
		c->latin = true;
	else if (cp >= HT_FROM_HAN)
		c->latin = false;
	return kind;
}

static bool has_yuan(ht_fonts *fonts, const char *family)
{
	static const uint32_t cp = HT_YUAN;
	int fontset;
	return ht_fonts_fontset(fonts, family, (ht_loc){0}, NULL, &fontset) == HT_OK &&
	       ht_fonts_covers(fonts, fontset, &cp, 1, false);
}

const ht_typeface *ht_yuan_face(ht_fonts *fonts, const ht_style *style, const ht_typeface *face)
{
	if (has_yuan(fonts, face->han))
		return face;
	for (size_t i = 0; i < style->n_faces; i++)
		if (has_yuan(fonts, style->faces[i].han))
			return &style->faces[i];
	return face;
}
