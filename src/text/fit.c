/* Fitting a line to the measure: squeeze or stretch it.
 *
 * Squeeze in this order, each level used up before the next: the punctuation
 * mark at the line's end to half width; spaces between Latin words to 1/4 em;
 * brackets and quotes to half width; 、，：； to half width; Han–Latin gaps to
 * half; 。！？ to half width. (Interpuncts are half an em wide from the start.)
 *
 * Stretch: spaces to 1/2 em; Han–Latin gaps to 1/3 em; then all gaps between
 * characters equally, except inside ——, ……, a Latin word or a number, and beside
 * a connector or solidus. (clreq allows Han–Latin gaps up to 1/3 or 1/2 em; with
 * 1/2, a line with a date in it, which has seven of them, looks torn.)
 *
 * Within a level, each cluster takes its share in proportion to its capacity.
 * Rounding errors are carried over, so that the shares add up exactly. */
#include "para.h"

#include <glib.h>

/* The widest that spaces and Han–Latin gaps are stretched to, 1/1000 em. */
#define SPACE_MAX 500
#define GAP_MAX   333

/* If nothing else can stretch, the letters of words are spaced, by at most this
 * much each, 1/1000 em: a line that needs more is better left short. */
#define LETTER_MAX 500

typedef struct sharing {
	ht_fine total; /* of all capacities */
	ht_fine want;  /* to be shared */
	ht_fine seen;  /* capacities so far */
	ht_fine given;
} sharing;

/* The share of one capacity. */
static ht_fine share(sharing *s, ht_fine capacity)
{
	s->seen += capacity;
	ht_fine due = s->want;
	if (s->seen != s->total)
		due = (ht_fine)((double)s->want * (double)s->seen / (double)s->total);
	ht_fine part = due - s->given;
	s->given = due;
	return part;
}

/* Undo earlier fitting; apply the merging of adjacent punctuation marks. */
static void reset_line(ht_para *para, const ht_line_span *line)
{
	for (size_t i = line->begin; i < line->end; i++) {
		ht_cluster *cluster = &para->clusters[i];
		cluster->lost = cluster->added = 0;
		if (i == line->begin || i >= line->text_end)
			continue;
		if (cluster->merge_before)
			cluster[-1].lost += cluster->merge;
		else
			cluster->lost = cluster->merge;
	}
}

/* How much may be squeezed out of cluster i, or out of the gap before it, at a
 * level. */
static ht_fine can_lose(const ht_para *para, const ht_line_span *line, size_t i, int level)
{
	const ht_cluster *cluster = &para->clusters[i];
	bool at_end = i + 1 == line->text_end && ht_class_lookup(cluster->cls)->punct;
	if (level == HT_SQ_GAP)
		return i > line->begin && cluster->gap_flexes ? cluster->gap / 2 : 0;
	if (level != (at_end ? HT_SQ_LINE_END : (int)cluster->level))
		return 0;
	return cluster->squeeze - cluster->lost;
}

static ht_fine squeeze_capacity(const ht_para *para, const ht_line_span *line, int level)
{
	ht_fine sum = 0;
	for (size_t i = line->begin; i < line->text_end; i++)
		sum += can_lose(para, line, i, level);
	return sum;
}

/* Take want out of the line; returns what is left of it. */
static ht_fine squeeze(ht_para *para, const ht_line_span *line, ht_fine want)
{
	for (int level = 0; level < HT_SQ_LEVELS && want > 0; level++) {
		ht_fine capacity = squeeze_capacity(para, line, level);
		if (capacity <= 0)
			continue;
		sharing s = {.total = capacity, .want = MIN(want, capacity)};
		for (size_t i = line->begin; i < line->text_end; i++) {
			ht_fine part = share(&s, can_lose(para, line, i, level));
			if (level == HT_SQ_GAP)
				para->clusters[i].added -= part;
			else
				para->clusters[i].lost += part;
		}
		want -= s.want;
	}
	return want;
}

typedef enum stretch_step { STRETCH_SPACES, STRETCH_GAPS, STRETCH_ALL, STRETCH_LETTERS, STRETCH_STEPS } stretch_step;

/* How much may be added before cluster i at a step. The last two steps are not
 * bounded and are shared equally: 1 each. */
static ht_fine can_gain(const ht_para *para, const ht_line_span *line, size_t i, stretch_step step)
{
	const ht_cluster *cluster = &para->clusters[i];
	if (i == line->begin)
		return 0;
	ht_len size = ht_para_size(para, cluster);
	ht_fine room = 0;
	switch (step) {
	case STRETCH_SPACES:
		if (cluster[-1].space && cluster[-1].cls == HT_C_SPACE && !cluster->space)
			room = ht_para_em(para, size, SPACE_MAX) - cluster[-1].width;
		return MAX(room, 0);
	case STRETCH_GAPS:
		if (cluster->gap_flexes)
			room = ht_para_em(para, size, GAP_MAX) - cluster->gap;
		return MAX(room, 0);
	case STRETCH_ALL:
		return !cluster->rigid;
	default:
		return cluster->cls != HT_C_COMBINING && cluster->cls != HT_C_IGNORE &&
		       para->chars[cluster->first].pair != 2;
	}
}

static ht_fine stretch_capacity(const ht_para *para, const ht_line_span *line, stretch_step step)
{
	ht_fine sum = 0;
	for (size_t i = line->begin; i < line->text_end; i++)
		sum += can_gain(para, line, i, step);
	return sum;
}

/* Add want to the line; returns what is left of it. */
static ht_fine stretch(ht_para *para, const ht_line_span *line, ht_fine want)
{
	for (stretch_step step = 0; step < STRETCH_STEPS && want > 0; step++) {
		ht_fine capacity = stretch_capacity(para, line, step);
		if (capacity <= 0)
			continue;
		if (step == STRETCH_LETTERS && want / capacity > ht_para_em(para, para->shape->em, LETTER_MAX))
			continue;
		sharing s = {.total = capacity, .want = want};
		if (step < STRETCH_ALL)
			s.want = MIN(want, capacity);
		for (size_t i = line->begin; i < line->text_end; i++)
			para->clusters[i].added += share(&s, can_gain(para, line, i, step));
		want -= s.want;
	}
	return want;
}

ht_fine ht_para_fit(ht_para *para, const ht_line_span *line, ht_fine avail, bool justify)
{
	ht_fine natural = ht_para_natural(para, line->begin, line->text_end);
	reset_line(para, line);
	if (natural > avail)
		return avail + squeeze(para, line, natural - avail);
	if (justify && natural < avail)
		return avail - stretch(para, line, avail - natural);
	return natural;
}
