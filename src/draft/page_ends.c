/* Pages that end within a paragraph, or a table, elsewhere than an editor would end them: early, so that the signature
 * (GB/T 9704-2012 7.3.5.5) or the imprint (7.4.1) is not on a page without text; or late, since an editor gives all
 * lines of a paragraph the pitch of its last page, and those of a tightened page 1 need a little more room then.
 *
 * A short paragraph that the pages divide is kept with the signature after it as a whole, if its page has room for
 * that: so the signature has text whatever is typed above. (LibreOffice moves a kept paragraph that does not end on its
 * page, whatever is said of orphans, widows and dividing.) The page before ends earlier than the PDF's then.
 *
 * Else the paragraph stays one: such a page has a page style with a lower margin of its own. Pages follow each other by
 * their styles, so those before it have their own, too. A format without such styles may have a first page that ends
 * early; of others it can only say that its page goes on. */
#include "draft/messages.h"
#include "draft_priv.h"

#include <stdio.h>

/* What an editor's rounding of all distances on a page may add up to. */
#define ROUNDED HT_LEN_PT

/* So many lines may be free at a page's end for a paragraph that stays whole. */
#define LITTLE_WHITE 3

/* Height of the footnotes on a page, with the rule above them. */
static ht_len notes_height(const ht_draft *d, size_t page)
{
	const ht_laid_note_rule *rule = &d->laid->note_rule;
	size_t n = d->laid->pages[page].note_lines;
	if (!n)
		return 0;
	return (ht_len)n * d->laid->notes[0].v[0].pitch + rule->above + rule->thickness + rule->below;
}

static void say_short(ht_draft *d, const ht_block *block, size_t page, int early)
{
	char number[24], lines[16];
	snprintf(number, sizeof number, "%zu", page + 1);
	snprintf(lines, sizeof lines, "%d", early);
	if (page >= d->format->own_ends)
		ht_diag(d->diags, HT_D_DRAFT_PAGE_LONGER, block->loc, number, lines, NULL);
	else if (!d->format->own_pages)
		ht_diag(d->diags, HT_D_DRAFT_FIRST_SHORT, block->loc, lines, NULL);
	else
		ht_diag(d->diags, HT_D_DRAFT_PAGE_SHORT, block->loc, number, lines, ht_draft_page_name(d, page), NULL);
}

static void say_whole(ht_draft *d, const ht_block *block, size_t page, size_t n)
{
	char number[24], lines[24];
	snprintf(number, sizeof number, "%zu", page + 1);
	snprintf(lines, sizeof lines, "%zu", n);
	ht_diag(d->diags, HT_D_DRAFT_KEPT_WHOLE, block->loc, number, d->format->name, lines, NULL);
}

/* The first of the block's rows on the page of row i. */
static size_t first_on_page(const ht_laid_block *laid, size_t i)
{
	while (i > 0 && laid->v[i - 1].page == laid->v[i].page)
		i--;
	return i;
}

/* Is it the first text, with lines on page 1 and others on the next? An editor would move them all, and page 1 must
 * show text (7.3.3). */
static bool begins_text(const ht_draft *d, const ht_laid_block *laid)
{
	const ht_blocks *flow = &d->doc->flow;
	if (!laid->gridded || laid->v[0].page > 0 || laid->v[laid->n - 1].page == 0)
		return false;
	for (size_t b = 0; b < flow->n && &d->laid->flow[b] != laid; b++)
		if (d->laid->flow[b].gridded && !flow->v[b].keep_next)
			return false;
	return true;
}

/* Could the page's text be lower by this, and nothing else be elsewhere? */
static bool has_room(const ht_draft *d, size_t page, ht_len lower)
{
	const ht_geometry *g = &d->style->page;
	const ht_page_end end = d->laid->pages[page].end;
	ht_len bottom = g->top + g->area_height - notes_height(d, page), reach = 0;
	if (d->doc->imprint.n && page == d->laid->imprint_page)
		bottom = ht_len_min(bottom, g->top + d->laid->imprint_top - d->laid->imprint_gap);
	for (size_t b = 0; b < d->doc->flow.n; b++)
		for (size_t i = 0; i < d->laid->flow[b].n; i++) {
			const ht_laid_row *row = &d->laid->flow[b].v[i];
			ht_len below = row->em;
			for (size_t k = 0; k < row->n_pictures; k++)
				below = ht_len_max(below, row->pictures[k].y + row->pictures[k].h);
			if (row->page == page)
				reach = ht_len_max(reach, ht_draft_row_top(d, row) + below);
		}
	return (end == HT_PAGE_END_LAST || end == HT_PAGE_END_ASKED) && reach + lower <= bottom;
}

/* The room that the page has below row i - 1 of the block, in an editor's lines of the pitch of the last row. */
static ht_len room_before(const ht_draft *d, const ht_block *block, const ht_laid_block *laid, size_t i)
{
	size_t first = first_on_page(laid, i - 1);
	const ht_laid_row *row = &laid->v[first];
	ht_len pitch = laid->v[laid->n - 1].pitch;
	/* not above the lower edge of the line before, which has the page's pitch */
	ht_len above = ht_draft_above_baseline(d, ht_len_min(pitch, row->pitch));
	ht_len top = ht_draft_row_top(d, row) + ht_draft_ascent(d, block->style, row) - above;
	return ht_draft_body_bottom(d) - notes_height(d, row->page) - (top + (ht_len)(i - first) * pitch);
}

/* Is block b, of which row i begins a page, a short paragraph before the signature, or before what is above that, and
 * has this page room for all of it? The page before is not to be white for it, but where it is so for the signature
 * anyway. (Where it is so for the imprint's sake it has room for all, and an editor would leave them there.) */
