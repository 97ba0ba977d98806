/* Characters for which an editor takes another face than the pages.
 *
 * Editors choose the Latin or the Chinese face of a style by a character's script. Marks that both scripts share follow
 * the letter before them, and the dot within names (简·爱) is always Latin, a quarter of an em wide: in Chinese text
 * the Chinese face must be named for both. If a face draws a dollar for the yuan sign, another face is named for that,
 * as on the pages. */
#include "office/kinds.h"

#define MIDDLE_DOT 0xB7
#define YUAN       0xFFE5

bool ht_is_word(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

/* Quotes, dashes and dots. */
static bool is_shared(uint32_t cp)
{
	return cp == 0x2014 || cp == 0x2018 || cp == 0x2019 || cp == 0x201C || cp == 0x201D || cp == 0x2026;
}

static ht_kind kind_of(const ht_kind_context *c, uint32_t cp)
{
	if (cp == YUAN)
		return HT_KIND_YUAN;
	bool han_punct = cp == MIDDLE_DOT ? !c->letter : c->latin && is_shared(cp);
	return han_punct ? HT_KIND_HAN_PUNCT : HT_KIND_LETTER;
}

ht_kind ht_kind_next(ht_kind_context *c, uint32_t cp)
{
	ht_kind kind = kind_of(c, cp);
	c->letter = ht_is_word(cp) && cp > '9';
	if (ht_is_word(cp))
		c->latin = true;
	else if (cp >= 0x2E80)
		c->latin = false;
	return kind;
}

static bool has_yuan(ht_fonts *fonts, const char *family)
{
	static const uint32_t cp = YUAN;
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
