/* Messages of the room style. */
#ifndef HT_STYLE_MESSAGES_H
#define HT_STYLE_MESSAGES_H

#include "base/message_rows.h"

X(STYLE_UNKNOWN, ERROR, "S101", N_("no style sheet \"{1}\"; `hongtou styles` lists them"), NULL)
X(STYLE_EXTENDS, ERROR, "S102", N_("the style sheet extends itself, through \"{1}\""), NULL)
X(STYLE_NOT_MAP, ERROR, "S103", N_("{1} must be a map of keys and values"), NULL)
X(STYLE_NOT_LIST, ERROR, "S104", N_("{1} must be a list"), NULL)
X(STYLE_KEY, ERROR, "S105", N_("unknown key \"{1}\" in {2}"), NULL)
X(STYLE_KEY_NEAR, ERROR, "S106", N_("unknown key \"{1}\" in {2}; did you mean \"{3}\"?"), NULL)
X(STYLE_VALUE, ERROR, "S107", N_("\"{1}\" is not a value of {2}; write {3}"), NULL)
X(STYLE_NAME, ERROR, "S108", N_("there is no {1} \"{2}\" in this style sheet"), NULL)
X(STYLE_MISSING, ERROR, "S109", N_("{1} needs the key \"{2}\""), NULL)
X(STYLE_FIELD, ERROR, "S110", N_("records have no field \"{1}\"; `hongtou schema` lists the fields"), NULL)
X(STYLE_TEMPLATE, ERROR, "S111", N_("the template is not closed: missing }"), NULL)
X(STYLE_FILTER, ERROR, "S112", N_("unknown template filter \"{1}\""), NULL)
X(STYLE_RANGE, ERROR, "S113", N_("{1} is out of range: {2}"), NULL)
X(STYLE_BROKEN, WARNING, "S150",
  N_("the style sheet cannot be used and is left out; `hongtou styles` says what is wrong with it"), NULL)
X(STYLE_NONE, ERROR, "S151", N_("there are no style sheets in this folder; $HONGTOU_DATA names the folder above it"),
  NULL)

/* Documents */
X(FIELD_REQUIRED, ERROR, "D101", N_("the field {1} ({2}) is missing; this form requires it"), "GB/T 9704-2012 7")
X(FIELD_WANTED, WARNING, "D110", N_("{1} ({2}) is missing; documents of this form usually have it"), "GB/T 9704-2012 7")
X(FIELD_UNUSED, WARNING, "D102", N_("the field {1} ({2}) has no place in the style {3} and is not printed"), NULL)
X(SEAL_COUNT, ERROR, "D106", N_("{1} seals for {2} signatories; give one picture for each, in their order"),
  "GB/T 9704-2012 7.3.5")

#undef X

#endif
