/* The display list as numbers. A page's hash is that of what is drawn and of nothing else, so that a page on which
 * nothing changed is not sent again though the lines that it came from moved; these travel apart, in the map. */
#include <math.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "st.h"

/* What is drawn of a page, as JSON, and what of the document it needs. */
typedef struct page_numbers {
	ht_buf list, map;
	uint64_t hash, map_hash;
	int base; /* least line of its places; 0: it has none */
	bool sent, mapped;
} page_numbers;

/* Glyphs of a font file, a bit each. */
typedef uint8_t glyph_set[(UINT16_MAX + 1) / 8];

typedef struct face {
	const ht_font *font;
	const char *name;
	glyph_set had;    /* by the client */
	glyph_set wanted; /* of the pages that are sent */
} face;

typedef struct writer {
	st_numbers *n;
	face **faces;
	size_t n_faces, cap_faces;
	const ht_image **images; /* of the pages that are sent */
	size_t n_images, cap_images;
	ht_status status;
} writer;

/* FNV-1a of 64 bits. */
#define HASH_BEGIN 0xCBF29CE484222325u
static uint64_t hash_of(const ht_buf *text)
{
	uint64_t h = HASH_BEGIN;
	for (size_t i = 0; i < text->len; i++)
		h = (h ^ (unsigned char)text->data[i]) * 0x100000001B3u;
	return h;
}

