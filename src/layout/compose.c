/* Blocks to boxes: each paragraph composed to lines, each line a box. */
#include "layout/messages.h"
#include "base/utf8.h"
#include "boxes.h"

#include <stdlib.h>
#include <string.h>

/* Centred lines of fewer characters are those of a column. */
#define CENTRED_CHARS 20

/* The centre of a face that is not there. */
#define CENTRE_DEFAULT 380
/* Faces of a family are drawn for one baseline: lines of a face whose centre, which is measured by a few characters, is
 * no further from that of the body's face, in 1/1000 em, have their baselines on the grid of the body text (GB/T
 * 9704-2012 5.2.3), whatever face they begin in. */
#define CENTRE_NEAR 30

void *ht_layouter_array(ht_layouter *l, size_t n, size_t size)
{
	void *v = l->status == HT_OK ? ht_arena_array(l->arena, n, size) : NULL;
	if (!v)
		ht_layouter_fail(l, HT_ERR_NOMEM);
	return v;
}

static int fontset_of(ht_layouter *l, int *cache, const ht_typeface *face, const char *family)
{
	if (cache[face->index] < 0)
		ht_layouter_fail(l, ht_fonts_fontset(l->fonts, family, face->loc, l->diags, &cache[face->index]));
	return cache[face->index];
}

ht_span *ht_layout_spans(ht_layouter *l, const ht_dspan *spans, size_t n)
{
	ht_span *out = ht_layouter_array(l, n, sizeof *out);
	for (size_t i = 0; out && i < n; i++)
		out[i] =
		    (ht_span){.text = spans[i].text,
		              .len = spans[i].len,
		              .fontset = fontset_of(l, l->han_fontsets, spans[i].face, spans[i].face->han),
		              .latin_fontset = fontset_of(l, l->latin_fontsets, spans[i].face, spans[i].face->latin),
		              .size = spans[i].size,
		              .colour = spans[i].colour,
		              .chars = spans[i].chars,
		              .keep = spans[i].keep,
		              .raised = spans[i].note > 0,
		              .href = spans[i].href,
		              .loc = spans[i].loc};
	return out;
}

ht_para_shape ht_layout_shape(const ht_layouter *l, const ht_pstyle *ps)
{
	static const ht_align aligns[] = {[HT_HALIGN_JUSTIFY] = HT_ALIGN_JUSTIFY,
	                                  [HT_HALIGN_LEFT] = HT_ALIGN_LEFT,
	                                  [HT_HALIGN_CENTRE] = HT_ALIGN_CENTRE,
	                                  [HT_HALIGN_RIGHT] = HT_ALIGN_RIGHT};
	const ht_geometry *g = l->area;
	return (ht_para_shape){
	    .measure = g->area_width - ps->left - ps->right,
	    .first_indent = ps->indent,
	    .em = ps->size,
	    .char_num = ps->grid ? g->area_width : ps->size,
	    .char_den = ps->grid ? g->chars : 1,
	    .align = aligns[ps->align],
	    .han_latin_gap = ps->han_latin_gap,
	    .merge_punct = ps->merge_punct,
	};
}

static const ht_font *main_face(ht_layouter *l, const ht_typeface *face)
{
	int han = fontset_of(l, l->han_fontsets, face, face->han);
	return l->status == HT_OK ? ht_fonts_main(l->fonts, han) : NULL;
}

ht_len ht_layout_ascent(ht_layouter *l, const ht_pstyle *ps)
{
	const ht_font *face = main_face(l, ps->face), *body = main_face(l, ht_layout_body(l->style)->face);
	if (!face || !body)
		return ht_len_scale(ps->size, 500 + CENTRE_DEFAULT, 1000);
	bool alike = abs(face->centre - body->centre) <= CENTRE_NEAR;
	return ht_len_scale(ps->size, 500 + (alike ? body : face)->centre, 1000);
}

/* Is it centred text in its own lines, not in a column? */
static bool is_centred(const ht_para_shape *shape)
{
	return shape->align == HT_ALIGN_CENTRE && !shape->forbid_break && !shape->first_indent && !shape->rest_indent &&
	       shape->measure >= CENTRED_CHARS * shape->em;
}

