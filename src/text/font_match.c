/* Fontsets by fontconfig.
 *
 * The configuration is our own FcConfig, never the system's. The name of a fontset goes through the rules of the
 * configuration once (FcConfigSubstitute), which gives the list of families for it, in order. The installed faces are
 * listed once, sorted by family and then by their distance from an upright regular; the chain of a fontset is found in
 * that list by name. The result is that of FcFontMatch() for exact names, at a hundredth of the cost of FcFontSort(),
 * and no face is chosen merely because it covers a language. */
#include "font_match.h"

#include <errno.h>
#include <glib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/data.h"
#include "base/intl.h"
#include "base/str.h"
#include "text/messages.h"
#include "config.h"
#include "font_library.h"

/* An installed face under one of its family names. */
typedef struct entry {
	const char *family;
	const char *path;
	int index;
	int distance; /* from an upright regular; 0: it is one */
	FcPattern *pattern;
} entry;

struct ht_font_matcher {
	ht_fontconfig fc;
	FcConfig *config;
	ht_arena *arena;
	entry *entries; /* once a name was asked for */
	size_t n_entries;
};

const char *ht_font_conf_path(const ht_font_options *options, char own[PATH_MAX])
{
	const char *env = getenv("HONGTOU_FONTS_CONF");
	if (options && options->conf)
		return options->conf;
	if (env && *env)
		return env;
	return ht_data_path(HT_DATA_FONTS_CONF, own);
}

/* Make the directory base + tail; true if files can be created in it. */
static bool make_dir(const char *base, const char *tail, char path[PATH_MAX])
{
	if (!base || !*base || snprintf(path, PATH_MAX, "%s%s", base, tail) >= PATH_MAX)
		return false;
	return (mkdir(path, 0700) == 0 || errno == EEXIST) && access(path, W_OK | X_OK) == 0;
}

/* Can a cache directory that fonts.conf names be used? It and its parent are made if need be. */
static bool has_writable_cache(const ht_fontconfig *fc, FcConfig *config)
{
	FcStrList *dirs = fc->FcConfigGetCacheDirs(config);
	bool writable = false;
	for (const FcChar8 *dir; !writable && dirs && (dir = fc->FcStrListNext(dirs));) {
		char parent[PATH_MAX], path[PATH_MAX];
		const char *tail = strrchr((const char *)dir, '/');
		if (!tail || (size_t)(tail - (const char *)dir) >= sizeof parent)
			continue;
		snprintf(parent, sizeof parent, "%.*s", (int)(tail - (const char *)dir), (const char *)dir);
		writable = make_dir(parent, "", path) && make_dir(parent, tail, path);
	}
	if (dirs)
		fc->FcStrListDone(dirs);
	return writable;
}

bool ht_font_private_dir(const char *base, const char *tail, char path[PATH_MAX])
{
	struct stat st;
	return make_dir(base, tail, path) && lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & 022);
}

/* Make a directory in tmp for fontconfig's cache. */
static bool cache_dir_in(const char *tmp, char path[PATH_MAX])
{
	char tail[64];
	snprintf(tail, sizeof tail, "/hongtou-fonts-%ld", (long)geteuid());
	return ht_font_private_dir(tmp, tail, path) && !strpbrk(path, "<>&");
}

/* Without a writable home directory, fontconfig would scan the fonts at every
 * start: keep its cache in a temporary directory. */
static void add_cache_dir(const ht_fontconfig *fc, FcConfig *config)
{
	char path[PATH_MAX], xml[PATH_MAX + 64];
	if (has_writable_cache(fc, config) || (!cache_dir_in(getenv("TMPDIR"), path) && !cache_dir_in("/tmp", path)))
		return;
	snprintf(xml, sizeof xml, "<fontconfig><cachedir>%s</cachedir></fontconfig>", path);
	fc->FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)xml, FcFalse);
}

