/* The record that a file carries which this program made of it (export --attach-record). */
#ifndef HT_IMPORT_ATTACHED_H
#define HT_IMPORT_ATTACHED_H

#include "im.h"

typedef struct im_attached {
	const char *data; /* len bytes; NULL: the file carries none */
	size_t len;
	ht_format format;
	const char *content; /* the part that has the text as it was then (im_doc.content); NULL: none has it */
	bool edited;         /* it is not that of the file any more */
	bool itself;         /* the file is the record */
} im_attached;

/* Of a PDF, OFD, ODT or DOCX; ODT and DOCX are compared with their text as it was then. */
im_attached im_find_attached(im_doc *d, const char *data, size_t len);

/* The same of a text that is a record itself, or JSON that is none (d->refused). */
im_attached im_find_itself(im_doc *d, const char *data, size_t len);

/* Its tree, with the fields' English names, the body last. NULL: it cannot be read as a record, or nomem. */
ht_node *im_attached_tree(im_doc *d, const im_attached *attached);

/* Change the record as the document was: what differs between the fields of two readings of it, before and after. Each
 * field that does is told. false: none does. */
bool im_take_edits(im_doc *d, ht_node *record, const ht_node *before, const ht_node *after);

#endif
