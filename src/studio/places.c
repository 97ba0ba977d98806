/* Where on a page which field is. Most runs have the place of their text in the record; what a sheet adds, as 抄送： or
 * the numbers of decisions, has that of the sheet, and people who point at it mean the field beside it. */
#include <string.h>

#include "base/str.h"
#include "st.h"

static bool is_of(ht_loc loc, const char *file)
{
	return loc.line > 0 && loc.file && file && ht_str_same(loc.file, file);
}

/* The place of an operation's own text. */
static ht_loc own_place(const ht_op *op, const char *file)
{
	if (op->kind == HT_OP_RUN && is_of(op->run->loc, file))
		return op->run->loc;
	if (is_of(op->loc, file))
		return op->loc;
	return (ht_loc){0};
}

/* How near two operations are in what they say; 0: not at all. Furniture is nobody's neighbour. */
static int nearness(const ht_op *a, const ht_op *b)
{
	if (a->tag == HT_TAG_ARTIFACT && a->kind == HT_OP_RUN)
		return 0;
	bool same = a->element && b->element && strcmp(a->element, b->element) == 0;
	if (a->unit && a->unit == b->unit)
		return 3;
	if (same && a->y == b->y)
		return 2;
	return same;
}

/* The nearest in front or after, of the same paragraph or else of the same element. */
static ht_loc place_beside(const ht_page *page, const ht_loc *own, size_t i)
{
	enum { REACH = 40 };
	ht_loc best = {0};
	int most = 0;
	for (size_t d = 1; d <= REACH && most < 3; d++) {
		const size_t sides[] = {i + d, i - d}; /* a label is before its field */
		for (int k = 0; k < 2; k++) {
			if (sides[k] >= page->n || !own[sides[k]].line)
				continue;
			int near = nearness(&page->ops[i], &page->ops[sides[k]]);
			if (near > most) {
				most = near;
				best = own[sides[k]];
			}
		}
	}
	return best;
}

ht_loc *st_places(ht_arena *arena, const ht_page *page, const char *file)
{
	ht_loc *own = ht_arena_array(arena, page->n + 1, sizeof *own);
	ht_loc *places = ht_arena_array(arena, page->n + 1, sizeof *places);
	if (!own || !places)
		return NULL;
	for (size_t i = 0; i < page->n; i++)
		own[i] = own_place(&page->ops[i], file);
	for (size_t i = 0; i < page->n; i++) {
		places[i] = own[i];
		if (!own[i].line)
			places[i] = place_beside(page, own, i);
	}
	return places;
}
