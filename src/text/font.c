/* Fontsets.
 *
 * The configuration is our own FcConfig, never the system's. The name of a fontset
 * goes through the rules of the configuration once (FcConfigSubstitute), which
 * gives the list of families for it, in order. The installed faces are listed
 * once, sorted by family and then by their distance from an upright regular; the
 * chain of a fontset is found in that list by name. The result is that of
 * FcFontMatch() for exact names, at a hundredth of the cost of FcFontSort(), and
 * no face is chosen merely because it covers a language.
 *
 * A font file is opened when text first needs it: most documents never use the
 * 20 MB collections at the end of a chain. */
#include "font_priv.h"

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
#include "base/shortage.h"
#include "base/intl.h"
#include "kept.h"
#include "late.h"
#include "text/messages.h"
#include "config.h"

/* An installed face under one of its family names. */
typedef struct entry {
	const char *family;
	const char *path;
	int index;
	int distance; /* from an upright regular; 0: it is one */
	FcPattern *pattern;
} entry;

/* A face of a chain. */
typedef struct chain_link {
	ht_font_face_source source;
	const char *name; /* of its family, by which the chain has it */
	ht_font_face *face;
	bool tried, noted;
	ht_font_face_fault fault;
} chain_link;

typedef struct fontset {
	char *family;
	const char *first_choice;
	bool reported;
	chain_link *links;
	size_t n_links;
	const ht_font **chain;    /* for ht_fonts_chain() */
	uint8_t *noted[CP_PAGES]; /* code points whose fallback was noted */
	bool any_noted;
} fontset;

struct ht_fonts {
	FcConfig *config;
	ht_arena *arena;
	hb_draw_funcs_t *draw;
	hb_buffer_t *buffer;
	struct ht_late late;
	entry *entries;
	size_t n_entries;
	fontset **fontsets;
	size_t n_fontsets, cap_fontsets;
	ht_font_face **faces;
	size_t n_faces, cap_faces;
	bool no_memory; /* for a face that was to be opened */
	struct ht_kept *kept;
};

static const char *conf_path(const ht_font_options *options, char own[PATH_MAX])
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
static bool has_writable_cache(FcConfig *config)
{
	FcStrList *dirs = FcConfigGetCacheDirs(config);
	bool writable = false;
	for (const FcChar8 *dir; !writable && dirs && (dir = FcStrListNext(dirs));) {
		char parent[PATH_MAX], path[PATH_MAX];
		const char *tail = strrchr((const char *)dir, '/');
		if (!tail || (size_t)(tail - (const char *)dir) >= sizeof parent)
			continue;
		snprintf(parent, sizeof parent, "%.*s", (int)(tail - (const char *)dir), (const char *)dir);
		writable = make_dir(parent, "", path) && make_dir(parent, tail, path);
	}
	if (dirs)
		FcStrListDone(dirs);
	return writable;
}

/* Make a directory in tmp that only we can write to. */
static bool private_dir(const char *tmp, char path[PATH_MAX])
{
	char tail[64];
	struct stat st;
	snprintf(tail, sizeof tail, "/hongtou-fonts-%ld", (long)geteuid());
	return make_dir(tmp, tail, path) && lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & 077) && !strpbrk(path, "<>&");
}

/* Without a writable home directory, fontconfig would scan the fonts at every
 * start: keep its cache in a temporary directory. */
static void add_cache_dir(FcConfig *config)
{
	char path[PATH_MAX], xml[PATH_MAX + 64];
	if (has_writable_cache(config) || (!private_dir(getenv("TMPDIR"), path) && !private_dir("/tmp", path)))
		return;
	snprintf(xml, sizeof xml, "<fontconfig><cachedir>%s</cachedir></fontconfig>", path);
	FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)xml, FcFalse);
}

