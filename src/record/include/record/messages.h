/* Messages of the room record. R1xx the file and its syntax,
 * R2xx fields and values, R3xx body text. */
#ifndef HT_RECORD_MESSAGES_H
#define HT_RECORD_MESSAGES_H

#include "base/message_rows.h"

/* Bytes and characters */
X(SYNTAX, ERROR, "R101", N_("this is not valid {1}; correct this line"), NULL)
X(ENCODING, ERROR, "R102", N_("not valid UTF-8; save the file as UTF-8"), NULL)
X(ENCODING_GB, ERROR, "R103", N_("not UTF-8: the text looks like GB 18030 (GBK); save the file as UTF-8"), NULL)
X(ENCODING_UTF16, ERROR, "R104", N_("not UTF-8: the text looks like UTF-16; save the file as UTF-8"), NULL)
X(PRIVATE_READ, WARNING, "R106",
  N_("{1} is a code of older systems for {2} and is read as {2}; write the character itself"), NULL)
X(PRIVATE_USE, ERROR, "R107",
  N_("{1} is a private-use code, which each font shows as another sign; write the character that is meant"), NULL)
X(CONTROL_CHAR, ERROR, "R105", N_("the control character {1} is not allowed in text; delete it"), NULL)

/* Trees, whatever the syntax */
X(DEPTH, ERROR, "R110", N_("lists and maps are nested more than {1} levels deep; nest them less"), NULL)
X(NODES, ERROR, "R111", N_("the file has more than {1} values; split it"), NULL)
X(KEY_REPEATED, ERROR, "R112", N_("{1} was already given on line {2}; keep one of the two"), NULL)
X(KEY_NOT_TEXT, ERROR, "R113", N_("found a list or map instead of a field name; write name: value"), NULL)
X(KEY_EMPTY, ERROR, "R114", N_("the field name before the colon is missing; write it there"), NULL)

/* YAML */
X(COLON_FULL, ERROR, "R120", N_("full-width colon after {1}; write an ASCII colon and a space: “{1}: …”"), NULL)
X(COLON_SPACE, ERROR, "R121", N_("no space after the colon; write “{1}: …”"), NULL)
X(YAML_TAB, ERROR, "R122", N_("a tab in the indentation; YAML allows only spaces: replace it"), NULL)
X(YAML_NO_COLON, ERROR, "R123",
  N_("this is neither a field nor part of the text above; write “name: value”, or indent the lines of a text"), NULL)
X(YAML_COLON, ERROR, "R124",
  N_("“: ” within a value, or a misaligned field; quote a value that contains “: ”, and begin all fields of a level in "
     "one column"),
  NULL)
X(YAML_INDENT, ERROR, "R125",
  N_("this is not aligned with the lines above; begin all fields and list items of a level in one column"), NULL)
X(YAML_QUOTE, ERROR, "R126", N_("the quotation mark that opens here is not closed; close it"), NULL)
X(YAML_START, ERROR, "R127", N_("unquoted text cannot begin with {1}; put it in quotes"), NULL)
X(YAML_ESCAPE, ERROR, "R128",
  N_("unknown escape in double-quoted text; write \\\\ for a backslash, or use single quotes"), NULL)
X(YAML_SURROGATE, ERROR, "R129",
  N_("\\u does not allow surrogates or code points above U+10FFFF; write the character itself, or \\U and eight "
     "digits"),
  NULL)
X(YAML_BRACKET, ERROR, "R130",
  N_("the bracket that opens here is not closed, or a comma is missing; write [a, b] or {name: value}"), NULL)
X(YAML_BLOCK, ERROR, "R131", N_("no text may follow | or > on its line; begin the text on the next line"), NULL)
X(YAML_ANCHOR, ERROR, "R132",
  N_("anchors (&{1}) are not supported in records; delete it (text that begins with & needs quotes)"), NULL)
X(YAML_ALIAS, ERROR, "R133",
  N_("aliases (*{1}) are not supported in records; write out the value (text that begins with * needs quotes)"), NULL)
X(YAML_TAG, ERROR, "R134",
  N_("the tag {1} is not supported in records; delete it (text that begins with ! needs quotes)"), NULL)
X(YAML_MERGE, ERROR, "R135", N_("merge keys (<<) are not supported in records; write out the fields"), NULL)
X(YAML_DOCUMENTS, ERROR, "R136",
  N_("a second document begins here; keep one record per file (text below “---” belongs in a .md file)"), NULL)
X(YAML_AFTER_QUOTE, ERROR, "R137",
  N_("text follows the closing quotation mark; put the whole value in one pair of quotes, with “ ” inside it"), NULL)
