/* The record that the document is made of, in the package: a part of custom XML (part 1, 22.5), which Word, WPS and
 * Writer keep when they save, whatever it holds. Beside the record it has the text as it is now, with its styles and
 * notes, so that whoever reads the package can tell what was edited since. */
#include <string.h>

#include "docx_priv.h"

#define NAME_SPACE "urn:hongtou:docx:record"

/* Of the part's identifier nothing is asked but that no other part of the package has it (22.5.2.1). */
#define PART_ID "{6E2C9B3A-5D41-4F0E-9A7C-11D8B64F7A20}"

/* As text, not as elements: what these refer to is nothing of this part. */
static void add_text(ht_xml *x, const char *name, ht_xml *from)
{
	size_t len;
	const char *xml = ht_xml_bytes(from, &len);
	ht_xml_open(x, name);
	ht_xml_text(x, xml, len);
	ht_xml_end(x);
	x->failed = x->failed || from->failed;
}

void docx_write_record(const docx *o, ht_xml *x, ht_xml *document, ht_xml *styles, ht_xml *notes)
{
	ht_xml_root(x, "record", " xmlns=\"" NAME_SPACE "\"");
	ht_xml_open(x, "source");
	ht_xml_attr(x, "format", o->options->attached_ending);
	ht_xml_base64(x, o->options->attached, o->options->n_attached);
	ht_xml_end(x);
	add_text(x, "document", document);
	add_text(x, "styles", styles);
	if (o->has_notes)
		add_text(x, "footnotes", notes);
	ht_xml_end(x);
}

void docx_write_record_properties(ht_xml *x)
{
	ht_xml_root(x, "ds:datastoreItem",
	            " xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\" ds:itemID=\"" PART_ID
	            "\"");
	ht_xml_raw_string(x, "<ds:schemaRefs><ds:schemaRef ds:uri=\"" NAME_SPACE "\"/></ds:schemaRefs>");
	ht_xml_end(x);
}
