/* Blocks of text: paragraphs, titles, lines with sides, signatures. */
#include <string.h>

#include "draft_priv.h"

/* The pages' grid if it differs from the sheet's: tightened lines, another number of characters in a line (GB/T
 * 9704-2012 7.3.5.5). A paragraph on two pages is set as on the second. */
static void set_grid(const ht_draft *d, const ht_block *block, const ht_laid_block *laid, ht_draft_para *para)
{
	if (d->is_template) /* what is typed will end elsewhere */
		return;
	para->pitch = laid->v[laid->n - 1].pitch;
	if (d->laid->chars && laid->gridded)
		para->spacing = ht_draft_grid_spacing(d, block->style, d->laid->chars);
}

/* The space above the block's rows from `from` on, n of them. */
static ht_len place(ht_draft *d, const ht_block *block, const ht_laid_block *laid, size_t from, size_t n,
                    const ht_draft_para *para)
{
	const ht_laid_row *first = &laid->v[from];
	return ht_draft_place_rows(d, first, &laid->v[from + n - 1], ht_draft_ascent(d, block->style, first),
	                           para->pitch);
}

static void para_of(ht_draft *d, const ht_block *block, const ht_laid_block *laid, ht_draft_para *para)
{
	ht_draft_para_of(d, block->style, para);
	ht_draft_begin_page(d, block, laid, para);
	set_grid(d, block, laid, para);
}

/* A line with sides, or a paragraph that the next block shares its line with. */
void ht_draft_block_sides(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_block *laid = &b->laid[*i], *with = ht_draft_beside(b, *i);
	ht_draft_seg segs[2 * HT_DRAFT_MAX_TABS];
	ht_draft_para para;
	para_of(d, block, laid, &para);
	para.above = place(d, block, laid, 0, laid->n, &para);
	size_t n = ht_draft_sides_segs(d, &para, block, laid, segs, 0);
	if (with)
		n = ht_draft_row_segs(d, &b->v[*i + 1], with->v, segs, n);
	*i += with ? 2 : 1;
	para.keep_next = ht_draft_kept_with_next(b, *i - 1);
	ht_draft_segs_place(&para, segs, n);
	ht_draft_rules_after(d, b, i, &para);
	ht_draft_segs_write(d, &para, segs, n);
}

/* Lines of one block below each other: set as one at the right, or names and date under seals or beside stamps. What is
 * beside the last of them shares its line. */
void ht_draft_block_rows(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_block *laid = &b->laid[*i], *with = ht_draft_beside(b, *i);
	size_t at = *i, hung = 0;
	*i += with ? 2 : 1;
	for (size_t k = 0; k < laid->n; k++) {
		const ht_laid_row *row = &laid->v[k];
		bool last = k + 1 == laid->n;
		ht_draft_seg segs[2 * HT_DRAFT_MAX_TABS];
		ht_draft_para para;
		ht_draft_para_of(d, block->style, &para);
		para.pitch = row->pitch;
		para.page_break = k && row->page != laid->v[k - 1].page; /* rows of seals, higher than a page */
		if (para.page_break)
			ht_draft_place_page(d);
		ht_len ascent = row->n_lines ? row->lines[0].y : d->laid->ascent;
		if (!row->n_pictures)
			ascent = ht_draft_ascent(d, block->style, row);
		para.above = ht_draft_place_rows(d, row, row, ascent, para.pitch);
		size_t n = ht_draft_row_segs(d, block, row, segs, 0);
		if (last && with)
			n = ht_draft_row_segs(d, &b->v[at + 1], with->v, segs, n);
		para.keep_next = last ? ht_draft_kept_with_next(b, *i - 1) : laid->v[k + 1].page == row->page;
		ht_draft_segs_place(&para, segs, n);
		if (k == hung)
			hung += ht_draft_hang_seals(d, block, row, laid->n - k, &para);
		if (last)
			ht_draft_rules_after(d, b, i, &para);
		ht_draft_segs_write(d, &para, segs, n);
	}
}

/* A heading by itself; one that begins a paragraph is marked within it. Items of an agenda have the style of one. */
static int heading_level(const ht_draft *d, const ht_block *block)
{
	if (!block->heading)
		return ht_draft_outline_level(d, block->style);
	return block->keep_next ? block->level + HT_DRAFT_TITLE_LEVEL : 0;
}

/* Does a page's end leave one line of the paragraph alone, on this page or the next, because page 1 must show body
 * text, if only one line (7.3.3)? No editor does so by itself. (A paragraph split for the signature is not meant: an
 * editor would move its single line, and leave the signature alone.) */
static bool leaves_line(const ht_draft *d, const ht_laid_block *laid)
{
	const ht_laid_row *v = laid->v;
	size_t n = laid->n;
	if (n < 2 || d->style->page.least_lines < 2)
		return false;
	bool first = v[0].page != v[1].page && d->laid->pages[v[0].page].end == HT_PAGE_END_FULL;
	bool last = v[n - 2].page != v[n - 1].page && d->laid->pages[v[n - 2].page].end == HT_PAGE_END_FULL;
	return first || last;
}

/* The line ends of a centred text, which are where a reader pauses; an editor would fill its lines. */
static void keep_pauses(ht_draft *d, const ht_laid_block *laid, ht_draft_run *run)
{
	size_t *breaks = ht_draft_array(d, laid->n + 1, sizeof *breaks), n = 0, at = 0;
	for (size_t k = 0; breaks && k + 1 < laid->n; k++)
		breaks[n++] = at += laid->v[k].lines[0].len;
	run->breaks = breaks;
	run->n_breaks = n;
}

