/* Signatures under seals and with signature stamps (GB/T 9704-2012 7.3.5):
 * names and date on centred tab stops, the pictures over them, anchored to
 * their lines. The places are those of the pages: see layout's seal.c. */
#include "layout/columns.h"
#include "odt_priv.h"

#define SEAL_DPI 600

typedef struct seal {
	const char *part; /* NULL: none */
	ht_len w, h, name_width;
	const ht_dpara *name;
} seal;

typedef struct seals {
	const ht_block *block;
	seal *v;
	size_t n;
	const ht_dpara *date;
	ht_len w, h, date_width;
	ht_len pitch, em;
	const char *what;
} seals;

static ht_status load_one(odt *o, const ht_element *e, const ht_text *file, seal *s)
{
	const ht_image *image;
	ht_status status = odt_picture_load(o, file, SEAL_DPI, &image, &s->part);
	if (status != HT_OK || !s->part)
		return status;
	bool sized = image->width_mm > 0 && image->height_mm > 0;
	s->w = sized ? ht_len_from_mm(image->width_mm) : e->seal_size;
	s->h = sized ? ht_len_from_mm(image->height_mm) : ht_len_scale(e->seal_size, image->height, image->width);
	return HT_OK;
}

static ht_status load(odt *o, const ht_block *block, const char *what, seals *ret)
{
	seals s = {.block = block, .n = block->n_paras ? block->n_paras - 1 : 0, .pitch = odt_pitch(o), .what = what};
	s.em = o->style->page.size;
	s.v = ht_arena_array(o->arena, s.n + 1, sizeof *s.v);
	ht_status status = s.v ? HT_OK : HT_ERR_NOMEM;
	for (size_t i = 0; i < s.n && status == HT_OK; i++) {
		seal *one = &s.v[i];
		one->name = &block->paras[i];
		one->name_width = odt_width(o, block->style, one->name->spans, one->name->n);
		if (i < block->n_pictures)
			status = load_one(o, block->element, &block->pictures[i], one);
		s.w = ht_len_max(s.w, one->w);
		s.h = ht_len_max(s.h, one->h);
	}
	if (status != HT_OK)
		return status;
	s.date = block->n_paras ? &block->paras[s.n] : NULL;
	s.date_width = s.date ? odt_width(o, block->style, s.date->spans, s.date->n) : 0;
	*ret = s;
	return HT_OK;
}

static ht_status plan(odt *o, const seals *s, ht_seal_columns *ret)
{
	ht_len *names = ht_arena_array(o->arena, s->n + 1, sizeof *names);
	if (!names)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < s->n; i++)
		names[i] = s->v[i].name_width;
	*ret = ht_seal_columns_plan(s->block->element, &o->style->page, names, s->n, s->w, s->date_width);
	return HT_OK;
}

/* Upper edge of the em box of the line placed last. */
static ht_len em_top(odt *o, const ht_pstyle *ps)
{
	return o->at.top + ht_len_scale(odt_pitch(o), 4, 5) - odt_ascent(o, ps);
}

static ht_status hang(odt *o, const seals *s, const seal *one, ht_len centre_x, ht_len centre_y)
{
	const ht_dpara *name = one->name;
	if (!one->part)
		return HT_OK;
	const char *alt =
	    name->n ? ht_arena_printf(o->arena, "%.*s%s", (int)name->spans[0].len, name->spans[0].text, s->what)
	            : s->what;
	const odt_shape shape = {.x = o->style->page.left + centre_x - one->w / 2,
	                         .y = centre_y - one->h / 2,
	                         .w = one->w,
	                         .h = one->h,
	                         .part = one->part,
	                         .name = s->what,
	                         .alt = alt};
	if (shape.y + shape.h > o->at.over_bottom) {
		o->at.over_bottom = shape.y + shape.h;
		o->at.over_left = centre_x - one->w / 2;
		o->at.over_right = o->at.over_left + one->w;
	}
	return alt ? odt_add_shape(o, &shape) : HT_ERR_NOMEM;
}

static ht_status write_line(odt *o, const seals *s, ht_len above, odt_seg *segs, size_t n, bool last)
{
	odt_para para;
	odt_para_of(o, s->block->style, &para);
	para.above = above;
	para.keep_next = !last;
	odt_segs_place(&para, segs, n);
	return odt_segs_write(o, &para, s->block->element, segs, n, 0);
}