#define HASH_TEXT 17
static void hash_text(uint64_t hash, char text[HASH_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	for (int i = 15; i >= 0; i--, hash >>= 4)
		text[i] = digits[hash & 15];
	text[16] = '\0';
}

/* Decimal digits: the lists are most of what is sent, and printf() most of its time. */
static void put_number(ht_buf *out, long long v)
{
	char text[24], *p = text + sizeof text;
	unsigned long long u = v < 0 ? -(unsigned long long)v : (unsigned long long)v;
	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	ht_buf_add(out, p, (size_t)(text + sizeof text - p));
}

static void put_next(ht_buf *out, long long v)
{
	ht_buf_add(out, ",", 1);
	put_number(out, v);
}

static void fail(writer *w, ht_status status)
{
	if (w->status == HT_OK)
		w->status = status;
}

/* ---- names of what pages share ---- */

/* A face's name: those of other files that are called the same are told apart by where they are. */
static const char *name_face(const writer *w, const ht_font *font)
{
	ht_buf path = {0};
	char hash[HASH_TEXT];
	ht_buf_addf(&path, "%s %d", font->path, font->index);
	hash_text(hash_of(&path), hash);
	ht_buf_free(&path);
	return ht_arena_printf(w->n->arena, "%s-%.6s", ht_str_or_empty(font->ps_name), hash);
}

static void add_glyph(glyph_set set, uint32_t gid)
{
	if (gid <= UINT16_MAX)
		set[gid / 8] |= (uint8_t)(1u << gid % 8);
}

static bool has_glyph(const glyph_set set, uint32_t gid)
{
	return set[gid / 8] & 1u << gid % 8;
}

static void read_had(const writer *w, face *f)
{
	size_t n;
	yajl_val *gids = st_list(st_member(w->n->have, "glyphs"), f->name, &n);
	for (size_t i = 0; i < n; i++)
		if (YAJL_IS_INTEGER(gids[i]) && YAJL_GET_INTEGER(gids[i]) > 0)
			add_glyph(f->had, (uint32_t)YAJL_GET_INTEGER(gids[i]));
}

/* NULL: out of memory. */
static face *face_of(writer *w, const ht_font *font)
{
	for (size_t i = w->n_faces; i-- > 0;)
		if (w->faces[i]->font == font)
			return w->faces[i];
	face *f = ht_arena_alloc(w->n->arena, sizeof *f);
	const char *name = f ? name_face(w, font) : NULL;
	face **slot = name ? HT_PUSH(w->n->arena, w->faces, w->n_faces, w->cap_faces) : NULL;
	if (!slot) {
		fail(w, HT_ERR_NOMEM);
		return NULL;
	}
	f->font = font;
	f->name = name;
	read_had(w, f);
	return *slot = f;
}

static void image_name(const ht_image *image, char text[HASH_TEXT])
{
	hash_text(image->hash[0] ^ image->hash[1] ^ image->hash[2] ^ image->hash[3], text);
}

/* ---- lists ---- */

static void put_name(ht_buf *out, const char *name)
{
	ht_buf_add(out, ",", 1);
	ht_buf_addquoted(out, name);
}

static long long colour_of(ht_colour c)
{
	return (long long)c.r << 16 | c.g << 8 | c.b;
}

/* Glyphs from i on that share a baseline; returns the next one. */
static size_t put_glyphs(ht_buf *out, const ht_op *op, size_t i, const char *name)
{
	const ht_run *run = op->run;
	const ht_len y = run->glyphs[i].y;
	ht_buf_adds(out, out->len > 1 ? ",[0" : "[0");
	put_name(out, name);
	const long long numbers[] = {run->size, run->xscale, colour_of(run->colour), op->turn, op->x, op->y + y};
	for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
		put_next(out, numbers[k]);
	for (; i < run->n && run->glyphs[i].y == y; i++) {
		put_next(out, run->glyphs[i].gid <= UINT16_MAX ? run->glyphs[i].gid : 0);
		put_next(out, run->glyphs[i].x);
	}
	ht_buf_add(out, "]", 1);
	return i;
}

static void put_box(ht_buf *out, const ht_op *op)
{
	ht_buf_adds(out, out->len > 1 ? ",[" : "[");
	put_number(out, op->kind == HT_OP_RULE ? 1 : 2);
	if (op->kind == HT_OP_RULE) {
		put_next(out, colour_of(op->colour));
	} else {
		char name[HASH_TEXT];
		image_name(op->image, name);
		put_name(out, name);
	}
	const long long numbers[] = {op->turn, op->x, op->y, op->w, op->h};
	for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
		put_next(out, numbers[k]);
	if (op->kind == HT_OP_IMAGE)
		put_next(out, op->pressed);
	ht_buf_add(out, "]", 1);
}

/* ---- maps ---- */

/* The number of the character at a byte. */
static size_t char_at(const ht_run *run, uint32_t byte)
{
	return ht_utf8_count(run->text, byte < run->len ? byte : run->len);
}

/* Is each glyph one character, in order? */
static bool one_to_one(const ht_run *run, size_t i, size_t end)
{
	for (size_t k = i; k < end; k++)
		if (char_at(run, run->glyphs[k].cluster) != k - i + char_at(run, run->glyphs[i].cluster))
			return false;
	return true;
}

static void put_place(ht_buf *out, ht_loc loc, int base, size_t chars)
{
	ht_buf_adds(out, out->len > 1 ? ",[" : "[");
	if (loc.line) {
		put_number(out, loc.line - base);
		put_next(out, loc.col + (long long)chars);
	} else {
		ht_buf_adds(out, "null,0");
	}
}

static void put_quoted(ht_buf *out, const writer *w, const char *text, size_t len)
{
	const char *copy = ht_arena_strndup(w->n->arena, text, len);
	ht_buf_addquoted(out, ht_str_or_empty(copy));
	out->failed |= !copy;
}

/* The text of the glyphs [i, end), and the place of its first character. */
static void put_run_place(ht_buf *out, const writer *w, const ht_op *op, ht_loc loc, int base, size_t i, size_t end)
{
	const ht_run *run = op->run;
	size_t from = i ? run->glyphs[i].cluster : 0, to = end < run->n ? run->glyphs[end].cluster : run->len;
	if (to < from || to > run->len)
		to = from;
	size_t first = char_at(run, (uint32_t)from);
	put_place(out, loc, base, first);
	ht_buf_add(out, ",", 1);
	put_quoted(out, w, run->text + from, to - from);
	put_next(out, op->line_end && end == run->n);
	if (!one_to_one(run, i, end)) {
		ht_buf_adds(out, ",[");
		for (size_t k = i; k < end; k++) {
			ht_buf_adds(out, k > i ? "," : "");
			put_number(out, (long long)(char_at(run, run->glyphs[k].cluster) - first));
		}
		ht_buf_add(out, "]", 1);
	}
	ht_buf_add(out, "]", 1);
}

static void put_image_place(ht_buf *out, const ht_op *op, ht_loc loc, int base)
{
	put_place(out, loc, base, 0);
	ht_buf_add(out, ",", 1);
	ht_buf_addquoted(out, ht_str_or_empty(op->alt));
	ht_buf_adds(out, ",1]");
}

/* ---- pages ---- */

static bool is_drawn(const ht_op *op)
{
	if (op->kind == HT_OP_RUN)
		return op->run->n > 0;
	return op->kind == HT_OP_RULE || (op->image && op->w > 0 && op->h > 0);
}

static int base_of(const ht_loc *places, size_t n)
{
	int base = 0;
	for (size_t i = 0; i < n; i++)
		if (places[i].line && (!base || places[i].line < base))
			base = places[i].line;
	return base;
}

static void write_page(writer *w, const ht_page *from, page_numbers *to)
{
	const ht_loc *places = st_places(w->n->arena, from, w->n->file);
	if (!places) {
		fail(w, HT_ERR_NOMEM);
		return;
	}
	to->base = base_of(places, from->n);
	ht_buf_adds(&to->list, "[");
	ht_buf_adds(&to->map, "[");
	for (size_t k = 0; k < from->n; k++) {
		const ht_op *op = &from->ops[k];
		if (!is_drawn(op))
			continue;
		if (op->kind != HT_OP_RUN) {
			put_box(&to->list, op);
			if (op->kind == HT_OP_IMAGE)
				put_image_place(&to->map, op, places[k], to->base);
			continue;
		}
		const face *f = face_of(w, op->run->font);
		for (size_t i = 0, end; f && i < op->run->n; i = end) {
			end = put_glyphs(&to->list, op, i, f->name);
			put_run_place(&to->map, w, op, places[k], to->base, i, end);
		}
	}
	ht_buf_adds(&to->list, "]");
	ht_buf_adds(&to->map, "]");
	to->hash = hash_of(&to->list) ^ (uint64_t)from->width ^ (uint64_t)from->height << 32;
	to->map_hash = hash_of(&to->map);
	if (to->list.failed || to->map.failed)
		fail(w, HT_ERR_NOMEM);
}

/* ---- which pages ---- */

static bool is_visible(const st_numbers *n, size_t page)
{
	for (size_t i = 0; i < n->n_visible; i++)
		if (YAJL_IS_INTEGER(n->visible[i]) && YAJL_GET_INTEGER(n->visible[i]) == (long long)page)
			return true;
	return !n->n_visible;
}

/* What the pages that are sent draw. */
static void want(writer *w, const ht_page *from)
{
	for (size_t k = 0; k < from->n; k++) {
		const ht_op *op = &from->ops[k];
		face *f = op->kind == HT_OP_RUN && op->run->n ? face_of(w, op->run->font) : NULL;
		for (size_t i = 0; f && i < op->run->n; i++)
			add_glyph(f->wanted, op->run->glyphs[i].gid);
		if (op->kind != HT_OP_IMAGE || !op->image)
			continue;
		size_t i = 0;
		while (i < w->n_images && w->images[i] != op->image)
			i++;
		const ht_image **slot =
		    i == w->n_images ? HT_PUSH(w->n->arena, w->images, w->n_images, w->cap_images) : NULL;
		if (slot)
			*slot = op->image;
		else if (i == w->n_images)
			fail(w, HT_ERR_NOMEM);
	}
}

static void put_page(writer *w, const ht_page *from, page_numbers *p, size_t number)
{
	ht_buf *out = w->n->out;
	char hash[HASH_TEXT], map_hash[HASH_TEXT];
	hash_text(p->hash, hash);
	hash_text(p->map_hash, map_hash);
	p->sent = !st_lists(w->n->have, "pages", hash);
	p->mapped = !st_lists(w->n->have, "maps", map_hash);
	bool visible = is_visible(w->n, number);
	ht_buf_addf(
	    out,
	    "%s{\"hash\": \"%s\", \"map_hash\": \"%s\", \"width\": %d, \"height\": %d, \"number\": %d, \"base\": %d",
	    number ? ",\n" : "\n", hash, map_hash, from->width, from->height, from->number, p->base);
	if (p->sent && visible) {
		ht_buf_adds(out, ", \"list\": ");
		ht_buf_add(out, p->list.data, p->list.len);
		want(w, from);
	}
	if (p->mapped && visible) {
		ht_buf_adds(out, ", \"map\": ");
		ht_buf_add(out, p->map.data, p->map.len);
	}
	ht_buf_adds(out, "}");
	p->sent &= !visible;
}

/* ---- outlines ---- */

static void put_points(ht_buf *out, char letter, const double *xy, int n)
{
	ht_buf_add(out, &letter, 1);
	for (int i = 0; i < n; i++) {
		if (i)
			ht_buf_add(out, " ", 1);
		put_number(out, lround(i % 2 ? -xy[i] * 1000 : xy[i] * 1000));
	}
}

static void move(void *user, double x, double y)
{
	put_points(user, 'M', (double[]){x, y}, 2);
}

static void line(void *user, double x, double y)
{
	put_points(user, 'L', (double[]){x, y}, 2);
}

static void curve(void *user, double x1, double y1, double x2, double y2, double x3, double y3)
{
	put_points(user, 'C', (double[]){x1, y1, x2, y2, x3, y3}, 6);
}

static void close_path(void *user)
{
	ht_buf_add(user, "Z", 1);
}

static void put_outlines(const writer *w)
{
	ht_buf *out = w->n->out;
	const ht_outline_sink sink = {move, line, curve, close_path, out};
	const char *gap = "\n";
	ht_buf_adds(out, ", \"glyphs\": {");
	for (size_t i = 0; i < w->n_faces; i++) {
		const face *f = w->faces[i];
		ht_buf_adds(out, gap);
		ht_buf_addquoted(out, f->name);
		ht_buf_adds(out, ": {");
		bool first = true;
		for (uint32_t gid = 1; gid <= UINT16_MAX; gid++) {
			if (!has_glyph(f->wanted, gid) || has_glyph(f->had, gid))
				continue;
			ht_buf_addf(out, "%s\"%u\": \"", first ? "" : ",", gid);
			ht_font_outline(f->font, gid, &sink);
			ht_buf_adds(out, "\"");
			first = false;
		}
		ht_buf_adds(out, "}");
		gap = ",\n";
	}
	ht_buf_adds(out, "}");
}

/* ---- pictures ---- */

static void put_images(writer *w)
{
	ht_buf *out = w->n->out;
	const char *gap = "\n";
	ht_buf_adds(out, ", \"images\": {");
	for (size_t i = 0; i < w->n_images; i++) {
		const ht_image *image = w->images[i];
		char name[HASH_TEXT];
		image_name(image, name);
		if (st_lists(w->n->have, "images", name))
			continue;
		const void *data = image->jpeg;
		size_t len = image->jpeg_len;
		if (!data)
			fail(w, ht_image_png(w->n->arena, image, &data, &len));
		ht_buf_addf(out, "%s\"%s\": \"data:image/%s;base64,", gap, name, image->jpeg ? "jpeg" : "png");
		if (data)
			ht_buf_addbase64(out, data, len);
		ht_buf_adds(out, "\"");
		gap = ",\n";
	}
	ht_buf_adds(out, "}");
}

ht_status st_numbers_put(st_numbers *numbers)
{
	const ht_pages *pages = numbers->pages;
	writer w = {.n = numbers};
	bool more = false;
	ht_buf *out = numbers->out;
	ht_buf_adds(out, "\"pages\": [");
	for (size_t i = 0; i < pages->n && w.status == HT_OK; i++) {
		page_numbers p = {0};
		write_page(&w, &pages->v[i], &p);
		put_page(&w, &pages->v[i], &p, i);
		more |= p.sent;
		ht_buf_free(&p.list);
		ht_buf_free(&p.map);
	}
	ht_buf_addf(out, "], \"more\": %s", more ? "true" : "false");
	put_outlines(&w);
	put_images(&w);
	if (out->failed)
		fail(&w, HT_ERR_NOMEM);
	return w.status;
}