void ht_draft_block_para(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_block *laid = &b->laid[*i];
	const ht_laid_row *row = laid->v;
	const ht_dpara *p = &block->paras[0];
	if (ht_draft_beside(b, *i)) {
		ht_draft_block_sides(d, b, i);
		return;
	}
	ht_draft_para para;
	int level = heading_level(d, block);
	ht_draft_run run = {.spans = p->spans + block->n_hidden,
	                    .n = p->n - block->n_hidden,
	                    .marked = block->heading && !level ? block->heading_len : 0,
	                    .element = block->element};
	para_of(d, block, laid, &para);
	para.left = block->style->left + row->rest_indent;
	para.indent = row->first_indent - row->rest_indent;
	const ht_draft_listed listed = ht_draft_place_people(d, block, laid, &para, &run);
	para.above = place(d, block, laid, 0, laid->n, &para);
	para.loose = leaves_line(d, laid) && !ht_draft_is_whole(d, *i);
	const bool splits = para.loose || ht_draft_is_divided(d, *i);
	para.keep_next = ht_draft_kept_with_next(b, *i) && (block->keep_next || !splits);
	++*i;
	ht_draft_rules_after(d, b, i, &para);
	if (listed != HT_DRAFT_LISTED_FLOWING)
		ht_draft_fit_rows(d, &para, row, laid->n, &run);
	if (para.align == HT_HALIGN_CENTRE && laid->n > 1 && !block->n_hidden)
		keep_pauses(d, laid, &run);
	ht_draft_write_para(d, &para, &run, level);
}

/* A title's whole text with its line ends. */
static ht_draft_run title_run(ht_draft *d, const ht_block *block, const ht_laid_block *laid)
{
	size_t n = 0, n_breaks = 0, at = 0;
	for (size_t k = 0; k < block->n_paras; k++)
		n += block->paras[k].n;
	ht_dspan *spans = ht_draft_array(d, n + 1, sizeof *spans);
	size_t *breaks = ht_draft_array(d, laid->n + 1, sizeof *breaks);
	if (!spans || !breaks)
		return (ht_draft_run){.element = block->element};
	n = 0;
	for (size_t k = 0; k < block->n_paras; k++)
		for (size_t j = 0; j < block->paras[k].n; j++)
			spans[n++] = block->paras[k].spans[j];
	for (size_t k = 0; k + 1 < laid->n; k++)
		breaks[n_breaks++] = at += laid->v[k].lines[0].len;
	return (ht_draft_run){
	    .spans = spans, .n = n, .breaks = breaks, .n_breaks = n_breaks, .element = block->element};
}

void ht_draft_block_title(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_block *laid = &b->laid[*i];
	const ht_draft_run run = title_run(d, block, laid);
	ht_draft_para para;
	para_of(d, block, laid, &para);
	para.above = place(d, block, laid, 0, laid->n, &para);
	para.keep_next = ht_draft_kept_with_next(b, *i);
	++*i;
	ht_draft_rules_after(d, b, i, &para);
	ht_draft_write_para(d, &para, &run, HT_DRAFT_TITLE_LEVEL);
}

/* How many rows from k on are lines of one name. */
static size_t name_rows(const ht_laid_block *laid, size_t k)
{
	size_t n = 1;
	while (k + n < laid->n && laid->v[k + n].lines->para == laid->v[k].lines->para)
		n++;
	return n;
}

/* A name with its line ends. */
static ht_draft_run name_run(ht_draft *d, const ht_block *block, const ht_laid_row *rows, size_t n)
{
	const ht_laid_line *line = rows->lines;
	ht_draft_run run = {.spans = line->para->spans, .n = line->para->n, .element = block->element};
	size_t *breaks = ht_draft_array(d, n, sizeof *breaks), at = 0;
	for (size_t i = 0; breaks && i + 1 < n; i++)
		breaks[i] = at += rows[i].lines->len;
	if (breaks) {
		run.breaks = breaks;
		run.n_breaks = n - 1;
	}
	return run;
}

/* GB/T 9704-2012 7.3.5.2: a line that ends at the right inset ends there when it
 * is edited; the others keep their beginning, as do those of a name over several. */
void ht_draft_block_signature(ht_draft *d, const ht_draft_blocks *b, size_t *i)
{
	const ht_block *block = &b->v[*i];
	const ht_laid_block *laid = &b->laid[*i];
	const ht_element *e = block->element;
	ht_len right = d->style->page.area_width - e->right_inset;
	for (size_t k = 0, n; k < laid->n; k += n) {
		const ht_laid_line *line = laid->v[k].lines;
		n = name_rows(laid, k);
		const ht_draft_run run = name_run(d, block, &laid->v[k], n);
		bool ends = n == 1 && ht_laid_line_right(line) == right;
		ht_draft_para para;
		ht_draft_para_of(d, block->style, &para);
		para.pitch = laid->v[k].pitch;
		para.above = place(d, block, laid, k, n, &para);
		para.keep_next = k + n < laid->n || ht_draft_kept_with_next(b, *i);
		para.align = HT_HALIGN_LEFT;
		para.left = ht_laid_line_left(laid->v[k + n - 1].lines);
		para.indent = ht_laid_line_left(line) - para.left;
		para.right = 0;
		if (ends) {
			para.align = HT_HALIGN_RIGHT;
			para.left = para.indent = 0;
			para.right = e->right_inset;
		}
		ht_draft_write_para(d, &para, &run, 0);
	}
	++*i;
}