static bool is_kept_whole(const ht_draft *d, size_t b, size_t i)
{
	const ht_draft_blocks blocks = {d->doc->flow.v, d->laid->flow, d->doc->flow.n};
	const ht_block *block = &blocks.v[b];
	const ht_laid_block *laid = &blocks.laid[b];
	ht_len pitch = laid->v[i].pitch;
	return block->kind == HT_BLOCK_PARA && !block->keep_next && ht_draft_is_short(laid) &&
	       ht_draft_kept_with_signature(&blocks, b) && !begins_text(d, laid) &&
	       d->laid->pages[laid->v[i - 1].page].end != HT_PAGE_END_IMPRINT &&
	       (i <= LITTLE_WHITE || room_before(d, block, laid, i) >= pitch) &&
	       has_room(d, laid->v[i].page, (ht_len)i * pitch);
}

/* The page that ends before row i of the block. Returns how much lower than elsewhere the text has to end there, so
 * that an editor sets the rows before i on it, in the pitch of the last one, and no others. */
static ht_len end_within(ht_draft *d, const ht_block *block, const ht_laid_block *laid, size_t i)
{
	size_t page = laid->v[i - 1].page;
	ht_len pitch = laid->v[laid->n - 1].pitch, room = room_before(d, block, laid, i);
	int early = (int)(room / pitch);
	if (early > 0) {
		say_short(d, block, page, early);
		return pitch / 2 - room; /* half a line: whoever saves it in another format rounds, too */
	}
	if (!d->format->own_pages) /* a higher footer takes room, a lower one gives none */
		return 0;
	if (laid->v[first_on_page(laid, i - 1)].pitch != pitch && room < ROUNDED)
		return ROUNDED - room;
	return -early * pitch;
}

/* The same of a table, before a row that has room: the text ends half a row lower than it does. Where the table goes on
 * from the page before, editors have no line 续表. */
static ht_len end_of_table(ht_draft *d, const ht_block *block, const ht_laid_block *laid, size_t i)
{
	const ht_laid_row *last = &laid->v[i - 1];
	ht_len room = ht_draft_body_bottom(d) - notes_height(d, last->page) - ht_draft_row_top(d, last) - last->em;
	ht_len row = 0;
	for (size_t k = i; k < laid->n && laid->v[k].table_row == laid->v[i].table_row && !laid->v[k].about; k++)
		row += laid->v[k].em;
	if (room <= row)
		return 0;
	say_short(d, block, last->page, (int)(room / d->laid->pages[last->page].pitch));
	if (laid->v[0].page < last->page)
		room += last->pitch;
	return row / 2 - room;
}

static bool goes_on_with_imprint(const ht_draft *d, const ht_block *block, size_t page)
{
	return block->kind == HT_BLOCK_TABLE && d->laid->pages[page].end == HT_PAGE_END_IMPRINT;
}

/* The page that ends before row i of block b. */
static void find_end(ht_draft *d, size_t b, size_t i)
{
	const ht_block *block = &d->doc->flow.v[b];
	const ht_laid_block *laid = &d->laid->flow[b];
	size_t page = laid->v[i - 1].page;
	if (is_kept_whole(d, b, i)) {
		d->whole[b] = true;
		say_whole(d, block, page, i);
		return;
	}
	if (page >= HT_DRAFT_MOST_ENDS)
		return;
	if (block->kind == HT_BLOCK_PARA)
		d->ends[page] = end_within(d, block, laid, i);
	else if (goes_on_with_imprint(d, block, page))
		d->ends[page] = end_of_table(d, block, laid, i);
	if (d->ends[page] && page < d->format->own_ends)
		d->n_ends = page + 1;
}

void ht_draft_find_ends(ht_draft *d)
{
	d->ends = ht_draft_array(d, HT_DRAFT_MOST_ENDS, sizeof *d->ends);
	d->whole = ht_draft_array(d, d->doc->flow.n + 1, sizeof *d->whole);
	for (size_t b = 0; d->ends && d->whole && !d->natural && b < d->doc->flow.n; b++) {
		const ht_laid_block *laid = &d->laid->flow[b];
		if (laid->n && laid->v[0].landscape) /* the styles that follow are others */
			return;
		for (size_t i = 1; i < laid->n; i++)
			if (laid->v[i - 1].page != laid->v[i].page)
				find_end(d, b, i);
	}
}

static bool ends_within(const ht_draft *d, const ht_laid_block *laid)
{
	for (size_t i = 1; i < laid->n; i++) {
		size_t page = laid->v[i - 1].page;
		if (page != laid->v[i].page && page < d->n_ends && d->ends[page])
			return true;
	}
	return false;
}

/* Does the paragraph go on over the end of a page that has no room for another line? Editors do so by themselves, but
 * not with a paragraph that is kept with the next; its last line is with that one anyway, as long as nobody types above
 * it. Where pages end as the editor ends them, it is kept, whatever is typed. */
static bool fills_page(const ht_draft *d, const ht_laid_block *laid)
{
	const ht_geometry *g = &d->style->page;
	for (size_t i = 1; i < laid->n && !d->natural; i++) {
		const ht_laid_row *row = &laid->v[i - 1];
		if (row->page != laid->v[i].page &&
		    ht_draft_row_top(d, row) + row->pitch + row->em > g->top + g->area_height)
			return true;
	}
	return false;
}

bool ht_draft_is_whole(const ht_draft *d, size_t b)
{
	return d->whole && d->whole[b];
}

bool ht_draft_is_divided(const ht_draft *d, size_t b)
{
	const ht_laid_block *laid = &d->laid->flow[b];
	return !ht_draft_is_whole(d, b) && (fills_page(d, laid) || begins_text(d, laid) || ends_within(d, laid));
}
