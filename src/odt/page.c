/* The page: margins, and what stands on every one of them. The upper margin
 * is such that the first line's characters, not its line box, touch the type
 * area's edge. Page numbers are fields in footers, at the right on odd pages
 * and at the left on even ones (GB/T 9704-2012 7.5). */
#include <stdio.h>
#include <string.h>

#include "odt_priv.h"

/* A footer's line box, 1/1000 of its size. */
#define FOOTER_PITCH 1500
/* So much more than its lines a page holds, for editors' rounding. */
#define SLACK (HT_LEN_PT / 4)
/* So much wider is a line: a full one must not be broken by rounding. */
#define LINE_SLACK (HT_LEN_PT / 2)

static const ht_element *page_number(const odt *o)
{
	for (size_t i = 0; i < o->style->n_furniture; i++)
		if (o->style->furniture[i]->kind == HT_E_PAGE_NUMBER)
			return o->style->furniture[i];
	return NULL;
}

ht_len odt_body_bottom(const odt *o)
{
	return o->top + o->style->page.lines * odt_pitch(o) + SLACK;
}

ht_len odt_line_width(const odt *o)
{
	const ht_geometry *g = &o->style->page;
	ht_len set = o->body_style->grid ? g->chars * (o->body_style->size + odt_grid_spacing(o, o->body_style)) : 0;
	return (set > g->area_width ? set : g->area_width) + (set ? LINE_SLACK : 0);
}

ht_len odt_below_area(const odt *o)
{
	return odt_body_bottom(o) - o->style->page.top - o->style->page.area_height;
}

odt_footer odt_footer_of(odt *o, const ht_element *e)
{
	const ht_geometry *g = &o->style->page;
	ht_len pitch = ht_len_scale(e->style->size, FOOTER_PITCH, 1000);
	const char *first = e->text.n && e->text.parts[0].literal ? e->text.parts[0].literal : "1";
	ht_len baseline = g->top + g->area_height + e->below + odt_ink_top(o, e->style, first);
	ht_len top = baseline - ht_len_scale(pitch, 4, 5);
	ht_len gap = top - odt_body_bottom(o);
	return (odt_footer){.gap = gap > 0 ? gap : 0, .pitch = pitch, .bottom = g->height - top - pitch};
}

static bool stands_on(const ht_element *e, int page)
{
	return page >= e->first_page && (!e->last_page || page <= e->last_page);
}

/* Do pages 1 and 3 differ in what stands on them, or in their upper margin? */
static bool first_differs(const odt *o)
{
	for (size_t i = 0; i < o->style->n_furniture; i++)
		if (stands_on(o->style->furniture[i], 1) != stands_on(o->style->furniture[i], 3))
			return true;
	return o->first_top != o->top;
}

const char *odt_first_page(const odt *o)
{
	return first_differs(o) ? ODT_FIRST_PAGE : ODT_PAGE;
}

const char *odt_page_style(const odt *o, odt_begins begins)
{
	const char *const names[] = {[ODT_BEGINS_DOCUMENT] = odt_first_page(o),
	                             [ODT_BEGINS_UPRIGHT] = ODT_PAGE,
	                             [ODT_BEGINS_TURNED] = ODT_TURNED};
	return names[begins];
}

void odt_sheet_layout(odt *o, odt_xml *x, const char *name, const odt_sheet *sheet)
{
	const ht_geometry *g = &o->style->page;
	odt_open(x, "style:page-layout");
	odt_attr(x, "style:name", name);
	odt_attr(x, "style:page-usage", "all");
	odt_open(x, "style:page-layout-properties");
	odt_attr_mm(x, "fo:page-width", g->width);
	odt_attr_mm(x, "fo:page-height", g->height);
	odt_attr(x, "style:print-orientation", g->width > g->height ? "landscape" : "portrait");
	odt_attr_mm(x, "fo:margin-top", sheet->top);
	odt_attr_mm(x, "fo:margin-bottom", sheet->bottom);
	odt_attr_mm(x, "fo:margin-left", g->left);
	odt_attr_mm(x, "fo:margin-right", g->width - g->left - odt_line_width(o));
	odt_attr(x, "style:writing-mode", "lr-tb");
	odt_attr(x, "style:layout-grid-mode", "none");
	odt_attr(x, "style:num-format", "1");
	odt_end(x);
	if (sheet->footer) {
		odt_open(x, "style:footer-style");
		odt_open(x, "style:header-footer-properties");
		odt_attr_mm(x, "fo:min-height", sheet->footer);
		odt_attr_mm(x, "fo:margin-top", sheet->footer_gap);
		odt_attr(x, "style:dynamic-spacing", "false");
		odt_end(x);
		odt_end(x);
	}
	odt_end(x);
}

