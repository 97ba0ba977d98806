/* The page: margins, and what is on every page. The upper margin
 * is such that the first line's characters, not its line box, touch the type
 * area's edge. Page numbers are fields in footers, at the right on odd pages
 * and at the left on even ones (GB/T 9704-2012 7.5). */
#include <string.h>

#include "odt_priv.h"

const char *odt_first_page(const odt *o)
{
	return ht_draft_first_differs(&o->d) ? ODT_FIRST_PAGE : ODT_PAGE;
}

/* The page style of a page from 0 on, and its layout. */
static const char *page_name(odt *o, size_t page)
{
	if (!page)
		return odt_first_page(o);
	return page < o->d.n_ends ? ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "Page%zu", page + 1))
	                          : ODT_PAGE;
}

static const char *layout_name(odt *o, size_t page)
{
	if (!page)
		return "FirstSheet";
	if (!o->d.ends[page])
		return "Sheet";
	return ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "Sheet%zu", page + 1));
}

const char *odt_page_style(const odt *o, ht_draft_begins begins)
{
	const char *const names[] = {[HT_DRAFT_BEGINS_DOCUMENT] = odt_first_page(o),
	                             [HT_DRAFT_BEGINS_PORTRAIT] = ODT_PAGE,
	                             [HT_DRAFT_BEGINS_LANDSCAPE] = ODT_LANDSCAPE};
	return names[begins];
}

/* The rule above footnotes, in the room of one of their lines. */
static void write_note_rule(const odt *o, ht_xml *x)
{
	const ht_laid_note_rule *rule = &o->d.laid->note_rule;
	if (!o->d.doc->notes.n)
		return;
	ht_xml_open(x, "style:footnote-sep");
	ht_xml_attr_pt(x, "style:width", rule->thickness);
	ht_xml_attr_pt(x, "style:distance-before-sep", rule->above);
	ht_xml_attr_pt(x, "style:distance-after-sep", rule->below);
	ht_xml_attr(x, "style:line-style", "solid");
	ht_xml_attr(x, "style:adjustment", "left");
	ht_xml_attr_percent(x, "style:rel-width", (int)(rule->width * 100 / o->d.style->page.area_width));
	ht_xml_attr(x, "style:color", "#000000");
	ht_xml_end(x);
}

void odt_margins_layout(odt *o, ht_xml *x, const char *name, const odt_margins *margins)
{
	const ht_geometry *g = &o->d.style->page;
	ht_xml_open(x, "style:page-layout");
	ht_xml_attr(x, "style:name", name);
	ht_xml_attr(x, "style:page-usage", "all");
	ht_xml_open(x, "style:page-layout-properties");
	ht_xml_attr_mm(x, "fo:page-width", g->width);
	ht_xml_attr_mm(x, "fo:page-height", g->height);
	ht_xml_attr(x, "style:print-orientation", g->width > g->height ? "landscape" : "portrait");
	ht_xml_attr_mm(x, "fo:margin-top", margins->top);
	ht_xml_attr_mm(x, "fo:margin-bottom", margins->bottom);
	ht_xml_attr_mm(x, "fo:margin-left", g->left);
	ht_xml_attr_mm(x, "fo:margin-right", g->width - g->left - ht_draft_line_width(&o->d));
	ht_xml_attr(x, "style:writing-mode", "lr-tb");
	ht_xml_attr(x, "style:layout-grid-mode", "none");
	ht_xml_attr(x, "style:num-format", "1");
	write_note_rule(o, x);
	ht_xml_end(x);
	if (margins->footer) {
		ht_xml_open(x, "style:footer-style");
		ht_xml_open(x, "style:header-footer-properties");
		ht_xml_attr_mm(x, "fo:min-height", margins->footer);
		ht_xml_attr_mm(x, "fo:margin-top", margins->footer_gap);
		ht_xml_attr(x, "style:dynamic-spacing", "false");
		ht_xml_end(x);
		ht_xml_end(x);
	}
	ht_xml_end(x);
}

