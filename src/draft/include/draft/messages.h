/* Messages of the room draft: W1xx, as odt's. */
#ifndef HT_DRAFT_MESSAGES_H
#define HT_DRAFT_MESSAGES_H

#include "base/message_rows.h"

X(DRAFT_BLOCK, WARNING, "W101",
  N_("part of this document has no counterpart in documents for editing and was written as plain paragraphs; check "
     "their position"),
  NULL)
X(DRAFT_CHARACTER, WARNING, "W102",
  N_("the character {1} is not allowed in a document for editing and is shown as {2}; delete or replace it"), NULL)

#undef X

#endif
