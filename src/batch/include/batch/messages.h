/* Messages of the room batch. */
#ifndef HT_BATCH_MESSAGES_H
#define HT_BATCH_MESSAGES_H

#include "base/message_rows.h"

X(BATCH_EMPTY_FOLDER, ERROR, "B101",
  N_("no records in this folder (.md .markdown .yaml .yml .json .jsonl .ndjson); give another folder, or files"), NULL)
X(BATCH_EMPTY_LIST, ERROR, "B102", N_("the list is empty; write one path per line"), NULL)
X(BATCH_NO_MATCH, ERROR, "B103", N_("no file matches this pattern; correct it"), NULL)
X(BATCH_LONG_LINE, ERROR, "B104", N_("this line is too long for a record; put each record on its own line"), NULL)
X(BATCH_STDOUT, ERROR, "B105", N_("several records cannot be written to standard output; give a folder with -d"), NULL)
X(BATCH_SKIPPED_SHEET, NOTE, "B106", N_("skipped: this is a style sheet, not a record"), NULL)
X(BATCH_SKIPPED_TEXT, NOTE, "B107",
  N_("skipped: Markdown without front matter is not a record; to make it one, begin with the fields between two lines "
     "“---”"),
  NULL)
X(BATCH_SKIPPED_DEVICE, NOTE, "B541", N_("skipped: this is a pipe, a socket or a device, not a file"), NULL)
X(BATCH_SKIPPED_NAMED, NOTE, "B108", N_("skipped: the text of an attachment that a record names"), NULL)
X(BATCH_CRASH, ERROR, "B201",
  N_("the program crashed on this record (signal {1}); other records are not affected. Please report this, with the "
     "record"),
  NULL)
X(BATCH_EXIT, ERROR, "B202",
  N_("the program exited on this record (code {1}); other records are not affected. Please report this, with the "
     "record"),
  NULL)
X(BATCH_KILLED, ERROR, "B203",
  N_("the process was killed (signal {1}) while it made this record, perhaps because the machine ran out of memory; "
     "export it again"),
  NULL)
X(BATCH_TIMEOUT, ERROR, "B204", N_("stopped at the time limit ({1} s); make the record smaller, or raise --timeout"),
  NULL)
X(BATCH_MEMORY, ERROR, "B205", N_("stopped at the memory limit of {1} MiB; make the record smaller, or raise --memory"),
  NULL)
X(BATCH_ALONE_CRASH, ERROR, "B502",
  N_("the program crashed on this file (signal {1}), and no output was written. Please report this, with the file"),
  NULL)
X(BATCH_PROGRAM_CRASH, ERROR, "B508", N_("the program crashed (signal {1}). Please report this, with the command"),
  NULL)
X(BATCH_ENDED, ERROR, "B509",
  N_("a library ended the program before it had finished, and no output was written. Please report this, with the "
     "command"),
  NULL)
X(BATCH_PROCESSOR_TIME, ERROR, "B510",
  N_("stopped at this machine's limit of processor time (ulimit -t), and no output was written; raise it"), NULL)
X(BATCH_TEXT_TIMEOUT, ERROR, "B503", N_("stopped at the time limit ({1} s); split the file, or raise --timeout"), NULL)
X(BATCH_TEXT_MEMORY, ERROR, "B504", N_("stopped at the memory limit of {1} MiB; split the file, or raise --memory"),
  NULL)
X(BATCH_RENAMED, WARNING, "B301",
  N_("the name {1} is already taken, so this output is named {2}; use a field in --name that distinguishes them"), NULL)
X(BATCH_NAME_EMPTY, WARNING, "B302", N_("--name uses {1}, which this record does not have; add it, or change --name"),
  NULL)
X(BATCH_REPLACED, WARNING, "B303",
  N_("the document {1} of an earlier batch of other inputs is replaced; give another folder with -d, or other names "
     "with "
     "--name, to keep both"),
  NULL)
X(BATCH_LOCKED, ERROR, "B401",
  N_("another batch is running in this folder (process {1}); wait until it ends, or choose another folder"), NULL)
X(BATCH_CONFINED, NOTE, "B513", N_("confined: {1}"), NULL)
X(BATCH_NO_LOCKS, WARNING, "B512",
  N_("this folder's file system has no locks ({1}), so a second batch here would not be noticed; run one at a time"),
  NULL)
X(BATCH_NOTHING, ERROR, "B402", N_("no batch to continue here; omit --resume"), NULL)
X(BATCH_DIFFERS, ERROR, "B403",
  N_("the batch was started with a different {1} ({2}, now {3}); use the same, or omit --resume"), NULL)
X(BATCH_STDIN, ERROR, "B404", N_("the batch read standard input; give its inputs again"), NULL)
X(BATCH_ELSEWHERE, ERROR, "B405",
  N_("the batch was started in the folder {1}; run this command there, or give its inputs again"), NULL)
X(BATCH_UNFINISHED, WARNING, "B406",
  N_("an interrupted batch is started again from the beginning; --resume would have continued it"), NULL)
X(BATCH_AGAIN, NOTE, "B505", N_("made at the second attempt; the first one failed: {1}"), NULL)
X(BATCH_NO_WORKER, ERROR, "B506", N_("no process can be started to make the records: {1}; try again later"), NULL)
X(BATCH_UNCONFINED, ERROR, "B530",
  N_("this machine cannot confine the process that makes documents ({1} is missing), so nothing was done; give "
     "--confine=auto to do without"),
  NULL)
X(IMPORT_UNCONFINED, ERROR, "B532",
  N_("PDF, DOC, WPS, RTF and XLS are read by other programs, which are not confined, so nothing was done; give "
     "--confine=auto to do without, or save the file as .docx elsewhere and import that"),
  NULL)
