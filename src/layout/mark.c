/* The issuer's mark (发文机关标志: GB/T 9704-2012 7.2.4).
 *
 * One name is a line fitted to its width. The mark of a joint document is a
 * stack: the names in the order of the issuers, each spread to the width of
 * the longest, and 文件 beside them, level with the stack's middle. Heights go
 * by ink, since the standard places the mark by its visible edge. */
#include "boxes.h"

#include <string.h>

#include "base/utf8.h"

/* From one name's em box to the next, 1/1000 of the size. */
#define STACK_PITCH 1250
/* Between the names and what stands beside them, 1/1000 of the names' size. */
#define SUFFIX_GAP 500

/* A line with its ink above and below the baseline. */
typedef struct mark_line {
	ht_line *line;
	ht_len up, down;
} mark_line;

/* All of a mark's text as one span. */
static ht_status joined_span(ht_layouter *l, const ht_dpara *para, ht_span *ret)
{
	ht_span *spans;
	ht_status status = ht_layout_spans(l, para->spans, para->n, &spans);
	if (status != HT_OK)
		return status;
	size_t len = 0;
	for (size_t i = 0; i < para->n; i++)
		len += spans[i].len;
	char *text = ht_arena_alloc(l->arena, len + 1);
	if (!text)
		return HT_ERR_NOMEM;
	char *p = text;
	for (size_t i = 0; i < para->n; p += spans[i].len, i++)
		memcpy(p, spans[i].text, spans[i].len);
	*ret = spans[0];
	ret->text = text;
	ret->len = len;
	return HT_OK;
}

static ht_status set_line(ht_layouter *l, const ht_span *span, ht_len width, int min_condense, ht_len gap,
                          mark_line *ret)
{
	ret->line = ht_arena_alloc(l->arena, sizeof *ret->line);
	if (!ret->line)
		return HT_ERR_NOMEM;
	return ht_compose_mark(l->fonts, span, width, min_condense, gap, l->arena, l->diags, ret->line, &ret->up,
	                       &ret->down);
}

static ht_status make_single(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	ht_len area = l->style->page.area_width;
	ht_span span;
	mark_line m;
	ht_status status = joined_span(l, &block->paras[0], &span);
	if (status == HT_OK)
		status = set_line(l, &span, e->fit ? e->fit : area, e->min_condense, e->letter_gap, &m);
	if (status != HT_OK)
		return status;
	ht_box *box = ht_box_add(l, boxes, block, 1);
	if (!box)
		return HT_ERR_NOMEM;
	ht_len x = (area - m.line->width) / 2 - m.line->x;
	box->lines[box->n_lines++] =
	    (ht_boxline){.line = m.line, .x = x, .y = m.up, .unit = ++l->units, .role = HT_ROLE_MARK};
	box->em = m.up + m.down;
	return HT_OK;
}

/* The size of n stacked names: the style's, unless the stack grew too tall. */
static ht_len stack_size(const ht_element *e, size_t n)
{
	ht_len size = e->joint_size ? e->joint_size : e->style->size;
	ht_len most = e->joint_height ? ht_len_scale(e->joint_height, 1000, (int64_t)n * STACK_PITCH) : size;
	return size < most ? size : most;
}

static size_t name_chars(const ht_dpara *para)
{
	size_t n = 0;
	for (size_t i = 0; i < para->n; i++)
		n += ht_utf8_count(para->spans[i].text, para->spans[i].len);
	return n;
}

/* A name on its own: condensed as far as allowed where it is too wide. */
static ht_status set_name(ht_layouter *l, const ht_block *block, size_t i, ht_len size, ht_len room, ht_len gap,
                          mark_line *ret)
{
	ht_span span;
	ht_status status = joined_span(l, &block->paras[i], &span);
	span.size = size;
	return status == HT_OK ? set_line(l, &span, room, block->element->min_condense, gap, ret) : status;
}

