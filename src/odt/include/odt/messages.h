/* Messages of the room odt. */
#ifndef HT_ODT_MESSAGES_H
#define HT_ODT_MESSAGES_H

#include "base/message_rows.h"

X(ODT_FONT, WARNING, "W104",
  N_("the font {1} forbids editable embedding and was left out of the ODT file; its readers need this font, or choose "
     "another"),
  NULL)

X(ODT_FLAT_RECORD, WARNING, "W160",
  N_("the flat ODT file does not hold the record (--attach-record); keep the record's own file, or make an ODT file as "
     "well"),
  NULL)
X(ODT_FLAT_FONTS, WARNING, "W161",
  N_("the flat ODT file does not hold the fonts (--embed-fonts); its readers need them installed, or an ODT file"),
  NULL)

#undef X

#endif
