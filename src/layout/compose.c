/* Blocks to boxes: each paragraph composed to lines, each line a box. */
#include "boxes.h"
#include "doc/columns.h"
#include "layout/messages.h"

#include <string.h>

static ht_status role_of(ht_layouter *l, int *cache, const ht_typeface *face, const char *family, int *ret)
{
	if (cache[face->index] < 0) {
		ht_status status = ht_fonts_role(l->fonts, family, face->loc, l->diags, &cache[face->index]);
		if (status != HT_OK)
			return status;
	}
	*ret = cache[face->index];
	return HT_OK;
}

static ht_status face_roles(ht_layouter *l, const ht_typeface *face, int *han, int *latin)
{
	ht_status status = role_of(l, l->han_roles, face, face->han, han);
	return status == HT_OK ? role_of(l, l->latin_roles, face, face->latin, latin) : status;
}

ht_status ht_layout_spans(ht_layouter *l, const ht_dspan *spans, size_t n, ht_span **ret)
{
	ht_span *out = ht_arena_array(l->arena, n + 1, sizeof *out);
	if (!out)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		out[i] = (ht_span){.text = spans[i].text,
		                   .len = spans[i].len,
		                   .size = spans[i].size,
		                   .colour = spans[i].colour,
		                   .cells = spans[i].cells,
		                   .keep = spans[i].keep,
		                   .href = spans[i].href,
		                   .loc = spans[i].loc};
		ht_status status = face_roles(l, spans[i].face, &out[i].role, &out[i].latin_role);
		if (status != HT_OK)
			return status;
	}
	*ret = out;
	return HT_OK;
}

ht_status ht_layout_shape(ht_layouter *l, const ht_pstyle *ps, ht_para_shape *ret)
{
	static const ht_align aligns[] = {[HT_HALIGN_JUSTIFY] = HT_ALIGN_JUSTIFY,
	                                  [HT_HALIGN_LEFT] = HT_ALIGN_LEFT,
	                                  [HT_HALIGN_CENTRE] = HT_ALIGN_CENTRE,
	                                  [HT_HALIGN_RIGHT] = HT_ALIGN_RIGHT};
	const ht_geometry *g = l->area;
	*ret = (ht_para_shape){
	    .measure = g->area_width - ps->left - ps->right,
	    .first_indent = ps->indent,
	    .em = ps->size,
	    .cell_num = ps->grid ? g->area_width : ps->size,
	    .cell_den = ps->grid ? g->chars : 1,
	    .align = aligns[ps->align],
	    .han_latin_gap = ps->han_latin_gap,
	    .merge_marks = ps->merge_marks,
	};
	return HT_OK;
}

ht_status ht_layout_ascent(ht_layouter *l, const ht_pstyle *ps, ht_len *ret)
{
	int han, latin;
	ht_status status = face_roles(l, ps->face, &han, &latin);
	if (status != HT_OK)
		return status;
	const ht_font *main_face = ht_fonts_main(l->fonts, han);
	*ret = ht_len_scale(ps->size, 500 + (main_face ? main_face->centre : 380), 1000);
	return HT_OK;
}

/* Text that a signature may stand with (7.3.5.5): the body, or where a form makes
 * its text of lists, what it says of their members. */
static bool is_body(const ht_block *block)
{
	const ht_element *e = block->element;
	return e->kind == HT_E_BODY || e->kind == HT_E_ROSTER ||
	       (e->kind == HT_E_TEXT && block->in_list && !e->new_page);
}

ht_box *ht_box_add(ht_layouter *l, ht_boxes *boxes, const ht_block *block, size_t n_lines)
{
	ht_boxline *lines = ht_arena_array(l->arena, n_lines + 1, sizeof *lines);
	ht_box *box = lines ? HT_PUSH(l->arena, boxes->v, boxes->n, boxes->cap) : NULL;
	if (!box)
		return NULL;
	*box = (ht_box){.block = block, .lines = lines, .skip = -1, .body = is_body(block)};
	box->turned = l->area == &l->turned;
	if (block->style)
		box->em = block->style->size;
	return box;
}