ht_composed_lines ht_layout_lines(ht_layouter *l, const ht_span *spans, size_t n, const ht_para_shape *shape)
{
	ht_composed_lines lines = {0};
	if (l->status == HT_OK && is_centred(shape))
		ht_layouter_fail(l, ht_compose_centred(l->fonts, spans, n, shape, l->arena, l->diags, &lines));
	else if (l->status == HT_OK)
		ht_layouter_fail(l, ht_compose(l->fonts, spans, n, shape, l->arena, l->diags, &lines));
	return l->status == HT_OK ? lines : (ht_composed_lines){0};
}

ht_len ht_layout_width(ht_layouter *l, const ht_span *spans, size_t n, const ht_para_shape *shape)
{
	ht_len width = 0;
	if (n && l->status == HT_OK)
		ht_layouter_fail(l, ht_text_width(l->fonts, spans, n, shape, false, l->diags, &width));
	return width;
}

/* How far the text is from where its label begins, with the spaces between them. */
static ht_len label_width(ht_layouter *l, const ht_span *spans, size_t n, const ht_para_shape *shape)
{
	ht_len width = 0;
	if (n && l->status == HT_OK)
		ht_layouter_fail(l, ht_text_width(l->fonts, spans, n, shape, true, l->diags, &width));
	return width;
}

ht_laid_line ht_line_of(const ht_composed_line *set, const ht_dpara *para, size_t *at)
{
	ht_laid_line line = {.set = set, .para = para, .from = *at};
	for (size_t i = 0; i < set->n; i++)
		line.len += set->runs[i].len;
	*at += line.len;
	return line;
}

ht_laid_line ht_line_of_all(const ht_composed_line *set, const ht_dpara *para)
{
	size_t at = 0;
	return ht_line_of(set, para, &at);
}

/* Text that a signature may share a page with (7.3.5.5): the body or, in forms made of lists, the text of their
 * members. */
static bool is_body(const ht_block *block)
{
	const ht_element *e = block->element;
	return e->kind == HT_E_BODY || e->kind == HT_E_ROSTER ||
	       (e->kind == HT_E_TEXT && block->in_list && !e->new_page);
}

ht_box *ht_box_add(ht_layouter *l, ht_boxes *boxes, const ht_block *block, size_t n_lines)
{
	ht_laid_line *lines = ht_layouter_array(l, n_lines, sizeof *lines);
	ht_box *box = lines ? HT_PUSH(l->arena, boxes->v, boxes->n, boxes->cap) : NULL;
	if (!box) {
		ht_layouter_fail(l, HT_ERR_NOMEM);
		return NULL;
	}
	*box = (ht_box){.block = block, .lines = lines, .skip = -1, .line = -1, .body = is_body(block)};
	box->landscape = l->area == &l->landscape;
	if (block->style)
		box->em = block->style->size;
	return box;
}

static const ht_tag tags_by_kind[HT_E_KIND_COUNT] = {
    [HT_E_TEXT] = HT_TAG_PARA,
    [HT_E_LINE] = HT_TAG_PARA,
    [HT_E_MASTHEAD] = HT_TAG_MASTHEAD,
    [HT_E_TITLE] = HT_TAG_TITLE,
    [HT_E_RULE] = HT_TAG_ARTIFACT,
    [HT_E_BODY] = HT_TAG_PARA,
    [HT_E_PEOPLE] = HT_TAG_PARA,
    [HT_E_ROSTER] = HT_TAG_PARA,
    [HT_E_SIGNATURE] = HT_TAG_PARA,
    [HT_E_SEALED] = HT_TAG_PARA,
    [HT_E_STAMPED] = HT_TAG_PARA,
    [HT_E_SIGNERS] = HT_TAG_PARA,
    [HT_E_ATTACHMENT_NOTE] = HT_TAG_PARA,
    [HT_E_PAGE_NUMBER] = HT_TAG_ARTIFACT,
};

static ht_tag tag_for(const ht_block *block)
{
	if (block->heading && block->keep_next)
		return HT_TAG_HEADING;
	return tags_by_kind[block->element->kind];
}

/* The entries after a label are the items of one list per element. */
static uint16_t list_of(const ht_layouter *l, const ht_block *block)
{
	ht_ekind kind = block->element->kind;
	return kind == HT_E_PEOPLE || kind == HT_E_ATTACHMENT_NOTE ? l->lists : 0;
}

