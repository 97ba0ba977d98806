/* Messages of the room odt. */
#ifndef HT_ODT_MESSAGES_H
#define HT_ODT_MESSAGES_H

#include "base/message_rows.h"

X(ODT_BLOCK, WARNING, "W101",
  N_("part of this document has no counterpart in ODT and was written as plain paragraphs; check their position"), NULL)
X(ODT_CHARACTER, WARNING, "W102",
  N_("the character {1} is not allowed in an ODT file and is shown as {2}; delete or replace it"), NULL)
X(ODT_FONT, WARNING, "W104",
  N_("the font {1} forbids editable embedding and was left out of the ODT file; its readers need this font, or choose "
     "another"),
  NULL)

#undef X

#endif
