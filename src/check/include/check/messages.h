/* Messages of the room check. C1xx fields, C2xx headings, C3xx punctuation, numerals and other matters of text. */
#ifndef HT_CHECK_MESSAGES_H
#define HT_CHECK_MESSAGES_H

#include "base/message_rows.h"

X(CHECK_NUMBER_BRACKETS, WARNING, "C101", N_("the year in the document number {1} is not in 〔〕; write {2}"),
  "GB/T 9704-2012 7.2.5")
X(CHECK_NUMBER_ORDINAL, WARNING, "C102", N_("第 in the document number {1}; write {2}"), "GB/T 9704-2012 7.2.5")
X(CHECK_NUMBER_ZERO, WARNING, "C103", N_("the serial number in {1} begins with a zero; write {2}"),
  "GB/T 9704-2012 7.2.5")
X(CHECK_NUMBER_BLANK, WARNING, "C106", N_("blanks within the document number {1}; write {2}"), "GB/T 9704-2012 7.2.5")
X(CHECK_NUMBER_FORM, WARNING, "C104", N_("{1} does not have the form 机关代字〔2026〕1号; correct it"),
  "GB/T 9704-2012 7.2.5")
X(CHECK_NUMBER_YEAR, WARNING, "C105",
  N_("the document number is from {1}, but the date is from {2}; correct one of them"), "GB/T 9704-2012 7.2.5")
X(CHECK_DATE_PRINT, WARNING, "C111", N_("the printing date {1} is before the document's date {2}; correct one of them"),
  "GB/T 9704-2012 7.4.3")
X(CHECK_ENDS_BEFORE, WARNING, "C115", N_("the end {1} is before the beginning {2}; correct one of them"), NULL)
X(CHECK_AI_LABEL, WARNING, "C145",
  N_("the field ai_label.label (标识) is missing, so the document does not say that an artificial intelligence made "
     "it; "
     "write 人工智能生成合成, 可能为人工智能生成合成 or 疑似人工智能生成合成"),
  "GB 45438-2025")
X(CHECK_DATE_IMPOSSIBLE, WARNING, "C112", N_("{1}: no such day; correct it"), NULL)
X(CHECK_DATE_ZERO, NOTE, "C113", N_("{1}: leading zero in month or day; write {2}"), "GB/T 9704-2012 7.3.5.4")
X(CHECK_DATE_RUN, WARNING, "C114", N_("{1}: incomplete date; correct it"), NULL)
X(CHECK_RECIPIENTS_PUNCT, WARNING, "C121", N_("{1} ends with punctuation, which is added automatically; write {2}"),
  "GB/T 9704-2012 7.3.2")
X(CHECK_RECIPIENTS_TWICE, WARNING, "C122",
  N_("{1} is printed above the text from the field recipients already; delete it here"), "GB/T 9704-2012 7.3.2")
X(CHECK_TITLE_END, WARNING, "C131", N_("the title ends with {1}; delete it"), "GB/T 9704-2012 7.3.1")
X(CHECK_TITLE_PUNCT, NOTE, "C132",
  N_("{1} in the title; of punctuation, titles have only book title marks, quotation marks, brackets and 、"),
  "GB/T 9704-2012 7.3.1")
X(CHECK_TITLE_LONG, NOTE, "C133", N_("the title has {1} characters; shorten it to at most {2}"), "GB/T 9704-2012 7.3.1")
X(CHECK_TITLE_KIND, NOTE, "C134", N_("the title does not end with the kind of document (通知, 报告, 函 …); add it"),
  "GB/T 9704-2012 7.3.1")
X(CHECK_LINE_END, WARNING, "C135", N_("{1} ends with punctuation, which would be printed; write {2}"), "GB/T 15834")
X(CHECK_SECRECY_FORM, WARNING, "C141", N_("{1} is not a security grade with a term; write it like 机密★1年"),
  "GB/T 9704-2012 7.2.2")
X(CHECK_SECRECY_STAR, WARNING, "C142", N_("{1}: missing ★ between security grade and term; write {2}"),
  "GB/T 9704-2012 7.2.2")
X(CHECK_SECRECY_COPY, WARNING, "C143", N_("classified document without a copy number; add the field copy_number"),
  "GB/T 9704-2012 7.2.1")
X(CHECK_COPY_NUMBER, WARNING, "C144", N_("the copy number {1} does not have six digits; write it like 000001"),
  "GB/T 9704-2012 7.2.1")
X(CHECK_ATTACHMENT_END, WARNING, "C151", N_("the attachment's title ends with {1}; delete it"), "GB/T 9704-2012 7.3.4")
X(CHECK_ATTACHMENT_BOOK, WARNING, "C152", N_("the attachment's title is in 《》; delete them"), "GB/T 9704-2012 7.3.4")
X(CHECK_ATTACHMENT_NUMBER, WARNING, "C153",
  N_("the attachment's title begins with the number {1}; numbers are added automatically: delete it"),
  "GB/T 9704-2012 7.3.4")
