/* Where a page may end: what is kept together, and what page 1 has to show. */
#include "boxes.h"

bool ht_any_body(const ht_boxes *boxes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (boxes->v[i].body)
			return true;
	return false;
}

bool ht_box_leads(const ht_boxes *boxes, size_t i)
{
	const ht_box *box = &boxes->v[i];
	bool may = box->block->keep_next || box->in_head || box->about || box->block->kind == HT_BLOCK_PICTURE;
	return may && i + 1 < boxes->n && boxes->v[i + 1].keep == HT_KEEP_STRONG;
}

bool ht_shows_text(const ht_boxes *boxes, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (boxes->v[i].body && !ht_box_leads(boxes, i))
			return true;
	return false;
}

/* The last place in (from, full] where a break costs no more than `most`;
 * `from` when there is none. */
static size_t last_break(const ht_boxes *boxes, size_t from, size_t full, ht_keep most)
{
	size_t b = full;
	while (b > from && boxes->v[b].keep > most)
		b--;
	/* page 1 must go on showing body text */
	if (from == 0 && !ht_shows_text(boxes, from, b) && ht_shows_text(boxes, from, full))
		return from;
	return b;
}

bool ht_asks_for_page(const ht_boxes *boxes, size_t i)
{
	const ht_box *box = &boxes->v[i];
	return (box->starts && box->block->element->new_page) || box->landscape != box[-1].landscape;
}

/* A row of seals is not divided: the first box of that which box i is in, if it is not the page's first. */
static size_t row_begin(const ht_boxes *boxes, size_t from, size_t i)
{
	size_t begin = i;
	while (begin > from && boxes->v[begin].apart && !boxes->v[begin].seal_row)
		begin--;
	return begin > from ? begin : i;
}

/* Do the boxes from b on that are kept together, through `full`, have more lines than this? Then no break keeps them.
 */
static bool are_longer(const ht_boxes *boxes, size_t b, size_t full, int lines)
{
	int n = 1;
	for (size_t i = b + 1; i < boxes->n && n <= lines; i++) {
		if (i > full && (boxes->v[i].keep == HT_KEEP_FREE || ht_asks_for_page(boxes, i)))
			break;
		n += 1 + boxes->v[i].asked;
	}
	return n > lines;
}

ht_len ht_kept_height(const ht_boxes *boxes, size_t i)
{
	ht_len height = 0;
	do
		height += boxes->v[i].em;
	while (++i < boxes->n && boxes->v[i].keep == HT_KEEP_STRONG);
	return height;
}

size_t ht_break_at(const ht_boxes *boxes, size_t from, size_t full, const ht_geometry *page)
{
	const int lines = page->max_lines > page->lines ? page->max_lines : page->lines;
	if (ht_asks_for_page(boxes, full))
		return full;
	size_t kept = last_break(boxes, from, full, HT_KEEP_FREE);
	bool in_vain = kept > from && boxes->v[full].keep == HT_KEEP_WEAK && are_longer(boxes, kept, full, lines);
	for (ht_keep most = in_vain ? HT_KEEP_WEAK : HT_KEEP_FREE; most < HT_KEEP_STRONG; most++) {
		size_t b = last_break(boxes, from, full, most);
		if (b > from)
			return b;
	}
	return row_begin(boxes, from, full);
}

bool ht_first_page_lacks_body(const ht_boxes *boxes)
{
	size_t end = 0;
	while (end < boxes->n && boxes->v[end].page == 0)
		end++;
	return ht_any_body(boxes, end, boxes->n) && !ht_shows_text(boxes, 0, end);
}
