/* Symbol fonts: Wingdings and its like, whose characters are signs by the font alone. */
#ifndef HT_IMPORT_SYMBOLS_H
#define HT_IMPORT_SYMBOLS_H

#include "im.h"

/* The text as people see it in that font (NULL: none is named), in the arena. unknown: raised by the signs whose
 * characters are not known, for which 〓 stands; or NULL. The text itself where the font is none of symbols. */
const char *im_symbols(im_doc *d, const char *font, const char *text, size_t *unknown);

#endif
