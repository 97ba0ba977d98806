/* Sections: the paper, its margins, what is on every page. Page numbers are fields in footers, at the right on odd
 * pages and at the left on even ones (GB/T 9704-2012 7.5). A section's properties belong to its last paragraph, which
 * is written when nobody knows yet that it is the last: the place is noted, and they are put there when the body is
 * done. */
#include <string.h>

#include "docx_priv.h"

/* Height of a landscape page's footer, which only holds the frame. */
#define CARRIER (2 * HT_LEN_PT)

typedef enum footer_kind { FIRST, ODD, EVEN, LANDSCAPE_ODD, LANDSCAPE_EVEN } footer_kind;

void docx_turn_page(docx *o, bool landscape)
{
	const bool was = o->landscape;
	o->landscape = landscape;
	if (!o->any || was == landscape)
		return;
	if (o->after_table)
		docx_spacer(o, &(docx_space){.height = HT_LEN_PT});
	docx_section *slot = HT_PUSH(o->d.arena, o->sections, o->n_sections, o->cap_sections);
	if (!slot) {
		ht_draft_fail(&o->d, HT_ERR_NOMEM);
		return;
	}
	*slot = (docx_section){.end = o->props_end, .landscape = was};
}

static void write_number_text(ht_xml *x, const ht_element *number)
{
	for (size_t i = 0; i < number->text.n; i++) {
		const char *literal = number->text.parts[i].literal;
		if (!literal) {
			docx_field(x, " PAGE ", "1", false);
			continue;
		}
		ht_xml_open(x, "w:r");
		ht_xml_open(x, "w:rPr");
		ht_xml_raw_string(x, "<w:rFonts w:hint=\"eastAsia\"/>");
		ht_xml_end(x);
		ht_xml_open(x, "w:t");
		ht_xml_attr(x, "xml:space", "preserve");
		ht_xml_text(x, literal, strlen(literal));
		ht_xml_end(x);
		ht_xml_end(x);
	}
}

static void begin_number(docx *o, ht_xml *x, const ht_draft_para *para)
{
	ht_draft_para plain;
	ht_draft_named_para(&o->d, para->ps, &plain);
	ht_xml_open(x, "w:p");
	docx_open_para_properties(o, x, para, &plain, 0);
	ht_xml_end(x);
}

/* From the paper's lower edge up to where footers end. */
static ht_len footer_bottom(const docx *o, bool landscape)
{
	size_t i;
	const ht_element *number = ht_draft_page_number(&o->d, &i);
	if (!number || landscape)
		return CARRIER;
	return ht_draft_footer_at(&o->d, number, o->d.laid->furniture[i].y).bottom;
}

/* Text makes room for a footer: the first page ends early by one that is higher than the lower margin. */
static void end_early(docx *o, ht_xml *x, ht_len pitch)
{
	const ht_len margin = o->d.style->page.height - ht_draft_text_bottom(&o->d);
	if (o->d.n_ends)
		docx_footer_spacer(x, margin - o->d.ends[0] - footer_bottom(o, false) - pitch);
}

/* The first page, or an odd or even one: the page's number, if it has one, and rules. */
static void write_portrait(docx *o, ht_xml *x, const ht_element *number, int page)
{
	ht_draft_para para;
	ht_draft_number_para(&o->d, number, page, &para);
	if (page == 1)
		end_early(o, x, para.pitch);
	begin_number(o, x, &para);
	for (size_t i = 0; i < o->d.style->n_furniture; i++) {
		const ht_draft_shape line = ht_draft_furniture_rule(&o->d, i);
		if (o->d.style->furniture[i]->kind == HT_E_RULE && ht_draft_is_on(o->d.style->furniture[i], page))
			docx_paper_line(o, x, &line);
	}
	if (ht_draft_is_on(number, page))
		write_number_text(x, number);
	ht_xml_end(x);
}

static void landscape_number(docx *o, ht_xml *x, int page)
{
	size_t i;
	const ht_element *number = ht_draft_page_number(&o->d, &i);
	ht_draft_para para;
	ht_draft_number_para(&o->d, number, page, &para);
	begin_number(o, x, &para);
	write_number_text(x, number);
	ht_xml_end(x);
}

static void write_landscape(docx *o, ht_xml *x, const ht_element *number, int page)
{
	const ht_draft_box box = ht_draft_landscape_number(&o->d, number, page);
	const char *name = ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "页码%d", page));
	ht_draft_para para;
	ht_draft_para_of(&o->d, number->style, &para);
	para.pitch = para.size = CARRIER;
	begin_number(o, x, &para);
	docx_vertical_box(o, x, &box, name, landscape_number, page);
	ht_xml_end(x);
}

