/* The outline: from headings in document order, with levels, to the tree of PDF.
 * The parent of an item is the nearest heading before it with a lower level;
 * levels may be skipped. */
#include <glib.h>

#include "pdf_priv.h"
#include "standards.h"

/* Depth of the tree; deeper headings become children at its deepest level. */
#define DEPTH 8

/* An open branch: the parent's dictionary and its last child so far. */
typedef struct branch {
	HPDF_Dict parent, last;
	int level;  /* of the parent */
	long count; /* descendants so far */
} branch;

/* PDF/UA-2 8.8: the target is a structure element; the place on the page is for readers that do not know them. */
static void put_action(pdf_objects *o, const pdf_document *d, uint32_t unit, HPDF_Array dest, HPDF_Dict item)
{
	HPDF_Dict action = pdf_dict(o);
	pdf_put_name(o, action, "S", "GoTo");
	pdf_put(o, action, "D", dest);
	const pdf_node *node = unit && unit <= d->n_units ? d->units[unit - 1].body : NULL;
	if (node) {
		HPDF_Array target = pdf_array(o);
		pdf_push(o, target, node->element);
		pdf_push_name(o, target, "Fit");
		pdf_put(o, action, "SD", target);
	}
	pdf_put(o, item, "A", action);
}

static HPDF_Dict item(pdf_objects *o, const pdf_document *d, size_t i)
{
	const ht_outline_item *from = &d->pages->outline[i];
	HPDF_Dict dict = pdf_dict_object(o);
	pdf_put_text(o, dict, "Title", d->outline[i] ? d->outline[i] : "");
	HPDF_Array dest = pdf_array(o);
	ht_len height = d->pages->v[from->page].height;
	pdf_push(o, dest, d->built[from->page]);
	pdf_push_name(o, dest, "XYZ");
	pdf_push_int(o, dest, 0);
	pdf_push_real(o, dest, ht_len_to_pt(height) - ht_len_to_pt(from->y));
	pdf_push_int(o, dest, 0); /* zoom: as it is */
	if (d->options.standards & RENDER_PDF20)
		put_action(o, d, from->unit, dest, dict);
	else
		pdf_put(o, dict, "Dest", dest);
	return dict;
}

static void add_child(pdf_objects *o, branch *b, HPDF_Dict child)
{
	pdf_put(o, child, "Parent", b->parent);
	if (b->last) {
		pdf_put(o, child, "Prev", b->last);
		pdf_put(o, b->last, "Next", child);
	} else {
		pdf_put(o, b->parent, "First", child);
	}
	b->last = child;
	b->count++;
}

/* Finish the deepest branch: its parent's Last and Count. All items are open. */
static void close_branch(pdf_objects *o, branch *stack, size_t *depth)
{
	branch *b = &stack[--*depth];
	if (!b->last)
		return;
	pdf_put(o, b->parent, "Last", b->last);
	pdf_put_int(o, b->parent, "Count", b->count);
	if (*depth)
		stack[*depth - 1].count += b->count;
}

void pdf_outline_build(pdf_objects *o, pdf_document *d)
{
	if (d->pages->n_outline == 0)
		return;
	HPDF_Dict root = pdf_dict_object(o);
	pdf_put_name(o, root, "Type", "Outlines");
	branch stack[DEPTH] = {{.parent = root, .level = 0}};
	size_t depth = 1;
	for (size_t i = 0; i < d->pages->n_outline; i++) {
		const ht_outline_item *from = &d->pages->outline[i];
		if (from->page >= d->pages->n)
			continue;
		int level = MAX(from->level, 1);
		while (depth > 1 && (stack[depth - 1].level >= level || depth == DEPTH))
			close_branch(o, stack, &depth);
		HPDF_Dict child = item(o, d, i);
		add_child(o, &stack[depth - 1], child);
		stack[depth++] = (branch){.parent = child, .level = level};
	}
	while (depth)
		close_branch(o, stack, &depth);
	pdf_put(o, pdf_doc(o)->catalog, "Outlines", root);
}
