/* What an assistant (a chat with a language model) writes around the text that it was asked for. */
#ifndef HT_IMPORT_ASSISTANT_H
#define HT_IMPORT_ASSISTANT_H

#include "im.h"

/* What it thought, what it says above and below the text, and the buttons of its page become JUNK, each line told;
 * where such a part ends cannot be seen, this is told. Before the signs of Markdown are read, and before the stage
 * junk. */
void im_find_assistant(im_doc *d);

#endif
