/* The structure of a tagged document: one element for each unit (paragraph),
 * in document order, also where it goes on over lines and pages. Its content
 * is found by page and MCID; the parent tree leads the other way. */
#include "pdf_priv.h"

const char *pdf_tags_type(ht_role role)
{
	switch (role) {
	case HT_ROLE_TITLE:
		return "H1";
	case HT_ROLE_HEADING:
		return "H2";
	case HT_ROLE_FIGURE:
		return "Figure";
	default:
		return "P";
	}
}

ht_status pdf_tags_collect(pdf_document *d)
{
	if (!d->options.tagged)
		return HT_OK;
	size_t ops = 0, last = 0;
	for (size_t p = 0; p < d->pages->n; p++) {
		const ht_page *page = &d->pages->v[p];
		ops += page->n;
		for (size_t i = 0; i < page->n; i++)
			if (page->ops[i].unit > last)
				last = page->ops[i].unit;
	}
	if (last > ops)
		return HT_ERR_ARG; /* units are numbered without gaps */
	d->n_units = last;
	d->units = ht_arena_array(d->arena, last, sizeof *d->units);
	d->marks = ht_arena_array(d->arena, d->pages->n, sizeof *d->marks);
	d->elements = ht_arena_array(d->arena, last, sizeof *d->elements);
	if (!d->units || !d->marks || !d->elements)
		return HT_ERR_NOMEM;
	for (size_t p = 0; p < d->pages->n; p++)
		for (size_t i = 0; i < d->pages->v[p].n; i++)
			if (d->pages->v[p].ops[i].unit)
				d->units[d->pages->v[p].ops[i].unit - 1].role = d->pages->v[p].ops[i].role;
	return HT_OK;
}

int pdf_tags_mark(pdf_document *d, uint32_t unit, size_t page)
{
	pdf_unit *u = &d->units[unit - 1];
	pdf_page_marks *marks = &d->marks[page];
	pdf_mark *mark = HT_PUSH(d->arena, u->marks, u->n, u->cap);
	uint32_t *slot = HT_PUSH(d->arena, marks->units, marks->n, marks->cap);
	if (!mark || !slot)
		return -1;
	*slot = unit;
	*mark = (pdf_mark){page, (int)marks->n - 1};
	return mark->mcid;
}

/* The element of a unit: its marks as numbers on the page it begins on, as
 * references elsewhere. */
static HPDF_Dict unit_element(pdf_objects *o, pdf_document *d, const pdf_unit *unit, HPDF_Dict parent)
{
	HPDF_Dict dict = pdf_dict_object(o);
	HPDF_Array kids = pdf_array(o);
	size_t home = unit->marks[0].page;
	for (size_t i = 0; i < unit->n; i++) {
		if (unit->marks[i].page == home) {
			pdf_push_int(o, kids, unit->marks[i].mcid);
			continue;
		}
		HPDF_Dict reference = pdf_dict(o);
		pdf_put_name(o, reference, "Type", "MCR");
		pdf_put(o, reference, "Pg", d->built[unit->marks[i].page]);
		pdf_put_int(o, reference, "MCID", unit->marks[i].mcid);
		pdf_push(o, kids, reference);
	}
	pdf_put_name(o, dict, "Type", "StructElem");
	pdf_put_name(o, dict, "S", pdf_tags_type(unit->role));
	pdf_put(o, dict, "P", parent);
	pdf_put(o, dict, "Pg", d->built[home]);
	pdf_put(o, dict, "K", kids);
	return dict;
}

/* For each page the elements of its marks, by MCID. */
static HPDF_Dict parent_tree(pdf_objects *o, pdf_document *d)
{
	HPDF_Array nums = pdf_array(o);
	for (size_t p = 0; p < d->pages->n; p++) {
		HPDF_Array by_mcid = pdf_array_object(o);
		for (size_t i = 0; i < d->marks[p].n; i++)
			pdf_push(o, by_mcid, d->elements[d->marks[p].units[i] - 1]);
		pdf_push_int(o, nums, (long)p);
		pdf_push(o, nums, by_mcid);
		pdf_put_int(o, d->built[p], "StructParents", (long)p);
		pdf_put_name(o, d->built[p], "Tabs", "S");
	}
	HPDF_Dict tree = pdf_dict_object(o);
	pdf_put(o, tree, "Nums", nums);
	return tree;
}

void pdf_tags_build(pdf_objects *o, pdf_document *d)
{
	if (!d->options.tagged)
		return;
	HPDF_Dict catalog = pdf_doc(o)->catalog;
	HPDF_Dict root = pdf_dict_object(o), document = pdf_dict_object(o);
	HPDF_Array kids = pdf_array(o);
	for (size_t i = 0; i < d->n_units; i++) {
		if (d->units[i].n == 0)
			continue;
		d->elements[i] = unit_element(o, d, &d->units[i], document);
		pdf_push(o, kids, d->elements[i]);
	}
	pdf_put_name(o, document, "Type", "StructElem");
	pdf_put_name(o, document, "S", "Document");
	pdf_put(o, document, "P", root);
	pdf_put(o, document, "K", kids);
	pdf_put_name(o, root, "Type", "StructTreeRoot");
	pdf_put(o, root, "K", document);
	pdf_put(o, root, "ParentTree", parent_tree(o, d));
	pdf_put_int(o, root, "ParentTreeNextKey", (long)d->pages->n);
	pdf_put(o, catalog, "StructTreeRoot", root);
	HPDF_Dict info = pdf_dict(o);
	pdf_put_bool(o, info, "Marked", true);
	pdf_put(o, catalog, "MarkInfo", info);
}
