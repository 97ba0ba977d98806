/* Fontsets.
 *
 * Which faces a fontset has is asked of fontconfig (font_match.c), or known from an earlier run (font_cache.c).
 *
 * A font file is opened when text first needs it: most documents never use the 20 MB collections at the end of a
 * chain. */
#include "font_match.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/shortage.h"
#include "base/intl.h"
#include "kept.h"
#include "late.h"
#include "text/messages.h"

/* A face of a chain. */
typedef struct chain_link {
	const ht_font_face_source *source;
	ht_font_face *face;
	bool tried, noted;
	ht_font_face_fault fault;
} chain_link;

typedef struct fontset {
	ht_font_chain is;
	bool reported;
	chain_link *links;
	size_t n_links;
	const ht_font **chain;    /* for ht_fonts_chain() */
	uint8_t *noted[CP_PAGES]; /* code points whose fallback was noted */
	bool any_noted;
} fontset;

struct ht_fonts {
	ht_font_matcher *matcher; /* NULL: the cache was enough so far */
	ht_font_options options;
	ht_font_cache known;
	ht_arena *arena;
	ht_font_shared shared;
	hb_buffer_t *buffer; /* NULL: nothing was shaped yet */
	struct ht_late late;
	fontset **fontsets;
	size_t n_fontsets, cap_fontsets;
	ht_font_face **faces;
	size_t n_faces, cap_faces;
	bool no_memory; /* for a face that was to be opened */
	struct ht_kept *kept;
};

static bool copy_options(ht_fonts *fonts, const ht_font_options *options)
{
	const char **dirs = NULL;
	size_t n = 0, cap = 0;
	for (const char *const *dir = options ? options->dirs : NULL; dir && *dir; dir++) {
		const char **slot = HT_PUSH(fonts->arena, dirs, n, cap);
		if (!slot || !(*slot = ht_arena_strdup(fonts->arena, *dir)))
			return false;
	}
	const char **end = HT_PUSH(fonts->arena, dirs, n, cap);
	if (!end)
		return false;
	*end = NULL;
	fonts->options.dirs = dirs;
	if (!options || !options->conf)
		return true;
	fonts->options.conf = ht_arena_strdup(fonts->arena, options->conf);
	return fonts->options.conf != NULL;
}

/* Open fontconfig, if that was not needed before. */
static ht_status need_matcher(ht_fonts *fonts, ht_diags *diags)
{
	if (fonts->matcher)
		return HT_OK;
	ht_shortage_watch();
	const ht_status status = ht_font_matcher_open(&fonts->options, diags, &fonts->matcher);
	if (status == HT_OK && ht_shortage_met())
		return HT_ERR_NOMEM;
	return status;
}

/* The program's own fonts as an earlier run found them; or find them, and let later runs know. */
static ht_status find_fonts(ht_fonts *fonts, ht_diags *diags)
{
	if (ht_font_cache_read(&fonts->options, fonts->arena, &fonts->known))
		return HT_OK;
	const time_t since = time(NULL);
	ht_status status = ht_harfbuzz_load(diags); /* all faces are measured */
	if (status == HT_OK)
		status = need_matcher(fonts, diags);
	if (status == HT_OK)
		ht_font_cache_write(fonts->matcher, &fonts->options, &fonts->shared, since);
	return status;
}

