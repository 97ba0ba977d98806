/* Messages of the room layout. */
#ifndef HT_LAYOUT_MESSAGES_H
#define HT_LAYOUT_MESSAGES_H

#include "base/message_rows.h"

X(FIRST_PAGE_NO_BODY, WARNING, "L101", N_("page 1 has no body text; shorten the title or the list of recipients"),
  "GB/T 9704-2012 7.3.3")
X(FIRST_PAGE_CLOSE, NOTE, "L216",
  N_("page 1 was set closer (one empty line less above the title, a flatter joint masthead, closer lines, as far as "
     "necessary), so that it has body text"),
  "GB/T 9704-2012 7.3.3")
X(IMPRINT_NEW_PAGE, NOTE, "L102",
  N_("the imprint is on a page of its own: the last page of the text has too little room for it, even with its "
     "lines tightened; lines to shorten the text by: {1}"),
  "GB/T 9704-2012 7.4.1")
X(IMPRINT_EVEN_PAGE, NOTE, "L154",
  N_("the imprint is on a page of its own: the text ends on an odd page, and the imprint of a document printed on both "
     "sides is on an even one"),
  "GB/T 9704-2012 7.4.1")
X(IMPRINT_LANDSCAPE, NOTE, "L157", N_("the imprint is on a page of its own: the page before is landscape"),
  "GB/T 9704-2012 7.4.1")
X(LINES_TIGHTENED_IMPRINT, NOTE, "L155",
  N_("the lines of the last page were tightened ({1} per page), so that the imprint shares it"),
  "GB/T 9704-2012 7.3.5.5")
X(LINES_TIGHTENED_REST, NOTE, "L156",
  N_("the lines of the signature's page were tightened ({1} per page), so that {2} ({3}) shares it"),
  "GB/T 9704-2012 7.3.5.5")
X(IMPRINT_TOO_TALL, ERROR, "L103", N_("the imprint is taller than a page; shorten its lists"), "GB/T 9704-2012 7.4")
X(LINE_TOO_WIDE, WARNING, "L104", N_("\"{1}\" is wider than its line and runs past the edge; shorten it"), NULL)
X(NOT_BESIDE, WARNING, "L132",
  N_("{1} ({2}) does not fit on the line of {3} ({4}) and was placed below it; shorten one of them"),
  "GB/T 9704-2012 7.2")
X(SIDES_WRAPPED, WARNING, "L133", N_("\"{1}\" leaves no room for the rest of its line and was wrapped; shorten it"),
  NULL)
X(HEADER_OVERLAP, WARNING, "L105", N_("{1} ({2}) overlaps the element above it; shorten what is above"), NULL)
X(LINES_TIGHTENED, NOTE, "L107",
  N_("the lines of the previous page were tightened ({1} per page), so that the signature shares a page with text"),
  "GB/T 9704-2012 7.3.5.5")
X(CHARS_TIGHTENED, NOTE, "L130",
  N_("the characters of the body text were set {1} per line, so that the signature shares a page with text"),
  "GB/T 9704-2012 7.3.5.5")
X(PARA_SPLIT, NOTE, "L131",
  N_("a short paragraph was split between two pages, so that the signature shares a page with text"),
  "GB/T 9704-2012 7.3.5.5")
X(SIGNATURE_ALONE, WARNING, "L108",
  N_("the signature is on a page without body text; lengthen or shorten the text by a few lines"),
  "GB/T 9704-2012 7.3.5.5")
X(SIGNATURE_LANDSCAPE, WARNING, "L217",
  N_("the signature is on a page without body text, since the page before it is landscape; let text follow the table, "
     "or make the table an attachment of its own"),
  "GB/T 9704-2012 7.3.5.5")
X(SEALS_CLOSE, NOTE, "L150", N_("the rows of seals were set closer, so that they share a page with text"),
  "GB/T 9704-2012 7.3.5.5")
X(SEALS_DATE_MOVED, NOTE, "L151", N_("the date was set nearer to the right edge, so that more seals stand in a row"),
  "GB/T 9704-2012 7.3.5.1")
X(SEALS_NAMES_WRAPPED, NOTE, "L152",
  N_("names under seals were set over several lines, so that more seals stand in a row"), "GB/T 9704-2012 7.3.5.5")
X(SEALS_DIVIDED, WARNING, "L153",
  N_("the seals do not fit on one page with text; shorter standard names (规范化简称) in signature (署名) let more "
     "stand "
     "in a row"),
  "GB/T 9704-2012 7.3.5.5")