static const char footer_names[DOCX_FOOTERS][16] = {"footer1.xml", "footer2.xml", "footer3.xml", "footer4.xml",
                                                    "footer5.xml"};

static bool has_footer(const docx *o, footer_kind kind)
{
	if (kind == FIRST)
		return ht_draft_first_differs(&o->d);
	return kind < LANDSCAPE_ODD || o->d.has_landscape;
}

void docx_write_footers(docx *o)
{
	static const int pages[DOCX_FOOTERS] = {1, 3, 2, 3, 2};
	size_t i;
	const ht_element *number = ht_draft_page_number(&o->d, &i);
	if (!number && o->d.n_ends) {
		o->footers[FIRST].name = footer_names[FIRST];
		end_early(o, &o->footers[FIRST].xml, 0);
	}
	for (int kind = FIRST; number && kind < DOCX_FOOTERS; kind++) {
		docx_footer *footer = &o->footers[kind];
		if (!has_footer(o, kind))
			continue;
		footer->name = footer_names[kind];
		if (kind >= LANDSCAPE_ODD)
			write_landscape(o, &footer->xml, number, pages[kind]);
		else
			write_portrait(o, &footer->xml, number, pages[kind]);
	}
}

static void refer(docx *o, ht_xml *x, footer_kind kind, const char *type)
{
	if (!o->footers[kind].name)
		return;
	ht_xml_open(x, "w:footerReference");
	ht_xml_attr(x, "w:type", type);
	ht_xml_attr(x, "r:id", ht_draft_checked(&o->d, ht_arena_printf(o->d.arena, "rIdF%d", kind + 1)));
	ht_xml_end(x);
}

/* Upper margin of the section's pages: of a document of one page the first's, which may be less. */
static ht_len top_margin(const docx *o, bool landscape)
{
	return ht_draft_margin_top(&o->d, !landscape && o->d.laid->n_pages == 1 ? o->d.first_top : o->d.top);
}

static void write_margins(docx *o, ht_xml *x, bool landscape)
{
	const ht_geometry *g = &o->d.style->page;
	ht_xml_open(x, "w:pgMar");
	docx_attr_twips(x, "w:top", top_margin(o, landscape));
	docx_attr_twips(x, "w:right", g->width - g->left - ht_draft_line_width(&o->d));
	docx_attr_twips(x, "w:bottom", g->height - ht_draft_text_bottom(&o->d));
	docx_attr_twips(x, "w:left", g->left);
	ht_xml_attr(x, "w:header", "0");
	docx_attr_twips(x, "w:footer", footer_bottom(o, landscape));
	ht_xml_attr(x, "w:gutter", "0");
	ht_xml_end(x);
}

/* Children in the order of CT_SectPr (17.6.17). The grid's pitch is a declaration: no
 * line snaps to it, since programs differ in how they lay text on one. */
static void write_section(docx *o, ht_xml *x, bool landscape, bool first)
{
	ht_draft_use_landscape(&o->d, landscape);
	const ht_geometry *g = &o->d.style->page;
	ht_xml_open(x, "w:sectPr");
	refer(o, x, landscape ? LANDSCAPE_ODD : ODD, "default");
	refer(o, x, landscape ? LANDSCAPE_EVEN : EVEN, "even");
	if (first && !landscape)
		refer(o, x, FIRST, "first");
	if (o->has_notes)
		ht_xml_raw_string(x, "<w:footnotePr><w:numFmt w:val=\"decimalEnclosedCircleChinese\"/></w:footnotePr>");
	ht_xml_open(x, "w:pgSz");
	docx_attr_twips(x, "w:w", g->width);
	docx_attr_twips(x, "w:h", g->height);
	if (landscape)
		ht_xml_attr(x, "w:orient", "landscape");
	ht_xml_end(x);
	write_margins(o, x, landscape);
	if (first && !landscape && o->footers[FIRST].name)
		docx_flag(x, "w:titlePg", true);
	ht_xml_open(x, "w:docGrid");
	docx_attr_twips(x, "w:linePitch", ht_geometry_pitch(g));
	ht_xml_end(x);
	ht_xml_end(x);
	ht_draft_use_landscape(&o->d, false);
}

void docx_write_body(docx *o, ht_xml *x)
{
	size_t len, from = 0;
	const char *body = ht_xml_bytes(&o->body, &len);
	x->failed = x->failed || o->body.failed;
	for (size_t i = 0; i < o->n_sections && !x->failed; i++) {
		ht_xml_raw_bytes(x, body + from, o->sections[i].end - from);
		write_section(o, x, o->sections[i].landscape, i == 0);
		from = o->sections[i].end;
	}
	if (!x->failed)
		ht_xml_raw_bytes(x, body + from, len - from);
	write_section(o, x, o->landscape, o->n_sections == 0);
}