ht_status ht_fonts_open(const ht_font_options *options, ht_diags *diags, ht_fonts **ret)
{
	ht_fonts *fonts = calloc(1, sizeof *fonts);
	ht_status status = HT_ERR_NOMEM;
	if (fonts && (fonts->arena = ht_arena_new()) && copy_options(fonts, options)) {
		ht_shortage_watch();
		status = find_fonts(fonts, diags);
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

const char *const *ht_fonts_places(const ht_fonts *fonts, ht_arena *arena)
{
	if (fonts->known.places)
		return fonts->known.places;
	return ht_font_matcher_places(fonts->matcher, arena);
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
	ht_font_shared_close(&fonts->shared);
	if (fonts->buffer)
		hb_buffer_destroy(fonts->buffer);
	ht_late_close(&fonts->late);
	ht_kept_free(fonts->kept);
	ht_font_matcher_close(fonts->matcher);
	ht_arena_free(fonts->arena);
	free(fonts);
}

void ht_fonts_restart(ht_fonts *fonts)
{
	fonts->shared.lacks_harfbuzz = false;
	for (size_t i = 0; i < fonts->n_fontsets; i++) {
		fontset *r = fonts->fontsets[i];
		r->reported = false;
		forget_noted(r);
		for (size_t k = 0; k < r->n_links; k++)
			r->links[k].noted = false;
	}
}

static const ht_font_chain *known_chain(const ht_fonts *fonts, const char *family)
{
	for (size_t i = 0; i < fonts->known.n_chains; i++)
		if (strcmp(fonts->known.chains[i].family, family) == 0)
			return &fonts->known.chains[i];
	return NULL;
}

static ht_status add_fontset(ht_fonts *fonts, const char *family, ht_diags *diags)
{
	fontset *r = ht_arena_alloc(fonts->arena, sizeof *r);
	const ht_font_chain *known = known_chain(fonts, family);
	ht_status status = r ? HT_OK : HT_ERR_NOMEM;
	if (status == HT_OK && !known)
		status = need_matcher(fonts, diags);
	if (status != HT_OK)
		return status;
	if (known)
		r->is = *known;
	else if (!ht_font_match(fonts->matcher, family, fonts->arena, &r->is))
		return HT_ERR_NOMEM;
	if (!(r->links = ht_arena_array(fonts->arena, r->is.n + 1, sizeof *r->links)))
		return HT_ERR_NOMEM;
	for (r->n_links = 0; r->n_links < r->is.n; r->n_links++)
		r->links[r->n_links].source = &r->is.faces[r->n_links];
	fontset **slot = HT_PUSH(fonts->arena, fonts->fontsets, fonts->n_fontsets, fonts->cap_fontsets);
	if (!slot)
		return HT_ERR_NOMEM;
	*slot = r;
	return HT_OK;
}

/* The face of a link, opened at first use; shared between fontsets. */
static ht_font_face *open_link(ht_fonts *fonts, chain_link *l)
{
	if (l->tried)
		return l->face;
	for (size_t i = 0; i < fonts->n_faces && !l->face; i++)
		if (fonts->faces[i]->font.index == l->source->index &&
		    strcmp(fonts->faces[i]->font.path, l->source->path) == 0)
			l->face = fonts->faces[i];
	l->tried = true;
	if (l->face)
		return l->face;
	ht_font_face **slot = HT_PUSH(fonts->arena, fonts->faces, fonts->n_faces, fonts->cap_faces);
	l->fault = HT_FACE_NOMEM;
	if (slot)
		l->fault = ht_font_face_open(l->source, (unsigned)fonts->n_faces - 1, &fonts->shared, slot);
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

ht_status ht_fonts_need_outlines(ht_diags *diags)
{
	return ht_harfbuzz_load(diags);
}

ht_status ht_fonts_status(ht_fonts *fonts, ht_diags *diags)
{
	if (!fonts->shared.lacks_harfbuzz)
		return HT_OK;
	fonts->shared.lacks_harfbuzz = false;
	const ht_status status = ht_harfbuzz_load(diags);
	return status == HT_OK ? HT_ERR_NOMEM : status; /* it could not be, and can now */
}

ht_status ht_fonts_shortage(ht_fonts *fonts, ht_diags *diags)
{
	const ht_status status = ht_fonts_status(fonts, diags);
	return status == HT_OK ? HT_ERR_NOMEM : status;
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
			ht_diag(diags, HT_D_FONT_PASSED_OVER, (ht_loc){0}, l->source->name, fault_text(l->fault),
			        r->links[main].source->name, l->source->path, NULL);
		else if (!r->reported)
			ht_diag(diags, HT_D_FONT_UNUSABLE, (ht_loc){0}, l->source->path, fault_text(l->fault), NULL);
	}
	return true;
}

/* Was another fontset that has the same first choice reported? The Latin one of Hei has that of Hei. */
static bool told_before(const ht_fonts *fonts, const fontset *r)
{
	for (size_t i = 0; i < fonts->n_fontsets; i++)
		if (fonts->fontsets[i]->reported &&
		    strcmp(fonts->fontsets[i]->is.first_choice, r->is.first_choice) == 0)
			return true;
	return false;
}

/* Report how a fontset was resolved. What is said of the machine's fonts has no place: no sheet and no record is at
 * fault. */
static ht_status report_role(ht_fonts *fonts, fontset *r, ht_loc loc, ht_diags *diags)
{
	size_t main = main_link(fonts, r);
	if (!report_passed_over(r, main, diags))
		return ht_fonts_shortage(fonts, diags);
	if (main == r->n_links) {
		ht_diag(diags, HT_D_FONT_NONE, loc, r->is.first_choice, NULL);
		return HT_ERR_LIB;
	}
	if (!r->is.installed && !r->reported && !told_before(fonts, r))
		ht_diag(diags, HT_D_FONT_SUBSTITUTE, (ht_loc){0}, r->is.first_choice, r->links[main].source->name,
		        NULL);
	r->reported = true;
	return HT_OK;
}

ht_status ht_fonts_fontset(ht_fonts *fonts, const char *family, ht_loc loc, ht_diags *diags, int *ret)
{
	size_t i = 0;
	while (i < fonts->n_fontsets && strcmp(fonts->fontsets[i]->is.family, family) != 0)
		i++;
	ht_status status = HT_OK;
	if (i == fonts->n_fontsets)
		status = add_fontset(fonts, family, diags);
	if (status == HT_OK && ht_shortage_met())
		status = HT_ERR_NOMEM;
	if (status != HT_OK)
		return status;
	status = report_role(fonts, fonts->fontsets[i], loc, diags);
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
			ht_diag(diags, HT_D_FONT_SKIPPED, (ht_loc){0}, l->source->name, fault_text(l->fault),
			        l->source->path, NULL);
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
	return fonts->fontsets[fontset_index]->is.first_choice;
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
	if (!fonts->buffer)
		fonts->buffer = hb_buffer_create();
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
