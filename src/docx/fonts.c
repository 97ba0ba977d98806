/* Names of fonts. Word reads names of up to 31 characters (LOGFONT's), one to a run: what stands in for a font that a
 * machine lacks is named in the table of fonts. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "docx/messages.h"
#include "docx_priv.h"

#define MOST_CHARACTERS 31

/* The table of fonts that is written. */
typedef struct table {
	docx *o;
	ht_xml *x;
} table;

/* UTF-16 units. */
static size_t units(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80 ? 1 + ((unsigned char)*s >= 0xF0) : 0;
	return n;
}

const char *docx_family(const char *fontset)
{
	const ht_draft_face *face = ht_draft_face_of(fontset);
	const char *name = face ? face->family : fontset;
	return units(name) <= MOST_CHARACTERS ? name : NULL;
}

void docx_attr_family(ht_xml *x, const char *name, const char *fontset)
{
	const char *family = docx_family(fontset);
	if (family)
		ht_xml_attr(x, name, family);
}

/* The second name of a face's list, without its quotes: most machines that lack the first have it. */
static const char *substitute(docx *o, const ht_draft_face *face)
{
	const char *from = strchr(face->families, ','), *end;
	if (!from)
		return NULL;
	from += strspn(from, ", '");
	end = from + strcspn(from, ",'");
	return ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "%.*s", (int)(end - from), from));
}

static void write_panose(ht_xml *x, const ht_draft_face *face)
{
	char text[2 * sizeof face->panose + 1];
	for (size_t i = 0; i < sizeof face->panose; i++) {
		text[2 * i] = "0123456789ABCDEF"[face->panose[i] >> 4];
		text[2 * i + 1] = "0123456789ABCDEF"[face->panose[i] & 0xF];
	}
	text[2 * sizeof face->panose] = '\0';
	docx_val(x, "w:panose1", text);
}

static void write_font(docx *o, ht_xml *x, const char *fontset, bool han)
{
	const ht_draft_face *face = ht_draft_face_of(fontset);
	const char *name = docx_family(fontset);
	if (!name) {
		ht_diag(o->d.diags, HT_D_DOCX_FONT_NAME, (ht_loc){0}, fontset, NULL);
		return;
	}
	ht_xml_open(x, "w:font");
	ht_xml_attr(x, "w:name", name);
	if (face && substitute(o, face))
		docx_val(x, "w:altName", substitute(o, face));
	if (face)
		write_panose(x, face);
	docx_val(x, "w:charset", han ? "86" : "00"); /* GB 2312; ANSI */
	docx_val(x, "w:family", face ? face->generic : "auto");
	docx_val(x, "w:pitch", "variable");
	ht_xml_end(x);
}

/* Two families are one if their name in the file is, or, without one, the sheet's. */
static const char *name_of(const void *user, const char *fontset)
{
	const char *name = docx_family(fontset);
	(void)user;
	return name ? name : fontset;
}

static void add_font(void *user, const char *fontset, bool han)
{
	const table *to = user;
	write_font(to->o, to->x, fontset, han);
}

void docx_write_fonts(docx *o, ht_xml *x)
{
	ht_draft_families(&o->d, o->used_faces, name_of, add_font, &(table){o, x});
}
