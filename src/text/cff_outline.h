/* The outline of a Type 2 program (Adobe technical note 5177) without hints and subroutines. */
#ifndef HT_TEXT_CFF_OUTLINE_H
#define HT_TEXT_CFF_OUTLINE_H

#include "cff.h"
#include "text/font.h"

/* Pass the outline of what ht_cff_flatten() made to the sink, in units of 1/upem. False: it is malformed, and what the
 * sink has is worth nothing. */
bool ht_cff_outline(ht_cff_bytes program, int upem, const ht_outline_sink *sink);

#endif
