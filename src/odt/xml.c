#include "xml.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NAMESPACE(PREFIX, URI) " xmlns:" PREFIX "=\"" URI "\""

/* Name spaces of ODF 1.3 (OASIS, part 3, clause 4) and of what it builds on. */
static const char namespaces[] = NAMESPACE("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0")
    NAMESPACE("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0")
        NAMESPACE("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0")
            NAMESPACE("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0")
                NAMESPACE("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0")
                    NAMESPACE("fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0")
                        NAMESPACE("svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0")
                            NAMESPACE("meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0")
                                NAMESPACE("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0")
                                    NAMESPACE("dc", "http://purl.org/dc/elements/1.1/")
                                        NAMESPACE("xlink", "http://www.w3.org/1999/xlink")
                                            NAMESPACE("ooo", "http://openoffice.org/2004/office");

static void check(odt_xml *x, int result)
{
	x->failed = x->failed || result < 0;
}

static const xmlChar *xml(const char *s)
{
	return (const xmlChar *)s;
}

void odt_xml_new(odt_xml *x)
{
	*x = (odt_xml){.buffer = xmlBufferCreateSize(8192)};
	if (x->buffer)
		xmlBufferSetAllocationScheme(x->buffer, XML_BUFFER_ALLOC_DOUBLEIT);
	x->out = x->buffer ? xmlOutputBufferCreateBuffer(x->buffer, NULL) : NULL;
	x->writer = x->out ? xmlNewTextWriter(x->out) : NULL;
	if (x->out && !x->writer)
		xmlOutputBufferClose(x->out);
	x->failed = !x->writer;
}

void odt_xml_close(odt_xml *x)
{
	if (x->writer)
		xmlFreeTextWriter(x->writer);
	if (x->buffer)
		xmlBufferFree(x->buffer);
	*x = (odt_xml){.failed = true};
}

const char *odt_xml_bytes(odt_xml *x, size_t *len)
{
	*len = 0;
	if (x->failed)
		return "";
	check(x, xmlTextWriterEndDocument(x->writer));
	check(x, xmlTextWriterFlush(x->writer));
	*len = (size_t)xmlBufferLength(x->buffer);
	return (const char *)xmlBufferContent(x->buffer);
}

void odt_xml_root(odt_xml *x, const char *name)
{
	if (x->failed)
		return;
	check(x, xmlTextWriterStartDocument(x->writer, NULL, "UTF-8", NULL));
	odt_open(x, name);
	if (!x->failed)
		check(x, xmlOutputBufferWrite(x->out, sizeof namespaces - 1, namespaces));
	odt_attr(x, "office:version", "1.3");
}

void odt_open(odt_xml *x, const char *name)
{
	if (!x->failed)
		check(x, xmlTextWriterStartElement(x->writer, xml(name)));
}

void odt_end(odt_xml *x)
{
	if (!x->failed)
		check(x, xmlTextWriterEndElement(x->writer));
}

void odt_empty(odt_xml *x, const char *name)
{
	odt_open(x, name);
	odt_end(x);
}

void odt_leaf(odt_xml *x, const char *name, const char *text)
{
	odt_open(x, name);
	odt_raw_text(x, text, strlen(text));
	odt_end(x);
}

/* Do these bytes stand in XML as they are, in attributes too? */
static bool is_plain(const char *s, size_t len)
{
	static const bool escaped[256] = {
	    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true};
	for (size_t i = 0; i < len; i++)
		if (escaped[(unsigned char)s[i]])
			return false;
	return true;
}

/* Attributes are half of what a document says, and nearly all are plain: behind
 * an open start tag the writer has written all it has to, so that theirs can go
 * straight to where it writes. By itself it takes five times as long. */
void odt_attr(odt_xml *x, const char *name, const char *value)
{
	char text[256];
	size_t name_len = strlen(name), len = strlen(value);
	if (x->failed)
		return;
	if (name_len + len + sizeof " =\"\"" > sizeof text || !is_plain(value, len)) {
		check(x, xmlTextWriterWriteAttribute(x->writer, xml(name), xml(value)));
		return;
	}
	char *p = text;
	*p++ = ' ';
	memcpy(p, name, name_len);
	p += name_len;
	*p++ = '=';
	*p++ = '"';
	memcpy(p, value, len);
	p += len;
	*p++ = '"';
	check(x, xmlOutputBufferWrite(x->out, (int)(p - text), text));
}

