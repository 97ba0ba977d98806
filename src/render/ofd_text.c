/* Text objects.
 *
 * A run becomes one object for each row of its glyphs. A reader finds a glyph by the file's cmap; where the shaper
 * chose another one, or a character is beyond the BMP (which readers look up by halves of its UTF-16), the character is
 * an object of its own with a CGTransform, which names the glyph: readers differ on several of them in one object. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "ofd_priv.h"

/* What a glyph's ink may need beyond its cell, in em: readers clip an object at its boundary. */
#define INK_SIDE 0.35
#define INK_UP   0.98
#define INK_DOWN 0.32
/* How far the position of a glyph may be from its own, mm. */
#define TOLERANCE 0.0015
/* A difference between glyphs is written once for this many or more. */
#define SAME_LEAST 3

/* A character, or several that one or more glyphs show. */
typedef struct item {
	const char *text;
	size_t len;
	double x, y; /* mm, from the frame's corner */
	uint32_t *gids;
	size_t n_gids;
	bool alone; /* the cmap does not give this glyph */
} item;

/* ---- faces ---- */

static struct ofd_entry *find_entry(const ofd_map *map, uint32_t key)
{
	size_t i = key * 2654435761u & (map->cap - 1); /* Knuth's multiplicative hash */
	while (map->v[i].value && map->v[i].key != key)
		i = (i + 1) & (map->cap - 1);
	return &map->v[i];
}

/* The entry of a key; value 0: it is new, and the caller sets it. NULL when out of memory. */
static struct ofd_entry *entry_of(ofd *d, ofd_map *map, uint32_t key)
{
	if (map->n * 2 >= map->cap) {
		ofd_map larger = {.cap = map->cap ? map->cap * 2 : 64, .n = map->n};
		larger.v = ht_arena_array(d->arena, larger.cap, sizeof *larger.v);
		if (!larger.v) {
			ofd_fail(d, HT_ERR_NOMEM);
			return NULL;
		}
		for (size_t i = 0; i < map->cap; i++)
			if (map->v[i].value)
				*find_entry(&larger, map->v[i].key) = map->v[i];
		*map = larger;
	}
	struct ofd_entry *entry = find_entry(map, key);
	if (!entry->value) {
		entry->key = key;
		map->n++;
	}
	return entry;
}

static ofd_face *face_of(ofd *d, const ht_font *font)
{
	for (size_t i = 0; i < d->n_faces; i++)
		if (d->faces[i].font == font)
			return &d->faces[i];
	ofd_face *face = HT_PUSH(d->arena, d->faces, d->n_faces, d->cap_faces);
	if (face)
		*face = (ofd_face){.font = font, .id = ofd_new_id(d)};
	return face;
}

/* The number of a glyph in the face's file; 0: out of memory. */
static uint32_t number_of(ofd *d, ofd_face *face, uint32_t gid)
{
	struct ofd_entry *entry = entry_of(d, &face->numbers, gid);
	if (!entry)
		return 0;
	if (entry->value)
		return entry->value;
	uint32_t *slot = HT_PUSH(d->arena, face->gids, face->n, face->cap);
	if (!slot) {
		ofd_fail(d, HT_ERR_NOMEM);
		return 0;
	}
	*slot = gid;
	entry->value = (uint32_t)face->n;
	return entry->value;
}

/* Does the file's cmap lead from cp to this glyph? It does for the first glyph that a character is seen with. */
static bool maps_to(ofd *d, ofd_face *face, uint32_t cp, uint32_t number)
{
	struct ofd_entry *entry = entry_of(d, &face->mapped, cp);
	if (!entry || !number || entry->value)
		return entry && entry->value == number;
	ht_tt_char *c = HT_PUSH(d->arena, face->chars, face->n_chars, face->cap_chars);
	if (!c) {
		ofd_fail(d, HT_ERR_NOMEM);
		return false;
	}
	*c = (ht_tt_char){cp, number};
	entry->value = number;
	return true;
}

