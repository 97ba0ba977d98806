/* Shared by the files of this room: ht_pdf_standard. */
#ifndef HT_RENDER_STANDARDS_H
#define HT_RENDER_STANDARDS_H

#include <stdbool.h>

/* Is this a possible combination of standards? */
bool render_standards_agree(unsigned standards);

#endif
