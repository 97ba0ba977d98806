/* Messages of the room image. */
#ifndef HT_IMAGE_MESSAGES_H
#define HT_IMAGE_MESSAGES_H

#include "base/message_rows.h"

X(IMAGE_OPEN, ERROR, "G101", N_("cannot open the picture {1}: {2}; names are relative to the folder of the record"),
  NULL)
X(IMAGE_FORMAT, ERROR, "G102", N_("the picture {1} cannot be used: {2}; save it as PNG, JPEG or SVG"), NULL)
X(IMAGE_DAMAGED, ERROR, "G103", N_("the picture {1} is damaged: {2}; copy or save it again"), NULL)
X(IMAGE_TOO_LARGE, ERROR, "G104", N_("the picture {1} is too large ({2}); make it at most {3}"), NULL)
X(IMAGE_SVG, ERROR, "G105", N_("the picture {1} cannot be drawn: {2}; simplify it, or save it as PNG"), NULL)
X(IMAGE_SVG_SIZE, ERROR, "G106",
  N_("the picture {1} does not say its size; add width and height in mm to its svg element"), NULL)
X(IMAGE_SVG_LIB, ERROR, "G107", N_("SVG needs librsvg ({1}); install the package {2}, or save the picture as PNG"),
  NULL)
X(IMAGE_SVG_TEXT, WARNING, "G108",
  N_("the picture {1} contains text, which looks different where its font is missing; convert the text to paths"), NULL)
X(IMAGE_SVG_LINK, WARNING, "G109", N_("the picture {1} refers to {2}, which is not read; embed it in the picture"),
  NULL)

#undef X

#endif
