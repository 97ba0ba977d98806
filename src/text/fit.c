/* Fitting a line to the measure: squeeze first, then stretch, equal gaps alike.
 *
 * Squeeze, in this order, each step used up before the next: the mark at the
 * line's end to half; spaces between Latin words to 1/4 em; brackets and quotes
 * to half; 、，：； to half; Han–Latin gaps to half; 。！？ to half. (Interpuncts
 * take half an em from the start and have nothing to lose.) Stretch: spaces to
 * 1/2 em; Han–Latin gaps to 1/3 em; then all gaps between characters alike,
 * but none inside ——, ……, a Latin word, a number, nor beside a connector or
 * solidus. (Clreq lets Han–Latin gaps grow to 1/3 or 1/2 em; a line with a date
 * in it, seven such gaps, looks torn with 1/2.) Within a step each takes in proportion to what it can, the rounding
 * being carried along, so that the parts add up to the whole exactly. */
#include "para.h"

/* Stretched, spaces and Han–Latin gaps are this wide at most, 1/1000 em. */
#define SPACE_MAX 500
#define GAP_MAX   333

/* Where nothing else can stretch, letters of words are spaced, up to this much
 * each, 1/1000 em: beyond it the line is better left short. */
#define LETTER_MAX 500

typedef struct sharing {
	ht_fine total; /* of all capacities */
	ht_fine want;  /* to share out */
	ht_fine seen;  /* of total, so far */
	ht_fine given;
} sharing;

/* The part of want for one capacity. */
static ht_fine share(sharing *s, ht_fine capacity)
{
	s->seen += capacity;
	ht_fine due = s->seen == s->total ? s->want : (ht_fine)((double)s->want * (double)s->seen / (double)s->total);
	ht_fine part = due - s->given;
	s->given = due;
	return part;
}

static ht_len size_of(const ht_para *para, const ht_unit *unit)
{
	return para->spans[para->chars[unit->first].span].size;
}

/* What the line's units have lost to their neighbours from the start. */
static void start_line(ht_para *para, const ht_line_span *line)
{
	for (size_t i = line->begin; i < line->end; i++) {
		ht_unit *unit = &para->units[i];
		unit->lost = unit->added = 0;
		if (i == line->begin || i >= line->text_end)
			continue;
		if (unit->merge_before)
			unit[-1].lost += unit->merge;
		else
			unit->lost = unit->merge;
	}
}

/* How much unit i may lose at a level. */
static ht_fine can_lose(const ht_para *para, const ht_line_span *line, size_t i, int level)
{
	const ht_unit *unit = &para->units[i];
	bool at_end = i + 1 == line->text_end && ht_class_lookup(unit->cls)->mark;
	int own = at_end ? HT_SQ_LINE_END : (int)unit->level;
	return own == level ? unit->squeeze - unit->lost : 0;
}

static ht_fine gap_can_lose(const ht_para *para, const ht_line_span *line, size_t i)
{
	const ht_unit *unit = &para->units[i];
	return i > line->begin && unit->gap_flexes ? unit->gap / 2 : 0;
}

static ht_fine squeeze_capacity(const ht_para *para, const ht_line_span *line, int level)
{
	ht_fine sum = 0;
	for (size_t i = line->begin; i < line->text_end; i++)
		sum += level == HT_SQ_GAP ? gap_can_lose(para, line, i) : can_lose(para, line, i, level);
	return sum;
}

static void squeeze_level(ht_para *para, const ht_line_span *line, int level, sharing *s)
{
	for (size_t i = line->begin; i < line->text_end; i++) {
		if (level == HT_SQ_GAP)
			para->units[i].added -= share(s, gap_can_lose(para, line, i));
		else
			para->units[i].lost += share(s, can_lose(para, line, i, level));
	}
}

/* Take want out of the line; returns what could not be taken. */
static ht_fine squeeze(ht_para *para, const ht_line_span *line, ht_fine want)
{
	for (int level = 0; level < HT_SQ_LEVELS && want > 0; level++) {
		ht_fine capacity = squeeze_capacity(para, line, level);
		if (capacity <= 0)
			continue;
		sharing s = {.total = capacity, .want = want < capacity ? want : capacity};
		squeeze_level(para, line, level, &s);
		want -= s.want;
	}
	return want;
}

typedef enum stretch_step { STRETCH_SPACES, STRETCH_GAPS, STRETCH_ALL, STRETCH_LETTERS, STRETCH_STEPS } stretch_step;

/* How much may be added before unit i at a step. The last two steps have no
 * bound but are shared alike: 1 each. */
static ht_fine can_gain(const ht_para *para, const ht_line_span *line, size_t i, stretch_step step)
{
	const ht_unit *unit = &para->units[i];
	if (i == line->begin)
		return 0;
	ht_len size = size_of(para, unit);
	ht_fine room = 0;
	switch (step) {
	case STRETCH_SPACES:
		if (unit[-1].space && unit[-1].cls == HT_C_SPACE && !unit->space)
			room = ht_para_em(para, size, SPACE_MAX) - unit[-1].width;
		return room > 0 ? room : 0;
	case STRETCH_GAPS:
		if (unit->gap_flexes)
			room = ht_para_em(para, size, GAP_MAX) - unit->gap;
		return room > 0 ? room : 0;
	case STRETCH_ALL:
		return !unit->tight;
	default:
		return unit->cls != HT_C_MARK && unit->cls != HT_C_IGNORE && para->chars[unit->first].pair != 2;
	}
}

static ht_fine stretch_capacity(const ht_para *para, const ht_line_span *line, stretch_step step)
{
	ht_fine sum = 0;
	for (size_t i = line->begin; i < line->text_end; i++)
		sum += can_gain(para, line, i, step);
	return sum;
}

/* Add want to the line; returns what could not be added. */
static ht_fine stretch(ht_para *para, const ht_line_span *line, ht_fine want)
{
	for (stretch_step step = 0; step < STRETCH_STEPS && want > 0; step++) {
		ht_fine capacity = stretch_capacity(para, line, step);
		if (capacity <= 0)
			continue;
		bool bounded = step < STRETCH_ALL;
		if (step == STRETCH_LETTERS && want / capacity > ht_para_em(para, para->shape->em, LETTER_MAX))
			continue;
		sharing s = {.total = capacity, .want = bounded && want > capacity ? capacity : want};
		for (size_t i = line->begin; i < line->text_end; i++)
			para->units[i].added += share(&s, can_gain(para, line, i, step));
		want -= s.want;
	}
	return want;
}

ht_fine ht_para_fit(ht_para *para, const ht_line_span *line, ht_fine avail, bool justify)
{
	ht_fine natural = ht_para_natural(para, line->begin, line->text_end);
	start_line(para, line);
	if (natural > avail)
		return avail + squeeze(para, line, natural - avail);
	if (justify && natural < avail)
		return avail - stretch(para, line, avail - natural);
	return natural;
}
