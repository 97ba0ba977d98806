/* The width of each cluster, how much of it may be squeezed out, and the gaps.
 *
 * Half of a full-width punctuation mark is blank. Which half, and how much may
 * be removed without touching the ink, follows from the glyph's ink box: in most
 * faces the ink of stops and closing punctuation is on the left and that of opening
 * marks on the right; some faces centre it. No mark becomes narrower than half
 * width.
 *
 * —— is two characters wide without a gap: a ligature is centred, two glyphs are
 * moved together until they touch, and both are drawn wider if their ink is
 * still too short. Dashes, ellipses and ～ are moved to the ideographic centre of
 * the line, whatever their position in the face. ＿ is drawn as wide as its character. */
#include "para.h"

#include <glib.h>

#include <stdlib.h>

#include "base/utf8.h"

/* Blank that always remains beside the ink, 1/1000 em. */
#define INK_MARGIN 30

/* How far superscripts are raised and subscripts lowered, 1/1000 em of the text: the former end at the height of a
 * digit beside them, or a little above it; the latter reach as far below the line as a g. */
#define SCRIPT_RAISED  320
#define SCRIPT_LOWERED 160

/* From FACE_SCALE units to fine units. */
static ht_fine from_face(const ht_para *para, ht_len size, int64_t v)
{
	return v * size * para->shape->char_den / FACE_SCALE;
}

static ht_fine advance_of(const ht_para *para, const ht_cluster *cluster)
{
	int64_t sum = 0;
	for (uint32_t i = 0; i < cluster->n_glyphs; i++)
		sum += para->glyphs[cluster->glyph + i].advance;
	return from_face(para, ht_para_size(para, cluster), sum);
}

static bool ink_of(const ht_para *para, const ht_cluster *cluster, int box[4])
{
	if (!cluster->n_glyphs)
		return false;
	return ht_font_ink(&cluster->face->font, para->glyphs[cluster->glyph].gid, box);
}

/* Ideographic centre of the main Han face: everything is aligned to it. */
static int line_centre(const ht_para *para, const ht_cluster *cluster)
{
	int fontset = para->spans[para->chars[cluster->first].span].fontset;
	const ht_font *main = ht_fonts_main(para->fonts, fontset);
	return main ? main->centre : cluster->face->font.centre;
}

static ht_len thousandths(ht_len size, int n)
{
	return ht_len_scale(size, n, 1000);
}

static void punct_width(const ht_para *para, ht_cluster *cluster, ht_fine full)
{
	int box[4];
	ht_len size = ht_para_size(para, cluster);
	cluster->width = full;
	if (!ht_class_lookup(cluster->cls)->punct) {
		/* a glyph 1 em wide, which is the rule, is set at the left edge */
		ht_fine advance = advance_of(para, cluster), em = ht_para_em(para, size, 1000);
		if (cluster->n_glyphs && llabs(advance - em) > em / 50)
			cluster->origin = (full - advance) / 2;
		return;
	}
	if (!ink_of(para, cluster, box))
		return;
	cluster->blank_left = MAX(0, ht_para_em(para, size, box[0] - INK_MARGIN));
	cluster->blank_right = MAX(0, full - ht_para_em(para, size, box[2] + INK_MARGIN));
	cluster->squeeze = MIN(cluster->blank_left + cluster->blank_right, full / 2);
	cluster->quarter = MAX(0, full - ht_para_em(para, size, 750));
	cluster->level = ht_class_lookup(cluster->cls)->squeeze;
}

static void half_width(const ht_para *para, ht_cluster *cluster, ht_fine full)
{
	int box[4];
	cluster->width = full / 2;
	if (!ink_of(para, cluster, box))
		return;
	ht_fine middle = ht_para_em(para, ht_para_size(para, cluster), (box[0] + box[2]) / 2);
	cluster->origin = cluster->width / 2 - middle;
}

static void centred_width(ht_cluster *cluster, ht_fine full, ht_fine advance)
{
	cluster->width = full;
	if (advance > full + full / 50)
		cluster->width = advance;
	if (advance < full - full / 50)
		cluster->origin = (full - advance) / 2;
}

