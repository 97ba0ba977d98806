/* Characters that an editor sets in another face than the pages. */
#ifndef HT_OFFICE_KINDS_H
#define HT_OFFICE_KINDS_H

#include <stdbool.h>
#include <stdint.h>

#include "style/style.h"
#include "text/font.h"

/* Which face must be named for a character: none; the Chinese one; that of the yuan sign; the Latin one. */
typedef enum ht_kind { HT_KIND_LETTER, HT_KIND_HAN_PUNCT, HT_KIND_YUAN, HT_KIND_LATIN_SIGN } ht_kind;

/* The context of a text's next character; zeroed at its beginning. */
typedef struct ht_kind_context {
	bool latin;  /* the last letter or digit was a Latin one */
	bool letter; /* the character before is a Latin letter */
} ht_kind_context;

#define HT_YUAN 0xFFE5
/* From here on are the characters of Chinese, but for marks that both scripts share. */
#define HT_FROM_HAN 0x2E80

/* As ht_kind_next(), of any character. */
ht_kind ht_kind_of_any(ht_kind_context *c, uint32_t cp);

/* The kind of a text's next character; updates the context for those after it. Most characters are Chinese. */
static inline ht_kind ht_kind_next(ht_kind_context *c, uint32_t cp)
{
	if (cp < HT_FROM_HAN || cp == HT_YUAN)
		return ht_kind_of_any(c, cp);
	c->latin = c->letter = false;
	return HT_KIND_LETTER;
}

/* A digit or Latin letter. */
static inline bool ht_is_word(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

/* The face whose yuan sign is one: mostly face itself. */
const ht_typeface *ht_yuan_face(ht_fonts *fonts, const ht_style *style, const ht_typeface *face);

#endif
