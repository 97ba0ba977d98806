/* The outline: from headings in document order, with levels, to the tree of PDF.
 * The parent of an item is the nearest heading before it with a lower level;
 * levels may be skipped. */
#include <glib.h>

#include "pdf_priv.h"
#include "standards.h"

/* Depth of the tree; deeper headings become children at its deepest level. */
#define DEPTH 8

/* An item, or the outline itself, which is the first. Others are meant by their index, 0: none. */
typedef struct entry {
	size_t from; /* its heading */
	uint32_t parent, prev, next, first, last;
	size_t count; /* descendants */
} entry;

typedef struct outline {
	entry *v;
	size_t n;
	size_t number; /* of the first; the others follow */
} outline;

/* PDF/UA-2 8.8: the target is a structure element; the place on the page is for readers that do not know them. */
static void put_element(const pdf_document *d, uint32_t unit, ht_buf *text)
{
	const pdf_node *node = unit && unit <= d->n_units ? d->units[unit - 1].body : NULL;
	if (!node)
		return;
	pdf_direct_reference(text, "/SD[", d->first_node + node->number);
	ht_buf_adds(text, "/Fit]");
}

/* The zoom is as it is. */
static void put_target(const pdf_document *d, const ht_outline_item *from, ht_buf *text)
{
	const bool action = d->options.standards & RENDER_PDF20;
	ht_len height = d->pages->v[from->page].height;
	ht_buf_adds(text, action ? "/A<</S/GoTo/D[" : "/Dest[");
	pdf_direct_reference(text, "", d->first_page + from->page);
	ht_buf_adds(text, "/XYZ 0 ");
	pdf_direct_real(text, ht_len_to_pt(height) - ht_len_to_pt(from->y));
	ht_buf_adds(text, " 0]");
	if (action) {
		put_element(d, from->unit, text);
		ht_buf_adds(text, ">>");
	}
}

static void put_relative(const outline *all, const char *key, uint32_t index, ht_buf *text)
{
	if (index)
		pdf_direct_reference(text, key, all->number + index);
}

/* All items are open. */
static void write_entry(pdf_objects *o, const pdf_document *d, const outline *all, size_t i)
{
	const entry *e = &all->v[i];
	ht_buf *text = pdf_direct_begin(o, all->number + i);
	ht_buf_adds(text, "<<");
	if (i) {
		pdf_direct_text(text, "/Title", d->outline[e->from] ? d->outline[e->from] : "");
		put_target(d, &d->pages->outline[e->from], text);
		pdf_direct_reference(text, "/Parent", all->number + e->parent);
	} else {
		ht_buf_adds(text, "/Type/Outlines");
	}
	put_relative(all, "/Prev", e->prev, text);
	put_relative(all, "/Next", e->next, text);
	put_relative(all, "/First", e->first, text);
	put_relative(all, "/Last", e->last, text);
	if (e->count)
		ht_buf_addf(text, "/Count %zu", e->count);
	ht_buf_adds(text, ">>");
	pdf_direct_end(o);
}

/* The next item, below the item parent, and its index. */
static uint32_t add_entry(outline *all, uint32_t parent, size_t from)
{
	const uint32_t index = (uint32_t)all->n++;
	entry *v = all->v;
	v[index] = (entry){.from = from, .parent = parent, .prev = v[parent].last};
	if (v[parent].last)
		v[v[parent].last].next = index;
	else
		v[parent].first = index;
	v[parent].last = index;
	return index;
}

static void add_entries(const pdf_document *d, outline *all)
{
	struct {
		uint32_t index;
		int level;
	} open[DEPTH] = {{0, 0}};
	size_t depth = 1;
	for (size_t i = 0; i < d->pages->n_outline; i++) {
		const ht_outline_item *from = &d->pages->outline[i];
		if (from->page >= d->pages->n)
			continue;
		const int level = MAX(from->level, 1);
		while (depth > 1 && (open[depth - 1].level >= level || depth == DEPTH))
			depth--;
		open[depth].index = add_entry(all, open[depth - 1].index, i);
		open[depth++].level = level;
	}
	for (size_t i = all->n; i-- > 1;)
		all->v[all->v[i].parent].count += 1 + all->v[i].count;
}

void pdf_outline_build(pdf_objects *o, pdf_document *d)
{
	if (d->pages->n_outline == 0)
		return;
	outline all = {.v = pdf_document_array(d, 1 + d->pages->n_outline, sizeof *all.v), .n = 1};
	if (!all.v)
		pdf_fail(o, HPDF_FAILD_TO_ALLOC_MEM);
	add_entries(d, &all);
	all.number = pdf_numbers(o, all.n);
	for (size_t i = 0; i < all.n; i++)
		write_entry(o, d, &all, i);
	pdf_put(o, pdf_doc(o)->catalog, "Outlines", pdf_reference(o, all.number));
}
