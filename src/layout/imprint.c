/* The imprint block (版记: GB/T 9704-2012 7.4; 报尾 of a
 * bulletin): rows between lines, placed from the bottom up, so that the last
 * line coincides with the type area's bottom edge. */
#include "layout/messages.h"
#include "boxes.h"

/* A row's height: its style's pitch for each line, the em box in the middle. */
static ht_len row_pitch(const ht_layouter *l, const ht_box *box)
{
	const ht_pstyle *ps = box->block->style;
	return ps->pitch ? ps->pitch : ht_geometry_pitch(&l->style->page);
}

/* Is there a line above box i? At the top of the block and wherever a row
 * begins that does not join the one above. */
static bool has_rule_above(const ht_boxes *boxes, size_t i)
{
	const ht_box *box = &boxes->v[i];
	return i == 0 || (box->starts && !box->block->element->join_above);
}

/* Thickness 0: the form has no lines here (信函: 10.1). */
static void add_rule(ht_layouter *l, ht_laid_imprint *set, size_t *cap, ht_len *y, ht_len thickness)
{
	if (!thickness)
		return;
	ht_imprint_rule *rule = HT_PUSH(l->arena, set->rules, set->n_rules, *cap);
	*y -= thickness;
	if (rule)
		*rule = (ht_imprint_rule){*y, thickness};
	else
		ht_layouter_fail(l, HT_ERR_NOMEM);
}

void ht_imprint_place(ht_layouter *l, ht_laid_imprint *ret)
{
	const ht_imprint *imprint = &l->style->imprint;
	const ht_geometry *g = &l->style->page;
	ht_len y = g->top + g->area_height;
	size_t cap = 0;
	ht_boxes_make(l, &l->doc->imprint, &ret->boxes);
	if (ret->boxes.n)
		add_rule(l, ret, &cap, &y, imprint->outer_rule);
	for (size_t i = ret->boxes.n; i-- > 0;) {
		ht_box *box = &ret->boxes.v[i];
		box->pitch = row_pitch(l, box);
		y -= box->pitch;
		box->top = y + (box->pitch - box->em) / 2;
		if (!has_rule_above(&ret->boxes, i))
			continue;
		box->rule_above = i ? imprint->inner_rule : imprint->outer_rule;
		add_rule(l, ret, &cap, &y, box->rule_above);
	}
	ret->top = y;
}
