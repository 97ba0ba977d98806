/* Messages of the room export: calls of the library. */
#ifndef HT_EXPORT_MESSAGES_H
#define HT_EXPORT_MESSAGES_H

#include "base/message_rows.h"

X(LIBRARY_TARGET, ERROR, "E101", N_("there is no target \"{1}\"; choose from {2}"), NULL)
X(LIBRARY_OPTIONS, ERROR, "E102",
  N_("the size of the options is not set; begin with their macro, such as HONGTOU_OPTIONS_INIT"), NULL)
X(LIBRARY_OLD, ERROR, "E103",
  N_("an option is set that libhongtou {1} does not have; install the version that the program was built for"), NULL)

X(LIBRARY_TIMEOUT, ERROR, "E104",
  N_("stopped at the time limit ({1} s); make the record smaller, or raise hongtou_options.timeout"), NULL)
X(LIBRARY_MEMORY, ERROR, "E105",
  N_("stopped at the memory limit of {1} MiB; make the record smaller, or raise hongtou_options.memory"), NULL)
X(LIBRARY_CRASH, ERROR, "E106",
  N_("the process that made this record crashed (signal {1}); please report this, with the record"), NULL)

X(LIBRARY_ARGUMENT, ERROR, "E110", N_("the argument {1} is missing"), NULL)
X(LIBRARY_WORD, ERROR, "E111", N_("the option {1} cannot be \"{2}\"; hongtou.h says what it may be"), NULL)
X(LIBRARY_STOPPED, ERROR, "E112", N_("stopped at the request of the calling program"), NULL)
X(LIBRARY_FOLDER, ERROR, "E113", N_("the option {1} names a folder that is not there: {2}"), NULL)
X(LIBRARY_PAGE, ERROR, "E114",
  N_("there is no page {1}, of {2} in all; set the option page to one that there is, or to 0 for all of them"), NULL)

#undef X

#endif
