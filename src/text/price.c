/* What a line costs, in points: how much it is squeezed or stretched.
 *
 * A line on the grid costs nothing, one with a character more or less than its
 * cells about 60 to 90. Each level of squeezing (fit.c) costs in proportion to how
 * much of it is used: many marks that each give a little cost less than one that
 * gives all. Stretch costs as its square, up to 1.04 of a character's width, which is
 * 27 characters for 28. Up to 1.06 it is still allowed, and so is a stop of less than
 * 3/4 em, but either costs more than to part two numbers from their measure words, or
 * to divide a name or a long word or code (lines.c).
 *
 * A line of a paragraph's own width that is not justified costs what it lacks, so
 * that its lines are filled in turn. */
#include "para.h"

#include <glib.h>

/* Of each level of squeezing when it is used up. */
static const int squeeze_costs[HT_SQ_LEVELS] = {
    [HT_SQ_LINE_END] = 4, [HT_SQ_GAP] = 12,  [HT_SQ_SPACE] = 10, [HT_SQ_PAIR] = 8,     [HT_SQ_BRACKET] = 14,
    [HT_SQ_STOP] = 30,    [HT_SQ_NEAR] = 80, [HT_SQ_HALF] = 60,  [HT_SQ_NEARER] = 200, [HT_SQ_CRUSH] = 200,
};

/* Of a line where a stop has less than 3/4 em: more than to divide a word, code or name or to part two numbers from
 * their measure words (lines.c), and with all that is used up before it less than a line that is stretched too wide. */
#define CRUSH_COST 2400

/* Of stretching spaces and gaps as far as they go. */
static const int stretch_costs[HT_ST_ALL] = {10, 10};

/* Stretch in 1/1000 of a character's width: what is good, and what is allowed. */
#define GOOD_MILLE  40
#define MOST_MILLE  60
#define GOOD_COST   100
#define WIDE_COST   3000
#define WIDEST_COST 600

/* Of each character's width that an uneven line lacks. */
#define SLACK_COST 4

/* A column of fewer characters is narrow. */
#define NARROW_CHARS 20

/* Most characters: nothing but the place before them gives. */
static bool is_plain(const ht_cluster *cluster)
{
	return cluster->level == HT_SQ_NEVER && !cluster->gap_flexes && !cluster->space && !cluster[-1].space &&
	       !cluster->fixed;
}

/* What the place before a plain cluster gives. */
static void add_place(const ht_para *para, const ht_cluster *cluster, ht_line_sum *sum)
{
	ht_fine near[2] = {para->near[0], para->near[1]};
	sum->stretch[HT_ST_ALL]++;
	if (cluster->after_mark)
		return;
	ht_len size = ht_para_size(para, cluster);
	if (size != para->shape->em)
		ht_para_near(para, size, near);
	sum->squeeze[HT_SQ_NEAR] += near[0];
	sum->squeeze[HT_SQ_NEARER] += near[1];
	sum->squeezes += near[0] + near[1];
}

static void add_loss(const ht_pricing *p, const ht_line_span *all, size_t i, ht_squeeze_level level, ht_line_sum *sum)
{
	ht_fine loss = ht_para_can_lose(p->para, all, i, level);
	sum->squeeze[level] += loss;
	sum->squeezes += loss;
}

/* The levels at which the place before a character gives: all that a cluster has that is not a mark nor a space. */
static const ht_squeeze_level of_places[] = {HT_SQ_GAP, HT_SQ_NEAR, HT_SQ_NEARER};

static void add_cluster(const ht_pricing *p, const ht_line_span *all, size_t i, ht_line_sum *sum)
{
	const ht_cluster *cluster = &p->para->clusters[i];
	sum->width += cluster->width;
	if (i > 0)
		sum->width += cluster->gap - cluster->merge;
	if (!cluster->space)
		sum->text_end = (uint32_t)i + 1;
	if (i > 0 && is_plain(cluster)) {
		if (!cluster->rigid)
			add_place(p->para, cluster, sum);
		return;
	}
	if (cluster->level != HT_SQ_NEVER)
		for (ht_squeeze_level level = 0; level < HT_SQ_LEVELS; level++)
			add_loss(p, all, i, level, sum);
	else if (i > 0)
		for (size_t k = 0; k < G_N_ELEMENTS(of_places); k++)
			add_loss(p, all, i, of_places[k], sum);
	for (ht_stretch_step step = 0; step < HT_ST_STEPS; step++)
		sum->stretch[step] += ht_para_can_gain(p->para, all, i, step);
}

