/* The display list as numbers. A page's hash is that of what is drawn and of nothing else, so that a page on which
 * nothing changed is not sent again though the lines that it came from moved; these travel apart, in the map. */
#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "st.h"

/* A page, and where what is on it came from. */
typedef struct page_numbers {
	const ht_page *page;
	const ht_loc *places; /* of its operations */
	int base;             /* least line of them; 0: there is none */
	uint64_t hash, map_hash;
} page_numbers;

/* Glyphs of a font file, a bit each. */
typedef uint8_t glyph_set[(UINT16_MAX + 1) / 8];

typedef struct face {
	const ht_font *font;
	const char *name;
	uint64_t hash;    /* of the name */
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

void st_hash_text(uint64_t hash, char text[ST_HASH_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	for (int i = 15; i >= 0; i--, hash >>= 4)
		text[i] = digits[hash & 15];
	text[16] = '\0';
}

static void put_number(ht_buf *out, long long v)
{
	if (v < 0)
		ht_buf_add(out, "-", 1);
	ht_buf_addint(out, v < 0 ? -(unsigned long long)v : (unsigned long long)v);
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
	char hash[ST_HASH_TEXT];
	ht_buf_addf(&path, "%s %d", font->path, font->index);
	st_hash_text(ht_hash_bytes(HT_HASH_BEGIN, path.data, path.len), hash);
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
	f->hash = ht_hash_bytes(HT_HASH_BEGIN, name, strlen(name));
	read_had(w, f);
	return *slot = f;
}

static uint64_t image_hash(const ht_image *image)
{
	return image->hash[0] ^ image->hash[1] ^ image->hash[2] ^ image->hash[3];
}

static void image_name(const ht_image *image, char text[ST_HASH_TEXT])
{
	st_hash_text(image_hash(image), text);
}

/* ---- lists ---- */

static bool is_drawn(const ht_op *op)
{
	if (op->kind == HT_OP_RUN)
		return op->run->n > 0;
	return op->kind == HT_OP_RULE || (op->image && op->w > 0 && op->h > 0);
}

static void put_name(ht_buf *out, const char *name)
{
	ht_buf_add(out, ",", 1);
	ht_buf_addquoted(out, name);
}

/* A part of a page, whose brackets are still open. */
static void add_part(writer *w, const char *key, ht_buf *part)
{
	ht_buf_adds(part, "]");
	ht_buf_adds(w->n->out, key);
	ht_buf_add(w->n->out, part->data, part->len);
	if (part->failed)
		fail(w, HT_ERR_NOMEM);
	ht_buf_free(part);
}

/* The glyph after those from i on that share a baseline. */
static size_t end_of_baseline(const ht_run *run, size_t i)
{
	const ht_len y = run->glyphs[i].y;
	while (i < run->n && run->glyphs[i].y == y)
		i++;
	return i;
}

/* Glyphs from i on that share a baseline; returns the next one. */
static size_t put_glyphs(ht_buf *out, const ht_op *op, size_t i, const char *name)
{
	const ht_run *run = op->run;
	const ht_len y = run->glyphs[i].y;
	ht_buf_adds(out, out->len > 1 ? ",[0" : "[0");
	put_name(out, name);
	const long long numbers[] = {run->size, run->xscale, ht_colour_number(run->colour), op->turn, op->x, op->y + y};
	for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
		put_next(out, numbers[k]);
	for (const size_t end = end_of_baseline(run, i); i < end; i++) {
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
		put_next(out, ht_colour_number(op->colour));
	} else {
		char name[ST_HASH_TEXT];
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

static void put_list(writer *w, const ht_page *page)
{
	ht_buf list = {0};
	ht_buf_adds(&list, "[");
	for (size_t k = 0; k < page->n; k++) {
		const ht_op *op = &page->ops[k];
		if (!is_drawn(op))
			continue;
		if (op->kind != HT_OP_RUN) {
			put_box(&list, op);
			continue;
		}
		const face *f = face_of(w, op->run->font);
		for (size_t i = 0; f && i < op->run->n;)
			i = put_glyphs(&list, op, i, f->name);
	}
	add_part(w, ", \"list\": ", &list);
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

static void put_map(writer *w, const page_numbers *p)
{
	ht_buf map = {0};
	ht_buf_adds(&map, "[");
	for (size_t k = 0; k < p->page->n; k++) {
		const ht_op *op = &p->page->ops[k];
		if (!is_drawn(op))
			continue;
		if (op->kind == HT_OP_IMAGE)
			put_image_place(&map, op, p->places[k], p->base);
		for (size_t i = 0, end; op->kind == HT_OP_RUN && i < op->run->n; i = end) {
			end = end_of_baseline(op->run, i);
			put_run_place(&map, w, op, p->places[k], p->base, i, end);
		}
	}
	add_part(w, ", \"map\": ", &map);
}

/* ---- pages ---- */

static int base_of(const ht_loc *places, size_t n)
{
	int base = 0;
	for (size_t i = 0; i < n; i++)
		if (places[i].line && (!base || places[i].line < base))
			base = places[i].line;
	return base;
}

/* What is drawn of an operation. */
static uint64_t hash_drawn(writer *w, const ht_op *op, uint64_t hash)
{
	const uint64_t numbers[] = {(uint64_t)op->kind, (uint64_t)op->turn, (uint64_t)op->x,
	                            (uint64_t)op->y,    (uint64_t)op->w,    (uint64_t)op->h};
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		hash = ht_hash_number(hash, numbers[i]);
	if (op->kind == HT_OP_RULE)
		return ht_hash_number(hash, ht_colour_number(op->colour));
	if (op->kind == HT_OP_IMAGE)
		return ht_hash_number(hash ^ op->pressed, image_hash(op->image));
	const ht_run *run = op->run;
	const face *f = face_of(w, run->font);
	const uint64_t set[] = {f ? f->hash : 0, (uint64_t)run->size, (uint64_t)run->xscale,
	                        ht_colour_number(run->colour), run->n};
	for (size_t i = 0; i < ARRAY_LEN(set); i++)
		hash = ht_hash_number(hash, set[i]);
	for (size_t i = 0; i < run->n; i++) {
		hash = ht_hash_number(hash, run->glyphs[i].gid);
		hash = ht_hash_number(hash, (uint64_t)(uint32_t)run->glyphs[i].x << 32 | (uint32_t)run->glyphs[i].y);
	}
	return hash;
}

/* Where an operation is from. Glyphs of one run on several baselines are as many entries. */
static uint64_t hash_place(const ht_op *op, ht_loc loc, int base, uint64_t hash)
{
	hash = ht_hash_number(hash, (uint64_t)op->kind);
	hash = ht_hash_number(hash, loc.line ? (uint64_t)(loc.line - base) << 32 | (uint32_t)loc.col : UINT64_MAX);
	if (op->kind == HT_OP_IMAGE)
		return ht_hash_bytes(hash, ht_str_or_empty(op->alt), strlen(ht_str_or_empty(op->alt)));
	if (op->kind == HT_OP_RULE)
		return hash;
	hash = ht_hash_bytes(hash ^ op->line_end, op->run->text, op->run->len);
	for (size_t i = 0; i < op->run->n; i++)
		hash =
		    ht_hash_number(hash, (uint64_t)op->run->glyphs[i].cluster << 32 | (uint32_t)op->run->glyphs[i].y);
	return hash;
}

static void read_page(writer *w, const ht_page *page, page_numbers *p)
{
	*p = (page_numbers){.page = page, .places = st_places(w->n->arena, page, w->n->file)};
	if (!p->places) {
		fail(w, HT_ERR_NOMEM);
		return;
	}
	p->base = base_of(p->places, page->n);
	p->hash = ht_hash_number(ht_hash_number(HT_HASH_BEGIN, (uint64_t)page->width), (uint64_t)page->height);
	p->map_hash = HT_HASH_BEGIN;
	for (size_t k = 0; k < page->n; k++) {
		if (!is_drawn(&page->ops[k]))
			continue;
		p->hash = hash_drawn(w, &page->ops[k], p->hash);
		p->map_hash = hash_place(&page->ops[k], p->places[k], p->base, p->map_hash);
	}
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

/* True: it is left for later, as the client does not see it and lacks it. */
static bool put_page(writer *w, const page_numbers *p, size_t number)
{
	ht_buf *out = w->n->out;
	char hash[ST_HASH_TEXT], map_hash[ST_HASH_TEXT];
	st_hash_text(p->hash, hash);
	st_hash_text(p->map_hash, map_hash);
	bool lacks = !st_lists(w->n->have, "pages", hash), visible = is_visible(w->n, number);
	ht_buf_addf(
	    out,
	    "%s{\"hash\": \"%s\", \"map_hash\": \"%s\", \"width\": %d, \"height\": %d, \"number\": %d, \"base\": %d",
	    number ? ",\n" : "\n", hash, map_hash, p->page->width, p->page->height, p->page->number, p->base);
	if (lacks && visible) {
		put_list(w, p->page);
		want(w, p->page);
	}
	if (visible && !st_lists(w->n->have, "maps", map_hash))
		put_map(w, p);
	ht_buf_adds(out, "}");
	return lacks && !visible;
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
		char name[ST_HASH_TEXT];
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
		page_numbers p;
		read_page(&w, &pages->v[i], &p);
		if (w.status == HT_OK)
			more |= put_page(&w, &p, i);
	}
	ht_buf_addf(out, "], \"more\": %s", more ? "true" : "false");
	put_outlines(&w);
	put_images(&w);
	if (out->failed)
		fail(&w, HT_ERR_NOMEM);
	return w.status;
}