static const ht_role roles_by_kind[HT_E_KIND_COUNT] = {
    [HT_E_TEXT] = HT_ROLE_PARA,
    [HT_E_LINE] = HT_ROLE_PARA,
    [HT_E_MARK] = HT_ROLE_MARK,
    [HT_E_TITLE] = HT_ROLE_TITLE,
    [HT_E_RULE] = HT_ROLE_ARTIFACT,
    [HT_E_BODY] = HT_ROLE_PARA,
    [HT_E_PEOPLE] = HT_ROLE_PARA,
    [HT_E_ROSTER] = HT_ROLE_PARA,
    [HT_E_SIGNATURE] = HT_ROLE_PARA,
    [HT_E_SEALED] = HT_ROLE_PARA,
    [HT_E_STAMPED] = HT_ROLE_PARA,
    [HT_E_SIGNERS] = HT_ROLE_PARA,
    [HT_E_ATTACHMENT_NOTE] = HT_ROLE_PARA,
    [HT_E_PAGE_NUMBER] = HT_ROLE_ARTIFACT,
};

static ht_role role_for(const ht_block *block)
{
	if (block->heading && block->keep_next)
		return HT_ROLE_HEADING;
	return roles_by_kind[block->element->kind];
}

/* Entries behind a label are items of one list for each element. */
static uint16_t list_of(const ht_layouter *l, const ht_block *block)
{
	ht_ekind kind = block->element->kind;
	return kind == HT_E_PEOPLE || kind == HT_E_ATTACHMENT_NOTE ? l->lists : 0;
}

static ht_status add_line(ht_layouter *l, ht_boxes *boxes, const ht_block *block, const ht_line *line, ht_len x,
                          uint32_t unit)
{
	ht_len ascent;
	ht_status status = ht_layout_ascent(l, block->style, &ascent);
	if (status != HT_OK)
		return status;
	ht_box *box = ht_box_add(l, boxes, block, 1);
	if (!box)
		return HT_ERR_NOMEM;
	box->lines[box->n_lines++] = (ht_boxline){.line = line,
	                                          .x = x,
	                                          .y = ascent,
	                                          .unit = unit,
	                                          .role = role_for(block),
	                                          .level = (uint8_t)block->level,
	                                          .list = list_of(l, block)};
	return HT_OK;
}

/* Page breaks within the paragraph whose boxes are [from, boxes->n): no single
 * line at a page's end or start. */
static void keep_lines(const ht_boxes *boxes, size_t from)
{
	size_t n = boxes->n - from;
	if (n < 2)
		return;
	boxes->v[from + 1].keep = HT_KEEP_STRONG;
	boxes->v[boxes->n - 1].keep = HT_KEEP_STRONG;
}

static ht_status width_of(ht_layouter *l, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_len *ret)
{
	*ret = 0;
	return n ? ht_text_width(l->fonts, spans, n, shape, l->diags, ret) : HT_OK;
}

/* 7.3.5.5: body text on a grid of other characters, its indent as many of those. */
static void set_closer(const ht_layouter *l, const ht_block *block, ht_para_shape *shape)
{
	int chars = l->closer.chars, page = l->style->page.chars;
	if (!chars || chars == page || !is_body(block) || !block->style->grid)
		return;
	shape->cell_den = chars;
	shape->first_indent = ht_len_scale(shape->first_indent, page, chars);
}

static ht_status make_para(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_dpara *para = &block->paras[0];
	ht_span *spans;
	ht_para_shape shape;
	ht_len hidden = 0, label = 0;
	ht_status status = ht_layout_spans(l, para->spans, para->n, &spans);
	if (status == HT_OK)
		status = ht_layout_shape(l, block->style, &shape);
	if (status == HT_OK)
		set_closer(l, block, &shape);
	if (status == HT_OK)
		status = width_of(l, spans, block->n_hidden, &shape, &hidden);
	if (status == HT_OK)
		status = width_of(l, spans, block->n_label, &shape, &label);
	if (status != HT_OK)
		return status;
	if (block->n_label)
		shape.rest_indent = shape.first_indent + label;
	shape.first_indent += hidden;
	ht_lines lines;
	status = ht_compose(l->fonts, spans + block->n_hidden, para->n - block->n_hidden, &shape, l->arena, l->diags,
	                    &lines);
	size_t from = boxes->n;
	uint32_t unit = ++l->units;
	for (size_t i = 0; status == HT_OK && i < lines.n; i++)
		status = add_line(l, boxes, block, &lines.v[i], block->style->left, unit);
	keep_lines(boxes, from);
	return status;
}

