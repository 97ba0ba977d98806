/* Numbers without a name are offsets in tables (ISO/IEC 14496-22, 5.1 to 5.3). */
#include "glyf.h"

#include <stdlib.h>

#include "base/array.h"
#include "sfnt.h"

typedef ht_sfnt_table bytes;

enum { GLYF, HEAD, HHEA, HMTX, LOCA, MAXP };
const char *const ht_glyf_tags[HT_GLYF_TABLES] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};

/* Lengths of tables that are copied. */
#define HEAD_LEN 54
#define HHEA_LEN 36
#define MAXP_LEN 32

#define LONG_LOCA    50       /* in head: indexToLocFormat */
#define LONG_METRICS 34       /* in hhea: numberOfHMetrics */
#define MOST_SHORT   0x1FFFEu /* a short loca has half of each offset */

typedef struct cutter {
	const bytes *tables;
	const uint32_t *gids;
	size_t n; /* of gids */
	ht_buf put[HT_GLYF_TABLES];
} cutter;

static bool are_known(const bytes *tables)
{
	return tables[HEAD].len == HEAD_LEN && tables[HHEA].len == HHEA_LEN && tables[MAXP].len == MAXP_LEN;
}

/* ---- outlines ---- */

/* The description of a glyph in the face; false: malformed. */
static bool find_glyph(const cutter *c, uint32_t gid, bytes *ret)
{
	const bytes loca = c->tables[LOCA];
	size_t end = 4 * ((size_t)gid + 2), begin;
	if (ht_sfnt_table16(c->tables[HEAD], LONG_LOCA)) {
		if (end > loca.len)
			return false;
		begin = ht_sfnt_table32(loca, end - 8);
		end = ht_sfnt_table32(loca, end - 4);
	} else {
		if (end / 2 > loca.len)
			return false;
		begin = 2 * (size_t)ht_sfnt_table16(loca, end / 2 - 4);
		end = 2 * (size_t)ht_sfnt_table16(loca, end / 2 - 2);
	}
	if (begin > end || end > c->tables[GLYF].len)
		return false;
	*ret = (bytes){c->tables[GLYF].v + begin, end - begin};
	return true;
}

#define REPEATS 8
#define X_SHORT 2
#define Y_SHORT 4
#define X_SAME  16
#define Y_SAME  32

static size_t coordinate_size(unsigned flags, unsigned is_short, unsigned same)
{
	if (flags & is_short)
		return 1;
	if (flags & same)
		return 0;
	return 2;
}

/* The end of the points of a glyph, whose flags begin at `at`; 0: malformed. */
static size_t end_of_points(bytes glyph, size_t at, size_t n_points)
{
	size_t coordinates = 0;
	while (n_points > 0) {
		if (at >= glyph.len)
			return 0;
		const unsigned flags = glyph.v[at++];
		size_t times = 1;
		if (flags & REPEATS) {
			if (at >= glyph.len)
				return 0;
			times += glyph.v[at++];
		}
		if (times > n_points)
			return 0;
		coordinates +=
		    times * (coordinate_size(flags, X_SHORT, X_SAME) + coordinate_size(flags, Y_SHORT, Y_SAME));
		n_points -= times;
	}
	if (coordinates > glyph.len - at)
		return 0;
	return at + coordinates;
}

/* Add the glyph without its instructions, and without what is after its points. */
static bool put_glyph(bytes glyph, ht_buf *out)
{
	if (!glyph.len)
		return true;
	const size_t contours = ht_sfnt_table16(glyph, 0), ends = 10 + 2 * contours; /* of the ends of contours */
	if (!contours || contours > INT16_MAX || ends + 2 > glyph.len)
		return false;
	const size_t flags = ends + 2 + ht_sfnt_table16(glyph, ends),
	             points = (size_t)ht_sfnt_table16(glyph, ends - 2) + 1;
	const size_t end = flags <= glyph.len ? end_of_points(glyph, flags, points) : 0;
	if (!end)
		return false;
	ht_buf_add(out, glyph.v, ends);
	ht_sfnt_put16(out, 0); /* instructions */
	ht_buf_add(out, glyph.v + flags, end - flags);
	ht_sfnt_put_zeros(out, out->len & 1);
	return true;
}

static bool put_outlines(cutter *c)
{
	ht_buf *glyf = &c->put[GLYF], *loca = &c->put[LOCA];
	ht_sfnt_put_all16(loca, (const long[]){0, 0}, 2); /* .notdef */
	for (size_t i = 0; i < c->n; i++) {
		bytes glyph;
		if (!find_glyph(c, c->gids[i], &glyph) || !put_glyph(glyph, glyf) || glyf->len > MOST_SHORT)
			return false;
		ht_sfnt_put16(loca, (long)(glyf->len / 2));
	}
	if (!glyf->len)
		ht_sfnt_put_zeros(glyf, 1); /* readers refuse an empty table */
	return true;
}

