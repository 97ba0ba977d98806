/* The line composer.
 *
 * Grid. An official document's line is 28 cells; a cell is the measure / 28 and
 * a little narrower than the em. A line of Chinese characters and full-width
 * marks only is cells side by side, the k-th at k * measure / 28, rounded by
 * itself. Anything that is not a whole number of cells (Latin words, digits,
 * half-em interpuncts) leaves the rest of its line between cells; every line
 * but the last is then fitted to the measure: see fit.c.
 *
 * Breaking is line by line (lines.c), not by paragraph: official documents are
 * read against the grid, and a line must not change because of text far below
 * it. Break classes are our own over Pango's (classes.c, breaks.c); marks keep
 * full cells in grid text unless squeezing is needed to pull a mark in; faces
 * are chosen per character (faces.c) and set level (widths.c).
 *
 * GB/T 9704-2012 5.2, GB/T 15834-2011 5.1, clreq 3.1. */
#include "text/compose.h"
#include "text/messages.h"

#include <stdlib.h>

#include "para.h"

/* More in one paragraph is no document. */
#define TEXT_MAX ((size_t)64 << 20)

static bool makes_sense(const ht_para_shape *shape, const ht_span *spans, size_t n, size_t *len)
{
	if (shape->cell_den < 1 || shape->cell_den > 10000 || shape->cell_num < 1 || shape->em < 1)
		return false;
	*len = 0;
	for (size_t i = 0; i < n; i++) {
		if (spans[i].role < 0 || spans[i].size < 1)
			return false;
		*len += spans[i].len;
	}
	return true;
}

ht_status ht_para_open(ht_para *para, ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape,
                       ht_diags *diags)
{
	size_t len;
	*para = (ht_para){.fonts = fonts, .spans = spans, .n_spans = n, .shape = shape, .diags = diags};
	if (!makes_sense(shape, spans, n, &len))
		return HT_ERR_ARG;
	if (len > TEXT_MAX) {
		ht_diag(diags, HT_D_TEXT_LIB, spans[0].loc, "> 64 MiB", NULL);
		return HT_ERR_LIB;
	}
	para->scratch = ht_arena_new();
	if (!para->scratch)
		return HT_ERR_NOMEM;
	ht_status status = ht_para_read(para);
	if (status != HT_OK || !para->n)
		return status;
	ht_para_resolve(para);
	status = ht_para_breaks(para);
	if (status == HT_OK)
		status = ht_para_faces(para);
	if (status == HT_OK)
		status = ht_para_units(para);
	return status;
}

void ht_para_close(ht_para *para)
{
	ht_arena_free(para->scratch);
	para->scratch = NULL;
}

/* Where a line of the given width begins. */
static ht_fine align(const ht_para_shape *shape, ht_fine left, ht_fine avail, ht_fine width)
{
	switch (shape->align) {
	case HT_ALIGN_CENTRE:
		return left + (avail - width) / 2;
	case HT_ALIGN_RIGHT:
		return left + avail - width;
	default:
		return left;
	}
}

static ht_status set_line(ht_para *para, const ht_line_span *span, ht_fine left, ht_fine avail, ht_arena *arena,
                          ht_line *ret)
{
	const ht_para_shape *shape = para->shape;
	bool justify = shape->align == HT_ALIGN_JUSTIFY && !span->last;
	ht_fine natural = ht_para_natural(para, span->begin, span->text_end);
	ht_fine width = shape->forbid_break ? natural : avail;
	width = ht_para_fit(para, span, width, justify);
	ht_fine x = align(shape, left, avail, width);
	ht_status status = ht_para_emit(para, span, x, arena, ret);
	ret->x = ht_para_round(para, x);
	ret->width = ht_para_round(para, x + width) - ret->x;
	ret->adjust = (int)((width - natural) * 1000 / ((ht_fine)shape->em * shape->cell_den));
	ret->last = span->last;
	return status;
}

static ht_line_span whole(const ht_para *para)
{
	ht_line_span span = {.end = para->n_units, .text_end = para->n_units, .last = true};
	while (span.text_end > 1 && para->units[span.text_end - 1].space)
		span.text_end--;
	return span;
}

ht_status ht_para_lines(ht_para *para, ht_arena *arena, ht_lines *ret)
{
	const ht_para_shape *shape = para->shape;
	ht_fine right = ht_para_fine(para, shape->measure) - ht_para_fine(para, shape->right_indent);
	ht_fine rest_indent = ht_para_fine(para, shape->rest_indent);
	ht_lines lines = {.n = 0};
	size_t cap = 0;
	ht_status status = HT_OK;
	for (size_t begin = 0; begin < para->n_units && status == HT_OK;) {
		ht_fine left = begin ? rest_indent : ht_para_fine(para, shape->first_indent);
		ht_line_span span =
		    shape->forbid_break ? whole(para) : ht_para_next(para, begin, right - left, right - rest_indent);
		ht_line *line = HT_PUSH(arena, lines.v, lines.n, cap);
		if (!line)
			return HT_ERR_NOMEM;
		if (span.forced)
			ht_para_report_forced(para, &span);
		status = set_line(para, &span, left, right - left, arena, line);
		begin = span.end;
	}
	if (status == HT_OK)
		*ret = lines;
	return status;
}

ht_status ht_compose(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                     ht_diags *diags, ht_lines *ret)
{
	ht_para para;
	ht_status status = ht_para_open(&para, fonts, spans, n, shape, diags);
	if (status == HT_OK)
		status = ht_para_lines(&para, arena, ret);
	ht_para_close(&para);
	return status;
}

ht_status ht_text_width(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_diags *diags,
                        ht_len *width)
{
	ht_para para;
	ht_status status = ht_para_open(&para, fonts, spans, n, shape, diags);
	if (status == HT_OK) {
		size_t end = para.n_units;
		while (end > 1 && para.units[end - 1].cls == HT_C_SPACE)
			end--;
		*width = ht_para_round(&para, ht_para_natural(&para, 0, end));
	}
	ht_para_close(&para);
	return status;
}