void ht_pricing_open(ht_para *para, ht_fine width, ht_pricing *ret)
{
	const ht_line_span all = {.end = para->n_clusters, .text_end = para->n_clusters};
	*ret = (ht_pricing){.para = para, .tolerance = para->shape->char_den};
	ret->full = ht_para_full_width(para, para->shape->em);
	ret->justify = para->shape->align == HT_ALIGN_JUSTIFY;
	ret->narrow = width < NARROW_CHARS * ret->full;
	ret->sums = ht_para_room(para, para->n_clusters + 1, sizeof *ret->sums);
	if (ret->sums)
		ret->sums[0] = (ht_line_sum){0};
	for (size_t i = 0; ret->sums && i < para->n_clusters; i++) {
		ret->sums[i + 1] = ret->sums[i];
		add_cluster(ret, &all, i, &ret->sums[i + 1]);
	}
}

void ht_pricing_begin(ht_pricing *p, size_t begin)
{
	const ht_line_span line = {.begin = begin, .end = p->para->n_clusters, .text_end = p->para->n_clusters};
	p->begin = begin;
	p->base = p->sums[begin + 1];
	p->base.width -= p->para->clusters[begin].width;
	if (p->para->clusters[begin].level == HT_SQ_NEVER)
		return; /* the first character of a line gives nothing */
	for (ht_squeeze_level level = 0; level < HT_SQ_LEVELS; level++) {
		ht_fine loss = ht_para_can_lose(p->para, &line, begin, level);
		p->base.squeeze[level] -= loss;
		p->base.squeezes -= loss;
	}
}

/* How much the mark at a line's end changes what the line may lose at a level. */
static ht_fine end_change(const ht_pricing *p, size_t text_end, ht_squeeze_level level)
{
	const ht_line_span line = {.begin = p->begin, .end = text_end, .text_end = text_end};
	const ht_line_span all = {.begin = p->begin, .end = p->para->n_clusters, .text_end = p->para->n_clusters};
	if (p->para->clusters[text_end - 1].level == HT_SQ_NEVER)
		return 0;
	return ht_para_can_lose(p->para, &line, text_end - 1, level) -
	       ht_para_can_lose(p->para, &all, text_end - 1, level);
}

/* The price of squeezing want out of the line. */
static ht_price squeezed(const ht_pricing *p, size_t text_end, ht_fine want)
{
	const ht_line_sum *sum = &p->sums[text_end];
	ht_price price = {.fits = true};
	ht_fine all = sum->squeezes - p->base.squeezes;
	if (p->para->clusters[text_end - 1].level != HT_SQ_NEVER)
		all += p->para->clusters[text_end - 1].squeeze; /* if it was merged, that is taken back */
	if (want > all + p->tolerance)
		return (ht_price){.too_long = true};
	for (ht_squeeze_level level = 0; level < HT_SQ_LEVELS && want > p->tolerance; level++) {
		ht_fine room = sum->squeeze[level] - p->base.squeeze[level] + end_change(p, text_end, level);
		ht_fine part = MIN(room, want);
		if (part <= 0)
			continue;
		price.cost += squeeze_costs[level] * part / room;
		if (level == HT_SQ_CRUSH) {
			price.crushed = true;
			price.cost += CRUSH_COST;
		}
		want -= part;
	}
	if (want > p->tolerance)
		return (ht_price){.too_long = true};
	return price;
}

/* The price of adding want to the line. */
static ht_price stretched(const ht_pricing *p, size_t text_end, ht_fine want)
{
	const ht_line_sum *sum = &p->sums[text_end];
	ht_price price = {.fits = true};
	for (ht_stretch_step step = 0; step < HT_ST_ALL; step++) {
		ht_fine room = sum->stretch[step] - p->base.stretch[step], part = MIN(room, want);
		if (part <= 0)
			continue;
		price.cost += stretch_costs[step] * part / room;
		want -= part;
	}
	ht_fine parts = sum->stretch[HT_ST_ALL] - p->base.stretch[HT_ST_ALL];
	if (want <= p->tolerance)
		return price;
	if (want * 1000 > parts * MOST_MILLE * p->full)
		return (ht_price){.fits = false};
	ht_fine mille = want * 1000 / (parts * p->full);
	price.wide = want * 1000 > parts * GOOD_MILLE * p->full;
	if (price.wide)
		price.cost += WIDE_COST + WIDEST_COST * (mille - GOOD_MILLE) / (MOST_MILLE - GOOD_MILLE);
	else
		price.cost += GOOD_COST * mille * mille / (GOOD_MILLE * GOOD_MILLE);
	return price;
}

ht_price ht_pricing_price(const ht_pricing *p, size_t end, ht_fine avail)
{
	size_t text_end = MAX(p->sums[end].text_end, p->begin + 1);
	ht_fine over = p->sums[text_end].width - p->base.width - avail;
	if (over > p->tolerance)
		return squeezed(p, text_end, over);
	if (end == p->para->n_clusters)
		return (ht_price){.fits = true};
	if (!p->justify)
		return (ht_price){.fits = true, .cost = SLACK_COST * -over / p->full};
	return stretched(p, text_end, -over);
}
