/* Pages of landscape tables (GB/T 9704-2012 8).
 *
 * No editor turns a table on a portrait page. The page is a landscape one
 * instead, so that it can be read and edited; bound with the others, turned by
 * 90°, it is what the pages of the PDF are. The page number is in a frame
 * whose text runs down, at the place where the portrait page has it. (Where a
 * house has the table's head at the paper's right edge, it would have to run
 * up: ODF 1.3 knows no such text, so that it reads from the other side there.)
 *
 * While such pages are written, the style in hand is a copy of the document's
 * with their measures. */
#include "odt_priv.h"

/* Footer of a landscape page: it only carries the frame. */
#define CARRIER (2 * HT_LEN_PT)

/* What is on landscape pages: tables, and what belongs above them. */
void odt_find_landscape(odt *o)
{
	ht_style *copy = odt_array(o, 1, sizeof *copy);
	if (!copy)
		return;
	*copy = *o->style;
	copy->page = ht_geometry_landscape(&o->style->page, o->style->page.odd_head);
	o->portrait = o->style;
	o->landscape = copy;
	o->portrait_top = o->top;
	o->begins = ODT_BEGINS_DOCUMENT;
	for (size_t i = 0; i < o->doc->flow.n; i++)
		o->has_landscape = o->has_landscape || (o->laid->flow[i].n && o->laid->flow[i].v[0].landscape);
}

static void use_style(odt *o, const ht_style *style)
{
	o->style = style;
	o->top = o->portrait_top - o->portrait->page.top + style->page.top;
}

void odt_enter_page(odt *o, bool landscape)
{
	const ht_style *style = landscape ? o->landscape : o->portrait;
	if (style == o->style || o->status != HT_OK)
		return;
	use_style(o, style);
	o->begins = landscape ? ODT_BEGINS_LANDSCAPE : ODT_BEGINS_PORTRAIT;
	odt_place_page(o);
}

void odt_write_landscape_layout(odt *o, ht_xml *x)
{
	use_style(o, o->landscape);
	const odt_margins margins = {
	    .top = o->top, .bottom = o->style->page.height - odt_body_bottom(o) - CARRIER, .footer = CARRIER};
	odt_margins_layout(o, x, "LandscapeSheet", &margins);
	use_style(o, o->portrait);
}

/* The frame has the place of the portrait page's footer line, over the whole
 * width of the type area. */
static void number_frame(odt *o, ht_xml *x, const ht_element *number, int page)
{
	const ht_geometry *g = &o->portrait->page;
	ht_side head = page % 2 ? g->odd_head : g->even_head;
	size_t i;
	odt_page_number(o, &i);
	const odt_footer f = odt_footer_at(o, number, o->laid->furniture[i].y);
	const char *text = odt_number_style(o, number, page);
	const char *name = odt_checked(o, ht_arena_printf(o->arena, "页码%d", page));
	bool left = head == HT_SIDE_LEFT;
	ht_xml_open(x, "draw:frame");
	ht_xml_attr(x, "draw:style-name", "number-frame");
	ht_xml_attr(x, "draw:name", name);
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_mm(x, "svg:x", left ? f.bottom : g->height - f.bottom - f.pitch);
	ht_xml_attr_mm(x, "svg:y", left ? g->left : g->width - g->left - g->area_width);
	ht_xml_attr_mm(x, "svg:width", f.pitch);
	ht_xml_attr_mm(x, "svg:height", g->area_width);
	ht_xml_attr_int(x, "draw:z-index", 0);
	ht_xml_open(x, "draw:text-box");
	ht_xml_open(x, "text:p");
	ht_xml_attr(x, "text:style-name", text);
	odt_number_text(o, x, number);
	ht_xml_end(x);
	ht_xml_end(x);
	ht_xml_end(x);
}

static void write_footer(odt *o, ht_xml *x, const ht_element *number, const char *name, int page)
{
	odt_para para;
	odt_para_of(o, number->style, &para);
	para.pitch = para.size = CARRIER;
	const char *style = odt_para_name(o, &para);
	ht_xml_open(x, name);
	ht_xml_open(x, "text:p");
	ht_xml_attr(x, "text:style-name", style);
	number_frame(o, x, number, page);
	ht_xml_end(x);
	ht_xml_end(x);
}

void odt_write_landscape_page(odt *o, ht_xml *x, const ht_element *number)
{
	ht_xml_open(x, "style:master-page");
	ht_xml_attr(x, "style:name", ODT_LANDSCAPE);
	ht_xml_attr(x, "style:display-name", "公文横排");
	ht_xml_attr(x, "style:page-layout-name", "LandscapeSheet");
	if (number) {
		write_footer(o, x, number, "style:footer", 3);
		write_footer(o, x, number, "style:footer-left", 2);
	}
	ht_xml_end(x);
}
