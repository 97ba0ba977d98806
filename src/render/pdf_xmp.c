/* The XMP packet (ISO 16684-1): the Info dictionary as RDF, and the standards the
 * file conforms to. libxml2's writer escapes the text. PDF/A requires properties
 * that it does not define, those of PDF/UA and our archival ones, to be described
 * in the packet itself (ISO 19005-2 6.6.2.3.3). */
#include <libxml/xmlwriter.h>
#include <stdio.h>
#include <string.h>

#include "pdf_priv.h"
#include "standards.h"

/* Every call adds its result to failed, which is checked once at the end. */
typedef struct xmp {
	xmlTextWriterPtr writer;
	bool failed;
} xmp;

#define X(s) (const xmlChar *)(s)

#define PDFA_SPACE    "http://www.aiim.org/pdfa/ns/id/"
#define PDFUA_SPACE   "http://www.aiim.org/pdfua/ns/id/"
#define AIGC_SPACE    "http://www.tc260.org.cn/ns/AIGC/1.0/" /* TC260-PG-20258A */
#define PDFD_SPACE    "http://pdfa.org/declarations/"
#define DESCRIPTION   128 /* bytes of a property's, at most */
#define ARCHIVE_SPACE "urn:x-hongtou:archive:1.0/"

static void check(xmp *x, int result)
{
	x->failed |= result < 0;
}

static void start(xmp *x, const char *name)
{
	check(x, xmlTextWriterStartElement(x->writer, X(name)));
}

static void end(xmp *x)
{
	check(x, xmlTextWriterEndElement(x->writer));
}

static void attribute(xmp *x, const char *name, const char *value)
{
	check(x, xmlTextWriterWriteAttribute(x->writer, X(name), X(value)));
}

static void element(xmp *x, const char *name, const char *value)
{
	if (value && *value)
		check(x, xmlTextWriterWriteElement(x->writer, X(name), X(value)));
}

/* <name><container><rdf:li>value</rdf:li></container></name> */
static void container_element(xmp *x, const char *name, const char *container, const char *value)
{
	if (!value)
		return;
	start(x, name);
	start(x, container);
	start(x, "rdf:li");
	if (strcmp(container, "rdf:Alt") == 0)
		attribute(x, "xml:lang", "x-default");
	check(x, xmlTextWriterWriteString(x->writer, X(value)));
	end(x);
	end(x);
	end(x);
}