X(PAGE_SHORT_SIGNATURE, NOTE, "L158",
  N_("page {1} is not full (lines left free: {2}): its last text is on the next page, with the signature"),
  "GB/T 9704-2012 7.3.5.5")
X(PAGE_SHORT_IMPRINT, NOTE, "L215",
  N_("page {1} is not full (lines left free: {2}): its last text is on the next page, so that the imprint is not "
     "alone"),
  "GB/T 9704-2012 7.4.1")
X(PAGE_SHORT_HEADING, NOTE, "L159",
  N_("page {1} is not full (lines left free: {2}): the heading that follows stays with its text"),
  "GB/T 9704-2012 5.2.3")
X(PAGE_SHORT_TALL, NOTE, "L160",
  N_("page {1} is not full (lines left free: {2}): the picture or the row of a table that follows needs more"),
  "GB/T 9704-2012 5.2.3")
X(PAGE_SHORT, NOTE, "L161", N_("page {1} is not full (lines left free: {2}): what follows is kept together"),
  "GB/T 9704-2012 5.2.3")
X(SEAL_TOO_LARGE, ERROR, "L109", N_("the seal {1} is {2} mm wide; at most {3} mm is allowed"), "GB/T 9704-2012 7.3.5")
X(SEAL_TOO_TALL, ERROR, "L141",
  N_("the seal {1} would be {2} mm high, and the page has room for {3} mm; crop the picture to the seal"), NULL)
X(SEAL_NOT_RED, WARNING, "L110", N_("the seal {1} is not red; use the red original"), "GB/T 9704-2012 7.3.5")
X(SEAL_NO_ALPHA, WARNING, "L111",
  N_("the seal {1} has no transparency and hides the name under it; save it as PNG with a transparent background"),
  "GB/T 9704-2012 7.3.5.1")
X(SEAL_PAIRS, NOTE, "L190", N_("the seals and the names they are set over: {1}"), "GB/T 9704-2012 7.3.5")
X(SEAL_OF_ANOTHER, WARNING, "L191",
  N_("the seal {1} is set over {2}, which is not what its file name says; give the seals in the order of the names, or "
     "rename the file"),
  "GB/T 9704-2012 7.3.5")
X(SEAL_NO_SIZE, NOTE, "L112", N_("the seal {1} does not say its real size; {2} mm is used"), NULL)
X(TABLE_NARROW, WARNING, "L114",
  N_("the table has {1} columns in {2} mm; its cells are too narrow to read well: use fewer columns"),
  "GB/T 9704-2012 8")
X(TABLE_LANDSCAPE, NOTE, "L118",
  N_("the table is too wide for a portrait page and was set landscape on pages of its own; write landscape: false "
     "(横排: 否) to keep it portrait"),
  "GB/T 9704-2012 8")
X(TABLE_SMALLER, NOTE, "L119",
  N_("the table was set in {1} pt to fit the width; fewer or narrower columns would be easier to read"), NULL)
X(TABLE_HIGH_LANDSCAPE, NOTE, "L170",
  N_("the table was set landscape on pages of its own, because its cells would have many lines on a portrait page; "
     "write "
     "landscape: false (横排: 否) to keep it portrait"),
  "GB/T 9704-2012 8")
X(TABLE_HIGH_SMALLER, NOTE, "L171",
  N_("the table was set in {1} pt, because its cells would have many lines in a larger size"), NULL)
X(MOVED_TO_IMPRINT, NOTE, "L115", N_("{1} ({2}) left no room for body text on page 1 and were moved to the imprint"),
  "GB/T 9704-2012 7.3.2")
X(PICTURE_SHRUNK, NOTE, "L116", N_("the picture {1} was scaled to {2} per cent to fit the page"), NULL)
X(PICTURE_NO_CAPTION, WARNING, "L117",
  N_("the picture {1} has no caption, so screen readers cannot describe it; write ![caption](file)"), NULL)
X(NOTE_NO_PLACE, WARNING, "L140",
  N_("the footnote “{1}” is not printed: its mark is in a place that has no page foot (a caption, a landscape table); "
     "put the mark into the text"),
  NULL)
X(ARCHIVE_PAGES, WARNING, "A107",
  N_("the record says {1} pages, but the document has {2}; correct 页数 (archive.pages)"), "DA/T 46-2009")
X(TOO_MANY_PAGES, ERROR, "L106", N_("the document has more than {1} pages; split it, or lift the limits by --memory=0"),
  NULL)

#undef X

#endif