X(YAML_ITEM, ERROR, "R138", N_("a list item cannot begin here; put each “- ” on its own line, below the field name"),
  NULL)
X(COLONS_READ, NOTE, "R250",
  N_("the colon after {1} field name(s), the first here, is full-width or lacks its space; it is read as “: ” "
     "(“hongtou check --fix” writes it so)"),
  NULL)
X(COLON_READ, NOTE, "R251", N_("after {1}: write an ASCII colon and a space"), NULL)
X(FORM_OTHER, NOTE, "R257", N_("{1}: {2} is set as {3}"), NULL)
X(UNIT_TAKEN, NOTE, "R258", N_("{1}: {2} is read as {3}; the rest is printed with it"), NULL)
X(ISSUE_YEAR, WARNING, "R259", N_("{1}: {2} is read as {3}; {4} is not printed with the number of an issue"), NULL)
X(ISSUE_WORDS, WARNING, "R261", N_("{1} takes a number; “{2}” is printed between 第 and 期"), NULL)
X(FIELD_DATE_OPEN, WARNING, "R262", N_("the day of {1} is left open: room is left to write it in by hand"),
  "GB/T 9704-2012 7.3.5.4")
X(FIELD_DATE_MONTH, ERROR, "R263",
  N_("{1}: the day is missing in {2}; write it, or “{2}　日” to leave room to write it in by hand"), NULL)
X(ORGANS_JOINED, WARNING, "R264",
  N_("{1}: “{2}” is set as the name of one organ; if several issue the document, write a list: “[one, two]”"),
  "GB/T 9704-2012 7.2.4")
X(LINES_ENTRIES, WARNING, "R381",
  N_("each line of {1} is read as an entry of its own; if that is meant, write a list: “[one, two]”, else one line"),
  NULL)
X(ATTACHMENTS_LINES, WARNING, "R380",
  N_("the lines of {1} are read as the title of one attachment; for several write a list: “[one, two]”"),
  "GB/T 9704-2012 7.3.4")
X(ISSUE_TOTAL, ERROR, "R260", N_("{1}: {2} belongs to {3}, which is given too; keep one of the two"), NULL)
X(BODY_UNINDENTED, NOTE, "R252",
  N_("the text of {1} is not indented; it is read as far as the next field: write “{1}: |” and indent the text"), NULL)
X(BODY_LINES, NOTE, "R253", N_("each line of {1} is read as a paragraph of its own; to say so, write “{1}: |”"), NULL)
X(BODY_JOINED, WARNING, "R254",
  N_("the lines of {1} are joined to one paragraph; to keep them apart, begin them below a line “{1}: |”"), NULL)
X(COMMENT, WARNING, "R255",
  N_("“{1}” is left out: after a blank, # begins a comment; put the value in quotes if this is part of it, or write "
     "two blanks before # and one after it if it is a comment"),
  NULL)
X(COMMENT_TYPED, NOTE, "R256", N_("“{1}” is read as a comment and not printed"), NULL)

/* JSON */
X(JSON_END, ERROR, "R140", N_("unexpected end of the file; a closing bracket or quotation mark is missing"), NULL)
X(JSON_FULLWIDTH, ERROR, "R141", N_("{1} is full-width punctuation; JSON requires {2} here"), NULL)
X(JSON_COMMA, ERROR, "R142", N_("missing comma before this; write one between two values"), NULL)
X(JSON_COMMA_LAST, ERROR, "R143", N_("comma after the last value; delete it"), NULL)
X(JSON_KEY, ERROR, "R144", N_("expected a field name in double quotes here"), NULL)
X(JSON_COLON, ERROR, "R145", N_("missing colon between the field name and its value; write \"name\": value"), NULL)
X(JSON_WORD, ERROR, "R146", N_("this is not a JSON value; put text in double quotes"), NULL)
X(JSON_ESCAPE, ERROR, "R147", N_("unknown escape; write \\\\ for a backslash and \\u with four hexadecimal digits"),
  NULL)
X(JSON_SURROGATE, ERROR, "R148", N_("{1} is half a surrogate pair; write both halves, or the character itself"), NULL)
X(JSON_LINE_END, ERROR, "R149", N_("line end within a text; close the quotation mark, or write \\n for a line end"),
  NULL)
X(JSON_COMMENT, ERROR, "R150", N_("JSON does not allow comments; delete this"), NULL)
X(JSON_TRAILING, ERROR, "R151",
  N_("text after the end of the record; delete it (several records: one per line in a .jsonl file)"), NULL)
X(JSON_NUMBER, ERROR, "R152", N_("not a JSON number; put it in double quotes to keep it as typed"), NULL)

