/* Messages of the room import. M1xx the file, M2xx what was
 * recognised and derived, M3xx what was removed and repaired, M4xx damage. */
#ifndef HT_IMPORT_MESSAGES_H
#define HT_IMPORT_MESSAGES_H

#include "base/message_rows.h"

X(IMPORT_EMPTY, ERROR, "M101", N_("no text in this file; no record was made"), NULL)
X(IMPORT_FORM_UNKNOWN, ERROR, "M102", N_("unknown form {1}; choose one of {2}"), NULL)
X(IMPORT_KIND, ERROR, "M103", N_("cannot read this as a {1} file: {2}; save it again, or as plain text"), NULL)
X(IMPORT_ENCODING, NOTE, "M104", N_("the text is in {1}; the record is written in UTF-8"), NULL)
X(IMPORT_BYTES, WARNING, "M105",
  N_("bytes in {1} places are not text in any known encoding and became U+FFFD; compare with the original"), NULL)
X(IMPORT_CONTROLS, WARNING, "M106", N_("{1} control characters were deleted"), NULL)
X(IMPORT_UNWRAPPED, NOTE, "M107", N_("the lines were broken at a column; they were joined into paragraphs"), NULL)
X(IMPORT_ROWS_SPACED, NOTE, "M660", N_("these rows stand below each other by blanks; they were read as a table"), NULL)
X(IMPORT_ROWS_BETWEEN, NOTE, "M673", N_("{1} separates the cells of these rows; they were read as a table"), NULL)
X(IMPORT_HEADLESS, NOTE, "M671", N_("the first row of this table is like the next: it is no head"), NULL)
X(IMPORT_ROWS_APART, WARNING, "M661",
  N_("these lines look like the rows of a table, but their columns cannot be told apart; make a table of them"), NULL)
X(IMPORT_CHAT, WARNING, "M662",
  N_("copied from a chat: of {1} messages, who wrote them and when was left out; keep of the text what belongs to the "
     "document"),
  NULL)
X(IMPORT_QUOTED, WARNING, "M663",
  N_("lines that are marked as quoted (>) begin here, of another mail or of Markdown; keep of them what belongs to the "
     "document"),
  NULL)
X(IMPORT_QUOTED_SIGN, NOTE, "M664", N_("a mark of quotation; left out: {1}"), NULL)
X(IMPORT_EARLIER_MAIL, WARNING, "M665",
  N_("the head of another mail was left out here; keep of the text below it what belongs to the document"), NULL)
X(IMPORT_DIGITS_APART, WARNING, "M666", N_("the digits {1} stand apart; write the number as the original has it"), NULL)
X(IMPORT_MISREAD, WARNING, "M672", N_("{1} may have been {2} before optical recognition; if it is, write that"), NULL)
X(IMPORT_MISREAD_TAKEN, WARNING, "M684",
  N_("{1} is taken for {2}, which optical recognition may have misread; compare it with the original"), NULL)
X(IMPORT_FIGURE_BROKEN, WARNING, "M667",
  N_("a number may be broken here with its line: {1} and {2}; if it is one, join the lines"), NULL)
X(IMPORT_LINE_BROKEN, WARNING, "M698",
  N_("a sentence may be broken here with its line: {1} and {2}; if it is one paragraph, join the lines"), NULL)
X(IMPORT_PICTURE, WARNING, "M108", N_("the picture {1} was not imported; add it by hand"), NULL)
X(IMPORT_NOTE, NOTE, "M109", N_("the footnote was taken over: {1}"), NULL)
X(IMPORT_PICTURE_TAKEN, NOTE, "M110", N_("the picture {1} was written as {2}"), NULL)
X(IMPORT_PICTURE_FLOATS, WARNING, "M111",
  N_("the picture {1} floats over the page or is at the signature and was not placed in the text; if it is a seal, "
     "give it in the field seal"),
  "GB/T 9704-2012 7.3.5.1")
X(IMPORT_PICTURE_FORMAT, WARNING, "M112",
  N_("the picture {1} is neither PNG nor JPEG; save it as one of them and add it by hand"), NULL)
X(IMPORT_PICTURES_MANY, WARNING, "M113", N_("too many pictures; {1} and those after it were left out"), NULL)
X(IMPORT_DEEP, WARNING, "M114",
  N_("the text is nested more than {1} levels deep; deeper text is missing, and text after it may be too; compare with "
     "the original, or save it as plain text"),
  NULL)

