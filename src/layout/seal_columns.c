/* The rows and columns of a signature under several seals (GB/T 9704-2012 7.3.5.1): seals in the issuers' order, in
 * even columns, none beyond the type area, the last one over the date four 字 in from the right.
 *
 * Rows are as few as possible. Of the ways to set them, the neatest that fits is taken: columns equally far apart;
 * columns as wide as their names; the last row apart from the others; at last, each row for itself. */
#include "columns.h"

/* The largest distance between the edges of two seals' columns. */
#define COLUMN_GAP_MAX_MM 10.0
/* A row costs more than any unevenness. */
#define ROW_COST 1000000

typedef struct planning {
	const ht_seal_item *v;
	size_t n;
	ht_len area, gap, between; /* the type area; between two seals; between two names */
	ht_len last;               /* where the middle of the last seal is wanted */
	ht_len step_most;
	bool may_move;
	ht_seal_rows *rows;
	ht_len *steps, *halves; /* of columns: room for n */
} planning;

/* How rows are set. */
typedef struct way {
	bool equal;      /* columns equally far apart */
	bool last_alone; /* the last row has columns of its own */
} way;

static const way ways[] = {{true, false}, {false, false}, {false, true}};

static ht_len half_of(const planning *p, size_t i)
{
	return ht_len_max(p->v[i].name, p->v[i].seal) / 2;
}

/* The least distance between the middles of items i - 1 and i. */
static ht_len apart(const planning *p, size_t i)
{
	const ht_seal_item *a = &p->v[i - 1], *b = &p->v[i];
	return ht_len_max((a->seal + b->seal) / 2 + p->gap, (a->name + b->name) / 2 + p->between);
}

static size_t row_begin(const planning *p, size_t row)
{
	return row ? p->rows->ends[row - 1] : 0;
}

/* Some rows in common columns, counted from the right. */
typedef struct group {
	size_t from, to; /* rows */
	bool equal, may_move;
} group;

static size_t most_in_row(const planning *p, const group *g)
{
	size_t most = 1;
	for (size_t r = g->from; r < g->to; r++)
		if (p->rows->ends[r] - row_begin(p, r) > most)
			most = p->rows->ends[r] - row_begin(p, r);
	return most;
}

/* Columns of a group, counted from the right. */
typedef struct columns {
	size_t n;
	ht_len *steps;  /* least distance from column c to c - 1 */
	ht_len *halves; /* what must be free at the left of its middle: half of the items that begin rows there */
	ht_len right;   /* where the middle of the last may be at most */
	ht_len last;    /* where it is */
} columns;

static columns measure_columns(const planning *p, const group *g)
{
	columns c = {most_in_row(p, g), p->steps, p->halves, p->area, 0};
	for (size_t i = 0; i < c.n; i++)
		c.steps[i] = c.halves[i] = 0;
	ht_len widest = 0;
	for (size_t r = g->from; r < g->to; r++) {
		size_t begin = row_begin(p, r), end = p->rows->ends[r];
		for (size_t k = 1; k < end - begin; k++) {
			c.steps[k] = ht_len_max(c.steps[k], apart(p, end - k));
			widest = ht_len_max(widest, c.steps[k]);
		}
		c.halves[end - begin - 1] = ht_len_max(c.halves[end - begin - 1], half_of(p, begin));
		c.right = ht_len_min(c.right, p->area - half_of(p, end - 1));
	}
	for (size_t k = 1; g->equal && k < c.n; k++)
		c.steps[k] = widest;
	return c;
}

/* Find room for the columns, and let their steps grow where there is more; false: there is not enough. */
static bool fit_columns(const planning *p, const group *g, columns *c)
{
	ht_len used = 0, lacking = 0, grow = p->area;
	c->last = ht_len_min(p->last, c->right);
	for (size_t k = 0; k < c->n; k++) {
		used += c->steps[k];
		ht_len slack = c->last - used - c->halves[k];
		lacking = ht_len_max(lacking, -slack);
		if (k)
			grow = ht_len_min(grow, slack / (ht_len)k);
	}
	if (lacking && (!g->may_move || c->last + lacking > c->right))
		return false;
	c->last += lacking;
	for (size_t k = 1; k < c->n && !lacking; k++)
		c->steps[k] += ht_len_max(0, ht_len_min(grow, p->step_most - c->steps[k]));
	return true;
}

/* Place the rows of the group; false: they do not fit. */
static bool place_group(const planning *p, const group *g)
{
	columns c = measure_columns(p, g);
	if (!fit_columns(p, g, &c))
		return false;
	for (size_t r = g->from; r < g->to; r++) {
		ht_len x = c.last;
		for (size_t i = p->rows->ends[r], k = 0; i-- > row_begin(p, r); k++)
			p->rows->middles[i] = x -= c.steps[k];
	}
	return true;
}

