/* The line composer.
 *
 * Grid. A line of an official document is 28 characters (GB/T 9704-2012 5.2).
 * A full-width character takes measure / 28, slightly less than the em. In a
 * line of Chinese characters and full-width punctuation only, character k is at
 * k * measure / 28, each position rounded on its own. Anything that is not a
 * whole number of characters wide (Latin words, digits, half-em interpuncts)
 * moves the rest of its line off the grid; every line but the last is then
 * fitted to the measure (fit.c).
 *
 * The breaks of a paragraph are chosen together (lines.c): a line on the grid
 * costs nothing, so text off the grid, and the paragraph's last line, change as
 * few lines as they can. Break classes are our own, over Pango's (classes.c, breaks.c);
 * punctuation is full-width in grid text unless the line has to be squeezed;
 * faces are chosen per character (faces.c) and aligned vertically (widths.c).
 *
 * GB/T 9704-2012 5.2, GB/T 15834-2011 5.1, clreq 3.1. */
#include "text/compose.h"
#include "text/messages.h"

#include <glib.h>
#include <stdlib.h>

#include "base/shortage.h"
#include "kept.h"
#include "para.h"

/* No real paragraph is longer. */
#define TEXT_MAX ((size_t)64 << 20)

void ht_para_fail(ht_para *para, ht_status status)
{
	if (para->status == HT_OK)
		para->status = status;
}

void *ht_para_array(ht_para *para, size_t n, size_t size)
{
	void *array = ht_arena_array(para->scratch, n, size);
	if (!array)
		ht_para_fail(para, HT_ERR_NOMEM);
	return array;
}

void *ht_para_room(ht_para *para, size_t n, size_t size)
{
	void *array = ht_arena_room(para->scratch, n, size);
	if (!array)
		ht_para_fail(para, HT_ERR_NOMEM);
	return array;
}

static ht_status check_arguments(const ht_para *para)
{
	const ht_para_shape *shape = para->shape;
	size_t len = 0;
	if (shape->char_den < 1 || shape->char_den > 10000 || shape->char_num < 1 || shape->em < 1)
		return HT_ERR_ARG;
	for (size_t i = 0; i < para->n_spans; i++) {
		if (para->spans[i].fontset < 0 || para->spans[i].size < 1)
			return HT_ERR_ARG;
		len += para->spans[i].len;
	}
	if (len <= TEXT_MAX)
		return HT_OK;
	ht_diag(para->diags, HT_D_TEXT_LIB, para->spans[0].loc, "> 64 MiB", NULL);
	return HT_ERR_LIB;
}

void ht_para_open(ht_para *para, ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape,
                  ht_diags *diags)
{
	static void (*const steps[])(ht_para *) = {
	    ht_para_resolve, ht_para_breaks,     ht_para_faces,        ht_para_clusters,
	    ht_para_widths,  ht_para_keep_spans, ht_para_keep_numbers, ht_para_hold,
	};
	*para = (ht_para){.fonts = fonts, .spans = spans, .n_spans = n, .shape = shape, .diags = diags};
	para->status = check_arguments(para);
	if (para->status != HT_OK)
		return;
	para->scratch = ht_arena_new();
	if (!para->scratch)
		para->status = HT_ERR_NOMEM;
	else
		ht_para_read(para);
	for (size_t i = 0; i < G_N_ELEMENTS(steps) && para->n && para->status == HT_OK; i++)
		steps[i](para);
}

ht_status ht_para_close(ht_para *para)
{
	ht_arena_free(para->scratch);
	para->scratch = NULL;
	if (ht_shortage_met())
		ht_para_fail(para, HT_ERR_NOMEM);
	return para->status;
}

/* Where a line of this width begins. */
static ht_fine line_start(const ht_para_shape *shape, ht_fine left, ht_fine avail, ht_fine width)
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

static void set_line(ht_para *para, const ht_line_span *span, ht_fine left, ht_fine avail, ht_arena *arena,
                     ht_composed_line *ret)
{
	const ht_para_shape *shape = para->shape;
	bool justify = shape->align == HT_ALIGN_JUSTIFY && !span->last && !span->ragged;
	ht_fine natural = ht_para_natural(para, span->begin, span->text_end);
	ht_fine room = shape->forbid_break ? natural : avail;
	ht_fine width = ht_para_fit(para, span, room, justify);
	ht_fine x = line_start(shape, left, avail, width);
	ht_para_emit(para, span, x, arena, ret);
	ret->x = ht_para_round(para, x);
	ret->width = ht_para_round(para, x + width) - ret->x;
	ret->adjust = (int)((width - natural) * 1000 / ((ht_fine)shape->em * shape->char_den));
	ret->last = span->last;
	ret->ragged = span->ragged;
}

void ht_para_lines(ht_para *para, ht_arena *arena, ht_composed_lines *ret)
{
	const ht_para_shape *shape = para->shape;
	ht_fine right = ht_para_fine(para, shape->measure) - ht_para_fine(para, shape->right_indent);
	ht_fine left = ht_para_fine(para, shape->first_indent);
	ht_fine rest_left = ht_para_fine(para, shape->rest_indent);
	ht_line_span whole = {.end = para->n_clusters, .last = true}, *spans = &whole;
	ht_composed_lines lines = {.n = para->n_clusters > 0};
	if (lines.n) {
		whole.text_end = ht_para_trim(para, 0, whole.end);
		/* the rounding of lengths to ht_len must not turn a line over */
		if (!shape->forbid_break && ht_para_natural(para, 0, whole.text_end) > right - left + shape->char_den)
			spans = ht_para_break(para, right - left, right - rest_left, &lines.n);
	}
	lines.v = ht_arena_array(arena, lines.n + 1, sizeof *lines.v);
	if (!lines.v)
		ht_para_fail(para, HT_ERR_NOMEM);
	for (size_t i = 0; i < lines.n && para->status == HT_OK; i++, left = rest_left) {
		ht_para_report(para, &spans[i]);
		set_line(para, &spans[i], left, right - left, arena, &lines.v[i]);
	}
	if (para->status == HT_OK)
		*ret = lines;
}

ht_status ht_compose(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                     ht_diags *diags, ht_composed_lines *ret)
{
	ht_kept *kept = ht_fonts_kept(fonts);
	const ht_kept_lines *found = kept ? ht_kept_find(kept, spans, n, shape) : NULL;
	if (found)
		return ht_kept_copy(found, spans, arena, ret);
	ht_para para;
	ht_para_open(&para, fonts, spans, n, shape, diags);
	ht_para_lines(&para, arena, ret);
	ht_status status = ht_para_close(&para);
	if (kept && status == HT_OK && !para.told)
		ht_kept_add(kept, spans, n, ret);
	return status;
}

ht_status ht_text_width(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, bool spaces,
                        ht_diags *diags, ht_len *width)
{
	ht_para para;
	ht_para_open(&para, fonts, spans, n, shape, diags);
	if (para.status == HT_OK) {
		size_t end = para.n_clusters;
		while (!spaces && end > 1 && para.clusters[end - 1].cls == HT_C_SPACE)
			end--;
		*width = ht_para_round(&para, ht_para_natural(&para, 0, end));
	}
	return ht_para_close(&para);
}
