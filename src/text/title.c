/* Titles: whole words, in the shape of a trapezoid or diamond.
 *
 * GB/T 9704-2012 7.3.1 asks for titles whose lines break between words, are
 * symmetric and of suitable lengths, in the shape of a trapezoid or a diamond.
 * The cheapest way to break the title is found by dynamic programming over pairs
 * of breaks (pairs, because the shape depends on adjacent lines). title_costs.c
 * has the cost of a break between two words. The costs of the shape are, in the
 * same points:
 *
 *   each line                                        100
 *   adjacent lines: of equal width 60; different by less than 1 em 10; by more
 *                   than 5 em 6 times the square of the ems above 5
 *   a waist (shorter, then longer again)             250
 *   … of at most 1 em                                60
 *   a line shorter than 5 em, in a measure of less than 8 em than a third of it 300
 *   a line without half the white that is asked for on either side 120, without a quarter of it 180
 *   … else one that fills more than 95 % of the measure 10
 *   the only line, without that white                500
 *
 * A title that fits on one line, with that white, is set on one. A title without breaks that fit,
 * or with far more breaks than any real title, is set as a centred paragraph.
 *
 * Other centred text (the note below a title, a caption) is broken like this, too: but first where a reader pauses, at
 * the price of less equal lines, and full lines may be squeezed a little. The head of a table's column, and a
 * short text in its cells, ends its lines before brackets (应查数|（家）) and between names, and none has one
 * character. */
#include "title.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define LINE_COST  100
#define WAIST_COST 250
#define DIP_COST   60
#define SHORT_COST 300
#define EDGE_COST  120
#define FULL_COST  180
#define ALONE_COST 500
#define SHORT_EM   5
#define NARROW_EM  8
/* Of a head's line of one character; of each em by which its lines differ. */
#define SINGLE_COST 900
#define HEAD_STEP   10
/* Of a break after the point of a name of several parts; within a name. */
#define NAME_POINT  100
#define INSIDE_NAME 1000
/* Of two lines whose widths differ by an em more, squared: twice what it costs; in a title, in other centred text. */
#define STEP_COST  12
#define LOOSE_STEP 1
#define MAX_BREAKS 256
#define NEVER      INT32_MAX

/* What text it is: other centred text pauses at commas; the head of a column before brackets. */
typedef enum kind { TITLE, CENTRED, HEAD } kind;

/* A position where a line may begin. */
typedef struct line_break {
	size_t cluster;
	int cost;
} line_break;

typedef struct title {
	ht_para para;
	ht_fine measure, airy, em; /* airy: the measure without the white on either side */
	line_break *breaks;        /* the first is the start of the text, the last its end */
	size_t n, cap;
	kind kind;
} title;

static bool may_break(const ht_cluster *cluster)
{
	return cluster->can_break || (cluster->hold && cluster->hold <= HT_HOLD_POINT);
}

static void find_breaks(title *t)
{
	for (size_t i = 0; i <= t->para.n_clusters; i++) {
		if (i > 0 && i < t->para.n_clusters && !may_break(&t->para.clusters[i]))
			continue;
		line_break *b = HT_PUSH(t->para.scratch, t->breaks, t->n, t->cap);
		if (!b) {
			ht_para_fail(&t->para, HT_ERR_NOMEM);
			return;
		}
		*b = (line_break){i, 0};
	}
}

/* Of names, or a name of several parts, lines end between these. */
static void find_name_costs(title *t)
{
	bool *starts = ht_para_array(&t->para, t->para.n_clusters + 1, sizeof *starts);
	if (t->para.status != HT_OK || !ht_para_find_names(&t->para, starts))
		return;
	for (size_t i = 1; i + 1 < t->n; i++) {
		size_t cluster = t->breaks[i].cluster;
		t->breaks[i].cost = 0;
		if (!starts[cluster])
			t->breaks[i].cost = INSIDE_NAME;
		else if (ht_para_code_point(&t->para, cluster - 1) == CP_POINT)
			t->breaks[i].cost = NAME_POINT;
	}
}

static void find_costs(title *t)
{
	ht_title_words words;
	int *costs = ht_para_array(&t->para, t->para.n, sizeof *costs);
	ht_title_split(&t->para, &words);
	if (t->para.status != HT_OK)
		return;
	ht_title_costs(&words, costs);
	if (t->kind == CENTRED)
		ht_title_pauses(&words, costs);
	if (t->kind == HEAD)
		ht_title_brackets(&words, costs);
	for (size_t i = 1; i + 1 < t->n; i++)
		t->breaks[i].cost = costs[t->para.clusters[t->breaks[i].cluster].first];
	if (t->kind == HEAD)
		find_name_costs(t);
}

static ht_line_span line_between(const title *t, size_t a, size_t b)
{
	ht_line_span line = {.begin = t->breaks[a].cluster, .end = t->breaks[b].cluster, .last = b + 1 == t->n};
	line.text_end = ht_para_trim(&t->para, line.begin, line.end);
	return line;
}

