/* Part of base/diag_table.h: the room layout. */
X(FIRST_PAGE_NO_BODY, WARNING, "L101", N_("page 1 shows no body text; shorten the title or the list of recipients"), "GB/T 9704-2012 7.3.3")
X(FOOT_NEW_PAGE, NOTE, "L102", N_("the block at the foot of the last page found no room beside the text and stands on a page of its own"), "GB/T 9704-2012 7.4.1")
X(FOOT_TOO_TALL, ERROR, "L103", N_("the block at the foot of the last page is taller than a page; shorten its lists"), "GB/T 9704-2012 7.4")
X(LINE_TOO_WIDE, WARNING, "L104", N_("\"{1}\" is wider than its line and runs over the edge; shorten it"), NULL)
X(HEADER_OVERLAP, WARNING, "L105", N_("{1} stands over the element above it; shorten what is above"), NULL)
X(LINES_CLOSER, NOTE, "L107", N_("the lines of the page before were set closer ({1} a page), so that the signature stands with text"), "GB/T 9704-2012 7.3.5.5")
X(SIGNATURE_ALONE, WARNING, "L108", N_("the signature stands on a page without body text; lengthen or shorten the text by some lines"), "GB/T 9704-2012 7.3.5.5")
X(TOO_MANY_PAGES, ERROR, "L106", N_("the document has more than {1} pages; split it"), NULL)
