/* Messages of the room batch. */
#ifndef HT_BATCH_MESSAGES_H
#define HT_BATCH_MESSAGES_H

#include "base/message_rows.h"

X(BATCH_EMPTY_FOLDER, ERROR, "B101",
  N_("there is no record in this folder (.md .markdown .yaml .yml .json .jsonl .ndjson); name another folder, or the "
     "files"),
  NULL)
X(BATCH_EMPTY_LIST, ERROR, "B102", N_("the list names no file; write a path on each line"), NULL)
X(BATCH_NO_MATCH, ERROR, "B103", N_("no file has a name like this; mend the pattern"), NULL)
X(BATCH_LONG_LINE, ERROR, "B104", N_("this line is larger than a record may be; give each record a line of its own"),
  NULL)
X(BATCH_STDOUT, ERROR, "B105", N_("several records cannot go to standard output; name a folder with -d"), NULL)
X(BATCH_CRASH, ERROR, "B201",
  N_("the program broke down on this record (signal {1}); the other records are not concerned. Please report it, with "
     "the record"),
  NULL)
X(BATCH_EXIT, ERROR, "B202",
  N_("the program ended on this record (code {1}); the other records are not concerned. Please report it, with the "
     "record"),
  NULL)
X(BATCH_KILLED, ERROR, "B203",
  N_("the process was killed from outside (signal {1}) while it made this record, perhaps because the machine had no "
     "memory left; export it again"),
  NULL)
X(BATCH_TIMEOUT, ERROR, "B204",
  N_("not done after {1} seconds, so it was given up; make the record smaller, or raise --timeout"), NULL)
X(BATCH_MEMORY, ERROR, "B205",
  N_("it needs more than {1} MiB of memory, so it was given up; make the record smaller, or raise --memory"), NULL)
X(BATCH_RENAMED, WARNING, "B301",
  N_("another record is already called {1}, so this one is called {2}; give --name a field that tells them apart"),
  NULL)
X(BATCH_NAME_EMPTY, WARNING, "B302",
  N_("the name asks for {1}, which this record does not give; add it, or change --name"), NULL)
X(BATCH_LOCKED, ERROR, "B401",
  N_("another batch is writing into this folder (process {1}); wait for its end, or choose another folder"), NULL)
X(BATCH_NOTHING, ERROR, "B402", N_("there is no batch here to continue; leave --resume out"), NULL)
X(BATCH_DIFFERS, ERROR, "B403",
  N_("the batch to continue was begun with another {1} ({2}, now {3}); use the same, or leave --resume out"), NULL)
X(BATCH_STDIN, ERROR, "B404", N_("the batch to continue read standard input; name its inputs again"), NULL)
X(BATCH_ELSEWHERE, ERROR, "B405",
  N_("the batch to continue was begun in the folder {1}; go there, or name its inputs again"), NULL)
X(BATCH_UNFINISHED, WARNING, "B406",
  N_("a batch that was interrupted here is not continued but begun anew; --resume would have continued it"), NULL)
X(BATCH_DISK, ERROR, "B501",
  N_("nothing more can be written: {1}. What was finished is kept; make room, and continue with --resume"), NULL)

#undef X

#endif
