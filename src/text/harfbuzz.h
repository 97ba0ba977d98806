/* HarfBuzz, loaded by the first text that is shaped (sfnt_read.h): with FreeType and what that needs it is seven
 * libraries. Its functions are called by their own names. */
#ifndef HT_TEXT_HARFBUZZ_H
#define HT_TEXT_HARFBUZZ_H

#include <hb-glib.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include "base/library.h"
#include "harfbuzz_list.h"

#if HB_VERSION_ATLEAST(7, 0, 0)
#define HT_HARFBUZZ_DRAW hb_font_draw_glyph
#else
#define HT_HARFBUZZ_DRAW hb_font_get_glyph_shape
#endif

#define HT_HARFBUZZ_FUNCTIONS(X) HT_HARFBUZZ_LISTED(X) X(HT_HARFBUZZ_DRAW)

typedef struct ht_harfbuzz {
	HT_LIBRARY_TABLE(HT_HARFBUZZ_FUNCTIONS)
	bool loaded;
} ht_harfbuzz;

extern ht_harfbuzz ht_hb;

/* Load it, if it is not. False: it cannot be loaded. */
bool ht_harfbuzz_is_loaded(void);

/* The same, before any function of it is called. Errors: HT_ERR_LIB with HT_D_LIBRARY; HT_ERR_NOMEM. */
ht_status ht_harfbuzz_load(ht_diags *diags);

#ifndef HT_HARFBUZZ_NO_CALLS
#include "harfbuzz_calls.h"
#endif

#endif
