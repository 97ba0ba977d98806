/* The structure tree as objects: elements, the parent tree from pages and
 * annotations to elements, the ids of header cells. */
#include <string.h>

#include "pdf_priv.h"
#include "standards.h"

/* No marked content. */
#define NO_PAGE UINT32_MAX

/* Numbers of objects above the elements. */
typedef struct heads {
	size_t root, space; /* space: the namespace of PDF 2.0; 0: none */
} heads;

static size_t number_of(const pdf_document *d, const pdf_node *node)
{
	return d->first_node + node->number;
}

static void put_kid(const pdf_document *d, const pdf_node *node, const pdf_kid *kid, ht_buf *text)
{
	if (kid->kind == PDF_KID_NODE) {
		pdf_direct_reference(text, "", number_of(d, kid->node));
	} else if (kid->kind == PDF_KID_LINK) {
		pdf_direct_reference(text, "<</Type/OBJR/Pg", d->first_page + d->links[kid->index].page);
		pdf_direct_reference(text, "/Obj", d->first_link + kid->index);
		ht_buf_adds(text, ">>");
	} else if (kid->page == node->page) {
		ht_buf_adds(text, " ");
		ht_buf_addint(text, kid->index);
	} else {
		pdf_direct_reference(text, "<</Type/MCR/Pg", d->first_page + kid->page);
		ht_buf_adds(text, "/MCID ");
		ht_buf_addint(text, kid->index);
		ht_buf_adds(text, ">>");
	}
}

static void put_figure(const pdf_document *d, const pdf_node *node, ht_buf *text)
{
	const ht_op *op = node->op;
	double corners[4];
	pdf_box(&d->pages->v[node->page], op->turn, op->x, op->y, op->w, op->h, corners);
	ht_buf_adds(text, "/A<</O/Layout/BBox[");
	for (int i = 0; i < 4; i++) {
		if (i)
			ht_buf_adds(text, " ");
		pdf_direct_real(text, corners[i]);
	}
	ht_buf_adds(text, "]/Placement/Block>>");
	if (op->alt)
		pdf_direct_text(text, "/Alt", op->alt);
}

/* The scope of a header cell (PDF 32000-1 14.8.5.7). */
static const char *scope_of(const ht_cell *cell)
{
	if (!cell->row_head)
		return "Column";
	return cell->column_head ? "Both" : "Row";
}

static void put_cell(const pdf_node *node, ht_buf *text)
{
	const ht_cell *cell = node->cell;
	bool spans = cell && (cell->rows > 1 || cell->columns > 1), head = cell && node->id;
	if (!head && !node->n_headers && !spans)
		return;
	ht_buf_adds(text, "/A<</O/Table");
	if (head) {
		ht_buf_adds(text, "/Scope/");
		ht_buf_adds(text, scope_of(cell));
	}
	if (cell && cell->rows > 1)
		ht_buf_addf(text, "/RowSpan %zu", cell->rows);
	if (cell && cell->columns > 1)
		ht_buf_addf(text, "/ColSpan %zu", cell->columns);
	if (node->n_headers) {
		ht_buf_adds(text, "/Headers[");
		for (size_t i = 0; i < node->n_headers; i++)
			pdf_direct_ascii(text, "", node->headers[i]);
		ht_buf_adds(text, "]");
	}
	ht_buf_adds(text, ">>");
}

/* Set the element's page to that of its first marked content. */
static void find_page(pdf_node *node)
{
	node->page = NO_PAGE;
	for (size_t i = 0; i < node->n && node->page == NO_PAGE; i++)
		if (node->kids[i].kind == PDF_KID_CONTENT)
			node->page = node->kids[i].page;
}

/* The element's name, in its namespace. Footnotes have another name in PDF 2.0 (ISO 14289-2 8.2.5.14), which must say
 * so; the document's element is of PDF 2.0, and those below it are, too, as their names are in both versions. */
static void put_type(const heads *h, const pdf_node *node, ht_buf *text)
{
	const bool note = h->space && strcmp(node->type, "Note") == 0;
	ht_buf_adds(text, "<</S/");
	ht_buf_adds(text, note ? "FENote" : node->type);
	if (h->space && (note || !node->parent))
		pdf_direct_reference(text, "/NS", h->space);
}

static void write_node(pdf_objects *o, const pdf_document *d, const heads *h, pdf_node *node)
{
	ht_buf *text = pdf_direct_begin(o, number_of(d, node));
	find_page(node);
	put_type(h, node, text);
	pdf_direct_reference(text, "/P", node->parent ? number_of(d, node->parent) : h->root);
	if (node->page != NO_PAGE)
		pdf_direct_reference(text, "/Pg", d->first_page + node->page);
	if (node->op)
		put_figure(d, node, text);
	else
		put_cell(node, text);
	if (node->id)
		pdf_direct_ascii(text, "/ID", node->id);
	if (node->n) {
		ht_buf_adds(text, "/K[");
		for (size_t i = 0; i < node->n; i++)
			put_kid(d, node, &node->kids[i], text);
		ht_buf_adds(text, "]");
	}
	ht_buf_adds(text, ">>");
	pdf_direct_end(o);
}

