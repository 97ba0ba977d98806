/* Embedded fonts, for machines that do not have them. An embedded font has the first name in its face's list, so that
 * an editor does not look for another. */
#include <string.h>

#include "odt/messages.h"
#include "odt_priv.h"

/* What every text may have besides Chinese characters: Latin and Greek letters,
 * Cyrillic ones; marks, figures, arrows, signs; CJK marks and wide letters. */
static const uint32_t common[][2] = {
    {0x20, 0x4FF}, {0x2000, 0x27BF}, {0x3000, 0x33FF}, {0xFE30, 0xFE4F}, {0xFF00, 0xFFEF}};

#define N_CPS 0x110000

void odt_note_character(odt *o, uint32_t cp)
{
	if (o->seen && cp < N_CPS)
		o->seen[cp / 8] |= (unsigned char)(1u << cp % 8);
}

static void note_repertoire(odt *o)
{
	for (size_t i = 0; i < o->options->n_repertoire; i++)
		odt_note_character(o, o->options->repertoire[i]);
	for (size_t i = 0; i < ARRAY_LEN(common); i++)
		for (uint32_t cp = common[i][0]; cp <= common[i][1]; cp++)
			odt_note_character(o, cp);
}

/* The characters that a font of the document must have. */
static uint32_t *wanted(odt *o, size_t *n)
{
	size_t all = 0;
	note_repertoire(o);
	for (size_t i = 0; i < N_CPS / 8; i++)
		all += (size_t)__builtin_popcount(o->seen[i]);
	uint32_t *cps = ht_draft_array(&o->d, all + 1, sizeof *cps);
	*n = 0;
	for (uint32_t cp = 0; cps && cp < N_CPS; cp++)
		if (o->seen[cp / 8] >> cp % 8 & 1)
			cps[(*n)++] = cp;
	return cps;
}

static const char *part_of(const odt *o, const ht_font *font)
{
	for (size_t i = 0; i < o->n_embedded; i++)
		if (o->embedded[i].font == font)
			return o->embedded[i].part;
	return NULL;
}

static const char *add_file(odt *o, const ht_font *font, const uint32_t *cps, size_t n)
{
	ht_subset file;
	ht_status status = ht_font_file(font, cps, n, o->d.diags, &file);
	if (status != HT_OK) {
		ht_draft_fail(&o->d, status);
		return NULL;
	}
	const char *data = ht_arena_strndup(o->d.arena, (const char *)file.data, file.len);
	const char *part = ht_arena_printf(o->d.arena, "Fonts/%s.%s", font->ps_name, font->cff ? "otf" : "ttf");
	const char *type = font->cff ? "application/x-font-otf" : "application/x-font-ttf";
	ht_package_add(&o->d.package, data ? part : NULL, type, data, file.len, HT_PACK_DEFLATED);
	ht_subset_free(&file);
	return part;
}

static void embed(odt *o, const char *family, const uint32_t *cps, size_t n)
{
	int fontset;
	if (odt_embedded(o, family) || ht_fonts_fontset(o->d.fonts, family, (ht_loc){0}, NULL, &fontset) != HT_OK)
		return;
	const ht_font *font = ht_fonts_main(o->d.fonts, fontset);
	const char *part = font ? part_of(o, font) : NULL;
	if (!font)
		return;
	if (!ht_font_editable(font)) {
		ht_diag(o->d.diags, HT_D_ODT_FONT, (ht_loc){0}, font->family, NULL);
		return;
	}
	if (!part)
		part = add_file(o, font, cps, n);
	odt_embedding *slot = part ? HT_PUSH(o->d.arena, o->embedded, o->n_embedded, o->cap_embedded) : NULL;
	if (slot)
		*slot = (odt_embedding){.family = family, .font = font, .part = part};
	else
		ht_draft_fail(&o->d, HT_ERR_NOMEM);
}

void odt_embed_begin(odt *o)
{
	if (o->options->embed_fonts && !o->options->flat)
		o->seen = ht_draft_array(&o->d, N_CPS / 8, 1);
}

void odt_embed_fonts(odt *o)
{
	size_t n;
	const uint32_t *cps = o->seen ? wanted(o, &n) : NULL;
	for (size_t i = 0; cps && i < o->d.style->n_faces; i++) {
		if (!o->used_faces[i])
			continue;
		embed(o, o->d.style->faces[i].han, cps, n);
		embed(o, o->d.style->faces[i].latin, cps, n);
	}
}

const odt_embedding *odt_embedded(const odt *o, const char *family)
{
	for (size_t i = 0; i < o->n_embedded; i++)
		if (strcmp(o->embedded[i].family, family) == 0)
			return &o->embedded[i];
	return NULL;
}