X(CHECK_ATTACHMENT_TYPED, WARNING, "C154",
  N_("the attachment note is typed in the text; put the titles into the field attachments"), "GB/T 9704-2012 7.3.4")
X(CHECK_ATTACHMENT_TWICE, WARNING, "C158",
  N_("the attachment note is typed in the text, and printed again from the field attachments; delete it here"),
  "GB/T 9704-2012 7.3.4")
X(CHECK_ATTACHMENT_NONE, WARNING, "C155",
  N_("the text refers to {1}, but there are only {2} attachments; add it or correct the number"),
  "GB/T 9704-2012 7.3.7")
X(CHECK_ENCLOSED_NONE, WARNING, "C156",
  N_("the title says that {1} is issued or forwarded, but it is missing; add it in the field enclosed"), NULL)
X(CHECK_ENCLOSED_TITLE, WARNING, "C157",
  N_("the enclosed document is called {1}, but {2} in the title; make them agree"), NULL)
X(CHECK_NAME_DIFFERS, WARNING, "C171",
  N_("{1} in the text, but {2} in the list of people; write the name the same way"), NULL)

X(CHECK_ARCHIVE_YEAR, WARNING, "A101", N_("the year {1} is not four digits; write it like 2026"), "DA/T 46-2009")
X(CHECK_ARCHIVE_RETENTION, WARNING, "A102", N_("{1} is no retention period; write 永久, 30年 or 10年"), "DA/T 22-2015")
X(CHECK_ARCHIVE_ITEM, WARNING, "A103", N_("the item number {1} is not a number; write it like 0012"), "DA/T 22-2015")
X(CHECK_ARCHIVE_CODE, WARNING, "A104",
  N_("the archival code {1} has no part {2}, which is its {3}; correct one of them"), "DA/T 13-2022")
X(CHECK_ARCHIVE_BLANK, WARNING, "A105",
  N_("the archival code {1} has blanks, or marks other than - and ·; write it like Z109-WS·2026-Y-BGS-0001"),
  "DA/T 13-2022")
X(CHECK_ARCHIVE_FILE, WARNING, "A106",
  N_("the file number {1} looks like an archival code; that belongs to 档号 (archive.archival_code)"), "DA/T 13-2022")
X(CHECK_ARCHIVE_SECRECY, WARNING, "A108",
  N_("the archive's security grade is {1}, but {2} is on the page; correct one of them"), "DA/T 46-2009")
X(CHECK_ARCHIVE_CREATED, WARNING, "A109",
  N_("{1} is no day or time, so it is only cited; write it like 2026-03-05 09:30"), "DA/T 46-2009")
X(CHECK_ARCHIVE_PARTS, WARNING, "A110",
  N_("the item has a number, but no archival code can be composed: {1} is missing; add it, or give 档号 whole"),
  "DA/T 22-2015")
X(CHECK_ARCHIVE_OTHER_YEAR, WARNING, "A111",
  N_("filed under {1}, but the document is of {2}; correct one of them, unless its matter belongs to {1}"),
  "DA/T 22-2015")
X(CHECK_ARCHIVE_TERM, WARNING, "A112",
  N_("the archive's term of secrecy is {1}, but {2} is on the page; correct one of them"), "DA/T 46-2009")
X(CHECK_ARCHIVE_TERMS, WARNING, "A113",
  N_("the archive's security grade {1} has a term, and its term of secrecy is {2}, which is kept; delete one of "
     "them"),
  "DA/T 46-2009")
X(CHECK_HEADING_SKIPS, NOTE, "C201", N_("{1} follows {2}; a level between them is missing (一、（一）1.（1）)"),
  "GB/T 9704-2012 7.3.3")
X(CHECK_HEADING_GAP, WARNING, "C202", N_("{1} follows number {2}; correct the numbering"), "GB/T 9704-2012 7.3.3")
X(CHECK_HEADING_FIRST, WARNING, "C203", N_("the numbering begins with {1}; begin with 1"), "GB/T 9704-2012 7.3.3")
X(CHECK_HEADING_PUNCT, NOTE, "C204", N_("{1}: the number of this level is written {2}"), "GB/T 9704-2012 7.3.3")
X(CHECK_HEADING_STOP, NOTE, "C205", N_("a heading on a line of its own ends with {1}; delete it"),
  "GB/T 9704-2012 7.3.3")
X(CHECK_LEVEL_NUMBER, WARNING, "C206", N_("{1} is not a number of one of the levels 一、（一）1.（1）; write {2}"),
  "GB/T 9704-2012 7.3.3")

