/* What can be seen of a line among others: that it is there twice, that two lines together are one, that it is quoted
 * or announced, and what is beside it. */
#include <string.h>

#include <glib.h>

#include "limits.h"
#include "readings.h"
#include "words_documents.h"

/* Names that the text quotes, and attachments that it announces. */
#define QUOTED_MOST   16
#define QUOTED_BYTES  193 /* of one */
#define ATTACHED_MOST 32

typedef struct seeing {
	im_doc *d;
	im_seen *v;
	size_t n;
	size_t *first, *last; /* of lines with the same hash: places + 1 */
	size_t slots;
	const char *quoted[QUOTED_MOST], *attached[ATTACHED_MOST];
	size_t n_quoted, n_attached;
} seeing;

/* ---- lines and their neighbours ---- */

static bool has(const im_seen *line, int feature)
{
	return im_has_feature(&line->set, feature);
}

static bool has_one_of(const im_seen *line, const int *features, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has(line, features[i]))
			return true;
	return false;
}

/* FNV-1a. */
static uint32_t hash(const char *s)
{
	uint32_t h = 2166136261u;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 16777619u;
	return h;
}

/* The place of key in the table; the slot is empty, or that of a line with this key. */
static size_t slot_of(const seeing *g, const char *key)
{
	size_t at = hash(key) % g->slots;
	while (g->first[at] && strcmp(g->v[g->first[at] - 1].key, key) != 0)
		at = (at + 1) % g->slots;
	return at;
}

/* What is known of the page's title: the whole of it, or what is before the site's name. */
static bool is_known_title(const im_doc *d, const char *squeezed, const char *key, size_t chars)
{
	return d->meta_title && chars >= 6 && ht_str_starts(squeezed, key) &&
	       (!squeezed[strlen(key)] || ht_str_one_of(squeezed + strlen(key), SITE_SEPARATORS));
}

static void see_joins(seeing *g, size_t i, const char *known)
{
	char all[400];
	if (i + 1 >= g->n || g->v[i].len + g->v[i + 1].len >= sizeof all || g->v[i].chars > 60 ||
	    g->v[i + 1].chars > 60)
		return;
	memcpy(all, g->v[i].key, g->v[i].len);
	memcpy(all + g->v[i].len, g->v[i + 1].key, g->v[i + 1].len + 1);
	if (!g->first[slot_of(g, all)] && !is_known_title(g->d, known, all, g->v[i].chars))
		return;
	im_add_feature(&g->v[i].set, HT_FEATURE_JOINS);
	im_add_feature(&g->v[i + 1].set, HT_FEATURE_JOINS);
}

/* Is the line open at its end, so that a title may go on below it? */
static bool is_open(const im_seen *line)
{
	static const int closed[] = {HT_FEATURE_KIND, HT_FEATURE_STOP, HT_FEATURE_MENU, HT_FEATURE_COLON};
	return !has_one_of(line, closed, ARRAY_LEN(closed));
}

static void see_title_below(seeing *g, size_t i)
{
	static const int apart[] = {HT_FEATURE_MINUTES_MARK, HT_FEATURE_METADATA, HT_FEATURE_ORGAN_DAY};
	static const int texts[] = {HT_FEATURE_COMMA, HT_FEATURE_SENTENCE, HT_FEATURE_METADATA,
	                            HT_FEATURE_ATTACHMENT_NOTE};
	im_seen *line = &g->v[i];
	const im_seen *next = i + 1 < g->n ? &g->v[i + 1] : NULL;
	static const char *const meetings[] = {"第", "届", "会", NULL};
	if (!next || !is_open(line) || line->chars > 60)
		return;
	const bool issuer = has(line, HT_FEATURE_ORGAN_END) || has(line, HT_FEATURE_ORGANS) ||
	                    has(line, HT_FEATURE_TITLE_KNOWN) || ht_str_has_any(line->key, ht_words_send_on);
	if (issuer && ht_str_starts_any(next->key, ht_words_title_act) && !has(next, HT_FEATURE_SENTENCE))
		im_add_feature(&line->set, HT_FEATURE_NEXT_ABOUT);
	if (has(next, HT_FEATURE_MINUTES_MARK) && next->chars < 24 && !has_one_of(line, apart, ARRAY_LEN(apart)) &&
	    ht_str_has_any(line->key, meetings))
		im_add_feature(&line->set, HT_FEATURE_NEXT_MINUTES);
	if (has(line, HT_FEATURE_ABOUT) && !has_one_of(line, texts, ARRAY_LEN(texts)) && line->chars < 45 &&
	    has(next, HT_FEATURE_KIND) && next->chars < 45 && !has(next, HT_FEATURE_SENTENCE) &&
	    !ht_str_starts(next->key, "关于") && !ht_str_starts(next->key, "附"))
		im_add_feature(&line->set, HT_FEATURE_NEXT_KIND_END);
	size_t k = i;
	while (has(&g->v[i], HT_FEATURE_ORGANS) && k < g->n && k < i + 6 && has(&g->v[k], HT_FEATURE_ORGANS))
		k++;
	if (k > i && k < g->n && ht_str_starts(g->v[k].key, "关于"))
		im_add_feature(&line->set, HT_FEATURE_JOINT);
}

