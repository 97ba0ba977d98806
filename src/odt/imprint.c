/* The imprint (版记: GB/T 9704-2012 7.4; 报尾 of a
 * bulletin): a table in a text frame at the lower edge of the page its anchor is on. The anchor is a paragraph of its
 * own after the last text, without height but with as much space above it as the block needs: if the page has no room
 * for the block, the anchor moves to the next page, and the block with it. (A frame that the text runs around would do
 * the same by itself, but
 * LibreOffice loses lines there that fit only without the frame.) Editors set footnotes at the page's foot whatever
 * else is there: so the frame is above those of its page, which on the pages are above it. */
#include "odt_priv.h"

static void write_row(odt *o, const ht_block *block, const ht_laid_block *laid)
{
	const ht_laid_row *row = laid->v;
	odt_seg segs[ODT_MAX_TABS];
	odt_para para;
	odt_para_of(o, block->style, &para);
	para.pitch = row->pitch;
	para.rise = odt_row_rise(row);
	if (block->kind == HT_BLOCK_LINE) {
		size_t n = odt_sides_segs(o, &para, block, laid, segs, 0);
		odt_segs_place(&para, segs, n);
		odt_segs_write(o, &para, segs, n);
		return;
	}
	para.left = block->style->left + row->rest_indent;
	para.indent = row->first_indent - row->rest_indent;
	for (size_t k = 0; k < block->n_paras; k++) {
		odt_run run = {.spans = block->paras[k].spans, .n = block->paras[k].n, .element = block->element};
		if (block->kind == HT_BLOCK_PARA)
			odt_fit_rows(o, &para, row, laid->n, &run);
		odt_write_para(o, &para, &run, 0);
	}
}

/* The rows, each one cell as wide as the type area, and the lines between. */
static void write_rows(odt *o, const ht_block *const *rows, size_t n)
{
	const ht_len width = o->style->page.area_width;
	odt_table_begin(o, "版记表", 0, 0, &width, 1, false);
	for (size_t i = 0; i < n; i++) {
		const ht_laid_block *laid = ht_laid_find(o->laid, o->doc, rows[i]);
		const odt_cell cell = {.above = laid->v[0].rule_above,
		                       .below = i + 1 == n ? o->laid->imprint_rule : 0,
		                       .colour = o->style->imprint.colour};
		odt_row_begin(o, 0, true);
		odt_cell_begin(o, &cell, 1, 1);
		write_row(o, rows[i], laid);
		odt_cell_end(o);
		odt_row_end(o);
	}
	odt_table_end(o);
}

/* A paragraph without height. */
static void begin_carrier(odt *o, const ht_pstyle *ps, ht_len above)
{
	odt_para para;
	odt_para_of(o, ps, &para);
	para.above = above;
	para.pitch = para.size = odt_carrier_pitch();
	para.left = para.right = para.indent = 0;
	odt_para_begin(o, &para, 0);
}

/* An editor ends a text with a paragraph. It adds one with a line of the body after a table that ends it, on a page of
 * its own where the table fills its page. */
static void end_table(odt *o)
{
	const ht_blocks *flow = &o->doc->flow;
	const ht_block *last = flow->n ? &flow->v[flow->n - 1] : NULL;
	const ht_laid_table *table = last ? o->laid->flow[flow->n - 1].table : NULL;
	if (!table || table->landscape)
		return;
	begin_carrier(o, last->style, 0);
	odt_para_end(o);
}

