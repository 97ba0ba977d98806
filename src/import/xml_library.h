/* libxml2's readers, loaded by the first text that is HTML or XML: with the library comes ICU, and they take 3 ms to
 * load. */
#ifndef HT_IMPORT_XML_LIBRARY_H
#define HT_IMPORT_XML_LIBRARY_H

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "base/library.h"
#include "im.h"

/* xmlFree is a variable that points to a function. */
#define IM_XML_FUNCTIONS(X)                                                                                            \
	X(htmlReadMemory)                                                                                              \
	X(xmlReadMemory)                                                                                               \
	X(xmlFreeDoc)                                                                                                  \
	X(xmlFree)                                                                                                     \
	X(xmlGetLineNo)                                                                                                \
	X(xmlNodeGetContent)                                                                                           \
	X(xmlNodeListGetString)                                                                                        \
	X(xmlGetLastError)                                                                                             \
	X(xmlSetGenericErrorFunc)                                                                                      \
	X(__xmlGenericError)                                                                                           \
	X(__xmlGenericErrorContext)                                                                                    \
	X(xmlResetLastError)

typedef struct im_xml_library {
	HT_LIBRARY_TABLE(IM_XML_FUNCTIONS)
} im_xml_library;

/* The functions; NULL: they could not be loaded, which is told, and kept in d. Until im_xml_end() the library says
 * nothing on standard error by itself, as it does of memory whatever its options. */
const im_xml_library *im_xml(im_doc *d);

/* Who heard the library's messages before hears them again. Nothing is read with it any more. */
void im_xml_end(im_doc *d);

/* The status of a reader for which they could not be. */
ht_status im_no_library(const im_doc *d);

/* Release what the functions returned; NULL is nothing. */
void im_xml_free(im_doc *d, xmlChar *text);
void im_xml_free_doc(im_doc *d, xmlDoc *doc);

#endif