/* What a line gives without being seen: the white of its last mark, half its gaps, spaces. */
static ht_fine line_gives(const title *t, const ht_line_span *line)
{
	ht_fine gives = 0;
	for (size_t i = line->begin; i < line->text_end; i++)
		for (ht_squeeze_level level = HT_SQ_LINE_END; level <= HT_SQ_SPACE; level++)
			gives += ht_para_can_lose(&t->para, line, i, level);
	return gives;
}

/* Widths above the measure are those of lines that fit when squeezed. */
static ht_fine line_width(const title *t, size_t a, size_t b)
{
	ht_line_span line = line_between(t, a, b);
	ht_fine width = ht_para_natural(&t->para, line.begin, line.text_end);
	if (t->kind == CENTRED && width > t->measure)
		width = MAX(t->measure, width - line_gives(t, &line));
	return width;
}

/* Is the line of this width short? An organ's name under a seal has no room for longer ones. */
static bool is_short(const title *t, ht_fine width)
{
	ht_fine least = SHORT_EM * t->em;
	if (t->kind == TITLE && t->measure < NARROW_EM * t->em)
		least = t->measure / 3;
	return width < least;
}

/* Of the line between breaks a and b. */
static int line_cost(const title *t, size_t a, size_t b, ht_fine width)
{
	int cost = LINE_COST + t->breaks[a].cost;
	if (is_short(t, width))
		cost += SHORT_COST;
	if (t->kind == HEAD && 2 * width < 3 * t->em && t->breaks[b].cost >= 0) /* one may be before a bracket */
		cost += SINGLE_COST;
	if (4 * width > 3 * t->measure + t->airy)
		cost += FULL_COST;
	else if (2 * width > t->measure + t->airy)
		cost += EDGE_COST;
	else if (width > t->measure * 95 / 100)
		cost += 10;
	return cost;
}

/* The cost of the widths of two adjacent lines. */
static int step_cost(const title *t, ht_fine upper, ht_fine lower)
{
	ht_fine apart = llabs(upper - lower);
	if (t->kind == HEAD)
		return (int)(HEAD_STEP * apart / t->em);
	if (2 * apart < t->em)
		return 60;
	if (apart < t->em)
		return 10;
	ht_fine over = apart / t->em - 5;
	if (over <= 0)
		return 0;
	return (int)(over * over) * (t->kind == CENTRED ? LOOSE_STEP : STEP_COST) / 2;
}

static int waist_cost(const title *t)
{
	return t->kind == TITLE ? WAIST_COST : DIP_COST;
}

/* The cheapest way to reach the line between breaks a and b, while lines grow
 * longer (rising) or shorter (falling). */
typedef struct state {
	int cost;
	uint16_t before; /* break at which the line above begins */
	bool before_falls;
} state;

typedef struct search {
	const title *t;
	ht_fine *widths; /* of the line between two breaks; 0: it does not fit */
	state *states;   /* two for each pair: rising, falling */
} search;

static size_t pair(const search *s, size_t a, size_t b)
{
	return a * s->t->n + b;
}

/* The line between breaks b and c, after each line that ends at b. */
static void try_line(search *s, size_t b, size_t c)
{
	const title *t = s->t;
	ht_fine upper, lower = s->widths[pair(s, b, c)];
	int line = line_cost(t, b, c, lower);
	state *rising = &s->states[2 * pair(s, b, c)], *falling = rising + 1;
	for (size_t a = b; a-- > 0 && (upper = s->widths[pair(s, a, b)]);) {
		const state *from = &s->states[2 * pair(s, a, b)];
		int more = line + step_cost(t, upper, lower);
		for (int falls = 0; falls <= 1; falls++) {
			if (from[falls].cost == NEVER)
				continue;
			int base = from[falls].cost + more;
			int rising_cost = base + falls * waist_cost(t) + (lower < upper) * DIP_COST;
			if (lower + t->em >= upper && rising_cost < rising->cost)
				*rising = (state){rising_cost, (uint16_t)a, falls};
			if (lower <= upper && base < falling->cost)
				*falling = (state){base, (uint16_t)a, falls};
		}
	}
}

static void find_states(search *s)
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
				s->states[2 * pair(s, a, b)].cost =
				    line_cost(s->t, a, b, width) + (b + 1 == n) * ALONE_COST;
		}
	for (size_t c = 2; c < n; c++)
		for (size_t b = c; b-- > 1 && s->widths[pair(s, b, c)];)
			try_line(s, b, c);
}

/* The line ends of the cheapest way, in order; returns their number, 0: there is
 * no way. */
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

/* How much further right a line is set than its middle says, because the marks at its ends have white of their own. */
static ht_fine optical_shift(const title *t, const ht_line_span *line)
{
	const ht_cluster *first = &t->para.clusters[line->begin], *last = &t->para.clusters[line->text_end - 1];
	ht_fine shift = 0;
	if (ht_class_lookup(last->cls)->punct && last->cls != HT_C_OPEN)
		shift += last->blank_right;
	if (first->cls == HT_C_OPEN)
		shift -= first->blank_left;
	return shift / 2;
}

