/* Frames of tables: the table of a document, the rows of the imprint block, a
 * joint masthead's two columns. Their automatic styles are identified by their properties as text, each kept once. */
#include <string.h>

#include "odt_priv.h"

static const odt_family table_family = {"table", "Table"};
static const odt_family column_family = {"table-column", "Column"};
static const odt_family row_family = {"table-row", "Row"};
static const odt_family cell_family = {"table-cell", "Cell"};

static void add_mm(ht_buf *buf, const char *name, ht_len value)
{
	char text[40];
	ht_xml_mm_text(text, value);
	ht_buf_addf(buf, " %s=\"%s\"", name, text);
}

static void add_border(ht_buf *buf, const char *name, ht_len thickness, ht_colour colour)
{
	char text[64];
	ht_xml_border_text(text, thickness, colour);
	ht_buf_addf(buf, " %s=\"%s\"", name, text);
}

/* If a document begins with a table, the table names its page style. */
static const char *table_style(odt *o, ht_len width, ht_len above, ht_len left, bool keep_next)
{
	ht_buf buf = {0};
	ht_buf_adds(&buf, "<style:table-properties");
	add_mm(&buf, "style:width", width);
	add_mm(&buf, "fo:margin-top", above);
	add_mm(&buf, "fo:margin-left", left);
	ht_buf_addf(&buf, " fo:margin-bottom=\"0mm\" table:align=\"left\" table:border-model=\"collapsing\"%s/>",
	            keep_next ? " fo:keep-with-next=\"always\"" : "");
	return odt_auto_name(o, &table_family, &buf);
}

static const char *column_style(odt *o, ht_len width)
{
	ht_buf buf = {0};
	ht_buf_adds(&buf, "<style:table-column-properties");
	add_mm(&buf, "style:column-width", width);
	ht_buf_adds(&buf, "/>");
	return odt_auto_name(o, &column_family, &buf);
}

void odt_table_begin(ht_draft *d, const ht_draft_table *table)
{
	odt *o = odt_of(d);
	ht_len width = 0;
	for (size_t i = 0; i < table->n; i++)
		width += table->widths[i];
	const char *style = table_style(o, width, table->above, table->left, table->keep_next);
	o->n_head = table->n_head;
	ht_xml_open(d->x, "table:table");
	ht_xml_attr(d->x, "table:name", ht_draft_checked(d, table->name));
	ht_xml_attr(d->x, "table:style-name", style);
	for (size_t i = 0; i < table->n; i++) {
		ht_xml_open(d->x, "table:table-column");
		ht_xml_attr(d->x, "table:style-name", column_style(o, table->widths[i]));
		ht_xml_end(d->x);
	}
}

void odt_table_end(ht_draft *d)
{
	ht_xml_end(d->x);
}

/* Always a least height: LibreOffice drops rows of fixed height at a page's end. */
void odt_row_begin(ht_draft *d, size_t row, ht_len least, bool keep)
{
	odt *o = odt_of(d);
	ht_buf buf = {0};
	ht_buf_adds(&buf, "<style:table-row-properties");
	if (least)
		add_mm(&buf, "style:min-row-height", least);
	ht_buf_addf(&buf, " fo:keep-together=\"%s\"/>", keep ? "always" : "auto");
	const char *style = odt_auto_name(o, &row_family, &buf);
	if (row == 0 && o->n_head)
		ht_xml_open(d->x, "table:table-header-rows");
	ht_xml_open(d->x, "table:table-row");
	ht_xml_attr(d->x, "table:style-name", style);
}

void odt_row_end(ht_draft *d, size_t row)
{
	ht_xml_end(d->x);
	if (row + 1 == odt_of(d)->n_head)
		ht_xml_end(d->x);
}

void odt_cell_begin(ht_draft *d, const ht_draft_cell *cell)
{
	odt *o = odt_of(d);
	ht_buf buf = {0};
	ht_buf_adds(&buf, "<style:table-cell-properties");
	add_mm(&buf, "fo:padding-top", cell->pad_above);
	add_mm(&buf, "fo:padding-bottom", cell->pad_below);
	add_mm(&buf, "fo:padding-left", cell->pad_side);
	add_mm(&buf, "fo:padding-right", cell->pad_side);
	add_border(&buf, "fo:border-top", cell->above, cell->colour);
	add_border(&buf, "fo:border-bottom", cell->below, cell->colour);
	add_border(&buf, "fo:border-left", cell->left, cell->colour);
	add_border(&buf, "fo:border-right", cell->right, cell->colour);
	const char *align = cell->middle ? "middle" : "top";
	ht_buf_addf(&buf, " style:vertical-align=\"%s\"/>", cell->low ? "bottom" : align);
	const char *style = odt_auto_name(o, &cell_family, &buf);
	ht_xml_open(d->x, "table:table-cell");
	ht_xml_attr(d->x, "table:style-name", style);
	ht_xml_attr(d->x, "office:value-type", "string");
	if (cell->rows > 1)
		ht_xml_attr_int(d->x, "table:number-rows-spanned", (long)cell->rows);
	if (cell->columns > 1)
		ht_xml_attr_int(d->x, "table:number-columns-spanned", (long)cell->columns);
}

void odt_cell_covered(ht_draft *d, const ht_draft_cell *cell, size_t row, size_t column)
{
	(void)cell;
	(void)row;
	(void)column;
	ht_xml_open(d->x, "table:covered-table-cell");
	ht_xml_end(d->x);
}

void odt_cell_end(ht_draft *d)
{
	ht_xml_end(d->x);
}