X(BATCH_LINK, ERROR, "B531",
  N_("the folder's .hongtou is a symbolic link, so nothing was done; remove it, or choose another folder"), NULL)
X(BATCH_BY_MACHINE_TOTAL, NOTE, "B507",
  N_("failed because of the machine, not of the record: {1}; --resume makes them again"), NULL)
X(BATCH_DISK, ERROR, "B501",
  N_("writing failed: {1}. Finished records are kept; free some space, and continue with --resume"), NULL)
X(BATCH_ATTACHED_SECRET, WARNING, "B540",
  N_("the record is {1}, and the file carries the whole text of it, comments too; leave out --attach-record if others "
     "may not read these"),
  "GB/T 9704-2012 7.2.2")
X(MERGE_NO_PART, ERROR, "B550",
  N_("this folder holds no finished shard; run export --shard for it to its end (--resume continues it)"), NULL)
X(MERGE_DIFFERS, ERROR, "B551",
  N_("this shard was made with another {1}: {2}, but {3} in {4}; export one of the two again"), NULL)
X(MERGE_CHANGED, ERROR, "B552",
  N_("the input had other records than for {1}: it was changed between the shards; export the shards made before that "
     "again"),
  NULL)
X(MERGE_MISSING, ERROR, "B553", N_("shards are missing: {1} of {2}; export them, and name their folders, too"), NULL)
X(MERGE_CONTRADICTS, ERROR, "B554",
  N_("the record has one result in {1} and another in {2}; leave out one of the two folders"), NULL)
X(MERGE_DAMAGED, ERROR, "B555", N_("the shard's own files are damaged ({1}); export the shard again"), NULL)
X(MERGE_NO_RECORD, ERROR, "B556",
  N_("record {1} of the input is in none of the shards, though all are there; export them again"), NULL)
X(MERGE_LOST, ERROR, "B557", N_("the output {1} is missing or was changed; export the shard again with --resume"), NULL)
X(MERGE_INTO_PART, ERROR, "B558", N_("this is the folder of a shard; give another one with -o"), NULL)
X(MERGE_OTHER_BYTES, ERROR, "B559",
  N_("the output {1} has other bytes than were written; delete it, and export the shard again with --resume"), NULL)
X(MERGE_INTO_OTHER, ERROR, "B560", N_("this folder holds a batch of other inputs; give an empty one with -o"), NULL)
X(BATCH_TOTALS, NOTE, "B407", N_("{1} done, {2} failed"), NULL)
X(BATCH_UNCHANGED_TOTAL, NOTE, "B408", N_("{1} unchanged"), NULL)
X(BATCH_EARLIER_TOTAL, NOTE, "B409", N_("{1} done before the interruption"), NULL)
X(BATCH_SKIPPED_TOTAL, NOTE, "B109", N_("files skipped because they are not records: {1}; -v lists them"), NULL)
X(BATCH_INTERRUPTED, NOTE, "B410", N_("interrupted; finished records are kept"), NULL)
X(BATCH_CONTINUE, NOTE, "B411", N_("continue with: {1}"), NULL)
X(PACKAGE_MISSING, WARNING, "A120",
  N_("this document lacks what the transfer package needs: {1}; add it to the record or to the office settings"),
  "DA/T 22-2015")
X(PACKAGE_FOREIGN, ERROR, "A121",
  N_("in the package's folder, but no record of this batch made it, so the package is not complete; move it away, and "
     "continue with --resume"),
  NULL)
X(PACKAGE_NONE, ERROR, "A122",
  N_("not a complete package: {1} cannot be read ({2}); the batch did not finish, or something was lost on the way"),
  "RFC 8493 2.1")
X(PACKAGE_CHANGED, ERROR, "A123", N_("the file is not what {1} says; get it again from where the package was made"),
  "RFC 8493 3")
X(PACKAGE_LOST, ERROR, "A124",
  N_("{1} lists this file, and it is not there; get it again from where the package was made"), "RFC 8493 3")
X(PACKAGE_UNLISTED, ERROR, "A125", N_("{1} does not list this file; take it out of the package"), "RFC 8493 3")
X(PACKAGE_LINE, ERROR, "A126", N_("not a line of a manifest: a hash, blanks, and the path of a file in the package"),
  "RFC 8493 2.1.3")
X(PACKAGE_SUM, ERROR, "A127", N_("the package holds {1} (bytes.files), and bag-info.txt says {2}"), "RFC 8493 2.2.2")
X(PACKAGE_OTHER_HASH, NOTE, "A128", N_("not verified: only SHA-256 and SM3 are known here"), NULL)
X(PACKAGE_WHOLE, NOTE, "A129", N_("{1} is complete and unchanged: files {2}, compared by {3}"), NULL)
X(PACKAGE_TWICE, ERROR, "A130",
  N_("the archival code {1} is that of {2}, too, so there is no package; correct one of them, and continue with "
     "--incremental"),
  "DA/T 22-2015")
X(PACKAGE_EMPTY, ERROR, "A131",
  N_("no document was made, so there is no package; correct the records, or name others, and export again"), NULL)
X(PACKAGE_FAILED, NOTE, "A132",
  N_("records that failed when the package was made, and are not in it: {1}; its report names them"), NULL)
X(PACKAGE_SHARED, WARNING, "A133",
  N_("{2} papers of this record have one archival code, {1}, as if they were one item; if each is an item, make each "
     "of a "
     "record with an item number (件号) of its own"),
  "DA/T 22-2015")
X(BATCH_WRITTEN, NOTE, "B412", N_("{1} was written; pages: {2}"), NULL)

#undef X

#endif