void odt_attr_int(odt_xml *x, const char *name, long value)
{
	char text[24];
	snprintf(text, sizeof text, "%ld", value);
	odt_attr(x, name, text);
}

/* v with at least so many digits; the end of the text. printf would take ten
 * times as long, and there are hundreds of lengths in a document. */
static char *put_digits(char *p, unsigned long v, int digits)
{
	char reversed[24];
	int n = 0;
	for (; v || n < digits; v /= 10)
		reversed[n++] = (char)('0' + v % 10);
	while (n)
		*p++ = reversed[--n];
	return p;
}

/* value / scale with its unit, without trailing zeros and whatever the locale. */
static void fixed_text(char text[40], long value, unsigned long scale, const char *unit)
{
	unsigned long left = (unsigned long)labs(value), part = left % scale;
	int digits = scale == 1000 ? 3 : 2;
	char *p = text;
	if (value < 0)
		*p++ = '-';
	p = put_digits(p, left / scale, 1);
	for (; part && part % 10 == 0; part /= 10)
		digits--;
	if (part) {
		*p++ = '.';
		p = put_digits(p, part, digits);
	}
	strcpy(p, unit);
}

void odt_mm_text(char text[40], ht_len value)
{
	fixed_text(text, lround(ht_len_to_mm(value) * 1000), 1000, "mm");
}

void odt_attr_mm(odt_xml *x, const char *name, ht_len value)
{
	char text[40];
	odt_mm_text(text, value);
	odt_attr(x, name, text);
}

void odt_attr_pt(odt_xml *x, const char *name, ht_len value)
{
	char text[40];
	fixed_text(text, lround(ht_len_to_pt(value) * 100), 100, "pt");
	odt_attr(x, name, text);
}

void odt_attr_percent(odt_xml *x, const char *name, int percent)
{
	char text[16];
	snprintf(text, sizeof text, "%d%%", percent);
	odt_attr(x, name, text);
}

static void colour_text(char text[8], ht_colour c)
{
	snprintf(text, 8, "#%02x%02x%02x", c.r, c.g, c.b);
}

void odt_attr_colour(odt_xml *x, const char *name, ht_colour colour)
{
	char text[8];
	colour_text(text, colour);
	odt_attr(x, name, text);
}

void odt_border_text(char text[64], ht_len thickness, ht_colour colour)
{
	char value[8];
	if (!thickness) {
		strcpy(text, "none");
		return;
	}
	odt_mm_text(text, thickness);
	colour_text(value, colour);
	strcat(text, " solid ");
	strcat(text, value);
}

void odt_attr_border(odt_xml *x, const char *name, ht_len thickness, ht_colour colour)
{
	char text[64];
	odt_border_text(text, thickness, colour);
	odt_attr(x, name, text);
}

void odt_raw_text(odt_xml *x, const char *s, size_t len)
{
	if (x->failed || !len)
		return;
	if (is_plain(s, len)) {
		check(x, xmlTextWriterWriteRawLen(x->writer, xml(s), (int)len));
		return;
	}
	xmlChar *copy = xmlStrndup(xml(s), (int)len);
	check(x, copy ? xmlTextWriterWriteString(x->writer, copy) : -1);
	xmlFree(copy);
}

void odt_raw_xml(odt_xml *x, odt_xml *from)
{
	size_t len;
	const char *bytes = odt_xml_bytes(from, &len);
	x->failed = x->failed || from->failed;
	if (!x->failed && len)
		check(x, xmlTextWriterWriteRawLen(x->writer, xml(bytes), (int)len));
}

void odt_raw_string(odt_xml *x, const char *s)
{
	if (!x->failed)
		check(x, xmlTextWriterWriteRaw(x->writer, xml(s)));
}