X(IMPORT_FORM, NOTE, "M201", N_("recognised as {1}; use --form for another form"), NULL)
X(IMPORT_FOUND, NOTE, "M202", N_("{1} ({2}) was found: {3}"), NULL)
X(IMPORT_TITLE_META, WARNING, "M203", N_("no title above the text; the one from the metadata is used: {1}"), NULL)
X(IMPORT_TITLE_DERIVED, WARNING, "M204", N_("no title found; made from the first sentence: {1}; write a better one"),
  NULL)
X(IMPORT_TITLE_REPEAT, NOTE, "M205", N_("the title is repeated here; left out"), NULL)
X(IMPORT_YEAR, NOTE, "M206", N_("{1} ({3}) has no year in the text; {2} by the day of publication"), NULL)
X(IMPORT_YEAR_TEXT, WARNING, "M207", N_("{1} ({3}) has no year; {2} by another date in the text: check it"), NULL)
X(IMPORT_NO_YEAR, WARNING, "M208", N_("{1} ({2}) has no year, and the text does not tell it; write the full date"),
  NULL)
X(IMPORT_NO_DATE, WARNING, "M209", N_("no date found; add the field date before you export"), "GB/T 9704-2012 7.3.5.4")
X(IMPORT_DATE_MEETING, WARNING, "M210",
  N_("no date of the document found; the day of the meeting is used: {1}; check it"), NULL)
X(IMPORT_DATE_REPORT, NOTE, "M656", N_("the report has no date of its own; the day of the meeting is used: {1}"), NULL)
X(IMPORT_DATE_PUBLISHED, WARNING, "M211", N_("no date below the text; the day of publication is used: {1}"), NULL)
X(IMPORT_DATES_DIFFER, WARNING, "M212", N_("the date below the text differs from the metadata; {1} is used"), NULL)
X(IMPORT_ISSUER_TITLE, NOTE, "M213", N_("the issuer {1} comes from the title"), NULL)
X(IMPORT_ISSUER_HOLDER, WARNING, "M214", N_("the issuer {1} comes from the site's copyright line; check it"), NULL)
X(IMPORT_MASTHEAD, NOTE, "M215", N_("the masthead {1} is made from the meeting's name"), NULL)
X(IMPORT_MASTHEAD_SIGNER, WARNING, "M670",
  N_("the text has no masthead; {1} is made of who signs it and of the meeting's name: check it"),
  "GB/T 9704-2012 7.2.4")
X(IMPORT_NAME_TORN, WARNING, "M695", N_("a blank stands within “{1}”; it is taken as one name: check it"), NULL)
X(IMPORT_ATTACHMENT_TITLE, WARNING, "M216",
  N_("the title above the attachment, {1}, differs from the note; the note's is used: {2}"), "GB/T 9704-2012 7.3.7")
X(IMPORT_LABEL_ABOVE, WARNING, "M674",
  N_("“{1}” stands above the signature and stayed in the text; if an attachment begins here, move it to the field "
     "attachments"),
  "GB/T 9704-2012 7.3.7")
X(IMPORT_EMBEDDED, NOTE, "M217",
  N_("the forwarded document is enclosed, without a label: {1}; if it is an attachment, move it to the field "
     "attachments"),
  "GB/T 9704-2012 7.3.4")
X(IMPORT_BELOW_SIGNATURE, WARNING, "M218",
  N_("text below the signature was moved to the end of the body; check where it belongs"), NULL)
X(IMPORT_BELOW_NOTE, WARNING, "M687",
  N_("the text below the note of attachments is taken as the attachment {1}; check where it belongs"),
  "GB/T 9704-2012 7.3.4")
X(IMPORT_ABOVE_TITLE, WARNING, "M685",
  N_("text above the title was put at the beginning of the body; check where it belongs"), NULL)
X(IMPORT_TITLE_MASTHEAD, NOTE, "M220", N_("no title above the text; the masthead is used: {1}"), NULL)
X(IMPORT_YEAR_DATE, NOTE, "M221", N_("{1} ({3}) has no year in the text; {2} by the date of the document"), NULL)
X(IMPORT_DATE_ADOPTED, NOTE, "M222", N_("no date below the text; the day of its adoption is used"), NULL)
X(IMPORT_TITLE_TAG, NOTE, "M223", N_("the title was tidied: {1}"), NULL)
X(IMPORT_CONTENTS, NOTE, "M224", N_("the table of contents was left out; each item has its title"), NULL)
X(IMPORT_KEPT, WARNING, "M652", N_("there was another file of this name; it is kept as {1}"), NULL)
X(IMPORT_NAME_SHORT, WARNING, "M653",
  N_("{1} in the field {2} ({3}) is a short name; check whether it is to be the full one"), NULL)
