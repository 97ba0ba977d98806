/* The masthead (发文机关标志: GB/T 9704-2012 7.2.4).
 *
 * One name is a line fitted to its width. The masthead of a joint document is a stack: the names in the order of the
 * issuers, each spread to the width of the longest, and 文件 beside them, level with the stack's middle. Many names are
 * smaller, but as wide: flattened; 文件 becomes smaller with them. Heights are those of the ink, since the standard
 * places the masthead by its visible edge. */
#include "boxes.h"

#include <string.h>

#include "base/utf8.h"

/* From one name's em box to the next, 1/1000 of the size; less only where names would else be smaller than the text. */
#define STACK_PITCH     1250
#define STACK_PITCH_MIN 1050
/* Most that names are flattened, and then spread: 1/1000 of their width. */
#define FLATTEN_MAX 1500
#define SPREAD_MAX  1600
/* Between the names and what is beside them, 1/1000 of the names' size. */
#define SUFFIX_GAP 500

/* A line with its ink above and below the baseline. */
typedef struct masthead_line {
	ht_composed_line *line;
	ht_len up, down;
} masthead_line;

/* All of a masthead's text as one span of this size. */
static ht_span *joined_span(ht_layouter *l, const ht_dpara *para, ht_len size)
{
	ht_span *spans = ht_layout_spans(l, para->spans, para->n);
	size_t len = 0;
	for (size_t i = 0; spans && i < para->n; i++)
		len += spans[i].len;
	char *text = ht_layouter_array(l, len + 1, 1), *p = text;
	if (!text)
		return NULL;
	for (size_t i = 0; i < para->n; p += spans[i].len, i++) {
		memcpy(p, spans[i].text, spans[i].len);
		ht_ledger_made(l->doc->ledger, spans[i].text, spans[i].len, p, spans[i].len);
	}
	spans[0].text = text;
	spans[0].len = len;
	spans[0].size = size;
	return spans;
}

/* A text on its own: condensed as far as allowed if it is too wide. A line without runs once the layouter has failed.
 */
static masthead_line set_shape(ht_layouter *l, const ht_dpara *para, ht_len size, const ht_masthead_shape *shape)
{
	const ht_span *span = joined_span(l, para, size);
	masthead_line m = {.line = ht_layouter_array(l, 1, sizeof *m.line)};
	if (l->status == HT_OK)
		ht_layouter_fail(
		    l, ht_compose_masthead(l->fonts, span, shape, l->arena, l->diags, m.line, &m.up, &m.down));
	return m;
}

static masthead_line set_text(ht_layouter *l, const ht_dpara *para, ht_len size, ht_len width, const ht_element *e,
                              ht_len gap)
{
	return set_shape(l, para, size, &(ht_masthead_shape){width, 1000, e->min_condense, gap});
}

static void add_line(ht_box *box, const ht_dpara *para, const ht_composed_line *set, ht_len x, ht_len y, uint32_t unit)
{
	ht_laid_line line = ht_line_of_all(set, para);
	line.x = x - set->x;
	line.y = y;
	line.unit = unit;
	line.tag = HT_TAG_MASTHEAD;
	box->lines[box->n_lines++] = line;
}

static void make_single(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	const ht_dpara *para = &block->paras[0];
	ht_len area = l->style->page.area_width, width = e->fit ? e->fit : area;
	const masthead_line m = set_text(l, para, para->spans[0].size, width, e, e->letter_gap);
	ht_box *box = ht_box_add(l, boxes, block, 1);
	if (!box)
		return;
	add_line(box, para, m.line, (area - m.line->width) / 2, m.up, ++l->units);
	box->em = m.up + m.down;
}

static ht_len full_size(const ht_element *e)
{
	return e->joint_size ? e->joint_size : e->style->size;
}

/* The size of n stacked names: the style's, unless the stack grew too tall; that of the text, if then it does not. */
static ht_len stack_size(const ht_layouter *l, const ht_element *e, size_t n)
{
	ht_len size = full_size(e);
	if (l->tightening.first_flat)
		size = ht_len_max(ht_len_scale(size, l->tightening.first_flat, 1000), l->style->page.size);
	if (!e->joint_height)
		return size;
	ht_len easy = ht_len_scale(e->joint_height, 1000, (int64_t)n * STACK_PITCH);
	ht_len most = ht_len_scale(e->joint_height, 1000, (int64_t)n * STACK_PITCH_MIN);
	return ht_len_min(size, ht_len_max(easy, ht_len_min(most, l->style->page.size)));
}

/* From one name to the next. */
static ht_len stack_pitch(const ht_element *e, ht_len size, size_t n)
{
	ht_len pitch = ht_len_scale(size, STACK_PITCH, 1000);
	return e->joint_height ? ht_len_min(pitch, e->joint_height / (ht_len)n) : pitch;
}