/* Move a dash, ellipsis or ～ to the centre of the line. */
static void centre_on_line(const ht_para *para, ht_cluster *cluster)
{
	int box[4];
	if (ink_of(para, cluster, box))
		cluster->rise =
		    thousandths(ht_para_size(para, cluster), (box[1] + box[3]) / 2 - line_centre(para, cluster));
}

static void dash_pair_width(ht_para *para, ht_cluster *cluster, ht_fine full)
{
	int box[4];
	ht_len size = ht_para_size(para, cluster);
	cluster->width = 2 * full;
	if (!ink_of(para, cluster, box))
		return;
	bool two_glyphs = cluster->n_glyphs == 2;
	ht_fine ink = ht_para_em(para, size, box[2] - box[0]);
	ht_fine want = full * (2 - two_glyphs); /* of one glyph's ink */
	if (ink < want - want / 50) {
		cluster->xscale = (int)((want * 1000 + ink - 1) / MAX(ink, 1));
		ink = ink * cluster->xscale / 1000;
	}
	ht_fine pitch = MIN(ink, full), total = ink;
	if (two_glyphs)
		total += pitch;
	cluster->origin = (2 * full - total) / 2 - ht_para_em(para, size, box[0]) * cluster->xscale / 1000;
	if (two_glyphs) /* the first glyph's advance places the second */
		para->glyphs[cluster->glyph].advance =
		    (int32_t)(pitch * FACE_SCALE / ((ht_fine)size * para->shape->char_den) * 1000 / cluster->xscale);
}

/* ＿, a line to be written on: as wide as its character, so that several are one line. */
static void low_line_width(const ht_para *para, ht_cluster *cluster, ht_fine full)
{
	int box[4];
	cluster->width = full;
	if (!ink_of(para, cluster, box) || box[2] <= box[0])
		return;
	ht_fine ink = ht_para_em(para, ht_para_size(para, cluster), box[2] - box[0]);
	cluster->xscale = (int)((full * 1000 + ink - 1) / ink);
	cluster->origin = -ht_para_em(para, ht_para_size(para, cluster), box[0]) * cluster->xscale / 1000;
}

static void han_width(const ht_para *para, ht_cluster *cluster)
{
	const ht_char *c = &para->chars[cluster->first];
	ht_fine full = ht_para_full_width(para, ht_para_size(para, cluster)), advance = advance_of(para, cluster);
	switch (ht_class_lookup(cluster->cls)->width) {
	case HT_W_FULL:
		punct_width(para, cluster, full);
		break;
	case HT_W_CENTRED:
		centred_width(cluster, full, advance);
		break;
	case HT_W_HALF:
		half_width(para, cluster, full);
		break;
	case HT_W_ZERO:
		break;
	case HT_W_NATURAL:
		cluster->width = full / 2;
		if (cluster->n_glyphs || c->cls == HT_C_COMBINING)
			cluster->width = advance;
		break;
	}
}

/* Shift a fallback face so that its ideographic centre is at that of the main
 * face. */
static void align_fallback(const ht_para *para, ht_cluster *cluster)
{
	int centre = line_centre(para, cluster);
	if (cluster->face->font.has_han && cluster->face->font.centre != centre)
		cluster->rise = thousandths(ht_para_size(para, cluster), cluster->face->font.centre - centre);
}

static ht_len script_rise(const ht_para *para, const ht_cluster *cluster)
{
	ht_len size = ht_para_text_size(para, cluster);
	return cluster->script_shift > 0 ? -thousandths(size, SCRIPT_RAISED) : thousandths(size, SCRIPT_LOWERED);
}