ht_box *ht_box_add_line(ht_layouter *l, ht_boxes *boxes, const ht_block *block, ht_laid_line line)
{
	ht_box *box = ht_box_add(l, boxes, block, 1);
	if (!box)
		return NULL;
	line.y = ht_layout_ascent(l, block->style);
	line.tag = tag_for(block);
	line.level = (uint8_t)block->level;
	line.list = list_of(l, block);
	box->lines[box->n_lines++] = line;
	return box;
}

/* Page breaks within the paragraph whose boxes are [from, boxes->n): at least this many lines at a page's end and
 * start. */
static void keep_lines(const ht_boxes *boxes, size_t from, int least)
{
	for (size_t i = from + 1; i < boxes->n; i++)
		if (i < from + (size_t)least || i + (size_t)least > boxes->n)
			boxes->v[i].keep = HT_KEEP_STRONG;
}

/* 7.3.5.5: body text on a grid with another number of characters; its indent is as many of these. */
static void tighten(const ht_layouter *l, const ht_block *block, ht_para_shape *shape)
{
	int chars = l->tightening.chars, page = l->style->page.chars;
	if (!chars || chars == page || !is_body(block) || !block->style->grid)
		return;
	shape->char_den = chars;
	shape->first_indent = ht_len_scale(shape->first_indent, page, chars);
}

/* Is there room for text beside a label of this width, in lines below one another? An eighth of a line of 28 characters
 * is a name of three; where there is less, all lines begin as the paragraph's do. */
static bool has_room_beside(const ht_para_shape *shape, ht_len label)
{
	return shape->first_indent + label <= shape->measure / 8 * 7;
}

/* Is it a list of names, but for its label and the marks around it? Names in a sentence are text as all of it. */
static bool is_list(const ht_block *block, const ht_dpara *para)
{
	bool any = false;
	for (size_t i = block->n_label; i < para->n; i++) {
		const ht_dspan *span = &para->spans[i];
		if (!span->listed && ht_utf8_count(span->text, span->len) > 1)
			return false;
		any |= span->listed;
	}
	return any;
}

void ht_make_para(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	const ht_dpara *para = &block->paras[0];
	size_t hidden = block->n_hidden, from = boxes->n, at = 0;
	const bool compact = ht_lines_turn_compact(l, boxes->n);
	ht_arena *own = l->arena;
	if (compact)
		l->arena = l->scratch;
	const ht_span *spans = ht_layout_spans(l, para->spans, para->n);
	ht_para_shape shape = ht_layout_shape(l, block->style);
	shape.listed = is_list(block, para);
	if (block->flush)
		shape.first_indent = shape.rest_indent;
	tighten(l, block, &shape);
	ht_len hidden_width = ht_layout_width(l, spans, hidden, &shape);
	ht_len label = block->n_label ? label_width(l, spans, block->n_label, &shape) : hidden_width;
	if (has_room_beside(&shape, label)) {
		if (block->n_label) {
			shape.rest_indent = shape.first_indent + label;
			shape.label = block->n_label > hidden ? block->n_label - hidden : 0;
		}
		shape.rest_indent += ht_geometry_char(&l->style->page, block->name_indent);
		shape.first_indent += hidden_width;
	}
	const ht_composed_lines lines = ht_layout_lines(l, spans ? spans + hidden : NULL, para->n - hidden, &shape);
	l->arena = own;
	const ht_composed_lines kept = compact ? ht_lines_kept(l, &lines) : lines;
	uint32_t unit = ++l->units;
	for (size_t i = 0; i < hidden; i++)
		at += para->spans[i].len;
	size_t span = hidden, span_end = at;
	for (size_t i = 0; i < kept.n; i++) {
		ht_laid_line line = ht_line_of(&lines.v[i], para, &at);
		line.set = &kept.v[i];
		line.x = block->style->left;
		line.unit = unit;
		ht_box *box = ht_box_add_line(l, boxes, block, line);
		if (!box)
			return;
		box->first_indent = shape.first_indent;
		box->rest_indent = shape.rest_indent;
		size_t first = span; /* the spans that end on this line: a mark is never broken */
		for (; span < para->n && span_end + para->spans[span].len <= at; span++)
			span_end += para->spans[span].len;
		ht_notes_take(l, box, para->spans + first, span - first);
	}
	/* a heading is not divided: its first line alone at a page's foot would be read as all of it */
	keep_lines(boxes, from, block->keep_next ? (int)lines.n : l->style->page.least_lines);
}

