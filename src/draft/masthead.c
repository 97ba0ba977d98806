/* The masthead (发文机关标志: GB/T 9704-2012 7.2.4): a line of letters condensed to fit the page; for a joint document
 * a table without lines, the names spread to one width in its left column, 文件 in its right one. */
#include <ctype.h>

#include "draft_priv.h"

static void masthead_para(const ht_draft *d, const ht_block *block, const ht_draft_masthead *masthead,
                          ht_draft_para *para)
{
	ht_draft_para_of(d, block->style, para);
	para->size = masthead->size;
	para->scale = masthead->scale;
	para->spacing = masthead->spacing;
	para->pitch = masthead->pitch;
}

static void write_text(ht_draft *d, const ht_block *block, const ht_draft_para *para, const ht_dpara *text, int level)
{
	const ht_draft_run run = {.spans = text->spans, .n = text->n, .element = block->element};
	ht_draft_write_para(d, para, &run, level);
}

/* Where some editors set gaps beside Latin letters: a fifth of the size each, up to which a line may be wider there. It
 * stays a line, and in the middle, if the paragraph is as much wider at both sides. */
static ht_len gaps_of(const ht_composed_line *line, ht_len size)
{
	bool latin = false;
	int n = 0;
	for (size_t i = 0; i < line->n; i++)
		for (size_t k = 0; k < line->runs[i].len; k++) {
			const bool before = latin;
			const unsigned char c = (unsigned char)line->runs[i].text[k];
			latin = c < 0x80 && isalnum(c);
			n += latin != before;
		}
	return n * size / 5;
}

static void single(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_row *row = b->laid[*i].v;
	const ht_draft_masthead masthead = ht_draft_masthead_of(d, row->lines[0].set);
	ht_draft_para para;
	masthead_para(d, block, &masthead, &para);
	para.keep_next = true;
	para.above = ht_draft_place_rows(d, row, row, row->lines[0].y, para.pitch);
	if (d->format->always_gaps && !para.ps->han_latin_gap)
		para.left = para.right = -gaps_of(row->lines[0].set, para.size);
	++*i;
	ht_draft_rules_after(d, b, i, &para);
	/* a document is found by its masthead if it has no title: 命令 */
	write_text(d, block, &para, &block->paras[0], d->masthead_is_title ? HT_DRAFT_TITLE_LEVEL : 0);
}

/* A cell of n texts, one paragraph each. Names are spread by justification; only condensed ones have letter spacing. */
static void write_cell(ht_draft *d, const ht_block *block, const ht_laid_line *lines, size_t n, ht_len above,
                       ht_len pitch, bool names)
{
	const ht_draft_cell cell = {.pad_above = above, .middle = true, .rows = 1, .columns = 1};
	d->format->cell_begin(d, &cell);
	for (size_t i = 0; i < n; i++) {
		ht_draft_masthead masthead = ht_draft_masthead_of(d, lines[i].set);
		ht_draft_para para;
		if (names && masthead.scale >= 100)
			masthead.spacing = 0;
		masthead_para(d, block, &masthead, &para);
		para.spread = names;
		if (names)
			para.pitch = pitch;
		else
			para.align = HT_HALIGN_RIGHT;
		write_text(d, block, &para, lines[i].para, 0);
	}
	d->format->cell_end(d);
}

static void joint(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[(*i)++];
	const ht_laid_row *row = b->laid[*i - 1].v;
	size_t n = block->n_paras - 1;
	bool suffixed = row->n_lines > n;
	ht_len left = ht_laid_line_left(&row->lines[0]), right = 0;
	for (size_t k = 0; k < n; k++)
		right = ht_len_max(right, ht_laid_line_right(&row->lines[k]));
	const ht_len space = ht_draft_place_rows(d, row, row, row->lines[0].y, row->pitch);
	const ht_len within = d->format->space_in_cells ? space : 0;
	d->at.y += (ht_len)(n - 1) * row->pitch;
	ht_len widths[] = {right - left + ht_draft_masthead_slack(), 0}, width = widths[0];
	if (suffixed) {
		widths[1] = ht_laid_line_right(&row->lines[n]) - right + ht_draft_masthead_slack();
		width += widths[1];
	}
	const ht_draft_table table = {.name = "发文机关标志",
	                              .style = block->style,
	                              .above = space - within,
	                              .left = (d->style->page.area_width - width) / 2,
	                              .widths = widths,
	                              .n = suffixed ? 2 : 1,
	                              .keep_next = true};
	ht_draft_table_begin(d, &table);
	d->format->row_begin(d, 0, 0, true);
	write_cell(d, block, row->lines, n, within, row->pitch, true);
	if (suffixed)
		write_cell(d, block, &row->lines[n], 1, within, 0, false);
	d->format->row_end(d, 0);
	d->format->table_end(d);
}

void ht_draft_block_masthead(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	if (b->v[*i].n_paras > 1)
		joint(d, b, i);
	else
		single(d, b, i);
}
