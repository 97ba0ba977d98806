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

static const ht_element *page_number(const odt *o)
{
	for (size_t i = 0; i < o->style->n_furniture; i++)
		if (o->style->furniture[i]->kind == HT_E_PAGE_NUMBER)
			return o->style->furniture[i];
	return NULL;
}

static ht_len body_bottom(const odt *o)
{
	return o->top + o->style->page.lines * odt_pitch(o) + SLACK;
}

ht_len odt_below_area(const odt *o)
{
	return body_bottom(o) - o->style->page.top - o->style->page.area_height;
}

typedef struct footer {
	ht_len gap, pitch, bottom; /* body to line, line, line to the sheet's edge */
} footer;

static footer footer_of(odt *o, const ht_element *e)
{
	const ht_geometry *g = &o->style->page;
	ht_len pitch = ht_len_scale(e->style->size, FOOTER_PITCH, 1000);
	const char *first = e->text.n && e->text.parts[0].literal ? e->text.parts[0].literal : "1";
	ht_len baseline = g->top + g->area_height + e->below + odt_ink_top(o, e->style, first);
	ht_len top = baseline - ht_len_scale(pitch, 4, 5);
	ht_len gap = top - body_bottom(o);
	return (footer){.gap = gap > 0 ? gap : 0, .pitch = pitch, .bottom = g->height - top - pitch};
}

void odt_write_page_layout(odt *o, odt_xml *x)
{
	const ht_geometry *g = &o->style->page;
	const ht_element *number = page_number(o);
	footer f = number ? footer_of(o, number) : (footer){0};
	odt_open(x, "style:page-layout");
	odt_attr(x, "style:name", "Sheet");
	odt_attr(x, "style:page-usage", "all");
	odt_open(x, "style:page-layout-properties");
	odt_attr_mm(x, "fo:page-width", g->width);
	odt_attr_mm(x, "fo:page-height", g->height);
	odt_attr(x, "style:print-orientation", g->width > g->height ? "landscape" : "portrait");
	odt_attr_mm(x, "fo:margin-top", o->top);
	odt_attr_mm(x, "fo:margin-bottom", number ? f.bottom : g->height - body_bottom(o));
	odt_attr_mm(x, "fo:margin-left", g->left);
	odt_attr_mm(x, "fo:margin-right", g->width - g->left - g->area_width);
	odt_attr(x, "style:writing-mode", "lr-tb");
	odt_attr(x, "style:layout-grid-mode", "none");
	odt_attr(x, "style:num-format", "1");
	odt_end(x);
	if (number) {
		odt_open(x, "style:footer-style");
		odt_open(x, "style:header-footer-properties");
		odt_attr_mm(x, "fo:min-height", f.pitch + f.gap);
		odt_attr_mm(x, "fo:margin-top", f.gap);
		odt_attr(x, "style:dynamic-spacing", "false");
		odt_end(x);
		odt_end(x);
	}
	odt_end(x);
}

void odt_write_shape(odt *o, odt_xml *x, const odt_shape *shape)
{
	char text[24];
	snprintf(text, sizeof text, "line%d", shape->from_sheet);
	odt_open(x, "draw:line");
	odt_attr(x, "draw:style-name", text);
	snprintf(text, sizeof text, "线条%d", ++o->n_drawn);
	odt_attr(x, "draw:name", text);
	odt_attr(x, "text:anchor-type", "paragraph");
	odt_attr_int(x, "draw:z-index", 0);
	odt_attr_mm(x, "svg:x1", shape->x);
	odt_attr_mm(x, "svg:y1", shape->y);
	odt_attr_mm(x, "svg:x2", shape->x + shape->w);
	odt_attr_mm(x, "svg:y2", shape->y);
	odt_end(x);
}

/* Paragraph of the page number at one side. */
static void number_para(odt *o, odt_xml *x, const ht_element *e, ht_halign side)
{
	odt_para para;
	bool blank = true;
	odt_para_of(o, e->style, &para);
	para.align = side;
	para.pitch = ht_len_scale(e->style->size, FOOTER_PITCH, 1000);
	para.left = side == HT_HALIGN_LEFT ? e->inset : 0;
	para.right = side == HT_HALIGN_RIGHT ? e->inset : 0;
	odt_open(x, "text:p");
	odt_attr(x, "text:style-name", odt_para_name(o, &para));
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
	odt_end(x);
}

static bool stands_on(const ht_element *e, int page)
{
	return page >= e->first_page && (!e->last_page || page <= e->last_page);
}

/* The footer of the first page, of odd or of even ones. */
static void write_footer(odt *o, odt_xml *x, const char *name, int page)
{
	odt_open(x, name);
	for (size_t i = 0; i < o->style->n_furniture; i++) {
		const ht_element *e = o->style->furniture[i];
		if (e->kind == HT_E_PAGE_NUMBER && stands_on(e, page))
			number_para(o, x, e, page % 2 ? e->odd : e->even);
	}
	odt_end(x);
}

void odt_write_master_page(odt *o, odt_xml *x)
{
	odt_open(x, "style:master-page");
	odt_attr(x, "style:name", "Document");
	odt_attr(x, "style:display-name", "公文版面");
	odt_attr(x, "style:page-layout-name", "Sheet");
	if (page_number(o)) {
		write_footer(o, x, "style:footer", 3);
		write_footer(o, x, "style:footer-left", 2);
	}
	odt_end(x);
}
