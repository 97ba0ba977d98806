/* The XMP packet: the Info dictionary once more, as RDF (ISO 16684-1), through
 * libxml2's writer, which escapes. */
#include <libxml/xmlwriter.h>
#include <string.h>

#include "pdf_priv.h"

/* Every call adds its result to *failed, looked at once at the end. */
typedef struct xmp {
	xmlTextWriterPtr writer;
	bool failed;
} xmp;

#define X(s) (const xmlChar *)(s)

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

static void description(xmp *x, const pdf_info *info)
{
	start(x, "rdf:Description");
	attribute(x, "rdf:about", "");
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

static void packet(xmp *x, const pdf_info *info)
{
	check(x, xmlTextWriterSetIndent(x->writer, 1));
	check(x, xmlTextWriterWritePI(x->writer, X("xpacket"),
	                              X("begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"")));
	start(x, "x:xmpmeta");
	attribute(x, "xmlns:x", "adobe:ns:meta/");
	start(x, "rdf:RDF");
	attribute(x, "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
	description(x, info);
	end(x);
	end(x);
	check(x, xmlTextWriterWritePI(x->writer, X("xpacket"), X("end=\"r\"")));
	check(x, xmlTextWriterFlush(x->writer));
}

bool pdf_xmp_write(const pdf_info *info, ht_buf *out)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	xmp x = {buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL, false};
	bool ok = false;
	if (x.writer) {
		packet(&x, info);
		ok = !x.failed && ht_buf_add(out, xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
		xmlFreeTextWriter(x.writer);
	}
	if (buffer)
		xmlBufferFree(buffer);
	return ok;
}
