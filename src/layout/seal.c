/* Signatures under seals and with signature stamps (GB/T 9704-2012 7.3.5).
 *
 * Seals (7.3.5.1): the date four 字 in from the right, the name centred over
 * it, the seal centred over both, so that they sit a little below its middle
 * and its top lies within one line of the text above. Several issuers: rows of
 * columns, as many as neither touch nor leave the type area; the last seal, at
 * the right of the last row, is the one over the date.
 *
 * A name that is wider than the type area has several lines (signature.c), each centred like one; the date follows the
 * last of them, and the seal is over all.
 *
 * Stamps (7.3.5.3): two empty lines below the text and four 字 in, the
 * signer's office two 字 to the left, level with the stamp's middle; one empty
 * line below them the date. */
#include <string.h>

#include "layout/messages.h"
#include "boxes.h"
#include "columns.h"

#include <stdio.h>

/* SVG is drawn at this many dots per inch: what office printers resolve. */
#define SEAL_DPI 600
/* 1/1000 of a seal's ink that must be red. */
#define SEAL_RED 500

typedef struct seal {
	const ht_image *image;
	ht_len w, h;
	const ht_dpara *para;   /* the name, or the office */
	ht_composed_lines name; /* n 0: it is empty */
	ht_len width;           /* of its widest line */
	const char *alt, *file;
	ht_loc loc;
} seal;

