/* Signatures under seals and with signature stamps (GB/T 9704-2012 7.3.5).
 *
 * Seals (7.3.5.1): the date four 字 in from the right, the name centred over
 * it, the seal centred over both, so that they sit a little below its middle
 * and its top lies within one line of the text above. Several issuers: rows of
 * columns, as many as neither touch nor leave the type area (seal_columns.c); the
 * last seal, at the right of the last row, is the one over the date, which is directly below its name.
 *
 * Names are on the grid's lines, and rows as many lines apart as seals need. Where that parts the seals from the text,
 * the rows are set as close as seals may be (paginate.c). Rows that even so are higher than a page are set fewer, if
 * possible: the date further to the right, names over several lines (7.3.5.5). What is left is divided between pages.
 *
 * A name that is wider than the type area has several lines (signature.c), each centred like one; the date follows the
 * last of them, and the seal is over all.
 *
 * Stamps (7.3.5.3): two empty lines below the text and four 字 in, the
 * signer's office two 字 to the left, level with the stamp's middle; one empty
 * line below them the date. */
#include <math.h>
#include <string.h>

#include "layout/messages.h"
#include "boxes.h"
#include "columns.h"

#include <stdio.h>

/* SVG is drawn at this many dots per inch: what office printers resolve. */
#define SEAL_DPI 600
/* A picture that says it is wider is told to be so wide; lengths go no further. */
#define WIDEST_MM 9999
/* White between a seal and the text above it. */
#define SEAL_CLEAR_MM 1
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
	ht_len middle; /* of its column, from the type area's left edge */
} seal;

