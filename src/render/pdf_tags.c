/* The structure of a tagged document.
 *
 * One element for each unit (a paragraph, a heading, a cell …), also where it
 * goes on over lines and pages. Elements are made when the first of their
 * operations is written, so that their order is that of the pages: this is
 * what makes the reading order. Lists and tables are elements around them.
 *
 * Headings are nested as deep as they are in this document, whatever their
 * levels are called: PDF/UA-1 (7.4.2) allows no level to be left out. */
#include "pdf_priv.h"

/* Far more units than any document has: numbers above are not numbers. */
#define UNITS_MAX (1u << 24)

bool pdf_tagged(const pdf_document *d)
{
	return d->options.standards & PDF_TAGGED;
}

ht_status pdf_tags_collect(pdf_document *d)
{
	if (!pdf_tagged(d))
		return HT_OK;
	for (size_t p = 0; p < d->pages->n; p++)
		for (size_t i = 0; i < d->pages->v[p].n; i++)
			if (d->pages->v[p].ops[i].unit > d->n_units)
				d->n_units = d->pages->v[p].ops[i].unit;
	if (d->n_units > UNITS_MAX)
		return HT_ERR_ARG;
	d->units = ht_arena_array(d->arena, d->n_units, sizeof *d->units);
	d->marks = ht_arena_array(d->arena, d->pages->n, sizeof *d->marks);
	d->root.type = "Document";
	return d->units && d->marks ? HT_OK : HT_ERR_NOMEM;
}

bool pdf_node_add(pdf_document *d, pdf_node *parent, pdf_kid kid)
{
	pdf_kid *slot = HT_PUSH(d->arena, parent->kids, parent->n, parent->cap);
	if (slot)
		*slot = kid;
	return slot;
}

pdf_node *pdf_node_new(pdf_document *d, pdf_node *parent, const char *type)
{
	pdf_node *node = ht_arena_alloc(d->arena, sizeof *node);
	if (!node)
		return NULL;
	*node = (pdf_node){.type = type, .parent = parent};
	return pdf_node_add(d, parent, (pdf_kid){.kind = PDF_KID_NODE, .node = node}) ? node : NULL;
}

/* A heading of this level closes those that are not above it. */
static const char *heading_type(pdf_document *d, int level)
{
	static const char *const types[PDF_HEADINGS] = {"H1", "H2", "H3", "H4", "H5", "H6"};
	while (d->n_levels && (d->levels[d->n_levels - 1] >= level || d->n_levels == PDF_HEADINGS))
		d->n_levels--;
	d->levels[d->n_levels] = level;
	return types[d->n_levels++];
}

/* An item of the operation's list; neighbours in one list share its element. */
static pdf_node *item_new(pdf_document *d, const ht_op *op)
{
	if (d->list != op->list) {
		d->list_node = pdf_node_new(d, &d->root, "L");
		d->list = op->list;
	}
	return d->list_node ? pdf_node_new(d, d->list_node, "LI") : NULL;
}

static pdf_node *body_new(pdf_document *d, const ht_op *op)
{
	d->list = 0;
	if (op->role == HT_ROLE_CELL && op->cell)
		return pdf_table_cell(d, op->cell);
	if (op->role == HT_ROLE_TITLE)
		return pdf_node_new(d, &d->root, heading_type(d, 0));
	if (op->role == HT_ROLE_HEADING)
		return pdf_node_new(d, &d->root, heading_type(d, op->level ? op->level : 1));
	bool figure = op->kind == HT_OP_IMAGE || op->role == HT_ROLE_FIGURE;
	return pdf_node_new(d, &d->root, figure ? "Figure" : "P");
}

static pdf_node *unit_node(pdf_document *d, pdf_unit *unit, const ht_op *op)
{
	if (!op->list) {
		unit->body = unit->body ? unit->body : body_new(d, op);
		return unit->body;
	}
	if (!unit->item && !(unit->item = item_new(d, op)))
		return NULL;
	pdf_node **part = op->role == HT_ROLE_LABEL ? &unit->label : &unit->body;
	if (!*part)
		*part = pdf_node_new(d, unit->item, op->role == HT_ROLE_LABEL ? "Lbl" : "LBody");
	return *part;
}

/* A link within an element goes on while nothing else came after it. */
static pdf_node *link_node(pdf_document *d, pdf_unit *unit, pdf_node *within, const char *href)
{
	const pdf_kid *last = within->n ? &within->kids[within->n - 1] : NULL;
	if (!last || last->kind != PDF_KID_NODE || last->node != unit->link || unit->href != href)
		unit->link = pdf_node_new(d, within, "Link");
	unit->href = href;
	return unit->link;
}

pdf_node *pdf_tags_node(pdf_document *d, const ht_op *op)
{
	pdf_unit *unit = &d->units[op->unit - 1];
	pdf_node *node = unit_node(d, unit, op);
	if (node && op->kind == HT_OP_IMAGE && !node->op)
		node->op = op;
	if (node && op->kind == HT_OP_RUN && op->run->href)
		return link_node(d, unit, node, op->run->href);
	return node;
}

int pdf_tags_mark(pdf_document *d, pdf_node *node, size_t page)
{
	pdf_page_marks *marks = &d->marks[page];
	pdf_node **slot = HT_PUSH(d->arena, marks->nodes, marks->n, marks->cap);
	if (!slot)
		return -1;
	*slot = node;
	size_t mcid = marks->n - 1;
	if (!pdf_node_add(d, node, (pdf_kid){.kind = PDF_KID_MARK, .page = page, .index = mcid}))
		return -1;
	return (int)mcid;
}