/* ---- from glyphs to items ---- */

/* The character at s is all of the text, but for blanks at its end. */
static bool is_one_character(const char *s, size_t len)
{
	const char *rest = ht_str_next(s);
	while (rest < s + len && ht_is_space(ht_str_char(rest)))
		rest = ht_str_next(rest);
	return rest >= s + len;
}

/* Read the item whose first glyph is glyph i: how many glyphs it has, for which gids has room. */
static size_t read_item(ofd *d, ofd_face *face, const ht_op *op, size_t i, uint32_t *gids, item *ret)
{
	const ht_run *run = op->run;
	const ht_glyph *g = &run->glyphs[i];
	size_t n = 1;
	while (i + n < run->n && g[n].cluster == g->cluster)
		n++;
	size_t end = run->len, begin = g->cluster;
	if (i + n < run->n)
		end = g[n].cluster;
	*ret = (item){.text = run->text + begin, .len = end - begin, .gids = gids};
	ret->x = ht_len_to_mm(op->x) + ht_len_to_mm(g->x);
	ret->y = ht_len_to_mm(op->y) + ht_len_to_mm(g->y);
	for (size_t k = 0; k < n; k++)
		if (replay_draws_glyph(g[k].gid))
			ret->gids[ret->n_gids++] = number_of(d, face, g[k].gid);
	if (!ret->len)
		return n;
	uint32_t cp = ht_str_char(ret->text);
	bool single = is_one_character(ret->text, ret->len);
	if (single)
		ret->len = (size_t)(ht_str_next(ret->text) - ret->text);
	ret->alone = !single || ret->n_gids != 1 || !maps_to(d, face, cp, ret->gids[0]) || cp > 0xFFFF;
	return n;
}

/* ---- from items to objects ---- */

/* The differences of the x of items 1 … n - 1, each from what is left of the way, so that rounding never adds up;
 * `g 5 1.5` is five times 1.5. */
static void put_deltas(ofd *d, ht_xml *x, const item *v, size_t n)
{
	double pen = v[0].x;
	ofd_begin_value(d);
	for (size_t i = 1, same; i < n; i += same) {
		double step = round((v[i].x - pen) * 1e4) / 1e4;
		for (same = 1; i + same < n; same++)
			if (fabs(pen + step * (double)(same + 1) - v[i + same].x) > TOLERANCE)
				break;
		if (same < SAME_LEAST)
			same = 1;
		if (same > 1 && i > 1)
			ht_buf_adds(&d->scratch, " ");
		if (same > 1)
			ht_buf_addf(&d->scratch, "g %zu", same);
		ofd_add_number(d, step);
		pen += step * (double)same;
	}
	if (n > 1)
		ofd_put_value(d, x, "DeltaX");
}

static size_t utf16_length(const char *s, size_t len)
{
	size_t n = 0;
	for (const char *p = s; p < s + len; p = ht_str_next(p))
		n += 1 + (ht_str_char(p) > 0xFFFF);
	return n;
}

static void put_transform(ofd *d, ht_xml *x, const item *it)
{
	if (!it->alone || !it->n_gids)
		return;
	ht_xml_open(x, "ofd:CGTransform");
	ht_xml_attr(x, "CodePosition", "0");
	ht_xml_attr_int(x, "CodeCount", (long)utf16_length(it->text, it->len));
	ht_xml_attr_int(x, "GlyphCount", (long)it->n_gids);
	ofd_begin_value(d);
	for (size_t i = 0; i < it->n_gids; i++) {
		if (i)
			ht_buf_adds(&d->scratch, " ");
		ht_buf_addf(&d->scratch, "%u", it->gids[i]);
	}
	ht_xml_leaf(x, "ofd:Glyphs", d->scratch.data ? d->scratch.data : "");
	ht_xml_end(x);
}

