#include "symbols.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "import/messages.h"
#include "words_symbols.h"

typedef struct sign {
	const char *code, *character;
} sign;

#define ROW(code, character) {code, character},
static const sign wingdings[] = {HT_WORDS_WINGDINGS(ROW)};
static const sign wingdings_2[] = {HT_WORDS_WINGDINGS_TWO(ROW)};
static const sign webdings[] = {HT_WORDS_WEBDINGS(ROW)};
static const sign symbol[] = {HT_WORDS_SYMBOL(ROW)};
#undef ROW

static const struct {
	const char *font;
	const sign *signs;
	size_t n;
} fonts[] = {
    {"Wingdings", wingdings, ARRAY_LEN(wingdings)},
    {"Wingdings 2", wingdings_2, ARRAY_LEN(wingdings_2)},
    {"Webdings", webdings, ARRAY_LEN(webdings)},
    {"Symbol", symbol, ARRAY_LEN(symbol)},
    {"Wingdings 3", NULL, 0},
};

/* Symbol fonts are addressed by their bytes, or by these code points above them. */
#define PRIVATE_BASE 0xF000

static const char *sign_of(const sign *signs, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (strtoul(signs[i].code, NULL, 16) == (cp & 0xFF)) /* a byte, or a private code point of one */
			return signs[i].character;
	return NULL;
}

/* The text as people see it in that font, in the arena; itself where the font is none of symbols. unknown: raised by
 * the signs whose characters are not known. */
static const char *shown_in(im_doc *d, const char *font, const char *text, size_t *unknown)
{
	size_t f = 0, n;
	while (font && f < ARRAY_LEN(fonts) && strcmp(fonts[f].font, font) != 0)
		f++;
	if (!font || f == ARRAY_LEN(fonts))
		return text;
	ht_buf out = {0};
	for (const char *p = text, *end = p + strlen(p); p < end; p += n) {
		uint32_t cp = ht_utf8_get(p, end, &n);
		bool byte = cp <= 0xFF || (cp >= PRIVATE_BASE && cp <= PRIVATE_BASE + 0xFF);
		const char *character = byte ? sign_of(fonts[f].signs, fonts[f].n, cp) : NULL;
		if (!byte || cp <= ' ' || cp == PRIVATE_BASE + ' ') {
			if (cp == PRIVATE_BASE + ' ')
				ht_buf_adds(&out, " ");
			else
				ht_buf_add(&out, p, n);
			continue;
		}
		if (character)
			ht_buf_adds(&out, character);
		else if (cp < PRIVATE_BASE)
			ht_buf_add(&out, p, n); /* a typed letter is likelier to be set in a wrong font */
		else
			ht_buf_adds(&out, "〓");
		*unknown += !character;
	}
	const char *shown = im_copy_all(d, &out);
	ht_buf_free(&out);
	return shown;
}

void im_sink_symbols(im_sink *s, const char *font, const char *text, bool collapse)
{
	size_t unknown = 0;
	im_sink_text(s, shown_in(s->d, font, text, &unknown), collapse);
	if (unknown && !s->look.leave)
		ht_diag(s->d->diags, HT_D_IMPORT_SYMBOL, s->loc, font, NULL);
}

void im_sink_bullet(im_sink *s, const char *font, const char *text)
{
	size_t unknown = 0;
	const char *shown = shown_in(s->d, font, text, &unknown);
	if (ht_str_one_of(shown, "☐☑☒✓✔✗✘√×"))
		im_sink_text(s, shown, false);
}
