/* Composed paragraphs kept from one text to the next.
 *
 * Whoever shows the pages of a text while it is written has it composed at each key, and but for one of its paragraphs
 * it is what it was. Lines depend on their paragraph's text, faces and shape alone, so they are found by these; where
 * the text is in its file, and what it links to, is that of the paragraph they are for. One of which something was said
 * is never kept: it has to be said again, or its place with it.
 *
 * There are two generations, each of half the bytes. What is used belongs to the younger; when that is full, the older
 * one is dropped and it becomes the older. */
#include "kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"

#define BUCKETS 1024

typedef struct kept_run {
	ht_run run;     /* its pointers are not set */
	size_t span;    /* that its text is of */
	size_t at;      /* where, in bytes */
	int characters; /* before it in its span */
} kept_run;

struct ht_kept_lines {
	ht_kept_lines *next; /* of its bucket */
	uint64_t hash;
	size_t size; /* of all of it */
	size_t n_lines, n_runs, n_glyphs;
	ht_composed_line *lines;
	kept_run *runs;
	ht_glyph *glyphs;
	char *key;
	size_t key_len;
};

typedef struct generation {
	ht_kept_lines *buckets[BUCKETS];
	size_t bytes;
} generation;

struct ht_kept {
	size_t bytes; /* of a generation */
	generation v[2];
	int young;
	ht_buf key; /* of the paragraph that was looked for */
	uint64_t hash;
};

ht_kept *ht_kept_new(size_t bytes)
{
	ht_kept *kept = calloc(1, sizeof *kept);
	if (kept)
		kept->bytes = bytes / 2;
	return kept;
}

static void empty(generation *g)
{
	for (size_t i = 0; i < BUCKETS; i++)
		for (ht_kept_lines *k = g->buckets[i], *next; k; k = next) {
			next = k->next;
			free(k);
		}
	*g = (generation){0};
}

void ht_kept_free(ht_kept *kept)
{
	if (!kept)
		return;
	empty(&kept->v[0]);
	empty(&kept->v[1]);
	ht_buf_free(&kept->key);
	free(kept);
}

/* ---- what lines depend on ---- */

static void put_numbers(ht_buf *key, const int64_t *v, size_t n)
{
	ht_buf_add(key, v, n * sizeof *v);
}

static void put_shape(ht_buf *key, const ht_para_shape *s)
{
	const int64_t numbers[] = {s->measure,
	                           s->first_indent,
	                           s->rest_indent,
	                           s->right_indent,
	                           s->em,
	                           s->char_num,
	                           s->char_den,
	                           (int64_t)s->align,
	                           s->han_latin_gap,
	                           s->merge_punct,
	                           (int64_t)s->label,
	                           s->listed,
	                           s->forbid_break,
	                           s->air};
	put_numbers(key, numbers, ARRAY_LEN(numbers));
}

static void put_span(ht_buf *key, const ht_span *s)
{
	const int64_t numbers[] = {
	    (int64_t)s->len, s->fontset, s->latin_fontset, s->size,   ht_colour_number(s->colour),
	    s->chars,        s->keep,    s->raised,        s->strong, s->loc.col > 0};
	put_numbers(key, numbers, ARRAY_LEN(numbers));
	if (s->len)
		ht_buf_add(key, s->text, s->len);
}

/* ---- finding ---- */

static bool is_same(const ht_kept_lines *k, uint64_t hash, const ht_buf *key)
{
	return k->hash == hash && k->key_len == key->len && memcmp(k->key, key->data, key->len) == 0;
}

static void add(ht_kept *kept, ht_kept_lines *k)
{
	if (kept->v[kept->young].bytes + k->size > kept->bytes) {
		kept->young = !kept->young;
		empty(&kept->v[kept->young]);
	}
	generation *young = &kept->v[kept->young];
	ht_kept_lines **bucket = &young->buckets[k->hash % BUCKETS];
	k->next = *bucket;
	*bucket = k;
	young->bytes += k->size;
}

static ht_kept_lines *take(generation *g, uint64_t hash, const ht_buf *key)
{
	ht_kept_lines **p = &g->buckets[hash % BUCKETS];
	while (*p && !is_same(*p, hash, key))
		p = &(*p)->next;
	ht_kept_lines *k = *p;
	if (k) {
		*p = k->next;
		g->bytes -= k->size;
	}
	return k;
}

const ht_kept_lines *ht_kept_find(ht_kept *kept, const ht_span *spans, size_t n, const ht_para_shape *shape)
{
	ht_buf *key = &kept->key;
	key->len = 0;
	put_shape(key, shape);
	for (size_t i = 0; i < n; i++)
		put_span(key, &spans[i]);
	if (key->failed) {
		ht_buf_free(key);
		return NULL;
	}
	kept->hash = ht_hash_bytes(HT_HASH_BEGIN, key->data, key->len);
	for (int i = 0; i < 2; i++) {
		ht_kept_lines *k = take(&kept->v[i ^ kept->young], kept->hash, key);
		if (k) {
			add(kept, k);
			return k;
		}
	}
	return NULL;
}

