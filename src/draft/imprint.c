/* The imprint (版记: GB/T 9704-2012 7.4; 报尾 of a
 * bulletin): a table in a text frame at the lower edge of the page its anchor is on. The anchor is a paragraph of its
 * own after the last text, without height but with as much space above it as the block needs: if the page has no room
 * for the block, the anchor moves to the next page, and the block with it. (A frame that the text runs around would do
 * the same by itself, but
 * LibreOffice loses lines there that fit only without the frame.) Editors set footnotes at the page's foot whatever
 * else is there: so the frame is above those of its page, which on the pages are above it. */
#include "draft/messages.h"
#include "draft_priv.h"

static void write_row(ht_draft *d, const ht_block *block, const ht_laid_block *laid)
{
	const ht_laid_row *row = laid->v;
	ht_draft_seg segs[HT_DRAFT_MAX_TABS];
	ht_draft_para para;
	ht_draft_para_of(d, block->style, &para);
	para.pitch = row->pitch;
	para.rise = ht_draft_row_rise(d, row);
	if (block->kind == HT_BLOCK_LINE) {
		size_t n = ht_draft_sides_segs(d, &para, block, laid, segs, 0);
		ht_draft_segs_place(&para, segs, n);
		ht_draft_segs_write(d, &para, segs, n);
		return;
	}
	para.left = block->style->left + row->rest_indent;
	para.indent = row->first_indent - row->rest_indent;
	for (size_t k = 0; k < block->n_paras; k++) {
		ht_draft_run run = {.spans = block->paras[k].spans, .n = block->paras[k].n, .element = block->element};
		if (block->kind == HT_BLOCK_PARA)
			ht_draft_fit_rows(d, &para, row, laid->n, &run);
		ht_draft_write_para(d, &para, &run, 0);
	}
}

/* The rows that are shown. */
static size_t find_rows(ht_draft *d, const ht_block ***ret)
{
	const ht_blocks *blocks = &d->doc->imprint;
	const ht_block **rows = ht_draft_array(d, blocks->n + 1, sizeof *rows);
	size_t n = 0;
	for (size_t i = 0; rows && i < blocks->n; i++)
		if (d->laid->imprint[i].n)
			rows[n++] = &blocks->v[i];
	*ret = rows;
	return n;
}

/* Each row is one cell as wide as the type area, with the lines between. */
void ht_draft_write_imprint_rows(ht_draft *d)
{
	const ht_block **rows;
	const size_t n = find_rows(d, &rows);
	const ht_len width = d->style->page.area_width;
	const ht_draft_table table = {.name = "版记表", .widths = &width, .n = 1};
	if (!n)
		return;
	ht_draft_table_begin(d, &table);
	for (size_t i = 0; i < n; i++) {
		const ht_laid_block *laid = ht_laid_find(d->laid, d->doc, rows[i]);
		const ht_draft_cell cell = {.above = laid->v[0].rule_above,
		                            .below = i + 1 == n ? d->laid->imprint_rule : 0,
		                            .colour = d->style->imprint.colour,
		                            .rows = 1,
		                            .columns = 1};
		d->format->row_begin(d, i, 0, true);
		d->format->cell_begin(d, &cell);
		write_row(d, rows[i], laid);
		d->format->cell_end(d);
		d->format->row_end(d, i);
	}
	d->format->table_end(d);
}

/* A paragraph without height. */
static void begin_carrier(ht_draft *d, const ht_pstyle *ps, ht_len above, bool page_break)
{
	ht_draft_para para;
	ht_draft_para_of(d, ps, &para);
	para.above = above;
	para.pitch = para.size = ht_draft_carrier_pitch();
	para.left = para.right = para.indent = 0;
	para.page_break = page_break;
	ht_draft_para_begin(d, &para, 0);
}

/* An editor ends a text with a paragraph. It adds one with a line of the body after a table that ends it, on a page of
 * its own where the table fills its page. */
static void end_table(ht_draft *d)
{
	const ht_blocks *flow = &d->doc->flow;
	const ht_block *last = flow->n ? &flow->v[flow->n - 1] : NULL;
	const ht_laid_table *table = last ? d->laid->flow[flow->n - 1].table : NULL;
	if (!table || table->landscape)
		return;
	begin_carrier(d, last->style, 0, false);
	ht_draft_para_end(d);
}

/* Printed on both sides, the imprint is on an even page (GB/T 9704-2012 7.4.1): how many pages after that of the last
 * text. An editor does not count pages: it is told. */
static size_t pages_later(ht_draft *d, const ht_block *row)
{
	if (!d->style->imprint.even_page || d->is_template)
		return 0;
	ht_diag(d->diags, HT_D_DRAFT_EVEN_PAGE, row->loc, d->format->name, NULL);
	return d->laid->imprint_page + 1 - d->laid->n_pages;
}

/* Whoever deletes the last line of the text, with its end, deletes what hangs on the paragraph after it: the imprint
 * hangs on the one after that. */
void ht_draft_write_imprint(ht_draft *d)
{
	const ht_block **rows;
	if (!find_rows(d, &rows)) {
		end_table(d);
		return;
	}
	size_t later = pages_later(d, rows[0]);
	for (size_t i = 1; i < later; i++) { /* pages without text */
		begin_carrier(d, rows[0]->style, 0, true);
		ht_draft_para_end(d);
	}
	ht_len above = later ? 0 : ht_draft_carrier_above(d);
	if (above > ht_draft_carrier_pitch()) {
		begin_carrier(d, rows[0]->style, 0, false);
		ht_draft_para_end(d);
		above -= ht_draft_carrier_pitch();
	}
	begin_carrier(d, rows[0]->style, above, later > 0);
	d->format->imprint(d);
	ht_draft_para_end(d);
}