/* n items in this many rows, as even as possible, the longer rows first. */
static void even_rows(const planning *p, size_t n_rows)
{
	size_t least = p->n / n_rows, longer = p->n % n_rows, end = 0;
	for (size_t r = 0; r < n_rows; r++)
		p->rows->ends[r] = end += least + (r < longer);
	p->rows->n = n_rows;
}

static bool set_rows(const planning *p, const way *w)
{
	size_t n = p->rows->n;
	if (!w->last_alone)
		return place_group(p, &(group){0, n, w->equal, p->may_move});
	return n > 1 && place_group(p, &(group){0, n - 1, w->equal, true}) &&
	       place_group(p, &(group){n - 1, n, w->equal, p->may_move});
}

/* Do items [from, to) fit in a row? */
static bool fits_in_row(const planning *p, size_t from, size_t to)
{
	ht_len before = half_of(p, from), after = half_of(p, to - 1);
	for (size_t i = from + 1; i < to; i++)
		before += apart(p, i);
	if (to == p->n && !p->may_move)
		return before <= ht_len_min(p->last, p->area - after);
	return before + after <= p->area;
}

/* The fewest rows, each for itself, and the most even of these. best: n + 1 costs. The result in rows->ends. */
static void fewest_rows(const planning *p, int64_t *best, size_t *begins)
{
	best[0] = 0;
	for (size_t i = 1; i <= p->n; i++) {
		best[i] = INT64_MAX;
		for (size_t j = i; j-- > 0 && (j + 1 == i || fits_in_row(p, j, i));) {
			int64_t size = (int64_t)(i - j), cost = best[j] + ROW_COST + size * size;
			if (cost < best[i]) {
				best[i] = cost;
				begins[i] = j;
			}
		}
	}
	size_t n = 0;
	for (size_t i = p->n; i > 0; i = begins[i])
		n++;
	p->rows->n = n;
	for (size_t i = p->n; i > 0; i = begins[i])
		p->rows->ends[--n] = i;
}

/* Each row for itself; those that can end in one column do. */
static void rows_alone(const planning *p)
{
	planning common = *p;
	p->rows->uneven = true;
	for (size_t r = 0; r < p->rows->n; r++)
		common.last = ht_len_min(common.last, p->area - half_of(p, p->rows->ends[r] - 1));
	for (size_t r = 0; r < p->rows->n; r++) {
		const group fixed = {r, r + 1, false, false},
		            moved = {r, r + 1, false, r + 1 < p->rows->n || p->may_move};
		if (!place_group(&common, &fixed) && !place_group(p, &moved))
			p->rows->middles[row_begin(p, r)] = p->area / 2; /* one that is wider than the type area */
	}
}

static bool set_some_way(const planning *p)
{
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (set_rows(p, &ways[i]))
			return true;
	return false;
}

bool ht_seal_rows_plan(const ht_seal_space *space, const ht_seal_item *v, size_t n, ht_arena *arena, ht_seal_rows *ret)
{
	*ret = (ht_seal_rows){.ends = ht_arena_array(arena, n + 1, sizeof *ret->ends),
	                      .middles = ht_arena_array(arena, n + 1, sizeof *ret->middles)};
	int64_t *best = ht_arena_array(arena, n + 1, sizeof *best);
	size_t *begins = ht_arena_array(arena, n + 1, sizeof *begins);
	ht_len *steps = ht_arena_array(arena, n + 1, sizeof *steps);
	ht_len *halves = ht_arena_array(arena, n + 1, sizeof *halves);
	if (!ret->ends || !ret->middles || !best || !begins || !steps || !halves)
		return false;
	if (!n)
		return true;
	ht_len seal = 0;
	for (size_t i = 0; i < n; i++)
		seal = ht_len_max(seal, v[i].seal);
	const planning p = {.v = v,
	                    .n = n,
	                    .area = space->area,
	                    .gap = space->gap,
	                    .between = space->between,
	                    .last = space->area - space->inset - space->date / 2,
	                    .step_most = seal + ht_len_from_mm(COLUMN_GAP_MAX_MM),
	                    .may_move = space->may_move,
	                    .rows = ret,
	                    .steps = steps,
	                    .halves = halves};
	fewest_rows(&p, best, begins);
	even_rows(&p, ret->n);
	if (set_some_way(&p))
		return true;
	fewest_rows(&p, best, begins);
	if (!set_some_way(&p))
		rows_alone(&p);
	return true;
}
