#include "office/xml.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void check(ht_xml *x, int result)
{
	x->failed = x->failed || result < 0;
}

static const xmlChar *xml(const char *s)
{
	return (const xmlChar *)s;
}

void ht_xml_new(ht_xml *x)
{
	*x = (ht_xml){.buffer = xmlBufferCreateSize(8192)};
	if (x->buffer)
		xmlBufferSetAllocationScheme(x->buffer, XML_BUFFER_ALLOC_DOUBLEIT);
	x->out = x->buffer ? xmlOutputBufferCreateBuffer(x->buffer, NULL) : NULL;
	x->writer = x->out ? xmlNewTextWriter(x->out) : NULL;
	if (x->out && !x->writer)
		xmlOutputBufferClose(x->out);
	x->failed = !x->writer;
}

void ht_xml_close(ht_xml *x)
{
	if (x->writer)
		xmlFreeTextWriter(x->writer);
	if (x->buffer)
		xmlBufferFree(x->buffer);
	*x = (ht_xml){.failed = true};
}

const char *ht_xml_bytes(ht_xml *x, size_t *len)
{
	*len = 0;
	if (x->failed)
		return "";
	check(x, xmlTextWriterEndDocument(x->writer));
	check(x, xmlTextWriterFlush(x->writer));
	*len = (size_t)xmlBufferLength(x->buffer);
	return (const char *)xmlBufferContent(x->buffer);
}

size_t ht_xml_length(ht_xml *x)
{
	if (x->failed)
		return 0;
	check(x, xmlTextWriterFlush(x->writer));
	return (size_t)xmlBufferLength(x->buffer);
}

void ht_xml_root(ht_xml *x, const char *name, const char *namespaces)
{
	if (x->failed)
		return;
	check(x, xmlTextWriterStartDocument(x->writer, NULL, "UTF-8", NULL));
	ht_xml_open(x, name);
	if (!x->failed)
		check(x, xmlOutputBufferWrite(x->out, (int)strlen(namespaces), namespaces));
}

void ht_xml_open(ht_xml *x, const char *name)
{
	if (!x->failed)
		check(x, xmlTextWriterStartElement(x->writer, xml(name)));
}

void ht_xml_end(ht_xml *x)
{
	if (!x->failed)
		check(x, xmlTextWriterEndElement(x->writer));
}

void ht_xml_empty(ht_xml *x, const char *name)
{
	ht_xml_open(x, name);
	ht_xml_end(x);
}

void ht_xml_leaf(ht_xml *x, const char *name, const char *text)
{
	ht_xml_open(x, name);
	ht_xml_text(x, text, strlen(text));
	ht_xml_end(x);
}

/* Are these bytes the same in XML, in attributes too? */
static bool is_plain(const char *s, size_t len)
{
	static const bool escaped[256] = {
	    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true};
	for (size_t i = 0; i < len; i++)
		if (escaped[(unsigned char)s[i]])
			return false;
	return true;
}

/* Attributes are half of a document, and nearly all are plain: after an open start tag they can be written directly to
 * the writer's output. The writer itself would take five times as long. */
void ht_xml_attr(ht_xml *x, const char *name, const char *value)
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

void ht_xml_attr_int(ht_xml *x, const char *name, long value)
{
	char text[24];
	snprintf(text, sizeof text, "%ld", value);
	ht_xml_attr(x, name, text);
}

/* v with at least this many digits; returns the end of the text. printf would take ten times as long, and a document
 * has hundreds of lengths. */
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

void ht_xml_mm_text(char text[40], ht_len value)
{
	fixed_text(text, lround(ht_len_to_mm(value) * 1000), 1000, "mm");
}

void ht_xml_attr_mm(ht_xml *x, const char *name, ht_len value)
{
	char text[40];
	ht_xml_mm_text(text, value);
	ht_xml_attr(x, name, text);
}

void ht_xml_attr_pt(ht_xml *x, const char *name, ht_len value)
{
	char text[40];
	fixed_text(text, lround(ht_len_to_pt(value) * 100), 100, "pt");
	ht_xml_attr(x, name, text);
}

void ht_xml_attr_percent(ht_xml *x, const char *name, int percent)
{
	char text[16];
	snprintf(text, sizeof text, "%d%%", percent);
	ht_xml_attr(x, name, text);
}

static void colour_text(char text[8], ht_colour c)
{
	snprintf(text, 8, "#%02x%02x%02x", c.r, c.g, c.b);
}

void ht_xml_attr_colour(ht_xml *x, const char *name, ht_colour colour)
{
	char text[8];
	colour_text(text, colour);
	ht_xml_attr(x, name, text);
}

void ht_xml_border_text(char text[64], ht_len thickness, ht_colour colour)
{
	char value[8];
	if (!thickness) {
		strcpy(text, "none");
		return;
	}
	ht_xml_mm_text(text, thickness);
	colour_text(value, colour);
	strcat(text, " solid ");
	strcat(text, value);
}

void ht_xml_attr_border(ht_xml *x, const char *name, ht_len thickness, ht_colour colour)
{
	char text[64];
	ht_xml_border_text(text, thickness, colour);
	ht_xml_attr(x, name, text);
}

void ht_xml_text(ht_xml *x, const char *s, size_t len)
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

void ht_xml_base64(ht_xml *x, const void *data, size_t len)
{
	x->failed = x->failed || len > INT_MAX;
	if (!x->failed)
		check(x, xmlTextWriterWriteBase64(x->writer, data, 0, (int)len));
}

void ht_xml_raw(ht_xml *x, ht_xml *from)
{
	size_t len;
	const char *bytes = ht_xml_bytes(from, &len);
	x->failed = x->failed || from->failed;
	ht_xml_raw_bytes(x, bytes, len);
}

void ht_xml_raw_bytes(ht_xml *x, const char *s, size_t len)
{
	if (!x->failed && len)
		check(x, xmlTextWriterWriteRawLen(x->writer, xml(s), (int)len));
}

void ht_xml_raw_string(ht_xml *x, const char *s)
{
	if (!x->failed)
		check(x, xmlTextWriterWriteRaw(x->writer, xml(s)));
}
