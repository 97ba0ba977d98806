/* How wide each unit is, what it may lose, and what stands between units.
 *
 * Full-width marks fill a cell of which half is blank. Which half, and how much
 * may be taken without touching the ink, is read from the glyph's ink box: most
 * faces have the ink of stops and closing marks on the left and of opening marks
 * on the right, some centre it. A mark never goes below half a cell.
 *
 * —— is made two cells wide without a gap: a ligature is centred in them, two
 * glyphs are moved together until they touch, and where their ink is still
 * shorter than the two cells they are drawn wider. Dashes, ellipses and ～ are set
 * on the line's ideographic centre, wherever their face has them. */
#include "para.h"

#include <stdlib.h>

/* Ink and paper keep this distance at least, 1/1000 em. */
#define INK_MARGIN 30

static ht_len size_of(const ht_para *para, const ht_unit *unit)
{
	return para->spans[para->chars[unit->first].span].size;
}

/* FACE_SCALE units of 1 em to fine units. */
static ht_fine from_face(const ht_para *para, ht_len size, int64_t v)
{
	return v * size * para->shape->cell_den / FACE_SCALE;
}

static ht_fine advance_of(const ht_para *para, const ht_unit *unit)
{
	int64_t sum = 0;
	for (uint32_t i = 0; i < unit->n_glyphs; i++)
		sum += para->glyphs[unit->glyph + i].advance;
	return from_face(para, size_of(para, unit), sum);
}

static bool ink_of(const ht_para *para, const ht_unit *unit, int box[4])
{
	if (!unit->n_glyphs)
		return false;
	return ht_font_ink(&unit->face->font, para->glyphs[unit->glyph].gid, box);
}

/* The Han main face's centre: what everything is level with. */
static int line_centre(const ht_para *para, const ht_unit *unit)
{
	int role = para->spans[para->chars[unit->first].span].role;
	const ht_font *main = ht_fonts_main(para->fonts, role);
	return main ? main->centre : unit->face->font.centre;
}

static ht_len thousandths(ht_len size, int n)
{
	return ht_len_scale(size, n, 1000);
}

static void mark_width(const ht_para *para, ht_unit *unit, ht_fine cell)
{
	int box[4];
	ht_len size = size_of(para, unit);
	unit->width = cell;
	if (!ht_class_lookup(unit->cls)->mark) {
		/* as a rule 1 em wide: then at the cell's left edge */
		ht_fine advance = advance_of(para, unit), em = ht_para_em(para, size, 1000);
		if (unit->n_glyphs && llabs(advance - em) > em / 50)
			unit->origin = (cell - advance) / 2;
		return;
	}
	if (!ink_of(para, unit, box))
		return;
	ht_fine left = ht_para_em(para, size, box[0] - INK_MARGIN);
	ht_fine right = cell - ht_para_em(para, size, box[2] + INK_MARGIN);
	unit->blank_left = left > 0 ? left : 0;
	unit->blank_right = right > 0 ? right : 0;
	ht_fine blank = unit->blank_left + unit->blank_right;
	unit->squeeze = blank < cell / 2 ? blank : cell / 2;
	unit->level = ht_class_lookup(unit->cls)->squeeze;
}

static void half_width(const ht_para *para, ht_unit *unit, ht_fine cell)
{
	int box[4];
	unit->width = cell / 2;
	if (!ink_of(para, unit, box))
		return;
	ht_fine middle = ht_para_em(para, size_of(para, unit), (box[0] + box[2]) / 2);
	unit->origin = unit->width / 2 - middle;
}

static void centred_width(ht_unit *unit, ht_fine cell, ht_fine advance)
{
	unit->width = advance > cell + cell / 50 ? advance : cell;
	if (advance < cell - cell / 50)
		unit->origin = (cell - advance) / 2;
}

/* Put a face's dash, ellipsis or ～ on the line's centre. */
static void centre_on_line(const ht_para *para, ht_unit *unit)
{
	int box[4];
	if (ink_of(para, unit, box))
		unit->rise = thousandths(size_of(para, unit), (box[1] + box[3]) / 2 - line_centre(para, unit));
}

static void dash_pair_width(ht_para *para, ht_unit *unit, ht_fine cell)
{
	int box[4];
	ht_len size = size_of(para, unit);
	unit->width = 2 * cell;
	if (!ink_of(para, unit, box))
		return;
	bool two = unit->n_glyphs == 2;
	ht_fine ink = ht_para_em(para, size, box[2] - box[0]);
	ht_fine want = two ? cell : 2 * cell; /* of one glyph's ink */
	if (ink < want - want / 50) {
		unit->xscale = (int)((want * 1000 + ink - 1) / (ink > 0 ? ink : 1));
		ink = ink * unit->xscale / 1000;
	}
	ht_fine pitch = ink < cell ? ink : cell;
	ht_fine total = two ? pitch + ink : ink;
	unit->origin = (2 * cell - total) / 2 - ht_para_em(para, size, box[0]) * unit->xscale / 1000;
	if (two) /* the second glyph's place comes from the first's advance */
		para->glyphs[unit->glyph].advance =
		    (int32_t)(pitch * FACE_SCALE / ((ht_fine)size * para->shape->cell_den) * 1000 / unit->xscale);
}

static void han_width(const ht_para *para, ht_unit *unit)
{
	const ht_char *c = &para->chars[unit->first];
	ht_fine cell = ht_para_cell(para, size_of(para, unit)), advance = advance_of(para, unit);
	switch (ht_class_lookup(unit->cls)->width) {
	case HT_W_CELL:
		mark_width(para, unit, cell);
		break;
	case HT_W_CENTRED:
		centred_width(unit, cell, advance);
		break;
	case HT_W_HALF:
		half_width(para, unit, cell);
		break;
	case HT_W_ZERO:
		break;
	case HT_W_NATURAL:
		unit->width = unit->n_glyphs || c->cls == HT_C_MARK ? advance : cell / 2;
		break;
	}
}

