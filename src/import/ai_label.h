/* The label of generated content in a text. */
#ifndef HT_IMPORT_AI_LABEL_H
#define HT_IMPORT_AI_LABEL_H

#include "im.h"

/* Take the line that is the label of generated content (GB 45438-2025), wherever it stands. */
void im_find_ai_label(im_doc *d);

#endif
