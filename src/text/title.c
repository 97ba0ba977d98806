/* Titles: whole words, in a trapezoid or diamond.
 *
 * GB/T 9704-2012 7.3.1 wants a title's lines to break between words, to be
 * symmetric and of suitable lengths, in the outline of a trapezoid or a
 * diamond. Of all ways to break it the cheapest is taken, found by dynamic
 * programming over pairs of breaks (two, since the outline is a matter of
 * neighbouring lines). Costs, in points:
 *
 *   each line                                        100
 *   a break inside a word                            400
 *   … inside 《》 “” or （）                         300
 *   a line that begins with 的 和 与 及 等 …         500
 *   a line that ends with 和 与 及 …                 300
 *   … with 关于 对 为 第 …                           250
 *   … with a verb whose object follows (印发 …)      40
 *   a number parted from its measure word            200
 *   an organ's name parted from 人民政府 办公室 …    150
 *   beside a single character that is no particle    60
 *   a break after 的, a space or a mark              -20
 *   … before 关于                                    -30
 *   neighbouring lines: equal 30, less than 1 em apart 10, above 5 em
 *                       6 points for the square of each em more
 *   a waist (shorter, then longer again)             250
 *   a line shorter than 4 em                         300
 *   a line that fills more than 95 % of the measure  10
 *
 * A title that fits on one line stays there. One that has no break that fits,
 * or far more of them than a title has, is set like any centred paragraph. */
#include "para.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/utf8.h"

#define LINE_COST   100
#define WAIST_COST  250
#define SHORT_COST  300
#define INSIDE_WORD 400
#define INSIDE_PAIR 300
#define MAX_BREAKS  256
#define NEVER       INT32_MAX

/* Words by what they cost beside a break. UTF-8, as ICU parts them. */
typedef struct word_cost {
	const char *word;
	int as_next;  /* it begins the line */
	int as_prior; /* it ends the line */
} word_cost;

static const word_cost words[] = {
    {"的", 500, -20},     {"地", 500, 0},     {"得", 500, 0},     {"了", 500, 0},     {"着", 500, 0},
    {"之", 500, 200},     {"和", 500, 300},   {"与", 500, 300},   {"及", 500, 300},   {"暨", 500, 300},
    {"以及", 500, 300},   {"或", 500, 300},   {"等", 500, 0},     {"们", 500, 0},     {"者", 500, 0},
    {"性", 500, 0},       {"关于", -30, 250}, {"对", 0, 250},     {"对于", 0, 250},   {"为", 0, 250},
    {"向", 0, 250},       {"在", 0, 250},     {"将", 0, 250},     {"把", 0, 250},     {"由", 0, 250},
    {"以", 0, 250},       {"同意", 0, 40},    {"第", 0, 250},     {"各", 0, 250},     {"全", 0, 250},
    {"印发", 0, 40},      {"转发", 0, 40},    {"召开", 0, 40},    {"开展", 0, 40},    {"做好", 0, 40},
    {"加强", 0, 40},      {"进一步", 0, 40},  {"切实", 0, 40},    {"举办", 0, 40},    {"成立", 0, 40},
    {"调整", 0, 40},      {"实施", 0, 40},    {"推进", 0, 40},    {"表彰", 0, 40},    {"人民政府", 150, 0},
    {"政府", 150, 0},     {"委员会", 150, 0}, {"办公室", 150, 0}, {"办公厅", 150, 0}, {"领导小组", 150, 0},
    {"代表大会", 150, 0}, {"常委会", 150, 0}, {"协会", 150, 0},   {"指挥部", 150, 0}, {"局", 300, 0},
    {"厅", 300, 0},       {"部", 300, 0},     {"委", 300, 0},     {"省", 300, 0},     {"市", 300, 0},
    {"县", 300, 0},       {"区", 300, 0},     {"镇", 300, 0},     {"乡", 300, 0},     {"村", 300, 0},
    {"街道", 100, 0},     {"会", 300, 0},     {"年", 300, 0},     {"月", 300, 0},     {"日", 300, 0},
    {"号", 300, 0},       {"次", 300, 0},     {"届", 300, 0},     {"期", 300, 0},     {"年度", 200, 0},
    {"季度", 200, 0},     {"项", 300, 0},     {"个", 300, 0},     {"名", 300, 0},     {"工作", 20, 0},
};

static const word_cost *find_word(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].word) == len && memcmp(words[i].word, text, len) == 0)
			return &words[i];
	return NULL;
}

/* A place where a line may begin. */
typedef struct brk {
	size_t unit;
	int cost;
} brk;

typedef struct title {
	ht_para para;
	ht_fine measure;
	bool *word_start; /* by character */
	size_t *offsets;  /* of each character in para.text, and its end */
	int *costs;       /* of a break before each character */
	brk *breaks;      /* breaks[0] is the text's begin, the last one its end */
	size_t n, cap;
} title;

static bool find_words(title *t, UBreakIterator *iterator)
{
	ht_para *para = &t->para;
	UErrorCode error = U_ZERO_ERROR;
	UText *text = utext_openUTF8(NULL, para->text, (int64_t)para->len, &error);
	if (U_SUCCESS(error))
		ubrk_setUText(iterator, text, &error);
	size_t i = 0;
	for (int32_t at = 0; U_SUCCESS(error) && at != UBRK_DONE; at = ubrk_next(iterator)) {
		while (i < para->n && t->offsets[i] < (size_t)at)
			i++;
		t->word_start[i] = true;
	}
	utext_close(text);
	return U_SUCCESS(error);
}