/* Markdown with front matter */
X(FRONT_NONE, ERROR, "R160",
  N_("no front matter; begin the file with a line “---”, the fields, another line “---”, then the text"), NULL)
X(FRONT_OPEN, ERROR, "R161",
  N_("the front matter that begins here is not closed; put a line “---” between the fields and the text"), NULL)
X(FRONT_EARLY, WARNING, "R366",
  N_("this looks like a field, but it is below the line that ends the front matter, and is set as text; delete that "
     "line"),
  NULL)
X(FRONT_BODY, ERROR, "R162", N_("both {1} ({2}) and text below the front matter on line {3}; keep one of the two"),
  NULL)

/* Fields */
X(RECORD_EMPTY, ERROR, "R201", N_("no record in this file; write one field per line: “title: …” or “标题: …”"), NULL)
X(RECORD_NOT_MAP, ERROR, "R202", N_("a record consists of named fields; write “title: …” or “标题: …”"), NULL)
X(RECORD_LIST, ERROR, "R203", N_("found a list instead of a record; put several records one per line in a .jsonl file"),
  NULL)
X(FIELD_UNKNOWN, ERROR, "R210", N_("unknown field {1}; do you mean {2}?"), NULL)
X(FIELD_UNKNOWN_BARE, ERROR, "R211", N_("unknown field {1} here; “hongtou schema” lists all fields"), NULL)
X(FIELD_ELSEWHERE, ERROR, "R212", N_("the field {1} belongs under {2}; move it there"), NULL)
X(FIELD_TOP, ERROR, "R213", N_("the field {1} belongs to the record itself; move it out of {2}"), NULL)
X(FIELD_REPEATED, ERROR, "R214", N_("{1} is the same field as {2} on line {3}; keep one of the two"), NULL)
X(FIELD_TEXT, ERROR, "R220", N_("{1} takes a single text, not a list or fields; write one text"), NULL)
X(FIELD_ONE_LINE, ERROR, "R221", N_("{1} takes a single line; remove the line end"), NULL)
X(FIELD_TEXTS, ERROR, "R222", N_("{1} takes a text or a list of texts; write “{1}: [one, two]”"), NULL)
X(FIELD_BODY, ERROR, "R223",
  N_("{1} takes text; write all of it as one text (in YAML after “{1}: |”, on the next lines, indented)"), NULL)
X(FIELD_INT, ERROR, "R224", N_("{1} takes a whole number from 0 to 999999999, not {2}; write only digits"), NULL)
X(FIELD_DATE, ERROR, "R225", N_("{1} takes a date, not {2}; write it like 2026-07-23"), NULL)
X(FIELD_DATE_SERIAL, ERROR, "R234",
  N_("{1} takes a date; {2} is the number by which spreadsheets store {3}: write {3}"), NULL)
X(FIELD_DATE_READ, NOTE, "R235", N_("{1} is read as {2}"), NULL)
X(FIELD_DATE_TIME, WARNING, "R236", N_("{1} is a day; the time of day in {2} is not printed"), NULL)
X(FIELD_NO_DAY, ERROR, "R226", N_("no such day or time: {1}; correct it"), NULL)
X(FIELD_CHOICE, ERROR, "R227", N_("{1} cannot be {2}; do you mean {3}?"), NULL)
X(FIELD_CHOICES, ERROR, "R228", N_("{1} cannot be {2}; choose one of {3}"), NULL)
X(FIELD_GROUP, ERROR, "R229",
  N_("{1} has fields, such as {2}; write each with its name (in YAML below {1}, indented, like “{2}: …”)"), NULL)
X(FIELD_GROUPS, ERROR, "R230",
  N_("{1} takes a list; write each entry by itself (in YAML below it, on a line that begins with “- ”; in JSON between "
     "[ and ])"),
  NULL)
X(FIELD_LONG, ERROR, "R233", N_("{1} has more than {2} characters; long text belongs in the body"), NULL)
X(PERSON, ERROR, "R231", N_("this is not a person; write a name, “name office”, or “office: [name, name]”"), NULL)
X(PERSON_OFFICES, NOTE, "R248",
  N_("\"{1}\" is read as another office of {2}, not as a person; write ， before a person, or begin a new line"), NULL)
X(PERSON_REVERSED, WARNING, "R249",
  N_("\"{1}\" is in the place of the name, \"{2}\" in that of the office; exchange them"), NULL)
X(PERSON_READ, NOTE, "R280",
  N_("\"{1}\" is read as the name {2} with the unit or office {3}; entries of this list that are read in this way: "
     "{4}"),
  NULL)
