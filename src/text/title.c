/* Titles: whole words, in a trapezoid or diamond.
 *
 * GB/T 9704-2012 7.3.1 wants a title's lines to break between words, to be
 * symmetric and of suitable lengths, in the outline of a trapezoid or a
 * diamond. Of all ways to break it the cheapest is taken, found by dynamic
 * programming over pairs of breaks (two, since the outline is a matter of
 * neighbouring lines). What a break costs by the words beside it: title_costs.c.
 * The outline's costs, in the same points:
 *
 *   each line                                        100
 *   neighbouring lines: equal 60, less than 1 em apart 10, above 5 em
 *                       6 points for the square of each em more
 *   a waist (shorter, then longer again)             250
 *   … of no more than 1 em                           60
 *   a line shorter than 5 em                         300
 *   a line that fills more than 95 % of the measure  10
 *
 * A title that fits on one line stays there. One that has no break that fits,
 * or far more of them than a title has, is set like any centred paragraph. */
#include "title.h"

#include <stdlib.h>

#define LINE_COST  100
#define WAIST_COST 250
#define DIP_COST   60
#define SHORT_COST 300
#define SHORT_EM   5
#define MAX_BREAKS 256
#define NEVER      INT32_MAX

/* A place where a line may begin. */
typedef struct brk {
	size_t unit;
	int cost;
} brk;

typedef struct title {
	ht_para para;
	ht_fine measure;
	brk *breaks; /* breaks[0] is the text's begin, the last one its end */
	size_t n, cap;
} title;

static bool find_breaks(title *t)
{
	for (size_t i = 0; i <= t->para.n_units; i++) {
		if (i > 0 && i < t->para.n_units && !t->para.units[i].can_break)
			continue;
		brk *b = HT_PUSH(t->para.scratch, t->breaks, t->n, t->cap);
		if (!b)
			return false;
		*b = (brk){i, 0};
	}
	return true;
}

static ht_status find_costs(title *t, UBreakIterator *iterator)
{
	ht_title_words words;
	int *costs = ht_arena_array(t->para.scratch, t->para.n, sizeof *costs);
	if (!costs)
		return HT_ERR_NOMEM;
	ht_status status = ht_title_split(&t->para, iterator, &words);
	if (status != HT_OK)
		return status;
	ht_title_costs(&words, costs);
	for (size_t i = 1; i + 1 < t->n; i++)
		t->breaks[i].cost = costs[t->para.units[t->breaks[i].unit].first];
	return HT_OK;
}

static ht_line_span line_between(const title *t, size_t a, size_t b)
{
	ht_line_span line = {t->breaks[a].unit, t->breaks[b].unit, t->breaks[b].unit, false, b + 1 == t->n};
	while (line.text_end > line.begin + 1 && t->para.units[line.text_end - 1].space)
		line.text_end--;
	return line;
}

static ht_fine line_width(const title *t, size_t a, size_t b)
{
	ht_line_span line = line_between(t, a, b);
	return ht_para_natural(&t->para, line.begin, line.text_end);
}

static int line_cost(const title *t, size_t a, ht_fine width)
{
	ht_fine em = ht_para_em(&t->para, t->para.shape->em, 1000);
	int cost = LINE_COST + t->breaks[a].cost;
	if (width < SHORT_EM * em)
		cost += SHORT_COST;
	if (width > t->measure * 95 / 100)
		cost += 10;
	return cost;
}

/* Two lines, one below the other. */
static int step_cost(const title *t, ht_fine upper, ht_fine lower)
{
	ht_fine em = ht_para_em(&t->para, t->para.shape->em, 1000);
	ht_fine apart = llabs(upper - lower);
	if (2 * apart < em)
		return 60;
	if (apart < em)
		return 10;
	ht_fine over = apart / em - 5;
	return over > 0 ? (int)(6 * over * over) : 0;
}

/* The best way to the line between breaks a and b, its outline rising (lines
 * grow longer) or falling. */
typedef struct state {
	int cost;
	uint16_t before; /* where the line above begins */
	bool before_falls;
} state;

typedef struct search {
	const title *t;
	ht_fine *widths; /* of the line between two breaks; 0: not possible */
	state *states;   /* two for each pair */
} search;

static size_t pair(const search *s, size_t a, size_t b)
{
	return a * s->t->n + b;
}

static void try_step(search *s, size_t a, size_t b, size_t c, bool falls)
{
	const state *from = &s->states[2 * pair(s, a, b) + falls];
	ht_fine upper = s->widths[pair(s, a, b)], lower = s->widths[pair(s, b, c)];
	if (from->cost == NEVER || !upper)
		return;
	int base = from->cost + line_cost(s->t, b, lower) + step_cost(s->t, upper, lower);
	ht_fine em = ht_para_em(&s->t->para, s->t->para.shape->em, 1000);
	for (int falls_next = 0; falls_next <= 1; falls_next++) {
		bool fits = falls_next ? lower <= upper : lower + em >= upper;
		int cost =
		    base + (falls && !falls_next ? WAIST_COST : 0) + (!falls_next && lower < upper ? DIP_COST : 0);
		state *to = &s->states[2 * pair(s, b, c) + (size_t)falls_next];
		if (fits && cost < to->cost)
			*to = (state){cost, (uint16_t)a, falls};
	}
}

