/* Messages of the room office: W1xx, as odt's. */
#ifndef HT_OFFICE_MESSAGES_H
#define HT_OFFICE_MESSAGES_H

#include "base/message_rows.h"

X(PACKAGE_LIB, ERROR, "W103", N_("cannot build the file: {1}; try again, or export PDF"), NULL)

#undef X

#endif
