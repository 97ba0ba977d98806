/* Messages of the room import. M1xx the file, M2xx what was
 * recognised and derived, M3xx what was removed and repaired, M4xx damage. */
#ifndef HT_IMPORT_MESSAGES_H
#define HT_IMPORT_MESSAGES_H

#include "base/message_rows.h"

X(IMPORT_EMPTY, ERROR, "M101", N_("there is no text in this file; nothing was made of it"), NULL)
X(IMPORT_FORM_UNKNOWN, ERROR, "M102", N_("there is no form {1}; choose one of {2}"), NULL)
X(IMPORT_KIND, ERROR, "M103", N_("this is no {1} file that can be read: {2}; save it again, or as plain text"), NULL)
X(IMPORT_ENCODING, NOTE, "M104", N_("the text is in {1}; the record is in UTF-8"), NULL)
X(IMPORT_BYTES, WARNING, "M105",
  N_("{1} places hold bytes that are no text in any known encoding; U+FFFD stands there: compare them with the "
     "original"),
  NULL)
X(IMPORT_CONTROLS, WARNING, "M106", N_("{1} control characters were deleted"), NULL)
X(IMPORT_UNWRAPPED, NOTE, "M107", N_("the lines are broken at a column; they were joined to paragraphs"), NULL)
X(IMPORT_PICTURE, WARNING, "M108", N_("the picture {1} is not taken over; put it into the text by hand"), NULL)
X(IMPORT_NOTE, NOTE, "M109", N_("the footnote is put into the text in brackets: {1}"), NULL)
X(IMPORT_PICTURE_TAKEN, NOTE, "M110", N_("the picture {1} is written as {2}"), NULL)
X(IMPORT_PICTURE_FLOATS, WARNING, "M111",
  N_("the picture {1} floats over the page or stands at the signature; it is not in the text: if it is a seal, name it "
     "in the field seal"),
  "GB/T 9704-2012 7.3.5.1")
X(IMPORT_PICTURE_FORMAT, WARNING, "M112",
  N_("the picture {1} is neither PNG nor JPEG; save it as one of them and put it into the text by hand"), NULL)
X(IMPORT_PICTURES_MANY, WARNING, "M113",
  N_("more pictures than can be taken over; {1} and those behind it are left out"), NULL)
X(IMPORT_DEEP, WARNING, "M114",
  N_("the text is nested more than {1} deep; what lies deeper is missing, and what follows it may be; compare, or save "
     "it as plain text"),
  NULL)

X(IMPORT_FORM, NOTE, "M201", N_("taken for the form {1}; --form chooses another"), NULL)
X(IMPORT_FOUND, NOTE, "M202", N_("{1}: {2}"), NULL)
X(IMPORT_TITLE_META, WARNING, "M203", N_("no title above the text; taken from the metadata: {1}"), NULL)
X(IMPORT_TITLE_DERIVED, WARNING, "M204", N_("no title found; made of the first sentence: {1}; write a better one"),
  NULL)
X(IMPORT_TITLE_REPEAT, NOTE, "M205", N_("the title stands here once more; left out"), NULL)
X(IMPORT_YEAR, NOTE, "M206", N_("{1} has no year in the text; with the day of publication it is {2}"), NULL)
X(IMPORT_YEAR_TEXT, WARNING, "M207", N_("{1} has no year; by another day in the text it is {2}: check it"), NULL)
X(IMPORT_NO_YEAR, WARNING, "M208", N_("{1} has no year, and nothing in the text tells it; write the whole date"), NULL)
X(IMPORT_NO_DATE, WARNING, "M209", N_("no date found; add the field date before you export"), "GB/T 9704-2012 7.3.5.4")
X(IMPORT_DATE_MEETING, NOTE, "M210", N_("no date below the text; the day of the meeting is taken: {1}"), NULL)
X(IMPORT_DATE_PUBLISHED, WARNING, "M211", N_("no date below the text; the day of publication is taken: {1}"), NULL)
X(IMPORT_DATES_DIFFER, WARNING, "M212", N_("the date below the text is not that of the metadata; taken is {1}"), NULL)
X(IMPORT_ISSUER_TITLE, NOTE, "M213", N_("the issuer {1} is taken from the title"), NULL)
X(IMPORT_ISSUER_HOLDER, WARNING, "M214", N_("the issuer {1} is taken from the site's copyright line; check it"), NULL)
X(IMPORT_MARK, NOTE, "M215", N_("the mark {1} is made of the meeting's name"), NULL)
X(IMPORT_ATTACHMENT_TITLE, WARNING, "M216",
  N_("the title above the attachment, {1}, is not what the note says; the note's is taken: {2}"),
  "GB/T 9704-2012 7.3.7")