X(CHECK_BRACKET, WARNING, "C301", N_("unpaired bracket or quotation mark before “{1}”; add or delete one"),
  "GB/T 15834")
X(CHECK_QUOTES_STRAIGHT, WARNING, "C302", N_("straight quotation marks in Chinese text; write “ ”"), "GB/T 15834")
X(CHECK_QUOTES_MIXED, WARNING, "C303", N_("both {1} and {2} are used as quotation marks; use “ ”"), "GB/T 15834")
X(CHECK_PUNCT_ASCII, WARNING, "C304", N_("half-width {1} beside Chinese; write {2}"), "GB/T 15834")
X(CHECK_PUNCT_DOUBLE, WARNING, "C305", N_("{1} is repeated; delete one"), "GB/T 15834")
X(CHECK_SPACE, NOTE, "C306", N_("a space within Chinese text; delete it"), NULL)
X(CHECK_WIDTH, NOTE, "C307", N_("full-width digits, letters or %: {1}; write {2}"), "GB/T 15835")
X(CHECK_ELLIPSIS, WARNING, "C308", N_("{1}: an ellipsis is written ……"), "GB/T 15834")
X(CHECK_DASH, WARNING, "C309", N_("{1}: a dash is written ——"), "GB/T 15834")
X(CHECK_NUMBER_CITED, WARNING, "C310", N_("{1}: the year of a document number must be in 〔〕"), "GB/T 9704-2012 7.2.5")
X(CHECK_RADICAL, WARNING, "C311", N_("{1} is a radical or compatibility form; write the ordinary character {2}"), NULL)
X(CHECK_BETWEEN, WARNING, "C312", N_("、 between {1} and {2}; delete it"), "GB/T 15834-2011 4.5.3.5")
X(CHECK_NESTED, WARNING, "C313", N_("{1} is within marks of the same kind; write {2}"),
  "GB/T 15834-2011 4.8.3.4, 4.15.3")
X(CHECK_ETC, WARNING, "C314", N_("{1}: 等 and …… both say that there is more; delete one"), "GB/T 15834")
X(CHECK_NAME_DOT, WARNING, "C315", N_("{1} between the parts of a name; write {2}"), "GB/T 15834-2011 4.14.3")
X(CHECK_WIDTHS_DIFFER, WARNING, "C316", N_("{1} closes a full-width bracket; write {2}"), "GB/T 15834")
X(CHECK_QUOTES_OTHER, WARNING, "C317", N_("{1} as a quotation mark; write {2}"), "GB/T 15834")
X(CHECK_STOPS, WARNING, "C318", N_("{1}: two marks together; keep one"), "GB/T 15834")
X(CHECK_FIRST, WARNING, "C319", N_("the text begins with {1}; delete it, or join it with the text before"),
  "GB/T 15834")
X(CHECK_STOP_ASCII, WARNING, "C320",
  N_("{1} after Chinese; write 。 at the end of a sentence, · between the parts of a name"), "GB/T 15834")
X(CHECK_FULL_STOP, WARNING, "C321", N_("the paragraph ends without punctuation, after “{1}”; add a full stop"),
  "GB/T 15834")
X(CHECK_OPEN_END, WARNING, "C322", N_("the paragraph ends with {1}; end it with a full stop, or join it with the next"),
  "GB/T 15834")
X(CHECK_ORDINAL, WARNING, "C324", N_("{1}: after {2} a comma is written ，"), "GB/T 15834-2011 4.4.3.3")
X(CHECK_TWICE, WARNING, "C325", N_("{1}: the word is typed twice; write {2}"), NULL)
X(CHECK_DIGITS_APART, WARNING, "C354", N_("the digits {1} stand apart; write the number as the original has it"),
  "GB/T 15835")
X(CHECK_MISREAD, WARNING, "C355", N_("{1} may have been {2} before optical recognition; if it is, write that"),
  "GB/T 15835")
X(CHECK_COMMENT_OPEN, WARNING, "C356",
  N_("a comment begins here (<!--) and does not end; it is printed: end it with -->"), NULL)
X(CHECK_ENTITY, WARNING, "C357", N_("{1} is printed as typed; write the character that it stands for"), NULL)
X(CHECK_STACKED, WARNING, "C358",
  N_("{1}: more than three marks are stacked on one character and run into the line above; delete them"), NULL)
X(CHECK_NUMERAL_MIXED, WARNING, "C331", N_("{1} mixes Arabic and Chinese numerals; use one kind"), "GB/T 15835")
X(CHECK_NUMERAL_UNIT, WARNING, "C332", N_("{1}: only 万 and 亿 may follow Arabic numerals; write all digits"),
  "GB/T 15835")
