/* What the room's files share about ht_pdf_standard. */
#ifndef HT_RENDER_STANDARDS_H
#define HT_RENDER_STANDARDS_H

#include <stdbool.h>

/* Do these bits make sense together? */
bool render_standards_agree(unsigned standards);

#endif
