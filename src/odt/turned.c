/* Pages of landscape tables (GB/T 9704-2012 8).
 *
 * No editor turns a table on an upright page. The page is a landscape one
 * instead, so that it can be read and edited; bound with the others, turned by
 * 90°, it is what the pages of the PDF are. The page number stands in a frame
 * whose text runs down, at the place where the upright page has it. (Where a
 * house has the table's head at the sheet's right edge, it would have to run
 * up: ODF 1.3 knows no such text, so that it reads from the other side there.)
 *
 * While such pages are written, the style in hand is a copy of the document's
 * with their measures. */
#include "layout/columns.h"
#include "odt_priv.h"

/* Footer of a landscape page: it only carries the frame. */
#define CARRIER (2 * HT_LEN_PT)

/* Which blocks stand on landscape pages: tables, and what belongs above them. */
ht_status odt_find_turned(odt *o)
{
	const ht_blocks *flow = &o->doc->flow;
	ht_style *copy = ht_arena_alloc(o->arena, sizeof *copy);
	o->turned = ht_arena_array(o->arena, flow->n + 1, sizeof *o->turned);
	if (!copy || !o->turned)
		return HT_ERR_NOMEM;
	*copy = *o->style;
	copy->page = ht_geometry_turned(&o->style->page, o->style->page.odd_head);
	o->upright = o->style;
	o->landscape = copy;
	o->upright_top = o->top;
	o->begins = ODT_BEGINS_DOCUMENT;
	ht_status status = HT_OK;
	for (size_t i = 0; i < flow->n && status == HT_OK; i++) {
		if (flow->v[i].kind != HT_BLOCK_TABLE)
			continue;
		status = odt_table_turned(o, &flow->v[i], &o->turned[i]);
		for (size_t k = ht_turned_from(flow, i); o->turned[i] && k < i; k++)
			o->turned[k] = true;
		o->has_turned = o->has_turned || o->turned[i];
	}
	return status;
}

static void use_style(odt *o, const ht_style *style)
{
	o->style = style;
	o->top = o->upright_top - o->upright->page.top + style->page.top;
}

void odt_enter_page(odt *o, size_t i)
{
	const ht_style *style = o->turned[i] ? o->landscape : o->upright;
	if (style == o->style)
		return;
	use_style(o, style);
	o->begins = o->turned[i] ? ODT_BEGINS_TURNED : ODT_BEGINS_UPRIGHT;
	odt_place_page(o);
}

void odt_write_turned_layout(odt *o, odt_xml *x)
{
	use_style(o, o->landscape);
	const odt_sheet sheet = {
	    .top = o->top, .bottom = o->style->page.height - odt_body_bottom(o) - CARRIER, .footer = CARRIER};
	odt_sheet_layout(o, x, "LandscapeSheet", &sheet);
	use_style(o, o->upright);
}

/* The frame has the place of the upright page's footer line, over the whole
 * width of the type area. */
static void number_frame(odt *o, odt_xml *x, const ht_element *number, int page)
{
	const ht_geometry *g = &o->upright->page;
	ht_side head = page % 2 ? g->odd_head : g->even_head;
	const odt_footer f = odt_footer_of(o, number);
	const char *text = odt_number_style(o, number, page);
	const char *name = ht_arena_printf(o->arena, "页码%d", page);
	bool left = head == HT_SIDE_LEFT;
	x->failed = x->failed || !text || !name;
	if (x->failed)
		return;
	odt_open(x, "draw:frame");
	odt_attr(x, "draw:style-name", "number-frame");
	odt_attr(x, "draw:name", name);
	odt_attr(x, "text:anchor-type", "paragraph");
	odt_attr_mm(x, "svg:x", left ? f.bottom : g->height - f.bottom - f.pitch);
	odt_attr_mm(x, "svg:y", left ? g->left : g->width - g->left - g->area_width);
	odt_attr_mm(x, "svg:width", f.pitch);
	odt_attr_mm(x, "svg:height", g->area_width);
	odt_attr_int(x, "draw:z-index", 0);
	odt_open(x, "draw:text-box");
	odt_open(x, "text:p");
	odt_attr(x, "text:style-name", text);
	odt_number_text(o, x, number);
	odt_end(x);
	odt_end(x);
	odt_end(x);
}

static void write_footer(odt *o, odt_xml *x, const ht_element *number, const char *name, int page)
{
	odt_para para;
	odt_para_of(o, number->style, &para);
	para.pitch = para.size = CARRIER;
	const char *style = odt_para_name(o, &para);
	x->failed = x->failed || !style;
	if (x->failed)
		return;
	odt_open(x, name);
	odt_open(x, "text:p");
	odt_attr(x, "text:style-name", style);
	number_frame(o, x, number, page);
	odt_end(x);
	odt_end(x);
}

void odt_write_turned_page(odt *o, odt_xml *x, const ht_element *number)
{
	odt_open(x, "style:master-page");
	odt_attr(x, "style:name", ODT_TURNED);
	odt_attr(x, "style:display-name", "公文横排");
	odt_attr(x, "style:page-layout-name", "LandscapeSheet");
	if (number) {
		write_footer(o, x, number, "style:footer", 3);
		write_footer(o, x, number, "style:footer-left", 2);
	}
	odt_end(x);
}