typedef struct seals {
	const ht_block *block;
	seal *v;
	size_t n;
	ht_composed_line *date;
	ht_len w, h; /* of the largest */
	ht_len ascent;
	ht_len pitch, em; /* of the page's grid */
	ht_seal_rows rows;
	bool too_tall; /* the rows are higher than a page that shows a line of text as well */
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

/* The picture's alternative text: whose it is, by the text of the first spans and, of a signature, the name that the
 * picture shows. */
static const char *alt_text(ht_layouter *l, const ht_dpara *para, const ht_person *signer, const char *what)
{
	const char *name = signer && signer->name.s ? signer->name.s : "";
	int len = para->n ? (int)para->spans[0].len : 0;
	return ht_arena_printf(l->arena, "%.*s%s%s", len, len ? para->spans[0].text : "", name, what);
}

/* A seal that no page holds, mostly a strip of pixels: it is left out, and no document is made. */
static void say_tall(ht_layouter *l, const ht_text *name, double height_mm)
{
	char have[400], most[32];
	snprintf(have, sizeof have, "%.0f", height_mm);
	snprintf(most, sizeof most, "%.0f", ht_len_to_mm(l->style->page.area_height));
	ht_diag(l->diags, HT_D_SEAL_TOO_TALL, name->loc, name->s, have, most, NULL);
	ht_ledger_show(l->doc->ledger, name->s, strlen(name->s)); /* its loss is told */
}

/* A picture that cannot be read is already an error: the seal is left out, and no document is made. */
static void load_seal(ht_layouter *l, const ht_element *e, const ht_text *name, seal *s)
{
	ht_image *image;
	ht_status status =
	    ht_image_load(l->doc->images, &l->doc->files, l->arena, name->s, SEAL_DPI, name->loc, l->diags, &image);
	if (status == HT_ERR_NOMEM)
		ht_layouter_fail(l, status);
	if (status != HT_OK) {
		ht_ledger_show(l->doc->ledger, name->s, strlen(name->s)); /* its loss is told */
		return;
	}
	bool sized = image->width_mm > 0 && image->height_mm > 0;
	const double w = sized ? image->width_mm : ht_len_to_mm(e->seal_size);
	const double h = sized ? image->height_mm : w * image->height / image->width;
	if (h > ht_len_to_mm(l->style->page.area_height)) {
		say_tall(l, name, h);
		return;
	}
	s->w = sized ? ht_len_from_mm(fmin(w, WIDEST_MM)) : e->seal_size;
	s->h = sized ? ht_len_from_mm(h) : ht_len_scale(e->seal_size, image->height, image->width);
	s->image = image;
	s->loc = name->loc;
	s->file = name->s;
	check_seal(l, e, s, sized);
}

/* Whose seals they are: organs below them, or the signers whose names the stamps show. */
static void report_names(ht_layouter *l, const seals *s)
{
	ht_seal_name *names = ht_layouter_array(l, s->n + 1, sizeof *names);
	size_t n = 0;
	for (size_t i = 0; names && i < s->n; i++) {
		const char *name = ht_dpara_text(l->arena, s->v[i].para);
		if (s->block->signers)
			name = s->block->signers[i].name.s;
		if (s->v[i].image && name)
			names[n++] = (ht_seal_name){s->v[i].file, name, s->v[i].loc};
	}
	ht_seal_names_report(l, names, n);
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
		one->alt =
		    alt_text(l, one->para, block->signers && i < block->n_pictures ? &block->signers[i] : NULL, what);
		if (i < block->n_pictures)
			load_seal(l, block->element, &block->pictures[i], one);
		s.w = ht_len_max(s.w, one->w);
		s.h = ht_len_max(s.h, one->h);
	}
	s.date = ht_single_line(l, block, &block->paras[s.n]);
	report_names(l, &s);
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

/* The best is taken, of equal ones the first. */
static const ht_seal_way ways[] = {{1, false, false}, {1, true, false}, {2, false, false},
                                   {3, false, false}, {3, false, true}, {3, true, false}};

/* The room of each name. */
static ht_len name_room(const ht_seal_way *way, const ht_seal_space *space, ht_len room)
{
	ht_len gaps = (way->columns - 1) * space->between;
	ht_len last = space->area - space->inset - space->date / 2; /* the middle of the last column */
	if (way->all_left)
		return (last - gaps) * 2 / (2 * way->columns - 1);
	return (room - gaps) / way->columns;
}

/* Lines below the signature, a note and on the last page the imprint: at least so many. */
static int lines_after(const ht_layouter *l, const seals *s)
{
	const ht_blocks *flow = &l->doc->flow;
	const ht_block *b = s->block + 1, *end = flow->v + flow->n;
	int n = 0;
	for (; b < end && !b->element->new_page; b++)
		n += 1 + b->element->skip;
	return b == end ? n + (int)l->doc->imprint.n : n;
}

/* Lines of the names of row i, at least one. */
static size_t row_lines(const seals *s, size_t i)
{
	size_t n = 1;
	for (size_t k = i ? s->rows.ends[i - 1] : 0; k < s->rows.ends[i]; k++)
		n = s->v[k].name.n > n ? s->v[k].name.n : n;
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

/* The line of the last row that has the date, directly below the last name; if names beside it have more lines, it is
 * beside these. */
static size_t date_line(const seals *s)
{
	size_t lines = s->n ? s->v[s->n - 1].name.n : 0;
	return lines ? lines : row_lines(s, s->rows.n - 1);
}

/* How far the date reaches below the last seal. */
static ht_len date_below_seal(const seals *s)
{
	ht_len bottom = row_centre(s, row_lines(s, s->rows.n - 1)) + s->v[s->n - 1].h / 2;
	return ht_len_max(0, (ht_len)date_line(s) * s->pitch + s->em - bottom);
}

/* Rows as close as they may be, below a line of text and above so many lines. */
static bool fit_on_page(const ht_layouter *l, const seals *s, int after)
{
	if (s->rows.n <= 1)
		return true;
	ht_len gap = s->block->element->seal_gap;
	int64_t height = (int64_t)s->rows.n * (s->h + gap) - gap + s->em + HT_SEAL_CLEAR + date_below_seal(s);
	height += (int64_t)after * s->pitch;
	return height <= l->style->page.area_height;
}

static void plan(ht_layouter *l, seals *s, const ht_seal_way *way)
{
	const ht_element *e = s->block->element;
	ht_len room = ht_line_room(l, s->block);
	const ht_seal_space space = {.area = l->style->page.area_width,
	                             .inset = e->right_inset,
	                             .date = s->date ? s->date->width : 0,
	                             .gap = e->seal_gap,
	                             .between = ht_geometry_char(&l->style->page, 1),
	                             .may_move = way->may_move};
	ht_seal_item *items = ht_layouter_array(l, s->n + 1, sizeof *items);
	set_names(l, s, name_room(way, &space, room));
	for (size_t i = 0; items && i < s->n; i++)
		items[i] = (ht_seal_item){s->v[i].width, ht_len_max(s->v[i].w, s->v[i].image ? 0 : s->w)};
	if (items && !ht_seal_rows_plan(&space, items, s->n, l->arena, &s->rows))
		ht_layouter_fail(l, HT_ERR_NOMEM);
	for (size_t i = 0; l->status == HT_OK && i < s->n; i++)
		s->v[i].middle = s->rows.middles[i];
	s->too_tall = !fit_on_page(l, s, lines_after(l, s));
}

static bool has_date_moved(const ht_layouter *l, const seals *s)
{
	ht_len date = s->v[s->n - 1].middle + (s->date ? s->date->width / 2 : 0);
	return date > l->style->page.area_width - s->block->element->right_inset + HT_LEN_PT;
}

static bool has_wrapped_names(const seals *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].name.n > 1)
			return true;
	return false;
}

