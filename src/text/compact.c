/* Compact lines.
 *
 * Most of a glyph follows from the one before it: it begins where that ends, is as wide, and its text comes next. So of
 * each there is a byte that says what does not, the glyph's number, and what differs. Runs have two or three faces and
 * sizes in turn: those are in a list. Numbers are of seven bits a byte, the lowest first; one that may be negative has
 * its sign as its lowest bit. */
#include "text/compact.h"

#include <string.h>

#include "base/utf8.h"

/* What is written of a glyph, beside its number. */
enum { DIFF_X = 1, DIFF_Y = 2, DIFF_ADVANCE = 4, DIFF_CLUSTER = 8, WIDE_GID = 16 };

/* A number's most bytes; a glyph's and a run's. */
#define NUMBER_MOST 10
#define GLYPH_MOST  (1 + 4 + 4 * NUMBER_MOST)
#define RUN_MOST    (6 * NUMBER_MOST)

/* Of so many faces, the last ones, a run's is looked for; in a list of links each is another. */
#define FACES_TRIED 8

/* What several runs share. */
typedef struct face_of_runs {
	const ht_font *font;
	const char *href, *file;
	ht_len size;
	ht_colour colour;
	int xscale, script_shift;
} face_of_runs;

struct ht_faces_of_runs {
	ht_arena *arena;
	face_of_runs *v;
	size_t n, cap;
};

/* Where a run begins: what is known of it before it is read. */
typedef struct place {
	uintptr_t text;
	int line, col;
} place;

struct ht_compact {
	place first;
	uint8_t bytes[];
};

/* ---- numbers ---- */

static uint8_t *put(uint8_t *p, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		*p++ = (uint8_t)(v | 0x80);
	*p++ = (uint8_t)v;
	return p;
}

static uint8_t *put_signed(uint8_t *p, int64_t v)
{
	return put(p, (uint64_t)v << 1 ^ (uint64_t)(v >> 63));
}

static uint64_t get(const uint8_t **p)
{
	uint64_t v = 0;
	for (int shift = 0;; shift += 7) {
		const uint8_t byte = *(*p)++;
		v |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return v;
	}
}

