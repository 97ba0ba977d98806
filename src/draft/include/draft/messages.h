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

X(DRAFT_PAGE_SHORT, NOTE, "W190",
  N_("page {1} of the ODT ends early, too (lines left free: {2}): its page style {3} has a larger lower margin, so "
     "that "
     "the signature or the imprint has text on its page; see whether it is still needed when the text is edited"),
  "GB/T 9704-2012 7.3.5.5")
X(DRAFT_FIRST_SHORT, NOTE, "W192",
  N_("page 1 of the DOCX ends early, too (lines left free: {1}): its footer is higher by as much, so that the "
     "signature "
     "or the imprint has text on its page; see whether it is still needed when the text is edited"),
  "GB/T 9704-2012 7.3.5.5")
X(DRAFT_PAGE_LONGER, WARNING, "W191",
  N_("page {1} of the PDF ends early in this paragraph (lines left free: {2}), so that the signature or the imprint "
     "has "
     "text on its page; the DOCX cannot: see how that page begins there, or use the ODT"),
  "GB/T 9704-2012 7.3.5.5")

X(DRAFT_KEPT_WHOLE, NOTE, "W193",
  N_("page {1} of the {2} ends earlier than the PDF's (by lines: {3}): its last paragraph stays whole with the "
     "signature, so that this has text on its page whatever is typed above"),
  "GB/T 9704-2012 7.3.5.5")

X(DRAFT_SEALS, NOTE, "W162",
  N_("the {1} file, which anyone can edit, has outlines where the seals are; --seals image puts their pictures into "
     "it, "
     "--seals none leaves them out"),
  NULL)

X(DRAFT_EVEN_PAGE, NOTE, "W163",
  N_("the imprint is on an even page of the {1} file as it is; when the text gets longer or shorter by a page, see "
     "that "
     "it is on an even page again, with a page break before it or without"),
  "GB/T 9704-2012 7.4.1")

#undef X

#endif
