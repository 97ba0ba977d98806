/* Writing XML: libxml2's writer, with a failure that sticks, so that a run of
 * calls needs one check at its end. */
#ifndef HT_ODT_XML_H
#define HT_ODT_XML_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>

#include "base/colour.h"
#include "base/len.h"

typedef struct odt_xml {
	xmlTextWriterPtr writer;
	xmlOutputBufferPtr out; /* the writer's */
	xmlBufferPtr buffer;
	bool failed; /* out of memory */
} odt_xml;

/* Begin an empty piece of XML; end with odt_xml_close(). */
void odt_xml_new(odt_xml *x);
void odt_xml_close(odt_xml *x);

/* The bytes so far, all elements closed: borrowed until odt_xml_close(). */
const char *odt_xml_bytes(odt_xml *x, size_t *len);

/* The declaration, and a root element of a part with all name spaces. */
void odt_xml_root(odt_xml *x, const char *name);

void odt_open(odt_xml *x, const char *name);
void odt_end(odt_xml *x);
void odt_empty(odt_xml *x, const char *name);
/* An element that holds only text. */
void odt_leaf(odt_xml *x, const char *name, const char *text);

void odt_attr(odt_xml *x, const char *name, const char *value);
void odt_attr_int(odt_xml *x, const char *name, long value);
/* A length in mm, to 1/1000. */
void odt_attr_mm(odt_xml *x, const char *name, ht_len value);
/* A length in pt, to 1/100. */
void odt_attr_pt(odt_xml *x, const char *name, ht_len value);
void odt_attr_percent(odt_xml *x, const char *name, int percent);
void odt_attr_colour(odt_xml *x, const char *name, ht_colour colour);
/* `0.25mm solid #000000`; thickness 0: `none`. */
void odt_attr_border(odt_xml *x, const char *name, ht_len thickness, ht_colour colour);

/* Text as it is: the caller sees to white space. */
void odt_raw_text(odt_xml *x, const char *s, size_t len);

/* Finished XML, as it is. */
void odt_raw_xml(odt_xml *x, odt_xml *from);
void odt_raw_string(odt_xml *x, const char *s);

/* Lengths and borders as text: see the attributes above. */
void odt_mm_text(char text[40], ht_len value);
void odt_border_text(char text[64], ht_len thickness, ht_colour colour);

#endif