static int64_t get_signed(const uint8_t **p)
{
	const uint64_t v = get(p);
	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

/* ---- what a glyph is expected to be ---- */

static ht_glyph next_glyph(const ht_run *run, const ht_glyph *before)
{
	size_t len;
	ht_utf8_get(run->text + before->cluster, run->text + run->len, &len);
	ht_glyph next = *before;
	next.x += before->advance;
	next.cluster += (uint32_t)len;
	return next;
}

static place place_after(const ht_run *run)
{
	return (place){(uintptr_t)run->text + run->len, run->loc.line, run->loc.col};
}

/* ---- compact ---- */

static uint8_t *put_glyphs(uint8_t *p, const ht_run *run)
{
	ht_glyph due = {.advance = run->size};
	for (size_t i = 0; i < run->n; i++) {
		const ht_glyph *g = &run->glyphs[i];
		uint8_t *flags = p++;
		const size_t gid_size = g->gid > UINT16_MAX ? 4 : 2;
		*flags = gid_size > 2 ? WIDE_GID : 0;
		for (size_t k = 0; k < gid_size; k++)
			*p++ = (uint8_t)(g->gid >> 8 * k);
		const struct {
			int64_t differs;
			uint8_t flag;
		} parts[] = {{(int64_t)g->x - due.x, DIFF_X},
		             {(int64_t)g->y - due.y, DIFF_Y},
		             {(int64_t)g->advance - due.advance, DIFF_ADVANCE},
		             {(int64_t)g->cluster - due.cluster, DIFF_CLUSTER}};
		for (size_t k = 0; k < ARRAY_LEN(parts); k++)
			if (parts[k].differs) {
				*flags |= parts[k].flag;
				p = put_signed(p, parts[k].differs);
			}
		due = next_glyph(run, g);
	}
	return p;
}

static bool has_face(const ht_run *run, const face_of_runs *f)
{
	return run->font == f->font && run->size == f->size && run->href == f->href && run->loc.file == f->file &&
	       run->xscale == f->xscale && run->script_shift == f->script_shift &&
	       ht_colour_number(run->colour) == ht_colour_number(f->colour);
}

/* The number of the run's face in the list, one more if it is not there; false: out of memory. */
static bool find_face(ht_faces_of_runs *faces, const ht_run *run, size_t *ret)
{
	const size_t least = faces->n > FACES_TRIED ? faces->n - FACES_TRIED : 0;
	for (size_t i = faces->n; i > least; i--)
		if (has_face(run, &faces->v[i - 1])) {
			*ret = i - 1;
			return true;
		}
	face_of_runs *f = HT_PUSH(faces->arena, faces->v, faces->n, faces->cap);
	if (f)
		*f = (face_of_runs){run->font,   run->href,   run->loc.file,    run->size,
		                    run->colour, run->xscale, run->script_shift};
	*ret = faces->n - 1;
	return f;
}

/* Room for all that is written of a line; NULL: out of memory. */
static uint8_t *make_room(ht_buf *scratch, const ht_composed_line *line)
{
	size_t most = NUMBER_MOST * 2;
	for (size_t i = 0; i < line->n; i++)
		most += RUN_MOST + GLYPH_MOST * line->runs[i].n;
	scratch->len = 0;
	return (uint8_t *)ht_buf_room(scratch, most);
}

/* Write the line's runs at p; where they end, or NULL: out of memory. */
static uint8_t *put_line(uint8_t *p, ht_faces_of_runs *faces, const ht_composed_line *line, place due)
{
	size_t n_glyphs = 0, face;
	for (size_t i = 0; i < line->n; i++)
		n_glyphs += line->runs[i].n;
	p = put(put(p, line->n), n_glyphs);
	for (size_t i = 0; i < line->n; i++) {
		const ht_run *run = &line->runs[i];
		if (!find_face(faces, run, &face))
			return NULL;
		p = put(p, face);
		p = put_signed(p, (int64_t)((uintptr_t)run->text - due.text));
		p = put(p, run->len);
		p = put_signed(p, (int64_t)run->loc.line - due.line);
		p = put_signed(p, (int64_t)run->loc.col - due.col);
		p = put(p, run->n);
		p = put_glyphs(p, run);
		due = place_after(run);
	}
	return p;
}

static bool compact_line(ht_faces_of_runs *faces, const ht_composed_line *line, ht_buf *scratch, ht_arena *arena,
                         ht_composed_line *ret)
{
	place first = {0};
	if (line->n)
		first = (place){(uintptr_t)line->runs->text, line->runs->loc.line, line->runs->loc.col};
	uint8_t *from = make_room(scratch, line), *end = from ? put_line(from, faces, line, first) : NULL;
	ht_compact *made = end ? ht_arena_room(arena, 1, sizeof *made + (size_t)(end - from)) : NULL;
	if (!made)
		return false;
	made->first = first;
	memcpy(made->bytes, from, (size_t)(end - from));
	*ret = *line;
	ret->runs = NULL;
	ret->n = 0;
	ret->compact = made;
	return true;
}

ht_faces_of_runs *ht_faces_of_runs_new(ht_arena *arena)
{
	ht_faces_of_runs *faces = ht_arena_alloc(arena, sizeof *faces);
	if (faces)
		faces->arena = arena;
	return faces;
}

ht_status ht_lines_compact(const ht_composed_lines *lines, ht_faces_of_runs *faces, ht_arena *arena,
                           ht_composed_lines *ret)
{
	ht_composed_lines made = {ht_arena_array(arena, lines->n + 1, sizeof *made.v), lines->n};
	ht_buf scratch = {0};
	bool ok = made.v;
	for (size_t i = 0; ok && i < lines->n; i++)
		ok = compact_line(faces, &lines->v[i], &scratch, arena, &made.v[i]);
	ht_buf_free(&scratch);
	if (!ok)
		return HT_ERR_NOMEM;
	*ret = made;
	return HT_OK;
}

/* ---- expand ---- */

static const uint8_t *get_glyphs(const uint8_t *p, const ht_run *run)
{
	ht_glyph due = {.advance = run->size};
	for (size_t i = 0; i < run->n; i++) {
		const uint8_t flags = *p++;
		const size_t gid_size = flags & WIDE_GID ? 4 : 2;
		due.gid = 0;
		for (size_t k = 0; k < gid_size; k++)
			due.gid |= (uint32_t)*p++ << 8 * k;
		if (flags & DIFF_X)
			due.x += (ht_len)get_signed(&p);
		if (flags & DIFF_Y)
			due.y += (ht_len)get_signed(&p);
		if (flags & DIFF_ADVANCE)
			due.advance += (ht_len)get_signed(&p);
		if (flags & DIFF_CLUSTER)
			due.cluster = (uint32_t)(due.cluster + get_signed(&p));
		run->glyphs[i] = due;
		due = next_glyph(run, &due);
	}
	return p;
}

static const uint8_t *get_run(const uint8_t *p, const ht_faces_of_runs *faces, const place *due, ht_glyph *glyphs,
                              ht_run *ret)
{
	const face_of_runs *f = &faces->v[get(&p)];
	*ret = (ht_run){.font = f->font,
	                .size = f->size,
	                .colour = f->colour,
	                .xscale = f->xscale,
	                .script_shift = f->script_shift,
	                .href = f->href,
	                .glyphs = glyphs,
	                .loc = {.file = f->file}};
	ret->text = (const char *)(due->text + (uintptr_t)get_signed(&p));
	ret->len = get(&p);
	ret->loc.line = due->line + (int)get_signed(&p);
	ret->loc.col = due->col + (int)get_signed(&p);
	ret->n = get(&p);
	return get_glyphs(p, ret);
}

ht_status ht_line_expand(const ht_composed_line *line, const ht_faces_of_runs *faces, ht_arena *arena,
                         ht_composed_line *ret)
{
	const ht_compact *compact = line->compact;
	const uint8_t *p = compact->bytes;
	const size_t n = get(&p), n_glyphs = get(&p);
	ht_run *runs = ht_arena_room(arena, n, sizeof *runs);
	ht_glyph *glyphs = ht_arena_room(arena, n_glyphs, sizeof *glyphs);
	place due = compact->first;
	if (!runs || !glyphs)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		p = get_run(p, faces, &due, glyphs, &runs[i]);
		glyphs += runs[i].n;
		due = place_after(&runs[i]);
	}
	*ret = *line;
	ret->runs = runs;
	ret->n = n;
	ret->compact = NULL;
	return HT_OK;
}
