/* Names of faces as the office's machines have them. A fontset of fonts.conf becomes one family, since editors show the
 * name to whoever edits, and Word reads no list of names in what they save for it. Where the family is not installed,
 * LibreOffice asks fontconfig for it, and fonts.conf answers with the face of the PDF; others look for one of its kind
 * and panose. If asked for, it is a list, commercial families first: an editor takes the first that is installed. */
#include <string.h>

#include "odt_priv.h"

typedef struct declarations {
	const odt *o;
	ht_xml *x;
} declarations;

/* Fonts in the file are told apart by name, as lists are; else two faces of one family have its name. */
const char *odt_face_name(const odt *o, const char *family)
{
	const ht_draft_face *found = ht_draft_face_of(family);
	if (!found)
		return family;
	if (o->options->font_lists || o->options->embed_fonts)
		return found->name;
	return found->family;
}

static void write_source(ht_xml *x, const odt_embedding *e)
{
	ht_xml_open(x, "svg:font-face-src");
	ht_xml_open(x, "svg:font-face-uri");
	ht_xml_attr(x, "xlink:href", e->part);
	ht_xml_attr(x, "xlink:type", "simple");
	ht_xml_open(x, "svg:font-face-format");
	ht_xml_attr(x, "svg:string", e->font->cff ? "opentype" : "truetype");
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void write_panose(ht_xml *x, const ht_draft_face *face)
{
	char text[4 * sizeof face->panose + 1], *p = text;
	for (size_t i = 0; i < sizeof face->panose; i++) {
		const unsigned v = face->panose[i];
		*p++ = ' ';
		if (v >= 100)
			*p++ = (char)('0' + v / 100);
		if (v >= 10)
			*p++ = (char)('0' + v / 10 % 10);
		*p++ = (char)('0' + v % 10);
	}
	*p = '\0';
	ht_xml_attr(x, "svg:panose-1", text + 1);
}

/* A family in the quotes that its name needs. */
static void quote(const char *family, ht_buf *out)
{
	const char *quotation = strchr(family, '\'') ? "\"" : "'";
	ht_buf_adds(out, quotation);
	ht_buf_adds(out, family);
	ht_buf_adds(out, quotation);
}

static void write_face(const odt *o, ht_xml *x, const char *family)
{
	const ht_draft_face *found = ht_draft_face_of(family);
	const odt_embedding *embedded = odt_embedded(o, family);
	const char *asked = found && !embedded ? found->family : odt_face_name(o, family);
	ht_buf families = {0};
	if (found && o->options->font_lists && !embedded)
		ht_buf_adds(&families, found->families);
	else
		quote(asked, &families);
	x->failed = x->failed || families.failed;
	ht_xml_open(x, "style:font-face");
	ht_xml_attr(x, "style:name", odt_face_name(o, family));
	ht_xml_attr(x, "svg:font-family", families.failed ? "" : families.data);
	ht_buf_free(&families);
	if (found) {
		ht_xml_attr(x, "style:font-family-generic", found->generic);
		write_panose(x, found);
	}
	ht_xml_attr(x, "style:font-pitch", "variable");
	if (embedded)
		write_source(x, embedded);
	ht_xml_end(x);
}

static const char *name_of(const void *user, const char *family)
{
	return odt_face_name(((const declarations *)user)->o, family);
}

static void declare(void *user, const char *family, bool han)
{
	const declarations *to = user;
	(void)han;
	write_face(to->o, to->x, family);
}

void odt_write_faces(odt *o, ht_xml *x)
{
	ht_xml_open(x, "office:font-face-decls");
	ht_draft_families(&o->d, o->used_faces, name_of, declare, &(declarations){o, x});
	ht_xml_end(x);
}
