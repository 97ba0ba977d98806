/* What only an editor does, and no page knows.
 *
 * LibreOffice and its relatives place the baseline of a line of fixed height at 4/5 of it, whatever the face; a footer
 * begins at the text's lower edge; a table's rule takes room of its own; letter spacing is in twentieths of a point.
 * All corrections for this are here, so that a writer for other editors finds in one place what it must solve, too. How
 * editors break lines is in office/fit.h. */
#include <math.h>

#include "odt_priv.h"

/* Part of a line above its baseline. */
#define ABOVE_NUM 4
#define ABOVE_DEN 5
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

ht_len odt_above_baseline(ht_len pitch)
{
	return ht_len_scale(pitch, ABOVE_NUM, ABOVE_DEN);
}

ht_len odt_pitch_under(ht_len above)
{
	return ht_len_scale(above, ABOVE_DEN, ABOVE_NUM);
}

ht_len odt_ascent(const odt *o, const ht_pstyle *ps, const ht_laid_row *row)
{
	if (!row->n_lines || ps->size == o->style->page.size)
		return o->laid->ascent;
	return row->lines[0].y;
}

/* The width of a character of the grid less its size: rounded to the nearest for the sheet's grid; rounded down for a
 * tightened page, which must never be too wide. */
ht_len odt_grid_spacing(const odt *o, const ht_pstyle *ps, int chars)
{
	const ht_geometry *g = &o->style->page;
	if (!ps->grid)
		return 0;
	if (chars != g->chars)
		return (ht_len)floor((double)(g->area_width / chars - ps->size) / HT_TWIP) * HT_TWIP;
	return (ht_len)lround((double)(ht_geometry_char(g, 1) - ps->size) / HT_TWIP) * HT_TWIP;
}

ht_len odt_line_width(const odt *o)
{
	const ht_geometry *g = &o->style->page;
	const ht_pstyle *body = o->laid->body;
	if (!body->grid)
		return g->area_width;
	return ht_len_max(g->chars * (body->size + odt_grid_spacing(o, body, g->chars)), g->area_width) + LINE_SLACK;
}

ht_len odt_body_bottom(const odt *o)
{
	return o->top + o->style->page.lines * ht_geometry_pitch(&o->style->page) + PAGE_SLACK;
}

ht_len odt_below_area(const odt *o)
{
	return odt_body_bottom(o) - o->style->page.top - o->style->page.area_height;
}

odt_footer odt_footer_at(const odt *o, const ht_element *number, ht_len y)
{
	ht_len pitch = ht_len_scale(number->style->size, FOOTER_PITCH, 1000);
	ht_len top = y - odt_above_baseline(pitch);
	return (odt_footer){.gap = ht_len_max(top - odt_body_bottom(o), 0),
	                    .pitch = pitch,
	                    .bottom = o->style->page.height - top - pitch};
}

/* On the pages the text is in the middle of its line, in editors at 4/5: the space above and below corrects this, and
 * the rule's thickness. */
odt_cell odt_cell_frame(const ht_laid_table *table, const ht_laid_cell *cell)
{
	ht_len rule = table->rule, pad = table->pad;
	odt_cell frame = {.above = rule, .below = rule, .left = rule, .right = rule, .middle = true};
	frame.pad_side = ht_len_max(pad - rule / 2, 0);
	frame.pad_above = ht_len_max(pad / 2 + cell->baseline - odt_above_baseline(cell->pitch), 0);
	frame.pad_below = ht_len_max(pad - frame.pad_above - rule, 0);
	return frame;
}

int odt_row_rise(const ht_laid_row *row)
{
	ht_len on_page = (row->pitch - row->em) / 2 + (row->n_lines ? row->lines[0].y : 0);
	return (int)(((int64_t)odt_above_baseline(row->pitch) - on_page) * 100 / row->em);
}

ht_len odt_carrier_pitch(void)
{
	return CARRIER_PITCH;
}