/* A face further down the chain is moved until its characters' middles are
 * level with the main face's. */
static void level_fallback(const ht_para *para, ht_unit *unit)
{
	int centre = line_centre(para, unit);
	if (unit->face->font.has_han && unit->face->font.centre != centre)
		unit->rise = thousandths(size_of(para, unit), unit->face->font.centre - centre);
}

static void set_width(ht_para *para, ht_unit *unit)
{
	const ht_char *c = &para->chars[unit->first];
	ht_len size = size_of(para, unit);
	if (unit->space && c->cls == HT_C_SPACE) {
		unit->width = unit->n_glyphs ? advance_of(para, unit) : ht_para_em(para, size, 250);
		ht_fine least = ht_para_em(para, size, 250);
		unit->squeeze = unit->width > least ? unit->width - least : 0;
		unit->level = HT_SQ_SPACE;
		return;
	}
	if (c->latin && ht_class_lookup(c->cls)->width != HT_W_ZERO) {
		unit->width =
		    unit->n_glyphs || c->cls == HT_C_MARK ? advance_of(para, unit) : ht_para_em(para, size, 500);
		return;
	}
	if (unit->face)
		level_fallback(para, unit);
	if (c->cls == HT_C_DASH || c->cls == HT_C_ELLIPSIS || c->cp == 0xFF5E || c->cp == 0x301C)
		centre_on_line(para, unit);
	if (c->cls == HT_C_DASH && (c->pair == 1 || c->cp == 0x2E3A))
		dash_pair_width(para, unit, ht_para_cell(para, size));
	else
		han_width(para, unit);
}

static bool is_latin_word(const ht_char *c)
{
	return c->latin && (c->cls == HT_C_LATIN || c->cls == HT_C_DIGIT || c->cls == HT_C_UNIT ||
	                    c->cls == HT_C_PREFIX || c->cls == HT_C_SIGN);
}

/* The gap between a Chinese character and a Latin word or number. */
static void set_gap(const ht_para *para, const ht_unit *before, ht_unit *unit)
{
	const ht_char *a = &para->chars[before->first + before->n - 1], *b = &para->chars[unit->first];
	bool meet = (before->cls == HT_C_HAN && is_latin_word(b)) || (is_latin_word(a) && unit->cls == HT_C_HAN);
	if (!meet || !para->shape->han_latin_gap)
		return;
	ht_len size = size_of(para, before) < size_of(para, unit) ? size_of(para, before) : size_of(para, unit);
	unit->gap = ht_para_em(para, size, para->shape->han_latin_gap);
	unit->gap_flexes = true;
}

/* Two marks whose blank halves face each other, or follow each other, lose
 * one of them (clreq 3.1.6). */
static void set_merge(ht_unit *before, ht_unit *unit)
{
	if (!ht_class_lookup(before->cls)->mark || !ht_class_lookup(unit->cls)->mark)
		return;
	bool opens = before->cls == HT_C_OPEN;
	if (opens && unit->cls != HT_C_OPEN)
		return;
	unit->merge_before = !opens;
	unit->merge = opens ? unit->squeeze : before->squeeze;
}

/* A short name over a fixed number of cells: equal gaps between its
 * characters. */
static void spread(ht_para *para, size_t begin, size_t end, int cells)
{
	ht_fine want = cells * ht_para_cell(para, size_of(para, &para->units[begin]));
	ht_fine spare = want - ht_para_natural(para, begin, end);
	int64_t gaps = (int64_t)(end - begin) - 1;
	if (spare <= 0 || gaps < 1)
		return;
	for (int64_t i = 1; i <= gaps; i++)
		para->units[begin + (size_t)i].gap += spare * i / gaps - spare * (i - 1) / gaps;
}

static void finish_spans(ht_para *para)
{
	for (size_t begin = 0, end; begin < para->n_units; begin = end) {
		uint32_t span = para->chars[para->units[begin].first].span;
		end = begin + 1;
		while (end < para->n_units && para->chars[para->units[end].first].span == span)
			end++;
		if (para->spans[span].cells > 0)
			spread(para, begin, end, para->spans[span].cells);
		if (para->spans[span].keep)
			ht_para_keep(para, begin, end);
	}
}

ht_fine ht_para_natural(const ht_para *para, size_t begin, size_t end)
{
	ht_fine sum = 0;
	for (size_t i = begin; i < end; i++)
		sum += para->units[i].width + (i > begin ? para->units[i].gap - para->units[i].merge : 0);
	return sum;
}

/* A paragraph that begins with an opening mark keeps its indent to the point:
 * the blank of that mark is not taken (GB/T 9704-2012 7.3.3). */
static void keep_indent(ht_para *para)
{
	if (para->shape->first_indent > 0 && para->units[0].cls == HT_C_OPEN)
		para->units[0].squeeze = 0;
}

void ht_para_widths(ht_para *para)
{
	if (!para->n_units)
		return;
	for (size_t i = 0; i < para->n_units; i++) {
		ht_unit *unit = &para->units[i];
		set_width(para, unit);
		if (i == 0)
			continue;
		set_gap(para, unit - 1, unit);
		if (para->shape->merge_marks)
			set_merge(unit - 1, unit);
	}
	keep_indent(para);
	finish_spans(para);
	ht_para_keep_numbers(para);
}