/* What is done so that the page has room: layout.c tells it, once it knows that it is so. */
static void note_plan(ht_layouter *l, const seals *s, size_t faults, bool usual)
{
	ht_seals_set *set = HT_PUSH(l->arena, l->seals, l->n_seals, l->cap_seals);
	if (!set)
		ht_layouter_fail(l, HT_ERR_NOMEM);
	else
		*set = (ht_seals_set){.block = s->block,
		                      .n = s->n,
		                      .faults = faults,
		                      .date_moved = !usual && has_date_moved(l, s),
		                      .names_wrapped = !usual && has_wrapped_names(s)};
}

/* Has it more rows than names set over several lines for so many columns should need? */
static bool has_more_rows(const seals *s, const ht_seal_way *way)
{
	size_t columns = (size_t)way->columns;
	return columns > 1 && s->rows.n > (s->n + columns - 1) / columns;
}

/* How bad a plan is: rows higher than a page, the more the worse; rows without columns in common, or more of them than
 * its columns need; the date nearer to the edge than 7.3.5.1 has it. */
static size_t faults(const seals *s, const ht_seal_way *way)
{
	enum { UNEVEN = 1, MOVED = 2, TALL = 4 };
	if (s->too_tall)
		return TALL + s->rows.n;
	return (s->rows.uneven || has_more_rows(s, way)) * UNEVEN + way->may_move * MOVED;
}

/* Names and rows as the page has room for them, or as the layouter wants them. */
static void plan_rows(ht_layouter *l, seals *s)
{
	ht_diags *diags = l->diags;
	const ht_seal_way *best = l->seal_way ? l->seal_way : ways, *tried = best;
	plan(l, s, best);
	size_t least = faults(s, best);
	l->diags = NULL; /* what is too wide was told */
	for (size_t i = 1; !l->seal_way && l->status == HT_OK && least && i < ARRAY_LEN(ways); i++) {
		plan(l, s, tried = &ways[i]);
		size_t n = faults(s, tried);
		if (n >= least)
			continue;
		best = tried;
		least = n;
	}
	if (tried != best)
		plan(l, s, best);
	s->too_tall = !fit_on_page(l, s, 0);
	l->diags = diags;
	if (l->status == HT_OK && s->n)
		note_plan(l, s, least, best == ways);
}