static ht_status load_config(ht_fonts *fonts, const ht_font_options *options, ht_diags *diags)
{
	char own[PATH_MAX];
	const char *path = conf_path(options, own);
	fonts->config = FcConfigCreate();
	if (!fonts->config)
		return HT_ERR_NOMEM;
	if (access(path, R_OK) != 0) {
		ht_diag(diags, HT_D_FONT_CONF, (ht_loc){.file = NULL}, path, strerror(errno), NULL);
		return HT_ERR_LIB;
	}
	if (!FcConfigParseAndLoad(fonts->config, (const FcChar8 *)path, FcTrue)) {
		ht_diag(diags, HT_D_FONT_CONF, (ht_loc){.file = NULL}, path, _("syntax error"), NULL);
		return HT_ERR_LIB;
	}
	add_cache_dir(fonts->config);
	for (const char *const *dir = options ? options->dirs : NULL; dir && *dir; dir++)
		if (!FcConfigAppFontAddDir(fonts->config, (const FcChar8 *)*dir))
			return HT_ERR_NOMEM;
	return ht_fonts_scan(fonts->config) ? HT_OK : HT_ERR_NOMEM;
}

ht_status ht_fonts_open(const ht_font_options *options, ht_diags *diags, ht_fonts **ret)
{
	ht_fonts *fonts = calloc(1, sizeof *fonts);
	ht_status status = HT_ERR_NOMEM;
	if (fonts && (fonts->arena = ht_arena_new())) {
		/* out of memory, HarfBuzz returns inert objects */
		fonts->draw = ht_font_face_draw_funcs();
		fonts->buffer = hb_buffer_create();
		ht_shortage_watch();
		status = load_config(fonts, options, diags);
		if (status == HT_OK && ht_shortage_met())
			status = HT_ERR_NOMEM;
	}
	if (status == HT_OK)
		*ret = fonts;
	else
		ht_fonts_close(fonts);
	return status;
}

void ht_fonts_keep_lines(ht_fonts *fonts, size_t bytes)
{
	if (!fonts->kept)
		fonts->kept = ht_kept_new(bytes);
}

struct ht_kept *ht_fonts_kept(const ht_fonts *fonts)
{
	return fonts->kept;
}

FcConfig *ht_fonts_config(const ht_fonts *fonts)
{
	return fonts->config;
}

static void forget_noted(fontset *r)
{
	for (size_t i = 0; r->any_noted && i < CP_PAGES; i++) {
		free(r->noted[i]);
		r->noted[i] = NULL;
	}
	r->any_noted = false;
}

void ht_fonts_close(ht_fonts *fonts)
{
	if (!fonts)
		return;
	for (size_t i = 0; i < fonts->n_fontsets; i++)
		forget_noted(fonts->fontsets[i]);
	for (size_t i = 0; i < fonts->n_faces; i++)
		ht_font_face_close(fonts->faces[i]);
	hb_draw_funcs_destroy(fonts->draw);
	hb_buffer_destroy(fonts->buffer);
	ht_late_close(&fonts->late);
	ht_kept_free(fonts->kept);
	if (fonts->config)
		FcConfigDestroy(fonts->config);
	ht_arena_free(fonts->arena);
	free(fonts);
}

void ht_fonts_restart(ht_fonts *fonts)
{
	for (size_t i = 0; i < fonts->n_fontsets; i++) {
		fontset *r = fonts->fontsets[i];
		r->reported = false;
		forget_noted(r);
		for (size_t k = 0; k < r->n_links; k++)
			r->links[k].noted = false;
	}
}

static int get_int(FcPattern *pattern, const char *object, int fallback)
{
	int v;
	double d;
	if (FcPatternGetInteger(pattern, object, 0, &v) == FcResultMatch)
		return v;
	if (FcPatternGetDouble(pattern, object, 0, &d) == FcResultMatch)
		return (int)d;
	return fallback;
}

static const char *get_string(FcPattern *pattern, const char *object, int n)
{
	FcChar8 *s;
	return FcPatternGetString(pattern, object, n, &s) == FcResultMatch ? (const char *)s : NULL;
}

/* Distance of a face from an upright regular: static faces before instances of
 * variable ones, then by slant, width and weight. */