/* Names without 《》 and 的, as they are compared. */
static const char *bare_name(im_doc *d, const char *s, size_t len)
{
	const char *copy = im_copy(d, s, len);
	ht_buf out = {0};
	for (; *copy; copy = ht_str_next(copy))
		if (!ht_str_one_of(copy, "《》的"))
			ht_buf_add(&out, copy, (size_t)(ht_str_next(copy) - copy));
	const char *name = im_copy_buf(d, &out);
	ht_buf_free(&out);
	return name;
}

/* What the first lines quote, and what the notes of attachments announce. */
static void gather_names(seeing *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const im_seen *line = &g->v[i];
		for (const char *open = i < 60 ? strstr(line->key, "《") : NULL; open && g->n_quoted < QUOTED_MOST;
		     open = strstr(open + 1, "《")) {
			const char *close = g_strstr_len(open, QUOTED_BYTES, "》");
			size_t len = close ? (size_t)(close - open) : 0;
			if (len >= 18)
				g->quoted[g->n_quoted++] = bare_name(g->d, open, len);
		}
		if (g->n_attached == ATTACHED_MOST || line->chars > 60 ||
		    !(has(line, HT_FEATURE_ATTACHMENT_NOTE) || has(line, HT_FEATURE_ENTRY)))
			continue;
		const char *s = line->key + (ht_str_starts(line->key, "附") ? strlen("附") : 0);
		s += ht_str_starts(s, "件") ? strlen("件") : 0;
		s += ht_str_one_of(s, "：:");
		s += im_numeral_at(s);
		s += ht_str_one_of(s, "：:.．、");
		if (ht_str_chars(s) >= 4)
			g->attached[g->n_attached++] = s;
	}
}

static void see_names(seeing *g, im_seen *line)
{
	if (line->chars < 4 || line->chars > 60)
		return;
	const char *name = line->chars >= 6 && g->n_quoted ? bare_name(g->d, line->key, line->len) : "";
	for (size_t k = 0; *name && k < g->n_quoted; k++)
		if (strstr(g->quoted[k], name) || (strlen(g->quoted[k]) > 21 && strstr(name, g->quoted[k])))
			im_add_feature(&line->set, HT_FEATURE_LIKE_ENCLOSED);
	for (size_t k = 0; k < g->n_attached; k++)
		if (strcmp(g->attached[k], line->key) == 0)
			im_add_feature(&line->set, HT_FEATURE_LIKE_ATTACHED);
}

static void see_neighbours(seeing *g, size_t i)
{
	for (size_t t = 0; t < HT_FEATURE_TESTS; t++) {
		const ht_feature_test *test = &ht_feature_tests[t];
		const im_seen *other = NULL;
		if (test->how == HT_TEST_NEXT && i + 1 < g->n)
			other = &g->v[i + 1];
		else if (test->how == HT_TEST_BEFORE && i > 0)
			other = &g->v[i - 1];
		if (other && has(other, test->a))
			im_add_feature(&g->v[i].set, test->feature);
	}
}

static bool see_repeats(seeing *g)
{
	g->slots = g->n * 2 + 1;
	g->first = ht_arena_array(g->d->arena, g->slots, sizeof *g->first);
	g->last = ht_arena_array(g->d->arena, g->slots, sizeof *g->last);
	if (!g->first || !g->last) {
		g->d->nomem = true;
		return false;
	}
	memset(g->first, 0, g->slots * sizeof *g->first);
	for (size_t i = 0; i < g->n; i++) {
		size_t at = slot_of(g, g->v[i].key);
		g->first[at] = g->first[at] ? g->first[at] : i + 1;
		g->last[at] = i + 1;
	}
	for (size_t i = 0; i < g->n; i++) {
		size_t at = slot_of(g, g->v[i].key);
		if (g->v[i].chars >= 4 && g->first[at] < i + 1)
			im_add_feature(&g->v[i].set, HT_FEATURE_AGAIN_ABOVE);
		if (g->v[i].chars >= 4 && g->last[at] > i + 1)
			im_add_feature(&g->v[i].set, HT_FEATURE_AGAIN_BELOW);
	}
	return true;
}

im_seen *im_see_lines(im_doc *d, size_t *n)
{
	seeing g = {.d = d, .v = ht_arena_array(d->arena, d->n + 1, sizeof *g.v)};
	if (!g.v) {
		d->nomem = true;
		return NULL;
	}
	for (size_t i = 0; i < d->n; i++) {
		if (d->lines[i].kind != IM_BODY && d->lines[i].kind != IM_TABLE)
			continue;
		const char *key = im_squeeze(d, d->lines[i].text);
		if (*key)
			g.v[g.n++] = (im_seen){.line = i, .key = key, .len = strlen(key), .chars = ht_str_chars(key)};
	}
	for (size_t i = 0; i < g.n; i++)
		im_see_line(d, g.v, g.n, i);
	if (!g.n || !see_repeats(&g))
		return NULL;
	gather_names(&g);
	const char *known = d->meta_title ? im_squeeze(d, d->meta_title) : "";
	for (size_t i = 0; i < g.n; i++) {
		see_names(&g, &g.v[i]);
		see_title_below(&g, i);
		see_joins(&g, i, known);
		if (is_known_title(d, known, g.v[i].key, g.v[i].chars))
			im_add_feature(&g.v[i].set, HT_FEATURE_TITLE_KNOWN);
	}
	for (size_t i = 0; i < g.n; i++)
		see_neighbours(&g, i);
	*n = g.n;
	return g.v;
}
