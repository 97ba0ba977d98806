/* Signatures under seals and with signature stamps (GB/T 9704-2012 7.3.5).
 *
 * Seals (7.3.5.1): the date four 字 in from the right, the name centred over
 * it, the seal centred over both, so that they sit a little below its middle
 * and its top lies within one line of the text above. Several issuers: rows of
 * columns, as many as neither touch nor leave the type area; the last seal, at
 * the right of the last row, is the one over the date.
 *
 * Stamps (7.3.5.3): two empty lines below the text and four 字 in, the
 * signer's office two 字 to the left, level with the stamp's middle; one empty
 * line below them the date. */
#include "layout/messages.h"
#include "boxes.h"

#include <stdio.h>

/* SVG is drawn at this many dots per inch: what office printers resolve. */
#define SEAL_DPI 600
/* 1/1000 of a seal's ink that must be red. */
#define SEAL_RED 500

typedef struct seal {
	const ht_image *image;
	ht_len w, h;
	ht_line *name; /* or the office; NULL: none */
	const char *alt;
	ht_loc loc;
} seal;

typedef struct seals {
	const ht_block *block;
	seal *v;
	size_t n;
	ht_line *date;
	ht_len w, h; /* of the largest */
	ht_len ascent;
	ht_len pitch, em; /* of the page's grid */
} seals;

static void check_seal(ht_layouter *l, const ht_element *e, const seal *s, bool sized)
{
	char have[32], most[32];
	snprintf(have, sizeof have, "%d", (int)(ht_len_to_mm(s->w) + 0.5));
	snprintf(most, sizeof most, "%d", (int)(ht_len_to_mm(e->seal_max) + 0.5));
	if (!sized)
		ht_diag(l->diags, HT_D_SEAL_NO_SIZE, s->loc, s->image->path, have, NULL);
	if (e->seal_max && s->w > e->seal_max)
		ht_diag(l->diags, HT_D_SEAL_TOO_LARGE, s->loc, s->image->path, have, most, NULL);
	if (!s->image->alpha)
		ht_diag(l->diags, HT_D_SEAL_NO_ALPHA, s->loc, s->image->path, NULL);
	if (ht_image_redness(s->image) < SEAL_RED)
		ht_diag(l->diags, HT_D_SEAL_NOT_RED, s->loc, s->image->path, NULL);
}

/* The text of the first spans, for the picture's alternative text. */
static const char *alt_text(ht_layouter *l, const ht_dpara *para, const char *what)
{
	if (!para->n)
		return what;
	return ht_arena_printf(l->arena, "%.*s%s", (int)para->spans[0].len, para->spans[0].text, what);
}

/* A picture that cannot be read is a diagnostic already; the seal is then left
 * out, and so is the document. */
static ht_status load_seal(ht_layouter *l, const ht_element *e, const ht_text *name, seal *s)
{
	ht_image *image;
	ht_status status = ht_image_load(l->doc->images, l->arena, name->s, SEAL_DPI, name->loc, l->diags, &image);
	if (status != HT_OK)
		return status == HT_ERR_NOMEM ? status : HT_OK;
	bool sized = image->width_mm > 0 && image->height_mm > 0;
	s->image = image;
	s->loc = name->loc;
	s->w = sized ? ht_len_from_mm(image->width_mm) : e->seal_size;
	s->h = sized ? ht_len_from_mm(image->height_mm) : ht_len_scale(e->seal_size, image->height, image->width);
	check_seal(l, e, s, sized);
	return HT_OK;
}

static ht_status load_seals(ht_layouter *l, const ht_block *block, const char *what, seals *ret)
{
	const ht_geometry *g = &l->style->page;
	seals s = {.block = block, .n = block->n_paras - 1, .pitch = ht_geometry_pitch(g), .em = g->size};
	s.v = ht_arena_array(l->arena, s.n + 1, sizeof *s.v);
	ht_status status = s.v ? ht_layout_ascent(l, block->style, &s.ascent) : HT_ERR_NOMEM;
	for (size_t i = 0; i < s.n && status == HT_OK; i++) {
		seal *one = &s.v[i];
		status = ht_single_line(l, block, &block->paras[i], &one->name);
		one->alt = alt_text(l, &block->paras[i], what);
		if (status == HT_OK && i < block->n_pictures)
			status = load_seal(l, block->element, &block->pictures[i], one);
		s.w = one->w > s.w ? one->w : s.w;
		s.h = one->h > s.h ? one->h : s.h;
	}
	if (status == HT_OK)
		status = ht_single_line(l, block, &block->paras[s.n], &s.date);
	if (status == HT_OK)
		*ret = s;
	return status;
}

static int ceil_div(ht_len a, ht_len b)
{
	return a <= 0 ? 0 : (int)((a + b - 1) / b);
}

static ht_len max_len(ht_len a, ht_len b)
{
	return a > b ? a : b;
}