/* Write an element and all its descendants. The depth is at most that of a link in a table cell. */
static void write_nodes(pdf_objects *o, const pdf_document *d, const heads *h, pdf_node *node)
{
	write_node(o, d, h, node);
	for (size_t i = 0; i < node->n; i++)
		if (node->kids[i].kind == PDF_KID_NODE)
			write_nodes(o, d, h, node->kids[i].node);
}

/* For each page the elements of its marked content, by MCID; for each link its
 * element. */
static size_t write_parents(pdf_objects *o, const pdf_document *d)
{
	const size_t tree = pdf_numbers(o, 1), first = pdf_numbers(o, d->pages->n);
	for (size_t p = 0; p < d->pages->n; p++) {
		ht_buf *text = pdf_direct_begin(o, first + p);
		ht_buf_adds(text, "[");
		for (size_t i = 0; i < d->mcids[p].n; i++)
			pdf_direct_reference(text, "", d->first_node + d->mcids[p].nodes[i]);
		ht_buf_adds(text, "]");
		pdf_direct_end(o);
	}
	ht_buf *text = pdf_direct_begin(o, tree);
	ht_buf_adds(text, "<</Nums[");
	for (size_t p = 0; p < d->pages->n; p++)
		ht_buf_addf(text, " %zu %zu 0 R", p, first + p);
	for (size_t i = 0; i < d->n_links; i++)
		ht_buf_addf(text, " %zu %zu 0 R", d->pages->n + i, number_of(d, d->links[i].node));
	ht_buf_adds(text, "]>>");
	pdf_direct_end(o);
	return tree;
}

static void put_ids(const pdf_document *d, const pdf_table *table, ht_buf *text)
{
	for (size_t i = 0; i < table->from->n_rows * table->from->n_columns; i++) {
		const pdf_node *node = table->cells[i];
		if (!node || !node->id)
			continue;
		pdf_direct_ascii(text, "", node->id);
		pdf_direct_reference(text, "", number_of(d, node));
	}
}

/* Header cells by id. */
static size_t write_ids(pdf_objects *o, const pdf_document *d)
{
	const size_t tree = pdf_numbers(o, 1);
	ht_buf *text = pdf_direct_begin(o, tree);
	ht_buf_adds(text, "<</Names[");
	for (size_t t = 0; t < d->n_tables; t++)
		put_ids(d, &d->tables[t], text);
	ht_buf_adds(text, "]>>");
	pdf_direct_end(o);
	return tree;
}

static bool has_ids(const pdf_document *d)
{
	for (size_t t = 0; t < d->n_tables; t++)
		for (size_t i = 0; i < d->tables[t].from->n_rows * d->tables[t].from->n_columns; i++)
			if (d->tables[t].cells[i] && d->tables[t].cells[i]->id)
				return true;
	return false;
}

static HPDF_Dict build_space(pdf_objects *o, HPDF_Dict root)
{
	HPDF_Dict space = pdf_dict_object(o);
	HPDF_Array spaces = pdf_array(o);
	pdf_put_name(o, space, "Type", "Namespace");
	pdf_put_ascii(o, space, "NS", "http://iso.org/pdf2/ssn");
	pdf_push(o, spaces, space);
	pdf_put(o, root, "Namespaces", spaces);
	return space;
}

void pdf_tree_build(pdf_objects *o, pdf_document *d)
{
	if (!pdf_tagged(d))
		return;
	HPDF_Dict catalog = pdf_doc(o)->catalog, root = pdf_dict_object(o);
	heads h = {.root = pdf_number(root)};
	pdf_put_name(o, root, "Type", "StructTreeRoot");
	if (d->options.standards & RENDER_PDF20)
		h.space = pdf_number(build_space(o, root));
	write_nodes(o, d, &h, &d->root);
	pdf_put(o, root, "K", pdf_reference(o, d->first_node));
	pdf_put(o, root, "ParentTree", pdf_reference(o, write_parents(o, d)));
	pdf_put_int(o, root, "ParentTreeNextKey", (long)(d->pages->n + d->n_links));
	if (has_ids(d))
		pdf_put(o, root, "IDTree", pdf_reference(o, write_ids(o, d)));
	pdf_put(o, catalog, "StructTreeRoot", root);
	HPDF_Dict info = pdf_dict(o);
	pdf_put_bool(o, info, "Marked", true);
	pdf_put(o, catalog, "MarkInfo", info);
}
