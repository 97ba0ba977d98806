/* The issuer's mark (发文机关标志: GB/T 9704-2012 7.2.4): a line of letters
 * made narrow enough for the page; of a joint document a table without lines,
 * the names spread to one width in its left column, 文件 in its right one. */
#include "odt_priv.h"

/* A mark's line box, from one name to the next, and between the names and what
 * stands beside them: 1/1000 of the size, the last two as layout has them. */
#define LINE_PITCH  1300
#define STACK_PITCH 1250
#define SUFFIX_GAP  500
/* So much wider than its names is their cell, for editors' rounding. */
#define CELL_SLACK (2 * HT_LEN_PT)

static void mark_para(odt *o, const ht_block *block, const odt_mark *mark, ht_len pitch, odt_para *para)
{
	odt_para_of(o, block->style, para);
	para->size = mark->size;
	para->scale = mark->scale;
	para->spacing = mark->spacing;
	para->pitch = pitch;
	para->keep_next = true;
}

static ht_status measure_single(odt *o, const ht_block *block, odt_mark *mark)
{
	const ht_element *e = block->element;
	ht_len width = e->fit ? e->fit : o->style->page.area_width;
	return odt_measure_mark(o, &block->paras[0], block->style->size, width, e, e->letter_gap, mark);
}

static ht_len single_pitch(const odt_mark *mark)
{
	return ht_len_scale(mark->size, LINE_PITCH, 1000);
}

static ht_status single(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[*i];
	const ht_element *e = block->element;
	odt_mark mark;
	odt_para para;
	ht_status status = measure_single(o, block, &mark);
	if (status != HT_OK)
		return status;
	mark_para(o, block, &mark, single_pitch(&mark), &para);
	para.above = odt_place_mark(o, block, &mark, para.pitch);
	++*i;
	status = odt_rules_after(o, blocks, i, &para);
	return status == HT_OK ? odt_simple_para(o, &para, e, block->paras[0].spans, block->paras[0].n) : status;
}

/* The size of n stacked names: the sheet's, unless the stack grew too tall. */
static ht_len stack_size(const ht_element *e, size_t n)
{
	ht_len size = e->joint_size ? e->joint_size : e->style->size;
	ht_len most = e->joint_height ? ht_len_scale(e->joint_height, 1000, (int64_t)n * STACK_PITCH) : size;
	return size < most ? size : most;
}

typedef struct stack {
	const ht_block *block;
	odt_mark *names; /* n of them */
	size_t n;
	odt_mark suffix;
	ht_len size, pitch, gap, widest;
	bool suffixed;
} stack;

/* The names, all of the size of the smallest: one may have to be made smaller
 * to fit. */
static ht_status measure_names(odt *o, stack *s, ht_len room)
{
	ht_len smallest = s->size;
	ht_status status = HT_OK;
	s->widest = 0;
	for (size_t i = 0; i < s->n && status == HT_OK; i++) {
		odt_mark *name = &s->names[i];
		status = odt_measure_mark(o, &s->block->paras[i], s->size, room, s->block->element, 0, name);
		s->widest = name->width > s->widest ? name->width : s->widest;
		smallest = name->size < smallest ? name->size : smallest;
	}
	if (status != HT_OK || smallest == s->size)
		return status;
	s->size = smallest;
	return measure_names(o, s, room);
}

static ht_status measure_stack(odt *o, const ht_block *block, stack *ret)
{
	const ht_element *e = block->element;
	ht_len area = o->style->page.area_width, fit = e->fit ? e->fit : area;
	stack s = {.block = block, .n = block->n_paras - 1, .suffixed = block->paras[block->n_paras - 1].n > 0};
	s.size = stack_size(e, s.n);
	s.gap = ht_len_scale(s.size, SUFFIX_GAP, 1000);
	s.names = ht_arena_array(o->arena, s.n, sizeof *s.names);
	ht_status status = s.names ? HT_OK : HT_ERR_NOMEM;
	if (status == HT_OK && s.suffixed)
		status = odt_measure_mark(o, &block->paras[s.n], e->style->size, fit / 3, e, 0, &s.suffix);
	if (status == HT_OK)
		status = measure_names(o, &s, fit - (s.suffixed ? s.gap + s.suffix.width : 0));
	s.pitch = ht_len_scale(s.size, STACK_PITCH, 1000);
	if (status == HT_OK)
		*ret = s;
	return status;
}

/* The names in one cell, each a line spread to its width. */
static ht_status write_names(odt *o, const stack *s)
{
	const odt_cell cell = {.middle = true};
	ht_status status = odt_cell_begin(o, &cell, 1, 1);
	for (size_t i = 0; i < s->n && status == HT_OK; i++) {
		const ht_dpara *name = &s->block->paras[i];
		odt_para para;
		mark_para(o, s->block, &s->names[i], s->pitch, &para);
		para.spread = true;
		para.keep_next = false;
		status = odt_simple_para(o, &para, s->block->element, name->spans, name->n);
	}
	odt_cell_end(o);
	return status;
}

static ht_status write_suffix(odt *o, const stack *s)
{
	const odt_cell cell = {.middle = true};
	const ht_dpara *suffix = &s->block->paras[s->n];
	odt_para para;
	mark_para(o, s->block, &s->suffix, ht_len_scale(s->suffix.size, LINE_PITCH, 1000), &para);
	para.align = HT_HALIGN_RIGHT;
	para.keep_next = false;
	ht_status status = odt_cell_begin(o, &cell, 1, 1);
	if (status == HT_OK)
		status = odt_simple_para(o, &para, s->block->element, suffix->spans, suffix->n);
	odt_cell_end(o);
	return status;
}

/* The names' first baseline goes where the pages have it. */
static ht_len place_stack(odt *o, const stack *s)
{
	odt_mark whole = s->names[0];
	whole.down = s->names[s->n - 1].down + (ht_len)(s->n - 1) * s->pitch;
	ht_len above = odt_place_mark(o, s->block, &whole, s->pitch);
	o->at.y += (ht_len)(s->n - 1) * s->pitch;
	return above;
}

static ht_status joint(odt *o, const ht_blocks *blocks, size_t *i)
{
	const ht_block *block = &blocks->v[(*i)++];
	stack s;
	ht_status status = measure_stack(o, block, &s);
	if (status != HT_OK)
		return status;
	ht_len above = place_stack(o, &s);
	const ht_len widths[] = {s.widest + CELL_SLACK, s.gap + s.suffix.width + CELL_SLACK};
	ht_len width = widths[0] + (s.suffixed ? widths[1] : 0);
	status = odt_table_begin(o, "发文机关标志", above, (o->style->page.area_width - width) / 2, widths,
	                         s.suffixed ? 2 : 1, true);
	if (status == HT_OK)
		status = odt_row_begin(o, 0, true);
	if (status == HT_OK)
		status = write_names(o, &s);
	if (status == HT_OK && s.suffixed)
		status = write_suffix(o, &s);
	odt_row_end(o);
	odt_table_end(o);
	return status;
}

ht_status odt_block_mark(odt *o, const ht_blocks *blocks, size_t *i)
{
	return (blocks->v[*i].n_paras > 1 ? joint : single)(o, blocks, i);
}

ht_status odt_try_mark(odt *o, const ht_block *block)
{
	odt_mark mark;
	stack s;
	ht_status status = block->n_paras > 1 ? measure_stack(o, block, &s) : measure_single(o, block, &mark);
	if (status == HT_OK && block->n_paras > 1)
		place_stack(o, &s);
	else if (status == HT_OK)
		odt_place_mark(o, block, &mark, single_pitch(&mark));
	return status;
}
