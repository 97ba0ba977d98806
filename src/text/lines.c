/* The breaks of a paragraph, all together (total-fit).
 *
 * The cheapest way through all places where a line may end is found by dynamic
 * programming: of a place it is only known how the text before it is best broken.
 * From each place that can be reached, only the few ends are tried where the line
 * would be neither torn apart nor too tight, so that length costs in proportion.
 * To what the lines cost (price.c) is added, in points:
 *
 *   a break at a place with a price (hold.c)       hold_costs[]
 *   a last line of one character, with its mark    lonely
 *   a line that ends short, because the next token
 *   would tear it apart and cannot be divided      uneven, and SHORT_CHAR for each
 *                                                  character that it lacks
 *
 * In a list of names lines rather end short than that a name is parted. In the narrow
 * columns of tables lines may be uneven, too: there these cost less, but each line
 * costs something, since it makes its row higher. A token wider than a line is cut
 * where the measure ends. */
#include "para.h"

#include <glib.h>
#define SHORT_CHAR 40
#define FORCED     6000
/* A part of centred text of fewer characters is a label: 附图12. */
#define LABEL_CHARS 5

typedef struct line_costs {
	int line, lonely, uneven;
} line_costs;

static const line_costs usual = {.lonely = 3600, .uneven = 3800}, narrow = {.line = 150, .lonely = 400, .uneven = 200};
/* Of a list of names: lines rather end short than that a name is parted. */
static const line_costs listed = {.lonely = 3600, .uneven = 1000};

static const int hold_costs[HT_HOLD_LEVELS] = {
    [HT_HOLD_FREE] = 0,     [HT_HOLD_LEAN] = 25,     [HT_HOLD_MARK] = 120,  [HT_HOLD_DATE] = 200,
    [HT_HOLD_POINT] = 900,  [HT_HOLD_UNIT] = 400,    [HT_HOLD_TOKEN] = 450, [HT_HOLD_GROUP] = 600,
    [HT_HOLD_CODE] = 700,   [HT_HOLD_MEASURE] = 900, [HT_HOLD_NAME] = 1400, [HT_HOLD_ORGAN] = 2300,
    [HT_HOLD_COUNT] = 3200, [HT_HOLD_PHONE] = 4400,
};

/* Lines shorter than this, 1/1000 of their width, cannot be justified. */
#define LEAST_MILLE 700

/* The best way to a line's end. */
typedef struct node {
	int64_t cost; /* UNREACHED: there is none */
	ht_line_span line;
} node;

#define UNREACHED INT64_MAX

typedef struct search {
	ht_para *para;
	ht_pricing pricing;
	node *nodes; /* of line ends 0 to n_clusters */
	const line_costs *costs;
	ht_fine first, rest;
	bool uneven;    /* lines may end short */
	size_t low;     /* no line from here on ends before */
	uint32_t *ends; /* by cluster: how many further on the next one is before which a line may end */
} search;

static bool may_end(const ht_para *para, size_t end)
{
	return end == para->n_clusters || para->clusters[end].can_break || para->clusters[end].hold;
}

/* For each place, how far it is to the next where a line may end, if only the text's. */
static void find_ends(search *s)
{
	size_t n = s->para->n_clusters;
	s->ends = ht_para_array(s->para, n + 2, sizeof *s->ends);
	for (size_t end = n + 2; s->ends && end-- > 0;) {
		s->ends[end] = 0;
		if (end < n && !may_end(s->para, end))
			s->ends[end] = s->ends[end + 1] + 1;
	}
}

static int break_cost(const ht_para *para, size_t end)
{
	if (end == para->n_clusters)
		return 0;
	return hold_costs[para->clusters[end].hold];
}

static bool is_small(const ht_cluster *cluster)
{
	return cluster->space || ht_class_lookup(cluster->cls)->no_start || cluster->cls == HT_C_OPEN ||
	       cluster->cls == HT_C_DASH || cluster->cls == HT_C_ELLIPSIS;
}

/* Has a line no more than one character besides marks? */
static bool is_lonely(const ht_para *para, size_t begin, size_t end)
{
	int n = 0;
	for (size_t i = begin; i < end && n < 2; i++)
		n += !is_small(&para->clusters[i]);
	return n < 2;
}

static ht_line_span line_to(const search *s, size_t begin, size_t end)
{
	size_t text_end = MAX(s->pricing.sums[end].text_end, begin + 1);
	bool last = end == s->para->n_clusters;
	return (ht_line_span){.begin = begin,
	                      .end = end,
	                      .text_end = text_end,
	                      .lonely = last && begin > 0 && is_lonely(s->para, begin, end),
	                      .narrow = s->pricing.narrow,
	                      .last = last};
}

/* Reach the end of a line, if that is cheaper than before. */
static void reach(search *s, const ht_line_span *line, int64_t cost)
{
	node *to = &s->nodes[line->end];
	cost += s->nodes[line->begin].cost + break_cost(s->para, line->end);
	if (line->lonely)
		cost += s->costs->lonely;
	cost += s->costs->line;
	/* of equal ways the one whose first lines are full */
	if (to->cost == UNREACHED || cost <= to->cost)
		*to = (node){cost, *line};
}

