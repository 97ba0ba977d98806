/* Where fonts are read from. */
#include "font_priv.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/arena.h"

/* Fonts of packages need no look: those are beneath /usr as their links are. */
static bool is_packaged(const char *path)
{
	return strncmp(path, "/usr/", strlen("/usr/")) == 0;
}

const char *const *ht_fonts_places(const ht_fonts *fonts, ht_arena *arena)
{
	const char **v = NULL, *path;
	size_t n = 0, cap = 0;
	FcStrList *dirs = FcConfigGetFontDirs(ht_fonts_config(fonts));
	bool ok = dirs != NULL;
	while (ok && (path = (const char *)FcStrListNext(dirs))) {
		const char **slot = HT_PUSH(arena, v, n, cap);
		ok = slot && (*slot = ht_arena_strdup(arena, path));
	}
	if (dirs)
		FcStrListDone(dirs);
	const FcFontSet *set = FcConfigGetFonts(ht_fonts_config(fonts), FcSetSystem);
	for (int i = 0; ok && set && i < set->nfont; i++) {
		FcChar8 *file = NULL;
		struct stat st;
		if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) != FcResultMatch ||
		    is_packaged((const char *)file) || lstat((const char *)file, &st) != 0 || !S_ISLNK(st.st_mode))
			continue;
		const char **slot = HT_PUSH(arena, v, n, cap);
		ok = slot && (*slot = ht_arena_strdup(arena, (const char *)file));
	}
	const char **end = HT_PUSH(arena, v, n, cap);
	if (!ok || !end)
		return NULL;
	*end = NULL;
	return v;
}
