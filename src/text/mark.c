/* One display line: the issuer's mark.
 *
 * Set at its size first; where the ink is wider than the room, the letters are
 * condensed as far as allowed, and then the whole line is set anew at the size
 * that makes it fit. Heights and the centring go by ink, since the standard
 * places the mark by its visible edge (GB/T 9704-2012 7.2.4). */
#include <stdlib.h>

#include "para.h"

/* The line's ink: left and right from the measure's left edge, top above and
 * bottom below the baseline. */
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
	ink->left = left < ink->left ? left : ink->left;
	ink->right = right > ink->right ? right : ink->right;
	ink->top = top > ink->top ? top : ink->top;
	ink->bottom = bottom > ink->bottom ? bottom : ink->bottom;
}

static ink_box measure(const ht_line *line)
{
	ink_box ink = {.any = false};
	for (size_t i = 0; i < line->n; i++)
		for (size_t k = 0; k < line->runs[i].n; k++)
			add_glyph_ink(&line->runs[i], &line->runs[i].glyphs[k], &ink);
	return ink;
}

/* The span on one line at its natural width, letter_gap between characters. */
static ht_status set_natural(ht_fonts *fonts, const ht_span *span, ht_len letter_gap, ht_arena *arena, ht_diags *diags,
                             ht_line *ret)
{
	ht_para_shape shape = {.em = span->size, .cell_num = span->size, .cell_den = 1};
	ht_para para;
	ht_status status = ht_para_open(&para, fonts, span, 1, &shape, diags);
	if (status == HT_OK && para.n_units) {
		ht_line_span all = {.end = para.n_units, .text_end = para.n_units, .last = true};
		for (size_t i = 1; i < para.n_units; i++)
			para.units[i].gap += letter_gap;
		ht_fine width = ht_para_natural(&para, 0, para.n_units);
		ht_para_fit(&para, &all, width, false);
		status = ht_para_emit(&para, &all, 0, arena, ret);
		ret->width = (ht_len)width;
	}
	ht_para_close(&para);
	return status;
}

static void condense(ht_line *line, int xscale)
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

static void centre(ht_line *line, ht_len width)
{
	ink_box ink = measure(line);
	ht_len shift = (width - (ink.right - ink.left)) / 2 - ink.left;
	for (size_t i = 0; i < line->n; i++)
		for (size_t k = 0; k < line->runs[i].n; k++)
			line->runs[i].glyphs[k].x += shift;
	line->x = shift;
}

/* Rounding to 1/1000 must not leave the ink a hair too wide. */
static int scale_to_fit(ht_len ink, ht_len width)
{
	return ink > width ? (int)((int64_t)width * 1000 / ink) : 1000;
}

ht_status ht_compose_mark(ht_fonts *fonts, const ht_span *span, ht_len width, int min_xscale, ht_len letter_gap,
                          ht_arena *arena, ht_diags *diags, ht_line *ret, ht_len *ink_top, ht_len *ink_bottom)
{
	ht_span at = *span;
	ht_line line = {.last = true, .em = span->size};
	if (width <= 0 || min_xscale < 1)
		return HT_ERR_ARG;
	ht_status status = set_natural(fonts, &at, letter_gap, arena, diags, &line);
	if (status != HT_OK)
		return status;
	ink_box ink = measure(&line);
	int xscale = ink.any ? scale_to_fit(ink.right - ink.left, width) : 1000;
	if (xscale < min_xscale) {
		at.size = ht_len_scale(span->size, xscale, min_xscale);
		if (at.size < 1)
			return HT_ERR_ARG;
		line = (ht_line){.last = true};
		status = set_natural(fonts, &at, ht_len_scale(letter_gap, xscale, min_xscale), arena, diags, &line);
		if (status != HT_OK)
			return status;
		xscale = min_xscale;
	}
	condense(&line, xscale);
	centre(&line, width);
	ink = measure(&line);
	*ret = line;
	*ink_top = ink.any ? ink.top : 0;
	*ink_bottom = ink.any ? ink.bottom : 0;
	return HT_OK;
}
