/* The XMP packet: the Info dictionary once more, as RDF (ISO 16684-1), through
 * libxml2's writer, which escapes; and what the file promises to be. PDF/A wants
 * properties that it does not know described in the packet itself (ISO 19005-2
 * 6.6.2.3.3): those of PDF/UA's own, and the archive's. */
#include <libxml/xmlwriter.h>
#include <string.h>

#include "pdf_priv.h"

/* Every call adds its result to *failed, looked at once at the end. */
typedef struct xmp {
	xmlTextWriterPtr writer;
	bool failed;
} xmp;

#define X(s) (const xmlChar *)(s)

#define PDFUA_SPACE   "http://www.aiim.org/pdfua/ns/id/"
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

static void simple(xmp *x, const char *name, const char *value)
{
	if (value && *value)
		check(x, xmlTextWriterWriteElement(x->writer, X(name), X(value)));
}

/* <name><container><rdf:li>value</rdf:li></container></name> */
static void item(xmp *x, const char *name, const char *container, const char *value)
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

/* What the file promises to be. */
static void promises(xmp *x, unsigned standards)
{
	if (standards & PDF_ARCHIVE) {
		const char *level = "A";
		if (standards & HT_PDF_A2B)
			level = "B";
		else if (standards & HT_PDF_A2U)
			level = "U";
		start_description(x);
		attribute(x, "xmlns:pdfaid", "http://www.aiim.org/pdfa/ns/id/");
		simple(x, "pdfaid:part", standards & HT_PDF_A3A ? "3" : "2");
		simple(x, "pdfaid:conformance", level);
		end(x);
	}
	if (standards & HT_PDF_UA1) {
		start_description(x);
		attribute(x, "xmlns:pdfuaid", PDFUA_SPACE);
		simple(x, "pdfuaid:part", "1");
		end(x);
	}
}

static bool has_archive(const pdf_info *info)
{
	for (size_t i = 0; i < PDF_ARCHIVE_FIELDS; i++)
		if (info->archive[i])
			return true;
	return false;
}

static void archive(xmp *x, const pdf_info *info)
{
	start_description(x);
	attribute(x, "xmlns:archive", ARCHIVE_SPACE);
	for (size_t i = 0; i < PDF_ARCHIVE_FIELDS; i++) {
		char name[64] = "archive:";
		strncat(name, pdf_archive_fields[i].name, sizeof name - sizeof "archive:");
		simple(x, name, info->archive[i]);
	}
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
	simple(x, "pdfaProperty:name", name);
	simple(x, "pdfaProperty:valueType", type);
	simple(x, "pdfaProperty:category", category);
	simple(x, "pdfaProperty:description", meaning);
	end(x);
}

/* Up to where its properties stand; close with end_schema(). */
static void start_schema(xmp *x, const char *name, const char *space, const char *prefix)
{
	start_resource(x, "rdf:li");
	simple(x, "pdfaSchema:schema", name);
	simple(x, "pdfaSchema:namespaceURI", space);
	simple(x, "pdfaSchema:prefix", prefix);
	start(x, "pdfaSchema:property");
	start(x, "rdf:Seq");
}

static void end_schema(xmp *x)
{
	end(x);
	end(x);
	end(x);
}

static void described_schemas(xmp *x, const pdf_info *info, unsigned standards)
{
	if (!(standards & HT_PDF_UA1) && !has_archive(info))
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
	if (has_archive(info)) {
		start_schema(x, "Archival metadata of official documents (DA/T 46-2009)", ARCHIVE_SPACE, "archive");
		for (size_t i = 0; i < PDF_ARCHIVE_FIELDS; i++)
			described_property(x, pdf_archive_fields[i].name, pdf_archive_fields[i].type, "external",
			                   pdf_archive_fields[i].description);
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
	simple(x, "dc:format", "application/pdf");
	item(x, "dc:language", "rdf:Bag", "zh-CN");
	item(x, "dc:title", "rdf:Alt", info->title);
	item(x, "dc:creator", "rdf:Seq", info->author);
	item(x, "dc:description", "rdf:Alt", info->subject);
	simple(x, "pdf:Keywords", info->keywords);
	simple(x, "pdf:Producer", PDF_PRODUCER);
	simple(x, "xmp:CreatorTool", info->creator);
	simple(x, "xmp:CreateDate", info->date);
	simple(x, "xmp:ModifyDate", info->date);
	simple(x, "xmp:MetadataDate", info->date);
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
	promises(x, standards);
	description(x, info);
	if (has_archive(info))
		archive(x, info);
	if (standards & PDF_ARCHIVE)
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