static void start_description(xmp *x)
{
	start(x, "rdf:Description");
	attribute(x, "rdf:about", "");
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
static void declare(xmp *x, const char *what)
{
	start(x, "rdf:li");
	attribute(x, "rdf:parseType", "Resource");
	element(x, "pdfd:conformsTo", what);
	end(x);
}

/* Files for PDF/UA-2 follow Well-Tagged PDF, too. */
static void declarations(xmp *x)
{
	start_description(x);
	attribute(x, "xmlns:pdfd", PDFD_SPACE);
	start(x, "pdfd:declarations");
	start(x, "rdf:Bag");
	declare(x, PDFD_SPACE "wtpdf#reuse1.0");
	declare(x, PDFD_SPACE "wtpdf#accessibility1.0");
	end(x);
	end(x);
	end(x);
}

/* The standards the file conforms to. */
static void conformance(xmp *x, unsigned standards)
{
	for (size_t i = 0; i < ARRAY_LEN(identities); i++) {
		if (!(standards & identities[i].standard))
			continue;
		start_description(x);
		if (identities[i].standard & RENDER_ARCHIVE) {
			attribute(x, "xmlns:pdfaid", PDFA_SPACE);
			element(x, "pdfaid:part", identities[i].part);
			element(x, "pdfaid:rev", identities[i].revision);
		} else {
			attribute(x, "xmlns:pdfuaid", PDFUA_SPACE);
			element(x, "pdfuaid:part", identities[i].part);
			element(x, "pdfuaid:rev", identities[i].revision);
		}
		element(x, "pdfaid:conformance", identities[i].conformance);
		end(x);
	}
	if (standards & HT_PDF_UA2)
		declarations(x);
}

static void archive(xmp *x, const pdf_info *info)
{
	start_description(x);
	attribute(x, "xmlns:archive", ARCHIVE_SPACE);
	for (size_t i = 0; i < HT_ARCHIVE_COUNT; i++) {
		char name[64] = "archive:";
		strncat(name, ht_archive_rows[i].name, sizeof name - sizeof "archive:");
		if (i != HT_ARCHIVE_AIGC)
			element(x, name, info->archive[i]);
	}
	end(x);
	if (!info->archive[HT_ARCHIVE_AIGC])
		return;
	start_description(x);
	attribute(x, "xmlns:TC260", AIGC_SPACE);
	element(x, "TC260:AIGC", info->archive[HT_ARCHIVE_AIGC]);
	end(x);
}

static void start_resource(xmp *x, const char *name)
{
	start(x, name);
	attribute(x, "rdf:parseType", "Resource");
}

static void described_property(xmp *x, const char *name, const char *type, const char *category, const char *meaning)
{
	start_resource(x, "rdf:li");
	element(x, "pdfaProperty:name", name);
	element(x, "pdfaProperty:valueType", type);
	element(x, "pdfaProperty:category", category);
	element(x, "pdfaProperty:description", meaning);
	end(x);
}

/* Begin a schema description, up to its properties; end it with end_schema(). */
static void start_schema(xmp *x, const char *name, const char *space, const char *prefix)
{
	start_resource(x, "rdf:li");
	element(x, "pdfaSchema:schema", name);
	element(x, "pdfaSchema:namespaceURI", space);
	element(x, "pdfaSchema:prefix", prefix);
	start(x, "pdfaSchema:property");
	start(x, "rdf:Seq");
}

static void end_schema(xmp *x)
{
	end(x);
	end(x);
	end(x);
}

/* 全宗号: number of the fonds */
static const char *described_as(size_t i, char text[DESCRIPTION])
{
	snprintf(text, DESCRIPTION, "%s: %s", ht_archive_rows[i].zh, ht_archive_rows[i].meaning);
	return text;
}

static void described_schemas(xmp *x, const pdf_info *info, unsigned standards)
{
	if (!(standards & HT_PDF_UA1) && !info->has_archive)
		return;
	start_description(x);
	attribute(x, "xmlns:pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/");
	attribute(x, "xmlns:pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#");
	attribute(x, "xmlns:pdfaProperty", "http://www.aiim.org/pdfa/ns/property#");
	start(x, "pdfaExtension:schemas");
	start(x, "rdf:Bag");
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
	end(x);
	end(x);
	end(x);
}

static void description(xmp *x, const pdf_info *info)
{
	start_description(x);
	attribute(x, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	attribute(x, "xmlns:pdf", "http://ns.adobe.com/pdf/1.3/");
	attribute(x, "xmlns:xmp", "http://ns.adobe.com/xap/1.0/");
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
	end(x);
}

static void packet(xmp *x, const pdf_info *info, unsigned standards)
{
	check(x, xmlTextWriterSetIndent(x->writer, 1));
	check(x, xmlTextWriterWritePI(x->writer, X("xpacket"),
	                              X("begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"")));
	start(x, "x:xmpmeta");
	attribute(x, "xmlns:x", "adobe:ns:meta/");
	start(x, "rdf:RDF");
	attribute(x, "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
	conformance(x, standards);
	description(x, info);
	if (info->has_archive)
		archive(x, info);
	if (standards & RENDER_ARCHIVE & ~RENDER_PDF20) /* PDF/A-4 asks for no description */
		described_schemas(x, info, standards);
	end(x);
	end(x);
	check(x, xmlTextWriterWritePI(x->writer, X("xpacket"), X("end=\"r\"")));
	check(x, xmlTextWriterFlush(x->writer));
}

bool pdf_xmp_write(const pdf_info *info, unsigned standards, ht_buf *out)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	xmp x = {buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL, false};
	bool ok = false;
	if (x.writer) {
		packet(&x, info, standards);
		ok = !x.failed && ht_buf_add(out, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
		xmlFreeTextWriter(x.writer);
	}
	if (buffer)
		xmlBufferFree(buffer);
	return ok;
}
