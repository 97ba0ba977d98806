/* The columns of a signature under several seals (GB/T 9704-2012 7.3.5.1). */
#include "columns.h"

/* The largest distance between the edges of two seals' columns. */
#define COLUMN_GAP_MAX_MM 10.0

/* Names of a sealed signature while their columns are planned. */
typedef struct planning {
	const ht_geometry *page;
	const ht_len *names;
	size_t n;
	ht_len seal, gap;
} planning;

/* The distance of k columns; 0: they do not fit. */
static ht_len step_of(const planning *p, size_t k, ht_len last)
{
	ht_len half = p->seal / 2, least = p->seal + p->gap, cell = ht_geometry_char(p->page, 1);
	for (size_t i = 0; i < p->n; i++) {
		if (i % k == 0)
			half = ht_len_max(half, p->names[i] / 2);
		else
			least = ht_len_max(least, (p->names[i - 1] + p->names[i]) / 2 + cell);
	}
	ht_len step = (last - half) / (ht_len)(k - 1);
	return step < least ? 0 : ht_len_min(step, ht_len_max(least, p->seal + ht_len_from_mm(COLUMN_GAP_MAX_MM)));
}

ht_seal_columns ht_seal_columns_plan(const ht_element *e, const ht_geometry *page, const ht_len *names, size_t n,
                                     ht_len seal, ht_len date)
{
	const planning p = {page, names, n, seal, e->seal_gap};
	ht_len widest = seal;
	for (size_t i = 0; i < n; i++)
		widest = ht_len_max(widest, names[i]);
	ht_seal_columns c = {.n = n ? n : 1};
	c.last = ht_len_min(page->area_width - e->right_inset - date / 2, page->area_width - widest / 2);
	while (c.n > 1 && !(c.step = step_of(&p, c.n, c.last)))
		c.n--;
	return c;
}
