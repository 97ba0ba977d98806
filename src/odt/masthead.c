/* The masthead (发文机关标志: GB/T 9704-2012 7.2.4): a line of letters condensed to fit the page; for a joint document
 * a table without lines, the names spread to one width in its left column, 文件 in its right one. */
#include "odt_priv.h"

static void masthead_para(const odt *o, const ht_block *block, const odt_masthead *masthead, odt_para *para)
{
	odt_para_of(o, block->style, para);
	para->size = masthead->size;
	para->scale = masthead->scale;
	para->spacing = masthead->spacing;
	para->pitch = masthead->pitch;
}

static void write_text(odt *o, const ht_block *block, const odt_para *para, const ht_dpara *text)
{
	const odt_run run = {.spans = text->spans, .n = text->n, .element = block->element};
	odt_write_para(o, para, &run, 0);
}

static void single(odt *o, const odt_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_row *row = b->laid[*i].v;
	const odt_masthead masthead = odt_masthead_of(row->lines[0].set);
	odt_para para;
	masthead_para(o, block, &masthead, &para);
	para.keep_next = true;
	para.above = odt_place_rows(o, row, row, row->lines[0].y, para.pitch);
	++*i;
	odt_rules_after(o, b, i, &para);
	write_text(o, block, &para, &block->paras[0]);
}

/* A cell of n texts, one paragraph each. Names are spread by justification; only condensed ones have letter spacing. */
static void write_cell(odt *o, const ht_block *block, const ht_laid_line *lines, size_t n, ht_len pitch, bool names)
{
	const odt_cell cell = {.middle = true};
	odt_cell_begin(o, &cell, 1, 1);
	for (size_t i = 0; i < n; i++) {
		odt_masthead masthead = odt_masthead_of(lines[i].set);
		odt_para para;
		if (names && masthead.scale >= 100)
			masthead.spacing = 0;
		masthead_para(o, block, &masthead, &para);
		para.spread = names;
		if (names)
			para.pitch = pitch;
		else
			para.align = HT_HALIGN_RIGHT;
		write_text(o, block, &para, lines[i].para);
	}
	odt_cell_end(o);
}

static void joint(odt *o, const odt_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[(*i)++];
	const ht_laid_row *row = b->laid[*i - 1].v;
	size_t n = block->n_paras - 1;
	bool suffixed = row->n_lines > n;
	ht_len left = ht_laid_line_left(&row->lines[0]), right = 0;
	for (size_t k = 0; k < n; k++)
		right = ht_len_max(right, ht_laid_line_right(&row->lines[k]));
	ht_len above = odt_place_rows(o, row, row, row->lines[0].y, row->pitch);
	o->at.y += (ht_len)(n - 1) * row->pitch;
	ht_len widths[] = {right - left + odt_masthead_slack(), 0}, width = widths[0];
	if (suffixed) {
		widths[1] = ht_laid_line_right(&row->lines[n]) - right + odt_masthead_slack();
		width += widths[1];
	}
	odt_table_begin(o, "发文机关标志", above, (o->style->page.area_width - width) / 2, widths, suffixed ? 2 : 1,
	                true);
	odt_row_begin(o, 0, true);
	write_cell(o, block, row->lines, n, row->pitch, true);
	if (suffixed)
		write_cell(o, block, &row->lines[n], 1, 0, false);
	odt_row_end(o);
	odt_table_end(o);
}

void odt_block_masthead(odt *o, const odt_blocks *b, size_t *i)
{
	if (b->v[*i].n_paras > 1)
		joint(o, b, i);
	else
		single(o, b, i);
}