/* What is beside the names: its own size, or less with smaller names, by half as much. */
static ht_len suffix_size(const ht_element *e, ht_len own, ht_len size)
{
	ht_len full = full_size(e);
	return (own + ht_len_scale(own, size, full)) / 2;
}

static size_t name_chars(const ht_dpara *para)
{
	size_t n = 0;
	for (size_t i = 0; i < para->n; i++)
		n += ht_utf8_count(para->spans[i].text, para->spans[i].len);
	return n;
}

/* The names of a joint masthead while they are brought to one width and one size. */
typedef struct stack {
	const ht_block *block;
	masthead_line *names;
	size_t n;
	ht_len size, room, widest;
} stack;

static bool is_set(const masthead_line *m)
{
	return m->line && m->line->n > 0;
}

/* Set the names one by one; the stack's size becomes that of the smallest, if one had to be reduced to fit. */
static void measure_names(ht_layouter *l, stack *s)
{
	ht_len size = s->size;
	s->widest = 0;
	for (size_t i = 0; i < s->n && l->status == HT_OK; i++) {
		masthead_line *m = &s->names[i];
		*m = set_text(l, &s->block->paras[i], size, s->room, s->block->element, 0);
		if (!is_set(m))
			continue;
		s->size = ht_len_min(s->size, m->line->runs[0].size);
		s->widest = ht_len_max(s->widest, m->line->width);
	}
}

/* The width that names keep when they are reduced in size: what they would have, up to the sheet's, as far as they may
 * be flattened and spread. */
static ht_len wanted_width(const stack *s)
{
	const ht_element *e = s->block->element;
	if (s->size >= full_size(e))
		return 0;
	ht_len most = ht_len_scale(s->widest, (int64_t)FLATTEN_MAX * SPREAD_MAX, 1000000);
	most = ht_len_min(most, ht_len_scale(s->widest, full_size(e), s->size));
	return ht_len_min(ht_len_min(e->joint_width, s->room), most);
}

/* Natural width first, condensed if too wide, flattened if too small; then the shorter names are spread to the width of
 * the widest. */
static void set_names(ht_layouter *l, stack *s)
{
	ht_len size = s->size;
	measure_names(l, s);
	if (s->size < size)
		measure_names(l, s);
	ht_len width = ht_len_max(s->widest, wanted_width(s));
	int xscale = 1000;
	if (s->widest)
		xscale = (int)ht_len_min(ht_len_scale(1000, width, s->widest), FLATTEN_MAX);
	for (size_t i = 0; i < s->n && l->status == HT_OK; i++) {
		const ht_dpara *para = &s->block->paras[i];
		size_t chars = name_chars(para);
		ht_len slack = ht_len_scale(width, 1000, xscale) - s->names[i].line->width;
		bool condensed = is_set(&s->names[i]) && s->names[i].line->runs[0].xscale < 1000;
		if (slack < 0 || chars < 2 || condensed)
			slack = 0;
		const ht_masthead_shape shape = {width + s->size, xscale, s->block->element->min_condense,
		                                 chars > 1 ? slack / (ht_len)(chars - 1) : 0};
		if (slack > 0 || xscale > 1000)
			s->names[i] = set_shape(l, para, s->size, &shape);
	}
	s->widest = 0;
	for (size_t i = 0; i < s->n && l->status == HT_OK; i++)
		s->widest = ht_len_max(s->widest, s->names[i].line->width);
}

static void make_stack(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	ht_len area = l->style->page.area_width, fit = e->fit ? e->fit : area;
	stack s = {.block = block, .n = block->n_paras - 1};
	const ht_dpara *beside = &block->paras[s.n];
	masthead_line suffix = {0};
	s.size = stack_size(l, e, s.n);
	s.names = ht_layouter_array(l, s.n, sizeof *s.names);
	ht_len gap = ht_len_scale(s.size, SUFFIX_GAP, 1000), taken = 0;
	if (beside->n) {
		suffix = set_text(l, beside, suffix_size(e, beside->spans[0].size, s.size), fit / 3, e, 0);
		taken = suffix.line ? gap + suffix.line->width : 0;
	}
	s.room = fit - taken;
	set_names(l, &s);
	ht_box *box = ht_box_add(l, boxes, block, s.n + 1);
	if (!box)
		return;
	ht_len x = (area - s.widest - taken) / 2, pitch = stack_pitch(e, s.size, s.n);
	uint32_t unit = ++l->units;
	box->em = s.names[0].up + (ht_len)(s.n - 1) * pitch + s.names[s.n - 1].down;
	box->pitch = pitch;
	for (size_t i = 0; i < s.n; i++)
		add_line(box, &block->paras[i], s.names[i].line, x, s.names[0].up + (ht_len)i * pitch, unit);
	if (beside->n)
		add_line(box, beside, suffix.line, x + s.widest + gap, (box->em + suffix.up - suffix.down) / 2, unit);
}

void ht_make_masthead(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	if (block->n_paras > 1)
		make_stack(l, block, boxes);
	else
		make_single(l, block, boxes);
}