void odt_write_imprint(odt *o)
{
	ht_xml *x = &o->body;
	const ht_blocks *blocks = &o->doc->imprint;
	const ht_block **rows = odt_array(o, blocks->n + 1, sizeof *rows);
	size_t n = 0;
	for (size_t i = 0; rows && i < blocks->n; i++)
		if (o->laid->imprint[i].n)
			rows[n++] = &blocks->v[i];
	if (!n) {
		end_table(o);
		return;
	}
	begin_carrier(o, rows[0]->style, odt_carrier_above(o));
	o->has_imprint = true;
	ht_xml_open(x, "draw:frame");
	ht_xml_attr(x, "draw:style-name", "imprint-frame");
	ht_xml_attr(x, "draw:name", "版记");
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	ht_xml_attr_mm(x, "svg:width", o->style->page.area_width);
	ht_xml_attr_int(x, "draw:z-index", 0);
	ht_xml_open(x, "draw:text-box");
	ht_xml_attr(x, "fo:min-height", "5mm");
	write_rows(o, rows, n);
	ht_xml_end(x);
	ht_xml_end(x);
	odt_para_end(o);
}

/* The style of a frame, by its name in the document. LibreOffice takes a frame without one for a shape, in which text
 * does not run down. */
typedef struct frame_style {
	const char *name, *display;
	const char *vertical, *vertical_of;
	const char *horizontal, *horizontal_of; /* NULL: it is in its line like a letter; else text runs under it */
	const char *writing_mode;               /* NULL: the page's */
} frame_style;

static const frame_style imprint_frame = {"imprint-frame", "版记框",       "bottom", "page-content",
                                          "left",          "page-content", NULL};
/* A seal is on top of the text and moves nothing. */
static const frame_style seal_frame = {"seal-frame", "印章", "from-top", "paragraph", "from-left", "page", NULL};
static const frame_style picture_frame = {"picture-frame", "图片", "top", "baseline", NULL, NULL, NULL};
static const frame_style number_frame = {"number-frame", "横排页页码", "from-top", "page",
                                         "from-left",    "page",       "tb-rl"};

/* below  the distance below a frame that has distances, else NULL */
static void write_frame_style(ht_xml *x, const frame_style *f, const ht_len *below)
{
	ht_xml_open(x, "style:style");
	ht_xml_attr(x, "style:name", f->name);
	ht_xml_attr(x, "style:display-name", f->display);
	ht_xml_attr(x, "style:family", "graphic");
	ht_xml_open(x, "style:graphic-properties");
	ht_xml_attr(x, "text:anchor-type", "paragraph");
	if (below) {
		ht_xml_attr(x, "fo:margin-left", "0mm");
		ht_xml_attr(x, "fo:margin-right", "0mm");
		ht_xml_attr(x, "fo:margin-top", "0mm");
		ht_xml_attr_mm(x, "fo:margin-bottom", *below);
	}
	ht_xml_attr(x, "fo:padding", "0mm");
	ht_xml_attr(x, "fo:border", "none");
	if (f->horizontal) {
		ht_xml_attr(x, "style:wrap", "run-through");
		ht_xml_attr(x, "style:run-through", "foreground");
	}
	ht_xml_attr(x, "style:vertical-pos", f->vertical);
	ht_xml_attr(x, "style:vertical-rel", f->vertical_of);
	if (f->horizontal) {
		ht_xml_attr(x, "style:horizontal-pos", f->horizontal);
		ht_xml_attr(x, "style:horizontal-rel", f->horizontal_of);
		ht_xml_attr(x, "style:flow-with-text", "false");
	}
	if (f->writing_mode)
		ht_xml_attr(x, "style:writing-mode", f->writing_mode);
	ht_xml_attr(x, "draw:fill", "none");
	ht_xml_attr(x, "draw:stroke", "none");
	ht_xml_end(x);
	ht_xml_end(x);
}

void odt_write_frame_styles(odt *o, ht_xml *x)
{
	const ht_len below = odt_below_area(o) + o->laid->imprint_notes;
	if (o->has_imprint)
		write_frame_style(x, &imprint_frame, &below);
	if (o->has_seals)
		write_frame_style(x, &seal_frame, NULL);
	if (o->has_pictures)
		write_frame_style(x, &picture_frame, NULL);
	if (o->has_landscape)
		write_frame_style(x, &number_frame, NULL);
}
