#include "late.h"

#include "base/array.h"
#include "base/messages.h"
#include "base/shortage.h"
#include "config.h"

/* The library is not there, or the machine had not enough for it. */
static void fail(ht_para *para, const char *library, const char *package)
{
	ht_para_fail(para, ht_library_fail(para->diags, (ht_loc){0}, library, package));
}

const ht_pango *ht_para_pango(ht_para *para)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(HT_PANGO_FUNCTIONS)};
	struct ht_late *late = ht_fonts_late(para->fonts);
	if (!late->has_pango)
		late->has_pango = ht_library_load(HT_PANGO_LIBRARY, names, ARRAY_LEN(names), &late->pango);
	if (late->has_pango)
		return &late->pango;
	fail(para, HT_PANGO_LIBRARY, HT_PANGO_PACKAGE);
	return NULL;
}

const struct ht_late *ht_para_words(ht_para *para)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(HT_ICU_FUNCTIONS)};
	struct ht_late *late = ht_fonts_late(para->fonts);
	UErrorCode error = U_ZERO_ERROR;
	if (!late->has_icu)
		late->has_icu = ht_library_load(HT_ICU_LIBRARY, names, ARRAY_LEN(names), &late->icu);
	if (!late->has_icu) {
		fail(para, HT_ICU_LIBRARY, HT_ICU_PACKAGE);
		return NULL;
	}
	if (!late->words)
		late->words = late->icu.ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
	return U_SUCCESS(error) ? late : NULL;
}

ht_dictionary *ht_para_dictionary(ht_para *para)
{
	struct ht_late *late = ht_fonts_late(para->fonts);
	if (!late->sought)
		late->has_dictionary = ht_dictionary_load(&late->dictionary);
	late->sought = true;
	if (!late->has_dictionary)
		return NULL;
	return &late->dictionary;
}

bool ht_para_shapes(ht_para *para, ht_font_face *face)
{
	const bool shapes = ht_font_face_shapes(face);
	if (!shapes)
		ht_para_fail(para, ht_fonts_shortage(para->fonts, para->diags));
	return shapes;
}

void ht_late_close(struct ht_late *late)
{
	if (late->words)
		late->icu.ubrk_close(late->words);
	late->words = NULL;
}