X(IMPORT_NO_MARK, WARNING, "M654",
  N_("the text has no masthead, and none can be made from it; write one in the field mark"), "GB/T 9704-2012 7.2.4")
X(IMPORT_DATE_NO_YEAR, WARNING, "M655",
  N_("the date {1} below the text has no year, and the text does not tell it; write the full date in the field date"),
  "GB/T 9704-2012 7.3.5.4")
X(IMPORT_NO_PEOPLE, WARNING, "M219", N_("no names were recognised in this meeting; add who was present"),
  "GB/T 9704-2012 10.3")

X(IMPORT_NO_TITLE, WARNING, "M501", N_("no line of the text is its title; write one in the field title"),
  "GB/T 9704-2012 7.3.1")
X(IMPORT_TITLE_UNSURE, WARNING, "M502", N_("it is not sure where the title ends: {1} was taken; it may be {2}"),
  "GB/T 9704-2012 7.3.1")
X(IMPORT_FORM_UNSURE, WARNING, "M503",
  N_("this was taken for {1}; it may be {2}: if so, import it again with --form {2}"), NULL)
X(IMPORT_TITLE_LEAD, NOTE, "M504", N_("no title above the text; made from what its first sentence says: {1}"), NULL)

X(IMPORT_REMOVED, NOTE, "M301", N_("left out: {1}"), NULL)
X(IMPORT_GUESSED, WARNING, "M668",
  N_("left out, since it does not look like a part of the document: {1}; if it is one, add it"), NULL)
X(IMPORT_THOUGHTS, WARNING, "M690",
  N_("what an assistant thought begins here, and where it ends is not sure; delete of the text what does not belong to "
     "the document"),
  NULL)
X(IMPORT_TALK, WARNING, "M691",
  N_("“{1}” looks like what an assistant says to who asked it; if it is not of the document, delete it"), NULL)
X(IMPORT_CITED, WARNING, "M692",
  N_("“{1}” looks like the number of a source and will be printed; delete it, or write a footnote"), NULL)
X(IMPORT_CREDIT, WARNING, "M669", N_("no field is for this; left out: {1}; if it is to be printed, add it to the text"),
  NULL)
X(IMPORT_NUMBERS_LEFT, WARNING, "M699",
  N_("from here on the numbers {1} to {2} stand alone on lines; they are taken for those of pages and left out: check "
     "it"),
  NULL)
X(IMPORT_NUMBER_ALONE, WARNING, "M696",
  N_("the number {1} stands alone between two paragraphs; if it is that of a page, delete it"), NULL)
X(IMPORT_BULLET, NOTE, "M302", N_("{1} at the beginning of the line was left out"), NULL)
X(IMPORT_AGAIN, NOTE, "M580", N_("in the record already; left out here: {1}"), NULL)
X(IMPORT_LABEL, NOTE, "M581", N_("the label is not needed beside the field's name: {1}"), NULL)
X(IMPORT_NOT_TAKEN, WARNING, "M582",
  N_("this part of the line is not in the record: {1}; add it where it belongs, or leave it out"), NULL)
X(IMPORT_IN_FIELD, NOTE, "M583", N_("in the field {2} ({3}), not in the body: {1}"), NULL)
X(IMPORT_GIVEN_BACK, NOTE, "M590",
  N_("the file carries the record that it was made from, and its text is as it was; the record is given back"), NULL)
X(IMPORT_IS_RECORD, NOTE, "M677",
  N_("this is a record already and is given back as it stands; export it, or repair it by `hongtou check --fix`"), NULL)
X(IMPORT_RECORD_FAULTY, ERROR, "M678",
  N_("this is no text, but data or records, and not one record that can be read; `hongtou check {1}` says what is "
     "wrong, "
     "`hongtou export {1}` takes several"),
  NULL)
X(IMPORT_RECORD_FORM, ERROR, "M679",
  N_("this is a record already; change its field form, then export it: `hongtou export {1}`"), NULL)
