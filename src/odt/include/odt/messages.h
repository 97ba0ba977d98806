/* Messages of the room odt. */
#ifndef HT_ODT_MESSAGES_H
#define HT_ODT_MESSAGES_H

#include "base/message_rows.h"

X(ODT_BLOCK, WARNING, "W101",
  N_("a part of this document has no form of its own in ODT; its text stands there as plain paragraphs: check their "
     "place"),
  NULL)
X(ODT_CHARACTER, WARNING, "W102",
  N_("the character {1} may not stand in an ODT file and is shown as {2}; delete or replace it"), NULL)
X(ODT_LIB, ERROR, "W103", N_("the ODT file could not be built: {1}; try again, or export PDF"), NULL)
X(ODT_FONT, WARNING, "W104",
  N_("the font {1} forbids editable embedding and was left out of the ODT file; who opens it needs this font, or "
     "choose another"),
  NULL)

#undef X

#endif