X(CHECK_NUMERAL_WEEKDAY, WARNING, "C333", N_("{1}: days of the week are written with Chinese numerals"), "GB/T 15835")
X(CHECK_LOST, WARNING, "C341", N_("{1}: a character was lost here; see the original"), NULL)
X(CHECK_ZERO, WARNING, "C342", N_("{1}: the zero of Chinese numerals is 〇; write {2}"), "GB/T 15835-2011 5.2.5")
X(CHECK_SHORT_YEAR, WARNING, "C343", N_("{1}: years have four digits; write them like {2}"), "GB/T 15835-2011 5.1.4")
X(CHECK_RANGE_SIGN, WARNING, "C344", N_("{1}: the sign of a range is ～ or —; write {2}"), "GB/T 15834-2011 4.13.3")
X(CHECK_TIME_COLON, WARNING, "C345", N_("{1} in a time; write {2}"), "GB/T 15835-2011 5.1.5")
X(CHECK_UNIT, WARNING, "C346", N_("the symbol of the unit {1} is written {2}"), "GB 3100")
X(CHECK_WEEKDAY, WARNING, "C347", N_("{1} is {2}, not {3}; correct one of them"), NULL)
X(CHECK_WEEKDAY_NOT, WARNING, "C348",
  N_("{1} is not {2} in the year of the document, nor in the one before or after; correct one of them"), NULL)
X(CHECK_PLACEHOLDER, WARNING, "C349",
  N_("{1} was to be filled in; write what belongs there (or leave it, if it is withheld on purpose)"), NULL)
X(CHECK_GROUPING, NOTE, "C350", N_("digits are grouped by commas and by blanks; use one of the two"),
  "GB/T 15835-2011 5.1.1")
X(CHECK_GROUP_COMMA, WARNING, "C351", N_("{1}: full-width commas within a number; write {2}"), "GB/T 15835-2011 5.1.1")
X(CHECK_RANGE_SHORT, WARNING, "C352", N_("{1}: the first number needs its unit, too; write {2}"),
  "GB/T 15835-2011 5.1.3")
X(CHECK_SAID_TWICE, NOTE, "C353", N_("{1} says twice that the number is not exact; delete one"), NULL)

/* What --fix did */
X(CHECK_FIXED, NOTE, "C359", N_("{1}: problems fixed: {2}"), NULL)

X(CHECK_NOT_FIXED, WARNING, "C393", N_("nothing was fixed here, since there are errors; correct these first"), NULL)
X(CHECK_LINE_NOT_FIXED, WARNING, "C394",
  N_("nothing was fixed on this line: the record could not be read any more; correct it by hand"), NULL)

/* Values that hardly belong where they are */
X(CHECK_DOUBT_TITLE, WARNING, "C380", N_("“{1}” in the title is of a page or a report; write the document's own title"),
  NULL)
X(CHECK_DOUBT_ORGAN, WARNING, "C381", N_("{1} is hardly the name of an organ, because of “{2}”; correct it"), NULL)
X(CHECK_DOUBT_PERSON, WARNING, "C382",
  N_("“{1}” is hardly a person or an office, because of “{2}”; name the people, or move it to the text"), NULL)
X(CHECK_DOUBT_MEETING, WARNING, "C383",
  N_("the name of the meeting, {1}, lacks “{2}”, which stands before it in the title; add it, or write it in the field "
     "ordinal"),
  NULL)
X(CHECK_DOUBT_DOUBLED, WARNING, "C385", N_("{1}: the same words twice; write {2} once, or correct it"), NULL)
X(CHECK_DOUBT_MEETING_NAME, WARNING, "C386",
  N_("{1} is hardly the name of a meeting, because of “{2}”; write its name alone"), NULL)
X(CHECK_DOUBT_SIGNED, WARNING, "C387",
  N_("“{1}” is set as the last line of the text; write who signs and the date in the fields signature and date"),
  "GB/T 9704-2012 7.3.5")
X(CHECK_ONE_RECIPIENT, WARNING, "C390",
  N_("a document of the kind {1} is sent to one superior organ; keep that one and move the others to the field "
     "copies_to"),
  NULL)
X(CHECK_COPY_BELOW, WARNING, "C391", N_("a document of the kind {1} is not copied to lower organs: {2}; delete them"),
  NULL)
X(CHECK_EMOJI, WARNING, "C392", N_("{1} is an emoji, which official documents do not have; delete it"), NULL)
X(CHECK_INVISIBLE, WARNING, "C400",
  N_("the invisible character {1}, which may hide text or change its order; delete it"), NULL)
X(CHECK_NONE, WARNING, "C401", N_("“{1}” is printed as it is; if there is nothing to say here, delete the field"), NULL)
X(CHECK_DOUBT_MASTHEAD, WARNING, "C384", N_("the masthead {1} does not say whose minutes they are; write it in full"),
  "GB/T 9704-2012 10.3")

#undef X

#endif
