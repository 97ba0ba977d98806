/* The structure of a tagged document.
 *
 * One element for each unit (a paragraph, a heading, a cell …), even if it
 * continues over lines and pages. Elements are made when their first operation
 * is written, so that they are in page order, which is the reading order. Lists
 * and tables are elements around them.
 *
 * Heading levels are numbered by their depth in this document, whatever their
 * level in the record: PDF/UA-1 (7.4.2) does not allow levels to be skipped. */
#include "pdf_priv.h"

/* More units than any document has: a higher number is an error. */
#define UNITS_MAX (1u << 24)

bool pdf_tagged(const pdf_document *d)
{
	return d->options.standards & PDF_TAGGED;
}

void pdf_tags_survey(pdf_document *d, const ht_op *op)
{
	if (op->unit > d->n_units)
		d->n_units = op->unit;
}

void pdf_tags_collect(pdf_document *d)
{
	if (!pdf_tagged(d))
		return;
	if (d->n_units > UNITS_MAX) {
		pdf_document_fail(d, HT_ERR_ARG);
		return;
	}
	d->units = pdf_document_array(d, d->n_units, sizeof *d->units);
	d->mcids = pdf_document_array(d, d->pages->n, sizeof *d->mcids);
	d->mcid_arena = pdf_pushed(d, ht_arena_new());
	d->root.type = "Document";
	d->n_nodes = 1;
}

void pdf_node_add(pdf_document *d, pdf_node *parent, pdf_kid kid)
{
	pdf_kid *slot = PDF_PUSH(d, parent->kids, parent->n, parent->cap);
	if (slot)
		*slot = kid;
}

pdf_node *pdf_node_new(pdf_document *d, pdf_node *parent, const char *type)
{
	pdf_node *node = pdf_document_array(d, 1, sizeof *node);
	if (!node)
		return NULL;
	*node = (pdf_node){.type = type, .parent = parent, .number = d->n_nodes++};
	pdf_node_add(d, parent, (pdf_kid){.kind = PDF_KID_NODE, .node = node});
	return d->status ? NULL : node;
}

/* The type of a heading of this level, which closes those of the same and deeper
 * levels. */
static const char *heading_type(pdf_document *d, int level)
{
	static const char *const types[PDF_HEADINGS] = {"H1", "H2", "H3", "H4", "H5", "H6"};
	while (d->n_levels && (d->levels[d->n_levels - 1] >= level || d->n_levels == PDF_HEADINGS))
		d->n_levels--;
	d->levels[d->n_levels] = level;
	return types[d->n_levels++];
}

/* A new item of the operation's list. Adjacent items of a list share its element. */
static pdf_node *item_new(pdf_document *d, const ht_op *op)
{
	if (d->list != op->list) {
		d->list_node = pdf_node_new(d, &d->root, "L");
		d->list = op->list;
	}
	return d->list_node ? pdf_node_new(d, d->list_node, "LI") : NULL;
}

/* A footnote has an ID (PDF/UA-1 7.9). */
static pdf_node *note_new(pdf_document *d, const ht_op *op)
{
	pdf_node *node = pdf_node_new(d, &d->root, "Note");
	if (node)
		node->id = pdf_pushed(d, ht_arena_printf(d->arena, "note%06u", op->unit));
	return node;
}

static pdf_node *body_new(pdf_document *d, const ht_op *op)
{
	d->list = 0;
	if (op->tag == HT_TAG_CELL && op->cell)
		return pdf_table_cell(d, op->cell);
	if (op->tag == HT_TAG_TITLE)
		return pdf_node_new(d, &d->root, heading_type(d, 0));
	if (op->tag == HT_TAG_HEADING)
		return pdf_node_new(d, &d->root, heading_type(d, op->level ? op->level : 1));
	if (op->kind == HT_OP_IMAGE || op->tag == HT_TAG_FIGURE)
		return pdf_node_new(d, &d->root, "Figure");
	if (op->tag == HT_TAG_NOTE)
		return note_new(d, op);
	return pdf_node_new(d, &d->root, "P");
}

static pdf_node *unit_node(pdf_document *d, pdf_unit *unit, const ht_op *op)
{
	if (!op->list) {
		if (!unit->body)
			unit->body = body_new(d, op);
		return unit->body;
	}
	if (!unit->item)
		unit->item = item_new(d, op);
	if (!unit->item)
		return NULL;
	bool label = op->tag == HT_TAG_LABEL;
	pdf_node **part = label ? &unit->label : &unit->body;
	if (!*part)
		*part = pdf_node_new(d, unit->item, label ? "Lbl" : "LBody");
	return *part;
}

/* The link element of href within an element: the last one if it has the same
 * href and nothing came after it. */
static pdf_node *link_node(pdf_document *d, pdf_unit *unit, pdf_node *within, const char *href)
{
	const pdf_kid *last = within->n ? &within->kids[within->n - 1] : NULL;
	if (!last || last->kind != PDF_KID_NODE || last->node != unit->link || unit->href != href)
		unit->link = pdf_node_new(d, within, "Link");
	unit->href = href;
	return unit->link;
}

/* A copy, since operations are gone when their page is. */
static const ht_op *figure_of(pdf_document *d, const ht_op *op)
{
	ht_op *copy = pdf_document_array(d, 1, sizeof *copy);
	if (copy)
		*copy = *op;
	return copy;
}

pdf_node *pdf_tags_node(pdf_document *d, const ht_op *op)
{
	pdf_unit *unit = &d->units[op->unit - 1];
	pdf_node *node = unit_node(d, unit, op);
	if (node && op->kind == HT_OP_IMAGE && !node->op)
		node->op = figure_of(d, op);
	if (node && op->kind == HT_OP_RUN && op->run->href)
		return link_node(d, unit, node, op->run->href);
	return node;
}

size_t pdf_tags_mcid(pdf_document *d, pdf_node *node, size_t page)
{
	pdf_page_mcids *mcids = &d->mcids[page];
	size_t mcid = mcids->n;
	uint32_t *slot = pdf_pushed(d, HT_PUSH(d->mcid_arena, mcids->nodes, mcids->n, mcids->cap));
	if (slot)
		*slot = node->number;
	pdf_node_add(d, node, (pdf_kid){.kind = PDF_KID_CONTENT, .page = (uint32_t)page, .index = mcid});
	return mcid;
}
