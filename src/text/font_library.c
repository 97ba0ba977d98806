#include "font_library.h"

#include "base/array.h"
#include "config.h"

bool ht_fontconfig_load(ht_fontconfig *lib)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(HT_FONTCONFIG_FUNCTIONS)};
	return ht_library_load(HT_FONTCONFIG_LIBRARY, names, ARRAY_LEN(names), lib);
}

bool ht_subsetter_load(ht_subsetter *lib)
{
	static const char *const names[] = {HT_LIBRARY_NAMES(HT_HB_SUBSET_FUNCTIONS)};
	return ht_library_load(HT_SUBSET_LIBRARY, names, ARRAY_LEN(names), lib);
}