/* Names [from, to) in columns that end at the last; the seal of the last name
 * of all hangs on the date's line, over both. */
static ht_status write_names(odt *o, const seals *s, const ht_seal_columns *c, size_t from, size_t to, int skip,
                             ht_len centre)
{
	odt_seg *segs = ht_arena_array(o->arena, to - from + 1, sizeof *segs);
	ht_len above = odt_place_lines(o, s->block, s->block->style, 1, skip);
	ht_len top = em_top(o, s->block->style);
	ht_status status = segs ? HT_OK : HT_ERR_NOMEM;
	size_t n = 0;
	for (size_t i = from; i < to && status == HT_OK; i++) {
		ht_len x = c->last - (ht_len)(to - 1 - i) * c->step;
		if (s->v[i].name->n)
			segs[n++] = (odt_seg){HT_HALIGN_CENTRE, x, s->v[i].name->spans, s->v[i].name->n};
		if (i + 1 < s->n)
			status = hang(o, s, &s->v[i], x, top + centre);
	}
	return status == HT_OK ? write_line(o, s, above, segs, n, false) : status;
}

ht_status odt_block_sealed(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[(*i)++];
	const ht_element *e = block->element;
	seals s;
	ht_status status = load(o, block, "印章", &s);
	if (status != HT_OK || !s.date)
		return status;
	ht_seal_columns c = {0};
	status = plan(o, &s, &c);
	if (status != HT_OK)
		return status;
	ht_len centre = s.n > 1 ? s.em / 2 - e->seal_rise / 3 : (s.pitch + s.em) / 2 - e->seal_rise;
	int first = ht_len_count(s.h / 2 - centre - (s.pitch - s.em), s.pitch);
	int further = ht_len_count(s.h + e->seal_gap, s.pitch) - 1;
	for (size_t from = 0; from < s.n && status == HT_OK;) {
		size_t to = s.n - from <= c.n ? s.n : from + c.n;
		status = write_names(o, &s, &c, from, to, from ? further : first, centre);
		from = to;
	}
	ht_len above = odt_place_lines(o, block, block->style, 1, 0);
	odt_seg date = {HT_HALIGN_CENTRE, c.last, s.date->spans, s.date->n};
	if (status == HT_OK && s.n)
		status = hang(o, &s, &s.v[s.n - 1], c.last, em_top(o, block->style) + centre - s.pitch);
	return status == HT_OK ? write_line(o, &s, above, &date, s.date->n ? 1 : 0, true) : status;
}

/* An office, level with the middle of its stamp. */
static ht_status write_office(odt *o, const seals *s, const seal *one, ht_len right, int skip)
{
	const ht_pstyle *ps = s->block->style;
	ht_len above = odt_place_lines(o, s->block, ps, 1, skip), top = em_top(o, ps);
	ht_len drop = one->h > s->em ? (s->h - s->em) / 2 : 0;
	odt_seg seg = {HT_HALIGN_RIGHT, right - s->w - s->block->element->office_gap, one->name->spans, one->name->n};
	o->at.top += drop;
	o->at.y += drop;
	ht_status status = hang(o, s, one, right - s->w / 2, top + s->h / 2);
	return status == HT_OK ? write_line(o, s, above + drop, &seg, one->name->n ? 1 : 0, false) : status;
}

ht_status odt_block_stamped(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[(*i)++];
	const ht_element *e = block->element;
	seals s;
	ht_status status = load(o, block, "签名章", &s);
	if (status != HT_OK || !s.date)
		return status;
	ht_len right = o->style->page.area_width - e->right_inset;
	int lines = ht_len_count(s.h, s.pitch);
	for (size_t k = 0; k < s.n && status == HT_OK; k++)
		status = write_office(o, &s, &s.v[k], right, k ? lines - 1 : e->skip);
	if (status != HT_OK)
		return status;
	ht_len above = odt_place_lines(o, block, block->style, 1, lines);
	odt_seg date = {HT_HALIGN_RIGHT, right, s.date->spans, s.date->n};
	return write_line(o, &s, above, &date, s.date->n ? 1 : 0, true);
}
