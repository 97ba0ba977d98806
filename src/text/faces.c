/* The face of each grapheme: the first in its fontset's chain that has all of it.
 *
 * Latin text tries the Latin fontset first, then the Han fontset; all other text the
 * reverse. A character set in a later face of the chain is noted once; one that
 * no face has is an error with its location in the source.
 *
 * Superscripts and subscripts: few faces have more than ¹ ² ³, and taken from
 * several faces 10⁻³ and SO₄²⁻ fall apart. A Latin face that has all digits of
 * both is asked for them; for any other they are drawn small from its digits. */
#include "para.h"

#include <stdio.h>

#include "base/script.h"
#include "base/utf8.h"
#include "text/messages.h"

/* Characters that need no glyph. */
static bool is_invisible(const ht_char *c)
{
	switch (c->cls) {
	case HT_C_SPACE:
	case HT_C_NO_BREAK_SPACE:
	case HT_C_WIDE_SPACE:
	case HT_C_ZERO_SPACE:
	case HT_C_IGNORE:
		return true;
	default:
		return (c->cp >= 0xFE00 && c->cp <= 0xFE0F) || (c->cp >= 0xE0100 && c->cp <= 0xE01EF);
	}
}

static bool has_all(const ht_para *para, ht_font_face *face, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (!is_invisible(&para->chars[i]) && !ht_font_face_glyph(face, para->cps[i]))
			return false;
	return true;
}

/* The first face of a fontset's chain that has characters [begin, end). */
static ht_font_face *first_with_all(const ht_para *para, int fontset, size_t begin, size_t end)
{
	ht_font_face *face;
	for (size_t i = 0; (face = ht_fonts_face(para->fonts, fontset, i, para->diags)); i++)
		if (has_all(para, face, begin, end))
			return face;
	return NULL;
}

typedef struct char_name {
	char text[8], code[12];
} char_name;

static char_name name_of(uint32_t cp)
{
	char_name name = {.text = ""};
	name.text[ht_utf8_put(name.text, cp)] = '\0';
	snprintf(name.code, sizeof name.code, "U+%04X", (unsigned)cp);
	return name;
}

static void report_missing(const ht_para *para, size_t at)
{
	char_name name = name_of(para->cps[at]);
	ht_diag(para->diags, HT_D_GLYPH_MISSING, ht_para_loc(para, at), name.text, name.code, NULL);
}

static void note_fallback(const ht_para *para, int fontset, size_t at, const ht_font_face *main,
                          const ht_font_face *face)
{
	if (ht_font_face_withholds(main, para->cps[at]) || !ht_fonts_note_once(para->fonts, fontset, para->cps[at]))
		return;
	char_name name = name_of(para->cps[at]);
	ht_diag(para->diags, HT_D_GLYPH_FALLBACK, ht_para_loc(para, at), name.text, name.code, main->font.family,
	        face->font.family, NULL);
}

/* A face other than the first choice: from the rest of the chain, the other
 * fontset, or at last one that has at least the base character. */
static ht_font_face *fall_back(ht_para *para, int first, int second, size_t begin, size_t end)
{
	ht_font_face *face = first_with_all(para, first, begin, end);
	if (!face && second >= 0)
		face = first_with_all(para, second, begin, end);
	if (!face && end > begin + 1) {
		face = first_with_all(para, first, begin, begin + 1);
		if (!face && second >= 0)
			face = first_with_all(para, second, begin, begin + 1);
	}
	if (ht_fonts_was_short(para->fonts)) {
		ht_para_fail(para, ht_fonts_shortage(para->fonts, para->diags));
		return NULL;
	}
	for (size_t i = begin; i < end; i++)
		if (!is_invisible(&para->chars[i]) && !(face && ht_font_face_glyph(face, para->cps[i])))
			report_missing(para, i);
	return face;
}

static void set_face(ht_para *para, size_t begin, size_t end, ht_font_face *face)
{
	for (size_t i = begin; i < end; i++)
		para->chars[i].face = face;
}

/* Has the face all digits and signs, raised and lowered? */
static bool has_scripts(ht_font_face *face)
{
	for (uint32_t cp = 0x2070; cp < 0x208F; cp++)
		if (ht_script_of(cp).base && !ht_font_face_glyph(face, cp))
			return false;
	return true;
}

/* Have the superscript at `at` drawn from its base character, unless the face has its own. */
static void draw_from_base(ht_para *para, size_t at, ht_font_face *face)
{
	ht_script script = ht_script_of(para->cps[at]);
	if (!script.base || !ht_font_face_glyph(face, script.base) || has_scripts(face))
		return;
	para->cps[at] = script.base;
	para->chars[at].script_shift = script.raised ? 1 : -1;
}

/* The first choice if it has all of the grapheme; NULL: another was taken, or none. */
static ht_font_face *choose_face(ht_para *para, size_t begin, size_t end)
{
	const ht_char *c = &para->chars[begin];
	const ht_span *span = &para->spans[c->span];
	int first = span->fontset, second = span->latin_fontset;
	if (second < 0)
		second = first;
	if (c->latin) {
		first = second;
		second = span->fontset;
	}
	ht_font_face *main = ht_fonts_face(para->fonts, first, 0, para->diags);
	if (!main) {
		ht_para_fail(para, HT_ERR_NOMEM);
		return NULL;
	}
	if (c->cls == HT_C_SCRIPT && !c->script_shift)
		draw_from_base(para, begin, main);
	if (has_all(para, main, begin, end)) {
		set_face(para, begin, end, main);
		return main;
	}
	para->told = true;
	ht_font_face *face = fall_back(para, first, second == first ? -1 : second, begin, end);
	if (face && face != main)
		note_fallback(para, first, begin, main, face);
	set_face(para, begin, end, face);
	return NULL;
}

/* Has the first choice for the character before, as nearly always, the next one, too, for which it is the same? */
static bool goes_on(const ht_para *para, size_t at, ht_font_face *main)
{
	const ht_char *c = &para->chars[at], *before = c - 1;
	return main && c->span == before->span && c->latin == before->latin && c->cls == HT_C_HAN &&
	       ht_font_face_glyph(main, para->cps[at]);
}

void ht_para_faces(ht_para *para)
{
	ht_font_face *main = NULL;
	for (size_t begin = 0, end; begin < para->n && para->status == HT_OK; begin = end) {
		end = begin + 1;
		while (end < para->n && !para->chars[end].grapheme_start &&
		       para->chars[end].span == para->chars[begin].span)
			end++;
		if (end == begin + 1 && goes_on(para, begin, main))
			para->chars[begin].face = main;
		else
			main = choose_face(para, begin, end);
	}
}
