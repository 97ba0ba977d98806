/* The laid-out tree: the boxes as the last try placed them, copied block by block. */
#include "boxes.h"

static ht_laid_row row_of(const ht_layouter *l, const ht_box *box, const ht_paginated *paginated)
{
	const ht_geometry g = ht_page_area(l, box->landscape, box->page);
	ht_laid_row row = {.page = box->page,
	                   .top = box->top - g.top,
	                   .em = box->em,
	                   .pitch = box->pitch,
	                   .line = box->line,
	                   .asked = box->asked,
	                   .beside = box->beside,
	                   .landscape = box->landscape,
	                   .about = box->about,
	                   .table_row = box->row,
	                   .rule_above = box->rule_above,
	                   .first_indent = box->first_indent,
	                   .rest_indent = box->rest_indent,
	                   .lines = box->lines,
	                   .n_lines = box->n_lines,
	                   .pictures = box->pictures,
	                   .n_pictures = box->n_pictures};
	if (!row.pitch)
		row.pitch = paginated->pages[box->page].pitch;
	if (box->block->kind == HT_BLOCK_RULE) {
		ht_rule_span(&l->style->page, box->block->element, &row.x, &row.w);
		row.x -= l->style->page.left;
	}
	return row;
}

static ht_laid_block *index_blocks(ht_layouter *l, const ht_blocks *blocks, const ht_boxes *boxes,
                                   const ht_paginated *paginated)
{
	ht_laid_block *ret = ht_layouter_array(l, blocks->n + 1, sizeof *ret);
	ht_laid_row *rows = ht_layouter_array(l, boxes->n + 1, sizeof *rows);
	for (size_t i = 0; ret && rows && i < boxes->n; i++) {
		const ht_box *box = &boxes->v[i];
		ht_laid_block *block = &ret[box->block - blocks->v];
		rows[i] = row_of(l, box, paginated);
		if (!block->n++)
			block->v = &rows[i];
		block->gridded = box->body && box->block->style && box->block->style->grid;
		if (box->table)
			block->table = &box->table->laid;
	}
	return ret;
}

/* What has levels is the body; other text of its kind is a note. */
const ht_pstyle *ht_layout_body(const ht_style *style)
{
	for (size_t i = 0; i < style->n_elements; i++)
		if (style->elements[i].kind == HT_E_BODY && style->elements[i].n_levels && style->elements[i].style)
			return style->elements[i].style;
	return &style->styles[0];
}

const ht_laid *ht_laid_make(ht_layouter *l, const ht_placed *placed, size_t n_pages)
{
	const ht_paginated *paginated = &placed->paginated;
	const ht_laid_imprint *imprint = &placed->imprint;
	ht_laid *laid = ht_layouter_array(l, 1, sizeof *laid);
	if (!laid)
		return NULL;
	for (size_t i = 0; i < imprint->boxes.n; i++)
		imprint->boxes.v[i].page = paginated->n_pages - 1;
	ht_furniture_complete(l);
	laid->body = ht_layout_body(l->style);
	laid->ascent = ht_layout_ascent(l, laid->body);
	laid->flow = index_blocks(l, &l->doc->flow, &placed->boxes, paginated);
	laid->imprint = index_blocks(l, &l->doc->imprint, &imprint->boxes, paginated);
	laid->notes = index_blocks(l, &l->doc->notes, &l->notes.boxes, paginated);
	if (l->doc->notes.n)
		laid->note_rule = ht_notes_rule(l);
	laid->imprint_top = imprint->top - l->style->page.top;
	laid->imprint_gap = l->tightening.imprint_gap;
	if (n_pages == paginated->n_pages)
		laid->imprint_notes = ht_notes_height(l, paginated->pages[n_pages - 1].note_lines);
	laid->imprint_rule = l->style->imprint.outer_rule;
	laid->pages = paginated->pages;
	laid->imprint_page = n_pages - 1;
	laid->n_pages = paginated->n_pages;
	laid->chars = l->tightening.chars == l->style->page.chars ? 0 : l->tightening.chars;
	laid->furniture = l->furniture;
	return laid;
}

/* Is the block one of these n? v: NULL if there is none. */
static bool is_among(const ht_block *block, const ht_block *v, size_t n)
{
	return n && block >= v && block < v + n;
}

const ht_laid_block *ht_laid_find(const ht_laid *laid, const ht_doc *doc, const ht_block *block)
{
	if (is_among(block, doc->flow.v, doc->flow.n))
		return &laid->flow[block - doc->flow.v];
	if (is_among(block, doc->notes.v, doc->notes.n))
		return &laid->notes[block - doc->notes.v];
	return &laid->imprint[block - doc->imprint.v];
}