X(PERSON_UNCLEAR, WARNING, "R281",
  N_("which part of \"{1}\" is the name, and which the unit or office, is not clear; it is one entry, as typed; "
     "write \"name office\", or 姓名, 单位 and 职务 as fields"),
  NULL)
X(PERSON_PHRASE, NOTE, "R282",
  N_("\"{1}\" is one entry, 、 being part of it; write ， between two entries, or begin a new line"), NULL)
X(PERSON_WHOSE, WARNING, "R283",
  N_("\"{1}\" is an entry of its own among people; if it is somebody's unit or office, write it after the name with a "
     "blank between them"),
  NULL)
X(PERSON_SEVERAL, NOTE, "R284", N_("\"{1}\" is read as {2} people; write 、 between them"), NULL)
X(PERSON_NUMBER, NOTE, "R285", N_("{1} in front of a person is left out"), NULL)
X(PERSON_BARE, WARNING, "R360",
  N_("nothing follows the colon after “{1}”, which is read as an entry of the list; remove the colon"), NULL)
X(PERSON_NO_NAMES, WARNING, "R361", N_("“{1}” has no names and is not printed; write them after it, or remove it"),
  NULL)
X(PERSON_NAME, ERROR, "R232", N_("a person without a name; add “{1}: …”"), NULL)
X(ATTACH_OPEN, ERROR, "R240", N_("cannot read the attachment {1}: {2}; names are relative to the folder of the record"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_NO_TEXT, WARNING, "R242",
  N_("the attachment {1} is not a text file (.md, .txt) and is only listed in the note; add it to the printed document "
     "by hand"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_BOTH, ERROR, "R243", N_("the attachment has both a text and the file {1}; keep one of the two"), NULL)
X(ATTACH_EMPTY, WARNING, "R244", N_("the attachment {1} has no text below its title; it is only listed in the note"),
  NULL)
X(ATTACH_NUMBER, WARNING, "R245",
  N_("this text is labelled attachment {1}, but it is number {2} in the record; put the attachments in the order of "
     "the note"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_TITLE, WARNING, "R246",
  N_("this text is titled \"{1}\", but \"{2}\" in the note; make them agree (the note's is printed)"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_LABEL, WARNING, "R247",
  N_("this enclosed text is labelled an attachment; the label was left out: if it is an attachment, move it to the "
     "field attachments"),
  "GB/T 9704-2012 7.3.7")

/* Body text */
X(BODY_TABS, WARNING, "R382",
  N_("cells with tabs between them, as in a spreadsheet, are printed as one line, and empty ones are lost; import the "
     "text, or write a table: | cell | cell |"),
  NULL)
X(BODY_STROKES, WARNING, "R383",
  N_("a row between | is printed as typed; for a table write |---|---| below its first row"), NULL)
X(BODY_RULE, NOTE, "R301", N_("a line of only {1} was left out; official documents have no rules in their text"), NULL)
X(BODY_BULLET, NOTE, "R302", N_("{1} at the beginning of the line was left out; number the points by 1. or （1）"),
  NULL)
X(BODY_FENCE, NOTE, "R303", N_("a code fence was left out; its lines are set as paragraphs"), NULL)
X(BODY_HEADING_BLANK, WARNING, "R304", N_("{1} is set as typed; for a heading, put a space after it"), NULL)
X(BODY_HEADING_DEEP, WARNING, "R305",
  N_("a heading of level {1} is set as level 4; official documents have four levels"), "GB/T 9704-2012 7.3.3")
X(BODY_TABLE_CELLS, WARNING, "R306",
  N_("this row has {1} cells, but the line of dashes below the head has {2}; the table gets the columns that it lacks: "
     "write them in the head, or join cells"),
  NULL)
X(BODY_TABLE_WIDE, WARNING, "R362",
  N_("this row has {1} cells; a table has {2} at most, so these lines are set as text: split the table"), NULL)
X(BODY_IMAGE_INLINE, WARNING, "R307",
  N_("an image within a paragraph or table was placed below it; put it on its own line"), NULL)

/* Markup, in bodies and other fields */
X(MARKUP_COMMENT, WARNING, "R330", N_("the comment “{1}” was left out; it is not printed"), NULL)
X(MARKUP_SCRIPT, WARNING, "R331",
  N_("{1} cannot be set as a superscript or subscript: not all of it has such a form; write it in another way"), NULL)
X(MARKUP_CARET, WARNING, "R332", N_("{1} is printed as typed; for a superscript, write {1}^"), NULL)
X(MARKUP_STRUCK, WARNING, "R333",
  N_("the struck-out text “{1}” was left out; if it is to be printed, remove the marks that strike it out"), NULL)
X(MARKUP_LEFT_OUT, WARNING, "R334", N_("the mark {1} was left out: it has no meaning here; remove it"), NULL)
X(MARKUP_KEPT, WARNING, "R335", N_("{1} is printed as typed; if it is a mark, add its other half or remove it"), NULL)
X(MARKUP_LONG, WARNING, "R367",
  N_("this line has more than {1} KiB, so its marks are printed as typed; divide it into paragraphs"), NULL)
X(MARKUP_FORMULA, WARNING, "R336",
  N_("the formula {1} is printed as typed; write it with superscripts (x²), or put it in as a picture"), NULL)
X(MARKUP_BREAK, WARNING, "R337", N_("{1} was left out: this field has only one line"), NULL)
X(MARKUP_PARAGRAPH, NOTE, "R338", N_("<br> begins a new paragraph"), NULL)
X(MARKUP_TASK, NOTE, "R339", N_("{1} is set as {2}"), NULL)
X(MARKUP_LINK, WARNING, "R340", N_("the link to {1} was left out: only a body has links; write the address as text"),
  NULL)
X(FIELD_LABEL, WARNING, "R364",
  N_("{1}: “{2}” begins with the name of its field, which would be printed twice, or has no place; delete it"), NULL)
X(LINES_LISTED, NOTE, "R365", N_("each numbered line of {1} is read as an entry; the numbers are added automatically"),
  NULL)
X(NUMBER_DIFFERS, WARNING, "R368",
  N_("the number {1} is typed here, but this entry is printed as number {2}, by its place; put the entries in order, "
     "or "
     "correct the number and where the text refers to it"),
  "GB/T 9704-2012 7.3.4")
X(BODY_LINK_TITLE, WARNING, "R363", N_("“{1}”, the title of a link or picture, was left out; write it as text"), NULL)
X(BODY_LINK_SCHEME, WARNING, "R347",
  N_("the link to {1} was left out, its text stays; links lead to addresses with http://, https:// or mailto:"), NULL)
X(MARKUP_IMAGE, WARNING, "R341", N_("the image {1} was left out: only a body has pictures; move it there"), NULL)
X(MARKUP_NOTE, WARNING, "R342", N_("the footnote {1} was left out: only a body has footnotes; move it to the text"),
  NULL)
X(MARKUP_PRIVATE, WARNING, "R346",
  N_("{1} is a private-use code, which each font shows as another sign: it is printed as typed; write the character "
     "that "
     "is meant"),
  NULL)
X(NOTE_UNDEFINED, WARNING, "R343",
  N_("the footnote [^{1}] has no text and is printed as typed; add a line “[^{1}]: …” with it"), NULL)
X(NOTE_UNUSED, WARNING, "R344",
  N_("the footnote “{1}” is not printed: no text refers to it; put [^{2}] where it belongs"), NULL)
X(NOTE_TWICE, WARNING, "R345", N_("the footnote [^{1}] has two texts, of which this one is not printed: “{2}”"), NULL)

/* Tables */
X(TABLE_EMPTY, ERROR, "R310", N_("the table has no rows; add “{1}:” ({2}) and below it a list of cells for each row"),
  NULL)
X(TABLE_ROW, ERROR, "R311", N_("a table row is a list of cells; write “- [one, two]”"), NULL)
X(TABLE_CELL, ERROR, "R312", N_("found a list instead of a table cell; write its text, or the fields {1}, {2} …"), NULL)
X(TABLE_SPAN, ERROR, "R313", N_("a cell spans from 1 to {2} rows or columns here, not {1}; correct the number"), NULL)
X(TABLE_OVERLAP, ERROR, "R314", N_("this cell overlaps one that reaches down from above; correct one of them"), NULL)
X(TABLE_ROW_LONG, ERROR, "R315",
  N_("this cell is beyond the table's {1} columns; omit the cells that others cover, or correct the columns they span"),
  NULL)
X(TABLE_ROW_SHORT, WARNING, "R316",
  N_("the cells of this row fill only {1} of {2} columns; add cells, or let one span several columns"), NULL)
X(TABLE_HEADS, ERROR, "R317", N_("the table head is given twice, by {1} ({2}) and by its columns; keep one of the two"),
  NULL)
X(TABLE_WIDE, ERROR, "R318", N_("the table has more than {1} columns; split it"), NULL)
X(TABLE_MERGE, WARNING, "R319",
  N_("{1} joins this cell to the one above (^^) or at its left (<<), but there is no such cell, or the joined cells "
     "are not a rectangle; the cell stays empty"),
  NULL)

#undef X

#endif