/* The names one by one; *size becomes that of the smallest, when one had to be
 * made smaller to fit. */
static ht_status measure_names(ht_layouter *l, const ht_block *block, ht_len room, size_t n, mark_line *names,
                               ht_len *size)
{
	ht_len smallest = *size;
	ht_status status = HT_OK;
	for (size_t i = 0; i < n && status == HT_OK; i++) {
		status = set_name(l, block, i, *size, room, 0, &names[i]);
		if (status == HT_OK && names[i].line->n && names[i].line->runs[0].size < smallest)
			smallest = names[i].line->runs[0].size;
	}
	*size = smallest;
	return status;
}

/* Set the names to one width and one size: as they are, condensed where too
 * wide; then those shorter than the widest are spread to it. */
static ht_status set_names(ht_layouter *l, const ht_block *block, ht_len *size, ht_len room, size_t n, mark_line *names)
{
	ht_len widest = 0, wanted = *size;
	ht_status status = measure_names(l, block, room, n, names, size);
	if (status == HT_OK && *size < wanted)
		status = measure_names(l, block, room, n, names, size);
	for (size_t i = 0; i < n && status == HT_OK; i++)
		widest = names[i].line->width > widest ? names[i].line->width : widest;
	for (size_t i = 0; i < n && status == HT_OK; i++) {
		size_t chars = name_chars(&block->paras[i]);
		ht_len slack = widest - names[i].line->width;
		bool condensed = names[i].line->n && names[i].line->runs[0].xscale < 1000;
		if (slack > 0 && chars > 1 && !condensed)
			status = set_name(l, block, i, *size, widest + *size, slack / (ht_len)(chars - 1), &names[i]);
	}
	return status;
}

static void add_line(ht_box *box, const ht_line *line, ht_len x, ht_len y, uint32_t unit)
{
	box->lines[box->n_lines++] =
	    (ht_boxline){.line = line, .x = x - line->x, .y = y, .unit = unit, .role = HT_ROLE_MARK};
}

static ht_status make_stack(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	size_t n = block->n_paras - 1;
	ht_len area = l->style->page.area_width, fit = e->fit ? e->fit : area;
	ht_len size = stack_size(e, n), gap = ht_len_scale(size, SUFFIX_GAP, 1000);
	bool suffixed = block->paras[n].n > 0;
	mark_line *names = ht_arena_array(l->arena, n, sizeof *names), suffix = {0};
	ht_box *box = names ? ht_box_add(l, boxes, block, n + 1) : NULL;
	ht_span span;
	if (!box)
		return HT_ERR_NOMEM;
	ht_status status = suffixed ? joined_span(l, &block->paras[n], &span) : HT_OK;
	if (status == HT_OK && suffixed)
		status = set_line(l, &span, fit / 3, e->min_condense, 0, &suffix);
	ht_len beside = status == HT_OK && suffixed ? gap + suffix.line->width : 0;
	if (status == HT_OK)
		status = set_names(l, block, &size, fit - beside, n, names);
	if (status != HT_OK)
		return status;
	ht_len widest = 0, pitch = ht_len_scale(size, STACK_PITCH, 1000);
	for (size_t i = 0; i < n; i++)
		widest = names[i].line->width > widest ? names[i].line->width : widest;
	ht_len x = (area - widest - beside) / 2;
	uint32_t unit = ++l->units;
	box->em = names[0].up + (ht_len)(n - 1) * pitch + names[n - 1].down;
	for (size_t i = 0; i < n; i++)
		add_line(box, names[i].line, x, names[0].up + (ht_len)i * pitch, unit);
	if (suffixed)
		add_line(box, suffix.line, x + widest + gap, (box->em + suffix.up - suffix.down) / 2, unit);
	return HT_OK;
}

ht_status ht_make_mark(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	return block->n_paras > 1 ? make_stack(l, block, boxes) : make_single(l, block, boxes);
}