static ht_status load_config(ht_font_matcher *matcher, const ht_font_options *options, ht_diags *diags)
{
	const ht_fontconfig *fc = &matcher->fc;
	char own[PATH_MAX];
	const char *path = ht_font_conf_path(options, own);
	if (!ht_fontconfig_load(&matcher->fc))
		return ht_library_fail(diags, (ht_loc){0}, HT_FONTCONFIG_LIBRARY, HT_FONTCONFIG_PACKAGE);
	matcher->config = fc->FcConfigCreate();
	if (!matcher->config)
		return HT_ERR_NOMEM;
	if (access(path, R_OK) != 0) {
		ht_diag(diags, HT_D_FONT_CONF, (ht_loc){.file = NULL}, path, strerror(errno), NULL);
		return HT_ERR_LIB;
	}
	if (!fc->FcConfigParseAndLoad(matcher->config, (const FcChar8 *)path, FcTrue)) {
		const char *why = _("syntax error");
		if (getenv("FONTCONFIG_SYSROOT"))
			why = _("it is not below the folder that FONTCONFIG_SYSROOT names; unset that variable");
		ht_diag(diags, HT_D_FONT_CONF, (ht_loc){.file = NULL}, path, why, NULL);
		return HT_ERR_LIB;
	}
	add_cache_dir(fc, matcher->config);
	for (const char *const *dir = options ? options->dirs : NULL; dir && *dir; dir++)
		if (!fc->FcConfigAppFontAddDir(matcher->config, (const FcChar8 *)*dir))
			return HT_ERR_NOMEM;
	return ht_fonts_scan(fc, matcher->config) ? HT_OK : HT_ERR_NOMEM;
}

static int get_int(const ht_fontconfig *fc, FcPattern *pattern, const char *object, int fallback)
{
	int v;
	double d;
	if (fc->FcPatternGetInteger(pattern, object, 0, &v) == FcResultMatch)
		return v;
	if (fc->FcPatternGetDouble(pattern, object, 0, &d) == FcResultMatch)
		return (int)d;
	return fallback;
}

static const char *get_string(const ht_fontconfig *fc, FcPattern *pattern, const char *object, int n)
{
	FcChar8 *s;
	return fc->FcPatternGetString(pattern, object, n, &s) == FcResultMatch ? (const char *)s : NULL;
}

/* Distance of a face from an upright regular: static faces before instances of
 * variable ones, then by slant, width and weight. */
static int distance(const ht_fontconfig *fc, FcPattern *pattern, int index)
{
	int weight = abs(get_int(fc, pattern, FC_WEIGHT, FC_WEIGHT_REGULAR) - FC_WEIGHT_REGULAR);
	int slant = get_int(fc, pattern, FC_SLANT, FC_SLANT_ROMAN) != FC_SLANT_ROMAN;
	int width = abs(get_int(fc, pattern, FC_WIDTH, FC_WIDTH_NORMAL) - FC_WIDTH_NORMAL);
	int variable = index >> 16 != 0;
	return (variable << 24) + (slant << 20) + (width << 10) + weight;
}

static int compare_entries(const void *pa, const void *pb)
{
	const entry *a = pa, *b = pb;
	int c = g_ascii_strcasecmp(a->family, b->family);
	if (!c)
		c = (a->distance > b->distance) - (a->distance < b->distance);
	if (!c)
		c = strcmp(a->path, b->path);
	if (!c)
		c = (a->index > b->index) - (a->index < b->index);
	return c;
}

static bool is_usable(const ht_fontconfig *fc, FcPattern *pattern)
{
	FcBool variable = FcFalse, outline = FcTrue;
	fc->FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable);
	fc->FcPatternGetBool(pattern, FC_OUTLINE, 0, &outline);
	return !variable && outline && get_string(fc, pattern, FC_FILE, 0);
}