static void set_width(ht_para *para, ht_cluster *cluster)
{
	const ht_char *c = &para->chars[cluster->first];
	ht_len size = ht_para_size(para, cluster);
	if (cluster->space && c->cls == HT_C_SPACE) {
		ht_fine least = ht_para_em(para, size, 250);
		cluster->width = cluster->n_glyphs ? advance_of(para, cluster) : least;
		cluster->squeeze = MAX(0, cluster->width - least);
		cluster->level = HT_SQ_SPACE;
		return;
	}
	if (c->latin && ht_class_lookup(c->cls)->width != HT_W_ZERO) {
		cluster->width = ht_para_em(para, size, 500);
		if (cluster->n_glyphs || c->cls == HT_C_COMBINING)
			cluster->width = advance_of(para, cluster);
		return;
	}
	if (cluster->face)
		align_fallback(para, cluster);
	if (c->cls == HT_C_DASH || c->cls == HT_C_ELLIPSIS || c->cp == 0xFF5E || c->cp == 0x301C)
		centre_on_line(para, cluster);
	if (c->cls == HT_C_DASH && (c->pair == 1 || c->cp == 0x2E3A))
		dash_pair_width(para, cluster, ht_para_full_width(para, size));
	else if (c->cp == CP_LOW_LINE)
		low_line_width(para, cluster, ht_para_full_width(para, size));
	else
		han_width(para, cluster);
}

static bool is_latin_word(const ht_char *c)
{
	return c->latin && (c->cls == HT_C_LATIN || c->cls == HT_C_DIGIT || c->cls == HT_C_UNIT ||
	                    c->cls == HT_C_PREFIX || c->cls == HT_C_SIGN || c->cls == HT_C_SCRIPT);
}

static bool is_of_number(const ht_char *c)
{
	return c->cls != HT_C_LATIN && is_latin_word(c);
}

/* A full-width sign between two terms, whatever they are: 100%＝3.6%, E＝mc², A＋B. It has the same white on both
 * sides. */
static bool is_full_operator(const ht_cluster *cluster, uint32_t cp)
{
	return cluster->cls == HT_C_HAN && (cp == 0xFF0B || cp == 0xFF0D || (cp >= 0xFF1C && cp <= 0xFF1E));
}

/* A sign is part of its number, and has white of its own: ＋2.3, ≥5, 1∶500. */
static bool is_one_number(const ht_para *para, size_t i)
{
	uint32_t a = ht_para_code_point(para, i - 1), b = ht_para_code_point(para, i);
	if (is_full_operator(&para->clusters[i - 1], a) || is_full_operator(&para->clusters[i], b))
		return true;
	return (ht_is_number_sign(a) && para->clusters[i].cls == HT_C_DIGIT) ||
	       (ht_is_number_sign(b) && para->clusters[i - 1].cls == HT_C_DIGIT);
}

/* A gap between a Chinese character and a Latin word or number; none before a superscript. */
static void set_gap(const ht_para *para, const ht_cluster *before, ht_cluster *cluster)
{
	const ht_char *a = &para->chars[before->first + before->n - 1], *b = &para->chars[cluster->first];
	bool meet = (before->cls == HT_C_HAN && is_latin_word(b)) || (is_latin_word(a) && cluster->cls == HT_C_HAN);
	if (!meet || cluster->cls == HT_C_SCRIPT || !para->shape->han_latin_gap ||
	    is_one_number(para, (size_t)(cluster - para->clusters)))
		return;
	ht_len size = MIN(ht_para_text_size(para, before), ht_para_text_size(para, cluster));
	cluster->gap = ht_para_em(para, size, para->shape->han_latin_gap);
	cluster->gap_flexes = true;
	cluster->of_number = is_of_number(a) || is_of_number(b);
}

/* Of two adjacent punctuation marks with their blank halves facing each other, or on the same side, one blank is
 * removed (clreq 3.1.6): always, or in grid text, whose lines have full cells, only on lines that must be squeezed. */
static void set_merge(const ht_para *para, ht_cluster *before, ht_cluster *cluster)
{
	if (!cluster->after_mark || !ht_class_lookup(cluster->cls)->punct)
		return;
	bool opens = before->cls == HT_C_OPEN;
	if (opens && cluster->cls != HT_C_OPEN)
		return;
	if (!para->shape->merge_punct) {
		before->paired |= !opens;
		cluster->paired |= opens;
		if (!opens && cluster->cls == HT_C_OPEN)
			cluster->level = HT_SQ_NEVER; /* else both blanks between them would go */
		return;
	}
	cluster->merge_before = !opens;
	cluster->merge = opens ? cluster->squeeze : before->squeeze;
}