static int distance(FcPattern *pattern, int index)
{
	int weight = abs(get_int(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR) - FC_WEIGHT_REGULAR);
	int slant = get_int(pattern, FC_SLANT, FC_SLANT_ROMAN) != FC_SLANT_ROMAN;
	int width = abs(get_int(pattern, FC_WIDTH, FC_WIDTH_NORMAL) - FC_WIDTH_NORMAL);
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

static bool is_usable(FcPattern *pattern)
{
	FcBool variable = FcFalse, outline = FcTrue;
	FcPatternGetBool(pattern, FC_VARIABLE, 0, &variable);
	FcPatternGetBool(pattern, FC_OUTLINE, 0, &outline);
	return !variable && outline && get_string(pattern, FC_FILE, 0);
}

static bool list_set(ht_fonts *fonts, const FcFontSet *set, size_t *cap)
{
	for (int i = 0; set && i < set->nfont; i++) {
		FcPattern *p = set->fonts[i];
		if (!is_usable(p))
			continue;
		const char *family;
		int index = get_int(p, FC_INDEX, 0);
		for (int k = 0; (family = get_string(p, FC_FAMILY, k)); k++) {
			entry *e = HT_PUSH(fonts->arena, fonts->entries, fonts->n_entries, *cap);
			if (!e)
				return false;
			*e = (entry){family, get_string(p, FC_FILE, 0), index, distance(p, index), p};
		}
	}
	return true;
}

static bool list_entries(ht_fonts *fonts)
{
	size_t cap = 0;
	if (fonts->entries)
		return true;
	if (!list_set(fonts, FcConfigGetFonts(fonts->config, FcSetApplication), &cap) ||
	    !list_set(fonts, FcConfigGetFonts(fonts->config, FcSetSystem), &cap))
		return false;
	if (fonts->n_entries)
		qsort(fonts->entries, fonts->n_entries, sizeof *fonts->entries, compare_entries);
	return true;
}

/* The best face of a family, or NULL. */
static const entry *find_family(const ht_fonts *fonts, const char *family)
{
	size_t lo = 0, hi = fonts->n_entries;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (g_ascii_strcasecmp(fonts->entries[mid].family, family) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == fonts->n_entries || g_ascii_strcasecmp(fonts->entries[lo].family, family) != 0)
		return NULL;
	return &fonts->entries[lo];
}

static bool in_chain(const fontset *r, const entry *e)
{
	for (size_t i = 0; i < r->n_links; i++)
		if (r->links[i].source.index == e->index && strcmp(r->links[i].source.path, e->path) == 0)
			return true;
	return false;
}

static ht_font_face_source source_of(const entry *e)
{
	const char *ps_name = get_string(e->pattern, FC_POSTSCRIPT_NAME, 0);
	const char *family = get_string(e->pattern, FC_FAMILY, 0);
	int weight = get_int(e->pattern, FC_WEIGHT, FC_WEIGHT_REGULAR);
	ht_font_face_source source = {e->path, e->index, e->family, e->family, FcWeightToOpenType(weight), NULL};
	FcCharSet *chars;
	if (FcPatternGetCharSet(e->pattern, FC_CHARSET, 0, &chars) == FcResultMatch)
		source.chars = chars;
	if (family)
		source.family = family;
	if (ps_name)
		source.ps_name = ps_name;
	return source;
}

/* The list begins with the name of the fontset itself, which is not a font. */
static bool is_fontset_name(const char *family)
{
	return strncmp(family, "HT ", 3) == 0;
}

static bool fill_chain(ht_fonts *fonts, fontset *r, FcPattern *pattern)
{
	const char *family;
	size_t cap = 0;
	for (int i = 0; (family = get_string(pattern, FC_FAMILY, i)); i++) {
		const entry *e = find_family(fonts, family);
		if (!r->first_choice && !is_fontset_name(family) &&
		    !(r->first_choice = ht_arena_strdup(fonts->arena, family)))
			return false;
		if (!e || in_chain(r, e))
			continue;
		chain_link *l = HT_PUSH(fonts->arena, r->links, r->n_links, cap);
		if (!l)
			return false;
		l->source = source_of(e);
		l->name = e->family;
		if (is_fontset_name(e->family))
			l->name = l->source.family;
	}
	if (!r->first_choice)
		r->first_choice = r->family;
	return true;
}

static fontset *add_fontset(ht_fonts *fonts, const char *family)
{
	fontset *r = ht_arena_alloc(fonts->arena, sizeof *r);
	if (!r || !list_entries(fonts) || !(r->family = ht_arena_strdup(fonts->arena, family)))
		return NULL;
	FcPattern *pattern = FcPatternCreate();
	bool ok = pattern && FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family) &&
	          FcConfigSubstitute(fonts->config, pattern, FcMatchPattern) && fill_chain(fonts, r, pattern);
	if (pattern)
		FcPatternDestroy(pattern);
	if (!ok)
		return NULL;
	fontset **slot = HT_PUSH(fonts->arena, fonts->fontsets, fonts->n_fontsets, fonts->cap_fontsets);
	if (!slot)
		return NULL;
	return *slot = r;
}