static void write_layout(odt *o, odt_xml *x, const char *name, ht_len top)
{
	const ht_element *number = page_number(o);
	odt_sheet sheet = {.top = top, .bottom = o->style->page.height - odt_body_bottom(o)};
	if (number) {
		const odt_footer f = odt_footer_of(o, number);
		sheet.bottom = f.bottom;
		sheet.footer = f.pitch + f.gap;
		sheet.footer_gap = f.gap;
	}
	odt_sheet_layout(o, x, name, &sheet);
}

void odt_write_page_layout(odt *o, odt_xml *x)
{
	write_layout(o, x, "Sheet", o->top);
	if (first_differs(o))
		write_layout(o, x, "FirstSheet", o->first_top);
	if (o->has_turned)
		odt_write_turned_layout(o, x);
}

/* A rule at a fixed place of the sheet (信函's lower double line: 10.1). */
static void sheet_rule(odt *o, odt_xml *x, const ht_element *e)
{
	const ht_geometry *g = &o->style->page;
	const ht_len tops[] = {[HT_FROM_PREVIOUS] = e->top,
	                       [HT_FROM_AREA] = g->top + e->top,
	                       [HT_FROM_SHEET] = e->top,
	                       [HT_FROM_SHEET_BOTTOM] = g->height - e->top - e->thickness};
	ht_len width = e->rule_width ? e->rule_width : g->area_width;
	const odt_shape line = {.x = e->across == HT_ACROSS_SHEET ? (g->width - width) / 2
	                                                          : g->left + (g->area_width - width) / 2,
	                        .y = tops[e->from],
	                        .w = width,
	                        .h = e->thickness,
	                        .colour = e->colour};
	odt_sheet_line(o, x, &line);
}

/* The lines of a page, into the paragraph of its footer. */
static void sheet_rules(odt *o, odt_xml *x, int page)
{
	for (size_t i = 0; i < o->style->n_furniture; i++)
		if (o->style->furniture[i]->kind == HT_E_RULE && stands_on(o->style->furniture[i], page))
			sheet_rule(o, x, o->style->furniture[i]);
}

void odt_number_text(odt *o, odt_xml *x, const ht_element *e)
{
	bool blank = true;
	for (size_t i = 0; i < e->text.n; i++) {
		const char *literal = e->text.parts[i].literal;
		if (literal) {
			odt_text(o, x, literal, strlen(literal), &blank, e->loc);
			continue;
		}
		odt_open(x, "text:page-number");
		odt_attr(x, "text:select-page", "current");
		odt_raw_text(x, "1", 1);
		odt_end(x);
		blank = false;
	}
}

const char *odt_number_style(odt *o, const ht_element *e, int page)
{
	odt_para para;
	ht_halign side = page % 2 ? e->odd : e->even;
	odt_para_of(o, e->style, &para);
	para.align = side;
	para.pitch = ht_len_scale(e->style->size, FOOTER_PITCH, 1000);
	para.left = side == HT_HALIGN_LEFT ? e->inset : 0;
	para.right = side == HT_HALIGN_RIGHT ? e->inset : 0;
	return odt_para_name(o, &para);
}

/* The footer of the first page, of odd or of even ones: the page's number, if
 * it has one, and lines. */
static void write_footer(odt *o, odt_xml *x, const ht_element *e, const char *name, int page)
{
	const char *style = odt_number_style(o, e, page);
	x->failed = x->failed || !style;
	if (x->failed)
		return;
	odt_open(x, name);
	odt_open(x, "text:p");
	odt_attr(x, "text:style-name", style);
	sheet_rules(o, x, page);
	if (stands_on(e, page))
		odt_number_text(o, x, e);
	odt_end(x);
	odt_end(x);
}

static void begin_master(odt_xml *x, const char *name, const char *display, const char *layout)
{
	odt_open(x, "style:master-page");
	odt_attr(x, "style:name", name);
	odt_attr(x, "style:display-name", display);
	odt_attr(x, "style:page-layout-name", layout);
}

void odt_write_master_page(odt *o, odt_xml *x)
{
	const ht_element *number = page_number(o);
	if (first_differs(o)) {
		begin_master(x, ODT_FIRST_PAGE, "公文首页", "FirstSheet");
		odt_attr(x, "style:next-style-name", ODT_PAGE);
		if (number)
			write_footer(o, x, number, "style:footer", 1);
		odt_end(x);
	}
	begin_master(x, ODT_PAGE, "公文版面", "Sheet");
	if (number) {
		write_footer(o, x, number, "style:footer", 3);
		write_footer(o, x, number, "style:footer-left", 2);
	}
	odt_end(x);
	if (o->has_turned)
		odt_write_turned_page(o, x, number);
}