X(IMPORT_CARRIED, NOTE, "M591",
  N_("the file carries the record that it was made from; it is given back, not compared with the pages"), NULL)
X(IMPORT_EDITED_SINCE, NOTE, "M592",
  N_("the file carries the record that it was made from; its text was edited since, and the rest is as the record has "
     "it"),
  NULL)
X(IMPORT_EDITED, WARNING, "M593", N_("{1} ({2}) was edited in the document: {3}; it was: {4}"), NULL)
X(IMPORT_CARRIED_BROKEN, WARNING, "M594",
  N_("the record that the file carries cannot be read; the text of the document is read instead"), NULL)
X(IMPORT_STYLED, NOTE, "M595",
  N_("the paragraphs have the named styles of this program; header, signature and note were read by them (lines: {1})"),
  NULL)
X(IMPORT_UNREAD, WARNING, "M584",
  N_("the file has this text in a place that has none by its format; left out: {1}; add it where it belongs"), NULL)
X(IMPORT_UNPROVED, ERROR, "M585",
  N_("{1} characters of the text are neither in the record nor among what was left out: {2}; compare the record with "
     "the "
     "text, and report this fault of the program"),
  NULL)
X(IMPORT_UNTRUE, ERROR, "M586",
  N_("the record has {1} characters that the text has not: {2}; compare the record with the text, and report this "
     "fault "
     "of the program"),
  NULL)
X(IMPORT_REPAIR_ENTITIES, NOTE, "M310", N_("HTML remnants and invisible characters removed: {1}"), NULL)
X(IMPORT_REPAIR_RADICALS, NOTE, "M311", N_("radicals and compatibility forms replaced by ordinary characters: {1}"),
  NULL)
