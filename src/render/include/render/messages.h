/* Messages of the room render. */
#ifndef HT_RENDER_MESSAGES_H
#define HT_RENDER_MESSAGES_H

#include "base/message_rows.h"

X(PDF_LIB, ERROR, "O101", N_("cannot build the PDF file (libharu error {1}); if the document is very long, split it"),
  NULL)
X(PDF_NO_TITLE, ERROR, "O102",
  N_("the document has no title, which {1} requires; add one, or choose another --pdf-standard"), "ISO 14289-1 7.1")
X(PDF_NO_ALT, ERROR, "O103",
  N_("the picture {1} has no description, which {2} requires; describe it, or choose another --pdf-standard"),
  "ISO 14289-1 7.3")
X(PDF_ATTACHMENT, ERROR, "O104",
  N_("{1} does not allow an attached record; choose --pdf-standard {2}, or do not attach it"), NULL)
X(PDF_NO_ATTACHMENT, ERROR, "O105",
  N_("PDF/A-4f demands an attached file; attach the record (--attach-record), or choose --pdf-standard a-4"),
  "ISO 19005-4 6.9")
X(PNG_LIB, ERROR, "O201", N_("cannot draw the image: {1}; try a lower resolution"), NULL)
X(PNG_SIZE, ERROR, "O202",
  N_("an image of this page at {1} dots per inch is too large or too small; choose at most {2}"), NULL)
X(OUT_COLLISION, ERROR, "O301", N_("another output of this run has the name {1}; choose another name"), NULL)
X(OUT_IS_INPUT, ERROR, "O302", N_("the output {1} would overwrite the input; choose another name"), NULL)

#undef X

#endif