/* ---- measures ---- */

typedef struct metric {
	unsigned advance, bearing;
} metric;

static bool find_metric(const cutter *c, uint32_t gid, metric *ret)
{
	const bytes hmtx = c->tables[HMTX];
	const size_t n_long = ht_sfnt_table16(c->tables[HHEA], LONG_METRICS);
	size_t row = gid, bearing = 4 * row + 2;
	if (gid >= n_long) { /* these have the width of the last, and stand after it */
		row = n_long - 1;
		bearing = 4 * n_long + 2 * (gid - n_long);
	}
	if (!n_long || bearing + 2 > hmtx.len)
		return false;
	*ret = (metric){ht_sfnt_table16(hmtx, 4 * row), ht_sfnt_table16(hmtx, bearing)};
	return true;
}

/* Write hmtx, in which the last glyphs of one width share it, and tell how many have their own. */
static ht_status put_metrics(cutter *c, ht_arena *arena, size_t *n_long)
{
	metric *v = ht_arena_array(arena, c->n + 1, sizeof *v);
	if (!v)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i <= c->n; i++)
		if (!find_metric(c, i ? c->gids[i - 1] : 0, &v[i]))
			return HT_ERR_LIB;
	*n_long = c->n + 1;
	while (*n_long > 1 && v[*n_long - 2].advance == v[c->n].advance)
		--*n_long;
	for (size_t i = 0; i <= c->n; i++) {
		if (i < *n_long)
			ht_sfnt_put16(&c->put[HMTX], (long)v[i].advance);
		ht_sfnt_put16(&c->put[HMTX], (long)v[i].bearing);
	}
	return HT_OK;
}

/* A table with some of its 16-bit numbers written anew. */
typedef struct change {
	size_t at;
	long v;
} change;

static void put_changed(cutter *c, int table, const change *changes, size_t n)
{
	ht_buf *out = &c->put[table];
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		ht_buf_add(out, c->tables[table].v + at, changes[i].at - at);
		ht_sfnt_put16(out, changes[i].v);
		at = changes[i].at + 2;
	}
	ht_buf_add(out, c->tables[table].v + at, c->tables[table].len - at);
}

static void put_heads(cutter *c, size_t n_long)
{
	/* all that instructions use is nothing, but the one zone that there has to be */
	const change maxp[] = {{4, (long)c->n + 1}, {14, 1}, {16, 0}, {18, 0}, {20, 0}, {22, 0}, {24, 0}, {26, 0}};
	put_changed(c, HEAD, (const change[]){{8, 0}, {10, 0}, {LONG_LOCA, 0}}, 3); /* the checksum comes last */
	put_changed(c, HHEA, (const change[]){{LONG_METRICS, (long)n_long}}, 1);
	put_changed(c, MAXP, maxp, ARRAY_LEN(maxp));
}

/* ---- the file ---- */

/* Tables stand in the order of their sizes, those of one size in that of their names. */
static void put_file(cutter *c, ht_buf *out)
{
	bool put[HT_GLYF_TABLES] = {false};
	ht_sfnt file = ht_sfnt_begin(out, HT_GLYF_TABLES);
	for (int done = 0; done < HT_GLYF_TABLES; done++) {
		int next = -1;
		for (int i = 0; i < HT_GLYF_TABLES; i++)
			if (!put[i] && (next < 0 || c->put[i].len < c->put[next].len))
				next = i;
		const size_t at = out->len;
		put[next] = true;
		ht_buf_add(out, c->put[next].data, c->put[next].len);
		ht_sfnt_end_table(&file, (size_t)next, ht_glyf_tags[next], at);
	}
	ht_sfnt_end(&file);
}

static ht_status cut(cutter *c, ht_arena *arena, ht_buf *out)
{
	size_t n_long;
	if (!put_outlines(c))
		return HT_ERR_LIB;
	ht_status status = put_metrics(c, arena, &n_long);
	if (status != HT_OK)
		return status;
	put_heads(c, n_long);
	for (int i = 0; i < HT_GLYF_TABLES; i++)
		if (c->put[i].failed)
			return HT_ERR_NOMEM;
	put_file(c, out);
	return out->failed ? HT_ERR_NOMEM : HT_OK;
}

ht_status ht_glyf_subset(const ht_sfnt_table tables[HT_GLYF_TABLES], const uint32_t *gids, size_t n, ht_arena *arena,
                         ht_buf *out)
{
	cutter c = {.tables = tables, .gids = gids, .n = n};
	const size_t begin = out->len;
	ht_status status = are_known(tables) ? cut(&c, arena, out) : HT_ERR_LIB;
	for (int i = 0; i < HT_GLYF_TABLES; i++)
		ht_buf_free(&c.put[i]);
	if (status != HT_OK)
		out->len = begin;
	return status;
}