/* The face of a link, opened at first use; shared between fontsets. */
static ht_font_face *open_link(ht_fonts *fonts, chain_link *l)
{
	if (l->tried)
		return l->face;
	for (size_t i = 0; i < fonts->n_faces && !l->face; i++)
		if (fonts->faces[i]->font.index == l->source.index &&
		    strcmp(fonts->faces[i]->font.path, l->source.path) == 0)
			l->face = fonts->faces[i];
	l->tried = true;
	if (l->face)
		return l->face;
	ht_font_face **slot = HT_PUSH(fonts->arena, fonts->faces, fonts->n_faces, fonts->cap_faces);
	l->fault = HT_FACE_NOMEM;
	if (slot)
		l->fault = ht_font_face_open(&l->source, (unsigned)fonts->n_faces - 1, fonts->draw, slot);
	if (!l->fault)
		l->face = *slot;
	else if (slot)
		fonts->n_faces--;
	if (l->fault == HT_FACE_NOMEM) {
		l->tried = false; /* next time there may be memory */
		fonts->no_memory = true;
	}
	return l->face;
}

bool ht_fonts_was_short(ht_fonts *fonts)
{
	bool was = fonts->no_memory;
	fonts->no_memory = false;
	return was;
}

static const char *fault_text(ht_font_face_fault fault)
{
	static const char *const texts[] = {
	    [HT_FACE_OK] = "",
	    [HT_FACE_UNREADABLE] = N_("not a readable font file"),
	    [HT_FACE_NO_OUTLINES] = N_("it has no outlines"),
	    [HT_FACE_CFF2] = N_("CFF2 outlines cannot be embedded"),
	    [HT_FACE_NO_EMBED] = N_("it forbids embedding"),
	    [HT_FACE_NO_SUBSET] = N_("it forbids subsetting"),
	    [HT_FACE_NOMEM] = N_("out of memory"),
	};
	return _(texts[fault]);
}

/* The index of the fontset's first usable link, or n_links. */
static size_t main_link(ht_fonts *fonts, fontset *r)
{
	size_t i = 0;
	while (i < r->n_links && !open_link(fonts, &r->links[i]))
		i++;
	return i;
}

/* Report the faces of a chain that are better than the used one but cannot be used. False: out of memory. */
static bool report_passed_over(fontset *r, size_t main, ht_diags *diags)
{
	for (size_t i = 0; i < main; i++) {
		chain_link *l = &r->links[i];
		if (l->fault == HT_FACE_NOMEM)
			return false;
		if (main < r->n_links && !r->reported)
			ht_diag(diags, HT_D_FONT_PASSED_OVER, (ht_loc){0}, l->name, fault_text(l->fault),
			        r->links[main].name, l->source.path, NULL);
		else if (!r->reported)
			ht_diag(diags, HT_D_FONT_UNUSABLE, (ht_loc){0}, l->source.path, fault_text(l->fault), NULL);
	}
	return true;
}

/* Was another fontset that has the same first choice reported? The Latin one of Hei has that of Hei. */
static bool told_before(const ht_fonts *fonts, const fontset *r)
{
	for (size_t i = 0; i < fonts->n_fontsets; i++)
		if (fonts->fontsets[i]->reported && strcmp(fonts->fontsets[i]->first_choice, r->first_choice) == 0)
			return true;
	return false;
}

/* Report how a fontset was resolved. What is said of the machine's fonts has no place: no sheet and no record is at
 * fault. */
