/* Pages that end within a paragraph, or a table, elsewhere than an editor would end them: early, so that the signature
 * (GB/T 9704-2012 7.3.5.5) or the imprint (7.4.1) is not on a page without text; or late, since an editor gives all
 * lines of a paragraph the pitch of its last page, and those of a tightened page 1 need a little more room then.
 *
 * The paragraph stays whole: such a page has a page style with a lower margin of its own. Pages follow each other by
 * their styles, so those before it have their own, too. A format without such styles may have a first page that ends
 * early; of others it can only say that its page goes on. */
#include "draft/messages.h"
#include "draft_priv.h"

#include <stdio.h>

/* What an editor's rounding of all distances on a page may add up to. */
#define ROUNDED HT_LEN_PT

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

/* The page that ends before row i of the block. Returns how much lower than elsewhere the text has to end there, so
 * that an editor sets the rows before i on it, in the pitch of the last one, and no others. */
static ht_len end_within(ht_draft *d, const ht_block *block, const ht_laid_block *laid, size_t i)
{
	size_t first = i - 1, page = laid->v[first].page;
	while (first > 0 && laid->v[first - 1].page == page)
		first--;
	const ht_laid_row *row = &laid->v[first];
	ht_len pitch = laid->v[laid->n - 1].pitch;
	/* not above the lower edge of the line before, which has the page's pitch */
	ht_len above = ht_draft_above_baseline(d, ht_len_min(pitch, row->pitch));
	ht_len top = ht_draft_row_top(d, row) + ht_draft_ascent(d, block->style, row) - above;
	ht_len room = ht_draft_body_bottom(d) - notes_height(d, page) - (top + (ht_len)(i - first) * pitch);
	int early = (int)(room / pitch);
	if (early > 0) {
		say_short(d, block, page, early);
		return pitch / 2 - room; /* half a line: whoever saves it in another format rounds, too */
	}
	if (!d->format->own_pages) /* a higher footer takes room, a lower one gives none */
		return 0;
	if (row->pitch != pitch && room < ROUNDED)
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

void ht_draft_find_ends(ht_draft *d)
{
	d->ends = ht_draft_array(d, HT_DRAFT_MOST_ENDS, sizeof *d->ends);
	for (size_t b = 0; d->ends && !d->natural && b < d->doc->flow.n; b++) {
		const ht_block *block = &d->doc->flow.v[b];
		const ht_laid_block *laid = &d->laid->flow[b];
		if (laid->n && laid->v[0].landscape) /* the styles that follow are others */
			return;
		for (size_t i = 1; i < laid->n; i++) {
			size_t page = laid->v[i - 1].page;
			if (page == laid->v[i].page || page >= HT_DRAFT_MOST_ENDS)
				continue;
			if (block->kind == HT_BLOCK_PARA)
				d->ends[page] = end_within(d, block, laid, i);
			else if (goes_on_with_imprint(d, block, page))
				d->ends[page] = end_of_table(d, block, laid, i);
			if (d->ends[page] && page < d->format->own_ends)
				d->n_ends = page + 1;
		}
	}
}

bool ht_draft_ends_within(const ht_draft *d, const ht_laid_block *laid)
{
	for (size_t i = 1; i < laid->n; i++) {
		size_t page = laid->v[i - 1].page;
		if (page != laid->v[i].page && page < d->n_ends && d->ends[page])
			return true;
	}
	return false;
}