/* late: how much lower than elsewhere the text ends. */
static void write_layout(odt *o, ht_xml *x, const char *name, ht_len top, ht_len late)
{
	size_t i;
	const ht_element *number = ht_draft_page_number(&o->d, &i);
	odt_margins margins = {.top = ht_draft_margin_top(&o->d, top),
	                       .bottom = o->d.style->page.height - ht_draft_text_bottom(&o->d) - late};
	if (number) {
		const ht_draft_footer f = ht_draft_footer_at(&o->d, number, o->d.laid->furniture[i].y);
		margins.bottom = f.bottom;
		margins.footer_gap = ht_len_max(f.gap - late, 0);
		margins.footer = f.pitch + margins.footer_gap;
	}
	odt_margins_layout(o, x, name, &margins);
}

void odt_write_page_layout(odt *o, ht_xml *x)
{
	write_layout(o, x, "Sheet", o->d.top, 0);
	if (ht_draft_first_differs(&o->d))
		write_layout(o, x, layout_name(o, 0), o->d.first_top, o->d.ends[0]);
	for (size_t i = 1; i < o->d.n_ends; i++)
		if (o->d.ends[i])
			write_layout(o, x, layout_name(o, i), o->d.top, o->d.ends[i]);
	if (o->d.has_landscape)
		odt_write_landscape_layout(o, x);
}

/* The rules of a page (信函: 10.1), into the paragraph of its footer. */
static void paper_rules(odt *o, ht_xml *x, int page)
{
	for (size_t i = 0; i < o->d.style->n_furniture; i++) {
		const ht_draft_shape line = ht_draft_furniture_rule(&o->d, i);
		const ht_element *e = o->d.style->furniture[i];
		if (e->kind == HT_E_RULE && ht_draft_is_on(e, page))
			odt_paper_line(o, x, &line);
	}
}

void odt_number_text(odt *o, ht_xml *x, const ht_element *e)
{
	bool blank = true;
	for (size_t i = 0; i < e->text.n; i++) {
		const char *literal = e->text.parts[i].literal;
		if (literal) {
			odt_text(o, x, literal, strlen(literal), &blank, e->loc);
			continue;
		}
		ht_xml_open(x, "text:page-number");
		ht_xml_attr(x, "text:select-page", "current");
		ht_xml_text(x, "1", 1);
		ht_xml_end(x);
		blank = false;
	}
}

const char *odt_number_style(odt *o, const ht_element *e, int page)
{
	ht_draft_para para;
	ht_draft_number_para(&o->d, e, page, &para);
	return odt_para_name(o, &para);
}

/* The footer of the first page, of odd or of even ones: the page's number, if
 * it has one, and lines. */
static void write_footer(odt *o, ht_xml *x, const ht_element *e, const char *name, int page)
{
	ht_xml_open(x, name);
	ht_xml_open(x, "text:p");
	ht_xml_attr(x, "text:style-name", odt_number_style(o, e, page));
	paper_rules(o, x, page);
	if (ht_draft_is_on(e, page))
		odt_number_text(o, x, e);
	ht_xml_end(x);
	ht_xml_end(x);
}

/* Those of all pages but the first. */
static void write_footers(odt *o, ht_xml *x, const ht_element *number)
{
	if (!number)
		return;
	write_footer(o, x, number, "style:footer", 3);
	write_footer(o, x, number, "style:footer-left", 2);
}

static void begin_master(ht_xml *x, const char *name, const char *display, const char *layout)
{
	ht_xml_open(x, "style:master-page");
	ht_xml_attr(x, "style:name", name);
	ht_xml_attr(x, "style:display-name", display);
	ht_xml_attr(x, "style:page-layout-name", layout);
}

void odt_write_master_page(odt *o, ht_xml *x)
{
	size_t i;
	const ht_element *number = ht_draft_page_number(&o->d, &i);
	if (ht_draft_first_differs(&o->d)) {
		begin_master(x, ODT_FIRST_PAGE, ht_draft_page_name(&o->d, 0), layout_name(o, 0));
		ht_xml_attr(x, "style:next-style-name", page_name(o, 1));
		if (number)
			write_footer(o, x, number, "style:footer", 1);
		ht_xml_end(x);
	}
	for (size_t page = 1; page < o->d.n_ends; page++) {
		begin_master(x, page_name(o, page), ht_draft_page_name(&o->d, page), layout_name(o, page));
		ht_xml_attr(x, "style:next-style-name", page_name(o, page + 1));
		write_footers(o, x, number);
		ht_xml_end(x);
	}
	begin_master(x, ODT_PAGE, "公文版面", "Sheet");
	write_footers(o, x, number);
	ht_xml_end(x);
	if (o->d.has_landscape)
		odt_write_landscape_page(o, x, number);
}