static ht_status plan_columns(ht_layouter *l, const seals *s, ht_seal_columns *ret)
{
	ht_len *names = ht_arena_array(l->arena, s->n + 1, sizeof *names);
	if (!names)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < s->n; i++)
		names[i] = s->v[i].name ? s->v[i].name->width : 0;
	*ret =
	    ht_seal_columns_plan(s->block->element, &l->style->page, names, s->n, s->w, s->date ? s->date->width : 0);
	return HT_OK;
}

static void add_picture(ht_box *box, const seal *s, ht_len centre_x, ht_len centre_y)
{
	if (!s->image)
		return;
	box->pictures[box->n_pictures++] =
	    (ht_boxpicture){s->image, s->alt, centre_x - s->w / 2, centre_y - s->h / 2, s->w, s->h, s->loc, true};
	box->reach = max_len(box->reach, centre_y + s->h / 2);
}

static void add_name(ht_layouter *l, ht_box *box, ht_line *line, ht_len x, ht_len y)
{
	if (line)
		box->lines[box->n_lines++] =
		    (ht_boxline){.line = line, .x = x - line->x, .y = y, .unit = ++l->units, .role = HT_ROLE_PARA};
}

static ht_box *row_box(ht_layouter *l, ht_boxes *boxes, const seals *s, size_t n, int skip)
{
	ht_box *box = ht_box_add(l, boxes, s->block, n);
	if (!box)
		return NULL;
	box->pictures = ht_arena_array(l->arena, n + 1, sizeof *box->pictures);
	box->keep = HT_KEEP_STRONG;
	box->skip = skip;
	return box->pictures ? box : NULL;
}

/* Row of the names [from, to) at the columns' right; the seal of the last name
 * of all comes with the date, to be painted over it. */
static ht_status add_row(ht_layouter *l, ht_boxes *boxes, const seals *s, const ht_seal_columns *c, size_t from,
                         size_t to, int skip, ht_len centre)
{
	ht_box *box = row_box(l, boxes, s, to - from, skip);
	if (!box)
		return HT_ERR_NOMEM;
	for (size_t i = from; i < to; i++) {
		const seal *one = &s->v[i];
		ht_len x = c->last - (ht_len)(to - 1 - i) * c->step;
		if (one->name)
			add_name(l, box, one->name, x - one->name->width / 2, s->ascent);
		if (i + 1 < s->n)
			add_picture(box, one, x, centre);
	}
	return HT_OK;
}

ht_status ht_make_sealed(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	seals s;
	ht_status status = load_seals(l, block, "印章", &s);
	if (status != HT_OK)
		return status;
	ht_seal_columns c = {0};
	status = plan_columns(l, &s, &c);
	if (status != HT_OK)
		return status;
	/* the middle of name and date, below the name's top; the seal's is higher */
	ht_len centre = (s.pitch + s.em) / 2 - block->element->seal_rise;
	if (s.n > 1) /* one height for all in a row; names alone a little below the middle too */
		centre = s.em / 2 - block->element->seal_rise / 3;
	int first = ceil_div(s.h / 2 - centre - (s.pitch - s.em), s.pitch);
	int further = ceil_div(s.h + block->element->seal_gap, s.pitch) - 1;
	for (size_t from = 0; from < s.n && status == HT_OK;) {
		bool last_row = s.n - from <= c.n;
		size_t to = last_row ? s.n : from + c.n;
		status = add_row(l, boxes, &s, &c, from, to, from ? further : first, centre);
		from = to;
	}
	ht_box *box = status == HT_OK ? row_box(l, boxes, &s, 1, 0) : NULL;
	if (!box)
		return status == HT_OK ? HT_ERR_NOMEM : status;
	if (s.date)
		add_name(l, box, s.date, c.last - s.date->width / 2, s.ascent);
	add_picture(box, &s.v[s.n - 1], c.last, centre - s.pitch);
	return HT_OK;
}

ht_status ht_make_stamped(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	seals s;
	ht_status status = load_seals(l, block, "签名章", &s);
	ht_len right = l->style->page.area_width - e->right_inset;
	int lines = status == HT_OK ? ceil_div(s.h, s.pitch) : 0; /* that a stamp takes */
	for (size_t i = 0; i < s.n && status == HT_OK; i++) {
		const seal *one = &s.v[i];
		ht_box *box = row_box(l, boxes, &s, 1, i ? lines - 1 : e->skip);
		if (!box)
			return HT_ERR_NOMEM;
		add_picture(box, one, right - s.w / 2, s.h / 2);
		if (one->name)
			add_name(l, box, one->name, right - s.w - e->office_gap - one->name->width,
			         s.h / 2 + s.ascent - s.em / 2);
	}
	ht_box *box = status == HT_OK ? row_box(l, boxes, &s, 1, lines) : NULL;
	if (!box)
		return status == HT_OK ? HT_ERR_NOMEM : status;
	if (s.date)
		add_name(l, box, s.date, right - s.date->width, s.ascent);
	return HT_OK;
}
