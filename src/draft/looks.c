/* Looks of paragraphs and of characters within them. */
#include "draft_priv.h"

void ht_draft_para_of(const ht_draft *d, const ht_pstyle *ps, ht_draft_para *ret)
{
	*ret = (ht_draft_para){.ps = ps,
	                       .align = ps->align,
	                       .left = ps->left,
	                       .right = ps->right,
	                       .indent = ps->indent,
	                       .pitch = ht_draft_line_pitch(d, ht_geometry_pitch(&d->style->page)),
	                       .size = ps->size,
	                       .spacing = ht_draft_grid_spacing(d, ps, d->style->page.chars),
	                       .scale = 100};
}

ht_draft_look ht_draft_look_of(const ht_pstyle *ps)
{
	return (ht_draft_look){.face = ps->face, .size = ps->size, .colour = ps->colour};
}

bool ht_draft_colour_equal(ht_colour a, ht_colour b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* Does the look only add to another, as an automatic style? */
bool ht_draft_look_adds(const ht_draft_look *look)
{
	return look->spaced || look->kind || look->breaks;
}

bool ht_draft_look_equal(const ht_draft_look *a, const ht_draft_look *b)
{
	if (a->spaced != b->spaced || (a->spaced && a->spacing != b->spacing) || a->kind != b->kind ||
	    a->breaks != b->breaks)
		return false;
	bool same = a->face == b->face && a->size == b->size && ht_draft_colour_equal(a->colour, b->colour);
	if (ht_draft_look_adds(a) && a->plain && b->plain)
		return !a->kind || a->face == b->face;
	return (!ht_draft_look_adds(a) || a->plain == b->plain) && same;
}

bool ht_draft_tabs_equal(const ht_draft_para *a, const ht_draft_para *b)
{
	for (int i = 0; i < a->n_tabs && a->n_tabs == b->n_tabs; i++)
		if (a->tabs[i].at != b->tabs[i].at || a->tabs[i].kind != b->tabs[i].kind)
			return false;
	return a->n_tabs == b->n_tabs;
}

bool ht_draft_rules_equal(const ht_draft_para *a, const ht_draft_para *b)
{
	return a->rule_below == b->rule_below && a->pad_below == b->pad_below &&
	       ht_draft_colour_equal(a->rule_colour, b->rule_colour);
}

static bool same_box(const ht_draft_para *a, const ht_draft_para *b)
{
	return a->align == b->align && a->above == b->above && a->left == b->left && a->right == b->right &&
	       a->indent == b->indent && a->pitch == b->pitch && a->spread == b->spread &&
	       a->keep_next == b->keep_next && a->page_break == b->page_break && a->begins == b->begins &&
	       a->loose == b->loose;
}

bool ht_draft_text_equal(const ht_draft_para *a, const ht_draft_para *b)
{
	return a->size == b->size && a->spacing == b->spacing && a->scale == b->scale && a->rise == b->rise;
}

bool ht_draft_para_equal(const ht_draft_para *a, const ht_draft_para *b)
{
	return a->ps == b->ps && same_box(a, b) && ht_draft_text_equal(a, b) && ht_draft_rules_equal(a, b) &&
	       ht_draft_tabs_equal(a, b);
}

static bool has_look(const ht_pstyle *ps, const ht_draft_look *look)
{
	const ht_draft_look own = ps ? ht_draft_look_of(ps) : (ht_draft_look){0};
	return ps && ht_draft_look_equal(&own, look);
}

/* The paragraph style that has this look: one of the element's own if
 * possible, so that a run-in heading is called 二级标题. */
const ht_pstyle *ht_draft_style_with(const ht_draft *d, const ht_draft_look *look, const ht_element *e)
{
	for (size_t i = 0; i < e->n_levels; i++)
		if (has_look(e->levels[i], look))
			return e->levels[i];
	if (has_look(e->divisions[HT_DIVISION_ARTICLE], look))
		return e->divisions[HT_DIVISION_ARTICLE];
	if (has_look(e->label_style, look))
		return e->label_style;
	if (has_look(e->name_style, look))
		return e->name_style;
	for (size_t i = 0; i < d->style->n_styles; i++)
		if (has_look(&d->style->styles[i], look))
			return &d->style->styles[i];
	return NULL;
}

/* Headings of elements earlier in the sheet come first. */
static void set_level(ht_draft *d, const ht_pstyle *ps, int level)
{
	if (ps && !d->levels[ps->index])
		d->levels[ps->index] = level;
}

void ht_draft_find_levels(ht_draft *d)
{
	d->levels = ht_draft_array(d, d->doc->style->n_styles + 1, sizeof *d->levels);
	for (size_t i = 0; d->levels && i < d->style->n_elements; i++) {
		const ht_element *e = &d->style->elements[i];
		for (size_t k = 0; k < e->n_levels; k++)
			set_level(d, e->levels[k], (int)k + 1 + HT_DRAFT_TITLE_LEVEL);
		if (e->kind == HT_E_TITLE)
			set_level(d, e->style, HT_DRAFT_TITLE_LEVEL);
		for (int k = HT_DIVISION_PART; k <= HT_DIVISION_SECTION; k++)
			set_level(d, e->divisions[k], (k == HT_DIVISION_SECTION) + 1 + HT_DRAFT_TITLE_LEVEL);
	}
}

int ht_draft_outline_level(const ht_draft *d, const ht_pstyle *ps)
{
	return d->levels ? d->levels[ps->index] : 0;
}
