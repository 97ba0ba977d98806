/* The XMP packet (ISO 16684-1): the Info dictionary as RDF, and the standards the
 * file conforms to. PDF/A requires properties
 * that it does not define, those of PDF/UA and our archival ones, to be described
 * in the packet itself (ISO 19005-2 6.6.2.3.3). */
#include <stdio.h>
#include <string.h>

#include "office/xml.h"
#include "pdf_priv.h"
#include "standards.h"

#define PDFA_SPACE    "http://www.aiim.org/pdfa/ns/id/"
#define PDFUA_SPACE   "http://www.aiim.org/pdfua/ns/id/"
#define AIGC_SPACE    "http://www.tc260.org.cn/ns/AIGC/1.0/" /* TC260-PG-20258A */
#define PDFD_SPACE    "http://pdfa.org/declarations/"
#define DESCRIPTION   128 /* bytes of a property's, at most */
#define ARCHIVE_SPACE "urn:x-hongtou:archive:1.0/"

static void element(ht_xml *x, const char *name, const char *value)
{
	if (value && *value)
		ht_xml_leaf(x, name, value);
}

/* <name><container><rdf:li>value</rdf:li></container></name> */
static void container_element(ht_xml *x, const char *name, const char *container, const char *value)
{
	if (!value)
		return;
	ht_xml_open(x, name);
	ht_xml_open(x, container);
	ht_xml_open(x, "rdf:li");
	if (strcmp(container, "rdf:Alt") == 0)
		ht_xml_attr(x, "xml:lang", "x-default");
	ht_xml_text(x, value, strlen(value));
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void start_description(ht_xml *x)
{
	ht_xml_open(x, "rdf:Description");
	ht_xml_attr(x, "rdf:about", "");
}

/* What the packet says of each standard. */
static const struct {
	unsigned standard;
	const char *part, *revision, *conformance;
} identities[] = {
    {HT_PDF_A2B, "2", NULL, "B"},  {HT_PDF_A2U, "2", NULL, "U"},    {HT_PDF_A2A, "2", NULL, "A"},
    {HT_PDF_A3A, "3", NULL, "A"},  {HT_PDF_A4, "4", "2020", NULL},  {HT_PDF_A4F, "4", "2020", "F"},
    {HT_PDF_UA1, "1", NULL, NULL}, {HT_PDF_UA2, "2", "2024", NULL},
};

/* One PDF Declaration. */
static void declare(ht_xml *x, const char *what)
{
	ht_xml_open(x, "rdf:li");
	ht_xml_attr(x, "rdf:parseType", "Resource");
	element(x, "pdfd:conformsTo", what);
	ht_xml_end(x);
}

/* Files for PDF/UA-2 follow Well-Tagged PDF, too. */
static void declarations(ht_xml *x)
{
	start_description(x);
	ht_xml_attr(x, "xmlns:pdfd", PDFD_SPACE);
	ht_xml_open(x, "pdfd:declarations");
	ht_xml_open(x, "rdf:Bag");
	declare(x, PDFD_SPACE "wtpdf#reuse1.0");
	declare(x, PDFD_SPACE "wtpdf#accessibility1.0");
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* The standards the file conforms to. */
static void conformance(ht_xml *x, unsigned standards)
{
	for (size_t i = 0; i < ARRAY_LEN(identities); i++) {
		if (!(standards & identities[i].standard))
			continue;
		start_description(x);
		if (identities[i].standard & RENDER_ARCHIVE) {
			ht_xml_attr(x, "xmlns:pdfaid", PDFA_SPACE);
			element(x, "pdfaid:part", identities[i].part);
			element(x, "pdfaid:rev", identities[i].revision);
		} else {
			ht_xml_attr(x, "xmlns:pdfuaid", PDFUA_SPACE);
			element(x, "pdfuaid:part", identities[i].part);
			element(x, "pdfuaid:rev", identities[i].revision);
		}
		element(x, "pdfaid:conformance", identities[i].conformance);
		ht_xml_end(x);
	}
	if (standards & HT_PDF_UA2)
		declarations(x);
}

static void archive(ht_xml *x, const pdf_info *info)
{
	start_description(x);
	ht_xml_attr(x, "xmlns:archive", ARCHIVE_SPACE);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++) {
		char name[64] = "archive:";
		strncat(name, ht_archive_rows[i].name, sizeof name - sizeof "archive:");
		if (i != HT_ARCHIVE_AIGC)
			element(x, name, info->archive[i]);
	}
	ht_xml_end(x);
	if (!info->archive[HT_ARCHIVE_AIGC])
		return;
	start_description(x);
	ht_xml_attr(x, "xmlns:TC260", AIGC_SPACE);
	element(x, "TC260:AIGC", info->archive[HT_ARCHIVE_AIGC]);
	ht_xml_end(x);
}

static void start_resource(ht_xml *x, const char *name)
{
	ht_xml_open(x, name);
	ht_xml_attr(x, "rdf:parseType", "Resource");
}

static void described_property(ht_xml *x, const char *name, const char *type, const char *category, const char *meaning)
{
	start_resource(x, "rdf:li");
	element(x, "pdfaProperty:name", name);
	element(x, "pdfaProperty:valueType", type);
	element(x, "pdfaProperty:category", category);
	element(x, "pdfaProperty:description", meaning);
	ht_xml_end(x);
}

/* Begin a schema description, up to its properties; end it with end_schema(). */
static void start_schema(ht_xml *x, const char *name, const char *space, const char *prefix)
{
	start_resource(x, "rdf:li");
	element(x, "pdfaSchema:schema", name);
	element(x, "pdfaSchema:namespaceURI", space);
	element(x, "pdfaSchema:prefix", prefix);
	ht_xml_open(x, "pdfaSchema:property");
	ht_xml_open(x, "rdf:Seq");
}

static void end_schema(ht_xml *x)
{
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* 全宗号: number of the fonds */
static const char *described_as(size_t i, char text[DESCRIPTION])
{
	snprintf(text, DESCRIPTION, "%s: %s", ht_archive_rows[i].zh, ht_archive_rows[i].meaning);
	return text;
}

static void described_schemas(ht_xml *x, const pdf_info *info, unsigned standards)
{
	if (!(standards & HT_PDF_UA1) && !info->has_archive)
		return;
	start_description(x);
	ht_xml_attr(x, "xmlns:pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/");
	ht_xml_attr(x, "xmlns:pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#");
	ht_xml_attr(x, "xmlns:pdfaProperty", "http://www.aiim.org/pdfa/ns/property#");
	ht_xml_open(x, "pdfaExtension:schemas");
	ht_xml_open(x, "rdf:Bag");
	if (standards & HT_PDF_UA1) {
		start_schema(x, "PDF/UA identification", PDFUA_SPACE, "pdfuaid");
		described_property(x, "part", "Integer", "internal", "part of ISO 14289");
		end_schema(x);
	}
	if (info->has_archive) {
		char meaning[DESCRIPTION];
		start_schema(x, "Archival metadata of official documents (DA/T 46-2009)", ARCHIVE_SPACE, "archive");
		for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++)
			if (info->archive[i] && i != HT_ARCHIVE_AIGC)
				described_property(x, ht_archive_rows[i].name, ht_archive_rows[i].type, "external",
				                   described_as(i, meaning));
		end_schema(x);
	}
	if (info->archive[HT_ARCHIVE_AIGC]) {
		const ht_archive_row *row = &ht_archive_rows[HT_ARCHIVE_AIGC];
		start_schema(x, "Label of generated content (GB 45438-2025)", AIGC_SPACE, "TC260");
		described_property(x, row->name, row->type, "external", row->meaning);
		end_schema(x);
	}
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void description(ht_xml *x, const pdf_info *info)
{
	start_description(x);
	ht_xml_attr(x, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	ht_xml_attr(x, "xmlns:pdf", "http://ns.adobe.com/pdf/1.3/");
	ht_xml_attr(x, "xmlns:xmp", "http://ns.adobe.com/xap/1.0/");
	element(x, "dc:format", "application/pdf");
	container_element(x, "dc:language", "rdf:Bag", "zh-CN");
	container_element(x, "dc:title", "rdf:Alt", info->title);
	container_element(x, "dc:creator", "rdf:Seq", info->author);
	container_element(x, "dc:description", "rdf:Alt", info->subject);
	element(x, "pdf:Keywords", info->keywords);
	element(x, "pdf:Producer", PDF_PRODUCER);
	element(x, "xmp:CreatorTool", info->creator);
	element(x, "xmp:CreateDate", info->date);
	element(x, "xmp:ModifyDate", info->date);
	element(x, "xmp:MetadataDate", info->date);
	ht_xml_end(x);
}

static void packet(ht_xml *x, const pdf_info *info, unsigned standards)
{
	x->indented = true;
	ht_xml_raw_string(x, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
	ht_xml_open(x, "x:xmpmeta");
	ht_xml_attr(x, "xmlns:x", "adobe:ns:meta/");
	ht_xml_open(x, "rdf:RDF");
	ht_xml_attr(x, "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
	conformance(x, standards);
	description(x, info);
	if (info->has_archive)
		archive(x, info);
	if (standards & RENDER_ARCHIVE & ~RENDER_PDF20) /* PDF/A-4 asks for no description */
		described_schemas(x, info, standards);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_raw_string(x, "<?xpacket end=\"r\"?>\n");
}

bool pdf_xmp_write(const pdf_info *info, unsigned standards, ht_buf *out)
{
	ht_xml x;
	size_t len;
	ht_xml_new(&x);
	packet(&x, info, standards);
	const char *bytes = ht_xml_bytes(&x, &len);
	const bool ok = !x.failed && ht_buf_add(out, bytes, len);
	ht_xml_close(&x);
	return ok;
}