/* From the lower edge of the last line box down to where the block ends, less the
 * carrier itself. */
ht_len odt_carrier_above(const odt *o)
{
	const ht_geometry *g = &o->style->page;
	ht_len pitch = ht_geometry_pitch(g);
	ht_len below_em = pitch - odt_above_baseline(pitch) - (o->laid->body->size - o->laid->ascent);
	ht_len block = g->area_height - o->laid->imprint_top + o->laid->imprint_gap;
	return ht_len_max(block + odt_below_area(o) - below_em - CARRIER_PITCH - CARRIER_SLACK, 0);
}

/* The letter spacing, in whole twips, with which letters of scale per cent are as wide as line. */
static ht_len spacing_of(const ht_composed_line *line, int scale)
{
	double advances = 0, last = 0;
	size_t n = 0;
	ht_len from = line->runs[0].n ? line->runs[0].glyphs[0].x : 0, to = from;
	for (size_t i = 0; i < line->n; i++) {
		const ht_run *run = &line->runs[i];
		for (size_t k = 0; k < run->n; k++, n++) {
			last = ht_font_advance(run->font, run->glyphs[k].gid) * run->size * scale / (1000 * 100);
			advances += last;
			to = run->glyphs[k].x;
		}
	}
	double apart = n > 1 ? (to - from - (advances - last)) / (double)(n - 1) : 0;
	return (ht_len)lround(apart / HT_TWIP) * HT_TWIP;
}

odt_masthead odt_masthead_of(const ht_composed_line *line)
{
	odt_masthead masthead = {.scale = 100};
	if (!line->n)
		return masthead;
	masthead.size = line->runs[0].size;
	masthead.pitch = ht_len_scale(masthead.size, MASTHEAD_PITCH, 1000);
	masthead.scale = line->runs[0].xscale / 10;
	masthead.spacing = spacing_of(line, masthead.scale);
	return masthead;
}

ht_len odt_masthead_slack(void)
{
	return MASTHEAD_SLACK;
}

/* No editor breaks a single line that leaves an eighth of its measure free. */
static bool is_short(const ht_composed_line *const *lines, size_t n, ht_len room)
{
	return !n || (n == 1 && lines[0]->x + lines[0]->width < room - room / 8);
}

static void fit(odt *o, const odt_para *para, const ht_composed_line *const *lines, size_t n, ht_len width, bool ragged,
                odt_run *run)
{
	const ht_fit_para as = {.size = para->size,
	                        .spacing = para->spacing,
	                        .room = width - para->left - para->right,
	                        .indent = para->indent,
	                        .ragged = ragged};
	ht_fits fits;
	if (is_short(lines, n, as.room))
		return;
	if (!ht_fit_lines(o->arena, &as, lines, n, &fits)) {
		odt_fail(o, HT_ERR_NOMEM);
		return;
	}
	run->fits = fits.v;
	run->n_fits = fits.n;
	run->breaks = fits.breaks;
	run->n_breaks = fits.n_breaks;
}

void odt_fit(odt *o, const odt_para *para, const ht_composed_line *const *lines, size_t n, ht_len width, odt_run *run)
{
	fit(o, para, lines, n, width, para->align != HT_HALIGN_JUSTIFY, run);
}

void odt_fit_rows(odt *o, const odt_para *para, const ht_laid_row *rows, size_t n, odt_run *run)
{
	const ht_composed_line **lines = odt_array(o, n + 1, sizeof *lines);
	bool fitted = para->align != HT_HALIGN_RIGHT;
	size_t k = 0;
	for (size_t i = 0; lines && i < n; i++)
		if (rows[i].n_lines)
			lines[k++] = rows[i].lines[0].set;
	if (lines && fitted)
		fit(o, para, lines, k, para->ps->grid ? odt_line_width(o) : o->style->page.area_width, false, run);
}