/* Natural width of the unbreakable token that begins at cluster i; measuring stops above limit. */
static ht_fine token_width(const ht_para *para, size_t begin, ht_fine limit)
{
	ht_fine width = 0;
	size_t i = begin;
	do {
		width += para->clusters[i].width;
		if (i > begin)
			width += para->clusters[i].gap - para->clusters[i].merge;
		i++;
	} while (!may_end(para, i) && width <= limit);
	return width;
}

/* May a token be cut before cluster i? */
static bool may_cut(const ht_para *para, size_t i)
{
	const ht_cluster *next = &para->clusters[i];
	return !ht_class_lookup(next->cls)->no_start && !ht_class_lookup(next[-1].cls)->no_end && !next->space &&
	       para->chars[next->first].pair != 2;
}

/* Cut the token that crosses the measure at cluster crossing: after as much as
 * fits, or up to three characters earlier to avoid a forbidden line start or
 * end. */
static void cut_token(search *s, size_t begin, size_t crossing)
{
	const ht_para *para = s->para;
	size_t end = MAX(crossing, begin + 1);
	for (size_t back = 0; back < 4 && end > begin + 1 + back; back++) {
		if (!may_cut(para, end - back))
			continue;
		ht_line_span line = line_to(s, begin, end - back);
		line.forced = true;
		line.ragged = line.text_end == line.begin + 1;
		reach(s, &line, FORCED);
		return;
	}
	while (end < para->n_clusters && para->clusters[end].space)
		end++;
	ht_line_span line = line_to(s, begin, end);
	line.forced = true;
	reach(s, &line, FORCED);
}

/* Reach the end of a line that ends short. */
static void reach_short(search *s, size_t begin, size_t end, ht_fine avail)
{
	ht_line_span line = line_to(s, begin, end);
	ht_fine lacks = avail - ht_pricing_width(&s->pricing, end);
	line.ragged = true;
	reach(s, &line, s->costs->uneven + SHORT_CHAR * MAX(lacks, 0) / s->pricing.full);
}

/* The line from begin has no end where it fits: end it short at short_end, or cut what follows if no line is long
 * enough for that. */
static void end_short(search *s, size_t begin, size_t short_end, ht_fine avail)
{
	const ht_para *para = s->para;
	ht_fine limit = s->rest + s->pricing.tolerance;
	size_t crossing = MAX(begin, short_end);
	while (crossing < para->n_clusters &&
	       ht_pricing_width(&s->pricing, crossing + 1) <= avail + s->pricing.tolerance)
		crossing++;
	if (!short_end || (short_end < crossing && token_width(para, short_end, limit) > limit)) {
		cut_token(s, begin, crossing);
		return;
	}
	reach_short(s, begin, short_end, avail);
}

/* Is it better that a line ends short than there? */
static bool is_last_resort(const ht_para *para, size_t end)
{
	if (end == para->n_clusters)
		return false;
	ht_hold hold = para->clusters[end].hold;
	return hold == HT_HOLD_PHONE || hold == HT_HOLD_ORGAN;
}

/* Try all lines that begin at a place. */
static void try_lines(search *s, size_t begin)
{
	ht_pricing *p = &s->pricing;
	ht_fine avail = s->rest;
	size_t n = s->para->n_clusters, short_end = 0;
	bool fits = false;
	if (begin == 0)
		avail = s->first;
	ht_pricing_begin(p, begin);
	s->low = MAX(s->low, begin + 1);
	while (!p->narrow && p->justify && s->low < n && ht_pricing_width(p, s->low) < avail * LEAST_MILLE / 1000)
		s->low++;
	for (size_t end = s->low + s->ends[s->low]; end <= n; end += 1 + s->ends[end + 1]) {
		ht_price price = ht_pricing_price(p, end, avail);
		if (price.too_long)
			break;
		if (!price.fits && !(short_end && is_last_resort(s->para, end)))
			short_end = end;
		if (s->uneven && (!price.fits || price.wide) && !is_last_resort(s->para, end))
			reach_short(s, begin, end, avail);
		if (!price.fits)
			continue;
		ht_line_span line = line_to(s, begin, end);
		line.wide = price.wide;
		line.crushed = price.crushed;
		reach(s, &line, price.cost);
		fits |= !is_last_resort(s->para, end);
	}
	if (fits)
		return;
	for (size_t end = s->low; end > begin && !short_end; end--)
		if (may_end(s->para, end) && !is_last_resort(s->para, end) &&
		    ht_pricing_width(p, end) <= avail + p->tolerance)
			short_end = end;
	end_short(s, begin, short_end, avail);
}

/* The lines of the best way, in order. */
static ht_line_span *best_way(const search *s, size_t *n)
{
	size_t count = 0;
	for (size_t end = s->para->n_clusters; end > 0; end = s->nodes[end].line.begin)
		count++;
	ht_line_span *lines = ht_para_array(s->para, count, sizeof *lines);
	*n = count;
	for (size_t end = s->para->n_clusters; lines && end > 0; end = s->nodes[end].line.begin)
		lines[--count] = s->nodes[end].line;
	return lines;
}

