/* The record that a file carries which this program made of it (export --attach-record). */
#ifndef HT_IMPORT_ATTACHED_H
#define HT_IMPORT_ATTACHED_H

#include "im.h"

typedef struct im_attached {
	const char *data; /* len bytes; NULL: the file carries none */
	size_t len;
	ht_format format;
	bool compared; /* ODT: the text as it was then is in the file, too */
	bool edited;   /* it is not that of the file any more */
} im_attached;

/* The part of an ODT that has its text as it was when the record was put into it. */
#define IM_ATTACHED_CONTENT "Record/content.xml"

im_attached im_find_attached(im_doc *d, const char *data, size_t len);

/* Its tree, with the fields' English names, the body last. NULL: it cannot be read as a record, or nomem. */
ht_node *im_attached_tree(im_doc *d, const im_attached *attached);

/* Change the record as the document was: what differs between the fields of two readings of it, before and after. Each
 * field that does is told. */
void im_take_edits(im_doc *d, ht_node *record, const ht_node *before, const ht_node *after);

#endif
