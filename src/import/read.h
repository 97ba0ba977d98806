/* Files of any kind, to lines. */
#ifndef HT_IMPORT_READ_H
#define HT_IMPORT_READ_H

#include "im.h"

/* Read a file into lines, as what its bytes say that it is.
 * kind      in   HT_IMPORT_AUTO: by its bytes; the name helps only where they do not tell (HTML)
 * encoding  out  of a text; untouched otherwise
 * HT_ERR_INPUT: it is of no kind that can be read (reported); HT_ERR_LIB, HT_ERR_NOMEM. */
ht_status im_read_file(im_doc *d, const char *data, size_t len, ht_import_kind kind, ht_encoding *encoding);

/* Tell of a text's encoding, unless it is UTF-8. */
void im_say_encoding(im_doc *d, ht_encoding encoding);

/* Of the head that other programs write above a Markdown text the title is kept. (front.c) */
void im_read_front(im_doc *d);

#endif