X(IMPORT_REPAIR_WIDTH, NOTE, "M312", N_("full-width digits and letters changed to half width: {1}"), NULL)
X(IMPORT_REPAIR_NUMBER, NOTE, "M313", N_("brackets in document numbers changed to 〔〕: {1}"), "GB/T 9704-2012 7.2.5")
X(IMPORT_REPAIR_QUOTES, NOTE, "M314", N_("straight quotation marks changed to “ ”: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_ELLIPSIS, NOTE, "M315", N_("dots changed to ……: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_DASH, NOTE, "M316", N_("hyphens changed to ——: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_PUNCT, NOTE, "M317", N_("ASCII punctuation beside Chinese changed to full width: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_SPACES, NOTE, "M318", N_("spaces within Chinese text removed: {1}"), NULL)
X(IMPORT_LABELLED, NOTE, "M320", N_("the lines begin with names of fields; each is read as its field"), NULL)

X(IMPORT_DAY_RUN, WARNING, "M401", N_("{1}: incomplete date; correct it"), NULL)
X(IMPORT_NO_SUCH_DAY, WARNING, "M402", N_("{1}: no such day; correct it"), NULL)
X(IMPORT_BRACKET, WARNING, "M403", N_("unpaired bracket or quotation mark before “{1}”; add or delete one"),
  "GB/T 15834")
X(IMPORT_LOST, WARNING, "M404", N_("{1}: a character was lost before this text was imported; see the original"), NULL)
X(IMPORT_PRIVATE_READ, WARNING, "M406", N_("{1} is a code of older systems for {2} and is read as {2}; check it"), NULL)
X(IMPORT_PRIVATE, WARNING, "M405",
  N_("{1} is a private-use character that only one font has; write the real character"), NULL)
X(IMPORT_PROGRAM, ERROR, "M600", N_("this needs the program {1}, which is missing; install the package {2}"), NULL)
X(IMPORT_PROGRAM_LATE, ERROR, "M601",
  N_("{1} was not done after {2} seconds and was stopped; divide the file, or copy its text into a text file"), NULL)
X(IMPORT_PDF_SCAN, ERROR, "M602",
  N_("this PDF holds pictures of pages and no text; have its text recognised (OCR), save that as text or .docx, and "
     "import it"),
  NULL)
X(IMPORT_LOCKED, ERROR, "M603", N_("this file is protected by a password; save it without one, then import it"), NULL)
X(IMPORT_PDF_BROKEN, ERROR, "M604",
  N_("this PDF is damaged and cannot be read; open and save it again, or copy its text into a text file"), NULL)
X(IMPORT_PDF_FONTS, ERROR, "M605",
  N_("the fonts of this PDF do not tell which characters they show; have its text recognised (OCR), or import the file "
     "that it was made from"),
  NULL)
X(IMPORT_PDF_TABLE, WARNING, "M606",
  N_("a table was read by where its words stand on the page; compare its cells with the original"), NULL)
X(IMPORT_PDF_EMPTY_PAGE, WARNING, "M607",
  N_("page {1} has no text; if it is a picture, its text is missing in the record"), NULL)
X(IMPORT_PDF_PICTURES, WARNING, "M608", N_("pictures in the PDF were not imported; add them by hand"), NULL)
X(IMPORT_PROGRAM_LIMIT, ERROR, "M609",
  N_("{1} was stopped at the time limit ({2} s); split the file, or raise the limit (--timeout)"), NULL)
X(IMPORT_CONVERTED, NOTE, "M610", N_("LibreOffice converted the file to {1} first"), NULL)
X(IMPORT_CONVERT_FAILED, ERROR, "M611", N_("LibreOffice could not convert this file; save it as .docx, then import it"),
  NULL)
X(IMPORT_NAME_DIFFERS, WARNING, "M612", N_("the name ends in {1}, but the content is {2}; it is read as {2}"), NULL)
X(IMPORT_LOST_IN_FIELD, ERROR, "M613",
  N_("characters were lost (U+FFFD) in {1} ({2}): {3}; import the original file, or write them again"), NULL)
X(IMPORT_NOT_TEXT, ERROR, "M614", N_("this is not a text file; give a text, HTML, PDF, DOCX or ODT file"), NULL)
X(IMPORT_ATTRIBUTES, ERROR, "M657",
  N_("an element of this file has more than {1} attributes, which no program writes; the file is refused"), NULL)
X(IMPORT_UNFOLDS, ERROR, "M658",
  N_("this file has the same notes, cells or blanks again and again, more than {1} MiB of them; it is refused"), NULL)
X(IMPORT_OFD, ERROR, "M616", N_("this is an OFD file; save it as PDF in a reader of OFD, then import that"), NULL)
X(IMPORT_SLIDES, ERROR, "M617", N_("these are slides; copy their text into a text file, then import that"), NULL)

/* what the readers of files leave out, or cannot write as it stands */
X(IMPORT_HIDDEN, NOTE, "M550", N_("hidden in the source; left out: {1}"), NULL)
X(IMPORT_DELETED, NOTE, "M551", N_("recorded as deleted or moved away; left out: {1}"), NULL)
X(IMPORT_STRUCK, WARNING, "M552", N_("struck out in the source; left out: {1}; if it belongs to the text, add it"),
  NULL)
X(IMPORT_COMMENT, NOTE, "M553", N_("a comment, not of the text; left out: {1}"), NULL)
X(IMPORT_PERSON_DOUBTFUL, WARNING, "M530",
  N_("“{1}” in a list of people is neither a name nor a group; it was kept as typed: check it"), "GB/T 9704-2012 10.3")
X(IMPORT_PEOPLE_MORE, WARNING, "M531",
  N_("the text says “{1}” after the names: the others are not named; add them, or nothing"), "GB/T 9704-2012 10.3")
X(IMPORT_PEOPLE_AND_OTHERS, NOTE, "M532", N_("“{1}” after the names was left out of the list"), NULL)
X(IMPORT_PERSON_TWICE, WARNING, "M533",
  N_("{1} is in the list twice, as {2} and as {3}; if it is one person, delete one"), NULL)
X(IMPORT_PERSON_POST, WARNING, "M534",
  N_("{1} follows the {2}, a post that one person holds, and was taken without an office; check it"), NULL)
X(IMPORT_PERSON_PLACE, WARNING, "M697",
  N_("{1} is taken as the place that {2} is from; if it is a person, write both as names"), NULL)
X(IMPORT_ABSENT, WARNING, "M686", N_("“{1}” is in a list of those who attend; {2} was set among the absent: check it"),
  "GB/T 9704-2012 10.3")
X(IMPORT_CLAUSE, WARNING, "M535", N_("“{1}” tells of people, but they were not recognised; add them by hand"),
  "GB/T 9704-2012 10.3")
X(IMPORT_TIME_OPEN, WARNING, "M536",
  N_("“{1}” is the meeting's time, but no day with month and day; write it in the field meeting.time"), NULL)
X(IMPORT_DAY_OPEN, WARNING, "M538", N_("{1}: the day is not written yet; write it"), NULL)
X(IMPORT_YEAR_NAME, NOTE, "M539", N_("{1} ({3}) has no year in the text; {2} by the name of the meeting"), NULL)
X(IMPORT_ROSTER_NONE, WARNING, "M540",
  N_("no column holds names; write 姓名, 职务 and 单位 above the columns of a list of people"), NULL)
X(IMPORT_ROSTER_COLUMN, WARNING, "M541",
  N_("the column “{1}” is not known in a list of people and was left out; what it holds is told by -v"), NULL)
X(IMPORT_ROSTER_ROW, WARNING, "M542", N_("a row without a name was left out: {1}"), NULL)
X(IMPORT_ROSTER_UNIT, WARNING, "M650", N_("{1} has no unit in the list; that of the row above is taken: {2}; check it"),
  NULL)
X(IMPORT_ROSTER_NAMES, WARNING, "M651",
  N_("the list has several columns of names, and the columns beside them differ; all of a row was read as one entry: "
     "make it one column of names"),
  NULL)
X(IMPORT_ROSTER_TITLE, NOTE, "M543", N_("no title above the list; the file's name is used: {1}"), NULL)
X(IMPORT_ROSTER_CELL, NOTE, "M544", N_("not taken from the list of people: {1}"), NULL)
X(IMPORT_SHEET, WARNING, "M545", N_("only the first sheet is read; the sheet “{1}” was left out"), NULL)
X(IMPORT_ENDS_BEFORE, WARNING, "M676", N_("the meeting ends at {1}, before it begins at {2}; correct one of them"),
  NULL)
X(IMPORT_TIME_REST, NOTE, "M537", N_("“{1}” after the meeting's time was left out"), NULL)
X(IMPORT_PAGE_EDGE, NOTE, "M554", N_("the header or footer of the pages; left out: {1}"), NULL)
X(IMPORT_SCRIPT, WARNING, "M555",
  N_("raised or lowered in the source: {1}; there are no such characters and it stands on the line; check it"), NULL)
X(IMPORT_FORMULA, NOTE, "M556", N_("the formula was written as text: {1}"), NULL)
X(IMPORT_FORMULA_DRAWN, WARNING, "M557",
  N_("the formula was written in one line: {1}; compare it with the source, or put it in as a picture"), NULL)
X(IMPORT_OBJECT, NOTE, "M558", N_("a frame, film, drawing or other object; left out: {1}"), NULL)
X(IMPORT_WORD_ART, NOTE, "M680", N_("word art was read as a line of text: {1}"), NULL)
X(IMPORT_CHART, WARNING, "M681", N_("a chart or diagram; left out: {1}; put it in as a picture"), NULL)
X(IMPORT_PART_LARGE, ERROR, "M682",
  N_("the part {1} of this file unfolds to more than {2} MiB; divide the document, and import its parts"), NULL)
X(IMPORT_RULES_MANY, WARNING, "M683",
  N_("the page has more than {1} style rules; the others were not read, so text that they hide may be in the record: "
     "compare it with what the browser shows"),
  NULL)
X(IMPORT_PLACEHOLDER, NOTE, "M559", N_("a place to be filled in; left out: {1}"), NULL)
X(IMPORT_SYMBOL, WARNING, "M560",
  N_("a sign of the font {1} is not known; write the character that it shows in place of 〓"), NULL)
X(IMPORT_ROWS_REPEATED, WARNING, "M675",
  N_("a row that the file repeats {1} times was written {2} times; compare the table with the source"), NULL)
X(IMPORT_NESTED, WARNING, "M561", N_("a table within a cell was written as lines; compare it with the source"), NULL)
X(IMPORT_PAGE_EDGE_ONLY, WARNING, "M562",
  N_("only the header or footer of the pages says this; left out: {1}; if it belongs to the document, add it"), NULL)
X(IMPORT_MARKUP, NOTE, "M563", N_("{1} was read as {2}"), NULL)
X(IMPORT_MARKUP_LEFT, WARNING, "M688",
  N_("“{1}” looks like a link, picture, footnote, emphasis, escape or formula of Markdown, and its signs will be "
     "printed; write what the document should say"),
  NULL)

#undef X

#endif
