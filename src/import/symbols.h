/* Symbol fonts: Wingdings and its like, whose characters are signs by the font alone. */
#ifndef HT_IMPORT_SYMBOLS_H
#define HT_IMPORT_SYMBOLS_H

#include "sink.h"

/* Add text as people see it in that font (NULL: none is named); collapse: see im_sink_text(). For signs whose
 * characters are not known 〓 stands, which is told. */
void im_sink_symbols(im_sink *s, const char *font, const char *text, bool collapse);

/* Add what marks an item of a list. Boxes and ticks say something; other bullets only mark it, and are not added. */
void im_sink_bullet(im_sink *s, const char *font, const char *text);

#endif
