/* Distances: differences of places on the pages.
 *
 * One thing they do not have: if a row is on the next page only because the one before was full, the empty lines asked
 * for above it are used instead. Distances that are whole lines but for rounding are whole lines, others whole
 * twentieths of a point: so the same distance has one automatic style. */
#include "odt_priv.h"

void odt_place_page(odt *o)
{
	o->at = (odt_cursor){.y = o->top, .empty = true};
}

void odt_place_begin(odt *o)
{
	const ht_geometry *g = &o->style->page;
	o->top = g->top + o->laid->ascent - odt_above_baseline(ht_geometry_pitch(g));
	o->first_top = o->top;
	odt_place_page(o);
}

ht_len odt_row_top(const odt *o, const ht_laid_row *row)
{
	return row->top + o->style->page.top;
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
static bool go_on(odt *o, const ht_laid_row *row)
{
	const ht_geometry *g = &o->style->page;
	ht_len em_top = odt_row_top(o, row), pitch = ht_geometry_pitch(g);
	if (o->at.empty || row->page == o->at.page)
		return false;
	if (row->line >= 0)
		em_top -= (g->size - row->em) / 2;
	o->at.y = em_top + o->laid->ascent - odt_above_baseline(pitch) - row->asked * pitch;
	return true;
}

static void move_to(odt *o, const ht_laid_row *row, ht_len y)
{
	o->at.y = y;
	o->at.page = row->page;
	o->at.empty = false;
}

ht_len odt_place_rows(odt *o, const ht_laid_row *first, const ht_laid_row *last, ht_len ascent, ht_len pitch)
{
	bool dropped = go_on(o, first);
	ht_len above = odt_row_top(o, first) + ascent - odt_above_baseline(pitch) - o->at.y, over = 0;
	if (above < 0 && !o->started) {
		o->first_top = o->at.y += above;
		above = 0;
	}
	if (above < 0) /* line boxes cannot overlap: the next distance is less by as much */
		over = -above;
	above = rounded(above + over, pitch);
	o->at.origin = dropped ? o->at.y + above : o->at.y;
	move_to(o, last, odt_row_top(o, last) + ascent - odt_above_baseline(pitch) + pitch + over);
	return above;
}

ht_len odt_place_tall(odt *o, const ht_laid_row *first, const ht_laid_row *last, ht_len over)
{
	go_on(o, first);
	ht_len above = odt_row_top(o, first) - o->at.y;
	o->at.origin = o->at.y;
	move_to(o, last, odt_row_top(o, last) + last->em + over);
	return ht_len_max(to_twips(above), 0);
}

ht_len odt_place_rule(odt *o, const ht_laid_row *row)
{
	o->at.page = row->page;
	o->at.empty = false;
	return odt_row_top(o, row);
}
