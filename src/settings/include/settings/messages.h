/* Messages of the room settings: H200–H229. */
#ifndef HT_SETTINGS_MESSAGES_H
#define HT_SETTINGS_MESSAGES_H

#include "base/message_rows.h"

X(SETTINGS_USED, NOTE, "H200", N_("the record gives no {1}; {2} is taken from the office settings, line {3} of {4}"),
  NULL)
X(SETTINGS_OTHERS, WARNING, "H201",
  N_("{1} is not used: others may write in it, or it belongs to another user; make it yours, and `chmod go-w` it"),
  NULL)
X(SETTINGS_LAST, ERROR, "H202",
  N_("\"{1}\" is no number with its year; write 〔2026〕12号, or of a bulletin 2026年第12期"), "GB/T 9704-2012 7.2.5")
X(SETTINGS_SERIES_TWICE, ERROR, "H203", N_("the series {1} is given twice; put its kinds of document together"), NULL)
X(SETTINGS_NO_SERIES, ERROR, "H204",
  N_("the office settings have no series of numbers \"{1}\"; there are: {2}. Add it to office.yaml"), NULL)
X(SETTINGS_NO_SERIES_AT_ALL, ERROR, "H205",
  N_("the office settings have no series of document numbers; add 发文字号 to office.yaml"), NULL)
X(SETTINGS_REGISTER, ERROR, "H206", N_("the register of numbers {1} cannot be read or written: {2}"), NULL)
X(SETTINGS_REGISTER_ROW, ERROR, "H207",
  N_("this row of the register of numbers has no number ({1}); correct it, since a number could be given twice"), NULL)
X(SETTINGS_NUMBER_TWICE, WARNING, "H208", N_("the number {1} is in {2}, too; give one of them another"), NULL)
X(SETTINGS_NUMBER_GAP, NOTE, "H209", N_("of {1}, these numbers were never used: {2}"), NULL)
X(SETTINGS_NUMBER_UNUSED, NOTE, "H210",
  N_("{1} was given on {2}, and no record has it; `hongtou office number --return` gives it back"), NULL)
X(SETTINGS_NOT_GIVEN, ERROR, "H211", N_("{1} was not given by this register, so it cannot be given back"), NULL)
X(SETTINGS_IN_USE, ERROR, "H212", N_("{1} is in {2}; take it out there first"), NULL)
X(SETTINGS_GIVEN, NOTE, "H213", N_("{1} is given to this document; the register {2} has it"), NULL)
X(SETTINGS_NAMES_KIND, ERROR, "H214", N_("this is no list in CSV or XLSX; save it as one of these"), NULL)
X(SETTINGS_NAMES_HEAD, ERROR, "H215",
  N_("no row names the columns; above the names there must be 姓名, and 职务, 单位 if they are given, or 机关"), NULL)
X(SETTINGS_NAMES_TWICE, WARNING, "H216", N_("{1} is in the list twice; the first place counts"), NULL)
X(SETTINGS_NAMES_COLUMN, WARNING, "H217", N_("the column {1} is not taken: name books have 姓名, 职务, 单位, 机关"),
  NULL)
X(SETTINGS_NO_SHEET, ERROR, "H218", N_("there is no style sheet {1}; `hongtou styles` lists them"), NULL)
X(SETTINGS_SEAL, NOTE, "H219", N_("the seal of {1} is {2}, as the office settings say"), NULL)
X(SETTINGS_SEAL_FILE, WARNING, "H220", N_("the seal's file {1} is not there"), NULL)
X(SETTINGS_SCAN_CUT, WARNING, "H221",
  N_("{1} has more records than are looked through; numbers in the others are not seen"), NULL)

X(SETTINGS_NO_PRINT_DATE, WARNING, "H222", N_("the imprint has the office that prints, but no day; give 印发日期"),
  "GB/T 9704-2012 7.4.3")

X(SETTINGS_NO_FIELD, ERROR, "H223", N_("office settings have no field {1}; `hongtou office schema` lists them"), NULL)
X(SETTINGS_FAULTY, ERROR, "H224",
  N_("the office settings have errors, so no document is made with half of them; correct office.yaml first"), NULL)
X(SETTINGS_NAMES_ROW, WARNING, "H225", N_("this row gives neither 姓名 nor 机关 and is not taken; add one"), NULL)

#undef X

#endif