ht_status ht_line_alone(ht_layouter *l, const ht_block *block, const ht_dpara *para, ht_line **ret)
{
	ht_span *spans;
	*ret = NULL;
	if (!para->n)
		return HT_OK;
	ht_para_shape shape;
	ht_lines lines;
	ht_status status = ht_layout_spans(l, para->spans, para->n, &spans);
	if (status == HT_OK)
		status = ht_layout_shape(l, block->style, &shape);
	if (status != HT_OK)
		return status;
	shape.first_indent = 0;
	shape.align = HT_ALIGN_LEFT;
	shape.forbid_break = true;
	status = ht_compose(l->fonts, spans, para->n, &shape, l->arena, l->diags, &lines);
	if (status != HT_OK)
		return status;
	*ret = lines.n ? &lines.v[0] : NULL;
	return HT_OK;
}

/* What a line of the block may take: signatures and signers end short of the edge. */
static ht_len room_of(const ht_layouter *l, const ht_block *block)
{
	const ht_pstyle *ps = block->style;
	bool inset = block->kind == HT_BLOCK_SIGNATURE || block->kind == HT_BLOCK_RIGHT;
	return l->area->area_width - ps->left - ps->right - (inset ? block->element->right_inset : 0);
}

ht_status ht_single_line(ht_layouter *l, const ht_block *block, const ht_dpara *para, ht_line **ret)
{
	ht_status status = ht_line_alone(l, block, para, ret);
	if (status == HT_OK && *ret && (*ret)->width > room_of(l, block)) {
		char *text = ht_arena_strndup(l->arena, para->spans[0].text, para->spans[0].len);
		ht_diag(l->diags, HT_D_LINE_TOO_WIDE, para->spans[0].loc, text ? text : "", NULL);
	}
	return status;
}

static ht_status make_title(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	ht_para_shape shape;
	ht_status status = ht_layout_shape(l, block->style, &shape);
	uint32_t unit = ++l->units;
	for (size_t k = 0; k < block->n_paras && status == HT_OK; k++) {
		ht_span *spans;
		ht_lines lines = {0};
		status = ht_layout_spans(l, block->paras[k].spans, block->paras[k].n, &spans);
		if (status == HT_OK)
			status =
			    ht_compose_title(l->fonts, spans, block->paras[k].n, &shape, l->arena, l->diags, &lines);
		for (size_t i = 0; status == HT_OK && i < lines.n; i++) {
			status = add_line(l, boxes, block, &lines.v[i], block->style->left, unit);
			boxes->v[boxes->n - 1].keep = k > 0 || i > 0 ? HT_KEEP_STRONG : HT_KEEP_FREE;
		}
	}
	return status;
}

static ht_status make_rule(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	ht_box *box = ht_box_add(l, boxes, block, 0);
	if (!box)
		return HT_ERR_NOMEM;
	box->em = block->element->thickness;
	box->keep = HT_KEEP_STRONG;
	return HT_OK;
}

/* GB/T 9704-2012 7.3.5.2: the name two 字 in from the right, the date's first
 * character two 字 to the right of the name's; a date longer than the name
 * stands two 字 in itself and the name moves left accordingly. */
static ht_status make_signature(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_element *e = block->element;
	size_t n = block->n_paras;
	ht_line **lines = ht_arena_array(l->arena, n, sizeof *lines);
	if (!lines)
		return HT_ERR_NOMEM;
	for (size_t i = 0; i < n; i++) {
		ht_status status = ht_single_line(l, block, &block->paras[i], &lines[i]);
		if (status != HT_OK || !lines[i])
			return status;
	}
	ht_len right = l->area->area_width - e->right_inset;
	ht_len date_width = lines[n - 1]->width, name_width = n > 1 ? lines[0]->width : 0;
	ht_len date_x = date_width > name_width ? right - date_width : right - name_width + e->date_offset;
	for (size_t i = 0; i < n; i++) {
		/* further names begin where the first one does, if they end in time */
		ht_len first = date_x - e->date_offset, x = first;
		if (i == n - 1)
			x = date_x;
		else if (i && first + lines[i]->width > right)
			x = right - lines[i]->width;
		ht_status status = add_line(l, boxes, block, lines[i], x, ++l->units);
		if (status != HT_OK)
			return status;
		boxes->v[boxes->n - 1].keep = HT_KEEP_STRONG;
	}
	return HT_OK;
}

/* Lines that begin at one place, the longest ending at the right inset; a
 * label that only the first of them shows. */
