/* What only an editor does, and no page knows.
 *
 * LibreOffice and its relatives place the baseline of a line of fixed height at 4/5 of it, whatever the face; a footer
 * begins at the text's lower edge; a table's rule takes room of its own; letter spacing is in twentieths of a point.
 * All corrections for this are here, so that a writer for other editors finds in one place what it must solve, too. How
 * editors break lines is in office/fit.h. */
#include <math.h>

#include "draft_priv.h"

/* The line boxes of a footer and of a masthead, 1/1000 of their sizes. */
#define FOOTER_PITCH   1500
#define MASTHEAD_PITCH 1300
/* Allowances for editors' rounding: how much a page is higher than its lines, a line of the grid and a cell of a joint
 * masthead wider than their text, and the room for the imprint higher than the imprint. */
#define PAGE_SLACK     (HT_LEN_PT / 4)
#define LINE_SLACK     (HT_LEN_PT / 2)
#define MASTHEAD_SLACK (2 * HT_LEN_PT)
#define CARRIER_SLACK  HT_LEN_PT
/* Height of the paragraph that the imprint block hangs on. */
#define CARRIER_PITCH (2 * HT_LEN_PT)

ht_len ht_draft_above_baseline(const ht_draft *d, ht_len pitch)
{
	return ht_len_scale(pitch, d->format->above_baseline, 1000);
}

ht_len ht_draft_pitch_under(const ht_draft *d, ht_len above)
{
	return ht_len_scale(above, 1000, d->format->above_baseline);
}

ht_len ht_draft_ascent(const ht_draft *d, const ht_pstyle *ps, const ht_laid_row *row)
{
	if (!row->n_lines || ps->size == d->style->page.size)
		return d->laid->ascent;
	return row->lines[0].y;
}

/* The width of a character of the grid less its size: rounded to the nearest for the sheet's grid; rounded down for a
 * tightened page, or margins that leave no room beside the grid, which must never be too wide. */
ht_len ht_draft_grid_spacing(const ht_draft *d, const ht_pstyle *ps, int chars)
{
	const ht_geometry *g = &d->style->page;
	if (!ps->grid)
		return 0;
	if (chars != g->chars || d->natural)
		return (ht_len)floor((double)(g->area_width / chars - ps->size) / HT_TWIP) * HT_TWIP;
	return (ht_len)lround((double)(ht_geometry_char(g, 1) - ps->size) / HT_TWIP) * HT_TWIP;
}

ht_len ht_draft_line_width(const ht_draft *d)
{
	const ht_geometry *g = &d->style->page;
	const ht_pstyle *body = d->laid->body;
	if (!body->grid || d->natural)
		return g->area_width;
	return ht_len_max(g->chars * (body->size + ht_draft_grid_spacing(d, body, g->chars)), g->area_width) +
	       LINE_SLACK;
}

ht_len ht_draft_body_bottom(const ht_draft *d)
{
	return d->top + d->style->page.lines * ht_geometry_pitch(&d->style->page) + PAGE_SLACK;
}

/* Whoever ends lines and pages where the editor does wants the margins of the standard (GB/T 9704-2012 5.2.1) in its
 * dialogue, as all documents that are typed have them: the first line's characters are lower then by what its box has
 * above them, 3.8 mm in the standard's pitch. */
ht_len ht_draft_margin_top(const ht_draft *d, ht_len top)
{
	return d->natural && top == d->top ? d->style->page.top : top;
}

ht_len ht_draft_text_bottom(const ht_draft *d)
{
	const ht_geometry *g = &d->style->page;
	return d->natural ? g->top + g->area_height : ht_draft_body_bottom(d);
}

ht_len ht_draft_below_area(const ht_draft *d)
{
	return ht_draft_text_bottom(d) - d->style->page.top - d->style->page.area_height;
}

/* Between these margins all lines of a page have room if each has its part of the type area, rounded down: 28.95 pt, as
 * offices set it. (On the pages the last line ends with its characters, and lines are 29.6 pt.) */
ht_len ht_draft_line_pitch(const ht_draft *d, ht_len pitch)
{
	const ht_geometry *g = &d->style->page;
	if (!d->natural || pitch != ht_geometry_pitch(g))
		return pitch;
	return g->area_height / g->lines * 20 / HT_LEN_PT * HT_LEN_PT / 20;
}

ht_len ht_draft_line_space(const ht_draft *d, ht_len above)
{
	const ht_len pitch = ht_geometry_pitch(&d->style->page);
	return ht_len_scale(above, ht_draft_line_pitch(d, pitch), pitch);
}

ht_draft_footer ht_draft_footer_at(const ht_draft *d, const ht_element *number, ht_len y)
{
	ht_len pitch = ht_len_scale(number->style->size, FOOTER_PITCH, 1000);
	ht_len top = y - ht_draft_above_baseline(d, pitch);
	return (ht_draft_footer){.gap = ht_len_max(top - ht_draft_text_bottom(d), 0),
	                         .pitch = pitch,
	                         .bottom = d->style->page.height - top - pitch};
}

/* Editors round a column's width, and figures that are kerned on the pages are wider there: a text of one line that may
 * have as much room on either side takes this from its padding. */
#define SIDE_SLACK HT_LEN_PT

static ht_len side_slack(const ht_laid_cell *cell)
{
	return cell->on_point || (cell->n_lines == 1 && cell->align == HT_ALIGN_CENTRE) ? SIDE_SLACK : 0;
}

/* On the pages the text is in the middle of its line, in editors at 4/5: the space above and below corrects this, and
 * the rule's thickness. */
