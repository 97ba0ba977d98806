/* Lines that may be recipients. */
#ifndef HT_IMPORT_ADDRESSED_H
#define HT_IMPORT_ADDRESSED_H

#include "im.h"

/* Ends the line in a colon without being recipients: 现通知如下： 会议指出： 根据办法，现予公示：? */
bool im_introduces_text(const char *s);

/* The recipients without what a chat puts before a message (【通知】各科室), which is told. */
const char *im_without_chat_tag(im_doc *d, const char *recipients, ht_loc loc);

/* Is it a line of recipients that goes on in the next: ends it with a mark that separates them, or was it broken within
 * one? */
bool im_is_open_list(im_doc *d, const char *s);

/* Does the line greet, and the text go on below: 各位同事，? */
bool im_is_spoken_to(const char *s);

#endif