static void set_run(ht_run *run, const kept_run *from, const ht_span *spans, ht_glyph *glyphs)
{
	const ht_span *span = &spans[from->span];
	*run = from->run;
	run->text = span->text + from->at;
	run->glyphs = glyphs;
	run->href = span->href;
	run->loc = span->loc;
	run->loc.col += from->characters;
}

ht_status ht_kept_copy(const ht_kept_lines *found, const ht_span *spans, ht_arena *arena, ht_composed_lines *ret)
{
	ht_composed_lines lines = {ht_arena_array(arena, found->n_lines + 1, sizeof *lines.v), found->n_lines};
	ht_run *runs = ht_arena_room(arena, found->n_runs + 1, sizeof *runs);
	ht_glyph *glyphs = ht_arena_room(arena, found->n_glyphs + 1, sizeof *glyphs);
	if (!lines.v || !runs || !glyphs)
		return HT_ERR_NOMEM;
	memcpy(lines.v, found->lines, found->n_lines * sizeof *lines.v);
	memcpy(glyphs, found->glyphs, found->n_glyphs * sizeof *glyphs);
	for (size_t i = 0; i < found->n_runs; i++) {
		set_run(&runs[i], &found->runs[i], spans, glyphs);
		glyphs += runs[i].n;
	}
	for (size_t i = 0; i < lines.n; i++) {
		lines.v[i].runs = runs;
		runs += lines.v[i].n;
	}
	*ret = lines;
	return HT_OK;
}

/* ---- keeping ---- */

/* Room for lines, runs, glyphs and key behind it, in this order. NULL: out of memory. */
static ht_kept_lines *make_room(const ht_composed_lines *lines, size_t key_len)
{
	ht_kept_lines k = {.n_lines = lines->n, .key_len = key_len};
	for (size_t i = 0; i < lines->n; i++) {
		k.n_runs += lines->v[i].n;
		for (size_t j = 0; j < lines->v[i].n; j++)
			k.n_glyphs += lines->v[i].runs[j].n;
	}
	k.size = sizeof k + k.n_lines * sizeof *k.lines + k.n_runs * sizeof *k.runs + k.n_glyphs * sizeof *k.glyphs +
	         key_len;
	ht_kept_lines *made = malloc(k.size);
	if (!made)
		return NULL;
	*made = k;
	made->lines = (ht_composed_line *)(made + 1);
	made->runs = (kept_run *)(made->lines + k.n_lines);
	made->glyphs = (ht_glyph *)(made->runs + k.n_runs);
	made->key = (char *)(made->glyphs + k.n_glyphs);
	return made;
}

/* The span that a run's text is of, at or after span. n: of none. */
static size_t span_of(const ht_run *run, const ht_span *spans, size_t span, size_t n)
{
	while (span < n && !(run->text >= spans[span].text && run->text < spans[span].text + spans[span].len))
		span++;
	return span;
}

/* The runs of all lines have all of the text, in order. False: one has not, so that nobody knows where it is. */
static bool keep_runs(ht_kept_lines *k, const ht_span *spans, size_t n, const ht_composed_lines *lines)
{
	kept_run *to = k->runs;
	ht_glyph *glyphs = k->glyphs;
	size_t span = 0, end = 0; /* of the run before */
	for (size_t i = 0; i < lines->n; i++) {
		for (size_t j = 0; j < lines->v[i].n; j++) {
			const ht_run *run = &lines->v[i].runs[j];
			if (span < n && end == spans[span].len)
				span++;
			span = span_of(run, spans, span, n);
			if (span == n)
				return false;
			size_t at = (size_t)(run->text - spans[span].text);
			*to++ = (kept_run){*run, span, at, run->loc.col - spans[span].loc.col};
			memcpy(glyphs, run->glyphs, run->n * sizeof *glyphs);
			glyphs += run->n;
			end = at + run->len;
		}
	}
	return true;
}

void ht_kept_add(ht_kept *kept, const ht_span *spans, size_t n, const ht_composed_lines *lines)
{
	ht_kept_lines *k = kept->key.len ? make_room(lines, kept->key.len) : NULL;
	if (!k)
		return;
	if (k->size > kept->bytes || !keep_runs(k, spans, n, lines)) {
		free(k);
		return;
	}
	k->hash = kept->hash;
	memcpy(k->lines, lines->v, lines->n * sizeof *lines->v);
	memcpy(k->key, kept->key.data, k->key_len);
	add(kept, k);
}
