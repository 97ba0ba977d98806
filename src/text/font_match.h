/* What fontconfig chooses for the name of a fontset, and what of it is kept from run to run. */
#ifndef HT_TEXT_FONT_MATCH_H
#define HT_TEXT_FONT_MATCH_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "font_library.h"
#include "font_priv.h"

/* The faces of a fontset, best first. The strings are borrowed from the matcher, or from the arena of the cache. */
typedef struct ht_font_chain {
	const char *family;       /* the fontset's name */
	const char *first_choice; /* the family that stands first, installed or not */
	bool installed;           /* the first choice is */
	const ht_font_face_source *faces;
	size_t n;
} ht_font_chain;

/* ---- font_match.c ---- */

typedef struct ht_font_matcher ht_font_matcher;

/* Where the configuration is, in own if need be. */
const char *ht_font_conf_path(const ht_font_options *options, char own[PATH_MAX]);

/* Read the configuration, and find the fonts of its folders.
 * ret  out  close with ht_font_matcher_close()
 * Errors as ht_fonts_open(). */
ht_status ht_font_matcher_open(const ht_font_options *options, ht_diags *diags, ht_font_matcher **ret);
void ht_font_matcher_close(ht_font_matcher *matcher); /* NULL is allowed */

/* The chain of a name; false: out of memory. */
bool ht_font_match(ht_font_matcher *matcher, const char *family, ht_arena *arena, ht_font_chain *chain);

/* The folders and files from which fonts are read: as ht_fonts_places(). */
const char *const *ht_font_matcher_places(const ht_font_matcher *matcher, ht_arena *arena);

/* Find the fonts of the configuration's folders (font_scan.c). False: out of memory. */
bool ht_fonts_scan(const ht_fontconfig *fc, FcConfig *config);

/* Characters that the face has and chars has not, in ranges.
 * ret, n  out  release with free()
 * False: out of memory. */
bool ht_font_withheld(const ht_fontconfig *fc, hb_face_t *face, const FcCharSet *chars, ht_char_range **ret, size_t *n);

/* A folder of our own, base and tail, that is made if need be: only we can write to it. */
bool ht_font_private_dir(const char *base, const char *tail, char path[PATH_MAX]);

/* ---- font_cache.c ---- */

/* What an earlier run found. */
typedef struct ht_font_cache {
	const char *const *places; /* as ht_fonts_places() */
	const ht_font_chain *chains;
	size_t n_chains;
} ht_font_cache;

/* Read it, if nothing that it was found in has changed since. False: there is none, or it is not valid. */
bool ht_font_cache_read(const ht_font_options *options, ht_arena *arena, ht_font_cache *ret);

/* Keep what matcher chooses for every fontset of the program's own configuration, with the measures of the faces, for
 * later runs. Where it cannot be kept, nothing is said: it saves time only.
 * since  in  when the matcher was opened: what changed in the two seconds before may have changed again unseen */
void ht_font_cache_write(ht_font_matcher *matcher, const ht_font_options *options, ht_font_shared *shared,
                         time_t since);

#endif
