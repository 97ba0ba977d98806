/* Messages of the room odt. */
#ifndef HT_ODT_MESSAGES_H
#define HT_ODT_MESSAGES_H

#include "base/message_rows.h"

X(ODT_FONT, WARNING, "W104",
  N_("the font {1} forbids editable embedding and was left out of the ODT file; its readers need this font, or choose "
     "another"),
  NULL)

#undef X

#endif
