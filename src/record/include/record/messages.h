/* Messages of the room record. R1xx the file and its syntax,
 * R2xx fields and values, R3xx body text. */
#ifndef HT_RECORD_MESSAGES_H
#define HT_RECORD_MESSAGES_H

#include "base/message_rows.h"

/* Bytes and characters */
X(SYNTAX, ERROR, "R101", N_("this is not valid {1} ({2}); mend this line"), NULL)
X(ENCODING, ERROR, "R102", N_("not valid UTF-8; save the file as UTF-8"), NULL)
X(ENCODING_GB, ERROR, "R103", N_("not UTF-8: the text looks like GB 18030 (GBK); save the file as UTF-8"), NULL)
X(ENCODING_UTF16, ERROR, "R104", N_("not UTF-8: the text looks like UTF-16; save the file as UTF-8"), NULL)
X(CONTROL_CHAR, ERROR, "R105", N_("the control character {1} may not stand in a text; delete it"), NULL)

/* Trees, whatever the syntax */
X(DEPTH, ERROR, "R110", N_("lists and maps nested more than {1} deep; write the record flatter"), NULL)
X(NODES, ERROR, "R111", N_("more than {1} values in one file; split it"), NULL)
X(KEY_REPEATED, ERROR, "R112", N_("{1} was already given on line {2}; keep one of the two"), NULL)
X(KEY_NOT_TEXT, ERROR, "R113", N_("a list or map stands where the name of a field must be; write name: value"), NULL)
X(KEY_EMPTY, ERROR, "R114", N_("the name of the field is missing before the colon; write name: value"), NULL)

/* YAML */
X(COLON_FULL, ERROR, "R120", N_("full-width colon after {1}; write an ASCII colon and a space: “{1}: …”"), NULL)
X(COLON_SPACE, ERROR, "R121", N_("no space after the colon; write “{1}: …”"), NULL)
X(YAML_TAB, ERROR, "R122", N_("a tab in the indentation; YAML takes spaces only: replace it by spaces"), NULL)
X(YAML_NO_COLON, ERROR, "R123",
  N_("neither a field nor part of the text above; write “name: value”, or indent a text's lines"), NULL)
X(YAML_COLON, ERROR, "R124",
  N_("a colon and a space within a value, or a field out of line; put a value that holds “: ” in quotes, and begin all "
     "fields of a level in one column"),
  NULL)
X(YAML_INDENT, ERROR, "R125",
  N_("this does not line up with the lines above; begin all fields and list items of a level in one column"), NULL)
X(YAML_QUOTE, ERROR, "R126", N_("the quotation mark that opens here is not closed; close it"), NULL)
X(YAML_START, ERROR, "R127", N_("an unquoted text may not begin with {1}; put it in quotes"), NULL)
X(YAML_ESCAPE, ERROR, "R128",
  N_("no such escape in a double-quoted text; write \\\\ for a backslash, or use single quotes"), NULL)
X(YAML_SURROGATE, ERROR, "R129",
  N_("\\u takes no surrogates and nothing beyond U+10FFFF; write the character itself, or \\U and eight digits"), NULL)
X(YAML_BRACKET, ERROR, "R130",
  N_("the bracket that opens here is not closed, or a comma is missing; write [a, b] or {name: value}"), NULL)
X(YAML_BLOCK, ERROR, "R131", N_("nothing may follow | or > on its line; begin the text on the next line"), NULL)
X(YAML_ANCHOR, ERROR, "R132",
  N_("anchors (&{1}) are not taken in records; delete it (a text that begins with & needs quotes)"), NULL)
X(YAML_ALIAS, ERROR, "R133",
  N_("aliases (*{1}) are not taken in records; write the value out (a text that begins with * needs quotes)"), NULL)
X(YAML_TAG, ERROR, "R134",
  N_("the tag {1} is not taken in records; delete it (a text that begins with ! needs quotes)"), NULL)
X(YAML_MERGE, ERROR, "R135", N_("merge keys (<<) are not taken in records; write the fields out"), NULL)
X(YAML_DOCUMENTS, ERROR, "R136",
  N_("a second document begins here; keep one record in a file (text below “---” belongs in a file named .md)"), NULL)
X(YAML_AFTER_QUOTE, ERROR, "R137",
  N_("text follows the closing quotation mark; put the whole value in one pair of quotes, with “ ” inside"), NULL)
X(YAML_ITEM, ERROR, "R138",
  N_("a list item may not begin here; begin each “- ” on a line of its own, below the field's name"), NULL)

