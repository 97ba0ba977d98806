/* Messages of the room style. */
#ifndef HT_STYLE_MESSAGES_H
#define HT_STYLE_MESSAGES_H

#include "base/message_rows.h"

X(STYLE_UNKNOWN, ERROR, "S101", N_("no style sheet \"{1}\"; `hongtou styles` lists them"), NULL)
X(STYLE_EXTENDS, ERROR, "S102", N_("the style sheet extends itself, through \"{1}\"; remove one `extends:`"), NULL)
X(STYLE_NOT_MAP, ERROR, "S103", N_("\"{1}\" must be a map of keys and values"), NULL)
X(STYLE_NOT_LIST, ERROR, "S104", N_("\"{1}\" must be a list"), NULL)
X(STYLE_KEY, ERROR, "S105", N_("style sheets have no key \"{1}\" here"), NULL)
X(STYLE_KEY_NEAR, ERROR, "S106", N_("style sheets have no key \"{1}\" here; did you mean \"{2}\"?"), NULL)
X(STYLE_VALUE, ERROR, "S107", N_("\"{1}\" is not a value of \"{2}\"; write {3}"), NULL)
X(STYLE_NAME, ERROR, "S108", N_("this style sheet has no element \"{1}\""), NULL)
X(STYLE_MISSING, ERROR, "S109", N_("\"{1}\" needs the key \"{2}\""), NULL)
X(STYLE_FIELD, ERROR, "S110", N_("records have no field \"{1}\"; `hongtou schema` lists the fields"), NULL)
X(STYLE_TEMPLATE, ERROR, "S111", N_("a { without its }; add the }"), NULL)
X(STYLE_FILTER, ERROR, "S112", N_("there is no filter \"{1}\"; choose one of {2}"), NULL)
X(STYLE_RANGE, ERROR, "S113", N_("\"{1}\" is out of range: {2}"), NULL)
X(STYLE_SHEET_NOT_MAP, ERROR, "S114", N_("a style sheet is a map of keys and values, and this file is not"), NULL)
X(STYLE_SHEET_MISSING, ERROR, "S115",
  N_("the style sheet needs the key \"{1}\"; write it, or extend a sheet that has it"), NULL)
X(STYLE_KEY_KIND, ERROR, "S116", N_("elements of the kind \"{2}\" have no key \"{1}\"; it belongs to: {3}"), NULL)
X(STYLE_EXTENDS_KIND, ERROR, "S117", N_("an element extends one of its own kind, and \"{1}\" is of the kind \"{2}\""),
  NULL)
X(STYLE_NO_PSTYLE, ERROR, "S118", N_("this style sheet has no paragraph style \"{1}\""), NULL)
X(STYLE_NO_FACE, ERROR, "S119", N_("this style sheet has no typeface \"{1}\""), NULL)
X(STYLE_CIRCLE, ERROR, "S120", N_("\"{1}\" extends itself, through \"{2}\"; remove one `extends:`"), NULL)
X(STYLE_NO_KIND, ERROR, "S121", N_("there is no element \"{1}\" to change; a new one needs `kind:` or `extends:`"),
  NULL)
X(STYLE_NO_KIND_NEAR, ERROR, "S122",
  N_("there is no element \"{1}\" to change; did you mean \"{2}\"? A new one needs `kind:` or `extends:`"), NULL)
X(STYLE_ONE_VALUE, ERROR, "S123", N_("\"{1}\" takes one value, not a list or a map"), NULL)
X(STYLE_TEXTS, ERROR, "S124", N_("\"{1}\" takes a text, or a list of texts to choose from"), NULL)
X(STYLE_AREA, ERROR, "S125",
  N_("the type area does not fit on the paper: make \"{1}\" and \"{2}\" together at most \"{3}\""), NULL)
X(STYLE_BRACE, ERROR, "S126", N_("a } without its {; remove it"), NULL)
X(STYLE_GROUP_FILTER, ERROR, "S127",
  N_("a group takes no filters; write them in the braces of a field: {field|filter}"), NULL)
