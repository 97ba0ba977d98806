/* Messages of the room docx: X1xx. */
#ifndef HT_DOCX_MESSAGES_H
#define HT_DOCX_MESSAGES_H

#include "base/message_rows.h"

X(DOCX_FONT_NAME, WARNING, "X101",
  N_("the font name “{1}” is longer than the 31 characters that Word reads, and was left out of the DOCX file; give "
     "the "
     "font a shorter name in the style sheet"),
  NULL)

X(DOCX_NO_FONTS, WARNING, "X103",
  N_("the DOCX file does not hold the fonts (--embed-fonts); its readers need them installed, or an ODT file"), NULL)

#undef X

#endif
