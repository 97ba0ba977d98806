/* Fitting a line to the measure: squeeze or stretch it.
 *
 * Squeeze in this order, each level used up before the next (classes.h): the mark
 * at the line's end, to half width; gaps at digits and Latin words from 1/4 to
 * 1/8 em; spaces between Latin words to 1/4 em; two adjacent marks to 1.5 em
 * together (clreq 3.1.6; not on a line that needs no squeezing, which is on the
 * grid); brackets and quotes, then all other marks, to 3/4 em; all characters
 * nearer by 3.5 % of their width; brackets and quotes to 1/2 em; all characters
 * nearer by 6.8 % in all, 30 instead of 28 on a line. Only when nothing else is
 * left, stops to 1/2 em. (Interpuncts are half an em wide from the start.)
 *
 * Stretch: spaces between Latin words to 1/2 em; gaps at Latin words to 1/3 em;
 * then all gaps between characters equally, except inside ——, ……, a Latin word or
 * a number, beside a connector or solidus, and at a number: a date whose gaps
 * grow looks typed with spaces. Spaces between Latin words take more of it.
 *
 * A label that further lines are aligned with gives nothing (7.3.4, 7.4.2, 10.3):
 * what follows it begins in their column.
 *
 * Within a level, each cluster takes its share in proportion to its capacity.
 * Rounding errors are carried over, so that the shares add up exactly. */
#include "para.h"

#include <glib.h>

/* The widest that spaces and gaps at Latin words are stretched to, 1/1000 em. */
#define SPACE_MAX 500
#define GAP_MAX   333

/* How much nearer characters are set at the first of two levels and in all, 1/1000 of their width; but never nearer
 * than LEAST, 1/1000 em, where a page has more characters a line (7.3.5.5). */
#define NEAR   35
#define NEARER 68
#define LEAST  920

/* A space between words takes as much as this many gaps between characters. */
#define SPACE_PARTS 8

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

/* What cluster i of the line loses because it is merged with its neighbours. */
static ht_fine merged(const ht_para *para, const ht_line_span *line, size_t i)
{
	const ht_cluster *cluster = &para->clusters[i];
	ht_fine lost = 0;
	if (i > line->begin && !cluster->merge_before)
		lost += cluster->merge;
	if (i + 1 < line->text_end && cluster[1].merge_before)
		lost += cluster[1].merge;
	return lost;
}

/* How much of a mark goes at a level: first a quarter of its width, then the rest of its blank half. */
static ht_fine mark_loss(const ht_cluster *cluster, ht_fine lost, ht_squeeze_level level)
{
	bool bracket = cluster->level == HT_SQ_BRACKET;
	ht_squeeze_level first = cluster->level, second = HT_SQ_CRUSH;
	ht_fine quarter = MIN(cluster->squeeze, cluster->quarter);
	if (bracket || cluster->paired)
		second = HT_SQ_HALF;
	if (cluster->paired) {
		first = HT_SQ_PAIR;
		if (bracket)
			quarter = cluster->squeeze;
	}
	if (level == first)
		return MAX(0, quarter - lost);
	if (level == second)
		return cluster->squeeze - MAX(lost, quarter);
	return 0;
}

void ht_para_near(const ht_para *para, ht_len size, ht_fine ret[2])
{
	ht_fine full = ht_para_full_width(para, size), room = MAX(full - ht_para_em(para, size, LEAST), 0);
	ret[0] = MIN(full * NEAR / 1000, room);
	ret[1] = MIN(full * NEARER / 1000, room) - ret[0];
}

/* All characters are set nearer at this level: but what has given already, gaps and marks, no more. */
static ht_fine nearer(const ht_para *para, const ht_cluster *cluster, ht_squeeze_level level)
{
	if (cluster->rigid || cluster->gap_flexes || cluster->after_mark)
		return 0;
	ht_len size = ht_para_size(para, cluster);
	if (size == para->shape->em)
		return para->near[level == HT_SQ_NEARER];
	ht_fine near[2];
	ht_para_near(para, size, near);
	return near[level == HT_SQ_NEARER];
}

/* Is it the place before a character that gives? */
static bool is_before(ht_squeeze_level level)
{
	return level == HT_SQ_GAP || level == HT_SQ_NEAR || level == HT_SQ_NEARER;
}

