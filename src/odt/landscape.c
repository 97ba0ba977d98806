/* Pages of landscape tables (GB/T 9704-2012 8).
 *
 * No editor turns a table on a portrait page. The page is landscape instead, so that it can be read and edited; turned
 * by 90° and bound with the others, it is like the page of the PDF. The page number is in a frame whose text runs down,
 * at the place where the portrait page has it. (If a sheet has the table's head at the paper's right edge, the text
 * would have to run up. ODF 1.3 does not have such text, so it is read from the other side there.)
 */
#include "odt_priv.h"

/* Height of a landscape page's footer, which only holds the frame. */
#define CARRIER (2 * HT_LEN_PT)

void odt_write_landscape_layout(odt *o, ht_xml *x)
{
	ht_draft_use_landscape(&o->d, true);
	const odt_margins margins = {.top = ht_draft_margin_top(&o->d, o->d.top),
	                             .bottom = o->d.style->page.height - ht_draft_text_bottom(&o->d) - CARRIER,
	                             .footer = CARRIER};
	odt_margins_layout(o, x, "LandscapeSheet", &margins);
	ht_draft_use_landscape(&o->d, false);
}

static void number_frame(odt *o, ht_xml *x, const ht_element *number, int page)
{
	const ht_draft_box box = ht_draft_landscape_number(&o->d, number, page);
	const char *text = odt_number_style(o, number, page);
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "页码%d", page));
	ht_xml_open(x, "draw:frame");
	ht_xml_attr(x, "draw:style-name", "number-frame");
	ht_xml_attr(x, "draw:name", name);
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_mm(x, "svg:x", box.x);
	ht_xml_attr_mm(x, "svg:y", box.y);
	ht_xml_attr_mm(x, "svg:width", box.w);
	ht_xml_attr_mm(x, "svg:height", box.h);
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
	ht_draft_para para;
	ht_draft_para_of(&o->d, number->style, &para);
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