static bool list_set(ht_font_matcher *matcher, const FcFontSet *set, size_t *cap)
{
	const ht_fontconfig *fc = &matcher->fc;
	for (int i = 0; set && i < set->nfont; i++) {
		FcPattern *p = set->fonts[i];
		if (!is_usable(fc, p))
			continue;
		const char *family;
		int index = get_int(fc, p, FC_INDEX, 0);
		for (int k = 0; (family = get_string(fc, p, FC_FAMILY, k)); k++) {
			entry *e = HT_PUSH(matcher->arena, matcher->entries, matcher->n_entries, *cap);
			if (!e)
				return false;
			*e = (entry){family, get_string(fc, p, FC_FILE, 0), index, distance(fc, p, index), p};
		}
	}
	return true;
}

static bool list_entries(ht_font_matcher *matcher)
{
	const ht_fontconfig *fc = &matcher->fc;
	size_t cap = 0;
	if (matcher->entries)
		return true;
	if (!list_set(matcher, fc->FcConfigGetFonts(matcher->config, FcSetApplication), &cap) ||
	    !list_set(matcher, fc->FcConfigGetFonts(matcher->config, FcSetSystem), &cap))
		return false;
	if (matcher->n_entries)
		qsort(matcher->entries, matcher->n_entries, sizeof *matcher->entries, compare_entries);
	return true;
}

/* The best face of a family, or NULL. */
static const entry *find_family(const ht_font_matcher *matcher, const char *family)
{
	size_t lo = 0, hi = matcher->n_entries;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (g_ascii_strcasecmp(matcher->entries[mid].family, family) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == matcher->n_entries || g_ascii_strcasecmp(matcher->entries[lo].family, family) != 0)
		return NULL;
	return &matcher->entries[lo];
}

static bool in_chain(const ht_font_chain *chain, const entry *e)
{
	for (size_t i = 0; i < chain->n; i++)
		if (chain->faces[i].index == e->index && strcmp(chain->faces[i].path, e->path) == 0)
			return true;
	return false;
}

/* The list begins with the name of the fontset itself, which is not a font. */
static bool is_fontset_name(const char *family)
{
	return ht_str_starts(family, "HT ");
}

static ht_font_face_source source_of(const ht_fontconfig *fc, const entry *e)
{
	const char *ps_name = get_string(fc, e->pattern, FC_POSTSCRIPT_NAME, 0);
	const char *family = get_string(fc, e->pattern, FC_FAMILY, 0);
	int weight = get_int(fc, e->pattern, FC_WEIGHT, FC_WEIGHT_REGULAR);
	ht_font_face_source source = {.path = e->path,
	                              .index = e->index,
	                              .name = e->family,
	                              .family = e->family,
	                              .ps_name = e->family,
	                              .weight = fc->FcWeightToOpenType(weight)};
	FcCharSet *chars;
	if (fc->FcPatternGetCharSet(e->pattern, FC_CHARSET, 0, &chars) == FcResultMatch)
		source.chars = chars;
	source.fc = fc;
	if (family)
		source.family = family;
	if (ps_name)
		source.ps_name = ps_name;
	if (is_fontset_name(e->family))
		source.name = source.family;
	return source;
}

static bool fill_chain(const ht_font_matcher *matcher, FcPattern *pattern, ht_arena *arena, ht_font_chain *chain)
{
	const ht_fontconfig *fc = &matcher->fc;
	const char *family;
	ht_font_face_source *faces = NULL;
	size_t cap = 0;
	for (int i = 0; (family = get_string(fc, pattern, FC_FAMILY, i)); i++) {
		const entry *e = find_family(matcher, family);
		if (!chain->first_choice && !is_fontset_name(family)) {
			chain->installed = e != NULL;
			if (!(chain->first_choice = ht_arena_strdup(arena, family)))
				return false;
		}
		if (!e || in_chain(chain, e))
			continue;
		ht_font_face_source *source = HT_PUSH(arena, faces, chain->n, cap);
		if (!source)
			return false;
		*source = source_of(fc, e);
		chain->faces = faces;
	}
	if (!chain->first_choice) {
		chain->first_choice = chain->family;
		chain->installed = find_family(matcher, chain->family) != NULL;
	}
	return true;
}