/* JSON */
X(JSON_END, ERROR, "R140", N_("the file ends too early; a closing bracket or quotation mark is missing"), NULL)
X(JSON_FULLWIDTH, ERROR, "R141", N_("{1} is a full-width mark; JSON wants {2} here"), NULL)
X(JSON_COMMA, ERROR, "R142", N_("a comma is missing before this; write one between two values"), NULL)
X(JSON_COMMA_LAST, ERROR, "R143", N_("a comma after the last value; delete it"), NULL)
X(JSON_KEY, ERROR, "R144", N_("the name of a field must stand here, in double quotes"), NULL)
X(JSON_COLON, ERROR, "R145", N_("a colon is missing between the field's name and its value; write \"name\": value"),
  NULL)
X(JSON_WORD, ERROR, "R146", N_("this is no JSON value; put text in double quotes"), NULL)
X(JSON_ESCAPE, ERROR, "R147", N_("no such escape; write \\\\ for a backslash and \\u with four hexadecimal digits"),
  NULL)
X(JSON_SURROGATE, ERROR, "R148", N_("{1} is half a surrogate pair; write both halves, or the character itself"), NULL)
X(JSON_LINE_END, ERROR, "R149", N_("a line ends within a text; close the quotation mark, or write \\n for a line end"),
  NULL)
X(JSON_COMMENT, ERROR, "R150", N_("JSON has no comments; delete it"), NULL)
X(JSON_TRAILING, ERROR, "R151",
  N_("something follows the end of the record; delete it (several records: one a line in a file named .jsonl)"), NULL)
X(JSON_NUMBER, ERROR, "R152", N_("not a JSON number; put it in double quotes to keep it as typed"), NULL)

/* Markdown with front matter */
X(FRONT_NONE, ERROR, "R160",
  N_("no front matter; begin the file with a line “---”, then the fields, a second line “---”, then the text"), NULL)
X(FRONT_OPEN, ERROR, "R161",
  N_("the front matter that begins here does not end; put a line “---” between the fields and the text"), NULL)
X(FRONT_BODY, ERROR, "R162",
  N_("{1} is given here and there is text below the front matter on line {2}; keep one of the two"), NULL)

/* Fields */
X(RECORD_EMPTY, ERROR, "R201", N_("no record in this file; write fields, one a line: “title: …” or “标题: …”"), NULL)
X(RECORD_NOT_MAP, ERROR, "R202", N_("a record is a list of fields with names; write “title: …” or “标题: …”"), NULL)
X(RECORD_LIST, ERROR, "R203",
  N_("a list stands where one record must be; put several records one a line in a file named .jsonl"), NULL)
X(FIELD_UNKNOWN, ERROR, "R210", N_("there is no field {1}; do you mean {2}?"), NULL)
X(FIELD_UNKNOWN_BARE, ERROR, "R211", N_("there is no field {1} here; “hongtou schema” lists all fields"), NULL)
X(FIELD_ELSEWHERE, ERROR, "R212", N_("the field {1} belongs under {2}; move it there"), NULL)
X(FIELD_TOP, ERROR, "R213", N_("the field {1} belongs to the record itself; move it out of {2}"), NULL)
X(FIELD_REPEATED, ERROR, "R214", N_("{1} is the same field as {2} on line {3}; keep one of the two"), NULL)
X(FIELD_TEXT, ERROR, "R220", N_("{1} takes one text, not a list or fields of its own; write “{1}: …”"), NULL)
X(FIELD_ONE_LINE, ERROR, "R221", N_("{1} takes one line; remove the line end"), NULL)
X(FIELD_TEXTS, ERROR, "R222", N_("{1} takes a text or a list of texts; write “{1}: [one, two]”"), NULL)
X(FIELD_BODY, ERROR, "R223", N_("{1} takes text; write “{1}: |” and the text on the next lines, indented"), NULL)
X(FIELD_INT, ERROR, "R224", N_("{1} takes a whole number from 0 to 999999999, not {2}; write only its digits"), NULL)
X(FIELD_DATE, ERROR, "R225", N_("{1} takes a date, not {2}; write it like 2026-07-23"), NULL)
X(FIELD_NO_DAY, ERROR, "R226", N_("there is no such day or time: {1}; correct it"), NULL)
X(FIELD_CHOICE, ERROR, "R227", N_("{1} cannot be {2}; do you mean {3}?"), NULL)
X(FIELD_CHOICES, ERROR, "R228", N_("{1} cannot be {2}; choose one of {3}"), NULL)
X(FIELD_GROUP, ERROR, "R229", N_("{1} has fields of its own; write them below it, indented, like “{2}: …”"), NULL)
X(FIELD_GROUPS, ERROR, "R230", N_("{1} takes a list; write each entry below it on a line that begins with “- ”"), NULL)
X(FIELD_LONG, ERROR, "R233", N_("{1} holds more than {2} characters; text belongs into the body"), NULL)
X(PERSON, ERROR, "R231", N_("this is no person; write a name, “name office”, or “office: [name, name]”"), NULL)
X(PERSON_OFFICES, NOTE, "R248",
  N_("\"{1}\" is taken for a further office of {2}, not for a person; write ， or a line of its own before a person"),
  NULL)