static void emit_line(title *t, size_t a, size_t b, ht_arena *arena, ht_composed_line *line)
{
	ht_line_span span = line_between(t, a, b);
	ht_fine width = ht_para_fit(&t->para, &span, t->measure, false);
	bool centred = t->para.shape->align == HT_ALIGN_CENTRE;
	ht_fine x = 0;
	if (centred)
		x = (t->measure - width) / 2;
	if (centred && t->kind != CENTRED)
		x += optical_shift(t, &span);
	line->x = ht_para_round(&t->para, x);
	line->width = ht_para_round(&t->para, x + width) - line->x;
	line->last = span.last;
	ht_para_emit(&t->para, &span, x, arena, line);
}

static void emit_lines(title *t, const size_t *way, size_t n, ht_arena *arena, ht_composed_lines *ret)
{
	ht_composed_lines lines = {.v = ht_arena_array(arena, n, sizeof *lines.v), .n = n};
	if (!lines.v)
		ht_para_fail(&t->para, HT_ERR_NOMEM);
	for (size_t i = 0, begin = 0; i < n && t->para.status == HT_OK; begin = way[i++])
		emit_line(t, begin, way[i], arena, &lines.v[i]);
	if (t->para.status == HT_OK)
		*ret = lines;
}

/* The line ends of the title; 0: it cannot be set like this, or after a
 * failure. */
static size_t find_way(title *t, size_t way[MAX_BREAKS])
{
	find_breaks(t);
	if (t->n > MAX_BREAKS)
		return 0;
	search s = {.t = t};
	s.widths = ht_para_array(&t->para, t->n * t->n, sizeof *s.widths);
	s.states = ht_para_array(&t->para, 2 * t->n * t->n, sizeof *s.states);
	if (t->para.status == HT_OK)
		find_costs(t);
	if (t->para.status != HT_OK)
		return 0;
	find_states(&s);
	return best_way(&s, way);
}

/* The same for a title of one line. */
static size_t one_line(title *t, size_t way[MAX_BREAKS])
{
	const line_break ends[] = {{0, 0}, {t->para.n_clusters, 0}};
	t->breaks = ht_para_array(&t->para, 2, sizeof *t->breaks);
	if (t->para.status != HT_OK)
		return 0;
	memcpy(t->breaks, ends, sizeof ends);
	t->n = 2;
	way[0] = 1;
	return 1;
}

/* Is the text set on one line? */
static bool fits_line(const title *t)
{
	const ht_line_span all = {.end = t->para.n_clusters, .text_end = t->para.n_clusters, .last = true};
	ht_fine width = ht_para_natural(&t->para, 0, all.end);
	if (t->kind == CENTRED)
		width -= line_gives(t, &all);
	return width <= t->airy;
}

static ht_status compose(title *t, ht_fonts *fonts, const ht_span *spans, size_t n_spans, const ht_para_shape *shape,
                         ht_arena *arena, ht_diags *diags, ht_composed_lines *ret)
{
	ht_para_shape plain = *shape;
	size_t way[MAX_BREAKS], n = 0;
	if (t->kind != HEAD)
		plain.align = HT_ALIGN_CENTRE;
	ht_para_open(&t->para, fonts, spans, n_spans, &plain, diags);
	t->measure = ht_para_fine(&t->para, plain.measure);
	t->airy = t->measure - 2 * ht_para_fine(&t->para, plain.air);
	t->em = ht_para_em(&t->para, plain.em, 1000);
	if (t->para.n_clusters && fits_line(t))
		n = one_line(t, way);
	else if (t->para.status == HT_OK && !(t->kind == CENTRED && ht_para_has_pauses(&t->para, t->measure)))
		n = find_way(t, way);
	if (n)
		emit_lines(t, way, n, arena, ret);
	else
		ht_para_lines(&t->para, arena, ret);
	return ht_para_close(&t->para);
}

ht_status ht_compose_title(ht_fonts *fonts, const ht_span *spans, size_t n_spans, const ht_para_shape *shape,
                           ht_arena *arena, ht_diags *diags, ht_composed_lines *ret)
{
	title t = {.n = 0};
	return compose(&t, fonts, spans, n_spans, shape, arena, diags, ret);
}

ht_status ht_compose_centred(ht_fonts *fonts, const ht_span *spans, size_t n_spans, const ht_para_shape *shape,
                             ht_arena *arena, ht_diags *diags, ht_composed_lines *ret)
{
	title t = {.kind = CENTRED};
	return compose(&t, fonts, spans, n_spans, shape, arena, diags, ret);
}

ht_status ht_compose_head(ht_fonts *fonts, const ht_span *spans, size_t n_spans, const ht_para_shape *shape,
                          ht_arena *arena, ht_diags *diags, ht_composed_lines *ret)
{
	title t = {.kind = HEAD};
	return compose(&t, fonts, spans, n_spans, shape, arena, diags, ret);
}