/* The lines of a paragraph of Chinese characters whose lines are all full of themselves, as on paper with cells; n is
 * 0 where any is not. Most paragraphs without figures are like this. */
static ht_line_span *grid_lines(ht_para *para, ht_fine first, ht_fine rest, size_t *n)
{
	ht_fine tolerance = para->shape->char_den, least = para->clusters[0].width, width = 0, avail = first;
	size_t count = 0, begin = 0, end = para->n_clusters;
	*n = 0;
	if (least <= 0 || rest <= 0)
		return NULL;
	ht_line_span *lines = ht_para_array(para, (size_t)((ht_fine)end * least / rest) + 3, sizeof *lines);
	for (size_t i = 0; lines && i < end; i++) {
		const ht_cluster *cluster = &para->clusters[i];
		if (cluster->width != least || cluster->gap || cluster->merge || cluster->space)
			return NULL;
		width += cluster->width;
		if (i + 1 < end && width < avail - tolerance)
			continue;
		bool last = i + 1 == end;
		if (width > avail + tolerance || (!last && !para->clusters[i + 1].can_break))
			return NULL;
		lines[count++] = (ht_line_span){.begin = begin, .end = i + 1, .text_end = i + 1, .last = last};
		begin = i + 1;
		width = 0;
		avail = rest;
	}
	if (!lines || is_lonely(para, lines[count - 1].begin, end))
		return NULL;
	*n = count;
	return lines;
}

/* A full-width space, or a space typed after a character of Chinese text. */
static bool is_pause(const ht_para *para, size_t i)
{
	const ht_cluster *cluster = &para->clusters[i];
	if (cluster->cls == HT_C_SPACE)
		return i > 0 && !para->chars[cluster[-1].first].latin;
	return cluster->cls == HT_C_WIDE_SPACE;
}

/* The end of the text up to the next pause from cluster i on, and its width. */
static size_t to_pause(const ht_para *para, size_t i, ht_fine *width)
{
	for (*width = 0; i < para->n_clusters && !is_pause(para, i); i++)
		*width += para->clusters[i].width + para->clusters[i].gap - para->clusters[i].merge;
	return i;
}

/* A centred text that has full-width spaces and needs several lines breaks at these, where a reader pauses
 * (2026年1月5日公布　自2026年3月1日起施行). n is 0 where a part is longer than a line, or what is no more than a label
 * would be alone on one (图1　…). */
static ht_line_span *pause_lines(ht_para *para, ht_fine measure, size_t *n)
{
	ht_fine width, space, part;
	size_t count = 0, begin = 0, end = to_pause(para, 0, &width);
	*n = 0;
	if (para->shape->align != HT_ALIGN_CENTRE || end == 0 || end == para->n_clusters)
		return NULL;
	ht_line_span *lines = ht_para_array(para, para->n_clusters, sizeof *lines);
	while (lines && width <= measure) {
		size_t from = end;
		for (space = 0; from < para->n_clusters && is_pause(para, from); from++)
			space += para->clusters[from].width;
		size_t next = to_pause(para, from, &part);
		bool last = from == para->n_clusters;
		if (!last && width + space + part <= measure) {
			width += space + part;
			end = next;
			continue;
		}
		if (!last && width < LABEL_CHARS * ht_para_full_width(para, para->shape->em))
			return NULL;
		lines[count++] = (ht_line_span){.begin = begin, .end = from, .text_end = end, .last = last};
		if (last) {
			*n = count > 1 ? count : 0;
			break;
		}
		begin = from;
		width = part;
		end = next;
	}
	return *n ? lines : NULL;
}

bool ht_para_has_pauses(ht_para *para, ht_fine measure)
{
	size_t n;
	return pause_lines(para, measure, &n);
}

ht_line_span *ht_para_break(ht_para *para, ht_fine first, ht_fine rest, size_t *n)
{
	search s = {.para = para, .costs = &usual, .first = first, .rest = rest};
	ht_line_span *lines = grid_lines(para, first, rest, n);
	if (!lines && first == rest)
		lines = pause_lines(para, rest, n);
	if (lines)
		return lines;
	ht_pricing_open(para, MAX(first, rest), &s.pricing);
	if (s.pricing.narrow)
		s.costs = &narrow;
	else if (para->shape->listed)
		s.costs = &listed;
	s.uneven = s.costs != &usual;
	s.nodes = ht_para_room(para, para->n_clusters + 1, sizeof *s.nodes);
	find_ends(&s);
	if (para->status != HT_OK)
		return NULL;
	s.nodes[0] = (node){0};
	for (size_t i = 1; i <= para->n_clusters; i++)
		s.nodes[i].cost = UNREACHED;
	for (size_t i = 0; i < para->n_clusters; i++) {
		if (s.nodes[i].cost != UNREACHED)
			try_lines(&s, i);
		if (i == 0)
			s.low = 0; /* the other lines may be narrower */
	}
	return best_way(&s, n);
}