/* The origin of the text: in a turned frame the whole object is turned about it. */
static void put_frame(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op, double left, double top)
{
	if (op->turn == HT_TURN_NONE)
		return;
	replay_matrix m = replay_frame(page, op->turn, REPLAY_Y_DOWN);
	const double v[] = {m.a, m.b, m.c, m.d, left, top};
	ofd_begin_value(d);
	for (size_t i = 0; i < ARRAY_LEN(v); i++)
		ofd_add_number(d, v[i]);
	ofd_put_value(d, x, "CTM");
}

static void put_code(ofd *d, ht_xml *x, const ht_op *op, const item *v, size_t n, double left, double top)
{
	ht_xml_open(x, "ofd:TextCode");
	if (op->turn != HT_TURN_NONE)
		left = top = 0; /* the object's matrix has them */
	ofd_begin_value(d);
	ofd_add_number(d, left);
	ofd_put_value(d, x, "X");
	ofd_begin_value(d);
	ofd_add_number(d, top);
	ofd_put_value(d, x, "Y");
	put_deltas(d, x, v, n);
	for (size_t i = 0; i < n; i++)
		ht_xml_text(x, v[i].text, v[i].len);
	ht_xml_end(x);
}

/* One object of n items in a row. */
static void put_object(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op, const ofd_face *face, const item *v,
                       size_t n, long page_id)
{
	double em = ht_len_to_mm(op->run->size), scale = op->run->xscale / 1000.0;
	double left = v[0].x - INK_SIDE * em, top = v[0].y - INK_UP * em;
	double right = v[n - 1].x + fmax(scale, 1) * em + INK_SIDE * em, bottom = v[0].y + INK_DOWN * em;
	double x0, y0, x1, y1, at_x, at_y;
	ofd_to_page(page, op, left, top, &x0, &y0);
	ofd_to_page(page, op, right, bottom, &x1, &y1);
	ofd_to_page(page, op, v[0].x, v[0].y, &at_x, &at_y);
	long id = ofd_new_id(d);
	ht_xml_open(x, "ofd:TextObject");
	ht_xml_attr_int(x, "ID", id);
	ofd_put_boundary(d, x, page, op, left, top, right - left, bottom - top);
	put_frame(d, x, page, op, at_x - fmin(x0, x1), at_y - fmin(y0, y1));
	ht_xml_attr_int(x, "Font", face->id);
	ofd_begin_value(d);
	ofd_add_number(d, em);
	ofd_put_value(d, x, "Size");
	if (op->run->xscale != 1000) {
		ofd_begin_value(d);
		ofd_add_number(d, scale);
		ofd_put_value(d, x, "HScale");
	}
	const ht_colour colour = op->run->colour;
	if (colour.r || colour.g || colour.b)
		ofd_put_colour(d, x, colour);
	put_transform(d, x, v);
	put_code(d, x, op, v, n, at_x - fmin(x0, x1), at_y - fmin(y0, y1));
	ht_xml_end(x);
	ofd_refer(d, op, page_id, id);
}

void ofd_put_run(ofd *d, ht_xml *x, const ht_page *page, const ht_op *op, long page_id)
{
	const ht_run *run = op->run;
	if (!run->n)
		return;
	ofd_face *face = face_of(d, run->font);
	item *v = ht_arena_array(d->arena, run->n, sizeof *v);
	uint32_t *gids = ht_arena_array(d->arena, run->n, sizeof *gids);
	size_t n = 0;
	if (!face || !v || !gids)
		ofd_fail(d, HT_ERR_NOMEM);
	for (size_t i = 0; i < run->n && d->status == HT_OK;) {
		i += read_item(d, face, op, i, gids + i, &v[n]);
		n += v[n].len > 0;
	}
	for (size_t i = 0, k; i < n && d->status == HT_OK; i = k) {
		for (k = i + 1; k < n && !v[i].alone && !v[k].alone && fabs(v[k].y - v[i].y) < TOLERANCE; k++)
			;
		put_object(d, x, page, op, face, &v[i], k - i, page_id);
	}
}