ht_draft_cell ht_draft_cell_frame(const ht_draft *d, const ht_laid_table *table, const ht_laid_cell *cell)
{
	ht_len rule = table->rule, pad = table->pad;
	ht_draft_cell frame = {.above = rule, .below = rule, .left = rule, .right = rule, .middle = true};
	frame.pad_side = ht_len_max(pad - rule / 2 - side_slack(cell), 0);
	frame.pad_above = ht_len_max(pad / 2 + cell->baseline - ht_draft_above_baseline(d, cell->pitch), 0);
	frame.pad_below = ht_len_max(pad - frame.pad_above - rule, 0);
	return frame;
}

int ht_draft_row_rise(const ht_draft *d, const ht_laid_row *row)
{
	ht_len on_page = (row->pitch - row->em) / 2 + (row->n_lines ? row->lines[0].y : 0);
	return (int)(((int64_t)ht_draft_above_baseline(d, row->pitch) - on_page) * 100 / row->em);
}

ht_len ht_draft_carrier_pitch(void)
{
	return CARRIER_PITCH;
}

/* From the lower edge of the last line box down to where the block ends, less the
 * carrier itself; no more than a page has, whose text may leave no room for the carrier. */
ht_len ht_draft_carrier_above(const ht_draft *d)
{
	const ht_geometry *g = &d->style->page;
	ht_len pitch = ht_draft_line_pitch(d, ht_geometry_pitch(g));
	ht_len below_em = pitch - ht_draft_above_baseline(d, pitch) - (d->laid->body->size - d->laid->ascent);
	ht_len block = g->area_height - d->laid->imprint_top + d->laid->imprint_gap;
	ht_len page = ht_draft_text_bottom(d) - ht_draft_margin_top(d, d->top);
	ht_len above = ht_len_min(block + ht_draft_below_area(d) - below_em, page);
	return ht_len_max(above - CARRIER_PITCH - CARRIER_SLACK, 0);
}

/* The letter spacing, in whole twips, with which letters of scale per cent are as wide as line. */
static ht_len spacing_of(const ht_composed_line *line, ht_len size, int scale)
{
	double advances = 0, last = 0;
	size_t n = 0;
	ht_len from = line->runs[0].n ? line->runs[0].glyphs[0].x : 0, to = from;
	for (size_t i = 0; i < line->n; i++) {
		const ht_run *run = &line->runs[i];
		for (size_t k = 0; k < run->n; k++, n++) {
			last = ht_font_advance(run->font, run->glyphs[k].gid) * size * scale / (1000 * 100);
			advances += last;
			to = run->glyphs[k].x;
		}
	}
	double apart = n > 1 ? (to - from - (advances - last)) / (double)(n - 1) : 0;
	return (ht_len)lround(apart / HT_TWIP) * HT_TWIP;
}

ht_draft_masthead ht_draft_masthead_of(const ht_draft *d, const ht_composed_line *line)
{
	ht_draft_masthead masthead = {.scale = 100};
	if (!line->n)
		return masthead;
	masthead.size = line->runs[0].size;
	if (d->format->size_step)
		masthead.size = masthead.size / d->format->size_step * d->format->size_step;
	masthead.pitch = ht_len_scale(masthead.size, MASTHEAD_PITCH, 1000);
	masthead.scale = line->runs[0].xscale / 10;
	masthead.spacing = spacing_of(line, masthead.size, masthead.scale);
	return masthead;
}

ht_len ht_draft_masthead_slack(void)
{
	return MASTHEAD_SLACK;
}

/* No editor breaks a single line that leaves an eighth of its measure free. */
static bool is_short(const ht_composed_line *const *lines, size_t n, ht_len room)
{
	return !n || (n == 1 && lines[0]->x + lines[0]->width < room - room / 8);
}

static void fit(ht_draft *d, const ht_draft_para *para, const ht_composed_line *const *lines, size_t n, ht_len width,
                bool ragged, ht_draft_run *run)
{
	const ht_fit_para as = {.size = para->size,
	                        .spacing = para->spacing,
	                        .room = width - para->left - para->right,
	                        .indent = para->indent,
	                        .ragged = ragged};
	ht_fits fits;
	if (d->natural || !d->format->piece || is_short(lines, n, as.room))
		return;
	if (!ht_fit_lines(d->arena, &as, lines, n, &fits)) {
		ht_draft_fail(d, HT_ERR_NOMEM);
		return;
	}
	run->fits = fits.v;
	run->n_fits = fits.n;
	run->breaks = fits.breaks;
	run->n_breaks = fits.n_breaks;
	run->chances = fits.chances;
	run->n_chances = d->format->break_chance ? fits.n_chances : 0;
}

void ht_draft_fit(ht_draft *d, const ht_draft_para *para, const ht_composed_line *const *lines, size_t n, ht_len width,
                  ht_draft_run *run)
{
	fit(d, para, lines, n, width, para->align != HT_HALIGN_JUSTIFY, run);
}

void ht_draft_fit_rows(ht_draft *d, const ht_draft_para *para, const ht_laid_row *rows, size_t n, ht_draft_run *run)
{
	const ht_composed_line **lines = ht_draft_array(d, n + 1, sizeof *lines);
	bool fitted = para->align != HT_HALIGN_RIGHT;
	size_t k = 0;
	for (size_t i = 0; lines && i < n; i++)
		if (rows[i].n_lines)
			lines[k++] = rows[i].lines[0].set;
	if (lines && fitted)
		fit(d, para, lines, k, para->ps->grid ? ht_draft_line_width(d) : d->style->page.area_width, false, run);
}
