#define HT_HARFBUZZ_NO_CALLS /* here the names of functions are meant */
#include "harfbuzz.h"

#include "base/array.h"
#include "config.h"

ht_harfbuzz ht_hb;

bool ht_harfbuzz_is_loaded(void)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(HT_HARFBUZZ_FUNCTIONS)};
	return ht_library_share(HT_HARFBUZZ_LIBRARY, names, ARRAY_LEN(names), &ht_hb, &ht_hb.loaded);
}

ht_status ht_harfbuzz_load(ht_diags *diags)
{
	if (ht_harfbuzz_is_loaded())
		return HT_OK;
	return ht_library_fail(diags, (ht_loc){0}, HT_HARFBUZZ_LIBRARY, HT_HARFBUZZ_PACKAGE);
}
