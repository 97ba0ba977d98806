/* Names of faces as the office's machines have them. A fontset of fonts.conf
 * becomes a list of families, commercial ones first: an editor takes the first
 * that is installed. If none is, LibreOffice asks fontconfig for the first name, and fonts.conf answers with the face
 * of the PDF. */
#include <string.h>

#include "odt_priv.h"

const char *odt_face_name(const char *family)
{
	const ht_draft_face *found = ht_draft_face_of(family);
	return found ? found->name : family;
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

/* quoted: the name under which the family is known, in quotes. */
static void write_face(const odt *o, ht_xml *x, const char *family, const ht_buf *quoted)
{
	const ht_draft_face *found = ht_draft_face_of(family);
	const odt_embedding *embedded = odt_embedded(o, family);
	ht_xml_open(x, "style:font-face");
	ht_xml_attr(x, "style:name", odt_face_name(family));
	ht_xml_attr(x, "svg:font-family", found && !embedded ? found->families : quoted->data);
	if (found)
		ht_xml_attr(x, "style:font-family-generic", found->generic);
	ht_xml_attr(x, "style:font-pitch", "variable");
	if (embedded)
		write_source(x, embedded);
	ht_xml_end(x);
}

/* A family the sheet names itself, in the quotes its name needs. */
static bool quote(const char *family, ht_buf *out)
{
	const char *quotation = strchr(family, '\'') ? "\"" : "'";
	out->len = 0;
	return ht_buf_adds(out, quotation) && ht_buf_adds(out, family) && ht_buf_adds(out, quotation);
}

/* Has a face before this one named the family already? */
static bool named_before(const odt *o, const char *family, size_t face)
{
	for (size_t i = 0; i < face; i++)
		if (o->used_faces[i] &&
		    (strcmp(o->d.style->faces[i].han, family) == 0 || strcmp(o->d.style->faces[i].latin, family) == 0))
			return true;
	return false;
}

void odt_write_faces(odt *o, ht_xml *x)
{
	ht_buf quoted = {0};
	ht_xml_open(x, "office:font-face-decls");
	for (size_t i = 0; i < o->d.style->n_faces; i++) {
		const char *families[] = {o->d.style->faces[i].han, o->d.style->faces[i].latin};
		for (int k = 0; k < 2 && o->used_faces[i]; k++)
			if (!named_before(o, families[k], i) && (k == 0 || strcmp(families[0], families[1]) != 0)) {
				x->failed = x->failed || !quote(odt_face_name(families[k]), &quoted);
				write_face(o, x, families[k], &quoted);
			}
	}
	ht_xml_end(x);
	ht_buf_free(&quoted);
}
