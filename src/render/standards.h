/* Shared by the files of this room: ht_pdf_standard. */
#ifndef HT_RENDER_STANDARDS_H
#define HT_RENDER_STANDARDS_H

#include <stdbool.h>

#include "render/render.h"

/* Standards for archives; those that are PDF 2.0. */
#define RENDER_ARCHIVE (HT_PDF_A2B | HT_PDF_A2U | HT_PDF_A2A | HT_PDF_A3A | HT_PDF_A4 | HT_PDF_A4F)
#define RENDER_PDF20   (HT_PDF_A4 | HT_PDF_A4F | HT_PDF_UA2)

/* Is this a possible combination of standards? */
bool render_standards_agree(unsigned standards);

#endif