static void add_picture(ht_box *box, const seal *s, ht_len centre_x, ht_len centre_y)
{
	if (!s->image)
		return;
	box->pictures[box->n_pictures++] = (ht_laid_picture){
	    s->image, s->alt, s->file, centre_x - s->w / 2, centre_y - s->h / 2, s->w, s->h, s->loc, true};
	box->rise = ht_len_max(box->rise, s->h / 2 - centre_y);
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

/* A row of names, and its distance from the row before it. */
typedef struct row {
	size_t from, to;
	ht_len h;     /* of its largest seal */
	size_t lines; /* of its names */
	int skip;     /* empty lines above it */
	ht_len apart; /* from the last line of the row before it, off the grid; 0: the first row */
	ht_keep keep;
} row;

/* The date in a row of names. */
static void add_date(ht_layouter *l, ht_box *box, const seals *s, uint32_t unit)
{
	ht_len x = s->v[s->n - 1].middle - date_width(s) / 2;
	l->units = unit;
	if (s->date)
		add_text(l, box, &s->block->paras[s->n], &(ht_composed_lines){s->date, 1}, 0, x, s->ascent);
}

/* Where the date has a row of its own, the last seal of all is added there, since it is painted over it. */
static void add_row(ht_layouter *l, ht_boxes *boxes, const seals *s, const row *r)
{
	uint32_t unit = l->units, last = unit + 1 + (uint32_t)(r->to - r->from);
	ht_len centre = row_centre(s, r->lines);
	bool dated = r->to == s->n && date_line(s) < r->lines;
	for (size_t k = 0; k < r->lines; k++) {
		ht_box *box = row_box(l, boxes, s, r->to - r->from, k ? 0 : r->skip);
		if (!box)
			return;
		box->apart = k ? s->pitch : r->apart;
		box->seal_row = !k && r->apart;
		box->keep = k ? HT_KEEP_STRONG : r->keep;
		for (size_t i = r->from; i < r->to; i++) {
			const seal *one = &s->v[i];
			l->units = unit + 1 + (uint32_t)(i - r->from);
			if (k < one->name.n)
				add_text(l, box, one->para, &one->name, k, one->middle - one->name.v[k].width / 2,
				         s->ascent);
			if (dated && i + 1 == s->n && k == date_line(s))
				add_date(l, box, s, last);
			if (k + 1 == r->lines && (dated || i + 1 < s->n))
				add_picture(box, one, one->middle, centre - (ht_len)k * s->pitch);
		}
		box->rise = k ? 0 : ht_len_max(0, r->h / 2 - centre);
	}
	l->units = last - !dated;
}

/* Row i, after the row before it. Rows too high for a page are divided between pages, but not so that one seal is left
 * for the last. */
static row row_after(const seals *s, size_t i, const row *before)
{
	size_t from = i ? s->rows.ends[i - 1] : 0, to = s->rows.ends[i];
	row r = {.from = from, .to = to, .lines = row_lines(s, i), .keep = HT_KEEP_STRONG};
	for (size_t k = from; k < to; k++)
		r.h = ht_len_max(r.h, s->v[k].h);
	if (!before->lines)
		return r;
	ht_len centres = (before->h + r.h) / 2 + s->block->element->seal_gap;
	ht_len apart = centres + row_centre(s, before->lines) - row_centre(s, r.lines);
	r.apart = apart - (ht_len)(before->lines - 1) * s->pitch;
	r.skip = ht_len_count(apart, s->pitch) - (int)before->lines;
	bool lonely = to == s->n && to - from == 1;
	if (s->too_tall && !lonely)
		r.keep = HT_KEEP_FREE;
	return r;
}

/* How much lower the seals of the signature that begins with box i are set so that none touches the text above. */
static ht_len clearance(const ht_boxes *boxes, size_t i)
{
	const ht_box *box = &boxes->v[i], *above = box - 1;
	if (above->page != box->page || above->tall || above->table)
		return 0;
	ht_len gap = box->top - box->rise - (above->top + above->em), clear = ht_len_from_mm(SEAL_CLEAR_MM);
	return gap >= 0 && gap < clear ? clear - gap : 0;
}

/* The lower edge of what box i may reach: what is below it on its page. */
static ht_len room_below(const ht_boxes *boxes, size_t i, const ht_geometry *g)
{
	const ht_box *next = &boxes->v[i + 1];
	bool same = i + 1 < boxes->n && next->page == boxes->v[i].page;
	return same ? next->top : g->top + g->area_height;
}

void ht_seals_clear(const ht_layouter *l, ht_boxes *boxes)
{
	for (size_t i = 1, end; i < boxes->n; i = end) {
		const ht_box *first = &boxes->v[i];
		end = i + 1;
		if (first->block->kind != HT_BLOCK_SEALED || !first->starts_block)
			continue;
		ht_len down = clearance(boxes, i), reach = 0;
		while (end < boxes->n && boxes->v[end].block == first->block)
			end++;
		for (size_t k = i; k < end; k++)
			reach = ht_len_max(reach, boxes->v[k].top + boxes->v[k].reach);
		if (!down || reach + down > room_below(boxes, end - 1, &l->style->page))
			continue;
		for (size_t k = i; k < end; k++)
			for (size_t p = 0; p < boxes->v[k].n_pictures; p++)
				boxes->v[k].pictures[p].y += down;
	}
}

void ht_make_sealed(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	seals s = load_seals(l, block, "印章");
	plan_rows(l, &s);
	row r = {0};
	for (size_t i = 0; i < s.rows.n && l->status == HT_OK; i++) {
		r = row_after(&s, i, &r);
		add_row(l, boxes, &s, &r);
	}
	if (l->status != HT_OK || !s.n)
		return;
	const seal *last = &s.v[s.n - 1];
	if (date_line(&s) < r.lines)
		return;
	ht_box *box = date_box(l, boxes, &s, 0, last->middle - date_width(&s) / 2);
	if (!box)
		return;
	add_picture(box, last, last->middle, row_centre(&s, r.lines) - (ht_len)r.lines * s.pitch);
	box->rise = 0; /* its row's */
	box->apart = s.pitch;
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