/* Spread a short name over a number of full-width characters, with equal gaps. What lacks less than one character,
 * since its · is narrow, is not torn apart for that: the blank is left after it. */
static void spread_over_chars(ht_para *para, size_t begin, size_t end, int chars)
{
	ht_fine full = ht_para_full_width(para, ht_para_size(para, &para->clusters[begin]));
	ht_fine spare = chars * full - ht_para_natural(para, begin, end);
	int64_t gaps = (int64_t)(end - begin) - 1;
	if (spare <= 0 || gaps < 1)
		return;
	if (spare < full && end < para->n_clusters) {
		para->clusters[end].gap += spare;
		return;
	}
	for (int64_t i = 1; i <= gaps; i++)
		para->clusters[begin + (size_t)i].gap += spare * i / gaps - spare * (i - 1) / gaps;
}

static void spread_names(ht_para *para)
{
	for (size_t begin = 0, end; begin < para->n_clusters; begin = end) {
		int chars = para->spans[para->chars[para->clusters[begin].first].span].chars;
		end = ht_para_span_end(para, begin);
		if (chars > 0)
			spread_over_chars(para, begin, end, chars);
	}
}

size_t ht_para_span_end(const ht_para *para, size_t begin)
{
	uint32_t span = para->chars[para->clusters[begin].first].span;
	size_t end = begin + 1;
	while (end < para->n_clusters && para->chars[para->clusters[end].first].span == span)
		end++;
	return end;
}

size_t ht_para_trim(const ht_para *para, size_t begin, size_t end)
{
	while (end > begin + 1 && para->clusters[end - 1].space)
		end--;
	return end;
}

ht_fine ht_para_natural(const ht_para *para, size_t begin, size_t end)
{
	ht_fine sum = 0;
	for (size_t i = begin; i < end; i++) {
		sum += para->clusters[i].width;
		if (i > begin)
			sum += para->clusters[i].gap - para->clusters[i].merge;
	}
	return sum;
}

/* A paragraph that begins with an opening punctuation mark keeps its exact indent: the blank
 * of that mark is not squeezed (GB/T 9704-2012 7.3.3). */
static void keep_indent(ht_para *para)
{
	if (para->shape->first_indent > 0 && para->clusters[0].cls == HT_C_OPEN)
		para->clusters[0].squeeze = 0;
}

/* Is a cluster one Han character of the face, size and advance of the one before it, as most are? */
static bool is_alike(const ht_para *para, const ht_cluster *before, const ht_cluster *cluster)
{
	return cluster->cls == HT_C_HAN && before->cls == HT_C_HAN && cluster->face == before->face &&
	       cluster->n_glyphs == 1 && before->n_glyphs == 1 && !cluster->script_shift && !before->script_shift &&
	       para->chars[cluster->first].span == para->chars[before->first].span &&
	       ht_is_common_han(para->chars[cluster->first].cp) && ht_is_common_han(para->chars[before->first].cp) &&
	       para->glyphs[cluster->glyph].advance == para->glyphs[before->glyph].advance;
}

void ht_para_widths(ht_para *para)
{
	for (size_t i = 0; i < para->n_clusters; i++) {
		ht_cluster *cluster = &para->clusters[i];
		if (i && is_alike(para, cluster - 1, cluster)) { /* nothing is between them */
			cluster->width = cluster[-1].width;
			cluster->origin = cluster[-1].origin;
			cluster->rise = cluster[-1].rise;
			continue;
		}
		set_width(para, cluster);
		if (cluster->script_shift)
			cluster->rise += script_rise(para, cluster);
		if (i == 0)
			continue;
		set_gap(para, cluster - 1, cluster);
		cluster->after_mark = ht_class_lookup(cluster[-1].cls)->punct;
		set_merge(para, cluster - 1, cluster);
	}
	keep_indent(para);
	spread_names(para);
	ht_para_near(para, para->shape->em, para->near);
}
