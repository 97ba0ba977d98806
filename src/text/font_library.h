/* fontconfig and hb-subset, loaded by the first run that needs them: most runs know the fonts from an earlier one
 * (font_cache.c) and cut them themselves (cff_flatten.c). With libexpat they take 0.4 ms to load. */
#ifndef HT_TEXT_FONT_LIBRARY_H
#define HT_TEXT_FONT_LIBRARY_H

#include <fontconfig/fontconfig.h>

#include "base/library.h"
#include "text/font.h"
#include "harfbuzz.h"

#define HT_FONTCONFIG_FUNCTIONS(X)                                                                                     \
	X(FcCacheCopySet)                                                                                              \
	X(FcCharSetHasChar)                                                                                            \
	X(FcConfigAppFontAddDir)                                                                                       \
	X(FcConfigBuildFonts)                                                                                          \
	X(FcConfigCreate)                                                                                              \
	X(FcConfigDestroy)                                                                                             \
	X(FcConfigGetCacheDirs)                                                                                        \
	X(FcConfigGetFontDirs)                                                                                         \
	X(FcConfigGetFonts)                                                                                            \
	X(FcConfigParseAndLoad)                                                                                        \
	X(FcConfigParseAndLoadFromMemory)                                                                              \
	X(FcConfigSubstitute)                                                                                          \
	X(FcDirCacheRead)                                                                                              \
	X(FcDirCacheUnlink)                                                                                            \
	X(FcDirCacheUnload)                                                                                            \
	X(FcFontSetDestroy)                                                                                            \
	X(FcObjectSetBuild)                                                                                            \
	X(FcObjectSetDestroy)                                                                                          \
	X(FcPatternAddString)                                                                                          \
	X(FcPatternCreate)                                                                                             \
	X(FcPatternDestroy)                                                                                            \
	X(FcPatternDuplicate)                                                                                          \
	X(FcPatternEqualSubset)                                                                                        \
	X(FcPatternGetBool)                                                                                            \
	X(FcPatternGetCharSet)                                                                                         \
	X(FcPatternGetDouble)                                                                                          \
	X(FcPatternGetInteger)                                                                                         \
	X(FcPatternGetString)                                                                                          \
	X(FcStrListDone)                                                                                               \
	X(FcStrListNext)                                                                                               \
	X(FcWeightToOpenType)

#define HT_HB_SUBSET_FUNCTIONS(X)                                                                                      \
	X(hb_subset_input_create_or_fail)                                                                              \
	X(hb_subset_input_destroy)                                                                                     \
	X(hb_subset_input_glyph_set)                                                                                   \
	X(hb_subset_input_pin_axis_location)                                                                           \
	X(hb_subset_input_pin_axis_to_default)                                                                         \
	X(hb_subset_input_set)                                                                                         \
	X(hb_subset_input_set_flags)                                                                                   \
	X(hb_subset_input_unicode_set)                                                                                 \
	X(hb_subset_or_fail)                                                                                           \
	X(hb_subset_plan_create_or_fail)                                                                               \
	X(hb_subset_plan_destroy)                                                                                      \
	X(hb_subset_plan_execute_or_fail)                                                                              \
	X(hb_subset_plan_old_to_new_glyph_mapping)

typedef struct ht_fontconfig {
	HT_LIBRARY_TABLE(HT_FONTCONFIG_FUNCTIONS)
} ht_fontconfig;

typedef struct ht_subsetter {
	HT_LIBRARY_TABLE(HT_HB_SUBSET_FUNCTIONS)
} ht_subsetter;

/* Set lib to the functions. False: the library cannot be loaded; ht_shortage_met() says whether the machine lacked
 * something. */
bool ht_fontconfig_load(ht_fontconfig *lib);
bool ht_subsetter_load(ht_subsetter *lib);

/* Pin every axis of a subset to the value of the named instance, or to its default (subset.c). */
void ht_font_face_pin_axes(const ht_subsetter *hb, hb_subset_input_t *input, const ht_font *font);

#endif