X(PERSON_REVERSED, WARNING, "R249",
  N_("\"{1}\" stands in the place of the name, \"{2}\" in that of the office; write the name first, then the office"),
  NULL)
X(PERSON_NAME, ERROR, "R232", N_("a person without a name; add “{1}: …”"), NULL)
X(ATTACH_OPEN, ERROR, "R240", N_("cannot read the attachment {1}: {2}; names are relative to the folder of the record"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_OUTSIDE, ERROR, "R241",
  N_("the attachment {1} lies outside the folder of the record; put it beside the record and write its name alone"),
  NULL)
X(ATTACH_NO_TEXT, WARNING, "R242",
  N_("the attachment {1} is no text file (.md, .txt) and is only named in the note; add it to the print by hand"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_BOTH, ERROR, "R243", N_("the attachment has a text of its own and the file {1}; keep one of the two"), NULL)
X(ATTACH_EMPTY, WARNING, "R244", N_("the attachment {1} has no text below its title; it is only named in the note"),
  NULL)
X(ATTACH_NUMBER, WARNING, "R245",
  N_("this text calls itself attachment {1}, but it is number {2} of the record; put the attachments in the order of "
     "the note"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_TITLE, WARNING, "R246",
  N_("this text calls itself \"{1}\", the note says \"{2}\"; make them agree (the note's is printed)"),
  "GB/T 9704-2012 7.3.7")
X(ATTACH_LABEL, WARNING, "R247",
  N_("this text calls itself an attachment, and is given as enclosed; the label is left out: give it in the field "
     "attachments if it is one"),
  "GB/T 9704-2012 7.3.7")

/* Body text */
X(BODY_RULE, NOTE, "R301", N_("a line of {1} only is left out; official documents have no rules in their text"), NULL)
X(BODY_MARK, NOTE, "R302", N_("the mark {1} at the line's beginning is left out; number the points by 1. or （1）"),
  NULL)
X(BODY_FENCE, NOTE, "R303", N_("a code fence is left out; its lines are set as paragraphs"), NULL)
X(BODY_HEADING_BLANK, WARNING, "R304", N_("{1} is set as typed; for a heading put a space after it"), NULL)
X(BODY_HEADING_DEEP, WARNING, "R305",
  N_("a heading of level {1} is set as level 4; official documents have four levels"), "GB/T 9704-2012 7.3.3")
X(BODY_TABLE_CELLS, WARNING, "R306",
  N_("this row has more cells than the table's head, {1} instead of {2}; those beyond are left out: add a column or "
     "join cells"),
  NULL)
X(BODY_IMAGE_INLINE, WARNING, "R307",
  N_("an image within a paragraph or table is set below it; put it on a line of its own"), NULL)

/* Tables */
X(TABLE_EMPTY, ERROR, "R310", N_("a table without rows; add “{1}:” and below it a list of cells for each row"), NULL)
X(TABLE_ROW, ERROR, "R311", N_("a table's row is a list of cells; write “- [one, two]”"), NULL)
X(TABLE_CELL, ERROR, "R312", N_("a list stands where a table's cell must be; write its text, or the fields {1}, {2} …"),
  NULL)
X(TABLE_SPAN, ERROR, "R313", N_("a cell spans from 1 to {2} rows or columns here, not {1}; correct the number"), NULL)
X(TABLE_OVERLAP, ERROR, "R314",
  N_("this cell spans columns into which a cell above reaches down; correct the one or the other"), NULL)
X(TABLE_ROW_LONG, ERROR, "R315",
  N_("this cell has no column: the table has {1}; leave out the cells that others cover, or correct how many columns "
     "they span"),
  NULL)
X(TABLE_ROW_SHORT, WARNING, "R316",
  N_("the cells of this row fill {1} of {2} columns, the others stay empty; add cells, or let one span several "
     "columns"),
  NULL)
X(TABLE_HEADS, ERROR, "R317", N_("the table's head is given twice, by {1} and with its columns; keep one of the two"),
  NULL)
X(TABLE_WIDE, ERROR, "R318", N_("a table of more than {1} columns; split it"), NULL)
X(TABLE_MERGE, WARNING, "R319",
  N_("{1} joins this cell to the one above (^^) or at its left (<<), but there is none, or all joined make no "
     "rectangle; the cell stays empty"),
  NULL)

#undef X

#endif
