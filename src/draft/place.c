/* Distances: differences of places on the pages.
 *
 * One thing they do not have: if a row is on the next page only because the one before was full, the empty lines asked
 * for above it are used instead. Distances that are whole lines but for rounding are whole lines, others whole
 * twentieths of a point: so the same distance has one automatic style. */
#include "draft_priv.h"

void ht_draft_place_page(ht_draft *d)
{
	d->at = (ht_draft_cursor){.y = d->top, .empty = true};
}

void ht_draft_place_begin(ht_draft *d)
{
	const ht_geometry *g = &d->style->page;
	d->top = g->top + d->laid->ascent - ht_draft_above_baseline(d, ht_geometry_pitch(g));
	d->first_top = d->top;
	ht_draft_place_page(d);
}

ht_len ht_draft_row_top(const ht_draft *d, const ht_laid_row *row)
{
	return row->top + d->style->page.top;
}

/* Rounded to the nearest twentieth of a point. */
static ht_len to_twips(ht_len distance)
{
	return ht_len_scale(ht_len_scale(distance, 20, HT_LEN_PT), HT_LEN_PT, 20);
}

static ht_len rounded(ht_len distance, ht_len pitch)
{
	ht_len whole = (distance + pitch / 2) / pitch * pitch;
	ht_len off = distance > whole ? distance - whole : whole - distance;
	return off < HT_LEN_PT / 4 ? whole : to_twips(distance);
}

/* The page before ends above the row: as if a line of text had ended as many
 * lines above it as it asks for. Returns whether it is so: an editor drops the
 * space above what comes first on a page that follows a full one. */
static bool go_on(ht_draft *d, const ht_laid_row *row)
{
	const ht_geometry *g = &d->style->page;
	ht_len em_top = ht_draft_row_top(d, row), pitch = ht_geometry_pitch(g);
	if (d->at.empty || row->page == d->at.page)
		return false;
	if (row->line >= 0)
		em_top -= (g->size - row->em) / 2;
	d->at.y = em_top + d->laid->ascent - ht_draft_above_baseline(d, pitch) - row->asked * pitch;
	return true;
}

static void move_to(ht_draft *d, const ht_laid_row *row, ht_len y)
{
	d->at.y = y;
	d->at.page = row->page;
	d->at.empty = false;
}

ht_len ht_draft_place_rows(ht_draft *d, const ht_laid_row *first, const ht_laid_row *last, ht_len ascent, ht_len pitch)
{
	bool dropped = go_on(d, first);
	ht_len above = ht_draft_row_top(d, first) + ascent - ht_draft_above_baseline(d, pitch) - d->at.y, over = 0;
	if (above < 0 && !d->started) {
		d->first_top = d->at.y += above;
		above = 0;
	}
	if (above < 0) /* line boxes cannot overlap: the next distance is less by as much */
		over = -above;
	above = rounded(above + over, pitch);
	d->at.origin = dropped ? d->at.y + above : d->at.y;
	d->at.line = ht_draft_row_top(d, first) + ascent - ht_draft_above_baseline(d, pitch);
	move_to(d, last, ht_draft_row_top(d, last) + ascent - ht_draft_above_baseline(d, pitch) + pitch + over);
	return above;
}

ht_len ht_draft_place_tall(ht_draft *d, const ht_laid_row *first, const ht_laid_row *last, ht_len over)
{
	go_on(d, first);
	ht_len above = ht_draft_row_top(d, first) - d->at.y;
	d->at.origin = d->at.y;
	move_to(d, last, ht_draft_row_top(d, last) + last->em + over);
	return ht_len_max(to_twips(above), 0);
}

ht_len ht_draft_place_rule(ht_draft *d, const ht_laid_row *row)
{
	d->at.page = row->page;
	d->at.empty = false;
	return ht_draft_row_top(d, row);
}