static void find_offsets(title *t)
{
	size_t base = 0;
	for (size_t i = 0; i < t->para.n; i++) {
		const ht_char *c = &t->para.chars[i];
		if (i > 0 && c->span != t->para.chars[i - 1].span)
			for (uint32_t s = t->para.chars[i - 1].span; s < c->span; s++)
				base += t->para.spans[s].len;
		t->offsets[i] = base + c->offset;
	}
	t->offsets[t->para.n] = t->para.len;
}

static size_t word_begin(const title *t, size_t at)
{
	while (at > 0 && !t->word_start[at])
		at--;
	return at;
}

static size_t word_end(const title *t, size_t at)
{
	do
		at++;
	while (at < t->para.n && !t->word_start[at]);
	return at;
}

static int word_points(const title *t, size_t begin, size_t end, bool next)
{
	size_t from = t->offsets[begin], len = t->offsets[end] - from;
	const word_cost *word = find_word(t->para.text + from, len);
	if (word)
		return next ? word->as_next : word->as_prior;
	bool lone = end - begin == 1 && t->para.chars[begin].cls == HT_C_HAN;
	return lone ? 60 : 0;
}

static bool is_number(const ht_char *c)
{
	static const char *const numbers = "一二三四五六七八九十百千";
	char text[8];
	text[ht_utf8_put(text, c->cp)] = '\0';
	return c->cls == HT_C_DIGIT || strstr(numbers, text);
}

/* The cost of beginning a line with character at, pairs left aside. */
static int cost_at(const title *t, size_t at)
{
	const ht_char *before = &t->para.chars[at - 1], *c = &t->para.chars[at];
	int cost = t->word_start[at] ? 0 : INSIDE_WORD;
	if (cost == 0) {
		cost += word_points(t, at, word_end(t, at), true);
		cost += word_points(t, word_begin(t, at - 1), at, false);
	}
	if (is_number(before) && c->cls == HT_C_HAN)
		cost += 200;
	if (ht_class_lookup(before->cls)->no_start || before->cls == HT_C_SPACE || before->cls == HT_C_WIDE_SPACE)
		cost -= 20;
	return cost;
}

static void find_costs(title *t)
{
	int depth = 0;
	for (size_t i = 0; i < t->para.n; i++) {
		const ht_char *c = &t->para.chars[i];
		if (c->cls == HT_C_CLOSE && depth > 0)
			depth--;
		t->costs[i] = (i > 0 ? cost_at(t, i) : 0) + (depth > 0 ? INSIDE_PAIR : 0);
		if (c->cls == HT_C_OPEN)
			depth++;
	}
}

static bool find_breaks(title *t)
{
	for (size_t i = 0; i <= t->para.n_units; i++) {
		bool end = i == t->para.n_units;
		if (i > 0 && !end && !t->para.units[i].can_break)
			continue;
		brk *b = HT_PUSH(t->para.scratch, t->breaks, t->n, t->cap);
		if (!b)
			return false;
		*b = (brk){i, end ? 0 : t->costs[t->para.units[i].first]};
	}
	return true;
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
	if (width < 4 * em)
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
		return 30;
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
	for (int falls_next = 0; falls_next <= 1; falls_next++) {
		bool fits = falls_next ? lower <= upper : lower >= upper;
		int cost = base + (falls && !falls_next ? WAIST_COST : 0);
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

static ht_status prepare(title *t, UBreakIterator *iterator)
{
	ht_arena *scratch = t->para.scratch;
	t->word_start = ht_arena_array(scratch, t->para.n + 1, sizeof *t->word_start);
	t->offsets = ht_arena_array(scratch, t->para.n + 1, sizeof *t->offsets);
	t->costs = ht_arena_array(scratch, t->para.n + 1, sizeof *t->costs);
	if (!t->word_start || !t->offsets || !t->costs)
		return HT_ERR_NOMEM;
	find_offsets(t);
	if (!find_words(t, iterator))
		return HT_ERR_LIB;
	find_costs(t);
	return find_breaks(t) ? HT_OK : HT_ERR_NOMEM;
}

/* *n_way 0: this way of setting does not suit the text. */
static ht_status find_way(title *t, size_t way[MAX_BREAKS], size_t *n_way)
{
	if (t->n < 2 || t->n > MAX_BREAKS)
		return HT_OK;
	search s = {.t = t};
	s.widths = ht_arena_array(t->para.scratch, t->n * t->n, sizeof *s.widths);
	s.states = ht_arena_array(t->para.scratch, 2 * t->n * t->n, sizeof *s.states);
	if (!s.widths || !s.states)
		return HT_ERR_NOMEM;
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
	t.measure = ht_para_fine(&t.para, plain.measure);
	if (status == HT_OK && t.para.n_units) {
		if (ht_para_natural(&t.para, 0, t.para.n_units) <= t.measure)
			plain.forbid_break = true;
		else if (iterator)
			status = prepare(&t, iterator);
		if (status == HT_OK && t.n)
			status = find_way(&t, way, &n_way);
	}
	if (status == HT_OK && n_way)
		status = emit_way(&t, way, n_way, arena, ret);
	ht_para_close(&t.para);
	return status == HT_OK && !n_way ? ht_compose(fonts, spans, n, &plain, arena, diags, ret) : status;
}