X(IMPORT_EMBEDDED, NOTE, "M217",
  N_("the document that is sent on is enclosed, without a label: {1}; if it is an attachment, put it in the field "
     "attachments"),
  "GB/T 9704-2012 7.3.4")
X(IMPORT_BELOW_SIGNATURE, WARNING, "M218",
  N_("text below the signature is put at the end of the body; check where it belongs"), NULL)
X(IMPORT_TITLE_MARK, NOTE, "M220", N_("no title above the text; the mark is taken: {1}"), NULL)
X(IMPORT_YEAR_DATE, NOTE, "M221", N_("{1} has no year in the text; by the date of the document it is {2}"), NULL)
X(IMPORT_DATE_ADOPTED, NOTE, "M222", N_("no date below the text; the day of its adoption is taken"), NULL)
X(IMPORT_TITLE_TAG, NOTE, "M223", N_("the title is put in order: {1}"), NULL)
X(IMPORT_CONTENTS, NOTE, "M224", N_("the list of contents is left out; each item has its title"), NULL)
X(IMPORT_NO_PEOPLE, WARNING, "M219", N_("a meeting without any name recognised; add who was present"),
  "GB/T 9704-2012 10.3")

X(IMPORT_REMOVED, NOTE, "M301", N_("left out: {1}"), NULL)
X(IMPORT_BULLET, NOTE, "M302", N_("the mark {1} at the line's beginning is left out"), NULL)
X(IMPORT_REPAIR_ENTITIES, NOTE, "M310", N_("remains of HTML and invisible characters removed: {1}"), NULL)
X(IMPORT_REPAIR_RADICALS, NOTE, "M311", N_("radicals and compatibility forms made ordinary characters: {1}"), NULL)
X(IMPORT_REPAIR_WIDTH, NOTE, "M312", N_("full-width digits and letters made half width: {1}"), NULL)
X(IMPORT_REPAIR_NUMBER, NOTE, "M313", N_("brackets in document numbers made 〔〕: {1}"), "GB/T 9704-2012 7.2.5")
X(IMPORT_REPAIR_QUOTES, NOTE, "M314", N_("straight quotation marks made “ ”: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_ELLIPSIS, NOTE, "M315", N_("dots made ……: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_DASH, NOTE, "M316", N_("hyphens made ——: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_MARKS, NOTE, "M317", N_("ASCII marks beside Chinese made full width: {1}"), "GB/T 15834")
X(IMPORT_REPAIR_SPACES, NOTE, "M318", N_("spaces within Chinese text removed: {1}"), NULL)

X(IMPORT_DAY_RUN, WARNING, "M401", N_("{1}: something is missing in this date; correct it"), NULL)
X(IMPORT_NO_SUCH_DAY, WARNING, "M402", N_("{1}: there is no such day; correct it"), NULL)
X(IMPORT_BRACKET, WARNING, "M403", N_("the bracket or quotation mark before “{1}” has no partner; add or delete one"),
  "GB/T 15834")
X(IMPORT_LOST, WARNING, "M404", N_("{1}: a character was lost before this text came here; look it up in the original"),
  NULL)
X(IMPORT_PRIVATE, WARNING, "M405",
  N_("{1} is a private character that only one font shows; write the character itself"), NULL)

#undef X

#endif
