/* Pages that end within a paragraph elsewhere than an editor would end them: early, so that the signature (GB/T
 * 9704-2012 7.3.5.5) or the imprint (7.4.1) is not on a page without text; or late, since an editor gives all lines of
 * a paragraph the pitch of its last page, and those of a tightened page 1 need a little more room then.
 *
 * The paragraph stays whole: such a page has a page style with a lower margin of its own. Pages follow each other by
 * their styles, so those before it have their own, too. */
#include "odt/messages.h"
#include "odt_priv.h"

#include <stdio.h>

/* Pages from the first on that may have styles of their own. */
#define MOST_ENDS 9
/* What an editor's rounding of all distances on a page may add up to. */
#define ROUNDED HT_LEN_PT

/* Height of the footnotes on a page, with the rule above them. */
static ht_len notes_height(const odt *o, size_t page)
{
	const ht_laid_note_rule *rule = &o->laid->note_rule;
	size_t n = o->laid->pages[page].note_lines;
	if (!n)
		return 0;
	return (ht_len)n * o->laid->notes[0].v[0].pitch + rule->above + rule->thickness + rule->below;
}

static void say_short(odt *o, const ht_block *block, size_t page, int early)
{
	char number[24], lines[16];
	snprintf(number, sizeof number, "%zu", page + 1);
	snprintf(lines, sizeof lines, "%d", early);
	ht_diag(o->diags, HT_D_ODT_PAGE_SHORT, block->loc, number, lines, odt_page_display(o, page), NULL);
}

/* The page that ends before row i of the block. Returns how much lower than elsewhere the text has to end there, so
 * that an editor sets the rows before i on it, in the pitch of the last one, and no others. */
static ht_len end_within(odt *o, const ht_block *block, const ht_laid_block *laid, size_t i)
{
	size_t first = i - 1, page = laid->v[first].page;
	while (first > 0 && laid->v[first - 1].page == page)
		first--;
	const ht_laid_row *row = &laid->v[first];
	ht_len pitch = laid->v[laid->n - 1].pitch;
	/* not above the lower edge of the line before, which has the page's pitch */
	ht_len above = odt_above_baseline(ht_len_min(pitch, row->pitch));
	ht_len top = odt_row_top(o, row) + odt_ascent(o, block->style, row) - above;
	ht_len room = odt_body_bottom(o) - notes_height(o, page) - (top + (ht_len)(i - first) * pitch);
	int early = (int)(room / pitch);
	if (early > 0)
		say_short(o, block, page, early);
	if (row->pitch != pitch && room < ROUNDED)
		return ROUNDED - room;
	return -early * pitch;
}

void odt_find_ends(odt *o)
{
	o->ends = odt_array(o, MOST_ENDS, sizeof *o->ends);
	for (size_t b = 0; o->ends && b < o->doc->flow.n; b++) {
		const ht_block *block = &o->doc->flow.v[b];
		const ht_laid_block *laid = &o->laid->flow[b];
		if (laid->n && laid->v[0].landscape) /* the styles that follow are others */
			return;
		for (size_t i = 1; block->kind == HT_BLOCK_PARA && i < laid->n; i++) {
			size_t page = laid->v[i - 1].page;
			if (page == laid->v[i].page || page >= MOST_ENDS)
				continue;
			o->ends[page] = end_within(o, block, laid, i);
			if (o->ends[page])
				o->n_ends = page + 1;
		}
	}
}

bool odt_ends_within(const odt *o, const ht_laid_block *laid)
{
	for (size_t i = 1; i < laid->n; i++) {
		size_t page = laid->v[i - 1].page;
		if (page != laid->v[i].page && page < o->n_ends && o->ends[page])
			return true;
	}
	return false;
}