ht_composed_line *ht_line_alone(ht_layouter *l, const ht_block *block, const ht_dpara *para)
{
	if (!para->n)
		return NULL;
	const ht_span *spans = ht_layout_spans(l, para->spans, para->n);
	ht_para_shape shape = ht_layout_shape(l, block->style);
	shape.first_indent = 0;
	shape.align = HT_ALIGN_LEFT;
	shape.forbid_break = true;
	const ht_composed_lines lines = ht_layout_lines(l, spans, para->n, &shape);
	return lines.n ? &lines.v[0] : NULL;
}

ht_len ht_line_room(const ht_layouter *l, const ht_block *block)
{
	const ht_pstyle *ps = block->style;
	bool inset = block->kind == HT_BLOCK_SIGNATURE || block->kind == HT_BLOCK_RIGHT;
	return l->area->area_width - ps->left - ps->right - (inset ? block->element->right_inset : 0);
}

ht_composed_line *ht_single_line(ht_layouter *l, const ht_block *block, const ht_dpara *para)
{
	ht_composed_line *line = ht_line_alone(l, block, para);
	if (line && line->width > ht_line_room(l, block)) {
		char *text = ht_arena_strndup(l->arena, para->spans[0].text, para->spans[0].len);
		ht_diag(l->diags, HT_D_LINE_TOO_WIDE, para->spans[0].loc, text ? text : "", NULL);
	}
	return line;
}

static void make_title(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	ht_para_shape shape = ht_layout_shape(l, block->style);
	uint32_t unit = ++l->units;
	shape.air = shape.em;
	for (size_t k = 0; k < block->n_paras; k++) {
		const ht_dpara *para = &block->paras[k];
		const ht_span *spans = ht_layout_spans(l, para->spans, para->n);
		ht_composed_lines lines = {0};
		size_t at = 0;
		if (l->status == HT_OK)
			ht_layouter_fail(
			    l, ht_compose_title(l->fonts, spans, para->n, &shape, l->arena, l->diags, &lines));
		for (size_t i = 0; i < lines.n; i++) {
			ht_laid_line line = ht_line_of(&lines.v[i], para, &at);
			line.x = block->style->left;
			line.unit = unit;
			ht_box *box = ht_box_add_line(l, boxes, block, line);
			if (!box)
				return;
			box->keep = k > 0 || i > 0 ? HT_KEEP_STRONG : HT_KEEP_FREE;
		}
	}
}

static void make_rule(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	ht_box *box = ht_box_add(l, boxes, block, 0);
	if (!box)
		return;
	box->em = block->element->thickness;
	box->keep = HT_KEEP_STRONG;
}

/* Lines that begin at one place, the longest ending at the right inset; a
 * label that only the first of them shows. */
static void make_right(ht_layouter *l, const ht_block *block, ht_boxes *boxes)
{
	size_t n = block->n_paras, label_len = 0;
	ht_composed_line **lines = ht_layouter_array(l, n, sizeof *lines);
	const ht_dpara label = {block->paras[0].spans, block->n_label};
	const ht_composed_line *label_line = ht_single_line(l, block, &label);
	ht_len indent = label_line ? label_line->width : 0, widest = 0;
	for (size_t i = 0; i < label.n; i++)
		label_len += label.spans[i].len;
	for (size_t i = 0; lines && i < n; i++) {
		size_t skip = i ? block->n_label : 0;
		const ht_dpara para = {block->paras[i].spans + skip, block->paras[i].n - skip};
		lines[i] = ht_single_line(l, block, &para);
		if (lines[i])
			widest = ht_len_max(widest, lines[i]->width + (i ? indent : 0));
	}
	ht_len x = l->area->area_width - block->element->right_inset - widest;
	uint32_t unit = ++l->units;
	for (size_t i = 0; lines && i < n; i++) {
		size_t at = i ? label_len : 0;
		if (!lines[i])
			continue;
		ht_laid_line line = ht_line_of(lines[i], &block->paras[i], &at);
		line.x = x + (i ? indent : 0);
		line.unit = unit;
		ht_box *box = ht_box_add_line(l, boxes, block, line);
		if (!box)
			return;
		box->keep = i ? HT_KEEP_STRONG : HT_KEEP_FREE;
	}
}

