/* The structure tree as objects: elements, the parent tree from pages and
 * annotations to elements, the ids of header cells. */
#include <string.h>

#include "pdf_priv.h"
#include "standards.h"

static void put_content(pdf_objects *o, const pdf_document *d, const pdf_node *node, const pdf_kid *kid,
                        HPDF_Array kids)
{
	if (kid->page == node->page) {
		pdf_push_int(o, kids, (long)kid->index);
		return;
	}
	HPDF_Dict reference = pdf_dict(o);
	pdf_put_name(o, reference, "Type", "MCR");
	pdf_put(o, reference, "Pg", d->built[kid->page]);
	pdf_put_int(o, reference, "MCID", (long)kid->index);
	pdf_push(o, kids, reference);
}

static void put_link(pdf_objects *o, const pdf_document *d, const pdf_kid *kid, HPDF_Array kids)
{
	HPDF_Dict reference = pdf_dict(o);
	pdf_put_name(o, reference, "Type", "OBJR");
	pdf_put(o, reference, "Pg", d->built[d->links[kid->index].page]);
	pdf_put(o, reference, "Obj", d->links[kid->index].annotation);
	pdf_push(o, kids, reference);
}

static HPDF_Dict attributes(pdf_objects *o, const char *owner)
{
	HPDF_Dict dict = pdf_dict(o);
	pdf_put_name(o, dict, "O", owner);
	return dict;
}

static HPDF_Dict figure_attributes(pdf_objects *o, const pdf_document *d, const pdf_node *node)
{
	const ht_op *op = node->op;
	double corners[4];
	pdf_box(&d->pages->v[node->page], op->turn, op->x, op->y, op->w, op->h, corners);
	HPDF_Array box = pdf_array(o);
	for (int i = 0; i < 4; i++)
		pdf_push_real(o, box, corners[i]);
	HPDF_Dict dict = attributes(o, "Layout");
	pdf_put(o, dict, "BBox", box);
	pdf_put_name(o, dict, "Placement", "Block");
	return dict;
}

/* The scope of a header cell (PDF 32000-1 14.8.5.7). */
static const char *scope_of(const ht_cell *cell)
{
	if (!cell->row_head)
		return "Column";
	return cell->column_head ? "Both" : "Row";
}

/* NULL: a cell without attributes. */
static HPDF_Dict cell_attributes(pdf_objects *o, const pdf_node *node)
{
	const ht_cell *cell = node->cell;
	bool spans = cell && (cell->rows > 1 || cell->columns > 1), head = cell && node->id;
	if (!head && !node->n_headers && !spans)
		return NULL;
	HPDF_Dict dict = attributes(o, "Table");
	if (head)
		pdf_put_name(o, dict, "Scope", scope_of(cell));
	if (cell && cell->rows > 1)
		pdf_put_int(o, dict, "RowSpan", (long)cell->rows);
	if (cell && cell->columns > 1)
		pdf_put_int(o, dict, "ColSpan", (long)cell->columns);
	if (node->n_headers) {
		HPDF_Array headers = pdf_array(o);
		for (size_t i = 0; i < node->n_headers; i++)
			pdf_push_ascii(o, headers, node->headers[i]);
		pdf_put(o, dict, "Headers", headers);
	}
	return dict;
}

static void put_attributes(pdf_objects *o, const pdf_document *d, const pdf_node *node)
{
	HPDF_Dict dict = NULL;
	if (node->op)
		dict = figure_attributes(o, d, node);
	else
		dict = cell_attributes(o, node);
	if (dict)
		pdf_put(o, node->element, "A", dict);
	if (node->id)
		pdf_put_ascii(o, node->element, "ID", node->id);
	if (node->op && node->op->alt)
		pdf_put_text(o, node->element, "Alt", node->op->alt);
}

/* Set the element's page to that of its first marked content. */
static void find_page(pdf_node *node)
{
	for (size_t i = 0; i < node->n; i++)
		if (node->kids[i].kind == PDF_KID_CONTENT) {
			node->page = node->kids[i].page;
			return;
		}
	node->page = SIZE_MAX;
}

/* Build an element and all its descendants. The depth is at most that of a link
 * in a table cell. */
static HPDF_Dict build_node(pdf_objects *o, pdf_document *d, pdf_node *node, HPDF_Dict parent)
{
	node->element = pdf_dict_object(o);
	find_page(node);
	pdf_put_name(o, node->element, "S", node->type);
	pdf_put(o, node->element, "P", parent);
	if (node->page != SIZE_MAX)
		pdf_put(o, node->element, "Pg", d->built[node->page]);
	put_attributes(o, d, node);
	if (node->n == 0)
		return node->element;
	HPDF_Array kids = pdf_array(o);
	pdf_put(o, node->element, "K", kids);
	for (size_t i = 0; i < node->n; i++) {
		const pdf_kid *kid = &node->kids[i];
		if (kid->kind == PDF_KID_NODE)
			pdf_push(o, kids, build_node(o, d, kid->node, node->element));
		else if (kid->kind == PDF_KID_CONTENT)
			put_content(o, d, node, kid, kids);
		else
			put_link(o, d, kid, kids);
	}
	return node->element;
}