static ht_status make_right(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	size_t n = block->n_paras;
	ht_line **lines = ht_arena_array(l->arena, n, sizeof *lines);
	const ht_dpara label = {block->paras[0].spans, block->n_label};
	ht_line *label_line;
	ht_len widest = 0;
	ht_status status = lines ? ht_single_line(l, block, &label, &label_line) : HT_ERR_NOMEM;
	ht_len indent = status == HT_OK && label_line ? label_line->width : 0;
	for (size_t i = 0; i < n && status == HT_OK; i++) {
		size_t skip = i ? block->n_label : 0;
		const ht_dpara para = {block->paras[i].spans + skip, block->paras[i].n - skip};
		status = ht_single_line(l, block, &para, &lines[i]);
		ht_len width = status == HT_OK && lines[i] ? lines[i]->width + (i ? indent : 0) : 0;
		widest = width > widest ? width : widest;
	}
	ht_len x = l->area->area_width - block->element->right_inset - widest;
	uint32_t unit = ++l->units;
	for (size_t i = 0; i < n && status == HT_OK; i++) {
		if (lines[i])
			status = add_line(l, boxes, block, lines[i], x + (i ? indent : 0), unit);
		boxes->v[boxes->n - 1].keep = i ? HT_KEEP_STRONG : HT_KEEP_FREE;
	}
	return status;
}

static ht_status (*const makers[])(ht_layouter *, const ht_block *, ht_boxes *) = {
    [HT_BLOCK_PARA] = make_para,           [HT_BLOCK_LINE] = ht_make_sides,    [HT_BLOCK_MARK] = ht_make_mark,
    [HT_BLOCK_TITLE] = make_title,         [HT_BLOCK_RULE] = make_rule,        [HT_BLOCK_TABLE] = ht_make_table,
    [HT_BLOCK_PICTURE] = ht_make_picture,  [HT_BLOCK_SEALED] = ht_make_sealed, [HT_BLOCK_STAMPED] = ht_make_stamped,
    [HT_BLOCK_SIGNATURE] = make_signature, [HT_BLOCK_RIGHT] = make_right,
};

/* Text that belongs to what is above it: better not parted from it. */
static void keep_weakly(const ht_boxes *boxes, size_t from)
{
	for (size_t i = from; i < boxes->n; i++)
		if (boxes->v[i].keep == HT_KEEP_FREE)
			boxes->v[i].keep = HT_KEEP_WEAK;
}

/* Of an element and the row of the foot that may stand for it, one is shown. */
static bool left_out(const ht_layouter *l, const ht_element *e)
{
	if (e->instead_of)
		return !l->moved || strcmp(l->moved, e->instead_of) != 0;
	return l->moved && strcmp(l->moved, e->name) == 0;
}

/* Boxes of block i behind those there are. */
static ht_status make_block(ht_layouter *l, const ht_blocks *blocks, size_t i, ht_boxes *boxes)
{
	const ht_block *block = &blocks->v[i];
	size_t from = boxes->n;
	ht_status status = makers[block->kind](l, block, boxes);
	if (status != HT_OK || boxes->n == from)
		return status;
	ht_box *first = &boxes->v[from];
	first->starts = block->first;
	first->starts_block = true;
	if (from && boxes->v[from - 1].block->keep_next)
		first->keep = HT_KEEP_STRONG;
	else if (block->element->keep_previous)
		keep_weakly(boxes, from);
	return HT_OK;
}

/* Make again, for the landscape page, what stands there above table i. */
static ht_status turn_with_table(ht_layouter *l, const ht_blocks *blocks, size_t i, const size_t *begins,
                                 ht_boxes *boxes)
{
	size_t from = ht_turned_from(blocks, i);
	ht_status status = HT_OK;
	if (from == i)
		return HT_OK;
	boxes->n = begins[from];
	l->area = &l->turned;
	for (; from <= i && status == HT_OK; from++)
		status = make_block(l, blocks, from, boxes);
	l->area = &l->style->page;
	return status;
}

ht_status ht_boxes_make(ht_layouter *l, const ht_blocks *blocks, ht_boxes *ret)
{
	ht_boxes boxes = {0};
	size_t *begins = ht_arena_array(l->arena, blocks->n + 1, sizeof *begins);
	ht_status status = begins ? HT_OK : HT_ERR_NOMEM;
	for (size_t i = 0; i < blocks->n && status == HT_OK; i++) {
		const ht_block *block = &blocks->v[i];
		begins[i] = boxes.n;
		if (left_out(l, block->element))
			continue;
		l->lists += block->first && l->lists < UINT16_MAX;
		status = make_block(l, blocks, i, &boxes);
		if (status == HT_OK && block->table && boxes.n > begins[i] && boxes.v[begins[i]].turned)
			status = turn_with_table(l, blocks, i, begins, &boxes);
	}
	if (status == HT_OK)
		*ret = boxes;
	return status;
}
