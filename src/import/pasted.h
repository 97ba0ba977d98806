/* What is between the lines of a text that was pasted: the marks of mails and chats, and blanks that make columns. */
#ifndef HT_IMPORT_PASTED_H
#define HT_IMPORT_PASTED_H

#include "im.h"

/* The heads of messages become JUNK, marks of quotation are taken off; both are told. Before the stage junk. */
void im_find_pasted(im_doc *d);

/* Take off the signs of lists that word processors leave, with a tab or as letters. */
void im_find_bullets(im_doc *d);

/* Numbers of pages alone on a line, and whom a message calls, become JUNK; a number that may be either is told. */
void im_find_loose(im_doc *d);

/* Labels of a meeting's facts that only a blank separates from their values get a colon. */
void im_find_bare_labels(im_doc *d);

/* Rows whose cells stand below each other by blanks become rows of a table, or it is told that they cannot (spaced.c).
 * Where the source marks paragraphs as such, blanks make no columns. */
void im_find_spaced_rows(im_doc *d);

#endif