typedef struct seals {
	const ht_block *block;
	seal *v;
	size_t n;
	ht_composed_line *date;
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

/* A picture that cannot be read is already an error: the seal is left out, and no document is made. */
static void load_seal(ht_layouter *l, const ht_element *e, const ht_text *name, seal *s)
{
	ht_image *image;
	ht_status status = ht_image_load(l->doc->images, l->arena, name->s, SEAL_DPI, name->loc, l->diags, &image);
	if (status == HT_ERR_NOMEM)
		ht_layouter_fail(l, status);
	if (status != HT_OK) {
		ht_ledger_show(l->doc->ledger, name->s, strlen(name->s)); /* its loss is told */
		return;
	}
	bool sized = image->width_mm > 0 && image->height_mm > 0;
	s->image = image;
	s->loc = name->loc;
	s->file = name->s;
	s->w = sized ? ht_len_from_mm(image->width_mm) : e->seal_size;
	s->h = sized ? ht_len_from_mm(image->height_mm) : ht_len_scale(e->seal_size, image->height, image->width);
	check_seal(l, e, s, sized);
}

/* Names, pictures and date; what: the word for a picture of this kind. */
static seals load_seals(ht_layouter *l, const ht_block *block, const char *what)
{
	const ht_geometry *g = &l->style->page;
	seals s = {.block = block, .n = block->n_paras - 1, .pitch = ht_geometry_pitch(g), .em = g->size};
	s.v = ht_layouter_array(l, s.n + 1, sizeof *s.v);
	s.ascent = ht_layout_ascent(l, block->style);
	for (size_t i = 0; s.v && i < s.n; i++) {
		seal *one = &s.v[i];
		one->para = &block->paras[i];
		one->alt = alt_text(l, one->para, what);
		if (i < block->n_pictures)
			load_seal(l, block->element, &block->pictures[i], one);
		s.w = ht_len_max(s.w, one->w);
		s.h = ht_len_max(s.h, one->h);
	}
	s.date = ht_single_line(l, block, &block->paras[s.n]);
	return s;
}

/* Set the names in this room. */
static void set_names(ht_layouter *l, const seals *s, ht_len room)
{
	for (size_t i = 0; s->v && i < s->n; i++) {
		s->v[i].name = ht_name_lines(l, s->block, s->v[i].para, room, 0);
		s->v[i].width = ht_lines_width(&s->v[i].name, 0);
	}
}

static ht_seal_columns plan_columns(ht_layouter *l, const seals *s)
{
	ht_len *names = ht_layouter_array(l, s->n + 1, sizeof *names);
	if (!names)
		return (ht_seal_columns){.n = 1};
	for (size_t i = 0; i < s->n; i++)
		names[i] = s->v[i].width;
	return ht_seal_columns_plan(s->block->element, &l->style->page, names, s->n, s->w,
	                            s->date ? s->date->width : 0);
}

static void add_picture(ht_box *box, const seal *s, ht_len centre_x, ht_len centre_y)
{
	if (!s->image)
		return;
	box->pictures[box->n_pictures++] = (ht_laid_picture){
	    s->image, s->alt, s->file, centre_x - s->w / 2, centre_y - s->h / 2, s->w, s->h, s->loc, true};
	box->reach = ht_len_max(box->reach, centre_y + s->h / 2);
}

/* The bytes of a name before line i. */
static size_t bytes_before(const ht_composed_lines *name, const ht_dpara *para, size_t i)
{
	size_t at = 0;
	for (size_t k = 0; k < i; k++)
		ht_line_of(&name->v[k], para, &at);
	return at;
}

/* Line i of a name, at x from the left; all lines of a name are one unit. */
static void add_text(ht_layouter *l, ht_box *box, const ht_dpara *para, const ht_composed_lines *name, size_t i,
                     ht_len x, ht_len y)
{
	size_t at = bytes_before(name, para, i);
	ht_laid_line *line = &box->lines[box->n_lines++];
	*line = ht_line_of(&name->v[i], para, &at);
	line->x = x - name->v[i].x;
	line->y = y;
	line->tag = HT_TAG_PARA;
	line->unit = l->units;
}

static ht_box *row_box(ht_layouter *l, ht_boxes *boxes, const seals *s, size_t n, int skip)
{
	ht_box *box = ht_box_add(l, boxes, s->block, n);
	if (!box)
		return NULL;
	box->pictures = ht_layouter_array(l, n + 1, sizeof *box->pictures);
	box->keep = HT_KEEP_STRONG;
	box->skip = skip;
	return box->pictures ? box : NULL;
}

/* The date's row. */
static ht_box *date_box(ht_layouter *l, ht_boxes *boxes, const seals *s, int skip, ht_len x)
{
	ht_box *box = row_box(l, boxes, s, 1, skip);
	++l->units;
	if (box && s->date)
		add_text(l, box, &s->block->paras[s->n], &(ht_composed_lines){s->date, 1}, 0, x, s->ascent);
	return box;
}

static ht_len date_width(const seals *s)
{
	return s->date ? s->date->width : 0;
}

/* Lines of the names [from, to), at least one. */
static size_t row_lines(const seals *s, size_t from, size_t to)
{
	size_t n = 1;
	for (size_t i = from; i < to; i++)
		n = s->v[i].name.n > n ? s->v[i].name.n : n;
	return n;
}

/* The middle of the seals of a row, from the top of its first line. */
static ht_len row_centre(const seals *s, size_t lines)
{
	const ht_element *e = s->block->element;
	ht_len below = (ht_len)(lines - 1) * s->pitch;
	if (s->n > 1) /* one height for all in a row; names alone a little below the middle too */
		return (below + s->em) / 2 - e->seal_rise / 3;
	/* the middle of name and date; the seal's is higher */
	return (below + s->pitch + s->em) / 2 - e->seal_rise;
}

/* The row of names [from, to), in the rightmost columns; the last seal of all is added with the date, since it is
 * painted over it. */
static void add_row(ht_layouter *l, ht_boxes *boxes, const seals *s, const ht_seal_columns *c, size_t from, size_t to,
                    int skip)
{
	size_t n = row_lines(s, from, to);
	uint32_t unit = l->units;
	ht_len centre = row_centre(s, n);
	for (size_t k = 0; k < n; k++) {
		ht_box *box = row_box(l, boxes, s, to - from, k ? 0 : skip);
		for (size_t i = from; box && i < to; i++) {
			const seal *one = &s->v[i];
			ht_len x = c->last - (ht_len)(to - 1 - i) * c->step;
			l->units = unit + 1 + (uint32_t)(i - from);
			if (k < one->name.n)
				add_text(l, box, one->para, &one->name, k, x - one->name.v[k].width / 2, s->ascent);
			if (k + 1 == n && i + 1 < s->n)
				add_picture(box, one, x, centre - (ht_len)k * s->pitch);
		}
	}
	l->units = unit + (uint32_t)(to - from);
}

/* Empty lines between two rows of this many lines each. */
static int lines_between(const seals *s, size_t before, size_t next)
{
	ht_len apart = s->h + s->block->element->seal_gap + row_centre(s, before) - row_centre(s, next);
	return ht_len_count(apart, s->pitch) - (int)before;
}

void ht_make_sealed(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const seals s = load_seals(l, block, "印章");
	set_names(l, &s, ht_line_room(l, block));
	const ht_seal_columns c = plan_columns(l, &s);
	size_t before = 0;
	ht_len centre = 0;
	for (size_t from = 0, to; from < s.n && l->status == HT_OK; from = to) {
		to = s.n - from <= c.n ? s.n : from + c.n;
		size_t lines = row_lines(&s, from, to);
		centre = row_centre(&s, lines) - (ht_len)lines * s.pitch;
		int skip = ht_len_count(s.h / 2 - row_centre(&s, lines) - (s.pitch - s.em), s.pitch);
		if (from)
			skip = lines_between(&s, before, lines);
		add_row(l, boxes, &s, &c, from, to, skip);
		before = lines;
	}
	ht_box *box = date_box(l, boxes, &s, 0, c.last - date_width(&s) / 2);
	if (box)
		add_picture(box, &s.v[s.n - 1], c.last, centre);
}

/* The lines of an office beside a stamp, its middle at that of the stamp. Returns how many boxes are added to the
 * stamp's. */
static int add_office(ht_layouter *l, ht_boxes *boxes, const seals *s, const seal *one, ht_box *box, ht_len right)
{
	size_t n = one->name.n;
	int further = n ? (int)n - 1 : 0;
	ht_len y = s->h / 2 + s->ascent - s->em / 2 - further * s->pitch / 2;
	++l->units;
	for (size_t i = 0; box && i < n; i++) {
		if (i)
			box = row_box(l, boxes, s, 1, 0);
		if (box)
			add_text(l, box, one->para, &one->name, i, right - one->width, y);
	}
	return further;
}

void ht_make_stamped(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	const seals s = load_seals(l, block, "签名章");
	ht_len right = l->style->page.area_width - e->right_inset, office = right - s.w - e->office_gap;
	int lines = ht_len_count(s.h, s.pitch), more = 0; /* that a stamp needs */
	set_names(l, &s, office);
	for (size_t i = 0; i < s.n && l->status == HT_OK; i++) {
		ht_box *box = row_box(l, boxes, &s, 1, i ? lines - 1 - more : e->skip);
		if (!box)
			return;
		add_picture(box, &s.v[i], right - s.w / 2, s.h / 2);
		more = add_office(l, boxes, &s, &s.v[i], box, office);
	}
	date_box(l, boxes, &s, lines - more, right - date_width(&s));
}
