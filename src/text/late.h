/* Pango and ICU, which few texts need (plain.c, title_dictionary.c): loaded by the first that does. With the libraries
 * that they bring, and libstdc++, they take 4 ms to load, a fifth of a whole run. */
#ifndef HT_TEXT_LATE_H
#define HT_TEXT_LATE_H

#include <pango/pango.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/library.h"
#include "para.h"
#include "title_dictionary.h"

#define HT_PANGO_FUNCTIONS(X)                                                                                          \
	X(pango_get_log_attrs)                                                                                         \
	X(pango_language_from_string)

#define HT_ICU_FUNCTIONS(X)                                                                                            \
	X(ubrk_open)                                                                                                   \
	X(ubrk_close)                                                                                                  \
	X(ubrk_next)                                                                                                   \
	X(ubrk_setUText)                                                                                               \
	X(utext_openUTF8)                                                                                              \
	X(utext_close)

typedef struct ht_pango {
	HT_LIBRARY_TABLE(HT_PANGO_FUNCTIONS)
} ht_pango;

typedef struct ht_icu {
	HT_LIBRARY_TABLE(HT_ICU_FUNCTIONS)
} ht_icu;

/* What ht_fonts keeps of them. */
struct ht_late {
	bool has_pango, has_icu, has_dictionary;
	bool sought; /* the dictionary */
	ht_dictionary dictionary;
	ht_pango pango;
	ht_icu icu;
	UBreakIterator *words; /* for Chinese */
};

/* Pango's functions; NULL: they could not be loaded, which is told and fails the paragraph. */
const ht_pango *ht_para_pango(ht_para *para);

/* ICU's word iterator for Chinese, and the functions to use it by. NULL: there is none, or ICU could not be loaded; the
 * latter is told and fails the paragraph. */
const struct ht_late *ht_para_words(ht_para *para);

/* ICU's dictionary without ICU; NULL: it cannot be had. */
ht_dictionary *ht_para_dictionary(ht_para *para);

/* HarfBuzz with the face loaded; false: it cannot be, which is told and fails the paragraph. */
bool ht_para_shapes(ht_para *para, ht_font_face *face);

/* Close what is open. */
void ht_late_close(struct ht_late *late);

#endif