X(STYLE_NOT_IN_LIST, ERROR, "S128", N_("\"{1}\" is not in the list \"{2}\" that is changed here"), NULL)
X(STYLE_LIST_MEMBER, ERROR, "S129", N_("the members of the list \"{1}\" are single values"), NULL)
X(STYLE_TEMPLATE_EMPTY, ERROR, "S130", N_("there is nothing in the braces; name a field"), NULL)
X(STYLE_TEMPLATE_DEPTH, ERROR, "S131", N_("groups are nested too deep; use fewer braces"), NULL)
X(STYLE_FILTER_ARG, ERROR, "S132", N_("the filter \"{1}\" needs a text after a colon: {1}:…"), NULL)
X(STYLE_FILTER_NO_ARG, ERROR, "S133", N_("the filter \"{1}\" takes no text after it"), NULL)
X(STYLE_FILTERS, ERROR, "S134", N_("a field goes through four filters at most"), NULL)
X(STYLE_FIELD_TYPE, ERROR, "S135",
  N_("\"{1}\" cannot be the field \"{2}\" in an element of the kind \"{3}\"; `hongtou schema` tells what is in a "
     "field"),
  NULL)
X(STYLE_MEMBERS, ERROR, "S136", N_("the group \"{1}\" is a member of itself, through \"{2}\"; remove it there"), NULL)
X(STYLE_NOT_INHERITED, ERROR, "S137",
  N_("\"{1}\" changes an inherited list, and recognition is not inherited; write \"{2}\" with all its words"), NULL)
X(STYLE_BROKEN, WARNING, "S150",
  N_("the style sheet cannot be used and is left out; `hongtou styles` says what is wrong with it"), NULL)
X(STYLE_FOLDER, WARNING, "S152", N_("this folder of style sheets cannot be read: {1}"), NULL)
X(STYLE_NAME_TAKEN, WARNING, "S153",
  N_("records that say \"{1}\" get the form {2} of {3}, which is found first; give one of the two another name"), NULL)
X(STYLE_NONE, ERROR, "S151", N_("there are no style sheets in this folder; $HONGTOU_DATA names the folder above it"),
  NULL)

/* Documents */
X(FIELD_REQUIRED, ERROR, "D101", N_("the field {1} ({2}) is missing; the form {3} requires it"), "GB/T 9704-2012 7")
X(FIELD_WANTED, WARNING, "D110", N_("{1} ({2}) is missing; documents of the form {3} usually have it"),
  "GB/T 9704-2012 7")
X(PAPER_NOT_MADE, ERROR, "D120",
  N_("the paper \"{1}\" was not made because of the errors named here; the other papers were made"), NULL)
X(FIELD_UNUSED, WARNING, "D102", N_("{1} ({2}) is not printed: the form {3} shows it nowhere"), NULL)
X(FIELD_LEFT_OUT, NOTE, "D103", N_("{1} ({2}) is not printed in the form {3}: {4}"), NULL)
X(FIELD_NOT_STATED, WARNING, "D140",
  N_("{1} ({2}) is not printed, nor does the text say it: \"{4}\"; write it into the text"), "GB/T 9704-2012 10.3")
X(FIELD_PART, WARNING, "D104", N_("a part of {1} ({2}) is not printed: \"{4}\""), NULL)
X(FIELD_NOT_IN, WARNING, "D105", N_("{1} ({2}) is missing in the {4} file, though it is in the others"), NULL)
X(FIELD_NO_METADATA, NOTE, "D107",
  N_("{1} ({2}) is not in the {4} file, which has no place for such metadata; PDF and ODT have"), NULL)
X(STYLE_NO_REASON, ERROR, "D108",
  N_("\"{1}\" says of each field why it is not printed: write `{1}: {field: reason}`, which adds to the inherited "
     "fields"),
  NULL)
X(HEADING_WITHHELD, NOTE, "D130",
  N_("\"{1}\" is set as text, since other items of its list have no heading; to make first sentences headings, write "
     "**…** around this one, or 小标题: 有"),
  "GB/T 9704-2012 7.3.3")
X(TITLE_NOTE_TAKEN, NOTE, "D131",
  N_("\"{1}\" is set as {2} ({3}) below the title, though the record has it here; give it in {2}"), NULL)
X(SEAL_COUNT, ERROR, "D106", N_("{1} seals for {2} signatories; give one picture for each, in their order"),
  "GB/T 9704-2012 7.3.5")

#undef X

#endif
