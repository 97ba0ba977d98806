/* Names of organs below a text, and a signature without a seal (GB/T 9704-2012 7.3.5.2).
 *
 * A name that is wider than its line is set over several, as few as possible, broken between words as a title is. */
#include "layout/messages.h"
#include "boxes.h"

#define HANG_CHARS 2

static void check_width(ht_layouter *l, const ht_dpara *para, const ht_composed_lines *lines, ht_len room)
{
	for (size_t i = 0; i < lines->n; i++) {
		if (lines->v[i].width <= room)
			continue;
		char *text = ht_arena_strndup(l->arena, para->spans[0].text, para->spans[0].len);
		ht_diag(l->diags, HT_D_LINE_TOO_WIDE, para->spans[0].loc, text ? text : "", NULL);
		return;
	}
}

ht_composed_lines ht_name_lines(ht_layouter *l, const ht_block *block, const ht_dpara *para, ht_len room, ht_len hang)
{
	ht_composed_line *alone = ht_line_alone(l, block, para);
	ht_composed_lines lines = {0};
	if (alone && alone->width <= room)
		return (ht_composed_lines){alone, 1};
	if (!alone)
		return lines;
	const ht_span *spans = ht_layout_spans(l, para->spans, para->n);
	ht_para_shape shape = ht_layout_shape(l, block->style);
	shape.first_indent = shape.rest_indent = 0;
	shape.measure = room - hang;
	if (l->status == HT_OK)
		ht_layouter_fail(l, ht_compose_title(l->fonts, spans, para->n, &shape, l->arena, l->diags, &lines));
	check_width(l, para, &lines, room);
	return lines;
}

ht_len ht_lines_width(const ht_composed_lines *lines, ht_len hang)
{
	ht_len width = 0;
	for (size_t i = 0; i < lines->n; i++)
		width = ht_len_max(width, lines->v[i].width + (i ? hang : 0));
	return width;
}

/* The lines of a name or the date, the first beginning at x. */
static void add_lines(ht_layouter *l, const ht_block *block, ht_boxes *boxes, const ht_dpara *para,
                      const ht_composed_lines *lines, ht_len x, ht_len hang)
{
	uint32_t unit = ++l->units;
	size_t at = 0;
	for (size_t i = 0; i < lines->n; i++) {
		ht_laid_line line = ht_line_of(&lines->v[i], para, &at);
		line.x = x - line.set->x;
		if (i)
			line.x += hang;
		line.unit = unit;
		ht_box *box = ht_box_add_line(l, boxes, block, line);
		if (!box)
			return;
		box->keep = HT_KEEP_STRONG;
	}
}

void ht_make_signature(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	size_t n = block->n_paras;
	ht_composed_lines *names = ht_layouter_array(l, n, sizeof *names);
	ht_len hang = 0; /* of several names over several lines, so that each can be told from the next */
	if (n > 2)
		hang = ht_geometry_char(l->area, HANG_CHARS);
	for (size_t i = 0; names && i < n; i++) {
		names[i] = ht_name_lines(l, block, &block->paras[i], ht_line_room(l, block), hang);
		if (!names[i].n && block->paras[i].n)
			return;
	}
	if (!names)
		return;
	ht_len right = l->area->area_width - e->right_inset;
	ht_len date_width = ht_lines_width(&names[n - 1], hang), name_width = 0;
	for (size_t i = 0; i + 1 < n; i++) /* all begin at one place, the widest ends at the inset */
		name_width = ht_len_max(name_width, ht_lines_width(&names[i], hang));
	ht_len date_x = right - name_width + e->date_offset;
	if (date_width > name_width)
		date_x = right - date_width;
	for (size_t i = 0; i < n; i++) {
		ht_len x = i + 1 < n ? date_x - e->date_offset : date_x;
		add_lines(l, block, boxes, &block->paras[i], &names[i], x, hang);
	}
}
