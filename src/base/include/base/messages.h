/* Messages of the room base: files, memory, libraries loaded late. I1xx input, I2xx output, I3xx the rest. */
#ifndef HT_BASE_MESSAGES_H
#define HT_BASE_MESSAGES_H

#include "base/message_rows.h"

/* Input and output files */
X(IN_OPEN, ERROR, "I101", N_("cannot open the file: {1}"), NULL)
X(IN_READ, ERROR, "I102", N_("cannot read the file: {1}"), NULL)
X(IN_IS_DIR, ERROR, "I103", N_("this is a folder; give a file"), NULL)
X(IN_TOO_LARGE, ERROR, "I104", N_("the file is larger than {1} MiB; split it"), NULL)
X(IN_OFFICE, ERROR, "I105",
  N_("this is a Word, ODT or other office file, not a record; `hongtou import` makes a record of DOCX and ODT files"),
  NULL)
X(IN_OLD_OFFICE, ERROR, "I106",
  N_("this is a file of an old Word, WPS or Excel (.doc, .wps, .rtf, .xls); save it as .docx, then use `hongtou "
     "import`, which converts it itself where LibreOffice is installed"),
  NULL)
X(IN_PDF, ERROR, "I107",
  N_("this is a PDF file, not a record; `hongtou import` makes a record of PDF files that have text"), NULL)
X(IN_PICTURE, ERROR, "I108",
  N_("this is a picture, and text in pictures is not recognised; have it recognised (OCR), or give a text or a DOCX "
     "file"),
  NULL)
X(IN_ARCHIVE, ERROR, "I109", N_("this is a compressed file; unpack it, and give the file that is in it"), NULL)
X(SOURCE_DATE, WARNING, "I111",
  N_("the variable SOURCE_DATE_EPOCH is “{1}”, which is no number of seconds from 1970 to the year 9999; it is "
     "ignored"),
  NULL)
X(IN_PROGRAM, ERROR, "I110", N_("this is a program, not a document; give another file"), NULL)
X(NAMED_OUTSIDE, ERROR, "I120",
  N_("{1} is outside the folder of the record, so it is not read; copy it there, or, if this record may use the files "
     "of that folder, give --file-dir {2}"),
  NULL)
X(NAMED_LINK, ERROR, "I121",
  N_("{1} leads out of the folder of the record by a symbolic link, so it is not read; copy the file itself there, or "
     "give --file-dir with the folder that it is in"),
  NULL)
X(OUT_OPEN, ERROR, "I201", N_("cannot create the output: {1}"), NULL)
X(OUT_WRITE, ERROR, "I202", N_("cannot write the output: {1}; an existing file is unchanged"), NULL)
X(OUT_STDOUT, ERROR, "I203", N_("cannot write to standard output: {1}"), NULL)
X(OUT_OPEN_TO_ALL, WARNING, "I204",
  N_("the folder's file system keeps no access rights, so other users of this machine may be able to read this file, "
     "which has a security grade; keep it elsewhere"),
  "GB/T 9704-2012 7.2.2")
X(OUT_DAMAGED, ERROR, "I205", N_("writing the file broke off: {1}; its text as it was is kept beside it"), NULL)
X(NO_PROCESS, ERROR, "I305", N_("no other process can be started for this: {1}; try again later"), NULL)
X(NOMEM, ERROR, "I301", N_("out of memory; nothing was written"), NULL)
X(LIBRARY, ERROR, "I304", N_("this needs the library {1}, which is missing or damaged; install the package {2}"), NULL)
X(TOO_MANY_NOTES, NOTE, "I303", N_("{1} more notes and warnings about this input are not shown"), NULL)
X(TOO_MANY, ERROR, "I302", N_("{1} more messages about this input are not shown; fix those above first"), NULL)

#undef X

#endif