/* For each page the elements of its marked content, by MCID; for each link its
 * element. */
static HPDF_Dict parent_tree(pdf_objects *o, pdf_document *d)
{
	HPDF_Array nums = pdf_array(o);
	for (size_t p = 0; p < d->pages->n; p++) {
		HPDF_Array by_mcid = pdf_array_object(o);
		for (size_t i = 0; i < d->mcids[p].n; i++)
			pdf_push(o, by_mcid, d->mcids[p].nodes[i]->element);
		pdf_push_int(o, nums, (long)p);
		pdf_push(o, nums, by_mcid);
		pdf_put_int(o, d->built[p], "StructParents", (long)p);
		pdf_put_name(o, d->built[p], "Tabs", "S");
	}
	for (size_t i = 0; i < d->n_links; i++) {
		size_t key = d->pages->n + i;
		pdf_push_int(o, nums, (long)key);
		pdf_push(o, nums, d->links[i].node->element);
		pdf_put_int(o, d->links[i].annotation, "StructParent", (long)key);
	}
	HPDF_Dict tree = pdf_dict_object(o);
	pdf_put(o, tree, "Nums", nums);
	return tree;
}

/* Header cells by id; NULL: there are none. */
static HPDF_Dict id_tree(pdf_objects *o, const pdf_document *d)
{
	HPDF_Array names = NULL;
	for (size_t t = 0; t < d->n_tables; t++) {
		const ht_table *from = d->tables[t].from;
		for (size_t i = 0; i < from->n_rows * from->n_columns; i++) {
			const pdf_node *node = d->tables[t].cells[i];
			if (!node || !node->id)
				continue;
			if (!names)
				names = pdf_array(o);
			pdf_push_ascii(o, names, node->id);
			pdf_push(o, names, node->element);
		}
	}
	if (!names)
		return NULL;
	HPDF_Dict tree = pdf_dict_object(o);
	pdf_put(o, tree, "Names", names);
	return tree;
}

/* Footnotes have another name in PDF 2.0 (ISO 14289-2 8.2.5.14), which must say so. They are below the document. */
static void put_notes(pdf_objects *o, const pdf_document *d, HPDF_Dict space)
{
	for (size_t i = 0; i < d->root.n; i++) {
		const pdf_kid *kid = &d->root.kids[i];
		if (kid->kind != PDF_KID_NODE || strcmp(kid->node->type, "Note") != 0)
			continue;
		pdf_put_name(o, kid->node->element, "S", "FENote");
		pdf_put(o, kid->node->element, "NS", space);
	}
}

/* The document's element is of PDF 2.0; those below it are, too, as their names are in both versions. */
static void put_namespace(pdf_objects *o, const pdf_document *d, HPDF_Dict root)
{
	HPDF_Dict space = pdf_dict_object(o);
	HPDF_Array spaces = pdf_array(o);
	pdf_put_name(o, space, "Type", "Namespace");
	pdf_put_ascii(o, space, "NS", "http://iso.org/pdf2/ssn");
	pdf_push(o, spaces, space);
	pdf_put(o, root, "Namespaces", spaces);
	pdf_put(o, d->root.element, "NS", space);
	put_notes(o, d, space);
}

void pdf_tree_build(pdf_objects *o, pdf_document *d)
{
	if (!pdf_tagged(d))
		return;
	HPDF_Dict catalog = pdf_doc(o)->catalog, root = pdf_dict_object(o);
	pdf_put_name(o, root, "Type", "StructTreeRoot");
	pdf_put(o, root, "K", build_node(o, d, &d->root, root));
	pdf_put(o, root, "ParentTree", parent_tree(o, d));
	pdf_put_int(o, root, "ParentTreeNextKey", (long)(d->pages->n + d->n_links));
	if (d->options.standards & RENDER_PDF20)
		put_namespace(o, d, root);
	HPDF_Dict ids = id_tree(o, d);
	if (ids)
		pdf_put(o, root, "IDTree", ids);
	pdf_put(o, catalog, "StructTreeRoot", root);
	HPDF_Dict info = pdf_dict(o);
	pdf_put_bool(o, info, "Marked", true);
	pdf_put(o, catalog, "MarkInfo", info);
}
