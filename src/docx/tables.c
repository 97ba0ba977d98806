/* Tables. WordprocessingML has no distance above one: a paragraph as high as that is before it, which also keeps two
 * tables apart. Places that a cell covers in its own row are not there; below it they are, and say that they go on. */
#include "docx_priv.h"

/* The least height of a line. */
#define LEAST_LINE HT_LEN_PT

static void attr_width(ht_xml *x, const char *name, ht_len width)
{
	ht_xml_open(x, name);
	docx_attr_twips(x, "w:w", width);
	ht_xml_attr(x, "w:type", "dxa");
	ht_xml_end(x);
}

static ht_len width_of(const docx *o, size_t from, size_t n)
{
	ht_len width = 0;
	for (size_t i = from; i < from + n && i < o->table->n; i++)
		width += o->table->widths[i];
	return width;
}

void docx_table_begin(ht_draft *d, const ht_draft_table *table)
{
	docx *o = docx_of(d);
	ht_xml *x = d->x;
	if (d->begins == HT_DRAFT_BEGINS_PORTRAIT || d->begins == HT_DRAFT_BEGINS_LANDSCAPE)
		docx_turn_page(o, d->begins == HT_DRAFT_BEGINS_LANDSCAPE);
	if (!o->in_box && (table->above || o->after_table))
		docx_spacer(o, &(docx_space){.height = ht_len_max(table->above, LEAST_LINE), .keep_next = true});
	o->table = table;
	ht_xml_open(x, "w:tbl");
	ht_xml_open(x, "w:tblPr");
	attr_width(x, "w:tblW", width_of(o, 0, table->n));
	attr_width(x, "w:tblInd", table->left);
	ht_xml_open(x, "w:tblLayout");
	ht_xml_attr(x, "w:type", "fixed");
	ht_xml_end(x);
	docx_val(x, "w:tblCaption", table->name);
	ht_xml_end(x);
	ht_xml_open(x, "w:tblGrid");
	for (size_t i = 0; i < table->n; i++) {
		ht_xml_open(x, "w:gridCol");
		docx_attr_twips(x, "w:w", table->widths[i]);
		ht_xml_end(x);
	}
	ht_xml_end(x);
}

void docx_table_end(ht_draft *d)
{
	docx *o = docx_of(d);
	ht_xml_end(d->x);
	if (!o->in_box)
		o->any = o->after_table = true;
}

void docx_row_begin(ht_draft *d, size_t row, ht_len least, bool keep)
{
	docx *o = docx_of(d);
	o->column = 0;
	o->in_high_row = least > 0;
	ht_xml_open(d->x, "w:tr");
	ht_xml_open(d->x, "w:trPr");
	if (keep)
		docx_flag(d->x, "w:cantSplit", true);
	if (least) {
		ht_xml_open(d->x, "w:trHeight");
		docx_attr_twips(d->x, "w:val", least - o->table->rule);
		ht_xml_attr(d->x, "w:hRule", "atLeast");
		ht_xml_end(d->x);
	}
	if (row < o->table->n_head)
		docx_flag(d->x, "w:tblHeader", true);
	ht_xml_end(d->x);
}

void docx_row_end(ht_draft *d, size_t row)
{
	(void)row;
	ht_xml_end(d->x);
}

static void write_border(ht_xml *x, const char *name, ht_len thickness, ht_colour c)
{
	ht_xml_open(x, name);
	if (!thickness) {
		ht_xml_attr(x, "w:val", "nil");
		ht_xml_end(x);
		return;
	}
	ht_xml_attr(x, "w:val", "single");
	ht_xml_attr_int(x, "w:sz", docx_eighths(thickness));
	ht_xml_attr(x, "w:space", "0");
	docx_attr_colour(x, "w:color", c);
	ht_xml_end(x);
}

/* The distance below a cell's text makes up for what the one above it and the border were rounded. Programs differ in
 * whether a row's least height has this distance in it: so the cells of such a row, whose text leaves some of it free,
 * have none. Newer ones add the border (LibreOffice from 25 on): it is left off the height. */
static ht_len below_text(const docx *o, const ht_draft_cell *cell)
{
	if (o->in_high_row)
		return 0;
	const ht_len border = (ht_len)(docx_eighths(cell->below) * HT_LEN_PT / 8);
	const ht_len above = (ht_len)(docx_twips(cell->pad_above) * HT_TWIP);
	const ht_len all = cell->pad_above + cell->pad_below + cell->below;
	return ht_len_max((all - border - above) / HT_TWIP * HT_TWIP, 0);
}

/* Distances to the text are from the borders' middles. merge: NULL; or restart, continue: a cell of several rows. */
static void begin_cell(docx *o, const ht_draft_cell *cell, const char *merge)
{
	ht_xml *x = o->d.x;
	ht_xml_open(x, "w:tc");
	ht_xml_open(x, "w:tcPr");
	attr_width(x, "w:tcW", width_of(o, o->column, cell->columns));
	if (cell->columns > 1)
		docx_val_int(x, "w:gridSpan", (long)cell->columns);
	if (merge)
		docx_val(x, "w:vMerge", merge);
	ht_xml_open(x, "w:tcBorders");
	write_border(x, "w:top", cell->above, cell->colour);
	write_border(x, "w:left", cell->left, cell->colour);
	write_border(x, "w:bottom", cell->below, cell->colour);
	write_border(x, "w:right", cell->right, cell->colour);
	ht_xml_end(x);
	ht_xml_open(x, "w:tcMar");
	attr_width(x, "w:top", cell->pad_above);
	attr_width(x, "w:left", cell->pad_side + cell->left / 2);
	attr_width(x, "w:bottom", below_text(o, cell));
	attr_width(x, "w:right", cell->pad_side + cell->right / 2);
	ht_xml_end(x);
	const char *align = cell->middle ? "center" : "top";
	docx_val(x, "w:vAlign", cell->low ? "bottom" : align);
	ht_xml_end(x);
	o->column += cell->columns;
}

void docx_cell_begin(ht_draft *d, const ht_draft_cell *cell)
{
	docx *o = docx_of(d);
	begin_cell(o, cell, cell->rows > 1 ? "restart" : NULL);
	o->in_cell = true;
}

void docx_cell_end(ht_draft *d)
{
	docx_of(d)->in_cell = false;
	ht_xml_end(d->x);
}

void docx_cell_covered(ht_draft *d, const ht_draft_cell *cell, size_t row, size_t column)
{
	docx *o = docx_of(d);
	if (column || !row)
		return;
	begin_cell(o, cell, "continue");
	o->in_cell = true;
	docx_spacer(o, &(docx_space){.height = LEAST_LINE});
	o->in_cell = false;
	ht_xml_end(d->x);
}