static ht_fine before_loss(const ht_para *para, const ht_cluster *cluster, ht_squeeze_level level)
{
	if (level == HT_SQ_GAP)
		return cluster->gap_flexes * cluster->gap / 2;
	return nearer(para, cluster, level);
}

ht_fine ht_para_can_lose(const ht_para *para, const ht_line_span *line, size_t i, ht_squeeze_level level)
{
	const ht_cluster *cluster = &para->clusters[i];
	if (is_before(level))
		return i > line->begin && !cluster->fixed ? before_loss(para, cluster, level) : 0;
	if (cluster->level == HT_SQ_NEVER)
		return 0;
	ht_fine lost = merged(para, line, i);
	if (cluster->level == HT_SQ_SPACE)
		return level == HT_SQ_SPACE ? cluster->squeeze : 0;
	if (i + 1 == line->text_end)
		return level == HT_SQ_LINE_END ? cluster->squeeze - lost : 0;
	return mark_loss(cluster, lost, level);
}

/* Undo earlier fitting; apply the merging of adjacent punctuation marks. */
static void reset_line(ht_para *para, const ht_line_span *line)
{
	for (size_t i = line->begin; i < line->end; i++) {
		ht_cluster *cluster = &para->clusters[i];
		cluster->added = 0;
		cluster->lost = 0;
		if (i < line->text_end)
			cluster->lost = merged(para, line, i);
	}
}

/* Take want out of the line; returns what is left of it. */
static ht_fine squeeze(ht_para *para, const ht_line_span *line, ht_fine want)
{
	for (ht_squeeze_level level = 0; level < HT_SQ_LEVELS && want > 0; level++) {
		sharing s = {.total = 0};
		for (size_t i = line->begin; i < line->text_end; i++)
			s.total += ht_para_can_lose(para, line, i, level);
		s.want = MIN(want, s.total);
		for (size_t i = line->begin; i < line->text_end && s.want > 0; i++) {
			ht_fine part = share(&s, ht_para_can_lose(para, line, i, level));
			if (is_before(level))
				para->clusters[i].added -= part;
			else
				para->clusters[i].lost += part;
		}
		want -= s.want;
	}
	return want;
}

/* Is there a space between Latin words before the cluster? One beside Han text is as wide on every line, and one that a
 * name or number keeps together is no place to stretch: GB/T 9704, 0571 8888 8888. */
static bool is_word_space(const ht_para *para, const ht_line_span *line, size_t i)
{
	const ht_cluster *cluster = &para->clusters[i];
	return i > line->begin + 1 && cluster[-1].cls == HT_C_SPACE && cluster->can_break &&
	       para->chars[cluster->first].latin && !cluster->space && para->chars[cluster[-2].first].latin &&
	       !cluster[-2].space;
}

ht_fine ht_para_can_gain(const ht_para *para, const ht_line_span *line, size_t i, ht_stretch_step step)
{
	const ht_cluster *cluster = &para->clusters[i];
	ht_fine room = 0;
	if (i == line->begin || cluster->fixed)
		return 0;
	switch (step) {
	case HT_ST_SPACES:
		if (is_word_space(para, line, i))
			room = ht_para_em(para, ht_para_size(para, cluster), SPACE_MAX) - cluster[-1].width;
		return MAX(room, 0);
	case HT_ST_GAPS:
		if (cluster->gap_flexes && !cluster->of_number)
			room = ht_para_em(para, ht_para_size(para, cluster), GAP_MAX) - cluster->gap;
		return MAX(room, 0);
	default:
		if (is_word_space(para, line, i))
			return SPACE_PARTS;
		return !cluster->rigid && !cluster->of_number;
	}
}

/* Add want to the line; returns what is left of it. */
static ht_fine stretch(ht_para *para, const ht_line_span *line, ht_fine want)
{
	for (ht_stretch_step step = 0; step < HT_ST_STEPS && want > 0; step++) {
		sharing s = {.want = want};
		for (size_t i = line->begin; i < line->text_end; i++)
			s.total += ht_para_can_gain(para, line, i, step);
		if (!s.total)
			continue;
		if (step != HT_ST_ALL)
			s.want = MIN(want, s.total);
		for (size_t i = line->begin; i < line->text_end; i++)
			para->clusters[i].added += share(&s, ht_para_can_gain(para, line, i, step));
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