bool ht_font_match(ht_font_matcher *matcher, const char *family, ht_arena *arena, ht_font_chain *chain)
{
	*chain = (ht_font_chain){.family = ht_arena_strdup(arena, family)};
	if (!chain->family || !list_entries(matcher))
		return false;
	const ht_fontconfig *fc = &matcher->fc;
	FcPattern *pattern = fc->FcPatternCreate();
	const bool ok = pattern && fc->FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family) &&
	                fc->FcConfigSubstitute(matcher->config, pattern, FcMatchPattern) &&
	                fill_chain(matcher, pattern, arena, chain);
	if (pattern)
		fc->FcPatternDestroy(pattern);
	return ok;
}

ht_status ht_font_matcher_open(const ht_font_options *options, ht_diags *diags, ht_font_matcher **ret)
{
	ht_arena *arena = ht_arena_new();
	ht_font_matcher *matcher = NULL;
	if (arena && (matcher = ht_arena_alloc(arena, sizeof *matcher)))
		matcher->arena = arena;
	else
		ht_arena_free(arena);
	const ht_status status = matcher ? load_config(matcher, options, diags) : HT_ERR_NOMEM;
	if (status == HT_OK)
		*ret = matcher;
	else
		ht_font_matcher_close(matcher);
	return status;
}

void ht_font_matcher_close(ht_font_matcher *matcher)
{
	if (!matcher)
		return;
	if (matcher->config)
		matcher->fc.FcConfigDestroy(matcher->config);
	ht_arena_free(matcher->arena);
}

/* Fonts of packages need no look: those are beneath /usr as their links are. */
static bool is_packaged(const char *path)
{
	return ht_str_starts(path, "/usr/");
}

const char *const *ht_font_matcher_places(const ht_font_matcher *matcher, ht_arena *arena)
{
	const ht_fontconfig *fc = &matcher->fc;
	const char **v = NULL, *path;
	size_t n = 0, cap = 0;
	FcStrList *dirs = fc->FcConfigGetFontDirs(matcher->config);
	bool ok = dirs != NULL;
	while (ok && (path = (const char *)fc->FcStrListNext(dirs))) {
		const char **slot = HT_PUSH(arena, v, n, cap);
		ok = slot && (*slot = ht_arena_strdup(arena, path));
	}
	if (dirs)
		fc->FcStrListDone(dirs);
	const FcFontSet *set = fc->FcConfigGetFonts(matcher->config, FcSetSystem);
	for (int i = 0; ok && set && i < set->nfont; i++) {
		FcChar8 *file = NULL;
		struct stat st;
		if (fc->FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) != FcResultMatch ||
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

/* Take next into the ranges; false: out of memory. */
static bool add_char(uint32_t next, ht_char_range **ranges, size_t *n)
{
	ht_char_range *v = *ranges;
	if (*n && v[*n - 1].last + 1 == next) {
		v[*n - 1].last = next;
		return true;
	}
	if (!(*n & (*n - 1)) && !(v = realloc(v, (*n * 2 + 1) * sizeof *v)))
		return false;
	v[(*n)++] = (ht_char_range){next, next};
	*ranges = v;
	return true;
}

bool ht_font_withheld(const ht_fontconfig *fc, hb_face_t *face, const FcCharSet *chars, ht_char_range **ret, size_t *n)
{
	hb_set_t *all = hb_set_create();
	hb_codepoint_t cp = HB_SET_VALUE_INVALID;
	hb_face_collect_unicodes(face, all);
	bool ok = hb_set_allocation_successful(all);
	*ret = NULL;
	*n = 0;
	while (ok && hb_set_next(all, &cp))
		ok = fc->FcCharSetHasChar(chars, cp) || add_char(cp, ret, n);
	hb_set_destroy(all);
	if (!ok)
		free(*ret);
	return ok;
}
