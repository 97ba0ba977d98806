/* Writing XML, with a failure that sticks, so that a run of calls needs one check at its end. All that is written is
 * UTF-8. (libxml2's writer takes five times as long for an attribute, and the library brings ICU: 3 ms of a run.) */
#ifndef HT_OFFICE_XML_H
#define HT_OFFICE_XML_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/colour.h"
#include "base/len.h"

typedef struct ht_xml {
	ht_buf bytes;
	ht_buf elements; /* those that are open */
	bool in_tag;     /* the start tag of the one begun last is open: attributes may follow */
	bool after_text; /* text was written last */
	bool indented;   /* each element on a line of its own; for what people read. To be set at the beginning. */
	bool failed;     /* out of memory */
} ht_xml;

/* Begin an empty piece of XML; end with ht_xml_close(). */
void ht_xml_new(ht_xml *x);
void ht_xml_close(ht_xml *x);

/* The bytes so far, all elements closed: borrowed until ht_xml_close(). */
const char *ht_xml_bytes(ht_xml *x, size_t *len);

/* How many bytes there are so far; the element begun last holds something. */
size_t ht_xml_length(const ht_xml *x);

/* The declaration, and a root element with these name spaces: ` xmlns:p="…"` each. */
void ht_xml_root(ht_xml *x, const char *name, const char *namespaces);

/* Begin an element; end the one begun last. */
void ht_xml_open(ht_xml *x, const char *name);
void ht_xml_end(ht_xml *x);
/* An empty element; one that holds only text. */
void ht_xml_empty(ht_xml *x, const char *name);
void ht_xml_leaf(ht_xml *x, const char *name, const char *text);

/* An attribute of the element begun last, before it holds anything. */
void ht_xml_attr(ht_xml *x, const char *name, const char *value);
void ht_xml_attr_int(ht_xml *x, const char *name, long value);
/* A length in mm, to 1/1000. */
void ht_xml_attr_mm(ht_xml *x, const char *name, ht_len value);
/* A length in pt, to 1/100. */
void ht_xml_attr_pt(ht_xml *x, const char *name, ht_len value);
void ht_xml_attr_percent(ht_xml *x, const char *name, int percent);
void ht_xml_attr_colour(ht_xml *x, const char *name, ht_colour colour);
/* `0.25mm solid #000000`; thickness 0: `none`. */
void ht_xml_attr_border(ht_xml *x, const char *name, ht_len thickness, ht_colour colour);

/* Text as it is: the caller handles white space. */
void ht_xml_text(ht_xml *x, const char *s, size_t len);

/* Bytes as base64 text, in lines. */
void ht_xml_base64(ht_xml *x, const void *data, size_t len);

/* Finished XML, as it is. */
void ht_xml_raw(ht_xml *x, ht_xml *from);
void ht_xml_raw_string(ht_xml *x, const char *s);
void ht_xml_raw_bytes(ht_xml *x, const char *s, size_t len);

/* Lengths and borders as text: see the attributes above. */
void ht_xml_mm_text(char text[40], ht_len value);
void ht_xml_border_text(char text[64], ht_len thickness, ht_colour colour);

#endif
