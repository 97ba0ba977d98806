#include "office/xml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An element that is open: its name in the bytes, to be repeated at its end. */
typedef struct element {
	size_t at, len;
} element;

static void put(ht_xml *x, const char *s, size_t len)
{
	x->failed = x->failed || !ht_buf_add(&x->bytes, s, len);
}

static void puts_to(ht_xml *x, const char *s)
{
	put(x, s, strlen(s));
}

static size_t depth_of(const ht_xml *x)
{
	return x->elements.len / sizeof(element);
}

/* A start tag that is still open ends here: something follows within the element. */
static void end_tag(ht_xml *x)
{
	if (x->in_tag)
		puts_to(x, x->indented ? ">\n" : ">");
	x->in_tag = false;
}

static void indent(ht_xml *x, size_t depth)
{
	for (size_t i = 0; x->indented && i < depth; i++)
		put(x, " ", 1);
}

void ht_xml_new(ht_xml *x)
{
	*x = (ht_xml){0};
}

void ht_xml_close(ht_xml *x)
{
	ht_buf_free(&x->bytes);
	ht_buf_free(&x->elements);
	*x = (ht_xml){.failed = true};
}

const char *ht_xml_bytes(ht_xml *x, size_t *len)
{
	while (depth_of(x) && !x->failed)
		ht_xml_end(x);
	if (!x->indented)
		put(x, "\n", 1);
	*len = x->failed ? 0 : x->bytes.len;
	return *len ? x->bytes.data : "";
}

size_t ht_xml_length(const ht_xml *x)
{
	return x->failed ? 0 : x->bytes.len;
}

void ht_xml_root(ht_xml *x, const char *name, const char *namespaces)
{
	puts_to(x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	ht_xml_open(x, name);
	puts_to(x, namespaces);
}

void ht_xml_open(ht_xml *x, const char *name)
{
	end_tag(x);
	indent(x, depth_of(x));
	put(x, "<", 1);
	const element opened = {x->bytes.len, strlen(name)};
	put(x, name, opened.len);
	x->failed = x->failed || !ht_buf_add(&x->elements, &opened, sizeof opened);
	x->in_tag = true;
	x->after_text = false;
}

void ht_xml_end(ht_xml *x)
{
	element ended;
	if (x->failed || !depth_of(x))
		return;
	x->elements.len -= sizeof ended;
	memcpy(&ended, x->elements.data + x->elements.len, sizeof ended);
	if (x->in_tag) {
		puts_to(x, "/>");
	} else {
		if (!x->after_text)
			indent(x, depth_of(x));
		puts_to(x, "</");
		/* the bytes may move while they grow */
		char part[64];
		for (size_t i = 0, n; i < ended.len && !x->failed; i += n) {
			n = ended.len - i < sizeof part ? ended.len - i : sizeof part;
			memcpy(part, x->bytes.data + ended.at + i, n);
			put(x, part, n);
		}
		put(x, ">", 1);
	}
	if (x->indented)
		put(x, "\n", 1);
	x->in_tag = x->after_text = false;
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

/* Bytes, with entities for those that mean something else in XML: within text, and in an attribute for more. */
static void put_escaped(ht_xml *x, const char *s, size_t len, bool attribute)
{
	static const char *const entities[256] = {
	    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\r'] = "&#13;"};
	const char *from = s, *end = s + len;
	for (const char *p = s; p < end; p++) {
		const char *entity = entities[(unsigned char)*p];
		if (attribute && *p == '\t')
			entity = "&#9;";
		if (attribute && *p == '\n')
			entity = "&#10;";
		if (!entity)
			continue;
		put(x, from, (size_t)(p - from));
		puts_to(x, entity);
		from = p + 1;
	}
	put(x, from, (size_t)(end - from));
}

/* Attributes are most of a document's XML: one that is short, and has nothing to be escaped, is put there as a whole.
 */
#define SHORT_ATTR 128

static bool put_short_attr(ht_xml *x, const char *name, const char *value, size_t len)
{
	char whole[SHORT_ATTR];
	const size_t n = strlen(name), all = n + len + strlen(" =\"\"");
	if (all > sizeof whole || strcspn(value, "&<>\"\r\n\t") != len)
		return false;
	whole[0] = ' ';
	memcpy(whole + 1, name, n);
	memcpy(whole + 1 + n, "=\"", 2);
	memcpy(whole + 3 + n, value, len);
	whole[all - 1] = '"';
	put(x, whole, all);
	return true;
}

void ht_xml_attr(ht_xml *x, const char *name, const char *value)
{
	const size_t len = strlen(value);
	if (put_short_attr(x, name, value, len))
		return;
	put(x, " ", 1);
	puts_to(x, name);
	put(x, "=\"", 2);
	put_escaped(x, value, len, true);
	put(x, "\"", 1);
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

/* What follows is text. */
static void begin_text(ht_xml *x)
{
	if (x->in_tag)
		put(x, ">", 1);
	x->in_tag = false;
	x->after_text = true;
}

void ht_xml_text(ht_xml *x, const char *s, size_t len)
{
	if (!len)
		return;
	begin_text(x);
	put_escaped(x, s, len, false);
}

#define BASE64_LINE 72

void ht_xml_base64(ht_xml *x, const void *data, size_t len)
{
	const char *p = data;
	const size_t step = BASE64_LINE / 4 * 3;
	begin_text(x);
	for (size_t i = 0; i < len; i += step) {
		if (i)
			puts_to(x, "\r\n");
		const size_t n = len - i < step ? len - i : step;
		x->failed = x->failed || !ht_buf_addbase64(&x->bytes, p + i, n);
	}
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
	if (!len)
		return;
	begin_text(x);
	put(x, s, len);
}

void ht_xml_raw_string(ht_xml *x, const char *s)
{
	begin_text(x);
	puts_to(x, s);
}
