/* Messages of the room text. */
#ifndef HT_TEXT_MESSAGES_H
#define HT_TEXT_MESSAGES_H

#include "base/message_rows.h"

X(GLYPH_MISSING, ERROR, "T101",
  N_("no font has the character {1} ({2}); install one that does, or give its folder with --font-dir"), NULL)
X(FONT_NONE, ERROR, "T102",
  N_("neither {1} nor a font in its place is installed; install Chinese fonts, or give their folder with --font-dir"),
  NULL)
X(FONT_SUBSTITUTE, NOTE, "T103", N_("the font {1} is not installed; {2} is used instead"), NULL)
X(FONT_SUBSTITUTES, NOTE, "T112",
  N_("fonts that are not installed, and in brackets those used instead: {1}; `hongtou fonts` says more"), NULL)
X(FONT_PASSED_OVER, WARNING, "T111", N_("the font {1} is not used: {2}; {3} is used instead ({4})"), NULL)
X(FONT_UNUSABLE, ERROR, "T105", N_("the font {1} cannot be used: {2}"), NULL)
X(GLYPH_FALLBACK, NOTE, "T106", N_("the character {1} ({2}) is not in {3}; set in {4}"), NULL)
X(TEXT_LIB, ERROR, "T107", N_("the text could not be shaped: {1}"), NULL)
X(LINE_FORCED, NOTE, "T108", N_("“{1}” is too long for a line and was broken; shorten it, or split it with a space"),
  NULL)
X(FONT_SKIPPED, NOTE, "T109", N_("the fallback font {1} is not used: {2} ({3})"), NULL)
X(FONT_CONF, ERROR, "T110", N_("cannot use the font configuration {1}: {2}; reinstall, or set HONGTOU_FONTS_CONF"),
  NULL)
X(LINE_WIDE, NOTE, "T120",
  N_("the line before “{1}” is set wider than the grid: it can end nowhere else; reword it if that shows"), NULL)
X(LINE_SHORT, NOTE, "T121",
  N_("the line before “{1}” ends short, because stretching would tear it apart; reword it, or move “{1}” within its "
     "sentence"),
  NULL)
X(LINE_LONELY, NOTE, "T122", N_("the paragraph ends in a line of one character, “{1}”; add or delete a few characters"),
  NULL)
X(LINE_CRUSHED, NOTE, "T125",
  N_("the marks of the line that ends with “{1}” are set narrower than usual: it can end nowhere else; reword it if "
     "that "
     "shows"),
  NULL)
X(TOKEN_DIVIDED, NOTE, "T123", N_("“{1}” is divided at the end of a line"), NULL)

X(TEXT_REVERSED, WARNING, "T124",
  N_("“{1}” is written from right to left, and is set from left to right; place it as a picture, or write it in "
     "Chinese"),
  NULL)

#undef X

#endif
