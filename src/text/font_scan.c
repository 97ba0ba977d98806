/* The scan of the fonts, whose result fontconfig keeps in its cache for later runs.
 *
 * fontconfig does not say when it lacked memory for a part of it: a font is then missing, or some of its characters,
 * and documents are set in other faces, also by every later run that reads the cache. So what was scanned just now is
 * scanned once more, and where the two differ neither is believed. */
#include <string.h>
#include <sys/stat.h>

#include "font_match.h"

/* When the folders of the cache were changed last, as one number. */
static unsigned long long cache_time(const ht_fontconfig *fc, FcConfig *config)
{
	unsigned long long sum = 0;
	FcStrList *dirs = fc->FcConfigGetCacheDirs(config);
	for (const FcChar8 *dir; dirs && (dir = fc->FcStrListNext(dirs));) {
		struct stat st;
		if (stat((const char *)dir, &st) == 0)
			sum = sum * 31 + (unsigned long long)st.st_mtim.tv_sec * 1000000000u +
			      (unsigned long long)st.st_mtim.tv_nsec;
	}
	if (dirs)
		fc->FcStrListDone(dirs);
	return sum;
}

/* What a font is chosen by. */
static FcObjectSet *compared(const ht_fontconfig *fc)
{
	return fc->FcObjectSetBuild(FC_FILE, FC_INDEX, FC_FAMILY, FC_STYLE, FC_POSTSCRIPT_NAME, FC_WEIGHT, FC_WIDTH,
	                            FC_SLANT, FC_VARIABLE, FC_CHARSET, (char *)NULL);
}

/* fontconfig 2.14 crashes when it compares languages, or the weights of a variable font, in patterns that lie in
 * caches; so copies are compared. */
static bool same_font(const ht_fontconfig *fc, const FcPattern *a, const FcPattern *b, const FcObjectSet *what)
{
	FcPattern *x = fc->FcPatternDuplicate(a), *y = fc->FcPatternDuplicate(b);
	const bool same = x && y && fc->FcPatternEqualSubset(x, y, what);
	if (x)
		fc->FcPatternDestroy(x);
	if (y)
		fc->FcPatternDestroy(y);
	return same;
}

static bool same_fonts(const ht_fontconfig *fc, const FcCache *a, const FcCache *b)
{
	FcFontSet *x = fc->FcCacheCopySet(a), *y = fc->FcCacheCopySet(b);
	FcObjectSet *what = compared(fc);
	bool same = x && y && what && x->nfont == y->nfont;
	for (int i = 0; same && i < x->nfont; i++)
		same = same_font(fc, x->fonts[i], y->fonts[i], what);
	if (what)
		fc->FcObjectSetDestroy(what);
	if (x)
		fc->FcFontSetDestroy(x);
	if (y)
		fc->FcFontSetDestroy(y);
	return same;
}

/* Is a second scan of the folder like the first? If not, the cache has neither. */
static bool scan_again(const ht_fontconfig *fc, FcConfig *config, const FcChar8 *dir)
{
	FcCache *first = fc->FcDirCacheRead(dir, FcFalse, config), *second = fc->FcDirCacheRead(dir, FcTrue, config);
	/* a folder that is not there has none */
	const bool same = first && second ? same_fonts(fc, first, second) : !first && !second;
	if (first)
		fc->FcDirCacheUnload(first);
	if (second)
		fc->FcDirCacheUnload(second);
	if (!same)
		fc->FcDirCacheUnlink(dir, config);
	return same;
}

bool ht_fonts_scan(const ht_fontconfig *fc, FcConfig *config)
{
	const unsigned long long before = cache_time(fc, config);
	if (!fc->FcConfigBuildFonts(config))
		return false;
	if (cache_time(fc, config) == before)
		return true; /* all was in the cache */
	bool same = true;
	FcStrList *dirs = fc->FcConfigGetFontDirs(config);
	for (const FcChar8 *dir; dirs && (dir = fc->FcStrListNext(dirs));)
		same &= scan_again(fc, config, dir);
	if (dirs)
		fc->FcStrListDone(dirs);
	/* the first time, a folder may have been left out; now all is in the cache */
	return same && dirs && fc->FcConfigBuildFonts(config);
}
