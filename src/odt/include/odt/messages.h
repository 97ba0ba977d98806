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

X(ODT_PAGE_SHORT, NOTE, "W190",
  N_("page {1} of the ODT ends early, too (lines left free: {2}): its page style {3} has a larger lower margin, so "
     "that "
     "the signature or the imprint has text on its page; see whether it is still needed when the text is edited"),
  "GB/T 9704-2012 7.3.5.5")

#undef X

#endif