static void (*const makers[])(ht_layouter *, const ht_block *, ht_boxes *) = {
    [HT_BLOCK_PARA] = ht_make_para,
    [HT_BLOCK_LINE] = ht_make_sides,
    [HT_BLOCK_MASTHEAD] = ht_make_masthead,
    [HT_BLOCK_TITLE] = make_title,
    [HT_BLOCK_RULE] = make_rule,
    [HT_BLOCK_TABLE] = ht_make_table,
    [HT_BLOCK_PICTURE] = ht_make_picture,
    [HT_BLOCK_SEALED] = ht_make_sealed,
    [HT_BLOCK_STAMPED] = ht_make_stamped,
    [HT_BLOCK_SIGNATURE] = ht_make_signature,
    [HT_BLOCK_RIGHT] = make_right,
};

/* Text that belongs to what is above it: better not separated from it. */
static void keep_weakly(const ht_boxes *boxes, size_t from)
{
	for (size_t i = from; i < boxes->n; i++)
		if (boxes->v[i].keep == HT_KEEP_FREE)
			boxes->v[i].keep = HT_KEEP_WEAK;
}

/* Of an element and the row of the imprint that may replace it, one is shown. */
static bool left_out(const ht_layouter *l, const ht_element *e)
{
	if (e->instead_of)
		return !l->moved || strcmp(l->moved, e->instead_of) != 0;
	return l->moved && strcmp(l->moved, e->name) == 0;
}

/* Append the boxes of block i. */
static void make_block(ht_layouter *l, const ht_blocks *blocks, size_t i, ht_boxes *boxes)
{
	const ht_block *block = &blocks->v[i];
	size_t from = boxes->n;
	makers[block->kind](l, block, boxes);
	if (boxes->n == from)
		return;
	ht_box *first = &boxes->v[from];
	first->starts = block->first;
	first->starts_block = true;
	if (from && boxes->v[from - 1].block->keep_next)
		first->keep = HT_KEEP_STRONG;
	else if (block->element->keep_previous)
		keep_weakly(boxes, from);
}

static bool begins_page(const ht_block *block)
{
	return block->first && block->element->new_page;
}

/* The first of the blocks that are on the landscape page with table i: the
 * heading above it; or label and title, when the page begins with these. */
static size_t landscape_from(const ht_blocks *blocks, size_t i)
{
	size_t heading = i;
	while (heading && blocks->v[heading - 1].heading && blocks->v[heading - 1].keep_next)
		heading--;
	size_t from = heading;
	while (from && !begins_page(&blocks->v[from]) &&
	       (blocks->v[from - 1].keep_next || begins_page(&blocks->v[from - 1])))
		from--;
	return begins_page(&blocks->v[from]) ? from : heading;
}

/* Is table i all there is between its title, with which a page begins, and the next? */
static bool has_own_pages(const ht_blocks *blocks, size_t i)
{
	if (i + 1 < blocks->n && !begins_page(&blocks->v[i + 1]))
		return false;
	return begins_page(&blocks->v[landscape_from(blocks, i)]);
}

/* Compose again, for the landscape page, the blocks above table i on it. */
static void turn_with_table(ht_layouter *l, const ht_blocks *blocks, size_t i, const size_t *begins, const size_t *seen,
                            ht_boxes *boxes)
{
	size_t from = landscape_from(blocks, i);
	if (from == i)
		return;
	boxes->n = begins[from];
	l->notes.seen = seen[from];
	l->area = &l->landscape;
	for (; from <= i; from++)
		make_block(l, blocks, from, boxes);
	l->area = &l->style->page;
}

void ht_boxes_make(ht_layouter *l, const ht_blocks *blocks, ht_boxes *ret)
{
	size_t *begins = ht_layouter_array(l, blocks->n + 1, sizeof *begins);
	size_t *seen = ht_layouter_array(l, blocks->n + 1, sizeof *seen); /* footnotes before each block */
	for (size_t i = 0; i < blocks->n && l->status == HT_OK; i++) {
		const ht_block *block = &blocks->v[i];
		begins[i] = ret->n;
		seen[i] = l->notes.seen;
		if (left_out(l, block->element))
			continue;
		l->lists += block->first && l->lists < UINT16_MAX;
		l->own_pages = block->table && has_own_pages(blocks, i);
		make_block(l, blocks, i, ret);
		if (block->table && ret->n > begins[i] && ret->v[begins[i]].landscape)
			turn_with_table(l, blocks, i, begins, seen, ret);
	}
}
