/* The masthead: one display line.
 *
 * It is set at its size first. If its ink is too wide, the glyphs are condensed
 * as far as allowed; if that is not enough, the line is set again at the size
 * that fits. Heights and centring use the ink, because the standard positions
 * the masthead by its visible edge (GB/T 9704-2012 7.2.4). */
#include <glib.h>
#include <stdlib.h>

#include "para.h"

/* The ink of a line: left and right from the left edge of the measure, top above
 * and bottom below the baseline. */
typedef struct ink_box {
	ht_len left, right, top, bottom;
	bool any;
} ink_box;

static void add_glyph_ink(const ht_run *run, const ht_glyph *glyph, ink_box *ink)
{
	int box[4];
	if (!ht_font_ink(run->font, glyph->gid, box))
		return;
	ht_len left = glyph->x + ht_len_scale(run->size, (int64_t)box[0] * run->xscale, 1000000);
	ht_len right = glyph->x + ht_len_scale(run->size, (int64_t)box[2] * run->xscale, 1000000);
	ht_len top = ht_len_scale(run->size, box[3], 1000) - glyph->y;
	ht_len bottom = glyph->y - ht_len_scale(run->size, box[1], 1000);
	if (!ink->any)
		*ink = (ink_box){left, right, top, bottom, true};
	ink->left = MIN(left, ink->left);
	ink->right = MAX(right, ink->right);
	ink->top = MAX(top, ink->top);
	ink->bottom = MAX(bottom, ink->bottom);
}

static ink_box measure_ink(const ht_composed_line *line)
{
	ink_box ink = {.any = false};
	for (size_t i = 0; i < line->n; i++)
		for (size_t k = 0; k < line->runs[i].n; k++)
			add_glyph_ink(&line->runs[i], &line->runs[i].glyphs[k], &ink);
	return ink;
}

/* Set the span on one line at its natural width, with letter_gap between
 * characters. */
static ht_status set_natural(ht_fonts *fonts, const ht_span *span, ht_len letter_gap, ht_arena *arena, ht_diags *diags,
                             ht_composed_line *ret)
{
	ht_para_shape shape = {.em = span->size, .char_num = span->size, .char_den = 1};
	ht_para para;
	ht_para_open(&para, fonts, span, 1, &shape, diags);
	if (para.status == HT_OK && para.n_clusters) {
		ht_line_span all = {.end = para.n_clusters, .text_end = para.n_clusters, .last = true};
		for (size_t i = 1; i < para.n_clusters; i++)
			para.clusters[i].gap += letter_gap;
		ht_fine width = ht_para_natural(&para, 0, para.n_clusters);
		ht_para_fit(&para, &all, width, false);
		ht_para_emit(&para, &all, 0, arena, ret);
		ret->width = (ht_len)width;
	}
	return ht_para_close(&para);
}

static void scale(ht_composed_line *line, int xscale)
{
	for (size_t i = 0; i < line->n; i++) {
		ht_run *run = &line->runs[i];
		run->xscale = run->xscale * xscale / 1000;
		for (size_t k = 0; k < run->n; k++) {
			run->glyphs[k].x = ht_len_scale(run->glyphs[k].x, xscale, 1000);
			run->glyphs[k].advance = ht_len_scale(run->glyphs[k].advance, xscale, 1000);
		}
	}
	line->width = ht_len_scale(line->width, xscale, 1000);
}

static void centre(ht_composed_line *line, ht_len width)
{
	ink_box ink = measure_ink(line);
	ht_len shift = (width - (ink.right - ink.left)) / 2 - ink.left;
	for (size_t i = 0; i < line->n; i++)
		for (size_t k = 0; k < line->runs[i].n; k++)
			line->runs[i].glyphs[k].x += shift;
	line->x = shift;
}

/* Scale in 1/1000, at most that wanted, that fits the ink into width, rounded down. */
static int scale_to_fit(const ink_box *ink, ht_len width, int wanted)
{
	int64_t ink_width = ink->right - ink->left;
	return ink_width * wanted > (int64_t)width * 1000 ? (int)((int64_t)width * 1000 / ink_width) : wanted;
}

ht_status ht_compose_masthead(ht_fonts *fonts, const ht_span *span, const ht_masthead_shape *shape, ht_arena *arena,
                              ht_diags *diags, ht_composed_line *ret, ht_len *ink_top, ht_len *ink_bottom)
{
	const ht_len width = shape->width, letter_gap = shape->letter_gap;
	const int min_xscale = shape->min_xscale;
	ht_span at = *span;
	ht_composed_line line = {.last = true, .em = span->size};
	if (width <= 0 || min_xscale < 1 || shape->xscale < min_xscale)
		return HT_ERR_ARG;
	ht_status status = set_natural(fonts, &at, letter_gap, arena, diags, &line);
	if (status != HT_OK)
		return status;
	ink_box ink = measure_ink(&line);
	int xscale = scale_to_fit(&ink, width, shape->xscale);
	if (xscale < min_xscale) {
		at.size = ht_len_scale(span->size, xscale, min_xscale);
		if (at.size < 1)
			return HT_ERR_ARG;
		line = (ht_composed_line){.last = true};
		status = set_natural(fonts, &at, ht_len_scale(letter_gap, xscale, min_xscale), arena, diags, &line);
		if (status != HT_OK)
			return status;
		xscale = min_xscale;
	}
	scale(&line, xscale);
	centre(&line, width);
	ink = measure_ink(&line);
	*ret = line;
	*ink_top = ink.top;
	*ink_bottom = ink.bottom;
	return HT_OK;
}