static ht_status report_role(ht_fonts *fonts, fontset *r, ht_loc loc, ht_diags *diags)
{
	size_t main = main_link(fonts, r);
	if (!report_passed_over(r, main, diags))
		return HT_ERR_NOMEM;
	if (main == r->n_links) {
		ht_diag(diags, HT_D_FONT_NONE, loc, r->first_choice, NULL);
		return HT_ERR_LIB;
	}
	if (!find_family(fonts, r->first_choice) && !r->reported && !told_before(fonts, r))
		ht_diag(diags, HT_D_FONT_SUBSTITUTE, (ht_loc){0}, r->first_choice, r->links[main].name, NULL);
	r->reported = true;
	return HT_OK;
}

ht_status ht_fonts_fontset(ht_fonts *fonts, const char *family, ht_loc loc, ht_diags *diags, int *ret)
{
	size_t i = 0;
	while (i < fonts->n_fontsets && strcmp(fonts->fontsets[i]->family, family) != 0)
		i++;
	if (i == fonts->n_fontsets && (!add_fontset(fonts, family) || ht_shortage_met()))
		return HT_ERR_NOMEM;
	ht_status status = report_role(fonts, fonts->fontsets[i], loc, diags);
	if (status == HT_OK)
		*ret = (int)i;
	return status;
}

ht_font_face *ht_fonts_face(ht_fonts *fonts, int fontset_index, size_t i, ht_diags *diags)
{
	fontset *r = fonts->fontsets[fontset_index];
	size_t usable = 0;
	if (i == 0 && r->n_links && r->links[0].face)
		return r->links[0].face; /* the usual case, once for each character */
	for (size_t k = 0; k < r->n_links; k++) {
		chain_link *l = &r->links[k];
		ht_font_face *face = open_link(fonts, l);
		if (face && usable++ == i)
			return face;
		if (!face && l->fault == HT_FACE_NOMEM)
			return NULL; /* the next one would be another typeface */
		if (!face && usable && !l->noted) {
			ht_diag(diags, HT_D_FONT_SKIPPED, (ht_loc){0}, l->name, fault_text(l->fault), l->source.path,
			        NULL);
			l->noted = true;
		}
	}
	return NULL;
}

const ht_font *ht_fonts_main(ht_fonts *fonts, int fontset_index)
{
	ht_font_face *face = ht_fonts_face(fonts, fontset_index, 0, NULL);
	return face ? &face->font : NULL;
}

const char *ht_fonts_first_choice(ht_fonts *fonts, int fontset_index)
{
	return fonts->fontsets[fontset_index]->first_choice;
}

size_t ht_fonts_chain(ht_fonts *fonts, int fontset_index, const ht_font *const **chain)
{
	fontset *r = fonts->fontsets[fontset_index];
	if (!r->chain)
		r->chain = ht_arena_array(fonts->arena, r->n_links + 1, sizeof *r->chain);
	if (!r->chain)
		return 0;
	size_t n = 0;
	for (size_t i = 0; i < r->n_links; i++) {
		ht_font_face *face = open_link(fonts, &r->links[i]);
		if (face)
			r->chain[n++] = &face->font;
	}
	*chain = r->chain;
	return n;
}

size_t ht_fonts_covers(ht_fonts *fonts, int fontset_index, const uint32_t *cps, size_t n, bool whole_chain)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		ht_font_face *face;
		for (size_t k = 0; (face = ht_fonts_face(fonts, fontset_index, k, NULL)); k++) {
			if (ht_font_face_glyph(face, cps[i])) {
				count++;
				break;
			}
			if (!whole_chain)
				break;
		}
	}
	return count;
}

hb_buffer_t *ht_fonts_buffer(ht_fonts *fonts)
{
	return fonts->buffer;
}

struct ht_late *ht_fonts_late(ht_fonts *fonts)
{
	return &fonts->late;
}

bool ht_fonts_note_once(ht_fonts *fonts, int fontset_index, uint32_t cp)
{
	uint8_t **page = &fonts->fontsets[fontset_index]->noted[cp >> CP_PAGE_BITS];
	if (!*page && !(*page = calloc(CP_PAGE_SIZE / 8, 1)))
		return false;
	fonts->fontsets[fontset_index]->any_noted = true;
	uint8_t *byte = &(*page)[(cp & (CP_PAGE_SIZE - 1)) / 8];
	uint8_t bit = (uint8_t)(1 << cp % 8);
	bool first = !(*byte & bit);
	*byte |= bit;
	return first;
}
