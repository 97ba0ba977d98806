/* Messages of the room layout. */
#ifndef HT_LAYOUT_MESSAGES_H
#define HT_LAYOUT_MESSAGES_H

#include "base/message_rows.h"

X(FIRST_PAGE_NO_BODY, WARNING, "L101", N_("page 1 shows no body text; shorten the title or the list of recipients"),
  "GB/T 9704-2012 7.3.3")
X(FOOT_NEW_PAGE, NOTE, "L102",
  N_("the block at the foot of the last page stands on a page of its own: beside the text there is no room, or the "
     "page is odd"),
  "GB/T 9704-2012 7.4.1")
X(FOOT_TOO_TALL, ERROR, "L103", N_("the block at the foot of the last page is taller than a page; shorten its lists"),
  "GB/T 9704-2012 7.4")
X(LINE_TOO_WIDE, WARNING, "L104", N_("\"{1}\" is wider than its line and runs over the edge; shorten it"), NULL)
X(NOT_BESIDE, WARNING, "L132", N_("{1} finds no room on the line of {2} and stands below it; shorten one of them"),
  "GB/T 9704-2012 7.2")
X(SIDES_TURNED, WARNING, "L133",
  N_("\"{1}\" leaves no room for what stands on the same line and is turned over; shorten it"), NULL)
X(HEADER_OVERLAP, WARNING, "L105", N_("{1} stands over the element above it; shorten what is above"), NULL)
X(LINES_CLOSER, NOTE, "L107",
  N_("the lines of the page before were set closer ({1} a page), so that the signature stands with text"),
  "GB/T 9704-2012 7.3.5.5")
X(CHARS_CLOSER, NOTE, "L130",
  N_("the characters of the body text were set {1} a line, so that the signature stands with text"),
  "GB/T 9704-2012 7.3.5.5")
X(PARA_PARTED, NOTE, "L131",
  N_("a paragraph of few lines is parted between two pages, so that the signature stands with text"),
  "GB/T 9704-2012 7.3.5.5")
X(SIGNATURE_ALONE, WARNING, "L108",
  N_("the signature stands on a page without body text; lengthen or shorten the text by some lines"),
  "GB/T 9704-2012 7.3.5.5")
X(SEAL_TOO_LARGE, ERROR, "L109", N_("the seal {1} is {2} mm wide; at most {3} mm are allowed"), "GB/T 9704-2012 7.3.5")
X(SEAL_NOT_RED, WARNING, "L110", N_("the seal {1} is not red; use the red original"), "GB/T 9704-2012 7.3.5")
X(SEAL_NO_ALPHA, WARNING, "L111",
  N_("the seal {1} has no transparency and hides the name under it; save it as PNG with a transparent ground"),
  "GB/T 9704-2012 7.3.5.1")
X(SEAL_NO_SIZE, NOTE, "L112", N_("the seal {1} does not say its true size; {2} mm are taken"), NULL)
X(TABLE_NARROW, WARNING, "L114",
  N_("the table has {1} columns for {2} mm; its cells are too narrow to read well; use fewer columns"),
  "GB/T 9704-2012 8")
X(TABLE_TURNED, NOTE, "L118",
  N_("the table is too wide for an upright page and stands landscape on pages of its own; write landscape: false "
     "(横排: 否) to keep it upright"),
  "GB/T 9704-2012 8")
X(TABLE_SMALLER, NOTE, "L119",
  N_("the table is set in {1} pt, for want of width; fewer or narrower columns would be easier to read"), NULL)
X(MOVED_TO_FOOT, NOTE, "L115", N_("{1} left no room for body text on page 1 and stand in the record block"),
  "GB/T 9704-2012 7.3.2")
X(PICTURE_SHRUNK, NOTE, "L116", N_("the picture {1} is set smaller, at {2} per cent, to fit the page"), NULL)
X(PICTURE_NO_CAPTION, WARNING, "L117",
  N_("the picture {1} has no caption; blind readers learn nothing of it; write ![caption](file)"), NULL)
X(TOO_MANY_PAGES, ERROR, "L106", N_("the document has more than {1} pages; split it"), NULL)

#undef X

#endif