static void run_search(search *s)
{
	size_t n = s->t->n;
	for (size_t i = 0; i < 2 * n * n; i++)
		s->states[i].cost = NEVER;
	for (size_t b = 1; b < n; b++)
		for (size_t a = b; a-- > 0;) {
			ht_fine width = line_width(s->t, a, b);
			if (width > s->t->measure)
				break;
			s->widths[pair(s, a, b)] = width;
			if (a == 0)
				s->states[2 * pair(s, a, b)].cost = line_cost(s->t, a, width);
		}
	for (size_t c = 2; c < n; c++)
		for (size_t b = c; b-- > 1 && s->widths[pair(s, b, c)];)
			for (size_t a = b; a-- > 0 && s->widths[pair(s, a, b)];)
				for (int falls = 0; falls <= 1; falls++)
					try_step(s, a, b, c, falls);
}

/* The breaks of the cheapest way, first line first; their number, 0: none. */
static size_t best_way(const search *s, size_t way[MAX_BREAKS])
{
	size_t n = s->t->n, end = n - 1, count = 0, best = SIZE_MAX;
	for (size_t i = 0; i < 2 * end; i++) {
		size_t at = 2 * pair(s, i / 2, end) + i % 2;
		if (s->states[at].cost != NEVER && (best == SIZE_MAX || s->states[at].cost < s->states[best].cost))
			best = at;
	}
	if (best == SIZE_MAX)
		return 0;
	size_t a = best / 2 / n, b = end;
	bool falls = best % 2;
	while (a > 0) {
		const state *st = &s->states[2 * pair(s, a, b) + falls];
		way[count++] = a;
		b = a;
		falls = st->before_falls;
		a = st->before;
	}
	for (size_t i = 0; i < count / 2; i++) {
		size_t swap = way[i];
		way[i] = way[count - 1 - i];
		way[count - 1 - i] = swap;
	}
	way[count++] = end;
	return count;
}

static ht_status emit_line(title *t, size_t a, size_t b, ht_arena *arena, ht_line *line)
{
	ht_line_span span = line_between(t, a, b);
	ht_fine width = ht_para_fit(&t->para, &span, t->measure, false);
	ht_fine x = (t->measure - width) / 2;
	line->x = ht_para_round(&t->para, x);
	line->width = ht_para_round(&t->para, x + width) - line->x;
	line->last = span.last;
	return ht_para_emit(&t->para, &span, x, arena, line);
}

static ht_status emit_way(title *t, const size_t *way, size_t n, ht_arena *arena, ht_lines *ret)
{
	ht_lines lines = {.v = ht_arena_array(arena, n, sizeof *lines.v), .n = n};
	ht_status status = lines.v ? HT_OK : HT_ERR_NOMEM;
	for (size_t i = 0; i < n && status == HT_OK; i++)
		status = emit_line(t, i ? way[i - 1] : 0, way[i], arena, &lines.v[i]);
	if (status == HT_OK)
		*ret = lines;
	return status;
}

/* *n_way 0: this way of setting does not suit the text. */
static ht_status find_way(title *t, UBreakIterator *iterator, size_t way[MAX_BREAKS], size_t *n_way)
{
	if (!find_breaks(t))
		return HT_ERR_NOMEM;
	if (t->n > MAX_BREAKS)
		return HT_OK;
	search s = {.t = t};
	s.widths = ht_arena_array(t->para.scratch, t->n * t->n, sizeof *s.widths);
	s.states = ht_arena_array(t->para.scratch, 2 * t->n * t->n, sizeof *s.states);
	ht_status status = s.widths && s.states ? find_costs(t, iterator) : HT_ERR_NOMEM;
	if (status != HT_OK)
		return status;
	run_search(&s);
	*n_way = best_way(&s, way);
	return HT_OK;
}

ht_status ht_compose_title(ht_fonts *fonts, const ht_span *spans, size_t n, const ht_para_shape *shape, ht_arena *arena,
                           ht_diags *diags, ht_lines *ret)
{
	title t = {.n = 0};
	ht_para_shape plain = *shape;
	UBreakIterator *iterator = ht_fonts_words(fonts);
	plain.align = HT_ALIGN_CENTRE;
	ht_status status = ht_para_open(&t.para, fonts, spans, n, &plain, diags);
	size_t way[MAX_BREAKS], n_way = 0;
	bool fits = false;
	t.measure = ht_para_fine(&t.para, plain.measure);
	if (status == HT_OK && t.para.n_units) {
		fits = ht_para_natural(&t.para, 0, t.para.n_units) <= t.measure;
		if (!fits && iterator)
			status = find_way(&t, iterator, way, &n_way);
	}
	if (status == HT_OK && n_way)
		status = emit_way(&t, way, n_way, arena, ret);
	if (status == HT_OK && fits) {
		plain.forbid_break = true;
		status = ht_para_lines(&t.para, arena, ret);
	}
	ht_para_close(&t.para);
	return status == HT_OK && !n_way && !fits ? ht_compose(fonts, spans, n, &plain, arena, diags, ret) : status;
}
